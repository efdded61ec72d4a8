#include "source/zoom/meeting/trash.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/work.h"
#include "source/zoom/read/keys.h"

#include <inttypes.h>
#include <string.h>

#define COLUMNS 5

struct bin {
	struct work *w;
	struct trash *sum;
	struct keys *files; /* ids of files, to their number */
	struct keys *seen;
	const char **cells;
	size_t n;
};

static void add_cell(struct bin *b, const char *text)
{
	b->cells = ARENA_GROW(b->w->a, b->cells, b->n);
	b->cells[b->n++] = text;
}

/* What became of the file here, in words. */
static const char *fate(struct bin *b, const char *id)
{
	const size_t *at = keys_find(b->files, id);
	struct file *f = at != NULL ? &b->w->files[*at] : NULL;

	if (f == NULL || f->part->state != SOURCE_PART_CAPTURED) {
		b->sum->lost++;
		return f == NULL || *f->part->reason == '\0'
			       ? "no: it was not captured before"
			       : arena_printf(b->w->a, "no: %s",
					      loose_clean_line(
						      b->w->a, f->part->reason,
						      strlen(f->part->reason)));
	}
	f->mentioned = true;
	return f->part->fresh ? "yes, in this message"
			      : "yes, in an earlier message";
}

static void add_file(struct bin *b, const json_t *o, int64_t deleted_us)
{
	struct arena *a = b->w->a;
	const char *id = loose_line(a, o, "id"),
		   *type = loose_line(a, o, "recording_type");
	int64_t own = loose_time(o, "deleted_time"), size;
	char text[CLOCK_TEXT];

	if (!json_is_object(o))
		return;
	if (own == 0)
		own = deleted_us;
	if (own > b->sum->deleted_us)
		b->sum->deleted_us = own;
	if (*id != '\0' && (*keys_at(b->seen, id, 0))++ > 0)
		return;
	b->sum->files++;
	add_cell(b, *type != '\0' ? type : loose_line(a, o, "file_type"));
	add_cell(b, id);
	add_cell(b, loose_int(o, "file_size", &size) && size >= 0
			    ? arena_printf(a, "%" PRId64, size)
			    : "");
	add_cell(b, own > 0 ? arena_strdup(a, clock_text(own, text)) : "");
	add_cell(b, fate(b, id));
}

static void add_doc(struct bin *b, const json_t *o)
{
	static const char *const lists[] = { "recording_files",
					     "participant_audio_files" };
	int64_t deleted_us = loose_time(o, "deleted_time");
	size_t n = 0;

	if (deleted_us > b->sum->deleted_us)
		b->sum->deleted_us = deleted_us;
	for (size_t k = 0; k < 2; k++) {
		const json_t *list = loose_array(o, lists[k]);

		for (size_t i = 0; i < json_array_size(list); i++, n++)
			add_file(b, json_array_get(list, i), deleted_us);
	}
	if (n == 0 && *loose_line(b->w->a, o, "file_type") != '\0')
		add_file(b, o, deleted_us);
}

static void put_table(struct bin *b)
{
	static const char *const columns[COLUMNS] = {
		"File",          "ID at Zoom",      "Bytes",
		"Deleted (UTC)", "In this archive",
	};
	struct item_table *t;

	if (b->n == 0)
		return;
	t = item_add_table(b->w->it, "Deleted at Zoom");
	t->columns = columns;
	t->n_columns = COLUMNS;
	t->cells = b->cells;
	t->n_rows = b->n / COLUMNS;
}

static void put_notice(struct bin *b)
{
	const struct trash *s = b->sum;
	struct str text AUTO(str_done) = STR_INIT;
	char when[CLOCK_TEXT];

	if (s->files > 0)
		str_addf(&text, "%zu %s of this meeting %s", s->files,
			 s->files == 1 ? "recording file" : "recording files",
			 s->files == 1 ? "was" : "were");
	else
		str_add(&text, "Recordings of this meeting were");
	str_add(&text, " deleted at Zoom");
	if (s->deleted_us > 0)
		str_addf(&text, " on %s UTC", clock_text(s->deleted_us, when));
	str_add(&text, ". What was captured before stays in this archive.");
	if (s->lost > 0)
		str_addf(&text,
			 " Never captured, and so not here: %zu (Zoom's trash "
			 "keeps deleted recordings for 30 days).",
			 s->lost);
	work_notice(b->w, "%s", text.s);
}

void trash_read(struct work *w, struct trash *out)
{
	AUTO(keys_free) struct keys *files = keys_new();
	AUTO(keys_free) struct keys *seen = keys_new();
	struct bin b = { .w = w, .sum = out, .files = files, .seen = seen };

	*out = (struct trash){ .any = false };
	for (size_t i = 0; i < w->n_files; i++) {
		const struct source_part *p = w->files[i].part;

		if (files_listed(&w->files[i])) {
			size_t *at = keys_at(files, p->id, i);

			if (p->state == SOURCE_PART_CAPTURED)
				*at = i;
		} else if (strcmp(p->kind, "trash") == 0 && p->fresh) {
			out->any = true;
		}
	}
	for (size_t i = 0; i < w->n_docs; i++)
		if (w->docs[i].kind == DOC_TRASH && w->docs[i].raw->fresh) {
			out->any = true;
			add_doc(&b, work_read(w, &w->docs[i]));
		}
	if (!out->any)
		return;
	put_table(&b);
	put_notice(&b);
}
