/*
 * deliver.c - a batch of messages for one mailbox, one transaction each.
 *
 * Nothing is delivered until the server has said so after the final dot. From
 * the dot on a message may be there: AGENT_UNKNOWN. SMTP has no way to ask, so
 * it is sent once more then, with the same Message-ID and the same bytes.
 */
#include "target/smtp/smtp-private.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"

#include <string.h>

#define LIMIT_MIN ((uint64_t)64 * 1024) /* smaller: refused, not large */
#define PLACE_MAX 120

/* What a batch has come to. */
struct run {
	struct smtp_session *s;
	const char *mailbox;
	struct agent_message *doubtful; /* put off at its end, maybe alone */
};

static void say(struct agent_message *m, enum agent_outcome outcome,
		const char *reason)
{
	m->outcome = outcome;
	str_cut(&m->reason, 0);
	str_add(&m->reason, reason);
}

static void reset(struct agent_message *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		say(&list[i], AGENT_NOT_TRIED, "");
		list[i].wait_us = 0;
		str_cut(&list[i].place, 0);
	}
}

/* --- refusals ---------------------------------------------------------- */

/* 0: only this message; 1: the mailbox is stopped; -1: all are. */
static int refuse(struct run *r, struct agent_message *m, enum smtp_step step,
		  const struct smtp_reply *reply, struct err *e)
{
	struct smtp_agent *a = smtp_agent_of(r->s);
	struct smtp_refusal why = smtp_refusal_of(step, reply);
	struct str text AUTO(str_done) = STR_INIT;

	if (why.kind != ERR_NONE)
		return smtp_refused(r->s->talk, &why, reply, e);
	/* all reports go to one mailbox: where it stops, all do */
	if (a->journal != NULL && why.outcome != AGENT_TOO_LARGE &&
	    why.outcome != AGENT_REFUSED && why.outcome != AGENT_MAILBOX) {
		bool person = why.outcome == AGENT_NO_MAILBOX ||
			      why.outcome == AGENT_FORBIDDEN;

		why.kind = person ? ERR_SOURCE : ERR_RETRY;
		return smtp_refused(r->s->talk, &why, reply, e);
	}
	smtp_refusal_say(&text, &why, reply);
	say(m, why.outcome, text.s);
	if (why.outcome == AGENT_TOO_LARGE && m->size > LIMIT_MIN)
		limit_learn(&a->limit, m->size - 1);
	else if (why.outcome == AGENT_TOO_LARGE)
		m->outcome = AGENT_REFUSED;
	if (m->outcome == AGENT_TOO_LARGE || m->outcome == AGENT_REFUSED)
		return 0;
	/* put off after it was read: it may be the message; the next tells */
	if (step == SMTP_END && m->outcome == AGENT_MAILBOX &&
	    r->doubtful == NULL) {
		r->doubtful = m;
		return 0;
	}
	return 1;
}

static bool is_too_large(struct run *r, struct agent_message *m)
{
	uint64_t limit = limit_get(&smtp_agent_of(r->s)->limit);
	AUTO(free) char *text = NULL;

	if (limit == 0 || m->size <= limit)
		return false;
	text = str_printf("it has %llu bytes, the server takes %llu: raise its "
			  "limit, or let large files stay in the archive",
			  (unsigned long long)m->size,
			  (unsigned long long)limit);
	say(m, AGENT_TOO_LARGE, text);
	return true;
}

/* --- one transaction --------------------------------------------------- */

/* MAIL, RCPT, DATA: in one go where the server can. */
struct envelope {
	char *line[3];
	struct smtp_reply reply[3];
};

static void envelope_done(struct envelope *v)
{
	for (int i = 0; i < 3; i++) {
		free(v->line[i]);
		str_done(&v->reply[i].text);
	}
}

static void envelope_done_auto(struct envelope *v)
{
	envelope_done(v);
}

static struct envelope envelope_of(struct run *r, const struct agent_message *m,
				   const struct smtp_wrap *w)
{
	struct smtp_agent *a = smtp_agent_of(r->s);
	uint64_t size = w->head.len + m->size + w->tail.len;
	AUTO(free)
	char *told = str_printf(" SIZE=%llu", (unsigned long long)size);

	return (struct envelope){
		.line = { str_printf("MAIL FROM:<%s>%s", a->sender,
				     smtp_offered(r->s->talk)->size ? told
								    : ""),
			  str_printf("RCPT TO:<%s>", a->journal != NULL
							     ? a->journal
							     : r->mailbox),
			  mem_strdup("DATA") },
		.reply = { SMTP_REPLY_INIT, SMTP_REPLY_INIT, SMTP_REPLY_INIT },
	};
}

static bool agreed(const struct envelope *v, int i)
{
	int code = v->reply[i].code;

	return i == 2 ? code == 354 : code >= 200 && code < 300;
}

/* How many were agreed to; 3: the message may come. -1: broken. */
static int open_mail(struct smtp_session *s, struct envelope *v, struct err *e)
{
	bool together = smtp_offered(s->talk)->pipelining;
	int good = 0;

	s->open_mail = true;
	for (int i = 0; i < 3 && together; i++)
		if (smtp_send(s->talk, v->line[i], e) < 0)
			return -1;
	for (int i = 0; i < 3; i++) {
		if (!together && smtp_send(s->talk, v->line[i], e) < 0)
			return -1;
		if (smtp_wait(s->talk, &v->reply[i], e) < 0)
			return -1;
		if (good == i && agreed(v, i))
			good++;
		if (v->reply[i].code == 421 || (!together && good <= i))
			break;
	}
	return good;
}

/* A server may ask for the message though nobody is to get it: RFC 2920. */
static int send_nothing(struct smtp_session *s, struct err *e)
{
	struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;

	return smtp_ask(s->talk, ".", &r, e);
}

static void delivered(struct run *r, struct agent_message *m,
		      const struct smtp_reply *reply)
{
	struct str shown AUTO(str_done) = STR_INIT;

	say(m, AGENT_DELIVERED, "");
	smtp_reply_show(&shown, reply);
	str_add_len(&m->place, shown.s,
		    shown.len < PLACE_MAX ? shown.len : PLACE_MAX);
	str_cut(&shown, 0);
	(void)utf8_clean(&shown, m->place.s, m->place.len);
	str_cut(&m->place, 0);
	str_add(&m->place, shown.s);
	r->s->open_mail = false;
	r->s->messages++;
	/* others go in: that one was put off for itself */
	r->doubtful = NULL;
}

/* The server hung up while we wrote: maybe it has said why. */
static int last_words(struct run *r, struct agent_message *m, struct err *e)
{
	struct smtp_reply reply AUTO(smtp_reply_done) = SMTP_REPLY_INIT;
	struct err other = ERR_INIT;

	if (e->kind != ERR_RETRY || smtp_wait(r->s->talk, &reply, &other) < 0 ||
	    reply.code < 400)
		return -1;
	err_clear(e);
	return refuse(r, m, SMTP_DATA, &reply, e);
}

static int must_not_be_sent(struct run *r, struct agent_message *m)
{
	smtp_spoil(r->s->talk); /* it waits for the rest, which will not come */
	say(m, AGENT_REFUSED,
	    "it has a byte that SMTP cannot carry (8 bit, NUL, or a CR or LF "
	    "alone)");
	return 0;
}

static int send_message(struct run *r, struct agent_message *m,
			const struct smtp_wrap *w, struct err *e)
{
	struct smtp_reply reply AUTO(smtp_reply_done) = SMTP_REPLY_INIT;
	struct smtp_stuffing stuffing = SMTP_STUFFING_INIT;
	struct smtp *talk = r->s->talk;
	const char *ending;
	int got = smtp_send_data(talk, m, w, &stuffing, e);

	if (got != 0)
		smtp_spoil(talk);
	if (got == 1)
		return must_not_be_sent(r, m);
	if (got < 0)
		return last_words(r, m, e);
	ending = smtp_ending(&stuffing);
	say(m, AGENT_UNKNOWN,
	    "it was sent whole, and no answer came: it may be there, and is "
	    "sent once more with the same Message-ID");
	if (smtp_write(talk, ending, strlen(ending), e) < 0)
		return last_words(r, m, e);
	if (smtp_wait(talk, &reply, e) < 0)
		return -1;
	r->s->open_mail = false;
	if (reply.code / 100 == 2) {
		delivered(r, m, &reply);
		return 0;
	}
	say(m, AGENT_NOT_TRIED, "");
	return refuse(r, m, SMTP_END, &reply, e);
}

/* What is left of a transaction that came to nothing. */
static int forget_mail(struct smtp_session *s, struct err *e)
{
	struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;

	if (!s->open_mail || s->talk == NULL)
		return 0;
	s->open_mail = false;
	return smtp_ask(s->talk, "RSET", &r, e);
}

/* 0; 1: the mailbox is stopped; -1. */
static int bring(struct run *r, struct agent_message *m, struct err *e)
{
	struct smtp_wrap w AUTO(smtp_wrap_done) = { STR_INIT, STR_INIT };
	struct smtp_agent *a = smtp_agent_of(r->s);
	struct envelope v AUTO(envelope_done);
	int good;

	v = (struct envelope){ 0 };
	if (smtp_sign_in(r->s, e) < 0 || forget_mail(r->s, e) < 0)
		return -1;
	if (is_too_large(r, m))
		return 0;
	if (a->journal != NULL && smtp_report(a, m, r->mailbox, &w, e) < 0)
		return -1;
	v = envelope_of(r, m, &w);
	good = open_mail(r->s, &v, e);
	if (good < 0)
		return -1;
	if (good == 3)
		return send_message(r, m, &w, e);
	if (v.reply[2].code == 354 && send_nothing(r->s, e) < 0)
		return -1;
	return refuse(r, m, (enum smtp_step)(SMTP_MAIL + good), &v.reply[good],
		      e);
}

/* --- when it breaks ---------------------------------------------------- */

/* Does it reach further than this mailbox? 1: no; -1: yes, e stays. */
static int broken(struct run *r, struct err *e)
{
	const struct host *h = &smtp_agent_of(r->s)->host;
	struct err other = ERR_INIT;
	bool was_cut = r->s->talk != NULL && smtp_is_stale(r->s->talk);

	if (was_cut || e->kind == ERR_STORE)
		smtp_leave(r->s);
	if (e->kind != ERR_RETRY || !was_cut)
		return -1;
	if (h->stopping != NULL && h->stopping(h->ctx))
		return -1;
	return smtp_sign_in(r->s, &other) < 0 ? -1 : 1;
}

static void stopped(struct agent_message *list, size_t n, struct err *e)
{
	AUTO(free) char *reason = NULL;
	char text[512];

	reason = str_printf("%s; this mailbox is tried again later",
			    err_str(e, text, sizeof(text)));
	err_clear(e);
	for (size_t i = 0; i < n; i++)
		if (list[i].outcome == AGENT_NOT_TRIED) {
			say(&list[i], AGENT_MAILBOX, reason);
			return;
		}
}

int smtp_deliver(struct agent_session *base, const char *mailbox,
		 struct agent_message *list, size_t n, struct err *e)
{
	struct run r = { .s = (struct smtp_session *)base, .mailbox = mailbox };
	int got = 0;

	if (n == 0)
		return 0;
	reset(list, n);
	if (!smtp_address_ok(mailbox)) {
		say(&list[0], AGENT_NO_MAILBOX,
		    "the person's mailbox is no address that SMTP can name");
		return 0;
	}
	for (size_t i = 0; i < n && got == 0; i++)
		got = bring(&r, &list[i], e);
	if (got < 0) {
		got = broken(&r, e);
		if (got == 1)
			stopped(list, n, e);
	}
	return got < 0 ? -1 : 0;
}
