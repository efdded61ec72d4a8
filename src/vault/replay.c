#include "vault/vault-private.h"

#include "base/err.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct extent vault_extent(const struct vault *v)
{
	struct extent x = { 0 };

	x.known = vault_lock_progress(v, &x.at);
	return x;
}

uint64_t vault_extent_limit(const struct extent *x, const struct pack_row *row)
{
	if (row->state == PACK_SEALED || !x->known || x->at.pack > row->id)
		return UINT64_MAX;
	return x->at.pack < row->id ? PACK_HEADER : x->at.end;
}

bool vault_extent_is_empty(const struct vault *v, const struct extent *x,
			   const struct pack_row *row)
{
	char path[FORMAT_PATH];

	if (row->state != PACK_OPEN)
		return false;
	return vault_extent_limit(x, row) <= PACK_HEADER ||
	       (faccessat(v->packs, format_pack_path(row->epoch, row->id, path),
			  F_OK, 0) < 0 &&
		errno == ENOENT);
}

void vault_fill_stored(struct vault_stored *out, const struct meta *m,
		       const uint8_t *plain, uint64_t seq, uint64_t pack,
		       uint64_t offset)
{
	*out = (struct vault_stored){ .seq = seq,
				      .kind = m->kind,
				      .time_us = m->time_us,
				      .stored_us = m->stored_us,
				      .pack = pack,
				      .offset = offset,
				      .length = m->length,
				      .info = plain + META_SIZE,
				      .info_len = m->info_len };
	memcpy(out->key, m->key, VAULT_KEY);
	out->digest = digest_from(m->digest, m->length);
}

/* --- one batch ---------------------------------------------------------- */

struct batch {
	struct vault_stored *recs;
	uint8_t **plain;
	size_t n, cap;
};

static void batch_clear(struct batch *b)
{
	for (size_t i = 0; i < b->n; i++)
		free(b->plain[i]);
	b->n = 0;
}

static void batch_done(struct batch *b)
{
	batch_clear(b);
	free(b->recs);
	free(b->plain);
}

static void batch_done_auto(struct batch *b)
{
	batch_done(b);
}

struct walk {
	struct vault *v;
	uint64_t from;
	const struct walk_to *to;
	struct extent extent;
	struct codec *codec;
	struct batch batch;
};

static int open_record(struct walk *w, const struct view *view,
		       struct walked *r, uint8_t **plain, struct err *e)
{
	const struct record_header *h = &r->record->h;
	int rc = codec_open(w->codec, view->keys, view->dictionary, h,
			    r->record->bytes, plain, e);
	const char *wrong;

	if (rc < 0)
		return -1;
	r->plain = *plain;
	if (rc == 0)
		return 0; /* destroyed: nobody is told */
	wrong = format_read_meta(*plain, h->plain, &r->meta);
	if (wrong != NULL)
		return err_set(e, ERR_STORE, "meta: %s", wrong);
	return 1;
}

static int take_record(struct walk *w, const struct view *view,
		       const struct scan_batch *b, size_t i, struct err *e)
{
	struct walked r = { .view = view,
			    .record = &b->records[i],
			    .leaf = b->leaves + i * MARK_LEAF };
	AUTO(free) uint8_t *plain = NULL;
	struct batch *to = &w->batch;
	int rc = open_record(w, view, &r, &plain, e);

	if (rc < 0 ||
	    (w->to->record != NULL && w->to->record(w->to->ctx, &r, e) < 0))
		return err_wrap(e, "%s: record at %" PRIu64, view->name,
				r.record->offset);
	if (rc == 0)
		return 0;
	if (to->n == to->cap) {
		to->cap = 2 * to->cap + 64;
		to->recs = mem_resize(to->recs, to->cap * sizeof(*to->recs));
		to->plain = mem_resize(to->plain, to->cap * sizeof(*to->plain));
	}
	vault_fill_stored(&to->recs[to->n], &r.meta, plain, r.record->h.seq,
			  view->row.id, r.record->offset);
	to->plain[to->n++] = TAKE(plain);
	return 0;
}

static int take_batch(struct walk *w, const struct view *view,
		      const struct scan_batch *b, struct err *e)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->records[i].h.seq >= w->from &&
		    take_record(w, view, b, i, e) < 0)
			return -1;
	if (w->batch.n > 0 && w->to->batch != NULL &&
	    w->to->batch(w->to->ctx, w->batch.recs, w->batch.n, e) < 0)
		return -1;
	batch_clear(&w->batch);
	return 0;
}

/* --- packs -------------------------------------------------------------- */

static int walk_pack(struct walk *w, const struct view *view,
		     const struct pack_row *row, uint64_t *next, struct err *e)
{
	AUTO(scan_close) struct scan *s = NULL;
	struct scan_batch b;
	int rc;

	if (scan_open(&s, view->place, vault_extent_limit(&w->extent, row), e) <
	    0)
		return err_wrap(e, "%s", view->name);
	while ((rc = scan_next(s, &b, e)) > 0) {
		if (b.mark.first_seq + b.n > w->from &&
		    take_batch(w, view, &b, e) < 0)
			return -1;
		*next = b.mark.first_seq + b.n;
	}
	if (rc < 0)
		return err_wrap(e, "%s", view->name);
	if (row->state == PACK_SEALED && *next != row->first_seq + row->records)
		return err_set(e, ERR_STORE,
			       "%s: damaged: %s, but %" PRIu64
			       " records were sealed in it",
			       view->name, scan_why(s), row->records);
	return 0;
}

static int walk_row(struct walk *w, const struct pack_row *row, uint64_t *next,
		    struct err *e)
{
	struct view *view = NULL;
	int rc;

	if (vault_extent_is_empty(w->v, &w->extent, row))
		return 0;
	if (row->first_seq != *next)
		return err_set(e, ERR_STORE,
			       "pack %" PRIu64 " begins with seq %" PRIu64
			       ", not %" PRIu64 ": records are missing",
			       row->id, row->first_seq, *next);
	/* all of it is before what is wanted */
	if (row->state == PACK_SEALED &&
	    row->first_seq + row->records <= w->from) {
		*next = row->first_seq + row->records;
		return 0;
	}
	if (shelf_take(w->v->shelf, row->id, &view, e) < 0)
		return -1;
	rc = walk_pack(w, view, row, next, e);
	shelf_give(w->v->shelf, view);
	return rc;
}

int vault_walk(struct vault *v, uint64_t from, const struct walk_to *to,
	       struct err *e)
{
	struct batch batch AUTO(batch_done) = { 0 };
	struct walk w = { .v = v, .from = from, .to = to };
	AUTO(free) struct pack_row *rows = NULL;
	size_t n = 0;
	uint64_t next = 1;
	int rc = 0;

	if (control_packs(v->control, 0, &rows, &n, e) < 0)
		return -1;
	w.extent = vault_extent(v);
	w.codec = shelf_take_codec(v->shelf);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = walk_row(&w, &rows[i], &next, e);
	shelf_give_codec(v->shelf, w.codec);
	batch = w.batch; /* released on the way out */
	return rc;
}

static int follow_batch(void *ctx, const struct vault_stored *recs, size_t n,
			struct err *e)
{
	const struct vault_follower *f = ctx;

	return f->follow(f->ctx, recs, n, e);
}

int vault_replay(struct vault *v, uint64_t from,
		 const struct vault_follower *to, struct err *e)
{
	struct vault_follower f = *to;
	struct walk_to r = { .ctx = &f, .batch = follow_batch };

	return vault_walk(v, from, &r, e);
}
