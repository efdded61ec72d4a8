/* by-provider.c - signing in at the organisation's own provider. */
#include "access/access.h"

#include "access/access-private.h"
#include "access/accounts.h"
#include "access/claims.h"
#include "access/known.h"
#include "access/providers.h"
#include "access/request.h"
#include "access/session.h"
#include "access/state.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "oidc/callback.h"
#include "oidc/id-token.h"

#include <string.h>

/* --- the page that offers them ---------------------------------------------
 */

struct offering {
	int (*each)(void *ctx, const char *name, const char *title,
		    struct err *e);
	void *ctx;
};

static int offer(void *ctx, const struct provider_info *info, struct err *e)
{
	const struct offering *o = ctx;
	const char *title = "Single sign-on";

	for (size_t i = 0; i < info->n_values; i++)
		if (strcmp(info->values[i].name, "title") == 0)
			title = info->values[i].value;
	return o->each(o->ctx, info->name, title, e);
}

int access_providers(struct access *x, struct db *db,
		     int (*each)(void *ctx, const char *name, const char *title,
				 struct err *e),
		     void *ctx, struct err *e)
{
	struct offering o = { each, ctx };

	return providers_each(x->archive, db, NULL, offer, &o, e);
}

/* --- there -----------------------------------------------------------------
 */

/* A place of this server; "//host" and "/\host" are other servers. */
static bool is_own_path(const char *path)
{
	if (path == NULL || path[0] != '/' || strlen(path) > 1000 ||
	    path[1] == '/' || path[1] == '\\')
		return false;
	for (; *path != '\0'; path++)
		if ((unsigned char)*path <= ' ' || *path == 127 ||
		    *path == '\\')
			return false;
	return true;
}

int access_oidc_begin(struct access *x, struct db *db, const char *provider,
		      const char *redirect_uri, const char *next,
		      const struct access_from *from, struct str *url,
		      struct str *binding, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	AUTO(request_free) struct request *r = request_new();
	struct known_provider *known = NULL;
	struct oidc_ask ask = { .redirect_uri = redirect_uri };

	if (providers_find(db, provider, &r->provider, e) < 0 ||
	    providers_values(x->archive, db, r->provider, &v, e) < 0 ||
	    known_get(x, r->provider, v, &known, e) < 0)
		return err_wrap(e, "sign in at %.80s", provider);
	ask.scope = values_get(v, "scope");
	oidc_request_new(&r->rq);
	oidc_begin(known_oidc(known), &r->rq, &ask, url);
	known_done(x, known);
	session_secret(binding);
	session_digest(binding->s, r->binding);
	str_add(&r->redirect, redirect_uri);
	str_add(&r->next, is_own_path(next) ? next : "/");
	str_add(&r->address, from->address);
	requests_put(x->requests, TAKE(r), clock_now_us());
	return 0;
}

/* --- and back --------------------------------------------------------------
 */

struct coming {
	struct access *x;
	struct db *db;
	const struct request *rq;
	const struct access_from *from;
	const char *replaces;
	struct values *values;
	struct identity who;
	struct claimed claimed;
	struct str provider; /* its name here */
	struct str name;     /* the account's */
	int64_t account;
	struct session_times times;
};

static void coming_done(struct coming *c)
{
	values_free(c->values);
	identity_done(&c->who);
	str_done(&c->provider);
	str_done(&c->name);
}
static inline void coming_done_auto(struct coming *c)
{
	coming_done(c);
}

/* The person's id there, the same for ever. */
static const char *subject_of(const struct coming *c)
{
	return c->who.object.len > 0 ? c->who.object.s : c->who.subject.s;
}

static int provider_name(struct coming *c, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(c->db,
				    "SELECT name FROM identity_provider"
				    " WHERE id = $1 AND removed = 0",
				    e);
	int rc;

	db_int(st, 1, c->rq->provider);
	rc = db_step(st, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "this way to sign in was removed meanwhile");
	str_add(&c->provider, db_col_text(st, 0));
	return rc < 0 ? -1 : 0;
}

static int ask(struct coming *c, const struct callback *answer, struct err *e)
{
	struct known_provider *known = NULL;
	int rc;

	if (provider_name(c, e) < 0 ||
	    providers_values(c->x->archive, c->db, c->rq->provider, &c->values,
			     e) < 0 ||
	    known_get(c->x, c->rq->provider, c->values, &known, e) < 0)
		return -1;
	rc = oidc_finish(known_oidc(known), &c->rq->rq, c->rq->redirect.s,
			 answer, &c->who, NULL, e);
	known_done(c->x, known);
	if (rc < 0 && e->kind == ERR_ITEM)
		e->kind = ERR_SOURCE;
	return rc;
}

/* 1 and the account, which may be disabled; 0; -1. */
static int find(struct coming *c, int64_t *state, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(c->db,
		       "SELECT id, name, state FROM account"
		       " WHERE provider = $1 AND subject = $2 AND state <> 3",
		       e);
	int rc;

	db_int(st, 1, c->rq->provider);
	db_text(st, 2, subject_of(c));
	rc = db_step(st, e);
	if (rc > 0) {
		c->account = db_col_int(st, 0);
		str_cut(&c->name, 0);
		str_add(&c->name, db_col_text(st, 1));
		*state = db_col_int(st, 2);
	}
	return rc;
}

/* An account made for this name to sign in here, which nobody did yet. */
static int bind(struct coming *c, int64_t *state, struct err *e)
{
	AUTO(str_done) struct str folded = STR_INIT;
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(c->db,
		       "UPDATE account SET subject = $3 WHERE folded = $1"
		       " AND provider = $2 AND subject = '' AND state <> 3"
		       " RETURNING id, state",
		       e);
	int rc;

	access_fold(&folded, c->name.s);
	db_text(st, 1, folded.s);
	db_int(st, 2, c->rq->provider);
	db_text(st, 3, subject_of(c));
	rc = db_step(st, e);
	if (rc > 0) {
		c->account = db_col_int(st, 0);
		*state = db_col_int(st, 1);
	}
	return rc;
}

static int create(struct coming *c, struct err *e)
{
	AUTO(str_done) struct str folded = STR_INIT;
	AUTO(str_done) struct str detail = STR_INIT;
	AUTO(db_done) struct db_stmt *st = NULL;
	struct err no = ERR_INIT;
	int64_t taken;

	if (account_find(c->db, c->name.s, &taken, &no) == 0)
		return err_set(e, ERR_RIGHT,
			       "there is an account \"%.100s\" here that signs "
			       "in otherwise: your administrator can change "
			       "that (user set)",
			       c->name.s);
	access_fold(&folded, c->name.s);
	st = db_sql(c->db,
		    "INSERT INTO account(name, folded, title, language, state,"
		    " password, must_change, totp_step, failed, locked_us,"
		    " provider, subject, created_us, signed_in_us)"
		    " VALUES ($1, $2, $3, '', 1, '', 0, 0, 0, 0, $4, $5, $6,"
		    " 0) RETURNING id",
		    e);
	db_text(st, 1, c->name.s);
	db_text(st, 2, folded.s);
	db_text(st, 3, c->who.name.s);
	db_int(st, 4, c->rq->provider);
	db_text(st, 5, subject_of(c));
	db_int(st, 6, clock_now_us());
	if (db_step(st, e) < 0)
		return -1;
	c->account = db_col_int(st, 0);
	ACT_DETAIL(&detail, { "user", c->name.s },
		   { "provider", c->provider.s });
	return archive_act(c->db, ACTOR_SYSTEM, "user add", detail.s, e);
}

static int account_of(struct coming *c, struct err *e)
{
	const char *make = values_get(c->values, "create");
	int64_t state = ACCOUNT_ACTIVE;
	int rc = find(c, &state, e);

	if (rc == 0)
		rc = bind(c, &state, e);
	if (rc < 0)
		return -1;
	if (rc > 0 && state != ACCOUNT_ACTIVE)
		return err_set(e, ERR_RIGHT, "your account here is disabled");
	if (rc > 0)
		return 0;
	if (make == NULL || strcmp(make, "yes") != 0)
		return err_set(e, ERR_RIGHT,
			       "nobody here goes by \"%.100s\": your "
			       "administrator can make an account for you",
			       c->name.s);
	if (c->claimed.n == 0)
		return err_set(e, ERR_RIGHT,
			       "none of your groups at the provider lets you "
			       "in here");
	return create(c, e);
}

/* Exactly what the provider says now, beside what people gave. */
static int memberships(struct coming *c, struct err *e)
{
	struct db_stmt *st =
		db_sql(c->db,
		       "DELETE FROM role_group_member WHERE account = $1"
		       " AND provider <> 0",
		       e);

	db_int(st, 1, c->account);
	if (db_exec(st, e) < 0)
		return -1;
	for (size_t i = 0; i < c->claimed.n; i++)
		if (member_put(c->db, c->claimed.groups[i], c->account,
			       c->rq->provider, e) < 0)
			return -1;
	return 0;
}

struct arriving {
	struct coming *c;
	struct signed_in *out;
};

static int arrive(struct db *db, void *ctx, struct err *e)
{
	const struct arriving *a = ctx;
	struct coming *c = a->c;
	AUTO(str_done) struct str detail = STR_INIT;
	struct session_new n = { .times = &c->times,
				 .from = c->from,
				 .replaces = c->replaces };
	struct db_stmt *st;

	if (account_of(c, e) < 0 || memberships(c, e) < 0)
		return -1;
	st = db_sql(db, "UPDATE account SET signed_in_us = $2 WHERE id = $1",
		    e);
	db_int(st, 1, c->account);
	db_int(st, 2, clock_now_us());
	n.account = c->account;
	if (db_exec(st, e) < 0 || session_begin(db, &n, a->out, e) < 0)
		return -1;
	ACT_DETAIL(&detail, { "by", "provider" },
		   { "provider", c->provider.s });
	return archive_act(db, (struct actor){ c->name.s, c->from->address },
			   "session sign-in", detail.s, e);
}

/* The provider knows them, and they were not let in: the ledger says so. */
static int turned_away(struct coming *c, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	const char *name = c->name.len > 0 ? c->name.s : c->who.name.s;
	struct err late = ERR_INIT;

	ACT_DETAIL(&detail, { "by", "provider" },
		   { "provider", c->provider.s });
	if (e->kind == ERR_RIGHT && name[0] != '\0' &&
	    archive_act_ended(c->db, (struct actor){ name, c->from->address },
			      "session sign-in", ACT_FAILED, detail.s,
			      &late) < 0)
		*e = late;
	return -1;
}

static int come_in(struct coming *c, const struct callback *answer,
		   struct signed_in *out, struct err *e)
{
	struct arriving a = { c, out };

	if (ask(c, answer, e) < 0)
		return -1;
	if (claims_name(c->values, &c->who, &c->name, e) < 0 ||
	    claims_read(c->db, c->values, &c->who, &c->claimed, e) < 0 ||
	    session_times_read(c->x->archive, c->db, &c->times, e) < 0 ||
	    access_do(c->db, arrive, &a, e) < 0)
		return turned_away(c, e);
	return 0;
}

static int no_request(struct err *e)
{
	return err_set(e, ERR_USAGE,
		       "this answer of the provider belongs to no sign-in that "
		       "was begun in this browser within ten minutes: sign in "
		       "again");
}

static int refused(const struct callback *c, struct err *e)
{
	AUTO(str_done) struct str why = STR_INIT;

	id_token_clean(&why,
		       c->description.len > 0 ? c->description.s : c->error.s);
	return err_set(e, ERR_SOURCE,
		       "the provider did not sign you in: %.300s", why.s);
}

int access_oidc_finish(struct access *x, struct db *db, const char *url,
		       const char *binding, const struct access_from *from,
		       const char *replaces, struct signed_in *out,
		       struct str *next, struct err *e)
{
	struct callback answer AUTO(callback_done);
	AUTO(request_free) struct request *r = NULL;
	struct coming c AUTO(coming_done) = { .x = x,
					      .db = db,
					      .from = from,
					      .replaces = replaces,
					      .who = IDENTITY_INIT,
					      .provider = STR_INIT,
					      .name = STR_INIT };
	unsigned char digest[32];

	callback_init(&answer);
	if (callback_read(&answer, url, e) < 0)
		return -1;
	r = requests_take(x->requests, answer.state.s, clock_now_us());
	if (r == NULL)
		return no_request(e);
	session_digest(binding != NULL ? binding : "", digest);
	if (mem_equal_secret(digest, r->binding, sizeof(digest)) == 0)
		return no_request(e);
	if (answer.error.len > 0)
		return refused(&answer, e);
	c.rq = r;
	if (come_in(&c, &answer, out, e) < 0)
		return -1;
	str_add(next, r->next.s);
	return 0;
}
