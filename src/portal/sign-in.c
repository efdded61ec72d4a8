/*
 * sign-in.c - signing in at a provider: there, and back.
 *
 * Both are pages a browser goes to, not requests of the application: they end
 * in a redirect, also where it did not work. What went wrong stands behind
 * the "#", which no server is sent.
 */
#include "portal/answer.h"
#include "portal/portal-private.h"

#include "access/access.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"

#include <string.h>

#define PREFIX       "/sign-in/oidc/"
#define FLOW_SECONDS 600

/* The cookie that binds an answer to this browser. */
static const char *flow_cookie(const struct portal *p,
			       const struct incoming *rq)
{
	return portal_is_secure(p, rq) ? "__Host-estreat-flow" : "estreat-flow";
}

static void redirect(struct exchange *x, const char *to)
{
	answer_status(x->answer, 303);
	answer_as_json(x);
	answer_header(x->answer, "Location", to);
	answer_end(x->answer);
}

static const char *kind_of(const struct err *e)
{
	switch (e->kind) {
	case ERR_RIGHT:
		return "right";
	case ERR_USAGE:
		return "usage";
	case ERR_SOURCE:
		return "source";
	case ERR_RETRY:
		return "retry";
	default:
		return "storage";
	}
}

static void failed(struct exchange *x, const struct err *e)
{
	AUTO(str_done) struct str to = STR_INIT;
	char text[ERR_TEXT];

	(void)err_str(e, text, sizeof(text));
	log_event(LOG_INFO, "portal.sign-in", "address=%s reason=\"%s\"",
		  x->rq->address, text);
	str_addf(&to, "/sign-in?error=%s#", kind_of(e));
	encode_percent(&to, e->kind == ERR_STORE
				    ? "the archive's storage failed"
				    : text);
	redirect(x, to.s);
}

static void go_there(struct portal *p, struct exchange *x, struct db *db)
{
	const struct access_from from = caller_from(x->rq);
	const char *next = incoming_query(x->rq, "next");
	AUTO(str_done) struct str back = STR_INIT;
	AUTO(str_wipe) struct str url = STR_INIT;
	AUTO(str_wipe) struct str binding = STR_INIT;
	struct err e = ERR_INIT;

	portal_origin(p, x->rq, &back);
	str_add(&back, "/sign-in/callback");
	if (access_oidc_begin(p->access, db, x->rq->segments[2], back.s,
			      next != NULL ? next : "/", &from, &url, &binding,
			      &e) < 0) {
		failed(x, &e);
		return;
	}
	caller_set_cookie(p, x, flow_cookie(p, x->rq), binding.s, FLOW_SECONDS);
	redirect(x, url.s);
}

static void come_back(struct portal *p, struct exchange *x, struct db *db)
{
	const struct access_from from = caller_from(x->rq);
	AUTO(signed_in_done) struct signed_in in = SIGNED_IN_INIT;
	AUTO(str_wipe) struct str url = STR_INIT;
	AUTO(str_done) struct str next = STR_INIT;
	const char *binding = incoming_cookie(x->rq, flow_cookie(p, x->rq));
	struct err e = ERR_INIT;
	int rc;

	portal_origin(p, x->rq, &url);
	str_add(&url, x->rq->target);
	rc = access_oidc_finish(p->access, db, url.s,
				binding != NULL ? binding : "", &from,
				incoming_cookie(x->rq, caller_cookie(p, x->rq)),
				&in, &next, &e);
	caller_set_cookie(p, x, flow_cookie(p, x->rq), "", 0);
	if (rc < 0) {
		failed(x, &e);
		return;
	}
	caller_set_cookie(p, x, caller_cookie(p, x->rq), in.cookie.s, 0);
	redirect(x, next.len > 0 ? next.s : "/");
}

void portal_sign_in(struct portal *p, struct exchange *x, struct db *db)
{
	if (strcmp(x->rq->path, "/sign-in/callback") == 0)
		come_back(p, x, db);
	else if (x->rq->n_segments == 3)
		go_there(p, x, db);
	else
		redirect(x, "/sign-in");
}
