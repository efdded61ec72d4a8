#include "ledger/check.h"

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "ledger/note.h"
#include "ledger/tiles.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX  65536
#define DEPTH_MAX 12 /* of folders below tile/ */

struct ledger_check {
	int dir;
	struct ledger_findings to;
	struct hasher *hasher;
	struct tiles tiles;
	struct note_checkpoint said;
	bool signed_well; /* there is a checkpoint that can be believed */
	uint64_t claimed; /* leaves the names of the tiles speak of */
};

__attribute__((format(printf, 2, 3))) static void
find(const struct ledger_check *c, const char *fmt, ...)
{
	struct str text AUTO(str_done) = STR_INIT;
	va_list ap;

	str_add(&text, "ledger: ");
	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	c->to.finding(c->to.ctx, text.s);
}

/* --- names -------------------------------------------------------------- */

/* "x001/x234/067" (all that is left of the name): true and *out. */
static bool parse_index(const char *p, uint64_t *out)
{
	uint64_t index = 0;

	for (;;) {
		bool more = *p == 'x';
		char *end = NULL;
		unsigned long group = strtoul(more ? ++p : p, &end, 10);

		if (end != p + 3 || group > 999 ||
		    index > UINT64_MAX / 1000 - 1)
			return false;
		index = index * 1000 + group;
		if (!more)
			break;
		if (*end != '/')
			return false;
		p = end + 1;
	}
	*out = index;
	return true;
}

/* The leaves a tile of this name stands for, or 0 where it is no name. */
static uint64_t leaves_of(const char *path)
{
	AUTO(free) char *copy = mem_strdup(path);
	char *part = strstr(copy, ".p/"), *rest = NULL, back[TILE_PATH];
	unsigned long level, width = TILE_WIDTH;
	uint64_t index = 0;

	if (!str_starts(copy, "tile/"))
		return 0;
	if (part != NULL) {
		*part = '\0';
		width = strtoul(part + 3, NULL, 10);
	}
	level = strtoul(copy + 5, &rest, 10);
	if (level >= TILE_LEVELS || width == 0 || width > TILE_WIDTH ||
	    *rest != '/' || !parse_index(rest + 1, &index) ||
	    index >> (56 - 8 * level) != 0)
		return 0;
	/* one name for one tile: what is written differently is none */
	(void)tiles_path((unsigned int)level, index, (unsigned int)width, back);
	return strcmp(back, path) == 0
		       ? (index * TILE_WIDTH + width) << (8 * level)
		       : 0;
}

static void look_at(struct ledger_check *c, const char *path)
{
	AUTO(free) char *name = mem_strdup(path);
	uint64_t leaves;

	if (str_ends(name, ".tmp")) /* a writer's, living or dead */
		name[strlen(name) - 4] = '\0';
	leaves = leaves_of(name);
	if (leaves == 0)
		find(c, "%s: does not belong there", path);
	else if (leaves > c->claimed && strcmp(name, path) == 0)
		c->claimed = leaves;
}

static int look_through(struct ledger_check *c, const char *path, int depth,
			struct err *e)
{
	int fd = openat(c->dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int rc = 0;

	if (dir == NULL && errno == ENOENT) /* none yet, or just dropped */
		return 0;
	if (dir == NULL)
		return err_sys(e, ERR_STORE, "list %s", path);
	/* a DIR of our own: no other thread uses it */
	while (rc == 0 && (entry = readdir(dir)) !=
				  NULL) { // NOLINT(concurrency-mt-unsafe)
		AUTO(free) char *sub = NULL;

		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		sub = str_printf("%s/%s", path, entry->d_name);
		if (entry->d_type == DT_DIR && depth < DEPTH_MAX)
			rc = look_through(c, sub, depth + 1, e);
		else
			look_at(c, sub);
	}
	(void)closedir(dir);
	return rc;
}

/* --- the checkpoint ----------------------------------------------------- */

static int check_public(const struct ledger_check *c, const struct note_key *k,
			struct err *e)
{
	struct str want AUTO(str_done) = STR_INIT;
	AUTO(free) char *have = NULL;
	size_t len = 0;

	note_public(k, &want);
	str_add_char(&want, '\n');
	if (file_read_all(c->dir, "key.pub", TEXT_MAX, &have, &len, e) < 0) {
		if (e->sys != ENOENT)
			return -1;
		err_clear(e);
		find(c, "key.pub: missing");
	} else if (len != want.len || memcmp(have, want.s, len) != 0) {
		find(c, "key.pub: changed");
	}
	return 0;
}

static int check_checkpoint(struct ledger_check *c,
			    const struct ledger_config *cfg, bool expected,
			    struct err *e)
{
	AUTO(note_key_free) struct note_key *k = NULL;
	AUTO(free) char *note = NULL;
	const char *name = cfg->sign_seed != NULL ? "checkpoint" : "head";
	char text[ERR_TEXT];
	size_t len = 0;

	if (file_read_all(c->dir, name, TEXT_MAX, &note, &len, e) < 0) {
		if (e->sys != ENOENT)
			return -1;
		err_clear(e);
		if (expected)
			find(c, "%s: missing", name);
		return 0;
	}
	if (cfg->sign_seed != NULL)
		k = note_key_new(cfg->origin, cfg->sign_seed);
	if (note_read_checkpoint(note, len, cfg->origin, k, &c->said, e) < 0) {
		find(c, "%s", err_str(e, text, sizeof(text)));
		err_clear(e);
	} else {
		c->signed_well = true;
	}
	return k != NULL ? check_public(c, k, e) : 0;
}

/* --- tiles -------------------------------------------------------------- */

/* The file as it is, or NULL where there is none. */
static char *slurp(const struct ledger_check *c, const char *path, size_t *len)
{
	struct err e = ERR_INIT;
	char *bytes = NULL;

	return file_read_all(c->dir, path, TEXT_MAX, &bytes, len, &e) < 0
		       ? NULL
		       : bytes;
}

static void compare_full(void *ctx, unsigned int level, uint64_t index,
			 const uint8_t *hashes)
{
	struct ledger_check *c = ctx;
	char path[TILE_PATH];
	size_t len = 0;
	AUTO(free)
	char *have = slurp(c, tiles_path(level, index, TILE_WIDTH, path), &len);

	if (have == NULL) {
		if (c->signed_well && index < tiles_index(c->said.size, level))
			find(c, "%s: missing", path);
	} else if (len != TILE_BYTES || memcmp(have, hashes, len) != 0) {
		find(c, "%s: does not hold the leaves' hashes", path);
	}
}

static void compare_part(const struct ledger_check *c, unsigned int level)
{
	uint64_t index = tiles_index(c->said.size, level);
	unsigned int width = tiles_width(c->said.size, level);
	size_t want = (size_t)width * LEDGER_HASH, len = 0;
	char path[TILE_PATH], full[TILE_PATH];
	AUTO(free)
	char *have = slurp(c, tiles_path(level, index, width, path), &len);

	if (have != NULL && len != want) {
		find(c, "%s: %zu bytes, not %zu", path, len, want);
		return;
	}
	if (have == NULL) /* it may have filled since */
		have = slurp(c, tiles_path(level, index, TILE_WIDTH, full),
			     &len);
	if (have == NULL || len < want)
		find(c, "%s: missing", path);
	else if (memcmp(have, c->tiles.part[level], want) != 0)
		find(c, "%s: does not hold the leaves' hashes", path);
}

/* As many leaves were given as the checkpoint speaks of. */
static void compare_checkpoint(struct ledger_check *c)
{
	uint8_t root[LEDGER_HASH];

	ledger_check_root(c, root);
	if (memcmp(root, c->said.root, LEDGER_HASH) != 0)
		find(c,
		     "checkpoint: its root is not that of the first %" PRIu64
		     " leaves",
		     c->said.size);
	for (unsigned int level = 0; level < TILE_LEVELS; level++)
		if (tiles_width(c->said.size, level) > 0)
			compare_part(c, level);
}

int ledger_check_begin(struct ledger_check **out,
		       const struct ledger_config *cfg, bool expected,
		       const struct ledger_findings *to, struct err *e)
{
	struct ledger_check *c = NEW(struct ledger_check);

	c->to = *to;
	c->hasher = hasher_new();
	c->tiles.ctx = c;
	c->tiles.full = compare_full;
	c->dir = file_open(AT_FDCWD, cfg->dir, O_RDONLY | O_DIRECTORY, 0, e);
	if (c->dir < 0 || check_checkpoint(c, cfg, expected, e) < 0 ||
	    look_through(c, "tile", 0, e) < 0) {
		ledger_check_end(c, false);
		return err_wrap(e, "ledger %s", cfg->dir);
	}
	*out = c;
	return 0;
}

void ledger_check_leaf(struct ledger_check *c, const void *data, size_t len)
{
	uint8_t hash[LEDGER_HASH];

	hasher_leaf(c->hasher, data, len, hash);
	tiles_append(&c->tiles, c->hasher, hash);
	if (c->signed_well && c->tiles.tree.size == c->said.size)
		compare_checkpoint(c);
}

void ledger_check_root(const struct ledger_check *c, uint8_t root[LEDGER_HASH])
{
	tree_root(&c->tiles.tree, c->hasher, root);
}

void ledger_check_end(struct ledger_check *c, bool whole)
{
	uint64_t leaves;

	if (c == NULL)
		return;
	leaves = c->tiles.tree.size;
	if (whole && c->signed_well && c->said.size > leaves)
		find(c,
		     "checkpoint: speaks of %" PRIu64 " leaves, there are only "
		     "%" PRIu64,
		     c->said.size, leaves);
	if (whole && c->claimed > leaves)
		find(c,
		     "tile/: there are tiles of %" PRIu64
		     " leaves, but only %" PRIu64 " leaves",
		     c->claimed, leaves);
	hasher_free(c->hasher);
	if (c->dir >= 0)
		(void)close(c->dir);
	free(c);
}
