/*
 * source/zoom/zoom.h - an open Zoom account: what list, fetch and check share.
 *
 * Threads: settings and tables are constant after open; everything that
 * changes is behind `lock`, atomic, or in http/'s own locks.
 */
#ifndef SOURCE_ZOOM_ZOOM_H
#define SOURCE_ZOOM_ZOOM_H

#include "base/err.h"
#include "base/str.h"
#include "http/url.h"
#include "source/source.h"
#include "source/zoom/ways.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct http;
struct keys;
struct oauth;
struct rate;

enum zoom_auth { AUTH_SERVER, AUTH_CODE, AUTH_JWT };

struct zoom {
	struct source source; /* first: see source.h */
	struct source_host host;

	/* settings, valid until close */
	enum zoom_auth auth;
	const char *api_url, *token_url, *download_hosts, *plan;
	const char *users, *exclude; /* lists, "" if none */
	struct http_url api;

	/* The first pause after trouble, doubled each time; tests make it
	   short. */
	int64_t pause_us;

	struct http *http;
	struct oauth *oauth;
	struct rate *rate;

	/* Zoom's clock minus ours, by its last Date header. */
	_Atomic int64_t skew_us;
	_Atomic bool skew_known;
	/* A held label is on disk; read once, by whoever comes first. */
	_Atomic bool holds_loaded;
	/* The hold of each label that was told last. */
	_Atomic int64_t told_us[ZOOM_LABELS];

	pthread_mutex_t lock;
	struct str scopes; /* granted, of the last token; "" not told */
	bool sign_in_refused;
	struct err sign_in_err; /* not asked again until close */
	/* Ways that Zoom refused in this run, and in which words. */
	struct {
		int verdict; /* enum zoom_verdict; ZOOM_OK: open */
		struct str text, scopes;
	} closed[ZOOM_WAYS];
	/* Rows of the history report, kept for fetch(): see history.h. */
	struct zoom_history *history;
};

extern const struct source_ops source_zoom_ops;

/* A setting's value, never NULL. */
const char *zoom_setting(const struct zoom *z, const char *name);

/* Zoom's time by our clock and the known difference. */
int64_t zoom_now_us(struct zoom *z);

/*
 * Does the setting exclude leave this kind, or this type of file, out? Then
 * the word of the list that says so, else NULL.
 */
const char *zoom_excluded(const struct zoom *z, const char *kind,
			  const char *file_type);

/* The scopes granted, blank separated, appended; nothing where not told. */
void zoom_scopes(struct zoom *z, struct str *out);

/* --- sign-in.c --------------------------------------------------------- */

/* An oauth_issue of http/oauth.h; ctx is the struct zoom. */
int zoom_sign_in(void *ctx, struct str *token, int64_t *life_us, struct err *e);

/* Are the settings of the sign-in complete? Errors: ERR_USAGE. */
int zoom_sign_in_check(const struct zoom *z, struct err *e);

/* --- check.c, list.c, fetch.c ------------------------------------------ */

int zoom_hello(struct source *src, struct str *tenant, int64_t *now_us,
	       struct err *e);
int zoom_check(struct source *src, const struct source_check *to,
	       struct err *e);
int zoom_list(struct source *src, const struct source_window *w,
	      const struct source_list *to, struct err *e);
int zoom_fetch(struct source *src, const struct source_bundle *b,
	       const struct source_store *to, struct err *e);

#endif
