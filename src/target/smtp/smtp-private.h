/* target/smtp/smtp-private.h - what the files of the agent share. */
#ifndef TARGET_SMTP_SMTP_PRIVATE_H
#define TARGET_SMTP_SMTP_PRIVATE_H

#include "target/limit.h"
#include "target/smtp/smtp.h"
#include "target/smtp/talk.h"

struct app_token;
struct net;
struct oauth;

/* Messages over one connection; many servers want no more of them. */
#define SMTP_MESSAGES_MAX 400

enum smtp_auth {
	SMTP_AUTH_NONE,
	SMTP_AUTH_PLAIN,
	SMTP_AUTH_LOGIN,
	SMTP_AUTH_XOAUTH2,
};

struct smtp_agent {
	struct agent base;
	struct host host;
	struct smtp_server server;
	enum smtp_auth auth;
	const char *user, *password;
	const char *sender;
	const char *journal; /* where reports go; NULL: mode deliver */
	char *name;          /* of EHLO */
	size_t sessions;
	struct net *net;
	struct app_token *token; /* NULL without */
	struct oauth *oauth;     /* the token's */
	struct limit limit;      /* of a message; 0: not known */
};

struct smtp_session {
	struct agent_session base;
	struct smtp *talk;     /* NULL: none */
	unsigned int messages; /* that went over it */
	bool open_mail;        /* a transaction was begun and not ended */
};

struct smtp_agent *smtp_agent_of(const struct smtp_session *s);

extern const struct setting smtp_settings[];
/* settings.c. Errors: ERR_USAGE. */
int smtp_settings_read(struct smtp_agent *a, struct err *e);
/* Can it stand in a command? */
bool smtp_address_ok(const char *address);

/* Largest message as known by now; 0: not known. */

/* sign-in.c: be connected and signed in. Errors: those of deliver. */
int smtp_sign_in(struct smtp_session *s, struct err *e);
void smtp_leave(struct smtp_session *s);

/* --- report.c ---------------------------------------------------------- */

/* Room that a report may need around a message. */
#define SMTP_REPORT_MAX ((uint64_t)16 * 1024)

/* What is sent before and after the message's own bytes. */
struct smtp_wrap {
	struct str head, tail;
};
static inline void smtp_wrap_done_auto(struct smtp_wrap *w)
{
	str_done(&w->head);
	str_done(&w->tail);
}
/*
 * A journal report; the same bytes each time (P3), so that an archive knows
 * what it has. Reads the message's header. Errors: ERR_STORE.
 */
int smtp_report(const struct smtp_agent *a, const struct agent_message *m,
		const char *mailbox, struct smtp_wrap *out, struct err *e);

/* --- data.c ------------------------------------------------------------ */

/*
 * The bytes of DATA: dots doubled at the beginning of lines. `bad` is set,
 * for good, where a byte must not be sent (8 bit, NUL, a bare CR or LF): a
 * server that took "LF . LF" for the end would take what follows for commands.
 */
struct smtp_stuffing {
	char last[2]; /* bytes before; at first as if behind CRLF */
	bool bad;
};
#define SMTP_STUFFING_INIT ((struct smtp_stuffing){ .last = { '\r', '\n' } })
/* out: 2 * len bytes of room; how many were written. */
size_t smtp_stuff(struct smtp_stuffing *s, const char *in, size_t len,
		  char *out);
/* What ends a message: CRLF where it does not end in one, dot. */
const char *smtp_ending(const struct smtp_stuffing *s);

/* All but the ending. 0; 1: it must not be sent; -1. */
int smtp_send_data(struct smtp *t, const struct agent_message *m,
		   const struct smtp_wrap *w, struct smtp_stuffing *s,
		   struct err *e);

/* deliver.c, check.c: as agent.h has them. */
int smtp_deliver(struct agent_session *base, const char *mailbox,
		 struct agent_message *list, size_t n, struct err *e);
int smtp_check(struct agent *a, const char *mailbox, const struct check *to,
	       struct err *e);

#endif
