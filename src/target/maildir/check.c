/*
 * check.c - would messages arrive? Delivers nothing, makes nothing.
 */
#include "target/maildir/maildir-private.h"

#include "base/err.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static void say(const struct check *to, enum check_level level,
		const char *topic, const char *text, const char *remedy)
{
	struct finding f = { level, topic, text, remedy };

	to->finding(to->ctx, &f);
}

static void say_sys(const struct check *to, const char *topic, const char *what,
		    int sys, const char *remedy)
{
	char buf[128];
	AUTO(free)
	char *text =
		str_printf("%s: %s", what, strerror_r(sys, buf, sizeof(buf)));

	say(to, CHECK_FAIL, topic, text, remedy);
}

/* How much goes in yet. */
static void check_room(const struct maildir_agent *a, const struct check *to)
{
	AUTO(free) char *text = NULL;
	struct statvfs fs;
	unsigned long long mb;

	if (statvfs(a->root, &fs) < 0)
		return;
	mb = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	text = str_printf("%llu MB are free", mb);
	say(to, mb < 1024 ? CHECK_WARN : CHECK_OK, "Room", text,
	    mb < 1024 ? "make room in this file system" : "");
}

static int check_root(const struct maildir_agent *a, const struct check *to)
{
	struct stat st;
	int need = R_OK | X_OK | (a->create ? W_OK : 0);

	if (stat(a->root, &st) < 0) {
		say_sys(to, "Root", a->root, errno,
			"set root to a folder that is there; is its file "
			"system mounted?");
		return -1;
	}
	if (!S_ISDIR(st.st_mode) ||
	    faccessat(AT_FDCWD, a->root, need, AT_EACCESS) < 0) {
		say_sys(to, "Root", a->root,
			S_ISDIR(st.st_mode) ? errno : ENOTDIR,
			"let the user that runs the archive use this folder");
		return -1;
	}
	say(to, CHECK_OK, "Root", a->root, "");
	check_room(a, to);
	return 0;
}

/* Files can be given away by root only. */
static void check_owner(const struct maildir_agent *a, int box,
			const struct check *to)
{
	uid_t wanted = a->uid;
	struct stat st;

	if (!a->owned) {
		if (fstat(box, &st) < 0)
			return;
		wanted = st.st_uid;
	}
	if (geteuid() != 0 && wanted != geteuid()) {
		say(to, CHECK_FAIL, "Owner",
		    "copies cannot be given to the mailbox's owner",
		    "run the archive as the user whom the Maildirs belong to");
		return;
	}
	if (wanted == 0)
		say(to, CHECK_WARN, "Owner", "copies will belong to root",
		    "set owner to the user whom the Maildirs belong to");
}

static void check_box(const struct maildir_agent *a, int box, const char *path,
		      const struct check *to)
{
	struct maildir_folder f AUTO(maildir_folder_done) = { 0 };
	AUTO(free) char *text = NULL;

	if (faccessat(box, ".", W_OK | X_OK, AT_EACCESS) < 0) {
		say_sys(to, "Mailbox", path, errno,
			"let the user that runs the archive write there");
		return;
	}
	maildir_folder_of(a, "Zoom Meetings", &f);
	text = str_printf("messages go into folders such as %s/%s", path,
			  f.dir.s);
	say(to, CHECK_OK, "Mailbox", text, "");
	if (faccessat(box, "cur", F_OK, AT_EACCESS) < 0)
		say(to, CHECK_WARN, "Mailbox",
		    "this folder is no Maildir yet (it has no cur)",
		    "is path right? A server makes it when its owner signs "
		    "in");
	check_owner(a, box, to);
}

int maildir_check(struct agent *base, const char *mailbox,
		  const struct check *to, struct err *e)
{
	struct maildir_agent a = *(struct maildir_agent *)base;
	struct maildir_stop stop AUTO(maildir_stop_done) = MAILDIR_STOP_INIT;
	struct str path AUTO(str_done) = STR_INIT;
	AUTO(fd_close) int box = -1;
	bool create = a.create;
	int got;

	if (check_root(&a, to) < 0 || mailbox == NULL)
		return 0;
	a.create = false; /* to look is not to make */
	got = maildir_open_box(&a, mailbox, &box, &stop, e);
	if (got < 0)
		return -1;
	if (got == 1 && create && stop.outcome == AGENT_NO_MAILBOX &&
	    maildir_path(&a, mailbox, &path)) {
		say(to, CHECK_OK, "Mailbox",
		    "it is not there, and will be made", "");
		return 0;
	}
	if (got == 1) {
		say(to, CHECK_FAIL, "Mailbox", stop.reason.s,
		    "see docs/targets/maildir.md");
		return 0;
	}
	(void)maildir_path(&a, mailbox, &path);
	check_box(&a, box, path.s, to);
	return 0;
}
