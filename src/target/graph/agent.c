#include "base/err.h"
#include "base/mem.h"
#include "target/graph/graph-private.h"

#include <string.h>

#define BATCH        20
#define SESSIONS_MAX 64

const struct setting exchange_settings[] = {
	GRAPH_SETTINGS,
	{ "rights", "consent", false, false,
	  "consent (the permission Mail.ReadWrite) or rbac (a role of "
	  "Exchange, "
	  "RBAC for Applications)",
	  NULL },
	{ "connections", "4", false, false,
	  "mailboxes that are served at the same time; each by one request "
	  "at a time",
	  NULL },
	{ "max-bytes", "36700160", false, false,
	  "largest message the mailboxes take, as the organisation has set it "
	  "(MaxReceiveSize); 157286400 at most",
	  NULL },
	{ NULL },
};

static struct exchange_agent *of(const struct agent *a)
{
	return (struct exchange_agent *)(uintptr_t)a;
}

/* --- settings -------------------------------------------------------------
 */

/* A file goes into the mailbox twice: by itself, and as base64 (78 for 57
   bytes) in message.eml. Together they are less than 7/4 of the message. */
static uint64_t limit_of(uint64_t max_bytes)
{
	return max_bytes / 7 * 4;
}

static int read_settings(struct exchange_agent *a, struct err *e)
{
	static const char *const ways[] = { "consent", "rbac", NULL };
	static const struct setting_range some = { 1, SESSIONS_MAX };
	static const struct setting_range sizes = { 1000000, 157286400 };
	long long sessions = 0, max_bytes = 0;
	int rights = 0;

	if (setting_number(exchange_settings, a->host, "connections", some,
			   &sessions, e) < 0 ||
	    setting_number(exchange_settings, a->host, "max-bytes", sizes,
			   &max_bytes, e) < 0 ||
	    setting_choice(exchange_settings, a->host, "rights", ways, &rights,
			   e) < 0)
		return -1;
	a->rbac = rights == 1;
	a->sessions = (size_t)sessions;
	a->max_bytes = (uint64_t)max_bytes;
	limit_set(&a->limit, limit_of(a->max_bytes));
	return 0;
}

static int required(const struct host *host, struct err *e)
{
	for (const struct setting *s = exchange_settings; s->name != NULL; s++)
		if (s->required &&
		    setting_of(exchange_settings, host, s->name)[0] == '\0')
			return err_set(e, ERR_USAGE, "%s is not set", s->name);
	return 0;
}

/* --- the agent ------------------------------------------------------------
 */

static void close_agent(struct agent *base)
{
	struct exchange_agent *a = of(base);

	graph_close(a->graph);
	free(a);
}

static int open_agent(struct agent **out, const struct host *host,
		      struct err *e)
{
	AUTO(agent_close) struct agent *base = NULL;
	struct exchange_agent *a = NEW(struct exchange_agent);

	base = &a->base;
	base->ops = &agent_graph_ops;
	a->host = host;
	if (required(host, e) < 0 || read_settings(a, e) < 0 ||
	    graph_open(&a->graph, exchange_settings, host, e) < 0)
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
	struct exchange_session *s = NEW(struct exchange_session);

	(void)e;
	s->base.agent = a;
	s->user = STR_INIT;
	*out = &s->base;
	return 0;
}

static void session_close(struct agent_session *base)
{
	struct exchange_session *s = (struct exchange_session *)base;

	exchange_leave(s);
	str_done(&s->user);
	free(s);
}

const struct agent_ops agent_graph_ops = {
	.name = "graph",
	.title = "Exchange Online by Microsoft Graph",
	.settings = exchange_settings,
	.open = open_agent,
	.close = close_agent,
	.batch = batch,
	.sessions = sessions,
	.limit_bytes = limit_bytes,
	.session = session,
	.session_close = session_close,
	.deliver = exchange_deliver,
	.check = exchange_check,
};
