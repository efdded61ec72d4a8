/* Connectors of one tenant, one after the other and at once. */
#include "connector/world.h"

#include <pthread.h>

#define MANY 60

static void remove_connector(struct world *w, const char *name)
{
	struct err e = ERR_INIT;

	T_EQ_INT(connector_set_state(w->archive, w->db, name, CONNECTOR_REMOVED,
				     ACTOR_SYSTEM, &e),
		 0);
}

/* Removed, and set up again under the same name. */
static void again(struct world *w)
{
	remove_connector(w, "c");
	connector_make(w, "c");
}

static const struct fake_row everything[] = {
	{ "m",
	  "file",
	  "f",
	  "",
	  { "r", "g" },
	  "x",
	  .email = "anna@example.com" },
	{ "m", "file", "late", "", { ".", "r", "g" }, "y" },
	{ "m", "summary", "s", "v1", { "i" }, "z" },
	{ "m", "file", "refused", "", { "x" } },
	{ "n", "file", "f", "", { "b" }, "x", .email = "carl@example.com" },
	{ "nothing", "file", "f", "", { "r" }, "x" },
};

T(one_set_up_again_has_what_is_there)
{
	struct world w;
	int fetched;

	world_make(&w, everything, 6);
	must_run(&w);
	must_run(&w);
	expect(&w, "6 1 4 0 0 1 0 | 1 1 0 closed");
	T_EQ_INT(in_mailbox(&w, "anna"), 2);
	fetched = w.tenant.fetches;
	again(&w); /* the source has deleted most of it by now */
	must_run(&w);
	expect(&w, "6 0 5 0 0 1 0 | 0 0 0 closed");
	T_EQ_INT(w.tenant.fetches, fetched);
	must_run(&w);
	expect(&w, "6 0 5 0 0 1 0 | 0 0 0 closed");
	T_EQ_INT(in_mailbox(&w, "anna"), 2);
	T_EQ_INT(in_mailbox(&w, "quarantine"), 1);
	world_done(&w);
}

T(what_comes_after_is_a_supplement)
{
	struct world w;

	world_make(&w, everything, 6);
	must_run(&w);
	again(&w);
	must_run(&w);
	expect(&w, "6 1 4 0 0 1 0 | 1 1 0 closed");
	T_EQ_INT(in_mailbox(&w, "anna"), 2);
	T_EQ_INT(count(&w, "SELECT max(ordinal) FROM bundle"), 2);
	world_done(&w);
}

T(an_address_imported_after_that_brings_its_copies)
{
	AUTO(str_done) struct str json = STR_INIT;
	struct err e = ERR_INIT;
	struct world w;

	world_make(&w, everything, 6);
	must_run(&w);
	T_EQ_INT(in_mailbox(&w, "quarantine"), 1);
	again(&w);
	must_run(&w);
	/* whoever looks at this one's report sees who is not known */
	T_EQ_INT(connector_report(w.archive, w.db, "c", 0, &json, &e), 0);
	T_OK(strstr(json.s, "{\"address\":\"carl@example.com\"") != NULL);
	people_write(&w, "carl,carl@example.com\n");
	must_run(&w);
	expect(&w, "6 0 5 0 0 1 0 | 1 1 0 closed");
	T_EQ_INT(in_mailbox(&w, "carl"), 1);
	T_EQ_INT(in_mailbox(&w, "quarantine"), 0);
	must_run(&w);
	expect(&w, "6 0 5 0 0 1 0 | 0 0 0 closed");
	world_done(&w);
}

/* What the first one was at when it was removed. */
T(work_that_was_cut_off_is_taken_over)
{
	static const struct {
		const char *label, *how, *sums;
	} rows[] = {
		{ "fetched",
		  "UPDATE inventory SET state = 2, message = 0 WHERE state = 3;"
		  "UPDATE raw SET message = 0; UPDATE bundle SET ordinal = 0;",
		  "6 5 0 0 0 1 0 | 0 0 0 closed" },
		{ "made into a message",
		  "UPDATE inventory SET state = 2 WHERE message > 0"
		  " AND state = 3;",
		  "6 4 1 0 0 1 0 | 0 0 0 closed" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		int fetched;

		t_label = rows[i].label;
		world_make(&w, everything, 6);
		must_run(&w);
		must_run(&w);
		fetched = w.tenant.fetches;
		sql(&w, rows[i].how);
		again(&w);
		must_run(&w); /* one run is enough */
		expect(&w, rows[i].sums);
		T_EQ_INT(w.tenant.fetches, fetched);
		T_EQ_INT(in_mailbox(&w, "anna"), 2);
		T_EQ_INT(in_mailbox(&w, "quarantine"), 1);
		world_done(&w);
	}
}

static void *run_other(void *ctx)
{
	struct world *w = ctx;
	struct err e = ERR_INIT;

	T_OK(connector_run(w->archive, "d", NULL, NULL, &e) > 0);
	return NULL;
}

T(two_at_once_make_one_copy_each)
{
	AUTO(free)
	struct fake_row *rows = mem_alloc(MANY, sizeof(*rows));
	char names[MANY][8];
	struct catalog_totals totals;
	struct err e = ERR_INIT;
	struct world w;
	pthread_t other;

	for (int i = 0; i < MANY; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "m%d", i);
		rows[i] = (struct fake_row){ names[i],
					     "file",
					     "f",
					     "",
					     { "r" },
					     "x",
					     .email = "anna@example.com" };
	}
	world_make(&w, rows, MANY);
	connector_make(&w, "d");
	T_EQ_INT(pthread_create(&other, NULL, run_other, &w), 0);
	T_EQ_INT(run(&w, &e), 1);
	(void)pthread_join(other, NULL);
	T_EQ_INT(in_mailbox(&w, "anna"), MANY);
	T_EQ_INT(catalog_totals(archive_catalog(w.archive), &totals, &e), 0);
	T_EQ_INT(totals.messages, MANY);
	T_EQ_INT(totals.copies, MANY);
	T_EQ_INT(count(&w, "SELECT count(*) FROM inventory WHERE state <> 3"),
		 0);
	T_EQ_INT(count(&w, "SELECT sum(due) FROM delivery"), MANY);
	T_EQ_INT(count(&w, "SELECT count(*) FROM run WHERE report LIKE"
			   " '%\"closed\":true%'"),
		 2);
	world_done(&w);
}

T_MAIN
