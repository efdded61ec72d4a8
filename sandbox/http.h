/*
 * sandbox/http.h - a request that has arrived, and the answer to it.
 *
 * Why: the handlers (api-*.c) know Zoom and nothing of libmicrohttpd; the
 * server (server.c) knows libmicrohttpd and nothing of Zoom. Between the
 * two pass these structures. Paths stay percent-encoded until the handler
 * asks: a meeting's uuid may contain '/', and whether it was encoded once
 * or twice makes a difference (path_uuid()).
 */
#ifndef SANDBOX_HTTP_H
#define SANDBOX_HTTP_H

#include "base/str.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct sandbox;

#define SEGMENTS_MAX 10
#define ARGS_MAX     24
#define HEADERS_MAX  8
#define BODY_MAX     ((size_t)256 * 1024)

struct arg {
	const char *name, *value; /* decoded */
};

struct request {
	struct sandbox *sb;
	const char *method;
	char *target; /* "/v2/users?page_size=300", as sent */
	char *path;   /* the same without the query */
	bool media;   /* came in at the second listener */
	const char *segments[SEGMENTS_MAX]; /* of the path, still encoded */
	size_t n_segments;
	struct arg args[ARGS_MAX]; /* of the query, or of a form */
	size_t n_args;
	bool malformed;
	const char *authorization; /* NULL without the header */
	struct str body;
	bool server_app;      /* token of a server-to-server app */
	bool listing_changed; /* by a fault, since the last page */
	bool unsized;         /* no listing tells how long the body is */
	uint64_t roll;        /* chance left over by a fault */
	int64_t now_us;       /* virtual time, the same for the whole request */
	struct arena *arena;
};

struct header {
	const char *name;
	char *value;
};

/* What is sent instead of a body in memory. */
struct large;

/* Ways in which a body does not arrive as it should (fault.h). */
enum mangle {
	MANGLE_NONE,
	MANGLE_CUT,       /* connection closed in the middle */
	MANGLE_SHORT,     /* less, and the announced length agrees */
	MANGLE_UNCHUNKED, /* less, no length announced */
	MANGLE_SLOW,
	MANGLE_NO_LENGTH, /* whole, no length announced */
};

struct reply {
	int status;
	const char *type; /* content type, a constant */
	struct str body;
	const struct large *large; /* instead of body */
	struct header headers[HEADERS_MAX];
	size_t n_headers;
	enum mangle mangle;
};

/* The value of an argument; NULL where it was not sent. */
const char *request_arg(const struct request *rq, const char *name);

/* Split rq->path and add the arguments of a query or a form. */
void request_parse(struct request *rq);
void request_add_args(struct request *rq, const char *query);

/* The encoded text decoded once, in the request's arena. */
const char *request_decode(const struct request *rq, const char *text);

/* Does its path fit "/v2/users/{}"? {} is one segment, not empty. */
bool request_fits(const struct request *rq, const char *pattern);

/* Is the name one of a blank-separated list? */
bool http_is_listed(const char *list, const char *name);

void reply_header(struct reply *rp, const char *name, const char *value);

/* Takes over the object. */
void reply_json(struct reply *rp, int status, json_t *o);

/* {"code":3001,"message":"..."} */
void reply_error(struct reply *rp, int status, int code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* 400 code 300, and it counts as a bad request in the statistics. */
void reply_invalid(struct request *rq, struct reply *rp, const char *field,
		   const char *message);

#endif
