/*
 * message.c - one message: tmp, written, synced, then its name.
 *
 * Lines end in LF, as Maildirs have it on Unix; S= is the file's size, W=
 * what it has with CRLF, so that Dovecot need not read it for either. Its
 * time is the item's: Dovecot's INTERNALDATE.
 */
#include "target/maildir/maildir-private.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "stream/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file in the making. */
struct draft {
	const struct maildir_agent *a;
	const struct maildir_place *p;
	struct agent_message *m;
	int fd;
	bool cr; /* one was read, and not what is behind it */
	uint64_t size, lines;
};

/* -1: errno. */
static int put(struct draft *d, const char *at, size_t len)
{
	while (len > 0) {
		ssize_t n = write(d->fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		at += n;
		len -= (size_t)n;
		d->size += (uint64_t)n;
	}
	return 0;
}

/* CRLF becomes LF; a lone CR stays. The room has one byte more than len. */
static size_t unix_lines(struct draft *d, const char *in, size_t len, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (d->cr && in[i] != '\n')
			out[n++] = '\r';
		d->cr = in[i] == '\r';
		if (!d->cr)
			out[n++] = in[i];
		d->lines += in[i] == '\n';
	}
	return n;
}

static int wrong_size(const struct agent_message *m, const char *what,
		      struct err *e)
{
	return err_set(e, ERR_STORE,
		       "message %llu has %s bytes than the archive says (%llu)",
		       (unsigned long long)m->number, what,
		       (unsigned long long)m->size);
}

/* 0; 1: errno; -1: the message cannot be read. */
static int copy(struct draft *d, struct err *e)
{
	AUTO(free) char *in = mem_resize(NULL, READER_BLOCK);
	AUTO(free) char *out = mem_resize(NULL, READER_BLOCK + 1);
	AUTO(reader_free) struct reader *r = NULL;
	uint64_t left = d->m->size;
	ssize_t n;

	if (d->m->open(d->m->ctx, &r, e) < 0)
		return -1;
	while ((n = reader_read(r, in, READER_BLOCK, e)) > 0) {
		if ((uint64_t)n > left)
			return wrong_size(d->m, "more", e);
		left -= (uint64_t)n;
		if (put(d, out, unix_lines(d, in, (size_t)n, out)) < 0)
			return 1;
	}
	if (n < 0)
		return -1;
	if (left > 0)
		return wrong_size(d->m, "less", e);
	return d->cr && put(d, "\r", 1) < 0;
}

/* Time, owner, mode; on disk. -1: errno. */
static int finish(struct draft *d)
{
	int64_t us = d->m->time_us > 0 ? d->m->time_us : 0;
	struct timespec times[2];

	times[0].tv_sec = times[1].tv_sec = us / CLOCK_SECOND;
	times[0].tv_nsec = times[1].tv_nsec = us % CLOCK_SECOND * 1000;
	if (maildir_own(d->a, d->p->tmp, d->fd, d->a->mode) < 0 ||
	    futimens(d->fd, times) < 0)
		return -1;
	return fsync(d->fd);
}

/* Where no second name can be made, the one it has is changed. */
static int give_name(const struct draft *d, const char *tmp, const char *name)
{
	int to = d->a->seen ? d->p->cur : d->p->new;

	if (linkat(d->p->tmp, tmp, to, name, 0) == 0)
		return 0;
	if (errno != EPERM && errno != ENOSYS && errno != EOPNOTSUPP &&
	    errno != EMLINK)
		return -1;
	if (faccessat(to, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return -1;
	}
	return renameat(d->p->tmp, tmp, to, name);
}

/* 0; 1: errno. */
static int place(struct draft *d, const char *tmp)
{
	struct str unique AUTO(str_done) = STR_INIT;
	AUTO(free) char *name = NULL;
	bool there = false;

	maildir_unique(d->m, &unique);
	name = str_printf("%s,S=%llu,W=%llu%s", unique.s,
			  (unsigned long long)d->size,
			  (unsigned long long)(d->size + d->lines),
			  d->a->seen ? ":2,S" : "");
	if (give_name(d, tmp, name) < 0) {
		if (errno != EEXIST)
			return 1;
		there = true;
	}
	d->m->outcome = there ? AGENT_PRESENT : AGENT_UNKNOWN;
	str_add_len(&d->m->place, name,
		    unique.len + strcspn(name + unique.len, ":"));
	return 0;
}

int maildir_write(const struct maildir_agent *a, const struct maildir_place *p,
		  struct agent_message *m, struct maildir_stop *stop,
		  struct err *e)
{
	struct draft d = { .a = a, .p = p, .m = m };
	struct str tmp AUTO(str_done) = STR_INIT;
	AUTO(fd_close) int fd = -1;
	unsigned char chance[8];
	char hex[2 * sizeof(chance) + 1];
	int got, sys;

	/* the process that left one behind may have had our number */
	random_bytes(chance, sizeof(chance));
	encode_hex(chance, sizeof(chance), hex);
	maildir_unique(m, &tmp);
	str_addf(&tmp, "-%s", hex);
	fd = openat(p->tmp, tmp.s,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return maildir_trouble(errno, "tmp", stop, e);
	d.fd = fd;
	got = copy(&d, e);
	if (got == 0)
		got = finish(&d) < 0 ? 1 : place(&d, tmp.s);
	sys = errno;
	(void)unlinkat(p->tmp, tmp.s, 0);
	return got == 1 ? maildir_trouble(sys, "a message", stop, e) : got;
}
