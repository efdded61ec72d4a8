/*
 * object-write.c - frames to a file, past the page cache.
 *
 * A recording of 10 GB must not push everything else out of memory nor leave
 * gigabytes of dirty pages to one final sync, so writes are O_DIRECT where
 * the file system knows it: whole blocks at a time, the last one padded and
 * cut off again.
 */
#include "vault/object.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK       ((size_t)4096)
#define WRITE_OUT   (2 * OBJECT_FRAME) /* when so much waits, write it */
#define BUFFER      (WRITE_OUT + OBJECT_FRAME + CRYPT_TAG + BLOCK)
#define AHEAD_LEAST ((uint64_t)4 * 1024 * 1024)
#define AHEAD_MOST  ((uint64_t)256 * 1024 * 1024)

struct object_writer {
	struct vault *v;
	int fd;
	bool direct; /* past the page cache */
	bool finished;
	struct crypt *crypt;
	struct manifest manifest;
	uint8_t header[OBJECT_HEADER];
	uint32_t frame;
	uint8_t *buf; /* aligned */
	size_t fill;
	uint64_t written, allocated;
	char name[2 * FORMAT_ID + 8];
};

static const char *temporary(const struct object_writer *w,
			     char out[FORMAT_PATH])
{
	(void)snprintf(out, FORMAT_PATH, "%s.tmp", w->name);
	return out;
}

static int open_file(struct object_writer *w, struct err *e)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
	char name[FORMAT_PATH];

	w->fd = openat(w->v->fresh, temporary(w, name), flags | O_DIRECT, 0600);
	w->direct = w->fd >= 0;
	if (w->fd < 0 && errno == EINVAL) /* tmpfs and others know no O_DIRECT,
					     but may have made the name */
		w->fd = openat(w->v->fresh, name, flags & ~O_EXCL, 0600);
	if (w->fd < 0)
		return err_sys(e, ERR_STORE, "make objects/new/%s", name);
	return 0;
}

int object_begin(struct object_writer **out, struct vault *v, uint64_t born,
		 struct err *e)
{
	AUTO(object_writer_free)
	struct object_writer *w = NEW(struct object_writer);
	struct object_header h = { .born = born };
	void *aligned = NULL;

	w->fd = -1;
	w->v = v;
	w->crypt = crypt_new();
	random_bytes(w->manifest.object, FORMAT_ID);
	random_bytes(w->manifest.key, CRYPT_KEY);
	encode_hex(w->manifest.object, FORMAT_ID, w->name);
	memcpy(h.vault, control_vault_id(v->control), FORMAT_ID);
	memcpy(h.object, w->manifest.object, FORMAT_ID);
	format_write_object_header(&h, w->header);
	if (posix_memalign(&aligned, BLOCK, BUFFER) != 0)
		mem_exhausted(BUFFER);
	w->buf = aligned;
	memcpy(w->buf, w->header, OBJECT_HEADER);
	w->fill = OBJECT_HEADER;
	if (open_file(w, e) < 0)
		return -1;
	*out = TAKE(w);
	return 0;
}

void object_writer_free(struct object_writer *w)
{
	char name[FORMAT_PATH];

	if (w == NULL)
		return;
	if (w->fd >= 0) {
		(void)close(w->fd);
		if (!w->finished)
			(void)unlinkat(w->v->fresh, temporary(w, name), 0);
	}
	crypt_free(w->crypt);
	free(w->buf);
	mem_wipe(w, sizeof(*w));
	free(w);
}

/* Extents set aside in growing steps: fewer, larger pieces on disk. */
static void allocate(struct object_writer *w, uint64_t until)
{
	uint64_t more = w->allocated;

	if (until <= w->allocated)
		return;
	if (more < AHEAD_LEAST)
		more = AHEAD_LEAST;
	if (more > AHEAD_MOST)
		more = AHEAD_MOST;
	/* a help, no promise: where it fails, writing says what is wrong */
	if (fallocate(w->fd, FALLOC_FL_KEEP_SIZE, (off_t)w->allocated,
		      (off_t)more) == 0)
		w->allocated += more;
}

/*
 * Through the page cache after all: begin to write this piece to disk, wait
 * for the one before and let go of its pages. No promise, only a help.
 */
static void pass_on(struct object_writer *w, size_t n)
{
	off_t at = (off_t)w->written, before = at - (off_t)WRITE_OUT;

	(void)sync_file_range(w->fd, at, (off_t)n, SYNC_FILE_RANGE_WRITE);
	if (before < 0)
		return;
	(void)sync_file_range(w->fd, before, (off_t)WRITE_OUT,
			      SYNC_FILE_RANGE_WAIT_BEFORE |
				      SYNC_FILE_RANGE_WRITE |
				      SYNC_FILE_RANGE_WAIT_AFTER);
	(void)posix_fadvise(w->fd, before, (off_t)WRITE_OUT,
			    POSIX_FADV_DONTNEED);
}

/* Write n bytes of the buffer, the rest moves to its front. */
static int write_out(struct object_writer *w, size_t n, struct err *e)
{
	allocate(w, w->written + n);
	if (file_write_at(w->fd, w->buf, n, w->written, e) < 0)
		return err_wrap(e, "objects/new/%s", w->name);
	if (!w->direct)
		pass_on(w, n);
	w->written += n;
	w->fill -= n;
	memmove(w->buf, w->buf + n, w->fill);
	return 0;
}

int object_frame(struct object_writer *w, const uint8_t *bytes, size_t len,
		 bool last, struct err *e)
{
	uint8_t nonce[CRYPT_NONCE];
	struct crypt_lock lock = { .key = w->manifest.key,
				   .nonce = nonce,
				   .bound = w->header,
				   .bound_len = OBJECT_HEADER };

	if (w->frame == UINT32_MAX)
		return err_set(e, ERR_ITEM, "larger than 4 PiB");
	format_object_nonce(w->frame++, last, nonce);
	crypt_seal(w->crypt, &lock, bytes, len, w->buf + w->fill);
	w->fill += len + CRYPT_TAG;
	if (w->fill < WRITE_OUT)
		return 0;
	return write_out(w, w->fill / BLOCK * BLOCK, e);
}

/* objects/<aa> must be there before the record is: moving must not fail. */
static int make_folder(struct object_writer *w, struct err *e)
{
	char path[FORMAT_PATH];
	int fd;

	(void)format_object_path(w->manifest.object, path);
	*strchr(path, '/') = '\0';
	fd = file_open_folder(w->v->objects, path, e);
	if (fd >= 0)
		(void)close(fd);
	return fd < 0 ? -1 : 0;
}

static int publish(struct object_writer *w, struct err *e)
{
	uint64_t size = w->written + w->fill;
	size_t padded = (w->fill + BLOCK - 1) / BLOCK * BLOCK;
	char from[FORMAT_PATH], to[FORMAT_PATH];

	memset(w->buf + w->fill, 0, padded - w->fill);
	w->fill = padded;
	if (write_out(w, padded, e) < 0)
		return -1;
	if (ftruncate(w->fd, (off_t)size) < 0)
		return err_sys(e, ERR_STORE, "cut");
	if (file_sync(w->fd, e) < 0)
		return -1;
	(void)snprintf(to, sizeof(to), "%s.obj", w->name);
	if (renameat(w->v->fresh, temporary(w, from), w->v->fresh, to) < 0)
		return err_sys(e, ERR_STORE, "rename");
	w->finished = true;
	if (fchmod(w->fd, 0440) < 0)
		return err_sys(e, ERR_STORE, "make read-only");
	return file_sync(w->v->fresh, e);
}

int object_finish(struct object_writer *w, struct manifest *out, struct err *e)
{
	if (make_folder(w, e) < 0 || publish(w, e) < 0) {
		if (w->finished)
			object_remove(w->v, w->manifest.object);
		return err_wrap(e, "objects/new/%s", w->name);
	}
	*out = w->manifest;
	return 0;
}

void object_remove(struct vault *v, const uint8_t id[FORMAT_ID])
{
	char path[FORMAT_PATH];

	(void)format_object_path(id, path);
	(void)unlinkat(v->fresh, strchr(path, '/') + 1, 0);
}
