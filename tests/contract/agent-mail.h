/*
 * tests/contract/agent-mail.h - messages to deliver, made when they are read.
 *
 * A message is a header and a body of the wanted size; its bytes depend only
 * on its number, so that nothing has to be kept. A reader can be told to fail.
 */
#ifndef TESTS_CONTRACT_AGENT_MAIL_H
#define TESTS_CONTRACT_AGENT_MAIL_H

#include "stream/digest.h"
#include "target/agent.h"

#include <stdio.h>

enum mail_fault {
	MAIL_SOUND,
	MAIL_NO_OPEN, /* open() fails */
	MAIL_BREAKS,  /* read() fails in the middle */
	MAIL_SHORT,   /* ends before its size */
	MAIL_LONG,    /* goes on behind it */
};

struct mail {
	struct agent_message message; /* what the agent gets; ctx is this */
	struct str head;
	const char *body; /* fixed, or NULL: made of lines */
	uint64_t body_size;
	enum mail_fault fault;
	int opened; /* so often */
	char *id;
};

/*
 * Message number `number` with a body of about size bytes, or, size 0, one of
 * the bodies that mail programs stumble over. All texts are owned.
 */
void mail_init(struct mail *m, uint64_t number, uint64_t size,
	       const char *folder);
void mail_done(struct mail *m);

struct digest mail_digest(struct mail *m);

/* Say that mailbox has to have it, once: a line of JSON. */
void mail_expect(FILE *out, struct mail *m, const char *mailbox);

#endif
