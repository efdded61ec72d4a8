/* check-files.c - names that nothing speaks of. */
#include "vault/check.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct object_id {
	uint8_t id[FORMAT_ID];
	bool named;
};

struct check_names {
	char **packs; /* "2026-11/00000001.pack", as they stand there */
	size_t n_packs, cap_packs;
	struct object_id *objects; /* of objects/<aa>, sorted */
	size_t n_objects, cap_objects;
};

void check_names_free(struct check_names *n)
{
	if (n == NULL)
		return;
	for (size_t i = 0; i < n->n_packs; i++)
		free(n->packs[i]);
	free(n->packs);
	free(n->objects);
	free(n);
}

/* Call each() for every name in path; ".": the folder at itself. */
static int each_name(struct checking *c, int at, const char *path,
		     void (*each)(struct checking *c, const char *path,
				  const struct dirent *entry),
		     struct err *e)
{
	int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (dir == NULL && errno == ENOENT)
		return 0;
	if (dir == NULL)
		return err_sys(e, ERR_STORE, "list %s", path);
	/* a DIR of our own: no other thread uses it */
	while ((entry = readdir(dir)) != NULL) // NOLINT(concurrency-mt-unsafe)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			each(c, path, entry);
	(void)closedir(dir);
	return 0;
}

static void on_top(struct checking *c, const char *path,
		   const struct dirent *entry)
{
	(void)path;
	if (strcmp(entry->d_name, LOCK_FILE) != 0 &&
	    strcmp(entry->d_name, "packs") != 0 &&
	    strcmp(entry->d_name, "objects") != 0)
		check_find(c, "%s: does not belong there", entry->d_name);
}

/* --- packs -------------------------------------------------------------- */

static void on_pack(struct checking *c, const char *path,
		    const struct dirent *entry)
{
	struct check_names *n = c->names;

	if (n->n_packs == n->cap_packs) {
		n->cap_packs = 2 * n->cap_packs + 64;
		n->packs =
			mem_resize(n->packs, n->cap_packs * sizeof(*n->packs));
	}
	n->packs[n->n_packs++] = str_printf("%s/%s", path, entry->d_name);
}

static void on_epoch(struct checking *c, const char *path,
		     const struct dirent *entry)
{
	struct err e = ERR_INIT;

	(void)path;
	if (entry->d_type != DT_DIR)
		check_find(c, "packs/%s: does not belong there", entry->d_name);
	else if (each_name(c, c->v->packs, entry->d_name, on_pack, &e) < 0)
		check_find_err(c, "packs", &e);
}

/* --- objects ------------------------------------------------------------ */

static void on_object(struct checking *c, const char *path,
		      const struct dirent *entry)
{
	struct check_names *n = c->names;
	const char *name = entry->d_name;
	AUTO(free) char *hex = mem_strdup(name);
	char *dot = strchr(hex, '.');
	uint8_t id[FORMAT_ID];

	if (dot != NULL)
		*dot = '\0';
	if (dot == NULL || strcmp(dot + 1, "obj") != 0 ||
	    !decode_hex(hex, id, FORMAT_ID) || strncmp(hex, path, 2) != 0) {
		check_find(c, "objects/%s/%s: does not belong there", path,
			   name);
		return;
	}
	if (n->n_objects == n->cap_objects) {
		n->cap_objects = 2 * n->cap_objects + 64;
		n->objects = mem_resize(n->objects,
					n->cap_objects * sizeof(*n->objects));
	}
	n->objects[n->n_objects].named = false;
	memcpy(n->objects[n->n_objects++].id, id, FORMAT_ID);
}

/* What is there belongs to a writer, or to the next one to sort out. */
static void on_fresh(struct checking *c, const char *path,
		     const struct dirent *entry)
{
	(void)path;
	if (!str_ends(entry->d_name, ".tmp") &&
	    !str_ends(entry->d_name, ".obj"))
		check_find(c, "objects/new/%s: does not belong there",
			   entry->d_name);
}

static void on_objects(struct checking *c, const char *path,
		       const struct dirent *entry)
{
	bool fresh = strcmp(entry->d_name, "new") == 0;
	struct err e = ERR_INIT;

	(void)path;
	if (entry->d_type != DT_DIR || (!fresh && strlen(entry->d_name) != 2))
		check_find(c, "objects/%s: does not belong there",
			   entry->d_name);
	else if (each_name(c, c->v->objects, entry->d_name,
			   fresh ? on_fresh : on_object, &e) < 0)
		check_find_err(c, "objects", &e);
}

static int by_id(const void *a, const void *b)
{
	return memcmp(((const struct object_id *)a)->id,
		      ((const struct object_id *)b)->id, FORMAT_ID);
}

/* --- before and after ------------------------------------------------------
 */

int check_list(struct checking *c, struct check_names **out, struct err *e)
{
	struct check_names *n = NEW(struct check_names);

	c->names = n;
	if (each_name(c, c->v->dir, ".", on_top, e) < 0 ||
	    each_name(c, c->v->packs, ".", on_epoch, e) < 0 ||
	    each_name(c, c->v->objects, ".", on_objects, e) < 0) {
		check_names_free(n);
		return -1;
	}
	if (n->n_objects > 0)
		qsort(n->objects, n->n_objects, sizeof(*n->objects), by_id);
	*out = n;
	return 0;
}

void check_named(struct checking *c, const uint8_t id[FORMAT_ID])
{
	struct check_names *n = c->names;
	struct object_id key = { 0 }, *found = NULL;

	memcpy(key.id, id, FORMAT_ID);
	if (n->n_objects > 0)
		found = bsearch(&key, n->objects, n->n_objects,
				sizeof(*n->objects), by_id);
	if (found != NULL)
		found->named = true;
}

static void check_pack_name(struct checking *c, const char *name)
{
	const char *slash = strchr(name, '/');
	char *end = NULL, path[FORMAT_PATH];
	unsigned long long id = strtoull(slash + 1, &end, 10);
	struct pack_row row;
	struct err e = ERR_INIT;
	int rc = 0;

	if (end != slash + 1 && strcmp(end, ".pack") == 0)
		rc = control_pack(c->v->control, id, &row, &e);
	if (rc < 0) {
		check_find_err(c, "control", &e);
		return;
	}
	if (rc > 0 &&
	    strcmp(name, format_pack_path(row.epoch, row.id, path)) == 0)
		return;
	/* an empty pack may have been dropped by its writer meanwhile */
	if (faccessat(c->v->packs, name, F_OK, 0) == 0)
		check_find(c, "packs/%s: no row of vault_pack speaks of it",
			   name);
}

void check_strangers(struct checking *c, struct check_names *n, bool whole)
{
	char path[FORMAT_PATH];

	for (size_t i = 0; i < n->n_packs; i++)
		check_pack_name(c, n->packs[i]);
	/* where records could not be read, their objects are not strangers */
	for (size_t i = 0; whole && i < n->n_objects; i++)
		if (!n->objects[i].named)
			check_find(c, "objects/%s: no record names it",
				   format_object_path(n->objects[i].id, path));
}
