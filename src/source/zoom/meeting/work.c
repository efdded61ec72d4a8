#include "source/zoom/meeting/work.h"

#include "base/arena.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/people.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static enum doc_kind kind_of(const char *name, size_t len)
{
	static const struct {
		const char *name;
		enum doc_kind kind;
	} kinds[] = {
		{ "meeting", DOC_MEETING },
		{ "report", DOC_REPORT },
		{ "archive", DOC_ARCHIVE },
		{ "recordings", DOC_RECORDINGS },
		{ "history", DOC_HISTORY },
		{ "transcript", DOC_TRANSCRIPT },
		{ "summary", DOC_SUMMARY },
		{ "trash", DOC_TRASH },
		{ "report-participants", DOC_REPORT_PEOPLE },
		{ "participants", DOC_PEOPLE },
		{ "metrics-participants", DOC_METRICS_PEOPLE },
		{ "report-polls", DOC_REPORT_POLLS },
		{ "polls", DOC_POLLS },
		{ "report-qa", DOC_REPORT_QA },
		{ "qa", DOC_QA },
		{ "survey", DOC_SURVEY },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i].name) == len &&
		    strncmp(kinds[i].name, name, len) == 0)
			return kinds[i].kind;
	return DOC_OTHER;
}

static struct doc doc_of(const struct source_raw *raw)
{
	size_t stem = strcspn(raw->name, ":.");
	struct doc d = { .kind = kind_of(raw->name, stem),
			 .raw = raw,
			 .rest = "" };

	if (raw->name[stem] == '.' && !str_int64(raw->name + stem + 1, &d.page))
		d.page = 0;
	if (raw->name[stem] == ':')
		d.rest = raw->name + stem + 1;
	return d;
}

static int by_kind(const void *a, const void *b)
{
	const struct doc *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->page != y->page)
		return x->page < y->page ? -1 : 1;
	return strcmp(x->raw->name, y->raw->name);
}

void work_open(struct work *w, const struct source_material *m)
{
	*w = (struct work){ .m = m, .it = item_new() };
	w->a = w->it->arena;
	w->people = people_new(w->a);
	w->docs = arena_alloc(w->a, m->n_raws, sizeof(*w->docs));
	w->n_docs = m->n_raws;
	for (size_t i = 0; i < m->n_raws; i++)
		w->docs[i] = doc_of(&m->raws[i]);
	qsort(w->docs, w->n_docs, sizeof(*w->docs), by_kind);
	about_init(&w->about);
}

void work_forget(struct doc *d)
{
	json_decref(d->whole);
	d->whole = d->json = NULL;
}

void work_done(struct work *w)
{
	for (size_t i = 0; i < w->n_docs; i++)
		work_forget(&w->docs[i]);
	people_free(w->people);
	item_free(w->it);
	w->it = NULL;
}

/* A listing may have been kept whole: take the row of this meeting. */
static json_t *own_row(const struct work *w, json_t *o)
{
	static const char *const lists[] = { "meetings", "history_meetings",
					     "summaries" };
	const char *uuid;
	json_t *rows, *row;

	for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++) {
		rows = json_object_get(o, lists[k]);
		for (size_t i = 0; i < json_array_size(rows); i++) {
			row = json_array_get(rows, i);
			uuid = json_string_value(json_object_get(row, "uuid"));
			if (uuid == NULL)
				uuid = json_string_value(
					json_object_get(row, "meeting_uuid"));
			if (uuid != NULL && strcmp(uuid, w->m->bundle) == 0)
				return row;
		}
	}
	return o;
}

json_t *work_read(struct work *w, struct doc *d)
{
	bool repaired = false;

	if (d->whole != NULL || d->damaged)
		return d->json;
	d->whole = loose_parse(d->raw->bytes, d->raw->len, &repaired);
	if (!json_is_object(d->whole)) {
		d->damaged = true;
		work_notice(w,
			    "Zoom's answer \"%.200s\" cannot be read as JSON; "
			    "it is attached as it came.",
			    d->raw->name);
		return NULL;
	}
	if (repaired && !d->mended)
		work_notice(w,
			    "Zoom's answer \"%.200s\" has characters or "
			    "numbers that are not valid; they were replaced "
			    "for this text. It is attached as it came.",
			    d->raw->name);
	d->mended = repaired;
	d->json = own_row(w, d->whole);
	return d->json;
}

void work_notice(struct work *w, const char *fmt, ...)
{
	char *text;
	va_list ap;
	struct str s AUTO(str_done) = STR_INIT;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	/* %.Ns may have cut a character, and names come from outside */
	text = arena_dup(w->a, s.s, s.len);
	item_add_notice(w->it, loose_clean_line(w->a, text, s.len));
}

bool work_tells(const struct work *w, bool fresh)
{
	return w->m->ordinal == 0 || fresh;
}
