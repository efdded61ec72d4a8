/*
 * portal/route.h - which verb a method and a path ask for.
 *
 * The routes are those of the table of verbs (verb.http), below /api/v1;
 * {name} fits one segment and is the argument of that name. Where a segment
 * and a placeholder both fit, the segment goes first.
 */
#ifndef PORTAL_ROUTE_H
#define PORTAL_ROUTE_H

#include "portal/incoming.h"

#define ROUTE_PREFIX    "/api/v1"
#define ROUTE_PARTS_MAX 8

struct err;
struct verb;
struct verb_call;

struct route {
	const struct verb *verb;
	enum method method;
	const char *path; /* "/connectors/{name}" and what follows: see len */
	size_t len;
};

/* The n-th route of a verb; false: it has no more. */
bool route_of(const struct verb *v, size_t n, struct route *out);

/*
 * The route of a request below the prefix; HEAD is GET. NULL verb: *allow is
 * 0 (no such path) or the methods it has, 1 << METHOD_...
 */
struct route route_find(const struct verb *const *verbs,
			const struct incoming *rq, unsigned int *allow);

/* Set the placeholders' arguments. Errors: ERR_USAGE, as args_text(). */
int route_args(const struct route *r, const struct incoming *rq,
	       struct verb_call *call, struct err *e);

#endif
