/* consent.c - whether a target needs consent, and whether it has it. */
#include "delivery/consent.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/setting.h"
#include "catalog/archive.h"
#include "catalog/values.h"
#include "db/db.h"
#include "delivery/consent-private.h"
#include "delivery/delivery.h"
#include "delivery/setup.h"
#include "http/url.h"

#include <string.h>

#define ENTRA "https://login.microsoftonline.com"

const char *consent_state_name(enum consent_state s)
{
	static const char *const names[] = { "not needed", "missing",
					     "in force", "void", "withdrawn" };

	return names[s];
}

void consent_init(struct consent *c)
{
	*c = (struct consent){
		.person = STR_INIT,
		.subject = STR_INIT,
		.tenant = STR_INIT,
		.client = STR_INIT,
		.scopes = STR_INIT,
	};
}

void consent_done(struct consent *c)
{
	str_done(&c->person);
	str_done(&c->subject);
	str_done(&c->tenant);
	str_done(&c->client);
	str_done(&c->scopes);
}

/* --- what the settings say ------------------------------------------------ */

bool consent_issuer_ok(const char *url)
{
	struct err e = ERR_INIT;

	return http_url_check("consent-issuer", url, &e) == 0 &&
	       strpbrk(url, "?#") == NULL;
}

static const char *get(struct values *v, const char *name)
{
	const char *text = values_get(v, name);

	return text != NULL ? text : "";
}

static bool says(struct values *v, const char *name, const char *word)
{
	return strcmp(get(v, name), word) == 0;
}

/* Append where to sign in: said by itself, or by the address of tokens. */
static void add_login(struct values *v, const char *tenant, struct str *out)
{
	const char *login = get(v, "login-url"), *token = get(v, "token-url");
	struct str end AUTO(str_done) = STR_INIT;

	str_addf(&end, "/%s/oauth2/v2.0/token", tenant);
	if (*login != '\0')
		str_add(out, login);
	else if (str_ends(token, end.s))
		str_add_len(out, token, strlen(token) - end.len);
	else
		str_add(out, ENTRA);
	while (out->len > 0 && out->s[out->len - 1] == '/')
		str_cut(out, out->len - 1);
}

/* Agents that know other ways say which one they go. */
static bool asks_as_application(struct values *v)
{
	const char *auth = values_get(v, "auth");

	return auth == NULL || strcmp(auth, "xoauth2") == 0 ||
	       strcmp(auth, "oauthbearer") == 0;
}

static void read_scope(struct consent_terms *out, struct values *v)
{
	const char *graph = get(v, "graph-url");

	str_add(&out->scope, get(v, "scope"));
	if (out->scope.len == 0 && out->entra)
		str_addf(&out->scope, "%s/.default",
			 *graph != '\0' ? graph
					: "https://graph.microsoft.com");
}

static void bind_terms(struct consent_terms *out)
{
	struct str all AUTO(str_done) = STR_INIT;
	const char *const parts[] = { out->issuer.s, out->tenant, out->client,
				      out->scope.s };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		encode_json(&all, parts[i]);
		str_add_char(&all, '\n');
	}
	out->bound = digest_of(all.s, all.len);
}

void consent_terms_read(struct consent_terms *out, struct values *v)
{
	const char *issuer = get(v, "consent-issuer");
	struct consent_terms t = {
		.tenant = get(v, "tenant-id"),
		.client = get(v, "client-id"),
		.secret = get(v, "client-secret"),
		.ca_file = get(v, "ca-file"),
		.issuer = STR_INIT,
		.scope = STR_INIT,
	};

	t.entra = *issuer == '\0';
	t.needed = !says(v, "consent", "portal") &&
		   !says(v, "rights", "rbac") && asks_as_application(v) &&
		   *t.client != '\0' && (!t.entra || *t.tenant != '\0');
	if (t.entra) {
		add_login(v, t.tenant, &t.issuer);
		str_add_char(&t.issuer, '/');
		encode_percent(&t.issuer, t.tenant);
		str_add(&t.issuer, "/v2.0");
	} else {
		str_add(&t.issuer, issuer);
	}
	read_scope(&t, v);
	bind_terms(&t);
	*out = t;
}

void consent_terms_done(struct consent_terms *t)
{
	str_done(&t->issuer);
	str_done(&t->scope);
}

/* --- the row -------------------------------------------------------------- */

static void row_read(struct consent *out, struct db_stmt *st)
{
	str_add(&out->person, db_col_text(st, 1));
	str_add(&out->subject, db_col_text(st, 2));
	str_add(&out->tenant, db_col_text(st, 3));
	str_add(&out->client, db_col_text(st, 4));
	str_add(&out->scopes, db_col_text(st, 5));
	out->given_us = db_col_int(st, 6);
	out->withdrawn_us = db_col_int(st, 7);
}

static int find(struct db *db, int64_t id, const struct consent_terms *t,
		struct consent *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT bound, person, subject, tenant, client, scopes,"
		       " given_us, withdrawn_us FROM consent WHERE target = $1",
		       e);
	int rc;

	db_int(st, 1, id);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	out->state = CONSENT_MISSING;
	if (rc > 0) {
		row_read(out, st);
		out->state = out->withdrawn_us != 0 ? CONSENT_WITHDRAWN
			     : strcmp(db_col_text(st, 0), t->bound.hex) == 0
				     ? CONSENT_IN_FORCE
				     : CONSENT_VOID;
	}
	if (!t->needed)
		out->state = CONSENT_NOT_NEEDED;
	return 0;
}

int consent_find(struct archive *a, struct db *db, const char *target,
		 struct consent *out, struct err *e)
{
	struct consent_terms terms AUTO(consent_terms_done) = { 0 };
	struct values_of of;
	AUTO(values_free) struct values *v = NULL;
	int64_t id = 0;
	int rc = delivery_target_find(db, target, &id, e);

	if (rc == 0)
		rc = target_values_find(db, id, &of, e);
	if (rc <= 0)
		return rc; /* made by another program: none is known of */
	if (values_load(&v, a, db, &of, e) < 0)
		return -1;
	consent_terms_read(&terms, v);
	return find(db, id, &terms, out, e);
}

int consent_put(struct db *db, int64_t id, const struct consent_terms *t,
		const struct consent_given *by, struct err *e)
{
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO consent(target, bound, issuer, tenant, client,"
		" scopes, person, subject, given_us, given_by, withdrawn_us,"
		" withdrawn_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
		" $10, 0, '') ON CONFLICT (target) DO UPDATE SET bound = $2,"
		" issuer = $3, tenant = $4, client = $5, scopes = $6,"
		" person = $7, subject = $8, given_us = $9, given_by = $10,"
		" withdrawn_us = 0, withdrawn_by = ''",
		e);

	db_int(st, 1, id);
	db_text(st, 2, t->bound.hex);
	db_text(st, 3, t->issuer.s);
	db_text(st, 4, by->tenant);
	db_text(st, 5, t->client);
	db_text(st, 6, by->scopes);
	db_text(st, 7, by->person);
	db_text(st, 8, by->subject);
	db_int(st, 9, clock_now_us());
	db_text(st, 10, by->actor.name);
	if (db_exec(st, e) < 0)
		return -1;
	return target_unpark(db, id, e);
}

/* --- withdrawing ---------------------------------------------------------- */

static int row_withdraw(struct db *db, int64_t id, struct actor actor,
			struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE consent SET withdrawn_us = $2, withdrawn_by = $3"
		       " WHERE target = $1",
		       e);

	db_int(st, 1, id);
	db_int(st, 2, clock_now_us());
	db_text(st, 3, actor.name);
	return db_exec(st, e);
}

static int withdraw(struct archive *a, struct db *db, const char *target,
		    struct actor actor, struct err *e)
{
	struct consent c AUTO(consent_done);
	struct str detail AUTO(str_done) = STR_INIT;
	struct value what[3];
	const struct values_given none = { 0 };
	int64_t id = 0;

	consent_init(&c);
	if (consent_find(a, db, target, &c, e) < 0 ||
	    delivery_target_find(db, target, &id, e) < 0)
		return -1;
	if (c.state != CONSENT_IN_FORCE && c.state != CONSENT_VOID)
		return err_set(e, ERR_USAGE,
			       "target \"%.80s\": there is no consent to "
			       "withdraw: %s",
			       target, consent_state_name(c.state));
	what[0] = (struct value){ "target", target };
	what[1] = (struct value){ "tenant", c.tenant.s };
	what[2] = (struct value){ "client", c.client.s };
	values_detail(what, 3, &none, &detail);
	/* carriers at work notice that the target has changed, and stop */
	if (row_withdraw(db, id, actor, e) < 0 || target_unpark(db, id, e) < 0)
		return -1;
	return archive_act(db, actor, "target consent withdrawn", detail.s, e);
}

int consent_withdraw(struct archive *a, struct db *db, const char *target,
		     struct actor actor, struct err *e)
{
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (withdraw(a, db, target, actor, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* --- for who delivers ----------------------------------------------------- */

int consent_required(struct db *db, const struct target_opened *t, int64_t id,
		     struct err *e)
{
	static const char *const why[] = {
		[CONSENT_MISSING] = "has not been given",
		[CONSENT_VOID] = "was given for other settings: tenant, "
				 "application or scope have been changed since",
		[CONSENT_WITHDRAWN] = "was withdrawn",
	};
	struct consent_terms terms AUTO(consent_terms_done) = { 0 };
	struct consent c AUTO(consent_done);

	consent_init(&c);
	consent_terms_read(&terms, t->values);
	if (!terms.needed)
		return 0;
	if (find(db, id, &terms, &c, e) < 0)
		return -1;
	if (c.state == CONSENT_IN_FORCE)
		return 0;
	return err_set(e, ERR_SOURCE,
		       "the tenant's consent %s; copies wait until a global "
		       "administrator gives it: `estreat target consent %s`",
		       why[c.state], t->name);
}

void consent_explain(const struct target_opened *t, struct str *reason)
{
	/* Entra's numbers: no consent; no such application here, it was
	   removed or disabled, its service principal too; then RFC 6749 and
	   Graph */
	static const char *const signs[] = {
		"AADSTS65001",
		"AADSTS700016",
		"AADSTS7000112",
		"AADSTS500014",
		"AADSTS7000229",
		"unauthorized_client",
		"consent_required",
		"access_denied",
		"Graph refuses",
		"Authorization_RequestDenied",
		"InvalidAuthenticationToken",
	};
	struct consent_terms terms AUTO(consent_terms_done) = { 0 };
	struct str said AUTO(str_done) = STR_INIT;
	bool is = false;

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]) && !is; i++)
		is = strstr(reason->s, signs[i]) != NULL;
	consent_terms_read(&terms, t->values);
	if (!is || !terms.needed)
		return;
	str_add(&said, reason->s);
	str_cut(reason, 0);
	str_addf(reason,
		 "%s; it looks as if the tenant has taken its consent back. "
		 "Copies wait until a global administrator gives it again: "
		 "`estreat target consent %s`",
		 said.s, t->name);
}
