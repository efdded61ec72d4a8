#include "source/zoom/meeting/tables.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/people.h"
#include "source/zoom/meeting/tables-private.h"
#include "source/zoom/meeting/talk.h"
#include "source/zoom/meeting/work.h"
#include "source/zoom/read/keys.h"
#include "source/zoom/read/poll-csv.h"
#include "stream/reader.h"

#include <stdlib.h>
#include <string.h>

/* --- answers by question --------------------------------------------- */

struct reply {
	size_t group, nr;
	int64_t time_us;
	const char *answer, *name, *email;
};

struct poll {
	struct work *w;
	const char *title; /* "Poll" or "Survey" */
	const char *note;
	struct keys *groups;
	const char **questions;
	size_t n_groups;
	struct reply *replies;
	size_t n_replies;
};

static size_t group_of(struct poll *p, const char *id, const char *question)
{
	size_t *at = keys_at(p->groups,
			     arena_printf(p->w->a, "%s\n%s", id, question),
			     p->n_groups);

	if (*at == p->n_groups) {
		p->questions = ARENA_GROW(p->w->a, p->questions, p->n_groups);
		p->questions[p->n_groups++] = question;
	}
	return *at;
}

/* Who answers was there, even where no list says so. */
void tables_meet(struct work *w, const json_t *who)
{
	const char *email = loose_line(w->a, who, "email");

	if (people_is_email(email))
		(void)people_ensure(w->people, PEOPLE_CHAT,
				    loose_line(w->a, who, "name"), email, "");
}

static void add_details(struct poll *p, const json_t *person,
			const json_t *details)
{
	struct arena *a = p->w->a;

	for (size_t i = 0; i < json_array_size(details); i++) {
		const json_t *d = json_array_get(details, i);
		struct reply *r;

		if (!json_is_object(d))
			continue;
		p->replies = ARENA_GROW(a, p->replies, p->n_replies);
		r = &p->replies[p->n_replies];
		*r = (struct reply){
			.group = group_of(p, loose_line(a, d, "polling_id"),
					  loose_line(a, d, "question")),
			.nr = p->n_replies,
			.time_us = loose_time(d, "date_time"),
			.answer = loose_text(a, d, "answer"),
			.name = loose_line(a, person, "name"),
			.email = loose_line(a, person, "email"),
		};
		p->n_replies++;
	}
}

static int by_question(const void *a, const void *b)
{
	const struct reply *x = a, *y = b;
	int c;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->time_us != y->time_us)
		return x->time_us < y->time_us ? -1 : 1;
	c = strcmp(x->name, y->name);
	if (c == 0)
		c = strcmp(x->email, y->email);
	return c != 0 ? c : (x->nr < y->nr ? -1 : x->nr > y->nr);
}

const char *tables_time(struct arena *a, int64_t us)
{
	char text[CLOCK_TEXT];

	return us > 0 ? arena_strdup(a, clock_text(us, text)) : "";
}

void tables_limit(struct work *w, struct item_table *t)
{
	if (t->n_rows <= TABLES_ROWS)
		return;
	work_notice(w,
		    "The first %zu of %zu rows of \"%.200s\" are shown; the "
		    "rest is in the attached answer.",
		    TABLES_ROWS, t->n_rows, t->title);
	t->n_rows = TABLES_ROWS;
}

static void put_question(struct poll *p, const struct reply *rows, size_t n)
{
	static const char *const columns[] = { "Answer", "By", "E-mail",
					       "Time (UTC)" };
	struct arena *a = p->w->a;
	const char *question = p->questions[rows[0].group], **cells;
	struct item_table *t = item_add_table(
		p->w->it,
		arena_printf(a, "%s: %s", p->title,
			     *question != '\0' ? question : "no question"));

	t->note = p->note;
	t->columns = columns;
	t->n_columns = 4;
	t->n_rows = n;
	tables_limit(p->w, t);
	cells = arena_alloc(a, t->n_rows * 4, sizeof(*cells));
	t->cells = cells;
	for (size_t i = 0; i < t->n_rows; i++) {
		*cells++ = rows[i].answer;
		*cells++ = rows[i].name;
		*cells++ = rows[i].email;
		*cells++ = tables_time(a, rows[i].time_us);
	}
}

static void put_questions(struct poll *p)
{
	size_t from = 0, shown = 0;

	if (p->n_replies > 1)
		qsort(p->replies, p->n_replies, sizeof(*p->replies),
		      by_question);
	for (size_t i = 1; i <= p->n_replies; i++) {
		if (i < p->n_replies &&
		    p->replies[i].group == p->replies[from].group)
			continue;
		if (shown++ < TABLES_MAX)
			put_question(p, p->replies + from, i - from);
		from = i;
	}
	if (shown > TABLES_MAX)
		work_notice(p->w,
			    "%s: the first %zu of %zu questions are shown; "
			    "the rest is in the attached answer.",
			    p->title, TABLES_MAX, shown);
}

/* --- documents ------------------------------------------------------- */

const json_t *tables_list(struct work *w, struct doc *d, const char *key)
{
	json_t *o = work_read(w, d);
	const json_t *list = loose_array(o, key);

	if (o != NULL && list == NULL && json_object_size(o) > 0)
		work_notice(w,
			    "Zoom's answer \"%.200s\" has no list of %s; it "
			    "is attached as it came.",
			    d->raw->name, key);
	return list;
}

/* All documents of a kind. Returns how many replies they hold. */
static size_t read_polls(struct poll *p, enum doc_kind kind, const char *list,
			 const char *details)
{
	struct work *w = p->w;

	for (size_t i = 0; i < w->n_docs; i++) {
		struct doc *d = &w->docs[i];
		const json_t *rows;

		if (d->kind != kind || !work_tells(w, d->raw->fresh))
			continue;
		rows = tables_list(w, d, list);
		if (*p->note == '\0')
			p->note = loose_line(w->a, d->json, "survey_name");
		for (size_t k = 0; k < json_array_size(rows); k++) {
			const json_t *who = json_array_get(rows, k);

			tables_meet(w, who);
			add_details(p, who, loose_array(who, details));
		}
		work_forget(d);
	}
	return p->n_replies;
}

static size_t poll_tables(struct work *w)
{
	AUTO(keys_free) struct keys *groups = keys_new();
	struct poll p = {
		.w = w, .title = "Poll", .note = "", .groups = groups
	};

	if (read_polls(&p, DOC_REPORT_POLLS, "questions", "question_details") ==
	    0)
		(void)read_polls(&p, DOC_POLLS, "questions",
				 "question_details");
	put_questions(&p);
	return p.n_replies;
}

static void survey_tables(struct work *w)
{
	AUTO(keys_free) struct keys *groups = keys_new();
	struct poll p = {
		.w = w, .title = "Survey", .note = "", .groups = groups
	};

	(void)read_polls(&p, DOC_SURVEY, "survey_answers", "answer_details");
	put_questions(&p);
}

/* --- a poll's file --------------------------------------------------- */

static void put_csv(struct work *w, const struct file *f,
		    const struct poll_csv *csv)
{
	struct item_table *t = item_add_table(w->it, "Poll results");

	t->note = arena_printf(w->a, "from the file %s", files_name(f));
	t->note = loose_clean_line(w->a, t->note, strlen(t->note));
	t->columns = csv->cells;
	t->n_columns = csv->n_columns;
	t->cells = csv->cells + csv->n_columns;
	t->n_rows = csv->n_rows - 1;
	if (csv->more)
		work_notice(w,
			    "The first rows of \"%.200s\" are shown; the file "
			    "is attached whole.",
			    files_name(f));
}

static int csv_table(struct work *w, const struct file *f, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;
	struct poll_csv csv = { 0 };
	struct err mine = ERR_INIT;
	int rc = talk_open(w, f, &r, e);

	if (rc <= 0)
		return rc;
	if (poll_csv_read(r, w->a, &csv, &mine) < 0)
		return talk_failed(w, f, &mine, e);
	if (csv.n_rows > 1)
		put_csv(w, f, &csv);
	return 0;
}

/* Who was in polls told before took part, and gets this message as well. */
static void meet_earlier(struct work *w)
{
	for (size_t i = 0; i < w->n_docs; i++) {
		struct doc *d = &w->docs[i];
		const json_t *o, *rows;

		if (d->kind < DOC_REPORT_POLLS || d->kind > DOC_SURVEY ||
		    work_tells(w, d->raw->fresh))
			continue;
		o = work_read(w, d);
		rows = loose_array(o, d->kind == DOC_SURVEY ? "survey_answers"
							    : "questions");
		for (size_t k = 0; k < json_array_size(rows); k++)
			tables_meet(w, json_array_get(rows, k));
		work_forget(d);
	}
}

int tables_read(struct work *w, struct err *e)
{
	size_t polls;

	meet_earlier(w);
	polls = poll_tables(w);
	for (size_t i = 0; i < w->n_files && polls == 0; i++)
		if (w->files[i].content == FILE_POLL &&
		    files_fresh(&w->files[i]) &&
		    csv_table(w, &w->files[i], e) < 0)
			return -1;
	tables_qa(w);
	survey_tables(w);
	return 0;
}
