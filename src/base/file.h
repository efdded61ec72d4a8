/*
 * base/file.h - whole reads, whole writes and names that last.
 *
 * Why: read(2) and write(2) may do half of what was asked, and a file's name
 * is durable only once its folder is synced. Everything that must survive
 * loss of power goes through here, so that the rules stand in one place.
 * All names are relative to an open folder; all descriptors close on exec.
 *
 * Source: pwrite(2), rename(2), fsync(2) on syncing the folder as well.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct err;

/* All len bytes or -1 (ERR_STORE), wherever the kernel stopped between. */
int file_write_at(int fd, const void *data, size_t len, uint64_t at,
		  struct err *e);

/* Bytes read, less than len only at the end of the file; -1 (ERR_STORE). */
ssize_t file_read_at(int fd, void *buf, size_t len, uint64_t at, struct err *e);

/* The data and what is needed to find it are on disk. */
int file_sync_data(int fd, struct err *e);
/* All of the file's or folder's metadata too. */
int file_sync(int fd, struct err *e);

/*
 * Open folder path below dir (AT_FDCWD or an open folder), made with 0700
 * where absent, all missing parents too; new names are synced.
 * The descriptor, or -1 (ERR_STORE, the text names the path).
 */
int file_open_folder(int dir, const char *path, struct err *e);

/* Open name in dir; `flags` as for openat, O_CLOEXEC is added. */
int file_open(int dir, const char *name, int flags, mode_t mode, struct err *e);

/*
 * Put len bytes in place as name, or nothing: a temporary name, a sync, a
 * rename. The name itself lasts once the folder is synced too: file_sync(dir).
 */
int file_replace(int dir, const char *name, const void *data, size_t len,
		 mode_t mode, struct err *e);

/* The whole file, heap, NUL behind, at most max bytes. -1 also if absent:
   e->sys is ENOENT then. */
int file_read_all(int dir, const char *name, size_t max, char **out,
		  size_t *len, struct err *e);

#endif
