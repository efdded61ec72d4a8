/* caller.c - whose request is it? A session's cookie, or a program's token. */
#include "portal/answer.h"
#include "portal/portal-private.h"

#include "access/access.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"

#include <string.h>

#define SCHEME "Bearer "

/*
 * Browsers take a name with __Host- only from a secure origin. Plain HTTP is
 * for this machine (and for trying things out), where a listener would have
 * to be on it already.
 */
const char *caller_cookie(const struct portal *p, const struct incoming *rq)
{
	return portal_is_secure(p, rq) ? "__Host-estreat" : "estreat";
}

/* A session's has no end here: the server decides when it ends. */
void caller_set_cookie(const struct portal *p, struct exchange *x,
		       const char *name, const char *value, int seconds)
{
	AUTO(str_wipe) struct str line = STR_INIT;

	str_addf(&line, "%s=%s; Path=/; HttpOnly; SameSite=Lax", name, value);
	if (portal_is_secure(p, x->rq))
		str_add(&line, "; Secure");
	if (value[0] == '\0' || seconds > 0)
		str_addf(&line, "; Max-Age=%d", value[0] == '\0' ? 0 : seconds);
	answer_header(x->answer, "Set-Cookie", line.s);
}

struct access_from caller_from(const struct incoming *rq)
{
	return (struct access_from){ .address = rq->address,
				     .agent = rq->fields[FIELD_USER_AGENT] };
}

static bool changes(const struct incoming *rq)
{
	return rq->method != METHOD_GET && rq->method != METHOD_HEAD;
}

static int add_provider(void *ctx, const char *name, const char *title,
			struct err *e)
{
	struct str *out = ctx;

	(void)e;
	str_add(out,
		out->s[out->len - 1] == '[' ? "{\"name\":" : ",{\"name\":");
	encode_json(out, name);
	str_add(out, ",\"title\":");
	encode_json(out, title);
	str_add(out, ",\"url\":\"/sign-in/oidc/");
	encode_percent(out, name);
	str_add(out, "\"}");
	return 0;
}

/* How one could sign in stands beside the error. */
static int nobody(struct portal *p, struct exchange *x, struct db *db)
{
	AUTO(str_done) struct str more = STR_INIT;
	struct err e = ERR_INIT;
	struct failure f = { .status = 401,
			     .kind = "sign-in",
			     .verb = "",
			     .message = "sign in first" };

	str_add(&more, "\"sign_in\":{\"local\":true,\"providers\":[");
	if (access_providers(p->access, db, add_provider, &more, &e) < 0)
		err_clear(&e); /* then there is the password */
	str_add(&more, "]}");
	f.more = more.s;
	failure_answer(x, "", &f);
	return 0;
}

static int by_token(struct portal *p, const struct incoming *rq, struct db *db,
		    const struct access_from *from, struct principal **who,
		    struct err *e)
{
	const char *given = rq->fields[FIELD_AUTHORIZATION];

	if (!str_starts(given, SCHEME))
		return 0;
	return access_token(p->access, db, given + strlen(SCHEME), from, who,
			    e);
}

static int by_cookie(struct portal *p, const struct incoming *rq, struct db *db,
		     const struct access_from *from, struct principal **who,
		     struct err *e)
{
	const char *cookie = incoming_cookie(rq, caller_cookie(p, rq));
	int rc;

	if (cookie == NULL)
		return 0;
	rc = access_session(p->access, db, cookie, from, who, e);
	if (rc > 0 && changes(rq) &&
	    !access_csrf_ok(cookie, rq->fields[FIELD_CSRF])) {
		principal_free(TAKE(*who));
		return err_set(e, ERR_RIGHT,
			       "the field X-CSRF-Token is missing or is not "
			       "that of this session; GET /api/v1/session "
			       "tells it");
	}
	return rc;
}

static int find(struct portal *p, const struct incoming *rq, struct db *db,
		bool quiet, struct principal **who, struct err *e)
{
	struct access_from from = caller_from(rq);

	from.quiet = quiet;
	return rq->fields[FIELD_AUTHORIZATION] != NULL
		       ? by_token(p, rq, db, &from, who, e)
		       : by_cookie(p, rq, db, &from, who, e);
}

int caller_look(struct portal *p, const struct incoming *rq, struct db *db,
		struct principal **who, struct err *e)
{
	return find(p, rq, db, true, who, e);
}

int caller_find(struct portal *p, struct exchange *x, struct db *db,
		struct principal **who)
{
	bool quiet = strcmp(x->rq->path, "/api/v1/events") == 0;
	struct err e = ERR_INIT;
	int rc = find(p, x->rq, db, quiet, who, &e);

	if (rc < 0)
		failure_of(x, "", "", NULL, &e);
	return rc == 0 ? nobody(p, x, db) : rc;
}
