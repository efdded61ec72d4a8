/*
 * access/accounts.h - accounts: whoever can be given roles.
 *
 * An account signs in with a password of its own, or at an identity provider,
 * or not at all: "local:NAME" is the operating system's account NAME at the
 * command line, "local:owner" whoever the installation's folder belongs to.
 *
 * Every change here, in groups.h and providers.h is one transaction with its
 * act, and is refused (ERR_RIGHT) where its author would have a role more than
 * before, or a way to act with one, or where nobody were left who can sign in
 * and manage roles (change.h).
 *
 * Names are compared without regard to capitals (ASCII).
 */
#ifndef ACCESS_ACCOUNTS_H
#define ACCESS_ACCOUNTS_H

#include "access/roles.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct archive;
struct db;
struct err;
struct principal;

#define ACCOUNT_NAME_MAX 254
#define ACCOUNT_OWNER    "local:owner"
#define ACCOUNT_LOCAL    "local:" /* how names of the system's begin */

/* account.state; stored: never reuse a number */
enum account_state {
	ACCOUNT_ACTIVE = 1,
	ACCOUNT_DISABLED = 2,
	ACCOUNT_REMOVED = 3,
};

struct account_new {
	const char *name;
	const char *title;    /* NULL: none */
	const char *language; /* NULL: the browser's */
	const char *group;    /* its first role group; NULL: none */
	const char *provider; /* signs in there; NULL: with a password */
	const char *subject;  /* its id there; NULL: whoever signs in there
				 first under this name */
};

/* *password gets the one-time password; it stays empty for those who do not
   sign in with one. Errors: ERR_USAGE, ERR_RIGHT, ERR_RETRY, ERR_STORE. */
int accounts_add(struct db *db, const struct principal *by,
		 const struct account_new *n, struct str *password,
		 struct err *e);

/* NULL: stays. provider "": signs in with a password again (none is set yet:
   accounts_reset()). A new provider or subject is a way in (change_enter()). */
struct account_change {
	const char *title, *language, *provider, *subject;
};
int accounts_change(struct db *db, const struct principal *by, const char *name,
		    const struct account_change *c, struct err *e);

/*
 * Disabled and removed ones are signed out at once; of removed ones only the
 * name in the ledger stays.
 */
int accounts_set_state(struct db *db, const struct principal *by,
		       const char *name, enum account_state state,
		       struct err *e);

/* A new one-time password; no_totp: its codes are off too. Signs it out. A way
   in: refused where the account has a role that by has not. */
int accounts_reset(struct db *db, const struct principal *by, const char *name,
		   bool no_totp, struct str *password, struct err *e);

/* It need not wait any longer. */
int accounts_unlock(struct db *db, const struct principal *by, const char *name,
		    struct err *e);

/* End all its sessions. *ended: how many. */
int accounts_sign_out(struct db *db, const struct principal *by,
		      const char *name, int64_t *ended, struct err *e);

/*
 * The owner of the folder gives local:owner back its role to manage roles,
 * whatever was done to it: for when nobody else can. by need have no role;
 * the caller has made sure whose the folder is.
 */
int accounts_recover(struct db *db, const struct principal *by, struct err *e);

/* Texts are valid during the call. */
struct account_info {
	int64_t id;
	const char *name, *title, *language;
	enum account_state state;
	bool password, must_change, totp;
	int64_t locked_us;    /* until then; 0: not */
	const char *provider; /* "": none */
	const char *subject;
	int64_t created_us, signed_in_us;
	int64_t sessions; /* open */
	role_set roles;
	const char *groups; /* names, parted by ", " */
};
/* By name; name NULL: all. Errors: ERR_USAGE: none of this name. */
int accounts_each(struct db *db, const char *name,
		  int (*each)(void *ctx, const struct account_info *info,
			      struct err *e),
		  void *ctx, struct err *e);

struct session_info {
	int64_t created_us, used_us, end_us;
	const char *origin, *agent;
};
int accounts_sessions(struct db *db, int64_t account,
		      int (*each)(void *ctx, const struct session_info *info,
				  struct err *e),
		      void *ctx, struct err *e);

/* How many wait at this moment, after wrong tries. */
int accounts_locked(struct db *db, int64_t now_us, int64_t *n, struct err *e);

/* Errors: ERR_USAGE: none of this name; the text says where they are. */
int account_find(struct db *db, const char *name, int64_t *id, struct err *e);

#endif
