/*
 * source/ringcentral/refusal.h - what RingCentral means when it says no.
 *
 * Source: RingCentral API of 2026-08, error codes CMN-, OAU-, MSG-, CLG-;
 * guide "errors".
 */
#ifndef SOURCE_RINGCENTRAL_REFUSAL_H
#define SOURCE_RINGCENTRAL_REFUSAL_H

#include "base/str.h"

#include <stddef.h>

enum rc_verdict {
	RC_OK,
	RC_TOKEN,      /* the access token is not accepted: a new one, once */
	RC_PERMISSION, /* the app or the user lacks a permission */
	RC_FEATURE,    /* the account does not have it, or it is off */
	RC_ABSENT,     /* not there, or no longer */
	RC_SYNC,       /* a sync token is too old or not valid */
	RC_BUSY,       /* as many tasks as a company may have are running */
	RC_REFUSED,    /* any other no */
};

struct rc_refusal {
	enum rc_verdict verdict;
	struct str code;       /* "CMN-401", "" if none */
	struct str message;    /* RingCentral's words, one line */
	struct str permission; /* of RC_PERMISSION, where it is named */
};

/* Fill *out (to be done) from an answer's status and body. */
void rc_refusal_read(struct rc_refusal *out, int status, const void *body,
		     size_t len);
void rc_refusal_done(struct rc_refusal *r);

/* What a person can do about a refused sign-in, by OAuth error and
   RingCentral's code; never NULL. */
const char *rc_sign_in_help(const char *error, const char *text);

#endif
