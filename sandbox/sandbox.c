#include "sandbox.h"

#include "fault.h"
#include "seed.h"
#include "token.h"
#include "trouble.h"
#include "vendor.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"

#include <string.h>

static void make_secret(uint64_t seed, char out[33])
{
	unsigned char b[16];

	seed_bytes(seed, b, sizeof(b));
	encode_hex(b, sizeof(b), out);
}

struct sandbox *sandbox_new(const struct tenant_options *opt)
{
	struct sandbox *sb = NEW(struct sandbox);

	sb->tenant = tenant_new(opt);
	sb->store = store_new(sb->tenant);
	(void)snprintf(sb->cred.account_id, SEED_ID, "%s",
		       sb->tenant->account_id);
	seed_id(seed_of(opt->seed, "client", 0), sb->cred.client_id);
	make_secret(seed_of(opt->seed, "secret", 0), sb->cred.client_secret);
	seed_id(seed_of(opt->seed, "jwt key", 0), sb->cred.jwt_key);
	make_secret(seed_of(opt->seed, "jwt secret", 0), sb->cred.jwt_secret);
	sb->tokens = tokens_new(seed_of(opt->seed, "tokens", 0));
	sb->faults = faults_new(seed_of(opt->seed, "faults", 0));
	sb->qps = qps_new();
	setup_default(&sb->setup);
	sb->archive_deleted =
		mem_alloc(sb->tenant->n + 1, sizeof(*sb->archive_deleted));
	sb->kept = json_object();
	sb->stats = json_object();
	(void)pthread_mutex_init(&sb->lock, NULL);
	atomic_store(&sb->now_us, opt->now_us);
	return sb;
}

void sandbox_free(struct sandbox *sb)
{
	if (sb == NULL)
		return;
	vendors_end(sb);
	(void)pthread_mutex_destroy(&sb->lock);
	free(sb->archive_deleted);
	json_decref(sb->kept);
	json_decref(sb->stats);
	qps_free(sb->qps);
	faults_free(sb->faults);
	tokens_free(sb->tokens);
	store_free(sb->store);
	tenant_free(sb->tenant);
	free(sb);
}

struct setup sandbox_setup(struct sandbox *sb)
{
	struct setup s;

	(void)pthread_mutex_lock(&sb->lock);
	s = sb->setup;
	(void)pthread_mutex_unlock(&sb->lock);
	return s;
}

void sandbox_count_in(struct sandbox *sb, const char *group, const char *name)
{
	json_t *g;

	(void)pthread_mutex_lock(&sb->lock);
	g = json_object_get(sb->stats, group);
	if (g == NULL) {
		g = json_object();
		json_object_set_new(sb->stats, group, g);
	}
	json_object_set_new(
		g, name,
		json_integer(json_integer_value(json_object_get(g, name)) + 1));
	(void)pthread_mutex_unlock(&sb->lock);
}

void sandbox_count(struct sandbox *sb, const char *name)
{
	sandbox_count_in(sb, "counts", name);
}

void sandbox_keep(struct sandbox *sb, const char *file_id, bool keep)
{
	(void)pthread_mutex_lock(&sb->lock);
	if (keep)
		json_object_set_new(sb->kept, file_id, json_true());
	else
		(void)json_object_del(sb->kept, file_id);
	(void)pthread_mutex_unlock(&sb->lock);
}

bool sandbox_is_kept(struct sandbox *sb, const char *file_id)
{
	bool kept;

	(void)pthread_mutex_lock(&sb->lock);
	kept = json_object_get(sb->kept, file_id) != NULL;
	(void)pthread_mutex_unlock(&sb->lock);
	return kept;
}

static void put(json_t *o, const char *key, const char *base, const char *path)
{
	char text[128];

	(void)snprintf(text, sizeof(text), "%s%s", base, path);
	json_object_set_new(o, key, json_string(text));
}

json_t *sandbox_greeting(struct sandbox *sb)
{
	char refresh[TOKEN_TEXT], text[CLOCK_TEXT];
	json_t *o = json_object();

	tokens_grant(sb->tokens, refresh);
	put(o, "base", sb->base, "");
	put(o, "api", sb->base, "/v2");
	put(o, "token", sb->base, "/oauth/token");
	put(o, "authorize", sb->base, "/oauth/authorize");
	put(o, "media", sb->media, "");
	put(o, "account_id", sb->cred.account_id, "");
	put(o, "client_id", sb->cred.client_id, "");
	put(o, "client_secret", sb->cred.client_secret, "");
	put(o, "jwt_key", sb->cred.jwt_key, "");
	put(o, "jwt_secret", sb->cred.jwt_secret, "");
	put(o, "refresh_token", refresh, "");
	put(o, "first_day", clock_day(sb->tenant->from_us, text), "");
	put(o, "last_day", clock_day(sb->tenant->until_us - CLOCK_DAY, text),
	    "");
	put(o, "now", clock_rfc3339(atomic_load(&sb->now_us), text), "");
	vendors_greet(sb, o);
	return o;
}
