/*
 * check.c - would messages arrive? Delivers nothing, makes nothing.
 */
#include "target/imap/imap-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "net/net.h"

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
	    "see docs/targets/imap.md");
}

/* --- what is offered, and what that means ------------------------------ */

static const struct {
	const char *offer, *lacking, *remedy;
} wishes[] = {
	{ "UIDPLUS", "the server does not tell where a copy went (UIDPLUS)",
	  "nothing has to be done; the journal has no places of copies" },
	{ "MULTIAPPEND", "messages go one by one (no MULTIAPPEND)",
	  "nothing has to be done; it is slower" },
	{ "LITERAL+", "each message waits for the server (no LITERAL+)",
	  "nothing has to be done; it is slower, much so over long ways" },
};

static void say_offers(const struct check *to, struct imap_agent *a,
		       const struct imap *talk)
{
	AUTO(free) char *size = NULL;
	uint64_t limit = limit_get(&a->limit);
	bool all = true;

	for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
		if (imap_offers(talk, wishes[i].offer))
			continue;
		say(to, CHECK_WARN, "Offers", wishes[i].lacking,
		    wishes[i].remedy);
		all = false;
	}
	if (all)
		say(to, CHECK_OK, "Offers",
		    "many messages at once, without waiting, with their places "
		    "(MULTIAPPEND, LITERAL+, UIDPLUS)",
		    "");
	size = limit == 0 ? mem_strdup("the server does not say how large a "
				       "message may be; it is learnt from the "
				       "first that it refuses")
			  : str_printf("messages of up to %llu bytes",
				       (unsigned long long)limit);
	say(to, CHECK_OK, "Size", size, "");
}

/* --- without a mailbox ------------------------------------------------- */

/* 0, or -1: nothing more can be found out. */
static int check_server(struct imap_agent *a, const struct check *to)
{
	AUTO(imap_close) struct imap *talk = NULL;
	AUTO(free) char *text = NULL;
	struct err e = ERR_INIT;

	if (imap_open(&talk, &a->server, &e) < 0) {
		say_failure(to, "Connection", &e);
		return -1;
	}
	text = conn_is_secure(imap_conn(talk))
		       ? str_printf("%s port %u answers, by %s; its "
				    "certificate is good",
				    a->server.host, a->server.port,
				    conn_cipher(imap_conn(talk)))
		       : str_printf("%s port %u answers, without TLS (this "
				    "machine)",
				    a->server.host, a->server.port);
	say(to, CHECK_OK, "Connection", text, "");
	return 0;
}

static int check_token(struct imap_agent *a, const struct check *to)
{
	struct err e = ERR_INIT;

	if (a->oauth == NULL)
		return 0;
	if (imap_token_check(a, &e) < 0) {
		say_failure(to, "Token", &e);
		return -1;
	}
	say(to, CHECK_OK, "Token", "the app is given tokens", "");
	return 0;
}

/* --- with one ---------------------------------------------------------- */

static void hear_quota(void *ctx, const struct imap_response *r)
{
	struct imap_cursor c = imap_read(r->data);
	struct str root AUTO(str_done) = STR_INIT;
	uint64_t used, limit, *percent = ctx;
	struct imap_text what;
	bool nil;

	if (!imap_is(r->name, "QUOTA") || !imap_take_string(&c, &root, &nil) ||
	    !imap_take_char(&c, ' ') || !imap_take_char(&c, '('))
		return;
	while (imap_take_atom(&c, &what) && imap_take_char(&c, ' ') &&
	       imap_take_number(&c, UINT32_MAX, &used) &&
	       imap_take_char(&c, ' ') &&
	       imap_take_number(&c, UINT32_MAX, &limit)) {
		if (imap_is(what, "STORAGE") && limit > 0)
			*percent = used * 100 / limit;
		(void)imap_take_char(&c, ' ');
	}
}

static int check_quota(struct imap *talk, const struct check *to, struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	AUTO(free) char *text = NULL;
	uint64_t percent = 0;

	if (!imap_offers(talk, "QUOTA"))
		return 0;
	if (imap_send(talk, "GETQUOTAROOT INBOX", e) < 0 ||
	    imap_wait(talk, &a, hear_quota, &percent, e) < 0)
		return -1;
	text = str_printf("%llu %% of the mailbox's quota is used",
			  (unsigned long long)percent);
	say(to, percent < 90 ? CHECK_OK : CHECK_WARN, "Quota", text,
	    percent < 90 ? "" : "raise the quota, or make room");
	return 0;
}

static int check_folder(struct imap_session *s, const struct check *to)
{
	struct str name AUTO(str_done) = STR_INIT;
	AUTO(free) char *text = NULL;

	if (!s->inbox) {
		say(to, CHECK_FAIL, "Mailbox",
		    "signing in works, but there is no Inbox",
		    "make the mailbox, or correct the person's mailbox");
		return -1;
	}
	imap_folder_name(s, "Zoom Meetings", &name);
	text = str_printf("messages go into folders such as %s", name.s);
	say(to, CHECK_OK, "Mailbox", text, "");
	return 0;
}

static int check_mailbox(struct imap_session *s, const char *mailbox,
			 const struct check *to, struct err *e)
{
	struct imap_stop stop AUTO(imap_stop_done) = IMAP_STOP_INIT;
	AUTO(free) char *text = NULL;
	int got = imap_sign_in(s, mailbox, &stop, e);

	if (got < 0)
		return -1;
	if (got == 1) {
		say(to, CHECK_FAIL, "Sign-in", stop.reason.s,
		    "see docs/targets/imap.md");
		return 0;
	}
	text = str_printf("signed in for %s", mailbox);
	say(to, CHECK_OK, "Sign-in", text, "");
	if (check_folder(s, to) < 0)
		return 0;
	say_offers(to, imap_agent_of(s), s->talk);
	return check_quota(s->talk, to, e);
}

int imap_check(struct agent *base, const char *mailbox, const struct check *to,
	       struct err *e)
{
	struct imap_agent *a = (struct imap_agent *)base;
	AUTO(agent_session_close) struct agent_session *session = NULL;
	struct err why = ERR_INIT;

	if (check_server(a, to) < 0 || check_token(a, to) < 0)
		return 0;
	if (mailbox == NULL) {
		say(to, CHECK_WARN, "Sign-in",
		    "not tried: it needs a mailbox to act for",
		    "name a mailbox");
		return 0;
	}
	if (base->ops->session(base, &session, e) < 0)
		return -1;
	if (check_mailbox((struct imap_session *)session, mailbox, to, &why) <
	    0)
		say_failure(to, "Sign-in", &why);
	return 0;
}
