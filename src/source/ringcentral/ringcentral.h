/*
 * source/ringcentral/ringcentral.h - an open RingCentral account: what list,
 * fetch and check share.
 *
 * Threads: settings are constant after open; everything that changes is
 * behind `lock`, atomic, or has a lock of its own.
 */
#ifndef SOURCE_RINGCENTRAL_RINGCENTRAL_H
#define SOURCE_RINGCENTRAL_RINGCENTRAL_H

#include "base/str.h"
#include "http/url.h"
#include "source/account.h"
#include "source/ringcentral/ways.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct closed;
struct limits;
struct places;

enum rc_auth { RC_JWT, RC_CODE };

struct rc {
	struct account acc; /* first */

	/* settings, valid until close */
	enum rc_auth auth;
	const char *api_url, *media_url, *content_hosts, *exclude;
	bool on[RC_ANY]; /* parts that are collected */
	bool by_message; /* a message for each post */
	int64_t deep_us; /* how far back the weekly export looks */
	struct http_url api, media;

	/* The first pause between two looks at an export; tests make it
	   short. */
	int64_t poll_us;

	struct limits *limits;
	struct places *places; /* addresses of content, see places.h */

	_Atomic bool limits_loaded;

	struct closed *closed; /* ways that were refused in this run */
};

extern const struct source_ops source_ringcentral_ops;

/* Does the setting exclude name this kind? */
bool rc_excluded(const struct rc *r, const char *kind);

/* --- sign-in.c --------------------------------------------------------- */

/* An oauth_issue of http/oauth.h; ctx is the account. */
int rc_sign_in(void *ctx, struct str *token, int64_t *life_us, struct err *e);

/* Are the settings of the sign-in complete? Errors: ERR_USAGE. */
int rc_sign_in_check(const struct rc *r, struct err *e);

/* --- authorize.c -------------------------------------------------------- */

extern const struct source_authorize rc_authorize;
/* Permissions that are needed and not among those granted, appended. */
void rc_permissions_lacking(const struct rc *r, const char *granted,
			    struct str *out);

/* --- check.c, list.c, fetch.c ------------------------------------------ */

int rc_hello(struct source *src, struct str *tenant, int64_t *now_us,
	     struct err *e);
int rc_check(struct source *src, const struct check *to, struct err *e);
int rc_people(struct source *src, const struct source_people *to,
	      struct err *e);
int rc_list(struct source *src, const struct source_window *w,
	    const struct source_list *to, struct err *e);
int rc_fetch(struct source *src, const struct source_bundle *b,
	     const struct source_store *to, struct err *e);

#endif
