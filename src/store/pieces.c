#include "store/pieces.h"

#include "base/err.h"
#include "base/mem.h"
#include "store/store.h"
#include "stream/digest.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#define THREADS_MAX 64

struct sending {
	const struct pieces *p;
	uint64_t count;
	pthread_mutex_t lock; /* over all below */
	uint64_t next;
	struct digest_ctx *digest;
	bool failed;
	struct err err; /* the first failure */
};

uint64_t pieces_count(const struct pieces *p)
{
	return p->content->size / p->piece + (p->content->size % p->piece != 0);
}

static size_t piece_len(const struct pieces *p, uint64_t n)
{
	uint64_t left = p->content->size - n * p->piece;

	return left < p->piece ? (size_t)left : p->piece;
}

static void fail(struct sending *s, const struct err *e)
{
	(void)pthread_mutex_lock(&s->lock);
	if (!s->failed)
		s->err = *e;
	s->failed = true;
	(void)pthread_mutex_unlock(&s->lock);
}

/* Read and hash the next piece: 1 with *n, 0 when there is none. */
static int take(struct sending *s, void *buf, uint64_t *n, struct err *e)
{
	const struct store_content *c = s->p->content;
	size_t len;
	int got = 0;

	(void)pthread_mutex_lock(&s->lock);
	if (!s->failed && s->next < s->count) {
		*n = s->next++;
		len = piece_len(s->p, *n);
		got = c->read(c->ctx, *n * s->p->piece, buf, len, e) < 0 ? -1
									 : 1;
		if (got > 0)
			digest_add(s->digest, buf, len);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return got;
}

static void *work(void *ctx)
{
	struct sending *s = ctx;
	const struct pieces *p = s->p;
	AUTO(free) void *buf = mem_alloc(1, piece_len(p, 0));
	struct err e = ERR_INIT;
	uint64_t n = 0;
	int got;

	while ((got = take(s, buf, &n, &e)) > 0)
		if (p->send(p->ctx, n, buf, piece_len(p, n), &e) < 0)
			break;
	if (got != 0)
		fail(s, &e);
	return NULL;
}

static int run(struct sending *s, struct err *e)
{
	pthread_t threads[THREADS_MAX];
	unsigned int n = 0, most = s->p->threads;

	if (most > THREADS_MAX)
		most = THREADS_MAX;
	/* One thread less is slower, not wrong. */
	while (n + 1 < most && n + 1 < s->count &&
	       pthread_create(&threads[n], NULL, work, s) == 0)
		n++;
	if (s->count > 0)
		(void)work(s);
	while (n > 0)
		(void)pthread_join(threads[--n], NULL);
	if (!s->failed)
		return 0;
	*e = s->err;
	return -1;
}

int pieces_send(const struct pieces *p, struct err *e)
{
	AUTO(digest_free) struct digest_ctx *digest = digest_begin();
	struct sending s = {
		.p = p,
		.count = pieces_count(p),
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.digest = digest,
		.err = ERR_INIT,
	};
	struct digest got;

	if (run(&s, e) < 0)
		return -1;
	digest_end(digest, &got);
	if (memcmp(got.bytes, p->content->sha256, STORE_SHA256) != 0)
		return err_set(e, ERR_ITEM,
			       "what was read to be stored has SHA-256 %s: not "
			       "what it should have been, so it was not stored",
			       got.hex);
	return 0;
}
