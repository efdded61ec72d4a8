/*
 * sign-in.c - being connected and signed in.
 *
 * Source: RFC 4954 (AUTH), RFC 4616 (PLAIN), draft-murchison-sasl-login
 * (LOGIN); "OAuth 2.0 for IMAP, POP, SMTP", learn.microsoft.com (XOAUTH2).
 */
#include "target/smtp/smtp-private.h"

#include "base/encode.h"
#include "base/err.h"
#include "http/oauth.h"

#include <string.h>

/* Ends a field of what is said with a token. */
#define SOH "\001"

void smtp_leave(struct smtp_session *s)
{
	smtp_close(TAKE(s->talk));
	s->messages = 0;
	s->open_mail = false;
}

static const char *mechanism_of(enum smtp_auth auth)
{
	static const char *const names[] = { "", "PLAIN", "LOGIN", "XOAUTH2" };

	return names[auth];
}

/* A line of what is said, in base64, behind a prefix. */
static int say(struct smtp *talk, const char *prefix, const struct str *bare,
	       struct smtp_reply *r, struct err *e)
{
	struct str line = STR_INIT;
	int got;

	str_add(&line, prefix);
	encode_base64(&line, bare->s, bare->len);
	got = smtp_ask(talk, line.s, r, e);
	str_wipe(&line);
	return got;
}

static int login(const struct smtp_agent *a, struct smtp *talk,
		 struct smtp_reply *r, struct err *e)
{
	const char *words[] = { a->user, a->password };

	if (smtp_ask(talk, "AUTH LOGIN", r, e) < 0)
		return -1;
	for (int i = 0; i < 2 && r->code == 334; i++) {
		struct str bare = STR_INIT;
		int got;

		str_add(&bare, words[i]);
		got = say(talk, "", &bare, r, e);
		str_wipe(&bare);
		if (got < 0)
			return -1;
	}
	return 0;
}

static int plain(const struct smtp_agent *a, struct smtp *talk,
		 struct smtp_reply *r, struct err *e)
{
	struct str bare = STR_INIT;
	int got;

	str_add_char(&bare, '\0');
	str_add(&bare, a->user);
	str_add_char(&bare, '\0');
	str_add(&bare, a->password);
	got = say(talk, "AUTH PLAIN ", &bare, r, e);
	str_wipe(&bare);
	return got;
}

/* A refused token is first explained, and the server waits for a word. */
static int bearer(const struct smtp_agent *a, struct smtp *talk,
		  const char *token, struct smtp_reply *r, struct err *e)
{
	struct str bare = STR_INIT;
	int got;

	str_addf(&bare, "user=%s" SOH "auth=Bearer %s" SOH SOH, a->user, token);
	got = say(talk, "AUTH XOAUTH2 ", &bare, r, e);
	str_wipe(&bare);
	if (got == 0 && r->code == 334)
		got = smtp_ask(talk, "", r, e);
	return got;
}

/* What a server says may repeat what it was told. */
static int refused(const struct smtp_agent *a, const struct smtp *talk,
		   struct smtp_reply *r, struct err *e)
{
	struct smtp_refusal why = smtp_refusal_of(SMTP_AUTH, r);

	str_cut(&r->text, 0);
	str_addf(&r->text, "signing in is refused (AUTH %s as %s)",
		 mechanism_of(a->auth), a->user);
	if (a->oauth != NULL && why.kind == ERR_SOURCE)
		why.remedy = "check client-id, tenant, scope and permissions "
			     "(docs/targets/smtp.md)";
	return smtp_refused(talk, &why, r, e);
}

static int with_token(const struct smtp_agent *a, struct smtp *talk,
		      struct smtp_reply *r, struct err *e)
{
	struct str token = STR_INIT;
	int got = oauth_token(a->oauth, &token, e);

	got = got < 0 ? err_wrap(e, "token") : bearer(a, talk, token.s, r, e);
	/* it may have been called back before its end: the next is new */
	if (got == 0 && r->code != 235)
		oauth_drop(a->oauth, token.s);
	str_wipe(&token);
	return got;
}

static int authenticate(const struct smtp_agent *a, struct smtp *talk,
			struct err *e)
{
	struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;
	const char *mechanism = mechanism_of(a->auth);
	int got;

	if (a->auth == SMTP_AUTH_NONE)
		return 0;
	if (!str_listed(smtp_offered(talk)->auth.s, mechanism))
		return err_set(e, ERR_SOURCE,
			       "%s port %u: the server does not offer AUTH "
			       "%s; set auth to what it offers (%.200s)",
			       a->server.host, a->server.port, mechanism,
			       smtp_offered(talk)->auth.len > 0
				       ? smtp_offered(talk)->auth.s
				       : "nothing");
	if (a->auth == SMTP_AUTH_XOAUTH2)
		got = with_token(a, talk, &r, e);
	else if (a->auth == SMTP_AUTH_LOGIN)
		got = login(a, talk, &r, e);
	else
		got = plain(a, talk, &r, e);
	if (got < 0)
		return -1;
	return r.code == 235 ? 0 : refused(a, talk, &r, e);
}

static void learn(struct smtp_agent *a, const struct smtp_offers *o)
{
	uint64_t around = a->journal != NULL ? SMTP_REPORT_MAX : 0;

	if (o->max_bytes > around)
		limit_learn(&a->limit, o->max_bytes - around);
}

int smtp_sign_in(struct smtp_session *s, struct err *e)
{
	struct smtp_agent *a = smtp_agent_of(s);
	AUTO(smtp_close) struct smtp *talk = NULL;

	if (s->talk != NULL &&
	    (smtp_is_stale(s->talk) || s->messages >= SMTP_MESSAGES_MAX))
		smtp_leave(s);
	if (s->talk != NULL)
		return 0;
	if (smtp_open(&talk, &a->server, e) < 0 || authenticate(a, talk, e) < 0)
		return -1;
	learn(a, smtp_offered(talk));
	s->talk = TAKE(talk);
	return 0;
}
