#include "source/zoom/skipped.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "source/loose.h"
#include "source/zoom/listing.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* {"USER":{"from":TIME,"read":TIME}}: from when on a user has to be listed,
   and when that was done, if it was. */
#define STATE "skipped-users"

struct refusal {
	const struct user *user;
	const char *evidence;
	int64_t from_us; /* when listing them will begin; 0: never */
};

struct skipped {
	struct listing *l;
	json_t *was;  /* read only: threads look into it */
	json_t *next; /* to be kept */
	struct refusal *refused;
	size_t n_refused, n_asked;
	bool plan; /* one was refused for want of a plan or licence */
};

static const char *key_of(const struct user *u)
{
	return u->id[0] != '\0' ? u->id : u->email;
}

/* The user's member in a state, NULL where nothing is open or all has been
   made good. */
static json_t *open_of(const struct skipped *s, json_t *state,
		       const struct user *u)
{
	json_t *o = json_object_get(state, key_of(u));
	int64_t read_us = loose_time(o, "read");

	return read_us != 0 && s->l->w->last_us >= read_us ? NULL : o;
}

static void put_time(json_t *o, const char *key, int64_t us)
{
	char text[CLOCK_TEXT];

	(void)json_object_set_new(o, key, json_string(clock_rfc3339(us, text)));
}

/* --- what was left open ------------------------------------------------ */

static int load(struct skipped *s, struct err *e)
{
	const struct host *host = &s->l->z->acc.host;
	struct str value AUTO(str_done) = STR_INIT;
	int n = 0;

	if (host->load != NULL)
		n = host->load(host->ctx, STATE, &value, e);
	if (n < 0)
		return err_wrap(e, "who was skipped before");
	s->was =
		n > 0 ? json_loadb(value.s, value.len, 0, NULL) : json_object();
	if (!json_is_object(s->was))
		return err_set(e, ERR_STORE,
			       "who was skipped before: the state \"%s\" is "
			       "not a JSON object",
			       STATE);
	s->next = json_deep_copy(s->was);
	return 0;
}

int skipped_open(struct skipped **out, struct listing *l, struct err *e)
{
	AUTO(skipped_free) struct skipped *s = NEW(struct skipped);

	s->l = l;
	if (load(s, e) < 0)
		return -1;
	*out = TAKE(s);
	return 0;
}

void skipped_free(struct skipped *s)
{
	if (s == NULL)
		return;
	json_decref(s->was);
	json_decref(s->next);
	free(s);
}

int64_t skipped_from(const struct skipped *s, const struct user *u)
{
	int64_t from_us = loose_time(open_of(s, s->was, u), "from");
	int64_t begin_us = s->l->w->from_us;

	return from_us != 0 && from_us < begin_us ? from_us : begin_us;
}

/* --- what became of each ----------------------------------------------- */

static void made_good(struct skipped *s, const struct user *u)
{
	json_t *o = open_of(s, s->next, u);

	if (o == NULL)
		(void)json_object_del(s->next, key_of(u));
	else if (loose_time(o, "read") == 0)
		put_time(o, "read", s->l->w->to_us);
}

/* Kept open; returns from when on. */
static int64_t left_open(struct skipped *s, const struct user *u)
{
	int64_t from_us = skipped_from(s, u);
	json_t *o = json_object();

	put_time(o, "from", from_us);
	(void)json_object_set_new(s->next, key_of(u), o);
	return from_us;
}

void skipped_take(struct skipped *s, const struct user *u,
		  const struct zoom_answer *a)
{
	struct listing *l = s->l;
	struct refusal *r;

	if (a->verdict == ZOOM_ABSENT && strcmp(u->status, "pending") == 0) {
		listing_notice(l, CHECK_OK, u->email,
			       "invited, has never signed in and so has no "
			       "recordings (%s)",
			       a->evidence.s);
		return;
	}
	s->n_asked++;
	if (a->verdict == ZOOM_OK) {
		made_good(s, u);
		return;
	}
	s->plan |= a->verdict == ZOOM_PLAN;
	s->refused = ARENA_GROW(l->a, s->refused, s->n_refused);
	r = &s->refused[s->n_refused++];
	*r = (struct refusal){ .user = u,
			       .evidence = arena_strdup(l->a, a->evidence.s) };
	/* what is too old today is so tomorrow */
	if (a->verdict != ZOOM_TOO_OLD)
		r->from_us = left_open(s, u);
}

/* --- telling ----------------------------------------------------------- */

static void tell_all(const struct skipped *s)
{
	const struct zoom_way_info *info = zoom_way(WAY_USER_RECORDINGS);

	listing_notice(
		s->l, CHECK_FAIL, info->title,
		"Zoom refuses them for every user (%zu; of the first it says: "
		"%s). Without it %s. %s Then run the connector again: it "
		"begins where this run did.",
		s->n_refused, s->refused[0].evidence, info->lost,
		s->plan ? "Give the account a plan, and its users licences, "
			  "with cloud recording, and the app's role the right "
			  "to see recordings."
			: "Look at the app's role and at the account's "
			  "settings; `estreat connector check` says more.");
}

static void tell_one(const struct skipped *s, const struct refusal *r)
{
	const char *who =
		r->user->email[0] != '\0' ? r->user->email : r->user->id;
	char day[CLOCK_TEXT];

	if (r->from_us == 0)
		listing_notice(s->l, CHECK_WARN, who,
			       "skipped, their recordings were not listed: %s",
			       r->evidence);
	else
		listing_notice(s->l, CHECK_WARN, who,
			       "skipped, their recordings were not listed: "
			       "%s. Should Zoom allow it later, they are "
			       "listed from %s on.",
			       r->evidence, clock_day(r->from_us, day));
}

int skipped_close(struct skipped *s, bool covered, struct err *e)
{
	const struct host *host = &s->l->z->acc.host;
	char *text;
	int bad;

	if (s->n_refused > 0 && s->n_refused == s->n_asked && !covered)
		tell_all(s);
	else
		for (size_t i = 0; i < s->n_refused; i++)
			tell_one(s, &s->refused[i]);
	if (host->save == NULL || json_equal(s->was, s->next))
		return 0;
	text = json_dumps(s->next, JSON_COMPACT | JSON_SORT_KEYS);
	bad = host->save(host->ctx, STATE, text, e);
	free(text);
	return bad < 0 ? err_wrap(e, "keep who was skipped") : 0;
}
