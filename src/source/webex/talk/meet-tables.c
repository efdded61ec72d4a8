/* meet-tables.c - polls, questions and answers of a meeting. */
#include "base/arena.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/webex/talk/meet.h"

#include <string.h>

#define CELLS_MAX ((size_t)80000) /* of one table */

/* A table being filled, cell by cell. */
struct grid {
	struct meet *o;
	struct item_table *t;
	const char **cells;
	size_t n;
};

static void begin(struct grid *g, struct meet *o, const char *title,
		  const char *const *columns, size_t n)
{
	*g = (struct grid){ .o = o };
	g->t = item_add_table(o->w->it, title);
	g->t->columns = columns;
	g->t->n_columns = n;
}

/* Cells come row by row; those beyond the bound are counted. */
static void put(struct grid *g, const char *text)
{
	if (g->n >= CELLS_MAX) {
		g->o->hidden++;
		return;
	}
	g->cells = ARENA_GROW(g->o->w->a, g->cells, g->n);
	g->cells[g->n++] = text;
}

static void end(struct grid *g)
{
	g->t->cells = g->cells;
	g->t->n_rows = g->n / g->t->n_columns;
}

static const char *who(struct meet *o, const json_t *row)
{
	const char *name = loose_line(o->w->a, row, "displayName");
	const char *email = loose_line(o->w->a, row, "email");

	(void)meet_person(o, name, email, loose_line(o->w->a, row, "personId"));
	return *name != '\0' ? name : email;
}

/* --- polls -----------------------------------------------------------------
 */

static const char *joined(struct meet *o, const json_t *answers)
{
	struct str out AUTO(str_done) = STR_INIT;
	const json_t *v;
	size_t i;

	json_array_foreach(answers, i, v)
	{
		if (json_is_string(v))
			str_addf(&out, "%s%s", out.len > 0 ? "; " : "",
				 json_string_value(v));
	}
	return loose_clean_text(o->w->a, out.s, out.len);
}

static void add_sums(struct meet *o, const json_t *question, const char *title)
{
	static const char *const columns[] = { "Answer", "Chosen by" };
	const json_t *rows = loose_array(question, "answerSummary"), *row;
	struct grid g;
	size_t i;

	if (json_array_size(rows) == 0)
		return;
	begin(&g, o, title, columns, 2);
	json_array_foreach(rows, i, row)
	{
		put(&g, loose_text(o->w->a, row, "value"));
		put(&g, loose_line(o->w->a, row, "totalRespondents"));
	}
	end(&g);
}

static void add_answers(struct meet *o, const json_t *question,
			const char *title)
{
	static const char *const columns[] = { "Participant", "Answer" };
	const json_t *rows = loose_array(loose_object(question, "respondents"),
					 "items"),
		     *row;
	struct grid g;
	size_t i;

	if (json_array_size(rows) == 0)
		return;
	begin(&g, o, arena_printf(o->w->a, "%s - answers", title), columns, 2);
	json_array_foreach(rows, i, row)
	{
		put(&g, who(o, row));
		put(&g, joined(o, loose_array(row, "answers")));
	}
	end(&g);
}

static void add_poll(struct meet *o, const json_t *poll)
{
	const json_t *questions = loose_array(poll, "questions"), *q;
	size_t i;

	o->polls++;
	(void)who(o, poll);
	json_array_foreach(questions, i, q)
	{
		const char *title = arena_printf(
			o->w->a, "Poll: %s", loose_line(o->w->a, q, "title"));

		add_sums(o, q, title);
		add_answers(o, q, title);
	}
}

/* A list of texts, or one. */
static const char *answer_text(struct meet *o, const json_t *answer)
{
	const json_t *list = loose_array(answer, "answer");

	return list != NULL ? joined(o, list)
			    : loose_text(o->w->a, answer, "answer");
}

/* --- questions -------------------------------------------------------------
 */

static void add_question(struct meet *o, struct grid *g, const json_t *row)
{
	static const char *const columns[] = { "Question", "Asked by", "Answer",
					       "Answered by" };
	const json_t *answers =
		loose_array(loose_object(row, "answers"), "items");
	const json_t *answer;
	size_t i, n = 0;

	o->questions++;
	if (g->t == NULL)
		begin(g, o, "Questions and answers", columns, 4);
	json_array_foreach(answers, i, answer)
	{
		const char *text = answer_text(o, answer);

		if (*text == '\0')
			continue;
		put(g, n == 0 ? loose_text(o->w->a, row, "question") : "");
		put(g, n == 0 ? who(o, row) : "");
		put(g, text);
		put(g, who(o, answer));
		n++;
	}
	if (n > 0)
		return;
	put(g, loose_text(o->w->a, row, "question"));
	put(g, who(o, row));
	put(g, "");
	put(g, "");
}

/* Pages of polls and of questions, as they were fetched. */
void meet_tables(struct meet *o)
{
	const struct source_material *m = o->w->m;
	struct grid questions = { .o = o };

	for (size_t i = 0; i < m->n_raws; i++) {
		AUTO(json_decref) json_t *page = NULL;
		bool poll = str_starts(m->raws[i].name, "meeting-poll.");
		const json_t *row;
		size_t k;

		if (!m->raws[i].fresh ||
		    (!poll && !str_starts(m->raws[i].name, "meeting-qa.")))
			continue;
		page = wxwork_parse(o->w, &m->raws[i]);
		json_array_foreach(loose_array(page, "items"), k, row)
		{
			if (poll)
				add_poll(o, row);
			else
				add_question(o, &questions, row);
		}
	}
	if (questions.t != NULL)
		end(&questions);
}
