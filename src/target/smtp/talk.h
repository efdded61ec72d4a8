/*
 * target/smtp/talk.h - a conversation with an SMTP or LMTP server.
 *
 *	smtp_open -> smtp_send ... smtp_wait -> ... -> smtp_close
 *
 * A conversation that failed once (-1), or in which the server said 421, is
 * good for closing only (smtp_is_stale).
 *
 * Errors: those of net/net.h; ERR_RETRY where the server closes, refuses for
 * now or cannot be understood; ERR_SOURCE where it refuses, or does not offer
 * what the settings ask for (STARTTLS).
 */
#ifndef TARGET_SMTP_TALK_H
#define TARGET_SMTP_TALK_H

#include "base/cleanup.h"
#include "target/smtp/refusal.h"
#include "target/smtp/reply.h"

struct conn;
struct net;
struct smtp;

enum smtp_tls { SMTP_STARTTLS, SMTP_TLS, SMTP_PLAIN };

struct smtp_server {
	struct net *net;
	const char *host;
	unsigned int port;
	enum smtp_tls tls;
	bool lmtp;
	const char *name;    /* ours, for EHLO */
	int64_t patience_us; /* for one reply of many lines */
};

/* Connect, greeting, EHLO, STARTTLS, EHLO. */
int smtp_open(struct smtp **out, const struct smtp_server *server,
	      struct err *e);
/* Says QUIT where that can be done without waiting. NULL is fine. */
void smtp_close(struct smtp *t);
DEFINE_AUTO(struct smtp, smtp_close)

struct conn *smtp_conn(struct smtp *t);
const struct smtp_offers *smtp_offered(const struct smtp *t);
/* Has it failed, or the server said or done anything unasked? */
bool smtp_is_stale(struct smtp *t);
/* Nothing more can be said: a message broke off in its middle. */
void smtp_spoil(struct smtp *t);

/* A line; CRLF is added. Not flushed: smtp_wait does that. */
int smtp_send(struct smtp *t, const char *line, struct err *e);
int smtp_write(struct smtp *t, const void *bytes, size_t len, struct err *e);
/* The next reply. What it says is no failure. */
int smtp_wait(struct smtp *t, struct smtp_reply *out, struct err *e);
int smtp_ask(struct smtp *t, const char *line, struct smtp_reply *out,
	     struct err *e);

/* A refusal of the server as a whole: sets e, returns -1. */
int smtp_refused(const struct smtp *t, const struct smtp_refusal *why,
		 const struct smtp_reply *r, struct err *e);

#endif
