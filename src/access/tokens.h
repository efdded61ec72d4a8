/*
 * access/tokens.h - API tokens: for programs that act for an account.
 *
 * "est_" and 256 random bits, shown once; the SHA-256 is kept. A token has
 * roles of its own, an end, and never more than its owner has at the moment
 * it is used.
 */
#ifndef ACCESS_TOKENS_H
#define ACCESS_TOKENS_H

#include "access/roles.h"
#include "base/str.h"

#include <stdint.h>

struct db;
struct err;
struct principal;

#define TOKEN_PREFIX   "est_"
#define TOKEN_DAYS_MAX 366

struct token_new {
	const char *name;
	const char *user; /* whose; NULL: the author's own */
	role_set roles;
	int64_t days; /* until it ends: 1 to TOKEN_DAYS_MAX */
};
/*
 * Its roles are some of those that its owner and its author have now.
 * Appends the token. Errors: ERR_USAGE; ERR_RIGHT (a role that either has
 * not; others' tokens need Role Management; a token makes no tokens).
 */
int tokens_add(struct db *db, const struct principal *by,
	       const struct token_new *n, struct str *token, int64_t *end_us,
	       struct err *e);

/* user NULL: the author's own. Errors: ERR_USAGE: none of this name. */
int tokens_remove(struct db *db, const struct principal *by, const char *user,
		  const char *name, struct err *e);

struct token_info {
	const char *user, *name;
	role_set roles; /* those it was given */
	int64_t created_us, end_us, used_us;
};
/* user NULL: the author's own, "": all. ERR_RIGHT: as above. */
int tokens_each(struct db *db, const struct principal *by, const char *user,
		int (*each)(void *ctx, const struct token_info *info,
			    struct err *e),
		void *ctx, struct err *e);

#endif
