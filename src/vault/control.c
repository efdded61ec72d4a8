#include "vault/control-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "db/turns.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK_SIZE 16
#define WRAPPED    (CRYPT_NONCE + KEYTREE_KEY + CRYPT_TAG)

static const char *const steps[] = {
	"CREATE TABLE vault_identity ("
	" id BIGINT PRIMARY KEY,"
	" vault BYTEA NOT NULL,"
	" key_check BYTEA NOT NULL,"
	" made_us BIGINT NOT NULL);"
	"CREATE TABLE vault_pack ("
	" id BIGINT PRIMARY KEY,"
	" epoch BIGINT NOT NULL,"
	" state BIGINT NOT NULL,"
	" made_us BIGINT NOT NULL,"
	" sealed_us BIGINT,"
	" first_seq BIGINT NOT NULL,"
	" dict_pack BIGINT NOT NULL,"
	" dict_offset BIGINT NOT NULL,"
	" records BIGINT NOT NULL,"
	" objects BIGINT NOT NULL,"
	" plain_bytes BIGINT NOT NULL,"
	" object_bytes BIGINT NOT NULL,"
	" bytes BIGINT NOT NULL,"
	" sha256 BYTEA);"
	"CREATE TABLE vault_key_node ("
	" pack BIGINT NOT NULL,"
	" node BIGINT NOT NULL,"
	" wrapped BYTEA NOT NULL,"
	" PRIMARY KEY (pack, node));",

	"ALTER TABLE vault_identity ADD COLUMN"
	" published BIGINT NOT NULL DEFAULT 0;",

	/* stores (control-store.h) */
	"CREATE TABLE vault_store ("
	" id BIGINT PRIMARY KEY,"
	" kind TEXT NOT NULL,"
	" state BIGINT NOT NULL,"
	" made_us BIGINT NOT NULL,"
	" set_us BIGINT NOT NULL,"
	" error TEXT NOT NULL DEFAULT '',"
	" error_us BIGINT NOT NULL DEFAULT 0);"
	"CREATE TABLE vault_shipped ("
	" name TEXT PRIMARY KEY,"
	" pack BIGINT NOT NULL,"
	" bytes BIGINT NOT NULL,"
	" sha256 BYTEA NOT NULL,"
	" store BIGINT NOT NULL,"
	" also BIGINT NOT NULL,"
	" local BIGINT NOT NULL,"
	" shipped_us BIGINT NOT NULL);"
	"CREATE UNIQUE INDEX vault_shipped_pack ON vault_shipped(pack)"
	" WHERE pack > 0;"
	"CREATE INDEX vault_shipped_store ON vault_shipped(store, name);"
	"CREATE INDEX vault_shipped_also ON vault_shipped(also, name)"
	" WHERE also > 0;"
	"CREATE INDEX vault_shipped_local ON vault_shipped(shipped_us, name)"
	" WHERE local = 1;",
};

/* --- identity ----------------------------------------------------------- */

/* 1: there is one and the key fits, 0: none yet. */
static int read_identity(struct control *c, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(c->db, "SELECT vault, key_check FROM vault_identity", e);
	int rc = db_step(st, e);
	const void *id, *check;
	size_t len = 0;

	if (rc <= 0)
		return rc;
	id = db_col_bytes(st, 0, &len);
	if (len != FORMAT_ID)
		return err_set(e, ERR_STORE, "vault_identity: damaged id");
	memcpy(c->vault, id, FORMAT_ID);
	check = db_col_bytes(st, 1, &len);
	if (len != CHECK_SIZE || !mem_equal_secret(check, c->check, CHECK_SIZE))
		return err_set(e, ERR_USAGE,
			       "the installation's key is not the one this "
			       "vault was made with");
	return 1;
}

static int make_identity(struct control *c, struct err *e)
{
	struct db_stmt *st;

	random_bytes(c->vault, FORMAT_ID);
	st = db_sql(c->db,
		    "INSERT INTO vault_identity(id, vault, key_check, made_us) "
		    "VALUES (1, $1, $2, $3)",
		    e);
	db_bytes(st, 1, c->vault, FORMAT_ID);
	db_bytes(st, 2, c->check, CHECK_SIZE);
	db_int(st, 3, clock_now_us());
	if (db_exec(st, e) < 0)
		return -1;
	return 0;
}

static int migrate(struct control *c, struct err *e)
{
	return db_migrate(c->db, "vault", steps,
			  sizeof(steps) / sizeof(steps[0]), e);
}

static int open_tables(struct control *c, enum control_mode mode, struct err *e)
{
	int rc;

	if (mode != CONTROL_READ && migrate(c, e) < 0)
		return -1;
	rc = read_identity(c, e);
	if (rc < 0 && mode == CONTROL_READ && e->kind != ERR_USAGE)
		return err_wrap(e, "no vault in the control database");
	/* a reader may be the first of a newer program to come by */
	if (rc > 0 && mode == CONTROL_READ && migrate(c, e) < 0)
		return -1;
	if (rc == 0 && mode == CONTROL_MAKE)
		return make_identity(c, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "the control database knows no vault");
	return rc < 0 ? -1 : 0;
}

int control_open(struct control **out, const char *uri,
		 const uint8_t key[CRYPT_KEY], enum control_mode mode,
		 struct err *e)
{
	AUTO(control_close) struct control *c = NEW(struct control);

	(void)pthread_mutex_init(&c->lock, NULL);
	(void)pthread_mutex_init(&c->tidy_lock, NULL);
	c->uri = mem_strdup(uri);
	c->crypt = crypt_new();
	crypt_derive(c->crypt, key, "estreat vault: wrap key nodes", c->wrap);
	crypt_derive(c->crypt, key, "estreat vault: key check", c->check);
	if (db_open(&c->db, uri, e) < 0 || open_tables(c, mode, e) < 0)
		return -1;
	*out = TAKE(c);
	return 0;
}

void control_close(struct control *c)
{
	if (c == NULL)
		return;
	db_close(c->tidy_db);
	db_close(c->db);
	crypt_free(c->crypt);
	(void)pthread_mutex_destroy(&c->tidy_lock);
	(void)pthread_mutex_destroy(&c->lock);
	free(c->uri);
	mem_wipe(c, sizeof(*c));
	free(c);
}

const uint8_t *control_vault_id(const struct control *c)
{
	return c->vault;
}

void control_take_turns(struct control *c, struct turns *turns)
{
	c->turns = turns;
}

void control_write_begin(struct control *c)
{
	if (c->turns != NULL)
		turns_take(c->turns);
	(void)pthread_mutex_lock(&c->lock);
	if (c->turns != NULL)
		db_turn_begun(c->db);
}

/* By one at a time. Where it cannot be done, who writes next tries again. */
static void tidy(struct control *c)
{
	struct err e = ERR_INIT;

	if (pthread_mutex_trylock(&c->tidy_lock) != 0)
		return;
	if (c->tidy_db != NULL || db_open(&c->tidy_db, c->uri, &e) == 0)
		db_tidy(c->tidy_db, c->turns);
	(void)pthread_mutex_unlock(&c->tidy_lock);
}

void control_write_end(struct control *c)
{
	bool untidy = c->turns != NULL && db_turn_ended(c->db);

	(void)pthread_mutex_unlock(&c->lock);
	if (c->turns != NULL)
		turns_end(c->turns);
	if (untidy)
		tidy(c);
}

int control_published(struct control *c, struct err *e)
{
	struct db_stmt *st;
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db, "SELECT published FROM vault_identity", e);
	rc = db_step(st, e);
	if (rc > 0)
		rc = db_col_int(st, 0) != 0;
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	return rc;
}

int control_set_published(struct control *c, struct err *e)
{
	struct db_stmt *st;
	int rc;

	control_write_begin(c);
	st = db_sql(c->db, "UPDATE vault_identity SET published = 1", e);
	rc = db_exec(st, e);
	control_write_end(c);
	return rc;
}

/* --- key nodes ---------------------------------------------------------- */

static int bound_text(uint64_t pack, uint64_t node, char out[48])
{
	return snprintf(out, 48, "%" PRIu64 ":%" PRIu64, pack, node);
}

static void wrap(struct control *c, uint64_t pack, uint64_t node,
		 const uint8_t key[KEYTREE_KEY], uint8_t out[WRAPPED])
{
	char text[48];
	struct crypt_lock lock = { .key = c->wrap,
				   .nonce = out,
				   .bound = text };

	lock.bound_len = (size_t)bound_text(pack, node, text);
	random_bytes(out, CRYPT_NONCE);
	crypt_seal(c->crypt, &lock, key, KEYTREE_KEY, out + CRYPT_NONCE);
}

static bool unwrap(struct control *c, uint64_t pack, uint64_t node,
		   const uint8_t *wrapped, size_t len, uint8_t out[KEYTREE_KEY])
{
	char text[48];
	struct crypt_lock lock = { .key = c->wrap,
				   .nonce = wrapped,
				   .bound = text };

	lock.bound_len = (size_t)bound_text(pack, node, text);
	return len == WRAPPED &&
	       crypt_open(c->crypt, &lock, wrapped + CRYPT_NONCE,
			  len - CRYPT_NONCE, out);
}

static int read_keys(struct control *c, uint64_t pack, struct keytree *out,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(c->db,
		       "SELECT node, wrapped FROM vault_key_node WHERE pack=$1",
		       e);
	uint8_t key[KEYTREE_KEY];
	int rc;

	db_int(st, 1, (int64_t)pack);
	while ((rc = db_step(st, e)) > 0) {
		uint64_t node = (uint64_t)db_col_int(st, 0);
		size_t len = 0;
		const void *wrapped = db_col_bytes(st, 1, &len);

		if (node == 0 || node >= 2 * (uint64_t)KEYTREE_LEAVES ||
		    !unwrap(c, pack, node, wrapped, len, key))
			return err_set(e, ERR_STORE,
				       "vault_key_node: node %" PRIu64
				       " of pack %" PRIu64 " is damaged",
				       node, pack);
		keytree_add(out, node, key);
	}
	mem_wipe(key, sizeof(key));
	return rc;
}

int control_keys(struct control *c, uint64_t pack, struct keytree *out,
		 struct err *e)
{
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	rc = read_keys(c, pack, out, e);
	(void)pthread_mutex_unlock(&c->lock);
	return rc;
}

static int add_key(struct control *c, uint64_t pack, uint64_t node,
		   const uint8_t key[KEYTREE_KEY], struct err *e)
{
	struct db_stmt *st =
		db_sql(c->db,
		       "INSERT INTO vault_key_node(pack, node, wrapped) "
		       "VALUES ($1, $2, $3)",
		       e);
	uint8_t wrapped[WRAPPED];

	wrap(c, pack, node, key, wrapped);
	db_int(st, 1, (int64_t)pack);
	db_int(st, 2, (int64_t)node);
	db_bytes(st, 3, wrapped, WRAPPED);
	return db_exec(st, e);
}

int control_orphans(struct control *c, uint64_t **out, size_t *n, struct err *e)
{
	AUTO(free) uint64_t *ids = NULL;
	struct db_stmt *st;
	size_t count = 0;
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db,
		    "SELECT DISTINCT pack FROM vault_key_node WHERE NOT EXISTS "
		    "(SELECT 1 FROM vault_pack WHERE id = pack)",
		    e);
	while ((rc = db_step(st, e)) > 0) {
		ids = mem_resize(ids, (count + 1) * sizeof(*ids));
		ids[count++] = (uint64_t)db_col_int(st, 0);
	}
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	if (rc < 0)
		return -1;
	*out = TAKE(ids);
	*n = count;
	return 0;
}

/* --- packs -------------------------------------------------------------- */

static int insert_pack(struct control *c, const struct pack_row *row,
		       struct err *e)
{
	struct db_stmt *st = db_sql(
		c->db,
		"INSERT INTO vault_pack(id, epoch, state, made_us, first_seq,"
		" dict_pack, dict_offset, records, objects, plain_bytes,"
		" object_bytes, bytes) "
		"VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0)",
		e);

	db_int(st, 1, (int64_t)row->id);
	db_int(st, 2, row->epoch);
	db_int(st, 3, PACK_OPEN);
	db_int(st, 4, row->made_us);
	db_int(st, 5, (int64_t)row->first_seq);
	db_int(st, 6, (int64_t)row->dict_pack);
	db_int(st, 7, (int64_t)row->dict_offset);
	return db_exec(st, e);
}

static int add_pack(struct control *c, const struct pack_row *row,
		    const uint8_t root[KEYTREE_KEY], struct err *e)
{
	if (db_begin(c->db, DB_WRITE, e) < 0)
		return -1;
	if (insert_pack(c, row, e) < 0 ||
	    add_key(c, row->id, KEYTREE_ROOT, root, e) < 0) {
		db_rollback(c->db);
		return -1;
	}
	return db_commit(c->db, e);
}

int control_add_pack(struct control *c, const struct pack_row *row,
		     const uint8_t root[KEYTREE_KEY], struct err *e)
{
	int rc;

	control_write_begin(c);
	rc = add_pack(c, row, root, e);
	control_write_end(c);
	return rc < 0 ? err_wrap(e, "note pack %" PRIu64, row->id) : 0;
}

static int seal_pack(struct control *c, const struct pack_row *row,
		     struct err *e)
{
	struct db_stmt *st = db_sql(
		c->db,
		"UPDATE vault_pack SET state=$2, sealed_us=$3, records=$4,"
		" objects=$5, plain_bytes=$6, object_bytes=$7, bytes=$8,"
		" sha256=$9 WHERE id=$1",
		e);

	db_int(st, 1, (int64_t)row->id);
	db_int(st, 2, PACK_SEALED);
	db_int(st, 3, row->sealed_us);
	db_int(st, 4, (int64_t)row->records);
	db_int(st, 5, (int64_t)row->objects);
	db_int(st, 6, (int64_t)row->plain_bytes);
	db_int(st, 7, (int64_t)row->object_bytes);
	db_int(st, 8, (int64_t)row->bytes);
	db_bytes(st, 9, row->sha256, DIGEST_BYTES);
	return db_exec(st, e);
}

int control_seal_pack(struct control *c, const struct pack_row *row,
		      struct err *e)
{
	int rc;

	control_write_begin(c);
	rc = seal_pack(c, row, e);
	control_write_end(c);
	return rc < 0 ? err_wrap(e, "note pack %" PRIu64 " as sealed", row->id)
		      : 0;
}

static int drop_pack(struct control *c, uint64_t id, struct err *e)
{
	struct db_stmt *st;

	if (db_begin(c->db, DB_WRITE, e) < 0)
		return -1;
	st = db_sql(c->db, "DELETE FROM vault_key_node WHERE pack=$1", e);
	db_int(st, 1, (int64_t)id);
	if (db_exec(st, e) < 0) {
		db_rollback(c->db);
		return -1;
	}
	st = db_sql(c->db, "DELETE FROM vault_pack WHERE id=$1", e);
	db_int(st, 1, (int64_t)id);
	if (db_exec(st, e) < 0) {
		db_rollback(c->db);
		return -1;
	}
	return db_commit(c->db, e);
}

int control_drop_pack(struct control *c, uint64_t id, struct err *e)
{
	int rc;

	control_write_begin(c);
	rc = drop_pack(c, id, e);
	control_write_end(c);
	return rc < 0 ? err_wrap(e, "forget pack %" PRIu64, id) : 0;
}

void control_read_pack(struct db_stmt *st, struct pack_row *out)
{
	const void *sha256;
	size_t len = 0;

	*out = (struct pack_row){
		.id = (uint64_t)db_col_int(st, 0),
		.epoch = (uint32_t)db_col_int(st, 1),
		.state = (enum pack_state)db_col_int(st, 2),
		.made_us = db_col_int(st, 3),
		.sealed_us = db_col_int(st, 4),
		.first_seq = (uint64_t)db_col_int(st, 5),
		.dict_pack = (uint64_t)db_col_int(st, 6),
		.dict_offset = (uint64_t)db_col_int(st, 7),
		.records = (uint64_t)db_col_int(st, 8),
		.objects = (uint64_t)db_col_int(st, 9),
		.plain_bytes = (uint64_t)db_col_int(st, 10),
		.object_bytes = (uint64_t)db_col_int(st, 11),
		.bytes = (uint64_t)db_col_int(st, 12),
	};
	sha256 = db_col_bytes(st, 13, &len);
	if (len == DIGEST_BYTES)
		memcpy(out->sha256, sha256, DIGEST_BYTES);
}

int control_packs(struct control *c, uint64_t from, struct pack_row **out,
		  size_t *n, struct err *e)
{
	AUTO(free) struct pack_row *rows = NULL;
	size_t count = 0, cap = 0;
	struct db_stmt *st;
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db, "SELECT " PACK_COLUMNS " WHERE id >= $1 ORDER BY id",
		    e);
	db_int(st, 1, (int64_t)from);
	while ((rc = db_step(st, e)) > 0) {
		if (count == cap) {
			cap = 2 * cap + 16;
			rows = mem_resize(rows, cap * sizeof(*rows));
		}
		control_read_pack(st, &rows[count++]);
	}
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	if (rc < 0)
		return err_wrap(e, "list packs");
	*out = TAKE(rows);
	*n = count;
	return 0;
}

int control_pack(struct control *c, uint64_t id, struct pack_row *out,
		 struct err *e)
{
	struct db_stmt *st;
	int rc;

	(void)pthread_mutex_lock(&c->lock);
	st = db_sql(c->db, "SELECT " PACK_COLUMNS " WHERE id = $1", e);
	db_int(st, 1, (int64_t)id);
	rc = db_step(st, e);
	if (rc > 0)
		control_read_pack(st, out);
	db_done(st);
	(void)pthread_mutex_unlock(&c->lock);
	return rc;
}
