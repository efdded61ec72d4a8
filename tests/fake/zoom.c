#include "tests/fake/zoom.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "source/zoom/zoom.h"
#include "stream/reader.h"
#include "tests/fake/http-server.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define ROUTES 64
#define PAIRS  32

struct route {
	const char *prefix;
	const char **scripts;
	size_t n, next;
	unsigned int asked;
	const char *last; /* target */
};

struct pair {
	const char *name, *value;
};

struct fake_zoom {
	struct arena *a;
	struct fake_server *api, *other;
	struct route routes[ROUTES];
	size_t n_routes;
	struct pair settings[PAIRS], states[PAIRS];
	size_t n_settings, n_states;
	struct host host;
	struct source_list list;
	struct check check;
	struct source_store store;
	struct source *src;
	struct str told, saved;
	pthread_mutex_t lock; /* told */
	unsigned int tokens;
	bool strict, fail_save;
	atomic_bool stop;
};

/* --- answers ----------------------------------------------------------- */

static struct route *find_route(struct fake_zoom *z, const char *target)
{
	struct route *best = NULL;

	if (str_starts(target, "/v2/"))
		target += 3;
	for (size_t i = 0; i < z->n_routes; i++)
		if (str_starts(target, z->routes[i].prefix) &&
		    (best == NULL ||
		     strlen(z->routes[i].prefix) > strlen(best->prefix)))
			best = &z->routes[i];
	return best;
}

/* {A}, {B} and {N}, the number of the last token. */
static char *fill(struct fake_zoom *z, const char *text)
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
static void play(struct fake_zoom *z, const char *script,
		 struct fake_answer *out)
{
	char *text = fill(z, script), *body = strchr(text, '|'), *stop;
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
}

static bool is_dead(const struct fake_zoom *z, const struct fake_request *rq)
{
	char want[24];

	(void)snprintf(want, sizeof(want), "TOKEN%u", z->tokens);
	return z->strict && str_starts(rq->target, "/v2/") &&
	       (rq->bearer == NULL || strcmp(rq->bearer, want) != 0);
}

static void answer_locked(struct fake_zoom *z, const struct fake_request *rq,
			  struct fake_answer *out)
{
	struct route *r = find_route(z, rq->target);

	if (str_starts(rq->target, "/oauth/token"))
		z->tokens++;
	if (r == NULL) {
		play(z, "404|{\"code\":2300,\"message\":\"not scripted\"}",
		     out);
		return;
	}
	if (str_starts(rq->target, "/oauth/token"))
		r->last = arena_strdup(z->a, rq->body);
	else
		r->last = arena_strdup(z->a, rq->target);
	r->asked++;
	if (is_dead(z, rq)) {
		play(z,
		     "401|{\"code\":124,\"message\":\"Access token is "
		     "expired.\"}",
		     out);
		return;
	}
	play(z, r->scripts[r->next], out);
	if (r->next + 1 < r->n)
		r->next++;
}

/* From the threads of both servers. */
static void answer(void *ctx, const struct fake_request *rq,
		   struct fake_answer *out)
{
	struct fake_zoom *z = ctx;

	(void)pthread_mutex_lock(&z->lock);
	answer_locked(z, rq, out);
	(void)pthread_mutex_unlock(&z->lock);
}

void fake_zoom_answer(struct fake_zoom *z, const char *prefix,
		      const char *script)
{
	struct route *r = NULL;

	for (size_t i = 0; i < z->n_routes; i++)
		if (strcmp(z->routes[i].prefix, prefix) == 0)
			r = &z->routes[i];
	if (r == NULL) {
		r = &z->routes[z->n_routes++];
		*r = (struct route){ .prefix = arena_strdup(z->a, prefix),
				     .last = "" };
	}
	r->scripts = ARENA_GROW(z->a, r->scripts, r->n);
	r->scripts[r->n++] = arena_strdup(z->a, script);
}

void fake_zoom_instead(struct fake_zoom *z, const char *prefix,
		       const char *script)
{
	for (size_t i = 0; i < z->n_routes; i++)
		if (strcmp(z->routes[i].prefix, prefix) == 0)
			z->routes[i].n = z->routes[i].next = 0;
	fake_zoom_answer(z, prefix, script);
}

static struct route read_route(struct fake_zoom *z, const char *prefix)
{
	struct route r = { .last = "" };

	(void)pthread_mutex_lock(&z->lock);
	for (size_t i = 0; i < z->n_routes; i++)
		if (strcmp(z->routes[i].prefix, prefix) == 0)
			r = z->routes[i];
	(void)pthread_mutex_unlock(&z->lock);
	return r;
}

unsigned int fake_zoom_asked(struct fake_zoom *z, const char *prefix)
{
	return read_route(z, prefix).asked;
}

const char *fake_zoom_target(struct fake_zoom *z, const char *prefix)
{
	return read_route(z, prefix).last;
}

unsigned int fake_zoom_leaks(const struct fake_zoom *z)
{
	return fake_server_bearers(z->other);
}

unsigned int fake_zoom_tokens(struct fake_zoom *z)
{
	unsigned int n;

	(void)pthread_mutex_lock(&z->lock);
	n = z->tokens;
	(void)pthread_mutex_unlock(&z->lock);
	return n;
}

void fake_zoom_strict(struct fake_zoom *z)
{
	z->strict = true;
}

/* --- host -------------------------------------------------------------- */

static void set_pair(struct fake_zoom *z, struct pair *pairs, size_t *n,
		     const struct pair *p)
{
	size_t i = 0;

	while (i < *n && strcmp(pairs[i].name, p->name) != 0)
		i++;
	if (i == *n)
		(*n)++;
	pairs[i].name = arena_strdup(z->a, p->name);
	pairs[i].value = p->value != NULL ? arena_strdup(z->a, p->value) : NULL;
}

static const char *get_pair(const struct pair *pairs, size_t n,
			    const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return pairs[i].value;
	return NULL;
}

void fake_zoom_set(struct fake_zoom *z, const char *name, const char *value)
{
	struct pair p = { name, value };

	set_pair(z, z->settings, &z->n_settings, &p);
}

static const char *get_setting(void *ctx, const char *name)
{
	struct fake_zoom *z = ctx;

	return get_pair(z->settings, z->n_settings, name);
}

static int load(void *ctx, const char *name, struct str *out, struct err *e)
{
	struct fake_zoom *z = ctx;
	const char *value = get_pair(z->states, z->n_states, name);

	(void)e;
	if (value != NULL)
		str_add(out, value);
	return value != NULL;
}

static int save(void *ctx, const char *name, const char *value, struct err *e)
{
	struct fake_zoom *z = ctx;
	struct pair p = { name, value };

	if (z->fail_save)
		return err_set(e, ERR_STORE, "the disk is full");
	set_pair(z, z->states, &z->n_states, &p);
	str_addf(&z->saved, "%s=%s\n", name, value);
	return 0;
}

static bool stopping(void *ctx)
{
	struct fake_zoom *z = ctx;

	return atomic_load(&z->stop);
}

const char *fake_zoom_saved(const struct fake_zoom *z)
{
	return z->saved.s;
}

void fake_zoom_fail_save(struct fake_zoom *z)
{
	z->fail_save = true;
}

void fake_zoom_stop(struct fake_zoom *z)
{
	atomic_store(&z->stop, true);
}

/* --- what is told ------------------------------------------------------ */

static void tell(struct fake_zoom *z, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void tell(struct fake_zoom *z, const char *fmt, ...)
{
	va_list ap;

	(void)pthread_mutex_lock(&z->lock);
	va_start(ap, fmt);
	str_addv(&z->told, fmt, ap);
	va_end(ap);
	(void)pthread_mutex_unlock(&z->lock);
}

static const char *state_name(enum source_state state)
{
	static const char *const names[] = { "ready", "waiting", "refused",
					     "gone", "excluded" };

	return names[state];
}

static int take_entry(void *ctx, const struct source_entry *en, struct err *e)
{
	(void)e;
	tell(ctx,
	     "entry %s %s \"%s\" %s [%s] size %lld label '%s' delete %lld "
	     "(bundle %s, found by %s)%s%.*s\n",
	     en->kind, en->id, en->version, state_name(en->state), en->reason,
	     (long long)en->size, en->label,
	     (long long)(en->delete_at_us / 1000000), en->bundle, en->found_by,
	     en->raw != NULL ? " raw " : "", (int)en->raw_len,
	     en->raw != NULL ? (const char *)en->raw : "");
	return 0;
}

static void take_notice(void *ctx, enum check_level level, const char *subject,
			const char *text)
{
	tell(ctx, "notice %d %s | %s\n", (int)level, subject, text);
}

static void take_finding(void *ctx, const struct finding *f)
{
	tell(ctx, "finding %d %s | %s | %s\n", (int)f->level, f->topic, f->text,
	     f->remedy);
}

static int take_raw(void *ctx, const char *name, const char *media_type,
		    const void *bytes, size_t len, struct err *e)
{
	(void)media_type;
	(void)e;
	tell(ctx, "raw %s %.*s\n", name, (int)len, (const char *)bytes);
	return 0;
}

static int take_artefact(void *ctx, size_t at, const char *name,
			 const char *media_type, int64_t announced,
			 struct reader *body, struct source_captured *out,
			 struct err *e)
{
	struct str s AUTO(str_done) = STR_INIT;
	ssize_t n;
	char buf[256];

	(void)out;
	while ((n = reader_read(body, buf, sizeof(buf), e)) > 0)
		str_add_len(&s, buf, (size_t)n);
	if (n < 0)
		return -1;
	if (announced >= 0 && (uint64_t)announced != s.len)
		return err_set(e, ERR_RETRY, "%zu bytes, not %lld", s.len,
			       (long long)announced);
	tell(ctx, "file %zu %s %s %zu bytes \"%.40s\"\n", at, name, media_type,
	     s.len, s.s);
	return 0;
}

static int take_settle(void *ctx, size_t at, enum source_state state,
		       const char *reason, const char *evidence, struct err *e)
{
	(void)e;
	tell(ctx, "settle %zu %s | %s | %s\n", at, state_name(state), reason,
	     evidence);
	return 0;
}

const char *fake_zoom_told(const struct fake_zoom *z)
{
	return z->told.s;
}

void fake_zoom_forget(struct fake_zoom *z)
{
	str_cut(&z->told, 0);
}

bool fake_zoom_has(const struct fake_zoom *z, const char *text)
{
	return strstr(z->told.s, text) != NULL;
}

const struct source_list *fake_zoom_list(struct fake_zoom *z)
{
	z->list = (struct source_list){ z, take_entry, take_notice, NULL };
	return &z->list;
}

const struct check *fake_zoom_check(struct fake_zoom *z)
{
	z->check = (struct check){ z, take_finding };
	return &z->check;
}

const struct source_store *fake_zoom_store(struct fake_zoom *z)
{
	z->store = (struct source_store){ z, take_raw, take_artefact,
					  take_settle };
	return &z->store;
}

/* --- life -------------------------------------------------------------- */

struct fake_zoom *fake_zoom_new(void)
{
	struct fake_zoom *z = NEW(struct fake_zoom);
	struct str url AUTO(str_done) = STR_INIT;

	z->a = arena_new();
	z->told = STR_INIT;
	z->saved = STR_INIT;
	(void)pthread_mutex_init(&z->lock, NULL);
	z->api = fake_server_start(answer, z);
	z->other = fake_server_start(answer, z);
	str_addf(&url, "%s/v2", fake_server_base(z->api));
	fake_zoom_set(z, "api-url", url.s);
	str_cut(&url, 0);
	str_addf(&url, "%s/oauth/token", fake_server_base(z->api));
	fake_zoom_set(z, "token-url", url.s);
	fake_zoom_set(z, "auth", "s2s");
	fake_zoom_set(z, "account-id", "ACCOUNT");
	fake_zoom_set(z, "client-id", "CLIENT");
	fake_zoom_set(z, "client-secret", "CLIENTSECRET");
	fake_zoom_set(z, "plan", "business");
	fake_zoom_set(z, "limit-share", "100");
	return z;
}

const struct host *fake_zoom_host(struct fake_zoom *z)
{
	z->host = (struct host){ z, get_setting, load, save, stopping };
	return &z->host;
}

struct source *fake_zoom_source(struct fake_zoom *z)
{
	struct err e = ERR_INIT;

	if (find_route(z, "/oauth/token") == NULL)
		fake_zoom_answer(z, "/oauth/token",
				 "200|{\"access_token\":\"TOKEN{N}\","
				 "\"expires_in\":3600,\"scope\":\"\"}");
	if (z->src == NULL &&
	    source_zoom_ops.open(&z->src, fake_zoom_host(z), &e) < 0) {
		(void)fprintf(stderr, "open: %s\n", e.text);
		exit(99);
	}
	((struct zoom *)z->src)->acc.pause_us = 1000;
	return z->src;
}

void fake_zoom_close(struct fake_zoom *z)
{
	if (z->src != NULL)
		z->src->ops->close(z->src);
	z->src = NULL;
}

void fake_zoom_free(struct fake_zoom *z)
{
	if (z == NULL)
		return;
	fake_zoom_close(z);
	fake_server_stop(z->api);
	fake_server_stop(z->other);
	str_done(&z->told);
	str_done(&z->saved);
	(void)pthread_mutex_destroy(&z->lock);
	arena_free(z->a);
	free(z);
}
