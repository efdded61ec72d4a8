#include "target/smtp/smtp-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "net/net.h"
#include "target/app-token.h"

#define BATCH 50

static struct smtp_agent *of(const struct agent *a)
{
	return (struct smtp_agent *)(uintptr_t)a;
}

struct smtp_agent *smtp_agent_of(const struct smtp_session *s)
{
	return of(s->base.agent);
}

/* --- the agent --------------------------------------------------------- */

static void close_agent(struct agent *base)
{
	struct smtp_agent *a = of(base);

	app_token_close(a->token);
	net_free(a->net);
	free(a->name);
	free(a);
}

static int open_token(struct smtp_agent *a, struct err *e)
{
	if (a->auth != SMTP_AUTH_XOAUTH2)
		return 0;
	if (app_token_open(&a->token, smtp_settings, &a->host, e) < 0)
		return -1;
	a->oauth = app_token_oauth(a->token);
	return 0;
}

static int open_agent(struct agent **out, const struct host *host,
		      struct err *e)
{
	AUTO(agent_close) struct agent *base = NULL;
	struct smtp_agent *a = NEW(struct smtp_agent);

	base = &a->base;
	base->ops = &agent_smtp_ops;
	a->host = *host;
	if (smtp_settings_read(a, e) < 0 || open_token(a, e) < 0)
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
	struct smtp_session *s = NEW(struct smtp_session);

	(void)e;
	s->base.agent = a;
	*out = &s->base;
	return 0;
}

static void session_close(struct agent_session *base)
{
	struct smtp_session *s = (struct smtp_session *)base;

	smtp_leave(s);
	free(s);
}

const struct agent_ops agent_smtp_ops = {
	.name = "smtp",
	.title = "archive or mailboxes that take mail by SMTP",
	.settings = smtp_settings,
	.blind = true,
	.open = open_agent,
	.close = close_agent,
	.batch = batch,
	.sessions = sessions,
	.limit_bytes = limit_bytes,
	.session = session,
	.session_close = session_close,
	.deliver = smtp_deliver,
	.check = smtp_check,
};
