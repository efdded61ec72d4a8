#include "vault/place.h"

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "vault/blocks.h"
#include "vault/control-store.h"
#include "vault/stores.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define AHEAD        16 /* blocks fetched at once when read in order */
#define HASH_AT_ONCE ((size_t)256 * 1024)

struct places {
	int dir;
	struct control *control;
	struct stores *stores;
	struct blocks *blocks;
	atomic_uint_fast64_t readers;
};

struct place {
	struct places *in; /* NULL: a descriptor that is not ours */
	char name[PLACE_NAME];
	atomic_int fd; /* -1: it is in a store */
	pthread_mutex_t lock;
	atomic_uint_fast64_t store; /* where fd is -1 */
	uint64_t size;              /* in a store */
	uint64_t reader;            /* see blocks.h */
	uint64_t next;              /* where the last read ended; the lock's */
	struct digest_ctx *digest;  /* see place_hash_begin() */
	uint64_t hashed;
};

const char *place_pack_name(uint32_t epoch, uint64_t pack, char out[PLACE_NAME])
{
	char path[FORMAT_PATH];

	(void)snprintf(out, PLACE_NAME, "packs/%s",
		       format_pack_path(epoch, pack, path));
	return out;
}

const char *place_object_name(const uint8_t id[FORMAT_ID], char out[PLACE_NAME])
{
	char path[FORMAT_PATH];

	(void)snprintf(out, PLACE_NAME, "objects/%s",
		       format_object_path(id, path));
	return out;
}

struct places *places_new(int dir, struct control *control,
			  struct stores *stores)
{
	struct places *in = NEW(struct places);

	in->dir = dir;
	in->control = control;
	in->stores = stores;
	in->blocks = blocks_new();
	return in;
}

void places_free(struct places *in)
{
	if (in == NULL)
		return;
	blocks_free(in->blocks);
	free(in);
}

/* --- opening ------------------------------------------------------------ */

/* An object may still be in objects/new, or be moved while we look. */
static int open_local(const struct places *in, const char *name)
{
	int flags = O_RDONLY | O_CLOEXEC;
	int fd = openat(in->dir, name, flags);
	char fresh[PLACE_NAME];

	if (fd >= 0 || errno != ENOENT || strncmp(name, "objects/", 8) != 0)
		return fd;
	(void)snprintf(fresh, sizeof(fresh), "objects/new/%.60s",
		       strrchr(name, '/') + 1);
	fd = openat(in->dir, fresh, flags);
	if (fd < 0 && errno == ENOENT)
		fd = openat(in->dir, name, flags);
	return fd;
}

/* Where it is now: a file or, where there is none, a store. */
static int find(struct places *in, const char *name, int *fd,
		struct shipped *at, struct err *e)
{
	int rc;

	at->store = 0;
	*fd = open_local(in, name);
	if (*fd >= 0)
		return 0;
	if (errno != ENOENT)
		return err_sys(e, ERR_STORE, "open");
	rc = control_shipped(in->control, name, at, e);
	if (rc < 0)
		return -1;
	if (rc > 0 && at->store != 0 && in->stores != NULL)
		return 0;
	at->store = 0;
	*fd = open_local(in, name); /* it may have come back meanwhile */
	return *fd >= 0 ? 0 : err_sys(e, ERR_STORE, "open");
}

int place_open(struct place **out, struct places *in, const char *name,
	       enum place_cache cache, struct err *e)
{
	AUTO(place_close) struct place *p = NEW(struct place);
	struct shipped at = { 0 };
	int fd = -1;

	(void)pthread_mutex_init(&p->lock, NULL);
	atomic_store(&p->fd, -1);
	p->in = in;
	(void)snprintf(p->name, sizeof(p->name), "%s", name);
	if (find(in, name, &fd, &at, e) < 0)
		return -1;
	atomic_store(&p->fd, fd);
	p->size = at.bytes;
	if (cache == PLACE_FRESH)
		p->reader = atomic_fetch_add(&in->readers, 1) + 1;
	atomic_store(&p->store, at.store);
	*out = TAKE(p);
	return 0;
}

struct place *place_of_fd(int fd)
{
	struct place *p = NEW(struct place);

	(void)pthread_mutex_init(&p->lock, NULL);
	atomic_store(&p->fd, fd);
	return p;
}

void place_close(struct place *p)
{
	if (p == NULL)
		return;
	if (p->in != NULL && atomic_load(&p->fd) >= 0)
		(void)close(atomic_load(&p->fd));
	digest_free(p->digest);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
}

uint64_t place_store(struct place *p)
{
	return atomic_load(&p->fd) < 0 ? atomic_load(&p->store) : 0;
}

int place_size(struct place *p, uint64_t *out, struct err *e)
{
	int fd = atomic_load(&p->fd);
	struct stat st;

	if (fd < 0) {
		*out = p->size;
		return 0;
	}
	if (fstat(fd, &st) < 0)
		return err_sys(e, ERR_STORE, "stat");
	*out = (uint64_t)st.st_size;
	return 0;
}

/* --- reading from a store ------------------------------------------------- */

/* It is not where it was: look once more. 1: it is elsewhere now; then what
   e says of the store is forgotten. */
static int look_again(struct place *p, uint64_t was, struct err *e)
{
	struct shipped at = { 0 };
	struct err again = ERR_INIT;
	int fd = -1, none = -1;

	if (find(p->in, p->name, &fd, &at, &again) < 0 ||
	    (fd < 0 && at.store == was))
		return 0;
	if (fd < 0)
		atomic_store(&p->store, at.store);
	else if (!atomic_compare_exchange_strong(&p->fd, &none, fd))
		(void)close(fd); /* another thread was faster */
	err_clear(e);
	return 1;
}

/* Once, from where it is now. 1: it is elsewhere, try again. The store is
   taken for each request, so that it is as it is set up now. */
static int ask(struct place *p, void *buf, size_t len, uint64_t at,
	       struct err *e)
{
	uint64_t id = atomic_load(&p->store);
	struct stores_handle *h = NULL;
	struct store *s;
	ssize_t n;
	int rc = 0;

	if (stores_take(p->in->stores, id, &h, e) < 0)
		return -1;
	s = h->opened.store;
	n = s->ops->read(s, p->name, at, buf, len, e);
	if (n >= 0 && (size_t)n < len)
		rc = err_set(e, ERR_STORE,
			     "ends after %" PRIu64 " of %" PRIu64 " bytes",
			     at + (uint64_t)n, p->size);
	else if (n < 0 && e->kind == ERR_ITEM)
		rc = look_again(p, id, e);
	if (rc <= 0 && e->kind == ERR_ITEM)
		e->kind = ERR_STORE; /* lost there: as a lost file */
	if (rc <= 0 && e->kind != ERR_NONE)
		rc = stores_wrap(h, e);
	stores_give(p->in->stores, h);
	return rc;
}

/* len bytes that are there. */
static int fetch(struct place *p, void *buf, size_t len, uint64_t at,
		 struct err *e)
{
	for (int tries = 0;; tries++) {
		int fd = atomic_load(&p->fd);
		ssize_t n;
		int rc;

		if (fd < 0) {
			rc = ask(p, buf, len, at, e);
			if (rc <= 0 || tries >= 3)
				return rc == 0 ? 0 : -1;
			continue;
		}
		n = file_read_at(fd, buf, len, at, e);
		if (n >= 0 && (size_t)n < len)
			return err_set(e, ERR_STORE, "ends after %" PRIu64,
				       at + (uint64_t)n);
		return n < 0 ? -1 : 0;
	}
}

static uint64_t blocks_in(const struct place *p)
{
	return (p->size + BLOCK_SIZE - 1) / BLOCK_SIZE;
}

/* Blocks from i on in one request: as many as are wanted and not kept, and a
   run of them where it is read in order. */
static uint64_t run_length(struct place *p, const struct block_of *of,
			   uint64_t i, uint64_t wanted_end, bool in_order)
{
	uint64_t end =
		in_order && wanted_end < i + AHEAD ? i + AHEAD : wanted_end;
	uint64_t n = 1;

	if (end > i + AHEAD)
		end = i + AHEAD;
	if (end > blocks_in(p))
		end = blocks_in(p);
	while (i + n < end && !blocks_has(p->in->blocks, of, i + n))
		n++;
	return n;
}

/* The part of [at, at + len) that block i has; it is in bytes. */
static size_t hand_out(const uint8_t *bytes, size_t n, uint64_t start,
		       void *buf, size_t len, uint64_t at)
{
	size_t from = (size_t)(at - start);
	size_t part = n - from < len ? n - from : len;

	memcpy(buf, bytes + from, part);
	return part;
}

/* Fetch the run that begins with the block of `at`, keep it, and give what
   is wanted of it. Bytes given, or -1. */
static ssize_t read_run(struct place *p, const struct block_of *of, void *buf,
			size_t len, uint64_t at, struct err *e)
{
	AUTO(free) uint8_t *bytes = NULL;
	uint64_t i = at / BLOCK_SIZE, start = i * BLOCK_SIZE;
	uint64_t end = (at + len + BLOCK_SIZE - 1) / BLOCK_SIZE, n;
	size_t size;
	bool in_order;

	(void)pthread_mutex_lock(&p->lock);
	in_order = at == p->next && at > 0;
	(void)pthread_mutex_unlock(&p->lock);
	n = run_length(p, of, i, end, in_order);
	size = (size_t)n * BLOCK_SIZE;
	if (size > p->size - start)
		size = (size_t)(p->size - start);
	bytes = mem_resize(NULL, size);
	if (fetch(p, bytes, size, start, e) < 0)
		return -1;
	for (uint64_t k = 0; k < n; k++) {
		size_t off = (size_t)k * BLOCK_SIZE;

		blocks_keep(p->in->blocks, of, i + k, bytes + off,
			    size - off < BLOCK_SIZE ? size - off : BLOCK_SIZE);
	}
	return (ssize_t)hand_out(bytes, size, start, buf, len, at);
}

static ssize_t read_store(struct place *p, void *buf, size_t len, uint64_t at,
			  struct err *e)
{
	struct block_of of = { p->name, p->reader };
	size_t done = 0;

	if (at >= p->size)
		return 0;
	if (len > p->size - at)
		len = (size_t)(p->size - at);
	while (done < len) {
		uint64_t here = at + done;
		size_t got = 0;
		ssize_t n;

		if (!blocks_find(p->in->blocks, &of, here / BLOCK_SIZE,
				 (size_t)(here % BLOCK_SIZE),
				 (uint8_t *)buf + done, len - done, &got)) {
			n = read_run(p, &of, (uint8_t *)buf + done, len - done,
				     here, e);
			if (n < 0)
				return -1;
			got = (size_t)n;
		}
		done += got;
		(void)pthread_mutex_lock(&p->lock);
		p->next = at + done;
		(void)pthread_mutex_unlock(&p->lock);
	}
	return (ssize_t)done;
}

/* --- reading ------------------------------------------------------------ */

/* What continues where the digest is. */
static void pass_by(struct place *p, const void *buf, size_t n, uint64_t at)
{
	if (p->digest == NULL || at > p->hashed || at + n <= p->hashed)
		return;
	digest_add(p->digest, (const uint8_t *)buf + (p->hashed - at),
		   (size_t)(at + n - p->hashed));
	p->hashed = at + n;
}

ssize_t place_read(struct place *p, void *buf, size_t len, uint64_t at,
		   struct err *e)
{
	int fd = atomic_load(&p->fd);
	ssize_t n = fd >= 0 ? file_read_at(fd, buf, len, at, e)
			    : read_store(p, buf, len, at, e);

	if (n > 0)
		pass_by(p, buf, (size_t)n, at);
	return n;
}

void place_hash_begin(struct place *p)
{
	digest_free(p->digest);
	p->digest = digest_begin();
	p->hashed = 0;
}

int place_hash(struct place *p, struct digest *out, struct err *e)
{
	AUTO(free) uint8_t *buf = mem_resize(NULL, HASH_AT_ONCE);
	ssize_t n;

	while ((n = place_read(p, buf, HASH_AT_ONCE, p->hashed, e)) > 0)
		;
	if (n < 0)
		return -1;
	digest_end(p->digest, out);
	digest_free(TAKE(p->digest));
	return 0;
}
