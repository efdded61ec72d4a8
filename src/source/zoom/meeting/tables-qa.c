/* Questions and answers become one table, a row for each answer. */
#include "base/arena.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/tables-private.h"
#include "source/zoom/meeting/work.h"

#include <string.h>

#define QA_COLUMNS 9

struct qa {
	struct work *w;
	const char **cells;
	size_t n; /* cells */
};

static void add_cell(struct qa *q, const char *text)
{
	q->cells = ARENA_GROW(q->w->a, q->cells, q->n);
	q->cells[q->n++] = text;
}

/* Name and address apart: together they turn round where the name is of a
   script that runs from right to left. */
static void add_person(struct qa *q, const json_t *who)
{
	add_cell(q, who != NULL ? loose_line(q->w->a, who, "name") : "");
	add_cell(q, who != NULL ? loose_line(q->w->a, who, "email") : "");
}

static const char *type_words(struct arena *a, const json_t *o)
{
	char *words = arena_strdup(a, loose_line(a, o, "type"));

	if (strcmp(words, "default") == 0)
		return "";
	for (char *c = words; *c != '\0'; c++)
		if (*c == '_')
			*c = ' ';
	return words;
}

static void add_question(struct qa *q, const json_t *who, const json_t *d,
			 const json_t *answer)
{
	struct arena *a = q->w->a;
	const char *status = loose_line(a, d, "question_status");

	add_cell(q, tables_time(a, loose_time(d, "create_time")));
	add_person(q, who);
	add_cell(q, loose_text(a, d, "question"));
	add_cell(q, strcmp(status, "default") == 0 ? "" : status);
	add_cell(q, answer != NULL ? loose_text(a, answer, "content")
				   : loose_text(a, d, "answer"));
	add_person(q, answer);
	add_cell(q, answer != NULL
			    ? arena_printf(
				      a, "%s %s",
				      tables_time(a, loose_time(answer,
								"create_time")),
				      type_words(a, answer))
			    : "");
}

static void add_questions(struct qa *q, const json_t *who)
{
	const json_t *details = loose_array(who, "question_details");

	tables_meet(q->w, who);
	for (size_t i = 0; i < json_array_size(details); i++) {
		const json_t *d = json_array_get(details, i);
		const json_t *answers = loose_array(d, "answer_details");
		size_t n = json_array_size(answers);

		if (!json_is_object(d))
			continue;
		for (size_t k = 0; k < n; k++)
			add_question(q, who, d, json_array_get(answers, k));
		if (n == 0)
			add_question(q, who, d, NULL);
	}
}

static size_t read_qa(struct qa *q, enum doc_kind kind)
{
	struct work *w = q->w;

	for (size_t i = 0; i < w->n_docs; i++) {
		struct doc *d = &w->docs[i];
		const json_t *rows;

		if (d->kind != kind || !work_tells(w, d->raw->fresh))
			continue;
		rows = tables_list(w, d, "questions");
		for (size_t k = 0; k < json_array_size(rows); k++)
			add_questions(q, json_array_get(rows, k));
		work_forget(d);
	}
	return q->n;
}

void tables_qa(struct work *w)
{
	static const char *const columns[QA_COLUMNS] = {
		"Asked (UTC)", "By",     "E-mail",
		"Question",    "Status", "Answer",
		"Answered by", "E-mail", "Answered (UTC)",
	};
	struct qa q = { .w = w };
	struct item_table *t;

	if (read_qa(&q, DOC_REPORT_QA) == 0 && read_qa(&q, DOC_QA) == 0)
		return;
	t = item_add_table(w->it, "Questions and answers");
	t->columns = columns;
	t->n_columns = QA_COLUMNS;
	t->cells = q.cells;
	t->n_rows = q.n / QA_COLUMNS;
	tables_limit(w, t);
}
