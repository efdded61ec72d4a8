#include "connector/keeping.h"

#include "base/arena.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "connector/inventory.h"
#include "connector/run.h"
#include "connector/store.h"
#include "db/db.h"
#include "vault/vault.h"

#include <pthread.h>
#include <stdlib.h>

/*
 * A feed goes by time, the inventory's indexes by bundle: each entry of a
 * day may be of another conversation. So much is what a day of 20,000 of
 * them touches; it is given back before the workers begin.
 */
#define CACHE_MIB 64

struct keeping {
	struct run *run;
	struct db *db; /* of the thread */
	struct inventory inventory;
	pthread_t thread;
	bool started;

	pthread_mutex_t lock;
	pthread_cond_t change;
	struct batch *next; /* given, not yet taken up */
	bool busy, ending;
	struct err failed;
};

struct batch *batch_new(void)
{
	struct batch *b = NEW(struct batch);

	b->arena = arena_new();
	return b;
}

void batch_free(struct batch *b)
{
	if (b == NULL)
		return;
	arena_free(b->arena);
	free(b);
}

/* --- to the vault, then to control --------------------------------------- */

static int told_store(struct run *r, struct told *t, struct err *e)
{
	const struct source_entry *en = &t->en;
	AUTO(free)
	char *name = str_printf("%s:%s:%s", en->kind, en->id, en->version);
	struct store_raw raw = { .bundle_name = en->bundle,
				 .name = name,
				 .media_type = "application/json",
				 .bytes = en->raw,
				 .len = en->raw_len,
				 .time_us = en->time_us };

	if (en->raw == NULL || en->state != SOURCE_READY)
		return 0;
	return store_raw(r, &raw, &t->seq, t->sha256, e);
}

static int beside_store(struct run *r, struct told *t, struct err *e)
{
	struct store_raw raw = told_beside(&t->en);

	if (t->en.beside == NULL)
		return 0;
	return store_raw(r, &raw, &t->beside_seq, t->beside_sha256, e);
}

static int rows_store(struct keeping *k, const struct batch *b, struct err *e)
{
	if (db_begin(k->db, DB_WRITE, e) < 0)
		return -1;
	for (size_t i = 0; i < b->n; i++) {
		const struct source_entry *en = &b->list[i].en;

		if (inventory_take(&k->inventory, &b->list[i], e) == 0)
			continue;
		db_rollback(k->db);
		if (e->kind != ERR_RETRY)
			e->kind = ERR_STORE;
		return err_wrap(e, "inventory %s %s", en->kind, en->id);
	}
	return db_commit(k->db, e);
}

static int batch_store(struct keeping *k, struct batch *b, struct err *e)
{
	for (size_t i = 0; i < b->n; i++)
		if (told_store(k->run, &b->list[i], e) < 0 ||
		    beside_store(k->run, &b->list[i], e) < 0)
			return -1;
	if (vault_commit(archive_vault(k->run->archive), e) < 0)
		return -1;
	return rows_store(k, b, e);
}

/* --- the thread ---------------------------------------------------------- */

/* What was given next; NULL: no more will come. The lock is held. */
static struct batch *await_batch(struct keeping *k)
{
	while (k->next == NULL && !k->ending)
		(void)pthread_cond_wait(&k->change, &k->lock);
	k->busy = k->next != NULL;
	return TAKE(k->next);
}

static void *keep(void *ctx)
{
	struct keeping *k = ctx;
	struct batch *b;

	(void)pthread_mutex_lock(&k->lock);
	while ((b = await_batch(k)) != NULL) {
		struct err e = ERR_INIT;

		(void)pthread_cond_broadcast(&k->change);
		if (k->failed.kind == ERR_NONE) {
			(void)pthread_mutex_unlock(&k->lock);
			(void)batch_store(k, b, &e);
			(void)pthread_mutex_lock(&k->lock);
			k->failed = e;
		}
		batch_free(b);
		k->busy = false;
		(void)pthread_cond_broadcast(&k->change);
	}
	(void)pthread_mutex_unlock(&k->lock);
	return NULL;
}

int keeping_start(struct keeping **out, struct run *run, struct err *e)
{
	AUTO(keeping_free) struct keeping *k = NEW(struct keeping);

	k->run = run;
	(void)pthread_mutex_init(&k->lock, NULL);
	(void)pthread_cond_init(&k->change, NULL);
	if (archive_db_work(run->archive, CACHE_MIB, &k->db, e) < 0)
		return -1;
	k->inventory = (struct inventory){ .run = run, .db = k->db };
	if (pthread_create(&k->thread, NULL, keep, k) != 0)
		return err_set(e, ERR_RETRY,
			       "no thread could start that "
			       "stores what is listed");
	k->started = true;
	*out = TAKE(k);
	return 0;
}

void keeping_free(struct keeping *k)
{
	if (k == NULL)
		return;
	(void)pthread_mutex_lock(&k->lock);
	batch_free(TAKE(k->next));
	k->ending = true;
	(void)pthread_cond_broadcast(&k->change);
	(void)pthread_mutex_unlock(&k->lock);
	if (k->started)
		(void)pthread_join(k->thread, NULL);
	inventory_done(&k->inventory);
	db_close(k->db);
	(void)pthread_cond_destroy(&k->change);
	(void)pthread_mutex_destroy(&k->lock);
	free(k);
}

int keeping_give(struct keeping *k, struct batch *b, struct err *e)
{
	int rc = 0;

	(void)pthread_mutex_lock(&k->lock);
	while (k->next != NULL)
		(void)pthread_cond_wait(&k->change, &k->lock);
	k->next = b;
	if (k->failed.kind != ERR_NONE) {
		*e = k->failed;
		rc = -1;
	}
	(void)pthread_cond_broadcast(&k->change);
	(void)pthread_mutex_unlock(&k->lock);
	return rc;
}

int keeping_wait(struct keeping *k, struct err *e)
{
	int rc = 0;

	(void)pthread_mutex_lock(&k->lock);
	while (k->next != NULL || k->busy)
		(void)pthread_cond_wait(&k->change, &k->lock);
	if (k->failed.kind != ERR_NONE) {
		*e = k->failed;
		rc = -1;
	}
	(void)pthread_mutex_unlock(&k->lock);
	return rc;
}
