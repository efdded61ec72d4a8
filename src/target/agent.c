#include "target/agent.h"

#include "target/graph/graph-agent.h"
#include "target/imap/imap.h"
#include "target/maildir/maildir.h"
#include "target/smtp/smtp.h"

#include <string.h>

static const struct agent_ops *const agents[] = {
	&agent_imap_ops,
	&agent_graph_ops,
	&agent_maildir_ops,
	&agent_smtp_ops,
	NULL,
};

const struct agent_ops *const *agent_all(void)
{
	return agents;
}

const struct agent_ops *agent_find(const char *name)
{
	for (size_t i = 0; agents[i] != NULL; i++)
		if (strcmp(agents[i]->name, name) == 0)
			return agents[i];
	return NULL;
}

const char *agent_outcome_name(enum agent_outcome o)
{
	static const char *const names[] = {
		"not tried", "delivered", "present",    "unknown",
		"too large", "refused",   "no mailbox", "mailbox full",
		"forbidden", "throttled", "mailbox",
	};

	return names[o];
}

void agent_close(struct agent *a)
{
	if (a != NULL)
		a->ops->close(a);
}

void agent_session_close(struct agent_session *s)
{
	if (s != NULL)
		s->agent->ops->session_close(s);
}
