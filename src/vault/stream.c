/*
 * stream.c - content of any size, read once, in bounded memory.
 *
 * SHA-256 is the slowest step of a large stream, so it gets a thread of its
 * own: the caller's thread reads, encrypts and writes frame i while frame
 * i - 1 is hashed. FRAMES buffers go round between the two.
 */
#include "vault/object.h"

#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"
#include "vault/intake.h"

#include <stdlib.h>
#include <string.h>

#define FRAMES 4

struct frame {
	uint8_t *bytes;
	size_t len;
};

struct hashing {
	pthread_t thread;
	bool started;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct frame ring[FRAMES];
	uint64_t given, hashed; /* frames */
	bool ended;
	struct digest_ctx *ctx;
};

static void *hash_run(void *arg)
{
	struct hashing *h = arg;

	(void)pthread_mutex_lock(&h->lock);
	for (;;) {
		struct frame *f = &h->ring[h->hashed % FRAMES];

		if (h->hashed == h->given) {
			if (h->ended)
				break;
			(void)pthread_cond_wait(&h->changed, &h->lock);
			continue;
		}
		(void)pthread_mutex_unlock(&h->lock);
		digest_add(h->ctx, f->bytes, f->len);
		(void)pthread_mutex_lock(&h->lock);
		h->hashed++;
		(void)pthread_cond_signal(&h->changed);
	}
	(void)pthread_mutex_unlock(&h->lock);
	return NULL;
}

static void hashing_init(struct hashing *h)
{
	*h = (struct hashing){ .ctx = digest_begin() };
	(void)pthread_mutex_init(&h->lock, NULL);
	(void)pthread_cond_init(&h->changed, NULL);
}

static void hashing_end(struct hashing *h)
{
	(void)pthread_mutex_lock(&h->lock);
	h->ended = true;
	(void)pthread_cond_signal(&h->changed);
	(void)pthread_mutex_unlock(&h->lock);
	if (h->started)
		(void)pthread_join(h->thread, NULL);
	h->started = false;
}

static void hashing_done(struct hashing *h)
{
	hashing_end(h);
	for (size_t i = 0; i < FRAMES; i++)
		free(h->ring[i].bytes);
	digest_free(h->ctx);
	(void)pthread_mutex_destroy(&h->lock);
	(void)pthread_cond_destroy(&h->changed);
}

static void hashing_done_auto(struct hashing *h)
{
	hashing_done(h);
}

/* The buffer for frame i, once the hasher is done with it. */
static struct frame *frame_for(struct hashing *h, uint64_t i)
{
	struct frame *f = &h->ring[i % FRAMES];

	(void)pthread_mutex_lock(&h->lock);
	while (i >= h->hashed + FRAMES)
		(void)pthread_cond_wait(&h->changed, &h->lock);
	(void)pthread_mutex_unlock(&h->lock);
	if (f->bytes == NULL)
		f->bytes = mem_resize(NULL, OBJECT_FRAME);
	f->len = 0;
	return f;
}

static void hash_frame(struct hashing *h, struct frame *f)
{
	if (!h->started) /* without a thread it only takes longer */
		h->started = pthread_create(&h->thread, NULL, hash_run, h) == 0;
	if (!h->started)
		digest_add(h->ctx, f->bytes, f->len);
	(void)pthread_mutex_lock(&h->lock);
	h->given++;
	if (!h->started)
		h->hashed++;
	(void)pthread_cond_signal(&h->changed);
	(void)pthread_mutex_unlock(&h->lock);
}

static int fill(struct reader *r, struct frame *f, size_t cap, struct err *e)
{
	while (f->len < cap) {
		ssize_t n = reader_read(r, f->bytes + f->len, cap - f->len, e);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
		f->len += (size_t)n;
	}
	return 0;
}

/* All frames from the first on, which is full or all there is. */
static int write_frames(struct object_writer *w, struct hashing *h,
			struct reader *r, struct err *e)
{
	struct frame *f = &h->ring[0], *next;
	uint64_t i = 0;
	bool last;

	do {
		hash_frame(h, f);
		last = f->len < OBJECT_FRAME;
		next = NULL;
		if (!last) { /* is there anything behind it? */
			next = frame_for(h, ++i);
			if (fill(r, next, OBJECT_FRAME, e) < 0)
				return -1;
			last = next->len == 0;
		}
		if (object_frame(w, f->bytes, f->len, last, e) < 0)
			return -1;
		f = next;
	} while (!last);
	hashing_end(h);
	return 0;
}

/* --- records ------------------------------------------------------------ */

/* What vault_put_stream() was called with. */
struct arrival {
	struct vault *v;
	const struct vault_record *rec;
	struct reader *content;
	const struct vault_known *know;
	struct vault_stored st; /* filled in as it becomes known */
	bool known;
};

/* The digest is known: is the content there already? */
static bool is_known(struct arrival *a, const struct digest *d)
{
	uint64_t seq = a->know != NULL ? a->know->find(a->know->ctx, d) : 0;

	a->st = (struct vault_stored){ .seq = seq,
				       .kind = a->rec->kind,
				       .time_us = a->rec->time_us,
				       .length = d->length,
				       .digest = *d };
	memcpy(a->st.key, a->rec->key, VAULT_KEY);
	a->known = seq != 0;
	return a->known;
}

/* Queue the content or a manifest; the digest is that of the content. */
static int add(struct arrival *a, const void *body, size_t len,
	       const struct manifest *m, struct err *e)
{
	struct queued *q = queued_new(a->rec, body, len);

	q->digest_known = true;
	q->meta.length = a->st.length;
	memcpy(q->meta.digest, a->st.digest.bytes, DIGEST_BYTES);
	a->st.stored_us = q->meta.stored_us;
	if (m != NULL) {
		q->meta.form = META_OBJECT;
		memcpy(q->object, m->object, FORMAT_ID);
	}
	return intake_add(a->v->intake, q, &a->st.seq, e);
}

static int put_small(struct arrival *a, const struct frame *f, struct err *e)
{
	struct digest d = digest_of(f->bytes, f->len);

	return is_known(a, &d) ? 0 : add(a, f->bytes, f->len, NULL, e);
}

static int put_object(struct arrival *a, struct object_writer *w, struct err *e)
{
	uint8_t body[MANIFEST_SIZE];
	struct manifest m;
	int rc;

	if (object_finish(w, &m, e) < 0)
		return -1;
	format_write_manifest(&m, body);
	/* where this fails, recovery knows whether the record is there */
	rc = add(a, body, MANIFEST_SIZE, &m, e);
	mem_wipe(body, sizeof(body));
	mem_wipe(&m, sizeof(m));
	return rc;
}

/* The first frame is in h; it was more than VAULT_SMALL_MAX. */
static int put_large(struct arrival *a, struct hashing *h, struct err *e)
{
	AUTO(object_writer_free) struct object_writer *w = NULL;
	struct digest d;

	if (object_begin(&w, a->v, intake_last(a->v->intake), e) < 0 ||
	    write_frames(w, h, a->content, e) < 0)
		return -1;
	digest_end(h->ctx, &d);
	return is_known(a, &d) ? 0 : put_object(a, w, e);
}

int vault_put_stream(struct vault *v, const struct vault_record *rec,
		     struct reader *content, const struct vault_known *know,
		     struct vault_stored *out, bool *known, struct err *e)
{
	struct hashing h AUTO(hashing_done);
	struct arrival a = {
		.v = v, .rec = rec, .content = content, .know = know
	};
	struct frame *first;
	int rc;

	hashing_init(&h);
	if (vault_check_record(v, rec, e) < 0)
		return -1;
	first = frame_for(&h, 0);
	if (fill(content, first, OBJECT_FRAME, e) < 0)
		return -1;
	rc = first->len <= VAULT_SMALL_MAX ? put_small(&a, first, e)
					   : put_large(&a, &h, e);
	if (rc < 0)
		return -1;
	*out = a.st;
	if (known != NULL)
		*known = a.known;
	return 0;
}
