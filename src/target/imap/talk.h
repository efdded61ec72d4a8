/*
 * target/imap/talk.h - a conversation with an IMAP server: commands, answers.
 *
 *	imap_open -> imap_send ... imap_wait -> ... -> imap_close
 *
 * Commands may be sent before earlier ones were answered; answers are waited
 * for in the same order. A conversation that failed once (-1) is good for
 * closing only: nobody knows what the next line would belong to.
 *
 * Errors: those of net/net.h; ERR_RETRY too where the server says BYE or what
 * cannot be understood; ERR_SOURCE where it does not offer what the settings
 * ask for (STARTTLS).
 */
#ifndef TARGET_IMAP_TALK_H
#define TARGET_IMAP_TALK_H

#include "base/cleanup.h"
#include "base/str.h"
#include "target/imap/response.h"

struct conn;
struct err;
struct imap;
struct net;

enum imap_tls { IMAP_TLS, IMAP_STARTTLS, IMAP_PLAIN };

struct imap_server {
	struct net *net;
	const char *host;
	unsigned int port;
	enum imap_tls tls;
	int64_t patience_us; /* for the answer to one command, in all */
};

/* Connect, read the greeting, STARTTLS, ask what is offered. */
int imap_open(struct imap **out, const struct imap_server *server,
	      struct err *e);
/* Says LOGOUT where that can be done without waiting. NULL is fine. */
void imap_close(struct imap *i);
DEFINE_AUTO(struct imap, imap_close)

struct conn *imap_conn(struct imap *i);
/* Has the server said or done anything since the last answer? Then it most
   likely hung up. */
bool imap_is_stale(struct imap *i);
/* What it said with BYE, or "". */
const char *imap_bye(const struct imap *i);

/* Is the capability ("LITERAL+", "AUTH=PLAIN") offered now? */
bool imap_offers(const struct imap *i, const char *what);
/* Value of a capability such as "APPENDLIMIT=1000", or NULL. */
const char *imap_offer_value(const struct imap *i, const char *what);
const char *imap_offers_all(const struct imap *i);
void imap_forget_offers(struct imap *i);
/* Ask anew, when the server has not told after signing in. */
int imap_ask_offers(struct imap *i, struct err *e);

/* --- commands ---------------------------------------------------------- */

/* A tag, a blank, the text (no CRLF): begins a command that goes on. */
int imap_begin(struct imap *i, const char *text, struct err *e);
/* What belongs to it: literals, CRLF at the end. */
int imap_write(struct imap *i, const void *bytes, size_t len, struct err *e);
int imap_add(struct imap *i, const char *text, struct err *e);
/* A command of one line. Not flushed: imap_wait does that. */
int imap_send(struct imap *i, const char *text, struct err *e);

struct imap_answer {
	enum imap_status status; /* OK, NO, BAD */
	struct str code, text;
};
#define IMAP_ANSWER_INIT                                                       \
	((struct imap_answer){ .code = STR_INIT, .text = STR_INIT })
static inline void imap_answer_done_auto(struct imap_answer *a)
{
	str_done(&a->code);
	str_done(&a->text);
}
struct imap_text imap_text_of(const struct str *s);

/* Gets each untagged response of a command. */
typedef void imap_hear(void *ctx, const struct imap_response *r);

/*
 * Wait for the answer to the oldest command that has none. hear may be NULL.
 * NO and BAD are answers, not failures.
 */
int imap_wait(struct imap *i, struct imap_answer *out, imap_hear *hear,
	      void *ctx, struct err *e);

/*
 * Wait until the server asks for more ("+"): 1, with what it says appended to
 * text (may be NULL); 0: it answered the command instead.
 */
int imap_wait_more(struct imap *i, struct str *text, struct imap_answer *out,
		   struct err *e);

/* imap_send and imap_wait. */
int imap_ask(struct imap *i, const char *text, struct imap_answer *out,
	     struct err *e);

#endif
