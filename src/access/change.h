/*
 * access/change.h - a change to who may what: one transaction, two rules.
 *
 *	struct change c;
 *
 *	if (change_begin(&c, db, by, e) < 0)
 *		return -1;
 *	return change_end(&c, do_it(db, ...), "user add", detail, e);
 *
 * (1) its author has no role afterwards that they had not before;
 * (2) where somebody could sign in and manage roles, somebody still can, and
 *     in any case somebody can manage them, if only at the command line.
 *
 * Both are looked at inside the transaction: whoever changes something at the
 * same time comes before or after, never in between.
 */
#ifndef ACCESS_CHANGE_H
#define ACCESS_CHANGE_H

#include "access/roles.h"

#include <stdint.h>

struct db;
struct err;
struct principal;

struct change {
	struct db *db;
	const struct principal *by;
	role_set before;
	int64_t managers; /* that can sign in */
};

/* Errors: ERR_RETRY, ERR_STORE. by must outlive it. */
int change_begin(struct change *c, struct db *db, const struct principal *by,
		 struct err *e);
/*
 * rc < 0: e is set, all is rolled back. Else the rules are checked, the act
 * is recorded with its detail (JSON), and it is committed: rc. Errors:
 * ERR_RIGHT (a rule; the refusal is recorded too), ERR_RETRY, ERR_STORE.
 */
int change_end(struct change *c, int rc, const char *verb, const char *detail,
	       struct err *e);
/* The same without rule (1): for accounts_recover(). */
int change_end_as_owner(struct change *c, int rc, const char *verb,
			const char *detail, struct err *e);

#endif
