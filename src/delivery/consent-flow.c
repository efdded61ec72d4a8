/*
 * consent-flow.c - the addresses given out, and what comes back.
 *
 * Entra ID: first /adminconsent, whose answer says which tenant consented
 * but not who; then a sign-in by code flow says who. Other providers: one
 * sign-in with prompt=consent says both.
 */
#include "delivery/consent.h"

#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/values.h"
#include "db/db.h"
#include "delivery/awaited.h"
#include "delivery/consent-private.h"
#include "delivery/delivery.h"
#include "delivery/setup.h"
#include "http/oauth.h"
#include "http/url.h"
#include "oidc/callback.h"
#include "oidc/id-token.h"
#include "oidc/provider.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define STATE "consent"
#define WHO   "openid profile"

/* --- a target and what it asks consent for -------------------------------- */

struct asking {
	int64_t id;
	const char *name;
	struct actor actor;
	struct values_of of;
	struct values *values;
	struct consent_terms terms;
	struct str again; /* the command that gives a new address */
};

static void asking_done(struct asking *k)
{
	str_done(&k->again);
	if (k->values != NULL)
		consent_terms_done(&k->terms);
	values_free(k->values);
}
static inline void asking_done_auto(struct asking *k)
{
	asking_done(k);
}

static int asking_open(struct asking *k, struct archive *a, struct db *db,
		       struct err *e)
{
	int rc;

	str_addf(&k->again, "estreat target consent %s", k->name);
	if (delivery_target_find(db, k->name, &k->id, e) < 0)
		return -1;
	rc = target_values_find(db, k->id, &k->of, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "this program has no delivery of that kind");
	if (rc < 0 || values_load(&k->values, a, db, &k->of, e) < 0)
		return -1;
	consent_terms_read(&k->terms, k->values);
	if (!k->terms.needed)
		return err_set(e, ERR_USAGE,
			       "target \"%.80s\" needs no consent: it does not "
			       "ask for itself as an application of a tenant",
			       k->name);
	if (*k->terms.secret == '\0')
		return err_set(e, ERR_USAGE,
			       "target \"%.80s\" has no client-secret: give it "
			       "with --secret client-secret=FILE",
			       k->name);
	return 0;
}

static struct awaiting awaiting_of(const struct asking *k)
{
	return (struct awaiting){
		.of = &k->of,
		.values = k->values,
		.state = STATE,
		.bound = k->terms.bound.hex,
		.again = k->again.s,
		.changed = "the target's tenant, application or scope were "
			   "changed since the address was given out",
	};
}

static int provider_open(struct oidc **out, const struct asking *k,
			 struct err *e)
{
	const struct oidc_options o = {
		.issuer = k->terms.issuer.s,
		.client_id = k->terms.client,
		.client_secret = k->terms.secret,
		.ca_file = k->terms.ca_file,
	};

	return oidc_open(out, &o, e);
}

/* --- there ---------------------------------------------------------------- */

static void admin_address(const struct asking *k, const struct awaited *p,
			  struct str *link)
{
	struct str query AUTO(str_done) = STR_INIT;

	oauth_form(&query, "client_id", k->terms.client);
	oauth_form(&query, "scope", k->terms.scope.s);
	oauth_form(&query, "redirect_uri", p->redirect.s);
	oauth_form(&query, "state", p->rq.state.s);
	/* the issuer's address, .../v2.0, is where it lives */
	str_addf(link, "%s/adminconsent?%s", k->terms.issuer.s, query.s);
}

/* The next address: remembered first, durably, then told. */
static int send_to(struct archive *a, struct db *db, const struct asking *k,
		   struct awaited *p, struct str *link, struct err *e)
{
	AUTO(oidc_free) struct oidc *provider = NULL;
	const struct awaiting by = awaiting_of(k);
	const struct oidc_ask ask = {
		.redirect_uri = p->redirect.s,
		.scope = WHO,
		.prompt = k->terms.entra ? NULL : "consent",
	};

	if (provider_open(&provider, k, e) < 0)
		return -1;
	if (awaited_begin(a, db, &by, p, e) < 0)
		return -1;
	if (p->admin)
		admin_address(k, p, link);
	else
		oidc_begin(provider, &p->rq, &ask, link);
	return 0;
}

int consent_begin(struct archive *a, struct db *db,
		  const struct consent_ask *ask, struct str *link,
		  struct err *e)
{
	struct awaited p AUTO(awaited_done) = AWAITED_INIT;
	struct asking k AUTO(asking_done) = { .name = ask->target,
					      .again = STR_INIT,
					      .actor = ask->actor };

	if (http_url_check("redirect", ask->redirect_uri, e) < 0 ||
	    asking_open(&k, a, db, e) < 0)
		return -1;
	str_add(&p.redirect, ask->redirect_uri);
	p.admin = k.terms.entra;
	return send_to(a, db, &k, &p, link, e);
}

/* --- and back ------------------------------------------------------------- */

static const char *refusal_todo(const struct callback *c)
{
	static const struct {
		const char *sign, *todo;
	} known[] = {
		{ "AADSTS65004", "the person declined: a global administrator "
				 "of the tenant has to sign in and accept" },
		{ "AADSTS700016",
		  "the tenant does not know this application: check client-id "
		  "and tenant, and that the application is registered for "
		  "other organisations" },
		{ "AADSTS50011", "register the redirect address at the "
				 "application" },
		{ "AADSTS90094", "only a global administrator may consent: "
				 "let one open the address" },
		{ "AADSTS65001", "only a global administrator may consent: "
				 "let one open the address" },
		{ "consent_required", "only a global administrator may "
				      "consent: let one open the address" },
		{ "interaction_required", "the person has to sign in and "
					  "accept: open the address again" },
		{ "login_required", "the person has to sign in: open the "
				    "address again" },
		{ "access_denied", "the person declined, or may not consent: "
				   "a global administrator of the tenant has "
				   "to sign in and accept" },
		{ "unauthorized_client", "the application may not sign people "
					 "in: check client-id and its "
					 "registration" },
		{ "invalid_scope", "the application has no such permission: "
				   "check scope" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strstr(c->error.s, known[i].sign) != NULL ||
		    strstr(c->description.s, known[i].sign) != NULL)
			return known[i].todo;
	return "see what the provider says";
}

static int wrong_tenant(const struct asking *k, const char *got, struct err *e)
{
	struct str shown AUTO(str_done) = STR_INIT;

	id_token_clean(&shown, got);
	return err_set(e, ERR_SOURCE,
		       "this is of another tenant (%.60s) than the target's "
		       "(%.60s): sign in as an administrator of that one, or "
		       "correct the target's tenant",
		       shown.s, k->terms.tenant);
}

/* The answer of /adminconsent: says which tenant, not who. */
static int check_admin(const struct asking *k, const struct callback *c,
		       struct err *e)
{
	if (str_casecmp(c->admin_consent.s, "true") != 0)
		return err_set(e, ERR_SOURCE,
			       "consent was not given: the answer does not say "
			       "admin_consent=True");
	if (str_casecmp(c->tenant.s, k->terms.tenant) != 0)
		return wrong_tenant(k, c->tenant.s, e);
	return 0;
}

static int put(struct db *db, const struct asking *k,
	       const struct consent_given *by, struct err *e)
{
	struct str detail AUTO(str_done) = STR_INIT;
	const struct value what[] = {
		{ "target", k->name },           { "person", by->person },
		{ "subject", by->subject },      { "tenant", by->tenant },
		{ "client", k->terms.client },   { "scopes", by->scopes },
		{ "issuer", k->terms.issuer.s },
	};
	const struct values_given none = { 0 };

	values_detail(what, sizeof(what) / sizeof(what[0]), &none, &detail);
	if (consent_put(db, k->id, &k->terms, by, e) < 0)
		return -1;
	return archive_act(db, by->actor, "target consent given", detail.s, e);
}

/* Settings may have been changed while the provider was asked. */
static int still_bound(struct archive *a, struct db *db, const struct asking *k,
		       struct err *e)
{
	struct asking now AUTO(asking_done) = { .name = k->name,
						.again = STR_INIT };
	struct awaiting by;

	if (asking_open(&now, a, db, e) < 0)
		return -1;
	if (strcmp(now.terms.bound.hex, k->terms.bound.hex) == 0)
		return 0;
	by = awaiting_of(k);
	return awaited_anew(&by, ERR_SOURCE,
			    "the target's settings were changed meanwhile", e);
}

static int record(struct archive *a, struct db *db, const struct asking *k,
		  const struct consent_given *by, struct err *e)
{
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (still_bound(a, db, k, e) < 0 || put(db, k, by, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* A token that is not to be believed is for a person to look at. */
static int not_known(struct err *e)
{
	if (e->kind == ERR_ITEM)
		e->kind = ERR_SOURCE;
	return err_wrap(e, "who consented is not known");
}

static int signed_in(struct archive *a, struct db *db, const struct asking *k,
		     const struct awaited *p, const struct callback *c,
		     struct err *e)
{
	AUTO(oidc_free) struct oidc *provider = NULL;
	struct identity who AUTO(identity_done) = IDENTITY_INIT;
	struct str scope AUTO(str_done) = STR_INIT;
	struct consent_given by = { .actor = k->actor };

	if (provider_open(&provider, k, e) < 0 ||
	    oidc_finish(provider, &p->rq, p->redirect.s, c, &who, &scope, e) <
		    0)
		return not_known(e);
	if (k->terms.entra && str_casecmp(who.tenant.s, k->terms.tenant) != 0)
		return wrong_tenant(k, who.tenant.s, e);
	by.person = who.name.s;
	by.subject = who.object.len > 0 ? who.object.s : who.subject.s;
	by.tenant = who.tenant.len > 0 ? who.tenant.s : k->terms.issuer.s;
	by.scopes = k->terms.scope.len > 0 ? k->terms.scope.s : scope.s;
	return record(a, db, k, &by, e);
}

static int open_awaiting(void *ctx, struct archive *a, struct db *db,
			 struct awaiting *by, struct err *e)
{
	struct asking *k = ctx;

	if (asking_open(k, a, db, e) < 0)
		return -1;
	*by = awaiting_of(k);
	return 0;
}

int consent_answer(struct archive *a, struct db *db,
		   const struct consent_answer *answer, struct str *link,
		   struct err *e)
{
	struct callback c AUTO(callback_done);
	struct awaited p AUTO(awaited_done) = AWAITED_INIT;
	struct asking k AUTO(asking_done) = { .name = answer->target,
					      .again = STR_INIT,
					      .actor = answer->actor };

	struct awaiting by;

	callback_init(&c);
	if (callback_read(&c, answer->url, e) < 0 ||
	    awaited_spend(a, db, open_awaiting, &k, c.state.s, &p, e) < 0)
		return -1;
	by = awaiting_of(&k);
	if (awaited_fresh(&by, &p, e) < 0)
		return -1;
	if (c.error.len > 0)
		return awaited_refused(&c, "consent was not given",
				       refusal_todo(&c), e);
	if (!p.admin)
		return signed_in(a, db, &k, &p, &c, e) < 0 ? -1 : 1;
	if (check_admin(&k, &c, e) < 0)
		return -1;
	p.admin = false;
	return send_to(a, db, &k, &p, link, e);
}

/* --- whose answer ----------------------------------------------------------
 */

struct looking {
	struct archive *archive;
	struct db *db;
	const char *state;
};

static bool awaits(void *ctx, const char *name)
{
	const struct looking *l = ctx;
	struct asking k AUTO(asking_done) = { .name = name, .again = STR_INIT };
	struct err e = ERR_INIT;
	struct awaiting by;

	/* one that needs no consent (any more) awaits none */
	if (asking_open(&k, l->archive, l->db, &e) < 0)
		return false;
	by = awaiting_of(&k);
	return awaited_is(&by, l->state);
}

int consent_awaiting(struct archive *a, struct db *db, const char *state,
		     struct str *target, struct err *e)
{
	struct looking l = { a, db, state };

	return awaited_find(
		db, "SELECT name FROM target WHERE state <> 2 ORDER BY id",
		awaits, &l, target, e);
}
