/*
 * connector/answered.h - a source's host as if a browser's answer were set.
 *
 * Why: a source trades in the code it finds in its settings. A code that a
 * browser brought is used once and never kept: it is laid over the settings,
 * and the refresh token that comes of it is caught, so that the caller stores
 * it with everything else, in one transaction.
 */
#ifndef CONNECTOR_ANSWERED_H
#define CONNECTOR_ANSWERED_H

#include "base/setting.h"
#include "base/str.h"

#include <stdbool.h>

/* Texts are the caller's and outlive the host. */
struct answered {
	struct host under;
	const char *code, *redirect, *verifier;
	/* It is traded in: refresh tokens of before are not seen. */
	bool trading;
	struct str token; /* the refresh token that came; "" none */
};
#define ANSWERED_INIT(under_)                                                  \
	((struct answered){ .under = (under_),                                 \
			    .code = "-",                                       \
			    .redirect = "-",                                   \
			    .verifier = "",                                    \
			    .token = STR_INIT })
void answered_done(struct answered *a);
static inline void answered_done_auto(struct answered *a)
{
	answered_done(a);
}

/* *a must outlive it. */
struct host answered_host(struct answered *a);

#endif
