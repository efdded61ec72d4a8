#include "source/webex/rooms-private.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "source/loose.h"
#include "source/webex/sent.h"

#include <stdlib.h>
#include <string.h>

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

struct rooms *rooms_new(struct webex *wx, const char *org, struct teams *called)
{
	struct rooms *r = NEW(struct rooms);

	r->wx = wx;
	r->called = called;
	r->org = STR_INIT;
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
	free(r);
}

const char *rooms_refused(const struct rooms *r, int way)
{
	return r->refused[way].s;
}

void rooms_note_refused(struct rooms *r, enum webex_way way,
			const struct webex_answer *a)
{
	if (a->verdict == WEBEX_ABSENT || r->refused[way].len > 0)
		return;
	str_add(&r->refused[way], a->evidence.s);
}

/* --- members ------------------------------------------------------------- */

static bool is_external(const struct rooms *r, const json_t *o)
{
	const char *org = loose_id(o, "personOrgId");
	struct str uuid AUTO(str_done) = STR_INIT;

	if (*org == '\0' || r->org.len == 0)
		return false;
	sent_uuid(&uuid, org);
	return str_casecmp(uuid.s, r->org.s) != 0;
}

struct member rooms_read_member(const struct rooms *r, struct arena *a,
				const json_t *o)
{
	return (struct member){
		.person = arena_strdup(a, loose_id(o, "personId")),
		.email = loose_line(a, o, "personEmail"),
		.name = loose_line(a, o, "personDisplayName"),
		.external = is_external(r, o),
		.moderator = loose_bool(o, "isModerator") == 1,
		.joined_us = loose_time(o, "created"),
	};
}

void rooms_add_member(struct rooms *r, struct room *room,
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
	const char *room = loose_id(membership, "roomId");
	struct leaver *l;
	size_t *first;

	if (*room == '\0')
		return;
	r->left = ARENA_GROW(r->left_arena, r->left, r->n_left);
	l = &r->left[r->n_left++];
	l->who = rooms_read_member(r, r->left_arena, membership);
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
		rooms_add_member(r, room, &r->left[at - 1].who);
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

/* --- finding ------------------------------------------------------------- */

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
	if (rooms_ask(r, *out, e) < 0)
		return -1;
	complete_members(r, *out);
	return 0;
}

int rooms_need(struct rooms *r, const char *room, struct err *e)
{
	struct room *ignored;

	return find_room(r, room, &ignored, e);
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
