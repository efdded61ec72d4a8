/* sync.c - a directory is asked, now or when it is due. */
#include "roster/roster-private.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/schedule.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/held.h"
#include "db/db.h"
#include "directory/provider.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_NS (1000L * 1000 * 1000)

/* One directory, opened. */
struct asking {
	struct archive *archive;
	struct db *db;
	int64_t id;
	const struct provider_ops *ops;
	struct values *values;
	struct host host;
	struct provider *provider;
	const atomic_bool *stop;
	int held;
};

static void asking_done(struct asking *k)
{
	provider_close(k->provider);
	values_free(k->values);
	if (k->held >= 0)
		(void)close(k->held);
}

static bool is_stopping(void *ctx)
{
	const struct asking *k = ctx;

	return k->stop != NULL && atomic_load(k->stop);
}

static int asking_open(struct asking *k, const char *name, struct err *e)
{
	struct values_of of;

	if (roster_find(k->db, name, &k->id, &k->ops, e) < 0)
		return -1;
	of = roster_values_of(k->ops, k->id);
	if (values_load(&k->values, k->archive, k->db, &of, e) < 0)
		return -1;
	k->host = values_host(k->values, is_stopping, k);
	return k->ops->open(&k->provider, &k->host, e);
}

int roster_check(struct archive *a, struct db *db, const char *name,
		 const struct check *to, struct err *e)
{
	__attribute__((__cleanup__(asking_done))) struct asking k = {
		.archive = a, .db = db, .held = -1
	};

	if (asking_open(&k, name, e) < 0)
		return -1;
	return k.ops->check(k.provider, to, e);
}

/* --- asking ----------------------------------------------------------------
 */

static int cursor_load(struct asking *k, struct str *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(k->db, "SELECT cursor FROM directory WHERE id = $1", e);
	int rc;

	db_int(st, 1, k->id);
	rc = db_step(st, e);
	if (rc > 0)
		str_add(out, db_col_text(st, 0));
	return rc < 0 ? -1 : 0;
}

struct telling {
	struct sync *sync;
	bool since_ever; /* when accounts were made says nothing */
};

static int on_person(void *ctx, const struct provider_person *told,
		     struct err *e)
{
	const struct telling *t = ctx;
	struct provider_person p = *told;

	if (t->since_ever)
		p.since_us = 0;
	return sync_person(t->sync, &p, e);
}

static int ask(struct asking *k, struct sync_result *result, struct err *e)
{
	AUTO(sync_free) struct sync *s = NULL;
	AUTO(str_done) struct str cursor = STR_INIT;
	struct telling t = { .since_ever =
				     strcmp(values_get(k->values, "since"),
					    "ever") == 0 };
	struct provider_list to = { &t, on_person };
	bool whole = false;

	if (cursor_load(k, &cursor, e) < 0 ||
	    sync_begin(&s, k->db, k->id, clock_now_us(), result, e) < 0)
		return -1;
	t.sync = s;
	sync_heed(s, k->stop);
	if (k->ops->list(k->provider, &to, &cursor, &whole, e) < 0)
		return -1;
	return sync_end(s, whole, cursor.s, e);
}

/* When it is due next: by its schedule, after a failure sooner. */
static int64_t next_time(struct asking *k, bool failed, int64_t failing_us)
{
	static const int64_t waits[] = { 5 * CLOCK_MINUTE, 20 * CLOCK_MINUTE };
	int64_t now = clock_now_us();
	int64_t next =
		schedule_next(values_get(k->values, "schedule"), now, now);
	int64_t again = now + CLOCK_HOUR;

	if (!failed || next == 0) /* by hand means by hand */
		return next;
	/* so long it has been failing: the first tries come soon */
	for (size_t i = 0; i < 2; i++)
		if (failing_us < waits[i]) {
			again = now + waits[i];
			break;
		}
	return next < again ? next : again;
}

static int next_write(struct asking *k, const struct err *failure,
		      struct err *e)
{
	AUTO(str_done) struct str said = STR_INIT;
	char text[ERR_TEXT];
	bool failed = failure->kind != ERR_NONE;
	int64_t failing_us = 0;
	struct db_stmt *st = db_sql(k->db,
				    "SELECT tried_us - synced_us FROM directory"
				    " WHERE id = $1 AND error <> ''",
				    e);

	db_int(st, 1, k->id);
	if (db_step(st, e) > 0)
		failing_us = db_col_int(st, 0);
	db_done(st);
	st = db_sql(k->db,
		    "UPDATE directory SET next_us = $2, error = $3"
		    " WHERE id = $1",
		    e);
	db_int(st, 1, k->id);
	db_int(st, 2, next_time(k, failed, failing_us));
	if (failed)
		str_add(&said, err_str(failure, text, sizeof(text)));
	if (failure->kind == ERR_RETRY)
		str_addf(&said, ": %s",
			 "is it up, and can this machine reach it? It is "
			 "asked again; until then mail goes by what was known");
	db_text(st, 3, said.s);
	return db_exec(st, e);
}

int roster_sync(struct archive *a, struct db *db, const char *name,
		const atomic_bool *stop, struct sync_result *result,
		struct err *e)
{
	__attribute__((__cleanup__(asking_done))) struct asking k = {
		.archive = a, .db = db, .stop = stop, .held = -1
	};
	struct err failure = ERR_INIT;

	if (asking_open(&k, name, e) < 0 ||
	    held_take(a, OWNER_DIRECTORY, k.id, &k.held, e) < 0)
		return -1;
	if (ask(&k, result, &failure) == 0)
		return next_write(&k, &failure, e);
	if (next_write(&k, &failure, e) < 0)
		return -1;
	*e = failure;
	return err_wrap(e, "directory %.80s", name);
}

/* --- serving ---------------------------------------------------------------
 */

/* The one that has been due for longest. 1 with its name (heap), 0, -1. */
static int find_due(struct db *db, char **name, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT name FROM directory WHERE"
				    " removed = 0 AND next_us > 0"
				    " AND next_us <= $1 ORDER BY next_us"
				    " LIMIT 1",
				    e);
	int rc;

	db_int(st, 1, clock_now_us());
	rc = db_step(st, e);
	if (rc > 0)
		*name = mem_strdup(db_col_text(st, 0));
	return rc;
}

/* What has changed by itself; where nothing has, there is nothing to say. */
static int act_of_schedule(struct db *db, const char *name,
			   const struct sync_result *r, struct err *e)
{
	static const struct actor system = { "system", ORIGIN_SCHEDULE };
	AUTO(str_done) struct str detail = STR_INIT;

	if (r->joined + r->left + r->renamed + r->began + r->ended == 0)
		return 0;
	str_add(&detail, "{\"directory\":");
	encode_json(&detail, name);
	str_addf(&detail,
		 ",\"joined\":%" PRId64 ",\"left\":%" PRId64
		 ",\"renamed\":%" PRId64 ",\"began\":%" PRId64
		 ",\"ended\":%" PRId64 "}",
		 r->joined, r->left, r->renamed, r->began, r->ended);
	return archive_act(db, system, "directory sync", detail.s, e);
}

static int serve_one(struct archive *a, struct db *db, const char *name,
		     const atomic_bool *stop, struct err *e)
{
	struct sync_result r = { 0 };
	char text[ERR_TEXT];

	if (roster_sync(a, db, name, stop, &r, e) == 0 &&
	    act_of_schedule(db, name, &r, e) == 0) {
		log_event(LOG_INFO, "directory.synchronised",
			  "directory=\"%s\" persons=%" PRId64 " joined=%" PRId64
			  " left=%" PRId64 " conflicts=%" PRId64,
			  name, r.told, r.joined, r.left, r.conflicts);
		return 0;
	}
	log_event(e->kind == ERR_RETRY ? LOG_WARN : LOG_ERROR,
		  "directory.failed", "directory=\"%s\" reason=\"%s\"", name,
		  err_str(e, text, sizeof(text)));
	if (e->kind == ERR_STORE)
		return -1;
	err_clear(e);
	return 0;
}

int roster_serve(struct archive *a, const atomic_bool *stop, struct err *e)
{
	AUTO(db_close) struct db *db = NULL;
	struct timespec pause = { .tv_nsec = LOOK_NS - 1 };

	if (archive_db(a, &db, e) < 0)
		return -1;
	while (!atomic_load(stop)) {
		AUTO(free) char *name = NULL;
		int rc = find_due(db, &name, e);

		if (rc > 0)
			rc = serve_one(a, db, name, stop, e);
		else if (rc == 0)
			(void)nanosleep(&pause, NULL); /* then look again */
		if (rc < 0)
			return -1;
	}
	return 0;
}
