/*
 * access/known.h - providers that were asked already, for an hour.
 *
 * Discovery and keys are requests to another server; whoever signs in next
 * need not wait for them again. Changed settings are asked for anew.
 */
#ifndef ACCESS_KNOWN_H
#define ACCESS_KNOWN_H

#include <stdint.h>

struct access;
struct err;
struct oidc;
struct values;

/* Errors: as oidc_open(). To be given back by known_done(). */
struct known_provider;
int known_get(struct access *x, int64_t id, struct values *v,
	      struct known_provider **out, struct err *e);
struct oidc *known_oidc(struct known_provider *k);
void known_done(struct access *x, struct known_provider *k); /* or NULL */

#endif
