#include "faults.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096

_Atomic int64_t faults_clock_us;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum fault_mode mode;
static long count, chosen;
static uint64_t dice = 1;

enum undo_kind { WRITTEN, MADE, RENAMED };

/* Something a sync has not covered yet. */
struct undo {
	struct undo *next;
	enum undo_kind what;
	dev_t dev; /* of the file, or of the folder of a name */
	ino_t ino;
	int fd; /* our own, of that file or folder */
	off_t at;
	size_t len; /* of old; the file ended at `end` */
	off_t end;
	char *old;
	int to; /* RENAMED: the other folder */
	char *name, *to_name;
};
static struct undo *undos;

/* --- the real ones ----------------------------------------------------------
 */

ssize_t __real_pwrite64(int, const void *, size_t, off_t);
int __real_fdatasync(int);
int __real_fsync(int);
int __real_ftruncate64(int, off_t);
int __real_fallocate64(int, int, off_t, off_t);
int __real_renameat(int, const char *, int, const char *);
int __real_linkat(int, const char *, int, const char *, int);
int __real_openat64(int, const char *, int, mode_t);
int __real_fchmod(int, mode_t);
int __real_mkdirat(int, const char *, mode_t);
int __real_unlinkat(int, const char *, int);
int64_t __real_clock_now_us(void);
ssize_t __wrap_pwrite64(int, const void *, size_t, off_t);
int __wrap_fdatasync(int);
int __wrap_fsync(int);
int __wrap_ftruncate64(int, off_t);
int __wrap_fallocate64(int, int, off_t, off_t);
int __wrap_renameat(int, const char *, int, const char *);
int __wrap_linkat(int, const char *, int, const char *, int);
int __wrap_openat64(int, const char *, int, mode_t);
int __wrap_fchmod(int, mode_t);
int __wrap_mkdirat(int, const char *, mode_t);
int __wrap_unlinkat(int, const char *, int);
int64_t __wrap_clock_now_us(void);

/* --- power -------------------------------------------------------------------
 */

static uint64_t roll(void)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return dice;
}

/* The same file opened once more: a duplicate would keep locks alive. */
static int again(int fd, int flags)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, flags | O_CLOEXEC);
}

static struct undo *remember(enum undo_kind what, int fd)
{
	struct undo *u = calloc(1, sizeof(*u));
	struct stat st;

	if (u == NULL || fstat(fd, &st) < 0)
		abort();
	u->what = what;
	u->dev = st.st_dev;
	u->ino = st.st_ino;
	u->end = st.st_size;
	u->fd = again(fd, what == WRITTEN ? O_RDWR : O_RDONLY | O_DIRECTORY);
	u->to = -1;
	u->next = undos;
	undos = u;
	return u;
}

/* The folder that name lies in, seen from dir, and its last part. */
static int folder_of(int dir, const char *name, const char **last)
{
	const char *slash = strrchr(name, '/');
	char path[4096];

	*last = slash == NULL ? name : slash + 1;
	if (slash == NULL)
		return again(dir, O_RDONLY | O_DIRECTORY);
	(void)snprintf(path, sizeof(path), "%.*s", (int)(slash - name), name);
	return __real_openat64(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC,
			       0);
}

/* A name that no sync has covered. */
static struct undo *remember_name(enum undo_kind what, int dir,
				  const char *name)
{
	const char *last;
	int folder = folder_of(dir, name, &last);
	struct undo *u = remember(what, folder);

	u->name = strdup(last);
	close(folder);
	return u;
}

static void forget(struct undo *u)
{
	close(u->fd);
	if (u->to >= 0)
		close(u->to);
	free(u->old);
	free(u->name);
	free(u->to_name);
	free(u);
}

/* fd was synced: what is known of that file or folder is void. */
static void void_all_of(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return;
	for (struct undo **p = &undos; *p != NULL;) {
		struct undo *u = *p;

		if (u->dev != st.st_dev || u->ino != st.st_ino) {
			p = &u->next;
			continue;
		}
		*p = u->next;
		forget(u);
	}
}

/* Put old contents back, page by page, each with a chance of one half. */
static void lose_pages(const struct undo *u)
{
	for (size_t i = 0; i < u->len; i += PAGE) {
		size_t n = u->len - i < PAGE ? u->len - i : PAGE;

		if (roll() % 2 == 0)
			(void)__real_pwrite64(u->fd, u->old + i, n,
					      u->at + (off_t)i);
	}
}

static void lose(void)
{
	/* latest first, as they are listed; a name is lost whole or not */
	for (struct undo *u = undos; u != NULL; u = u->next) {
		if (u->what == WRITTEN)
			lose_pages(u);
		else if (u->what == MADE && roll() % 2 == 0)
			(void)__real_unlinkat(u->fd, u->name, 0);
		else if (u->what == RENAMED && roll() % 2 == 0)
			(void)__real_renameat(u->to, u->to_name, u->fd,
					      u->name);
	}
}

static void before_write(int fd, off_t at, size_t len)
{
	struct undo *u = remember(WRITTEN, fd);

	u->at = at;
	u->len = len;
	u->old = calloc(1, len + 1); /* beyond the end there were zeros */
	if (pread(fd, u->old, len, at) < 0)
		memset(u->old, 0, len);
}

/* --- when --------------------------------------------------------------------
 */

static void end_here(void)
{
	if (mode == FAULT_POWER)
		lose();
	_exit(FAULT_EXIT);
}

/* Count a call; true where it is to fail, with errno set. */
static bool fails(bool is_write)
{
	bool now;

	if (mode == FAULT_NONE)
		return false;
	now = ++count == chosen;
	if (now && (mode == FAULT_KILL || mode == FAULT_POWER)) {
		if (is_write)
			return true; /* writes half of it first */
		end_here();
	}
	if (now && mode == FAULT_ONCE) {
		errno = EIO;
		return true;
	}
	if (mode == FAULT_FULL && count >= chosen) {
		errno = ENOSPC;
		return true;
	}
	return false;
}

void faults_arm(enum fault_mode m, long at, uint64_t seed)
{
	pthread_mutex_lock(&lock);
	mode = m;
	chosen = at;
	count = 0;
	dice = seed * 0x9e3779b97f4a7c15U + 1;
	pthread_mutex_unlock(&lock);
}

long faults_count(void)
{
	return count;
}

void faults_disarm(void)
{
	pthread_mutex_lock(&lock);
	mode = FAULT_NONE;
	pthread_mutex_unlock(&lock);
}

/* --- the wrapped ones --------------------------------------------------- */

ssize_t __wrap_pwrite64(int fd, const void *buf, size_t len, off_t at)
{
	ssize_t n = -1;
	bool bad;

	pthread_mutex_lock(&lock);
	bad = fails(true);
	if (mode == FAULT_POWER)
		before_write(fd, at, len);
	if (!bad) {
		n = __real_pwrite64(fd, buf, len, at);
	} else if (mode == FAULT_KILL || mode == FAULT_POWER) {
		(void)__real_pwrite64(fd, buf, len / 2, at);
		end_here();
	} else if (mode == FAULT_FULL && count == chosen && len > 1) {
		n = __real_pwrite64(fd, buf, len / 2, at); /* a short write */
	}
	pthread_mutex_unlock(&lock);
	return n;
}

static int sync_with(int (*real)(int), int fd)
{
	int rc = -1;

	pthread_mutex_lock(&lock);
	if (!fails(false)) {
		rc = real(fd);
		if (rc == 0 && mode == FAULT_POWER)
			void_all_of(fd);
	}
	pthread_mutex_unlock(&lock);
	return rc;
}

int __wrap_fdatasync(int fd)
{
	return sync_with(__real_fdatasync, fd);
}

int __wrap_fsync(int fd)
{
	return sync_with(__real_fsync, fd);
}

int __wrap_ftruncate64(int fd, off_t size)
{
	int rc = -1;

	pthread_mutex_lock(&lock);
	if (!fails(false))
		rc = __real_ftruncate64(fd, size);
	pthread_mutex_unlock(&lock);
	return rc;
}

int __wrap_fallocate64(int fd, int how, off_t at, off_t len)
{
	int rc = -1;

	pthread_mutex_lock(&lock);
	if (!fails(false))
		rc = __real_fallocate64(fd, how, at, len);
	pthread_mutex_unlock(&lock);
	return rc;
}

int __wrap_renameat(int from, const char *name, int to, const char *to_name)
{
	int rc = -1;

	pthread_mutex_lock(&lock);
	/* what a rename replaces does not come back: leave those alone */
	if (!fails(false)) {
		bool fresh = faccessat(to, to_name, F_OK, 0) < 0;

		rc = __real_renameat(from, name, to, to_name);
		if (rc == 0 && mode == FAULT_POWER && fresh) {
			struct undo *u = remember_name(RENAMED, from, name);
			const char *last;

			u->to = folder_of(to, to_name, &last);
			u->to_name = strdup(last);
		}
	}
	pthread_mutex_unlock(&lock);
	return rc;
}

int __wrap_openat64(int dir, const char *name, int flags, mode_t perm)
{
	int fd = -1;

	if ((flags & O_CREAT) == 0)
		return __real_openat64(dir, name, flags, perm);
	pthread_mutex_lock(&lock);
	if (!fails(false)) {
		bool fresh = faccessat(dir, name, F_OK, 0) < 0;

		fd = __real_openat64(dir, name, flags, perm);
		if (fd >= 0 && mode == FAULT_POWER && fresh && dir >= 0)
			(void)remember_name(MADE, dir, name);
	}
	pthread_mutex_unlock(&lock);
	return fd;
}

int __wrap_linkat(int from, const char *name, int to, const char *to_name,
		  int flags)
{
	int rc = -1;

	pthread_mutex_lock(&lock);
	if (!fails(false)) {
		rc = __real_linkat(from, name, to, to_name, flags);
		if (rc == 0 && mode == FAULT_POWER)
			(void)remember_name(MADE, to, to_name);
	}
	pthread_mutex_unlock(&lock);
	return rc;
}

int __wrap_fchmod(int fd, mode_t perm)
{
	int rc = -1;

	pthread_mutex_lock(&lock);
	if (!fails(false))
		rc = __real_fchmod(fd, perm);
	pthread_mutex_unlock(&lock);
	return rc;
}

int __wrap_mkdirat(int dir, const char *name, mode_t perm)
{
	int rc = -1;

	pthread_mutex_lock(&lock);
	if (!fails(false))
		rc = __real_mkdirat(dir, name, perm);
	pthread_mutex_unlock(&lock);
	return rc;
}

int __wrap_unlinkat(int dir, const char *name, int flags)
{
	int rc = -1;

	pthread_mutex_lock(&lock);
	if (!fails(false))
		rc = __real_unlinkat(dir, name, flags);
	pthread_mutex_unlock(&lock);
	return rc;
}

int64_t __wrap_clock_now_us(void)
{
	return __real_clock_now_us() + faults_clock_us;
}
