/*
 * tests/fake/fake-agent.h - a mail server that is a table, and its agent.
 *
 * For a test program that is linked with -Wl,--wrap=agent_find and
 * -Wl,--wrap=agent_all: then "fake" is the only kind of target there is.
 *
 * The server lies in memory that a child process shares: what was delivered
 * before the child died is there. It takes whatever it is given, twice too:
 * only who asks with `uncertain` is told that a message is there already.
 */
#ifndef TESTS_FAKE_AGENT_H
#define TESTS_FAKE_AGENT_H

#include "base/err.h"
#include "target/agent.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define FAKE_COPIES 20000

struct fake_copy {
	char mailbox[64];
	char message_id[96];
	char folder[32];
	char class[64];
	uint64_t size;
	uint64_t number;
	bool reduced; /* it has the field that says so */
};

/* What the server does with a message. */
struct fake_answer {
	enum agent_outcome outcome; /* AGENT_NOT_TRIED: take it */
	enum err_kind fails;        /* the whole server, at this message */
	bool stored;                /* ... after it has stored it */
	int64_t wait_us;
};

struct fake_server {
	/* as it is set up */
	size_t batch, sessions;
	_Atomic uint64_t limit; /* told by limit_bytes() */
	uint64_t learns;        /* larger ones are too large, and then it
				   tells this as its limit; 0: takes all */
	struct fake_answer (*answer)(void *ctx, const char *mailbox,
				     const struct agent_message *m);
	void (*stored)(void *ctx); /* one was, and nobody knows yet; NULL */
	void *ctx;
	bool null; /* reads nothing and keeps nothing, only counts */
	/* what came of it */
	atomic_int taken, n;
	struct fake_copy copies[FAKE_COPIES];
	atomic_int searches, opened, in_use, most_in_use;
};

/* In shared memory, empty; the agent of this process serves it from now. */
struct fake_server *fake_server_new(void);
void fake_server_free(struct fake_server *s);

/* Copies of a message (NULL: of any) in a mailbox (NULL: in any). */
int fake_server_count(const struct fake_server *s, const char *mailbox,
		      const char *message_id);
/* Is any message twice in a mailbox? */
bool fake_server_doubles(const struct fake_server *s);

#endif
