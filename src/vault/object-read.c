#include "vault/object.h"

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "stream/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEALED_FRAME (OBJECT_FRAME + CRYPT_TAG)

struct object_stream {
	struct reader base;
	int fd;
	char path[FORMAT_PATH];
	struct crypt *crypt;
	uint8_t key[CRYPT_KEY];
	uint8_t header[OBJECT_HEADER];
	struct digest want;
	struct digest_ctx *digest; /* NULL where not all is read */
	uint64_t at;               /* the next byte handed out */
	uint64_t held;             /* frame in buf + 1, 0: none */
	uint8_t *buf;
};

/* It may be moved from new/ to its place while we look. */
static int open_anywhere(struct vault *v, const uint8_t id[FORMAT_ID],
			 struct err *e)
{
	char path[FORMAT_PATH];
	const char *name = strchr(format_object_path(id, path), '/') + 1;
	int flags = O_RDONLY | O_CLOEXEC;
	int fd = openat(v->objects, path, flags);

	if (fd < 0 && errno == ENOENT)
		fd = openat(v->fresh, name, flags);
	if (fd < 0 && errno == ENOENT)
		fd = openat(v->objects, path, flags);
	return fd < 0 ? err_sys(e, ERR_STORE, "open") : fd;
}

static int check(struct vault *v, int fd, const struct manifest *m,
		 uint64_t length, struct err *e)
{
	uint8_t bytes[OBJECT_HEADER] = { 0 };
	struct object_header h;
	const char *wrong;
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_sys(e, ERR_STORE, "stat");
	if ((uint64_t)st.st_size != format_object_size(length))
		return err_set(e, ERR_STORE,
			       "has %" PRIu64 " bytes, not %" PRIu64,
			       (uint64_t)st.st_size,
			       format_object_size(length));
	if (file_read_at(fd, bytes, sizeof(bytes), 0, e) < 0)
		return -1;
	wrong = format_read_object_header(bytes, &h);
	if (wrong == NULL &&
	    (memcmp(h.object, m->object, FORMAT_ID) != 0 ||
	     memcmp(h.vault, control_vault_id(v->control), FORMAT_ID) != 0))
		wrong = "header: of another object";
	return wrong == NULL ? 0 : err_set(e, ERR_STORE, "%s", wrong);
}

int object_open(struct vault *v, const struct manifest *m, uint64_t length,
		struct err *e)
{
	char path[FORMAT_PATH];
	int fd = open_anywhere(v, m->object, e);

	if (fd < 0 || check(v, fd, m, length, e) < 0) {
		if (fd >= 0)
			(void)close(fd);
		return err_wrap(e, "objects/%s",
				format_object_path(m->object, path));
	}
	return fd;
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
	n = file_read_at(s->fd, s->buf, len + CRYPT_TAG,
			 OBJECT_HEADER + i * SEALED_FRAME, e);
	if (n < 0)
		return err_wrap(e, "objects/%s", s->path);
	format_object_nonce((uint32_t)i, last, nonce);
	if ((size_t)n < len + CRYPT_TAG ||
	    !crypt_open(s->crypt, &lock, s->buf, (size_t)n, s->buf))
		return err_set(e, ERR_STORE,
			       "objects/%s: frame %" PRIu64
			       ": its tag does not fit: changed or damaged",
			       s->path, i);
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
		return err_set(e, ERR_STORE, "objects/%s: digest does not fit",
			       s->path);
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
	if (s->fd >= 0)
		(void)close(s->fd);
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

int object_reader(struct vault *v, const struct manifest *m,
		  const struct digest *digest, uint64_t from,
		  struct reader **out, struct err *e)
{
	struct object_stream *s = NEW(struct object_stream);
	struct reader *r = &s->base;

	s->base.ops = &object_ops;
	s->want = *digest;
	s->at = from;
	s->fd = object_open(v, m, digest->length, e);
	if (s->fd < 0 ||
	    file_read_at(s->fd, s->header, OBJECT_HEADER, 0, e) < 0) {
		object_free(r);
		return -1;
	}
	(void)format_object_path(m->object, s->path);
	memcpy(s->key, m->key, CRYPT_KEY);
	s->crypt = crypt_new();
	s->buf = mem_resize(NULL, SEALED_FRAME);
	if (from == 0)
		s->digest = digest_begin();
	*out = r;
	return 0;
}
