/* shipping.c - the stores as a person sees and changes them. */
#include "vault/shipping.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "store/store.h"
#include "vault/control-store.h"
#include "vault/vault-private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int vault_stores_list(struct db *db,
		      struct vault_store_info out[VAULT_STORES_MAX], size_t *n,
		      struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT s.id, s.kind, s.state, s.made_us, s.error, s.error_us,"
		" (SELECT count(*) FROM vault_shipped x WHERE x.store = s.id),"
		" (SELECT coalesce(sum(bytes), 0) FROM vault_shipped x"
		" WHERE x.store = s.id),"
		" (SELECT count(*) FROM vault_shipped x WHERE x.also = s.id"
		" AND x.also > 0)"
		" FROM vault_store s WHERE s.state < 4 ORDER BY s.state",
		e);
	int rc;

	*n = 0;
	while ((rc = db_step(st, e)) > 0 && *n < VAULT_STORES_MAX) {
		struct vault_store_info *i = &out[(*n)++];

		*i = (struct vault_store_info){
			.id = (uint64_t)db_col_int(st, 0),
			.state = (enum vault_store_state)db_col_int(st, 2),
			.made_us = db_col_int(st, 3),
			.error_us = db_col_int(st, 5),
			.files = (uint64_t)db_col_int(st, 6),
			.bytes = (uint64_t)db_col_int(st, 7),
			.also = (uint64_t)db_col_int(st, 8),
		};
		(void)snprintf(i->kind, sizeof(i->kind), "%s",
			       db_col_text(st, 1));
		(void)snprintf(i->error, sizeof(i->error), "%s",
			       db_col_text(st, 4));
	}
	return rc < 0 ? -1 : 0;
}

/* --- changing ------------------------------------------------------------ */

static int count(struct db *db, const char *sql, int64_t *out, struct err *e)
{
	AUTO(db_done) struct db_stmt *st = db_sql(db, sql, e);

	if (db_step(st, e) < 0)
		return -1;
	*out = db_col_int(st, 0);
	return 0;
}

static int leave(struct db *db, bool keep, struct err *e)
{
	struct db_stmt *st = db_sql(
		db, "UPDATE vault_store SET state = $1 WHERE state = 1", e);

	db_int(st, 1, keep ? VAULT_STORE_KEEPING : VAULT_STORE_LEAVING);
	return db_exec(st, e);
}

static int add(struct db *db, const char *kind, uint64_t *id, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "INSERT INTO vault_store(id, kind, state, made_us,"
		       " set_us) SELECT coalesce(max(id), 0) + 1, $1, 1, $2,"
		       " $2 FROM vault_store RETURNING id",
		       e);

	db_text(st, 1, kind);
	db_int(st, 2, clock_now_us());
	if (db_step(st, e) < 0)
		return -1;
	*id = (uint64_t)db_col_int(st, 0);
	return 0;
}

int vault_store_use(struct db *db, const char *kind, bool keep, uint64_t *id,
		    struct err *e)
{
	int64_t leaving = 0;

	if (count(db, "SELECT count(*) FROM vault_store WHERE state IN (2, 3)",
		  &leaving, e) < 0)
		return -1;
	if (leaving > 0)
		return err_set(e, ERR_USAGE,
			       "a move is under way and has to end first: "
			       "`estreat vault move` goes on with it, "
			       "`estreat vault move --back` turns it round");
	if (leave(db, keep, e) < 0)
		return -1;
	return kind == NULL ? 0 : add(db, kind, id, e);
}

int vault_store_return(struct db *db, struct err *e)
{
	int64_t leaving = 0;

	if (count(db, "SELECT count(*) FROM vault_store WHERE state IN (2, 3)",
		  &leaving, e) < 0)
		return -1;
	if (leaving == 0)
		return err_set(e, ERR_USAGE,
			       "no move is under way that could be turned "
			       "round");
	return db_exec(db_sql(db,
			      "UPDATE vault_store SET state = CASE state"
			      " WHEN 1 THEN 2 ELSE 1 END, error = '',"
			      " error_us = 0 WHERE state < 4",
			      e),
		       e);
}

int vault_store_touch(struct db *db, uint64_t id, struct err *e)
{
	struct db_stmt *st = db_sql(
		db, "UPDATE vault_store SET set_us = $2 WHERE id = $1", e);

	db_int(st, 1, (int64_t)id);
	db_int(st, 2, clock_now_us());
	return db_exec(st, e);
}

int vault_shipping_state(struct db *db, struct vault_shipping *out,
			 struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT (SELECT count(*) FROM vault_pack WHERE state = 2 AND"
		" EXISTS (SELECT 1 FROM vault_store WHERE state = 1) AND"
		" NOT EXISTS (SELECT 1 FROM vault_shipped s WHERE s.pack > 0"
		" AND s.pack = vault_pack.id)),"
		" (SELECT coalesce(sum(objects), 0) FROM vault_pack WHERE"
		" EXISTS (SELECT 1 FROM vault_store WHERE state = 1)) -"
		" (SELECT count(*) FROM vault_shipped WHERE pack = 0),"
		" (SELECT count(*) FROM vault_store WHERE state IN (2, 3)),"
		" (SELECT count(*) FROM vault_shipped WHERE store IN (SELECT"
		" id FROM vault_store WHERE state IN (2, 3))),"
		" (SELECT coalesce(sum(bytes), 0) FROM vault_shipped WHERE"
		" store IN (SELECT id FROM vault_store WHERE state IN (2, 3))),"
		" (SELECT count(*) FROM vault_shipped WHERE also > 0 AND also"
		" IN (SELECT id FROM vault_store WHERE state = 2)),"
		" (SELECT count(*) FROM vault_shipped WHERE local = 1 AND"
		" store > 0),"
		" (SELECT coalesce(sum(bytes), 0) FROM vault_shipped WHERE"
		" local = 1 AND store > 0)",
		e);
	int64_t objects;

	if (db_step(st, e) < 0)
		return -1;
	objects = db_col_int(st, 1);
	*out = (struct vault_shipping){
		.unshipped_packs = (uint64_t)db_col_int(st, 0),
		.unshipped_objects = objects > 0 ? (uint64_t)objects : 0,
		.leaving = db_col_int(st, 2) > 0,
		.to_move = (uint64_t)db_col_int(st, 3),
		.to_move_bytes = (uint64_t)db_col_int(st, 4),
		.to_remove = (uint64_t)db_col_int(st, 5),
		.cached = (uint64_t)db_col_int(st, 6),
		.cached_bytes = (uint64_t)db_col_int(st, 7),
	};
	return 0;
}

/* --- whose place it is ---------------------------------------------------- */

#define MARK_NAME VAULT_STORE_MARK

struct claim {
	char text[128];
	size_t len;
};

static struct claim claim_of(const struct vault *v, uint64_t id)
{
	char hex[2 * FORMAT_ID + 1];
	struct claim m = { .len = 0 };

	encode_hex(control_vault_id(v->control), FORMAT_ID, hex);
	m.len = (size_t)snprintf(m.text, sizeof(m.text),
				 "estreat vault %s store %" PRIu64 "\n", hex,
				 id);
	return m;
}

static int claim_read(void *ctx, uint64_t offset, void *buf, size_t len,
		      struct err *e)
{
	const struct claim *m = ctx;

	(void)e;
	memcpy(buf, m->text + offset, len);
	return 0;
}

/* What is there: its length, 0 where there is none. */
static ssize_t read_mark(struct store *s, struct claim *out, struct err *e)
{
	struct store_object o;
	int rc = s->ops->stat(s, MARK_NAME, &o, e);
	ssize_t n;

	if (rc <= 0)
		return rc;
	n = s->ops->read(s, MARK_NAME, 0, out->text, sizeof(out->text) - 1, e);
	if (n >= 0)
		out->text[n] = '\0';
	return n;
}

/* A store of this vault that was left, and its copies kept: it may be used
   again. */
static bool was_ours(struct vault *v, const struct claim *found)
{
	struct claim ours = claim_of(v, 0);
	size_t shared = ours.len - strlen("0\n");
	struct store_row row;
	struct err e = ERR_INIT;

	return strncmp(found->text, ours.text, shared) == 0 &&
	       control_store(v->control,
			     strtoull(found->text + shared, NULL, 10), &row,
			     &e) > 0 &&
	       row.state == VAULT_STORE_GONE;
}

int vault_store_own(struct vault *v, struct store *s, uint64_t id,
		    struct err *e)
{
	struct claim want = claim_of(v, id), found = { .len = 0 };
	ssize_t n = read_mark(s, &found, e);

	if (n < 0)
		return -1;
	return (size_t)n == want.len && strcmp(found.text, want.text) == 0;
}

/* Length of the mark that is there, if it may be one of ours. */
static ssize_t claimable(struct vault *v, struct store *s,
			 const struct claim *m, struct claim *found,
			 struct err *e)
{
	struct store_object own;
	int rc = s->ops->stat(s, LOCK_FILE, &own, e);
	ssize_t n = rc < 0 ? -1 : read_mark(s, found, e);

	if (n < 0)
		return -1;
	if (rc > 0)
		return err_set(e, ERR_USAGE,
			       "that is a vault's own folder: a store has to "
			       "be somewhere else");
	if (n == 0 || strcmp(found->text, m->text) == 0 || was_ours(v, found))
		return n;
	return err_set(e, ERR_USAGE,
		       "something is kept there already (its mark "
		       "\"" MARK_NAME "\" says \"%.*s\"): give another "
		       "prefix, container or folder",
		       (int)strcspn(found->text, "\r\n"), found->text);
}

int vault_store_claimable(struct vault *v, struct store *s, uint64_t id,
			  struct err *e)
{
	struct claim m = claim_of(v, id), found = { .len = 0 };

	return claimable(v, s, &m, &found, e) < 0 ? -1 : 0;
}

int vault_store_claim(struct vault *v, struct store *s, uint64_t id,
		      struct err *e)
{
	struct claim m = claim_of(v, id), found = { .len = 0 };
	struct digest d = digest_of(m.text, m.len);
	struct store_content c = { .ctx = &m,
				   .read = claim_read,
				   .size = m.len };
	ssize_t n = claimable(v, s, &m, &found, e);

	if (n < 0)
		return -1;
	if (n > 0 && strcmp(found.text, m.text) == 0)
		return 0;
	if (n > 0 && s->ops->remove(s, MARK_NAME, e) < 0)
		return -1;
	memcpy(c.sha256, d.bytes, STORE_SHA256);
	return s->ops->put(s, MARK_NAME, &c, NULL, e);
}
