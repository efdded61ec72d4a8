/* portal/portal-private.h - what the files of this room share. */
#ifndef PORTAL_PORTAL_PRIVATE_H
#define PORTAL_PORTAL_PRIVATE_H

#include "portal/portal.h"
#include "portal/server.h"

#include "base/str.h"

#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct access;
struct access_from;
struct archive;
struct connections;
struct db;
struct err;
struct events;
struct files;
struct limits;
struct principal;
struct server;
struct tls;

struct portal {
	struct archive *archive;
	struct board *board;
	struct access *access;
	struct server *server;
	struct files *files; /* of the web application */
	struct connections *connections;
	struct limits *limits; /* of rates */
	struct events *events;
	struct tls *tls; /* NULL: plain */
	struct MHD_Response *openapi;
	struct str url;     /* as set, "" if not */
	struct str address; /* "http://127.0.0.1:8443" */
	atomic_bool ending;
	pthread_t ticker;
	bool ticking;
};

/* Is what the browser has to do with us safe from listeners? Over TLS, or at
   this machine; decides over cookies' names. */
bool portal_is_secure(const struct portal *p, const struct incoming *rq);

/* "https://archive.example.com": as set, else as the request came. */
void portal_origin(const struct portal *p, const struct incoming *rq,
		   struct str *out);

/* A request of a browser at another site, or one that thinks we are somebody
   else? True: refused (head.c). */
bool portal_is_foreign(const struct portal *p, struct incoming *rq);

/* --- failures (failure.c) --------------------------------------------------
 */

struct failure {
	unsigned int status;
	const char *kind; /* "usage", "sign-in", "right", ... */
	const char *verb; /* "" where there is none */
	const char *message;
	const char *right;  /* of "right": roles that would do, or NULL */
	int64_t retry_s;    /* 0: not said */
	const char *more;   /* JSON members behind the error, or NULL */
	unsigned int allow; /* of 405: 1 << METHOD_... */
};

/* The answer is this error, unless it is begun: then it is cut. */
void failure_answer(struct exchange *x, const char *account,
		    const struct failure *f);
/* By the kind of e. */
void failure_of(struct exchange *x, const char *account, const char *verb,
		const char *right, const struct err *e);

/* The field Allow: 1 << METHOD_... */
void answer_allow(struct exchange *x, unsigned int methods);

/* Headers that every answer of the API has. */
void answer_as_json(struct exchange *x);

/* --- who asks (caller.c) -----------------------------------------------------
 */

struct access_from caller_from(const struct incoming *rq);

/* Name of the session's cookie for this request. */
const char *caller_cookie(const struct portal *p, const struct incoming *rq);
/* Give the browser a cookie; "": take it away. seconds 0: until it ends. */
void caller_set_cookie(const struct portal *p, struct exchange *x,
		       const char *name, const char *value, int seconds);

/*
 * 1: *who, to be freed; 0: nobody, 401 was answered; -1: answered too. A
 * request that changes something by a cookie needs its CSRF token.
 */
int caller_find(struct portal *p, struct exchange *x, struct db *db,
		struct principal **who);

/* The same again later, for an answer that goes on: 1, 0, -1; does not count
   as use of the session. */
int caller_look(struct portal *p, const struct incoming *rq, struct db *db,
		struct principal **who, struct err *e);

/* --- what can be asked; db is the call's alone
 * -------------------------------------------------------
 */

/* A verb (call.c). */
void portal_call(struct portal *p, struct exchange *x, struct db *db);
/* /api/v1/session (session.c) */
void portal_session(struct portal *p, struct exchange *x, struct db *db);
/* /sign-in/oidc/NAME, /sign-in/callback (sign-in.c) */
void portal_sign_in(struct portal *p, struct exchange *x, struct db *db);
/* /oauth/callback (oauth.c) */
void portal_oauth(struct portal *p, struct exchange *x, struct db *db);
/* /api/v1/events (events.c) */
void portal_events(struct portal *p, struct exchange *x, struct db *db);
/* /healthz, /metrics (health.c) */
void portal_health(struct portal *p, struct exchange *x, struct db *db);
void portal_metrics(struct portal *p, struct exchange *x, struct db *db);

/* The body as JSON, NULL after it was answered why not. An absent body is an
   empty object. */
json_t *portal_body(struct exchange *x, const char *verb);

#endif
