/* access/access-private.h - what the files of this folder share. */
#ifndef ACCESS_ACCESS_PRIVATE_H
#define ACCESS_ACCESS_PRIVATE_H

#include "access/principal.h"
#include "access/roles.h"
#include "base/str.h"
#include "catalog/act.h"
#include "catalog/values.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;

#define SECRET_BYTES 32 /* of cookies and tokens */

/* What a row of names is found by: ASCII capitals do not count. */
void access_fold(struct str *out, const char *name);

/* Is this fit for an account? Errors: ERR_USAGE. */
int account_name_check(const char *name, struct err *e);

/* The roles of a group. */
int roles_of_group(struct db *db, int64_t group, role_set *out, struct err *e);

/* Of the operating system, at the command line only? */
bool account_is_local(const char *name);

/* What its groups give an account, as long as it is active. */
int roles_of(struct db *db, int64_t account, role_set *out, struct err *e);

/* The author's own, and those of local:owner at the command line. */
int roles_of_author(struct db *db, const struct principal *by, role_set *out,
		    struct err *e);

/* Add the role of each row that is left: its first column. */
struct db_stmt;
int roles_step(struct db_stmt *st, role_set *out, struct err *e);

/* One transaction of its own: the statements of what(), or nothing. */
int access_do(struct db *db,
	      int (*what)(struct db *db, void *ctx, struct err *e), void *ctx,
	      struct err *e);

/*
 * Who bears a secret whose digest is kept (a cookie, a token): 1 and *out with
 * the roles of this moment; 0: nobody. Counts as use, unless from->quiet.
 */
struct access_from;
struct bearing {
	/* $1 the digest, $2 now: account, name, title, language, code (0, 1),
	   local (0, 1), end_us, used_us, token, its roles */
	const char *find;
	const char *use; /* $1 the digest, $2 now */
};
int bearer_find(struct db *db, const struct bearing *b, const char *secret,
		const struct access_from *from, struct principal **out,
		struct err *e);

/* Append an act's detail: {"user":"anna",...}. Values that are NULL or "" are
   left out; pairs ends with a NULL name. */
void act_detail(struct str *out, const struct value *pairs);
#define ACT_DETAIL(out, ...)                                                   \
	act_detail(out, (const struct value[]){ __VA_ARGS__, { NULL, NULL } })

/* Run one statement with a number as $1. */
int access_by_id(struct db *db, const char *sql, int64_t id, struct err *e);

/* Put the account into the group. provider 0: a person did. */
int member_put(struct db *db, int64_t group, int64_t account, int64_t provider,
	       struct err *e);

/* Is it the principal's own password? Wrong ones count as at sign-in. 1, 0,
   -1 (ERR_RETRY, ERR_STORE). */
struct access;
int access_password_is(struct access *x, struct db *db,
		       const struct principal *p, const char *password,
		       struct err *e);

/* Errors: ERR_USAGE: no tag of a language. */
int language_check(const char *language, struct err *e);

/* Sessions of the account end. */
int sessions_end(struct db *db, int64_t account, struct err *e);

#endif
