/* Health of an archive with a connector to a source that is a table. */
#include "watch/health-private.h"

#include "base/encode.h"
#include "catalog/control.h"
#include "tests/unit/connector/world.h"
#include "watch/watch.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

static const struct fake_row rows[] = {
	{ "b1",
	  "post",
	  "1",
	  "",
	  { "r" },
	  "hello",
	  .email = "anna@example.com" },
	{ "b2", "post", "2", "", { "x" } },
	{ "b3", "post", "3", "", { "w" } },
	{ "b4", "post", "4", "", { "r" }, "hello", .email = "guest@other.org" },
	{ "b5", "post", "5", "", { "r" }, "hello", .email = "cy@example.com" },
};

static const struct health *take(struct world *w, int64_t max_age_us)
{
	const struct health *h = NULL;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (health_take(w->archive, w->db, max_age_us, &h, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	return h;
}

T(a_run_is_summed_up_once)
{
	struct world w;
	const struct health *h;
	const struct health_connector *c;

	world_make(&w, rows, 5);
	h = take(&w, 0);
	T_EQ_INT(h->n_connectors, 1);
	T_OK(!h->connectors[0].has_sums);
	T_OK(h->served); /* by this test */
	health_free(h);
	must_run(&w);
	h = take(&w, 0);
	c = &h->connectors[0];
	T_EQ_STR(c->name, "c");
	T_EQ_STR(c->state, "active");
	T_OK(c->has_sums);
	T_EQ_INT(c->last.listed, 5);
	T_EQ_INT(c->last.archived, 3);
	T_EQ_INT(c->last.failed, 1);
	T_EQ_INT(c->last.pending, 1);
	T_OK(c->last.closed);
	T_OK(!c->last_failed);
	T_EQ_INT(c->runs, 1);
	T_EQ_INT(c->all.archived, 3);
	T_EQ_INT(h->n_reasons, 2);
	T_EQ_INT(h->days[HEALTH_DAYS - 1].archived, 3);
	T_EQ_INT(h->days[HEALTH_DAYS - 1].runs, 1);
	T_EQ_INT(h->days[HEALTH_DAYS - 2].runs, 0);
	T_EQ_INT(h->n_disks, 1);
	health_free(h);
	/* the next look adds nothing */
	health_free(take(&w, 0));
	T_EQ_INT(count(&w, "SELECT count(*) FROM run_sum"), 1);
	T_EQ_INT(count(&w, "SELECT runs FROM run_total"), 1);
	must_run(&w);
	h = take(&w, 0);
	T_EQ_INT(h->connectors[0].runs, 2);
	T_EQ_INT(h->days[HEALTH_DAYS - 1].runs, 2);
	T_EQ_INT(h->connectors[0].last.unchanged, 3);
	health_free(h);
	world_done(&w);
}

T(the_last_one_is_handed_out_again)
{
	struct world w;
	const struct health *a, *b, *c;

	world_make(&w, rows, 5);
	a = take(&w, 0);
	b = take(&w, CLOCK_HOUR);
	T_OK(a == b);
	c = take(&w, 0);
	T_OK(c != a);
	health_free(a); /* still b's */
	T_EQ_STR(b->connectors[0].name, "c");
	health_free(b);
	health_free(c);
	world_done(&w);
}

T(a_source_that_is_away)
{
	struct world w;
	const struct health *h;
	struct err e = ERR_INIT;

	world_make(&w, rows, 5);
	w.tenant.hello_fails = ERR_RETRY;
	T_EQ_INT(run(&w, &e), -1);
	h = take(&w, 0);
	T_OK(h->connectors[0].failing_since_us > 0);
	T_EQ_INT(h->connectors[0].failed_tries, 1);
	health_free(h);
	w.tenant.hello_fails = ERR_NONE;
	w.tenant.list_fails = ERR_SOURCE;
	err_clear(&e);
	(void)run(&w, &e);
	h = take(&w, 0);
	T_OK(h->connectors[0].last_failed);
	T_OK(h->connectors[0].last_error[0] != '\0');
	T_EQ_INT(h->connectors[0].failed_runs, 1);
	health_free(h);
	world_done(&w);
}

/* An object as a source told it, said `age` ago and deleted in `left`. */
static void object(struct world *w, int n, int64_t age_us, int64_t left_us,
		   enum inventory_state state)
{
	struct err e = ERR_INIT;
	struct db_stmt *st = db_sql(
		w->db,
		"INSERT INTO inventory(connector, bundle, kind, object,"
		" version, label, state, ready, reason, evidence, found_by,"
		" time_us, delete_at_us, size, first_run, last_run,"
		" settled_run, seq, name, media_type, message) VALUES (1, 99,"
		" 'k', $1, '', '', $2, 0, '', '', '', $3, $4, 0, 0, 0, 0, 0,"
		" '', '', 0)",
		&e);
	int64_t now = clock_now_us();

	db_int(st, 1, n);
	db_int(st, 2, (int64_t)state);
	db_int(st, 3, age_us > 0 ? now - age_us : 0);
	db_int(st, 4, left_us != 0 ? now + left_us : 0);
	T_EQ_INT(db_exec(st, &e), 0);
}

static const struct {
	const char *label;
	int64_t age_us, left_us;
	enum inventory_state state;
	struct health_loss want;
} losses[] = {
	{ "captured", CLOCK_DAY, CLOCK_HOUR, INVENTORY_CAPTURED, { 0 } },
	{ "archived", CLOCK_DAY, CLOCK_HOUR, INVENTORY_ARCHIVED, { 0 } },
	{ "never deleted", CLOCK_DAY, 0, INVENTORY_PENDING, { 0 } },
	{ "in a month", CLOCK_DAY, 30 * CLOCK_DAY, INVENTORY_PENDING, { 0 } },
	{ "in six days",
	  CLOCK_DAY,
	  6 * CLOCK_DAY,
	  INVENTORY_PENDING,
	  { .week = 1 } },
	{ "half gone",
	  7 * CLOCK_DAY,
	  6 * CLOCK_DAY,
	  INVENTORY_PENDING,
	  { .week = 1, .half = 1 } },
	{ "in two days",
	  CLOCK_DAY,
	  2 * CLOCK_DAY,
	  INVENTORY_PENDING,
	  { .week = 1, .three_days = 1 } },
	{ "in an hour, said an unknown time ago",
	  0,
	  CLOCK_HOUR,
	  INVENTORY_PENDING,
	  { .week = 1, .three_days = 1, .day = 1 } },
	{ "passed",
	  CLOCK_DAY,
	  -CLOCK_HOUR,
	  INVENTORY_PENDING,
	  { .passed = 1, .half = 1 } },
};

T(the_time_to_loss)
{
	struct world w;

	world_make(&w, rows, 5);
	T_EACH(row, losses) {
		const struct health *h;
		const struct health_loss *got;

		sql(&w, "DELETE FROM inventory");
		object(&w, 1, row->age_us, row->left_us, row->state);
		h = take(&w, 0);
		got = &h->connectors[0].loss;
		T_EQ_INT(got->passed, row->want.passed);
		T_EQ_INT(got->day, row->want.day);
		T_EQ_INT(got->three_days, row->want.three_days);
		T_EQ_INT(got->week, row->want.week);
		T_EQ_INT(got->half, row->want.half);
		T_EQ_INT(got->soonest_us > 0,
			 row->state == INVENTORY_PENDING && row->left_us > 0);
		health_free(h);
	}
	t_label = "";
	world_done(&w);
}

T(people_are_counted_now_and_then)
{
	struct world w;
	const struct health *h;
	struct err e = ERR_INIT;

	world_make(&w, rows, 5);
	must_run(&w);
	T_EQ_INT(health_count(w.archive, w.db, 0, &e), 0);
	h = take(&w, 0);
	T_EQ_INT(h->unmapped_accounts, 1); /* cy@example.com */
	T_EQ_INT(h->unmapped_guests, 1);
	T_EQ_INT(h->quarantine, 3);
	T_EQ_INT(h->messages, 4);
	T_OK(h->counted_us > 0);
	health_free(h);
	people_write(&w, "anna,anna@example.com\ncy,cy@example.com\n");
	must_run(&w);
	T_EQ_INT(health_count(w.archive, w.db, CLOCK_HOUR, &e), 0);
	h = take(&w, 0);
	T_EQ_INT(h->unmapped_accounts, 1); /* as it was counted */
	health_free(h);
	T_EQ_INT(health_count(w.archive, w.db, 0, &e), 0);
	h = take(&w, 0);
	T_EQ_INT(h->unmapped_accounts, 0);
	T_EQ_INT(h->quarantine, 2);
	health_free(h);
	world_done(&w);
}

/* --- what expires --------------------------------------------------------- */

static void token(struct str *out, const char *claims)
{
	str_add(out, "eyJhbGciOiJub25lIn0.");
	encode_base64url(out, claims, strlen(claims));
	str_add(out, ".c2ln");
}

T(tokens_say_when_they_end)
{
	static const struct {
		const char *label, *claims;
		int64_t want_us;
	} one[] = {
		{ "says it", "{\"exp\":1772359200}", NOON },
		{ "does not", "{\"sub\":\"x\"}", 0 },
		{ "a text", "{\"exp\":\"tomorrow\"}", 0 },
		{ "no number of time", "{\"exp\":9223372036854775807}", 0 },
		{ "no JSON", "hello", 0 },
	};

	T_EACH(row, one) {
		AUTO(str_done) struct str text = STR_INIT;

		token(&text, row->claims);
		T_EQ_INT(expiry_of_token(text.s), row->want_us);
	}
	t_label = "";
	T_EQ_INT(expiry_of_token("a password"), 0);
	T_EQ_INT(expiry_of_token(""), 0);
	T_EQ_INT(expiry_of_token("a.b"), 0);
}

T(dates_that_a_person_gave)
{
	struct world w;
	const struct health *h;

	world_make(&w, rows, 5);
	setting(&w, "secret-expires", "2031-05-01");
	h = take(&w, 0);
	T_EQ_INT(h->n_expiries, 1);
	T_EQ_STR(h->expiries[0].subject, "connector c");
	T_EQ_STR(h->expiries[0].what, "secret");
	T_OK(h->expiries[0].at_us > NOON);
	health_free(h);
	world_done(&w);
}

static void certificate_write(const char *path, long days)
{
	EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	X509 *x = X509_new();
	FILE *f = fopen(path, "w");

	T_OK(key != NULL && x != NULL && f != NULL);
	(void)X509_gmtime_adj(X509_getm_notBefore(x), 0);
	(void)X509_time_adj_ex(X509_getm_notAfter(x), (int)days, 0, NULL);
	(void)X509_set_pubkey(x, key);
	T_OK(X509_sign(x, key, NULL) > 0);
	T_EQ_INT(PEM_write_X509(f, x), 1);
	(void)fclose(f);
	X509_free(x);
	EVP_PKEY_free(key);
}

T(certificates)
{
	struct world w;
	const struct health *h;
	AUTO(free) char *path = NULL;
	int64_t left;

	world_make(&w, rows, 5);
	path = str_printf("%s/../portal.pem", w.home);
	certificate_write(path, 20);
	health_certificate(path);
	h = take(&w, 0);
	T_EQ_INT(h->n_expiries, 1);
	T_EQ_STR(h->expiries[0].what, "certificate");
	left = h->expiries[0].at_us - clock_now_us();
	T_OK(left > 19 * CLOCK_DAY && left <= 20 * CLOCK_DAY);
	health_free(h);
	T_EQ_INT(expiry_of_file("/nowhere"), 0);
	health_certificate(NULL);
	world_done(&w);
}

/* --- accounts ------------------------------------------------------------- */

static void account(struct world *w, const char *name, int64_t state,
		    int64_t locked_us)
{
	struct err e = ERR_INIT;
	struct db_stmt *st = db_sql(
		w->db,
		"INSERT INTO account(name, folded, title, language, state,"
		" password, must_change, totp_step, failed, locked_us,"
		" provider, subject, created_us, signed_in_us) VALUES ($1, $1,"
		" '', '', $2, '', 0, 0, 5, $3, 0, '', 0, 0)",
		&e);

	db_text(st, 1, name);
	db_int(st, 2, state);
	db_int(st, 3, locked_us);
	T_EQ_INT(db_exec(st, &e), 0);
}

T(accounts_that_are_locked_out)
{
	struct world w;
	const struct health *h;
	int64_t later = clock_now_us() + CLOCK_HOUR;

	world_make(&w, rows, 5);
	h = take(&w, 0);
	T_EQ_INT(h->lockouts, 0);
	health_free(h);
	account(&w, "waits", 1, later);
	account(&w, "waits too", 1, later);
	account(&w, "has waited", 1, 1);
	account(&w, "disabled", 2, later);
	h = take(&w, 0);
	T_EQ_INT(h->lockouts, 2);
	health_free(h);
	world_done(&w);
}

/* --- fit to serve? -------------------------------------------------------- */

T(fit_to_serve)
{
	struct world w;
	AUTO(str_done) struct str why = STR_INIT;
	AUTO(free) char *vault = NULL;
	AUTO(free) char *aside = NULL;

	world_make(&w, rows, 5);
	T_OK(watch_healthz(w.archive, &why));
	T_EQ_STR(why.s, "");
	vault = str_printf("%s/vault", w.home);
	aside = str_printf("%s/aside", w.home);
	T_EQ_INT(rename(vault, aside), 0);
	T_OK(!watch_healthz(w.archive, &why));
	T_EQ_STR(why.s, "the vault cannot be written to\n");
	T_EQ_INT(rename(aside, vault), 0);
	world_done(&w);
}

T_MAIN
