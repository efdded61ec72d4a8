/*
 * sasl.c - what is said to sign in.
 *
 * Source: RFC 4616 (PLAIN), RFC 7628 (OAUTHBEARER), RFC 4959 (SASL-IR);
 * "OAuth 2.0 for IMAP, POP, SMTP", learn.microsoft.com (XOAUTH2); Dovecot's
 * auth_master_user_separator.
 */
#include "target/imap/imap-private.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/oauth.h"

#include <string.h>

/* Ends a field of what is said with a token. */
#define SOH "\001"

static const char *mechanism_of(enum imap_auth auth)
{
	switch (auth) {
	case IMAP_AUTH_XOAUTH2:
		return "XOAUTH2";
	case IMAP_AUTH_OAUTHBEARER:
		return "OAUTHBEARER";
	default:
		return "PLAIN";
	}
}

static void plain(const struct imap_agent *a, const char *mailbox,
		  struct str *out)
{
	if (a->auth == IMAP_AUTH_PLAIN) {
		str_add(out, mailbox);
		str_add_char(out, '\0');
		str_add(out, a->user);
	} else {
		str_add_char(out, '\0');
		str_addf(out, "%s%s%s", mailbox, a->separator, a->user);
	}
	str_add_char(out, '\0');
	str_add(out, a->password);
}

/* saslname: "," and "=" are written in another way. */
static void add_saslname(struct str *out, const char *name)
{
	for (; *name != '\0'; name++)
		if (*name == ',')
			str_add(out, "=2C");
		else if (*name == '=')
			str_add(out, "=3D");
		else
			str_add_char(out, *name);
}

/* With a user the server wants a master: "mailbox*user" (Dovecot). */
static void bearer(const struct imap_agent *a, const char *mailbox,
		   const char *token, struct str *out)
{
	AUTO(free)
	char *who = a->user[0] == '\0' ? mem_strdup(mailbox)
				       : str_printf("%s%s%s", mailbox,
						    a->separator, a->user);

	if (a->auth == IMAP_AUTH_XOAUTH2) {
		str_addf(out, "user=%s" SOH "auth=Bearer %s" SOH SOH, who,
			 token);
		return;
	}
	str_add(out, "n,a=");
	add_saslname(out, who);
	str_addf(out,
		 "," SOH "host=%s" SOH "port=%u" SOH "auth=Bearer %s" SOH SOH,
		 a->server.host, a->server.port, token);
}

/* What is said, in base64. */
static int make_words(struct imap_agent *a, const char *mailbox,
		      struct str *out, struct err *e)
{
	struct str bare = STR_INIT, token = STR_INIT;
	int bad = 0;

	if (a->oauth == NULL)
		plain(a, mailbox, &bare);
	else if (oauth_token(a->oauth, &token, e) < 0)
		bad = err_wrap(e, "token");
	else
		bearer(a, mailbox, token.s, &bare);
	if (bad == 0)
		encode_base64(out, bare.s, bare.len);
	str_wipe(&bare);
	str_wipe(&token);
	return bad;
}

static int send_words(struct imap *talk, const char *mechanism,
		      const struct str *words, struct imap_answer *out,
		      struct err *e)
{
	struct str line = STR_INIT;
	int got;

	str_addf(&line, "AUTHENTICATE %s", mechanism);
	if (imap_offers(talk, "SASL-IR")) {
		str_addf(&line, " %s", words->s);
		got = imap_send(talk, line.s, e);
		str_wipe(&line);
		return got < 0 ? -1 : 1;
	}
	got = imap_send(talk, line.s, e);
	str_wipe(&line);
	if (got < 0)
		return -1;
	got = imap_wait_more(talk, NULL, out, e);
	if (got < 1)
		return got;
	if (imap_add(talk, words->s, e) < 0 || imap_add(talk, "\r\n", e) < 0)
		return -1;
	return 1;
}

/*
 * A refused token is first explained ("+ {base64 of JSON}"), and the server
 * waits for a word: without it there is no answer.
 */
static int wait_answer(struct imap *talk, enum imap_auth auth,
		       struct imap_answer *out, struct err *e)
{
	int got = imap_wait_more(talk, NULL, out, e);

	if (got < 1)
		return got;
	if (imap_add(talk, auth == IMAP_AUTH_OAUTHBEARER ? "AQ==\r\n" : "\r\n",
		     e) < 0)
		return -1;
	return imap_wait(talk, out, NULL, NULL, e);
}

/* A server that repeats what it was told must not get it into our texts. */
static void hide(struct imap_answer *a, const struct imap_agent *agent,
		 const struct str *words)
{
	bool shown = strstr(a->text.s, words->s) != NULL ||
		     strstr(a->code.s, words->s) != NULL ||
		     memchr(a->text.s, '\0', a->text.len) != NULL;

	if (agent->password[0] != '\0')
		shown = shown || strstr(a->text.s, agent->password) != NULL ||
			strstr(a->code.s, agent->password) != NULL;
	if (!shown)
		return;
	str_cut(&a->code, 0);
	str_cut(&a->text, 0);
	str_add(&a->text, "(its answer repeats what was sent)");
}

int imap_authenticate(struct imap_agent *a, struct imap *talk,
		      const char *mailbox, struct imap_answer *out,
		      struct err *e)
{
	const char *mechanism = mechanism_of(a->auth);
	AUTO(free) char *offer = str_printf("AUTH=%s", mechanism);
	struct str words = STR_INIT;
	int got;

	if (!imap_offers(talk, offer))
		return err_set(e, ERR_SOURCE,
			       imap_offers(talk, "LOGINDISABLED")
				       ? "%s port %u: the server does not "
					 "offer %s without TLS; set auth to "
					 "what it offers (%.200s)"
				       : "%s port %u: the server does not "
					 "offer %s; set auth to what it "
					 "offers (%.200s)",
			       a->server.host, a->server.port, mechanism,
			       imap_offers_all(talk));
	if (make_words(a, mailbox, &words, e) < 0)
		return -1;
	got = send_words(talk, mechanism, &words, out, e);
	/* what is offered may be another thing once somebody has signed in */
	imap_forget_offers(talk);
	if (got == 1)
		got = wait_answer(talk, a->auth, out, e);
	if (got == 0)
		hide(out, a, &words);
	str_wipe(&words);
	return got < 0 ? -1 : 0;
}
