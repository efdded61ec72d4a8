/*
 * train.c - the dictionary that makes small records a third smaller.
 *
 * A dictionary holds fragments of what it was trained on, so it is stored
 * like any record, encrypted, and serves packs of its own month only: what
 * is destroyed with a month is all there was of it.
 */
#include "vault/intake-private.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <zdict.h>

#define DICTIONARY_MAX ((size_t)64 * 1024) /* larger ones only cost */
#define SAMPLES_MAX    ((size_t)8 * 1024 * 1024)
#define SAMPLE_MAX     ((size_t)64 * 1024)
#define SAMPLES_LEAST  100 /* when asked for by a person */
#define BYTES_LEAST    ((size_t)256 * 1024)

struct samples {
	uint8_t *bytes;
	size_t len;
	size_t *sizes;
	size_t n, cap;
};

static void samples_done(struct samples *s)
{
	if (s->bytes != NULL)
		mem_wipe(s->bytes, SAMPLES_MAX);
	free(s->bytes);
	free(s->sizes);
}

static void samples_done_auto(struct samples *s)
{
	samples_done(s);
}

static int collect(void *ctx, const struct walked *w, struct err *e)
{
	struct samples *s = ctx;
	size_t len = w->record->h.plain;

	(void)e;
	/* what did not compress (media) teaches nothing */
	if (w->plain == NULL || w->meta.kind == VAULT_DICTIONARY ||
	    (w->record->h.flags & RECORD_ZSTD) == 0 || len > SAMPLE_MAX ||
	    s->len + len > SAMPLES_MAX)
		return 0;
	if (s->n == s->cap) {
		s->cap = 2 * s->cap + 1024;
		s->sizes = mem_resize(s->sizes, s->cap * sizeof(*s->sizes));
	}
	memcpy(s->bytes + s->len, w->plain, len);
	s->sizes[s->n++] = len;
	s->len += len;
	return 0;
}

/* Samples from the last records of this month, so many that they will do. */
static int gather(struct intake *in, struct samples *s, struct err *e)
{
	struct walk_to to = { .ctx = s, .record = collect };
	uint64_t from, seen, bytes;

	(void)pthread_mutex_lock(&in->lock);
	from = in->epoch_first;
	seen = in->committed + 1 - from;
	bytes = in->epoch_bytes;
	(void)pthread_mutex_unlock(&in->lock);
	if (bytes > 2 * SAMPLES_MAX) /* the share that makes twice as much */
		from += seen - (uint64_t)((double)seen * 2.0 * SAMPLES_MAX /
					  (double)bytes);
	s->bytes = mem_resize(NULL, SAMPLES_MAX);
	return vault_walk(in->v, from, &to, e);
}

static int store(struct intake *in, const uint8_t *bytes, size_t len,
		 struct err *e)
{
	struct vault_record rec = { .kind = VAULT_DICTIONARY };
	struct queued *q = queued_new(&rec, bytes, len);
	uint64_t seq;

	rec.time_us = q->meta.time_us = q->meta.stored_us;
	if (intake_add(in, q, &seq, e) < 0 || intake_commit(in, e) < 0)
		return -1;
	(void)pthread_mutex_lock(&in->lock);
	/* the leader noted its place; by now the month may be over */
	if (in->learned.epoch == in->epoch) {
		dictionary_free(in->dictionary);
		in->dictionary = dictionary_new(bytes, len, true);
		in->dict_pack = in->learned.pack;
		in->dict_offset = in->learned.offset;
		in->rotate = true;
		in->train_at = UINT64_MAX;
	}
	(void)pthread_mutex_unlock(&in->lock);
	return 0;
}

static int train(struct intake *in, struct err *e)
{
	struct samples s AUTO(samples_done) = { 0 };
	AUTO(free) uint8_t *out = NULL;
	size_t cap, len;

	if (gather(in, &s, e) < 0)
		return -1;
	if (s.n < SAMPLES_LEAST || s.len < BYTES_LEAST)
		return 0;
	cap = s.len / 8 < DICTIONARY_MAX ? s.len / 8 : DICTIONARY_MAX;
	out = mem_alloc(1, cap);
	len = ZDICT_trainFromBuffer(out, cap, s.bytes, s.sizes,
				    (unsigned int)s.n);
	if (ZDICT_isError(len)) /* nothing in common: also an answer */
		return 0;
	return store(in, out, len, e) < 0 ? -1 : 1;
}

int train_now(struct intake *in, bool asked, struct err *e)
{
	bool due = true;
	int rc;

	(void)pthread_mutex_lock(&in->train_lock);
	if (!asked) { /* somebody may have asked for one meanwhile */
		(void)pthread_mutex_lock(&in->lock);
		due = train_is_due(in);
		if (due) /* in case this comes to nothing */
			in->train_at = 4 * in->epoch_bytes;
		(void)pthread_mutex_unlock(&in->lock);
	}
	rc = due ? train(in, e) : 0;
	(void)pthread_mutex_unlock(&in->train_lock);
	return rc < 0 ? err_wrap(e, "train a dictionary") : rc;
}

bool train_is_due(const struct intake *in)
{
	return in->epoch_small >= TRAIN_RECORDS &&
	       in->epoch_bytes >= in->train_at;
}

int train_resume(struct intake *in, const struct pack_row *rows, size_t n,
		 struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const struct pack_row *row = &rows[i];

		if (row->epoch != in->epoch) {
			in->epoch = row->epoch;
			in->epoch_first = row->first_seq;
			in->epoch_small = 0;
			in->epoch_bytes = 0;
			in->dict_pack = 0;
		}
		in->epoch_small += row->records - row->objects;
		if (row->plain_bytes > row->object_bytes)
			in->epoch_bytes += row->plain_bytes - row->object_bytes;
		if (row->dict_pack != 0) {
			in->dict_pack = row->dict_pack;
			in->dict_offset = row->dict_offset;
		}
	}
	if (in->dict_pack == 0)
		return 0;
	in->train_at = UINT64_MAX;
	return shelf_dictionary(in->v->shelf, in->dict_pack, in->dict_offset,
				true, &in->dictionary, e);
}

int vault_train(struct vault *v, struct err *e)
{
	if (v->intake == NULL)
		return err_set(e, ERR_USAGE, "vault %s: open for reading only",
			       v->name);
	return train_now(v->intake, true, e);
}
