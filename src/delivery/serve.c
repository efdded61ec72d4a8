/*
 * serve.c - deliveries beside the schedules: whatever is due, of any target.
 *
 * It looks once a second which targets have something due, and lets a crew
 * work for each of them until nothing has been due for a while. Runs that
 * are at work share these crews (crew.c).
 */
#include "delivery/delivery.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "delivery/outbox.h"

#include <stdlib.h>
#include <time.h>

#define IDLE_US (30 * CLOCK_SECOND)

struct crew {
	int64_t target;
	struct delivery *delivery;
	int64_t due_us; /* when something was due last, monotonic */
};

struct server {
	struct archive *archive;
	struct db *db;
	struct crew *crews;
	size_t n;
};

/* Those of all targets, into a heap array. */
static int targets(struct db *db, int64_t **list, size_t *n, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT id FROM target WHERE state = 0", e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		*list = mem_resize(*list, (*n + 1) * sizeof(**list));
		(*list)[(*n)++] = db_col_int(st, 0);
	}
	return rc;
}

static struct crew *crew_of(struct server *s, int64_t target)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->crews[i].target == target)
			return &s->crews[i];
	return NULL;
}

static int consider(struct server *s, int64_t target, struct err *e)
{
	struct crew *c = crew_of(s, target);
	struct delivery *d = NULL;
	int due = outbox_due(s->db, target, clock_now_us(), e);

	if (due <= 0)
		return due;
	if (c == NULL) {
		if (delivery_begin(&d, s->archive, target, e) < 0)
			return -1;
		s->crews = mem_resize(s->crews, (s->n + 1) * sizeof(*c));
		c = &s->crews[s->n++];
		*c = (struct crew){ .target = target, .delivery = d };
	}
	c->due_us = clock_monotonic_us();
	return 0;
}

static int look_after(struct server *s, struct err *e)
{
	size_t kept = 0;
	int rc = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct crew c = s->crews[i];

		if (rc == 0)
			rc = delivery_failed(c.delivery, e);
		if (clock_monotonic_us() - c.due_us > IDLE_US)
			delivery_end(c.delivery);
		else
			s->crews[kept++] = c;
	}
	s->n = kept;
	return rc;
}

static int look(struct server *s, struct err *e)
{
	AUTO(free) int64_t *list = NULL;
	size_t n = 0;

	if (targets(s->db, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (consider(s, list[i], e) < 0)
			return -1;
	return look_after(s, e);
}

int delivery_serve(struct archive *a, const atomic_bool *stop, struct err *e)
{
	struct server s = { .archive = a };
	int rc = archive_db_work(a, DELIVERY_CACHE_MIB, &s.db, e);

	while (rc == 0 && !atomic_load(stop)) {
		struct timespec second = { .tv_sec = 1 };

		rc = look(&s, e);
		if (rc == 0)
			(void)nanosleep(&second, NULL); /* the clock's tick */
	}
	for (size_t i = 0; i < s.n; i++)
		delivery_end(s.crews[i].delivery);
	free(s.crews);
	db_close(s.db);
	return rc;
}
