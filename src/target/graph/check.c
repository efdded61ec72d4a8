/*
 * check.c - would messages arrive? Delivers nothing, makes nothing.
 */
#include "base/err.h"
#include "base/mem.h"
#include "target/graph/graph-private.h"

#include <string.h>

static const char guide[] = "see docs/targets/exchange-online-graph.md";

static void say(const struct check *to, enum check_level level,
		const char *topic, const char *text, const char *remedy)
{
	struct finding f = { level, topic, text, remedy };

	to->finding(to->ctx, &f);
}

static void say_failure(const struct check *to, const char *topic,
			const struct err *e)
{
	char text[1024];

	say(to, CHECK_FAIL, topic, err_str(e, text, sizeof(text)), guide);
}

/* 0, or -1: nothing more can be found out. */
static int check_sign_in(struct exchange_agent *a, const struct check *to)
{
	AUTO(str_done) struct str roles = STR_INIT;
	AUTO(free) char *text = NULL;
	struct err e = ERR_INIT;

	if (graph_roles(a->graph, &roles, &e) < 0) {
		say_failure(to, "Sign-in", &e);
		return -1;
	}
	say(to, CHECK_OK, "Sign-in", "the application is given tokens", "");
	if (str_listed(roles.s, "Mail.ReadWrite")) {
		say(to, a->rbac ? CHECK_WARN : CHECK_OK, "Permission",
		    a->rbac ? "Mail.ReadWrite is consented to for all "
			      "mailboxes, beside the roles of Exchange"
			    : "Mail.ReadWrite",
		    a->rbac ? "take the consent back: it makes the roles "
			      "meaningless"
			    : "");
		return 0;
	}
	if (a->rbac) {
		say(to, CHECK_OK, "Permission",
		    "not in the token, as it should be with rights=rbac: "
		    "Exchange says it for each mailbox",
		    "");
		return 0;
	}
	text = str_printf("the application has no permission Mail.ReadWrite "
			  "(it has: %.200s)",
			  roles.len > 0 ? roles.s : "none");
	say(to, CHECK_FAIL, "Permission", text,
	    "add the application permission Mail.ReadWrite of Microsoft Graph "
	    "and let an administrator consent; or set rights=rbac");
	return -1;
}

static void check_mailbox(struct exchange_session *s, const struct check *to)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	struct exchange_stop stop AUTO(exchange_stop_done) = EXCHANGE_STOP_INIT;
	AUTO(free) char *text = NULL;
	struct err e = ERR_INIT;
	int rc;

	graph_answer_init(&a);
	rc = exchange_get(s, "/mailFolders/inbox?$select=id,displayName",
			  "open the Inbox", &a, &stop, &e);
	if (rc < 0) {
		say_failure(to, "Mailbox", &e);
		return;
	}
	if (rc == 1) {
		say(to, CHECK_FAIL, "Mailbox", stop.reason.s, guide);
		return;
	}
	text = str_printf("the Inbox of %s answers; messages go into folders "
			  "below it",
			  s->mailbox);
	say(to, CHECK_OK, "Mailbox", text, "");
}

static void say_limits(const struct exchange_agent *a, const struct check *to)
{
	AUTO(free)
	char *text = str_printf(
		"messages of up to %llu bytes: with their files beside them "
		"they stay below max-bytes=%llu",
		(unsigned long long)limit_get(&a->limit),
		(unsigned long long)a->max_bytes);

	say(to, CHECK_OK, "Size", text, "");
}

int exchange_check(struct agent *base, const char *mailbox,
		   const struct check *to, struct err *e)
{
	struct exchange_agent *a = (struct exchange_agent *)base;
	AUTO(agent_session_close) struct agent_session *session = NULL;
	struct exchange_session *s;

	if (check_sign_in(a, to) < 0)
		return 0;
	say_limits(a, to);
	if (mailbox == NULL) {
		say(to, CHECK_WARN, "Mailbox", "none was named to try",
		    "name a mailbox");
		return 0;
	}
	if (base->ops->session(base, &session, e) < 0)
		return -1;
	s = (struct exchange_session *)session;
	exchange_enter(s, mailbox);
	check_mailbox(s, to);
	return 0;
}
