#include "base/file.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int file_write_at(int fd, const void *data, size_t len, uint64_t at,
		  struct err *e)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = pwrite(fd, p, len, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, ERR_STORE, "write");
		if (n == 0)
			return err_set(e, ERR_STORE, "write: nothing taken");
		p += n;
		len -= (size_t)n;
		at += (uint64_t)n;
	}
	return 0;
}

ssize_t file_read_at(int fd, void *buf, size_t len, uint64_t at, struct err *e)
{
	char *p = buf;
	size_t got = 0;

	while (got < len) {
		ssize_t n = pread(fd, p + got, len - got, (off_t)(at + got));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, ERR_STORE, "read");
		if (n == 0)
			break;
		got += (size_t)n;
	}
	return (ssize_t)got;
}

int file_sync_data(int fd, struct err *e)
{
	return fdatasync(fd) < 0 ? err_sys(e, ERR_STORE, "sync") : 0;
}

int file_sync(int fd, struct err *e)
{
	return fsync(fd) < 0 ? err_sys(e, ERR_STORE, "sync") : 0;
}

static int open_dir(int dir, const char *path)
{
	return openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Make path, whose parent exists, and sync the parent's new entry. */
static int make_one(int dir, const char *path, struct err *e)
{
	AUTO(free) char *parent = mem_strdup(path);
	char *slash = strrchr(parent, '/');
	AUTO(fd_close) int fd = -1;

	if (mkdirat(dir, path, 0700) < 0 && errno != EEXIST)
		return err_sys(e, ERR_STORE, "make folder %s", path);
	if (slash != NULL)
		slash[slash == parent] = '\0';
	fd = open_dir(dir, slash == NULL ? "." : parent);
	if (fd < 0)
		return err_sys(e, ERR_STORE, "open folder %s", parent);
	return file_sync(fd, e);
}

int file_open_folder(int dir, const char *path, struct err *e)
{
	AUTO(free) char *part = NULL;
	int fd = open_dir(dir, path);

	if (fd >= 0)
		return fd;
	if (errno != ENOENT)
		return err_sys(e, ERR_STORE, "open folder %s", path);
	part = mem_strdup(path);
	for (char *p = part + 1; *p != '\0'; p++) {
		struct stat st;

		if (*p != '/')
			continue;
		*p = '\0';
		if (fstatat(dir, part, &st, 0) < 0 &&
		    make_one(dir, part, e) < 0)
			return -1;
		*p = '/';
	}
	if (make_one(dir, path, e) < 0)
		return -1;
	fd = open_dir(dir, path);
	return fd < 0 ? err_sys(e, ERR_STORE, "open folder %s", path) : fd;
}

int file_open(int dir, const char *name, int flags, mode_t mode, struct err *e)
{
	int fd = openat(dir, name, flags | O_CLOEXEC, mode);

	return fd < 0 ? err_sys(e, ERR_STORE, "open %s", name) : fd;
}

static int write_new(int dir, const char *tmp, const void *data, size_t len,
		     mode_t mode, struct err *e)
{
	AUTO(fd_close)
	int fd = file_open(dir, tmp, O_WRONLY | O_CREAT | O_TRUNC, mode, e);

	if (fd < 0 || file_write_at(fd, data, len, 0, e) < 0)
		return -1;
	return file_sync(fd, e);
}

int file_replace(int dir, const char *name, const void *data, size_t len,
		 mode_t mode, struct err *e)
{
	AUTO(free) char *tmp = str_printf("%s.tmp", name);

	if (write_new(dir, tmp, data, len, mode, e) < 0) {
		(void)unlinkat(dir, tmp, 0);
		return err_wrap(e, "write %s", name);
	}
	if (renameat(dir, tmp, dir, name) < 0)
		return err_sys(e, ERR_STORE, "rename %s", tmp);
	return 0;
}

int file_read_all(int dir, const char *name, size_t max, char **out,
		  size_t *len, struct err *e)
{
	AUTO(fd_close) int fd = file_open(dir, name, O_RDONLY, 0, e);
	AUTO(free) char *buf = NULL;
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0)
		return err_sys(e, ERR_STORE, "stat %s", name);
	if (st.st_size < 0 || (uint64_t)st.st_size > max)
		return err_set(e, ERR_STORE, "%s: larger than %zu bytes", name,
			       max);
	buf = mem_alloc(1, (size_t)st.st_size + 1);
	n = file_read_at(fd, buf, (size_t)st.st_size, 0, e);
	if (n < 0)
		return err_wrap(e, "read %s", name);
	*len = (size_t)n;
	*out = TAKE(buf);
	return 0;
}
