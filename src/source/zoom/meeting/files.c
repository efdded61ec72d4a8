#include "source/zoom/meeting/files.h"

#include "base/arena.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/work.h"
#include "source/zoom/read/keys.h"

#include <string.h>

/* --- labels ------------------------------------------------------------------
 */

static const struct {
	const char *type;
	const char *label;
} labels[] = {
	{ "shared_screen_with_speaker_view",
	  "Speaker view with shared screen" },
	{ "shared_screen_with_speaker_view(CC)",
	  "Speaker view with shared screen and captions" },
	{ "shared_screen_with_gallery_view",
	  "Gallery view with shared screen" },
	{ "active_speaker", "Speaker view" },
	{ "gallery_view", "Gallery view" },
	{ "shared_screen", "Shared screen" },
	{ "audio_only", "Audio only" },
	{ "audio_transcript", "Transcript" },
	{ "chat_file", "Chat" },
	{ "chat_message", "Chat (JSON)" },
	{ "poll", "Poll results" },
	{ "host_video", "Host video" },
	{ "closed_caption", "Closed captions" },
	{ "timeline", "Timeline" },
	{ "thumbnail", "Thumbnail" },
	{ "audio_interpretation", "Audio interpretation" },
	{ "sign_interpretation", "Sign language interpretation" },
	{ "summary", "Summary" },
	{ "summary_next_steps", "Summary: next steps" },
	{ "summary_smart_chapters", "Summary: chapters" },
	{ "production_studio", "Production studio" },
	{ "aic_conversation", "AI Companion conversation" },
	{ "SUB_GROUP_MEMBER_LOG", "Private groups and backstage" },
	{ "TB", "Thumbnail" },
	{ "CC", "Closed captions" },
	{ "CSV", "Poll results" },
	{ "M4A", "Audio" },
	{ "MP4", "Video" },
};

/* "some_new-type" -> "Some new type" */
static const char *words_of(struct arena *a, const char *type)
{
	char *s = arena_strdup(a, type);

	for (char *c = s; *c != '\0'; c++)
		if (*c == '_' || *c == '-')
			*c = ' ';
	if (*s >= 'a' && *s <= 'z')
		*s = (char)(*s - 'a' + 'A');
	return s;
}

static const char *label_of(struct arena *a, const char *type)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].type, type) == 0)
			return labels[i].label;
	return words_of(a, type);
}

/* --- what it holds --------------------------------------------------- */

struct word {
	const char *word;
	enum file_content content;
};

/* Zoom's file_type and recording_type, whole. */
static const struct word types[] = {
	{ "CHAT", FILE_CHAT },
	{ "CHAT_MESSAGE", FILE_CHAT },
	{ "TRANSCRIPT", FILE_TRANSCRIPT },
	{ "CC", FILE_CAPTIONS },
	{ "SUB_GROUP_MEMBER_LOG", FILE_SUBGROUP },
	{ "TIMELINE", FILE_TIMELINE },
	{ "TB", FILE_OTHER },
	{ "CSV", FILE_POLL },
	{ "MP4", FILE_VIDEO },
	{ "M4A", FILE_AUDIO },
	{ "chat_file", FILE_CHAT },
	{ "audio_transcript", FILE_TRANSCRIPT },
	{ "closed_caption", FILE_CAPTIONS },
	{ "poll", FILE_POLL },
	{ "timeline", FILE_TIMELINE },
	{ "thumbnail", FILE_OTHER },
	{ "summary", FILE_SUMMARY },
	{ "summary_next_steps", FILE_SUMMARY },
	{ "summary_smart_chapters", FILE_SUMMARY },
};

/* The beginning of a media type, the end of a name. */
static const struct word starts[] = {
	{ "video/", FILE_VIDEO },
	{ "audio/", FILE_AUDIO },
	{ "text/vtt", FILE_TRANSCRIPT },
	{ "text/csv", FILE_POLL },
};
static const struct word ends[] = {
	{ ".mp4", FILE_VIDEO },       { ".m4a", FILE_AUDIO },
	{ ".cc.vtt", FILE_CAPTIONS }, { ".vtt", FILE_TRANSCRIPT },
	{ ".csv", FILE_POLL },
};

#define COUNT(of) (sizeof(of) / sizeof((of)[0]))

static bool by_type(const char *type, enum file_content *out)
{
	for (size_t i = 0; i < COUNT(types); i++)
		if (str_casecmp(types[i].word, type) == 0) {
			*out = types[i].content;
			return true;
		}
	return false;
}

static enum file_content by_looks(struct arena *a, const struct source_part *p)
{
	char *media = arena_strdup(a, p->media_type),
	     *name = arena_strdup(a, p->name);

	str_lowercase(media);
	str_lowercase(name);
	if (strcmp(p->kind, "transcript") == 0)
		return FILE_TRANSCRIPT;
	for (size_t i = 0; i < COUNT(starts); i++)
		if (str_starts(media, starts[i].word))
			return starts[i].content;
	for (size_t i = 0; i < COUNT(ends); i++)
		if (str_ends(name, ends[i].word))
			return ends[i].content;
	if (strstr(name, "chat") != NULL)
		return FILE_CHAT;
	return strcmp(p->kind, "participant-audio") == 0 ? FILE_AUDIO
							 : FILE_OTHER;
}

/* --- what the answers say -------------------------------------------- */

struct meta {
	const json_t *o;
	bool archive;
	bool named; /* what it is stands in its file_name */
};

struct metas {
	struct keys *keys;
	struct arena *a;
	struct meta *all;
	size_t n;
};

static const char *meta_key(struct arena *a, const char *kind, const char *id)
{
	return arena_printf(a, "%s %s", kind, id);
}

static void add_metas(struct metas *ms, const json_t *list, const char *kind,
		      struct meta like)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		const char *id = loose_line(ms->a, o, "id");

		if (*id == '\0')
			id = loose_line(ms->a, o, "file_id");
		if (*id == '\0')
			continue;
		ms->all = ARENA_GROW(ms->a, ms->all, ms->n);
		ms->all[ms->n] = like;
		ms->all[ms->n].o = o;
		(void)keys_at(ms->keys, meta_key(ms->a, kind, id), ms->n);
		(void)keys_at(ms->keys, meta_key(ms->a, "", id), ms->n);
		ms->n++;
	}
}

static void read_metas(struct work *w, struct metas *ms)
{
	for (size_t i = 0; i < w->n_docs; i++) {
		struct doc *d = &w->docs[i];
		json_t *o;

		if (d->kind != DOC_RECORDINGS && d->kind != DOC_ARCHIVE &&
		    d->kind != DOC_TRASH)
			continue;
		o = work_read(w, d);
		add_metas(ms, loose_array(o, "recording_files"),
			  "recording-file",
			  (struct meta){ NULL, false, false });
		add_metas(ms, loose_array(o, "participant_audio_files"),
			  "participant-audio",
			  (struct meta){ NULL, false, true });
		add_metas(ms, loose_array(o, "archive_files"), "archive-file",
			  (struct meta){ NULL, true, false });
		add_metas(ms, loose_array(o, "physical_files"), "archive-file",
			  (struct meta){ NULL, true, true });
	}
}

static const struct meta *find_meta(const struct metas *ms,
				    const struct source_part *p)
{
	const size_t *at = keys_find(ms->keys, meta_key(ms->a, p->kind, p->id));

	if (at == NULL)
		at = keys_find(ms->keys, meta_key(ms->a, "", p->id));
	return at != NULL ? &ms->all[*at] : NULL;
}

/* --- one file -------------------------------------------------------- */

static const char *own_label(struct work *w, const struct source_part *p)
{
	const char *label = loose_clean_line(w->a, p->label, strlen(p->label));

	if (*label != '\0')
		return label;
	if (strcmp(p->kind, "transcript") == 0)
		return "Transcript";
	return words_of(w->a, loose_clean_line(w->a, p->kind, strlen(p->kind)));
}

/* Where an old answer gives no extension. */
static const char *usual_extension(const char *type)
{
	static const char *const known[] = {
		"MP4",          "mp4",     "M4A",
		"m4a",          "CHAT",    "txt",
		"TRANSCRIPT",   "vtt",     "CC",
		"vtt",          "CSV",     "csv",
		"CHAT_MESSAGE", "json",    "TIMELINE",
		"json",         "SUMMARY", "json",
		"TB",           "jpg",     "SUB_GROUP_MEMBER_LOG",
		"json",
	};

	for (size_t i = 0; i < COUNT(known); i += 2)
		if (strcmp(known[i], type) == 0)
			return known[i + 1];
	return "";
}

static void from_meta(struct work *w, struct file *f, const struct meta *mt)
{
	const char *type = loose_line(w->a, mt->o, "file_type"),
		   *view = loose_line(w->a, mt->o, "recording_type");
	char *ext =
		arena_strdup(w->a, loose_line(w->a, mt->o, "file_extension"));

	if (!by_type(type, &f->content) && !by_type(view, &f->content))
		f->content = by_looks(w->a, f->part);
	if (f->content == FILE_SUBGROUP || *view == '\0')
		view = type;
	if (*view != '\0')
		f->label = label_of(w->a, view);
	str_lowercase(ext);
	f->extension = *ext != '\0' ? ext : usual_extension(type);
	f->archive |= mt->archive;
	f->individual = loose_bool(mt->o, "individual") == 1;
	f->email = loose_line(w->a, mt->o, "participant_email");
	f->from_us = loose_time(mt->o, "recording_start");
	f->to_us = loose_time(mt->o, "recording_end");
	f->joined_us = loose_time(mt->o, "participant_join_time");
	f->left_us = loose_time(mt->o, "participant_leave_time");
	if (mt->named) {
		const char *of = loose_line(w->a, mt->o, "file_name");

		if (*of != '\0')
			f->label = of;
	} else if (f->individual) {
		f->label = arena_printf(w->a, "%s, %s", f->label,
					*f->email != '\0' ? f->email
							  : "one participant");
	}
}

void files_read(struct work *w)
{
	AUTO(keys_free) struct keys *keys = keys_new();
	struct metas ms = { keys, w->a, NULL, 0 };

	read_metas(w, &ms);
	w->files = arena_alloc(w->a, w->m->n_parts, sizeof(*w->files));
	w->n_files = w->m->n_parts;
	for (size_t i = 0; i < w->n_files; i++) {
		const struct source_part *p = &w->m->parts[i];
		const struct meta *mt = find_meta(&ms, p);
		struct file *f = &w->files[i];

		*f = (struct file){ .part = p,
				    .label = own_label(w, p),
				    .extension = "",
				    .email = "",
				    .name = "",
				    .archive = strcmp(p->kind,
						      "archive-file") == 0 };
		if (mt != NULL)
			from_meta(w, f, mt);
		else
			f->content = by_looks(w->a, p);
	}
}

bool files_listed(const struct file *f)
{
	const char *kind = f->part->kind;

	return strcmp(kind, "meeting") != 0 && strcmp(kind, "trash") != 0 &&
	       f->part->state != SOURCE_PART_COMPLETE;
}

const char *files_name(const struct file *f)
{
	return *f->name != '\0' ? f->name : f->part->name;
}

bool files_fresh(const struct file *f)
{
	return f->part->fresh && files_listed(f) &&
	       f->part->state == SOURCE_PART_CAPTURED;
}

size_t files_recordings(const struct work *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n_files; i++) {
		const struct file *f = &w->files[i];

		n += files_fresh(f) &&
		     (f->content == FILE_VIDEO || f->content == FILE_AUDIO);
	}
	return n;
}
