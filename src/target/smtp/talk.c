#include "target/smtp/talk.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "net/net.h"

#include <string.h>

struct smtp {
	struct smtp_server server;
	struct conn *conn;
	struct smtp_offers offers;
	bool failed;
};

struct conn *smtp_conn(struct smtp *t)
{
	return t->conn;
}

const struct smtp_offers *smtp_offered(const struct smtp *t)
{
	return &t->offers;
}

bool smtp_is_stale(struct smtp *t)
{
	return t->failed || conn_has_input(t->conn);
}

void smtp_spoil(struct smtp *t)
{
	t->failed = true;
}

/* --- lines ------------------------------------------------------------- */

int smtp_write(struct smtp *t, const void *bytes, size_t len, struct err *e)
{
	if (conn_write(t->conn, bytes, len, e) == 0)
		return 0;
	t->failed = true;
	return -1;
}

int smtp_send(struct smtp *t, const char *line, struct err *e)
{
	return smtp_write(t, line, strlen(line), e) < 0
		       ? -1
		       : smtp_write(t, "\r\n", 2, e);
}

static int not_understood(const struct smtp *t, const struct str *line,
			  struct err *e)
{
	struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;
	struct str shown AUTO(str_done) = STR_INIT;

	str_add_len(&r.text, line->s, line->len < 80 ? line->len : 80);
	smtp_reply_show(&shown, &r);
	return err_set(e, ERR_RETRY,
		       "%s port %u: this is not understood: \"%s\"; is it an "
		       "%s server?",
		       t->server.host, t->server.port, shown.s + 2,
		       t->server.lmtp ? "LMTP" : "SMTP");
}

static int read_reply(struct smtp *t, struct smtp_reply *out, struct err *e)
{
	int64_t end_us = clock_monotonic_us() + t->server.patience_us;
	struct str line AUTO(str_done) = STR_INIT;
	int more = 1;

	smtp_reply_clear(out);
	while (more == 1) {
		int got;

		str_cut(&line, 0);
		got = conn_read_line(t->conn, SMTP_LINE_MAX, &line, e);
		if (got < 0)
			return -1;
		if (got == 0)
			return err_set(e, ERR_RETRY,
				       "%s port %u: the server closed the "
				       "connection",
				       t->server.host, t->server.port);
		more = smtp_reply_add(out, line.s, line.len);
		if (more < 0)
			return not_understood(t, &line, e);
		if (clock_monotonic_us() >= end_us)
			return err_set(e, ERR_RETRY,
				       "%s port %u: it talks, but does not "
				       "answer",
				       t->server.host, t->server.port);
	}
	return 0;
}

int smtp_wait(struct smtp *t, struct smtp_reply *out, struct err *e)
{
	struct err unsent = ERR_INIT;

	/* a server that has hung up may have said why before */
	if (!t->failed && conn_flush(t->conn, &unsent) < 0)
		t->failed = true;
	if (read_reply(t, out, e) < 0) {
		t->failed = true;
		return -1;
	}
	if (out->code == 421)
		t->failed = true;
	return 0;
}

int smtp_ask(struct smtp *t, const char *line, struct smtp_reply *out,
	     struct err *e)
{
	return smtp_send(t, line, e) < 0 ? -1 : smtp_wait(t, out, e);
}

int smtp_refused(const struct smtp *t, const struct smtp_refusal *why,
		 const struct smtp_reply *r, struct err *e)
{
	struct str text AUTO(str_done) = STR_INIT;

	smtp_refusal_say(&text, why, r);
	return err_set(e, why->kind == ERR_NONE ? ERR_RETRY : why->kind,
		       "%s port %u: %s", t->server.host, t->server.port,
		       text.s);
}

/* --- beginning and end ------------------------------------------------- */

/* A reply of the code, or an error. */
static int want(struct smtp *t, const struct smtp_reply *r, int code,
		struct err *e)
{
	struct smtp_refusal why;

	if (r->code == code)
		return 0;
	why = smtp_refusal_of(SMTP_GREETING, r);
	if (why.kind == ERR_SOURCE)
		why.remedy = "let the server take mail from this machine";
	return smtp_refused(t, &why, r, e);
}

static int hello(struct smtp *t, struct smtp_reply *r, struct err *e)
{
	AUTO(free)
	char *line = str_printf("%s %s", t->server.lmtp ? "LHLO" : "EHLO",
				t->server.name);

	if (smtp_ask(t, line, r, e) < 0 || want(t, r, 250, e) < 0)
		return -1;
	smtp_offers_read(&t->offers, r);
	return 0;
}

static int start_tls(struct smtp *t, struct smtp_reply *r, struct err *e)
{
	if (!t->offers.starttls)
		return err_set(e, ERR_SOURCE,
			       "%s port %u: the server does not offer "
			       "STARTTLS; let the server offer it, or set "
			       "tls=tls and the port for it (465)",
			       t->server.host, t->server.port);
	if (smtp_ask(t, "STARTTLS", r, e) < 0 || want(t, r, 220, e) < 0 ||
	    conn_secure(t->conn, e) < 0)
		return -1;
	/* what was said before counts no more: RFC 3207 section 4.2 */
	smtp_offers_done(&t->offers);
	return hello(t, r, e);
}

int smtp_open(struct smtp **out, const struct smtp_server *server,
	      struct err *e)
{
	struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;
	AUTO(smtp_close) struct smtp *t = NEW(struct smtp);

	t->server = *server;
	t->offers.auth = STR_INIT;
	t->failed = true; /* until there is a connection */
	if (conn_open(server->net, server->host, server->port,
		      server->tls == SMTP_TLS, &t->conn, e) < 0)
		return -1;
	t->failed = false;
	if (smtp_wait(t, &r, e) < 0 || want(t, &r, 220, e) < 0 ||
	    hello(t, &r, e) < 0)
		return -1;
	if (server->tls == SMTP_STARTTLS && start_tls(t, &r, e) < 0)
		return -1;
	*out = TAKE(t);
	return 0;
}

void smtp_close(struct smtp *t)
{
	struct err e = ERR_INIT;

	if (t == NULL)
		return;
	if (!t->failed && smtp_send(t, "QUIT", &e) == 0)
		(void)conn_flush(t->conn, &e);
	conn_close(t->conn);
	smtp_offers_done(&t->offers);
	free(t);
}
