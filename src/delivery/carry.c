#include "delivery/carry.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "delivery/consent.h"
#include "delivery/verdict.h"
#include "directory/directory.h"
#include "target/copies.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct round {
	struct carrier *c;
	struct outbox_lease *l;
	struct outbox_mailbox *m;
	const char *address;
	struct parcel *parcels;
	struct agent_message *messages;
	size_t n;
};

static uint64_t limit_of(const struct carrier *c)
{
	uint64_t told = c->agent->ops->limit_bytes(c->agent);

	if (c->limit == 0 || (told > 0 && told < c->limit))
		return told;
	return c->limit;
}

/* --- before the agent is asked ------------------------------------------- */

static const char *keep(struct round *r, const char *text)
{
	return arena_strdup(r->l->arena, text);
}

/* The vault knows it already: cut off before the row could go, or control is
   older than the vault. */
static int is_recorded(struct round *r, struct outbox_row *row, struct err *e)
{
	int rc = copies_find_outside(r->c->maker.archive, row->message,
				     r->m->mailbox, e);

	row->recorded = rc > 0;
	return rc;
}

/* One that cannot be read or made here: the others go on (P7). */
static void set_aside(struct round *r, struct outbox_row *row,
		      const struct err *why)
{
	char text[ERR_TEXT];

	(void)err_str(why, text, sizeof(text));
	row->reason = keep(r, text);
	row->outcome = AGENT_NOT_TRIED;
	if (why->kind == ERR_ITEM) {
		row->outcome = AGENT_TOO_LARGE;
		row->fate = FATE_REFUSED;
		return;
	}
	row->fate = FATE_LATER;
	row->not_before_us = verdict_unread(row->attempts, clock_now_us());
}

/* Add a row to the round, unless it needs no agent. */
static int pack(struct round *r, struct outbox_row *row, struct err *e)
{
	struct err why = ERR_INIT;
	int rc = is_recorded(r, row, e);

	if (rc < 0)
		return -1;
	if (rc > 0) {
		row->fate = FATE_DONE;
		return 0;
	}
	if (parcel_make(&r->parcels[r->n], &r->c->maker, row, limit_of(r->c),
			&r->messages[r->n], &why) < 0)
		set_aside(r, row, &why);
	else
		r->n++;
	return 0;
}

/* --- after it has answered ----------------------------------------------- */

static void note_outcome(struct round *r, size_t i, bool cut)
{
	struct agent_message *msg = &r->messages[i];
	struct parcel *p = &r->parcels[i];
	struct outbox_row *row = p->row;
	int64_t now = clock_now_us();

	row->outcome = msg->outcome;
	row->reason = keep(r, msg->reason.s);
	row->place = keep(r, msg->place.s);
	row->reduced = p->letter.form.replaced > 0 ? p->letter.form.size : 0;
	verdict_row(row, cut, now);
	if (p->unread) {
		bool sent = msg->outcome == AGENT_UNKNOWN;

		set_aside(r, row, &p->error);
		row->maybe = sent;
	}
	if (!verdict_stops_mailbox(msg->outcome))
		return;
	r->m->reason = row->reason;
	verdict_mailbox(r->m, msg->outcome, msg->wait_us, now);
}

static void target_stopped(struct round *r, struct err *e)
{
	AUTO(str_done) struct str reason = STR_INIT;
	char text[ERR_TEXT];

	r->l->trouble = e->kind == ERR_RETRY ? ERR_RETRY : ERR_SOURCE;
	str_add(&reason, err_str(e, text, sizeof(text)));
	if (r->l->trouble == ERR_SOURCE && r->c->target != NULL)
		consent_explain(r->c->target, &reason);
	r->l->reason = keep(r, reason.s);
	err_clear(e);
}

static bool is_unread(const struct round *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->parcels[i].unread)
			return true;
	return false;
}

static int session_need(struct carrier *c, struct err *e)
{
	return c->session != NULL
		       ? 0
		       : c->agent->ops->session(c->agent, &c->session, e);
}

/* Hand over what is packed. Fates are set; r->l->trouble where it ends. */
static void hand_over(struct round *r)
{
	struct carrier *c = r->c;
	struct err why = ERR_INIT;
	int rc = 0;

	if (r->n == 0)
		return;
	rc = session_need(c, &why);
	if (rc == 0)
		rc = c->agent->ops->deliver(c->session, r->address, r->messages,
					    r->n, &why);
	for (size_t i = 0; i < r->n; i++)
		note_outcome(r, i, rc < 0);
	if (rc == 0 && r->messages[0].outcome == AGENT_NOT_TRIED)
		rc = err_set(&why, ERR_RETRY,
			     "nothing was said of message %" PRIu64,
			     r->messages[0].number);
	if (rc < 0 && why.kind == ERR_STORE && is_unread(r))
		err_clear(&why); /* that message's, not the server's */
	if (rc < 0 && why.kind != ERR_NONE)
		target_stopped(r, &why);
}

static void empty(struct round *r)
{
	for (size_t i = 0; i < r->n; i++) {
		str_done(&r->messages[i].reason);
		str_done(&r->messages[i].place);
		parcel_done(&r->parcels[i]);
	}
	r->n = 0;
}

/* --- once more, smaller --------------------------------------------------- */

/* Was it too large, and would it be smaller by the limit known now? */
static bool may_shrink(struct round *r, const struct parcel *p)
{
	uint64_t limit = limit_of(r->c);

	return p->row->outcome == AGENT_TOO_LARGE && limit > 0 &&
	       p->letter.form.size > limit;
}

/* Those that were too large, in the form that the limit allows. */
static int shrink(struct round *r, struct err *e)
{
	size_t n = 0;
	AUTO(free)
	struct outbox_row **again = mem_alloc(r->n + 1, sizeof(*again));

	for (size_t i = 0; i < r->n; i++)
		if (may_shrink(r, &r->parcels[i]))
			again[n++] = r->parcels[i].row;
	empty(r);
	for (size_t i = 0; i < n; i++) {
		again[i]->fate = FATE_AS_WAS;
		if (pack(r, again[i], e) < 0)
			return -1;
	}
	hand_over(r);
	return 0;
}

/* --- a mailbox, all mailboxes -------------------------------------------- */

static bool is_stopped(const struct round *r)
{
	return r->l->trouble != 0 || r->m->outcome != AGENT_NOT_TRIED ||
	       (r->c->stopping != NULL && r->c->stopping(r->c->ctx));
}

static int batches(struct round *r, size_t batch, struct err *e)
{
	size_t i = 0;

	while (i < r->m->n && !is_stopped(r)) {
		while (i < r->m->n && r->n < batch)
			if (pack(r, &r->m->rows[i++], e) < 0)
				return -1;
		hand_over(r);
		if (!is_stopped(r) && shrink(r, e) < 0)
			return -1;
		empty(r);
	}
	return 0;
}

static int one_mailbox(struct round *r, struct err *e)
{
	AUTO(str_done) struct str name = STR_INIT;
	size_t batch = r->c->agent->ops->batch(r->c->agent);
	int rc;

	if (batch < 1)
		batch = 1;
	if (batch > r->m->n)
		batch = r->m->n;
	if (directory_mailbox_name(r->c->db, r->m->mailbox, &name, e) < 0)
		return -1;
	r->address = name.s;
	r->parcels = mem_alloc(batch, sizeof(*r->parcels));
	r->messages = mem_alloc(batch, sizeof(*r->messages));
	rc = batches(r, batch, e);
	empty(r);
	free(r->parcels);
	free(r->messages);
	return rc;
}

int carry(struct carrier *c, struct outbox_lease *l, struct err *e)
{
	for (size_t i = 0; i < l->n && l->trouble == 0; i++) {
		struct round r = { .c = c, .l = l, .m = &l->mailboxes[i] };

		if (c->stopping != NULL && c->stopping(c->ctx))
			break;
		if (one_mailbox(&r, e) < 0)
			return err_wrap(e, "mailbox %" PRIu64, r.m->mailbox);
	}
	return 0;
}
