/*
 * lock.c - the lock file, which is also where the writer says how far it is.
 *
 * A batch that a reader sees in the page cache is not yet on disk. So the
 * writer notes, after each sync, how far its pack is durable, and readers
 * stop there. The note itself is never synced: it carries the machine's
 * boot id, and after a restart what is in the pack is what was on disk.
 * What it says was durable when it was written, so it never says too much.
 */
#include "vault/vault-private.h"

#include "base/err.h"
#include "base/file.h"
#include "vault/crc32c.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define BOOT_ID 36

struct note {
	char boot[BOOT_ID];
	uint32_t crc; /* of progress */
	struct progress progress;
};

static char boot[BOOT_ID]; /* the same for all vaults of this process */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_boot(void)
{
	AUTO(fd_close)
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);

	if (fd >= 0 && read(fd, boot, BOOT_ID) != BOOT_ID)
		memset(boot, 0, BOOT_ID);
}

int vault_lock_take(struct vault *v, struct err *e)
{
	v->lock = file_open(v->dir, LOCK_FILE, O_RDWR | O_CREAT, 0600, e);
	if (v->lock < 0)
		return -1;
	if (flock(v->lock, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno != EWOULDBLOCK)
		return err_sys(e, ERR_STORE, "lock %s", LOCK_FILE);
	return err_set(e, ERR_USAGE,
		       "another process writes to it (it holds the lock file "
		       "%s/%s)",
		       v->name, LOCK_FILE);
}

int vault_lock_open_reading(struct vault *v, struct err *e)
{
	v->lock = openat(v->dir, LOCK_FILE, O_RDONLY | O_CLOEXEC);
	if (v->lock < 0 && errno != ENOENT)
		return err_sys(e, ERR_STORE, "open %s", LOCK_FILE);
	return 0;
}

int vault_lock_tell(struct vault *v, const struct progress *p, struct err *e)
{
	struct note note = { .progress = *p };

	(void)pthread_once(&once, read_boot);
	memcpy(note.boot, boot, BOOT_ID);
	note.crc = crc32c(0, p, sizeof(*p));
	return file_write_at(v->lock, &note, sizeof(note), 0, e);
}

static bool read_note(const struct vault *v, struct note *out)
{
	if (v->lock < 0)
		return false;
	/* a read beside the write may be torn: once more then */
	for (int i = 0; i < 1000; i++) {
		ssize_t n = pread(v->lock, out, sizeof(*out), 0);

		if (n != (ssize_t)sizeof(*out))
			return false;
		if (out->crc ==
		    crc32c(0, &out->progress, sizeof(out->progress)))
			return true;
	}
	return false;
}

bool vault_lock_progress(const struct vault *v, struct progress *out)
{
	struct note note;

	(void)pthread_once(&once, read_boot);
	if (!read_note(v, &note) || memcmp(note.boot, boot, BOOT_ID) != 0)
		return false;
	*out = note.progress;
	return true;
}

bool vault_lock_last(const struct vault *v, struct progress *out)
{
	struct note note;

	if (!read_note(v, &note))
		return false;
	*out = note.progress;
	return true;
}
