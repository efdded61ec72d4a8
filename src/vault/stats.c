#include "vault/intake-private.h"

#include "base/mem.h"

#include <stdlib.h>

void stats_add_row(struct vault_stats *s, const struct pack_row *row)
{
	s->packs++;
	s->records += row->records;
	s->objects += row->objects;
	s->plain_bytes += row->plain_bytes;
	s->stored_bytes += row->bytes + row->object_bytes;
	if (row->records > 0)
		s->last_seq = row->first_seq + row->records - 1;
}

static int count_batch(void *ctx, const struct vault_stored *recs, size_t n,
		       struct err *e)
{
	struct vault_stats *s = ctx;

	(void)e;
	for (size_t i = 0; i < n; i++) {
		bool object = recs[i].length > VAULT_SMALL_MAX;

		s->plain_bytes += recs[i].length;
		s->objects += object;
		if (object)
			s->stored_bytes += format_object_size(recs[i].length);
		s->last_seq = recs[i].seq;
	}
	s->records += n;
	return 0;
}

/* A reader must count what is in packs that are not sealed. */
static void count(struct vault *v, struct vault_stats *s)
{
	AUTO(free) struct pack_row *rows = NULL;
	struct walk_to to = { .ctx = s, .batch = count_batch };
	struct err e = ERR_INIT;
	uint64_t from = 1;
	size_t n = 0;

	if (control_packs(v->control, 0, &rows, &n, &e) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		stats_add_row(s, &rows[i]);
		from = rows[i].first_seq + rows[i].records;
	}
	(void)vault_walk(v, from, &to, &e);
}

void vault_stats(struct vault *v, struct vault_stats *out)
{
	*out = (struct vault_stats){ 0 };
	if (v->intake == NULL) {
		count(v, out);
		return;
	}
	(void)pthread_mutex_lock(&v->intake->lock);
	*out = v->intake->stats;
	(void)pthread_mutex_unlock(&v->intake->lock);
}
