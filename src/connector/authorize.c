#include "connector/authorize.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "connector/answered.h"
#include "connector/settings.h"
#include "connector/setup.h"
#include "db/db.h"
#include "delivery/awaited.h"
#include "http/oauth.h"
#include "http/url.h"
#include "oidc/callback.h"
#include "source/source.h"
#include "stream/digest.h"

#include <string.h>

#define STATE "authorize"

void connector_granted_done(struct connector_granted *g)
{
	str_done(&g->scopes);
	str_done(&g->lacks);
}

/* --- a connector and the page of its source ------------------------------- */

struct asking {
	const char *name;
	const struct source_ops *ops;
	struct values_of of;
	struct values *values;
	struct str page, scopes, again;
	struct digest bound; /* to the page, the app, its scopes, its way */
};
#define ASKING_INIT(name_)                                                     \
	((struct asking){ .name = (name_),                                     \
			  .page = STR_INIT,                                    \
			  .scopes = STR_INIT,                                  \
			  .again = STR_INIT })

static void asking_done(struct asking *k)
{
	values_free(k->values);
	str_done(&k->page);
	str_done(&k->scopes);
	str_done(&k->again);
}
static inline void asking_done_auto(struct asking *k)
{
	asking_done(k);
}

static bool is_set(struct values *v, const char *name)
{
	const char *value = values_get(v, name);

	return value != NULL && *value != '\0';
}

bool authorize_is_open(const struct source_ops *ops, struct values *v)
{
	return ops->authorize != NULL && !is_set(v, "code") &&
	       !is_set(v, "refresh-token");
}

/* The source, opened as if the answer were there already. */
static int page_read(struct asking *k, struct err *e)
{
	struct answered later AUTO(answered_done) =
		ANSWERED_INIT(values_host(k->values, NULL, NULL));
	struct host host = answered_host(&later);
	struct source *src = NULL;
	int rc;

	if (k->ops->open(&src, &host, e) < 0)
		return -1;
	rc = k->ops->authorize->page(src, &k->page, &k->scopes, e);
	k->ops->close(src);
	return rc;
}

static int asking_open(struct asking *k, struct archive *a, struct db *db,
		       struct err *e)
{
	struct str bound AUTO(str_done) = STR_INIT;
	const char *token;
	int64_t id;

	str_addf(&k->again, "estreat connector authorize %s", k->name);
	if (setup_find(db, k->name, &id, &k->ops, e) < 0)
		return -1;
	if (k->ops->authorize == NULL)
		return err_set(e, ERR_USAGE,
			       "nobody can sign in to %s in a browser",
			       k->ops->title);
	k->of = settings_of(k->ops, id);
	if (setup_values_of(a, db, id, k->ops, &k->values, e) < 0 ||
	    page_read(k, e) < 0)
		return -1;
	/* a code must not be sent to where it was not asked for */
	token = values_get(k->values, "token-url");
	str_addf(&bound, "%s %s", k->page.s, token != NULL ? token : "");
	k->bound = digest_of(bound.s, bound.len);
	return 0;
}

static struct awaiting awaiting_of(const struct asking *k)
{
	return (struct awaiting){
		.of = &k->of,
		.values = k->values,
		.state = STATE,
		.bound = k->bound.hex,
		.again = k->again.s,
		.changed = "the connector's app or addresses were changed "
			   "since the address was given out",
	};
}

int connector_authorize_needed(struct archive *a, struct db *db,
			       const char *name, bool *needed, struct err *e)
{
	struct asking k AUTO(asking_done) = ASKING_INIT(name);

	*needed = asking_open(&k, a, db, e) == 0 &&
		  authorize_is_open(k.ops, k.values);
	if (e->kind != ERR_USAGE)
		return e->kind == ERR_NONE ? 0 : -1;
	err_clear(e); /* it signs in in another way */
	return 0;
}

/* --- there ---------------------------------------------------------------- */

int connector_authorize_begin(struct archive *a, struct db *db,
			      const char *name, const char *redirect,
			      struct str *link, struct err *e)
{
	struct awaited w AUTO(awaited_done) = AWAITED_INIT;
	struct asking k AUTO(asking_done) = ASKING_INIT(name);
	struct str challenge AUTO(str_done) = STR_INIT;
	struct awaiting by;
	struct digest d;

	if (http_url_check("redirect", redirect, e) < 0 ||
	    asking_open(&k, a, db, e) < 0)
		return -1;
	by = awaiting_of(&k);
	str_add(&w.redirect, redirect);
	if (awaited_begin(a, db, &by, &w, e) < 0)
		return -1;
	d = digest_of(w.rq.verifier.s, w.rq.verifier.len);
	encode_base64url(&challenge, d.bytes, sizeof(d.bytes));
	str_add(link, k.page.s);
	oauth_form(link, "redirect_uri", redirect);
	oauth_form(link, "state", w.rq.state.s);
	oauth_form(link, "code_challenge", challenge.s);
	oauth_form(link, "code_challenge_method", "S256");
	return 0;
}

/* --- and back ------------------------------------------------------------- */

static bool says(const struct callback *c, const char *sign)
{
	return strstr(c->error.s, sign) != NULL ||
	       strstr(c->description.s, sign) != NULL;
}

static void lacking(const struct asking *k, struct str *todo)
{
	if (k->scopes.len > 0)
		str_addf(todo,
			 "the app lacks one of the scopes it is asked for: add "
			 "those that are missing to it, or name the ones it "
			 "has in the setting scopes; asked for were %.600s",
			 k->scopes.s);
	else
		str_add(todo, "the app lacks one of the scopes it needs: add "
			      "to it those of docs/sources");
}

/* What to do about it; the order matters: descriptions are the vendor's. */
static int refused(const struct asking *k, const struct awaited *w,
		   const struct callback *c, struct err *e)
{
	struct str todo AUTO(str_done) = STR_INIT;

	if (says(c, "access_denied"))
		str_add(&todo, "the person declined, or may not authorise the "
			       "app: let somebody sign in who may, and accept");
	else if (says(c, "redirect"))
		str_addf(&todo,
			 "register the redirect address %.300s at the app",
			 w->redirect.s);
	else if (says(c, "invalid_scope"))
		lacking(k, &todo);
	else if (says(c, "unauthorized_client"))
		str_add(&todo, "the app may not sign people in: check "
			       "client-id, and at the vendor how the app signs "
			       "in");
	else
		str_add(&todo, "see what the vendor says");
	return awaited_refused(c, "the app was not authorised", todo.s, e);
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

static int trade(const struct asking *k, const struct awaited *w,
		 const struct callback *c, struct connector_granted *out,
		 struct str *token, struct err *e)
{
	struct answered now AUTO(answered_done) =
		ANSWERED_INIT(values_host(k->values, NULL, NULL));
	struct host host = answered_host(&now);
	struct source *src = NULL;
	int rc;

	now.code = c->code.s;
	now.redirect = w->redirect.s;
	now.verifier = w->rq.verifier.s;
	now.trading = true;
	if (k->ops->open(&src, &host, e) < 0)
		return -1;
	rc = k->ops->authorize->trade(src, &out->scopes, &out->lacks, e);
	k->ops->close(src);
	if (rc < 0)
		return err_wrap(e, "the code was not taken");
	if (now.token.len == 0)
		return err_set(e, ERR_SOURCE,
			       "%s gave no refresh token: at the vendor, let "
			       "the app have refresh tokens",
			       k->ops->title);
	str_add(token, now.token.s);
	return 0;
}

/* The token begins a new line; what was given by hand before is over. */
static int put(struct archive *a, struct db *db, const struct asking *k,
	       const char *token, struct err *e)
{
	const struct {
		enum value_kind kind;
		struct value v;
	} all[] = {
		{ VALUE_SECRET, { "refresh-token", token } },
		{ VALUE_STATE, { "refresh-token", NULL } },
		{ VALUE_SECRET, { "code", NULL } },
		{ VALUE_SECRET, { "code-verifier", NULL } },
		{ VALUE_SETTING, { "redirect-uri", NULL } },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (values_put(a, db, &k->of, all[i].kind, &all[i].v, e) < 0)
			return -1;
	return 0;
}

static int act(struct db *db, const struct asking *k,
	       const struct connector_answer *answer,
	       const struct connector_granted *g, struct err *e)
{
	struct str detail AUTO(str_done) = STR_INIT;
	const struct value what[] = {
		{ "connector", k->name },
		{ "source", k->ops->name },
		{ "scopes", g->scopes.s },
		{ "missing_scopes", g->lacks.s },
	};
	const struct values_given none = { 0 };

	values_detail(what, sizeof(what) / sizeof(what[0]), &none, &detail);
	return archive_act(db, answer->actor, "connector authorized", detail.s,
			   e);
}

/* Settings may have been changed while the source was asked. */
static int still_bound(struct archive *a, struct db *db, const struct asking *k,
		       struct err *e)
{
	struct asking now AUTO(asking_done) = ASKING_INIT(k->name);
	struct awaiting by;

	if (asking_open(&now, a, db, e) < 0)
		return -1;
	if (strcmp(now.bound.hex, k->bound.hex) == 0)
		return 0;
	by = awaiting_of(k);
	return awaited_anew(&by, ERR_SOURCE,
			    "the connector's settings were changed meanwhile",
			    e);
}

static int record(struct archive *a, struct db *db, const struct asking *k,
		  const struct connector_answer *answer,
		  const struct connector_granted *g, const char *token,
		  struct err *e)
{
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (still_bound(a, db, k, e) < 0 || put(a, db, k, token, e) < 0 ||
	    act(db, k, answer, g, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

int connector_authorize_answer(struct archive *a, struct db *db,
			       const struct connector_answer *answer,
			       struct connector_granted *out, struct err *e)
{
	struct callback c AUTO(callback_done);
	struct awaited w AUTO(awaited_done) = AWAITED_INIT;
	struct asking k AUTO(asking_done) = ASKING_INIT(answer->name);
	struct str token AUTO(str_wipe) = STR_INIT;
	struct awaiting by;

	callback_init(&c);
	if (callback_read(&c, answer->url, e) < 0 ||
	    awaited_spend(a, db, open_awaiting, &k, c.state.s, &w, e) < 0)
		return -1;
	by = awaiting_of(&k);
	if (awaited_fresh(&by, &w, e) < 0)
		return -1;
	if (c.error.len > 0)
		return refused(&k, &w, &c, e);
	if (c.code.len == 0)
		return awaited_anew(&by, ERR_SOURCE, "the answer has no code",
				    e);
	if (trade(&k, &w, &c, out, &token, e) < 0)
		return -1;
	return record(a, db, &k, answer, out, token.s, e);
}

/* --- whose answer --------------------------------------------------------- */

struct looking {
	struct archive *archive;
	struct db *db;
	const char *state;
};

static bool awaits(void *ctx, const char *name)
{
	const struct looking *l = ctx;
	struct asking k AUTO(asking_done) = ASKING_INIT(name);
	struct err e = ERR_INIT;
	struct awaiting by;

	/* one that signs in in another way (by now) awaits none */
	if (asking_open(&k, l->archive, l->db, &e) < 0)
		return false;
	by = awaiting_of(&k);
	return awaited_is(&by, l->state);
}

int connector_authorize_awaiting(struct archive *a, struct db *db,
				 const char *state, struct str *name,
				 struct err *e)
{
	struct looking l = { a, db, state };

	return awaited_find(db,
			    "SELECT name FROM connector WHERE state <> 2"
			    " ORDER BY id",
			    awaits, &l, name, e);
}
