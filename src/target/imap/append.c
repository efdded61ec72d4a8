/*
 * append.c - bringing messages into a folder.
 *
 * Many at once (MULTIAPPEND), which the server takes or refuses as a whole;
 * where it refuses, or does not offer it, one a command, with several
 * commands on their way (LITERAL+). A message's bytes go from its reader to
 * the connection; only a block of it is ever held.
 *
 * What P4 rests on: a message whose last byte has been handed over may be
 * there, whatever happens afterwards; so it is AGENT_UNKNOWN until the answer
 * has been read. One whose literal is not complete cannot be there.
 *
 * A message larger than WAIT_FROM waits for the server's "+" even where that
 * is not needed: a refusal for quota or size comes before the bytes then. So
 * does the first of a command into a folder that may not be there: else a
 * whole batch would be on its way, to be told that the folder has to be made.
 *
 * Source: RFC 3501 section 6.3.11, RFC 3502, RFC 4315, RFC 7888, RFC 7889.
 */
#include "target/imap/imap-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"
#include "target/imap/name.h"

#include <string.h>

#define MANY_MAX   50
#define MANY_BYTES ((uint64_t)16 * 1024 * 1024)
#define WINDOW     16
#define WAIT_FROM  ((uint64_t)256 * 1024)
#define MAKES_MAX  2 /* a folder is made so often in one run */
/* A server that refuses less than this for its size means another thing. */
#define LIMIT_MIN ((uint64_t)64 * 1024)

/* A run of messages into one folder. */
struct run {
	struct imap_session *s;
	const char *name;
	struct imap_batch list;
	bool *sent; /* of each: its last byte was handed over */
	unsigned char *block;
	int made;
	bool stopped;
	/* The last message that was refused in words we do not know, and
	   that nothing has explained yet. */
	struct agent_message *unexplained;
};

/* --- one message's bytes ----------------------------------------------- */

static int wrong_size(const struct agent_message *m, const char *how,
		      struct err *e)
{
	return err_set(e, ERR_STORE,
		       "message %llu: it is %s than the %llu "
		       "bytes it was said to have",
		       (unsigned long long)m->number, how,
		       (unsigned long long)m->size);
}

static int stream(struct run *run, const struct agent_message *m, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;
	unsigned char *block = run->block;
	uint64_t left = m->size;
	ssize_t n = 0;

	if (m->open(m->ctx, &r, e) < 0)
		return -1;
	while ((n = reader_read(r, block, READER_BLOCK, e)) > 0) {
		if ((uint64_t)n > left)
			return wrong_size(m, "more", e);
		left -= (uint64_t)n;
		if (imap_write(run->s->talk, block, (size_t)n, e) < 0)
			return -1;
	}
	if (n == 0 && left > 0)
		return wrong_size(m, "less", e);
	return n < 0 ? -1 : 0;
}

static bool must_wait(const struct imap *talk, const struct agent_message *m)
{
	if (m->size >= WAIT_FROM)
		return true;
	if (imap_offers(talk, "LITERAL+"))
		return false;
	return !(imap_offers(talk, "LITERAL-") && m->size <= 4096);
}

/*
 * Flags, date and the literal. 1: sent; 0: the server answered the command
 * instead of asking for the bytes.
 */
static int send_message(struct run *r, size_t at, bool wait,
			struct imap_answer *a, struct err *e)
{
	struct agent_message *m = r->list.at[at];
	struct imap *talk = r->s->talk;
	struct str line AUTO(str_done) = STR_INIT;
	int got = 1;

	if (imap_agent_of(r->s)->seen)
		str_add(&line, " (\\Seen)");
	str_add_char(&line, ' ');
	imap_date(&line, m->time_us);
	str_addf(&line, " {%llu%s}\r\n", (unsigned long long)m->size,
		 wait ? "" : "+");
	if (imap_write(talk, line.s, line.len, e) < 0)
		return -1;
	if (wait)
		got = imap_wait_more(talk, NULL, a, e);
	if (got != 1)
		return got;
	if (stream(r, m, e) < 0)
		return -1;
	r->sent[at] = true;
	return 1;
}

/* One APPEND with the messages from..to: 1 sent; 0 answered already. */
static int send_command(struct run *r, size_t from, size_t to,
			struct imap_answer *a, struct err *e)
{
	AUTO(free) char *begin = str_printf("APPEND %s", r->name);
	bool ask = to - from > 1 && !imap_folder_known(r->s, r->name);
	int got = 1;

	if (imap_begin(r->s->talk, begin, e) < 0)
		return -1;
	for (size_t i = from; i < to && got == 1; i++) {
		bool wait = must_wait(r->s->talk, r->list.at[i]);

		got = send_message(r, i, wait || (ask && i == from), a, e);
	}
	if (got == 1 && imap_add(r->s->talk, "\r\n", e) < 0)
		return -1;
	return got;
}

/* --- answers ----------------------------------------------------------- */

static void delivered(struct run *r, size_t from, size_t to,
		      const struct imap_answer *a)
{
	uint32_t uids[MANY_MAX], validity = 0;
	size_t n = to - from;
	bool told = n <= MANY_MAX &&
		    imap_appenduid(imap_text_of(&a->code), &validity, uids, n);

	for (size_t i = 0; i < n; i++) {
		struct agent_message *m = r->list.at[from + i];

		m->outcome = AGENT_DELIVERED;
		str_cut(&m->reason, 0);
		str_cut(&m->place, 0);
		if (told)
			str_addf(&m->place, "%u:%u", validity, uids[i]);
		r->sent[from + i] = false;
	}
	imap_folder_learn(r->s, r->name);
	/* others go in: that one was refused for itself */
	if (r->unexplained != NULL)
		r->unexplained->outcome = AGENT_REFUSED;
	r->unexplained = NULL;
}

static void not_sent(struct run *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		r->sent[i] = false;
}

static void refuse(struct run *r, size_t at, const struct imap_refusal *why,
		   const struct imap_answer *a)
{
	struct agent_message *m = r->list.at[at];

	m->outcome = why->outcome;
	m->wait_us = why->wait_us;
	imap_refusal_say(&m->reason, why, imap_text_of(&a->code),
			 imap_text_of(&a->text));
	if (why->outcome == AGENT_TOO_LARGE && m->size > LIMIT_MIN)
		limit_learn(&imap_agent_of(r->s)->limit, m->size - 1);
	else if (why->outcome == AGENT_TOO_LARGE)
		m->outcome = AGENT_REFUSED;
	if (why->unexplained && r->unexplained == NULL) {
		r->unexplained = m;
		return;
	}
	if (why->outcome != AGENT_TOO_LARGE && why->outcome != AGENT_REFUSED)
		r->stopped = true;
}

/* The folder is not there: 0 it is now, 1 the mailbox is stopped. */
static int make_folder(struct run *r, size_t at, struct err *e)
{
	struct imap_stop stop AUTO(imap_stop_done) = IMAP_STOP_INIT;
	struct agent_message *m = r->list.at[at];
	int got;

	r->made++;
	got = imap_folder_make(r->s, r->name, &stop, e);
	if (got != 1)
		return got;
	m->outcome = stop.outcome;
	m->wait_us = stop.wait_us;
	str_cut(&m->reason, 0);
	str_add(&m->reason, stop.reason.s);
	r->stopped = true;
	return 1;
}

static struct imap_refusal why_of(const struct imap_answer *a)
{
	return imap_refusal_of(IMAP_APPEND, imap_text_of(&a->code),
			       imap_text_of(&a->text));
}

/* May this refusal mean that the folder has to be made first? */
static bool wants_folder(const struct run *r, const struct imap_refusal *why)
{
	return (why->no_folder && r->made < MAKES_MAX) ||
	       (why->unexplained && r->made == 0 &&
		!imap_folder_known(r->s, r->name));
}

/* --- one a command ----------------------------------------------------- */

/*
 * 0: settled; 2: to be sent again, the folder is there now; -1. Only while
 * nothing else is on its way can the folder be made.
 */
static int settle(struct run *r, size_t at, const struct imap_answer *a,
		  bool alone, struct err *e)
{
	struct imap_refusal why;
	int got;

	r->sent[at] = false;
	if (a->status == IMAP_OK) {
		delivered(r, at, at + 1, a);
		return 0;
	}
	why = why_of(a);
	if (alone && !r->stopped && wants_folder(r, &why)) {
		bool sure = why.no_folder;

		got = make_folder(r, at, e);
		if (got == 0)
			return 2;
		if (got < 0 || sure)
			return got < 0 ? -1 : 0;
		r->stopped = false; /* it was not that: the first words count */
	}
	if (why.no_folder)
		imap_folders_forget(r->s); /* it was there, and is no more */
	refuse(r, at, &why, a);
	return 0;
}

static bool is_too_large(struct run *r, size_t at)
{
	struct agent_message *m = r->list.at[at];
	uint64_t limit = limit_get(&imap_agent_of(r->s)->limit);

	if (limit == 0 || m->size <= limit)
		return false;
	m->outcome = AGENT_TOO_LARGE;
	str_cut(&m->reason, 0);
	str_addf(&m->reason,
		 "it has %llu bytes, the server takes %llu: raise its limit, "
		 "or let large files stay in the archive",
		 (unsigned long long)m->size, (unsigned long long)limit);
	return true;
}

/* May the next one be sent before the earlier ones are answered? */
static bool may_send(const struct run *r, size_t head, size_t tail, size_t end)
{
	size_t window = imap_folder_known(r->s, r->name) ? WINDOW : 1;

	if (tail == end || r->stopped)
		return false;
	return tail == head || (tail - head < window &&
				!must_wait(r->s->talk, r->list.at[tail]));
}

/*
 * A message cannot be read: the server waits for the rest of it, which will
 * not come. What was sent whole before it still gets its answer.
 */
static void hear_out(struct run *r, size_t head, size_t tail)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	struct err e = ERR_INIT;

	for (; head < tail; head++)
		if (imap_wait(r->s->talk, &a, NULL, NULL, &e) < 0 ||
		    settle(r, head, &a, false, &e) < 0)
			return;
}

/* From `tail` on, what was not sent stays AGENT_NOT_TRIED. */
static int one_by_one(struct run *r, size_t from, size_t to, struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	size_t head = from, tail = from;

	while (head < tail || (tail < to && !r->stopped)) {
		int got = 0;

		if (tail < to && head == tail && is_too_large(r, tail)) {
			head = ++tail;
			continue;
		}
		if (may_send(r, head, tail, to) && !is_too_large(r, tail)) {
			got = send_command(r, tail, tail + 1, &a, e);
			if (got < 0) {
				if (e->kind == ERR_STORE)
					hear_out(r, head, tail);
				return -1;
			}
			tail++;
			if (got == 1)
				continue;
		} else if (imap_wait(r->s->talk, &a, NULL, NULL, e) < 0) {
			return -1;
		}
		got = settle(r, head, &a, tail - head == 1, e);
		if (got < 0)
			return -1;
		if (got == 2)
			tail = head;
		else
			head++;
	}
	return 0;
}

/* --- many a command ---------------------------------------------------- */

/* How many from there on go together. */
static size_t how_many(struct run *r, size_t from)
{
	uint64_t bytes = 0;
	size_t at = from;

	if (!imap_offers(r->s->talk, "MULTIAPPEND"))
		return r->list.n - from;
	for (; at < r->list.n && at - from < MANY_MAX; at++) {
		uint64_t size = r->list.at[at]->size;
		uint64_t limit = limit_get(&imap_agent_of(r->s)->limit);

		if ((limit > 0 && size > limit) || size > MANY_BYTES - bytes)
			break;
		bytes += size;
	}
	return at > from ? at - from : 1;
}

static int together(struct run *r, size_t from, size_t to, struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	struct imap_refusal why;
	int got = send_command(r, from, to, &a, e);

	if (got == 1)
		got = imap_wait(r->s->talk, &a, NULL, NULL, e);
	if (got < 0)
		return -1;
	if (a.status == IMAP_OK) {
		delivered(r, from, to, &a);
		return 0;
	}
	not_sent(r, from, to); /* all or nothing: RFC 3502 */
	why = why_of(&a);
	if (why.no_folder && r->made < MAKES_MAX) {
		got = make_folder(r, from, e);
		return got == 0 ? together(r, from, to, e) : got < 0 ? -1 : 0;
	}
	if (why.unexplained || why.outcome == AGENT_FULL ||
	    why.outcome == AGENT_TOO_LARGE || why.outcome == AGENT_REFUSED)
		return one_by_one(r, from, to, e);
	refuse(r, from, &why, &a);
	return 0;
}

/* --- all --------------------------------------------------------------- */

static void after_a_break(struct run *r, const struct err *e)
{
	char text[512];

	(void)err_str(e, text, sizeof(text));
	for (size_t i = 0; i < r->list.n; i++) {
		struct agent_message *m = r->list.at[i];

		if (!r->sent[i])
			continue;
		m->outcome = AGENT_UNKNOWN;
		str_cut(&m->reason, 0);
		str_addf(&m->reason,
			 "it was sent whole, and no answer came (%s): it may "
			 "be there, and is looked for before it is sent again",
			 text);
	}
}

int imap_append(struct imap_session *s, const char *name,
		struct imap_batch list, struct err *e)
{
	AUTO(free) bool *sent = mem_alloc(list.n, sizeof(*sent));
	AUTO(free) unsigned char *block = mem_resize(NULL, READER_BLOCK);
	struct run r = {
		.s = s, .name = name, .list = list, .sent = sent, .block = block
	};
	size_t n;

	for (size_t at = 0; at < list.n && !r.stopped; at += n) {
		int bad;

		n = how_many(&r, at);
		bad = n > 1 && imap_offers(s->talk, "MULTIAPPEND")
			      ? together(&r, at, at + n, e)
			      : one_by_one(&r, at, at + n, e);
		if (bad < 0) {
			after_a_break(&r, e);
			return -1;
		}
	}
	return r.stopped;
}
