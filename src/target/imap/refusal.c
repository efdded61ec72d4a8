#include "target/imap/refusal.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define ANY      (1 << IMAP_SIGN_IN | 1 << IMAP_FOLDER | 1 << IMAP_APPEND)
#define SIGN_IN  (1 << IMAP_SIGN_IN)
#define APPEND   (1 << IMAP_APPEND)
#define WAIT_MAX (24 * CLOCK_HOUR)

static const char full[] = "the mailbox's quota is used up: raise it, or make "
			   "room there";
static const char large[] = "the server takes no message of this size: raise "
			    "its limit, or let large files stay in the archive";
static const char waits[] = "the server asks for a pause; this mailbox waits";
static const char later[] = "it is tried again later";
static const char rights[] = "give the account that signs in the right to "
			     "write into this mailbox (docs/targets/imap.md)";
static const char absent[] = "the server knows no such mailbox: make it, or "
			     "correct the person's mailbox";
static const char odd[] = "the server does not take this message as it is";
static const char ill[] = "something is wrong at the server: whoever runs it "
			  "should look into its log";
static const char many[] = "too many connections: set connections lower, or "
			   "raise the server's limit";

static const struct row {
	const char *words; /* a code; or a part of the text, lower case */
	int steps;
	enum agent_outcome outcome;
	bool no_folder;
	const char *remedy;
} codes[] = {
	{ "OVERQUOTA", ANY, AGENT_FULL, false, full },
	{ "TOOBIG", APPEND, AGENT_TOO_LARGE, false, large },
	{ "TRYCREATE", APPEND, AGENT_MAILBOX, true, later },
	{ "NONEXISTENT", APPEND, AGENT_MAILBOX, true, later },
	{ "NONEXISTENT", ANY, AGENT_NO_MAILBOX, false, absent },
	{ "NOPERM", ANY, AGENT_FORBIDDEN, false, rights },
	{ "AUTHORIZATIONFAILED", ANY, AGENT_FORBIDDEN, false, rights },
	{ "THROTTLED", ANY, AGENT_THROTTLED, false, waits },
	{ "UNAVAILABLE", ANY, AGENT_MAILBOX, false, later },
	{ "INUSE", ANY, AGENT_MAILBOX, false, later },
	{ "SERVERBUG", ANY, AGENT_MAILBOX, false, ill },
	{ "CORRUPTION", ANY, AGENT_MAILBOX, false, ill },
	{ "CONTACTADMIN", ANY, AGENT_MAILBOX, false, ill },
	{ "PARSE", APPEND, AGENT_REFUSED, false, odd },
	{ "UNKNOWN-CTE", APPEND, AGENT_REFUSED, false, odd },
}, texts[] = {
	{ "throttled", ANY, AGENT_THROTTLED, false, waits },
	{ "backoff time", ANY, AGENT_THROTTLED, false, waits },
	{ "too many", SIGN_IN, AGENT_THROTTLED, false, many },
	{ "maximum number of connections", SIGN_IN, AGENT_THROTTLED, false,
	  many },
	{ "not connected", ANY, AGENT_FORBIDDEN, false, rights },
	{ "over quota", ANY, AGENT_FULL, false, full },
	{ "quota exceeded", ANY, AGENT_FULL, false, full },
	{ "exceeded its quota", ANY, AGENT_FULL, false, full },
	{ "mailbox is full", ANY, AGENT_FULL, false, full },
	{ "mailbox full", ANY, AGENT_FULL, false, full },
	{ "too large", APPEND, AGENT_TOO_LARGE, false, large },
	{ "too big", APPEND, AGENT_TOO_LARGE, false, large },
	{ "size is larger", APPEND, AGENT_TOO_LARGE, false, large },
	{ "size exceeds", APPEND, AGENT_TOO_LARGE, false, large },
	{ "maximum message size", APPEND, AGENT_TOO_LARGE, false, large },
	{ "message size limit", APPEND, AGENT_TOO_LARGE, false, large },
	{ "message contains", APPEND, AGENT_REFUSED, false, odd },
	{ "invalid message", APPEND, AGENT_REFUSED, false, odd },
	{ "invalid header", APPEND, AGENT_REFUSED, false, odd },
	{ "permission denied", ANY, AGENT_FORBIDDEN, false, rights },
	{ "access denied", ANY, AGENT_FORBIDDEN, false, rights },
	{ "does not exist", APPEND, AGENT_MAILBOX, true, later },
	{ "doesn't exist", APPEND, AGENT_MAILBOX, true, later },
	{ "unknown mailbox", APPEND, AGENT_MAILBOX, true, later },
};

/* "Suggested Backoff Time: 299961 milliseconds": Exchange. 0: not told. */
static int64_t told_wait(const char *text)
{
	const char *at = strstr(text, "backoff time");
	int64_t n = 0, us;

	if (at == NULL)
		return 0;
	at += strcspn(at, "0123456789");
	for (; *at >= '0' && *at <= '9' && n < WAIT_MAX; at++)
		n = n * 10 + (*at - '0');
	at += strspn(at, " ");
	us = str_starts(at, "sec") ? CLOCK_SECOND : CLOCK_SECOND / 1000;
	return n > WAIT_MAX / us ? WAIT_MAX : n * us;
}

static const struct row *find(enum imap_step step, struct imap_text code,
			      const char *text)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if ((codes[i].steps & 1 << step) != 0 &&
		    imap_code_is(code, codes[i].words, NULL))
			return &codes[i];
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if ((texts[i].steps & 1 << step) != 0 &&
		    strstr(text, texts[i].words) != NULL)
			return &texts[i];
	return NULL;
}

struct imap_refusal imap_refusal_of(enum imap_step step, struct imap_text code,
				    struct imap_text text)
{
	AUTO(free) char *lower = mem_dup(text.at, text.len);
	struct imap_refusal r = { .outcome = AGENT_MAILBOX,
				  .unexplained = true,
				  .remedy = later };
	const struct row *row;

	str_lowercase(lower);
	row = find(step, code, lower);
	if (row == NULL)
		return r;
	r.outcome = row->outcome;
	r.unexplained = false;
	r.no_folder = row->no_folder;
	r.remedy = row->remedy;
	if (r.outcome == AGENT_THROTTLED)
		r.wait_us = told_wait(lower);
	return r;
}

void imap_refusal_say(struct str *out, const struct imap_refusal *r,
		      struct imap_text code, struct imap_text text)
{
	struct str said AUTO(str_done) = STR_INIT;

	if (code.len > 0) {
		str_add_char(&said, '[');
		imap_show(&said, code);
		str_add(&said, "] ");
	}
	imap_show(&said, text);
	str_cut(out, 0);
	str_addf(out, "the server says: %s; %s", said.s, r->remedy);
}
