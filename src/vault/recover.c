/*
 * recover.c - what a writer does before it writes.
 *
 * A pack that the last writer left open is cut behind its last whole batch
 * and sealed. What is cut was never acknowledged. Where that cannot be so
 * (the writer's note or a later batch says that more was durable) nothing
 * is cut: it is damage, and a person must look.
 */
#include "vault/vault-private.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- packs -------------------------------------------------------------- */

static int note_record(struct vault *v, struct pack *p, struct codec *c,
		       const struct scan_record *r, struct err *e)
{
	AUTO(free) uint8_t *plain = NULL;
	struct meta m;
	const char *wrong;
	int rc = codec_open(c, p->keys, p->dictionary, &r->h, r->bytes, &plain,
			    e);

	if (rc == 0) { /* destroyed already: it has no name any more */
		p->row.records++;
		return 0;
	}
	if (rc > 0) {
		wrong = format_read_meta(plain, r->h.plain, &m);
		if (wrong != NULL)
			rc = err_set(e, ERR_STORE, "meta: %s", wrong);
	}
	if (rc < 0)
		return err_wrap(e, "record at %" PRIu64, r->offset);
	pack_note(p, codec_name(c, v->name_key, m.key), r->offset, &m);
	return 0;
}

/* Nothing acknowledged may be behind where the walk ended. */
static int check_end(struct vault *v, struct pack *p, struct scan *s,
		     struct err *e)
{
	struct progress said;
	uint64_t at = 0;
	int rc;

	if (vault_lock_last(v, &said) && said.pack == p->row.id &&
	    said.end > scan_end(s))
		return err_set(e, ERR_STORE,
			       "damaged: %s, but batches were stored up to "
			       "%" PRIu64,
			       scan_why(s), said.end);
	rc = scan_look_beyond(s, &at, e);
	if (rc > 0)
		return err_set(
			e, ERR_STORE,
			"damaged: %s, but a later batch ends at %" PRIu64,
			scan_why(s), at);
	return rc;
}

static int walk(struct vault *v, struct pack *p, struct scan *s, struct err *e)
{
	struct codec *c = shelf_take_codec(v->shelf);
	struct scan_batch b;
	int rc;

	while ((rc = scan_next(s, &b, e)) > 0)
		for (size_t i = 0; rc > 0 && i < b.n; i++)
			if (note_record(v, p, c, &b.records[i], e) < 0) {
				shelf_give_codec(v->shelf, c);
				return -1;
			}
	shelf_give_codec(v->shelf, c);
	p->end = scan_end(s);
	return rc < 0 ? -1 : check_end(v, p, s, e);
}

/* Was the file made, but its header never whole? Then it holds nothing. */
static bool never_begun(const struct pack *p)
{
	struct err e = ERR_INIT;
	uint8_t magic[4] = { 0 };

	return file_read_at(p->fd, magic, 4, PACK_HEADER, &e) >= 0 &&
	       memcmp(magic, RECORD_MAGIC, 4) != 0;
}

static int walk_open_pack(struct vault *v, struct pack *p, struct err *e)
{
	AUTO(place_close) struct place *place = place_of_fd(p->fd);
	AUTO(scan_close) struct scan *s = NULL;
	const struct pack_header *h;

	/* what the page cache says need not be what the disk has */
	if (file_sync_data(p->fd, e) < 0)
		return -1;
	(void)posix_fadvise(p->fd, 0, 0, POSIX_FADV_DONTNEED);
	if (scan_open(&s, place, UINT64_MAX, e) < 0) {
		if (e->sys != 0 || !never_begun(p))
			return -1;
		err_clear(e);
		return 0;
	}
	h = scan_header(s);
	if (memcmp(h->vault, control_vault_id(v->control), FORMAT_ID) != 0 ||
	    h->pack != p->row.id || h->first_seq != p->row.first_seq)
		return err_set(e, ERR_STORE, "header: of another pack");
	p->keys = keytree_new();
	if (control_keys(v->control, p->row.id, p->keys, e) < 0)
		return -1;
	if (p->row.dict_pack != 0 &&
	    shelf_dictionary(v->shelf, p->row.dict_pack, p->row.dict_offset,
			     false, &p->dictionary, e) < 0)
		return err_wrap(e, "its dictionary");
	return walk(v, p, s, e);
}

static int close_pack(struct vault *v, struct pack_row *row, struct err *e)
{
	AUTO(pack_free) struct pack *p = NULL;
	char path[FORMAT_PATH];

	if (pack_adopt(&p, v->packs, row, e) < 0)
		return -1;
	if (p != NULL && walk_open_pack(v, p, e) < 0)
		return err_wrap(e, "recover packs/%s",
				format_pack_path(row->epoch, row->id, path));
	if (p == NULL || p->row.records == 0) {
		if (pack_remove(v->packs, row, e) < 0)
			return -1;
		return control_drop_pack(v->control, row->id, e);
	}
	if (pack_seal(p, v->control, e) < 0)
		return -1;
	*row = p->row;
	shelf_forget(v->shelf, row->id);
	return 0;
}

int vault_recover_packs(struct vault *v, uint64_t *next_seq, struct err *e)
{
	AUTO(free) struct pack_row *rows = NULL;
	uint64_t next = 1;
	size_t n = 0;

	if (control_packs(v->control, 0, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (rows[i].first_seq != next)
			return err_set(e, ERR_STORE,
				       "pack %" PRIu64
				       " begins with seq %" PRIu64
				       ", not %" PRIu64 ": records are missing",
				       rows[i].id, rows[i].first_seq, next);
		if (rows[i].state != PACK_SEALED &&
		    close_pack(v, &rows[i], e) < 0)
			return -1;
		next += rows[i].records;
	}
	*next_seq = next;
	return 0;
}

/* --- ledger ------------------------------------------------------------- */

struct tip {
	bool any;
	uint8_t root[CRYPT_HASH]; /* what the last batch mark says */
};

static int tell_ledger(struct vault *v, struct ledger *l,
		       const struct pack_row *row, struct tip *tip,
		       struct err *e)
{
	AUTO(scan_close) struct scan *s = NULL;
	struct scan_batch b;
	struct view *view = NULL;
	int rc;

	if (shelf_take(v->shelf, row->id, &view, e) < 0)
		return -1;
	rc = scan_open(&s, view->place, UINT64_MAX, e);
	while (rc >= 0 && (rc = scan_next(s, &b, e)) > 0) {
		for (size_t i = 0; i < b.n; i++)
			if (b.records[i].h.seq > ledger_size(l))
				ledger_append(l, b.leaves + i * MARK_LEAF,
					      MARK_LEAF);
		tip->any = true;
		memcpy(tip->root, b.mark.root, CRYPT_HASH);
	}
	shelf_give(v->shelf, view);
	return rc;
}

int vault_recover_ledger(struct vault *v, struct ledger *l, uint64_t next_seq,
			 struct err *e)
{
	AUTO(free) struct pack_row *rows = NULL;
	uint8_t root[CRYPT_HASH];
	struct tip tip = { 0 };
	size_t n = 0;

	if (ledger_size(l) >= next_seq)
		return err_set(e, ERR_STORE,
			       "the ledger holds %" PRIu64 " leaves, the packs "
			       "only %" PRIu64 " records: records are missing",
			       ledger_size(l), next_seq - 1);
	if (control_packs(v->control, 0, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n;

		if ((last || rows[i].first_seq + rows[i].records - 1 >
				     ledger_size(l)) &&
		    tell_ledger(v, l, &rows[i], &tip, e) < 0)
			return -1;
	}
	ledger_root(l, root);
	if (ledger_size(l) != next_seq - 1 ||
	    (tip.any && memcmp(root, tip.root, CRYPT_HASH) != 0))
		return err_set(e, ERR_STORE,
			       "the ledger's %" PRIu64 " leaves do not give "
			       "the root of the last batch mark (seq %" PRIu64
			       "): ledger or packs were changed",
			       ledger_size(l), next_seq - 1);
	return 0;
}

/* --- objects ------------------------------------------------------------ */

/* An object that may or may not have its record. */
struct candidate {
	uint8_t id[FORMAT_ID];
	uint64_t born;
	bool named;
};

struct candidates {
	struct candidate *list;
	size_t n;
	uint64_t born; /* the least */
};

static int add_candidate(struct vault *v, const char *name,
			 struct candidates *c, struct err *e)
{
	AUTO(fd_close) int fd = file_open(v->fresh, name, O_RDONLY, 0, e);
	uint8_t bytes[OBJECT_HEADER];
	struct object_header h;
	ssize_t n;

	if (fd < 0)
		return -1;
	n = file_read_at(fd, bytes, sizeof(bytes), 0, e);
	if (n < 0)
		return err_wrap(e, "objects/new/%s", name);
	if (n < OBJECT_HEADER || format_read_object_header(bytes, &h) != NULL)
		return err_set(e, ERR_STORE,
			       "objects/new/%s: damaged header: whether it "
			       "belongs to a record cannot be told",
			       name);
	c->list = mem_resize(c->list, (c->n + 1) * sizeof(*c->list));
	c->list[c->n] = (struct candidate){ .born = h.born };
	memcpy(c->list[c->n++].id, h.object, FORMAT_ID);
	if (c->n == 1 || h.born < c->born)
		c->born = h.born;
	return 0;
}

/* Unfinished files go at once; finished ones are listed. */
static int list_fresh(struct vault *v, struct candidates *c, struct err *e)
{
	int fd = openat(v->fresh, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int rc = 0;

	if (dir == NULL)
		return err_sys(e, ERR_STORE, "list objects/new");
	/* a DIR of our own: no other thread uses it */
	while (rc == 0 && (entry = readdir(dir)) !=
				  NULL) { // NOLINT(concurrency-mt-unsafe)
		if (str_ends(entry->d_name, ".tmp"))
			(void)unlinkat(v->fresh, entry->d_name, 0);
		else if (str_ends(entry->d_name, ".obj"))
			rc = add_candidate(v, entry->d_name, c, e);
	}
	(void)closedir(dir);
	return rc;
}

static int match(void *ctx, const struct walked *r, struct err *e)
{
	struct candidates *c = ctx;
	struct manifest m;
	const char *wrong;

	if (r->plain == NULL || r->meta.form != META_OBJECT)
		return 0;
	wrong = format_read_manifest(r->plain + META_SIZE + r->meta.info_len,
				     MANIFEST_SIZE, &m);
	if (wrong != NULL)
		return err_set(e, ERR_STORE, "%s", wrong);
	for (size_t i = 0; i < c->n; i++)
		if (memcmp(c->list[i].id, m.object, FORMAT_ID) == 0)
			c->list[i].named = true;
	return 0;
}

/* To its place if a durable record names it, away if none does. */
static int settle(struct vault *v, const struct candidate *c, struct err *e)
{
	char path[FORMAT_PATH], aa[3] = { 0 };
	const char *name = strchr(format_object_path(c->id, path), '/') + 1;
	AUTO(fd_close) int to = -1;

	if (!c->named) {
		if (unlinkat(v->fresh, name, 0) < 0)
			return err_sys(e, ERR_STORE, "remove objects/new/%s",
				       name);
		return 0;
	}
	memcpy(aa, path, 2);
	to = file_open_folder(v->objects, aa, e);
	if (to < 0)
		return -1;
	if (renameat(v->fresh, name, to, name) < 0)
		return err_sys(e, ERR_STORE, "move objects/new/%s", name);
	return file_sync(to, e);
}

int vault_recover_objects(struct vault *v, struct err *e)
{
	struct candidates c = { 0 };
	struct walk_to to = { .ctx = &c, .record = match };
	int rc = list_fresh(v, &c, e);

	if (rc == 0 && c.n > 0)
		rc = vault_walk(v, c.born + 1, &to, e);
	for (size_t i = 0; rc == 0 && i < c.n; i++)
		rc = settle(v, &c.list[i], e);
	if (rc == 0)
		rc = file_sync(v->fresh, e);
	free(c.list);
	return rc;
}
