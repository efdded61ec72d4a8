/* meet-tables.c - polls, questions and answers of a meeting. */
#include "base/arena.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/webex/talk/meet.h"

#include <stdlib.h>
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

/* Is it told the first time? Somebody without an address may be one of many. */
static bool is_new(json_t *seen, const json_t *row)
{
	AUTO(free) char *text = NULL;

	if (json_string_length(json_object_get(row, "email")) == 0)
		return true;
	text = json_dumps(row, JSON_COMPACT | JSON_SORT_KEYS);
	if (text == NULL || json_object_get(seen, text) != NULL)
		return text == NULL;
	(void)json_object_set_new(seen, text, json_true());
	return true;
}

/* What the parts list in their member `name`, each once. A new reference. */
static json_t *all_of(const json_t *parts, const char *name)
{
	AUTO(json_decref) json_t *seen = json_object();
	json_t *all = json_array(), *row;
	const json_t *part;
	size_t i, k;

	json_array_foreach(parts, i, part)
	{
		const json_t *list =
			loose_array(loose_object(part, name), "items");

		json_array_foreach(list, k, row)
		{
			if (is_new(seen, row))
				(void)json_array_append(all, row);
		}
	}
	return all;
}

static void add_answers(struct meet *o, const json_t *parts, const char *title)
{
	static const char *const columns[] = { "Participant", "Answer" };
	AUTO(json_decref) json_t *rows = all_of(parts, "respondents");
	const json_t *row;
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

/* The same question of the same poll on all pages. A new reference. */
static json_t *question_parts(const json_t *polls, size_t at)
{
	json_t *parts = json_array();
	const json_t *poll;
	size_t i;

	json_array_foreach(polls, i, poll)
	{
		json_t *q = json_array_get(loose_array(poll, "questions"), at);

		if (q != NULL)
			(void)json_array_append(parts, q);
	}
	return parts;
}

/* A poll, as the pages have it that tell of it. */
static void add_poll(struct meet *o, const json_t *parts)
{
	const json_t *poll = json_array_get(parts, 0);
	const json_t *questions = loose_array(poll, "questions"), *q;
	size_t i;

	o->polls++;
	(void)who(o, poll);
	json_array_foreach(questions, i, q)
	{
		AUTO(json_decref) json_t *same = question_parts(parts, i);
		const char *title = arena_printf(
			o->w->a, "Poll: %s", loose_line(o->w->a, q, "title"));

		add_sums(o, q, title);
		add_answers(o, same, title);
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

static void add_question(struct meet *o, struct grid *g, const json_t *parts)
{
	static const char *const columns[] = { "Question", "Asked by", "Answer",
					       "Answered by" };
	AUTO(json_decref) json_t *answers = all_of(parts, "answers");
	const json_t *row = json_array_get(parts, 0), *answer;
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

/* --- pages -----------------------------------------------------------------
 */

/*
 * Pages of polls go by their respondents, pages of questions by their answers:
 * one across a border is told on both pages. All that have the same id, in a
 * list each; a new reference.
 */
static json_t *by_id(const struct meet *o, const char *prefix)
{
	const struct source_material *m = o->w->m;
	json_t *all = json_array(), *places = json_object();

	for (size_t i = 0; i < m->n_raws; i++) {
		AUTO(json_decref) json_t *page = NULL;
		json_t *row;
		size_t k;

		if (!m->raws[i].fresh || !str_starts(m->raws[i].name, prefix))
			continue;
		page = wxwork_parse(o->w, &m->raws[i]);
		json_array_foreach(loose_array(page, "items"), k, row)
		{
			const char *id =
				json_string_value(json_object_get(row, "id"));
			json_t *parts =
				id != NULL ? json_object_get(places, id) : NULL;

			if (parts == NULL) {
				parts = json_array();
				(void)json_array_append_new(all, parts);
				if (id != NULL)
					(void)json_object_set(places, id,
							      parts);
			}
			(void)json_array_append(parts, row);
		}
	}
	json_decref(places);
	return all;
}

void meet_tables(struct meet *o)
{
	AUTO(json_decref) json_t *polls = by_id(o, "meeting-poll.");
	AUTO(json_decref) json_t *asked = by_id(o, "meeting-qa.");
	struct grid questions = { .o = o };
	const json_t *parts;
	size_t i;

	json_array_foreach(polls, i, parts)
	{
		add_poll(o, parts);
	}
	json_array_foreach(asked, i, parts)
	{
		add_question(o, &questions, parts);
	}
	if (questions.t != NULL)
		end(&questions);
}
