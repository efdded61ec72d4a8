/*
 * check-store.c - control and a store, name by name.
 *
 * Both lists are in order of name and are walked side by side, so memory does
 * not grow with them. Where they differ the one thing is looked at again: a
 * writer may ship and move meanwhile. What has no local file is read whole
 * when its pack or record is checked; of what has, the store's own record of
 * the digest is compared here.
 */
#include "vault/check.h"

#include "base/err.h"
#include "base/mem.h"
#include "vault/control-store.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE 256

struct walk {
	struct checking *c;
	struct stores_handle *h;
	struct shipped *page; /* rows, by name */
	size_t n, at;
	bool last; /* there are no more behind the page */
	char after[PLACE_NAME];
};

/* The next row, or NULL; *failed where control could not be read. */
static const struct shipped *next_row(struct walk *w, struct err *e,
				      bool *failed)
{
	struct shipped_query q = { .list = SHIPPED_AFTER,
				   .id = w->h->id,
				   .after = w->after };

	if (w->at < w->n)
		return &w->page[w->at];
	if (w->last)
		return NULL;
	if (control_shipped_list(w->c->v->control, &q, w->page, PAGE, &w->n,
				 e) < 0) {
		*failed = true;
		return NULL;
	}
	w->at = 0;
	w->last = w->n < PAGE;
	if (w->n > 0)
		memcpy(w->after, w->page[w->n - 1].name, PLACE_NAME);
	return w->n > 0 ? &w->page[0] : NULL;
}

/* Control says it is there, and the list did not have it as it should be. */
static int look(struct walk *w, const char *name, struct err *e)
{
	struct store *s = w->h->opened.store;
	struct store_object o = { 0 };
	struct shipped row;
	int rc;

	rc = control_shipped(w->c->v->control, name, &row, e);
	if (rc <= 0 || row.store != w->h->id)
		return rc < 0 ? -1 : 0; /* it was moved: the copy may go */
	rc = s->ops->stat(s, name, &o, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		check_find(w->c, "store %" PRIu64 " (%s): %s is missing",
			   w->h->id, w->h->kind, name);
	else if (o.size != row.bytes)
		check_find(w->c,
			   "store %" PRIu64 " (%s): %s has %" PRIu64
			   " bytes, not %" PRIu64,
			   w->h->id, w->h->kind, name, o.size, row.bytes);
	else if (!o.has_sha256)
		check_find(w->c,
			   "store %" PRIu64 " (%s): %s has lost the digest "
			   "that was put there with it",
			   w->h->id, w->h->kind, name);
	else if (memcmp(o.sha256, row.sha256, DIGEST_BYTES) != 0)
		check_find(w->c,
			   "store %" PRIu64 " (%s): %s has another digest than "
			   "what was put there",
			   w->h->id, w->h->kind, name);
	return 0;
}

/* Nothing in control speaks of it. */
static int stranger(struct walk *w, const char *name, struct err *e)
{
	struct shipped row;
	int rc = 0;

	if (strcmp(name, VAULT_STORE_MARK) == 0)
		return 0;
	if (strlen(name) < PLACE_NAME)
		rc = control_shipped(w->c->v->control, name, &row, e);
	if (rc < 0)
		return -1;
	/* put, and not noted yet: a writer is at it, or died, and its next one
	   will be */
	if (rc > 0 || faccessat(w->c->v->dir, name, F_OK, 0) == 0)
		return 0;
	check_find(w->c,
		   "store %" PRIu64 " (%s): %s: nothing in the vault speaks of "
		   "it",
		   w->h->id, w->h->kind, name);
	return 0;
}

/* Rows before name (NULL: all that are left) are not in the list. */
static int rows_before(struct walk *w, const char *name, struct err *e)
{
	const struct shipped *row;
	bool failed = false;

	while ((row = next_row(w, e, &failed)) != NULL &&
	       (name == NULL || strcmp(row->name, name) < 0)) {
		if (look(w, row->name, e) < 0)
			return -1;
		w->at++;
	}
	return failed ? -1 : 0;
}

static int on_listed(void *ctx, const char *name, uint64_t size, struct err *e)
{
	struct walk *w = ctx;
	const struct shipped *row;
	bool failed = false;

	if (rows_before(w, name, e) < 0)
		return -1;
	row = next_row(w, e, &failed);
	if (failed)
		return -1;
	if (row == NULL || strcmp(row->name, name) != 0)
		return stranger(w, name, e);
	w->c->out->shipped++;
	w->at++;
	if (size == row->bytes && !row->local)
		return 0; /* it will be read */
	return look(w, row->name, e);
}

/* It is there; but of a store that is left it goes last. */
static int check_mark(struct walk *w, struct err *e)
{
	bool failed = false;
	int rc = vault_store_own(w->c->v, w->h->opened.store, w->h->id, e);

	if (rc == 0 && next_row(w, e, &failed) != NULL)
		check_find(w->c,
			   "store %" PRIu64 " (%s): its mark \"%s\" is missing",
			   w->h->id, w->h->kind, VAULT_STORE_MARK);
	return rc < 0 || failed ? -1 : 0;
}

static int check_store(struct checking *c, const struct store_row *row,
		       struct err *e)
{
	struct vault *v = c->v;
	AUTO(free) struct shipped *page = mem_alloc(PAGE, sizeof(*page));
	struct walk w = { .c = c, .page = page };
	struct store *s;
	int rc;

	if (stores_take(v->stores, row->id, &w.h, e) < 0)
		return -1;
	s = w.h->opened.store;
	rc = check_mark(&w, e);
	if (rc >= 0)
		rc = s->ops->list(s, "", on_listed, &w, e);
	if (rc >= 0)
		rc = rows_before(&w, NULL, e);
	if (rc < 0)
		(void)stores_wrap(w.h, e);
	stores_give(v->stores, w.h);
	return rc < 0 ? -1 : 0;
}

/* Complete and in no store: no defect, but worth knowing. */
static int count_waiting(struct checking *c, struct err *e)
{
	AUTO(free) struct pack_row *rows = mem_alloc(PAGE, sizeof(*rows));
	uint64_t after = 0;
	size_t n = 0;

	do {
		if (control_unshipped(c->v->control, after, rows, PAGE, &n, e) <
		    0)
			return -1;
		c->out->unshipped += n;
		if (n > 0)
			after = rows[n - 1].id;
	} while (n == PAGE);
	return 0;
}

int check_stores(struct checking *c, struct err *e)
{
	struct store_pair pair;

	if (control_store_pair(c->v->control, &pair, e) < 0)
		return -1;
	if (pair.used.id != 0 &&
	    (check_store(c, &pair.used, e) < 0 || count_waiting(c, e) < 0))
		return -1;
	if (pair.leaving.id != 0 && check_store(c, &pair.leaving, e) < 0)
		return -1;
	return 0;
}
