/*
 * access/claims.h - what a provider's word gives somebody here.
 *
 * Groups and application roles of an ID token are looked up in the
 * provider's settings (group.NAME=ROLE GROUP).
 */
#ifndef ACCESS_CLAIMS_H
#define ACCESS_CLAIMS_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct identity;
struct values;

#define CLAIMS_GROUPS_MAX 64 /* role groups of one person by their provider */

struct claimed {
	int64_t groups[CLAIMS_GROUPS_MAX]; /* ids, each once */
	size_t n;
};

/*
 * *out starts as zeroes. A mapping to a role group that is gone gives nothing.
 * Errors: ERR_RIGHT: the provider left the groups out: what to do about it;
 * ERR_ITEM, ERR_STORE.
 */
int claims_read(struct db *db, struct values *v, const struct identity *who,
		struct claimed *out, struct err *e);

/* What the account is called here: user name, else e-mail; ERR_RIGHT where it
   has neither, is not of the domains let in, or is not fit for a name. */
struct str;
int claims_name(struct values *v, const struct identity *who, struct str *out,
		struct err *e);

#endif
