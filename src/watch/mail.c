/*
 * mail.c - alerts by e-mail, brought by the agent that delivers messages.
 *
 * Each recipient gets it in a transaction of its own; where one fails it is
 * told to all again, with the same Message-ID.
 */
#include "watch/channel.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "mime/header.h"
#include "stream/quoted-printable.h"
#include "stream/reader.h"
#include "target/agent.h"

#include <string.h>

#define RECIPIENTS_MAX 50

static const struct setting settings[] = {
	{ "host", NULL, true, false,
	  "mail server, by the name its certificate has" },
	{ "tls", "starttls", false, false,
	  "starttls, tls (from the start), or none (this machine only)" },
	{ "port", NULL, false, false, "its port; 465 for tls, else 25" },
	{ "ca-file", NULL, false, false,
	  "certificates (PEM) to trust instead of the system's" },
	{ "from", NULL, true, false, "the address that mails come from" },
	{ "to", NULL, true, false, "addresses that get them" },
	{ "auth", "none", false, false,
	  "none, plain, login, or xoauth2 (a token by client credentials)" },
	{ "user", NULL, false, false, "the account that signs in",
	  "auth=plain" },
	{ "password", NULL, false, true, "its password", "auth=plain" },
	{ "tenant-id", NULL, false, false,
	  "Entra directory id, for the tokens of Exchange Online" },
	{ "token-url", NULL, false, false,
	  "where tokens are issued, where it is not Entra" },
	{ "client-id", NULL, false, false, "of the app that gets tokens",
	  "auth=xoauth2" },
	{ "client-secret", NULL, false, true, "its secret", "auth=xoauth2" },
	{ "scope", "https://outlook.office365.com/.default", false, false,
	  "what the token is for" },
	{ "name", NULL, false, false,
	  "what this machine calls itself; else its host name" },
	{ "digest", NULL, false, false,
	  "when a mail says how everything is: daily 07:00, weekly mon 07:00" },
	{ NULL },
};

struct mail {
	struct channel base;
	struct host host;  /* ours */
	struct host inner; /* what the agent asks by */
	struct agent *agent;
	char *to[RECIPIENTS_MAX];
	size_t n_to;
};

/* --- the agent ------------------------------------------------------------ */

/* The agent's settings that are not a person's to choose here. */
static const char *inner_setting(void *ctx, const char *name)
{
	static const struct {
		const char *name, *value;
	} fixed[] = { { "mode", "deliver" },
		      { "protocol", "smtp" },
		      { "connections", "1" },
		      { "timeout", "60" },
		      { "journal", NULL } };
	const struct mail *m = ctx;

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (strcmp(fixed[i].name, name) == 0)
			return fixed[i].value;
	if (strcmp(name, "sender") == 0)
		name = "from";
	return m->host.setting(m->host.ctx, name);
}

static int inner_load(void *ctx, const char *name, struct str *out,
		      struct err *e)
{
	const struct mail *m = ctx;

	return m->host.load(m->host.ctx, name, out, e);
}

static int inner_save(void *ctx, const char *name, const char *value,
		      struct err *e)
{
	const struct mail *m = ctx;

	return m->host.save(m->host.ctx, name, value, e);
}

static bool inner_stopping(void *ctx)
{
	const struct mail *m = ctx;

	return m->host.stopping != NULL && m->host.stopping(m->host.ctx);
}

static void close_mail(struct channel *c)
{
	struct mail *m = (struct mail *)c;

	agent_close(m->agent);
	for (size_t i = 0; i < m->n_to; i++)
		free(m->to[i]);
	free(m);
}

static int read_to(struct mail *m, struct err *e)
{
	const char *at = setting_of(settings, &m->host, "to");

	for (size_t n; (n = str_word(&at)) > 0; at += n) {
		if (m->n_to == RECIPIENTS_MAX)
			return err_set(e, ERR_USAGE,
				       "to: more than %d addresses; use one of "
				       "a list",
				       RECIPIENTS_MAX);
		m->to[m->n_to] = mem_dup(at, n);
		if (!header_address_ok(m->to[m->n_to++]))
			return err_set(e, ERR_USAGE,
				       "to: \"%.80s\" is no address such as "
				       "operators@example.com",
				       m->to[m->n_to - 1]);
	}
	if (m->n_to == 0)
		return err_set(e, ERR_USAGE, "to: there is no address");
	return 0;
}

static int open_mail(struct channel **out, const struct host *host,
		     struct err *e)
{
	struct mail *m = NEW(struct mail);

	m->base.ops = &channel_mail_ops;
	m->host = *host;
	m->inner = (struct host){ .ctx = m,
				  .setting = inner_setting,
				  .load = inner_load,
				  .save = inner_save,
				  .stopping = inner_stopping };
	if (read_to(m, e) < 0 ||
	    agent_find("smtp")->open(&m->agent, &m->inner, e) < 0) {
		close_mail(&m->base);
		return -1;
	}
	*out = &m->base;
	return 0;
}

/* --- the message ---------------------------------------------------------- */

static void add_head(struct str *out, const struct mail *m,
		     const struct notice *n, const char *id)
{
	AUTO(str_done) struct str subject = STR_INIT;
	struct header_address from = { "Estreat",
				       setting_of(settings, &m->host, "from") };
	struct header_address to[RECIPIENTS_MAX] = { 0 };

	for (size_t i = 0; i < m->n_to; i++)
		to[i] = (struct header_address){ "", m->to[i] };
	str_add(&subject, "[Estreat] ");
	notice_line(&subject, n);
	header_addresses(out, "From", &from, 1);
	header_addresses(out, "To", to, m->n_to);
	header_text(out, "Subject", subject.s);
	header_date(out, "Date", n->time_us);
	header_ids(out, "Message-ID", &id, 1);
	/* RFC 3834: nobody's absence is to answer it */
	header_text(out, "Auto-Submitted", "auto-generated");
	header_text(out, "X-Priority",
		    n->severity == SEVERITY_HIGH ? "1" : "3");
	str_add(out, "MIME-Version: 1.0\r\n"
		     "Content-Type: text/plain; charset=utf-8\r\n"
		     "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
}

static void add_body(struct str *out, const struct notice *n)
{
	AUTO(str_done) struct str text = STR_INIT;
	struct qp qp = QP_INIT;

	notice_text(&text, n);
	qp_add(&qp, out, text.s, text.len);
	qp_end(&qp, out);
}

/* What an alert's mails have in common, so that clients show them together. */
static void add_thread(struct str *out, const struct notice *n)
{
	AUTO(free) char *id = NULL;

	if (n->alert == 0)
		return;
	id = str_printf("<alert-%lld-%lld@%s>", (long long)n->alert,
			(long long)(n->opened_us / CLOCK_SECOND), n->archive);
	header_ids(out, "References", (const char *const *)&id, 1);
}

static int open_bytes(void *ctx, struct reader **out, struct err *e)
{
	const struct str *bytes = ctx;

	(void)e;
	*out = reader_mem(bytes->s, bytes->len);
	return 0;
}

/* --- telling -------------------------------------------------------------- */

static int bring(struct agent_session *s, const char *to,
		 struct agent_message *msg, struct err *e)
{
	if (s->agent->ops->deliver(s, to, msg, 1, e) < 0)
		return -1;
	switch (msg->outcome) {
	case AGENT_DELIVERED:
	case AGENT_PRESENT:
		return 0;
	case AGENT_TOO_LARGE:
	case AGENT_REFUSED:
		return err_set(e, ERR_ITEM, "%s: %s", to, msg->reason.s);
	case AGENT_NO_MAILBOX:
	case AGENT_FORBIDDEN:
		return err_set(e, ERR_SOURCE, "%s: %s", to, msg->reason.s);
	default:
		return err_set(e, ERR_RETRY, "%s: %s", to, msg->reason.s);
	}
}

static int tell_mail(struct channel *c, const struct notice *n,
		     const char *json, struct err *e)
{
	struct mail *m = (struct mail *)c;
	AUTO(agent_session_close) struct agent_session *s = NULL;
	AUTO(str_done) struct str bytes = STR_INIT;
	AUTO(free) char *id = str_printf("<%s@%s>", n->key, n->archive);
	struct agent_message msg = { .message_id = id,
				     .folder = "",
				     .class = "",
				     .time_us = n->time_us,
				     .open = open_bytes,
				     .ctx = &bytes,
				     .reason = STR_INIT,
				     .place = STR_INIT };
	int rc;

	(void)json;
	add_thread(&bytes, n);
	add_head(&bytes, m, n, id);
	add_body(&bytes, n);
	msg.size = bytes.len;
	rc = m->agent->ops->session(m->agent, &s, e);
	for (size_t i = 0; rc == 0 && i < m->n_to; i++)
		rc = bring(s, m->to[i], &msg, e);
	str_done(&msg.reason);
	str_done(&msg.place);
	return rc;
}

const struct channel_ops channel_mail_ops = {
	.name = "mail",
	.title = "e-mail by SMTP",
	.settings = settings,
	.open = open_mail,
	.tell = tell_mail,
	.close = close_mail,
};
