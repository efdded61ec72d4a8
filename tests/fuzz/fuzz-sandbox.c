/*
 * Any request to the sandbox is answered: with a status, and where the
 * answer says it is JSON, with JSON. The input is the method, the target,
 * the Authorization header and the body, a line each (the body is the rest).
 */
#include "sandbox/api.h"
#include "sandbox/fault.h"
#include "sandbox/token.h"
#include "sandbox/vendor.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static json_t *greeting; /* reachable: no leak */

static struct sandbox *the_sandbox(void)
{
	static struct sandbox *sb; /* the same */
	struct err e = ERR_INIT;
	struct tenant_options o = {
		.seed = 1, .users = 8, .days = 3, .per_day = 12
	};

	if (sb == NULL) {
		(void)clock_parse("2026-03-31T00:00:00Z", &o.now_us);
		sb = sandbox_new(&o);
		(void)snprintf(sb->base, sizeof(sb->base), "http://127.0.0.1");
		(void)snprintf(sb->media, sizeof(sb->media),
			       "http://localhost");
		greeting = json_object();
		if (vendors_begin(sb, "webex", &e) < 0)
			abort();
		vendors_greet(sb, greeting);
	}
	return sb;
}

/* The next line, NUL-terminated; *rest moves behind it. */
static char *line(struct arena *a, const uint8_t **rest, size_t *left)
{
	const uint8_t *end = memchr(*rest, '\n', *left);
	size_t n = end != NULL ? (size_t)(end - *rest) : *left;
	char *text = arena_dup(a, *rest, n);

	n += end != NULL;
	*rest += n;
	*left -= n;
	return text;
}

/* A good token of the platform that the path belongs to; NULL: Zoom's. */
static const char *vendor_token(const struct request *rq)
{
	const char *vendor =
		strncmp(rq->target, "/v1/", 4) == 0 ? "webex" : NULL;

	return vendor == NULL ? NULL
			      : json_string_value(json_object_get(
					json_object_get(greeting, vendor),
					"access_token"));
}

/* "Bearer !" is what no fuzzer guesses: a token that is good. */
static const char *authorization(struct request *rq, const char *text)
{
	static char token[TOKEN_TEXT];

	if (strcmp(text, "Bearer !") != 0)
		return text[0] != '\0' ? text : NULL;
	if (vendor_token(rq) != NULL)
		return arena_printf(rq->arena, "Bearer %s", vendor_token(rq));
	if (token[0] == '\0')
		tokens_issue(rq->sb->tokens, TOKEN_USER, rq->now_us, token);
	return arena_printf(rq->arena, "Bearer %s", token);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct request rq = { .sb = the_sandbox() };
	struct reply rp = { .body = STR_INIT };

	if (size == 0 || size > BODY_MAX)
		return 0;
	rq.arena = arena_new();
	rq.body = STR_INIT;
	rq.now_us = atomic_load(&rq.sb->now_us);
	rq.method = line(rq.arena, &data, &size);
	rq.target = line(rq.arena, &data, &size);
	rq.media = strncmp(rq.target, "/cmr/", 5) == 0 ||
		   strncmp(rq.target, "/nbr/", 5) == 0;
	rq.authorization = authorization(&rq, line(rq.arena, &data, &size));
	str_add_len(&rq.body, data, size);
	request_parse(&rq);
	if (!vendors_answer(&rq, &rp))
		route_answer(&rq, &rp);
	assert(rp.status >= 200 && rp.status < 600);
	if (rp.type != NULL && strstr(rp.type, "json") != NULL) {
		json_t *o = json_loadb(rp.body.s, rp.body.len, 0, NULL);

		assert(o != NULL);
		json_decref(o);
	}
	for (size_t i = 0; i < rp.n_headers; i++)
		free(rp.headers[i].value);
	str_done(&rp.body);
	str_done(&rq.body);
	arena_free(rq.arena);
	return 0;
}
