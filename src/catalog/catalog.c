/* catalog.c - the epochs' files: opened, followed, seen by others. */
#include "catalog/catalog-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/runs.h"
#include "db/db.h"
#include "vault/vault.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define EPOCHS_MAX 4096

/* --- opening ----------------------------------------------------------- */

static int month_compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* The months that have a file, sorted. */
static int months_read(const char *dir, int64_t **out, size_t *n, struct err *e)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	int64_t *months = NULL;
	size_t count = 0;

	if (d == NULL)
		return err_sys(e, ERR_STORE, "open catalog %s", dir);
	/* each thread has its own DIR */
	while ((entry = readdir(d)) != NULL) { // NOLINT(concurrency-mt-unsafe)
		int year = 0, month = 0;
		char rest[8] = "";

		if (sscanf(entry->d_name, "%4d-%2d.%7s", &year, &month, rest) !=
			    3 ||
		    strcmp(rest, "db") != 0 || count == EPOCHS_MAX)
			continue;
		months = mem_resize(months, (count + 1) * sizeof(*months));
		months[count++] = (int64_t)year * 12 + month - 1;
	}
	(void)closedir(d);
	if (count > 0)
		qsort(months, count, sizeof(*months), month_compare);
	*out = months;
	*n = count;
	return 0;
}

static int epoch_append(struct catalog *c, int64_t month, struct err *e)
{
	struct epoch ep;

	if (epoch_open(&ep, c->dir, month, c->read_only, e) < 0)
		return err_wrap(e, "open catalog %s", c->dir);
	c->epochs =
		mem_resize(c->epochs, (c->n_epochs + 1) * sizeof(*c->epochs));
	c->epochs[c->n_epochs++] = ep;
	return 0;
}

static int epochs_load(struct catalog *c, struct err *e)
{
	AUTO(free) int64_t *months = NULL;
	size_t n = 0;

	if (months_read(c->dir, &months, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (i < c->n_epochs && c->epochs[i].month == months[i])
			continue;
		if (epoch_append(c, months[i], e) < 0)
			return -1;
	}
	return 0;
}

int catalog_open(struct catalog **out, const char *dir, bool read_only,
		 struct err *e)
{
	AUTO(catalog_close) struct catalog *c = NEW(struct catalog);

	(void)pthread_mutex_init(&c->lock, NULL);
	c->dir = mem_strdup(dir);
	c->read_only = read_only;
	if (!read_only && mkdir(dir, 0700) < 0 && errno != EEXIST)
		return err_sys(e, ERR_STORE, "make catalog %s", dir);
	if (epochs_load(c, e) < 0)
		return -1;
	*out = TAKE(c);
	return 0;
}

void catalog_close(struct catalog *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->n_epochs; i++) {
		struct err e = ERR_INIT;

		/* derived and replayed: a failure here loses nothing */
		if (!c->read_only)
			(void)epoch_flush(&c->epochs[i], &e);
		epoch_close(&c->epochs[i]);
	}
	(void)pthread_mutex_destroy(&c->lock);
	free(c->epochs);
	free(c->dir);
	free(c);
}

/* Epochs that were the newest when they were last looked at, and are no more.
 */
static int refresh_older(struct catalog *c, size_t from, struct err *e)
{
	for (size_t i = from; i + 1 < c->n_epochs; i++)
		if (epoch_refresh(&c->epochs[i], e) < 0)
			return -1;
	return 0;
}

static int see_newest(struct catalog *c, struct err *e)
{
	struct epoch *newest;

	if (c->n_epochs == 0)
		return 0;
	newest = &c->epochs[c->n_epochs - 1];
	if (db_begin(newest->db, DB_READ, e) < 0)
		return -1;
	if (epoch_refresh(newest, e) == 0)
		return 0;
	db_rollback(newest->db);
	return -1;
}

int catalog_enter(struct catalog *c, struct err *e)
{
	size_t known;

	(void)pthread_mutex_lock(&c->lock);
	if (!c->read_only)
		return 0;
	known = c->n_epochs;
	if (epochs_load(c, e) == 0 &&
	    refresh_older(c, known > 0 ? known - 1 : 0, e) == 0 &&
	    see_newest(c, e) == 0)
		return 0;
	(void)pthread_mutex_unlock(&c->lock);
	return -1;
}

int catalog_leave(struct catalog *c, int rc)
{
	if (c->read_only && c->n_epochs > 0)
		db_rollback(c->epochs[c->n_epochs - 1].db);
	(void)pthread_mutex_unlock(&c->lock);
	return rc;
}

struct epoch *catalog_epoch_of(const struct catalog *c, uint64_t seq)
{
	for (size_t i = c->n_epochs; i-- > 0;)
		if (seq >= c->epochs[i].first && seq <= c->epochs[i].last)
			return &c->epochs[i];
	return NULL;
}

/* --- following --------------------------------------------------------- */

static uint64_t last_seq(const struct catalog *c)
{
	for (size_t i = c->n_epochs; i-- > 0;)
		if (c->epochs[i].last > 0)
			return c->epochs[i].last;
	return 0;
}

uint64_t catalog_last(struct catalog *c)
{
	struct err e = ERR_INIT;
	uint64_t last;

	if (catalog_enter(c, &e) < 0)
		return 0;
	last = last_seq(c);
	(void)catalog_leave(c, 0);
	return last;
}

static uint64_t follower_have(void *ctx)
{
	return catalog_last(ctx);
}

static int64_t month_of(int64_t us)
{
	struct clock_date d = clock_to_date(us);

	return d.year * 12 + d.month - 1;
}

/* The epoch that takes a record of this month: never one before the last. */
static struct epoch *epoch_for(struct catalog *c, int64_t month, struct err *e)
{
	if (c->n_epochs == 0 || c->epochs[c->n_epochs - 1].month < month) {
		if (c->n_epochs > 0 &&
		    epoch_flush(&c->epochs[c->n_epochs - 1], e) < 0)
			return NULL;
		if (epoch_append(c, month, e) < 0)
			return NULL;
	}
	return &c->epochs[c->n_epochs - 1];
}

static int follow_locked(struct catalog *c, const struct vault_stored *recs,
			 size_t n, struct err *e)
{
	for (size_t i = 0; i < n;) {
		int64_t month = month_of(recs[i].stored_us);
		struct epoch *ep = epoch_for(c, month, e);
		size_t end = i + 1;

		if (ep == NULL)
			return -1;
		while (end < n && month_of(recs[end].stored_us) <= ep->month)
			end++;
		if (epoch_add(ep, recs + i, end - i, e) < 0)
			return -1;
		if (ep->tail > EPOCH_TAIL_MAX && epoch_flush(ep, e) < 0)
			return -1;
		i = end;
	}
	return 0;
}

static int follower_follow(void *ctx, const struct vault_stored *recs, size_t n,
			   struct err *e)
{
	struct catalog *c = ctx;
	uint64_t have;
	size_t known = 0;

	if (catalog_enter(c, e) < 0)
		return -1;
	have = last_seq(c);
	while (known < n && recs[known].seq <= have)
		known++;
	return catalog_leave(c, follow_locked(c, recs + known, n - known, e));
}

struct vault_follower catalog_follower(struct catalog *c)
{
	return (struct vault_follower){ .ctx = c,
					.have = follower_have,
					.follow = follower_follow };
}

int catalog_flush(struct catalog *c, struct err *e)
{
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && !c->read_only && i < c->n_epochs; i++)
		rc = epoch_flush(&c->epochs[i], e);
	return catalog_leave(c, rc);
}
