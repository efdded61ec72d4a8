#include "portal/answer.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "stream/writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum state { OPEN, BEGUN, ENDED, CUT };

struct answer {
	struct writer base;
	pthread_mutex_t lock;
	pthread_cond_t room;
	void (*wake)(void *ctx);
	void *ctx;
	int64_t stall_us;
	enum state state;
	unsigned int status;
	int64_t length;
	struct str names;   /* pairs, each with its NUL, while OPEN */
	struct str headers; /* the same, fixed */
	struct str bytes;   /* not yet taken */
	size_t at;          /* taken of it */
	uint64_t taken;
	bool dropping;
	uint64_t dropped;
	atomic_bool gone;
};

static int answer_write(struct writer *w, const void *buf, size_t len,
			struct err *e);
static const struct writer_ops answer_ops = { answer_write };

struct answer *answer_new(void (*wake)(void *ctx), void *ctx, int64_t stall_us)
{
	struct answer *a = NEW(struct answer);
	pthread_condattr_t attr;

	a->base.ops = &answer_ops;
	(void)pthread_mutex_init(&a->lock, NULL);
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&a->room, &attr);
	(void)pthread_condattr_destroy(&attr);
	a->wake = wake;
	a->ctx = ctx;
	a->stall_us = stall_us;
	a->status = 200;
	a->length = -1;
	a->names = a->headers = a->bytes = STR_INIT;
	return a;
}

void answer_free(struct answer *a)
{
	if (a == NULL)
		return;
	str_done(&a->names);
	str_done(&a->headers);
	str_done(&a->bytes);
	(void)pthread_cond_destroy(&a->room);
	(void)pthread_mutex_destroy(&a->lock);
	free(a);
}

/* --- head ----------------------------------------------------------------- */

void answer_status(struct answer *a, unsigned int status)
{
	if (a->state == OPEN)
		a->status = status;
}

/* Take the pair of this name out. */
static void forget(struct str *pairs, const char *name)
{
	char *at = pairs->s, *end = at + pairs->len;

	while (at < end) {
		char *value = at + strlen(at) + 1;
		char *next = value + strlen(value) + 1;

		if (str_casecmp(at, name) == 0) {
			memmove(at, next, (size_t)(end - next));
			str_cut(pairs, pairs->len - (size_t)(next - at));
			return;
		}
		at = next;
	}
}

void answer_header(struct answer *a, const char *name, const char *value)
{
	if (a->state != OPEN)
		return;
	if (str_casecmp(name, "Set-Cookie") != 0)
		forget(&a->names, name);
	str_add(&a->names, name);
	str_add_char(&a->names, '\0');
	str_add_len(&a->names, value, strcspn(value, "\r\n"));
	str_add_char(&a->names, '\0');
}

void answer_length(struct answer *a, uint64_t bytes)
{
	if (a->state == OPEN)
		a->length = (int64_t)bytes;
}

void answer_drop(struct answer *a)
{
	a->dropping = true;
}

bool answer_restart(struct answer *a)
{
	bool open;

	(void)pthread_mutex_lock(&a->lock);
	open = a->state == OPEN;
	if (open) {
		a->status = 200;
		a->length = -1;
		a->dropping = false;
		a->dropped = 0;
		str_cut(&a->names, 0);
		str_cut(&a->bytes, 0);
	}
	(void)pthread_mutex_unlock(&a->lock);
	return open;
}

bool answer_head(struct answer *a, struct answer_head *out)
{
	bool ready;

	(void)pthread_mutex_lock(&a->lock);
	ready = a->state != OPEN;
	if (ready)
		*out = (struct answer_head){ .status = a->status,
					     .length = a->length,
					     .headers = a->headers.s };
	(void)pthread_mutex_unlock(&a->lock);
	return ready;
}

/* --- the worker ------------------------------------------------------------
 */

/* With the lock held: the head is fixed. */
static void fix(struct answer *a, enum state state)
{
	if (a->state == OPEN) {
		str_add_len(&a->headers, a->names.s, a->names.len);
		str_add_char(&a->headers, '\0');
	}
	a->state = state;
}

struct writer *answer_writer(struct answer *a)
{
	return &a->base;
}

static size_t waiting(const struct answer *a)
{
	return a->bytes.len - a->at;
}

/* With the lock held. Room for some, or false: nobody takes anything. */
static bool wait_for_room(struct answer *a)
{
	uint64_t taken = a->taken;
	int64_t until = clock_monotonic_us() + a->stall_us;

	while (waiting(a) >= ANSWER_PIPE && !atomic_load(&a->gone)) {
		struct timespec t = { .tv_sec = until / CLOCK_SECOND,
				      .tv_nsec = until % CLOCK_SECOND * 1000 };

		if (pthread_cond_timedwait(&a->room, &a->lock, &t) != ETIMEDOUT)
			continue;
		if (a->taken == taken)
			return false;
		taken = a->taken;
		until = clock_monotonic_us() + a->stall_us;
	}
	return !atomic_load(&a->gone);
}

/* What was taken gives its room back. */
static void settle(struct answer *a)
{
	size_t left = waiting(a);

	if (a->at == 0)
		return;
	memmove(a->bytes.s, a->bytes.s + a->at, left);
	str_cut(&a->bytes, left);
	a->at = 0;
}

static bool put(struct answer *a, const char *buf, size_t len)
{
	if (a->dropping) {
		a->dropped += len;
		return true;
	}
	while (len > 0) {
		size_t n;

		if (a->state >= ENDED || !wait_for_room(a)) {
			fix(a, CUT);
			return false;
		}
		settle(a);
		n = ANSWER_PIPE - a->bytes.len;
		n = n < len ? n : len;
		str_add_len(&a->bytes, buf, n);
		buf += n;
		len -= n;
		if (a->state == OPEN && a->bytes.len > ANSWER_HELD)
			fix(a, BEGUN);
		if (a->state == BEGUN)
			a->wake(a->ctx);
	}
	return true;
}

static int answer_write(struct writer *w, const void *buf, size_t len,
			struct err *e)
{
	struct answer *a = (struct answer *)w;
	bool ok;

	(void)pthread_mutex_lock(&a->lock);
	ok = put(a, buf, len);
	if (!ok)
		a->wake(a->ctx);
	(void)pthread_mutex_unlock(&a->lock);
	if (ok)
		return 0;
	(void)err_set(e, ERR_STORE, "nobody takes the answer any more");
	e->sys = EPIPE;
	return -1;
}

bool answer_offer(struct answer *a, const void *buf, size_t len)
{
	bool ok;

	(void)pthread_mutex_lock(&a->lock);
	ok = a->state < ENDED && !atomic_load(&a->gone) &&
	     waiting(a) + len <= ANSWER_PIPE;
	if (ok) {
		settle(a);
		str_add_len(&a->bytes, buf, len);
	} else if (a->state < ENDED) {
		fix(a, CUT);
	}
	if (a->state != OPEN)
		a->wake(a->ctx);
	(void)pthread_mutex_unlock(&a->lock);
	return ok;
}

void answer_begin(struct answer *a)
{
	(void)pthread_mutex_lock(&a->lock);
	if (a->state == OPEN)
		fix(a, BEGUN);
	a->wake(a->ctx);
	(void)pthread_mutex_unlock(&a->lock);
}

void answer_end(struct answer *a)
{
	(void)pthread_mutex_lock(&a->lock);
	if (a->state == OPEN && a->length < 0)
		a->length = (int64_t)(a->bytes.len + a->dropped);
	if (a->state < ENDED)
		fix(a, ENDED);
	a->wake(a->ctx);
	(void)pthread_mutex_unlock(&a->lock);
}

void answer_cut(struct answer *a)
{
	(void)pthread_mutex_lock(&a->lock);
	fix(a, CUT);
	a->wake(a->ctx);
	(void)pthread_mutex_unlock(&a->lock);
}

/* --- the HTTP thread --------------------------------------------------------
 */

ssize_t answer_take(struct answer *a, char *buf, size_t max)
{
	ssize_t rc;
	size_t n;

	(void)pthread_mutex_lock(&a->lock);
	n = waiting(a);
	n = n < max ? n : max;
	if (a->state == CUT)
		rc = ANSWER_BROKEN;
	else if (n > 0)
		rc = (ssize_t)n;
	else
		rc = a->state == ENDED ? ANSWER_OVER : ANSWER_LATER;
	if (rc > 0) {
		memcpy(buf, a->bytes.s + a->at, n);
		a->at += n;
		a->taken += n;
		(void)pthread_cond_signal(&a->room);
	}
	(void)pthread_mutex_unlock(&a->lock);
	return rc;
}

void answer_leave(struct answer *a)
{
	(void)pthread_mutex_lock(&a->lock);
	atomic_store(&a->gone, true);
	(void)pthread_cond_signal(&a->room);
	(void)pthread_mutex_unlock(&a->lock);
}

const atomic_bool *answer_gone(const struct answer *a)
{
	return &a->gone;
}

unsigned int answer_sent_status(struct answer *a)
{
	return a->status;
}

uint64_t answer_sent_bytes(struct answer *a)
{
	uint64_t n;

	(void)pthread_mutex_lock(&a->lock);
	n = a->taken;
	(void)pthread_mutex_unlock(&a->lock);
	return n;
}
