/*
 * check.c - would messages arrive? Delivers nothing.
 */
#include "target/smtp/smtp-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "net/net.h"
#include "target/app-token.h"

#include <string.h>

static void say(const struct check *to, enum check_level level,
		const char *topic, const char *text, const char *remedy)
{
	struct finding f = { level, topic, text, remedy };

	to->finding(to->ctx, &f);
}

/* The error says what to do itself. */
static void say_failure(const struct check *to, const char *topic,
			const struct err *e)
{
	char text[1024];

	say(to, CHECK_FAIL, topic, err_str(e, text, sizeof(text)),
	    "see docs/targets/smtp.md");
}

static void say_connection(const struct smtp_session *s, const struct check *to)
{
	const struct smtp_agent *a = smtp_agent_of(s);
	const struct smtp_offers *o = smtp_offered(s->talk);
	struct conn *c = smtp_conn(s->talk);
	AUTO(free) char *text = NULL;
	AUTO(free) char *size = NULL;

	text = conn_is_secure(c)
		       ? str_printf("%s port %u answers, by %s; its "
				    "certificate is good",
				    a->server.host, a->server.port,
				    conn_cipher(c))
		       : str_printf("%s port %u answers, without TLS (this "
				    "machine)",
				    a->server.host, a->server.port);
	say(to, CHECK_OK, "Connection", text, "");
	if (a->auth != SMTP_AUTH_NONE)
		say(to, CHECK_OK, "Sign-in", a->user, "");
	if (!o->pipelining)
		say(to, CHECK_WARN, "Offers",
		    "commands go one by one (no PIPELINING)",
		    "nothing has to be done; it is slower");
	size = o->max_bytes == 0
		       ? mem_strdup("the server does not say how large a "
				    "message may be; it is learnt from the "
				    "first that it refuses")
		       : str_printf("messages of up to %llu bytes",
				    (unsigned long long)o->max_bytes);
	say(to, CHECK_OK, "Size", size, "");
}

/* Would the server take something for this address? */
static int check_address(struct smtp_session *s, const char *address,
			 const struct check *to, struct err *e)
{
	struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;
	struct str text AUTO(str_done) = STR_INIT;
	AUTO(free)
	char *mail = str_printf("MAIL FROM:<%s>", smtp_agent_of(s)->sender);
	AUTO(free) char *rcpt = str_printf("RCPT TO:<%s>", address);
	enum smtp_step step = SMTP_MAIL;

	if (smtp_ask(s->talk, mail, &r, e) < 0)
		return -1;
	if (r.code / 100 == 2) {
		step = SMTP_RCPT;
		if (smtp_ask(s->talk, rcpt, &r, e) < 0)
			return -1;
	}
	if (r.code / 100 == 2) {
		str_addf(&text, "the server takes mail for %s", address);
		say(to, CHECK_OK, "Mailbox", text.s, "");
	} else {
		struct smtp_refusal why = smtp_refusal_of(step, &r);

		smtp_refusal_say(&text, &why, &r);
		say(to, CHECK_FAIL, step == SMTP_MAIL ? "Sender" : "Mailbox",
		    text.s, "see docs/targets/smtp.md");
	}
	return smtp_is_stale(s->talk) ? 0 : smtp_ask(s->talk, "RSET", &r, e);
}

int smtp_check(struct agent *base, const char *mailbox, const struct check *to,
	       struct err *e)
{
	struct smtp_agent *a = (struct smtp_agent *)base;
	AUTO(agent_session_close) struct agent_session *session = NULL;
	struct smtp_session *s;
	struct err why = ERR_INIT;

	if (a->token != NULL && app_token_check(a->token, &why) < 0) {
		say_failure(to, "Token", &why);
		return 0;
	}
	if (base->ops->session(base, &session, e) < 0)
		return -1;
	s = (struct smtp_session *)session;
	if (smtp_sign_in(s, &why) < 0) {
		say_failure(to, "Connection", &why);
		return 0;
	}
	say_connection(s, to);
	if (a->journal == NULL && mailbox != NULL &&
	    !smtp_address_ok(mailbox)) {
		say(to, CHECK_FAIL, "Mailbox",
		    "the person's mailbox is no address that SMTP can name",
		    "correct it");
		return 0;
	}
	if (a->journal != NULL)
		mailbox = a->journal;
	if (mailbox != NULL && check_address(s, mailbox, to, &why) < 0)
		say_failure(to, "Mailbox", &why);
	return 0;
}
