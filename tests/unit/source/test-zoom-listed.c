#include "base/arena.h"
#include "base/str.h"
#include "source/zoom/listed.h"
#include "t.h"

#include <jansson.h>

static json_t *parse(const char *text)
{
	json_t *o = json_loads(text, 0, NULL);

	T_OK(o != NULL);
	return o;
}

static const struct {
	const char *label;
	const char *json;
	enum source_state state;
	const char *id, *name, *media_type, *reason;
	int64_t size;
} recording_cases[] = {
	{ "video",
	  "{\"id\":\"f1\",\"file_type\":\"MP4\",\"file_extension\":\"MP4\","
	  "\"file_size\":7,\"status\":\"completed\",\"download_url\":\"u\","
	  "\"recording_type\":\"active_speaker\"}",
	  SOURCE_READY, "f1", "active_speaker.mp4", "video/mp4", "", 7 },
	{ "in progress, as Zoom shows it",
	  "{\"id\":\"\",\"file_type\":\"\",\"file_size\":0,"
	  "\"recording_end\":\"\"}",
	  SOURCE_WAITING, "", "recording.bin", "application/octet-stream",
	  "Zoom is still processing it", -1 },
	{ "processing with an id",
	  "{\"id\":\"f1\",\"file_type\":\"MP4\",\"status\":\"processing\"}",
	  SOURCE_WAITING, "f1", "mp4.mp4", "video/mp4",
	  "Zoom is still processing it", -1 },
	{ "a status that nobody knows",
	  "{\"id\":\"f1\",\"file_type\":\"MP4\",\"status\":\"dreaming\"}",
	  SOURCE_WAITING, "f1", "mp4.mp4", "video/mp4",
	  "Zoom says its status is 'dreaming'", -1 },
	{ "failed",
	  "{\"id\":\"f1\",\"file_type\":\"MP4\",\"status\":\"failed\"}",
	  SOURCE_REFUSED, "f1", "mp4.mp4", "video/mp4",
	  "Zoom failed to make this file", -1 },
	{ "deleted",
	  "{\"id\":\"f1\",\"file_type\":\"CHAT\",\"file_extension\":\"TXT\","
	  "\"status\":\"completed\",\"deleted_time\":"
	  "\"2026-03-01T10:00:00Z\"}",
	  SOURCE_GONE, "f1", "chat.txt", "text/plain",
	  "deleted at Zoom on 2026-03-01T10:00:00Z", -1 },
	{ "no address",
	  "{\"id\":\"f1\",\"file_type\":\"CC\",\"status\":\"completed\"}",
	  SOURCE_WAITING, "f1", "cc.vtt", "text/vtt",
	  "Zoom gives no address to download it from", -1 },
	{ "on premise",
	  "{\"id\":\"f1\",\"file_type\":\"M4A\",\"status\":\"completed\","
	  "\"file_path\":\"/mnt/a\"}",
	  SOURCE_REFUSED, "f1", "m4a.m4a", "audio/mp4",
	  "an on-premise recording: Zoom has no download of it, only its path "
	  "/mnt/a",
	  -1 },
	{ "unknown type and extension",
	  "{\"id\":\"f1\",\"file_type\":\"HOLOGRAM\",\"file_extension\":"
	  "\"HLG\",\"status\":\"completed\",\"download_url\":\"u\","
	  "\"recording_type\":\"spatial\"}",
	  SOURCE_READY, "f1", "spatial.hlg", "application/octet-stream", "",
	  -1 },
	{ "timeline",
	  "{\"id\":\"f1\",\"file_type\":\"TIMELINE\",\"file_extension\":"
	  "\"JSON\",\"status\":\"completed\",\"download_url\":\"u\"}",
	  SOURCE_READY, "f1", "timeline.json", "application/json", "", -1 },
	{ "own name gets its extension",
	  "{\"id\":\"f1\",\"file_type\":\"M4A\",\"file_extension\":\"M4A\","
	  "\"file_name\":\"Audio only - Anna\",\"status\":\"completed\","
	  "\"download_url\":\"u\"}",
	  SOURCE_READY, "f1", "Audio only - Anna.m4a", "audio/mp4", "", -1 },
	{ "own name has it",
	  "{\"id\":\"f1\",\"file_type\":\"M4A\",\"file_name\":\"a.M4A\","
	  "\"status\":\"completed\",\"download_url\":\"u\"}",
	  SOURCE_READY, "f1", "a.M4A", "audio/mp4", "", -1 },
	{ "numbers as text, id as number",
	  "{\"id\":42,\"file_type\":\"MP4\",\"file_size\":\"7\",\"status\":"
	  "\"completed\",\"download_url\":\"u\"}",
	  SOURCE_READY, "42", "mp4.mp4", "video/mp4", "", 7 },
	{ "everything of another kind",
	  "{\"id\":[],\"file_type\":{},\"file_size\":\"x\",\"status\":7,"
	  "\"download_url\":null,\"recording_type\":true,\"file_name\":[1],"
	  "\"recording_end\":{},\"deleted_time\":{}}",
	  SOURCE_WAITING, "", "recording.bin", "application/octet-stream",
	  "Zoom is still processing it", -1 },
	{ "nothing at all", "{}", SOURCE_WAITING, "", "recording.bin",
	  "application/octet-stream", "Zoom is still processing it", -1 },
};

T(recordings)
{
	T_EACH(c, recording_cases) {
		AUTO(arena_free) struct arena *a = arena_new();
		json_t *o = parse(c->json);
		struct listed f;

		listed_recording(&f, a, o, false);
		T_EQ_STR(f.kind, "recording-file");
		T_EQ_INT(f.state, c->state);
		T_EQ_STR(f.id, c->id);
		T_EQ_STR(f.name, c->name);
		T_EQ_STR(f.media_type, c->media_type);
		T_EQ_STR(f.reason, c->reason);
		T_EQ_INT(f.size, c->size);
		json_decref(o);
	}
}

static const struct {
	const char *label;
	const char *json;
	enum source_state state;
	const char *reason;
} archive_cases[] = {
	{ "completed",
	  "{\"id\":\"a\",\"status\":\"completed\",\"download_url\":\"u\"}",
	  SOURCE_READY, "" },
	{ "processing", "{\"id\":\"a\",\"status\":\"processing\"}",
	  SOURCE_WAITING, "Zoom is still archiving it" },
	{ "failed", "{\"id\":\"a\",\"status\":\"failed\"}", SOURCE_REFUSED,
	  "archive status failed" },
	{ "no status", "{\"id\":\"a\",\"download_url\":\"u\"}", SOURCE_READY,
	  "" },
};

T(archives)
{
	T_EACH(c, archive_cases) {
		AUTO(arena_free) struct arena *a = arena_new();
		json_t *o = parse(c->json);
		struct listed f;

		listed_archive(&f, a, o);
		T_EQ_INT(f.state, c->state);
		T_EQ_STR(f.reason, c->reason);
		json_decref(o);
	}
}

static const struct {
	const char *label;
	const char *json;
	bool told;
	enum source_state state;
} transcript_cases[] = {
	{ "offered", "{\"can_download\":true,\"download_url\":\"u\"}", true,
	  SOURCE_READY },
	{ "not ready",
	  "{\"can_download\":false,\"download_restriction_reason\":"
	  "\"NOT_READY\"}",
	  true, SOURCE_WAITING },
	{ "deleted",
	  "{\"can_download\":false,\"download_restriction_reason\":"
	  "\"DELETED_OR_TRASHED\"}",
	  true, SOURCE_GONE },
	{ "none",
	  "{\"can_download\":false,\"download_restriction_reason\":"
	  "\"NO_TRANSCRIPT_DATA\"}",
	  true, SOURCE_REFUSED },
	{ "an address that may not be used",
	  "{\"can_download\":false,\"download_url\":\"u\","
	  "\"download_restriction_reason\":\"UNSUPPORTED\"}",
	  true, SOURCE_REFUSED },
	{ "says nothing", "{}", false, SOURCE_READY },
	{ "of another kind",
	  "{\"can_download\":\"x\",\"download_url\":7,"
	  "\"download_restriction_reason\":[]}",
	  true, SOURCE_READY },
};

T(transcripts)
{
	T_EACH(c, transcript_cases) {
		AUTO(arena_free) struct arena *a = arena_new();
		json_t *o = parse(c->json);
		struct listed f;

		T_EQ_INT(listed_transcript(&f, a, o, "u1"), c->told);
		if (c->told)
			T_EQ_INT(f.state, c->state);
		json_decref(o);
	}
}

static int count(void *ctx, const struct listed *f)
{
	str_addf(ctx, "%s ", f->kind);
	return 0;
}

T(each_list)
{
	AUTO(arena_free) struct arena *a = arena_new();
	json_t *o = parse("{\"recording_files\":[{},7,null,{}],"
			  "\"participant_audio_files\":[{}],"
			  "\"archive_files\":[{}],\"physical_files\":[{},"
			  "{\"file_id\":\"p\",\"download_url\":\"u\","
			  "\"file_name\":\"a.zip\"}]}");
	struct str got AUTO(str_done) = STR_INIT;

	T_EQ_INT(listed_each(a, o, count, &got), 0);
	T_EQ_STR(got.s, "recording-file recording-file participant-audio "
			"archive-file archive-file ");
	json_decref(o);
	T_EQ_INT(listed_each(a, NULL, count, &got), 0);
}

T_MAIN
