#include "store/dir/dir.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/check.h"
#include "store/name.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

static const struct setting settings[] = {
	{ "path", NULL, true, false,
	  "folder that objects are kept in; it must be there", NULL },
	{ NULL, NULL, false, false, NULL, NULL },
};

extern const struct store_ops store_dir_ops;

/* --- the folder -------------------------------------------------------- */

int dir_root(const struct dir *d, struct err *e)
{
	int fd = open(d->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* Not made here: where a mount is absent, its disk would not be. */
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == EACCES))
		return err_sys(e, ERR_SOURCE,
			       "folder %s cannot be used; make it, mount it "
			       "or correct path",
			       d->path);
	return fd < 0 ? err_sys(e, ERR_STORE, "open folder %s", d->path) : fd;
}

int dir_root_locked(const struct dir *d, int *lock, struct err *e)
{
	AUTO(fd_close) int root = dir_root(d, e);
	AUTO(fd_close) int fd = -1;
	int held;

	if (root < 0)
		return -1;
	fd = file_open(root, DIR_LOCK, O_RDWR | O_CREAT, 0600, e);
	if (fd < 0)
		return err_wrap(e, "folder %s", d->path);
	do
		held = flock(fd, LOCK_EX);
	while (held < 0 && errno == EINTR);
	if (held < 0)
		return err_sys(e, ERR_STORE, "lock %s/" DIR_LOCK, d->path);
	*lock = fd;
	fd = -1;
	held = root;
	root = -1;
	return held;
}

int dir_sync_folder(int root, const char *name, struct err *e)
{
	const char *slash = strrchr(name, '/');
	AUTO(free)
	char *folder = slash == NULL ? mem_strdup(".")
				     : mem_dup(name, (size_t)(slash - name));
	AUTO(fd_close)
	int fd = file_open(root, folder, O_RDONLY | O_DIRECTORY, 0, e);

	return fd < 0 ? -1 : file_sync(fd, e);
}

/* --- one object -------------------------------------------------------- */

/* False where there is none, or it is damaged: then nothing is known. */
static bool read_digest(int root, const char *name,
			uint8_t sha256[STORE_SHA256])
{
	AUTO(free) char *file = str_printf("%s" DIR_DIGEST, name);
	AUTO(free) char *text = NULL;
	struct err ignored = ERR_INIT;
	size_t len;

	if (file_read_all(root, file, 4096, &text, &len, &ignored) < 0)
		return false;
	text[strcspn(text, " ")] = '\0';
	return decode_hex(text, sha256, STORE_SHA256);
}

int dir_stat(struct store *s, const char *name, struct store_object *out,
	     struct err *e)
{
	const struct dir *d = (const struct dir *)s;
	struct store_object o = { .size = 0 };
	AUTO(fd_close) int root = -1;
	struct stat st;

	if (store_name_check(name, e) < 0 || (root = dir_root(d, e)) < 0)
		return -1;
	if (fstatat(root, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT || errno == ENOTDIR
			       ? 0
			       : err_sys(e, ERR_STORE, "%s/%s", d->path, name);
	if (!S_ISREG(st.st_mode))
		return 0;
	o.size = (uint64_t)st.st_size;
	o.has_sha256 = read_digest(root, name, o.sha256);
	*out = o;
	return 1;
}

static ssize_t dir_read(struct store *s, const char *name, uint64_t offset,
			void *buf, size_t len, struct err *e)
{
	const struct dir *d = (const struct dir *)s;
	AUTO(fd_close) int root = -1;
	AUTO(fd_close) int fd = -1;
	struct stat st;
	ssize_t n;

	if (store_name_check(name, e) < 0 || (root = dir_root(d, e)) < 0)
		return -1;
	fd = openat(root, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno != ENOENT && errno != ENOTDIR)
		return err_sys(e, ERR_STORE, "%s/%s", d->path, name);
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_ITEM, "%s/%s: there is no such object",
			       d->path, name);
	if (offset >= (uint64_t)st.st_size)
		return 0;
	n = file_read_at(fd, buf, len, offset, e);
	return n < 0 ? err_wrap(e, "%s/%s", d->path, name) : n;
}

static int dir_remove(struct store *s, const char *name, struct err *e)
{
	const struct dir *d = (const struct dir *)s;
	AUTO(free) char *digest = str_printf("%s" DIR_DIGEST, name);
	AUTO(fd_close) int root = -1;
	AUTO(fd_close) int lock = -1;

	if (store_name_check(name, e) < 0 ||
	    (root = dir_root_locked(d, &lock, e)) < 0)
		return -1;
	if (unlinkat(root, name, 0) < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return 0;
		return err_sys(e, ERR_STORE, "remove %s/%s", d->path, name);
	}
	/* it must not be without its digest, not even after a crash */
	if (dir_sync_folder(root, name, e) < 0)
		return err_wrap(e, "remove %s/%s", d->path, name);
	if (unlinkat(root, digest, 0) < 0 && errno != ENOENT)
		return err_sys(e, ERR_STORE, "remove %s/%s", d->path, digest);
	return dir_sync_folder(root, name, e);
}

/* --- protection -------------------------------------------------------- */

int dir_refuse_protection(const char *name, const struct store_protection *p,
			  struct err *e)
{
	if (p == NULL || (p->retain_until_us == 0 && !p->hold))
		return 0;
	return err_set(e, ERR_ITEM,
		       "%s: a folder cannot lock objects; use a store that "
		       "can, or ask for no protection",
		       name);
}

static int dir_protect(struct store *s, const char *name,
		       const struct store_protection *p, struct err *e)
{
	struct store_object o;
	int there = dir_stat(s, name, &o, e);

	if (there == 0)
		return err_set(e, ERR_ITEM, "%s: there is no such object",
			       name);
	return there < 0 ? -1 : dir_refuse_protection(name, p, e);
}

/* --- open, close ------------------------------------------------------- */

static int dir_open(struct store **out, const struct host *host, struct err *e)
{
	const char *path = setting_of(settings, host, "path");
	struct dir *d;

	if (path[0] != '/')
		return err_set(e, ERR_USAGE,
			       "path: must be a folder's absolute path, not "
			       "\"%s\"",
			       path);
	d = NEW(struct dir);
	d->base.ops = &store_dir_ops;
	d->path = mem_strdup(path);
	*out = &d->base;
	return 0;
}

static void dir_close(struct store *s)
{
	struct dir *d = (struct dir *)s;

	free(d->path);
	free(d);
}

const struct store_ops store_dir_ops = {
	.name = "dir",
	.title = "Folder",
	.settings = settings,
	.open = dir_open,
	.close = dir_close,
	.put = dir_put,
	.read = dir_read,
	.stat = dir_stat,
	.list = dir_list,
	.remove = dir_remove,
	.protect = dir_protect,
	.check = store_check,
};
