/* When connectors are due, and that the scheduler runs them then. */
#include "catalog/held.h"
#include "connector/connector.h"
#include "connector/due.h"
#include "connector/world.h"

#include <inttypes.h>
#include <string.h>

static int64_t at(const char *text)
{
	int64_t us = 0;

	T_OK(text[0] == '\0' || clock_parse(text, &us));
	return us;
}

/* The connector's past: made then, started then ("": never). */
static void past(struct world *w, int64_t created_us, int64_t started_us)
{
	AUTO(free)
	char *text =
		str_printf("UPDATE connector SET created_us = %" PRId64
			   ", next_run_us = 0; DELETE FROM run;"
			   " INSERT INTO run SELECT 1, id, 1, 3, 0, %" PRId64
			   ", 0, 0, 0, '', '' FROM connector WHERE %" PRId64
			   " > 0",
			   created_us, started_us, started_us);

	sql(w, text);
}

static const struct fake_row one_row[] = {
	{ "m", "file", "f", "", { "r" }, "x", .email = "anna@example.com" },
};

/* Times of 2026-03-01, a Sunday, unless told. */
static const struct past_row {
	const char *label;
	const char *schedule;
	const char *created, *started, *set; /* "": never */
	const char *now, *want;
} past_rows[] = {
	{ "never ran, not yet", "daily 14:29", "2026-03-01T14:28:41Z", "", "",
	  "2026-03-01T14:28:50Z", "2026-03-01T14:29:00Z" },
	{ "never ran, missed by a second", "daily 14:29",
	  "2026-03-01T14:28:41Z", "", "", "2026-03-01T14:29:01Z",
	  "2026-03-01T14:29:00Z" },
	{ "never ran, missed by days", "daily 14:29", "2026-02-20T14:28:41Z",
	  "", "", "2026-03-01T10:00:00Z", "2026-02-20T14:29:00Z" },
	{ "ran, the next one", "daily 14:29", "2026-02-20T14:28:41Z",
	  "2026-03-01T14:29:01Z", "", "2026-03-01T14:29:02Z",
	  "2026-03-02T14:29:00Z" },
	{ "ran late, once for all it missed", "* * * * *",
	  "2026-02-20T14:28:41Z", "2026-03-01T14:29:01Z", "",
	  "2026-03-01T14:29:02Z", "2026-03-01T14:30:00Z" },
	{ "each minute, missed", "* * * * *", "2026-02-20T14:28:41Z",
	  "2026-03-01T14:29:01Z", "", "2026-03-01T14:30:01Z",
	  "2026-03-01T14:30:00Z" },
	{ "weekly, missed", "weekly sat 02:30", "2026-02-01T00:00:00Z",
	  "2026-02-21T02:30:00Z", "", "2026-03-01T14:30:01Z",
	  "2026-02-28T02:30:00Z" },
	{ "set after its time of today", "daily 14:29", "2026-02-20T14:28:41Z",
	  "2026-03-01T02:30:01Z", "2026-03-01T15:00:00Z",
	  "2026-03-01T15:00:01Z", "2026-03-02T14:29:00Z" },
	{ "set, then missed", "daily 14:29", "2026-02-20T14:28:41Z",
	  "2026-02-27T02:30:01Z", "2026-02-27T15:00:00Z",
	  "2026-03-01T15:00:01Z", "2026-02-28T14:29:00Z" },
	{ "set, then ran", "daily 14:29", "2026-02-20T14:28:41Z",
	  "2026-02-28T14:29:01Z", "2026-02-27T15:00:00Z",
	  "2026-03-01T10:00:00Z", "2026-03-01T14:29:00Z" },
	{ "every, never ran", "every 24h", "2026-02-20T14:28:41Z", "", "",
	  "2026-03-01T10:00:00Z", "2026-02-20T14:28:41Z" },
	{ "every, ran", "every 24h", "2026-02-20T14:28:41Z",
	  "2026-03-01T09:00:00Z", "", "2026-03-01T10:00:00Z",
	  "2026-03-02T09:00:00Z" },
	{ "every, set anew, counts from the start", "every 2h",
	  "2026-02-20T14:28:41Z", "2026-03-01T09:00:00Z",
	  "2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z",
	  "2026-03-01T11:00:00Z" },
	{ "a clock that ran ahead", "daily 14:29", "2026-02-20T14:28:41Z",
	  "2029-03-01T14:29:01Z", "", "2026-03-01T10:00:00Z",
	  "2026-02-20T14:29:00Z" },
	{ "manual", "manual", "2026-02-20T14:28:41Z", "", "",
	  "2026-03-01T10:00:00Z", "" },
};

T(a_missed_time_stays_due)
{
	struct world w;

	world_make(&w, one_row, 1);
	T_EACH(row, past_rows) {
		struct err e = ERR_INIT;
		int64_t next = -1;

		past(&w, at(row->created), at(row->started));
		if (row->set[0] != '\0')
			T_EQ_INT(due_begin(w.db, 1, row->schedule, at(row->set),
					   &e),
				 0);
		T_EQ_INT(due_next(w.db, 1, row->schedule, at(row->now), &next,
				  &e),
			 0);
		T_EQ_INT(next, at(row->want));
	}
	t_label = "";
	world_done(&w);
}

static int keep_next(void *ctx, const struct connector_info *info,
		     struct err *e)
{
	int64_t *next = ctx;

	(void)e;
	*next = info->next_run_us;
	return 0;
}

static int64_t next_of(struct world *w)
{
	struct err e = ERR_INIT;
	int64_t next = -1;

	T_EQ_INT(connector_each(w->archive, w->db, "c", keep_next, &next, &e),
		 0);
	return next;
}

/* The listing itself ends the scheduler: no time is waited for. */
T(the_scheduler_makes_up_a_missed_time_once)
{
	static const char *const schedules[] = { "daily 14:29",
						 "weekly sun 02:30",
						 "30 2 * * *", "every 24h" };

	for (size_t i = 0; i < sizeof(schedules) / sizeof(schedules[0]); i++) {
		atomic_bool stop = false;
		struct err e = ERR_INIT;
		struct world w;

		t_label = schedules[i];
		world_make(&w, one_row, 1);
		setting(&w, "schedule", schedules[i]);
		past(&w, clock_now_us() - 9 * CLOCK_DAY, 0);
		T_OK(next_of(&w) <= clock_now_us());
		w.tenant.listed = &stop;
		T_EQ_INT(connector_serve(w.archive, NULL, &stop, &e), 0);
		T_EQ_INT(w.tenant.lists, 1);
		T_OK(next_of(&w) > clock_now_us());
		T_EQ_INT(count(&w, "SELECT count(*) FROM run"), 1);
		world_done(&w);
	}
	t_label = "";
}

T(a_new_schedule_is_not_due_at_once)
{
	struct world w;

	world_make(&w, one_row, 1);
	past(&w, clock_now_us() - 9 * CLOCK_DAY, 0);
	setting(&w, "schedule", "daily 14:29");
	T_OK(next_of(&w) > clock_now_us());
	setting(&w, "schedule", "manual");
	T_EQ_INT(next_of(&w), 0);
	world_done(&w);
}

/* A run was asked for, and this happened before it ended. */
static const struct wait_row {
	const char *label;
	enum connector_state state; /* what a person did to the connector */
	bool held;                  /* somebody is at its run */
	bool ended;
	int rc;           /* 0: whoever waits looks again */
	const char *says; /* NULL: nothing */
} wait_rows[] = {
	{ "not begun", CONNECTOR_ACTIVE, false, false, 0, NULL },
	{ "under way", CONNECTOR_ACTIVE, true, false, 0, NULL },
	{ "ended", CONNECTOR_ACTIVE, false, true, 1, NULL },
	{ "paused, not begun", CONNECTOR_PAUSED, false, false, -1,
	  "connector \"c\" was paused before run 1 had ended; `estreat "
	  "connector resume` lets it go on" },
	{ "paused, under way: it is finished", CONNECTOR_PAUSED, true, false, 0,
	  NULL },
	{ "paused, ended", CONNECTOR_PAUSED, false, true, 1, NULL },
	{ "removed, not begun", CONNECTOR_REMOVED, false, false, -1,
	  "connector \"c\" was removed before run 1 had ended" },
	{ "removed, under way", CONNECTOR_REMOVED, true, false, 0, NULL },
};

T(who_waits_for_a_run_is_told_that_none_will_end)
{
	T_EACH(row, wait_rows) {
		AUTO(str_done) struct str error = STR_INIT;
		struct err e = ERR_INIT;
		char text[ERR_TEXT];
		int64_t n = 0;
		int held = -1;
		struct world w;

		world_make(&w, one_row, 1);
		T_EQ_INT(connector_run_request(w.archive, w.db, "c", &n, &e),
			 0);
		T_EQ_INT(n, 1);
		if (row->ended)
			T_EQ_INT(run(&w, &e), 1);
		if (row->held)
			T_EQ_INT(held_take(w.archive, OWNER_CONNECTOR, 1, &held,
					   &e),
				 0);
		if (row->state != CONNECTOR_ACTIVE)
			T_EQ_INT(connector_set_state(w.archive, w.db, "c",
						     row->state, ACTOR_SYSTEM,
						     &e),
				 0);
		T_EQ_INT(connector_run_ended(w.archive, w.db, "c", n, &error,
					     &e),
			 row->rc);
		if (row->says != NULL)
			T_EQ_STR(err_str(&e, text, sizeof(text)), row->says);
		T_EQ_INT(e.kind, row->rc < 0 ? ERR_USAGE : ERR_NONE);
		if (held >= 0)
			(void)close(held);
		world_done(&w);
	}
	t_label = "";
}

T_MAIN
