#include "access/totp-use.h"

#include "access/access-private.h"
#include "access/access.h"
#include "access/password.h"
#include "access/session.h"
#include "access/state.h"
#include "access/totp.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "catalog/archive.h"
#include "db/db.h"

#include <inttypes.h>
#include <string.h>

/* What a secret is sealed for: that of one account is not another's. */
static char *sealed_for(int64_t account)
{
	return str_printf("totp %" PRId64, account);
}

/* --- using a code ----------------------------------------------------------
 */

/* 1 and the secret, 0: it has none, -1. */
static int secret_of(struct archive *a, struct db *db, const char *sql,
		     int64_t account, struct str *out, int64_t *last,
		     struct err *e)
{
	AUTO(db_done) struct db_stmt *st = db_sql(db, sql, e);
	AUTO(free) char *purpose = sealed_for(account);
	const void *sealed;
	size_t len = 0;

	db_int(st, 1, account);
	if (db_step(st, e) < 0)
		return -1;
	sealed = db_col_bytes(st, 0, &len);
	*last = db_col_int(st, 1);
	if (len == 0)
		return 0;
	return archive_unseal(a, purpose, sealed, len, out, e) < 0 ? -1 : 1;
}

static int step_put(struct db *db, int64_t account, int64_t step, struct err *e)
{
	struct db_stmt *st = db_sql(
		db, "UPDATE account SET totp_step = $2 WHERE id = $1", e);

	db_int(st, 1, account);
	db_int(st, 2, step);
	return db_exec(st, e);
}

static int recovery_use(struct db *db, int64_t account, const char *code,
			bool spend, struct err *e)
{
	AUTO(db_done) struct db_stmt *st = NULL;
	AUTO(str_wipe) struct str folded = STR_INIT;
	unsigned char digest[32];
	int rc;

	if (strlen(code) > 100)
		return 0;
	recovery_code_fold(&folded, code);
	session_digest(folded.s, digest);
	st = db_sql(db,
		    "SELECT 1 FROM recovery_code WHERE account = $1"
		    " AND digest = $2",
		    e);
	db_int(st, 1, account);
	db_bytes(st, 2, digest, sizeof(digest));
	rc = db_step(st, e);
	if (rc <= 0 || !spend)
		return rc;
	db_done(st);
	st = db_sql(db,
		    "DELETE FROM recovery_code WHERE account = $1"
		    " AND digest = $2",
		    e);
	db_int(st, 1, account);
	db_bytes(st, 2, digest, sizeof(digest));
	return db_exec(TAKE(st), e) < 0 ? -1 : 1;
}

int totp_use(struct archive *a, struct db *db, int64_t account,
	     const char *code, bool spend, struct err *e)
{
	AUTO(str_wipe) struct str secret = STR_INIT;
	int64_t last = 0, step;
	int rc = secret_of(a, db,
			   "SELECT totp, totp_step FROM account WHERE id = $1",
			   account, &secret, &last, e);

	if (rc <= 0)
		return rc;
	step = totp_step((const unsigned char *)secret.s, secret.len, code,
			 clock_now_us(), last);
	if (step == 0)
		return recovery_use(db, account, code, spend, e);
	return spend && step_put(db, account, step, e) < 0 ? -1 : 1;
}

/* --- having one ------------------------------------------------------------
 */

static int seal_put(struct archive *a, struct db *db, int64_t account,
		    const unsigned char *secret, struct err *e)
{
	AUTO(str_done) struct str sealed = STR_INIT;
	AUTO(free) char *purpose = sealed_for(account);
	struct db_stmt *st = db_sql(
		db, "UPDATE account SET totp_next = $2 WHERE id = $1", e);

	archive_seal(a, purpose, secret, TOTP_SECRET, &sealed);
	db_int(st, 1, account);
	db_bytes(st, 2, sealed.s, sealed.len);
	return db_exec(st, e);
}

int access_totp_begin(struct access *x, struct db *db,
		      const struct principal *p, struct str *secret,
		      struct str *url, struct err *e)
{
	unsigned char bytes[TOTP_SECRET];

	if (!p->local)
		return err_set(e, ERR_USAGE,
			       "you sign in at your organisation's provider: "
			       "codes are asked for there");
	if (p->totp)
		return err_set(e, ERR_USAGE,
			       "you sign in with a code already: turn it off "
			       "first");
	random_bytes(bytes, sizeof(bytes));
	if (seal_put(x->archive, db, p->account, bytes, e) < 0)
		return -1;
	totp_secret_text(secret, bytes, sizeof(bytes));
	totp_url(url, bytes, sizeof(bytes), archive_domain(x->archive),
		 p->name.s);
	mem_wipe(bytes, sizeof(bytes));
	return 0;
}

static int recovery_put(struct db *db, int64_t account, struct str *codes,
			struct err *e)
{
	if (access_by_id(db, "DELETE FROM recovery_code WHERE account = $1",
			 account, e) < 0)
		return -1;
	for (int i = 0; i < TOTP_RECOVERY_CODES; i++) {
		AUTO(str_wipe) struct str code = STR_INIT;
		AUTO(str_wipe) struct str folded = STR_INIT;
		unsigned char digest[32];
		struct db_stmt *st;

		recovery_code_new(&code);
		recovery_code_fold(&folded, code.s);
		session_digest(folded.s, digest);
		st = db_sql(db,
			    "INSERT INTO recovery_code(account, digest)"
			    " VALUES ($1, $2)",
			    e);
		db_int(st, 1, account);
		db_bytes(st, 2, digest, sizeof(digest));
		if (db_exec(st, e) < 0)
			return -1;
		str_addf(codes, "%s\n", code.s);
	}
	return 0;
}

struct confirming {
	struct archive *archive;
	const struct principal *who;
	const char *code;
	struct str *recovery;
};

static int confirm(struct db *db, void *ctx, struct err *e)
{
	const struct confirming *c = ctx;
	AUTO(str_wipe) struct str secret = STR_INIT;
	int64_t account = c->who->account, last = 0, step;
	int rc = secret_of(
		c->archive, db,
		"SELECT totp_next, totp_step FROM account WHERE id = $1"
		" AND totp IS NULL",
		account, &secret, &last, e);

	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no new authenticator to confirm: "
			       "begin again");
	if (rc < 0)
		return -1;
	step = totp_step((const unsigned char *)secret.s, secret.len, c->code,
			 clock_now_us(), last);
	if (step == 0)
		return 0;
	if (access_by_id(db,
			 "UPDATE account SET totp = totp_next,"
			 " totp_next = NULL WHERE id = $1",
			 account, e) < 0 ||
	    step_put(db, account, step, e) < 0 ||
	    recovery_put(db, account, c->recovery, e) < 0 ||
	    archive_act(db, principal_actor(c->who), "session code",
			"{\"code\":\"on\"}", e) < 0)
		return -1;
	return 1;
}

int access_totp_confirm(struct access *x, struct db *db,
			const struct principal *p, const char *code,
			struct str *recovery, struct err *e)
{
	struct confirming c = { x->archive, p, code, recovery };

	return access_do(db, confirm, &c, e);
}

static int off(struct db *db, void *ctx, struct err *e)
{
	const struct principal *p = ctx;

	if (access_by_id(db,
			 "UPDATE account SET totp = NULL, totp_next = NULL"
			 " WHERE id = $1",
			 p->account, e) < 0 ||
	    access_by_id(db, "DELETE FROM recovery_code WHERE account = $1",
			 p->account, e) < 0)
		return -1;
	return archive_act(db, principal_actor(p), "session code",
			   "{\"code\":\"off\"}", e);
}

int access_totp_off(struct access *x, struct db *db, const struct principal *p,
		    const char *password, struct err *e)
{
	struct principal who = *p;
	int rc = access_password_is(x, db, p, password, e);

	if (rc <= 0)
		return rc;
	return access_do(db, off, &who, e) < 0 ? -1 : 1;
}
