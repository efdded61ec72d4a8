#include "source/webex/rooms.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/webex/ask.h"
#include "source/webex/known.h"
#include "source/webex/sent.h"

#include <string.h>

#define KMS_TRIES 3
#define KMS_ROOMS 3  /* after so many in vain the key server is down */
#define BATCH     85 /* people at once, Webex's bound */

struct member {
	const char *person, *email, *name;
	bool external, moderator, named;
	int64_t joined_us, left_us; /* 0: not known; still there */
};

struct room {
	const char *id, *title, *type, *team;
	bool members_known;
	struct member *members; /* by person, then by when they left */
	size_t n, n_sorted;     /* behind these: those who are only named */
};

/* One who left; a chain for each space. */
struct leaver {
	struct member who;
	size_t next; /* + 1; 0: none */
};

struct unnamed {
	size_t room, member;
};

struct rooms {
	struct webex *wx;
	struct str org; /* uuid */
	struct arena *a;
	struct known *by_id; /* room -> index */
	struct room *rooms;
	size_t n, members;

	struct arena *left_arena; /* kept until the end */
	struct known *left_by_room;
	struct leaver *left;
	size_t n_left;

	struct known *teams; /* id -> index */
	const char **team_names;

	struct unnamed *unnamed;
	size_t n_unnamed;
	struct str refused[WEBEX_WAYS];
	struct str title;
	unsigned int locked; /* titles that were asked for in vain */
};

static void start(struct rooms *r)
{
	r->a = arena_new();
	r->by_id = known_new();
	r->rooms = NULL;
	r->unnamed = NULL;
	r->n = r->members = r->n_unnamed = 0;
}

static void forget(struct rooms *r)
{
	arena_free(r->a);
	known_free(r->by_id);
}

struct rooms *rooms_new(struct webex *wx, const char *org)
{
	struct rooms *r = NEW(struct rooms);

	r->wx = wx;
	r->org = r->title = STR_INIT;
	for (size_t i = 0; i < WEBEX_WAYS; i++)
		r->refused[i] = STR_INIT;
	sent_uuid(&r->org, org);
	r->left_arena = arena_new();
	r->left_by_room = known_new();
	r->teams = known_new();
	start(r);
	return r;
}

void rooms_free(struct rooms *r)
{
	if (r == NULL)
		return;
	forget(r);
	arena_free(r->left_arena);
	known_free(r->left_by_room);
	known_free(r->teams);
	for (size_t i = 0; i < WEBEX_WAYS; i++)
		str_done(&r->refused[i]);
	str_done(&r->org);
	str_done(&r->title);
	free(r);
}

const char *rooms_refused(const struct rooms *r, int way)
{
	return r->refused[way].s;
}

/* --- members ------------------------------------------------------------- */

static bool is_external(const struct rooms *r, const json_t *o)
{
	const char *org = sent_id(o, "personOrgId");
	struct str uuid AUTO(str_done) = STR_INIT;

	if (*org == '\0' || r->org.len == 0)
		return false;
	sent_uuid(&uuid, org);
	return str_casecmp(uuid.s, r->org.s) != 0;
}

static struct member read_member(const struct rooms *r, struct arena *a,
				 const json_t *o)
{
	return (struct member){
		.person = arena_strdup(a, sent_id(o, "personId")),
		.email = sent_line(a, o, "personEmail"),
		.name = sent_line(a, o, "personDisplayName"),
		.external = is_external(r, o),
		.moderator = sent_bool(o, "isModerator") == 1,
		.joined_us = sent_time(o, "created"),
	};
}

static void add_member(struct rooms *r, struct room *room,
		       const struct member *m)
{
	if (room->n >= ROOM_MEMBERS)
		return;
	room->members = ARENA_GROW(r->a, room->members, room->n);
	room->members[room->n++] = *m;
	r->members++;
}

void rooms_left(struct rooms *r, const json_t *membership, int64_t left_us)
{
	const char *room = sent_id(membership, "roomId");
	struct leaver *l;
	size_t *first;

	if (*room == '\0')
		return;
	r->left = ARENA_GROW(r->left_arena, r->left, r->n_left);
	l = &r->left[r->n_left++];
	l->who = read_member(r, r->left_arena, membership);
	l->who.left_us = left_us;
	if (l->who.joined_us >= left_us)
		l->who.joined_us = 0;
	first = known_at(r->left_by_room, room, 0);
	l->next = *first;
	*first = r->n_left;
}

static int compare(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = strcmp(x->person, y->person);

	if (order != 0)
		return order;
	if (x->left_us != y->left_us)
		return x->left_us < y->left_us ? -1 : 1;
	return (x->joined_us > y->joined_us) - (x->joined_us < y->joined_us);
}

/* Those who left join those who stay; the same leaving may have been told
   twice. */
static void complete_members(struct rooms *r, struct room *room)
{
	const size_t *first = known_find(r->left_by_room, room->id);
	size_t n = 0;

	for (size_t at = first != NULL ? *first : 0; at != 0;
	     at = r->left[at - 1].next)
		add_member(r, room, &r->left[at - 1].who);
	if (room->n > 0)
		qsort(room->members, room->n, sizeof(*room->members), compare);
	for (size_t i = 0; i < room->n; i++)
		if (n == 0 ||
		    strcmp(room->members[n - 1].person,
			   room->members[i].person) != 0 ||
		    room->members[n - 1].left_us != room->members[i].left_us)
			room->members[n++] = room->members[i];
	room->n = room->n_sorted = n;
}

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

/* --- asking -------------------------------------------------------------- */

static void note_refused(struct rooms *r, enum webex_way way,
			 const struct webex_answer *a)
{
	if (a->verdict == WEBEX_ABSENT || r->refused[way].len > 0)
		return;
	str_add(&r->refused[way], a->evidence.s);
}

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
		    sent_object(a->json, "errors") == NULL ||
		    r->locked >= KMS_ROOMS)
			return 0;
		if (n + 1 >= KMS_TRIES) {
			r->locked++;
			return 0;
		}
		if (webex_pause(r->wx, n, e) < 0)
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
		note_refused(r, WAY_ROOMS, &a);
		return 0;
	}
	room->type = arena_strdup(r->a, sent_id(a.json, "type"));
	title = sent_line(r->a, a.json, "title");
	/* a compliance officer is not told who the other one is */
	if (sent_object(a.json, "errors") == NULL &&
	    strcmp(title, "Empty Title") != 0)
		room->title = title;
	room->team = arena_strdup(r->a, sent_id(a.json, "teamId"));
	return 0;
}

static int read_team(struct rooms *r, struct room *room, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	size_t n = known_count(r->teams), *at;

	if (*room->team == '\0')
		return 0;
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
		r->team_names[n] = sent_line(r->left_arena, a.json, "name");
	else
		note_refused(r, WAY_TEAM, &a);
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
	json_array_foreach(sent_array(page->json, "items"), i, o)
	{
		struct member m = read_member(d->r, d->r->a, o);

		if (*m.person != '\0' || *m.email != '\0')
			add_member(d->r, d->room, &m);
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
		note_refused(r, WAY_MEMBERSHIPS, &a);
	return 0;
}

static int find_room(struct rooms *r, const char *id, struct room **out,
		     struct err *e)
{
	size_t *at;

	if (r->n >= ROOMS_MAX || r->members >= ROOMS_MEMBERS) {
		forget(r);
		start(r);
	}
	at = known_at(r->by_id, id, r->n);
	if (*at < r->n) {
		*out = &r->rooms[*at];
		return 0;
	}
	r->rooms = ARENA_GROW(r->a, r->rooms, r->n);
	*out = &r->rooms[r->n++];
	**out = (struct room){ .id = arena_strdup(r->a, id),
			       .title = "",
			       .type = "",
			       .team = "" };
	if (read_members(r, *out, e) < 0 || read_room(r, *out, e) < 0 ||
	    read_team(r, *out, e) < 0)
		return -1;
	complete_members(r, *out);
	return 0;
}

int rooms_need(struct rooms *r, const char *room, struct err *e)
{
	struct room *ignored;

	return find_room(r, room, &ignored, e);
}

/* --- names --------------------------------------------------------------- */

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
	add_member(r, to,
		   &(struct member){
			   .person = arena_strdup(r->a, person),
			   .email = sent_clean_line(r->a, email, strlen(email)),
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
	const char *name = sent_line(r->a, o, "displayName");
	const char *id = sent_id(o, "id");

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
		note_refused(r, WAY_PEOPLE, &a);
	json_array_foreach(sent_array(a.json, "items"), i, o)
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

/* --- telling ------------------------------------------------------------- */

static void add_text(struct str *out, const char *key, const char *value)
{
	if (*value == '\0')
		return;
	str_addf(out, ",\"%s\":", key);
	encode_json(out, value);
}

static void add_time(struct str *out, const char *key, int64_t us)
{
	char text[CLOCK_TEXT];

	if (us != 0)
		add_text(out, key, clock_rfc3339(us, text));
}

static void tell_member(struct str *out, const struct member *m,
			int64_t until_us)
{
	str_add(out, "{\"personId\":");
	encode_json(out, m->person);
	add_text(out, "personEmail", m->email);
	add_text(out, "personDisplayName", m->name);
	if (m->external)
		str_add(out, ",\"external\":true");
	if (m->moderator)
		str_add(out, ",\"isModerator\":true");
	if (m->named)
		str_add(out, ",\"named\":true");
	add_time(out, "joined", m->joined_us);
	if (m->left_us < until_us)
		add_time(out, "left", m->left_us);
	str_add_char(out, '}');
}

int room_about(struct rooms *r, const char *id, int64_t from_us,
	       int64_t until_us, struct str *out, struct err *e)
{
	const char *before = "";
	struct room *room;

	if (find_room(r, id, &room, e) < 0)
		return -1;
	str_add(out, "{\"id\":");
	encode_json(out, id);
	add_text(out, "title", room->title);
	add_text(out, "type", room->type);
	add_text(out, "team", room->team);
	str_addf(out, ",\"membersKnown\":%s,\"members\":[",
		 room->members_known ? "true" : "false");
	for (size_t i = 0; i < room->n; i++) {
		const struct member *m = &room->members[i];

		if (m->joined_us >= until_us ||
		    (m->left_us != 0 && m->left_us < from_us))
			continue;
		str_add(out, before);
		tell_member(out, m, until_us);
		before = ",";
	}
	str_add(out, "]}");
	return 0;
}

const char *rooms_title(struct rooms *r, const char *room)
{
	const size_t *at = known_find(r->by_id, room);

	str_cut(&r->title, 0);
	if (at != NULL)
		str_add(&r->title, r->rooms[*at].title);
	return r->title.s;
}
