/* target/imap/imap-private.h - what the files of the agent share. */
#ifndef TARGET_IMAP_IMAP_PRIVATE_H
#define TARGET_IMAP_IMAP_PRIVATE_H

#include "target/imap/imap.h"
#include "target/imap/refusal.h"
#include "target/imap/talk.h"
#include "target/limit.h"

#include <pthread.h>

struct app_token;
struct net;
struct oauth;

enum imap_auth {
	IMAP_AUTH_PLAIN,  /* SASL PLAIN, authorisation id = the mailbox */
	IMAP_AUTH_MASTER, /* PLAIN, user name = mailbox, separator, user */
	IMAP_AUTH_XOAUTH2,
	IMAP_AUTH_OAUTHBEARER,
};

struct imap_agent {
	struct agent base;
	struct host host;
	struct imap_server server;
	enum imap_auth auth;
	const char *user, *password, *separator;
	bool local_part; /* the server knows "anna", not "anna@example.com" */
	bool seen;
	size_t sessions;
	struct net *net;
	struct app_token *token; /* NULL without */
	struct oauth *oauth;     /* the token's */
	struct limit limit;
	pthread_mutex_t lock; /* for what follows */
	char *proven;         /* a mailbox that was signed in to */
	bool saved;           /* ... and kept for the next time */
};

/* One conversation, signed in for one mailbox. */
struct imap_session {
	struct agent_session base;
	struct imap *talk; /* NULL: none */
	char *mailbox;     /* signed in for; NULL: for none */
	char separator;    /* of its hierarchy; 0: none */
	char *prefix;      /* before our folders: "INBOX/" */
	bool inbox;        /* it has an Inbox */
	char **folders;    /* known to be there, full names */
	size_t n_folders;
};

struct imap_agent *imap_agent_of(const struct imap_session *s);

extern const struct setting imap_settings[];
/* Reads them all. Errors: ERR_USAGE. */
int imap_settings_read(struct imap_agent *a, struct err *e);

/* token.c: client credentials; a->token and a->oauth, where auth needs them. */
int imap_token_open(struct imap_agent *a, struct err *e);
void imap_token_close(struct imap_agent *a);
/* Is one given? */
int imap_token_check(struct imap_agent *a, struct err *e);

/* --- steps of a session ------------------------------------------------ */

/* Why a mailbox cannot be served now. */
struct imap_stop {
	enum agent_outcome outcome;
	struct str reason;
	int64_t wait_us;
};
#define IMAP_STOP_INIT ((struct imap_stop){ .reason = STR_INIT })
static inline void imap_stop_done_auto(struct imap_stop *s)
{
	str_done(&s->reason);
}
void imap_stop_set(struct imap_stop *stop, const struct imap_refusal *r,
		   const struct imap_answer *a);

/*
 * sign-in.c: be signed in for the mailbox, by a new conversation if need be.
 * 0: yes; 1: this mailbox is stopped. Errors: see agent.h, deliver.
 */
int imap_sign_in(struct imap_session *s, const char *mailbox,
		 struct imap_stop *stop, struct err *e);
/* Forget the conversation; the next step begins another. */
void imap_leave(struct imap_session *s);

/*
 * sasl.c: one AUTHENTICATE over s->talk for the server's name of a mailbox.
 * The answer's text holds nothing of the credentials.
 */
int imap_authenticate(struct imap_agent *a, struct imap *talk,
		      const char *mailbox, struct imap_answer *out,
		      struct err *e);

/* folder.c: find out where our folders lie. After signing in. */
int imap_look_round(struct imap_session *s, struct err *e);
/* Full name of a folder below the Inbox, in modified UTF-7, quoted. */
void imap_folder_name(const struct imap_session *s, const char *folder,
		      struct str *out);
bool imap_folder_known(const struct imap_session *s, const char *name);
void imap_folder_learn(struct imap_session *s, const char *name);
void imap_folders_forget(struct imap_session *s);
/* Create and subscribe: 0 done (or it was there), 1 stopped. */
int imap_folder_make(struct imap_session *s, const char *name,
		     struct imap_stop *stop, struct err *e);

/* Messages that go into one folder, in order. */
struct imap_batch {
	struct agent_message **at;
	size_t n;
};

/*
 * find.c: those that are there become AGENT_PRESENT, with their place. 1: the
 * mailbox is stopped.
 */
int imap_find(struct imap_session *s, const char *name, struct imap_batch list,
	      struct imap_stop *stop, struct err *e);

/*
 * append.c: bring messages into one folder. 0: each has its outcome; 1: the
 * mailbox is stopped: the one that met it has the outcome, those behind it
 * have theirs or none. -1: what was sent and not answered is AGENT_UNKNOWN.
 */
int imap_append(struct imap_session *s, const char *name,
		struct imap_batch list, struct err *e);

/* Largest message as known by now, for all mailboxes; 0: not known. */

/* deliver.c, check.c: as agent.h has them. */
int imap_deliver(struct agent_session *base, const char *mailbox,
		 struct agent_message *list, size_t n, struct err *e);
int imap_check(struct agent *a, const char *mailbox, const struct check *to,
	       struct err *e);

#endif
