/*
 * head.c - judging a head that is well formed: is it for us, from whom?
 *
 * Two attacks come by a browser that is signed in here: another site sends
 * requests (Origin and Sec-Fetch-Site tell it, besides the CSRF token), or
 * its name is made to mean our address (then Host is not one of ours).
 */
#include "portal/portal-private.h"

#include "base/mem.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* Its host without the port. */
static char *host_of(const char *authority)
{
	size_t n = authority[0] == '[' ? strcspn(authority, "]") + 1
				       : strcspn(authority, ":");

	if (n > strlen(authority))
		n = strlen(authority);
	return mem_dup(authority, n);
}

/* No other site can have a literal address for its name. */
static bool is_literal(const char *host)
{
	unsigned char bytes[sizeof(struct in6_addr)];
	AUTO(free) char *inner = NULL;
	size_t n = strlen(host);

	if (inet_pton(AF_INET, host, bytes) == 1)
		return true;
	if (n < 3 || host[0] != '[' || host[n - 1] != ']')
		return false;
	inner = mem_dup(host + 1, n - 2);
	return inet_pton(AF_INET6, inner, bytes) == 1;
}

/* "https://archive.example.com" without its scheme. */
static const char *authority_of(const char *origin)
{
	const char *at = strstr(origin, "://");

	return at != NULL ? at + 3 : origin;
}

static bool is_our_name(const struct portal *p, const char *authority)
{
	AUTO(free) char *host = host_of(authority);
	AUTO(free) char *ours = host_of(authority_of(p->url.s));

	return is_literal(host) || str_casecmp(host, "localhost") == 0 ||
	       (p->url.len > 0 && str_casecmp(host, ours) == 0);
}

bool portal_is_secure(const struct portal *p, const struct incoming *rq)
{
	return rq->secure || (str_starts(p->url.s, "https://") &&
			      str_casecmp(rq->fields[FIELD_HOST],
					  authority_of(p->url.s)) == 0);
}

void portal_origin(const struct portal *p, const struct incoming *rq,
		   struct str *out)
{
	if (p->url.len > 0)
		str_add(out, p->url.s);
	else
		str_addf(out, "%s://%s", rq->secure ? "https" : "http",
			 rq->fields[FIELD_HOST]);
}

/* The page that sent it is one of ours? */
static bool is_our_origin(const struct portal *p, const struct incoming *rq)
{
	const char *origin = rq->fields[FIELD_ORIGIN];
	const char *site = rq->fields[FIELD_FETCH_SITE];

	if (site != NULL && strcmp(site, "same-origin") != 0 &&
	    strcmp(site, "none") != 0)
		return false;
	return origin == NULL ||
	       str_casecmp(authority_of(origin), rq->fields[FIELD_HOST]) == 0 ||
	       (p->url.len > 0 && str_casecmp(origin, p->url.s) == 0);
}

bool portal_is_foreign(const struct portal *p, struct incoming *rq)
{
	bool changes = rq->method != METHOD_GET && rq->method != METHOD_HEAD;

	if (!is_our_name(p, rq->fields[FIELD_HOST]))
		return !incoming_refuse(rq, 421,
					"this is no name of the portal: set "
					"its url with `estreat portal set`");
	if (changes && !is_our_origin(p, rq))
		return !incoming_refuse(rq, 403,
					"a page of another site may not ask "
					"this");
	return false;
}
