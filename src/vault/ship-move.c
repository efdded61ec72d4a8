/*
 * ship-move.c - away from a store that is being left.
 *
 * First everything goes where it should be: into the store in use, or back
 * into the local folder. Each thing's row says so once it is there, and that
 * the old store has it also. When nothing is read from the old store any
 * more its copies are removed, each after the new place was asked for it
 * once more. A move that is turned round meanwhile is the same backwards.
 */
#include "vault/shipper-private.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define AT_ONCE ((size_t)4 * 1024 * 1024)

/* --- fetching ---------------------------------------------------------------
 */

/* A file that has no name of its own yet: objects/new/<name>. */
struct fetched {
	int fd;
	char name[40];
};

static int copy_down(struct shipper *s, const struct shipped *it, int fd,
		     struct err *e)
{
	AUTO(digest_free) struct digest_ctx *ctx = digest_begin();
	AUTO(free) uint8_t *buf = mem_resize(NULL, AT_ONCE);
	struct store *from = s->from->opened.store;
	struct digest d;
	uint64_t at = 0;
	ssize_t n;

	while (at < it->bytes) {
		n = from->ops->read(from, it->name, at, buf, AT_ONCE, e);
		if (n < 0)
			return stores_wrap(s->from, e);
		if (n == 0 || (uint64_t)n > it->bytes - at)
			break;
		digest_add(ctx, buf, (size_t)n);
		if (file_write_at(fd, buf, (size_t)n, at, e) < 0)
			return -1;
		at += (uint64_t)n;
	}
	digest_end(ctx, &d);
	if (at != it->bytes || memcmp(d.bytes, it->sha256, DIGEST_BYTES) != 0)
		return err_set(e, ERR_ITEM,
			       "store %" PRIu64
			       " (%s) has other bytes than were put there: see "
			       "`estreat vault check`",
			       s->from->id, s->from->kind);
	return 0;
}

static int fetch(struct shipper *s, const struct shipped *it,
		 struct fetched *out, struct err *e)
{
	uint8_t id[FORMAT_ID];
	char hex[2 * FORMAT_ID + 1];

	random_bytes(id, sizeof(id));
	encode_hex(id, sizeof(id), hex);
	/* a name that the next writer removes, should we die */
	(void)snprintf(out->name, sizeof(out->name), "%s.tmp", hex);
	out->fd = file_open(s->v->fresh, out->name, O_RDWR | O_CREAT | O_EXCL,
			    0600, e);
	if (out->fd < 0)
		return -1;
	if (copy_down(s, it, out->fd, e) == 0)
		return 0;
	(void)close(out->fd);
	(void)unlinkat(s->v->fresh, out->name, 0);
	return -1;
}

/* Under its own name, durable. */
static int install(struct shipper *s, const struct shipped *it,
		   const struct fetched *f, struct err *e)
{
	AUTO(free) char *path = mem_strdup(it->name);
	char *name = strrchr(path, '/') + 1;
	AUTO(fd_close) int folder = -1;

	name[-1] = '\0';
	if (fchmod(f->fd, 0440) < 0)
		return err_sys(e, ERR_STORE, "make read-only");
	if (file_sync(f->fd, e) < 0)
		return -1;
	folder = file_open_folder(s->v->dir, path, e);
	if (folder < 0)
		return -1;
	if (renameat(s->v->fresh, f->name, folder, name) < 0)
		return err_sys(e, ERR_STORE, "rename to %s", it->name);
	return file_sync(folder, e) < 0 ? -1 : file_sync(s->v->fresh, e);
}

/* --- moving ------------------------------------------------------------------
 */

/* The local file, where there is one and it is as it was shipped; or -1. */
static int open_kept(struct shipper *s, const struct shipped *it)
{
	int fd = openat(s->v->dir, it->name, O_RDONLY | O_CLOEXEC);
	struct err e = ERR_INIT;
	struct digest d;

	if (fd < 0 || (ship_hash(fd, &d, &e) == 0 && d.length == it->bytes &&
		       memcmp(d.bytes, it->sha256, DIGEST_BYTES) == 0))
		return fd;
	(void)close(fd);
	return -1;
}

static int note_moved(struct shipper *s, struct shipped *it, bool local,
		      struct err *e)
{
	it->store = s->pair.used.id;
	it->also = s->pair.leaving.id;
	it->local = local;
	return control_ship(s->v->control, it, e);
}

static int bring(struct shipper *s, struct shipped *it, struct err *e)
{
	AUTO(fd_close) int kept = open_kept(s, it);
	struct fetched f = { .fd = -1 };
	int rc;

	if (kept >= 0) {
		if (s->to != NULL && ship_put(s, it, kept, e) < 0)
			return -1;
		return note_moved(s, it, true, e);
	}
	if (fetch(s, it, &f, e) < 0)
		return -1;
	rc = s->to != NULL ? ship_put(s, it, f.fd, e) : install(s, it, &f, e);
	if (s->to != NULL || rc < 0)
		(void)unlinkat(s->v->fresh, f.name, 0);
	(void)close(f.fd);
	return rc < 0 ? -1 : note_moved(s, it, s->to == NULL, e);
}

static int move_one(struct shipper *s, struct shipped *it, struct err *e)
{
	int rc;

	ship_gate(s, it->bytes);
	rc = bring(s, it, e);
	ship_gate_end(s, it->bytes);
	return rc;
}

/* --- leaving
 * ------------------------------------------------------------------
 */

/* 1: the new place has it, 0: it does not. */
static int is_there(struct shipper *s, const struct shipped *it, struct err *e)
{
	struct store_object o = { 0 };
	struct stat st;
	struct store *to;
	int rc;

	if (s->to == NULL)
		return fstatat(s->v->dir, it->name, &st, 0) == 0 &&
		       (uint64_t)st.st_size == it->bytes;
	to = s->to->opened.store;
	rc = to->ops->stat(to, it->name, &o, e);
	if (rc < 0)
		return stores_wrap(s->to, e);
	return rc > 0 && o.size == it->bytes &&
	       (!o.has_sha256 ||
		memcmp(o.sha256, it->sha256, DIGEST_BYTES) == 0);
}

static int remove_one(struct shipper *s, struct shipped *it, struct err *e)
{
	struct store *from = s->from->opened.store;
	int rc = is_there(s, it, e);

	if (rc < 0)
		return -1;
	if (rc == 0) { /* then the old one counts again */
		it->store = s->pair.leaving.id;
		it->also = 0;
		if (control_ship(s->v->control, it, e) < 0)
			return -1;
		return err_set(e, ERR_ITEM,
			       "is not where it was moved to any more");
	}
	rc = from->ops->remove(from, it->name, e);
	if (rc < 0 && e->kind != ERR_ITEM)
		return stores_wrap(s->from, e);
	if (rc < 0) /* it is protected there, and stays */
		err_clear(e);
	it->also = 0;
	return control_ship(s->v->control, it, e);
}

/* Each row of a list of the store being left; 0: the pass should end. */
static int each_row(struct shipper *s, enum shipped_list list,
		    int (*one)(struct shipper *s, struct shipped *it,
			       struct err *e),
		    struct err *e)
{
	AUTO(free) struct shipped *page = mem_alloc(SHIP_PAGE, sizeof(*page));
	struct shipped_query q = { .list = list, .id = s->pair.leaving.id };
	char after[PLACE_NAME] = "";
	size_t n = 0;

	q.after = after;
	do {
		int rc = ship_goes_on(s, e);

		if (rc <= 0)
			return rc;
		if (control_shipped_list(s->v->control, &q, page, SHIP_PAGE, &n,
					 e) < 0)
			return -1;
		if (n > 0)
			memcpy(after, page[n - 1].name, PLACE_NAME);
		if (ship_each(s, page, n, one, e) < 0)
			return -1;
		if (atomic_load(&s->more))
			return 0;
	} while (n == SHIP_PAGE);
	return 1;
}

/* --- what nobody noted
 * -------------------------------------------------------- */

struct strays {
	struct shipper *s;
	char names[SHIP_PAGE][PLACE_NAME];
	size_t n;
};

/* Put there by a writer that died before it could say so: the thing itself
   is elsewhere. What is not ours is left. */
static int on_listed(void *ctx, const char *name, uint64_t size, struct err *e)
{
	struct strays *x = ctx;
	struct shipped row;
	int rc;

	(void)size;
	if (strlen(name) >= PLACE_NAME)
		return 0;
	rc = control_shipped(x->s->v->control, name, &row, e);
	if (rc < 0)
		return -1;
	if (rc > 0 ? row.store == x->s->pair.leaving.id
		   : faccessat(x->s->v->dir, name, F_OK, 0) < 0)
		return 0;
	memcpy(x->names[x->n++], name, strlen(name) + 1);
	return x->n < SHIP_PAGE ? 0 : err_set(e, ERR_RETRY, "enough for now");
}

static int remove_strays(struct shipper *s, const char *prefix, struct err *e)
{
	AUTO(free) struct strays *x = NEW(struct strays);
	struct store *from = s->from->opened.store;
	size_t removed;

	x->s = s;
	do {
		x->n = removed = 0;
		if (from->ops->list(from, prefix, on_listed, x, e) < 0 &&
		    x->n < SHIP_PAGE)
			return stores_wrap(s->from, e);
		err_clear(e);
		for (size_t i = 0; i < x->n; i++) {
			if (from->ops->remove(from, x->names[i], e) == 0)
				removed++;
			else if (e->kind != ERR_ITEM)
				return stores_wrap(s->from, e);
			err_clear(e);
		}
	} while (x->n == SHIP_PAGE && removed > 0);
	return 0;
}

/* Only where both are the places that they are taken for. */
static int check_marks(struct shipper *s, struct err *e)
{
	int rc = vault_store_own(s->v, s->from->opened.store, s->from->id, e);

	if (rc < 0)
		return stores_wrap(s->from, e);
	if (rc > 0 && s->to != NULL) {
		rc = vault_store_own(s->v, s->to->opened.store, s->to->id, e);
		if (rc < 0)
			return stores_wrap(s->to, e);
	}
	return rc;
}

static int remove_copies(struct shipper *s, struct err *e)
{
	struct store *from = s->from->opened.store;
	struct shipped_query q = { .list = SHIPPED_TO_REMOVE,
				   .id = s->pair.leaving.id,
				   .after = "" };
	struct shipped one;
	size_t n = 0;
	int rc = check_marks(s, e);

	if (rc < 0 ||
	    control_shipped_list(s->v->control, &q, &one, 1, &n, e) < 0)
		return -1;
	if (rc == 0 && n > 0)
		return err_set(e, ERR_RETRY,
			       "nothing is removed: the mark \"%s\" is missing "
			       "in store %" PRIu64 " or %" PRIu64
			       ", so that they cannot be told apart",
			       VAULT_STORE_MARK, s->from->id, s->pair.used.id);
	if (rc == 0)
		return 1; /* it was removed before */
	rc = each_row(s, SHIPPED_TO_REMOVE, remove_one, e);
	if (rc <= 0 || s->n_aside > 0)
		return rc < 0 ? -1 : 0;
	if (remove_strays(s, "packs/", e) < 0 ||
	    remove_strays(s, "objects/", e) < 0)
		return -1;
	rc = from->ops->remove(from, VAULT_STORE_MARK, e);
	if (rc < 0 && e->kind != ERR_ITEM)
		return stores_wrap(s->from, e);
	err_clear(e);
	return 1;
}

static int leave(struct shipper *s, struct err *e)
{
	const struct vault_stores *by = stores_by(s->v->stores);
	uint64_t id = s->pair.leaving.id;
	bool kept = s->pair.leaving.state == VAULT_STORE_KEEPING;
	int rc = kept ? control_shipped_forget(s->v->control, id, e)
		      : remove_copies(s, e);

	if (rc < 0 || (!kept && rc == 0))
		return rc;
	if (by->left != NULL && by->left(by->ctx, id, kept, e) < 0)
		return -1;
	if (control_shipped_tidy(s->v->control, false, e) < 0)
		return -1;
	return control_store_gone(s->v->control, id, e);
}

int ship_move(struct shipper *s, struct err *e)
{
	int rc = each_row(s, SHIPPED_TO_MOVE, move_one, e);

	if (rc <= 0)
		return rc;
	rc = control_shipped_any(s->v->control, s->pair.leaving.id, e);
	if (rc != 0) /* some are set aside */
		return rc < 0 ? -1 : 0;
	return leave(s, e);
}
