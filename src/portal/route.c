#include "portal/route.h"

#include "base/err.h"
#include "base/mem.h"
#include "verb/args.h"
#include "verb/verb.h"

#include <stdlib.h>
#include <string.h>

#define PREFIX_SEGMENTS 2 /* "api", "v1" */

static enum method method_of(const char *text, size_t len)
{
	static const enum method all[] = { METHOD_GET, METHOD_POST, METHOD_PUT,
					   METHOD_PATCH, METHOD_DELETE };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strlen(method_name(all[i])) == len &&
		    strncmp(method_name(all[i]), text, len) == 0)
			return all[i];
	return METHOD_OTHER;
}

bool route_of(const struct verb *v, size_t n, struct route *out)
{
	const char *at = v->http;
	size_t blank;

	for (; at != NULL && n > 0; n--) {
		at = strchr(at, '|');
		at = at != NULL ? at + 1 : NULL;
	}
	if (at == NULL)
		return false;
	blank = strcspn(at, " ");
	out->verb = v;
	out->method = method_of(at, blank);
	out->path = at + blank + 1;
	out->len = strcspn(out->path, "|");
	return true;
}

/* Next segment of a route's path; false: there is none. */
static bool next_part(const struct route *r, size_t *at, const char **part,
		      size_t *len)
{
	if (*at >= r->len)
		return false;
	*part = r->path + *at + 1;
	*len = 0;
	while (*at + 1 + *len < r->len && (*part)[*len] != '/')
		++*len;
	*at += 1 + *len;
	return true;
}

/* How well the request's path fits: 0 not at all, else more for each segment
   that is the very same. */
static unsigned int fits(const struct route *r, const struct incoming *rq)
{
	unsigned int score = 1;
	size_t at = 0, i = PREFIX_SEGMENTS, len;
	const char *part;

	while (next_part(r, &at, &part, &len)) {
		if (i >= rq->n_segments) /* fewer than the prefix has, too */
			return 0;
		score = score * 2;
		if (part[0] != '{') {
			if (strlen(rq->segments[i]) != len ||
			    strncmp(rq->segments[i], part, len) != 0)
				return 0;
			score++;
		}
		i++;
	}
	return i == rq->n_segments ? score : 0;
}

struct route route_find(const struct verb *const *verbs,
			const struct incoming *rq, unsigned int *allow)
{
	enum method method =
		rq->method == METHOD_HEAD ? METHOD_GET : rq->method;
	struct route best = { 0 }, r;
	unsigned int score = 0;

	*allow = 0;
	for (; *verbs != NULL; verbs++)
		for (size_t n = 0; route_of(*verbs, n, &r); n++) {
			unsigned int now = fits(&r, rq);

			if (now == 0)
				continue;
			*allow |= 1U << r.method;
			if (r.method == method && now > score) {
				best = r;
				score = now;
			}
		}
	if ((*allow & 1U << METHOD_GET) != 0)
		*allow |= 1U << METHOD_HEAD;
	return best;
}

int route_args(const struct route *r, const struct incoming *rq,
	       struct verb_call *call, struct err *e)
{
	size_t at = 0, i = PREFIX_SEGMENTS, len;
	const char *part;

	for (; next_part(r, &at, &part, &len); i++) {
		AUTO(free) char *name = NULL;

		if (part[0] != '{')
			continue;
		name = mem_dup(part + 1, len - 2);
		if (args_text(call, name, rq->segments[i], e) < 0)
			return -1;
	}
	return 0;
}
