/*
 * portal/incoming.h - what a client asks, read strictly.
 *
 * Why: libmicrohttpd is generous to clients, and what two programs in a row
 * read differently is how requests are smuggled past the first one. So the
 * head is judged here before anything acts on it: what is not exactly as the
 * standards want it is refused, and the connection with it.
 *
 * Nothing here knows a connection; the fields come as pairs of texts.
 *
 * Source: RFC 9110, RFC 9112 (sections 3.2, 6.3), RFC 3986.
 */
#ifndef PORTAL_INCOMING_H
#define PORTAL_INCOMING_H

#include "base/cleanup.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define TARGET_MAX   ((size_t)8 * 1024)
#define SEGMENTS_MAX 16
#define QUERY_MAX    32
#define FIELDS_MAX   100
#define ADDRESS_MAX  48

enum method {
	METHOD_OTHER,
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD_PUT,
	METHOD_PATCH,
	METHOD_DELETE,
	METHOD_OPTIONS,
};

/* The fields that mean something here; each may stand once. */
enum field {
	FIELD_HOST,
	FIELD_ORIGIN,
	FIELD_FETCH_SITE,
	FIELD_COOKIE,
	FIELD_AUTHORIZATION,
	FIELD_CSRF,
	FIELD_CONTENT_TYPE,
	FIELD_CONTENT_LENGTH,
	FIELD_TRANSFER_ENCODING,
	FIELD_CONTENT_ENCODING,
	FIELD_RANGE,
	FIELD_IF_RANGE,
	FIELD_IF_NONE_MATCH,
	FIELD_ACCEPT,
	FIELD_ACCEPT_ENCODING,
	FIELD_ACCEPT_LANGUAGE,
	FIELD_FORWARDED_FOR,
	FIELD_FORWARDED_PROTO,
	FIELD_UPGRADE,
	FIELD_USER_AGENT,
	FIELD_N,
};

struct query_arg {
	const char *name, *value; /* decoded, valid UTF-8, no NUL */
};

struct incoming {
	struct arena *arena;
	enum method method;
	bool http11;                        /* else 1.0 */
	const char *target;                 /* as sent */
	const char *path;                   /* decoded; for files and the log */
	const char *segments[SEGMENTS_MAX]; /* of the path, decoded */
	size_t n_segments;
	struct query_arg query[QUERY_MAX];
	size_t n_query;
	const char *fields[FIELD_N]; /* NULL: not there */
	size_t n_fields;             /* of all names */
	size_t size;    /* of the head as understood, its line ends included */
	size_t n_empty; /* fields without a value: a blank less is as good */
	bool chunked;
	int64_t length;            /* of the body; -1: not announced */
	char address[ADDRESS_MAX]; /* of the client */
	bool secure;               /* between the client and us is TLS */
	/* Why it is refused, or 0; the text is a constant. */
	unsigned int status;
	const char *why;
};

struct incoming *incoming_new(void) __attribute__((returns_nonnull));
void incoming_free(struct incoming *rq);
DEFINE_AUTO(struct incoming, incoming_free)

/* The request line. False: refused. */
bool incoming_line(struct incoming *rq, const char *method, const char *target,
		   const char *version);
/* Next field. False: refused. */
bool incoming_field(struct incoming *rq, const char *name, const char *value);
/*
 * The head had so many bytes. Were they all understood? A line that was folded
 * or ended by a bare CR or LF, a NUL, blanks where none need be: whoever read
 * it before us may have understood another request. False: refused.
 */
bool incoming_size(struct incoming *rq, size_t bytes);
/* After the last one: how long is the body, is there one host? */
bool incoming_whole(struct incoming *rq);

/* Refuse it, unless it is refused already. Always false. */
bool incoming_refuse(struct incoming *rq, unsigned int status, const char *why);

/* A cookie's value, or NULL. */
const char *incoming_cookie(const struct incoming *rq, const char *name);
/* A member of the query, or NULL. */
const char *incoming_query(const struct incoming *rq, const char *name);
const char *method_name(enum method m);

#endif
