#include "vault/control-store.h"

#include "base/clock.h"
#include "base/err.h"
#include "vault/control-private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- stores ------------------------------------------------------------- */

static void read_store(struct db_stmt *st, struct store_row *out)
{
	*out = (struct store_row){
		.id = (uint64_t)db_col_int(st, 0),
		.state = (enum vault_store_state)db_col_int(st, 2),
		.set_us = db_col_int(st, 3),
	};
	(void)snprintf(out->kind, sizeof(out->kind), "%s", db_col_text(st, 1));
}

int control_store(struct control *c, uint64_t id, struct store_row *out,
		  struct err *e)
{
	struct db_stmt *st;
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db,
		    "SELECT id, kind, state, set_us FROM vault_store"
		    " WHERE id = $1",
		    e);
	db_int(st, 1, (int64_t)id);
	rc = db_step(st, e);
	if (rc > 0)
		read_store(st, out);
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	return rc;
}

int control_store_pair(struct control *c, struct store_pair *out, struct err *e)
{
	struct store_row row;
	struct db_stmt *st;
	int rc;

	*out = (struct store_pair){ 0 };
	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db,
		    "SELECT id, kind, state, set_us FROM vault_store"
		    " WHERE state < 4",
		    e);
	while ((rc = db_step(st, e)) > 0) {
		read_store(st, &row);
		if (row.state == VAULT_STORE_USED)
			out->used = row;
		else
			out->leaving = row;
	}
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	return rc;
}

int control_store_error(struct control *c, uint64_t id, const char *text,
			struct err *e)
{
	struct db_stmt *st;
	int rc;

	control_write_begin(c);
	st = db_sql(c->db,
		    "UPDATE vault_store SET error = $2, error_us = CASE"
		    " WHEN $2 = '' THEN 0 WHEN error_us > 0 THEN error_us"
		    " ELSE $3 END WHERE id = $1 AND error <> $2",
		    e);
	db_int(st, 1, (int64_t)id);
	db_text(st, 2, text);
	db_int(st, 3, clock_now_us());
	rc = db_exec(st, e);
	control_write_end(c);
	return rc;
}

int control_store_gone(struct control *c, uint64_t id, struct err *e)
{
	struct db_stmt *st;
	int rc;

	control_write_begin(c);
	/* unless a person has gone back to it meanwhile */
	st = db_sql(c->db,
		    "UPDATE vault_store SET state = 4, error = '', error_us = 0"
		    " WHERE id = $1 AND state IN (2, 3)",
		    e);
	db_int(st, 1, (int64_t)id);
	rc = db_exec(st, e);
	control_write_end(c);
	return rc;
}

/* --- what was shipped ---------------------------------------------------- */

#define SHIPPED_COLUMNS                                                        \
	"name, pack, bytes, sha256, store, also, local FROM vault_shipped"

static void read_shipped(struct db_stmt *st, struct shipped *out)
{
	const void *sha256;
	size_t len = 0;

	*out = (struct shipped){
		.pack = (uint64_t)db_col_int(st, 1),
		.bytes = (uint64_t)db_col_int(st, 2),
		.store = (uint64_t)db_col_int(st, 4),
		.also = (uint64_t)db_col_int(st, 5),
		.local = db_col_int(st, 6) != 0,
	};
	(void)snprintf(out->name, PLACE_NAME, "%s", db_col_text(st, 0));
	sha256 = db_col_bytes(st, 3, &len);
	if (len == DIGEST_BYTES)
		memcpy(out->sha256, sha256, DIGEST_BYTES);
}

int control_shipped(struct control *c, const char *name, struct shipped *out,
		    struct err *e)
{
	struct db_stmt *st;
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db, "SELECT " SHIPPED_COLUMNS " WHERE name = $1", e);
	db_text(st, 1, name);
	rc = db_step(st, e);
	if (rc > 0)
		read_shipped(st, out);
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	return rc;
}

int control_ship(struct control *c, const struct shipped *s, struct err *e)
{
	struct db_stmt *st;
	int rc;

	control_write_begin(c);
	st = db_sql(c->db,
		    "INSERT INTO vault_shipped(name, pack, bytes, sha256,"
		    " store, also, local, shipped_us)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
		    " ON CONFLICT (name) DO UPDATE SET bytes = $3,"
		    " sha256 = $4, store = $5, also = $6, local = $7",
		    e);
	db_text(st, 1, s->name);
	db_int(st, 2, (int64_t)s->pack);
	db_int(st, 3, (int64_t)s->bytes);
	db_bytes(st, 4, s->sha256, DIGEST_BYTES);
	db_int(st, 5, (int64_t)s->store);
	db_int(st, 6, (int64_t)s->also);
	db_int(st, 7, s->local);
	db_int(st, 8, clock_now_us());
	rc = db_exec(st, e);
	control_write_end(c);
	return rc < 0 ? err_wrap(e, "note where %s is", s->name) : 0;
}

int control_shipped_local(struct control *c, const char *name, bool local,
			  struct err *e)
{
	struct db_stmt *st;
	int rc;

	control_write_begin(c);
	st = db_sql(c->db,
		    "UPDATE vault_shipped SET local = $2 WHERE name = $1", e);
	db_text(st, 1, name);
	db_int(st, 2, local);
	rc = db_exec(st, e);
	control_write_end(c);
	return rc;
}

static struct db_stmt *list_sql(struct control *c,
				const struct shipped_query *q, struct err *e)
{
	switch (q->list) {
	case SHIPPED_AFTER:
		return db_sql(c->db,
			      "SELECT " SHIPPED_COLUMNS " WHERE (store = $1 OR"
			      " also = $1) AND name > $2 ORDER BY name"
			      " LIMIT $3",
			      e);
	case SHIPPED_TO_MOVE:
		return db_sql(c->db,
			      "SELECT " SHIPPED_COLUMNS " WHERE store = $1"
			      " AND name > $2 ORDER BY name LIMIT $3",
			      e);
	case SHIPPED_TO_REMOVE:
		return db_sql(c->db,
			      "SELECT " SHIPPED_COLUMNS " WHERE also = $1"
			      " AND also > 0 AND name > $2 ORDER BY name"
			      " LIMIT $3",
			      e);
	case SHIPPED_TO_EVICT:
		break;
	}
	return db_sql(c->db,
		      "SELECT " SHIPPED_COLUMNS " WHERE local = 1"
		      " AND store > 0 ORDER BY shipped_us, name LIMIT $3",
		      e);
}

int control_shipped_list(struct control *c, const struct shipped_query *q,
			 struct shipped *out, size_t cap, size_t *n,
			 struct err *e)
{
	struct db_stmt *st;
	size_t count = 0;
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	st = list_sql(c, q, e);
	if (q->list != SHIPPED_TO_EVICT) {
		db_int(st, 1, (int64_t)q->id);
		db_text(st, 2, q->after);
	}
	db_int(st, 3, (int64_t)cap);
	while ((rc = db_step(st, e)) > 0 && count < cap)
		read_shipped(st, &out[count++]);
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	if (rc < 0)
		return err_wrap(e, "list what was shipped");
	*n = count;
	return 0;
}

int control_shipped_cached(struct control *c, uint64_t *out, struct err *e)
{
	struct db_stmt *st;
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db,
		    "SELECT coalesce(sum(bytes), 0) FROM vault_shipped"
		    " WHERE local = 1 AND store > 0",
		    e);
	rc = db_step(st, e);
	if (rc > 0)
		*out = (uint64_t)db_col_int(st, 0);
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	return rc < 0 ? -1 : 0;
}

int control_shipped_any(struct control *c, uint64_t store, struct err *e)
{
	struct db_stmt *st;
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db,
		    "SELECT 1 FROM vault_shipped WHERE store = $1 LIMIT 1", e);
	db_int(st, 1, (int64_t)store);
	rc = db_step(st, e);
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	return rc;
}

int control_shipped_forget(struct control *c, uint64_t also, struct err *e)
{
	struct db_stmt *st;
	int rc;

	control_write_begin(c);
	st = db_sql(c->db, "UPDATE vault_shipped SET also = 0 WHERE also = $1",
		    e);
	db_int(st, 1, (int64_t)also);
	rc = db_exec(st, e);
	control_write_end(c);
	return rc;
}

int control_shipped_tidy(struct control *c, bool all, struct err *e)
{
	struct db_stmt *st;
	int rc;

	control_write_begin(c);
	st = db_sql(c->db,
		    "DELETE FROM vault_shipped WHERE store = 0 AND"
		    " (also = 0 OR $1 = 1)",
		    e);
	db_int(st, 1, all);
	rc = db_exec(st, e);
	control_write_end(c);
	return rc;
}

int control_unshipped(struct control *c, uint64_t after, struct pack_row *out,
		      size_t cap, size_t *n, struct err *e)
{
	struct db_stmt *st;
	size_t count = 0;
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db,
		    "SELECT " PACK_COLUMNS " WHERE state = 2 AND id > $1 AND"
		    " NOT EXISTS (SELECT 1 FROM vault_shipped s WHERE"
		    " s.pack > 0 AND s.pack = vault_pack.id)"
		    " ORDER BY id LIMIT $2",
		    e);
	db_int(st, 1, (int64_t)after);
	db_int(st, 2, (int64_t)cap);
	while ((rc = db_step(st, e)) > 0 && count < cap)
		control_read_pack(st, &out[count++]);
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	*n = count;
	return rc;
}

int control_shipped_pins(struct control *c, struct pack_pins *out,
			 struct err *e)
{
	struct db_stmt *st;
	int rc;

	*out = (struct pack_pins){ 0 };
	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db,
		    "SELECT id, dict_pack FROM vault_pack"
		    " ORDER BY id DESC LIMIT 1",
		    e);
	rc = db_step(st, e);
	if (rc > 0) {
		out->newest = (uint64_t)db_col_int(st, 0);
		out->dict_pack = (uint64_t)db_col_int(st, 1);
	}
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	return rc < 0 ? -1 : 0;
}
