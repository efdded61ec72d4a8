#include "vault/stores.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "vault/control-store.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct stores {
	pthread_mutex_t lock;
	struct vault_stores by;
	struct control *control;
	atomic_bool stopping;
	struct stores_handle *list;
	int64_t looked_us; /* monotonic */
};

struct stores *stores_new(const struct vault_stores *by,
			  struct control *control)
{
	struct stores *s = NEW(struct stores);

	(void)pthread_mutex_init(&s->lock, NULL);
	s->by = *by;
	s->control = control;
	return s;
}

static void handle_free(struct stores *s, struct stores_handle *h)
{
	s->by.close(s->by.ctx, &h->opened);
	free(h);
}

void stores_free(struct stores *s)
{
	struct stores_handle *next;

	if (s == NULL)
		return;
	for (struct stores_handle *h = s->list; h != NULL; h = next) {
		next = h->next;
		handle_free(s, h);
	}
	(void)pthread_mutex_destroy(&s->lock);
	free(s);
}

bool stores_can_open(const struct stores *s)
{
	return s->by.open != NULL;
}

const struct vault_stores *stores_by(const struct stores *s)
{
	return &s->by;
}

void stores_stop(struct stores *s)
{
	atomic_store(&s->stopping, true);
}

/* Take it off the list; it lives until the last one gives it back. */
static void unlist(struct stores *s, struct stores_handle *h)
{
	struct stores_handle **p = &s->list;

	while (*p != h)
		p = &(*p)->next;
	*p = h->next;
	h->old = true;
	if (h->refs == 0)
		handle_free(s, h);
}

/* Handles whose settings are not those any more. The lock is held. */
static int look(struct stores *s, struct err *e)
{
	int64_t now = clock_monotonic_us();
	struct stores_handle *next;

	if (s->list == NULL || now < s->looked_us + STORES_LOOK_US)
		return 0;
	s->looked_us = now;
	for (struct stores_handle *h = s->list; h != NULL; h = next) {
		struct store_row row;
		int rc = control_store(s->control, h->id, &row, e);

		if (rc < 0)
			return -1;
		next = h->next;
		if (rc == 0 || row.set_us != h->set_us)
			unlist(s, h);
	}
	return 0;
}

static int open_store(struct stores *s, uint64_t id, struct stores_handle **out,
		      struct err *e)
{
	AUTO(free) struct stores_handle *h = NEW(struct stores_handle);
	struct store_row row;
	int rc = control_store(s->control, id, &row, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_STORE,
			       "vault_store: there is no store %" PRIu64, id);
	if (s->by.open == NULL)
		return err_set(e, ERR_RETRY,
			       "is in store %" PRIu64
			       ", which this program cannot open",
			       id);
	h->id = id;
	h->set_us = row.set_us;
	memcpy(h->kind, row.kind, sizeof(h->kind));
	if (s->by.open(s->by.ctx, id, row.kind, &s->stopping, &h->opened, e) <
	    0)
		return stores_wrap(h, e);
	h->next = s->list;
	s->list = h;
	*out = TAKE(h);
	return 0;
}

int stores_take(struct stores *s, uint64_t id, struct stores_handle **out,
		struct err *e)
{
	struct stores_handle *h;
	int rc;

	(void)pthread_mutex_lock(&s->lock);
	rc = look(s, e);
	for (h = s->list; h != NULL && h->id != id; h = h->next)
		;
	if (rc == 0 && h == NULL)
		rc = open_store(s, id, &h, e);
	if (rc == 0) {
		h->refs++;
		*out = h;
	}
	(void)pthread_mutex_unlock(&s->lock);
	return rc;
}

void stores_give(struct stores *s, struct stores_handle *h)
{
	if (h == NULL)
		return;
	(void)pthread_mutex_lock(&s->lock);
	if (--h->refs == 0 && h->old)
		handle_free(s, h);
	(void)pthread_mutex_unlock(&s->lock);
}

int stores_wrap(const struct stores_handle *h, struct err *e)
{
	bool person = e->kind == ERR_SOURCE || e->kind == ERR_USAGE;

	if (person)
		e->kind = ERR_RETRY;
	if (e->kind != ERR_RETRY)
		return err_wrap(e, "store %" PRIu64 " (%s)", h->id, h->kind);
	return err_wrap(e,
			"store %" PRIu64 " (%s) %s (`estreat store check` "
			"tries it)",
			h->id, h->kind,
			person ? "needs a person" : "does not answer");
}
