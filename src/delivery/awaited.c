#include "delivery/awaited.h"

#include "base/mem.h"
#include "db/db.h"
#include "oidc/callback.h"
#include "oidc/id-token.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

void awaited_done(struct awaited *w)
{
	oidc_request_done(&w->rq);
	str_done(&w->bound);
	str_done(&w->redirect);
}

/* --- kept, and read again ------------------------------------------------- */

static int save(struct archive *a, struct db *db, const struct awaiting *by,
		const struct awaited *w, struct err *e)
{
	json_t *o = json_pack("{s:s,s:s,s:s,s:s,s:s,s:I,s:b}", "state",
			      w->rq.state.s, "nonce", w->rq.nonce.s, "verifier",
			      w->rq.verifier.s, "bound", w->bound.s, "redirect",
			      w->redirect.s, "until", (json_int_t)w->until_us,
			      "admin", w->admin);
	char *text = o != NULL ? json_dumps(o, JSON_COMPACT) : NULL;
	struct value v = { by->state, text };
	int rc;

	json_decref(o);
	if (text == NULL)
		return err_set(e, ERR_USAGE, "an address is not UTF-8");
	rc = values_put(a, db, by->of, VALUE_STATE, &v, e);
	mem_wipe(text, strlen(text));
	free(text);
	return rc;
}

static void read_all(struct awaited *out, const json_t *o)
{
	const struct {
		const char *name;
		struct str *place;
	} texts[] = {
		{ "state", &out->rq.state },       { "nonce", &out->rq.nonce },
		{ "verifier", &out->rq.verifier }, { "bound", &out->bound },
		{ "redirect", &out->redirect },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *s =
			json_string_value(json_object_get(o, texts[i].name));

		str_add(texts[i].place, s != NULL ? s : "");
	}
	out->until_us = json_integer_value(json_object_get(o, "until"));
	out->admin = json_is_true(json_object_get(o, "admin"));
}

/* False: no address is out. */
static bool load(const struct awaiting *by, struct awaited *out)
{
	struct host host = values_host(by->values, NULL, NULL);
	struct str text AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	json_t *o;

	if (host.load(host.ctx, by->state, &text, &e) <= 0)
		return false;
	o = json_loadb(text.s, text.len, 0, NULL);
	mem_wipe(text.s, text.len);
	read_all(out, o);
	json_decref(o);
	return out->rq.state.len > 0;
}

/* --- the address, the answer ---------------------------------------------- */

int awaited_begin(struct archive *a, struct db *db, const struct awaiting *by,
		  struct awaited *w, struct err *e)
{
	oidc_request_done(&w->rq);
	w->rq = OIDC_REQUEST_INIT;
	oidc_request_new(&w->rq);
	str_cut(&w->bound, 0);
	str_add(&w->bound, by->bound);
	w->until_us = clock_now_us() + AWAITED_LIFE_US;
	return save(a, db, by, w, e);
}

bool awaited_is(const struct awaiting *by, const char *state)
{
	struct awaited w AUTO(awaited_done) = AWAITED_INIT;

	return load(by, &w) && id_token_same(w.rq.state.s, state);
}

/* All names, a NUL behind each: `is` asks the database too. */
static int names_read(struct db *db, const char *sql, struct str *out,
		      struct err *e)
{
	AUTO(db_done) struct db_stmt *st = db_sql(db, sql, e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		str_add(out, db_col_text(st, 0));
		str_add_char(out, '\0');
	}
	return rc;
}

int awaited_find(struct db *db, const char *sql,
		 bool (*is)(void *ctx, const char *name), void *ctx,
		 struct str *name, struct err *e)
{
	struct str names AUTO(str_done) = STR_INIT;
	const char *at, *end;

	if (names_read(db, sql, &names, e) < 0)
		return -1;
	end = names.s + names.len;
	for (at = names.s; at < end; at += strlen(at) + 1)
		if (is(ctx, at)) {
			str_add(name, at);
			return 1;
		}
	return 0;
}

int awaited_anew(const struct awaiting *by, enum err_kind kind, const char *why,
		 struct err *e)
{
	return err_set(e, kind, "%s: ask for a new address by `%s`", why,
		       by->again);
}

static int spend(struct archive *a, struct db *db, const struct awaiting *by,
		 const char *state, struct awaited *out, struct err *e)
{
	const struct value gone = { by->state, NULL };

	if (!load(by, out))
		return awaited_anew(
			by, ERR_USAGE,
			"no answer is awaited, or it was used before", e);
	if (!id_token_same(out->rq.state.s, state))
		return awaited_anew(by, ERR_USAGE,
				    "this is not the answer to the last "
				    "address that was given out (state)",
				    e);
	return values_put(a, db, by->of, VALUE_STATE, &gone, e);
}

int awaited_spend(struct archive *a, struct db *db, awaiting_open *open,
		  void *ctx, const char *state, struct awaited *out,
		  struct err *e)
{
	struct awaiting by;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (open(ctx, a, db, &by, e) < 0 ||
	    spend(a, db, &by, state, out, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

int awaited_fresh(const struct awaiting *by, const struct awaited *w,
		  struct err *e)
{
	if (clock_now_us() > w->until_us)
		return awaited_anew(by, ERR_SOURCE,
				    "this answer is to an address of more than "
				    "an hour ago",
				    e);
	if (strcmp(w->bound.s, by->bound) != 0)
		return awaited_anew(by, ERR_SOURCE, by->changed, e);
	return 0;
}

int awaited_refused(const struct callback *c, const char *what,
		    const char *todo, struct err *e)
{
	struct str code AUTO(str_done) = STR_INIT;
	struct str text AUTO(str_done) = STR_INIT;
	bool later = strcmp(c->error.s, "temporarily_unavailable") == 0 ||
		     strcmp(c->error.s, "server_error") == 0;

	id_token_clean(&code, c->error.s);
	id_token_clean(&text, c->description.s);
	return err_set(e, later ? ERR_RETRY : ERR_SOURCE,
		       "%s: %.60s%s%.250s: %s", what, code.s,
		       text.len > 0 ? " " : "", text.s,
		       later ? "try again later" : todo);
}
