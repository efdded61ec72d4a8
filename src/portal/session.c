/*
 * session.c - /api/v1/session: signing in, who one is, signing out.
 *
 * Not verbs: who signs in has no right yet, and what belongs to oneself needs
 * none.
 */
#include "portal/answer.h"
#include "portal/portal-private.h"

#include "access/access.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "stream/writer.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* --- answers
 * ------------------------------------------------------------------ */

static void send(struct exchange *x, const struct str *json)
{
	struct writer *to = answer_writer(x->answer);
	struct err e = ERR_INIT;

	answer_as_json(x);
	(void)to->ops->write(to, json->s, json->len, &e);
	answer_end(x->answer);
}

static void wrong(struct exchange *x, unsigned int status, const char *message,
		  const char *need, int64_t retry_s)
{
	AUTO(str_done) struct str more = STR_INIT;
	struct failure f = { .status = status,
			     .kind = "sign-in",
			     .verb = "",
			     .message = message,
			     .retry_s = retry_s };

	str_addf(&more, need != NULL ? "\"need\":\"%s\"" : "\"need\":%s",
		 need != NULL ? need : "null");
	f.more = more.s;
	failure_answer(x, "", &f);
}

static void usage(struct exchange *x, const char *message)
{
	struct failure f = {
		.status = 400, .kind = "usage", .verb = "", .message = message
	};

	failure_answer(x, "", &f);
}

/* --- who one is
 * ---------------------------------------------------------------- */

static int describe(struct db *db, const struct principal *who,
		    const char *cookie, struct str *out, struct err *e)
{
	char until[CLOCK_TEXT];

	str_add(out, "{\"user\":");
	encode_json(out, who->name.s);
	str_add(out, ",\"name\":");
	encode_json(out, who->title.len > 0 ? who->title.s : who->name.s);
	str_add(out, ",\"language\":");
	if (who->language.len > 0)
		encode_json(out, who->language.s);
	else
		str_add(out, "null");
	str_add(out, ",\"roles\":");
	roles_json(out, who->roles);
	str_add(out, ",\"groups\":");
	if (principal_groups(db, who, out, e) < 0)
		return -1;
	str_add(out, ",\"csrf\":");
	if (cookie != NULL) {
		str_add_char(out, '"');
		access_csrf(cookie, out);
		str_add_char(out, '"');
	} else {
		str_add(out, "null");
	}
	str_addf(out, ",\"totp\":%s,\"local\":%s,\"expires\":",
		 who->totp ? "true" : "false", who->local ? "true" : "false");
	if (who->expires_us > 0)
		encode_json(out, clock_rfc3339(who->expires_us, until));
	else
		str_add(out, "null");
	str_add(out, ",\"version\":\"" ESTREAT_VERSION "\"}\n");
	return 0;
}

static void answer_who(struct exchange *x, struct db *db,
		       const struct principal *who, const char *cookie)
{
	AUTO(str_wipe) struct str json = STR_INIT;
	struct err e = ERR_INIT;

	if (describe(db, who, cookie, &json, &e) < 0)
		failure_of(x, who->name.s, "", NULL, &e);
	else
		send(x, &json);
}

/* Sign-in was right: the session as GET tells it, and its cookie. */
static void welcome(struct portal *p, struct exchange *x, struct db *db,
		    const char *cookie)
{
	const struct access_from from = caller_from(x->rq);
	AUTO(principal_free) struct principal *who = NULL;
	struct err e = ERR_INIT;
	int rc = access_session(p->access, db, cookie, &from, &who, &e);

	if (rc < 0) {
		failure_of(x, "", "", NULL, &e);
		return;
	}
	if (rc == 0) {
		wrong(x, 401, "the session has ended already", NULL, 0);
		return;
	}
	caller_set_cookie(p, x, caller_cookie(p, x->rq), cookie, 0);
	answer_who(x, db, who, cookie);
}

/* --- signing in
 * ------------------------------------------------------------------ */

static const char *text_of(json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}

/* Members are texts of the names given, ended by NULL; null is as absent. */
static bool only_texts(json_t *o, const char *const *names)
{
	const char *key;
	json_t *v;

	json_object_foreach(o, key, v)
	{
		const char *const *n = names;

		while (*n != NULL && strcmp(*n, key) != 0)
			n++;
		if (*n == NULL || (!json_is_string(v) && !json_is_null(v)))
			return false;
	}
	return true;
}

static void verdict_answer(struct portal *p, struct exchange *x, struct db *db,
			   enum sign_in_verdict verdict, struct signed_in *in)
{
	switch (verdict) {
	case SIGN_IN_DONE:
		welcome(p, x, db, in->cookie.s);
		break;
	case SIGN_IN_CODE:
		wrong(x, 401, "the code of the authenticator is needed too",
		      "code", 0);
		break;
	case SIGN_IN_NEW_PASSWORD:
		wrong(x, 401, "choose a new password first", "new-password", 0);
		break;
	case SIGN_IN_LATER:
		wrong(x, 429, "there were too many wrong tries from here: wait",
		      NULL, in->wait_s);
		break;
	case SIGN_IN_WRONG:
		wrong(x, 401, access_wrong, NULL, 0);
		break;
	}
}

static void sign_in(struct portal *p, struct exchange *x, struct db *db,
		    json_t *body)
{
	static const char *const names[] = { "user", "password", "code",
					     "new_password", NULL };
	struct sign_in in = { .user = text_of(body, "user"),
			      .password = text_of(body, "password"),
			      .code = text_of(body, "code"),
			      .new_password = text_of(body, "new_password") };
	const struct access_from from = caller_from(x->rq);
	AUTO(signed_in_done) struct signed_in out = SIGNED_IN_INIT;
	enum sign_in_verdict verdict = SIGN_IN_WRONG;
	struct err e = ERR_INIT;

	if (!only_texts(body, names) || in.user == NULL ||
	    in.password == NULL) {
		usage(x, "to sign in takes user and password, and perhaps code "
			 "and new_password, as texts");
		return;
	}
	if (access_sign_in(p->access, db, &in, &from,
			   incoming_cookie(x->rq, caller_cookie(p, x->rq)),
			   &verdict, &out, &e) < 0)
		failure_of(x, "", "", NULL, &e);
	else
		verdict_answer(p, x, db, verdict, &out);
}

/* --- what is one's own
 * -------------------------------------------------------------- */

static void done(struct exchange *x, const char *json)
{
	AUTO(str_done) struct str out = STR_INIT;

	str_add(&out, json);
	send(x, &out);
}

/* rc of a change: 1 done, 0 the password or code is wrong, -1. */
static bool ok(struct exchange *x, const struct principal *who, int rc,
	       const struct err *e)
{
	if (rc < 0)
		failure_of(x, who->name.s, "", NULL, e);
	if (rc == 0)
		wrong(x, 401, access_wrong, NULL, 0);
	return rc > 0;
}

static void change_password(struct portal *p, struct exchange *x, struct db *db,
			    const struct principal *who, json_t *body)
{
	const struct access_from from = caller_from(x->rq);
	AUTO(signed_in_done) struct signed_in out = SIGNED_IN_INIT;
	struct err e = ERR_INIT;
	int rc = access_set_password(p->access, db, who,
				     text_of(body, "password"),
				     text_of(body, "new_password"), &from, &out,
				     &e);

	if (ok(x, who, rc, &e))
		welcome(p, x, db, out.cookie.s);
}

static void totp_begin(struct portal *p, struct exchange *x, struct db *db,
		       const struct principal *who)
{
	AUTO(str_wipe) struct str secret = STR_INIT;
	AUTO(str_wipe) struct str url = STR_INIT;
	AUTO(str_wipe) struct str json = STR_INIT;
	struct err e = ERR_INIT;

	if (access_totp_begin(p->access, db, who, &secret, &url, &e) < 0) {
		failure_of(x, who->name.s, "", NULL, &e);
		return;
	}
	str_add(&json, "{\"secret\":");
	encode_json(&json, secret.s);
	str_add(&json, ",\"url\":");
	encode_json(&json, url.s);
	str_add(&json, "}\n");
	send(x, &json);
}

static void totp_confirm(struct portal *p, struct exchange *x, struct db *db,
			 const struct principal *who, const char *code)
{
	AUTO(str_wipe) struct str recovery = STR_INIT;
	AUTO(str_wipe) struct str json = STR_INIT;
	struct err e = ERR_INIT;
	char *save = NULL;
	bool first = true;

	if (!ok(x, who,
		access_totp_confirm(p->access, db, who, code, &recovery, &e),
		&e))
		return;
	str_add(&json, "{\"recovery\":[");
	for (char *line = strtok_r(recovery.s, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		str_add(&json, first ? "" : ",");
		encode_json(&json, line);
		first = false;
	}
	str_add(&json, "]}\n");
	send(x, &json);
}

static void totp_off(struct portal *p, struct exchange *x, struct db *db,
		     const struct principal *who, const char *password)
{
	struct err e = ERR_INIT;

	if (ok(x, who, access_totp_off(p->access, db, who, password, &e), &e))
		done(x, "{\"totp\":false}\n");
}

static void set_language(struct exchange *x, struct db *db,
			 const struct principal *who, const char *language)
{
	AUTO(str_done) struct str json = STR_INIT;
	struct err e = ERR_INIT;

	if (access_set_language(db, who, language, &e) < 0) {
		failure_of(x, who->name.s, "", NULL, &e);
		return;
	}
	str_add(&json, "{\"language\":");
	encode_json(&json, language);
	str_add(&json, "}\n");
	send(x, &json);
}

/* One change at a time; which, its members say. */
static void change(struct portal *p, struct exchange *x, struct db *db,
		   const struct principal *who, json_t *body)
{
	static const char *const names[] = { "language",     "password",
					     "new_password", "totp",
					     "totp_code",    NULL };
	const char *totp = text_of(body, "totp");
	const char *password = text_of(body, "password");

	if (!only_texts(body, names))
		usage(x, "this changes language, password and new_password, "
			 "totp, or totp_code, as texts");
	else if (text_of(body, "language") != NULL)
		set_language(x, db, who, text_of(body, "language"));
	else if (text_of(body, "totp_code") != NULL)
		totp_confirm(p, x, db, who, text_of(body, "totp_code"));
	else if (totp != NULL && strcmp(totp, "begin") == 0)
		totp_begin(p, x, db, who);
	else if (totp != NULL && strcmp(totp, "off") == 0 && password != NULL)
		totp_off(p, x, db, who, password);
	else if (password != NULL && text_of(body, "new_password") != NULL)
		change_password(p, x, db, who, body);
	else
		usage(x, "this is none of the changes there are: language; "
			 "password with new_password; totp begin; totp_code; "
			 "totp off with password");
}

static void sign_out(struct portal *p, struct exchange *x, struct db *db,
		     const struct principal *who)
{
	const char *everywhere = incoming_query(x->rq, "everywhere");
	struct err e = ERR_INIT;

	if (access_sign_out(db, who,
			    everywhere != NULL &&
				    strcmp(everywhere, "true") == 0,
			    &e) < 0) {
		failure_of(x, who->name.s, "", NULL, &e);
		return;
	}
	caller_set_cookie(p, x, caller_cookie(p, x->rq), "", 0);
	done(x, "{}\n");
}

/* --- which of them
 * ------------------------------------------------------------------- */

static void of_session(struct portal *p, struct exchange *x, struct db *db)
{
	const char *cookie = incoming_cookie(x->rq, caller_cookie(p, x->rq));
	AUTO(principal_free) struct principal *who = NULL;
	json_t *body;

	if (caller_find(p, x, db, &who) <= 0)
		return;
	if (x->rq->method == METHOD_GET || x->rq->method == METHOD_HEAD) {
		answer_who(x, db, who, who->token == 0 ? cookie : NULL);
		return;
	}
	if (who->token != 0) {
		usage(x, "a token has no session");
		return;
	}
	if (x->rq->method == METHOD_DELETE) {
		sign_out(p, x, db, who);
		return;
	}
	body = portal_body(x, "");
	if (body != NULL)
		change(p, x, db, who, body);
	json_decref(body);
}

void portal_session(struct portal *p, struct exchange *x, struct db *db)
{
	json_t *body;

	if (x->rq->method != METHOD_POST) {
		of_session(p, x, db);
		return;
	}
	body = portal_body(x, "");
	if (body != NULL)
		sign_in(p, x, db, body);
	json_decref(body);
}
