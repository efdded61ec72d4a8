/* agent-bench.h - options, host and steps that all cases of agent.c share. */
#ifndef TESTS_CONTRACT_AGENT_BENCH_H
#define TESTS_CONTRACT_AGENT_BENCH_H

#include "../unit/t.h"

#include "agent-mail.h"
#include "base/err.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>

#define OPTIONS_MAX 32
#define BATCH_MAX   160
#define KB          UINT64_C(1024)

struct pair {
	char *name, *value;
};

static struct {
	const struct agent_ops *ops;
	struct pair values[OPTIONS_MAX]; /* settings and secrets */
	size_t n_values;
	const char *mailboxes[OPTIONS_MAX];
	size_t n_mailboxes;
	const char *absent, *full, *wrong;
	uint64_t limit, large, persist, size;
	bool blind, look, uncertain;
	FILE *out;
} arg_;

static uint64_t next_number = 1;
static pthread_mutex_t out_lock = PTHREAD_MUTEX_INITIALIZER;

/* --- the host ---------------------------------------------------------- */

static struct {
	pthread_mutex_t lock;
	struct pair kept[OPTIONS_MAX];
	size_t n;
} state = { .lock = PTHREAD_MUTEX_INITIALIZER };

static const char *setting(void *ctx, const char *name)
{
	const char *spoiled = ctx;

	for (size_t i = 0; i < arg_.n_values; i++)
		if (strcmp(arg_.values[i].name, name) == 0)
			return spoiled != NULL && strcmp(spoiled, name) == 0
				       ? "Not-The-Secret-7"
				       : arg_.values[i].value;
	return NULL;
}

static int load(void *ctx, const char *name, struct str *out, struct err *e)
{
	int found = 0;

	(void)ctx, (void)e;
	(void)pthread_mutex_lock(&state.lock);
	for (size_t i = 0; i < state.n; i++)
		if (strcmp(state.kept[i].name, name) == 0) {
			str_add(out, state.kept[i].value);
			found = 1;
		}
	(void)pthread_mutex_unlock(&state.lock);
	return found;
}

static int keep(void *ctx, const char *name, const char *value, struct err *e)
{
	size_t i = 0;

	(void)ctx, (void)e;
	(void)pthread_mutex_lock(&state.lock);
	while (i < state.n && strcmp(state.kept[i].name, name) != 0)
		i++;
	if (i == state.n && i < OPTIONS_MAX)
		state.kept[state.n++].name = mem_strdup(name);
	if (i < OPTIONS_MAX) {
		free(state.kept[i].value);
		state.kept[i].value = mem_strdup(value);
	}
	(void)pthread_mutex_unlock(&state.lock);
	return 0;
}

static bool never(void *ctx)
{
	(void)ctx;
	return false;
}

static const struct host sound_host = {
	.setting = setting, .load = load, .save = keep, .stopping = never
};

/* --- what all cases do ------------------------------------------------- */

static void told(const struct err *e)
{
	char text[1024];

	t_quote("error", err_str(e, text, sizeof(text)));
}

static struct agent *opened(void)
{
	struct agent *a = NULL;
	struct err e = ERR_INIT;

	if (arg_.ops->open(&a, &sound_host, &e) < 0) {
		T_FAIL("open failed");
		told(&e);
		exit(1);
	}
	return a;
}

static struct agent_session *session_of(struct agent *a)
{
	struct agent_session *s = NULL;
	struct err e = ERR_INIT;

	if (arg_.ops->session(a, &s, &e) < 0) {
		T_FAIL("session failed");
		told(&e);
		exit(1);
	}
	return s;
}

static struct mail *mails_new(size_t n, uint64_t size, const char *folder)
{
	struct mail *m = mem_alloc(n, sizeof(*m));

	for (size_t i = 0; i < n; i++)
		mail_init(&m[i],
			  __atomic_fetch_add(&next_number, 1, __ATOMIC_RELAXED),
			  size, folder);
	return m;
}

static void mails_free(struct mail *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		mail_done(&m[i]);
	free(m);
}

/* Deliver; outcomes are in the mails afterwards. */
static int bring(struct agent_session *s, const char *mailbox, struct mail *m,
		 size_t n, struct err *e)
{
	struct agent_message list[BATCH_MAX];
	int got;

	for (size_t i = 0; i < n; i++) {
		list[i] = m[i].message;
		list[i].outcome = AGENT_NOT_TRIED;
	}
	got = arg_.ops->deliver(s, mailbox, list, n, e);
	for (size_t i = 0; i < n; i++)
		m[i].message = list[i];
	return got;
}

static void expect(struct mail *m, const char *mailbox)
{
	(void)pthread_mutex_lock(&out_lock);
	mail_expect(arg_.out, m, mailbox);
	(void)pthread_mutex_unlock(&out_lock);
}

static void want(const struct mail *m, enum agent_outcome outcome)
{
	if (m->message.outcome == outcome)
		return;
	T_FAIL("message %llu is %s, not %s",
	       (unsigned long long)m->message.number,
	       agent_outcome_name(m->message.outcome),
	       agent_outcome_name(outcome));
	t_quote("reason", m->message.reason.s);
}

/* All of them delivered: told so, and expected to be there. */
static void bring_all(struct agent_session *s, const char *mailbox,
		      struct mail *m, size_t n)
{
	struct err e = ERR_INIT;

	T_EQ_INT(bring(s, mailbox, m, n, &e), 0);
	if (e.kind != ERR_NONE)
		told(&e);
	for (size_t i = 0; i < n; i++) {
		want(&m[i], AGENT_DELIVERED);
		if (m[i].message.outcome == AGENT_DELIVERED)
			expect(&m[i], mailbox);
	}
}

/* A refusal says what happened. */
static void says_why(const struct mail *m)
{
	if (m->message.reason.len < 10)
		T_FAIL("message %llu: the reason is \"%s\"",
		       (unsigned long long)m->message.number,
		       m->message.reason.s);
}

/* --- options ----------------------------------------------------------- */

static void usage(const char *word)
{
	(void)fprintf(stderr, "agent: %s: see the top of agent.c\n", word);
	exit(2);
}

static void add_value(char *text)
{
	char *equals = strchr(text, '=');

	if (equals == NULL || arg_.n_values == OPTIONS_MAX)
		usage(text);
	arg_.values[arg_.n_values].name =
		mem_dup(text, (size_t)(equals - text));
	arg_.values[arg_.n_values++].value = mem_strdup(equals + 1);
}

static void option(const char *name, char *value)
{
	if (strcmp(name, "--set") == 0 || strcmp(name, "--secret") == 0)
		add_value(value);
	else if (strcmp(name, "--mailbox") == 0 &&
		 arg_.n_mailboxes < OPTIONS_MAX)
		arg_.mailboxes[arg_.n_mailboxes++] = value;
	else if (strcmp(name, "--absent") == 0)
		arg_.absent = value;
	else if (strcmp(name, "--full") == 0)
		arg_.full = value;
	else if (strcmp(name, "--wrong") == 0)
		arg_.wrong = value;
	else if (strcmp(name, "--limit") == 0)
		arg_.limit = strtoull(value, NULL, 10);
	else if (strcmp(name, "--large") == 0)
		arg_.large = strtoull(value, NULL, 10);
	else if (strcmp(name, "--persist") == 0)
		arg_.persist = strtoull(value, NULL, 10);
	else if (strcmp(name, "--size") == 0)
		arg_.size = strtoull(value, NULL, 10);
	else if (strcmp(name, "--out") == 0)
		arg_.out = fopen(value, "w");
	else
		usage(name);
}

static void options_done(void)
{
	for (size_t i = 0; i < arg_.n_values; i++) {
		free(arg_.values[i].name);
		free(arg_.values[i].value);
	}
	for (size_t i = 0; i < state.n; i++) {
		free(state.kept[i].name);
		free(state.kept[i].value);
	}
}

#endif
