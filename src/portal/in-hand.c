/* in-hand.c - the requests in hand: each lives until HTTP and its worker are
   done with it, and sleeps while there is nothing to send. */
#include "portal/server-private.h"

#include "portal/answer.h"
#include "portal/peers.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>
#include <unistd.h>

static void handled_free(struct handled *h)
{
	if (h->x.body_fd >= 0)
		(void)close(h->x.body_fd);
	str_wipe(&h->x.body);
	incoming_free(h->x.rq);
	answer_free(h->x.answer);
	(void)pthread_mutex_destroy(&h->lock);
	free(h->target);
	free(h);
}

void handled_ref(struct handled *h)
{
	(void)pthread_mutex_lock(&h->lock);
	h->refs++;
	(void)pthread_mutex_unlock(&h->lock);
}

void handled_unref(struct handled *h)
{
	bool last;

	(void)pthread_mutex_lock(&h->lock);
	last = --h->refs == 0;
	(void)pthread_mutex_unlock(&h->lock);
	if (last)
		handled_free(h);
}

/* From a worker: there is something to send. */
static void wake(void *ctx)
{
	struct handled *h = ctx;

	(void)pthread_mutex_lock(&h->lock);
	if (h->asleep) {
		h->asleep = false;
		MHD_resume_connection(h->connection);
	} else {
		h->awakened = true;
	}
	(void)pthread_mutex_unlock(&h->lock);
}

bool handled_sleep(struct handled *h)
{
	bool slept;

	(void)pthread_mutex_lock(&h->lock);
	slept = !h->awakened;
	h->awakened = false;
	if (slept) {
		h->asleep = true;
		MHD_suspend_connection(h->connection);
	}
	(void)pthread_mutex_unlock(&h->lock);
	return slept;
}

static void hands_add(struct server *s, struct handled *h)
{
	(void)pthread_mutex_lock(&s->lock);
	h->next = s->hands;
	if (s->hands != NULL)
		s->hands->prev = h;
	s->hands = h;
	(void)pthread_mutex_unlock(&s->lock);
}

static void hands_remove(struct server *s, struct handled *h)
{
	(void)pthread_mutex_lock(&s->lock);
	if (h->prev != NULL)
		h->prev->next = h->next;
	else
		s->hands = h->next;
	if (h->next != NULL)
		h->next->prev = h->prev;
	(void)pthread_mutex_unlock(&s->lock);
}

struct handled *handled_new(struct server *s, const char *target,
			    struct MHD_Connection *c)
{
	struct handled *h = NEW(struct handled);

	(void)pthread_mutex_init(&h->lock, NULL);
	h->refs = 1;
	h->server = s;
	h->connection = c;
	h->x.rq = incoming_new();
	h->x.answer = answer_new(wake, h, s->cfg.stall_us);
	h->x.begun_us = clock_monotonic_us();
	h->x.body = STR_INIT;
	h->x.body_fd = -1;
	h->x.slot = -1;
	h->target = mem_strdup(target);
	hands_add(s, h);
	return h;
}

void handled_over(struct handled *h)
{
	hands_remove(h->server, h);
	handled_unref(h);
}

void hands_look_for_gone(struct server *s)
{
	(void)pthread_mutex_lock(&s->lock);
	for (struct handled *h = s->hands; h != NULL; h = h->next)
		if (h->peer != NULL && peer_hung_up(h->peer))
			answer_leave(h->x.answer);
	(void)pthread_mutex_unlock(&s->lock);
}

bool hands_any(struct server *s, bool cut)
{
	bool any;

	(void)pthread_mutex_lock(&s->lock);
	any = s->hands != NULL;
	for (struct handled *h = s->hands; cut && h != NULL; h = h->next) {
		answer_leave(h->x.answer);
		answer_cut(h->x.answer);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return any;
}
