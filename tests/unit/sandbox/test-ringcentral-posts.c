/* Chats, posts and what hangs on them: who, when, and what becomes of it. */
#include "sandbox/ringcentral/things.h"

#include "base/clock.h"
#include "base/str.h"

#include "t.h"

#include <inttypes.h>

static struct ring_volume volume = { .chats = 64,
				     .posts = 4000,
				     .files = 150,
				     .objects = 200,
				     .retention_days = 30 };

static struct tenant *make(void)
{
	struct tenant_options o = {
		.seed = 3, .users = 25, .days = 9, .per_day = 1
	};

	(void)clock_parse("2026-03-31T00:00:00Z", &o.now_us);
	return tenant_new(&o);
}

typedef void visitor(const struct ring_world *w, const struct ring_chat *c,
		     const struct ring_post *p, size_t day, size_t i);

static void each_post(visitor *visit)
{
	AUTO(tenant_free) struct tenant *t = make();
	AUTO(ring_world_free)
	struct ring_world *w = ring_world_new(t, &volume);

	for (size_t chat = 0; chat < volume.chats; chat++) {
		struct ring_chat c AUTO(ring_chat_done) = { 0 };

		ring_chat_make(&c, w, chat);
		for (size_t day = 0; day < w->days; day++) {
			uint64_t first;
			size_t n = ring_cell(w, day, chat, &first);

			for (size_t i = 0; i < n; i++) {
				struct ring_post p;

				ring_post_make(&p, w, &c, day, i);
				visit(w, &c, &p, day, i);
			}
		}
	}
}

/* ---- when ---- */

static int64_t last_us;
static int same, midnights, last_seconds;

static void check_time(const struct ring_world *w, const struct ring_chat *c,
		       const struct ring_post *p, size_t day, size_t i)
{
	int64_t day_us = ring_day_us(w, (int64_t)day);

	(void)c;
	T_OK(p->at_us >= day_us && p->at_us < day_us + CLOCK_DAY);
	if (i > 0)
		T_OK(p->at_us >= last_us);
	same += i > 0 && p->at_us == last_us;
	midnights += p->at_us == day_us;
	last_seconds += p->at_us >= day_us + CLOCK_DAY - CLOCK_SECOND;
	T_OK(p->at_us != day_us || ring_day_is_quiet(w, day));
	last_us = p->at_us;
}

T(posts_stand_in_their_day_and_in_order)
{
	each_post(check_time);
	T_OK(same > 0);
	T_OK(midnights > 0);
	T_OK(last_seconds > 0);
}

/* ---- who ---- */

static bool is_in(const struct ring_chat *c, const struct person *p,
		  int64_t at_us)
{
	for (size_t i = 0; i < c->n_members; i++)
		if (c->members[i].person == p)
			return ring_is_member(&c->members[i], at_us);
	return false;
}

static void check_author(const struct ring_world *w, const struct ring_chat *c,
			 const struct ring_post *p, size_t day, size_t i)
{
	(void)w;
	(void)day;
	(void)i;
	T_OK(is_in(c, p->author, p->at_us));
	T_OK(p->mentioned == NULL || is_in(c, p->mentioned, p->at_us));
	T_OK(p->mentioned != p->author);
	T_OK(p->author->status == PERSON_GUEST ||
	     person_status_at(p->author, p->at_us) == PERSON_ACTIVE);
}

T(authors_are_in_the_chat)
{
	each_post(check_author);
}

/* What a listing at midnight says is who was there on the day before. */
T(listings_at_midnight_tell_of_yesterday)
{
	AUTO(tenant_free) struct tenant *t = make();
	AUTO(ring_world_free)
	struct ring_world *w = ring_world_new(t, &volume);
	int moves = 0;

	for (size_t chat = 0; chat < volume.chats; chat++) {
		struct ring_chat c AUTO(ring_chat_done) = { 0 };
		size_t index = 0;
		char id[RING_ID];

		ring_chat_make(&c, w, chat);
		(void)snprintf(id, sizeof(id), "%" PRId64, c.id);
		T_OK(ring_chat_index(w, id, &index) && index == chat);
		for (size_t i = 0; i < c.n_members; i++) {
			const struct ring_member *m = &c.members[i];
			bool gone =
				m->person->left_us != 0 &&
				!ring_person_is_listed(m->person, t->until_us);

			moves += m->until_us != INT64_MAX;
			for (int64_t us = t->from_us; us < t->until_us && !gone;
			     us += CLOCK_DAY)
				T_EQ_INT(ring_is_member(m, us + CLOCK_HOUR),
					 ring_is_listed_member(m,
							       us + CLOCK_DAY));
		}
	}
	T_OK(moves > 0);
}

/* ---- what became of it ---- */

static int edits, deletions, unseen;

static void check_life(const struct ring_life *l, int64_t tail_days)
{
	const struct ring_stage *first = &l->stages[0];

	T_OK(l->n >= 1 && l->n <= RING_STAGES);
	for (size_t i = 1; i < l->n; i++) {
		T_OK(l->stages[i].from_us > l->stages[i - 1].from_us);
		T_OK(!l->stages[i - 1].deleted);
	}
	T_OK(l->stages[l->n - 1].from_us <
	     first->from_us + tail_days * CLOCK_DAY);
	T_OK(ring_life_at(l, first->from_us - 1) == NULL);
	T_OK(ring_life_at(l, first->from_us) == first);
	T_OK(ring_life_at(l, l->gone_us - 1) == &l->stages[l->n - 1]);
	T_OK(ring_life_at(l, l->gone_us) == NULL);
	T_EQ_INT(ring_stage_until(l, l->n - 1), l->gone_us);
}

static void check_post(const struct ring_world *w, const struct ring_chat *c,
		       const struct ring_post *p, size_t day, size_t i)
{
	struct str before AUTO(str_done) = STR_INIT;

	(void)day;
	(void)i;
	check_life(&p->life, RING_POST_TAIL_DAYS);
	ring_post_text(&before, w, c, p, 0);
	T_OK(before.len > 0 || p->silent);
	for (size_t k = 1; k < p->life.n; k++) {
		const struct ring_stage *s = &p->life.stages[k];
		struct str text AUTO(str_done) = STR_INIT;

		ring_post_text(&text, w, c, p, s->what);
		T_EQ_INT(strcmp(text.s, before.s) == 0, s->deleted);
		edits += !s->deleted;
		deletions += s->deleted;
		unseen += s->deleted && clock_day_start(s->from_us) ==
						clock_day_start(p->at_us);
		str_cut(&before, 0);
		str_add_len(&before, text.s, text.len);
	}
}

T(posts_are_corrected_and_deleted)
{
	each_post(check_post);
	T_OK(edits > 0);
	T_OK(deletions > 0);
	T_OK(unseen > 0);
}

static int things[RING_THINGS], drafts;

static void check_things(const struct ring_world *w, const struct ring_chat *c,
			 const struct ring_post *p, size_t day, size_t i)
{
	bool has[RING_THINGS];

	(void)day;
	(void)i;
	(void)ring_post_things(w, p->number, has);
	for (enum ring_thing x = RING_FILE; x < RING_THINGS; x++) {
		struct str title AUTO(str_done) = STR_INIT;
		struct ring_life life;
		uint64_t number = 0;
		char id[RING_ID];

		(void)snprintf(id, sizeof(id), "%" PRId64,
			       ring_thing_id(p->number, x));
		T_EQ_INT(has[x], p->has[x]);
		T_EQ_INT(ring_thing_post(w, id, x, &number), has[x]);
		if (!has[x])
			continue;
		T_EQ_INT(number, p->number);
		things[x]++;
		ring_thing_life(&life, w, p, x);
		check_life(&life, RING_THING_TAIL_DAYS);
		T_OK(life.stages[0].from_us > p->at_us - CLOCK_DAY);
		drafts += life.stages[0].from_us < clock_day_start(p->at_us);
		ring_thing_title(&title, c, p, x, 0);
		T_OK(title.len > 0);
	}
}

T(things_hang_on_posts)
{
	each_post(check_things);
	for (enum ring_thing x = RING_FILE; x < RING_THINGS; x++)
		T_OK(things[x] > 0);
	T_OK(drafts > 0);
}

T(ids_that_are_none)
{
	AUTO(tenant_free) struct tenant *t = make();
	AUTO(ring_world_free)
	struct ring_world *w = ring_world_new(t, &volume);
	static const struct {
		const char *label;
		const char *id;
	} rows[] = {
		{ "empty", "" },
		{ "text", "x" },
		{ "small", "0" },
		{ "negative", "-1" },
		{ "smallest", "-9223372036854775808" },
		{ "largest", "9223372036854775807" },
		{ "another kind", "16384000003" },
	};

	T_EACH(row, rows) {
		uint64_t post = 0;
		size_t chat = 0;

		T_OK(!ring_thing_post(w, row->id, RING_FILE, &post));
		T_OK(!ring_chat_index(w, row->id, &chat));
	}
}

T_MAIN
