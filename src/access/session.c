#include "access/session.h"

#include "access/access-private.h"
#include "access/access.h"
#include "access/accounts.h"
#include "access/change.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "stream/digest.h"

#include <string.h>

const struct setting sign_in_settings[] = {
	{ "idle-minutes", "30", false, false,
	  "a session ends when it was not used for so long: 5 to 1440" },
	{ "longest-hours", "12", false, false,
	  "a session ends after so long in any case: 1 to 720" },
	{ NULL, NULL, false, false, NULL },
};

struct values_of sign_in_values_of(void)
{
	return (struct values_of){ .owner = OWNER_SIGN_IN,
				   .id = 1,
				   .title = "Signing in",
				   .own = sign_in_settings };
}

/* --- how long --------------------------------------------------------------
 */

int session_times_read(struct archive *a, struct db *db,
		       struct session_times *out, struct err *e)
{
	const struct values_of of = sign_in_values_of();
	AUTO(values_free) struct values *v = NULL;
	long long idle = 30, longest = 12;
	struct host host;

	if (values_load(&v, a, db, &of, e) < 0)
		return -1;
	host = values_host(v, NULL, NULL);
	if (setting_number(sign_in_settings, &host, "idle-minutes",
			   (struct setting_range){ 5, 1440 }, &idle, e) < 0 ||
	    setting_number(sign_in_settings, &host, "longest-hours",
			   (struct setting_range){ 1, 720 }, &longest, e) < 0)
		return -1;
	out->idle_us = idle * CLOCK_MINUTE;
	out->longest_us = longest * CLOCK_HOUR;
	return 0;
}

struct setting_them {
	struct archive *archive;
	const struct values_given *given;
};

static int set(const struct change *c, void *ctx, struct err *e)
{
	const struct setting_them *s = ctx;
	const struct values_of of = sign_in_values_of();
	struct session_times times;

	if (values_take(s->archive, c->db, &of, s->given, e) < 0)
		return -1;
	return session_times_read(s->archive, c->db, &times, e);
}

int sign_in_set(struct archive *a, struct db *db, const struct principal *by,
		const struct values_given *given, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	struct setting_them s = { a, given };

	values_detail(NULL, 0, given, &detail);
	return change_do(db, by, "sign-in set", detail.s, set, &s, e);
}

/* --- beginning -------------------------------------------------------------
 */

void session_digest(const char *cookie, unsigned char digest[32])
{
	struct digest d = digest_of(cookie, strlen(cookie));

	memcpy(digest, d.bytes, sizeof(d.bytes));
}

void session_secret(struct str *out)
{
	unsigned char bytes[SECRET_BYTES];

	random_bytes(bytes, sizeof(bytes));
	encode_base64url(out, bytes, sizeof(bytes));
	mem_wipe(bytes, sizeof(bytes));
}

static int end_one(struct db *db, const char *cookie, struct err *e)
{
	struct db_stmt *st =
		db_sql(db, "DELETE FROM session WHERE digest = $1", e);
	unsigned char digest[32];

	session_digest(cookie, digest);
	db_bytes(st, 1, digest, sizeof(digest));
	return db_exec(st, e);
}

static int sweep(struct db *db, int64_t now, struct err *e)
{
	return access_by_id(db,
			    "DELETE FROM session WHERE end_us <= $1"
			    " OR used_us + idle_us <= $1",
			    now, e);
}

static int insert(struct db *db, const struct session_new *n,
		  struct signed_in *out, int64_t now, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "INSERT INTO session(digest, account, created_us,"
		       " used_us, idle_us, end_us, origin, agent) VALUES ($1,"
		       " $2, $3, $3, $4, $5, $6, $7)",
		       e);
	AUTO(str_done) struct str agent = STR_INIT;
	unsigned char digest[32];
	size_t len = n->from->agent != NULL ? strlen(n->from->agent) : 0;

	if (len > 0)
		(void)utf8_clean(&agent, n->from->agent,
				 len < AGENT_MAX ? len : AGENT_MAX);
	session_digest(out->cookie.s, digest);
	db_bytes(st, 1, digest, sizeof(digest));
	db_int(st, 2, n->account);
	db_int(st, 3, now);
	db_int(st, 4, n->times->idle_us);
	db_int(st, 5, out->expires_us);
	db_text(st, 6, n->from->address);
	db_text(st, 7, agent.s);
	return db_exec(st, e);
}

int session_begin(struct db *db, const struct session_new *n,
		  struct signed_in *out, struct err *e)
{
	int64_t now = clock_now_us();

	if ((n->replaces != NULL && end_one(db, n->replaces, e) < 0) ||
	    sweep(db, now, e) < 0)
		return -1;
	session_secret(&out->cookie);
	out->expires_us = now + n->times->longest_us;
	return insert(db, n, out, now, e);
}

void signed_in_done(struct signed_in *s)
{
	str_wipe(&s->cookie);
}

/* --- being known -----------------------------------------------------------
 */

int access_session(struct access *x, struct db *db, const char *cookie,
		   const struct access_from *from, struct principal **out,
		   struct err *e)
{
	static const struct bearing session_of = {
		.find = "SELECT a.id, a.name, a.title, a.language,"
			" CASE WHEN a.totp IS NULL THEN 0 ELSE 1 END, CASE WHEN"
			" a.provider = 0 THEN 1 ELSE 0 END, s.end_us,"
			" s.used_us, 0, '' FROM session s JOIN account a"
			" ON a.id = s.account WHERE s.digest = $1"
			" AND a.state = 1 AND s.end_us > $2"
			" AND s.used_us + s.idle_us > $2",
		.use = "UPDATE session SET used_us = $2 WHERE digest = $1",
	};
	int rc = bearer_find(db, &session_of, cookie, from, out, e);

	(void)x;
	if (rc > 0)
		session_digest(cookie, (*out)->session);
	return rc;
}

int access_sign_out(struct db *db, const struct principal *p, bool everywhere,
		    struct err *e)
{
	struct db_stmt *st;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	st = db_sql(db,
		    "DELETE FROM session WHERE account = $1"
		    " AND (digest = $2 OR $3 = 1)",
		    e);
	db_int(st, 1, p->account);
	db_bytes(st, 2, p->session, sizeof(p->session));
	db_int(st, 3, everywhere);
	if (db_exec(st, e) < 0 ||
	    archive_act(db, principal_actor(p), "session sign-out",
			everywhere ? "{\"everywhere\":true}" : "{}", e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* --- requests of other pages ----------------------------------------------
 */

void access_csrf(const char *cookie, struct str *out)
{
	AUTO(str_wipe) struct str text = STR_INIT;
	struct digest d;

	/* whoever can read it knows nothing of the cookie */
	str_addf(&text, "estreat csrf %s", cookie);
	d = digest_of(text.s, text.len);
	encode_base64url(out, d.bytes, sizeof(d.bytes));
}

bool access_csrf_ok(const char *cookie, const char *given)
{
	AUTO(str_done) struct str want = STR_INIT;

	access_csrf(cookie, &want);
	return given != NULL && strlen(given) == want.len &&
	       mem_equal_secret(given, want.s, want.len) != 0;
}
