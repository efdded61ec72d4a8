/*
 * source/webex/webex.h - an open Webex account: what list, fetch and check
 * share.
 *
 * Threads: settings and tables are constant after open; everything that
 * changes is behind `lock`, atomic, or in http/'s own locks.
 */
#ifndef SOURCE_WEBEX_WEBEX_H
#define SOURCE_WEBEX_WEBEX_H

#include "base/str.h"
#include "http/url.h"
#include "source/account.h"
#include "source/webex/refusal.h"
#include "source/webex/ways.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct closed;
struct holds;

enum webex_auth { WEBEX_CODE, WEBEX_SERVICE };

/* Rate labels: everything at the API's own host, recordings elsewhere. */
enum webex_label { WEBEX_API, WEBEX_FILES, WEBEX_LABELS };

struct webex {
	struct account acc; /* first */

	/* settings, valid until close */
	enum webex_auth auth;
	const char *api_url, *token_url, *content_hosts, *recording_hosts;
	const char *exclude, *sites; /* lists, "" if none */
	const char *scopes;          /* to ask for, "" for all of use */
	bool by_message;             /* a bundle for each post */
	bool backfill;
	int64_t feed_us; /* how far back the events feed reaches */
	struct http_url api;

	struct holds *holds; /* by enum webex_label */

	/* Ways that Webex refused in this run. */
	struct closed *closed;
};

extern const struct source_ops source_webex_ops;

/* Does the setting exclude leave this kind out? */
bool webex_excludes(const struct webex *wx, const char *kind);

/* --- sign-in.c --------------------------------------------------------- */

/* An oauth_issue of http/oauth.h; ctx is the account. */
int webex_sign_in(void *ctx, struct str *token, int64_t *life_us,
		  struct err *e);

/* Are the settings of the sign-in complete? Errors: ERR_USAGE. */
int webex_sign_in_check(const struct webex *wx, struct err *e);

/* --- authorize.c -------------------------------------------------------- */

extern const struct source_authorize webex_authorize;

/* Is each of the list one that is of use? Errors: ERR_USAGE: which is not. */
int webex_scopes_check(const char *list, struct err *e);

/* --- check.c, list.c, fetch.c ------------------------------------------ */

int webex_hello(struct source *src, struct str *tenant, int64_t *now_us,
		struct err *e);
int webex_check(struct source *src, const struct check *to, struct err *e);
int webex_people(struct source *src, const struct source_people *to,
		 struct err *e);
int webex_list(struct source *src, const struct source_window *w,
	       const struct source_list *to, struct err *e);
int webex_fetch(struct source *src, const struct source_bundle *b,
		const struct source_store *to, struct err *e);

#endif
