/* Signing in with a password: what is right, what has to wait. */
#include "cheap.h"
#include "clockwork.h"
#include "house.h"

#include "access/first.h"
#include "access/guard.h"
#include "access/state.h"
#include "access/totp.h"
#include "base/encode.h"

#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#define GOOD "correct horse battery"

static enum sign_in_verdict try_it(struct house *h, const struct sign_in *in,
				   struct signed_in *out)
{
	const struct access_from from = HOUSE_FROM;
	enum sign_in_verdict v = SIGN_IN_LATER;
	struct err e = ERR_INIT;

	T_EQ_INT(access_sign_in(h->access, h->db, in, &from, NULL, &v, out, &e),
		 0);
	return v;
}

static enum sign_in_verdict quick(struct house *h, const char *user,
				  const char *password, const char *code,
				  const char *fresh)
{
	const struct sign_in in = { user, password, code, fresh };
	struct signed_in out AUTO(signed_in_done) = SIGNED_IN_INIT;
	enum sign_in_verdict v = try_it(h, &in, &out);

	T_EQ_INT(out.cookie.len > 0, v == SIGN_IN_DONE);
	return v;
}

/* anna, whose password is GOOD. */
static void anna(struct house *h)
{
	AUTO(str_done) struct str once = STR_INIT;

	house_make(h);
	house_add(h, "anna", "Global Reader", &once);
	T_EQ_INT(quick(h, "anna", once.s, NULL, GOOD), SIGN_IN_DONE);
}

T(a_first_password_is_changed)
{
	struct house h AUTO(house_done);
	AUTO(str_done) struct str once = STR_INIT;
	struct signed_in out AUTO(signed_in_done) = SIGNED_IN_INIT;
	const struct access_from from = HOUSE_FROM;
	struct sign_in bad = { .user = "anna", .new_password = "short" };
	enum sign_in_verdict v;
	struct err e = ERR_INIT;

	house_make(&h);
	house_add(&h, "anna", NULL, &once);
	T_EQ_INT(quick(&h, "Anna", once.s, NULL, NULL), SIGN_IN_NEW_PASSWORD);
	bad.password = once.s;
	T_EQ_INT(access_sign_in(h.access, h.db, &bad, &from, NULL, &v, &out,
				&e),
		 -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	/* whether the old one is right does not show in it */
	bad.password = "wrong";
	T_EQ_INT(access_sign_in(h.access, h.db, &bad, &from, NULL, &v, &out,
				&e),
		 -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	bad.password = once.s;
	bad.new_password = once.s; /* the same again */
	T_EQ_INT(access_sign_in(h.access, h.db, &bad, &from, NULL, &v, &out,
				&e),
		 -1);
	err_clear(&e);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM session"), 0);
	T_EQ_INT(quick(&h, "anna", once.s, NULL, GOOD), SIGN_IN_DONE);
	T_EQ_INT(quick(&h, "anna", once.s, NULL, NULL), SIGN_IN_WRONG);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_DONE);
	T_EQ_INT(house_acts(&h, "session sign-in", "done"), 2);
	T_EQ_INT(house_acts(&h, "session sign-in", "failed"), 1);
	/* no text of it anywhere */
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM account WHERE password"
				  " LIKE '%correct%' OR password = ''"),
		 1); /* local:owner */
}

T(a_new_password_ends_what_the_old_one_began)
{
	static const char fresh[] = "another horse, another battery";
	struct house h AUTO(house_done);

	anna(&h);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_DONE);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM session"), 2);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, fresh), SIGN_IN_DONE);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM session"), 1);
}

T(who_does_not_sign_in)
{
	static const struct {
		const char *label, *user, *password;
	} rows[] = {
		{ "wrong password", "anna", "correct horse batterx" },
		{ "no password", "anna", "" },
		{ "nobody of the name", "nobody", GOOD },
		{ "no name", "", GOOD },
		{ "the owner of the folder", "local:owner", GOOD },
		{ "the owner, without", "local:owner", "" },
		{ "disabled", "bo", GOOD },
	};
	struct house h AUTO(house_done);
	AUTO(str_done) struct str once = STR_INIT;
	AUTO(str_done) struct str longest = STR_INIT;
	struct err e = ERR_INIT;

	anna(&h);
	house_add(&h, "bo", NULL, &once);
	T_EQ_INT(quick(&h, "bo", once.s, NULL, GOOD), SIGN_IN_DONE);
	T_EQ_INT(accounts_set_state(h.db, h.owner, "bo", ACCOUNT_DISABLED, &e),
		 0);
	T_EACH(row, rows)
		T_EQ_INT(quick(&h, row->user, row->password, NULL, NULL),
			 SIGN_IN_WRONG);
	t_label = "long";
	while (longest.len < 5000)
		str_add(&longest, GOOD);
	T_EQ_INT(quick(&h, longest.s, GOOD, NULL, NULL), SIGN_IN_WRONG);
	T_EQ_INT(quick(&h, "anna", longest.s, NULL, NULL), SIGN_IN_WRONG);
	/* what was typed as a name is not kept where nobody has it */
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM act WHERE actor ="
				  " 'nobody' OR detail LIKE '%nobody%'"),
		 0);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM act WHERE actor ="
				  " 'anna' AND outcome = 'failed' AND origin ="
				  " '192.0.2.7'"),
		 3);
}

T(an_account_waits)
{
	struct house h AUTO(house_done);
	struct err e = ERR_INIT;

	anna(&h);
	for (int i = 0; i < GUARD_ACCOUNT; i++)
		T_EQ_INT(quick(&h, "anna", "wrong", NULL, NULL), SIGN_IN_WRONG);
	/* the right one says nothing more than a wrong one */
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_WRONG);
	now_us += CLOCK_MINUTE - 1;
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_WRONG);
	now_us += 1;
	T_EQ_INT(quick(&h, "anna", "wrong", NULL, NULL), SIGN_IN_WRONG);
	/* nor with a new password */
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, "another long sentence"),
		 SIGN_IN_WRONG);
	/* two minutes now, and trying does not make it longer */
	now_us += CLOCK_MINUTE;
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_WRONG);
	now_us += CLOCK_MINUTE;
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_DONE);
	T_EQ_INT(house_number(&h, "SELECT failed + locked_us FROM account"
				  " WHERE name = 'anna'"),
		 0);
	/* or until somebody says so */
	for (int i = 0; i < GUARD_ACCOUNT; i++)
		(void)quick(&h, "anna", "wrong", NULL, NULL);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_WRONG);
	T_EQ_INT(accounts_unlock(h.db, h.owner, "anna", &e), 0);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_DONE);
}

T(an_address_waits)
{
	struct house h AUTO(house_done);
	const struct sign_in in = { "anna", GOOD, NULL, NULL };
	struct signed_in out AUTO(signed_in_done) = SIGNED_IN_INIT;

	anna(&h);
	for (int i = 0; i < GUARD_ADDRESS; i++)
		T_EQ_INT(quick(&h, "nobody", "wrong", NULL, NULL),
			 SIGN_IN_WRONG);
	T_EQ_INT(try_it(&h, &in, &out), SIGN_IN_LATER);
	T_EQ_INT(out.wait_s, 60);
	now_us += CLOCK_MINUTE;
	T_EQ_INT(try_it(&h, &in, &out), SIGN_IN_DONE);
}

T(older_costs_are_renewed)
{
	struct house h AUTO(house_done);

	anna(&h);
	house_do(&h, "UPDATE account SET password = 'old ' ||"
		     " substr(password, 5) WHERE name = 'anna'");
	T_EQ_INT(quick(&h, "anna", "wrong", NULL, NULL), SIGN_IN_WRONG);
	T_EQ_INT(house_number(&h, "SELECT password LIKE 'old %' FROM account"
				  " WHERE name = 'anna'"),
		 1);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_DONE);
	T_EQ_INT(house_number(&h, "SELECT password LIKE 'new %' FROM account"
				  " WHERE name = 'anna'"),
		 1);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_DONE);
}

/* The same work for all of these: a look, and a hash where a new password
   is given. Who measures time learns nothing. */
T(everybody_costs_the_same)
{
	static const struct {
		const char *label, *user, *password, *fresh;
	} rows[] = {
		{ "right", "anna", GOOD, NULL },
		{ "wrong", "anna", "wrong", NULL },
		{ "nobody", "nobody", GOOD, NULL },
		{ "local", "local:owner", GOOD, NULL },
		{ "wrong, new one", "anna", "wrong", "another long sentence" },
		{ "nobody, new one", "nobody", GOOD, "another long sentence" },
		{ "right, new one", "anna", GOOD, "another long sentence" },
		{ "waits", "bo", GOOD, NULL },
		{ "waits, new one", "bo", GOOD, "another long sentence" },
	};
	struct house h AUTO(house_done);
	AUTO(str_done) struct str once = STR_INIT;

	anna(&h);
	house_add(&h, "bo", NULL, &once);
	T_EQ_INT(quick(&h, "bo", once.s, NULL, GOOD), SIGN_IN_DONE);
	for (int i = 0; i < GUARD_ACCOUNT; i++)
		(void)quick(&h, "bo", "wrong", NULL, NULL);
	T_EACH(row, rows) {
		atomic_store(&cheap_asked, 0);
		atomic_store(&cheap_made, 0);
		(void)quick(&h, row->user, row->password, NULL, row->fresh);
		T_EQ_INT(atomic_load(&cheap_asked), 1);
		T_EQ_INT(atomic_load(&cheap_made), row->fresh != NULL);
	}
}

/* --- codes ---------------------------------------------------------------- */

static void from_base32(const char *text, unsigned char out[TOTP_SECRET])
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint32_t acc = 0;
	int bits = 0;

	for (size_t n = 0; *text != '\0' && n < TOTP_SECRET; text++) {
		acc = acc << 5 | (uint32_t)(strchr(set, *text) - set);
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[n++] = (unsigned char)(acc >> bits & 0xff);
		}
	}
}

T(a_code_besides)
{
	struct house h AUTO(house_done);
	AUTO(principal_free) struct principal *p = NULL;
	AUTO(str_done) struct str secret = STR_INIT;
	AUTO(str_done) struct str url = STR_INIT;
	AUTO(str_done) struct str codes = STR_INIT;
	AUTO(str_done) struct str first = STR_INIT;
	unsigned char key[TOTP_SECRET];
	char code[7];
	struct err e = ERR_INIT;

	anna(&h);
	p = house_principal(&h, "anna");
	T_EQ_INT(access_totp_begin(h.access, h.db, p, &secret, &url, &e), 0);
	T_OK(strstr(url.s, secret.s) != NULL);
	from_base32(secret.s, key);
	totp_code(key, sizeof(key), now_us / CLOCK_SECOND / 30 + 5, code);
	T_EQ_INT(access_totp_confirm(h.access, h.db, p, code, &codes, &e), 0);
	/* not on before a code was right */
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_DONE);
	totp_code(key, sizeof(key), now_us / CLOCK_SECOND / 30, code);
	T_EQ_INT(access_totp_confirm(h.access, h.db, p, code, &codes, &e), 1);
	T_EQ_INT(codes.len, TOTP_RECOVERY_CODES * 20);
	str_add_len(&first, codes.s, 19);
	/* sealed: the secret stands nowhere */
	T_EQ_INT(house_number(&h, "SELECT length(totp) > 20 FROM account"
				  " WHERE name = 'anna'"),
		 1);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_CODE);
	T_EQ_INT(quick(&h, "anna", "wrong", code, NULL), SIGN_IN_WRONG);
	/* the code was used to confirm */
	T_EQ_INT(quick(&h, "anna", GOOD, code, NULL), SIGN_IN_WRONG);
	now_us += 30 * CLOCK_SECOND;
	totp_code(key, sizeof(key), now_us / CLOCK_SECOND / 30, code);
	T_EQ_INT(quick(&h, "anna", GOOD, code, NULL), SIGN_IN_DONE);
	T_EQ_INT(quick(&h, "anna", GOOD, code, NULL), SIGN_IN_WRONG);
	T_EQ_INT(quick(&h, "anna", GOOD, first.s, NULL), SIGN_IN_DONE);
	T_EQ_INT(quick(&h, "anna", GOOD, first.s, NULL), SIGN_IN_WRONG);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM recovery_code"), 9);
	/* with a first password: the code is not spent on the way */
	{
		AUTO(str_done) struct str once = STR_INIT;

		T_EQ_INT(accounts_reset(h.db, h.owner, "anna", false, &once,
					&e),
			 0);
		now_us += 30 * CLOCK_SECOND;
		totp_code(key, sizeof(key), now_us / CLOCK_SECOND / 30, code);
		T_EQ_INT(quick(&h, "anna", once.s, code, NULL),
			 SIGN_IN_NEW_PASSWORD);
		T_EQ_INT(quick(&h, "anna", once.s, code, GOOD), SIGN_IN_DONE);
	}
	T_EQ_INT(access_totp_off(h.access, h.db, p, "wrong", &e), 0);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_CODE);
	T_EQ_INT(access_totp_off(h.access, h.db, p, GOOD, &e), 1);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_DONE);
}

T(wrong_codes_count)
{
	struct house h AUTO(house_done);
	AUTO(principal_free) struct principal *p = NULL;
	AUTO(str_done) struct str secret = STR_INIT;
	AUTO(str_done) struct str url = STR_INIT;
	AUTO(str_done) struct str codes = STR_INIT;
	unsigned char key[TOTP_SECRET];
	char code[7];
	struct err e = ERR_INIT;

	anna(&h);
	p = house_principal(&h, "anna");
	T_EQ_INT(access_totp_begin(h.access, h.db, p, &secret, &url, &e), 0);
	from_base32(secret.s, key);
	totp_code(key, sizeof(key), now_us / CLOCK_SECOND / 30, code);
	T_EQ_INT(access_totp_confirm(h.access, h.db, p, code, &codes, &e), 1);
	for (int i = 0; i < GUARD_ACCOUNT; i++)
		T_EQ_INT(quick(&h, "anna", GOOD, "12345", NULL), SIGN_IN_WRONG);
	now_us += 30 * CLOCK_SECOND;
	totp_code(key, sizeof(key), now_us / CLOCK_SECOND / 30, code);
	T_EQ_INT(quick(&h, "anna", GOOD, code, NULL), SIGN_IN_WRONG);
	now_us += CLOCK_MINUTE;
	totp_code(key, sizeof(key), now_us / CLOCK_SECOND / 30, code);
	T_EQ_INT(quick(&h, "anna", GOOD, code, NULL), SIGN_IN_DONE);
}

/* Whoever can write to control cannot give an account another's secret. */
T(a_secret_belongs_to_its_account)
{
	struct house h AUTO(house_done);
	AUTO(principal_free) struct principal *p = NULL;
	AUTO(str_done) struct str once = STR_INIT;
	AUTO(str_done) struct str text = STR_INIT;
	unsigned char key[TOTP_SECRET];
	const struct access_from from = HOUSE_FROM;
	struct sign_in in = { "bo", GOOD, NULL, NULL };
	struct signed_in out AUTO(signed_in_done) = SIGNED_IN_INIT;
	enum sign_in_verdict v;
	char code[7];
	struct err e = ERR_INIT;

	anna(&h);
	house_add(&h, "bo", NULL, &once);
	T_EQ_INT(quick(&h, "bo", once.s, NULL, GOOD), SIGN_IN_DONE);
	p = house_principal(&h, "anna");
	T_EQ_INT(access_totp_begin(h.access, h.db, p, &text, &once, &e), 0);
	from_base32(text.s, key);
	totp_code(key, sizeof(key), now_us / CLOCK_SECOND / 30, code);
	house_do(&h, "UPDATE account SET totp = (SELECT totp_next FROM account"
		     " WHERE name = 'anna') WHERE name = 'bo'");
	in.code = code;
	T_EQ_INT(access_sign_in(h.access, h.db, &in, &from, NULL, &v, &out, &e),
		 -1);
	T_EQ_INT(e.kind, ERR_STORE);
}

/* --- the first account ---------------------------------------------------- */

T(a_new_installation)
{
	struct house h AUTO(house_done);
	AUTO(free) char *path = NULL;
	char password[64] = "";
	struct err e = ERR_INIT;
	FILE *f;

	house_make(&h);
	path = str_printf("%s/" FIRST_FILE, h.home);
	T_EQ_INT(access_first_account(h.archive, h.db, &e), 1);
	T_EQ_INT(access_first_account(h.archive, h.db, &e), 0);
	f = fopen(path, "r");
	T_OK(f != NULL && fgets(password, sizeof(password), f) != NULL);
	(void)fclose(f);
	password[strcspn(password, "\n")] = '\0';
	T_EQ_INT(quick(&h, "admin", password, NULL, NULL),
		 SIGN_IN_NEW_PASSWORD);
	T_OK(access(path, F_OK) == 0); /* still needed */
	T_EQ_INT(quick(&h, "admin", password, NULL, GOOD), SIGN_IN_DONE);
	T_OK(access(path, F_OK) < 0);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM role_group_member"
				  " WHERE role_group = 1"),
		 1);
	/* none again, also when it is gone */
	house_do(&h, "UPDATE account SET state = 3 WHERE name = 'admin'");
	T_EQ_INT(access_first_account(h.archive, h.db, &e), 0);
}

/* --- guessing at once ----------------------------------------------------- */

#define GUESSERS 4

struct guesser {
	struct house *h;
	pthread_barrier_t *start;
	int done;
};

static void *guess(void *ctx)
{
	struct guesser *g = ctx;
	AUTO(db_close) struct db *db = NULL;
	const struct access_from from = { "192.0.2.9", NULL };
	const struct sign_in wrong = { "anna", "wrong", NULL, NULL };
	struct err e = ERR_INIT;

	T_EQ_INT(archive_db(g->h->archive, &db, &e), 0);
	(void)pthread_barrier_wait(g->start);
	for (int i = 0; i < 3; i++) {
		struct signed_in out AUTO(signed_in_done) = SIGNED_IN_INIT;
		enum sign_in_verdict v = SIGN_IN_DONE;

		T_EQ_INT(access_sign_in(g->h->access, db, &wrong, &from, NULL,
					&v, &out, &e),
			 0);
		g->done += v == SIGN_IN_DONE;
	}
	return NULL;
}

T(many_guess_at_once)
{
	struct house h AUTO(house_done);
	struct guesser g[GUESSERS];
	pthread_t t[GUESSERS];
	pthread_barrier_t start;

	anna(&h);
	(void)pthread_barrier_init(&start, NULL, GUESSERS);
	for (int i = 0; i < GUESSERS; i++) {
		g[i] = (struct guesser){ &h, &start, 0 };
		T_EQ_INT(pthread_create(&t[i], NULL, guess, &g[i]), 0);
	}
	for (int i = 0; i < GUESSERS; i++)
		(void)pthread_join(t[i], NULL);
	(void)pthread_barrier_destroy(&start);
	/* no try was looked at once it had to wait */
	T_EQ_INT(house_number(&h, "SELECT failed FROM account WHERE name ="
				  " 'anna'"),
		 GUARD_ACCOUNT);
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_WRONG);
}

/* --- too many at once ----------------------------------------------------- */

static sem_t within, leave;

static void wait_within(void)
{
	(void)sem_post(&within);
	(void)sem_wait(&leave);
}

static void *come(void *ctx)
{
	struct guesser *g = ctx;
	AUTO(db_close) struct db *db = NULL;
	struct signed_in out AUTO(signed_in_done) = SIGNED_IN_INIT;
	const struct access_from from = HOUSE_FROM;
	const struct sign_in in = { "anna", GOOD, NULL, NULL };
	enum sign_in_verdict v = SIGN_IN_WRONG;
	struct err e = ERR_INIT;

	T_EQ_INT(archive_db(g->h->archive, &db, &e), 0);
	T_EQ_INT(access_sign_in(g->h->access, db, &in, &from, NULL, &v, &out,
				&e),
		 0);
	g->done = v == SIGN_IN_DONE;
	return NULL;
}

/* Each takes its memory: there are so many at a time, the next comes again. */
T(so_many_at_once)
{
	struct house h AUTO(house_done);
	struct guesser g[HASHINGS_MAX];
	pthread_t t[HASHINGS_MAX];
	struct signed_in out AUTO(signed_in_done) = SIGNED_IN_INIT;
	const struct access_from from = HOUSE_FROM;
	const struct sign_in in = { "anna", GOOD, NULL, NULL };
	enum sign_in_verdict v;
	struct err e = ERR_INIT;

	anna(&h);
	(void)sem_init(&within, 0, 0);
	(void)sem_init(&leave, 0, 0);
	cheap_within = wait_within;
	for (int i = 0; i < HASHINGS_MAX; i++) {
		g[i] = (struct guesser){ .h = &h };
		T_EQ_INT(pthread_create(&t[i], NULL, come, &g[i]), 0);
	}
	for (int i = 0; i < HASHINGS_MAX; i++)
		(void)sem_wait(&within);
	T_EQ_INT(access_sign_in(h.access, h.db, &in, &from, NULL, &v, &out, &e),
		 -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	for (int i = 0; i < HASHINGS_MAX; i++)
		(void)sem_post(&leave);
	for (int i = 0; i < HASHINGS_MAX; i++) {
		(void)pthread_join(t[i], NULL);
		T_EQ_INT(g[i].done, 1);
	}
	cheap_within = NULL;
	T_EQ_INT(quick(&h, "anna", GOOD, NULL, NULL), SIGN_IN_DONE);
}

T_MAIN
