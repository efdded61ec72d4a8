/* Whole runs over a source that is a table (tests/fake/fake-source.h). */
#include "connector/world.h"

T(a_meeting_arrives_once)
{
	static const struct fake_row rows[] = {
		{ "m1",
		  "meeting",
		  "m1",
		  "",
		  { "r" },
		  NULL,
		  .email = "anna@example.com" },
		{ "m1",
		  "file",
		  "f1",
		  "",
		  { "rr" },
		  "hello",
		  .email = "BO@example.com" },
		{ "m1",
		  "file",
		  "f2",
		  "",
		  { "gr", "g" },
		  "world",
		  .email = "guest@elsewhere.example" },
	};
	struct world w;

	world_make(&w, rows, 3);
	must_run(&w);
	expect(&w, "3 3 0 0 0 0 0 | 2 2 0 closed");
	T_EQ_INT(in_mailbox(&w, "anna"), 1);
	T_EQ_INT(in_mailbox(&w, "bo"), 1);
	T_EQ_INT(in_mailbox(&w, "quarantine"), 0);
	must_run(&w);
	expect(&w, "3 0 3 0 0 0 0 | 0 0 0 closed");
	T_EQ_INT(in_mailbox(&w, "anna"), 1);
	T_EQ_INT(w.tenant.fetches, 1);
	world_done(&w);
}

T(every_state_is_counted)
{
	static const struct fake_row rows[] = {
		{ "m",
		  "meeting",
		  "m",
		  "",
		  { "r" },
		  NULL,
		  .email = "anna@example.com" },
		{ "m", "file", "gone", "", { "g" } },
		{ "m", "file", "refused", "", { "x" } },
		{ "m", "file", "left-out", "", { "e" } },
		{ "m",
		  "file",
		  "gone-late",
		  "",
		  { "r" },
		  "x",
		  .settles = SOURCE_GONE },
		{ "n",
		  "meeting",
		  "n",
		  "",
		  { "r" },
		  NULL,
		  .email = "anna@example.com" },
		{ "n", "file", "wait", "", { "w" } },
	};
	struct world w;

	world_make(&w, rows, 7);
	must_run(&w);
	/* n waits for its file: nothing of it is archived yet */
	expect(&w, "7 1 0 1 2 1 2 | 1 1 0 closed");
	must_run(&w);
	must_run(&w);
	expect(&w, "7 0 1 1 2 1 2 | 0 0 0 closed");
	must_run(&w); /* 72 hours have passed */
	expect(&w, "7 1 1 1 1 1 2 | 1 1 0 closed");
	world_done(&w);
}

T(what_comes_late_is_a_supplement)
{
	static const struct fake_row rows[] = {
		{ "m",
		  "meeting",
		  "m",
		  "",
		  { "r" },
		  NULL,
		  .email = "anna@example.com" },
		{ "m", "file", "now", "", { "r" }, "now" },
		{ "m", "file", "tomorrow", "", { ".", "r" }, "tomorrow" },
		{ "m", "summary", "m", "v1", { "r" }, "one" },
		{ "m", "summary", "m", "v2", { ".", ".", "i" }, "two" },
	};
	struct world w;

	world_make(&w, rows, 5);
	must_run(&w);
	expect(&w, "3 3 0 0 0 0 0 | 1 1 0 closed");
	must_run(&w);
	expect(&w, "4 1 3 0 0 0 0 | 1 1 0 closed");
	must_run(&w);
	expect(&w, "5 1 4 0 0 0 0 | 1 1 0 closed");
	T_EQ_INT(in_mailbox(&w, "anna"), 3);
	world_done(&w);
}

T(one_bad_item_stops_nothing)
{
	static const struct fake_row rows[] = {
		{ "a",
		  "file",
		  "item",
		  "",
		  { "r" },
		  "x",
		  .fails = ERR_ITEM,
		  .email = "anna@example.com" },
		{ "b",
		  "file",
		  "retry",
		  "",
		  { "r" },
		  "x",
		  .fails = ERR_RETRY,
		  .fail_times = 1,
		  .email = "anna@example.com" },
		{ "c",
		  "file",
		  "short",
		  "",
		  { "r" },
		  "x",
		  .announced = 9,
		  .email = "anna@example.com" },
		{ "d",
		  "file",
		  "good",
		  "",
		  { "r" },
		  "x",
		  .email = "anna@example.com" },
		{ "unreadable", "file", "u", "", { "r" }, "y" },
		{ "nothing", "file", "n", "", { "r" }, "z" },
	};
	struct world w;

	world_make(&w, rows, 6);
	must_run(&w);
	/* a: failed, told in a message; b, c: again later; u: set aside */
	expect(&w, "6 2 0 0 2 2 0 | 2 2 0 closed");
	must_run(&w);
	expect(&w, "6 1 2 0 1 2 0 | 1 1 0 closed");
	T_EQ_INT(in_mailbox(&w, "anna"), 3);
	world_done(&w);
}

T(nobody_known_goes_to_quarantine_and_moves_on)
{
	static const struct fake_row rows[] = {
		{ "m",
		  "file",
		  "f",
		  "",
		  { "r" },
		  "x",
		  .email = "carl@example.com" },
		{ "n",
		  "file",
		  "f",
		  "",
		  { "r" },
		  "x",
		  .email = "anna@example.com" },
		{ "n",
		  "file",
		  "g",
		  "",
		  { "r" },
		  "x",
		  .email = "carl@example.com" },
	};
	struct world w;

	world_make(&w, rows, 3);
	must_run(&w);
	expect(&w, "3 3 0 0 0 0 0 | 2 1 1 closed");
	T_EQ_INT(in_mailbox(&w, "quarantine"), 1);
	people_write(&w, "carl,carl@example.com\n");
	must_run(&w);
	/* carl gets both; the quarantine is empty; anna keeps her one */
	expect(&w, "3 0 3 0 0 0 0 | 2 2 0 closed");
	T_EQ_INT(in_mailbox(&w, "quarantine"), 0);
	T_EQ_INT(in_mailbox(&w, "carl"), 2);
	T_EQ_INT(in_mailbox(&w, "anna"), 1);
	must_run(&w);
	expect(&w, "3 0 3 0 0 0 0 | 0 0 0 closed");
	world_done(&w);
}

T(a_person_must_act)
{
	static const struct fake_row rows[] = {
		{ "m",
		  "file",
		  "f",
		  "",
		  { "r" },
		  "x",
		  .fails = ERR_SOURCE,
		  .fail_times = 1,
		  .email = "anna@example.com" },
	};
	struct world w;
	struct err e = ERR_INIT;
	AUTO(str_done) struct str json = STR_INIT;

	world_make(&w, rows, 1);
	w.tenant.hello_fails = ERR_SOURCE;
	T_EQ_INT(run(&w, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	err_clear(&e);
	T_EQ_INT(connector_report(w.archive, w.db, "c", 1, &json, &e), 0);
	T_OK(strstr(json.s, "\"state\":\"failed\"") != NULL);
	T_OK(strstr(json.s, "scope a:b is missing") != NULL);
	T_OK(strstr(json.s, "\"as_of\":null") != NULL); /* nor is ours */
	w.tenant.hello_fails = ERR_NONE;
	T_EQ_INT(run(&w, &e), -1); /* in mid-run */
	T_EQ_INT(e.kind, ERR_SOURCE);
	err_clear(&e);
	expect(&w, "1 0 0 0 1 0 0 | 0 0 0 closed");
	must_run(&w);
	expect(&w, "1 1 0 0 0 0 0 | 1 1 0 closed");
	world_done(&w);
}

T(what_is_not_permitted_is_listed_later)
{
	static const struct fake_row rows[] = {
		{ "m", "file", "f", "", { "r" }, "x", .email = "bo@x.org" },
	};
	struct world w;
	struct err e = ERR_INIT;
	AUTO(str_done) struct str json = STR_INIT;
	int64_t first;

	world_make(&w, rows, 1);
	w.tenant.lacks = "scope a:b is missing";
	T_EQ_INT(run(&w, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	T_OK(strstr(e.text, "users: scope a:b is missing") != NULL);
	err_clear(&e);
	T_EQ_INT(connector_report(w.archive, w.db, "c", 1, &json, &e), 0);
	T_OK(strstr(json.s, "\"state\":\"failed\"") != NULL);
	expect(&w, "1 1 0 0 0 0 0 | 1 0 1 closed"); /* but the rest is there */
	first = w.tenant.from_us;
	w.tenant.lacks = NULL;
	must_run(&w);
	T_EQ_INT(w.tenant.from_us, first); /* from where it was missing */
	must_run(&w);
	T_EQ_INT(w.tenant.from_us, NOON - 14 * CLOCK_DAY);
	world_done(&w);
}

T(what_the_listing_says_beside_outlives_the_run)
{
	static const struct fake_row rows[] = {
		{ "m",
		  "file",
		  "f",
		  "",
		  { "b" },
		  "x",
		  .fails = ERR_SOURCE,
		  .fail_times = 1,
		  .email = "anna@example.com" },
	};
	struct world w;
	struct err e = ERR_INIT;

	world_make(&w, rows, 1);
	T_EQ_INT(run(&w, &e), -1); /* nothing was fetched */
	T_EQ_INT(e.kind, ERR_SOURCE);
	T_EQ_INT(count(&w, "SELECT count(*) FROM raw WHERE name = 'history'"
			   " AND message = 0"),
		 1);
	must_run(&w);
	expect(&w, "1 1 0 0 0 0 0 | 1 1 0 closed");
	T_EQ_INT(count(&w, "SELECT count(*) FROM raw WHERE name = 'history'"
			   " AND message > 0"),
		 1);
	must_run(&w); /* told again, it is not news */
	T_EQ_INT(count(&w, "SELECT count(*) FROM raw WHERE name = 'history'"
			   " AND message > 0"),
		 1);
	world_done(&w);
}

/* A supplement is of another day, but goes to those who were there. */
T(an_address_is_whose_it_was_at_the_meeting)
{
	static const struct fake_row rows[] = {
		{ "m",
		  "file",
		  "f1",
		  "",
		  { "r", "." },
		  "one",
		  .email = "desk@example.com" },
		{ "m", "file", "f2", "", { ".", "r", "." }, "two" },
	};
	struct world w;
	AUTO(free) char *path = NULL;
	struct directory_import im = { 0 };
	struct err e = ERR_INIT;
	FILE *f;

	world_make(&w, rows, 2);
	path = str_printf("%s/../desk.csv", w.home);
	f = fopen(path, "w");
	T_OK(f != NULL);
	(void)fputs("mailbox,address,valid_from,valid_until\n"
		    "old,desk@example.com,,2026-03-01T22:00:00Z\n"
		    "new,desk@example.com,2026-03-01T22:00:00Z,\n",
		    f);
	(void)fclose(f);
	T_EQ_INT(directory_import_csv(w.db, path, &im, &e), 0);
	must_run(&w);
	must_run(&w);
	T_EQ_INT(in_mailbox(&w, "old"), 2);
	T_EQ_INT(in_mailbox(&w, "new"), 0);
	world_done(&w);
}

T(a_listing_that_broke_is_done_again)
{
	static const struct fake_row rows[] = {
		{ "m",
		  "file",
		  "f",
		  "",
		  { "r" },
		  "x",
		  .email = "anna@example.com" },
		{ "m", "file", "g", "", { "r" }, "y" },
	};
	struct world w;
	struct err e = ERR_INIT;

	world_make(&w, rows, 2);
	w.tenant.list_fails = ERR_RETRY;
	T_EQ_INT(run(&w, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_EQ_INT(w.tenant.fetches, 0); /* nothing before it is complete */
	w.tenant.list_fails = ERR_NONE;
	world_close(&w); /* the process ends in between */
	world_open(&w);
	err_clear(&e);
	T_EQ_INT(run(&w, &e), 1); /* still the same run */
	expect(&w, "2 2 0 0 0 0 0 | 1 1 0 closed");
	world_done(&w);
}

T(a_lost_import_is_made_up_for)
{
	static const struct fake_row rows[] = {
		{ "m",
		  "file",
		  "f",
		  "",
		  { "r" },
		  "x",
		  .email = "anna@example.com" },
		{ "n",
		  "file",
		  "f",
		  "",
		  { "r" },
		  "x",
		  .email = "anna@example.com" },
	};
	struct world w;

	world_make(&w, rows, 2);
	must_run(&w);
	/* as if the process had died just then, and the job with it */
	sql(&w, "UPDATE inventory SET state = 2, settled_run = 0"
		" WHERE bundle = 1;");
	T_EQ_INT(count(&w, "SELECT count(*) FROM job"), 0);
	must_run(&w);
	expect(&w, "2 1 1 0 0 0 0 | 0 0 0 closed");
	T_EQ_INT(in_mailbox(&w, "anna"), 2);
	world_done(&w);
}

/* Its address in `unmapped` of the last run, as it would be imported. */
static char *unmapped(struct world *w, const char *name)
{
	AUTO(str_done) struct str json = STR_INIT;
	struct err e = ERR_INIT;
	char *found = NULL;
	json_t *o, *one;
	size_t i;

	T_EQ_INT(connector_report(w->archive, w->db, "c", 0, &json, &e), 0);
	o = json_loads(json.s, 0, NULL);
	json_array_foreach(
		json_object_get(o, "unmapped"), i,
		one) if (strcmp(json_string_value(json_object_get(one, "name")),
				name) == 0) found =
		mem_strdup(json_string_value(json_object_get(one, "address")));
	json_decref(o);
	return found;
}

T(who_has_no_address_can_be_mapped_later)
{
	static const struct fake_row rows[] = {
		{ "m", "file", "f", "", { "r" }, "x", .email = "Dora Dal" },
		{ "n", "file", "f", "", { "r" }, "x", .email = "Dora Dal" },
		{ "n",
		  "file",
		  "g",
		  "",
		  { "r" },
		  "x",
		  .email = "bo@example.com" },
	};
	AUTO(free) char *address = NULL;
	AUTO(free) char *line = NULL;
	struct world w;

	world_make(&w, rows, 3);
	must_run(&w);
	expect(&w, "3 3 0 0 0 0 0 | 2 1 1 closed");
	address = unmapped(&w, "Dora Dal");
	T_OK(address != NULL && strstr(address, "@fake.invalid") != NULL);
	line = str_printf("dora,%s\n", address);
	people_write(&w, line);
	must_run(&w);
	expect(&w, "3 0 3 0 0 0 0 | 2 2 0 closed");
	T_EQ_INT(in_mailbox(&w, "dora"), 2);
	T_EQ_INT(in_mailbox(&w, "quarantine"), 0);
	T_EQ_INT(in_mailbox(&w, "bo"), 1);
	world_done(&w);
}

/* The message was stored, the process died, the missing part came. */
T(an_adopted_message_has_only_what_it_carries)
{
	static const struct fake_row rows[] = {
		{ "m",
		  "file",
		  "f",
		  "",
		  { "r" },
		  "x",
		  .email = "anna@example.com" },
		{ "m", "file", "g", "", { "x", "r" }, "y" },
	};
	struct world w;

	world_make(&w, rows, 2);
	must_run(&w);
	expect(&w, "2 1 0 0 0 1 0 | 1 1 0 closed");
	sql(&w, "UPDATE inventory SET message = 0;"
		"UPDATE inventory SET state = 2, settled_run = 0"
		" WHERE object = 'f';"
		"UPDATE raw SET message = 0; UPDATE bundle SET ordinal = 0;");
	must_run(&w);
	expect(&w, "2 2 0 0 0 0 0 | 1 1 0 closed");
	T_EQ_INT(in_mailbox(&w, "anna"), 2);
	T_EQ_INT(count(&w, "SELECT count(DISTINCT message) FROM inventory"), 2);
	world_done(&w);
}

/* As many fetches at one time as it says: no fewer, and no more. */
T(workers_is_how_many_fetch)
{
	enum { BUNDLES = 80 };
	static const struct {
		const char *label, *workers;
		int want;
	} cases[] = { { "one", "1", 1 },
		      { "three", "3", 3 },
		      { "as it comes", NULL, 4 },
		      { "many", "32", 32 } };
	static char names[BUNDLES][8];
	struct fake_row rows[BUNDLES];

	for (size_t i = 0; i < BUNDLES; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "m%zu", i);
		rows[i] = (struct fake_row){ names[i],
					     "file",
					     "f",
					     "",
					     { "r" },
					     "x",
					     .email = "anna@example.com" };
	}
	T_EACH(row, cases) {
		struct world w;

		world_make(&w, rows, BUNDLES);
		if (row->workers != NULL)
			setting(&w, "workers", row->workers);
		w.tenant.gather = row->want;
		must_run(&w);
		T_EQ_INT(w.tenant.fetches, BUNDLES);
		T_EQ_INT(w.tenant.most, row->want);
		world_done(&w);
	}
	t_label = "";
}

T_MAIN
