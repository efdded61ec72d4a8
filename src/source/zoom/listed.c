#include "source/zoom/listed.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "source/loose.h"

#include <string.h>

/* --- media types ------------------------------------------------------- */

static const struct {
	const char *word, *media_type, *extension;
} media[] = {
	{ "MP4", "video/mp4", "mp4" },
	{ "M4A", "audio/mp4", "m4a" },
	{ "TXT", "text/plain", "txt" },
	{ "VTT", "text/vtt", "vtt" },
	{ "JSON", "application/json", "json" },
	{ "CSV", "text/csv", "csv" },
	{ "JPG", "image/jpeg", "jpg" },
	{ "JPEG", "image/jpeg", "jpg" },
	{ "PNG", "image/png", "png" },
	/* types that are no extensions */
	{ "CHAT", "text/plain", "txt" },
	{ "TRANSCRIPT", "text/vtt", "vtt" },
	{ "CC", "text/vtt", "vtt" },
	{ "CHAT_MESSAGE", "application/json", "json" },
	{ "TIMELINE", "application/json", "json" },
	{ "SUMMARY", "application/json", "json" },
	{ "SUB_GROUP_MEMBER_LOG", "application/json", "json" },
	{ "TB", "image/jpeg", "jpg" },
};
#define N_MEDIA (sizeof(media) / sizeof(media[0]))

static size_t media_of(const char *word)
{
	size_t i = 0;

	while (i < N_MEDIA && str_casecmp(media[i].word, word) != 0)
		i++;
	return i;
}

const char *listed_media_type(const char *type, const char *extension)
{
	size_t i = media_of(extension);

	if (i == N_MEDIA)
		i = media_of(type);
	return i < N_MEDIA ? media[i].media_type : "application/octet-stream";
}

bool listed_is_text(const struct listed *f)
{
	return str_starts(f->media_type, "text/") ||
	       strcmp(f->media_type, "application/json") == 0;
}

/* --- names ------------------------------------------------------------- */

static const char *lower(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s);

	str_lowercase(copy);
	return copy;
}

static const char *extension_of(struct arena *a, const char *type,
				const char *extension)
{
	size_t i;

	if (*extension == '.')
		extension++;
	if (*extension != '\0')
		return lower(a, extension);
	i = media_of(type);
	return i < N_MEDIA ? media[i].extension : "bin";
}

/* The file's own name, else what it shows, with its extension. */
static const char *name_of(struct arena *a, const json_t *o, const char *type)
{
	const char *name = loose_line(a, o, "file_name");
	const char *ext =
		extension_of(a, type, loose_line(a, o, "file_extension"));
	size_t len, ext_len = strlen(ext);

	if (*name == '\0')
		name = loose_line(a, o, "recording_type");
	if (*name == '\0')
		name = *type != '\0' ? lower(a, type) : "recording";
	len = strlen(name);
	if (len > ext_len && name[len - ext_len - 1] == '.' &&
	    str_casecmp(name + len - ext_len, ext) == 0)
		return name;
	return arena_printf(a, "%s.%s", name, ext);
}

/* --- files ------------------------------------------------------------- */

static int64_t size_of(const json_t *o)
{
	int64_t size;

	return loose_int(o, "file_size", &size) && size > 0 ? size : -1;
}

static void set_state(struct listed *f, enum source_state state,
		      const char *reason)
{
	f->state = state;
	f->reason = reason;
}

/* Completed, but is there something to download? */
static void set_ready(struct listed *f, struct arena *a, const json_t *o)
{
	const char *path = loose_line(a, o, "file_path");

	if (*f->url != '\0')
		set_state(f, SOURCE_READY, "");
	else if (*path != '\0')
		set_state(f, SOURCE_REFUSED,
			  arena_printf(a,
				       "an on-premise recording: Zoom has no "
				       "download of it, only its path %s",
				       path));
	else
		set_state(f, SOURCE_WAITING,
			  "Zoom gives no address to download it from");
}

static void set_common(struct listed *f, struct arena *a, const json_t *o)
{
	f->type = loose_line(a, o, "file_type");
	f->name = name_of(a, o, f->type);
	f->media_type =
		listed_media_type(f->type, loose_line(a, o, "file_extension"));
	f->url = loose_line(a, o, "download_url");
	f->size = size_of(o);
}

void listed_recording(struct listed *out, struct arena *a, const json_t *o,
		      bool personal)
{
	const char *status = loose_line(a, o, "status");
	const char *end = loose_line(a, o, "recording_end");
	struct listed f = {
		.kind = personal ? "participant-audio" : "recording-file",
		.id = loose_line(a, o, "id"),
		.deleted = loose_line(a, o, "deleted_time"),
		.deleted_us = loose_time(o, "deleted_time"),
		.time_us = loose_time(o, "recording_start"),
	};

	set_common(&f, a, o);
	if (*f.deleted != '\0')
		set_state(&f, SOURCE_GONE,
			  arena_printf(a, "deleted at Zoom on %s", f.deleted));
	else if (str_casecmp(status, "failed") == 0)
		set_state(&f, SOURCE_REFUSED, "Zoom failed to make this file");
	else if (str_casecmp(status, "processing") == 0 || *f.id == '\0' ||
		 (*f.type == '\0' && *end == '\0'))
		set_state(&f, SOURCE_WAITING, "Zoom is still processing it");
	else if (*status != '\0' && str_casecmp(status, "completed") != 0)
		set_state(&f, SOURCE_WAITING,
			  arena_printf(a, "Zoom says its status is '%s'",
				       status));
	else
		set_ready(&f, a, o);
	*out = f;
}

void listed_archive(struct listed *out, struct arena *a, const json_t *o)
{
	const char *status = loose_line(a, o, "status");
	struct listed f = {
		.kind = "archive-file",
		.id = loose_line(a, o, "id"),
		.deleted = "",
		.time_us = loose_time(o, "participant_join_time"),
	};

	set_common(&f, a, o);
	if (str_casecmp(status, "failed") == 0)
		set_state(&f, SOURCE_REFUSED, "archive status failed");
	else if (str_casecmp(status, "processing") == 0 || *f.id == '\0')
		set_state(&f, SOURCE_WAITING, "Zoom is still archiving it");
	else if (*status != '\0' && str_casecmp(status, "completed") != 0)
		set_state(&f, SOURCE_WAITING,
			  arena_printf(a, "Zoom says its status is '%s'",
				       status));
	else
		set_ready(&f, a, o);
	*out = f;
}

void listed_physical(struct listed *out, struct arena *a, const json_t *o)
{
	struct listed f = {
		.kind = "archive-file",
		.id = loose_line(a, o, "file_id"),
		.deleted = "",
	};
	const char *dot;

	set_common(&f, a, o);
	f.name = loose_line(a, o, "file_name");
	if (*f.name == '\0')
		f.name = "archive.bin";
	dot = strrchr(f.name, '.');
	f.media_type = listed_media_type("", dot != NULL ? dot + 1 : "");
	set_ready(&f, a, o);
	*out = f;
}

bool listed_transcript(struct listed *out, struct arena *a, const json_t *o,
		       const char *uuid)
{
	const char *why = loose_line(a, o, "download_restriction_reason");
	struct listed f = {
		.kind = "transcript",
		.id = uuid,
		.type = "TRANSCRIPT",
		.name = "audio_transcript.vtt",
		.media_type = "text/vtt",
		.url = loose_line(a, o, "download_url"),
		.deleted = "",
		.size = -1,
		.time_us = loose_time(o, "transcript_created_time"),
	};

	if (*f.url != '\0' && loose_bool(o, "can_download") != 0)
		set_state(&f, SOURCE_READY, "");
	else if (str_casecmp(why, "DELETED_OR_TRASHED") == 0)
		set_state(&f, SOURCE_GONE,
			  "Zoom says the transcript was deleted: "
			  "DELETED_OR_TRASHED");
	else if (str_casecmp(why, "NOT_READY") == 0)
		set_state(&f, SOURCE_WAITING,
			  "Zoom says the transcript is not ready: NOT_READY");
	else if (*why == '\0')
		return false;
	else
		set_state(&f, SOURCE_REFUSED,
			  arena_printf(a, "Zoom gives no transcript: %s", why));
	*out = f;
	return true;
}

/* --- all of them ------------------------------------------------------- */

enum shape { RECORDING, PERSONAL, ARCHIVE, PHYSICAL };

static int each_of(struct arena *a, const json_t *files, enum shape shape,
		   int (*each)(void *ctx, const struct listed *f), void *ctx)
{
	const json_t *o;
	struct listed f;
	size_t i;
	int n;

	json_array_foreach(files, i, o)
	{
		if (!json_is_object(o))
			continue;
		if (shape == ARCHIVE)
			listed_archive(&f, a, o);
		else if (shape == PHYSICAL)
			listed_physical(&f, a, o);
		else
			listed_recording(&f, a, o, shape == PERSONAL);
		if (shape == PHYSICAL && (*f.id == '\0' || *f.url == '\0'))
			continue;
		n = each(ctx, &f);
		if (n != 0)
			return n;
	}
	return 0;
}

int listed_each(struct arena *a, const json_t *meeting,
		int (*each)(void *ctx, const struct listed *f), void *ctx)
{
	static const char *const lists[] = {
		[RECORDING] = "recording_files",
		[PERSONAL] = "participant_audio_files",
		[ARCHIVE] = "archive_files",
		[PHYSICAL] = "physical_files",
	};
	int n = 0;

	for (enum shape s = RECORDING; n == 0 && s <= PHYSICAL; s++)
		n = each_of(a, loose_array(meeting, lists[s]), s, each, ctx);
	return n;
}
