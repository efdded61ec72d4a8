/* Storing: under a name of nobody's, then, synced, under its own. */
#include "base/encode.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"
#include "store/dir/dir.h"
#include "store/name.h"
#include "store/pieces.h"
#include "stream/digest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define PIECE          ((size_t)1024 * 1024)
#define ABANDONED_S    (24 * 3600)
#define TEMPORARY_NAME 40

/* --- what a killed process left ---------------------------------------- */

/* Each was last written to a day ago: nobody is writing it. */
static int sweep(int root, struct err *e)
{
	int fd = file_open(root, DIR_INCOMING, O_RDONLY | O_DIRECTORY, 0, e);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	struct stat st;

	if (fd < 0)
		return -1;
	if (folder == NULL)
		return err_sys(e, ERR_STORE, "list " DIR_INCOMING);
	while ((entry = readdir(folder)) !=
	       NULL) // NOLINT(concurrency-mt-unsafe)
		if (entry->d_name[0] != '.' &&
		    fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_mtime < time(NULL) - ABANDONED_S)
			(void)unlinkat(fd, entry->d_name, 0);
	(void)closedir(folder);
	return 0;
}

/* --- writing ----------------------------------------------------------- */

static int write_piece(void *ctx, const struct piece *p, struct err *e)
{
	return file_write_at(*(const int *)ctx, p->bytes, p->len, p->n * PIECE,
			     e);
}

static int write_content(int root, const char *temporary,
			 const struct store_content *c, struct err *e)
{
	AUTO(fd_close)
	int fd = file_open(root, temporary, O_WRONLY | O_CREAT | O_EXCL, 0400,
			   e);
	struct pieces p = { .content = c,
			    .piece = PIECE,
			    .at_once = 1,
			    .send = write_piece,
			    .ctx = &fd };

	if (fd < 0 || pieces_send(&p, e) < 0)
		return -1;
	return file_sync(fd, e);
}

/* --- naming ------------------------------------------------------------ */

static int file_digest(int root, const char *name, uint8_t out[STORE_SHA256],
		       struct err *e)
{
	AUTO(fd_close) int fd = file_open(root, name, O_RDONLY, 0, e);
	AUTO(digest_free) struct digest_ctx *digest = digest_begin();
	AUTO(free) char *buf = mem_alloc(1, PIECE);
	struct digest got;
	uint64_t at = 0;
	ssize_t n = 0;

	if (fd < 0)
		return -1;
	while ((n = file_read_at(fd, buf, PIECE, at, e)) > 0) {
		digest_add(digest, buf, (size_t)n);
		at += (uint64_t)n;
	}
	digest_end(digest, &got);
	memcpy(out, got.bytes, STORE_SHA256);
	return n < 0 ? -1 : 0;
}

static int write_digest(int root, const char *name,
			const uint8_t sha256[STORE_SHA256], struct err *e)
{
	const char *slash = strrchr(name, '/');
	AUTO(free) char *file = str_printf("%s" DIR_DIGEST, name);
	AUTO(free) char *line = NULL;
	char hex[2 * STORE_SHA256 + 1];

	encode_hex(sha256, STORE_SHA256, hex);
	line = str_printf("%s  %s\n", hex, slash == NULL ? name : slash + 1);
	if (file_replace(root, file, line, strlen(line), 0600, e) < 0)
		return -1;
	return dir_sync_folder(root, name, e);
}

/* 1 it is there and the same, 0 it is not there. Under the lock. */
static int already(struct store *s, int root, const char *name,
		   const struct store_content *c, struct err *e)
{
	struct store_object o;
	int there = dir_stat(s, name, &o, e);

	if (there <= 0)
		return there;
	/* Its digest was lost: what is there says it again. */
	if (!o.has_sha256 && (file_digest(root, name, o.sha256, e) < 0 ||
			      write_digest(root, name, o.sha256, e) < 0))
		return err_wrap(e, "%s", name);
	if (o.size != c->size || memcmp(o.sha256, c->sha256, STORE_SHA256) != 0)
		return err_set(e, ERR_ITEM,
			       "%s: another object has this name (%llu bytes)",
			       name, (unsigned long long)o.size);
	return 1;
}

static int make_folder(int root, const char *name, struct err *e)
{
	const char *slash = strrchr(name, '/');
	AUTO(free) char *folder = NULL;
	AUTO(fd_close) int fd = -1;

	if (slash == NULL)
		return 0;
	folder = mem_dup(name, (size_t)(slash - name));
	fd = file_open_folder(root, folder, e);
	return fd < 0 ? -1 : 0;
}

static int give_name(struct store *s, const char *temporary, const char *name,
		     const struct store_content *c, struct err *e)
{
	const struct dir *d = (const struct dir *)s;
	AUTO(fd_close) int lock = -1;
	AUTO(fd_close) int root = dir_root_locked(d, &lock, e);
	struct store_object o;
	int there;

	if (root < 0)
		return -1;
	there = already(s, root, name, c, e);
	if (there != 0)
		return there < 0 ? -1 : 0;
	if (make_folder(root, name, e) < 0 ||
	    write_digest(root, name, c->sha256, e) < 0)
		return -1;
	if (linkat(root, temporary, root, name, 0) < 0)
		return err_sys(e, ERR_STORE, "name %s/%s", d->path, name);
	if (dir_sync_folder(root, name, e) < 0 || dir_stat(s, name, &o, e) < 0)
		return -1;
	if (!o.has_sha256 || o.size != c->size ||
	    memcmp(o.sha256, c->sha256, STORE_SHA256) != 0)
		return err_set(e, ERR_STORE,
			       "%s/%s: was written, and reads otherwise",
			       d->path, name);
	return 0;
}

/* --- put --------------------------------------------------------------- */

static int find_same(struct store *s, const char *name,
		     const struct store_content *c, struct err *e)
{
	AUTO(fd_close) int lock = -1;
	AUTO(fd_close)
	int root = dir_root_locked((const struct dir *)s, &lock, e);

	return root < 0 ? -1 : already(s, root, name, c, e);
}

static void choose_temporary(char out[TEMPORARY_NAME])
{
	unsigned char random[8];
	char hex[2 * sizeof(random) + 1];

	random_bytes(random, sizeof(random));
	encode_hex(random, sizeof(random), hex);
	(void)snprintf(out, TEMPORARY_NAME, DIR_INCOMING "/%s", hex);
}

int dir_put(struct store *s, const char *name, const struct store_content *c,
	    const struct store_protection *p, struct err *e)
{
	AUTO(fd_close) int root = -1;
	AUTO(fd_close) int incoming = -1;
	char temporary[TEMPORARY_NAME];
	int done;

	if (store_name_check(name, e) < 0 ||
	    dir_refuse_protection(name, p, e) < 0)
		return -1;
	done = find_same(s, name, c, e);
	if (done != 0)
		return done < 0 ? -1 : 0;
	root = dir_root((const struct dir *)s, e);
	if (root < 0)
		return -1;
	incoming = file_open_folder(root, DIR_INCOMING, e);
	if (incoming < 0 || sweep(root, e) < 0)
		return -1;
	choose_temporary(temporary);
	done = write_content(root, temporary, c, e);
	if (done == 0)
		done = give_name(s, temporary, name, c, e);
	(void)unlinkat(root, temporary, 0);
	return done < 0 ? err_wrap(e, "store %s in %s", name,
				   ((struct dir *)s)->path)
			: 0;
}
