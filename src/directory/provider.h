/*
 * directory/provider.h - where an organisation keeps who is who.
 *
 * Why: persons, their addresses and mailboxes come and go in a directory
 * service; the archive follows it (sync.h). A provider tells persons as they
 * are now; what of it is new, ended or moved, and since when, is found out by
 * comparing with what was known.
 *
 *	ldap/	Active Directory, OpenLDAP and others by LDAP
 *	graph/	Entra ID by Microsoft Graph
 *
 * Errors, for all functions: ERR_RETRY not reached, cut off, busy; ERR_SOURCE
 * credentials, rights, certificate: a person has to act; ERR_USAGE settings.
 * Texts name the server, never a secret.
 */
#ifndef DIRECTORY_PROVIDER_H
#define DIRECTORY_PROVIDER_H

#include "base/check.h"
#include "base/cleanup.h"
#include "base/setting.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct provider;
struct str;

#define PROVIDER_ADDRESSES_MAX 500 /* of one person; more are left out */

/* One person as the directory has them now. Texts are valid during the call,
   UTF-8; what is not fit to be an address is passed over by the receiver. */
struct provider_person {
	const char *ident; /* never given to another: objectGUID, object id */
	const char *name;  /* for people */
	/* Address of the mailbox; "" where there is none: then none is made
	   of this person. */
	const char *mailbox;
	/* All that are this person's, the mailbox's own among them. */
	const char *const *addresses;
	size_t n_addresses;
	int64_t since_us; /* when the account was made; 0: not told */
	bool disabled;    /* may not sign in; the addresses stay theirs */
	bool gone;        /* deleted: only ident is set */
};

struct provider_list {
	void *ctx;
	/* 0, or -1 (ERR_STORE): stop and return it. */
	int (*person)(void *ctx, const struct provider_person *p,
		      struct err *e);
};

struct provider_ops {
	const char *name;               /* "ldap": what a person writes */
	const char *title;              /* "LDAP directory" */
	const struct setting *settings; /* ends with a NULL name */

	/* Reads its settings, makes no connection. The host outlives it. */
	int (*open)(struct provider **out, const struct host *host,
		    struct err *e);
	void (*close)(struct provider *p);

	/*
	 * Tell persons. cursor holds where the last complete telling ended
	 * ("" at first) and is replaced by where this one ends. *whole says
	 * whether all persons are told, so that those who are not are gone,
	 * or only those who changed; it is set before the first is told. A
	 * person may be told twice: the later one counts.
	 */
	int (*list)(struct provider *p, const struct provider_list *to,
		    struct str *cursor, bool *whole, struct err *e);

	/* Pre-flight: connection, sign-in, how many persons there are, what
	   they lack. -1 only where nothing can be found out. */
	int (*check)(struct provider *p, const struct check *to, struct err *e);
};

/* First member of every implementation's own struct. */
struct provider {
	const struct provider_ops *ops;
};

void provider_close(struct provider *p); /* NULL is fine */
DEFINE_AUTO(struct provider, provider_close)

/* By name; NULL if there is none. */
const struct provider_ops *provider_find(const char *name);
/* All; ends with NULL. */
const struct provider_ops *const *provider_all(void);

#endif
