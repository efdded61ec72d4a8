/*
 * folder.c - opening a mailbox's folders, and making them.
 *
 * Below root no link is followed: what lies there belongs to other users, and
 * a link in it would have us write, maybe as root, where they may not.
 */
#include "target/maildir/maildir-private.h"

#include "base/err.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

static mode_t folder_mode(const struct maildir_agent *a)
{
	return a->mode | (a->mode & 0444) >> 2;
}

int maildir_own(const struct maildir_agent *a, int dir, int fd, mode_t mode)
{
	struct stat want, is;

	if (fchmod(fd, mode) < 0 || fstat(dir, &want) < 0 || fstat(fd, &is) < 0)
		return -1;
	if (a->owned) {
		want.st_uid = a->uid;
		want.st_gid = a->gid;
	}
	if (is.st_uid == want.st_uid && is.st_gid == want.st_gid)
		return 0;
	return fchown(fd, want.st_uid, want.st_gid);
}

static void close_keeping_errno(int *fd)
{
	int sys = errno;

	(void)close(*fd);
	*fd = -1;
	errno = sys;
}

/* A folder in dir; with make, made where it is not there. -1: errno. */
static int step(const struct maildir_agent *a, int dir, const char *name,
		bool make)
{
	AUTO(fd_close) int fd = openat(dir, name, FOLDER | O_NOFOLLOW);
	int out;

	if (fd < 0 && errno == ENOENT && make) {
		if (mkdirat(dir, name, 0700) < 0 && errno != EEXIST)
			return -1;
		fd = openat(dir, name, FOLDER | O_NOFOLLOW);
		if (fd < 0 || maildir_own(a, dir, fd, folder_mode(a)) < 0 ||
		    fsync(dir) < 0)
			return -1;
	}
	out = fd;
	fd = -1;
	return out;
}

/* Parts of a path, one after the other. */
static int walk(const struct maildir_agent *a, int from, const char *path,
		bool make)
{
	AUTO(fd_close) int at = fcntl(from, F_DUPFD_CLOEXEC, 0);
	int out;

	while (at >= 0 && *path != '\0') {
		size_t len = strcspn(path, "/");
		AUTO(free) char *part = mem_dup(path, len);
		int next = step(a, at, part, make);

		close_keeping_errno(&at);
		at = next;
		path += len + (path[len] == '/');
	}
	out = at;
	at = -1;
	return out;
}

/* --- a mailbox --------------------------------------------------------- */

static int no_mailbox(const struct maildir_agent *a, const char *path,
		      struct maildir_stop *stop)
{
	stop->outcome = AGENT_NO_MAILBOX;
	str_cut(&stop->reason, 0);
	str_addf(&stop->reason,
		 "%s/%s is not there: make it (create=yes does), or correct "
		 "path or the person's mailbox",
		 a->root, path);
	return 1;
}

static int open_root(const struct maildir_agent *a, struct err *e)
{
	int root = open(a->root, FOLDER);

	if (root >= 0)
		return root;
	if (errno == EACCES)
		return err_sys(e, ERR_SOURCE,
			       "root: %s: let the user that runs the archive "
			       "read and write it",
			       a->root);
	return err_sys(e, ERR_RETRY, "root: %s: is its file system mounted?",
		       a->root);
}

/* What makes a folder a Maildir. -1: errno. */
static int make_inbox(const struct maildir_agent *a, int box)
{
	static const char *const names[] = { "cur", "new", "tmp" };

	for (size_t i = 0; i < 3; i++) {
		AUTO(fd_close) int fd = step(a, box, names[i], true);

		if (fd < 0)
			return -1;
	}
	return 0;
}

int maildir_open_box(const struct maildir_agent *a, const char *mailbox,
		     int *out, struct maildir_stop *stop, struct err *e)
{
	struct str path AUTO(str_done) = STR_INIT;
	AUTO(free) char *what = NULL;
	AUTO(fd_close) int root = -1;
	int box;

	if (!maildir_path(a, mailbox, &path)) {
		stop->outcome = AGENT_NO_MAILBOX;
		str_cut(&stop->reason, 0);
		str_add(&stop->reason, "the person's mailbox is no address "
				       "that a folder could be named after");
		return 1;
	}
	root = open_root(a, e);
	if (root < 0)
		return -1;
	box = walk(a, root, path.s, a->create);
	if (box >= 0 && a->create && make_inbox(a, box) < 0)
		close_keeping_errno(&box);
	if (box >= 0) {
		*out = box;
		return 0;
	}
	if (errno == ENOENT)
		return no_mailbox(a, path.s, stop);
	what = str_printf("%s/%s", a->root, path.s);
	return maildir_trouble(errno, what, stop, e);
}

/* --- a folder of it ---------------------------------------------------- */

void maildir_place_close(struct maildir_place *p)
{
	fd_close_auto(&p->dir);
	fd_close_auto(&p->tmp);
	fd_close_auto(&p->new);
	fd_close_auto(&p->cur);
}

/* Maildir++ wants this file in each folder but the Inbox. */
static int mark(const struct maildir_agent *a, int dir)
{
	AUTO(fd_close)
	int fd = openat(dir, "maildirfolder",
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			0600);

	if (fd < 0)
		return errno == EEXIST ? 0 : -1;
	return maildir_own(a, dir, fd, a->mode);
}

/* tmp last: what has one has all of the others. */
static int fill(const struct maildir_agent *a, const char *path, int box,
		struct maildir_place *p)
{
	p->dir = walk(a, box, path, true);
	if (p->dir < 0)
		return -1;
	if (a->layout == MAILDIR_PLUS && mark(a, p->dir) < 0)
		return -1;
	p->cur = step(a, p->dir, "cur", true);
	if (p->cur < 0)
		return -1;
	p->new = step(a, p->dir, "new", true);
	if (p->new < 0)
		return -1;
	p->tmp = step(a, p->dir, "tmp", true);
	return p->tmp < 0 ? -1 : 0;
}

/* Is it there, whole? */
static bool is_there(const struct maildir_agent *a, const char *path, int box)
{
	AUTO(free) char *tmp = str_printf("%s/tmp", path);
	AUTO(fd_close) int fd = walk(a, box, tmp, false);

	return fd >= 0;
}

int maildir_open_place(const struct maildir_agent *a, int box,
		       const char *folder, struct maildir_place *out,
		       struct maildir_stop *stop, struct err *e)
{
	struct maildir_folder f AUTO(maildir_folder_done) = { 0 };
	int got;

	maildir_folder_of(a, folder, &f);
	/* first, so that a folder which is there has been subscribed to */
	if (!is_there(a, f.dir.s, box)) {
		got = maildir_subscribe(a, box, &f, stop, e);
		if (got != 0)
			return got;
	}
	if (fill(a, f.dir.s, box, out) < 0)
		return maildir_trouble(errno, f.dir.s, stop, e);
	return 0;
}
