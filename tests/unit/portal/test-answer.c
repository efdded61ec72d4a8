#include "portal/answer.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "stream/writer.h"
#include "t.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

static void count(void *ctx)
{
	atomic_fetch_add((atomic_int *)ctx, 1);
}

static int put(struct answer *a, const char *text, size_t len, struct err *e)
{
	struct writer *w = answer_writer(a);

	return w->ops->write(w, text, len, e);
}

T(a_short_answer_has_its_length)
{
	atomic_int woken = 0;
	AUTO(answer_free)
	struct answer *a = answer_new(count, &woken, CLOCK_SECOND);
	struct answer_head head;
	struct err e = ERR_INIT;
	char buf[16];

	answer_header(a, "Content-Type", "text/plain");
	answer_header(a, "content-type", "text/html\r\nX: y");
	T_EQ_INT(put(a, "hello", 5, &e), 0);
	T_OK(!answer_head(a, &head));
	answer_end(a);
	T_OK(woken > 0);
	T_OK(answer_head(a, &head));
	T_EQ_INT(head.status, 200);
	T_EQ_INT(head.length, 5);
	T_EQ_STR(head.headers, "content-type");
	T_EQ_STR(head.headers + strlen("content-type") + 1, "text/html");
	T_EQ_INT(answer_take(a, buf, 3), 3);
	T_EQ_INT(answer_take(a, buf, 16), 2);
	T_EQ_INT(answer_take(a, buf, 16), ANSWER_OVER);
}

T(cookies_stand_beside_each_other)
{
	atomic_int woken = 0;
	AUTO(answer_free)
	struct answer *a = answer_new(count, &woken, CLOCK_SECOND);
	struct answer_head head;

	answer_header(a, "Set-Cookie", "a=1");
	answer_header(a, "Set-Cookie", "b=2");
	answer_end(a);
	T_OK(answer_head(a, &head));
	T_OK(memcmp(head.headers, "Set-Cookie\0a=1\0Set-Cookie\0b=2\0\0", 31) ==
	     0);
}

T(an_error_before_the_beginning_is_an_answer)
{
	atomic_int woken = 0;
	AUTO(answer_free)
	struct answer *a = answer_new(count, &woken, CLOCK_SECOND);
	struct answer_head head;
	struct err e = ERR_INIT;

	answer_header(a, "X", "y");
	T_EQ_INT(put(a, "half", 4, &e), 0);
	T_OK(answer_restart(a));
	answer_status(a, 500);
	T_EQ_INT(put(a, "no", 2, &e), 0);
	answer_end(a);
	T_OK(answer_head(a, &head));
	T_EQ_INT(head.status, 500);
	T_EQ_INT(head.length, 2);
	T_EQ_STR(head.headers, "");
}

T(a_long_answer_begins_before_its_end)
{
	atomic_int woken = 0;
	AUTO(answer_free)
	struct answer *a = answer_new(count, &woken, CLOCK_SECOND);
	AUTO(free) char *much = mem_alloc(1, ANSWER_HELD);
	struct answer_head head;
	struct err e = ERR_INIT;

	T_EQ_INT(put(a, much, ANSWER_HELD, &e), 0);
	T_OK(!answer_head(a, &head));
	T_EQ_INT(put(a, "x", 1, &e), 0);
	T_OK(answer_head(a, &head));
	T_EQ_INT(head.length, -1);
	/* what fails now cannot be told any more */
	T_OK(!answer_restart(a));
	answer_status(a, 500);
	answer_header(a, "X", "y");
	T_OK(answer_head(a, &head));
	T_EQ_INT(head.status, 200);
	answer_cut(a);
	T_EQ_INT(answer_take(a, much, 10), ANSWER_BROKEN);
}

struct slow {
	struct answer *a;
	int rc, sys;
};

static void *write_much(void *ctx)
{
	struct slow *s = ctx;
	AUTO(free) char *much = mem_alloc(1, 4 * ANSWER_PIPE);
	struct err e = ERR_INIT;

	s->rc = put(s->a, much, 4 * ANSWER_PIPE, &e);
	s->sys = e.sys;
	if (s->rc == 0)
		answer_end(s->a);
	return NULL;
}

T(a_worker_waits_for_a_client)
{
	atomic_int woken = 0;
	AUTO(answer_free)
	struct answer *a = answer_new(count, &woken, 60 * CLOCK_SECOND);
	struct slow s = { .a = a };
	char buf[4096];
	size_t got = 0;
	ssize_t n;
	pthread_t t;

	T_EQ_INT(pthread_create(&t, NULL, write_much, &s), 0);
	do {
		n = answer_take(a, buf, sizeof(buf));
		got += n > 0 ? (size_t)n : 0;
	} while (n >= 0);
	(void)pthread_join(t, NULL);
	T_EQ_INT(n, ANSWER_OVER);
	T_EQ_INT(s.rc, 0);
	T_EQ_INT(got, 4 * ANSWER_PIPE);
	T_EQ_INT(answer_sent_bytes(a), 4 * ANSWER_PIPE);
}

T(a_client_that_takes_nothing_is_given_up)
{
	atomic_int woken = 0;
	AUTO(answer_free) struct answer *a = answer_new(count, &woken, 1000);
	struct slow s = { .a = a };
	char buf[16];

	(void)write_much(&s);
	T_EQ_INT(s.rc, -1);
	T_EQ_INT(s.sys, EPIPE);
	T_EQ_INT(answer_take(a, buf, sizeof(buf)), ANSWER_BROKEN);
}

T(a_client_that_has_gone_holds_nobody)
{
	atomic_int woken = 0;
	AUTO(answer_free)
	struct answer *a = answer_new(count, &woken, 600 * CLOCK_SECOND);
	struct slow s = { .a = a };
	pthread_t t;

	T_EQ_INT(pthread_create(&t, NULL, write_much, &s), 0);
	answer_leave(a);
	(void)pthread_join(t, NULL);
	T_EQ_INT(s.rc, -1);
	T_OK(atomic_load(answer_gone(a)));
}

T(offers_never_wait)
{
	atomic_int woken = 0;
	AUTO(answer_free)
	struct answer *a = answer_new(count, &woken, 600 * CLOCK_SECOND);
	AUTO(free) char *much = mem_alloc(1, ANSWER_PIPE);
	char buf[16];

	T_OK(answer_offer(a, "hello", 5));
	answer_begin(a);
	T_EQ_INT(answer_take(a, buf, sizeof(buf)), 5);
	T_EQ_INT(answer_take(a, buf, sizeof(buf)), ANSWER_LATER);
	T_OK(answer_offer(a, much, ANSWER_PIPE));
	T_OK(!answer_offer(a, "x", 1));
	T_EQ_INT(answer_take(a, buf, sizeof(buf)), ANSWER_BROKEN);
}

T(head_has_no_body)
{
	atomic_int woken = 0;
	AUTO(answer_free)
	struct answer *a = answer_new(count, &woken, CLOCK_SECOND);
	struct answer_head head;
	struct slow s = { .a = a };

	answer_drop(a);
	(void)write_much(&s);
	T_EQ_INT(s.rc, 0);
	T_OK(answer_head(a, &head));
	T_EQ_INT(head.length, 4 * ANSWER_PIPE);
}

T_MAIN
