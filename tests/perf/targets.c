/*
 * targets.c - messages a second that an agent delivers.
 *
 *	perf-targets NAME [--set N=V]... --mailbox ADDRESS... MESSAGES BYTES
 *
 * One session a mailbox, all at the same time, batches as the agent likes
 * them. Secrets are given by --set too: this is no program for them.
 */
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"
#include "target/agent.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX    32
#define MESSAGES_MAX 1000 /* a batch */

static char *sets[WORDS_MAX], *mailboxes[WORDS_MAX];
static size_t n_sets, n_mailboxes;
static long total, size;
static char *body;
static long next, delivered;

static const char *setting(void *ctx, const char *name)
{
	size_t len = strlen(name);

	(void)ctx;
	for (size_t i = 0; i < n_sets; i++)
		if (strncmp(sets[i], name, len) == 0 && sets[i][len] == '=')
			return sets[i] + len + 1;
	return NULL;
}

static int load(void *ctx, const char *name, struct str *out, struct err *e)
{
	(void)ctx, (void)name, (void)out, (void)e;
	return 0;
}

static int save(void *ctx, const char *name, const char *value, struct err *e)
{
	(void)ctx, (void)name, (void)value, (void)e;
	return 0;
}

static bool stopping(void *ctx)
{
	(void)ctx;
	return false;
}

struct text {
	struct reader base;
	char id[80], head[600];
	size_t head_len, at;
};

static ssize_t read_text(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct text *t = (struct text *)r;
	size_t end = t->head_len + (size_t)size, n = 0, part;

	(void)e;
	while (n < cap && t->at < end) {
		const char *from = t->at < t->head_len
					   ? t->head + t->at
					   : body + (t->at - t->head_len);

		part = (t->at < t->head_len ? t->head_len : end) - t->at;
		if (part > cap - n)
			part = cap - n;
		memcpy((char *)buf + n, from, part);
		n += part;
		t->at += part;
	}
	return (ssize_t)n;
}

static void free_text(struct reader *r)
{
	(void)r; /* it lies in an array */
}

static const struct reader_ops text_ops = { read_text, free_text };

static int open_text(void *ctx, struct reader **out, struct err *e)
{
	struct text *t = ctx;

	(void)e;
	t->at = 0;
	*out = &t->base;
	return 0;
}

static void make(struct text *t, struct agent_message *m, long number)
{
	*t = (struct text){ .base.ops = &text_ops };
	(void)snprintf(t->id, sizeof(t->id), "<%lld.%ld@perf.example.com>",
		       (long long)clock_now_us(), number);
	t->head_len = (size_t)snprintf(
		t->head, sizeof(t->head),
		"Date: Tue, 3 Feb 2026 10:00:00 +0000\r\n"
		"From: Alice <alice@example.com>\r\nTo: bob@example.com\r\n"
		"Subject: Zoom meeting %ld\r\nMessage-ID: %s\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n\r\n",
		number, t->id);
	m->number = (uint64_t)number;
	m->message_id = t->id;
	m->folder = "Zoom Meetings";
	m->class = "IPM.NOTE.ZoomMeetings.Meeting";
	m->time_us = INT64_C(1770112800000000);
	m->size = t->head_len + (uint64_t)size;
	m->open = open_text;
	m->ctx = t;
	m->reason = m->place = STR_INIT;
}

struct worker {
	pthread_t thread;
	struct agent *agent;
	const char *mailbox;
};

static void one_batch(struct worker *w, struct agent_session *s, size_t n)
{
	AUTO(free) struct agent_message *list = mem_alloc(n, sizeof(*list));
	AUTO(free) struct text *texts = mem_alloc(n, sizeof(*texts));
	long at = __atomic_fetch_add(&next, (long)n, __ATOMIC_RELAXED);
	struct err e = ERR_INIT;
	char text[1024];

	if (n > (size_t)(total - (at < total ? at : total)))
		n = (size_t)(total - (at < total ? at : total));
	for (size_t i = 0; i < n; i++)
		make(&texts[i], &list[i], at + (long)i);
	if (n > 0 && w->agent->ops->deliver(s, w->mailbox, list, n, &e) < 0)
		(void)fprintf(stderr, "%s\n", err_str(&e, text, sizeof(text)));
	for (size_t i = 0; i < n; i++) {
		if (list[i].outcome == AGENT_DELIVERED)
			(void)__atomic_fetch_add(&delivered, 1,
						 __ATOMIC_RELAXED);
		else
			(void)fprintf(stderr, "%s: %s\n",
				      agent_outcome_name(list[i].outcome),
				      list[i].reason.s);
		str_done(&list[i].reason);
		str_done(&list[i].place);
	}
}

static void *work(void *ctx)
{
	struct worker *w = ctx;
	AUTO(agent_session_close) struct agent_session *s = NULL;
	size_t n = w->agent->ops->batch(w->agent);
	struct err e = ERR_INIT;

	if (n > MESSAGES_MAX)
		n = MESSAGES_MAX;
	if (w->agent->ops->session(w->agent, &s, &e) < 0)
		return NULL;
	while (__atomic_load_n(&next, __ATOMIC_RELAXED) < total)
		one_batch(w, s, n);
	return NULL;
}

static void run(struct agent *a)
{
	struct worker workers[WORDS_MAX];
	int64_t from_us = clock_monotonic_us();
	double seconds;

	for (size_t i = 0; i < n_mailboxes; i++) {
		workers[i] =
			(struct worker){ .agent = a, .mailbox = mailboxes[i] };
		if (pthread_create(&workers[i].thread, NULL, work,
				   &workers[i]) != 0)
			mem_exhausted(0);
	}
	for (size_t i = 0; i < n_mailboxes; i++)
		(void)pthread_join(workers[i].thread, NULL);
	seconds = (double)(clock_monotonic_us() - from_us) / 1e6;
	printf("%ld delivered in %.2f s: %.0f msg/s\n", delivered, seconds,
	       (double)delivered / seconds);
}

int main(int argc, char *argv[])
{
	const struct host host = { .setting = setting,
				   .load = load,
				   .save = save,
				   .stopping = stopping };
	const struct agent_ops *ops = argc > 3 ? agent_find(argv[1]) : NULL;
	struct agent *a = NULL;
	struct err e = ERR_INIT;
	char text[1024];

	(void)signal(SIGPIPE, SIG_IGN);
	if (ops == NULL)
		return 2;
	for (int i = 2; i + 1 < argc - 2; i += 2)
		if (strcmp(argv[i], "--set") == 0 && n_sets < WORDS_MAX)
			sets[n_sets++] = argv[i + 1];
		else if (n_mailboxes < WORDS_MAX)
			mailboxes[n_mailboxes++] = argv[i + 1];
	total = strtol(argv[argc - 2], NULL, 10);
	size = strtol(argv[argc - 1], NULL, 10);
	body = mem_alloc(1, (size_t)size);
	for (long i = 0; i < size; i++)
		body[i] = (char)(i % 78 == 76   ? '\r'
				 : i % 78 == 77 ? '\n'
						: 'a' + (i * 7 + i / 78) % 26);
	if (ops->open(&a, &host, &e) < 0) {
		(void)fprintf(stderr, "%s\n", err_str(&e, text, sizeof(text)));
		return 1;
	}
	run(a);
	agent_close(a);
	free(body);
	return delivered == total ? 0 : 1;
}
