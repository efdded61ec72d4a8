/*
 * epoch.c - the tables of one epoch.
 *
 * `item` has a row for every record of the vault, appended in order of seq.
 * h8 and d8 are the first 8 bytes of key and digest: half the size of an
 * index over the whole, and the rest is compared in the row.
 */
#include "catalog/epoch.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/ids.h"
#include "catalog/info.h"
#include "catalog/ties.h"
#include "db/db.h"
#include "vault/vault.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const schema[] = {
	"CREATE TABLE item (seq BIGINT PRIMARY KEY, kind BIGINT NOT NULL,"
	" h8 BIGINT NOT NULL, d8 BIGINT, key_rest BYTEA NOT NULL,"
	" time_us BIGINT NOT NULL, stored_us BIGINT NOT NULL,"
	" pack BIGINT NOT NULL, pos BIGINT NOT NULL, length BIGINT NOT NULL,"
	" sha256 BYTEA NOT NULL, connector BIGINT, run BIGINT,"
	" message BIGINT, size BIGINT, message_id TEXT, subject TEXT,"
	" sender TEXT, folder TEXT, ids BYTEA, gone BYTEA);"
	"CREATE INDEX item_key ON item(h8);"
	"CREATE INDEX item_digest ON item(d8) WHERE d8 IS NOT NULL;"
	"CREATE INDEX item_message ON item(message) WHERE message IS NOT NULL;"
	/* 4 is VAULT_COPIES: a partial index wants a constant */
	"CREATE INDEX item_copies ON item(seq) WHERE kind = 4;"
	"CREATE TABLE run (mailbox BIGINT NOT NULL, first BIGINT NOT NULL,"
	" ids BYTEA NOT NULL, PRIMARY KEY (mailbox, first));"
	"CREATE TABLE gone (mailbox BIGINT NOT NULL, message BIGINT NOT NULL,"
	" PRIMARY KEY (mailbox, message));"
	"CREATE TABLE state (name TEXT PRIMARY KEY, value BIGINT NOT NULL);"
	"INSERT INTO state(name, value) VALUES ('flushed', 0);",

	/* What lists show of a message, its place in time without its row, and
	   by what it is tied to others (ties.h). Messages from before have
	   none of it until the catalog is rebuilt. 3 is VAULT_MESSAGE. */
	"ALTER TABLE item ADD COLUMN what TEXT;"
	"ALTER TABLE item ADD COLUMN people BIGINT;"
	"ALTER TABLE item ADD COLUMN parts BIGINT;"
	"CREATE INDEX item_time ON item(seq, time_us) WHERE kind = 3;"
	"CREATE TABLE tie (key BIGINT NOT NULL, time_us BIGINT NOT NULL,"
	" message BIGINT NOT NULL, PRIMARY KEY (key, time_us, message));",

	/* what acts.c looks through; those of a file that was made before are
	   put in by epoch_acts_missing() */
	"CREATE TABLE act (seq BIGINT PRIMARY KEY, id TEXT NOT NULL,"
	" time_us BIGINT NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL,"
	" origin TEXT NOT NULL, outcome TEXT NOT NULL);"
	"CREATE UNIQUE INDEX act_id ON act(id);"
	"INSERT INTO state(name, value) SELECT 'acts',"
	" CASE WHEN EXISTS (SELECT 1 FROM item) THEN 0 ELSE 1 END;",

	/* runs.c: where and when a mailbox's messages are, without looking each
	   up; a run from before has none of it and is looked up */
	"ALTER TABLE run ADD COLUMN stood BYTEA;"
	"CREATE TABLE folder (id INTEGER PRIMARY KEY, name TEXT NOT NULL"
	" UNIQUE);",
};

/* A reader does without what came behind this one. */
#define SCHEMA_READ  2
#define SCHEMA_STOOD 4
#define SCHEMA_STEPS (sizeof(schema) / sizeof(schema[0]))

int epoch_refresh(struct epoch *ep, struct err *e)
{
	/* apart: asked for both at once, SQLite reads the whole table */
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT coalesce((SELECT min(seq) FROM item), 1),"
		       " coalesce((SELECT max(seq) FROM item), 0),"
		       " (SELECT value FROM state WHERE name = 'flushed')",
		       e);

	if (db_step(st, e) < 0)
		return -1;
	ep->first = (uint64_t)db_col_int(st, 0);
	ep->last = (uint64_t)db_col_int(st, 1);
	ep->flushed = (uint64_t)db_col_int(st, 2);
	return 0;
}

/* A reader cannot bring the tables up to date. */
static int shape_check(struct epoch *ep, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ep->db,
		"SELECT version FROM schema_version WHERE area = 'epoch'", e);
	int rc = db_step(st, e);

	if (rc < 0)
		return -1;
	ep->has_stood = rc > 0 && db_col_int(st, 0) >= SCHEMA_STOOD;
	if (rc > 0 && db_col_int(st, 0) >= SCHEMA_READ)
		return 0;
	return err_set(
		e, ERR_USAGE,
		"it is of another version of the program: start "
		"`estreat serve` once, or run `estreat catalog rebuild`");
}

/* A file that was opened for reading only may be of an older program. */
static int acts_state(struct epoch *ep, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ep->db, "SELECT value FROM state WHERE name = 'acts'", e);
	int rc = db_step(st, e);

	ep->has_acts = rc > 0;
	ep->acts_whole = rc > 0 && db_col_int(st, 0) != 0;
	return rc < 0 ? -1 : 0;
}

int epoch_open(struct epoch *ep, const char *dir, int64_t month, bool read_only,
	       struct err *e)
{
	AUTO(free)
	char *uri = str_printf("sqlite:%s/%04d-%02d.db?sync=normal&cache=32%s",
			       dir, (int)(month / 12), (int)(month % 12) + 1,
			       read_only ? "&mode=ro" : "");
	AUTO(db_close) struct db *db = NULL;

	if (db_open(&db, uri, e) < 0)
		return -1;
	if (!read_only && db_migrate(db, "epoch", schema, SCHEMA_STEPS, e) < 0)
		return -1;
	*ep = (struct epoch){ .month = month, .db = db };
	if (shape_check(ep, e) < 0 || epoch_refresh(ep, e) < 0 ||
	    acts_state(ep, e) < 0) {
		ep->db = NULL;
		return -1;
	}
	(void)TAKE(db);
	return 0;
}

void epoch_close(struct epoch *ep)
{
	db_close(ep->db);
	ep->db = NULL;
}

/* --- adding ------------------------------------------------------------ */

int64_t epoch_first8(const uint8_t *bytes)
{
	int64_t v;

	memcpy(&v, bytes, sizeof(v));
	return v;
}

/* Columns whose value is in the record's info. */
static void bind_info(struct db_stmt *st, const struct vault_stored *rec)
{
	static const struct {
		unsigned int tag;
		int column;
		bool number, text;
	} columns[] = {
		{ INFO_CONNECTOR, 12, true, false },
		{ INFO_RUN, 13, true, false },
		{ INFO_MESSAGE, 14, true, false },
		{ INFO_SIZE, 15, true, false },
		{ INFO_MESSAGE_ID, 16, false, true },
		{ INFO_SUBJECT, 17, false, true },
		{ INFO_SENDER, 18, false, true },
		{ INFO_FOLDER, 19, false, true },
		{ INFO_MAILBOXES, 20, false, false },
		{ INFO_REMOVED, 21, false, false },
		/* of copies, which have neither sender nor subject */
		{ INFO_PLACE, 17, false, true },
		{ INFO_TARGET, 18, false, true },
	};
	struct info_reader r;

	info_read(&r, rec->info, rec->info_len);
	while (info_next(&r)) {
		for (size_t i = 0; i < sizeof(columns) / sizeof(*columns);
		     i++) {
			AUTO(free) char *text = NULL;

			if (columns[i].tag != r.tag)
				continue;
			if (columns[i].number) {
				db_int(st, columns[i].column,
				       (int64_t)r.number);
			} else if (columns[i].text) {
				text = mem_dup(r.bytes, r.len);
				db_text(st, columns[i].column, text);
			} else {
				db_bytes(st, columns[i].column, r.bytes, r.len);
			}
		}
	}
}

/* What lists show of a message besides. */
static void bind_message(struct db_stmt *st, const struct vault_stored *rec)
{
	AUTO(free) char *what = NULL;
	struct info_reader r;
	int64_t people = 0, parts = 0;

	info_read(&r, rec->info, rec->info_len);
	while (info_next(&r)) {
		people += r.tag == INFO_ADDRESS;
		parts += r.tag == INFO_PART;
		if (r.tag == INFO_KIND && what == NULL)
			what = mem_dup(r.bytes, r.len);
	}
	db_text(st, 22, what);
	db_int(st, 23, people);
	db_int(st, 24, parts);
}

static int tie_add(struct epoch *ep, int64_t key,
		   const struct vault_stored *rec, struct err *e)
{
	struct db_stmt *st = db_sql(ep->db,
				    "INSERT INTO tie(key, time_us, message)"
				    " VALUES ($1, $2, $3)"
				    " ON CONFLICT DO NOTHING",
				    e);

	db_int(st, 1, key);
	db_int(st, 2, rec->time_us);
	db_int(st, 3, (int64_t)rec->seq);
	return db_exec(st, e);
}

static int ties_add(struct epoch *ep, const struct vault_stored *rec,
		    struct err *e)
{
	for (enum catalog_tie t = 0; t < CATALOG_TIES; t++) {
		int64_t key;

		if (ties_key(rec, t, &key) && tie_add(ep, key, rec, e) < 0)
			return -1;
	}
	return 0;
}

/* An act that was stored twice (by a process that died in between) has the
   same key twice: the first one is in the table. */
int epoch_act_add(struct epoch *ep, const struct vault_stored *rec,
		  struct err *e)
{
	static const struct {
		unsigned int tag;
		int column;
	} columns[] = { { INFO_ACTOR, 4 },
			{ INFO_VERB, 5 },
			{ INFO_ORIGIN, 6 },
			{ INFO_OUTCOME, 7 } };
	struct db_stmt *st = db_sql(
		ep->db,
		"INSERT INTO act(seq, id, time_us, actor, verb, origin,"
		" outcome) VALUES ($1, $2, $3, coalesce($4, ''),"
		" coalesce($5, ''), coalesce($6, ''), coalesce($7, 'done'))"
		" ON CONFLICT DO NOTHING",
		e);
	char id[2 * VAULT_KEY + 1];
	struct info_reader r;

	encode_hex(rec->key, VAULT_KEY, id);
	db_int(st, 1, (int64_t)rec->seq);
	db_text(st, 2, id);
	db_int(st, 3, rec->time_us);
	info_read(&r, rec->info, rec->info_len);
	while (info_next(&r))
		for (size_t i = 0; i < sizeof(columns) / sizeof(*columns);
		     i++) {
			AUTO(free) char *text = NULL;

			if (columns[i].tag != r.tag)
				continue;
			text = mem_dup(r.bytes, r.len);
			db_text(st, columns[i].column, text);
		}
	return db_exec(st, e);
}

static int add_one(struct epoch *ep, const struct vault_stored *rec,
		   struct err *e)
{
	struct db_stmt *st = db_sql(
		ep->db,
		"INSERT INTO item(seq, kind, h8, d8, key_rest, time_us,"
		" stored_us, pack, pos, length, sha256, connector, run,"
		" message, size, message_id, subject, sender, folder, ids,"
		" gone, what, people, parts) VALUES ($1, $2, $3, $4, $5, $6,"
		" $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,"
		" $20, $21, $22, $23, $24)",
		e);

	db_int(st, 1, (int64_t)rec->seq);
	db_int(st, 2, (int64_t)rec->kind);
	db_int(st, 3, epoch_first8(rec->key));
	if (rec->kind == VAULT_ARTEFACT)
		db_int(st, 4, epoch_first8(rec->digest.bytes));
	db_bytes(st, 5, rec->key + 8, VAULT_KEY - 8);
	db_int(st, 6, rec->time_us);
	db_int(st, 7, rec->stored_us);
	db_int(st, 8, (int64_t)rec->pack);
	db_int(st, 9, (int64_t)rec->offset);
	db_int(st, 10, (int64_t)rec->length);
	db_bytes(st, 11, rec->digest.bytes, DIGEST_BYTES);
	bind_info(st, rec);
	if (rec->kind == VAULT_MESSAGE)
		bind_message(st, rec);
	if (db_exec(st, e) < 0 ||
	    (rec->kind == VAULT_MESSAGE && ties_add(ep, rec, e) < 0) ||
	    (rec->kind == VAULT_ACT && epoch_act_add(ep, rec, e) < 0))
		return err_wrap(e, "catalog record %" PRIu64, rec->seq);
	ep->tail += rec->kind == VAULT_COPIES;
	return 0;
}

int epoch_add(struct epoch *ep, const struct vault_stored *recs, size_t n,
	      struct err *e)
{
	int rc = db_begin(ep->db, DB_WRITE, e);

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_one(ep, &recs[i], e);
	if (rc == 0)
		rc = db_commit(ep->db, e);
	else
		db_rollback(ep->db);
	if (rc < 0)
		return -1;
	if (ep->first > ep->last)
		ep->first = recs[0].seq;
	ep->last = recs[n - 1].seq;
	return 0;
}
