#include "watch/health-private.h"

#include "access/accounts.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "vault/vault.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* The last one taken, with a reference of its own; for one installation. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct taking *last;

static void release(struct taking *t)
{
	if (t == NULL || atomic_fetch_sub(&t->references, 1) > 1)
		return;
	arena_free(t->arena);
	free(t);
}

void health_free(const struct health *h)
{
	release((struct taking *)(uintptr_t)h);
}

/* --- taking --------------------------------------------------------------- */

static int vault_figures(struct taking *t, struct err *e)
{
	struct health *h = &t->health;
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(t->db,
		       "SELECT (SELECT count(*) FROM (SELECT 1 FROM job"
		       " LIMIT 100000) j),"
		       " (SELECT count(*) FROM act)",
		       e);
	struct vault_stats s;

	vault_stats(archive_vault(t->archive), &s);
	h->records = (int64_t)s.records;
	h->objects = (int64_t)s.objects;
	h->packs = (int64_t)s.packs;
	h->stored_bytes = (int64_t)s.stored_bytes;
	if (db_step(st, e) < 0)
		return -1;
	h->jobs = db_col_int(st, 0);
	h->acts_waiting = db_col_int(st, 1);
	return accounts_locked(t->db, h->taken_us, &h->lockouts, e);
}

static int take(struct taking *t, struct err *e)
{
	if (parts_connectors(t, e) < 0 || parts_targets(t, e) < 0 ||
	    parts_directories(t, e) < 0 || parts_stores(t, e) < 0 ||
	    parts_channels(t, e) < 0 || parts_disks(t, e) < 0)
		return -1;
	expiry_certificate(t);
	expiry_sort(t);
	if (runs_days(t, e) < 0 || count_figures(t, e) < 0)
		return -1;
	return vault_figures(t, e);
}

/* All of it as of one state of control. */
static int take_anew(struct archive *a, struct db *db, struct taking **out,
		     struct err *e)
{
	struct taking *t = NEW(struct taking);
	struct health *h = &t->health;
	int rc = runs_note(db, clock_now_us(), e);

	t->arena = arena_new();
	t->archive = a;
	t->db = db;
	atomic_store(&t->references, 1);
	h->taken_us = clock_now_us();
	h->home = arena_strdup(t->arena, archive_home(a));
	h->domain = arena_strdup(t->arena, archive_domain(a));
	h->version = ESTREAT_VERSION;
	h->served = archive_busy(archive_home(a));
	if (rc == 0)
		rc = db_begin(db, DB_READ, e);
	if (rc == 0) {
		rc = take(t, e);
		db_rollback(db);
	}
	if (rc < 0) {
		release(t);
		return err_wrap(e, "look after everything");
	}
	*out = t;
	return 0;
}

/* --- the last one --------------------------------------------------------- */

static struct taking *last_of(const struct archive *a, int64_t max_age_us)
{
	int64_t now = clock_now_us();
	struct taking *t = NULL;

	(void)pthread_mutex_lock(&lock);
	if (last != NULL && last->archive == a &&
	    strcmp(last->health.home, archive_home(a)) == 0 &&
	    last->health.taken_us <= now &&
	    last->health.taken_us > now - max_age_us) {
		t = last;
		(void)atomic_fetch_add(&t->references, 1);
	}
	(void)pthread_mutex_unlock(&lock);
	return t;
}

static void keep_last(struct taking *t)
{
	struct taking *before;

	(void)atomic_fetch_add(&t->references, 1);
	(void)pthread_mutex_lock(&lock);
	before = last;
	last = t;
	(void)pthread_mutex_unlock(&lock);
	release(before);
}

int health_take(struct archive *a, struct db *db, int64_t max_age_us,
		const struct health **out, struct err *e)
{
	struct taking *t = last_of(a, max_age_us);

	if (t == NULL) {
		if (take_anew(a, db, &t, e) < 0)
			return -1;
		keep_last(t);
	}
	*out = &t->health;
	return 0;
}
