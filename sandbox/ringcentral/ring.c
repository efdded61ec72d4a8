/* The state of RingCentral, and what vendor.h asks of it. */
#include "ring.h"

#include "ringcentral.h"
#include "truth.h"

#include "sandbox/vendor.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <inttypes.h>
#include <string.h>

/* A JWT as the developer console gives it out: nobody reads it but us. */
static void make_jwt(struct ring *r)
{
	struct str s AUTO(str_done) = STR_INIT;
	static const char head[] = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
	unsigned char signature[32];
	char *body = str_printf("{\"sub\":\"%s\",\"jti\":\"%" PRIx64 "\"}",
				r->account_id, seed_of(r->seed, "jti", 0));

	seed_bytes(seed_of(r->seed, "jwt", 0), signature, sizeof(signature));
	encode_base64url(&s, head, sizeof(head) - 1);
	str_add_char(&s, '.');
	encode_base64url(&s, body, strlen(body));
	str_add_char(&s, '.');
	encode_base64url(&s, signature, sizeof(signature));
	(void)snprintf(r->jwt, sizeof(r->jwt), "%s", s.s);
	free(body);
}

static void *begin(const struct sandbox *sb)
{
	struct ring *r = NEW(struct ring);
	unsigned char secret[16];

	r->sb = sb;
	r->seed = seed_of(sb->tenant->opt.seed, "ringcentral", 0);
	(void)snprintf(r->account_id, sizeof(r->account_id), "%" PRIu64,
		       UINT64_C(62288000000) + r->seed % 8);
	seed_id(seed_of(r->seed, "client", 0), r->client_id);
	seed_bytes(seed_of(r->seed, "secret", 0), secret, sizeof(secret));
	encode_hex(secret, sizeof(secret), r->client_secret);
	make_jwt(r);
	r->sessions = ring_sessions_new(seed_of(r->seed, "sessions", 0));
	r->limits = ring_limits_new();
	r->exports = ring_exports_new(seed_of(r->seed, "exports", 0));
	ring_switches_default(&r->switches);
	(void)pthread_mutex_init(&r->lock, NULL);
	return r;
}

static void end(void *state)
{
	struct ring *r = state;

	(void)pthread_mutex_destroy(&r->lock);
	ring_world_free(r->world);
	ring_exports_free(r->exports);
	ring_limits_free(r->limits);
	ring_sessions_free(r->sessions);
	free(r);
}

const struct ring_world *ring_world(struct ring *r)
{
	const struct ring_world *w;

	(void)pthread_mutex_lock(&r->lock);
	if (r->world == NULL)
		r->world = ring_world_new(r->sb->tenant, &r->switches.volume);
	w = r->world;
	(void)pthread_mutex_unlock(&r->lock);
	return w;
}

struct ring_switches ring_switches_now(struct ring *r)
{
	struct ring_switches s;

	(void)pthread_mutex_lock(&r->lock);
	s = r->switches;
	(void)pthread_mutex_unlock(&r->lock);
	return s;
}

struct ring_place ring_place(struct ring *r)
{
	return (struct ring_place){ .w = ring_world(r),
				    .account_id = r->account_id,
				    .media = r->sb->media };
}

const struct person *ring_admin(struct ring *r)
{
	return ring_world(r)->workers[0];
}

static int set(void *state, const char *text, struct err *e)
{
	struct ring *r = state;
	int rc;

	(void)pthread_mutex_lock(&r->lock);
	rc = ring_switches_set(&r->switches, text, r->world != NULL, e);
	(void)pthread_mutex_unlock(&r->lock);
	return rc;
}

static void put(json_t *o, const char *key, const char *base, const char *path)
{
	char text[128];

	(void)snprintf(text, sizeof(text), "%s%s", base, path);
	ring_put(o, key, text);
}

static json_t *greeting(struct sandbox *sb, void *state)
{
	struct ring *r = state;
	struct ring_granted g;
	json_t *o = json_object();

	ring_sessions_begin(r->sessions, atomic_load(&sb->now_us),
			    (int)ring_switches_now(r).access_ttl_s,
			    RING_REFRESH_TTL_S, &g);
	put(o, "api", sb->base, "");
	put(o, "token", sb->base, "/restapi/oauth/token");
	put(o, "authorize", sb->base, "/restapi/oauth/authorize");
	put(o, "media", sb->media, "");
	ring_put(o, "client_id", r->client_id);
	ring_put(o, "client_secret", r->client_secret);
	ring_put(o, "jwt", r->jwt);
	ring_put(o, "refresh_token", g.refresh);
	ring_put(o, "account_id", r->account_id);
	return o;
}

static bool owns(const struct request *rq)
{
	static const char *const roots[] = { "restapi", "team-messaging",
					     "rcvideo", "file" };

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (rq->n_segments > 0 &&
		    strcmp(rq->segments[0], roots[i]) == 0)
			return true;
	return false;
}

static void answer(struct request *rq, struct reply *rp, void *state)
{
	ring_answer(state, rq, rp);
}

static void truth(FILE *out, struct sandbox *sb, void *state)
{
	(void)sb;
	ring_truth(out, state);
}

const struct vendor ringcentral = {
	.name = "ringcentral",
	.owns = owns,
	.answer = answer,
	.begin = begin,
	.end = end,
	.set = set,
	.greeting = greeting,
	.truth = truth,
};
