/*
 * sandbox/authorize.h - what all vendors' pages of authorisation have alike.
 *
 * The page says yes at once. Two setups make it say no: `authorize=denied`
 * (the person declines) and `redirect=URL` (the only redirect address the app
 * is registered with; vendors show a page of their own for any other).
 */
#ifndef SANDBOX_AUTHORIZE_H
#define SANDBOX_AUTHORIZE_H

#include "api.h"

#include <stdbool.h>

/* Is it an address the app may send browsers back to? */
bool authorize_knows(struct request *rq, const char *redirect);

/* Does the person decline? Then the browser is sent back with that. */
bool authorize_declined(struct request *rq, struct reply *rp,
			const char *redirect);

/* Back to where the client waits, with NAME=VALUE and the state. */
void authorize_back(struct request *rq, struct reply *rp, const char *redirect,
		    const char *name, const char *value);

#endif
