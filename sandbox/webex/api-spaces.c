/* Rooms, memberships, teams, team memberships. */
#include "webex.h"

#include "base/arena.h"

#include <string.h>

static const char *segment(struct call *c, size_t i)
{
	return request_decode(c->rq, c->rq->segments[i]);
}

/* As the officer sees it; NULL after having answered. */
static const struct wx_space *need_space(struct call *c, const char *id)
{
	const struct wx_space *s = wx_space_find(c->w, id);

	if (s != NULL && s->created_us <= c->now_us)
		return s;
	wx_not_found(c, "room");
	return NULL;
}

static bool room_fits(struct call *c, const struct wx_space *s)
{
	const char *type = request_arg(c->rq, "type");
	const char *team = request_arg(c->rq, "teamId");

	if (type != NULL &&
	    (strcmp(type, "direct") == 0) != (s->kind == WX_DIRECT))
		return false;
	return team == NULL ||
	       (s->kind == WX_CHANNEL &&
		wx_team_find(c->w, team) == &c->w->teams[s->team]);
}

/* Only the rooms the officer is in: a list for one person, not for all. */
void wx_api_rooms(struct call *c)
{
	uint32_t me = (uint32_t)(wx_officer(c->w) - c->w->who);
	struct wx_page p;
	uint64_t at, last = 0;

	if (wx_page_begin(&p, c, 100, 1000) < 0)
		return;
	for (at = p.at; at < c->w->n_stays; at++) {
		const struct wx_stay *stay = &c->w->stays[at];
		const struct wx_space *s = &c->w->spaces[stay->space];

		if (stay->who != me || !wx_stays(stay, c->now_us) ||
		    !room_fits(c, s))
			continue;
		if (wx_page_full(&p))
			break;
		wx_page_add(&p, wx_room(c, s, c->now_us));
		last = at;
	}
	wx_page_end(&p, c, at < c->w->n_stays, at, last);
}

void wx_api_room(struct call *c)
{
	const struct wx_space *s = need_space(c, segment(c, 2));

	if (s != NULL)
		reply_json(c->rp, 200, wx_room(c, s, c->now_us));
}

/* Whose memberships are asked for: a space's, a person's, or both. */
struct asked {
	const struct wx_space *space;
	uint64_t from, until; /* stays to look at */
	const struct wx_who *who;
};

static int read_asked(struct asked *q, struct call *c)
{
	const char *room = request_arg(c->rq, "roomId");
	const char *id = request_arg(c->rq, "personId");
	const char *email = request_arg(c->rq, "personEmail");

	*q = (struct asked){ .until = c->w->n_stays };
	if (room != NULL) {
		q->space = need_space(c, room);
		if (q->space == NULL)
			return -1;
		q->from = q->space->first_stay;
		q->until = q->from + q->space->n_stays;
	}
	if (id != NULL)
		q->who = wx_who_find(c->w, id);
	else if (email != NULL)
		q->who = wx_who_by_email(c->w, email);
	else if (room == NULL) /* one's own */
		q->who = wx_officer(c->w);
	if ((id != NULL || email != NULL) && q->who == NULL) {
		wx_not_found(c, "person");
		return -1;
	}
	return 0;
}

void wx_api_memberships(struct call *c)
{
	struct asked q;
	struct wx_page p;
	uint64_t at, last = 0;

	if (read_asked(&q, c) < 0 || wx_page_begin(&p, c, 100, 1000) < 0)
		return;
	for (at = p.at > q.from ? p.at : q.from; at < q.until; at++) {
		const struct wx_stay *stay = &c->w->stays[at];

		if (!wx_stays(stay, c->now_us) ||
		    (q.who != NULL && &c->w->who[stay->who] != q.who))
			continue;
		if (wx_page_full(&p))
			break;
		wx_page_add(&p, wx_membership(c, stay));
		last = at;
	}
	wx_page_end(&p, c, at < q.until, at, last);
}

/* "person:room", both uuids. */
void wx_api_membership(struct call *c)
{
	const char *rest = wx_id_rest(c->a, "MEMBERSHIP", segment(c, 2));
	uint32_t space;

	if (rest != NULL && strlen(rest) == 73 &&
	    wx_uuid_number(c->w->seed, "ROOM", rest + 37, &space) &&
	    space < c->w->n_spaces) {
		const struct wx_space *s = &c->w->spaces[space];

		for (uint32_t i = 0; i < s->n_stays; i++) {
			const struct wx_stay *stay =
				&c->w->stays[s->first_stay + i];

			if (!wx_stays(stay, c->now_us) ||
			    strncmp(c->w->who[stay->who].uuid, rest, 36) != 0)
				continue;
			reply_json(c->rp, 200, wx_membership(c, stay));
			return;
		}
	}
	wx_not_found(c, "membership");
}

static json_t *team(struct call *c, const struct wx_team *m)
{
	struct str name AUTO(str_done) = STR_INIT;
	json_t *o = json_object();

	wx_add_team_name(&name, m, c->now_us);
	wx_put(o, "id", m->id);
	wx_put(o, "name", name.s);
	wx_put_time(o, "created", m->created_us);
	return o;
}

void wx_api_teams(struct call *c)
{
	struct wx_page p;
	uint64_t at, last = 0;

	if (wx_page_begin(&p, c, 100, 1000) < 0)
		return;
	for (at = p.at; at < c->w->n_teams; at++) {
		const struct wx_team *m = &c->w->teams[at];

		if (m->created_us > c->now_us)
			continue;
		if (wx_page_full(&p))
			break;
		wx_page_add(&p, team(c, m));
		last = at;
	}
	wx_page_end(&p, c, at < c->w->n_teams, at, last);
}

void wx_api_team(struct call *c)
{
	const struct wx_team *m = wx_team_find(c->w, segment(c, 2));

	if (m == NULL || m->created_us > c->now_us)
		wx_not_found(c, "team");
	else
		reply_json(c->rp, 200, team(c, m));
}

static json_t *team_membership(struct call *c, const struct wx_team *m,
			       const struct wx_stay *s)
{
	const struct wx_who *who = &c->w->who[s->who];
	json_t *o = json_object();

	wx_put(o, "id",
	       wx_id(c->a, WX_CLUSTER, "TEAM_MEMBERSHIP",
		     arena_printf(c->a, "%s:%s", who->uuid, m->uuid)));
	wx_put(o, "teamId", m->id);
	wx_put(o, "personId", who->id);
	wx_put(o, "personEmail", who->email);
	wx_put(o, "personDisplayName", who->name);
	wx_put(o, "personOrgId", who->org_id);
	wx_put_bool(o, "isModerator", s->moderator);
	wx_put_time(o, "created", s->join_us);
	return o;
}

/* In an earlier channel of the same team? */
static bool is_told(const struct wx_world *w, const struct wx_stay *s,
		    int64_t now_us)
{
	for (const struct wx_stay *o = w->stays; o < s; o++)
		if (o->who == s->who && wx_stays(o, now_us) &&
		    w->spaces[o->space].kind == WX_CHANNEL &&
		    w->spaces[o->space].team == w->spaces[s->space].team)
			return true;
	return false;
}

/* Who is in one of its channels is in the team. */
void wx_api_team_memberships(struct call *c)
{
	const char *id = wx_need(c, "teamId");
	const struct wx_team *m = id != NULL ? wx_team_find(c->w, id) : NULL;
	struct wx_page p;
	uint64_t at, last = 0;

	if (id == NULL)
		return;
	if (m == NULL) {
		wx_not_found(c, "team");
		return;
	}
	if (wx_page_begin(&p, c, 100, 1000) < 0)
		return;
	for (at = p.at; at < c->w->n_stays; at++) {
		const struct wx_stay *s = &c->w->stays[at];
		const struct wx_space *space = &c->w->spaces[s->space];

		if (space->kind != WX_CHANNEL ||
		    &c->w->teams[space->team] != m || !wx_stays(s, c->now_us) ||
		    is_told(c->w, s, c->now_us))
			continue;
		if (wx_page_full(&p))
			break;
		wx_page_add(&p, team_membership(c, m, s));
		last = at;
	}
	wx_page_end(&p, c, at < c->w->n_stays, at, last);
}
