#include "base/arena.h"
#include "base/mem.h"
#include "tests/fake/api-private.h"

#include <stdio.h>
#include <string.h>

/* --- answers ----------------------------------------------------------- */

static struct fake_route *find_route(struct fake_api *z, const char *what)
{
	struct fake_route *best = NULL;

	for (size_t i = 0; i < z->n_routes; i++)
		if (str_starts(what, z->routes[i].prefix) &&
		    (best == NULL ||
		     strlen(z->routes[i].prefix) > strlen(best->prefix)))
			best = &z->routes[i];
	return best;
}

char *fake_api_fill(struct fake_api *z, const char *text)
{
	struct str s AUTO(str_done) = STR_INIT;

	for (; *text != '\0'; text++)
		if (text[0] == '{' && text[1] != '\0' && text[2] == '}' &&
		    strchr("ABN", text[1]) != NULL) {
			if (text[1] == 'N')
				str_addf(&s, "%u", z->tokens);
			else
				str_add(&s, fake_server_base(
						    text[1] == 'A' ? z->api
								   : z->other));
			text += 2;
		} else {
			str_add_char(&s, *text);
		}
	return arena_dup(z->a, s.s, s.len);
}

/* "STATUS A: b; C: d|BODY" */
static void play(struct fake_api *z, const char *script,
		 struct fake_answer *out)
{
	char *text = fake_api_fill(z, script), *body = strchr(text, '|'), *stop;
	struct str headers AUTO(str_done) = STR_INIT;
	char *h;

	*body++ = '\0';
	out->status = (int)strtol(text, &stop, 10);
	for (h = stop; *h != '\0'; h += *h == ';') {
		size_t n;

		h += strspn(h, " ");
		n = strcspn(h, ";");
		if (n > 0)
			str_addf(&headers, "%.*s\r\n", (int)n, h);
		h += n;
	}
	if (strstr(headers.s, "Content-Type") == NULL)
		str_add(&headers, "Content-Type: application/json\r\n");
	if (strstr(headers.s, "Date:") == NULL)
		str_add(&headers, "Date: Sun, 01 Mar 2026 10:00:00 GMT\r\n");
	for (char *c = headers.s; *c != '\0'; c++)
		if (*c == '`') /* a semicolon within a header */
			*c = ';';
	out->headers = arena_strdup(z->a, headers.s);
	out->way = FAKE_WHOLE;
	if (str_starts(body, "CUT:")) {
		out->way = FAKE_CUT;
		body += 4;
	} else if (str_starts(body, "CHUNKED:")) {
		out->way = FAKE_CHUNKED;
		body += 8;
	} else if (strcmp(body, "SILENT") == 0) {
		out->way = FAKE_SILENT;
	}
	out->body = body;
	out->len = strlen(body);
	if (str_starts(body, "BYTES:")) {
		const struct fake_pair *p =
			fake_pair_get(&z->bytes, body + strlen("BYTES:"));

		out->body = p->value;
		out->len = p->len;
	}
}

/* Below the root, but not for a token. */
static bool is_api(const struct fake_vendor *v, const char *target)
{
	return str_starts(target, v->root) && !str_starts(target, v->token);
}

static bool is_dead(const struct fake_api *z, const struct fake_request *rq)
{
	char want[24];

	(void)snprintf(want, sizeof(want), "TOKEN%u", z->tokens);
	return z->strict && is_api(z->vendor, rq->target) &&
	       (rq->bearer == NULL || strcmp(rq->bearer, want) != 0);
}

static void reply_locked(struct fake_api *z, const struct fake_request *rq,
			 struct fake_answer *out)
{
	const struct fake_vendor *v = z->vendor;
	struct str what AUTO(str_done) = STR_INIT;
	bool post = strcmp(rq->method, "POST") == 0;
	struct fake_route *r;

	str_addf(&what, "%s%s", post ? "POST " : "",
		 rq->target + (is_api(v, rq->target) ? strlen(v->root) : 0));
	r = find_route(z, what.s);
	if (str_starts(rq->target, v->token))
		z->tokens++;
	if (r == NULL) {
		play(z, v->unknown, out);
		return;
	}
	r->last = arena_strdup(z->a, post ? rq->body : rq->target);
	r->asked++;
	if (is_dead(z, rq)) {
		play(z, v->expired, out);
		return;
	}
	play(z, r->scripts[r->next], out);
	if (r->next + 1 < r->n)
		r->next++;
}

void fake_api_reply(void *ctx, const struct fake_request *rq,
		    struct fake_answer *out)
{
	struct fake_api *z = ctx;

	(void)pthread_mutex_lock(&z->lock);
	reply_locked(z, rq, out);
	(void)pthread_mutex_unlock(&z->lock);
}

void fake_api_answer(struct fake_api *z, const char *prefix, const char *script)
{
	struct fake_route *r = NULL;

	for (size_t i = 0; i < z->n_routes; i++)
		if (strcmp(z->routes[i].prefix, prefix) == 0)
			r = &z->routes[i];
	if (r == NULL) {
		r = &z->routes[z->n_routes++];
		*r = (struct fake_route){ .prefix = arena_strdup(z->a, prefix),
					  .last = "" };
	}
	r->scripts = ARENA_GROW(z->a, r->scripts, r->n);
	r->scripts[r->n++] = arena_strdup(z->a, script);
}

void fake_api_instead(struct fake_api *z, const char *prefix,
		      const char *script)
{
	for (size_t i = 0; i < z->n_routes; i++)
		if (strcmp(z->routes[i].prefix, prefix) == 0)
			z->routes[i].n = z->routes[i].next = 0;
	fake_api_answer(z, prefix, script);
}

static struct fake_route read_route(struct fake_api *z, const char *prefix)
{
	struct fake_route r = { .last = "" };

	(void)pthread_mutex_lock(&z->lock);
	for (size_t i = 0; i < z->n_routes; i++)
		if (strcmp(z->routes[i].prefix, prefix) == 0)
			r = z->routes[i];
	(void)pthread_mutex_unlock(&z->lock);
	return r;
}

unsigned int fake_api_asked(struct fake_api *z, const char *prefix)
{
	return read_route(z, prefix).asked;
}

const char *fake_api_target(struct fake_api *z, const char *prefix)
{
	return read_route(z, prefix).last;
}

unsigned int fake_api_leaks(const struct fake_api *z)
{
	return fake_server_bearers(z->other);
}

unsigned int fake_api_tokens(struct fake_api *z)
{
	unsigned int n;

	(void)pthread_mutex_lock(&z->lock);
	n = z->tokens;
	(void)pthread_mutex_unlock(&z->lock);
	return n;
}

void fake_api_strict(struct fake_api *z)
{
	z->strict = true;
}

void fake_api_bytes(struct fake_api *z, const char *name, const void *bytes,
		    size_t len)
{
	(void)pthread_mutex_lock(&z->lock);
	fake_pair_set(&z->bytes, z->a, name, bytes, len);
	(void)pthread_mutex_unlock(&z->lock);
}

bool fake_api_knows(struct fake_api *z, const char *what)
{
	return find_route(z, what) != NULL;
}
