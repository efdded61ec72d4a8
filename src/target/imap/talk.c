#include "target/imap/talk.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "net/net.h"

#include <stdio.h>
#include <string.h>

#define LINE_MAX_BYTES ((size_t)256 * 1024)

struct imap {
	struct imap_server server;
	struct conn *conn;
	struct str raw;    /* the response in hand */
	struct str offers; /* " IMAP4REV1 LITERAL+ " as told */
	struct str bye;
	unsigned int sent, answered; /* numbers of tags */
	bool failed;
};

struct conn *imap_conn(struct imap *i)
{
	return i->conn;
}

bool imap_is_stale(struct imap *i)
{
	return i->failed || conn_has_input(i->conn);
}

const char *imap_bye(const struct imap *i)
{
	return i->bye.s;
}

struct imap_text imap_text_of(const struct str *s)
{
	return (struct imap_text){ s->s, s->len };
}

/* --- what is offered --------------------------------------------------- */

/* The word itself, or with '=' a value behind it. */
static const char *offer(const struct imap *i, const char *what, bool value)
{
	const char *at = i->offers.s;
	size_t len = strlen(what);

	for (size_t n; (n = str_word(&at)) > 0; at += n) {
		struct imap_text head = { at, n < len ? n : len };

		if (!imap_is(head, what))
			continue;
		if (!value && n == len)
			return at;
		if (value && n > len && at[len] == '=')
			return at + len + 1;
	}
	return NULL;
}

bool imap_offers(const struct imap *i, const char *what)
{
	return offer(i, what, false) != NULL;
}

const char *imap_offer_value(const struct imap *i, const char *what)
{
	return offer(i, what, true);
}

const char *imap_offers_all(const struct imap *i)
{
	return i->offers.s;
}

void imap_forget_offers(struct imap *i)
{
	str_cut(&i->offers, 0);
}

static void note_offers(struct imap *i, struct imap_text list)
{
	str_cut(&i->offers, 0);
	str_add_len(&i->offers, list.at, list.len);
}

/* What concerns the whole conversation. */
static void note(struct imap *i, const struct imap_response *r)
{
	struct imap_text list;

	if (r->status == IMAP_DATA && imap_is(r->name, "CAPABILITY"))
		note_offers(i, r->data);
	else if (imap_code_is(r->code, "CAPABILITY", &list))
		note_offers(i, list);
	if (r->status == IMAP_BYE) {
		str_cut(&i->bye, 0);
		imap_show(&i->bye, r->text);
	}
}

/* --- responses --------------------------------------------------------- */

static int not_understood(struct imap *i, struct err *e)
{
	struct str shown AUTO(str_done) = STR_INIT;

	imap_show(&shown,
		  (struct imap_text){ i->raw.s,
				      i->raw.len < 80 ? i->raw.len : 80 });
	return err_set(e, ERR_RETRY,
		       "%s port %u: this is not understood: \"%s\"; is it an "
		       "IMAP server?",
		       i->server.host, i->server.port, shown.s);
}

static int hung_up(struct imap *i, struct err *e)
{
	if (i->bye.len > 0)
		return err_set(e, ERR_RETRY, "%s port %u: the server says: %s",
			       i->server.host, i->server.port, i->bye.s);
	return err_set(e, ERR_RETRY,
		       "%s port %u: the server closed the connection",
		       i->server.host, i->server.port);
}

/* Bytes that the line announces, and the line behind them. */
static int read_literal(struct imap *i, uint64_t size, struct err *e)
{
	if (size > IMAP_RESPONSE_MAX || i->raw.len + size > IMAP_RESPONSE_MAX)
		return err_set(e, ERR_RETRY,
			       "%s port %u: a response of more than %zu bytes",
			       i->server.host, i->server.port,
			       IMAP_RESPONSE_MAX);
	str_add(&i->raw, "\r\n");
	if (conn_read_bytes(i->conn, (size_t)size, &i->raw, e) < 0)
		return -1;
	return conn_read_line(i->conn, LINE_MAX_BYTES, &i->raw, e);
}

static int read_response(struct imap *i, struct imap_response *r, struct err *e)
{
	uint64_t size;
	size_t line = 0;
	int got;

	str_cut(&i->raw, 0);
	got = conn_read_line(i->conn, LINE_MAX_BYTES, &i->raw, e);
	while (got == 1) {
		if (!imap_response_parse(r, i->raw.s, i->raw.len))
			return not_understood(i, e);
		/* sentences for people hold no literals */
		if (r->kind != IMAP_UNTAGGED || r->status != IMAP_DATA ||
		    !imap_literal_follows(i->raw.s + line, i->raw.len - line,
					  &size))
			break;
		line = i->raw.len + 2 + (size_t)size;
		got = read_literal(i, size, e);
	}
	if (got == 0)
		return hung_up(i, e);
	if (got > 0)
		note(i, r);
	return got < 0 ? -1 : 0;
}

static int fail(struct imap *i)
{
	i->failed = true;
	return -1;
}

/* The last words of a server that hung up while we were writing. */
static void hear_last_words(struct imap *i)
{
	struct imap_response r;
	struct err e = ERR_INIT;

	for (int n = 0; n < 100 && conn_has_input(i->conn); n++)
		if (i->bye.len > 0 || read_response(i, &r, &e) < 0)
			break;
}

/* As fail(), after a failure to write. */
static int fail_writing(struct imap *i, struct err *e)
{
	hear_last_words(i);
	if (i->bye.len > 0)
		(void)err_wrap(e, "the server says: %s", i->bye.s);
	return fail(i);
}

/* --- commands ---------------------------------------------------------- */

int imap_write(struct imap *i, const void *bytes, size_t len, struct err *e)
{
	return conn_write(i->conn, bytes, len, e) < 0 ? fail_writing(i, e) : 0;
}

int imap_add(struct imap *i, const char *text, struct err *e)
{
	return imap_write(i, text, strlen(text), e);
}

int imap_begin(struct imap *i, const char *text, struct err *e)
{
	char tag[24];

	(void)snprintf(tag, sizeof(tag), "e%u ", ++i->sent);
	return imap_add(i, tag, e) < 0 ? -1 : imap_add(i, text, e);
}

int imap_send(struct imap *i, const char *text, struct err *e)
{
	if (imap_begin(i, text, e) < 0)
		return -1;
	return imap_add(i, "\r\n", e);
}

static bool is_next_tag(const struct imap *i, struct imap_text tag)
{
	char next[24];

	(void)snprintf(next, sizeof(next), "e%u", i->answered + 1);
	return imap_is(tag, next);
}

static void keep_answer(struct imap_answer *out, const struct imap_response *r)
{
	out->status = r->status;
	str_cut(&out->code, 0);
	str_add_len(&out->code, r->code.at, r->code.len);
	str_cut(&out->text, 0);
	str_add_len(&out->text, r->text.at, r->text.len);
}

/*
 * Read until the answer to the oldest command: 0, or, with more, until "+":
 * 1. Talkers that come to no end are given up.
 */
static int read_until(struct imap *i, struct imap_answer *out, imap_hear *hear,
		      void *ctx, bool more, struct err *e)
{
	int64_t end_us = clock_monotonic_us() + i->server.patience_us;
	struct imap_response r;

	if (conn_flush(i->conn, e) < 0)
		return fail_writing(i, e);
	for (;;) {
		if (read_response(i, &r, e) < 0)
			return fail(i);
		if (r.kind == IMAP_CONTINUE && more)
			return 1;
		if (r.kind == IMAP_TAGGED && is_next_tag(i, r.tag)) {
			i->answered++;
			keep_answer(out, &r);
			return 0;
		}
		if (r.kind != IMAP_UNTAGGED) {
			(void)not_understood(i, e);
			return fail(i);
		}
		if (r.status == IMAP_BYE) {
			(void)hung_up(i, e);
			return fail(i);
		}
		if (hear != NULL)
			hear(ctx, &r);
		if (clock_monotonic_us() >= end_us) {
			(void)err_set(e, ERR_RETRY,
				      "%s port %u: it talks, but does not "
				      "answer",
				      i->server.host, i->server.port);
			return fail(i);
		}
	}
}

int imap_wait(struct imap *i, struct imap_answer *out, imap_hear *hear,
	      void *ctx, struct err *e)
{
	return read_until(i, out, hear, ctx, false, e);
}

int imap_wait_more(struct imap *i, struct str *text, struct imap_answer *out,
		   struct err *e)
{
	int got = read_until(i, out, NULL, NULL, true, e);

	if (got == 1 && text != NULL && i->raw.len > 2)
		str_add_len(text, i->raw.s + 2, i->raw.len - 2);
	return got;
}

int imap_ask(struct imap *i, const char *text, struct imap_answer *out,
	     struct err *e)
{
	if (imap_send(i, text, e) < 0)
		return -1;
	return imap_wait(i, out, NULL, NULL, e);
}

int imap_ask_offers(struct imap *i, struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;

	return imap_ask(i, "CAPABILITY", &a, e);
}

/* --- beginning and end ------------------------------------------------- */

static int greet(struct imap *i, struct err *e)
{
	struct imap_response r;

	if (read_response(i, &r, e) < 0)
		return -1;
	if (r.status == IMAP_BYE)
		return hung_up(i, e);
	if (r.kind != IMAP_UNTAGGED || r.status != IMAP_OK)
		return not_understood(i, e);
	return i->offers.len > 0 ? 0 : imap_ask_offers(i, e);
}

static int start_tls(struct imap *i, struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;

	if (!imap_offers(i, "STARTTLS"))
		return err_set(e, ERR_SOURCE,
			       "%s port %u: the server does not offer "
			       "STARTTLS; set tls=tls and the port for it "
			       "(993), or let the server offer it",
			       i->server.host, i->server.port);
	if (imap_ask(i, "STARTTLS", &a, e) < 0)
		return -1;
	if (a.status != IMAP_OK)
		return err_set(e, ERR_SOURCE,
			       "%s port %u: the server refuses STARTTLS",
			       i->server.host, i->server.port);
	if (conn_secure(i->conn, e) < 0)
		return -1;
	/* what was said before counts no more: RFC 3501 section 6.2.1 */
	str_cut(&i->offers, 0);
	return imap_ask_offers(i, e);
}

int imap_open(struct imap **out, const struct imap_server *server,
	      struct err *e)
{
	AUTO(imap_close) struct imap *i = NEW(struct imap);

	i->server = *server;
	i->raw = i->offers = i->bye = STR_INIT;
	i->failed = true; /* until it is known to talk */
	if (conn_open(server->net, server->host, server->port,
		      server->tls == IMAP_TLS, &i->conn, e) < 0)
		return -1;
	if (greet(i, e) < 0)
		return -1;
	if (server->tls == IMAP_STARTTLS && start_tls(i, e) < 0)
		return -1;
	i->failed = false;
	*out = TAKE(i);
	return 0;
}

void imap_close(struct imap *i)
{
	struct err e = ERR_INIT;

	if (i == NULL)
		return;
	if (!i->failed && i->sent == i->answered &&
	    imap_send(i, "LOGOUT", &e) == 0)
		(void)conn_flush(i->conn, &e);
	conn_close(i->conn);
	str_done(&i->raw);
	str_done(&i->offers);
	str_done(&i->bye);
	free(i);
}
