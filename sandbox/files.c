#include "files.h"

#include "dice.h"

#include "base/clock.h"
#include "base/encode.h"

#include <string.h>

struct making {
	const struct tenant *t;
	const struct meeting *m;
	struct file *out;
	size_t n;
};

static int64_t minutes_of(const struct meeting *m, const char *label,
			  unsigned int lo, unsigned int hi)
{
	struct dice d = dice_of(seed_of(m->seed, label, 0), 0);

	return (int64_t)(lo + dice_below(&d, hi - lo)) * CLOCK_MINUTE;
}

int64_t recording_trashed_us(const struct meeting *m)
{
	if (m->what & PLOT_TRASH)
		return m->end_us + 3 * CLOCK_DAY +
		       minutes_of(m, "trash", 0, 600);
	if (m->what & PLOT_TRASH_EARLY)
		return m->end_us + minutes_of(m, "trash", 50, 55);
	return FILE_NEVER;
}

int64_t archive_complete_us(const struct meeting *m)
{
	int64_t wait_us = minutes_of(m, "archive", 20, 120);

	if (m->what & PLOT_ARCHIVE_SLOW)
		wait_us += 3 * CLOCK_DAY;
	return m->end_us + wait_us;
}

int64_t summary_created_us(const struct meeting *m)
{
	if (!(m->what & PLOT_SUMMARY))
		return FILE_NEVER;
	return m->end_us + minutes_of(m, "summary", 5, 40);
}

int64_t summary_edited_us(const struct meeting *m)
{
	if (!(m->what & PLOT_EDITED))
		return FILE_NEVER;
	return summary_created_us(m) + CLOCK_DAY +
	       minutes_of(m, "edited", 60, 1500);
}

/*
 * File ids look like any UUID and yet say which file they are of, so that
 * an id is found without searching: bytes 0 to 3 are the meeting's index
 * and byte 4 the file's, both masked by the seed.
 */
static void make_id(const struct tenant *t, const struct meeting *m,
		    unsigned int n, char out[SEED_UUID])
{
	uint64_t mask = seed_of(t->opt.seed, "file ids", 0);
	char tail[SEED_UUID];

	seed_uuid(seed_of(m->seed, "file", n), tail);
	(void)snprintf(out, SEED_UUID, "%08x-%02x%s",
		       m->index ^ (unsigned int)(mask & 0xffffffff),
		       (n ^ (unsigned int)(mask >> 32)) & 0xff, tail + 11);
}

bool files_find(const struct tenant *t, const char *id,
		const struct meeting **m, struct file *out)
{
	uint64_t mask = seed_of(t->opt.seed, "file ids", 0);
	struct file all[FILES_MAX];
	unsigned char b[5];
	uint32_t index;
	unsigned int n;
	char hex[11];

	if (strlen(id) != SEED_UUID - 1)
		return false;
	(void)snprintf(hex, sizeof(hex), "%.8s%.2s", id, id + 9);
	if (!decode_hex(hex, b, sizeof(b)))
		return false;
	index = ((uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
		 (uint32_t)b[2] << 8 | b[3]) ^
		(uint32_t)(mask & 0xffffffff);
	n = (b[4] ^ (unsigned int)(mask >> 32)) & 0xff;
	if (index >= t->n || n >= files_of(t, &t->meetings[index], all) ||
	    strcmp(all[n].id, id) != 0)
		return false;
	*m = &t->meetings[index];
	*out = all[n];
	return true;
}

static struct file *add(struct making *k, enum file_view view,
			enum file_form form, const char *file_type,
			const char *extension, const char *recording_type)
{
	struct file *f = &k->out[k->n];
	struct dice d;

	memset(f, 0, sizeof(*f));
	f->view = view;
	f->form = form;
	f->n = (unsigned int)k->n++;
	f->file_type = file_type;
	f->extension = extension;
	f->recording_type = recording_type;
	f->who = SIZE_MAX;
	f->trashed_us = f->gone_us = FILE_NEVER;
	make_id(k->t, k->m, f->n, f->id);
	d = dice_of(seed_of(k->m->seed, "ready", f->n), 0);
	f->ready_us = k->m->end_us +
		      (int64_t)(15 + dice_below(&d, 30)) * CLOCK_MINUTE;
	if (dice_below(&d, 10000) < k->t->opt.late)
		f->ready_us += CLOCK_DAY;
	return f;
}

static struct file *add_recording(struct making *k, enum file_form form,
				  const char *file_type, const char *extension,
				  const char *recording_type)
{
	struct file *f = add(k, VIEW_RECORDING, form, file_type, extension,
			     recording_type);

	if (k->m->what & PLOT_SLOW_VIDEO)
		f->ready_us += 30 * CLOCK_HOUR;
	return f;
}

/* Speech is turned into text later than pictures into files. */
static void add_texts(struct making *k, uint64_t what)
{
	struct file *f;

	if (what & PLOT_TRANSCRIPT) {
		f = add_recording(k, FORM_VTT, "TRANSCRIPT", "VTT",
				  "audio_transcript");
		f->ready_us +=
			what & PLOT_SLOW_TEXT ? 25 * CLOCK_HOUR : CLOCK_HOUR;
	}
	if (what & PLOT_CAPTIONS)
		add_recording(k, FORM_VTT, "CC", "VTT", "closed_caption");
	if (what & PLOT_TIMELINE)
		add_recording(k, FORM_TIMELINE, "TIMELINE", "JSON", "timeline");
	if (what & PLOT_SMART) {
		add_recording(k, FORM_SUMMARY, "SUMMARY", "JSON", "summary");
		f = add_recording(k, FORM_SUMMARY, "SUMMARY", "JSON",
				  "summary_next_steps");
		f->ready_us += 5 * CLOCK_HOUR;
	}
}

static void add_recordings(struct making *k, uint64_t what)
{
	if (what & PLOT_LARGE)
		add_recording(k, FORM_LARGE, "MP4", "MP4", "active_speaker");
	if (what & PLOT_VIDEO)
		add_recording(k, FORM_MP4, "MP4", "MP4",
			      "shared_screen_with_speaker_view");
	if (what & PLOT_GALLERY)
		add_recording(k, FORM_MP4, "MP4", "MP4",
			      "shared_screen_with_gallery_view");
	if (what & (PLOT_VIDEO | PLOT_AUDIO))
		add_recording(k, FORM_M4A, "M4A", "M4A", "audio_only");
	if (what & PLOT_CHAT)
		add_recording(k, FORM_CHAT_TXT, "CHAT", "TXT", "chat_file");
	add_texts(k, what);
	if ((what & PLOT_POLL) && (what & PLOT_VIDEO))
		add_recording(k, FORM_POLL_CSV, "CSV", "CSV", "poll");
	if (what & PLOT_WHITEBOARD) {
		add_recording(k, FORM_JPG, "TB", "JPG", "thumbnail");
		add_recording(k, FORM_JPG, "WHITEBOARD", "JPG", "whiteboard");
		add_recording(k, FORM_UNKNOWN, "HOLOGRAM", "HLG",
			      "spatial_capture");
	}
}

static void trash_recordings(struct making *k, uint64_t what)
{
	int64_t all_us = recording_trashed_us(k->m);

	for (size_t i = 0; i < k->n; i++) {
		struct file *f = &k->out[i];

		if (all_us != FILE_NEVER)
			f->trashed_us = all_us;
		else if ((what & PLOT_TRASH_FILE) && f->form == FORM_CHAT_TXT)
			f->trashed_us =
				k->m->end_us + 2 * CLOCK_DAY + CLOCK_HOUR;
		if (f->trashed_us != FILE_NEVER)
			f->gone_us = f->trashed_us + TRASH_KEPT_US;
	}
}

static void add_personal(struct making *k)
{
	struct cast c AUTO(cast_done) = { 0 };

	cast_make(&c, k->t, k->m);
	for (size_t i = 0; i < c.n && i < 8; i++) {
		struct file *f = add(k, VIEW_PERSONAL, FORM_M4A, "M4A", "M4A",
				     "audio_only");
		size_t room = sizeof(f->name) - 16, len = strlen(c.all[i].name);

		f->who = i;
		while (len > room || (c.all[i].name[len] & 0xc0) == 0x80)
			len--;
		(void)snprintf(f->name, sizeof(f->name), "Audio only - %.*s",
			       (int)len, c.all[i].name);
	}
}

static struct file *add_archive(struct making *k, enum file_form form,
				const char *file_type, const char *extension,
				const char *recording_type)
{
	struct file *f = add(k, VIEW_ARCHIVE, form, file_type, extension,
			     recording_type);

	f->ready_us = archive_complete_us(k->m);
	f->gone_us = f->ready_us + ARCHIVE_RETENTION_DAYS * CLOCK_DAY;
	return f;
}

static void add_archives(struct making *k, uint64_t what)
{
	struct file *f;

	if (!(what & PLOT_ROOM)) {
		add_archive(k, FORM_MP4, "MP4", "MP4",
			    "shared_screen_with_speaker_view");
		f = add_archive(k, FORM_M4A, "M4A", "M4A", "audio_only");
		f->failed = (what & PLOT_ARCHIVE_FAILED) != 0;
		add_archive(k, FORM_VTT, "TRANSCRIPT", "VTT",
			    "audio_transcript");
	}
	if (what & PLOT_ARCHIVE_TXT)
		add_archive(k, FORM_ARCHIVE_TXT, "CHAT", "TXT", "chat_file");
	else
		add_archive(k, FORM_ARCHIVE_JSON, "CHAT_MESSAGE", "JSON",
			    "chat_message");
	if (what & PLOT_INDIVIDUAL) {
		f = add_archive(k, FORM_M4A, "M4A", "M4A", "audio_only");
		f->who = 1;
	}
	if (what & PLOT_GROUPS)
		add_archive(k, FORM_GROUP_LOG, "SUB_GROUP_MEMBER_LOG", "JSON",
			    "chat_message");
}

size_t files_of(const struct tenant *t, const struct meeting *m,
		struct file out[FILES_MAX])
{
	struct making k = { .t = t, .m = m, .out = out };

	add_recordings(&k, m->what);
	if (m->what & PLOT_PERSONAL)
		add_personal(&k);
	trash_recordings(&k, m->what);
	if (m->what & PLOT_ARCHIVE)
		add_archives(&k, m->what);
	if (m->what & PLOT_TEXT_ONLY) {
		struct file *f = add(&k, VIEW_TEXT, FORM_VTT, "TRANSCRIPT",
				     "VTT", "audio_transcript");

		if (m->what & PLOT_TEXT_LATE)
			f->ready_us += 2 * CLOCK_DAY;
		if (m->what & PLOT_TEXT_GONE)
			f->gone_us = f->ready_us + CLOCK_HOUR;
	}
	return k.n;
}

enum file_stage file_at(const struct file *f, const struct meeting *m,
			int64_t now_us)
{
	if (now_us < m->end_us)
		return STAGE_NONE;
	if (now_us >= f->gone_us)
		return STAGE_GONE;
	if (now_us >= f->trashed_us)
		return STAGE_TRASHED;
	return now_us >= f->ready_us ? STAGE_READY : STAGE_PROCESSING;
}
