/*
 * deliver.c - one message into the mailboxes of those who took part.
 *
 * Each address is looked up as of the time of the item. Every mailbox found
 * gets one copy; where nobody is found the copy goes to the quarantine
 * mailbox with the reason. Addresses without a mailbox are kept as gaps: a
 * mapping that appears later brings them their copy, and empties the
 * quarantine of the message.
 *
 * `delivery` says what was due, apart from what the target did: the sums of
 * a run compare the two (promise P2). Copies in the archive itself are made
 * at once; those for a target outside are noted in its outbox, in the same
 * transaction, and brought there beside (delivery/). The quarantine is always
 * in the archive.
 */
#include "connector/run.h"

#include "base/clock.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/control.h"
#include "catalog/ids.h"
#include "catalog/info.h"
#include "catalog/record.h"
#include "connector/sibling.h"
#include "db/db.h"
#include "delivery/delivery.h"
#include "directory/directory.h"
#include "target/copies.h"
#include "vault/vault.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct delivering {
	struct run *run;
	struct db *db;
	uint64_t message;
	int64_t time_us;  /* the message's Date */
	int64_t as_of_us; /* when they met: whose addresses were they then */
	char *bundle;
	struct ids due;     /* mailboxes that shall have it */
	struct ids earlier; /* due in earlier runs */
	struct ids fresh;   /* due, and not due earlier */
	struct ids dropped; /* the quarantine, once somebody is found */
	struct ids here;    /* of due, those whose mailbox is in the archive */
};

static void delivering_done(struct delivering *d)
{
	free(d->bundle);
	free(d->due.list);
	free(d->earlier.list);
	free(d->fresh.list);
	free(d->dropped.list);
	free(d->here.list);
}

/* --- who gets it --------------------------------------------------------- */

static int gap_add(struct delivering *d, const char *address, const char *name,
		   struct err *e)
{
	struct db_stmt *st =
		db_sql(d->db,
		       "INSERT INTO gap(address, message, run, connector, name,"
		       " time_us) VALUES ($1, $2, $3, $4, $5, $6)"
		       " ON CONFLICT DO NOTHING",
		       e);

	db_text(st, 1, address);
	db_int(st, 2, (int64_t)d->message);
	db_int(st, 3, d->run->id);
	db_int(st, 4, d->run->connector);
	db_text(st, 5, name);
	db_int(st, 6, d->as_of_us);
	return db_exec(st, e);
}

static int gap_drop(struct delivering *d, const char *address, struct err *e)
{
	struct db_stmt *st =
		db_sql(d->db,
		       "DELETE FROM gap WHERE address = $1 AND message = $2",
		       e);

	db_text(st, 1, address);
	db_int(st, 2, (int64_t)d->message);
	return db_exec(st, e);
}

static int participant(struct delivering *d, const char *address,
		       const char *name, struct err *e)
{
	uint64_t mailbox = 0;
	int rc;

	if (*address == '\0') /* a record of before there was always one */
		return 0;
	rc = directory_mailbox_of(d->db, d->run->connector, address,
				  d->as_of_us, &mailbox, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return gap_add(d, address, name, e);
	ids_add(&d->due, mailbox);
	return gap_drop(d, address, e);
}

/* Addresses come before the names they belong to (catalog/info.h). */
static int participants(struct delivering *d, const struct vault_stored *rec,
			struct err *e)
{
	AUTO(free) char *address = mem_strdup("");
	struct info_reader in;

	info_read(&in, rec->info, rec->info_len);
	while (info_next(&in)) {
		char *text = mem_dup(in.bytes, in.len);
		int rc = 0;

		if (in.tag == INFO_ADDRESS) {
			free(address);
			address = TAKE(text);
			str_lowercase(address);
		} else if (in.tag == INFO_PERSON) {
			rc = participant(d, address, text, e);
		} else if (in.tag == INFO_TIME_START && in.number > 0) {
			d->as_of_us = (int64_t)in.number;
		} else if (in.tag == INFO_BUNDLE) {
			free(d->bundle);
			d->bundle = TAKE(text);
		}
		free(text);
		if (rc < 0)
			return -1;
	}
	return 0;
}

static void decide(struct delivering *d)
{
	ids_sort(&d->due);
	if (d->due.n == 0)
		ids_add(&d->due, DIRECTORY_QUARANTINE);
	else if (ids_have(&d->earlier, DIRECTORY_QUARANTINE))
		ids_add(&d->dropped, DIRECTORY_QUARANTINE);
	for (size_t i = 0; i < d->due.n; i++)
		if (!ids_have(&d->earlier, d->due.list[i]))
			ids_add(&d->fresh, d->due.list[i]);
	for (size_t i = 0; i < d->due.n; i++)
		if (d->run->target == 0 ||
		    d->due.list[i] == DIRECTORY_QUARANTINE)
			ids_add(&d->here, d->due.list[i]);
}

/* --- what was due, in control -------------------------------------------- */

static int earlier_load(struct delivering *d, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		d->db,
		"SELECT ids FROM delivery WHERE message = $1 AND run <> $2", e);
	int rc;

	db_int(st, 1, (int64_t)d->message);
	db_int(st, 2, d->run->id);
	while ((rc = db_step(st, e)) > 0)
		ids_read(&d->earlier, st, 0);
	ids_sort(&d->earlier);
	return rc;
}

static int delivery_write(struct delivering *d, struct err *e)
{
	AUTO(str_done) struct str ids = STR_INIT;
	struct db_stmt *st;

	info_add_ids(&ids, d->fresh.list, d->fresh.n);
	st = db_sql(d->db,
		    "INSERT INTO delivery(message, run, connector, time_us,"
		    " due, ids) VALUES ($1, $2, $3, $4, $5, $6)"
		    " ON CONFLICT (message, run) DO UPDATE SET due = $5,"
		    " ids = $6",
		    e);
	db_int(st, 1, (int64_t)d->message);
	db_int(st, 2, d->run->id);
	db_int(st, 3, d->run->connector);
	db_int(st, 4, d->time_us);
	db_int(st, 5, (int64_t)d->fresh.n);
	db_bytes(st, 6, ids.s, ids.len);
	return db_exec(st, e);
}

static int archived_write(struct delivering *d, struct err *e)
{
	struct db_stmt *st = db_sql(
		d->db,
		"UPDATE inventory SET state = 3, settled_run = $2, reason = ''"
		" WHERE message = $1 AND message > 0 AND state = 2",
		e);

	db_int(st, 1, (int64_t)d->message);
	db_int(st, 2, d->run->id);
	return db_exec(st, e);
}

static const char *folder_of(const struct run *r)
{
	const char *folder = values_get(r->values, "folder");

	return folder != NULL ? folder : r->ops->folder;
}

static int put(struct delivering *d, struct err *e)
{
	struct run *r = d->run;
	struct copies c = { .message = d->message,
			    .time_us = d->time_us,
			    .folder = folder_of(r),
			    .connector = r->connector,
			    .run = r->id,
			    .mailboxes = d->here.list,
			    .n_mailboxes = d->here.n,
			    .removed = d->dropped.list,
			    .n_removed = d->dropped.n };

	if (d->here.n == 0 && d->dropped.n == 0)
		return 0;
	if (copies_put(r->archive, &c, e) < 0)
		return -1;
	return vault_commit(archive_vault(r->archive), e);
}

/* What is due elsewhere and was not before. */
static int note(struct delivering *d, struct err *e)
{
	struct run *r = d->run;
	AUTO(ids_done) struct ids away = { 0 };
	struct delivery_due due = { .target = r->target,
				    .message = d->message,
				    .time_us = d->time_us,
				    .folder = folder_of(r),
				    .connector = r->connector,
				    .run = r->id };

	for (size_t i = 0; i < d->fresh.n; i++)
		if (!ids_have(&d->here, d->fresh.list[i]))
			ids_add(&away, d->fresh.list[i]);
	due.mailboxes = away.list;
	due.n_mailboxes = away.n;
	return away.n == 0 ? 0 : delivery_add(r->archive, d->db, &due, e);
}

/* Nothing due that was not due before, in another connector's run: there is
   nothing to count. */
static bool is_made_before(const struct delivering *d)
{
	return d->fresh.n == 0 && d->earlier.n > 0;
}

static int account(struct delivering *d, struct queue_job *job, struct err *e)
{
	if (queue_held(d->db, job, e) < 0 ||
	    (!is_made_before(d) && delivery_write(d, e) < 0) ||
	    note(d, e) < 0 || archived_write(d, e) < 0)
		return -1;
	return queue_done(d->db, job->id, e);
}

static int resolve(struct delivering *d, struct err *e)
{
	AUTO(vault_got_free) struct vault_got *got = NULL;
	const struct vault_stored *rec;

	if (record_open(d->run->archive, d->message, &got, e) < 0)
		return -1;
	rec = vault_got_stored(got);
	/* a supplement is of another day than the meeting it belongs to */
	d->time_us = d->as_of_us = rec->time_us;
	/* gaps and lookups in one transaction: one state of the directory */
	if (db_begin(d->db, DB_WRITE, e) < 0)
		return -1;
	if (participants(d, rec, e) < 0 || earlier_load(d, e) < 0) {
		db_rollback(d->db);
		return -1;
	}
	return db_commit(d->db, e);
}

static int deliver(struct delivering *d, struct queue_job *job, struct err *e)
{
	if (resolve(d, e) < 0)
		return -1;
	decide(d);
	if (put(d, e) < 0 || db_begin(d->db, DB_WRITE, e) < 0)
		return -1;
	if (account(d, job, e) < 0) {
		db_rollback(d->db);
		return -1;
	}
	if (db_commit(d->db, e) < 0)
		return -1;
	if (d->run->delivery != NULL)
		delivery_wake(d->run->delivery);
	return 0;
}

int run_deliver(struct run *r, struct db *db, struct queue_job *job,
		struct err *e)
{
	__attribute__((__cleanup__(delivering_done))) struct delivering d = {
		.run = r,
		.db = db,
		.message = (uint64_t)job->subject,
	};
	pthread_mutex_t *turn = sibling_turn(&d.message, sizeof(d.message));
	int rc;

	(void)pthread_mutex_lock(turn);
	rc = deliver(&d, job, e);
	(void)pthread_mutex_unlock(turn);
	return rc < 0 ? err_wrap(e, "import message %" PRIu64, d.message) : 0;
}

/* --- mappings that appeared later ---------------------------------------- */

struct requeuing {
	struct run *run;
	struct db *db;
};

static int requeue_message(void *ctx, const char *address, int64_t message,
			   int64_t time_us, struct err *e)
{
	struct requeuing *rq = ctx;
	uint64_t mailbox;
	int found = directory_mailbox_of(rq->db, rq->run->connector, address,
					 time_us, &mailbox, e);

	if (found <= 0)
		return found;
	return queue_add(rq->db, rq->run->connector, QUEUE_IMPORT, message, e);
}

static int requeue(struct requeuing *rq, const char *text, struct err *e)
{
	AUTO(free) char *address = mem_strdup(text);

	str_lowercase(address);
	return sibling_gaps(rq->run, rq->db, address, requeue_message, rq, e);
}

static int requeue_address(void *ctx, const struct directory_address *a,
			   struct err *e)
{
	return requeue(ctx, a->address, e);
}

static int requeue_mapped(void *ctx, const struct directory_mapping *m,
			  struct err *e)
{
	return requeue(ctx, m->address, e);
}

/*
 * From the directory's side: guests who will never get a mailbox leave gaps
 * for ever, and looking through all of them would grow with the archive.
 */
int run_requeue_gaps(struct run *r, struct db *db, struct err *e)
{
	struct requeuing rq = { .run = r, .db = db };

	if (directory_each_mapping(db, r->connector, requeue_mapped, &rq, e) <
	    0)
		return -1;
	return directory_each_address(db, requeue_address, &rq, e);
}
