/* access/provider-private.h - a provider's settings, used at sign-in. */
#ifndef ACCESS_PROVIDER_PRIVATE_H
#define ACCESS_PROVIDER_PRIVATE_H

struct err;
struct oidc;
struct values;

#define PROVIDER_MAPPING "group." /* group.NAME=ROLE GROUP */

/* Asks it where its endpoints are. Errors: as oidc_open(). */
int provider_open(struct values *v, struct oidc **out, struct err *e);

#endif
