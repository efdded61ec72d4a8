/* bearer.c - who bears a secret whose digest is kept: a cookie, a token. */
#include "access/access-private.h"

#include "access/access.h"
#include "access/session.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"

/* Use within so short a time is not written again. */
#define USE_GRAIN CLOCK_MINUTE

static struct principal *read_row(struct db_stmt *st,
				  const struct access_from *from)
{
	struct principal *p = NEW(struct principal);

	p->name = p->title = p->origin = p->language = STR_INIT;
	p->account = db_col_int(st, 0);
	str_add(&p->name, db_col_text(st, 1));
	str_add(&p->title, db_col_text(st, 2));
	str_add(&p->language, db_col_text(st, 3));
	p->totp = db_col_int(st, 4) != 0;
	p->local = db_col_int(st, 5) != 0;
	p->expires_us = db_col_int(st, 6);
	p->token = db_col_int(st, 8);
	str_add(&p->origin, from->address);
	return p;
}

static int note_use(struct db *db, const char *sql,
		    const unsigned char digest[32], int64_t now, struct err *e)
{
	struct db_stmt *st = db_sql(db, sql, e);

	db_bytes(st, 1, digest, 32);
	db_int(st, 2, now);
	return db_exec(st, e);
}

int bearer_find(struct db *db, const struct bearing *b, const char *secret,
		const struct access_from *from, struct principal **out,
		struct err *e)
{
	AUTO(principal_free) struct principal *p = NULL;
	AUTO(db_done) struct db_stmt *st = db_sql(db, b->find, e);
	int64_t now = clock_now_us(), last;
	unsigned char digest[32];
	role_set given;
	int rc;

	session_digest(secret, digest);
	db_bytes(st, 1, digest, sizeof(digest));
	db_int(st, 2, now);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	p = read_row(st, from);
	last = db_col_int(st, 7);
	given = right_roles(db_col_text(st, 9));
	db_done(TAKE(st));
	if (roles_of(db, p->account, &p->roles, e) < 0 ||
	    (!from->quiet && now - last >= USE_GRAIN &&
	     note_use(db, b->use, digest, now, e) < 0))
		return -1;
	if (p->token != 0)
		p->roles &= given;
	*out = TAKE(p);
	return 1;
}
