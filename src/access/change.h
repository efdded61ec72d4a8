/*
 * access/change.h - a change to who may what: one transaction, three rules.
 *
 * (1) its author has no role afterwards that they had not before;
 * (2) where somebody could sign in and manage roles, somebody still can, and
 *     in any case somebody can manage them, if only at the command line;
 * (3) its author makes no way to act with a role that they have not: not into
 *     an account that has it (change_enter()), nor by what a provider says
 *     (change_grant()). Whoever the installation's folder belongs to is not
 *     held to this one, at the command line: they must be able to help, and
 *     can read the key anyway.
 *
 * All are looked at inside the transaction: whoever changes something at the
 * same time comes before or after, never in between.
 */
#ifndef ACCESS_CHANGE_H
#define ACCESS_CHANGE_H

#include "access/roles.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;
struct principal;

/* The author, as they are in the transaction. */
struct change {
	struct db *db;
	const struct principal *by;
	role_set before;
	role_set own;     /* for rule (3) */
	int64_t managers; /* that can sign in */
};

/* The statements of a change; < 0: all is rolled back. */
typedef int (*change_make)(const struct change *c, void *ctx, struct err *e);

/*
 * Make the change, check rules (1) and (2), record the act (verb, and detail
 * in JSON), commit: what make() returned. Errors: ERR_RIGHT (a rule, or make()
 * says so: the refusal is recorded too), ERR_RETRY, ERR_STORE, make()'s.
 */
int change_do(struct db *db, const struct principal *by, const char *verb,
	      const char *detail, change_make make, void *ctx, struct err *e);
/* The same without rules (1) and (2): for accounts_recover(). */
int change_rescue(struct db *db, const struct principal *by, const char *verb,
		  const char *detail, change_make make, void *ctx,
		  struct err *e);

/*
 * Rule (3), within make() and before anything of the account changes: may
 * the author make a way into it? A disabled one counts with the roles that it
 * would have. Errors: ERR_RIGHT.
 */
int change_enter(const struct change *c, int64_t account, struct err *e);

/* Rule (3), likewise: may the author have a provider's word give these roles?
   Errors: ERR_RIGHT. */
int change_grant(const struct change *c, role_set roles, const char *provider,
		 struct err *e);

#endif
