#include "access/claims.h"

#include "access/access-private.h"
#include "access/accounts.h"
#include "access/groups.h"
#include "access/provider-private.h"
#include "base/err.h"
#include "base/log.h"
#include "base/str.h"
#include "catalog/values.h"
#include "db/db.h"
#include "oidc/id-token.h"

#include <string.h>

#define NO_CLAIM "none"

/* --- groups ----------------------------------------------------------------
 */

struct reading {
	struct db *db;
	struct values *v;
	struct claimed *out;
};

static void put(struct claimed *c, int64_t group)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->groups[i] == group)
			return;
	if (c->n < CLAIMS_GROUPS_MAX)
		c->groups[c->n++] = group;
}

static int take(void *ctx, const char *text, struct err *e)
{
	struct reading *r = ctx;
	AUTO(str_done) struct str name = STR_INIT;
	struct err no = ERR_INIT;
	const char *to;
	int64_t id;
	bool builtin;

	if (strlen(text) > 200)
		return 0;
	str_addf(&name, PROVIDER_MAPPING "%s", text);
	to = values_get(r->v, name.s);
	if (to == NULL)
		return 0;
	if (group_find(r->db, to, &id, &builtin, &no) < 0) {
		if (no.kind != ERR_USAGE) {
			*e = no;
			return -1;
		}
		log_event(LOG_WARN, "access.mapping",
			  "setting=\"%s\" role_group=gone", name.s);
		return 0;
	}
	put(r->out, id);
	return 0;
}

static void count_mapping(void *ctx, const char *name, const char *value)
{
	(void)value;
	*(size_t *)ctx += str_starts(name, PROVIDER_MAPPING);
}

static int check_left_out(struct values *v, const struct identity *who,
			  const char *claim, struct err *e)
{
	size_t mapped = 0;

	values_each(v, count_mapping, &mapped);
	if (mapped == 0 || !identity_left_out(who, claim))
		return 0;
	return err_set(e, ERR_RIGHT,
		       "you are in so many groups that the provider left them "
		       "all out (%.60s). Your administrator can have it send "
		       "only groups assigned to this application, or give "
		       "application roles instead and set groups-claim=none",
		       claim);
}

int claims_read(struct db *db, struct values *v, const struct identity *who,
		struct claimed *out, struct err *e)
{
	static const char *const names[] = { "groups-claim", "roles-claim" };
	struct reading r = { db, v, out };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *claim = values_get(v, names[i]);

		if (claim == NULL || strcmp(claim, NO_CLAIM) == 0)
			continue;
		if (check_left_out(v, who, claim, e) < 0 ||
		    identity_list(who, claim, take, &r, e) < 0)
			return -1;
	}
	return 0;
}

/* --- the name --------------------------------------------------------------
 */

static int check_domain(const char *list, const char *name, struct err *e)
{
	const char *at = strrchr(name, '@');

	if (list == NULL || (at != NULL && str_listed(list, at + 1)))
		return 0;
	return err_set(e, ERR_RIGHT,
		       "accounts like \"%.100s\" do not sign in here: your "
		       "administrator has let in those of %.100s only",
		       name, list);
}

int claims_name(struct values *v, const struct identity *who, struct str *out,
		struct err *e)
{
	const char *name = who->user.len > 0 ? who->user.s : who->email.s;
	struct err no = ERR_INIT;

	if (name[0] == '\0' || account_name_check(name, &no) < 0 ||
	    account_is_local(name))
		return err_set(e, ERR_RIGHT,
			       "the provider gives no name for you that an "
			       "account here can have (preferred_username, or "
			       "email that is verified)");
	if (check_domain(values_get(v, "domains"), name, e) < 0)
		return -1;
	str_add(out, name);
	return 0;
}
