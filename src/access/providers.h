/*
 * access/providers.h - identity providers: where people of the organisation
 * sign in (Entra ID, Keycloak, any that speaks OpenID Connect).
 *
 * What the provider says at each sign-in (groups, application roles) is
 * looked up in settings `group.NAME`, each of which names a role group here.
 * Memberships that came from there are exactly those of the last sign-in;
 * memberships that a person gave are left alone.
 */
#ifndef ACCESS_PROVIDERS_H
#define ACCESS_PROVIDERS_H

#include "base/cleanup.h"
#include "catalog/values.h"

#include <stdbool.h>
#include <stdint.h>

struct archive;
struct check;
struct db;
struct err;
struct principal;
struct values;

extern const struct setting providers_settings[];

struct provider_new {
	const char *name;
	struct values_given given; /* its check is set here */
};
/*
 * Make it, or change it where it is there. *made says which. All but its title
 * and its secret decide who somebody is, or what they get: ERR_RIGHT where an
 * account that signs in there, or a mapping, has a role that by has not
 * (change_grant()).
 */
int providers_set(struct archive *a, struct db *db, const struct principal *by,
		  const struct provider_new *n, bool *made, struct err *e);

/* Those who sign in there can sign in no more until they are set to sign in
   otherwise. Their sessions end. */
int providers_remove(struct db *db, const struct principal *by,
		     const char *name, struct err *e);

struct provider_info {
	int64_t id;
	const char *name;
	int64_t accounts;
	const struct value *values; /* secrets with value NULL */
	size_t n_values;
};
/* By name; name NULL: all. Errors: ERR_USAGE: none of this name. */
int providers_each(struct archive *a, struct db *db, const char *name,
		   int (*each)(void *ctx, const struct provider_info *info,
			       struct err *e),
		   void *ctx, struct err *e);

/*
 * Ask it: is it there, does it say what we need? And are the settings whole?
 * Findings are told as they come.
 */
int providers_check(struct archive *a, struct db *db, const char *name,
		    const struct check *to, struct err *e);

/* Errors: ERR_USAGE: none of this name. */
int providers_find(struct db *db, const char *name, int64_t *id, struct err *e);
/* Its values, to be freed. */
int providers_values(struct archive *a, struct db *db, int64_t id,
		     struct values **out, struct err *e);

#endif
