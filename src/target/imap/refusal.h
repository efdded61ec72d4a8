/*
 * target/imap/refusal.h - what a server's NO means for a message, a mailbox.
 *
 * Response codes where the server gives one (RFC 5530, 3501, 4469, 7889),
 * else the words that Exchange, Dovecot and Cyrus are known to use. What is
 * in neither table is AGENT_MAILBOX with unexplained set: append.c then finds
 * out whether the next message goes through.
 */
#ifndef TARGET_IMAP_REFUSAL_H
#define TARGET_IMAP_REFUSAL_H

#include "target/agent.h"
#include "target/imap/response.h"

/* What was asked of the server. */
enum imap_step {
	IMAP_SIGN_IN,
	IMAP_FOLDER, /* CREATE */
	IMAP_APPEND,
};

struct imap_refusal {
	enum agent_outcome outcome;
	bool no_folder;   /* of IMAP_APPEND: it has to be made first */
	bool unexplained; /* in no table */
	int64_t wait_us;  /* of AGENT_THROTTLED; 0: not told */
	const char *remedy;
};

struct imap_refusal imap_refusal_of(enum imap_step step, struct imap_text code,
				    struct imap_text text);

/* "the server says: TEXT; REMEDY" for the message's reason. */
void imap_refusal_say(struct str *out, const struct imap_refusal *r,
		      struct imap_text code, struct imap_text text);

#endif
