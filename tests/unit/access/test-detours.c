/* Rule 3 (access/change.h): no way to act with roles that one has not, by
   another's account or by what a provider says. */
#include "house.h"

#include "access/mapping.h"
#include "access/providers.h"
#include "access/tokens.h"
#include "cheap.h"

#define LEGAL "eDiscovery Manager"

/*
 * anna manages roles and reads nothing; all has every role; eve, off (who is
 * disabled) and sue (who signs in at sso) read; gus has some of anna's roles,
 * bo none. sso maps a group to readers, held has an account that reads, plain
 * neither.
 */
static void provider_make(struct house *h, const char *name, const char *group)
{
	const struct value set[] = {
		{ "issuer", "https://login.example.com/" },
		{ "client-id", "me" },
		{ "group.staff", group },
	};
	const struct value secret[] = { { "client-secret", "s" } };
	const struct provider_new n = {
		.name = name,
		.given = { .settings = set,
			   .n_settings = group != NULL ? 3 : 2,
			   .secrets = secret,
			   .n_secrets = 1 },
	};
	struct err e = ERR_INIT;
	bool made;

	T_EQ_INT(providers_set(h->archive, h->db, h->owner, &n, &made, &e), 0);
}

static void add(struct house *h, const char *name, const char *group,
		const char *provider)
{
	AUTO(str_done) struct str once = STR_INIT;
	const struct account_new n = { .name = name,
				       .group = group,
				       .provider = provider };
	struct err e = ERR_INIT;

	T_EQ_INT(accounts_add(h->db, h->owner, &n, &once, &e), 0);
}

static void people(struct house *h)
{
	const struct group_new own = { .name = "Own" };
	struct err e = ERR_INIT;

	house_make(h);
	T_EQ_INT(groups_add(h->db, h->owner, &own, &e), 0);
	provider_make(h, "sso", LEGAL);
	provider_make(h, "held", NULL);
	provider_make(h, "plain", "oWn");
	add(h, "anna", "Organization Management", NULL);
	add(h, "all", "Local Operators", NULL);
	add(h, "eve", LEGAL, NULL);
	add(h, "off", LEGAL, NULL);
	add(h, "sue", LEGAL, "held");
	add(h, "gus", "Global Reader", NULL);
	add(h, "bo", NULL, NULL);
	T_EQ_INT(accounts_set_state(h->db, h->owner, "off", ACCOUNT_DISABLED,
				    &e),
		 0);
}

static struct principal *who(const struct house *h, const char *name)
{
	struct principal *p;
	struct err e = ERR_INIT;

	if (strcmp(name, "owner") == 0) {
		/* with fewer roles than it begins with, but for managing */
		const struct group_change less = {
			.remove = ROLES_ALL & ~role_named(ROLE_ROLES)
		};

		T_EQ_INT(groups_change(h->db, h->owner, "Local Operators",
				       &less, &e),
			 0);
		T_EQ_INT(access_local(h->db, "root", true, &p, &e), 0);
		T_EQ_INT(p->roles, role_named(ROLE_ROLES));
		return p;
	}
	p = house_principal(h, strcmp(name, "token") == 0 ? "all" : name);
	if (strcmp(name, "token") == 0) {
		p->token = 1;
		p->roles = role_named(ROLE_ROLES);
	}
	return p;
}

/* --- into an account ------------------------------------------------------ */

typedef int (*act_fn)(struct house *h, const struct principal *by,
		      const char *name, struct err *e);

static int reset(struct house *h, const struct principal *by, const char *name,
		 struct err *e)
{
	AUTO(str_done) struct str once = STR_INIT;
	int rc = accounts_reset(h->db, by, name, false, &once, e);

	T_EQ_INT(once.len > 0, rc == 0);
	return rc;
}

static int code_off(struct house *h, const struct principal *by,
		    const char *name, struct err *e)
{
	AUTO(str_done) struct str once = STR_INIT;

	return accounts_reset(h->db, by, name, true, &once, e);
}

static int to_plain(struct house *h, const struct principal *by,
		    const char *name, struct err *e)
{
	const struct account_change c = { .provider = "plain" };

	return accounts_change(h->db, by, name, &c, e);
}

static int to_sso(struct house *h, const struct principal *by, const char *name,
		  struct err *e)
{
	const struct account_change c = { .provider = "sso" };

	return accounts_change(h->db, by, name, &c, e);
}

static int to_none(struct house *h, const struct principal *by,
		   const char *name, struct err *e)
{
	const struct account_change c = { .provider = "" };

	return accounts_change(h->db, by, name, &c, e);
}

static int as_other(struct house *h, const struct principal *by,
		    const char *name, struct err *e)
{
	const struct account_change c = { .subject = "mine" };

	return accounts_change(h->db, by, name, &c, e);
}

static int as_any(struct house *h, const struct principal *by, const char *name,
		  struct err *e)
{
	const struct account_change c = { .subject = "" };

	return accounts_change(h->db, by, name, &c, e);
}

static int token_for(struct house *h, const struct principal *by,
		     const char *name, struct err *e)
{
	AUTO(str_done) struct str token = STR_INIT;
	const struct token_new n = { .name = "t",
				     .user = name,
				     .roles = role_named(ROLE_AUDIT),
				     .days = 1 };
	int64_t end_us;

	return tokens_add(h->db, by, &n, &token, &end_us, e);
}

static int title(struct house *h, const struct principal *by, const char *name,
		 struct err *e)
{
	const struct account_change c = { .title = "T", .language = "sv" };

	return accounts_change(h->db, by, name, &c, e);
}

static int unlock(struct house *h, const struct principal *by, const char *name,
		  struct err *e)
{
	return accounts_unlock(h->db, by, name, e);
}

static int disable(struct house *h, const struct principal *by,
		   const char *name, struct err *e)
{
	return accounts_set_state(h->db, by, name, ACCOUNT_DISABLED, e);
}

static int enable(struct house *h, const struct principal *by, const char *name,
		  struct err *e)
{
	return accounts_set_state(h->db, by, name, ACCOUNT_ACTIVE, e);
}

static int sign_out(struct house *h, const struct principal *by,
		    const char *name, struct err *e)
{
	int64_t ended;

	return accounts_sign_out(h->db, by, name, &ended, e);
}

static int make_reader(struct house *h, const struct principal *by,
		       const char *name, struct err *e)
{
	return groups_member(h->db, by, LEGAL, name, true, e) < 0 ? -1 : 0;
}

static int joins(struct house *h, const struct principal *by, const char *name,
		 struct err *e)
{
	AUTO(str_done) struct str once = STR_INIT;
	const struct account_new n = { .name = name, .group = LEGAL };

	return accounts_add(h->db, by, &n, &once, e);
}

static const struct {
	const char *label, *by;
	act_fn act;
	const char *name;
	enum err_kind kind;
	const char *verb; /* whose refusal is recorded */
} ways[] = {
	{ "a reader's password", "anna", reset, "eve", ERR_RIGHT,
	  "user reset-password" },
	{ "and code", "anna", code_off, "eve", ERR_RIGHT,
	  "user reset-password" },
	{ "while disabled", "anna", reset, "off", ERR_RIGHT,
	  "user reset-password" },
	{ "to another provider", "anna", to_plain, "eve", ERR_RIGHT,
	  "user set" },
	{ "to none", "anna", to_none, "sue", ERR_RIGHT, "user set" },
	{ "as another there", "anna", as_other, "sue", ERR_RIGHT, "user set" },
	{ "as whoever comes first", "anna", as_any, "sue", ERR_RIGHT,
	  "user set" },
	{ "a token in their name", "anna", token_for, "all", ERR_RIGHT,
	  "token add" },
	{ "oneself to a provider that gives more", "anna", to_sso, "anna",
	  ERR_RIGHT, "user set" },
	{ "by a token with less", "token", reset, "eve", ERR_RIGHT,
	  "user reset-password" },
	{ "by a token, its owner's", "token", reset, "all", ERR_RIGHT,
	  "user reset-password" },
	/* daily work; one after the other */
	{ "a newcomer with a role of hers", "anna", reset, "gus", ERR_NONE,
	  NULL },
	{ "one with none", "anna", code_off, "bo", ERR_NONE, NULL },
	{ "her own", "anna", reset, "anna", ERR_NONE, NULL },
	{ "a reader who joins", "anna", joins, "new", ERR_NONE, NULL },
	{ "others to a provider", "anna", to_sso, "bo", ERR_NONE, NULL },
	{ "roles for others", "anna", make_reader, "bo", ERR_NONE, NULL },
	{ "herself to one that gives no more", "anna", to_plain, "anna",
	  ERR_NONE, NULL },
	{ "a reader's name", "anna", title, "eve", ERR_NONE, NULL },
	{ "no more waiting", "anna", unlock, "eve", ERR_NONE, NULL },
	{ "signed out", "anna", sign_out, "eve", ERR_NONE, NULL },
	{ "disabled", "anna", disable, "eve", ERR_NONE, NULL },
	{ "enabled", "anna", enable, "off", ERR_NONE, NULL },
	{ "a token with her roles", "anna", token_for, "gus", ERR_NONE, NULL },
	/* who has the roles, or owns the folder */
	{ "one who reads too", "all", code_off, "eve", ERR_NONE, NULL },
	{ "and elsewhere", "all", as_other, "sue", ERR_NONE, NULL },
	{ "the owner", "owner", code_off, "eve", ERR_NONE, NULL },
	{ "the owner, elsewhere", "owner", to_none, "sue", ERR_NONE, NULL },
};

T(into_an_account)
{
	struct house h AUTO(house_done);

	people(&h);
	T_EACH(row, ways) {
		AUTO(principal_free) struct principal *by = who(&h, row->by);
		struct err e = ERR_INIT;
		int64_t refused = row->verb != NULL
					  ? house_acts(&h, row->verb, "refused")
					  : 0;

		T_EQ_INT(row->act(&h, by, row->name, &e),
			 row->kind == ERR_NONE ? 0 : -1);
		T_EQ_INT(e.kind, row->kind);
		if (row->verb != NULL)
			T_EQ_INT(house_acts(&h, row->verb, "refused"),
				 refused + 1);
	}
}

/* What the old provider said is gone with it. */
T(another_provider)
{
	struct house h AUTO(house_done);
	struct err e = ERR_INIT;

	people(&h);
	house_do(&h, "INSERT INTO role_group_member SELECT 4, id, provider"
		     " FROM account WHERE name = 'sue'");
	T_EQ_INT(to_plain(&h, h.owner, "sue", &e), 0);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM role_group_member"
				  " WHERE provider <> 0"),
		 0);
	T_EQ_INT(house_number(&h, "SELECT count(*) FROM role_group_member m"
				  " JOIN account a ON a.id = m.account"
				  " WHERE a.name = 'sue'"),
		 1);
}

/* --- by what a provider says ---------------------------------------------- */

static const struct row {
	const char *label, *by, *provider, *name, *value;
	enum err_kind kind;
} rows[] = {
	{ "readers by a mapping", "anna", "plain", "group.x", LEGAL,
	  ERR_RIGHT },
	{ "in other letters", "anna", "plain", "group.x", "EDISCOVERY manager",
	  ERR_RIGHT },
	{ "a new one with it", "anna", "new", "group.x", LEGAL, ERR_RIGHT },
	{ "whose word it is", "anna", "sso", "issuer", "https://x.example.com/",
	  ERR_RIGHT },
	{ "for whom", "anna", "sso", "client-id", "x", ERR_RIGHT },
	{ "by which certificates", "anna", "sso", "ca-file", "/x", ERR_RIGHT },
	{ "what is asked", "anna", "sso", "scope", "openid", ERR_RIGHT },
	{ "where groups stand", "anna", "sso", "groups-claim", "email",
	  ERR_RIGHT },
	{ "and roles", "anna", "sso", "roles-claim", "email", ERR_RIGHT },
	{ "who is made", "anna", "sso", "create", "yes", ERR_RIGHT },
	{ "whose names", "anna", "sso", "domains", "x.org", ERR_RIGHT },
	{ "another group", "anna", "sso", "group.x", LEGAL, ERR_RIGHT },
	{ "a mapping with less", "anna", "sso", "group.x", "Global Reader",
	  ERR_RIGHT },
	{ "the mapping away", "anna", "sso", "group.staff", NULL, ERR_RIGHT },
	{ "where a reader signs in", "anna", "held", "issuer",
	  "https://x.example.com/", ERR_RIGHT },
	{ "by a token with less", "token", "sso", "issuer",
	  "https://x.example.com/", ERR_RIGHT },
	/* daily work */
	{ "what the button says", "anna", "sso", "title", "In", ERR_NONE },
	{ "the same again", "anna", "sso", "group.staff", LEGAL, ERR_NONE },
	{ "as it is unless said", "anna", "sso", "create", "no", ERR_NONE },
	{ "nothing where there is nothing", "anna", "sso", "domains", NULL,
	  ERR_NONE },
	{ "its default", "anna", "sso", "scope", NULL, ERR_NONE },
	{ "a new secret", "anna", "held", NULL, NULL, ERR_NONE },
	{ "where nobody reads", "anna", "plain", "issuer",
	  "https://x.example.com/", ERR_NONE },
	{ "roles that she has", "anna", "plain", "group.x", "Global Reader",
	  ERR_NONE },
	{ "a new one", "anna", "new", "group.x", "Global Reader", ERR_NONE },
	/* who has the roles, or owns the folder */
	{ "one who reads too", "all", "sso", "issuer", "https://x.example.com/",
	  ERR_NONE },
	{ "the owner", "owner", "sso", "issuer", "https://x.example.com/",
	  ERR_NONE },
	{ "the owner, readers", "owner", "plain", "group.x", LEGAL, ERR_NONE },
};

static int set(struct house *h, const struct principal *by,
	       const struct row *row, struct err *e)
{
	const struct value all[] = { { row->name, row->value },
				     { "issuer", "https://a.example.com/" },
				     { "client-id", "me" } };
	const struct value secret[] = { { "client-secret", "s2" } };
	const struct provider_new n = {
		.name = row->provider,
		.given = { .settings = row->name != NULL ? all : NULL,
			   .n_settings = row->name == NULL ? 0
					 : strcmp(row->provider, "new") == 0
						 ? 3
						 : 1,
			   .secrets = secret,
			   .n_secrets = 1 },
	};
	bool made;

	return providers_set(h->archive, h->db, by, &n, &made, e);
}

T(by_what_a_provider_says)
{
	struct house h AUTO(house_done);
	int64_t refused = 0;

	people(&h);
	T_EACH(row, rows) {
		AUTO(principal_free) struct principal *by = who(&h, row->by);
		struct err e = ERR_INIT;

		T_EQ_INT(set(&h, by, row, &e), row->kind == ERR_NONE ? 0 : -1);
		T_EQ_INT(e.kind, row->kind);
		refused += row->kind != ERR_NONE;
		T_EQ_INT(house_acts(&h, "identity-provider set", "refused"),
			 refused);
	}
}

/* Disabled ones count: they can be enabled. Removed ones do not. */
T(where_a_reader_signed_in)
{
	static const struct row issuer = { .provider = "held",
					   .name = "issuer",
					   .value = "https://x.example.com/" };
	struct house h AUTO(house_done);
	AUTO(principal_free) struct principal *anna = NULL;
	struct err e = ERR_INIT;

	people(&h);
	anna = who(&h, "anna");
	T_EQ_INT(disable(&h, anna, "sue", &e), 0);
	T_EQ_INT(set(&h, anna, &issuer, &e), -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
	err_clear(&e);
	T_EQ_INT(accounts_set_state(h.db, anna, "sue", ACCOUNT_REMOVED, &e), 0);
	T_EQ_INT(set(&h, anna, &issuer, &e), 0);
}

/* Nobody need have a role to take a provider away: nobody comes in by that. */
T(a_provider_goes)
{
	struct house h AUTO(house_done);
	AUTO(principal_free) struct principal *anna = NULL;
	struct err e = ERR_INIT;

	people(&h);
	anna = who(&h, "anna");
	T_EQ_INT(providers_remove(h.db, anna, "held", &e), 0);
	/* it is not by way of a password either that she becomes sue */
	T_EQ_INT(reset(&h, anna, "sue", &e), -1);
	T_EQ_INT(e.kind, ERR_RIGHT);
	err_clear(&e);
	T_EQ_INT(providers_remove(h.db, anna, "sso", &e), 0);
}

/* --- by a group that a mapping names -------------------------------------- */

static int widen(struct house *h, const struct principal *by, role_set add)
{
	const struct group_change c = { .add = add };
	struct err e = ERR_INIT;

	return groups_change(h->db, by, "Own", &c, &e) < 0 ? -(int)e.kind : 0;
}

static int again(struct house *h, const struct principal *by, const char *name,
		 const char *copy, role_set roles)
{
	const struct group_new n = { .name = name,
				     .copy = copy,
				     .roles = roles };
	struct err e = ERR_INIT;

	return groups_add(h->db, by, &n, &e) < 0 ? -(int)e.kind : 0;
}

T(by_a_group_that_a_mapping_names)
{
	struct house h AUTO(house_done);
	AUTO(principal_free) struct principal *anna = NULL;
	AUTO(principal_free) struct principal *all = NULL;
	struct err e = ERR_INIT;
	int64_t plain;
	role_set roles;

	people(&h);
	anna = who(&h, "anna");
	all = who(&h, "all");
	T_EQ_INT(widen(&h, anna, role_named(ROLE_EXPORT)), -ERR_RIGHT);
	T_EQ_INT(house_acts(&h, "role-group set", "refused"), 1);
	T_EQ_INT(widen(&h, anna, role_named(ROLE_AUDIT)), 0);
	T_EQ_INT(widen(&h, all, role_named(ROLE_EXPORT)), 0);
	/* it has the role: nothing changes */
	T_EQ_INT(widen(&h, anna, role_named(ROLE_EXPORT)), 0);
	T_EQ_INT(providers_find(h.db, "plain", &plain, &e), 0);
	T_EQ_INT(mapped_roles(h.db, plain, &roles, &e), 0);
	T_EQ_INT(roles, role_named(ROLE_EXPORT) | role_named(ROLE_AUDIT));
	/* away and there again, under the name that the mapping has */
	T_EQ_INT(groups_remove(h.db, anna, "Own", &e), 0);
	T_EQ_INT(mapped_roles(h.db, plain, &roles, &e), 0);
	T_EQ_INT(roles, ROLES_NONE);
	T_EQ_INT(again(&h, anna, "OWN", NULL, role_named(ROLE_EXPORT)),
		 -ERR_RIGHT);
	T_EQ_INT(again(&h, anna, "OWN", LEGAL, ROLES_NONE), -ERR_RIGHT);
	T_EQ_INT(again(&h, anna, "Other", LEGAL, ROLES_NONE), 0);
	T_EQ_INT(again(&h, anna, "OWN", "Global Reader", ROLES_NONE), 0);
}

T_MAIN
