#include "vault/object.h"

#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SEALED_FRAME (OBJECT_FRAME + CRYPT_TAG)

struct object_stream {
	struct reader base;
	struct place *place;
	char name[PLACE_NAME];
	struct crypt *crypt;
	uint8_t key[CRYPT_KEY];
	uint8_t header[OBJECT_HEADER];
	struct digest want;
	struct digest_ctx *digest; /* NULL where not all is read */
	uint64_t at;               /* the next byte handed out */
	uint64_t held;             /* frame in buf + 1, 0: none */
	uint8_t *buf;
};

static int check(struct vault *v, struct object_stream *s,
		 const struct manifest *m, struct err *e)
{
	uint64_t size = 0, want = format_object_size(s->want.length);
	struct object_header h;
	const char *wrong;
	ssize_t n;

	if (place_size(s->place, &size, e) < 0)
		return -1;
	if (size != want)
		return err_set(e, ERR_STORE,
			       "has %" PRIu64 " bytes, not %" PRIu64, size,
			       want);
	n = place_read(s->place, s->header, OBJECT_HEADER, 0, e);
	if (n < 0)
		return -1;
	wrong = n < OBJECT_HEADER ? "header: cut"
				  : format_read_object_header(s->header, &h);
	if (wrong == NULL &&
	    (memcmp(h.object, m->object, FORMAT_ID) != 0 ||
	     memcmp(h.vault, control_vault_id(v->control), FORMAT_ID) != 0))
		wrong = "header: of another object";
	return wrong == NULL ? 0 : err_set(e, ERR_STORE, "%s", wrong);
}

static uint64_t frames_of(uint64_t length)
{
	return length == 0 ? 1 : (length + OBJECT_FRAME - 1) / OBJECT_FRAME;
}

/* Have frame i in the buffer, verified. */
static int hold(struct object_stream *s, uint64_t i, struct err *e)
{
	bool last = i + 1 == frames_of(s->want.length);
	uint8_t nonce[CRYPT_NONCE];
	struct crypt_lock lock = { .key = s->key,
				   .nonce = nonce,
				   .bound = s->header,
				   .bound_len = OBJECT_HEADER };
	size_t len = last ? (size_t)(s->want.length - i * OBJECT_FRAME)
			  : OBJECT_FRAME;
	ssize_t n;

	if (s->held == i + 1)
		return 0;
	s->held = 0;
	n = place_read(s->place, s->buf, len + CRYPT_TAG,
		       OBJECT_HEADER + i * SEALED_FRAME, e);
	if (n < 0)
		return err_wrap(e, "%s", s->name);
	format_object_nonce((uint32_t)i, last, nonce);
	if ((size_t)n < len + CRYPT_TAG ||
	    !crypt_open(s->crypt, &lock, s->buf, (size_t)n, s->buf))
		return err_set(e, ERR_STORE,
			       "%s: frame %" PRIu64
			       ": its tag does not fit: changed or damaged",
			       s->name, i);
	s->held = i + 1;
	return 0;
}

static int finish(struct object_stream *s, struct err *e)
{
	struct digest got;

	if (s->digest == NULL)
		return 0;
	digest_end(s->digest, &got);
	digest_free(TAKE(s->digest));
	if (memcmp(got.bytes, s->want.bytes, DIGEST_BYTES) != 0)
		return err_set(e, ERR_STORE, "%s: digest does not fit",
			       s->name);
	return 0;
}

static ssize_t object_read(struct reader *r, void *buf, size_t cap,
			   struct err *e)
{
	struct object_stream *s = (struct object_stream *)r;
	uint64_t frame = s->at / OBJECT_FRAME;
	size_t within = (size_t)(s->at % OBJECT_FRAME), n = OBJECT_FRAME;

	if (s->at == s->want.length)
		return finish(s, e);
	if (hold(s, frame, e) < 0)
		return -1;
	if (frame + 1 == frames_of(s->want.length))
		n = (size_t)(s->want.length - frame * OBJECT_FRAME);
	n = n - within < cap ? n - within : cap;
	memcpy(buf, s->buf + within, n);
	s->at += n;
	if (s->digest != NULL)
		digest_add(s->digest, buf, n);
	return (ssize_t)n;
}

static void object_free(struct reader *r)
{
	struct object_stream *s = (struct object_stream *)r;

	if (s == NULL)
		return;
	place_close(s->place);
	crypt_free(s->crypt);
	digest_free(s->digest);
	free(s->buf);
	mem_wipe(s, sizeof(*s));
	free(s);
}

static const struct reader_ops object_ops = {
	.read = object_read,
	.free = object_free,
};

static int open_stream(struct vault *v, const struct manifest *m,
		       const struct digest *digest, enum place_cache cache,
		       struct object_stream **out, struct err *e)
{
	struct object_stream *s = NEW(struct object_stream);

	s->base.ops = &object_ops;
	s->want = *digest;
	(void)place_object_name(m->object, s->name);
	if (place_open(&s->place, v->places, s->name, cache, e) < 0 ||
	    check(v, s, m, e) < 0) {
		(void)err_wrap(e, "%s", s->name);
		object_free(&s->base);
		return -1;
	}
	memcpy(s->key, m->key, CRYPT_KEY);
	s->crypt = crypt_new();
	s->buf = mem_resize(NULL, SEALED_FRAME);
	*out = s;
	return 0;
}

int object_reader(struct vault *v, const struct manifest *m,
		  const struct digest *digest, uint64_t from,
		  struct reader **out, struct err *e)
{
	struct object_stream *s;

	if (open_stream(v, m, digest, PLACE_SHARED, &s, e) < 0)
		return -1;
	s->at = from;
	if (from == 0)
		s->digest = digest_begin();
	*out = &s->base;
	return 0;
}

int object_reader_fresh(struct vault *v, const struct manifest *m,
			const struct digest *digest, struct reader **out,
			struct err *e)
{
	struct object_stream *s;

	if (open_stream(v, m, digest, PLACE_FRESH, &s, e) < 0)
		return -1;
	s->digest = digest_begin();
	*out = &s->base;
	return 0;
}
