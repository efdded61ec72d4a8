#include "access/mapping.h"

#include "access/access-private.h"
#include "access/groups.h"
#include "access/provider-private.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/values.h"

#include <string.h>

struct looking {
	struct db *db;
	int64_t provider;
	role_set roles;
	const char *folded; /* the group's name */
	bool found;
};

static int add_roles(void *ctx, int64_t id, const struct value *v,
		     struct err *e)
{
	struct looking *l = ctx;
	role_set roles = ROLES_NONE;
	struct err no = ERR_INIT;
	int64_t group;
	bool builtin;

	if (id != l->provider)
		return 0;
	if (group_find(l->db, v->value, &group, &builtin, &no) < 0) {
		if (no.kind == ERR_USAGE)
			return 0;
		*e = no;
		return -1;
	}
	if (roles_of_group(l->db, group, &roles, e) < 0)
		return -1;
	l->roles |= roles;
	return 0;
}

int mapped_roles(struct db *db, int64_t provider, role_set *out, struct err *e)
{
	struct looking l = { .db = db, .provider = provider };

	if (values_of_all(db, OWNER_IDENTITY_PROVIDER, PROVIDER_MAPPING,
			  add_roles, &l, e) < 0)
		return -1;
	*out = l.roles;
	return 0;
}

static int compare(void *ctx, int64_t id, const struct value *v, struct err *e)
{
	struct looking *l = ctx;
	AUTO(str_done) struct str folded = STR_INIT;

	(void)id;
	(void)e;
	access_fold(&folded, v->value);
	l->found |= strcmp(folded.s, l->folded) == 0;
	return 0;
}

int mapped_group(struct db *db, const char *group, struct err *e)
{
	AUTO(str_done) struct str folded = STR_INIT;
	struct looking l = { .db = db };

	access_fold(&folded, group);
	l.folded = folded.s;
	if (values_of_all(db, OWNER_IDENTITY_PROVIDER, PROVIDER_MAPPING,
			  compare, &l, e) < 0)
		return -1;
	return l.found;
}
