/*
 * source/webex/refusal.h - what Webex means by its refusals.
 *
 * Why: a 403 is a missing scope, a missing role or a missing licence, a 404
 * may be "not yet" or "no more", and the difference is only in the words.
 * All of it is decided here, once.
 *
 * Source: Webex API of 2025-12 ("API errors", "Message attachments",
 * "Compliance guide").
 */
#ifndef SOURCE_WEBEX_REFUSAL_H
#define SOURCE_WEBEX_REFUSAL_H

#include "base/str.h"

#include <stddef.h>

enum webex_verdict {
	WEBEX_OK,
	WEBEX_ABSENT,   /* 404, 410: there is no such thing (any more) */
	WEBEX_LOCKED,   /* 423: being scanned; later */
	WEBEX_UNKNOWN,  /* 428: cannot be scanned; may be asked for all the
			   same */
	WEBEX_SCOPE,    /* the app lacks a scope */
	WEBEX_ROLE,     /* the person who authorised lacks a role, or a right */
	WEBEX_LICENCE,  /* Pro Pack is missing: nothing older than 90 days */
	WEBEX_TOKEN,    /* the access token is not accepted */
	WEBEX_TOO_MUCH, /* 504: ask for less at once */
	WEBEX_REFUSED,  /* anything else that will not change by itself */
};

struct webex_refusal {
	enum webex_verdict verdict;
	struct str message;  /* one line, cut to 300 bytes */
	struct str tracking; /* Webex's number for it, "" if none */
};
void webex_refusal_done(struct webex_refusal *r);

/* The status is 3xx, 4xx (not 429) or 504; out need not be initialised. */
void webex_refusal_read(struct webex_refusal *out, int status, const void *body,
			size_t len);

#endif
