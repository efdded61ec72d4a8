#include "portal/connections.h"

#include "base/mem.h"
#include "catalog/archive.h"
#include "db/db.h"

#include <pthread.h>
#include <stdlib.h>

#define KEPT 32

struct connections {
	struct archive *archive;
	pthread_mutex_t lock;
	struct db *kept[KEPT];
	size_t n;
};

struct connections *connections_new(struct archive *a)
{
	struct connections *c = NEW(struct connections);

	(void)pthread_mutex_init(&c->lock, NULL);
	c->archive = a;
	return c;
}

void connections_free(struct connections *c)
{
	if (c == NULL)
		return;
	while (c->n > 0)
		db_close(c->kept[--c->n]);
	(void)pthread_mutex_destroy(&c->lock);
	free(c);
}

int connections_take(struct connections *c, struct db **out, struct err *e)
{
	struct db *db = NULL;

	(void)pthread_mutex_lock(&c->lock);
	if (c->n > 0)
		db = c->kept[--c->n];
	(void)pthread_mutex_unlock(&c->lock);
	if (db == NULL)
		return archive_db(c->archive, out, e);
	*out = db;
	return 0;
}

void connections_give(struct connections *c, struct db *db)
{
	if (db == NULL)
		return;
	db_rollback(db);
	(void)pthread_mutex_lock(&c->lock);
	if (c->n < KEPT) {
		c->kept[c->n++] = db;
		db = NULL;
	}
	(void)pthread_mutex_unlock(&c->lock);
	db_close(db);
}
