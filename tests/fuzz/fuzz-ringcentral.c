/*
 * Any request to the sandbox's RingCentral is answered: with a status, and
 * where the answer says it is JSON, with JSON. The input is the method, the
 * target, the Authorization header and the body, a line each (the body is
 * the rest); a '!' before the method is a request to the media host.
 */
#include "sandbox/ringcentral/ring.h"
#include "sandbox/ringcentral/ringcentral.h"
#include "sandbox/vendor.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct sandbox *the_sandbox(void)
{
	static struct sandbox *sb; /* reachable: no leak */
	struct tenant_options o = {
		.seed = 1, .users = 8, .days = 3, .per_day = 1
	};

	if (sb == NULL) {
		(void)clock_parse("2026-03-31T00:00:00Z", &o.now_us);
		sb = sandbox_new(&o);
		(void)snprintf(sb->base, sizeof(sb->base), "http://127.0.0.1");
		(void)snprintf(sb->media, sizeof(sb->media),
			       "http://localhost");
	}
	return sb;
}

/* Anew for each input: tokens and tasks are all there is to remember. */
static struct ring *new_ring(struct sandbox *sb)
{
	struct ring *r = ringcentral.begin(sb);

	r->switches.volume.posts = 60;
	r->switches.volume.chats = 9;
	r->switches.volume.messages = 6;
	r->switches.volume.calls = 6;
	r->switches.polls = 0;
	return r;
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

/* "Bearer !" and "Basic !" are what no fuzzer guesses: they are good. */
static const char *authorization(struct ring *r, struct request *rq,
				 const char *text)
{
	struct str pair AUTO(str_done) = STR_INIT;
	struct str basic AUTO(str_done) = STR_INIT;
	struct ring_granted g;

	if (strcmp(text, "Bearer !") == 0) {
		ring_sessions_begin(r->sessions, rq->now_us, 3600, 604800, &g);
		return arena_printf(rq->arena, "Bearer %s", g.access);
	}
	if (strcmp(text, "Basic !") != 0)
		return text[0] != '\0' ? text : NULL;
	str_addf(&pair, "%s:%s", r->client_id, r->client_secret);
	encode_base64(&basic, pair.s, pair.len);
	return arena_printf(rq->arena, "Basic %s", basic.s);
}

static void check(const struct reply *rp)
{
	json_t *o;

	assert(rp->status >= 200 && rp->status < 600);
	if (rp->type == NULL || strstr(rp->type, "json") == NULL)
		return;
	o = json_loadb(rp->body.s, rp->body.len, 0, NULL);
	assert(o != NULL);
	json_decref(o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct request rq = { .sb = the_sandbox() };
	struct reply rp = { .body = STR_INIT };
	struct ring *r;

	if (size == 0 || size > BODY_MAX)
		return 0;
	r = new_ring(rq.sb);
	rq.arena = arena_new();
	rq.body = STR_INIT;
	rq.now_us = atomic_load(&rq.sb->now_us);
	rq.method = line(rq.arena, &data, &size);
	rq.media = rq.method[0] == '!';
	rq.method += rq.media;
	rq.target = line(rq.arena, &data, &size);
	rq.authorization = authorization(r, &rq, line(rq.arena, &data, &size));
	str_add_len(&rq.body, data, size);
	request_parse(&rq);
	if (!rq.malformed && ringcentral.owns(&rq)) {
		ringcentral.answer(&rq, &rp, r);
		check(&rp);
	}
	for (size_t i = 0; i < rp.n_headers; i++)
		free(rp.headers[i].value);
	str_done(&rp.body);
	str_done(&rq.body);
	arena_free(rq.arena);
	ringcentral.end(r);
	return 0;
}
