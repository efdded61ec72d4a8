/*
 * message.c - a settled bundle becomes a message.
 *
 * The message's identity (Message-ID) is a function of the bundle and of how
 * many messages it had before, so a step that is repeated after a crash
 * finds what it has stored already and adopts it: the parts it carries are
 * in its info. So does another connector of the same tenant.
 */
#include "connector/run.h"

#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/control.h"
#include "catalog/info.h"
#include "catalog/record.h"
#include "connector/made.h"
#include "connector/material.h"
#include "connector/sibling.h"
#include "db/db.h"
#include "item/item.h"
#include "vault/vault.h"

#include <inttypes.h>
#include <string.h>

/* --- is it time? --------------------------------------------------------- */

struct standing {
	int64_t pending, captured, refused; /* entries not yet in a message */
	int64_t settle_us;
};

static int standing_of(struct db *db, int64_t bundle, struct standing *out,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT sum(CASE WHEN state = 1 THEN 1 ELSE 0 END),"
		" sum(CASE WHEN state = 2 AND message = 0 THEN 1 ELSE 0 END),"
		" sum(CASE WHEN state IN (4, 5) AND message = 0 THEN 1 ELSE 0"
		" END), (SELECT settle_us FROM bundle WHERE id = $1)"
		" FROM inventory WHERE bundle = $1",
		e);

	db_int(st, 1, bundle);
	if (db_step(st, e) < 0)
		return -1;
	out->pending = db_col_int(st, 0);
	out->captured = db_col_int(st, 1);
	out->refused = db_col_int(st, 2);
	out->settle_us = db_col_int(st, 3);
	return 0;
}

static bool is_due(const struct run *r, const struct standing *s)
{
	if (s->captured == 0 && s->refused == 0)
		return false;
	return s->pending == 0 || r->as_of_us >= s->settle_us;
}

/* --- control ------------------------------------------------------------- */

/* What the message tells of as missing may have come since: then it waits
   for the next one. */
static int mark_part(struct db *db, int64_t bundle, const char *part,
		     bool missing, uint64_t message, struct err *e)
{
	AUTO(free) char *copy = mem_strdup(part);
	char *id = strchr(copy, '\n'), *version;
	struct db_stmt *st;

	if (id == NULL)
		return 0;
	*id++ = '\0';
	version = strrchr(id, '\n');
	if (version == NULL)
		return 0;
	*version++ = '\0';
	st = db_sql(db,
		    "UPDATE inventory SET message = $5 WHERE bundle = $1 AND"
		    " kind = $2 AND object = $3 AND version = $4"
		    " AND message = 0 AND state > $6",
		    e);
	db_int(st, 1, bundle);
	db_text(st, 2, copy);
	db_text(st, 3, id);
	db_text(st, 4, version);
	db_int(st, 5, (int64_t)message);
	db_int(st, 6, missing ? INVENTORY_ARCHIVED : 0);
	return db_exec(st, e);
}

static int mark_raw(struct db *db, int64_t bundle, const char *name,
		    uint64_t message, struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "UPDATE raw SET message = $3 WHERE"
				    " bundle = $1 AND name = $2 AND"
				    " message = 0",
				    e);

	db_int(st, 1, bundle);
	db_text(st, 2, name);
	db_int(st, 3, (int64_t)message);
	return db_exec(st, e);
}

/* What the message carries, by its own info, belongs to it from now on. */
static int mark(struct db *db, int64_t bundle, const struct vault_stored *rec,
		struct err *e)
{
	struct info_reader in;

	info_read(&in, rec->info, rec->info_len);
	while (info_next(&in)) {
		AUTO(free) char *text = mem_dup(in.bytes, in.len);
		int rc = 0;

		if (in.tag == INFO_PART || in.tag == INFO_MISSING)
			rc = mark_part(db, bundle, text, in.tag == INFO_MISSING,
				       rec->seq, e);
		else if (in.tag == INFO_RAW_NAME)
			rc = mark_raw(db, bundle, text, rec->seq, e);
		if (rc < 0)
			return -1;
	}
	return 0;
}

static int count_message(struct db *db, int64_t bundle, struct err *e)
{
	struct db_stmt *st = db_sql(
		db, "UPDATE bundle SET ordinal = ordinal + 1 WHERE id = $1", e);

	db_int(st, 1, bundle);
	return db_exec(st, e);
}

/* The rows of what the message carries, and the bundle's count of it. */
static int take_up(struct db *db, const struct queue_job *job,
		   const struct vault_stored *rec, struct err *e)
{
	if (queue_held(db, job, e) < 0 || mark(db, job->subject, rec, e) < 0)
		return -1;
	return count_message(db, job->subject, e);
}

static int settle(struct run *r, struct db *db, struct queue_job *job,
		  uint64_t message, struct err *e)
{
	AUTO(vault_got_free) struct vault_got *got = NULL;
	int rc;

	/* others wait while the transaction is open: read before it */
	if (record_open(r->archive, message, &got, e) < 0 ||
	    db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = take_up(db, job, vault_got_stored(got), e);
	if (rc == 0)
		rc = queue_next(db, job, QUEUE_IMPORT, (int64_t)message, e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, e) < 0)
		return -1;
	job->kind = QUEUE_IMPORT;
	job->subject = (int64_t)message;
	return 1;
}

/*
 * The message is in the vault already: this step was cut off behind it, or
 * another connector of the tenant made it. It may carry less than there is by
 * now, so the bundle is looked at again at once.
 */
static int adopt(struct run *r, struct db *db, struct queue_job *job,
		 uint64_t message, struct err *e)
{
	AUTO(vault_got_free) struct vault_got *got = NULL;
	int rc;

	if (record_open(r->archive, message, &got, e) < 0 ||
	    db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = take_up(db, job, vault_got_stored(got), e);
	if (rc == 0)
		rc = queue_add(db, r->connector, QUEUE_IMPORT, (int64_t)message,
			       e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e) < 0 ? -1 : 1;
}

/* Nothing worth a message: what is kept as raw is the archive's record. */
static int without_message(struct run *r, struct db *db,
			   const struct queue_job *job, const char *reason,
			   enum inventory_state state, struct err *e)
{
	struct db_stmt *st;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	st = db_sql(db,
		    "UPDATE inventory SET state = $2, settled_run = $3,"
		    " reason = $4, message = -1 WHERE bundle = $1 AND"
		    " state = 2 AND message = 0",
		    e);
	db_int(st, 1, job->subject);
	db_int(st, 2, (int64_t)state);
	db_int(st, 3, r->id);
	db_text(st, 4, reason);
	if (queue_held(db, job, e) < 0 || db_exec(st, e) < 0 ||
	    queue_done(db, job->id, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* --- the step ------------------------------------------------------------ */

static int put_or_adopt(struct run *r, struct db *db, struct queue_job *job,
			const struct made *made, struct err *e)
{
	uint64_t seq = 0;
	int rc = made_find(r, made, &seq, e);

	if (rc > 0)
		return adopt(r, db, job, seq, e);
	if (rc < 0 || made_put(r, made, &seq, e) < 0)
		return -1;
	return settle(r, db, job, seq, e);
}

static int make(struct run *r, struct db *db, struct queue_job *job,
		const struct material *m, struct err *e)
{
	struct convert_config cfg = { .domain = archive_domain(r->archive),
				      .headers = r->headers,
				      .n_headers = r->n_headers };
	AUTO(item_free) struct item *it = NULL;
	AUTO(convert_message_done)
	struct convert_message c = {
		.skeleton = STR_INIT,
		.message_id = STR_INIT,
		.subject = STR_INIT,
	};
	struct made made = { .material = m, .mail = &c };
	pthread_mutex_t *turn;
	int rc = r->ops->compose(&m->base, &it, e);

	if (rc == 0)
		return without_message(r, db, job,
				       "kept as raw; nothing in it is worth a "
				       "message of its own",
				       INVENTORY_ARCHIVED, e);
	if (rc < 0 || convert_item(it, &cfg, &c, e) < 0)
		return -1;
	made.item = it;
	turn = sibling_turn(c.message_id.s, c.message_id.len);
	(void)pthread_mutex_lock(turn);
	rc = put_or_adopt(r, db, job, &made, e);
	(void)pthread_mutex_unlock(turn);
	return rc;
}

/* All of the bundle as it is at one moment. 1: loaded, 0: not yet due. */
static int look(struct run *r, struct db *db, int64_t bundle,
		struct material **out, struct err *e)
{
	struct standing s = { 0 };
	int rc;

	if (db_begin(db, DB_READ, e) < 0)
		return -1;
	rc = standing_of(db, bundle, &s, e);
	if (rc == 0 && is_due(r, &s)) {
		rc = material_load(out, r, db, bundle, e);
		rc = rc < 0 ? rc : 1;
	}
	db_rollback(db);
	return rc;
}

int run_convert(struct run *r, struct db *db, struct queue_job *job,
		struct err *e)
{
	AUTO(material_free) struct material *m = NULL;
	char text[ERR_TEXT];
	int rc = look(r, db, job->subject, &m, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return run_end_job(db, job, e);
	rc = make(r, db, job, m, e);
	if (rc < 0 && e->kind == ERR_ITEM) {
		/* set aside with its reason; the raw bytes are kept (P7) */
		(void)err_str(e, text, sizeof(text));
		err_clear(e);
		return without_message(r, db, job, text, INVENTORY_FAILED, e);
	}
	return rc < 0 ? err_wrap(e, "convert %s", m->base.bundle) : rc;
}
