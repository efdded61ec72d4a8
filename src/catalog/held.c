#include "catalog/held.h"

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int lock_open(const struct archive *a, int flags)
{
	AUTO(free)
	char *path = str_printf("%s/runs.lock", archive_home(a));

	return open(path, flags | O_CLOEXEC, 0600);
}

static struct flock byte_of(enum values_owner owner, int64_t id)
{
	return (struct flock){ .l_type = F_WRLCK,
			       .l_whence = SEEK_SET,
			       .l_start = ((off_t)owner << 48) + id,
			       .l_len = 1 };
}

/* Of the open file, not of the process (F_OFD): threads count apart. */
int held_take(const struct archive *a, enum values_owner owner, int64_t id,
	      int *fd, struct err *e)
{
	struct flock lock = byte_of(owner, id);
	AUTO(fd_close) int at = lock_open(a, O_RDWR | O_CREAT);

	if (at < 0)
		return err_sys(e, ERR_STORE, "open runs.lock");
	if (fcntl(at, F_OFD_SETLK, &lock) < 0) {
		if (errno == EAGAIN || errno == EACCES)
			return err_set(e, ERR_RETRY,
				       "work on it is going on already");
		return err_sys(e, ERR_STORE, "lock runs.lock");
	}
	*fd = at;
	at = -1;
	return 0;
}

bool held_find(const struct archive *a, enum values_owner owner, int64_t id)
{
	struct flock lock = byte_of(owner, id);
	AUTO(fd_close) int at = lock_open(a, O_RDONLY);

	return at >= 0 && fcntl(at, F_OFD_GETLK, &lock) == 0 &&
	       lock.l_type != F_UNLCK;
}
