/* rooms-names.c - those who wrote in a space and are in none of its lists. */
#include "source/webex/rooms-private.h"

#include "source/loose.h"

#include <string.h>

#define BATCH 85 /* people at once, Webex's bound */

static bool is_named(const struct room *room, const char *person)
{
	size_t lo = 0, hi = room->n_sorted;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = strcmp(room->members[mid].person, person);

		if (order == 0)
			return true;
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (size_t i = room->n_sorted; i < room->n; i++)
		if (strcmp(room->members[i].person, person) == 0)
			return true;
	return false;
}

void rooms_wrote(struct rooms *r, const char *room, const char *person,
		 const char *email)
{
	const size_t *at = known_find(r->by_id, room);
	struct room *to;

	if (at == NULL || *person == '\0')
		return;
	to = &r->rooms[*at];
	if (is_named(to, person))
		return;
	r->unnamed = ARENA_GROW(r->a, r->unnamed, r->n_unnamed);
	r->unnamed[r->n_unnamed++] = (struct unnamed){ *at, to->n };
	rooms_add_member(r, to,
			 &(struct member){ .person = arena_strdup(r->a, person),
					   .email = loose_clean_line(
						   r->a, email, strlen(email)),
					   .name = "",
					   .named = true });
}

static struct member *member_of(struct rooms *r, size_t i)
{
	struct room *room = &r->rooms[r->unnamed[i].room];

	return r->unnamed[i].member < room->n
		       ? &room->members[r->unnamed[i].member]
		       : NULL;
}

static void take_name(struct rooms *r, const json_t *o, size_t from, size_t to)
{
	const char *name = loose_line(r->a, o, "displayName");
	const char *id = loose_id(o, "id");

	for (size_t i = from; i < to; i++) {
		struct member *m = member_of(r, i);

		if (m != NULL && strcmp(m->person, id) == 0)
			m->name = name;
	}
}

static int name_some(struct rooms *r, size_t from, size_t to, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	struct str ids AUTO(str_done) = STR_INIT;
	const json_t *o;
	size_t i;

	for (i = from; i < to; i++) {
		const struct member *m = member_of(r, i);

		if (m != NULL)
			str_addf(&ids, "%s%s", ids.len > 0 ? "," : "",
				 m->person);
	}
	webex_answer_init(&a);
	webex_question_init(&q, WAY_PEOPLE, "/people");
	webex_question_add(&q, "id", ids.s);
	webex_question_add(&q, "excludeStatus", "true");
	if (webex_ask(r->wx, &q, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK)
		rooms_note_refused(r, WAY_PEOPLE, &a);
	json_array_foreach(loose_array(a.json, "items"), i, o)
	{
		take_name(r, o, from, to);
	}
	return 0;
}

int rooms_name(struct rooms *r, struct err *e)
{
	for (size_t i = 0; i < r->n_unnamed; i += BATCH)
		if (name_some(r, i,
			      i + BATCH < r->n_unnamed ? i + BATCH
						       : r->n_unnamed,
			      e) < 0)
			return -1;
	r->unnamed = NULL;
	r->n_unnamed = 0;
	return 0;
}
