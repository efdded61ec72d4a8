/* Sessions and limits: what a client is let do, and when no more. */
#include "sandbox/ringcentral/limits.h"
#include "sandbox/ringcentral/sessions.h"

#include "base/clock.h"
#include "base/err.h"

#include "t.h"

#define NOW (INT64_C(1774915200) * CLOCK_SECOND)

T(refreshing_voids_what_was)
{
	AUTO(ring_sessions_free)
	struct ring_sessions *s = ring_sessions_new(1);
	struct ring_granted one, two, again;

	ring_sessions_begin(s, NOW, 3600, 604800, &one);
	T_EQ_INT(ring_sessions_check(s, one.access, NOW), RING_ACCESS_OK);
	T_OK(ring_sessions_refresh(s, one.refresh, NOW, 3600, 604800, &two));
	T_EQ_INT(ring_sessions_check(s, one.access, NOW), RING_ACCESS_EXPIRED);
	/* lost on the way: the same again, for up to an hour, */
	T_OK(ring_sessions_refresh(s, one.refresh, NOW + 50 * CLOCK_MINUTE,
				   3600, 604800, &again));
	T_EQ_STR(again.access, two.access);
	/* but once it is used, for seconds only */
	T_EQ_INT(ring_sessions_check(s, two.access, NOW + CLOCK_HOUR),
		 RING_ACCESS_OK);
	T_OK(!ring_sessions_refresh(s, one.refresh, NOW + CLOCK_HOUR, 3600,
				    604800, &again));
	T_OK(ring_sessions_refresh(s, two.refresh, NOW + CLOCK_HOUR, 3600,
				   604800, &again));
}

T(tokens_end)
{
	static const struct {
		const char *label;
		int64_t after_us;
		bool access, refresh;
	} rows[] = {
		{ "at once", 0, true, true },
		{ "before the hour", 3599 * CLOCK_SECOND, true, true },
		{ "after the hour", 3600 * CLOCK_SECOND, false, true },
		{ "before the week", 7 * CLOCK_DAY - 1, false, true },
		{ "after the week", 7 * CLOCK_DAY, false, false },
	};

	T_EACH(row, rows) {
		AUTO(ring_sessions_free)
		struct ring_sessions *s = ring_sessions_new(1);
		struct ring_granted g, next;

		ring_sessions_begin(s, NOW, 3600, 604800, &g);
		T_EQ_INT(ring_sessions_check(s, g.access, NOW + row->after_us),
			 row->access ? RING_ACCESS_OK : RING_ACCESS_EXPIRED);
		T_EQ_INT(ring_sessions_refresh(s, g.refresh,
					       NOW + row->after_us, 3600,
					       604800, &next),
			 row->refresh);
	}
}

T(made_up_tokens_are_refused)
{
	AUTO(ring_sessions_free)
	struct ring_sessions *s = ring_sessions_new(1);
	AUTO(ring_sessions_free)
	struct ring_sessions *other = ring_sessions_new(2);
	struct ring_granted g, theirs, next;
	static const struct {
		const char *label, *text;
	} rows[] = {
		{ "empty", "" },
		{ "short", "RCA.1.0." },
		{ "text", "Bearer" },
		{ "unsigned", "RCA.1.0.00000000000000000000000000000000" },
	};

	ring_sessions_begin(s, NOW, 3600, 604800, &g);
	ring_sessions_begin(other, NOW, 3600, 604800, &theirs);
	T_EACH(row, rows)
		T_EQ_INT(ring_sessions_check(s, row->text, NOW),
			 RING_ACCESS_UNKNOWN);
	T_EQ_INT(ring_sessions_check(s, theirs.access, NOW),
		 RING_ACCESS_UNKNOWN);
	T_EQ_INT(ring_sessions_check(s, g.refresh, NOW), RING_ACCESS_UNKNOWN);
	T_OK(!ring_sessions_refresh(s, g.access, NOW, 3600, 604800, &next));
	T_OK(ring_sessions_revoke(s, g.access));
	T_EQ_INT(ring_sessions_check(s, g.access, NOW), RING_ACCESS_EXPIRED);
}

T(the_sixth_session_ends_the_first)
{
	AUTO(ring_sessions_free)
	struct ring_sessions *s = ring_sessions_new(1);
	struct ring_granted g[6];

	for (size_t i = 0; i < 6; i++)
		ring_sessions_begin(s, NOW, 3600, 604800, &g[i]);
	for (size_t i = 0; i < 6; i++)
		T_EQ_INT(ring_sessions_check(s, g[i].access, NOW),
			 i == 0 ? RING_ACCESS_EXPIRED : RING_ACCESS_OK);
}

/* ---- limits ---- */

static struct ring_switches plan(void)
{
	struct ring_switches s;
	struct err e = ERR_INIT;

	ring_switches_default(&s);
	T_EQ_INT(ring_switches_set(&s, "limits=plan", false, &e), 0);
	return s;
}

T(groups_have_their_own_numbers)
{
	static const struct {
		const char *label;
		enum ring_group group;
		unsigned int limit;
	} rows[] = {
		{ "Light", RING_LIGHT, 50 },
		{ "Medium", RING_MEDIUM, 40 },
		{ "Heavy", RING_HEAVY, 10 },
		{ "Auth", RING_AUTH, 5 },
	};
	AUTO(ring_limits_free) struct ring_limits *l = ring_limits_new();
	struct ring_switches s = plan();

	T_EACH(row, rows) {
		struct ring_counted c = { 0 };

		T_EQ_STR(ring_group_name(row->group), row->label);
		for (unsigned int i = 1; i <= row->limit; i++) {
			c = ring_limits_count(l, &s, row->group, NOW);
			T_EQ_INT(c.left, row->limit - i);
			T_EQ_INT(c.wait_s, 0);
		}
		c = ring_limits_count(l, &s, row->group, NOW);
		T_EQ_INT(c.wait_s, 60);
		T_OK(!c.in_penalty);
	}
}

T(who_asks_in_the_penalty_begins_it_anew)
{
	AUTO(ring_limits_free) struct ring_limits *l = ring_limits_new();
	struct ring_switches s = plan();
	struct ring_counted c = { 0 };
	int64_t us = NOW;

	for (int i = 0; i < 6; i++)
		c = ring_limits_count(l, &s, RING_AUTH, us);
	T_EQ_INT(c.wait_s, 60);
	c = ring_limits_count(l, &s, RING_AUTH, us + CLOCK_SECOND / 2);
	T_EQ_INT(c.wait_s, 60);
	T_OK(!c.in_penalty);          /* was under way */
	for (int i = 0; i < 5; i++) { /* again and again, a second too early */
		us += 59 * CLOCK_SECOND;
		c = ring_limits_count(l, &s, RING_AUTH, us);
		T_EQ_INT(c.wait_s, 60);
		T_OK(c.in_penalty);
	}
	us += 60 * CLOCK_SECOND;
	c = ring_limits_count(l, &s, RING_AUTH, us);
	T_EQ_INT(c.wait_s, 0);
	T_EQ_INT(c.left, 4);
}

T(the_window_slides)
{
	AUTO(ring_limits_free) struct ring_limits *l = ring_limits_new();
	struct ring_switches s = plan();

	for (int i = 0; i < 40; i++) /* one in twelve seconds: for ever */
		T_EQ_INT(ring_limits_count(l, &s, RING_AUTH,
					   NOW + i * 13 * CLOCK_SECOND)
				 .wait_s,
			 0);
}

/* ---- switches ---- */

T(switches_are_read)
{
	static const struct {
		const char *label, *text;
		bool fixed;
		int want;
	} rows[] = {
		{ "volume", "posts=1000000", false, 0 },
		{ "volume, too late", "posts=1000000", true, -1 },
		{ "no chats", "chats=0", false, -1 },
		{ "too many chats", "chats=1000001", false, -1 },
		{ "retention", "retention=60", false, 0 },
		{ "another retention", "retention=61", false, -1 },
		{ "too many files", "files=1001", false, -1 },
		{ "negative", "calls=-1", false, -1 },
		{ "word", "zip=zip64", true, 0 },
		{ "unknown word", "zip=rar", true, -1 },
		{ "part of a word", "zip=def", true, -1 },
		{ "no value is on", "deleted-text", false, 0 },
		{ "limits", "limits=1/2/3/4/5", true, 0 },
		{ "no limit", "limits=0/2/3/4/5", true, -1 },
		{ "too few limits", "limits=1/2/3", true, -1 },
		{ "scopes", "scopes=Video+ReadMessages", true, 0 },
		{ "unknown", "colour=red", true, -1 },
		{ "empty", "", true, -1 },
	};

	T_EACH(row, rows) {
		struct err e = ERR_INIT;
		struct ring_switches s;

		ring_switches_default(&s);
		T_EQ_INT(ring_switches_set(&s, row->text, row->fixed, &e),
			 row->want);
		T_EQ_INT(e.kind, row->want == 0 ? ERR_NONE : ERR_USAGE);
	}
}

T(scopes_are_whole_words)
{
	struct ring_switches s;
	struct err e = ERR_INIT;

	ring_switches_default(&s);
	T_OK(ring_switches_scope(&s, "Video"));
	T_EQ_INT(ring_switches_set(&s, "scopes=ReadCallLog+Video", false, &e),
		 0);
	T_OK(ring_switches_scope(&s, "Video"));
	T_OK(ring_switches_scope(&s, "ReadCallLog"));
	T_OK(!ring_switches_scope(&s, "ReadCall"));
	T_OK(!ring_switches_scope(&s, "ReadMessages"));
}

T_MAIN
