#include "access/known.h"

#include "access/provider-private.h"
#include "access/state.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/values.h"
#include "oidc/provider.h"
#include "stream/digest.h"

#include <string.h>

#define KNOWN_FOR CLOCK_HOUR

struct known_provider {
	int64_t id;
	struct digest settings;
	struct oidc *oidc;
	int64_t until_us; /* monotonic */
	int users;
	struct known_provider *next;
};

static struct digest settings_of(struct values *v)
{
	static const char *const names[] = { "issuer", "client-id",
					     "client-secret", "ca-file" };
	AUTO(str_wipe) struct str text = STR_INIT;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = values_get(v, names[i]);

		str_addf(&text, "%s\n", value != NULL ? value : "");
	}
	return digest_of(text.s, text.len);
}

static void release(struct known_provider *k)
{
	oidc_free(k->oidc);
	free(k);
}

/* Under the lock. Those that are old and in nobody's hands go. */
static struct known_provider *find(struct access *x, int64_t id,
				   const struct digest *settings)
{
	struct known_provider *found = NULL;
	int64_t now = clock_monotonic_us();

	for (struct known_provider **at = &x->providers; *at != NULL;) {
		struct known_provider *k = *at;
		bool same = k->id == id &&
			    strcmp(k->settings.hex, settings->hex) == 0;

		if (k->id == id && !same)
			k->until_us = 0; /* its settings have changed */
		if (same && k->until_us > now)
			found = k;
		if (k->until_us > now || k->users > 0) {
			at = &k->next;
			continue;
		}
		*at = k->next;
		release(k);
	}
	if (found != NULL)
		found->users++;
	return found;
}

int known_get(struct access *x, int64_t id, struct values *v,
	      struct known_provider **out, struct err *e)
{
	struct digest settings = settings_of(v);
	struct known_provider *k;

	(void)pthread_mutex_lock(&x->lock);
	k = find(x, id, &settings);
	(void)pthread_mutex_unlock(&x->lock);
	if (k == NULL) {
		k = NEW(struct known_provider);
		if (provider_open(v, &k->oidc, e) < 0) {
			free(k);
			return -1;
		}
		k->id = id;
		k->settings = settings;
		k->until_us = clock_monotonic_us() + KNOWN_FOR;
		k->users = 1;
		(void)pthread_mutex_lock(&x->lock);
		k->next = x->providers;
		x->providers = k;
		(void)pthread_mutex_unlock(&x->lock);
	}
	*out = k;
	return 0;
}

struct oidc *known_oidc(struct known_provider *k)
{
	return k->oidc;
}

void known_done(struct access *x, struct known_provider *k)
{
	if (k == NULL)
		return;
	(void)pthread_mutex_lock(&x->lock);
	k->users--;
	(void)pthread_mutex_unlock(&x->lock);
}

void providers_forget(struct access *x)
{
	while (x->providers != NULL) {
		struct known_provider *k = x->providers;

		x->providers = k->next;
		release(k);
	}
}
