/* Posts and people by number: shared out whole, and counted back. */
#include "sandbox/ringcentral/world.h"

#include "base/clock.h"

#include "t.h"

static struct tenant *make(size_t users, int days)
{
	struct tenant_options o = {
		.seed = 5, .users = users, .days = days, .per_day = 1
	};

	(void)clock_parse("2026-03-31T00:00:00Z", &o.now_us);
	return tenant_new(&o);
}

T(every_post_is_in_one_cell)
{
	static const struct {
		const char *label;
		size_t chats;
		uint64_t posts;
		int days;
	} rows[] = {
		{ "usual", 24, 900, 14 },     { "one chat", 1, 50, 3 },
		{ "last block", 11, 700, 7 }, { "one day", 9, 100, 1 },
		{ "few posts", 500, 3, 20 },  { "none", 8, 0, 5 },
		{ "many", 3000, 20000, 30 },
	};

	T_EACH(row, rows) {
		AUTO(tenant_free) struct tenant *t = make(10, row->days);
		struct ring_volume v = { .chats = row->chats,
					 .posts = row->posts };
		AUTO(ring_world_free)
		struct ring_world *w = ring_world_new(t, &v);
		uint64_t next = 0, first;

		for (size_t day = 0; day < w->days; day++)
			for (size_t chat = 0; chat < row->chats; chat++) {
				size_t n = ring_cell(w, day, chat, &first);

				T_EQ_INT(first, next);
				for (size_t i = 0; i < n; i++) {
					size_t d = 0, c = 0;

					T_EQ_INT(ring_cell_of(w, first + i, &d,
							      &c),
						 i);
					T_EQ_INT(d, day);
					T_EQ_INT(c, chat);
				}
				next += n;
			}
		T_EQ_INT(next, row->posts);
	}
}

T(weekends_are_quiet)
{
	AUTO(tenant_free) struct tenant *t = make(10, 14);
	struct ring_volume v = { .chats = 8, .posts = 4400, .calls = 8 };
	AUTO(ring_world_free) struct ring_world *w = ring_world_new(t, &v);
	uint64_t first = 0;

	/* 17 March 2026 is a Tuesday */
	T_EQ_INT(w->day_start[1] - w->day_start[0], 400);
	T_EQ_INT(w->day_start[5] - w->day_start[4], 100);
	T_EQ_INT(ring_count_on(w, v.calls, 0, &first), 8);
	T_EQ_INT(ring_count_on(w, v.calls, 4, &first), 2);
	T_EQ_INT(first, 32);
	T_EQ_INT(ring_count_on(w, v.calls, -1, &first), 0);
	T_EQ_INT(ring_count_on(w, v.calls, 14, &first), 0);
}

T(people_have_numbers)
{
	AUTO(tenant_free) struct tenant *t = make(20, 3);
	struct ring_volume v = { .chats = 1 };
	AUTO(ring_world_free) struct ring_world *w = ring_world_new(t, &v);
	static const struct {
		const char *label;
		const char *id;
	} nobody[] = {
		{ "no number", "me" },
		{ "empty", "" },
		{ "before", "62288000015" },
		{ "between", "62288000017" },
		{ "too many users", "62288020016" },
		{ "too many guests", "70114009016" },
		{ "smallest", "-9223372036854775808" },
		{ "largest", "9223372036854775807" },
	};

	for (size_t i = 0; i < t->people.n; i++) {
		const struct person *p = &t->people.all[i];

		T_OK(ring_person_by(w, ring_person_number(w, p)) == p);
	}
	T_EACH(row, nobody)
		T_OK(ring_person_by_text(w, row->id) == NULL);
}

T(times_have_milliseconds_where_needed)
{
	char text[CLOCK_TEXT];
	int64_t us = 0;

	(void)clock_parse("2026-03-30T10:00:00Z", &us);
	T_EQ_STR(ring_time(us, text), "2026-03-30T10:00:00Z");
	T_EQ_STR(ring_time(us + 7000, text), "2026-03-30T10:00:00.007Z");
	T_EQ_STR(ring_time(us + 999999, text), "2026-03-30T10:00:00.999Z");
}

/* Whoever left is listed until the day has ended. */
T(leaving_takes_the_day)
{
	struct person p = { .status = PERSON_INACTIVE };

	(void)clock_parse("2026-03-24T10:00:00Z", &p.left_us);
	T_OK(ring_person_is_listed(&p, p.left_us + 13 * CLOCK_HOUR));
	T_OK(!ring_person_is_listed(&p, p.left_us + 14 * CLOCK_HOUR));
	p.status = PERSON_ACTIVE;
	T_OK(ring_person_is_listed(&p, p.left_us + 14 * CLOCK_HOUR));
	p.status = PERSON_PENDING;
	T_OK(!ring_person_is_listed(&p, p.left_us));
}

T_MAIN
