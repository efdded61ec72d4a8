/*
 * health.c - for those who watch over the process: is it up, how is it?
 *
 * /healthz says one word to anybody. /metrics has the names of what people
 * set up: it is for this machine, or a token whose owner may look.
 */
#include "portal/answer.h"
#include "portal/portal-private.h"

#include "access/principal.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "stream/writer.h"
#include "verb/verb.h"
#include "watch/watch.h"

#include <string.h>

static void send(struct exchange *x, unsigned int status, const char *type,
		 const struct str *text)
{
	struct writer *to = answer_writer(x->answer);
	struct err e = ERR_INIT;

	answer_status(x->answer, status);
	answer_as_json(x);
	answer_header(x->answer, "Content-Type", type);
	(void)to->ops->write(to, text->s, text->len, &e);
	answer_end(x->answer);
}

void portal_health(struct portal *p, struct exchange *x, struct db *db)
{
	AUTO(str_done) struct str why = STR_INIT;
	AUTO(str_done) struct str text = STR_INIT;
	bool fit = watch_healthz(p->archive, &why);

	(void)db;
	str_add(&text, fit ? "ok\n" : "not ok\n");
	send(x, fit ? 200 : 503, "text/plain; charset=utf-8", &text);
}

/* Not what came by a proxy, which is on this machine itself. */
static bool is_from_here(const struct incoming *rq)
{
	return rq->fields[FIELD_FORWARDED_FOR] == NULL &&
	       (str_starts(rq->address, "127.") ||
		strcmp(rq->address, "::1") == 0);
}

static bool may_look(struct portal *p, struct exchange *x, struct db *db)
{
	AUTO(principal_free) struct principal *who = NULL;
	struct err e = ERR_INIT;

	if (is_from_here(x->rq))
		return true;
	if (caller_find(p, x, db, &who) <= 0)
		return false;
	if (access_may(who, RIGHT_OWNER_VIEW))
		return true;
	(void)err_set(&e, ERR_RIGHT, "%.100s may not read the metrics",
		      who->name.s);
	failure_of(x, who->name.s, "metrics", RIGHT_OWNER_VIEW, &e);
	return false;
}

void portal_metrics(struct portal *p, struct exchange *x, struct db *db)
{
	AUTO(str_done) struct str text = STR_INIT;
	struct err e = ERR_INIT;

	if (!may_look(p, x, db))
		return;
	if (watch_metrics(p->archive, db, &text, &e) < 0)
		failure_of(x, "", "metrics", NULL, &e);
	else
		send(x, 200, "text/plain; version=0.0.4; charset=utf-8", &text);
}
