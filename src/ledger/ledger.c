#include "ledger/ledger.h"

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
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define CHECKPOINT     "checkpoint"
#define HEAD           "head" /* the same text unsigned, without a seed */
#define CHECKPOINT_MAX 65536

/* A full tile on its way to disk. */
struct full_tile {
	struct full_tile *next;
	unsigned int level;
	uint64_t index;
	uint8_t hashes[TILE_BYTES];
};

struct ledger {
	int dir;
	char *origin;
	struct note_key *key; /* NULL without a seed */
	struct hasher *hasher;
	struct tiles now;
	struct tiles flushed; /* as of the last flush's begin, for ledger_cut */
	struct full_tile *full, **full_end; /* since then */
	uint8_t (*fresh)[LEDGER_HASH];      /* leaves since then */
	size_t n_fresh, cap_fresh;
	atomic_bool broken; /* a flush failed: files are behind for good */
};

struct ledger_job {
	struct tiles at;
	struct full_tile *full;
	uint8_t root[LEDGER_HASH];
	int64_t now_us;
};

static void full_free(struct full_tile *f)
{
	while (f != NULL) {
		struct full_tile *next = f->next;

		free(f);
		f = next;
	}
}

static void on_full(void *ctx, unsigned int level, uint64_t index,
		    const uint8_t *hashes)
{
	struct ledger *l = ctx;
	struct full_tile *f = NEW(struct full_tile);

	f->level = level;
	f->index = index;
	memcpy(f->hashes, hashes, TILE_BYTES);
	*l->full_end = f;
	l->full_end = &f->next;
}

/* --- opening ------------------------------------------------------------ */

static const char *head_name(const struct ledger *l)
{
	return l->key != NULL ? CHECKPOINT : HEAD;
}

/* The last flush's size and root; size 0 where there was none. */
static int read_head(struct ledger *l, struct note_checkpoint *c, struct err *e)
{
	AUTO(free) char *note = NULL;
	size_t len = 0;

	*c = (struct note_checkpoint){ .size = 0 };
	if (file_read_all(l->dir, head_name(l), CHECKPOINT_MAX, &note, &len,
			  e) < 0) {
		if (e->sys != ENOENT)
			return -1;
		err_clear(e);
		return 0;
	}
	return note_read_checkpoint(note, len, l->origin, l->key, c, e);
}

static int read_tile(struct ledger *l, uint64_t size, unsigned int level,
		     struct err *e)
{
	unsigned int width = tiles_width(size, level);
	uint64_t index = tiles_index(size, level);
	char part[TILE_PATH], full[TILE_PATH];
	const char *name = tiles_path(level, index, width, part);
	AUTO(free) char *bytes = NULL;
	size_t len = 0, want = (size_t)width * LEDGER_HASH;

	/* a flush that died behind its tiles may have left the full one */
	if (faccessat(l->dir, part, F_OK, 0) < 0)
		name = tiles_path(level, index, TILE_WIDTH, full);
	if (file_read_all(l->dir, name, TILE_BYTES, &bytes, &len, e) < 0)
		return err_wrap(e, "tile of %" PRIu64 " leaves", size);
	if (len < want)
		return err_set(e, ERR_STORE, "%s: %zu bytes, not %zu", name,
			       len, want);
	memcpy(l->now.part[level], bytes, want);
	return 0;
}

static int read_edge(struct ledger *l, const struct note_checkpoint *c,
		     struct err *e)
{
	uint8_t root[LEDGER_HASH];

	if (c->size == 0)
		return 0;
	for (unsigned int level = 0; level < TILE_LEVELS; level++)
		if (tiles_width(c->size, level) > 0 &&
		    read_tile(l, c->size, level, e) < 0)
			return -1;
	tiles_restore(&l->now, l->hasher, c->size);
	tree_root(&l->now.tree, l->hasher, root);
	if (memcmp(root, c->root, LEDGER_HASH) != 0)
		return err_set(e, ERR_STORE,
			       "the last tiles do not give the root that "
			       "\"%s\" says for %" PRIu64 " leaves",
			       head_name(l), c->size);
	return 0;
}

/* Put len bytes as name unless they are there already; its folder synced. */
static int write_file(struct ledger *l, const char *name, const void *bytes,
		      size_t len, struct err *e)
{
	AUTO(free) char *dir = mem_strdup(name);
	char *slash = strrchr(dir, '/');
	AUTO(fd_close) int fd = -1;

	if (slash != NULL)
		*slash = '\0';
	fd = file_open_folder(l->dir, slash != NULL ? dir : ".", e);
	if (fd < 0 || file_replace(fd, slash != NULL ? slash + 1 : name, bytes,
				   len, 0600, e) < 0)
		return -1;
	return file_sync(fd, e);
}

static int write_public(struct ledger *l, struct err *e)
{
	struct str want AUTO(str_done) = STR_INIT;
	AUTO(free) char *have = NULL;
	size_t len = 0;

	if (l->key == NULL)
		return 0;
	note_public(l->key, &want);
	str_add_char(&want, '\n');
	if (file_read_all(l->dir, "key.pub", CHECKPOINT_MAX, &have, &len, e) <
	    0) {
		if (e->sys != ENOENT)
			return -1;
		err_clear(e);
	} else if (len == want.len && memcmp(have, want.s, len) == 0) {
		return 0;
	}
	return write_file(l, "key.pub", want.s, want.len, e);
}

int ledger_open(struct ledger **out, const struct ledger_config *cfg,
		struct err *e)
{
	AUTO(ledger_close) struct ledger *l = NULL;
	struct note_checkpoint c;

	if (!note_name_ok(cfg->origin))
		return err_set(e, ERR_USAGE,
			       "ledger: \"%s\" is no origin: it must not be "
			       "empty nor hold white space or '+'",
			       cfg->origin);
	l = NEW(struct ledger);
	l->full_end = &l->full;
	l->origin = mem_strdup(cfg->origin);
	l->hasher = hasher_new();
	l->now.ctx = l;
	l->now.full = on_full;
	if (cfg->sign_seed != NULL)
		l->key = note_key_new(cfg->origin, cfg->sign_seed);
	l->dir = file_open_folder(AT_FDCWD, cfg->dir, e);
	if (l->dir < 0 || read_head(l, &c, e) < 0 || read_edge(l, &c, e) < 0 ||
	    write_public(l, e) < 0)
		return err_wrap(e, "ledger %s", cfg->dir);
	l->flushed = l->now;
	*out = TAKE(l);
	return 0;
}

void ledger_close(struct ledger *l)
{
	if (l == NULL)
		return;
	full_free(l->full);
	note_key_free(l->key);
	hasher_free(l->hasher);
	if (l->dir >= 0)
		(void)close(l->dir);
	free(l->fresh);
	free(l->origin);
	free(l);
}

/* --- appending ---------------------------------------------------------- */

uint64_t ledger_size(const struct ledger *l)
{
	return l->now.tree.size;
}

uint64_t ledger_flushed(const struct ledger *l)
{
	return l->flushed.tree.size;
}

void ledger_append(struct ledger *l, const void *data, size_t len)
{
	if (l->n_fresh == l->cap_fresh) {
		l->cap_fresh = l->cap_fresh > 0 ? 2 * l->cap_fresh : 1024;
		l->fresh = mem_resize(l->fresh, l->cap_fresh * LEDGER_HASH);
	}
	hasher_leaf(l->hasher, data, len, l->fresh[l->n_fresh]);
	tiles_append(&l->now, l->hasher, l->fresh[l->n_fresh++]);
}

void ledger_root(const struct ledger *l, uint8_t root[LEDGER_HASH])
{
	tree_root(&l->now.tree, l->hasher, root);
}

int ledger_cut(struct ledger *l, uint64_t size, struct err *e)
{
	if (size > l->now.tree.size || size < l->flushed.tree.size)
		return err_set(e, ERR_STORE,
			       "ledger: cannot cut %" PRIu64
			       " leaves to %" PRIu64 ", %" PRIu64
			       " are published",
			       l->now.tree.size, size, l->flushed.tree.size);
	full_free(l->full);
	l->full = NULL;
	l->full_end = &l->full;
	l->n_fresh = (size_t)(size - l->flushed.tree.size);
	l->now = l->flushed;
	for (size_t i = 0; i < l->n_fresh; i++)
		tiles_append(&l->now, l->hasher, l->fresh[i]);
	return 0;
}

/* --- publishing --------------------------------------------------------- */

struct ledger_job *ledger_flush_begin(struct ledger *l, int64_t now_us)
{
	struct ledger_job *job = NEW(struct ledger_job);

	job->at = l->now;
	job->full = l->full;
	job->now_us = now_us;
	ledger_root(l, job->root);
	l->full = NULL;
	l->full_end = &l->full;
	l->n_fresh = 0;
	l->flushed = l->now;
	return job;
}

static int write_tile(struct ledger *l, unsigned int level, uint64_t index,
		      unsigned int width, const uint8_t *hashes, struct err *e)
{
	char path[TILE_PATH];

	return write_file(l, tiles_path(level, index, width, path), hashes,
			  (size_t)width * LEDGER_HASH, e);
}

static int write_tiles(struct ledger *l, const struct ledger_job *job,
		       struct err *e)
{
	uint64_t size = job->at.tree.size;

	for (const struct full_tile *f = job->full; f != NULL; f = f->next)
		if (write_tile(l, f->level, f->index, TILE_WIDTH, f->hashes,
			       e) < 0)
			return -1;
	for (unsigned int level = 0; level < TILE_LEVELS; level++)
		if (tiles_width(size, level) > 0 &&
		    write_tile(l, level, tiles_index(size, level),
			       tiles_width(size, level), job->at.part[level],
			       e) < 0)
			return -1;
	return 0;
}

static int publish(struct ledger *l, const struct ledger_job *job,
		   struct err *e)
{
	struct note_checkpoint c = { .size = job->at.tree.size };
	struct str text AUTO(str_done) = STR_INIT;
	struct str note AUTO(str_done) = STR_INIT;

	memcpy(c.root, job->root, LEDGER_HASH);
	note_write_checkpoint(&text, l->origin, &c, job->now_us);
	if (l->key != NULL)
		note_sign(l->key, text.s, &note);
	else
		str_addf(&note, "%s\n", text.s);
	return write_file(l, head_name(l), note.s, note.len, e);
}

/* The full tile is published: its partial forms are of no more use. */
static void drop_parts(struct ledger *l, const struct full_tile *f)
{
	char full[TILE_PATH];
	AUTO(free) char *path = NULL;
	struct dirent *entry;
	DIR *dir;
	int fd;

	path = str_printf("%s.p",
			  tiles_path(f->level, f->index, TILE_WIDTH, full));
	fd = openat(l->dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (dir == NULL)
		return;
	/* a DIR of our own: no other thread uses it */
	while ((entry = readdir(dir)) != NULL) // NOLINT(concurrency-mt-unsafe)
		if (entry->d_name[0] != '.')
			(void)unlinkat(fd, entry->d_name, 0);
	(void)closedir(dir);
	(void)unlinkat(l->dir, path, AT_REMOVEDIR);
}

int ledger_flush_end(struct ledger *l, struct ledger_job *job, struct err *e)
{
	int rc;

	if (l->broken)
		rc = err_set(e, ERR_STORE, "ledger: an earlier flush failed");
	else
		rc = write_tiles(l, job, e) < 0 || publish(l, job, e) < 0 ? -1
									  : 0;
	if (rc < 0)
		l->broken = true;
	for (const struct full_tile *f = job->full; rc == 0 && f != NULL;
	     f = f->next)
		drop_parts(l, f);
	full_free(job->full);
	free(job);
	return rc < 0 ? err_wrap(e, "ledger") : 0;
}

int ledger_flush(struct ledger *l, int64_t now_us, struct err *e)
{
	return ledger_flush_end(l, ledger_flush_begin(l, now_us), e);
}
