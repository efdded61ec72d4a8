/*
 * source/zoom/zoom.h - an open Zoom account: what list, fetch and check share.
 *
 * Threads: settings and tables are constant after open; everything that
 * changes is behind `lock`, atomic, or in http/'s own locks.
 */
#ifndef SOURCE_ZOOM_ZOOM_H
#define SOURCE_ZOOM_ZOOM_H

#include "base/str.h"
#include "http/url.h"
#include "source/account.h"
#include "source/zoom/ways.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct closed;
struct holds;
struct keys;

enum zoom_auth { AUTH_SERVER, AUTH_CODE, AUTH_JWT };

struct zoom {
	struct account acc; /* first */

	/* settings, valid until close */
	enum zoom_auth auth;
	const char *api_url, *token_url, *download_hosts, *plan;
	const char *users, *exclude; /* lists, "" if none */
	struct http_url api;

	struct holds *holds; /* by enum zoom_label */

	/* Ways that Zoom refused in this run. */
	struct closed *closed;
	/* Rows of the history report, kept for fetch(): see history.h. */
	struct zoom_history *history;
};

extern const struct source_ops source_zoom_ops;

/*
 * Does the setting exclude leave this kind, or this type of file, out? Then
 * the word of the list that says so, else NULL.
 */
const char *zoom_excluded(const struct zoom *z, const char *kind,
			  const char *file_type);

/* --- sign-in.c --------------------------------------------------------- */

/* An oauth_issue of http/oauth.h; ctx is the account. */
int zoom_sign_in(void *ctx, struct str *token, int64_t *life_us, struct err *e);

/* Are the settings of the sign-in complete? Errors: ERR_USAGE. */
int zoom_sign_in_check(const struct zoom *z, struct err *e);

/* --- authorize.c -------------------------------------------------------- */

extern const struct source_authorize zoom_authorize;

/* --- check.c, list.c, fetch.c ------------------------------------------ */

int zoom_hello(struct source *src, struct str *tenant, int64_t *now_us,
	       struct err *e);
int zoom_check(struct source *src, const struct check *to, struct err *e);
int zoom_people(struct source *src, const struct source_people *to,
		struct err *e);
int zoom_list(struct source *src, const struct source_window *w,
	      const struct source_list *to, struct err *e);
int zoom_fetch(struct source *src, const struct source_bundle *b,
	       const struct source_store *to, struct err *e);

#endif
