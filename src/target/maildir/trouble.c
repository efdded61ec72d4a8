#include "target/maildir/maildir-private.h"

#include "base/err.h"

#include <errno.h>
#include <string.h>

static const char *const anew = "it is tried again later";

static const struct row {
	int sys;
	enum agent_outcome outcome; /* AGENT_NOT_TRIED: it reaches all */
	const char *remedy;
} rows[] = {
	{ ENOSPC, AGENT_NOT_TRIED, "make room in this file system" },
	{ EROFS, AGENT_NOT_TRIED, "make the file system writable again" },
	{ EIO, AGENT_NOT_TRIED, "look at the disk and the system's log" },
	{ ESTALE, AGENT_NOT_TRIED, "is the file system mounted?" },
	{ ENODEV, AGENT_NOT_TRIED, "is the file system mounted?" },
	{ ETIMEDOUT, AGENT_NOT_TRIED, "is the file server there?" },
	{ EMFILE, AGENT_NOT_TRIED, "raise the limit of open files" },
	{ ENFILE, AGENT_NOT_TRIED, "raise the limit of open files" },
	{ EDQUOT, AGENT_FULL, "raise its owner's quota, or make room there" },
	{ EACCES, AGENT_FORBIDDEN,
	  "let the user that runs the archive write there" },
	{ EPERM, AGENT_FORBIDDEN,
	  "let the user that runs the archive write there and, where owner "
	  "is set, give files away" },
	{ EFBIG, AGENT_TOO_LARGE, "raise the limit of file sizes" },
	{ ELOOP, AGENT_MAILBOX,
	  "below root no link is followed: put the folder itself there" },
	{ ENOTDIR, AGENT_MAILBOX, "a folder has to be there (no link)" },
};

int maildir_trouble(int sys, const char *what, struct maildir_stop *stop,
		    struct err *e)
{
	struct row row = { sys, AGENT_MAILBOX, anew };
	char buf[128];
	const char *text = strerror_r(sys, buf, sizeof(buf));

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].sys == sys)
			row = rows[i];
	if (row.outcome == AGENT_NOT_TRIED)
		return err_set(e, ERR_RETRY, "%s: %s: %s", what, text,
			       row.remedy);
	stop->outcome = row.outcome;
	str_cut(&stop->reason, 0);
	str_addf(&stop->reason, "%s: %s: %s", what, text, row.remedy);
	return 1;
}
