/* portal.c - putting it together: settings, parts, a tick a second. */
#include "portal/portal-private.h"

#include "portal/answer.h"
#include "portal/connections.h"
#include "portal/events.h"
#include "portal/files.h"
#include "portal/limits.h"
#include "portal/openapi.h"
#include "portal/route.h"
#include "portal/tls.h"

#include "access/access.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/values.h"
#include "db/db.h"
#include "verb/args.h"
#include "verb/verb.h"
#include "watch/health.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BODY_JSON_MAX    ((uint64_t)1 << 20)
#define BODY_SESSION_MAX ((uint64_t)16 << 10)
#define BODY_FILE_MAX    ((uint64_t)64 << 20)

/* --- which part answers ------------------------------------------------------
 */

struct place {
	const char *path; /* ends with '/': all below */
	void (*answer)(struct portal *p, struct exchange *x, struct db *db);
	unsigned int methods; /* 1 << METHOD_... */
	uint64_t body_max;
};

#define GETS (1U << METHOD_GET | 1U << METHOD_HEAD)

static const struct place places[] = {
	{ "/api/v1/session", portal_session,
	  GETS | 1U << METHOD_POST | 1U << METHOD_PATCH | 1U << METHOD_DELETE,
	  BODY_SESSION_MAX },
	{ "/api/v1/events", portal_events, GETS, 0 },
	{ "/api/", portal_call, ~0U, BODY_JSON_MAX },
	{ "/sign-in/oidc/", portal_sign_in, GETS, 0 },
	{ "/sign-in/callback", portal_sign_in, GETS, 0 },
	{ "/oauth/callback", portal_oauth, GETS, 0 },
	{ "/healthz", portal_health, GETS, 0 },
	{ "/metrics", portal_metrics, GETS, 0 },
	{ 0 },
};

static const struct place *place_of(const char *path)
{
	for (const struct place *at = places; at->path != NULL; at++)
		if (str_ends(at->path, "/") ? str_starts(path, at->path)
					    : strcmp(path, at->path) == 0)
			return at;
	return NULL;
}

/* A verb that reads a file takes it as the body. */
static void take_file(struct exchange *x)
{
	unsigned int allow;
	struct route r = route_find(verb_all(), x->rq, &allow);

	if (r.verb == NULL || args_file_param(r.verb) == NULL ||
	    x->rq->method != METHOD_POST)
		return;
	x->body_file = true;
	x->body_max = BODY_FILE_MAX;
}

/* --- not too much of it
 * -------------------------------------------------------- */

static const struct limit of_address = { 200, 1000 };
static const struct limit of_caller = { 50, 300 };
static const struct limit of_sign_in = { 1, 20 };
#define AT_WORK_MAX 10 /* of one caller, of 16 workers */

/* What the caller shows: by it the session or token is told apart, known or
   not. */
static const char *shown(const struct portal *p, const struct incoming *rq)
{
	const char *cookie = incoming_cookie(rq, caller_cookie(p, rq));

	if (rq->fields[FIELD_AUTHORIZATION] != NULL)
		return rq->fields[FIELD_AUTHORIZATION];
	return cookie != NULL ? cookie : rq->address;
}

static bool is_too_much(struct portal *p, struct exchange *x,
			const struct place *at)
{
	static const char why[] = "too much is asked: wait a little";
	struct incoming *rq = x->rq;
	int64_t now = x->begun_us;

	if (!limits_take(p->limits, 'a', rq->address, &of_address, now))
		return !incoming_refuse(rq, 429, why);
	if (at == NULL)
		return false;
	if (!limits_take(p->limits, 'c', shown(p, rq), &of_caller, now) ||
	    (at->answer == portal_session && rq->method == METHOD_POST &&
	     !limits_take(p->limits, 's', rq->address, &of_sign_in, now)))
		return !incoming_refuse(rq, 429, why);
	if (at->answer == portal_events)
		return false; /* counted there */
	x->slot = limits_enter(p->limits, shown(p, rq), AT_WORK_MAX);
	return x->slot < 0 &&
	       !incoming_refuse(rq, 429, "too much is asked at once");
}

static const char openapi_path[] = "/api/v1/openapi.json";

static enum server_next on_head(void *ctx, struct exchange *x)
{
	struct portal *p = ctx;
	const struct place *at = place_of(x->rq->path);

	if (portal_is_foreign(p, x->rq) || is_too_much(p, x, at))
		return SERVER_WORK;
	if (strcmp(x->rq->path, openapi_path) == 0)
		at = NULL; /* a document in memory, as the files */
	if (at != NULL && (at->methods & 1U << x->rq->method) == 0) {
		(void)incoming_refuse(x->rq, 405, "this cannot be done here");
		return SERVER_WORK;
	}
	if (at != NULL) {
		x->body_max = at->body_max;
		if (at->answer == portal_call)
			take_file(x);
		return SERVER_WORK;
	}
	if ((GETS & 1U << x->rq->method) == 0) {
		(void)incoming_refuse(x->rq, 405,
				      "there are files here, to be "
				      "read only");
		return SERVER_WORK;
	}
	return SERVER_NOW;
}

static struct MHD_Response *on_now(void *ctx, struct exchange *x,
				   unsigned int *status)
{
	struct portal *p = ctx;

	if (strcmp(x->rq->path, openapi_path) != 0)
		return files_find(p->files, x->rq, status);
	*status = 200;
	return p->openapi;
}

static void on_work(void *ctx, struct exchange *x)
{
	struct portal *p = ctx;
	const struct place *at = place_of(x->rq->path);
	struct err e = ERR_INIT;
	struct db *db = NULL;

	if (x->rq->method == METHOD_HEAD)
		answer_drop(x->answer);
	if (connections_take(p->connections, &db, &e) < 0)
		failure_of(x, "", "", NULL, &e);
	else if (at != NULL) /* always: others are refused before any work */
		at->answer(p, x, db);
	connections_give(p->connections, db);
}

/* What can be asked where a method was refused. */
static unsigned int allowed_at(const struct incoming *rq)
{
	const struct place *at = place_of(rq->path);

	return rq->status != 405 ? 0 : at != NULL ? at->methods : GETS;
}

static void on_refuse(void *ctx, struct exchange *x)
{
	struct failure f = {
		.status = x->rq->status,
		.kind = x->rq->status == 429   ? "retry"
			: x->rq->status == 503 ? "retry"
			: x->rq->status == 403 ? "right"
					       : "usage",
		.verb = "",
		.message = x->rq->why,
		.allow = allowed_at(x->rq),
		.retry_s = x->rq->status == 429 || x->rq->status == 503 ? 2 : 0
	};

	(void)ctx;
	failure_answer(x, "", &f);
}

static void on_over(void *ctx, struct exchange *x)
{
	const struct incoming *rq = x->rq;
	struct portal *p = ctx;

	limits_leave(p->limits, x->slot);
	if (rq->address[0] == '\0')
		return; /* not even a head */
	log_event(LOG_DEBUG, "portal.request",
		  "address=%s method=%s path=\"%s\" status=%u bytes=%" PRIu64
		  " ms=%" PRId64,
		  rq->address, method_name(rq->method), rq->path,
		  answer_sent_status(x->answer), answer_sent_bytes(x->answer),
		  (clock_monotonic_us() - x->begun_us) / 1000);
}

/* --- start
 * ----------------------------------------------------------------------- */

static void portal_stop(struct portal *p);

static void *tick(void *ctx)
{
	struct portal *p = ctx;
	struct timespec second = { .tv_sec = 1 };

	while (!atomic_load(&p->ending)) {
		server_tick(p->server);
		files_look(p->files);
		events_tick(p->events);
		if (p->tls != NULL)
			tls_look(p->tls);
		(void)nanosleep(&second, NULL); /* the clock's tick */
	}
	return NULL;
}

/* build/web beside the program, share/estreat/web where it is installed. */
static char *web_folder(void)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	AUTO(free) char *beside = NULL;
	struct stat st;
	char *slash;

	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	if (slash != NULL)
		*slash = '\0';
	beside = str_printf("%s/web", self);
	if (stat(beside, &st) == 0)
		return TAKE(beside);
	return str_printf("%s/../share/estreat/web", self);
}

static const char *set_or(struct values *v, const char *name,
			  const char *instead)
{
	const char *value = values_get(v, name);

	return value != NULL && value[0] != '\0' ? value : instead;
}

static int open_tls(struct portal *p, struct values *v, struct err *e)
{
	const char *cert = set_or(v, "certificate", NULL);
	const char *key = set_or(v, "key", NULL);

	if (cert == NULL)
		return 0;
	if (key == NULL)
		return err_set(e, ERR_USAGE,
			       "the portal has a certificate and no key: "
			       "`estreat portal set --set key=FILE`");
	if (tls_open(&p->tls, cert, key, e) < 0)
		return -1;
	health_certificate(cert); /* its end is told of */
	return 0;
}

static struct MHD_Response *openapi_response(void)
{
	struct str text = STR_INIT;
	struct MHD_Response *r;

	openapi_write(verb_all(), &text);
	r = MHD_create_response_from_buffer(text.len, text.s,
					    MHD_RESPMEM_MUST_FREE);
	if (r == NULL)
		mem_exhausted(text.len);
	(void)MHD_add_response_header(r, "Content-Type", "application/json");
	(void)MHD_add_response_header(r, "Cache-Control", "no-cache");
	(void)MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
	return r;
}

static int listen_there(struct portal *p, struct values *v,
			const struct portal_config *cfg, struct err *e)
{
	const struct server_ops ops = { .head = on_head,
					.now = on_now,
					.work = on_work,
					.refuse = on_refuse,
					.over = on_over,
					.ctx = p };
	const struct server_config at = {
		.listen = cfg->listen != NULL ? cfg->listen
					      : values_get(v, "listen"),
		.tls = p->tls,
		.proxy = set_or(v, "proxy", NULL),
		.spool = archive_home(p->archive),
		.connections = 20000,
		.each = 200,
		.threads = 2,
		.workers = 16,
		.head_us = 30 * CLOCK_SECOND,
		.pause_us = 75 * CLOCK_SECOND,
		.stall_us = 30 * CLOCK_SECOND,
	};

	p->openapi = openapi_response();
	if (server_start(&p->server, &at, &ops, e) < 0)
		return -1;
	str_addf(&p->address, "%s://%s", p->tls != NULL ? "https" : "http",
		 server_address(p->server));
	return 0;
}

static int assemble(struct portal *p, const struct portal_config *cfg,
		    struct db *db, struct err *e)
{
	struct values_of of = portal_values_of();
	AUTO(values_free) struct values *v = NULL;
	AUTO(free) char *beside = web_folder();
	const char *web;

	if (values_load(&v, p->archive, db, &of, e) < 0 ||
	    open_tls(p, v, e) < 0)
		return -1;
	str_add(&p->url, set_or(v, "url", ""));
	web = cfg->web != NULL ? cfg->web : set_or(v, "web", beside);
	p->files = files_open(web, p->tls != NULL ||
					   str_starts(p->url.s, "https://"));
	p->access = access_open(p->archive);
	if (access_first_account(p->archive, db, e) < 0)
		return -1;
	return listen_there(p, v, cfg, e);
}

static int portal_start(struct portal **out, const struct portal_config *cfg,
			struct err *e)
{
	struct portal *p = NEW(struct portal);
	AUTO(db_close) struct db *db = NULL;
	int rc;

	p->archive = cfg->archive;
	p->board = cfg->board;
	p->events = events_new(p);
	p->limits = limits_new();
	p->connections = connections_new(cfg->archive);
	p->url = p->address = STR_INIT;
	rc = archive_db(p->archive, &db, e);
	if (rc == 0)
		rc = assemble(p, cfg, db, e);
	if (rc == 0 && pthread_create(&p->ticker, NULL, tick, p) != 0)
		rc = err_set(e, ERR_STORE, "no thread can be made");
	p->ticking = rc == 0;
	if (rc < 0) {
		portal_stop(p);
		return -1;
	}
	log_event(LOG_INFO, "portal.begun", "address=%s files=%zu",
		  p->address.s, files_count(p->files));
	*out = p;
	return 0;
}

static const char *portal_address(const struct portal *p)
{
	return p->address.s;
}

static void portal_stop(struct portal *p)
{
	if (p == NULL)
		return;
	atomic_store(&p->ending, true);
	if (p->ticking)
		(void)pthread_join(p->ticker, NULL);
	events_hush(p->events);
	server_stop(p->server, 5 * CLOCK_SECOND);
	events_free(p->events);
	limits_free(p->limits);
	connections_free(p->connections);
	access_free(p->access);
	files_close(p->files);
	tls_close(p->tls);
	if (p->openapi != NULL)
		MHD_destroy_response(p->openapi);
	str_done(&p->url);
	str_done(&p->address);
	free(p);
}

const struct portal_ops portal_ops = {
	.start = portal_start,
	.address = portal_address,
	.stop = portal_stop,
};
