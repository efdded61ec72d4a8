/*
 * target/smtp/refusal.h - what a server's refusal means, and how far it goes.
 *
 * By the enhanced code where there is one (RFC 3463), else by the code (RFC
 * 5321 section 4.2.3) and the step it was met at.
 */
#ifndef TARGET_SMTP_REFUSAL_H
#define TARGET_SMTP_REFUSAL_H

#include "base/err.h"
#include "target/agent.h"
#include "target/smtp/reply.h"

enum smtp_step {
	SMTP_GREETING, /* until EHLO and STARTTLS are through */
	SMTP_AUTH,
	SMTP_MAIL,
	SMTP_RCPT,
	SMTP_DATA,
	SMTP_END, /* the whole message was sent */
};

struct smtp_refusal {
	enum err_kind kind;         /* ERR_NONE: as far as outcome says;
				       else the server as a whole: ERR_RETRY,
				       ERR_SOURCE */
	enum agent_outcome outcome; /* of the message or mailbox */
	const char *remedy;
};

struct smtp_refusal smtp_refusal_of(enum smtp_step step,
				    const struct smtp_reply *r);

/* Append "the server says: TEXT; REMEDY". */
void smtp_refusal_say(struct str *out, const struct smtp_refusal *why,
		      const struct smtp_reply *r);

#endif
