#include "target/smtp/refusal.h"

#include "base/mem.h"

#include <string.h>

#define AT(step) (1 << (step))
#define EARLY    (AT(SMTP_GREETING) | AT(SMTP_AUTH))
#define MAIL     AT(SMTP_MAIL)
#define RCPT     AT(SMTP_RCPT)
#define BODY     (AT(SMTP_DATA) | AT(SMTP_END))
#define LATE     (MAIL | RCPT | BODY)
#define ALL      (EARLY | LATE)

static const char full[] = "the mailbox is full: raise its quota, or make room "
			   "there";
static const char large[] = "raise the server's limit for messages, or let "
			    "large files stay in the archive";
static const char waits[] = "the server asks for a pause";
static const char later[] = "it is tried again later";
static const char absent[] = "make the mailbox there, or correct the person's "
			     "mailbox";
static const char rights[] = "let the server take mail from this machine for "
			     "this mailbox";
static const char odd[] = "the server does not take this message as it is";
static const char room[] = "the server has no room: make some there";
static const char sign[] = "check auth, user and password (docs/targets/"
			   "smtp.md)";
static const char from[] = "let the server take mail from this machine and "
			   "from the address in sender";

/* The first that fits. subject, detail -1: any; 0 and no enhanced code: none.
 */
static const struct row {
	int steps;
	int code; /* 4, 5: the class; 421: this one */
	int subject, detail;
	enum err_kind kind;
	enum agent_outcome outcome;
	const char *remedy;
} rows[] = {
	{ EARLY, 4, -1, -1, ERR_RETRY, AGENT_NOT_TRIED, waits },
	{ EARLY, 5, -1, -1, ERR_SOURCE, AGENT_NOT_TRIED, sign },
	{ LATE, 421, -1, -1, ERR_NONE, AGENT_THROTTLED, waits },
	{ LATE, 530, -1, -1, ERR_SOURCE, AGENT_NOT_TRIED, sign },
	{ LATE, 5, 3, 4, ERR_NONE, AGENT_TOO_LARGE, large },
	{ LATE, 5, 2, 3, ERR_NONE, AGENT_TOO_LARGE, large },
	{ LATE, 4, 2, 2, ERR_NONE, AGENT_FULL, full },
	{ LATE, 5, 2, 2, ERR_NONE, AGENT_FULL, full },
	{ LATE, 4, 3, 1, ERR_RETRY, AGENT_NOT_TRIED, room },
	{ MAIL, 552, 0, 0, ERR_NONE, AGENT_TOO_LARGE, large },
	{ RCPT, 552, 0, 0, ERR_NONE, AGENT_FULL, full },
	{ MAIL | BODY, 452, 0, 0, ERR_RETRY, AGENT_NOT_TRIED, room },
	{ MAIL, 4, -1, -1, ERR_RETRY, AGENT_NOT_TRIED, later },
	{ MAIL, 5, -1, -1, ERR_SOURCE, AGENT_NOT_TRIED, from },
	{ RCPT | BODY, 4, 7, -1, ERR_NONE, AGENT_THROTTLED, waits },
	{ RCPT | BODY, 4, 5, 3, ERR_NONE, AGENT_THROTTLED, waits },
	{ RCPT, 452, 0, 0, ERR_NONE, AGENT_THROTTLED, waits },
	{ RCPT | BODY, 4, -1, -1, ERR_NONE, AGENT_MAILBOX, later },
	{ RCPT, 5, 7, -1, ERR_NONE, AGENT_FORBIDDEN, rights },
	{ RCPT, 5, -1, -1, ERR_NONE, AGENT_NO_MAILBOX, absent },
	{ BODY, 5, 1, -1, ERR_NONE, AGENT_NO_MAILBOX, absent },
	{ BODY, 5, -1, -1, ERR_NONE, AGENT_REFUSED, odd },
	/* agreement where none was to be had: out of step */
	{ ALL, 0, -1, -1, ERR_RETRY, AGENT_NOT_TRIED, later },
};

static bool fits(const struct row *row, enum smtp_step step,
		 const struct smtp_reply *r)
{
	int subject = r->class > 0 ? r->subject : 0;
	int detail = r->class > 0 ? r->detail : 0;

	if ((row->steps & AT(step)) == 0)
		return false;
	if (row->code != 0 && row->code != r->code &&
	    row->code != r->code / 100)
		return false;
	return (row->subject < 0 || row->subject == subject) &&
	       (row->detail < 0 || row->detail == detail);
}

/* Words that Dovecot and others use, where the code says too little. */
static enum agent_outcome by_words(const struct smtp_reply *r)
{
	static const struct {
		const char *words;
		enum agent_outcome outcome;
	} table[] = {
		{ "size is larger", AGENT_TOO_LARGE },
		{ "size exceeds", AGENT_TOO_LARGE },
		{ "too large", AGENT_TOO_LARGE },
		{ "too big", AGENT_TOO_LARGE },
		{ "quota", AGENT_FULL },
		{ "full", AGENT_FULL },
	};
	AUTO(free) char *lower = mem_dup(r->text.s, r->text.len);

	str_lowercase(lower);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strstr(lower, table[i].words) != NULL)
			return table[i].outcome;
	return r->code == 552 ? AGENT_TOO_LARGE : AGENT_NOT_TRIED;
}

/* "4.2.0", "552": the mailbox's quota or the message's size, or neither. */
static bool says_little(const struct smtp_reply *r)
{
	return r->code == 552
		       ? r->class == 0
		       : r->class > 0 && r->subject == 2 && r->detail == 0;
}

struct smtp_refusal smtp_refusal_of(enum smtp_step step,
				    const struct smtp_reply *r)
{
	const struct row *row = rows;

	if ((BODY & AT(step)) != 0 && says_little(r)) {
		enum agent_outcome o = by_words(r);

		if (o != AGENT_NOT_TRIED)
			return (struct smtp_refusal){ ERR_NONE, o,
						      o == AGENT_FULL ? full
								      : large };
	}
	while (!fits(row, step, r))
		row++;
	return (struct smtp_refusal){ row->kind, row->outcome, row->remedy };
}

void smtp_refusal_say(struct str *out, const struct smtp_refusal *why,
		      const struct smtp_reply *r)
{
	struct str said AUTO(str_done) = STR_INIT;

	smtp_reply_show(&said, r);
	str_addf(out, "the server says: %s; %s", said.s, why->remedy);
}
