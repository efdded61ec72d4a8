#include "tests/fake/ringcentral.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "source/ringcentral/ringcentral.h"
#include "stream/reader.h"
#include "tests/fake/http-server.h"
#include "tests/fake/zip-bytes.h"

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

struct zip {
	const char *name, *bytes;
	size_t len;
};

struct fake_rc {
	struct arena *a;
	struct fake_server *api, *other;
	struct route routes[ROUTES];
	size_t n_routes;
	struct pair settings[PAIRS], states[PAIRS];
	size_t n_settings, n_states;
	struct zip zips[PAIRS];
	size_t n_zips;
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

static struct route *find_route(struct fake_rc *z, const char *target)
{
	struct route *best = NULL;

	for (size_t i = 0; i < z->n_routes; i++)
		if (str_starts(target, z->routes[i].prefix) &&
		    (best == NULL ||
		     strlen(z->routes[i].prefix) > strlen(best->prefix)))
			best = &z->routes[i];
	return best;
}

/* {A}, {B} and {N}, the number of the last token. */
static char *fill(struct fake_rc *z, const char *text)
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
static void play(struct fake_rc *z, const char *script, struct fake_answer *out)
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
	out->headers = arena_strdup(z->a, headers.s);
	out->way = FAKE_WHOLE;
	if (str_starts(body, "CUT:")) {
		out->way = FAKE_CUT;
		body += 4;
	} else if (strcmp(body, "SILENT") == 0) {
		out->way = FAKE_SILENT;
	}
	out->body = body;
	out->len = strlen(body);
	for (size_t i = 0; i < z->n_zips; i++)
		if (str_starts(body, "ZIP:") &&
		    strcmp(body + 4, z->zips[i].name) == 0) {
			out->body = z->zips[i].bytes;
			out->len = z->zips[i].len;
		}
}

static bool is_dead(const struct fake_rc *z, const struct fake_request *rq)
{
	char want[24];

	(void)snprintf(want, sizeof(want), "TOKEN%u", z->tokens);
	return z->strict && !str_starts(rq->target, "/restapi/oauth/") &&
	       (rq->bearer == NULL || strcmp(rq->bearer, want) != 0);
}

static void answer_locked(struct fake_rc *z, const struct fake_request *rq,
			  struct fake_answer *out)
{
	struct str what AUTO(str_done) = STR_INIT;
	bool post = strcmp(rq->method, "POST") == 0;
	struct route *r;

	str_addf(&what, "%s%s", post ? "POST " : "", rq->target);
	r = find_route(z, what.s);
	if (str_starts(rq->target, "/restapi/oauth/token"))
		z->tokens++;
	if (r == NULL) {
		play(z,
		     "404|{\"errorCode\":\"CMN-102\",\"message\":\"not "
		     "scripted\"}",
		     out);
		return;
	}
	r->last = arena_strdup(z->a, post ? rq->body : rq->target);
	r->asked++;
	if (is_dead(z, rq)) {
		play(z,
		     "401|{\"errorCode\":\"OAU-128\",\"message\":\"Access "
		     "token expired\"}",
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
	struct fake_rc *z = ctx;

	(void)pthread_mutex_lock(&z->lock);
	answer_locked(z, rq, out);
	(void)pthread_mutex_unlock(&z->lock);
}

void fake_rc_answer(struct fake_rc *z, const char *prefix, const char *script)
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

void fake_rc_instead(struct fake_rc *z, const char *prefix, const char *script)
{
	for (size_t i = 0; i < z->n_routes; i++)
		if (strcmp(z->routes[i].prefix, prefix) == 0)
			z->routes[i].n = z->routes[i].next = 0;
	fake_rc_answer(z, prefix, script);
}

void fake_rc_zip(struct fake_rc *z, const char *name, const void *bytes,
		 size_t len)
{
	struct zip *to = &z->zips[z->n_zips++];

	*to = (struct zip){ arena_strdup(z->a, name),
			    arena_dup(z->a, bytes, len), len };
}

void fake_rc_export(struct fake_rc *z, const char *files)
{
	struct str zip AUTO(str_done) = STR_INIT;
	static const char path[] = "/team-messaging/v1/data-export";
	struct str task AUTO(str_done) = STR_INIT;
	struct str name AUTO(str_done) = STR_INIT;

	zip_bytes(&zip, files, false);
	str_addf(&name, "export-%zu", z->n_zips);
	fake_rc_zip(z, name.s, zip.s, zip.len);
	fake_rc_instead(z, path, "200|{\"tasks\":[]}");
	str_addf(&task, "POST %s", path);
	fake_rc_instead(z, task.s, "202|{\"id\":\"t1\"}");
	str_cut(&task, 0);
	str_addf(&task,
		 "200|{\"id\":\"t1\",\"status\":\"Completed\",\"datasets\":"
		 "[{\"id\":\"1\",\"uri\":\"{A}/dataset\",\"size\":%zu}]}",
		 zip.len);
	fake_rc_instead(z, "/team-messaging/v1/data-export/t1", task.s);
	str_cut(&task, 0);
	str_addf(&task, "200 Content-Type: application/zip|ZIP:%s", name.s);
	fake_rc_instead(z, "/dataset", task.s);
}

static struct route read_route(struct fake_rc *z, const char *prefix)
{
	struct route r = { .last = "" };

	(void)pthread_mutex_lock(&z->lock);
	for (size_t i = 0; i < z->n_routes; i++)
		if (strcmp(z->routes[i].prefix, prefix) == 0)
			r = z->routes[i];
	(void)pthread_mutex_unlock(&z->lock);
	return r;
}

unsigned int fake_rc_asked(struct fake_rc *z, const char *prefix)
{
	return read_route(z, prefix).asked;
}

const char *fake_rc_target(struct fake_rc *z, const char *prefix)
{
	return read_route(z, prefix).last;
}

unsigned int fake_rc_leaks(const struct fake_rc *z)
{
	return fake_server_bearers(z->other);
}

unsigned int fake_rc_tokens(struct fake_rc *z)
{
	unsigned int n;

	(void)pthread_mutex_lock(&z->lock);
	n = z->tokens;
	(void)pthread_mutex_unlock(&z->lock);
	return n;
}

void fake_rc_strict(struct fake_rc *z)
{
	z->strict = true;
}

/* --- host -------------------------------------------------------------- */

static void set_pair(struct fake_rc *z, struct pair *pairs, size_t *n,
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

void fake_rc_set(struct fake_rc *z, const char *name, const char *value)
{
	struct pair p = { name, value };

	set_pair(z, z->settings, &z->n_settings, &p);
}

static const char *get_setting(void *ctx, const char *name)
{
	struct fake_rc *z = ctx;

	return get_pair(z->settings, z->n_settings, name);
}

static int load(void *ctx, const char *name, struct str *out, struct err *e)
{
	struct fake_rc *z = ctx;
	const char *value = get_pair(z->states, z->n_states, name);

	(void)e;
	if (value != NULL)
		str_add(out, value);
	return value != NULL;
}

static int save(void *ctx, const char *name, const char *value, struct err *e)
{
	struct fake_rc *z = ctx;
	struct pair p = { name, value };

	if (z->fail_save)
		return err_set(e, ERR_STORE, "the disk is full");
	set_pair(z, z->states, &z->n_states, &p);
	str_addf(&z->saved, "%s=%s\n", name, value);
	return 0;
}

static bool stopping(void *ctx)
{
	struct fake_rc *z = ctx;

	return atomic_load(&z->stop);
}

const char *fake_rc_saved(const struct fake_rc *z)
{
	return z->saved.s;
}

void fake_rc_fail_save(struct fake_rc *z)
{
	z->fail_save = true;
}

/* --- what is told ------------------------------------------------------ */

static void tell(struct fake_rc *z, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void tell(struct fake_rc *z, const char *fmt, ...)
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
	     "entry %s %s \"%s\" %s [%s] '%s' in %s by %s size %lld%s%.*s"
	     "%s%s%s%.*s\n",
	     en->kind, en->id, en->version, state_name(en->state), en->reason,
	     en->label, en->bundle, en->found_by, (long long)en->size,
	     en->raw != NULL ? " raw " : "", (int)en->raw_len,
	     en->raw != NULL ? (const char *)en->raw : "",
	     en->beside != NULL ? " beside " : "",
	     en->beside != NULL ? en->beside_name : "",
	     en->beside != NULL ? " " : "", (int)en->beside_len,
	     en->beside != NULL ? (const char *)en->beside : "");
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

const char *fake_rc_state(const struct fake_rc *z, const char *name)
{
	const char *value = get_pair(z->states, z->n_states, name);

	return value != NULL ? value : "";
}

unsigned int fake_rc_count(const struct fake_rc *z, const char *text)
{
	unsigned int n = 0;

	for (const char *at = z->told.s; *at != '\0';
	     at += strcspn(at, "\n") + 1)
		n += str_starts(at, text);
	return n;
}

const char *fake_rc_told(const struct fake_rc *z)
{
	return z->told.s;
}

void fake_rc_forget(struct fake_rc *z)
{
	str_cut(&z->told, 0);
}

bool fake_rc_has(const struct fake_rc *z, const char *text)
{
	return strstr(z->told.s, text) != NULL;
}

const struct source_list *fake_rc_list(struct fake_rc *z)
{
	z->list = (struct source_list){ z, take_entry, take_notice, NULL };
	return &z->list;
}

const struct check *fake_rc_check(struct fake_rc *z)
{
	z->check = (struct check){ z, take_finding };
	return &z->check;
}

const struct source_store *fake_rc_store(struct fake_rc *z)
{
	z->store = (struct source_store){ z, take_raw, take_artefact,
					  take_settle };
	return &z->store;
}

/* --- life -------------------------------------------------------------- */

struct fake_rc *fake_rc_new(void)
{
	struct fake_rc *z = NEW(struct fake_rc);

	z->a = arena_new();
	z->told = STR_INIT;
	z->saved = STR_INIT;
	(void)pthread_mutex_init(&z->lock, NULL);
	z->api = fake_server_start(answer, z);
	z->other = fake_server_start(answer, z);
	fake_rc_set(z, "api-url", fake_server_base(z->api));
	fake_rc_set(z, "media-url", fake_server_base(z->api));
	fake_rc_set(z, "auth", "jwt");
	fake_rc_set(z, "client-id", "CLIENT");
	fake_rc_set(z, "client-secret", "CLIENTSECRET");
	fake_rc_set(z, "jwt", "THEJWT");
	fake_rc_set(z, "limit-share", "100");
	return z;
}

const struct host *fake_rc_host(struct fake_rc *z)
{
	z->host = (struct host){ z, get_setting, load, save, stopping };
	return &z->host;
}

struct source *fake_rc_source(struct fake_rc *z)
{
	struct err e = ERR_INIT;

	if (find_route(z, "POST /restapi/oauth/token") == NULL)
		fake_rc_answer(z, "POST /restapi/oauth/token",
			       "200|{\"access_token\":\"TOKEN{N}\","
			       "\"refresh_token\":\"R{N}\","
			       "\"expires_in\":3600,\"scope\":\"\"}");
	if (z->src == NULL &&
	    source_ringcentral_ops.open(&z->src, fake_rc_host(z), &e) < 0) {
		(void)fprintf(stderr, "open: %s\n", e.text);
		exit(99);
	}
	((struct rc *)z->src)->acc.pause_us = 1000;
	((struct rc *)z->src)->poll_us = 1000;
	return z->src;
}

void fake_rc_close(struct fake_rc *z)
{
	if (z->src != NULL)
		z->src->ops->close(z->src);
	z->src = NULL;
}

void fake_rc_free(struct fake_rc *z)
{
	if (z == NULL)
		return;
	fake_rc_close(z);
	fake_server_stop(z->api);
	fake_server_stop(z->other);
	str_done(&z->told);
	str_done(&z->saved);
	(void)pthread_mutex_destroy(&z->lock);
	arena_free(z->a);
	free(z);
}
