/*
 * find.c - is a message there? Its name begins with a digest of its
 * Message-ID, so that reading the folders' names is enough.
 */
#include "target/maildir/maildir-private.h"

#include "base/err.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROUNDS 5

static void DIR_close(DIR *d)
{
	if (d != NULL)
		(void)closedir(d);
}
DEFINE_AUTO(DIR, DIR_close)

static void compare(const char *file, struct agent_message *list, size_t n)
{
	const char *found = maildir_key_in(file);
	char key[MAILDIR_KEY + 1];

	if (found == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		struct agent_message *m = &list[i];

		if (!m->uncertain || m->outcome != AGENT_NOT_TRIED)
			continue;
		maildir_key(m->message_id, key);
		if (memcmp(found, key, MAILDIR_KEY) != 0)
			continue;
		m->outcome = AGENT_PRESENT;
		str_cut(&m->place, 0);
		str_add_len(&m->place, file, strcspn(file, ":"));
	}
}

/* -1: errno. */
static int look(int dir, struct agent_message *list, size_t n)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	AUTO(DIR_close) DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;

	if (d == NULL)
		return -1;
	errno = 0;
	/* each thread has its own stream */
	while ((entry = readdir(d)) != NULL) // NOLINT(concurrency-mt-unsafe)
		compare(entry->d_name, list, n);
	return errno != 0 ? -1 : 0;
}

static bool same_time(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* A reader who changes flags renames files: one may be missed meanwhile. */
static int look_in_peace(int dir, struct agent_message *list, size_t n)
{
	struct stat before, after;

	for (int i = 0; i < ROUNDS; i++) {
		if (fstat(dir, &before) < 0 || look(dir, list, n) < 0 ||
		    fstat(dir, &after) < 0)
			return -1;
		if (same_time(&before, &after))
			break;
	}
	return 0;
}

int maildir_find(const struct maildir_place *p, struct agent_message *list,
		 size_t n, struct maildir_stop *stop, struct err *e)
{
	size_t uncertain = 0;

	for (size_t i = 0; i < n; i++)
		uncertain += list[i].uncertain;
	if (uncertain == 0)
		return 0;
	/* in this order: readers move files from new to cur */
	if (look_in_peace(p->new, list, n) < 0 ||
	    look_in_peace(p->cur, list, n) < 0)
		return maildir_trouble(errno, "looking for copies", stop, e);
	return 0;
}
