#include "store/pieces.h"

#include "base/err.h"
#include "base/mem.h"
#include "store/store.h"
#include "stream/digest.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#define AT_ONCE_MAX 64

struct sending {
	const struct pieces *p;
	uint64_t count;
	pthread_mutex_t taking; /* over these two */
	uint64_t next;
	struct digest_ctx *digest;
	pthread_mutex_t lock; /* over all below; taken after `taking` */
	unsigned int lines;   /* on which nothing is sent now */
	uint64_t turn;        /* the piece that is sent next */
	pthread_cond_t line_free;
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

static unsigned int lines_of(const struct pieces *p)
{
	if (p->at_once > AT_ONCE_MAX)
		return AT_ONCE_MAX;
	return p->at_once > 0 ? p->at_once : 1;
}

/* With the lock held. */
static void note_failure(struct sending *s, const struct err *e)
{
	if (!s->failed)
		s->err = *e;
	s->failed = true;
	(void)pthread_cond_broadcast(&s->line_free);
}

static void fail(struct sending *s, const struct err *e)
{
	(void)pthread_mutex_lock(&s->lock);
	note_failure(s, e);
	(void)pthread_mutex_unlock(&s->lock);
}

static bool has_failed(struct sending *s)
{
	bool failed;

	(void)pthread_mutex_lock(&s->lock);
	failed = s->failed;
	(void)pthread_mutex_unlock(&s->lock);
	return failed;
}

/* Read the next piece into buf: 1; 0 when there is none. */
static int take(struct sending *s, void *buf, struct piece *out, struct err *e)
{
	const struct store_content *c = s->p->content;
	int got = 0;

	(void)pthread_mutex_lock(&s->taking);
	if (s->next < s->count && !has_failed(s)) {
		*out = (struct piece){ .n = s->next++, .bytes = buf };
		out->len = piece_len(s->p, out->n);
		got = c->read(c->ctx, out->n * s->p->piece, buf, out->len, e) <
				      0
			      ? -1
			      : 1;
		if (got > 0)
			digest_add(s->digest, buf, out->len);
	}
	(void)pthread_mutex_unlock(&s->taking);
	return got;
}

static void make_ready(const struct pieces *p, struct piece *piece)
{
	struct digest d;

	if (p->md5)
		store_md5(piece->bytes, piece->len, piece->md5);
	if (p->sha256) {
		d = digest_of(piece->bytes, piece->len);
		memcpy(piece->sha256, d.hex, sizeof(piece->sha256));
	}
}

/* In its turn, when a line is free. After a failure of another piece it is not
 * sent. */
static int send_piece(struct sending *s, const struct piece *piece,
		      struct err *e)
{
	bool stop;
	int rc = 0;

	(void)pthread_mutex_lock(&s->lock);
	while (!s->failed && (s->lines == 0 || piece->n != s->turn))
		(void)pthread_cond_wait(&s->line_free, &s->lock);
	stop = s->failed;
	s->lines -= stop ? 0U : 1U;
	s->turn++;
	(void)pthread_cond_broadcast(&s->line_free);
	(void)pthread_mutex_unlock(&s->lock);
	if (stop)
		return 0;
	rc = s->p->send(s->p->ctx, piece, e);
	(void)pthread_mutex_lock(&s->lock);
	if (rc < 0) /* before another has the line */
		note_failure(s, e);
	s->lines++;
	(void)pthread_cond_broadcast(&s->line_free);
	(void)pthread_mutex_unlock(&s->lock);
	return rc;
}

static void *work(void *ctx)
{
	struct sending *s = ctx;
	const struct pieces *p = s->p;
	AUTO(free) void *buf = mem_alloc(1, piece_len(p, 0));
	struct err e = ERR_INIT;
	struct piece piece;
	int got;

	while ((got = take(s, buf, &piece, &e)) > 0) {
		make_ready(p, &piece);
		if (send_piece(s, &piece, &e) < 0)
			break;
	}
	if (got != 0)
		fail(s, &e);
	return NULL;
}

static int run(struct sending *s, struct err *e)
{
	pthread_t threads[AT_ONCE_MAX];
	unsigned int n = 0, lines = lines_of(s->p);

	/* One thread less is slower, not wrong. */
	while (n < lines && n + 1 < s->count &&
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
		.taking = PTHREAD_MUTEX_INITIALIZER,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.line_free = PTHREAD_COND_INITIALIZER,
		.lines = lines_of(p),
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
