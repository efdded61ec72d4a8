/* Copies come to mailboxes outside: each once, and its sums close. */
#include "delivery/post.h"

#include "delivery/outbox.h"

static const struct fake_row rows[] = {
	{ "m", "file", "f", "", { "r", "." }, "x", .email = "bo@example.com" },
	{ "n",
	  "file",
	  "f",
	  "",
	  { "r", "." },
	  "x",
	  .email = "anna@example.com" },
	{ "o", "file", "f", "", { "r", "." }, "x", .email = "who@x.org" },
};

static const struct fake_row many[] = {
	{ "a", "file", "f", "", { "r", "." }, "x", .email = "bo@example.com" },
	{ "b", "file", "f", "", { "r", "." }, "x", .email = "bo@example.com" },
	{ "c", "file", "f", "", { "r", "." }, "x", .email = "bo@example.com" },
	{ "d", "file", "f", "", { "r", "." }, "x", .email = "bo@example.com" },
	{ "e", "file", "f", "", { "r", "." }, "x", .email = "bo@example.com" },
	{ "f",
	  "file",
	  "f",
	  "",
	  { "r", "." },
	  "x",
	  .email = "anna@example.com" },
};

/* A number of the report of the last run, "now.waiting" or "total.copies";
   where "": of the report itself. */
static int64_t reported(struct post *p, const char *where, const char *what)
{
	AUTO(str_done) struct str json = STR_INIT;
	struct err e = ERR_INIT;
	json_t *o, *part;
	int64_t n;

	T_EQ_INT(connector_report(p->w.archive, p->w.db, "c", 0, &json, &e), 0);
	o = json_loads(json.s, 0, NULL);
	part = *where == '\0' ? o : json_object_get(o, where);
	n = part == NULL ? -1
	    : strcmp(what, "closed") == 0
		    ? json_is_true(json_object_get(part, what))
		    : json_integer_value(json_object_get(part, what));
	json_decref(o);
	return n;
}

T(a_run_delivers)
{
	struct post p;

	post_make(&p, rows, 3);
	must_run(&p.w);
	T_EQ_INT(p.server->n, 2);
	T_EQ_INT(fake_server_count(p.server, "bo", NULL), 1);
	T_EQ_STR(p.server->copies[0].folder, "Fake");
	T_EQ_INT(in_mailbox(&p.w, "bo"), 1);
	T_EQ_INT(in_mailbox(&p.w, "anna"), 1);
	T_EQ_INT(in_mailbox(&p.w, "quarantine"), 1);
	T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox"), 0);
	T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox_mailbox"), 0);
	expect(&p.w, "3 3 0 0 0 0 0 | 3 2 1 closed");
	T_EQ_INT(p.server->searches, 0); /* nothing was in doubt */
	T_EQ_INT(reported(&p, "now", "copies"), -1);
	must_run(&p.w);
	T_EQ_INT(p.server->n, 2);
	post_done(&p);
}

/* --- every outcome -------------------------------------------------------- */

struct script {
	struct fake_answer answer;
	const char *mailbox;
	atomic_int left; /* so many times */
};

static struct fake_answer scripted(void *ctx, const char *mailbox,
				   const struct agent_message *m)
{
	struct script *s = ctx;

	(void)m;
	if (strcmp(mailbox, s->mailbox) == 0 && s->left > 0) {
		s->left--;
		return s->answer;
	}
	return (struct fake_answer){ 0 };
}

static const struct outcome_case {
	const char *label;
	struct fake_answer answer; /* to the first of bo's five messages */
	/* after the run: at bo's, waiting, refused; searches on the way to
	   the end; is anna served in that run */
	int there, waiting, refused, searches;
	bool anna;
	const char *box, *target; /* why they wait, "" for nothing */
} outcomes[] = {
	{ "all well", { 0 }, 5, 0, 0, 0, true, "", "" },
	{ "no mailbox",
	  { AGENT_NO_MAILBOX },
	  0,
	  5,
	  0,
	  0,
	  true,
	  "no mailbox, it said",
	  "" },
	{ "full",
	  { AGENT_FULL },
	  0,
	  5,
	  0,
	  0,
	  true,
	  "mailbox full, it said",
	  "" },
	{ "forbidden",
	  { AGENT_FORBIDDEN },
	  0,
	  5,
	  0,
	  0,
	  true,
	  "forbidden, it said",
	  "" },
	{ "throttled",
	  { AGENT_THROTTLED, .wait_us = CLOCK_HOUR },
	  0,
	  5,
	  0,
	  0,
	  true,
	  "throttled, it said",
	  "" },
	{ "mailbox",
	  { AGENT_MAILBOX },
	  0,
	  5,
	  0,
	  0,
	  true,
	  "mailbox, it said",
	  "" },
	{ "refused", { AGENT_REFUSED }, 4, 0, 1, 1, true, "", "" },
	{ "too large", { AGENT_TOO_LARGE }, 4, 0, 1, 1, true, "", "" },
	{ "unknown, it came",
	  { AGENT_UNKNOWN, .stored = true },
	  5,
	  1,
	  0,
	  1,
	  true,
	  "",
	  "" },
	{ "unknown, it came not", { AGENT_UNKNOWN }, 4, 1, 0, 1, true, "", "" },
	{ "away",
	  { .fails = ERR_RETRY },
	  0,
	  6,
	  0,
	  0,
	  false,
	  "",
	  "the server said 1" },
	{ "away, it came",
	  { .fails = ERR_RETRY, .stored = true },
	  1,
	  6,
	  0,
	  1,
	  false,
	  "",
	  "the server said 1" },
	{ "refuses us",
	  { .fails = ERR_SOURCE },
	  0,
	  6,
	  0,
	  0,
	  false,
	  "",
	  "the server said 3" },
};

static void text_is(struct world *w, const char *query, const char *want)
{
	struct err e = ERR_INIT;
	AUTO(db_done) struct db_stmt *st = db_sql(w->db, query, &e);

	T_OK(db_step(st, &e) >= 0);
	T_EQ_STR(db_col_text(st, 0), want);
}

T(every_outcome_has_its_state)
{
	T_EACH(c, outcomes) {
		struct script s = { c->answer, "bo", 1 };
		struct post p;
		int64_t there, waiting;

		post_make(&p, many, 6);
		/* bo's mailbox comes first, and alone */
		p.server->sessions = 1;
		setting(&p.w, "workers", "1");
		p.server->answer = c->answer.outcome != AGENT_NOT_TRIED ||
						   c->answer.fails != ERR_NONE
					   ? scripted
					   : NULL;
		p.server->ctx = &s;
		must_run(&p.w);
		there = fake_server_count(p.server, "bo", NULL);
		waiting = reported(&p, "total", "waiting");
		T_EQ_INT(there, c->there);
		T_EQ_INT(waiting, c->waiting);
		T_EQ_INT(reported(&p, "total", "refused"), c->refused);
		T_EQ_INT(fake_server_count(p.server, "anna", NULL), c->anna);
		T_EQ_INT(reported(&p, "total", "mapped"), 6);
		T_EQ_INT(reported(&p, "", "closed"), 1);
		text_is(&p.w,
			"SELECT max(reason) FROM outbox_mailbox WHERE"
			" outcome > 0",
			c->box);
		text_is(&p.w, "SELECT reason FROM target", c->target);
		/* all is well again, and a person has said so */
		s.left = 0;
		{
			struct err e = ERR_INIT;
			uint64_t n = 0;

			T_EQ_INT(delivery_retry(p.w.db, "post", 0, ACTOR_SYSTEM,
						&n, &e),
				 0);
			T_EQ_INT(n, waiting + c->refused);
		}
		post_drain(&p);
		T_EQ_INT(p.server->n, 6);
		T_OK(!fake_server_doubles(p.server));
		T_EQ_INT(p.server->searches, c->searches);
		T_EQ_INT(in_mailbox(&p.w, "bo"), 5);
		T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox"), 0);
		T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox_mailbox"), 0);
		text_is(&p.w, "SELECT reason FROM target", "");
		T_EQ_INT(reported(&p, "total", "waiting"), waiting);
		if (waiting + c->refused > 0) {
			T_EQ_INT(reported(&p, "now", "waiting"), 0);
			T_EQ_INT(reported(&p, "now", "refused"), 0);
			T_EQ_INT(reported(&p, "now", "copies"), 6);
			T_EQ_INT(reported(&p, "now", "closed"), 1);
		}
		post_done(&p);
	}
	t_label = "";
}

/* --- what may have arrived stays in doubt --------------------------------- */

struct story {
	const struct fake_answer *answers; /* one for each attempt */
	int at, n;
};

static struct fake_answer told(void *ctx, const char *mailbox,
			       const struct agent_message *m)
{
	struct story *s = ctx;

	(void)mailbox;
	(void)m;
	return s->at < s->n ? s->answers[s->at++] : (struct fake_answer){ 0 };
}

T(what_may_have_arrived_is_asked_for)
{
	static const struct fake_answer answers[] = {
		/* it did not come, but nobody can know */
		{ AGENT_UNKNOWN },
		{ AGENT_FULL },
		{ .fails = ERR_RETRY },
		{ AGENT_REFUSED },
		{ AGENT_UNKNOWN, .stored = true },
	};
	struct story s = { answers, 0, 5 };
	struct post p;
	struct err e = ERR_INIT;
	uint64_t n = 0;

	post_make(&p, rows, 1);
	p.server->answer = told;
	p.server->ctx = &s;
	must_run(&p.w);
	for (int i = 1; i < 5; i++) {
		T_EQ_INT(delivery_retry(p.w.db, "post", 0, ACTOR_SYSTEM, &n,
					&e),
			 0);
		T_EQ_INT(n, 1);
		post_drain(&p);
		T_EQ_INT(p.server->searches, i);
	}
	T_EQ_INT(s.at, 5);
	T_EQ_INT(p.server->n, 1);
	T_EQ_INT(in_mailbox(&p.w, "bo"), 0);
	T_EQ_INT(delivery_retry(p.w.db, "post", 0, ACTOR_SYSTEM, &n, &e), 0);
	post_drain(&p);
	T_EQ_INT(p.server->searches, 5);
	T_EQ_INT(p.server->n, 1);
	T_EQ_INT(in_mailbox(&p.w, "bo"), 1);
	T_EQ_INT(reported(&p, "now", "closed"), 1);
	post_done(&p);
}

/* Cut off between the record of a copy and the end of its row: here it is as
   it was, and the mailbox is not even asked. */
T(what_is_recorded_is_not_brought_again)
{
	struct script s = { { AGENT_FULL }, "bo", 1 };
	struct post p;

	post_make(&p, rows, 1);
	p.server->answer = scripted;
	p.server->ctx = &s;
	must_run(&p.w);
	sql(&p.w, "CREATE TABLE kept AS SELECT * FROM outbox;"
		  "CREATE TABLE kept_mailbox AS SELECT * FROM outbox_mailbox");
	post_later(&p);
	post_drain(&p);
	T_EQ_INT(p.server->n, 1);
	T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox"), 0);
	sql(&p.w, "INSERT INTO outbox SELECT * FROM kept;"
		  "DELETE FROM outbox_mailbox;"
		  "INSERT INTO outbox_mailbox SELECT * FROM kept_mailbox;"
		  "DROP TABLE kept; DROP TABLE kept_mailbox");
	post_later(&p);
	post_drain(&p);
	T_EQ_INT(p.server->n, 1);
	T_EQ_INT(p.server->searches, 0);
	T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox"), 0);
	T_EQ_INT(in_mailbox(&p.w, "bo"), 1);
	post_done(&p);
}

/* --- time ------------------------------------------------------------------
 */

T(a_mailbox_is_given_up_and_takes_new_ones_along)
{
	struct script s = { { AGENT_FULL }, "bo", 100 };
	struct post p;

	post_make(&p, many, 6);
	p.server->answer = scripted;
	p.server->ctx = &s;
	must_run(&p.w);
	T_EQ_INT(s.left, 99);
	post_drain(&p); /* not due */
	T_EQ_INT(s.left, 99);
	for (int i = 0; i < 10; i++) {
		post_later(&p);
		post_drain(&p);
	}
	T_EQ_INT(s.left, 94); /* five more, then never */
	T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox"), 5);
	T_EQ_INT(count(&p.w, "SELECT max(not_before_us) FROM outbox_mailbox"),
		 DELIVERY_NEVER);
	must_run(&p.w);
	T_EQ_INT(s.left, 94);
	post_done(&p);
}

T(a_server_that_is_away_is_not_given_up)
{
	struct script s = { { .fails = ERR_RETRY }, "bo", 40 };
	struct post p;

	post_make(&p, rows, 1);
	p.server->answer = scripted;
	p.server->ctx = &s;
	must_run(&p.w);
	for (int i = 0; i < 45 && p.server->n == 0; i++) {
		post_later(&p);
		post_drain(&p);
	}
	T_EQ_INT(p.server->n, 1);
	T_EQ_INT(p.server->searches, 0);
	post_done(&p);
}

static void stop_serving(void *ctx)
{
	atomic_store((atomic_bool *)ctx, true);
}

/* No run asks for it: `estreat serve` looks by itself. */
T(the_serving_process_delivers_what_waits)
{
	struct script s = { { .fails = ERR_RETRY }, "bo", 1 };
	atomic_bool stop = false;
	struct err e = ERR_INIT;
	struct post p;

	post_make(&p, rows, 1);
	p.server->answer = scripted;
	p.server->ctx = &s;
	must_run(&p.w);
	T_EQ_INT(p.server->n, 0);
	post_later(&p);
	p.server->answer = NULL;
	p.server->stored = stop_serving; /* the copy itself ends it */
	p.server->ctx = &stop;
	T_EQ_INT(delivery_serve(p.w.archive, &stop, &e), 0);
	T_EQ_INT(p.server->n, 1);
	T_EQ_INT(in_mailbox(&p.w, "bo"), 1);
	T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox"), 0);
	post_done(&p);
}

/* --- set-up ----------------------------------------------------------------
 */

T(changed_values_open_the_target_again)
{
	struct script s = { { .fails = ERR_SOURCE }, "bo", 1 };
	static const struct value set[] = { { "host", "other.example" } };
	static const struct value bad[] = { { "host", "bad" } };
	struct delivery_new n = { .name = "post",
				  .given.settings = set,
				  .given.n_settings = 1,
				  .actor = { "test", "" } };
	struct err e = ERR_INIT;
	struct post p;

	post_make(&p, rows, 1);
	p.server->answer = scripted;
	p.server->ctx = &s;
	must_run(&p.w);
	text_is(&p.w, "SELECT reason FROM target", "the server said 3");
	post_drain(&p);
	T_EQ_INT(p.server->n, 0); /* parked */
	T_EQ_INT(delivery_target_change(p.w.archive, p.w.db, &n, &e), 0);
	post_drain(&p);
	T_EQ_INT(p.server->n, 1);
	n.given.settings = bad;
	T_EQ_INT(delivery_target_change(p.w.archive, p.w.db, &n, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	post_done(&p);
}

T(what_waits_goes_elsewhere)
{
	static const struct {
		const char *label, *to;
		int there, inside;
	} cases[] = {
		{ "into the archive", "embedded", 0, 5 },
		{ "to another server", "other", 6, 5 },
	};

	T_EACH(c, cases) {
		const struct delivery_move how = { "post", c->to,
						   ACTOR_SYSTEM };
		const struct delivery_move bad = { "post", "post",
						   ACTOR_SYSTEM };
		struct script s = { { .fails = ERR_SOURCE }, "bo", 1 };
		struct err e = ERR_INIT;
		struct post p;
		uint64_t n = 0;

		post_make(&p, many, 6);
		post_target(&p, "other");
		setting(&p.w, "workers", "1");
		p.server->sessions = 1;
		p.server->answer = scripted;
		p.server->ctx = &s;
		must_run(&p.w);
		T_EQ_INT(reported(&p, "total", "waiting"), 6);
		T_EQ_INT(delivery_target_remove(p.w.archive, p.w.db, "post",
						ACTOR_SYSTEM, &e),
			 -1);
		err_clear(&e);
		T_EQ_INT(delivery_move(p.w.archive, p.w.db, &bad, &n, &e), -1);
		err_clear(&e);
		T_EQ_INT(delivery_move(p.w.archive, p.w.db, &how, &n, &e), 0);
		T_EQ_INT(n, 6);
		post_drain_of(&p, 2);
		T_EQ_INT(p.server->n, c->there);
		T_EQ_INT(in_mailbox(&p.w, "bo"), c->inside);
		T_EQ_INT(in_mailbox(&p.w, "anna"), 1);
		T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox"), 0);
		T_EQ_INT(count(&p.w, "SELECT count(*) FROM outbox_mailbox"), 0);
		T_EQ_INT(reported(&p, "now", "copies"), 6);
		T_EQ_INT(reported(&p, "now", "closed"), 1);
		setting(&p.w, "target", "other");
		T_EQ_INT(delivery_target_remove(p.w.archive, p.w.db, "post",
						ACTOR_SYSTEM, &e),
			 0);
		post_done(&p);
	}
	t_label = "";
}

/* A backup was restored: what came after it is at the server already. */
T(a_restored_archive_asks)
{
	static const struct value set[] = { { "ask", "always" } };
	static const struct value bad[] = { { "ask", "never" } };
	struct delivery_new n = { .name = "post",
				  .given.settings = set,
				  .given.n_settings = 1,
				  .actor = { "test", "" } };
	struct err e = ERR_INIT;
	struct post p;
	struct fake_server *server;

	post_make(&p, rows, 3);
	must_run(&p.w);
	T_EQ_INT(p.server->n, 2);
	server = p.server;
	world_done(&p.w);
	/* an empty archive, and the mailboxes as they are */
	world_make(&p.w, rows, 3);
	post_target(&p, "post");
	setting(&p.w, "target", "post");
	T_EQ_INT(delivery_target_change(p.w.archive, p.w.db, &n, &e), 0);
	must_run(&p.w);
	T_EQ_INT(server->n, 2);
	T_EQ_INT(server->searches, 2);
	T_EQ_INT(in_mailbox(&p.w, "bo"), 1);
	expect(&p.w, "3 3 0 0 0 0 0 | 3 2 1 closed");
	n.given.settings = bad;
	T_EQ_INT(delivery_target_change(p.w.archive, p.w.db, &n, &e), -1);
	post_done(&p);
}

/* Two connectors that find the same thing bring it once. */
T(siblings_bring_it_once)
{
	struct post p;
	struct err e = ERR_INIT;
	struct value v = { "target", "post" };
	struct connector_new n = { .name = "d",
				   .given.settings = &v,
				   .given.n_settings = 1,
				   .actor = { "test", "" } };

	post_make(&p, rows, 3);
	connector_make(&p.w, "d");
	T_EQ_INT(connector_change(p.w.archive, p.w.db, &n, &e), 0);
	must_run(&p.w);
	p.w.tenant.run = 0;
	T_OK(connector_run(p.w.archive, "d", NULL, NULL, &e) > 0);
	T_EQ_INT(p.server->n, 2);
	T_OK(!fake_server_doubles(p.server));
	post_done(&p);
}

/* However many sessions there are. */
T(a_mailbox_at_a_time_by_one_session)
{
	struct post p;

	post_make(&p, many, 6);
	p.server->sessions = 4;
	p.server->batch = 1;
	must_run(&p.w);
	T_EQ_INT(p.server->n, 6);
	T_OK(p.server->most_in_use <= 2); /* there are two mailboxes */
	T_OK(!fake_server_doubles(p.server));
	post_done(&p);
}

/* --- what is larger than the target takes ----------------------------------
 */

T(a_message_that_never_fits_is_refused)
{
	struct post p;

	post_make(&p, rows, 3);
	p.server->limit = 100;
	must_run(&p.w);
	T_EQ_INT(p.server->n, 0);
	T_EQ_INT(reported(&p, "total", "refused"), 2);
	T_EQ_INT(reported(&p, "total", "quarantined"), 1);
	T_EQ_INT(reported(&p, "", "closed"), 1);
	post_done(&p);
}

T_MAIN
