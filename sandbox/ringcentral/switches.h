/*
 * sandbox/ringcentral/switches.h - how the account, the app and the sandbox
 * are set: --setup ringcentral.NAME=VALUE, or POST /sandbox/setup.
 *
 * Names and values are in README.md. Volumes shape the tenant and can be
 * set only before anything has been told of it.
 */
#ifndef SANDBOX_RINGCENTRAL_SWITCHES_H
#define SANDBOX_RINGCENTRAL_SWITCHES_H

#include "world.h"
#include "zip.h"

struct err;

#define RING_SCOPES_TEXT 256

enum ring_group {
	RING_LIGHT,
	RING_MEDIUM,
	RING_HEAVY,
	RING_AUTH,
	RING_GROUPS,
	RING_FREE = RING_GROUPS, /* no limit applies */
};

struct ring_switches {
	struct ring_volume volume;
	char scopes[RING_SCOPES_TEXT]; /* " a b c ", each between spaces */
	bool admin;                    /* the user is an administrator */
	bool exports;                  /* Compliance Exports switched on */
	bool created_only;             /* export windows ignore changes */
	enum ring_zip_form zip;
	unsigned int polls;         /* questions until an export is ready */
	unsigned int foreign;       /* tasks of somebody else, at first */
	unsigned int dataset_posts; /* about so many in one ZIP */
	unsigned int file_records;  /* so many in one file of it */
	unsigned int sync_days;     /* a sync token is good for */
	unsigned int access_ttl_s;  /* of an access token, if not asked */
	unsigned int rates[RING_GROUPS]; /* requests in a window */
	unsigned int window_s;
	enum { RING_JWT_GOOD, RING_JWT_EXPIRED, RING_JWT_REVOKED } jwt;
};

void ring_switches_default(struct ring_switches *s);

/*
 * "NAME=VALUE". 0, or -1 with ERR_USAGE: no such name or value, or a volume
 * although the tenant is fixed.
 */
int ring_switches_set(struct ring_switches *s, const char *text, bool fixed,
		      struct err *e);

bool ring_switches_scope(const struct ring_switches *s, const char *scope);

#endif
