/*
 * expiry.c - what ends on a day that is known.
 *
 * A person gives the day of a secret (secret-expires), for vendors do not
 * tell it. Tokens that say it themselves (RFC 7519 "exp") are believed. A
 * refresh token lives so long unused; a connector uses it in each run.
 *
 * Source: developer.webex.com, "Integrations and Authorization" (90 days);
 * developers.ringcentral.com, "Refresh token flow" (7 days).
 */
#include "watch/health-private.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/values.h"
#include "connector/settings.h"
#include "db/db.h"
#include "source/source.h"

#include <jansson.h>
#include <openssl/asn1.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *certificate; /* its path, or NULL */

static void add(struct taking *t, const char *subject, const char *what,
		int64_t at_us)
{
	struct health *h = &t->health;

	h->expiries = ARENA_GROW(t->arena, h->expiries, h->n_expiries);
	h->expiries[h->n_expiries++] = (struct health_expiry){
		.subject = subject, .what = what, .at_us = at_us
	};
}

void expiry_given(struct taking *t, const char *kind, const char *name,
		  const struct value *settings, size_t n)
{
	int64_t us;

	for (size_t i = 0; i < n; i++)
		if (settings[i].value != NULL &&
		    strcmp(settings[i].name, VALUES_EXPIRES) == 0 &&
		    clock_parse(settings[i].value, &us))
			add(t, arena_printf(t->arena, "%s %s", kind, name),
			    "secret", us);
}

/* --- tokens --------------------------------------------------------------- */

int64_t expiry_of_token(const char *token)
{
	AUTO(str_done) struct str claims = STR_INIT;
	const char *body = strchr(token, '.');
	const char *end = body != NULL ? strchr(body + 1, '.') : NULL;
	json_t *o;
	int64_t seconds;

	if (end == NULL || end - body > 8192 ||
	    !decode_base64(&claims, body + 1, (size_t)(end - body - 1)))
		return 0;
	o = json_loadb(claims.s, claims.len, 0, NULL);
	seconds = json_integer_value(json_object_get(o, "exp"));
	json_decref(o);
	return seconds > 0 && seconds < INT64_MAX / CLOCK_SECOND
		       ? seconds * CLOCK_SECOND
		       : 0;
}

/* Refresh tokens, by their source and its way of signing in. */
static const struct {
	const char *source, *auth;
	int64_t life_us; /* unused */
} lives[] = {
	{ "webex", "code", 90 * CLOCK_DAY },
	{ "webex", "service", 90 * CLOCK_DAY },
	{ "ringcentral", "code", 7 * CLOCK_DAY },
};

static const char *setting(const struct value *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].value != NULL && strcmp(list[i].name, name) == 0)
			return list[i].value;
	return NULL;
}

/* It was used last when the last run was at work. */
static void refresh_token(struct taking *t, const struct health_connector *c,
			  const char *auth)
{
	for (size_t i = 0; i < sizeof(lives) / sizeof(lives[0]); i++)
		if (strcmp(lives[i].source, c->source) == 0 &&
		    strcmp(lives[i].auth, auth) == 0)
			add(t, arena_printf(t->arena, "connector %s", c->name),
			    "refresh token", c->last_run_us + lives[i].life_us);
}

/* Its secrets that are tokens. */
static int own_tokens(struct taking *t, const struct health_connector *c,
		      const struct value *settings, size_t n, struct err *e)
{
	const struct source_ops *ops = source_find(c->source);
	AUTO(values_free) struct values *v = NULL;
	struct values_of of;

	if (ops == NULL)
		return 0;
	of = settings_of(ops, c->id);
	for (size_t i = 0; i < n; i++) {
		const char *secret;
		int64_t at_us;

		if (settings[i].value != NULL)
			continue;
		if (v == NULL && values_load(&v, t->archive, t->db, &of, e) < 0)
			return -1;
		secret = values_get(v, settings[i].name);
		at_us = secret != NULL ? expiry_of_token(secret) : 0;
		if (at_us > 0)
			add(t, arena_printf(t->arena, "connector %s", c->name),
			    arena_strdup(t->arena, settings[i].name), at_us);
	}
	return 0;
}

int expiry_tokens(struct taking *t, const struct health_connector *c,
		  const struct value *settings, size_t n, struct err *e)
{
	const char *auth = setting(settings, n, "auth");

	if (c->last_run_us > 0 && auth != NULL)
		refresh_token(t, c, auth);
	return own_tokens(t, c, settings, n, e);
}

/* --- certificates --------------------------------------------------------- */

static int64_t end_of(const X509 *x)
{
	struct tm tm;
	struct clock_date d;

	if (ASN1_TIME_to_tm(X509_get0_notAfter(x), &tm) != 1)
		return 0;
	d = (struct clock_date){ .year = tm.tm_year + 1900,
				 .month = tm.tm_mon + 1,
				 .day = tm.tm_mday,
				 .hour = tm.tm_hour,
				 .minute = tm.tm_min,
				 .second = tm.tm_sec };
	return clock_from_date(&d);
}

int64_t expiry_of_file(const char *path)
{
	FILE *f = fopen(path, "re");
	X509 *x = f != NULL ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;
	int64_t us = x != NULL ? end_of(x) : 0;

	X509_free(x);
	if (f != NULL)
		(void)fclose(f);
	return us;
}

void health_certificate(const char *path)
{
	(void)pthread_mutex_lock(&lock);
	free(certificate);
	certificate = path != NULL ? mem_strdup(path) : NULL;
	(void)pthread_mutex_unlock(&lock);
}

void expiry_certificate(struct taking *t)
{
	int64_t us;

	(void)pthread_mutex_lock(&lock);
	us = certificate != NULL ? expiry_of_file(certificate) : 0;
	(void)pthread_mutex_unlock(&lock);
	if (us > 0)
		add(t, "portal", "certificate", us);
}

/* --- in order ------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const struct health_expiry *x = a, *y = b;

	if (x->at_us != y->at_us)
		return x->at_us < y->at_us ? -1 : 1;
	return strcmp(x->subject, y->subject);
}

void expiry_sort(struct taking *t)
{
	struct health *h = &t->health;

	if (h->n_expiries > 0)
		qsort(h->expiries, h->n_expiries, sizeof(*h->expiries),
		      compare);
}
