#include "target/maildir/maildir-private.h"

#include "base/err.h"
#include "base/mem.h"

#define BATCH 50

static struct maildir_agent *of(const struct agent *a)
{
	return (struct maildir_agent *)(uintptr_t)a;
}

static void close_agent(struct agent *base)
{
	free(of(base));
}

static int open_agent(struct agent **out, const struct host *host,
		      struct err *e)
{
	AUTO(agent_close) struct agent *base = NULL;
	struct maildir_agent *a = NEW(struct maildir_agent);

	base = &a->base;
	base->ops = &agent_maildir_ops;
	a->host = *host;
	if (maildir_settings_read(a, e) < 0)
		return -1;
	*out = TAKE(base);
	return 0;
}

static size_t batch(const struct agent *a)
{
	(void)a;
	return BATCH;
}

static size_t sessions(const struct agent *a)
{
	return of(a)->sessions;
}

static uint64_t limit_bytes(struct agent *a)
{
	(void)a;
	return 0;
}

static int session(struct agent *a, struct agent_session **out, struct err *e)
{
	struct agent_session *s = NEW(struct agent_session);

	(void)e;
	s->agent = a;
	*out = s;
	return 0;
}

static void session_close(struct agent_session *s)
{
	free(s);
}

const struct agent_ops agent_maildir_ops = {
	.name = "maildir",
	.title = "Maildirs in a folder",
	.settings = maildir_settings,
	.open = open_agent,
	.close = close_agent,
	.batch = batch,
	.sessions = sessions,
	.limit_bytes = limit_bytes,
	.session = session,
	.session_close = session_close,
	.deliver = maildir_deliver,
	.check = maildir_check,
};
