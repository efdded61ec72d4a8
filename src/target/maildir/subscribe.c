/*
 * subscribe.c - the file `subscriptions`, which says what clients show.
 *
 * Dovecot writes two versions: lines with whole names; or, behind "V<tab>2"
 * and an empty line, names whose parts are parted by tabs. It is replaced by
 * its lock, as Dovecot does it itself.
 *
 * Source: Dovecot 2.3 src/lib-storage/list/subscription-file.c,
 * src/lib/file-dotlock.c.
 */
#include "target/maildir/maildir-private.h"

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NAME     "subscriptions"
#define LOCK     "subscriptions.lock"
#define FILE_MAX ((size_t)1024 * 1024)
#define TRIES    40 /* 50 ms each */
#define STALE_S  120
#define SECOND   "V\t2\n\n"

bool maildir_subscribed(const char *old, size_t len,
			const struct maildir_folder *f, char separator,
			struct str *out)
{
	struct str line AUTO(str_done) = STR_INIT;
	bool second = len == 0 || (len >= 4 && memcmp(old, SECOND, 4) == 0);

	for (size_t i = 0; i < f->n; i++) {
		if (i > 0)
			str_add_char(&line, second ? '\t' : separator);
		str_add(&line, f->parts[i].s);
	}
	for (const char *at = old, *end = old + len; at < end;) {
		const char *eol = memchr(at, '\n', (size_t)(end - at));
		size_t n = (size_t)((eol != NULL ? eol : end) - at);

		if (n == line.len && memcmp(at, line.s, n) == 0)
			return false;
		at += n + 1;
	}
	str_add(out, len == 0 ? SECOND : "");
	str_add_len(out, old, len);
	if (len > 0 && old[len - 1] != '\n')
		str_add_char(out, '\n');
	str_addf(out, "%s\n", line.s);
	return true;
}

/* Somebody who holds it for minutes has gone. */
static void drop_stale(int box)
{
	struct stat st;

	if (fstatat(box, LOCK, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    time(NULL) - st.st_mtime > STALE_S)
		(void)unlinkat(box, LOCK, 0);
}

/* -1: errno; EEXIST where somebody else keeps it. */
static int take_lock(int box)
{
	const struct timespec pause = { .tv_nsec = 50000000 };
	int fd = -1;

	for (int i = 0; i < TRIES && fd < 0; i++) {
		fd = openat(box, LOCK,
			    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
				    O_CLOEXEC,
			    0600);
		if (fd >= 0 || errno != EEXIST)
			break;
		drop_stale(box);
		(void)nanosleep(&pause, NULL);
		errno = EEXIST;
	}
	return fd;
}

/* What it holds now; nothing where it is not there. -1: errno. */
static int read_old(int box, struct str *out)
{
	AUTO(fd_close)
	int fd = openat(box, NAME,
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct err e = ERR_INIT;
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	if (fstat(fd, &st) < 0)
		return -1;
	if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size > FILE_MAX) {
		errno = ENOTSUP;
		return -1;
	}
	n = file_read_at(fd, str_room(out, (size_t)st.st_size),
			 (size_t)st.st_size, 0, &e);
	if (n < 0) {
		errno = e.sys;
		return -1;
	}
	out->len += (size_t)n;
	out->s[out->len] = '\0';
	return 0;
}

/* -1: errno. */
static int replace(const struct maildir_agent *a, int box, int lock,
		   const struct str *text)
{
	struct err e = ERR_INIT;

	if (file_write_at(lock, text->s, text->len, 0, &e) < 0) {
		errno = e.sys;
		return -1;
	}
	if (maildir_own(a, box, lock, a->mode) < 0 || fsync(lock) < 0 ||
	    renameat(box, LOCK, box, NAME) < 0)
		return -1;
	return fsync(box);
}

int maildir_subscribe(const struct maildir_agent *a, int box,
		      const struct maildir_folder *f, struct maildir_stop *stop,
		      struct err *e)
{
	struct str old AUTO(str_done) = STR_INIT;
	struct str new AUTO(str_done) = STR_INIT;
	char separator = a->layout == MAILDIR_PLUS ? '.' : '/';
	AUTO(fd_close) int lock = take_lock(box);
	int got;

	if (lock < 0)
		return maildir_trouble(errno, LOCK, stop, e);
	got = read_old(box, &old);
	if (got == 0 &&
	    maildir_subscribed(old.s, old.len, f, separator, &new)) {
		got = replace(a, box, lock, &new);
		if (got == 0)
			return 0;
	}
	if (got < 0)
		got = maildir_trouble(errno, NAME, stop, e);
	(void)unlinkat(box, LOCK, 0);
	return got;
}
