/*
 * Listing by name. Names are compared as bytes, so "a-b" comes before "a/b":
 * within a folder a folder's name is sorted as if its slash were part of it.
 */
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/dir/dir.h"
#include "store/name.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

struct listing {
	const char *prefix;
	int (*each)(void *ctx, const char *name, uint64_t size, struct err *e);
	void *ctx;
};

struct entries {
	char **names; /* a folder's ends in "/" */
	size_t n;
};

static void entries_free(struct entries *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->names[i]);
	free(s->names);
}

static inline void entries_free_auto(struct entries *s)
{
	entries_free(s);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add(struct entries *s, const char *name, bool folder)
{
	if (s->n % 64 == 0)
		s->names =
			mem_resize(s->names, (s->n + 64) * sizeof(*s->names));
	s->names[s->n++] = str_printf("%s%s", name, folder ? "/" : "");
}

static int read_folder(int fd, struct entries *out, struct err *e)
{
	DIR *folder = fdopendir(fd);
	const struct dirent *entry;
	struct stat st;

	if (folder == NULL) {
		(void)close(fd);
		return err_sys(e, ERR_STORE, "list a folder");
	}
	errno = 0;
	while ((entry = readdir(folder)) !=
	       NULL) { // NOLINT(concurrency-mt-unsafe)
		struct err ignored = ERR_INIT;

		if (store_name_check(entry->d_name, &ignored) == 0 &&
		    fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
			add(out, entry->d_name, S_ISDIR(st.st_mode));
		errno = 0;
	}
	if (errno != 0)
		(void)err_sys(e, ERR_STORE, "list a folder");
	(void)closedir(folder);
	return e->kind == ERR_NONE ? 0 : -1;
}

/* May something below this folder begin with the prefix? */
static bool leads_to(const char *folder, const char *prefix)
{
	return str_starts(folder, prefix) || str_starts(prefix, folder);
}

static int walk(int root, const char *folder, const struct listing *l,
		struct err *e);

static int tell(int root, const char *name, const struct listing *l,
		struct err *e)
{
	struct stat st;

	if (str_ends(name, "/"))
		return leads_to(name, l->prefix) ? walk(root, name, l, e) : 0;
	if (!str_starts(name, l->prefix) ||
	    fstatat(root, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return 0; /* not asked for, or removed in the meantime */
	return l->each(l->ctx, name, (uint64_t)st.st_size, e);
}

/* folder is "", or ends in "/" */
static int walk(int root, const char *folder, const struct listing *l,
		struct err *e)
{
	struct entries entries AUTO(entries_free) = { NULL, 0 };
	int fd = openat(root, folder[0] == '\0' ? "." : folder,
			O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT
			       ? 0
			       : err_sys(e, ERR_STORE, "list %s", folder);
	if (read_folder(fd, &entries, e) < 0)
		return err_wrap(e, "%s", folder);
	if (entries.n > 0)
		qsort(entries.names, entries.n, sizeof(*entries.names),
		      by_name);
	for (size_t i = 0; i < entries.n; i++) {
		AUTO(free)
		char *name = str_printf("%s%s", folder, entries.names[i]);

		if (tell(root, name, l, e) < 0)
			return -1;
	}
	return 0;
}

int dir_list(struct store *s, const char *prefix,
	     int (*each)(void *ctx, const char *name, uint64_t size,
			 struct err *e),
	     void *ctx, struct err *e)
{
	struct listing l = { prefix, each, ctx };
	AUTO(fd_close) int root = -1;

	if (store_prefix_check(prefix, e) < 0 ||
	    (root = dir_root((const struct dir *)s, e)) < 0)
		return -1;
	return walk(root, "", &l, e);
}
