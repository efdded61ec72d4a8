/* group.c - the leader's part: prepared records become durable batches. */
#include "vault/intake-private.h"

#include "base/clock.h"
#include "base/mem.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_RECORDS 4096
#define BATCH_BYTES   ((size_t)8 * 1024 * 1024)

/* What goes into one batch: first up to, but without, end. */
struct group {
	struct pack *pack;
	struct queued *first, *end;
	size_t n;
	size_t bytes; /* of its records */
};

static struct group next_group(struct queued *first)
{
	struct group g = { .pack = first->pack, .first = first };
	struct queued *it = first;

	while (it != NULL && it->pack == g.pack && g.n < BATCH_RECORDS &&
	       g.bytes < BATCH_BYTES) {
		g.bytes += it->stored_len;
		g.n++;
		it = it->next;
	}
	g.end = it;
	return g;
}

static void reserve(struct intake *in, const struct group *g)
{
	size_t size = g->bytes + (size_t)format_mark_size((uint32_t)g->n);

	if (size > in->cap) {
		in->cap = size + size / 2;
		in->buf = mem_resize(in->buf, in->cap);
	}
	if (g->n > in->cap_told) {
		in->cap_told = g->n;
		in->told = mem_resize(in->told, g->n * sizeof(*in->told));
	}
}

/* Records side by side, the mark behind; the ledger grows. */
static size_t assemble(struct intake *in, const struct group *g)
{
	struct mark m = { .count = (uint32_t)g->n,
			  .first_seq = g->first->seq,
			  .start = g->pack->end,
			  .stored_us = clock_now_us() };
	uint8_t *mark = in->buf + g->bytes, *leaf = mark + MARK_HEADER;
	size_t at = 0;

	for (struct queued *it = g->first; it != g->end; it = it->next) {
		memcpy(in->buf + at, it->stored, it->stored_len);
		vault_fill_stored(&in->told[it->seq - g->first->seq], &it->meta,
				  it->plain, it->seq, g->pack->row.id,
				  g->pack->end + at);
		at += it->stored_len;
		memcpy(leaf, it->commitment, MARK_LEAF);
		leaf += MARK_LEAF;
		ledger_append(in->ledger, it->commitment, MARK_LEAF);
	}
	ledger_root(in->ledger, m.root);
	format_write_mark(&m, mark);
	return g->bytes + (size_t)format_mark_size(m.count);
}

/* The objects' records are durable: they may stand in their place. */
static void settle_objects(struct intake *in, const struct group *g)
{
	char path[FORMAT_PATH];

	for (const struct queued *it = g->first; it != g->end; it = it->next) {
		if (it->meta.form != META_OBJECT)
			continue;
		/* where it fails, readers find it and recovery moves it */
		(void)format_object_path(it->object, path);
		(void)renameat(in->v->fresh, strchr(path, '/') + 1,
			       in->v->objects, path);
	}
}

static int make_durable(struct intake *in, const struct group *g, struct err *e)
{
	struct progress p = { .pack = g->pack->row.id,
			      .seq = g->first->seq + g->n - 1 };
	uint64_t size;
	struct err ignored = ERR_INIT;
	int rc;

	(void)pthread_mutex_lock(&in->ledger_lock);
	size = ledger_size(in->ledger);
	rc = pack_append(g->pack, in->buf, assemble(in, g), e);
	if (rc < 0)
		(void)ledger_cut(in->ledger, size, &ignored);
	(void)pthread_mutex_unlock(&in->ledger_lock);
	if (rc < 0)
		return -1;
	p.end = g->pack->end;
	return vault_lock_tell(in->v, &p, e);
}

/* The last batch of the pack before was written: it can be sealed. */
static void move_on(struct intake *in, struct pack *to)
{
	(void)pthread_mutex_lock(&in->lock);
	if (in->writing != NULL)
		keeper_seal(in, in->writing);
	in->writing = to;
	(void)pthread_mutex_unlock(&in->lock);
}

/* What the lock covers of a batch that is durable. */
static void count(struct intake *in, const struct group *g)
{
	struct vault_stats *s = &in->stats;

	s->records += g->n;
	s->last_seq += g->n;
	s->stored_bytes += g->bytes + format_mark_size((uint32_t)g->n);
	for (const struct queued *q = g->first; q != g->end; q = q->next) {
		s->plain_bytes += q->meta.length;
		if (q->meta.form == META_OBJECT) {
			s->objects++;
			s->stored_bytes += format_object_size(q->meta.length);
		} else if (!q->media && g->pack->row.epoch == in->epoch) {
			in->epoch_small++;
			in->epoch_bytes += q->meta.length;
		}
	}
	if (in->pack == g->pack)
		in->pack_bytes = g->pack->end;
	/* waking the keeper costs more than all of the above */
	if (!in->dirty || train_is_due(in))
		(void)pthread_cond_signal(&in->keep);
	in->dirty = true;
}

static void account(struct intake *in, const struct group *g)
{
	const struct vault_stored *at = in->told;

	for (const struct queued *q = g->first; q != g->end;
	     q = q->next, at++) {
		pack_note(g->pack, q->name, at->offset, &q->meta);
		if (q->meta.kind == VAULT_DICTIONARY) {
			(void)pthread_mutex_lock(&in->lock);
			in->learned.epoch = g->pack->row.epoch;
			in->learned.pack = at->pack;
			in->learned.offset = at->offset;
			(void)pthread_mutex_unlock(&in->lock);
		}
	}
	(void)pthread_mutex_lock(&in->lock);
	count(in, g);
	(void)pthread_mutex_unlock(&in->lock);
}

int group_write(struct intake *in, struct queued *first, struct err *e)
{
	const struct vault_follower *f = &in->v->follower;

	while (first != NULL) {
		struct group g = next_group(first);

		if (in->writing != g.pack)
			move_on(in, g.pack);
		reserve(in, &g);
		if (make_durable(in, &g, e) < 0)
			return -1;
		settle_objects(in, &g);
		account(in, &g);
		if (f->follow != NULL &&
		    f->follow(f->ctx, in->told, g.n, e) < 0)
			return err_wrap(e, "stored, but not told on");
		first = g.end;
	}
	return 0;
}
