/*
 * source/zoom/refusal.h - what Zoom means by its refusals.
 *
 * Why: Zoom's status says little (400 is a missing scope, a missing licence,
 * a dead page token or a meeting of last year), its codes overlap, and some
 * things only the text says. All of it is decided here, once.
 *
 * Source: Zoom API errors of 2026-02, "OAuth errors" of 2026-02; the scope
 * text as real servers send it.
 */
#ifndef SOURCE_ZOOM_REFUSAL_H
#define SOURCE_ZOOM_REFUSAL_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

enum zoom_verdict {
	ZOOM_OK,
	ZOOM_ABSENT,     /* there is no such thing (any more) */
	ZOOM_TOO_OLD,    /* beyond how far back Zoom answers */
	ZOOM_PAGE_TOKEN, /* the page token has died: begin the window anew */
	ZOOM_SCOPE,      /* the app lacks a scope: `scopes` names it */
	ZOOM_PLAN,       /* not licensed, switched off, or no permission */
	ZOOM_TOKEN,      /* the access token is not accepted */
	ZOOM_REFUSED,    /* anything else that will not change by itself */
};

struct zoom_refusal {
	enum zoom_verdict verdict;
	int64_t code;       /* Zoom's, 0 if there was none */
	struct str message; /* one line, cut to 300 bytes */
	struct str scopes;  /* verbatim, without brackets */
};
void zoom_refusal_done(struct zoom_refusal *r);

/* The status is 3xx or 4xx, not 429. out need not be initialised. */
void zoom_refusal_read(struct zoom_refusal *out, int status, const void *body,
		       size_t len);

/*
 * What an error code of the token endpoint means and what a person has to
 * do about it; NULL for one that is not known.
 */
const char *zoom_sign_in_help(int64_t code);

#endif
