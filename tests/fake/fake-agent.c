#include "tests/fake/fake-agent.h"

#include "base/mem.h"
#include "stream/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static struct fake_server *server;
static atomic_flag appending = ATOMIC_FLAG_INIT;

static void copy_text(char *to, size_t cap, const char *from)
{
	(void)snprintf(to, cap, "%s", from);
}

struct fake_server *fake_server_new(void)
{
	server = mmap(NULL, sizeof(*server), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (server == MAP_FAILED)
		abort();
	server->batch = 3;
	server->sessions = 2;
	return server;
}

void fake_server_free(struct fake_server *s)
{
	(void)munmap(s, sizeof(*s));
}

int fake_server_count(const struct fake_server *s, const char *mailbox,
		      const char *message_id)
{
	int n = 0;

	for (int i = 0; i < s->n; i++)
		n += (mailbox == NULL ||
		      strcmp(s->copies[i].mailbox, mailbox) == 0) &&
		     (message_id == NULL ||
		      strcmp(s->copies[i].message_id, message_id) == 0);
	return n;
}

bool fake_server_doubles(const struct fake_server *s)
{
	for (int i = 0; i < s->n; i++)
		if (fake_server_count(s, s->copies[i].mailbox,
				      s->copies[i].message_id) != 1)
			return true;
	return false;
}

/* --- the agent ------------------------------------------------------------ */

static const struct setting settings[] = {
	{ "host", NULL, true, false, "name of the server" },
	{ "password", NULL, false, true, "of the account" },
	{ NULL, NULL, false, false, NULL },
};

static int fake_open(struct agent **out, const struct host *host, struct err *e)
{
	const char *name = host->setting(host->ctx, "host");

	if (strcmp(name, "bad") == 0)
		return err_set(e, ERR_USAGE, "host=bad is not a name");
	*out = NEW(struct agent);
	(*out)->ops = agent_find("fake");
	server->opened++;
	return 0;
}

static void fake_close(struct agent *a)
{
	free(a);
}

static size_t fake_batch(const struct agent *a)
{
	(void)a;
	return server->batch;
}

static size_t fake_sessions(const struct agent *a)
{
	(void)a;
	return server->sessions;
}

static uint64_t fake_limit(struct agent *a)
{
	(void)a;
	return server->limit;
}

static int fake_session(struct agent *a, struct agent_session **out,
			struct err *e)
{
	(void)e;
	*out = NEW(struct agent_session);
	(*out)->agent = a;
	return 0;
}

static void fake_session_close(struct agent_session *s)
{
	free(s);
}

static void find(const char *mailbox, struct agent_message *m)
{
	server->searches++;
	for (int i = 0; i < server->n; i++)
		if (strcmp(server->copies[i].mailbox, mailbox) == 0 &&
		    strcmp(server->copies[i].message_id, m->message_id) == 0) {
			m->outcome = AGENT_PRESENT;
			str_addf(&m->place, "1:%d", i + 1);
		}
}

/* The whole message, looked at as a server would. */
static int read_all(struct agent_message *m, struct fake_copy *c, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;
	AUTO(str_done) struct str all = STR_INIT;
	ssize_t n;

	if (m->open(m->ctx, &r, e) < 0)
		return -1;
	while ((n = reader_read(r, str_room(&all, 65536), 65536, e)) > 0)
		all.len += (size_t)n;
	*str_room(&all, 1) = '\0';
	if (n < 0)
		return -1;
	if (all.len != m->size)
		return err_set(e, ERR_SOURCE, "%zu bytes came, %llu were told",
			       all.len, (unsigned long long)m->size);
	if (strstr(all.s, m->message_id) == NULL)
		return err_set(e, ERR_SOURCE, "another message came");
	c->reduced = strstr(all.s, "X-Estreat-Reduced: ") != NULL;
	return 0;
}

static int store(const char *mailbox, struct agent_message *m, struct err *e)
{
	struct fake_copy c = { .size = m->size, .number = m->number };

	server->taken++;
	if (server->null)
		return 0;
	if (read_all(m, &c, e) < 0)
		return -1;
	copy_text(c.mailbox, sizeof(c.mailbox), mailbox);
	copy_text(c.message_id, sizeof(c.message_id), m->message_id);
	copy_text(c.folder, sizeof(c.folder), m->folder);
	copy_text(c.class, sizeof(c.class), m->class);
	while (atomic_flag_test_and_set(&appending))
		;
	if (server->n == FAKE_COPIES)
		abort();
	server->copies[server->n] = c;
	server->n++;
	str_addf(&m->place, "1:%d", server->n);
	atomic_flag_clear(&appending);
	if (server->stored != NULL)
		server->stored(server->ctx);
	return 0;
}

static int one(const char *mailbox, struct agent_message *m, struct err *e)
{
	struct fake_answer a = { 0 };

	if (m->uncertain)
		find(mailbox, m);
	if (m->outcome == AGENT_PRESENT)
		return 0;
	if (server->answer != NULL)
		a = server->answer(server->ctx, mailbox, m);
	if (a.outcome == AGENT_NOT_TRIED && server->learns > 0 &&
	    m->size > server->learns) {
		server->limit = server->learns;
		a.outcome = AGENT_TOO_LARGE;
	}
	if ((a.outcome == AGENT_NOT_TRIED || a.stored) &&
	    (a.fails == ERR_NONE || a.stored) && store(mailbox, m, e) < 0)
		return -1;
	if (a.fails != ERR_NONE) {
		m->outcome = a.stored ? AGENT_UNKNOWN : AGENT_NOT_TRIED;
		return err_set(e, a.fails, "the server said %d", a.fails);
	}
	m->outcome = a.outcome == AGENT_NOT_TRIED ? AGENT_DELIVERED : a.outcome;
	m->wait_us = a.wait_us;
	if (m->outcome != AGENT_DELIVERED)
		str_addf(&m->reason, "%s, it said",
			 agent_outcome_name(m->outcome));
	return 0;
}

static int fake_deliver(struct agent_session *s, const char *mailbox,
			struct agent_message *list, size_t n, struct err *e)
{
	int rc = 0, used = ++server->in_use;

	(void)s;
	if (used > server->most_in_use)
		server->most_in_use = used;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = one(mailbox, &list[i], e);
		if (list[i].outcome >= AGENT_NO_MAILBOX)
			break;
	}
	server->in_use--;
	return rc;
}

static int fake_check(struct agent *a, const char *mailbox,
		      const struct check *to, struct err *e)
{
	struct finding f = { .level = mailbox != NULL &&
						      strcmp(mailbox, "bo") == 0
					      ? CHECK_FAIL
					      : CHECK_OK,
			     .topic = "Sign-in",
			     .text = "as it should be",
			     .remedy = "" };

	(void)a;
	(void)e;
	to->finding(to->ctx, &f);
	return 0;
}

static const struct agent_ops fake_ops = {
	.name = "fake",
	.title = "Fake",
	.settings = settings,
	.open = fake_open,
	.close = fake_close,
	.batch = fake_batch,
	.sessions = fake_sessions,
	.limit_bytes = fake_limit,
	.session = fake_session,
	.session_close = fake_session_close,
	.deliver = fake_deliver,
	.check = fake_check,
};

static const struct agent_ops *const all[] = { &fake_ops, NULL };

const struct agent_ops *__wrap_agent_find(const char *name);
const struct agent_ops *const *__wrap_agent_all(void);

const struct agent_ops *__wrap_agent_find(const char *name)
{
	return strcmp(name, "fake") == 0 ? &fake_ops : NULL;
}

const struct agent_ops *const *__wrap_agent_all(void)
{
	return all;
}
