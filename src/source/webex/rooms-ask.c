/* rooms-ask.c - what Webex says of a space: members, title, team. */
#include "source/webex/rooms-private.h"
#include "source/webex/teams.h"

#include "source/loose.h"

#include <string.h>

#define KMS_TRIES 3
#define KMS_ROOMS 3 /* after so many in vain the key server is down */

/* What could not be decrypted is asked for again, some times. */
static int ask_room(struct rooms *r, const char *id, struct webex_answer *a,
		    struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };

	webex_question_init(&q, WAY_ROOMS, "/rooms/");
	webex_question_part(&q, id);
	for (unsigned int n = 0;; n++) {
		if (webex_ask(r->wx, &q, a, e) < 0)
			return -1;
		if (a->verdict != WEBEX_OK ||
		    loose_object(a->json, "errors") == NULL ||
		    r->locked >= KMS_ROOMS)
			return 0;
		if (n + 1 >= KMS_TRIES) {
			r->locked++;
			return 0;
		}
		if (account_pause(&r->wx->acc, n, e) < 0)
			return -1;
	}
}

static int read_room(struct rooms *r, struct room *room, struct err *e)
{
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	const char *title;

	webex_answer_init(&a);
	if (ask_room(r, room->id, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK) {
		rooms_note_refused(r, WAY_ROOMS, &a);
		return 0;
	}
	room->type = arena_strdup(r->a, loose_id(a.json, "type"));
	title = loose_line(r->a, a.json, "title");
	/* a compliance officer is not told who the other one is */
	if (loose_object(a.json, "errors") == NULL &&
	    strcmp(title, "Empty Title") != 0)
		room->title = title;
	room->team = arena_strdup(r->a, loose_id(a.json, "teamId"));
	return 0;
}

static int read_team(struct rooms *r, struct room *room, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	size_t n = known_count(r->teams), *at;

	if (*room->team == '\0')
		return 0;
	if (r->called != NULL)
		teams_space(r->called, room->team, room->id);
	at = known_at(r->teams, room->team, n);
	if (*at < n) {
		room->team = r->team_names[*at];
		return 0;
	}
	r->team_names = ARENA_GROW(r->left_arena, r->team_names, n);
	r->team_names[n] = "";
	webex_answer_init(&a);
	webex_question_init(&q, WAY_TEAM, "/teams/");
	webex_question_part(&q, room->team);
	if (webex_ask(r->wx, &q, &a, e) < 0)
		return -1;
	if (a.verdict == WEBEX_OK)
		r->team_names[n] = loose_line(r->left_arena, a.json, "name");
	else
		rooms_note_refused(r, WAY_TEAM, &a);
	if (r->called != NULL && loose_object(a.json, "errors") == NULL)
		teams_called(r->called, room->team, r->team_names[n]);
	room->team = r->team_names[n];
	return 0;
}

struct reading {
	struct rooms *r;
	struct room *room;
};

static int take_members(void *ctx, const struct webex_answer *page,
			struct err *e)
{
	struct reading *d = ctx;
	const json_t *o;
	size_t i;

	(void)e;
	json_array_foreach(loose_array(page->json, "items"), i, o)
	{
		struct member m = rooms_read_member(d->r, d->r->a, o);

		if (*m.person != '\0' || *m.email != '\0')
			rooms_add_member(d->r, d->room, &m);
	}
	return 0;
}

static int read_members(struct rooms *r, struct room *room, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	struct reading d = { r, room };

	webex_answer_init(&a);
	webex_question_init(&q, WAY_MEMBERSHIPS, "/memberships");
	webex_question_add(&q, "roomId", room->id);
	q.max = 1000;
	if (webex_pages(r->wx, &q, take_members, &d, &a, e) < 0)
		return -1;
	room->members_known = a.verdict == WEBEX_OK;
	if (!room->members_known)
		rooms_note_refused(r, WAY_MEMBERSHIPS, &a);
	return 0;
}

int rooms_ask(struct rooms *r, struct room *room, struct err *e)
{
	if (read_members(r, room, e) < 0 || read_room(r, room, e) < 0)
		return -1;
	return read_team(r, room, e);
}
