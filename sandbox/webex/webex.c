/* Webex as a platform of the sandbox: begin, switches, greeting, end. */
#include "webex.h"

#include "truth.h"

#include "sandbox/tenant.h"
#include "sandbox/vendor.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"

#include <string.h>

static void make_secret(uint64_t seed, char out[33])
{
	unsigned char b[16];

	seed_bytes(seed, b, sizeof(b));
	encode_hex(b, sizeof(b), out);
}

static void *begin(const struct sandbox *sb)
{
	struct webex *x = NEW(struct webex);
	uint64_t seed = seed_of(sb->tenant->opt.seed, "webex app", 0);

	x->t = sb->tenant;
	x->tokens = wx_tokens_new(seed_of(seed, "tokens", 0));
	(void)pthread_mutex_init(&x->lock, NULL);
	wx_switches_default(&x->switches);
	seed_uuid(seed_of(seed, "client", 0), x->client_id);
	make_secret(seed_of(seed, "secret", 0), x->client_secret);
	seed_uuid(seed_of(seed, "client", 1), x->app_client_id);
	make_secret(seed_of(seed, "secret", 1), x->app_client_secret);
	return x;
}

static void end(void *state)
{
	struct webex *x = state;

	wx_world_free(x->world);
	wx_tokens_free(x->tokens);
	(void)pthread_mutex_destroy(&x->lock);
	free(x);
}

struct wx_switches webex_switches(struct webex *x)
{
	struct wx_switches s;

	(void)pthread_mutex_lock(&x->lock);
	s = x->switches;
	(void)pthread_mutex_unlock(&x->lock);
	return s;
}

const struct wx_world *webex_world(struct webex *x)
{
	const struct wx_world *w;

	(void)pthread_mutex_lock(&x->lock);
	if (x->world == NULL)
		x->world = wx_world_new(x->t, &x->switches);
	w = x->world;
	(void)pthread_mutex_unlock(&x->lock);
	return w;
}

static int set(void *state, const char *text, struct err *e)
{
	struct webex *x = state;
	int rc;

	(void)pthread_mutex_lock(&x->lock);
	rc = wx_switches_set(&x->switches, text, x->world != NULL,
			     wx_tokens_serial(x->tokens), e);
	(void)pthread_mutex_unlock(&x->lock);
	return rc;
}

static void put_address(json_t *o, const char *key, const char *base,
			const char *path)
{
	char text[128];

	(void)snprintf(text, sizeof(text), "%s%s", base, path);
	wx_put(o, key, text);
}

static json_t *greeting(struct sandbox *sb, void *state)
{
	struct webex *x = state;
	const struct wx_world *w = webex_world(x);
	struct wx_switches s = webex_switches(x);
	int64_t now_us = atomic_load(&sb->now_us);
	char token[WX_TOKEN_TEXT], id[SEED_UUID];
	json_t *o = json_object();

	put_address(o, "api", sb->base, "/v1");
	put_address(o, "token", sb->base, "/v1/access_token");
	put_address(o, "authorize", sb->base, "/v1/authorize");
	put_address(o, "media", sb->media, "");
	wx_put(o, "client_id", x->client_id);
	wx_put(o, "client_secret", x->client_secret);
	wx_tokens_grant(x->tokens, now_us, s.refresh_s, token);
	wx_put(o, "refresh_token", token);
	wx_tokens_access(x->tokens, now_us, s.access_s, token);
	wx_put(o, "access_token", token);
	seed_uuid(seed_of(w->seed, "application", 0), id);
	wx_put(o, "application_id", id);
	wx_put(o, "app_client_id", x->app_client_id);
	wx_put(o, "app_client_secret", x->app_client_secret);
	wx_put(o, "org_id", w->org_id);
	wx_put(o, "officer", wx_officer(w)->email);
	return o;
}

static void truth(FILE *out, struct sandbox *sb, void *state)
{
	(void)sb;
	wx_truth_write(out, webex_world(state));
}

const struct vendor webex_vendor = {
	.name = "webex",
	.owns = webex_owns,
	.answer = webex_answer,
	.begin = begin,
	.end = end,
	.set = set,
	.greeting = greeting,
	.truth = truth,
};
