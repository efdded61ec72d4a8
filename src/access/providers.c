/* providers.c - identity providers are set up, shown, checked, removed. */
#include "access/providers.h"

#include "access/access-private.h"
#include "access/change.h"
#include "access/groups.h"
#include "access/mapping.h"
#include "access/principal.h"
#include "access/provider-private.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "http/url.h"
#include "oidc/provider.h"

#include <stdlib.h>
#include <string.h>

const struct setting providers_settings[] = {
	{ "issuer", NULL, true, false,
	  "its address, as it calls itself: https://login.example.com/..." },
	{ "client-id", NULL, true, false, "what it knows us by" },
	{ "client-secret", NULL, true, true, "the secret that goes with it" },
	{ "title", "Single sign-on", false, false,
	  "what the button says on the page where people sign in" },
	{ "scope", "openid profile email", false, false,
	  "what it is asked for" },
	{ "groups-claim", "groups", false, false,
	  "where it says which groups somebody is in; none: nowhere" },
	{ "roles-claim", "roles", false, false,
	  "where it says which application roles; a.b looks inside a" },
	{ "create", "no", false, false,
	  "make an account at the first sign-in of whoever is in a mapped "
	  "group: yes, no" },
	{ "domains", NULL, false, false,
	  "only names that end so may sign in: example.com example.org" },
	{ "ca-file", NULL, false, false,
	  "certificates to trust instead of the system's (PEM)" },
	{ NULL, NULL, false, false, NULL },
};

static struct values_of values_of(int64_t id)
{
	return (struct values_of){ .owner = OWNER_IDENTITY_PROVIDER,
				   .id = id,
				   .title = "An identity provider",
				   .own = providers_settings,
				   .open_prefix = PROVIDER_MAPPING };
}

int providers_find(struct db *db, const char *name, int64_t *id, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT id FROM identity_provider"
				    " WHERE name = $1 AND removed = 0",
				    e);
	int rc;

	db_text(st, 1, name);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no identity provider \"%.80s\"; "
			       "`estreat identity-provider list` shows those "
			       "there are",
			       name);
	*id = db_col_int(st, 0);
	return 0;
}

int providers_values(struct archive *a, struct db *db, int64_t id,
		     struct values **out, struct err *e)
{
	struct values_of of = values_of(id);

	return values_load(out, a, db, &of, e);
}

/* --- setting up ------------------------------------------------------------
 */

/* The name stands in addresses: /sign-in/oidc/NAME. */
static int name_check(const char *name, struct err *e)
{
	size_t len = strlen(name);

	if (len == 0 || len > 40 || strcmp(name, "none") == 0 ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != len ||
	    name[0] == '-')
		return err_set(e, ERR_USAGE,
			       "an identity provider's name has 1 to 40 small "
			       "letters, digits and \"-\": it stands in the "
			       "address where people sign in");
	return 0;
}

static int check_value(const struct values_of *of, const struct value *v,
		       struct err *e)
{
	(void)of;
	if (strcmp(v->name, "issuer") == 0)
		return http_url_check("issuer", v->value, e);
	if (strcmp(v->name, "create") == 0 && strcmp(v->value, "yes") != 0 &&
	    strcmp(v->value, "no") != 0)
		return err_set(e, ERR_USAGE,
			       "create=%.40s is neither yes nor "
			       "no",
			       v->value);
	if (str_starts(v->name, PROVIDER_MAPPING) &&
	    strlen(v->name) == strlen(PROVIDER_MAPPING))
		return err_set(e, ERR_USAGE,
			       "a mapping names a group of the provider: "
			       "group.NAME=ROLE GROUP");
	return 0;
}

struct mapping_check {
	struct db *db;
	struct err *e;
	int rc;
};

static void check_mapping(void *ctx, const char *name, const char *value)
{
	struct mapping_check *m = ctx;
	int64_t id;
	bool builtin;

	if (m->rc < 0 || !str_starts(name, PROVIDER_MAPPING) || value == NULL)
		return;
	m->rc = group_find(m->db, value, &id, &builtin, m->e);
	if (m->rc < 0)
		(void)err_wrap(m->e, "%.100s", name);
}

static int whole(struct archive *a, struct db *db, int64_t id, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	struct mapping_check m = { .db = db, .e = e };

	if (providers_values(a, db, id, &v, e) < 0 || values_complete(v, e) < 0)
		return -1;
	values_each(v, check_mapping, &m);
	return m.rc;
}

static int insert(struct db *db, const char *name, int64_t *id, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "INSERT INTO identity_provider(name, created_us,"
		       " removed) VALUES ($1, $2, 0) RETURNING id",
		       e);

	db_text(st, 1, name);
	db_int(st, 2, clock_now_us());
	if (db_step(st, e) < 0)
		return -1;
	*id = db_col_int(st, 0);
	return 0;
}

static bool same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Is who somebody is there, or what they get here, not as it was? Its title
   says neither, a secret only who we are. */
static bool changes_who(const struct values_given *given, struct values *was,
			struct values *is)
{
	for (size_t i = 0; i < given->n_settings; i++) {
		const char *name = given->settings[i].name;

		if (strcmp(name, "title") != 0 &&
		    !same(values_get(was, name), values_get(is, name)))
			return true;
	}
	return false;
}

/* All roles that anybody can have by signing in there. */
static int reach(struct db *db, int64_t provider, role_set *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT DISTINCT r.role FROM account a"
		       " JOIN role_group_member m ON m.account = a.id"
		       " JOIN role_group_role r ON r.role_group = m.role_group"
		       " WHERE a.provider = $1 AND a.state <> 3",
		       e);
	role_set mapped = ROLES_NONE;

	db_int(st, 1, provider);
	if (roles_step(st, out, e) < 0 ||
	    mapped_roles(db, provider, &mapped, e) < 0)
		return -1;
	*out |= mapped;
	return 0;
}

struct setting_up {
	struct archive *archive;
	const struct provider_new *n;
	bool made;
};

static int find_or_make(struct db *db, struct setting_up *s, int64_t *id,
			struct err *e)
{
	struct err no = ERR_INIT;

	if (providers_find(db, s->n->name, id, &no) == 0)
		return 0;
	if (no.kind != ERR_USAGE) {
		*e = no;
		return -1;
	}
	s->made = true;
	return insert(db, s->n->name, id, e);
}

/*
 * Whoever says what a provider is, and what its groups mean, could sign in
 * there as anybody: they need all that this could give them, before and after.
 */
static int set(const struct change *c, void *ctx, struct err *e)
{
	struct setting_up *s = ctx;
	AUTO(values_free) struct values *was = NULL;
	AUTO(values_free) struct values *is = NULL;
	struct values_given given = s->n->given;
	struct values_of of = values_of(0);
	role_set roles = ROLES_NONE;

	given.check = check_value;
	if (find_or_make(c->db, s, &of.id, e) < 0 ||
	    reach(c->db, of.id, &roles, e) < 0 ||
	    providers_values(s->archive, c->db, of.id, &was, e) < 0 ||
	    values_take(s->archive, c->db, &of, &given, e) < 0 ||
	    whole(s->archive, c->db, of.id, e) < 0 ||
	    providers_values(s->archive, c->db, of.id, &is, e) < 0 ||
	    reach(c->db, of.id, &roles, e) < 0)
		return -1;
	return changes_who(&given, was, is)
		       ? change_grant(c, roles, s->n->name, e)
		       : 0;
}

int providers_set(struct archive *a, struct db *db, const struct principal *by,
		  const struct provider_new *n, bool *made, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	const struct value who[] = { { "provider", n->name } };
	struct setting_up s = { .archive = a, .n = n };

	if (name_check(n->name, e) < 0)
		return -1;
	values_detail(who, 1, &n->given, &detail);
	if (change_do(db, by, "identity-provider set", detail.s, set, &s, e) <
	    0)
		return -1;
	*made = s.made;
	return 0;
}

/* --- removing --------------------------------------------------------------
 */

static int remove_it(const struct change *c, void *ctx, struct err *e)
{
	struct db *db = c->db;
	static const char *const sqls[] = {
		"DELETE FROM session WHERE account IN (SELECT id FROM account"
		" WHERE provider = $1)",
		"DELETE FROM role_group_member WHERE provider = $1",
		"UPDATE account SET provider = 0, subject = ''"
		" WHERE provider = $1",
		"UPDATE identity_provider SET removed = 1 WHERE id = $1",
	};
	struct values_of of = values_of(0);

	if (providers_find(db, *(const char **)ctx, &of.id, e) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(sqls) / sizeof(sqls[0]); i++)
		if (access_by_id(db, sqls[i], of.id, e) < 0)
			return -1;
	return values_forget(db, &of, true, e);
}

int providers_remove(struct db *db, const struct principal *by,
		     const char *name, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;

	ACT_DETAIL(&detail, { "provider", name });
	return change_do(db, by, "identity-provider remove", detail.s,
			 remove_it, &name, e);
}

/* --- looking ---------------------------------------------------------------
 */

static int tell(struct archive *a, struct db *db, struct provider_info *info,
		int (*each)(void *ctx, const struct provider_info *info,
			    struct err *e),
		void *ctx, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	AUTO(free) struct value *list = NULL;

	if (providers_values(a, db, info->id, &v, e) < 0)
		return -1;
	list = values_list(v, &info->n_values);
	info->values = list;
	return each(ctx, info, e);
}

int providers_each(struct archive *a, struct db *db, const char *name,
		   int (*each)(void *ctx, const struct provider_info *info,
			       struct err *e),
		   void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT p.id, p.name, (SELECT count(*) FROM account a"
		       " WHERE a.provider = p.id AND a.state <> 3)"
		       " FROM identity_provider p WHERE p.removed = 0"
		       " AND (p.id = $1 OR $1 = 0) ORDER BY p.name",
		       e);
	int64_t id = 0;
	int rc;

	if (name != NULL && providers_find(db, name, &id, e) < 0)
		return -1;
	db_int(st, 1, id);
	while ((rc = db_step(st, e)) > 0) {
		struct provider_info info = { .id = db_col_int(st, 0),
					      .name = db_col_text(st, 1),
					      .accounts = db_col_int(st, 2) };

		if (tell(a, db, &info, each, ctx, e) < 0)
			return -1;
	}
	return rc;
}

/* --- asking it -------------------------------------------------------------
 */

int provider_open(struct values *v, struct oidc **out, struct err *e)
{
	const struct oidc_options o = {
		.issuer = values_get(v, "issuer"),
		.client_id = values_get(v, "client-id"),
		.client_secret = values_get(v, "client-secret"),
		.ca_file = values_get(v, "ca-file"),
	};

	if (values_complete(v, e) < 0)
		return -1;
	return oidc_open(out, &o, e);
}

static void count_mapping(void *ctx, const char *name, const char *value)
{
	(void)value;
	*(size_t *)ctx += str_starts(name, PROVIDER_MAPPING);
}

static void found(const struct check *to, enum check_level level,
		  const char *topic, const char *text, const char *remedy)
{
	const struct finding f = { level, topic, text, remedy };

	to->finding(to->ctx, &f);
}

int providers_check(struct archive *a, struct db *db, const char *name,
		    const struct check *to, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	AUTO(oidc_free) struct oidc *p = NULL;
	struct err why = ERR_INIT;
	char text[ERR_TEXT];
	size_t mapped = 0;
	int64_t id;

	if (providers_find(db, name, &id, e) < 0 ||
	    providers_values(a, db, id, &v, e) < 0)
		return -1;
	if (provider_open(v, &p, &why) < 0)
		found(to, CHECK_FAIL, "Provider",
		      err_str(&why, text, sizeof(text)),
		      "Check issuer, and whether this machine reaches it.");
	else
		found(to, CHECK_OK, "Provider", values_get(v, "issuer"), "");
	values_each(v, count_mapping, &mapped);
	if (mapped > 0)
		found(to, CHECK_OK, "Groups",
		      "groups of the provider give role groups here", "");
	else
		found(to, CHECK_WARN, "Groups",
		      "no group of the provider gives a role group here",
		      "Set group.NAME=ROLE GROUP, or put accounts into role "
		      "groups by hand.");
	return 0;
}
