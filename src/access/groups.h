/*
 * access/groups.h - role groups: which roles, for whom.
 *
 * Built-in groups change in their members only; copies of them can be
 * changed. A member is there because a person put it in, or because its
 * identity provider says so at each sign-in (providers.h).
 *
 * What changes is under the rules of change.h: a group that a provider's
 * mapping names gets no role that the author has not.
 */
#ifndef ACCESS_GROUPS_H
#define ACCESS_GROUPS_H

#include "access/roles.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;
struct principal;

struct group_new {
	const char *name;
	const char *description; /* NULL: none, or that of the copied one */
	const char *copy;        /* this one's roles too; NULL: none's */
	role_set roles;
};
/* Errors: ERR_USAGE, ERR_RIGHT, ERR_RETRY, ERR_STORE; so below. */
int groups_add(struct db *db, const struct principal *by,
	       const struct group_new *n, struct err *e);

struct group_change {
	const char *description; /* NULL: stays */
	role_set add, remove;
};
int groups_change(struct db *db, const struct principal *by, const char *name,
		  const struct group_change *c, struct err *e);

int groups_remove(struct db *db, const struct principal *by, const char *name,
		  struct err *e);

/* in: put the account in, else take it out. 0: it was so already; 1: done. */
int groups_member(struct db *db, const struct principal *by, const char *group,
		  const char *account, bool in, struct err *e);

struct group_info {
	int64_t id;
	const char *name, *description;
	bool builtin;
	role_set roles;
	int64_t members;
};
/* By name; name NULL: all. Errors: ERR_USAGE: none of this name. */
int groups_each(struct db *db, const char *name,
		int (*each)(void *ctx, const struct group_info *info,
			    struct err *e),
		void *ctx, struct err *e);

struct member_info {
	const char *name, *title;
	bool active;
	const char *provider; /* which says so; "": a person put it in */
};
int groups_members(struct db *db, int64_t group,
		   int (*each)(void *ctx, const struct member_info *info,
			       struct err *e),
		   void *ctx, struct err *e);

int group_find(struct db *db, const char *name, int64_t *id, bool *builtin,
	       struct err *e);

#endif
