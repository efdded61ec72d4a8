/*
 * access/principal.h - who asks, and what they may.
 *
 * Made for one request and thrown away with it: roles are read anew each
 * time, so that a change to groups holds from the next request on.
 */
#ifndef ACCESS_PRINCIPAL_H
#define ACCESS_PRINCIPAL_H

#include "access/roles.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "catalog/act.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;

struct principal {
	/* The account; 0: one of the operating system that has none here. */
	int64_t account;
	/* Whose roles it has besides: that of local:owner, or 0. */
	int64_t also;
	struct str name;   /* "anna@example.com", "local:root" */
	struct str title;  /* for people; "" where none is known */
	struct str origin; /* an IP address, ORIGIN_COMMAND_LINE */
	role_set roles;
	bool owner; /* at the command line, and the folder is theirs */

	int64_t token; /* the API token it came with, or 0 */
	/* Of a session, else zeroes: */
	struct str language; /* "" where none was chosen */
	int64_t expires_us;  /* its absolute end */
	bool totp;           /* signs in with a code besides */
	bool local;          /* signs in with a password */
	unsigned char session[32];
};

void principal_free(struct principal *p); /* NULL is fine */
DEFINE_AUTO(struct principal, principal_free)

/* For the ledger; valid as long as p. */
struct actor principal_actor(const struct principal *p);

/* Any of the right's roles will do; "" is everybody's, RIGHT_ONESELF that of
   whoever has an account. */
bool access_may(const struct principal *p, const char *right);

/*
 * Who asks on the command line: name is the operating system's ("anna"),
 * owner: the folder of the installation is theirs. Somebody without any
 * account here is a principal without roles. Errors: ERR_STORE, ERR_RETRY.
 */
int access_local(struct db *db, const char *name, bool owner,
		 struct principal **out, struct err *e);

/* Append a JSON array: the names of the groups it is in. */
int principal_groups(struct db *db, const struct principal *p, struct str *json,
		     struct err *e);

#endif
