/*
 * A task, a note, a calendar event: as it is now, and what has become of it.
 * Each version that was seen is held against the one before; what differs is
 * said in words, so that a life reads: created, assigned, edited, completed.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/ringcentral/compose.h"
#include "source/ringcentral/compose/work.h"

#include <string.h>

#define COLUMNS 3 /* of the history */

enum how { HOW_LINE, HOW_TIME, HOW_LONG, HOW_PERSON, HOW_PEOPLE, HOW_NUMBER };

/* A member of a record: shown as a fact, and told when it changes. */
struct member {
	const char *key, *label;
	enum how how;
};

static const struct member task_members[] = {
	{ "subject", "Subject", HOW_LINE },
	{ "status", "Status", HOW_LINE },
	{ "completenessPercentage", "Completed (percent)", HOW_NUMBER },
	{ "assignees", "Assigned to", HOW_PEOPLE },
	{ "startDate", "Start", HOW_TIME },
	{ "dueDate", "Due", HOW_TIME },
	{ "section", "Section", HOW_LINE },
	{ "description", "Description", HOW_LONG },
	{ NULL, NULL, HOW_LINE },
};

static const struct member note_members[] = {
	{ "title", "Title", HOW_LINE },
	{ "status", "Status", HOW_LINE },
	{ "lockedBy", "Being written by", HOW_PERSON },
	{ "body", "Note", HOW_LONG },
	{ NULL, NULL, HOW_LINE },
};

static const struct member event_members[] = {
	{ "subject", "Title", HOW_LINE },
	{ "title", "Title", HOW_LINE },
	{ "startTime", "Begins", HOW_TIME },
	{ "endTime", "Ends", HOW_TIME },
	{ "location", "Place", HOW_LINE },
	{ "description", "Description", HOW_LONG },
	{ NULL, NULL, HOW_LINE },
};

struct kind {
	const char *kind, *type, *message_class;
	const struct member *members;
};

static const struct kind kinds[] = {
	{ "task", "RingCentral task", "IPM.NOTE.RingCentral.Task",
	  task_members },
	{ "note", "RingCentral note", "IPM.NOTE.RingCentral.Note",
	  note_members },
	{ "event", "RingCentral event", "IPM.NOTE.RingCentral.Event",
	  event_members },
};

struct thing {
	struct work *w;
	const struct kind *kind;
	const struct doc *last;
	const char **cells; /* of the history, row by row */
	size_t n_cells;
};

/* --- members ----------------------------------------------------------- */

static const char *person(struct thing *k, const json_t *o)
{
	struct work *w = k->w;

	return rc_people_name(w, rc_people_find(w, loose_line(w->a, o, "id"),
						loose_line(w->a, o, "name")));
}

/* "Anna Ek (Completed), Bo Berg" */
static const char *people(struct thing *k, const json_t *list)
{
	struct str s AUTO(str_done) = STR_INIT;
	const json_t *o;
	size_t i;

	json_array_foreach(list, i, o)
	{
		const char *status = loose_line(k->w->a, o, "status");

		if (!json_is_object(o))
			continue;
		str_addf(&s, "%s%s", s.len > 0 ? ", " : "", person(k, o));
		if (*status != '\0')
			str_addf(&s, " (%s)", status);
	}
	return loose_clean_line(k->w->a, s.s, s.len);
}

static const char *value_of(struct thing *k, const struct doc *d,
			    const struct member *m)
{
	struct arena *a = k->w->a;

	switch (m->how) {
	case HOW_TIME:
		return rc_work_time(k->w, loose_time(d->o, m->key));
	case HOW_PERSON:
		return loose_object(d->o, m->key) != NULL
			       ? person(k, loose_object(d->o, m->key))
			       : "";
	case HOW_PEOPLE:
		return people(k, loose_array(d->o, m->key));
	case HOW_LONG:
		return loose_text(a, d->o, m->key);
	case HOW_LINE:
	case HOW_NUMBER:
	default:
		return loose_line(a, d->o, m->key);
	}
}

static const char *title_of(struct thing *k, const struct doc *d)
{
	const char *title = loose_either(k->w->a, d->o, "subject", "title");

	return *title != '\0' ? title : "(no title)";
}

/* --- what has become of it --------------------------------------------- */

static void add_event(struct thing *k, int64_t time_us, const char *who,
		      const char *what)
{
	struct arena *a = k->w->a;

	for (size_t i = 0; i < COLUMNS; i++) {
		const char *cell = i == 0   ? rc_work_time(k->w, time_us)
				   : i == 1 ? who
					    : what;

		k->cells = ARENA_GROW(a, k->cells, k->n_cells);
		k->cells[k->n_cells++] = cell;
	}
}

/* Who has changed it, "" where RingCentral does not say. */
static const char *changer(struct thing *k, const struct doc *d)
{
	const json_t *by = loose_object(d->o, "lastModifiedBy");

	return by != NULL ? person(k, by) : "";
}

static const char *change(struct thing *k, const struct member *m,
			  const char *before, const char *now)
{
	struct arena *a = k->w->a;

	if (m->how == HOW_LONG)
		return arena_printf(a, "%s was changed", m->label);
	if (*before == '\0')
		return arena_printf(a, "%s: %s", m->label, now);
	return arena_printf(a, "%s: %s, before: %s", m->label,
			    *now != '\0' ? now : "none", before);
}

static void tell_changes(struct thing *k, const struct doc *before,
			 const struct doc *d)
{
	const char *who = changer(k, d);
	size_t n = 0;

	for (const struct member *m = k->kind->members; m->key != NULL; m++) {
		const char *was = value_of(k, before, m);
		const char *is = value_of(k, d, m);

		if (strcmp(was, is) == 0)
			continue;
		add_event(k, d->time_us, who, change(k, m, was, is));
		n++;
	}
	if (d->deleted && !before->deleted)
		add_event(k, d->time_us, who, "deleted");
	else if (n == 0)
		add_event(k, d->time_us, who,
			  "changed in something that is not shown here; the "
			  "record is attached");
}

static void tell_first(struct thing *k, const struct doc *d)
{
	struct work *w = k->w;
	size_t by = rc_people_find(w, loose_id_in(w->a, d->o, "creator"), "");

	add_event(k, d->made_us, rc_people_name(w, by), "created");
	if (d->deleted)
		add_event(k, d->time_us, changer(k, d),
			  "deleted, before it was collected");
	else if (d->time_us > d->made_us)
		add_event(k, d->time_us, changer(k, d),
			  "changed, before it was collected: its first state "
			  "is not known");
}

static void tell_life(struct thing *k)
{
	static const char *const columns[COLUMNS] = { "When", "Who", "What" };
	struct work *w = k->w;
	const struct doc *before = NULL;
	struct item_table *t;

	for (size_t i = 0; i < w->n_docs; i++) {
		const struct doc *d = &w->docs[i];

		if (d->o == NULL)
			continue;
		if (d->fresh && before == NULL)
			tell_first(k, d);
		else if (d->fresh)
			tell_changes(k, before, d);
		before = d;
	}
	if (k->n_cells == 0)
		return;
	t = item_add_table(w->it, "History");
	t->n_columns = COLUMNS;
	t->columns = columns;
	t->cells = k->cells;
	t->n_rows = k->n_cells / COLUMNS;
}

/* --- the item ---------------------------------------------------------- */

static void tell_state(struct thing *k)
{
	struct work *w = k->w;

	for (const struct member *m = k->kind->members; m->key != NULL; m++) {
		const char *value = value_of(k, k->last, m);

		if (m->how == HOW_LONG && *value != '\0')
			(void)item_add_text(w->it, m->label, value);
		else if (m->how != HOW_LONG)
			rc_work_fact(w, m->label, value);
	}
	rc_work_fact(w, "Chat",
		     loose_line(w->a, loose_object(w->beside, "chat"), "name"));
	rc_work_fact(w, "Created", rc_work_time(w, k->last->made_us));
	rc_work_fact(w, "Last changed",
		     k->last->time_us > k->last->made_us
			     ? rc_work_time(w, k->last->time_us)
			     : "");
	rc_work_fact(w, "ID", loose_line(w->a, k->last->o, "id"));
}

static const char *subject_of(struct thing *k)
{
	struct work *w = k->w;
	const char *what = loose_line(w->a, k->last->o, "status");

	if (k->last->deleted)
		what = "deleted";
	else if (strcmp(k->kind->kind, "event") == 0)
		what = rc_work_time(w, loose_time(k->last->o, "startTime"));
	return arena_printf(
		w->a, "%s: %s%s%s%s", k->kind->type, w->it->title,
		*what != '\0' ? " - " : "", what,
		w->m->ordinal > 0 && !k->last->deleted ? " (changed)" : "");
}

static void set_author(struct thing *k)
{
	struct work *w = k->w;
	const json_t *by = loose_object(k->last->o, "lastModifiedBy");

	w->it->author = ITEM_NOBODY;
	if (w->m->ordinal > 0 && by != NULL)
		w->it->author =
			rc_people_find(w, loose_line(w->a, by, "id"), "");
	if (w->it->author == ITEM_NOBODY)
		w->it->author = rc_people_find(
			w, loose_id_in(w->a, k->last->o, "creator"), "");
}

static void fill(struct thing *k)
{
	struct work *w = k->w;
	const json_t *chat = loose_object(w->beside, "chat");

	w->later_state =
		w->m->ordinal > 0 || k->last->time_us > k->last->made_us;
	rc_people_read(w);
	rc_work_files(w);
	w->it->conversation = loose_line(w->a, chat, "id");
	rc_work_name(w, k->kind->kind);
	w->it->type = k->kind->type;
	w->it->title = title_of(k, k->last);
	w->it->message_class = k->kind->message_class;
	set_author(k);
	tell_state(k);
	tell_life(k);
	/* who has which address is asked as of this state, not of the first */
	w->it->time_us = k->last->time_us;
	w->it->start_us = w->it->end_us = k->last->time_us;
	w->it->subject = subject_of(k);
	rc_work_raws(w);
}

int rc_compose_thing(const struct source_material *m, const char *kind,
		     struct item **out, struct err *e)
{
	AUTO(rc_work_done) struct work w;
	struct thing k = { .w = &w };

	rc_work_open(&w, m, kind);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			k.kind = &kinds[i];
	if (w.n_fresh == 0 && w.fresh_files == 0)
		return 0;
	k.last = rc_work_last(&w);
	if (k.last == NULL)
		return err_set(e, ERR_ITEM,
			       "none of the %zu records can be read", w.n_docs);
	fill(&k);
	*out = TAKE(w.it);
	return 1;
}
