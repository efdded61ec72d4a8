/* How a connector's runs begin, are broken off, fail and are told of. */
#include "connector/world.h"

#include "catalog/held.h"
#include "tests/fake/fake-target.h"

/* What connector_each() says of "c", as one line. */
static int keep_state(void *ctx, const struct connector_info *info,
		      struct err *e)
{
	struct str *line = ctx;

	(void)e;
	str_addf(line, "%s %lld %s|%s", info->last_result,
		 (long long)info->failed_tries,
		 info->failing_since_us > 0 ? "since" : "-", info->last_error);
	return 0;
}

static void expect_state(struct world *w, const char *want)
{
	AUTO(str_done) struct str line = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(connector_each(w->archive, w->db, "c", keep_state, &line, &e),
		 0);
	T_EQ_STR(line.s, want);
}

#define REFUSED "sign-in refused: scope a:b is missing"

T(a_source_that_is_away_is_seen)
{
	static const struct fake_row rows[] = {
		{ "m", "file", "f", "", { "r" }, "x", .email = "bo@x.org" },
	};
	static const struct {
		const char *label;
		enum err_kind hello, list;
		const char *want;
	} steps[] = {
		{ "well", ERR_NONE, ERR_NONE, "closed 0 -|" },
		{ "away", ERR_RETRY, ERR_NONE, "failing 1 since|" REFUSED },
		{ "still", ERR_RETRY, ERR_NONE, "failing 2 since|" REFUSED },
		{ "there again", ERR_NONE, ERR_NONE, "closed 0 -|" },
		{ "cut off", ERR_NONE, ERR_RETRY,
		  "failing 1 since|list Fake: page 2 broke" },
		{ "and away", ERR_RETRY, ERR_NONE, "failing 2 since|" REFUSED },
		/* an end with a reason of its own */
		{ "failed", ERR_SOURCE, ERR_NONE, "failed 0 -|" REFUSED },
		{ "well again", ERR_NONE, ERR_NONE, "closed 0 -|" },
	};
	struct world w;

	world_make(&w, rows, 1);
	T_EACH(step, steps) {
		struct err e = ERR_INIT;

		w.tenant.hello_fails = step->hello;
		w.tenant.list_fails = step->list;
		T_EQ_INT(run(&w, &e) > 0,
			 strncmp(step->want, "closed", 6) == 0);
		expect_state(&w, step->want);
	}
	t_label = "";
	world_done(&w);
}

/* A person who ends a run finds no fault. */
T(stopping_is_no_failure)
{
	static const struct fake_row rows[] = {
		{ "m", "file", "f", "", { "r" }, "x", .email = "bo@x.org" },
	};
	struct world w;
	struct err e = ERR_INIT;
	atomic_bool stop = false;
	AUTO(str_done) struct str json = STR_INIT;
	int fd = -1;

	world_make(&w, rows, 1);
	w.tenant.listed = &stop;
	T_EQ_INT(connector_run(w.archive, "c", NULL, &stop, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	err_clear(&e);
	/* nobody is at it any more, whatever else this process works on */
	expect_state(&w, "interrupted 0 -|");
	T_EQ_INT(connector_report(w.archive, w.db, "c", 0, &json, &e), 0);
	T_OK(strstr(json.s, "\"state\":\"interrupted\"") != NULL);
	T_EQ_INT(held_take(w.archive, OWNER_CONNECTOR, 1, &fd, &e),
		 0); /* as a run does */
	expect_state(&w, "running 0 -|");
	T_EQ_INT(run(&w, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	(void)close(fd);
	must_run(&w);
	expect_state(&w, "closed 0 -|");
	world_done(&w);
}

/* Cut off between the row of a refused run and its end. */
T(a_refused_run_that_was_cut_off_goes_on)
{
	static const struct fake_row rows[] = {
		{ "m", "file", "f", "", { "r" }, "x", .email = "bo@x.org" },
	};
	struct world w;
	struct err e = ERR_INIT;
	AUTO(str_done) struct str json = STR_INIT;

	world_make(&w, rows, 1);
	w.tenant.hello_fails = ERR_SOURCE;
	T_EQ_INT(run(&w, &e), -1);
	sql(&w, "UPDATE run SET state = 1, ended_us = 0, report = ''");
	w.tenant.hello_fails = ERR_NONE;
	err_clear(&e);
	T_EQ_INT(run(&w, &e), 1);
	T_EQ_INT(w.tenant.from_us, NOON - 180 * CLOCK_DAY);
	T_EQ_INT(connector_report(w.archive, w.db, "c", 1, &json, &e), 0);
	T_OK(strstr(json.s, "\"as_of\":\"2026-03-01T10:00:00Z\"") != NULL);
	world_done(&w);
}

static bool reports(struct world *w, int64_t n, const char *want)
{
	AUTO(str_done) struct str json = STR_INIT;
	struct err e = ERR_INIT;

	if (connector_report(w->archive, w->db, "c", n, &json, &e) < 0) {
		T_EQ_INT(e.kind, ERR_USAGE);
		return strstr(e.text, want) != NULL;
	}
	return strstr(json.s, want) != NULL;
}

static int no_line(void *ctx, const struct connector_log_line *line,
		   struct err *e)
{
	(void)ctx;
	(void)line;
	(void)e;
	return 0;
}

static void remove_it(struct world *w)
{
	struct err e = ERR_INIT;

	T_EQ_INT(connector_set_state(w->archive, w->db, "c", CONNECTOR_REMOVED,
				     ACTOR_SYSTEM, &e),
		 0);
}

T(a_report_is_of_the_living_connector)
{
	static const struct fake_row rows[] = {
		{ "m", "file", "f", "", { "r" }, "x", .email = "bo@x.org" },
	};
	struct world w;
	struct err e = ERR_INIT;

	world_make(&w, rows, 1);
	must_run(&w);
	must_run(&w);
	T_OK(!reports(&w, 0, "removed"));
	remove_it(&w);
	T_OK(reports(&w, 0, "\"removed\":true"));
	T_OK(reports(&w, 2, "\"run\":2"));
	connector_make(&w, "c");
	T_OK(reports(&w, 0, "has not run yet"));
	T_OK(reports(&w, 2, "has no run 2"));
	must_run(&w);
	T_OK(reports(&w, 0, "\"run\":1"));
	T_OK(!reports(&w, 1, "removed"));
	remove_it(&w);
	T_OK(reports(&w, 0, "\"run\":1")); /* of the later one */
	T_OK(reports(&w, 2, "has no run 2"));
	T_EQ_INT(connector_log(w.archive, w.db, "c", 2, no_line, NULL, &e), -1);
	world_done(&w);
}

/* One worker waits for the source while another meets what ends the run. */
T(a_fatal_error_ends_the_siblings_waits)
{
	static const struct fake_row rows[] = {
		{ "m", "file", "f", "", { "r" }, "x", .waits = true },
		{ "n", "file", "f", "", { "r" }, "x" }, /* in the same hand */
		{ "o", "file", "f", "", { "r" }, "x", .fails = ERR_SOURCE },
	};
	struct world w;
	struct err e = ERR_INIT;

	world_make(&w, rows, 3);
	T_EQ_INT(run(&w, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	/* what was broken off has not failed */
	T_EQ_INT(count(&w, "SELECT sum(attempts) FROM job"), 0);
	world_done(&w);
}

T(a_message_no_mailbox_takes_is_told)
{
	static const struct fake_row rows[] = {
		{ "m", "file", "f", "", { "r" }, "x", .email = "bo@x.org" },
	};
	static const struct {
		const char *label;
		enum err_kind kind;
		const char *first, *second;
	} cases[] = {
		{ "for its content", ERR_ITEM, "1 0 0 0 0 1 0 | 0 0 0 closed",
		  "1 0 0 0 0 1 0 | 0 0 0 closed" },
		{ "for now", ERR_RETRY, "1 0 0 0 1 0 0 | 0 0 0 closed",
		  "1 1 0 0 0 0 0 | 1 0 1 closed" },
	};

	T_EACH(row, cases) {
		struct world w;

		world_make(&w, rows, 1);
		fake_target_refuse(row->kind, 1);
		must_run(&w);
		expect(&w, row->first);
		T_OK(row->kind != ERR_ITEM ||
		     reports(&w, 1, "takes no such message"));
		must_run(&w);
		expect(&w, row->second);
		world_done(&w);
	}
	t_label = "";
}

T(what_is_said_when_it_cannot_begin)
{
	static const struct fake_row rows[] = {
		{ "m", "file", "f", "", { "r" }, "x", .email = "bo@x.org" },
	};
	struct world w;
	struct err e = ERR_INIT;
	atomic_bool stop = true;
	char text[ERR_TEXT];

	world_make(&w, rows, 1);
	w.tenant.hello_fails = ERR_RETRY;
	T_EQ_INT(connector_run(w.archive, "c", NULL, &stop, &e), -1);
	T_EQ_STR(err_str(&e, text, sizeof(text)),
		 "connector c: stopped as told, before a run had begun");
	err_clear(&e);
	T_EQ_INT(connector_set_state(w.archive, w.db, "c", CONNECTOR_PAUSED,
				     ACTOR_SYSTEM, &e),
		 0);
	T_EQ_INT(run(&w, &e), -1);
	T_EQ_STR(err_str(&e, text, sizeof(text)),
		 "connector \"c\" is paused; `estreat connector resume` it "
		 "first");
	world_done(&w);
}

static const struct bad_connector {
	const char *label;
	const char *name, *source;
	struct value set, secret;
} bad_connectors[] = {
	{ "name taken", "c", "fake", { "account", "1" }, { "password", "p" } },
	{ "name taken in other letters",
	  "C",
	  "fake",
	  { "account", "1" },
	  { "password", "p" } },
	{ "no source",
	  "d",
	  "nowhere",
	  { "account", "1" },
	  { "password", "p" } },
	{ "unknown setting",
	  "d",
	  "fake",
	  { "accounts", "1" },
	  { "password", "p" } },
	{ "secret as setting",
	  "d",
	  "fake",
	  { "password", "p" },
	  { "password", "p" } },
	{ "setting missing",
	  "d",
	  "fake",
	  { "folder", "x" },
	  { "password", "p" } },
	{ "refused by the source",
	  "d",
	  "fake",
	  { "account", "bad" },
	  { "password", "p" } },
	{ "bad schedule",
	  "d",
	  "fake",
	  { "schedule", "often" },
	  { "password", "p" } },
	{ "bad name", "d\n", "fake", { "account", "1" }, { "password", "p" } },
	{ "header of ours",
	  "d",
	  "fake",
	  { "header.Subject", "x" },
	  { "password", "p" } },
};

T(names_are_unique_and_settings_are_checked)
{
	static const struct fake_row rows[] = {
		{ "m", "file", "f", "", { "." }, "x" },
	};
	struct world w;

	world_make(&w, rows, 1);
	T_EACH(row, bad_connectors) {
		struct connector_new n = { .name = row->name,
					   .source = row->source,
					   .given.settings = &row->set,
					   .given.n_settings = 1,
					   .given.secrets = &row->secret,
					   .given.n_secrets = 1,
					   .actor = { "test", "" } };
		struct err e = ERR_INIT;

		T_EQ_INT(connector_add(w.archive, w.db, &n, &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
	}
	t_label = "";
	world_done(&w);
}

T_MAIN
