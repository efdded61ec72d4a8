#include "target/imap/imap-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "net/net.h"

#include <string.h>

#define BATCH 50

static struct imap_agent *of(const struct agent *a)
{
	return (struct imap_agent *)(uintptr_t)a;
}

struct imap_agent *imap_agent_of(const struct imap_session *s)
{
	return of(s->base.agent);
}

/* --- the agent --------------------------------------------------------- */

static void close_agent(struct agent *base)
{
	struct imap_agent *a = of(base);

	imap_token_close(a);
	net_free(a->net);
	(void)pthread_mutex_destroy(&a->lock);
	free(a->proven);
	free(a);
}

static int open_agent(struct agent **out, const struct host *host,
		      struct err *e)
{
	AUTO(agent_close) struct agent *base = NULL;
	struct imap_agent *a = NEW(struct imap_agent);

	base = &a->base;
	base->ops = &agent_imap_ops;
	a->host = *host;
	(void)pthread_mutex_init(&a->lock, NULL);
	if (imap_settings_read(a, e) < 0 || imap_token_open(a, e) < 0)
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
	return limit_get(&of(a)->limit);
}

static int session(struct agent *a, struct agent_session **out, struct err *e)
{
	struct imap_session *s = NEW(struct imap_session);

	(void)e;
	s->base.agent = a;
	*out = &s->base;
	return 0;
}

static void session_close(struct agent_session *base)
{
	struct imap_session *s = (struct imap_session *)base;

	imap_leave(s);
	free(s);
}

const struct agent_ops agent_imap_ops = {
	.name = "imap",
	.title = "IMAP server",
	.settings = imap_settings,
	.open = open_agent,
	.close = close_agent,
	.batch = batch,
	.sessions = sessions,
	.limit_bytes = limit_bytes,
	.session = session,
	.session_close = session_close,
	.deliver = imap_deliver,
	.check = imap_check,
};
