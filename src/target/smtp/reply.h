/*
 * target/smtp/reply.h - what a server says: "250-first", "250 2.1.0 last".
 *
 * Pure: lines in, a reply out. Any bytes may come; what is kept is bounded.
 *
 * Source: RFC 5321 section 4.2; RFC 2034, RFC 3463 (enhanced codes).
 */
#ifndef TARGET_SMTP_REPLY_H
#define TARGET_SMTP_REPLY_H

#include "base/str.h"

#include <stdint.h>

#define SMTP_LINE_MAX  ((size_t)4096) /* RFC: 512; some say more */
#define SMTP_LINES_MAX 128

struct smtp_reply {
	int code;                   /* 200..599; 0: nothing read yet */
	int class, subject, detail; /* enhanced code, of the last line that
				       has one; class 0: none */
	struct str text;            /* lines as said, LF between them,
				       without any codes */
	unsigned int lines;
};
#define SMTP_REPLY_INIT ((struct smtp_reply){ .text = STR_INIT })
void smtp_reply_clear(struct smtp_reply *r);
static inline void smtp_reply_done_auto(struct smtp_reply *r)
{
	str_done(&r->text);
}

/*
 * Take a line (without its end). 1: more belong to the reply; 0: it is
 * complete; -1: this is no reply, or one of too many lines.
 */
int smtp_reply_add(struct smtp_reply *r, const char *line, size_t len);

/* Append what a person may read of it: one line, printable, capped. */
void smtp_reply_show(struct str *out, const struct smtp_reply *r);

/* What EHLO told. */
struct smtp_offers {
	bool starttls, pipelining, size, enhanced;
	uint64_t max_bytes; /* of SIZE; 0: none told */
	struct str auth;    /* mechanisms, parted by blanks */
};
void smtp_offers_read(struct smtp_offers *o, const struct smtp_reply *r);
void smtp_offers_done(struct smtp_offers *o);

#endif
