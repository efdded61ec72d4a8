/*
 * target/agent.h - delivery agents: mailboxes outside of the archive.
 *
 * Why: organisations keep mailboxes in Exchange Online, Dovecot, Cyrus, a
 * journal archive. An agent brings messages into them. It knows its protocol
 * and nothing of vendors, of the vault or of databases: who gets what, what
 * was tried and what is to be tried again is kept by its caller (delivery/),
 * in a journal.
 *
 *	imap/     IMAP4rev1 servers, Exchange Online by XOAUTH2
 *	graph/    Exchange Online by Microsoft Graph
 *	maildir/  Maildirs in a folder
 *	smtp/     a journal archive that takes mail by SMTP
 *
 * One copy each (promise P4) is made by both together: the agent says what
 * became of each message; where it cannot know (AGENT_UNKNOWN) it is asked
 * again with `uncertain` set and then looks for the Message-ID first.
 *
 * Threads: one struct agent serves all; a session belongs to one thread.
 * One mailbox is served by one session at a time.
 *
 * Source: RFC 5598 section 4.3.3 (message delivery agent).
 */
#ifndef TARGET_AGENT_H
#define TARGET_AGENT_H

#include "base/check.h"
#include "base/cleanup.h"
#include "base/setting.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct agent;
struct agent_session;
struct err;
struct reader;

/* What became of a message; the number is kept in the journal. */
enum agent_outcome {
	AGENT_NOT_TRIED = 0, /* an earlier one of the batch stopped it */
	AGENT_DELIVERED = 1, /* it is there now, durable at the server */
	AGENT_PRESENT = 2,   /* it was there already: found by Message-ID */
	AGENT_UNKNOWN = 3,   /* sent, no answer: ask again with uncertain */
	/* The message: refused for what it is. A person decides. */
	AGENT_TOO_LARGE = 4, /* more than limit_bytes, now known */
	AGENT_REFUSED = 5,
	/* The mailbox: only it waits. */
	AGENT_NO_MAILBOX = 6,
	AGENT_FULL = 7,      /* its quota */
	AGENT_FORBIDDEN = 8, /* we may not write there */
	AGENT_THROTTLED = 9, /* not before wait_us from now */
	AGENT_MAILBOX = 10,  /* anything else that stops this mailbox */
};

struct agent_message {
	/* What to deliver; set by the caller. */
	uint64_t number;        /* the archive's, for texts */
	const char *message_id; /* with its angle brackets */
	const char *folder;     /* below the Inbox, UTF-8: "Zoom Meetings" */
	const char *class;      /* "IPM.NOTE.ZoomMeetings.Meeting" */
	int64_t time_us;        /* its Date: the internal date */
	uint64_t size;          /* of what open() gives, bytes */
	bool uncertain;         /* an earlier attempt may have delivered it */
	/* Its bytes, CRLF, 7 bit, lines of at most 998; may be opened again.
	   Errors: ERR_STORE. */
	int (*open)(void *ctx, struct reader **out, struct err *e);
	void *ctx;

	/* What became of it; set by the agent. */
	enum agent_outcome outcome;
	struct str reason; /* for people: what the server said, what to do */
	struct str place;  /* the server's name of the copy, for the journal:
			      "UIDVALIDITY:UID", an id, a file name */
	int64_t wait_us;   /* of AGENT_THROTTLED; 0: not told */
};

struct agent_ops {
	const char *name;               /* "imap": what a person writes */
	const char *title;              /* "IMAP server" */
	const struct setting *settings; /* ends with a NULL name */
	/* It cannot be asked what it has (SMTP): `uncertain` is sent again
	   with the same Message-ID. */
	bool blind;

	/* Reads its settings, makes no connection. The host outlives it. */
	int (*open)(struct agent **out, const struct host *host, struct err *e);
	void (*close)(struct agent *a); /* all sessions were closed */

	/* Messages it likes to have at once for one mailbox; at least 1. */
	size_t (*batch)(const struct agent *a);
	/* Sessions that may be open at the same time; at least 1. */
	size_t (*sessions)(const struct agent *a);
	/* Largest message it takes, in bytes; 0: no limit is known (yet). */
	uint64_t (*limit_bytes)(struct agent *a);

	/* Connects when it is first needed. */
	int (*session)(struct agent *a, struct agent_session **out,
		       struct err *e);
	void (*session_close)(struct agent_session *s);

	/*
	 * Bring n messages into one mailbox, in order; `mailbox` is its
	 * address ("anna.ek@example.com"). 0: each message has its outcome.
	 * -1: the server as a whole stopped it; messages have the outcome
	 * they reached (AGENT_UNKNOWN where that is so), the session is good
	 * for another try later.
	 * Errors: ERR_RETRY not reached, cut off, refuses for now; ERR_SOURCE
	 * our credentials, its certificate, consent: a person has to act;
	 * ERR_STORE a message could not be read.
	 */
	int (*deliver)(struct agent_session *s, const char *mailbox,
		       struct agent_message *list, size_t n, struct err *e);

	/*
	 * Pre-flight: name, port, certificate, sign-in, what the server
	 * offers and what that means; with mailbox (may be NULL) also whether
	 * messages can be put there. Delivers nothing.
	 */
	int (*check)(struct agent *a, const char *mailbox,
		     const struct check *to, struct err *e);
};

/* First member of every implementation's own structs. */
struct agent {
	const struct agent_ops *ops;
};
struct agent_session {
	struct agent *agent;
};

void agent_close(struct agent *a); /* NULL is fine */
DEFINE_AUTO(struct agent, agent_close)
void agent_session_close(struct agent_session *s); /* NULL is fine */
DEFINE_AUTO(struct agent_session, agent_session_close)

/* "delivered", "too large" ...: for the report. */
const char *agent_outcome_name(enum agent_outcome o);

/* By name; NULL if there is none. */
const struct agent_ops *agent_find(const char *name);
/* All; ends with NULL. */
const struct agent_ops *const *agent_all(void);

#endif
