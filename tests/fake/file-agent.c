/*
 * file-agent.c - the product with one more kind of target: a file.
 *
 * Linked into tests/flow/estreat-file with -Wl,--wrap=agent_find and
 * -Wl,--wrap=agent_all. Each copy becomes a line of the file, on disk before
 * it is told as delivered:
 *
 *	MAILBOX TAB MESSAGE-ID TAB FOLDER TAB SIZE TAB SHA256 LF
 *
 * It takes whatever it is given, twice too: only who asks with `uncertain` is
 * told that a line is there. FILE.trouble, where it is there, has lines
 * "MAILBOX OUTCOME" ("anna@x.org full") or "* away", "* refuses",
 * "* withdrawn". With client-id and tenant-id it needs a tenant's consent.
 */
#include "target/agent.h"

#include "base/err.h"
#include "base/mem.h"
#include "stream/digest.h"
#include "stream/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct file_agent {
	struct agent base;
	char *path, *trouble;
	char *keep; /* folder for the messages, or NULL */
	uint64_t limit;
	size_t batch;
};

static const struct setting settings[] = {
	{ "file", NULL, true, false, "where copies are written down" },
	{ "largest", "0", false, false, "largest message it takes" },
	{ "keep", NULL, false, false, "folder for the messages themselves" },
	{ "batch", "10", false, false, "messages at once" },
	{ "tenant-id", NULL, false, false, "a tenant that must consent" },
	{ "client-id", NULL, false, false, "the application there" },
	{ "client-secret", NULL, false, true, "its secret" },
	{ "login-url", NULL, false, false, "where to sign in" },
	{ NULL, NULL, false, false, NULL },
};

static const struct agent_ops ops;

static int file_open_agent(struct agent **out, const struct host *host,
			   struct err *e)
{
	struct file_agent *a = NEW(struct file_agent);
	long long n = 0;

	(void)e;
	a->base.ops = &ops;
	a->path = mem_strdup(host->setting(host->ctx, "file"));
	a->trouble = str_printf("%s.trouble", a->path);
	if (host->setting(host->ctx, "keep") != NULL)
		a->keep = mem_strdup(host->setting(host->ctx, "keep"));
	if (str_int64(host->setting(host->ctx, "largest"), &n))
		a->limit = (uint64_t)n;
	a->batch = str_int64(host->setting(host->ctx, "batch"), &n) && n > 0
			   ? (size_t)n
			   : 1;
	*out = &a->base;
	return 0;
}

static void file_close_agent(struct agent *base)
{
	struct file_agent *a = (struct file_agent *)base;

	free(a->path);
	free(a->trouble);
	free(a->keep);
	free(a);
}

static size_t file_batch(const struct agent *a)
{
	return ((const struct file_agent *)a)->batch;
}

static size_t file_sessions(const struct agent *a)
{
	(void)a;
	return 3;
}

static uint64_t file_limit(struct agent *a)
{
	return ((struct file_agent *)a)->limit;
}

static int file_session(struct agent *a, struct agent_session **out,
			struct err *e)
{
	(void)e;
	*out = NEW(struct agent_session);
	(*out)->agent = a;
	return 0;
}

static void file_session_close(struct agent_session *s)
{
	free(s);
}

/* Is there a line that begins so? */
static bool has_line(const char *path, const char *begin)
{
	FILE *f = fopen(path, "re");
	char line[1024];
	bool found = false;

	while (f != NULL && !found && fgets(line, sizeof(line), f) != NULL)
		found = str_starts(line, begin);
	if (f != NULL)
		(void)fclose(f);
	return found;
}

static bool trouble(const struct file_agent *a, const char *mailbox,
		    const char *what)
{
	AUTO(free) char *line = str_printf("%s %s\n", mailbox, what);

	return has_line(a->trouble, line);
}

static int append(const struct file_agent *a, const struct str *line,
		  struct err *e)
{
	int fd = open(a->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	bool ok = fd >= 0 &&
		  write(fd, line->s, line->len) == (ssize_t)line->len &&
		  fsync(fd) == 0;

	if (fd >= 0)
		(void)close(fd);
	return ok ? 0 : err_sys(e, ERR_RETRY, "write %s", a->path);
}

/* Where a message is kept; nowhere: /dev/null. */
static FILE *keep_open(const struct file_agent *a,
		       const struct agent_message *m)
{
	AUTO(free)
	char *path = a->keep == NULL ? mem_strdup("/dev/null")
				     : str_printf("%s/%" PRIu64 ".eml", a->keep,
						  m->number);

	return fopen(path, "we");
}

static int digest_message(const struct file_agent *a, struct agent_message *m,
			  struct str *line, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;
	static _Thread_local char buf[65536];
	struct digest_ctx *ctx;
	struct digest d;
	uint64_t size = 0;
	ssize_t n;
	FILE *f;

	if (m->open(m->ctx, &r, e) < 0)
		return -1;
	f = keep_open(a, m);
	ctx = digest_begin();
	while ((n = reader_read(r, buf, sizeof(buf), e)) > 0) {
		digest_add(ctx, buf, (size_t)n);
		size += (uint64_t)n;
		if (f != NULL)
			(void)fwrite(buf, 1, (size_t)n, f);
	}
	digest_end(ctx, &d);
	digest_free(ctx);
	if (f != NULL)
		(void)fclose(f);
	if (n < 0)
		return -1;
	if (size != m->size)
		return err_set(e, ERR_SOURCE,
			       "%" PRIu64 " bytes came, %" PRIu64 " were told",
			       size, m->size);
	str_addf(line, "%" PRIu64 "\t%s\n", size, d.hex);
	return 0;
}

static int one(const struct file_agent *a, const char *mailbox,
	       struct agent_message *m, struct err *e)
{
	AUTO(free)
	char *begin = str_printf("%s\t%s\t", mailbox, m->message_id);
	AUTO(str_done) struct str line = STR_INIT;

	if (m->uncertain && has_line(a->path, begin)) {
		m->outcome = AGENT_PRESENT;
		str_add(&m->place, "line");
		return 0;
	}
	for (int o = AGENT_UNKNOWN; o <= AGENT_MAILBOX; o++)
		if (trouble(a, mailbox,
			    agent_outcome_name((enum agent_outcome)o)))
			m->outcome = (enum agent_outcome)o;
	if (m->outcome == AGENT_NOT_TRIED && a->limit > 0 && m->size > a->limit)
		m->outcome = AGENT_TOO_LARGE;
	if (m->outcome != AGENT_NOT_TRIED) {
		str_addf(&m->reason, "%s: do something about it",
			 agent_outcome_name(m->outcome));
		return 0;
	}
	str_addf(&line, "%s%s\t", begin, m->folder);
	if (digest_message(a, m, &line, e) < 0 || append(a, &line, e) < 0)
		return -1;
	m->outcome = AGENT_DELIVERED;
	str_add(&m->place, "line");
	return 0;
}

static int file_deliver(struct agent_session *s, const char *mailbox,
			struct agent_message *list, size_t n, struct err *e)
{
	const struct file_agent *a = (struct file_agent *)s->agent;

	if (trouble(a, "*", "away"))
		return err_set(e, ERR_RETRY, "the file is away");
	if (trouble(a, "*", "refuses"))
		return err_set(e, ERR_SOURCE,
			       "the file refuses us: give it another password");
	if (trouble(a, "*", "withdrawn"))
		return err_set(e, ERR_SOURCE,
			       "no token is given: unauthorized_client "
			       "AADSTS700016: not found in the directory");
	for (size_t i = 0; i < n; i++) {
		if (one(a, mailbox, &list[i], e) < 0)
			return -1;
		if (list[i].outcome >= AGENT_NO_MAILBOX)
			break;
	}
	return 0;
}

static int file_check(struct agent *base, const char *mailbox,
		      const struct check *to, struct err *e)
{
	const struct file_agent *a = (struct file_agent *)base;
	struct finding f = { .level = CHECK_OK,
			     .topic = "File",
			     .text = a->path,
			     .remedy = "" };

	(void)mailbox;
	(void)e;
	if (trouble(a, "*", "refuses")) {
		f.level = CHECK_FAIL;
		f.remedy = "take the trouble away";
	}
	to->finding(to->ctx, &f);
	return 0;
}

static const struct agent_ops ops = {
	.name = "file",
	.title = "File",
	.settings = settings,
	.open = file_open_agent,
	.close = file_close_agent,
	.batch = file_batch,
	.sessions = file_sessions,
	.limit_bytes = file_limit,
	.session = file_session,
	.session_close = file_session_close,
	.deliver = file_deliver,
	.check = file_check,
};

static const struct agent_ops *const all[] = { &ops, NULL };

const struct agent_ops *__wrap_agent_find(const char *name);
const struct agent_ops *const *__wrap_agent_all(void);

const struct agent_ops *__wrap_agent_find(const char *name)
{
	return strcmp(name, ops.name) == 0 ? &ops : NULL;
}

const struct agent_ops *const *__wrap_agent_all(void)
{
	return all;
}
