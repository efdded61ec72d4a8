#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "source/account.h"
#include "stream/reader.h"
#include "tests/fake/api-private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* --- host -------------------------------------------------------------- */

const struct fake_pair *fake_pair_get(const struct fake_pairs *p,
				      const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->list[i].name, name) == 0)
			return &p->list[i];
	return NULL;
}

void fake_pair_set(struct fake_pairs *p, struct arena *a, const char *name,
		   const char *value, size_t len)
{
	size_t i = 0;

	while (i < p->n && strcmp(p->list[i].name, name) != 0)
		i++;
	if (i == p->n)
		p->n++;
	p->list[i].name = arena_strdup(a, name);
	p->list[i].value = value != NULL ? arena_dup(a, value, len) : NULL;
	p->list[i].len = len;
}

/* NULL where there is none. */
static const char *get_text(const struct fake_pairs *p, const char *name)
{
	const struct fake_pair *one = fake_pair_get(p, name);

	return one != NULL ? one->value : NULL;
}

void fake_api_set(struct fake_api *z, const char *name, const char *value)
{
	fake_pair_set(&z->settings, z->a, name, value,
		      value != NULL ? strlen(value) : 0);
}

static const char *get_setting(void *ctx, const char *name)
{
	struct fake_api *z = ctx;

	return get_text(&z->settings, name);
}

static int load(void *ctx, const char *name, struct str *out, struct err *e)
{
	struct fake_api *z = ctx;
	const char *value = get_text(&z->states, name);

	(void)e;
	if (value != NULL)
		str_add(out, value);
	return value != NULL;
}

static int save(void *ctx, const char *name, const char *value, struct err *e)
{
	struct fake_api *z = ctx;

	if (z->fail_save)
		return err_set(e, ERR_STORE, "the disk is full");
	fake_pair_set(&z->states, z->a, name, value, strlen(value));
	str_addf(&z->saved, "%s=%s\n", name, value);
	return 0;
}

static bool stopping(void *ctx)
{
	struct fake_api *z = ctx;

	return atomic_load(&z->stop);
}

const char *fake_api_saved(const struct fake_api *z)
{
	return z->saved.s;
}

void fake_api_fail_save(struct fake_api *z)
{
	z->fail_save = true;
}

void fake_api_stop(struct fake_api *z)
{
	atomic_store(&z->stop, true);
}

/* --- what is told ------------------------------------------------------ */

static void tell(struct fake_api *z, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void tell(struct fake_api *z, const char *fmt, ...)
{
	va_list ap;

	(void)pthread_mutex_lock(&z->lock);
	va_start(ap, fmt);
	str_addv(&z->told, fmt, ap);
	va_end(ap);
	(void)pthread_mutex_unlock(&z->lock);
}

const char *fake_state_name(enum source_state state)
{
	static const char *const names[] = { "ready", "waiting", "refused",
					     "gone", "excluded" };

	return names[state];
}

static int take_entry(void *ctx, const struct source_entry *en, struct err *e)
{
	struct fake_api *z = ctx;
	struct str line AUTO(str_done) = STR_INIT;

	(void)e;
	z->vendor->entry(&line, en);
	if (en->raw != NULL)
		str_addf(&line, " raw %.*s", (int)en->raw_len,
			 (const char *)en->raw);
	if (en->beside != NULL)
		str_addf(&line, " beside %s %.*s", en->beside_name,
			 (int)en->beside_len, (const char *)en->beside);
	tell(z, "%s\n", line.s);
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
	tell(ctx, "settle %zu %s | %s | %s\n", at, fake_state_name(state),
	     reason, evidence);
	return 0;
}

const char *fake_api_state(const struct fake_api *z, const char *name)
{
	const char *value = get_text(&z->states, name);

	return value != NULL ? value : "";
}

unsigned int fake_api_count(const struct fake_api *z, const char *text)
{
	unsigned int n = 0;

	for (const char *at = z->told.s; *at != '\0';
	     at += strcspn(at, "\n") + 1)
		n += str_starts(at, text);
	return n;
}

const char *fake_api_told(const struct fake_api *z)
{
	return z->told.s;
}

void fake_api_forget(struct fake_api *z)
{
	str_cut(&z->told, 0);
}

bool fake_api_has(const struct fake_api *z, const char *text)
{
	return strstr(z->told.s, text) != NULL;
}

const struct source_list *fake_api_list(struct fake_api *z)
{
	z->list = (struct source_list){ z, take_entry, take_notice, NULL };
	return &z->list;
}

const struct check *fake_api_check(struct fake_api *z)
{
	z->check = (struct check){ z, take_finding };
	return &z->check;
}

const struct source_store *fake_api_store(struct fake_api *z)
{
	z->store = (struct source_store){ z, take_raw, take_artefact,
					  take_settle };
	return &z->store;
}

/* --- life -------------------------------------------------------------- */

struct fake_api *fake_api_new(const struct fake_vendor *vendor)
{
	struct fake_api *z = NEW(struct fake_api);

	z->vendor = vendor;
	z->a = arena_new();
	z->told = STR_INIT;
	z->saved = STR_INIT;
	(void)pthread_mutex_init(&z->lock, NULL);
	z->api = fake_server_start(fake_api_reply, z);
	z->other = fake_server_start(fake_api_reply, z);
	for (const char *const *s = vendor->settings; *s != NULL; s += 2)
		fake_api_set(z, s[0], fake_api_fill(z, s[1]));
	return z;
}

const struct host *fake_api_host(struct fake_api *z)
{
	z->host = (struct host){ z, get_setting, load, save, stopping };
	return &z->host;
}

struct source *fake_api_source(struct fake_api *z)
{
	const struct fake_vendor *v = z->vendor;
	struct str token AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	if (z->src != NULL)
		return z->src;
	str_addf(&token, "POST %s", v->token);
	if (!fake_api_knows(z, token.s))
		fake_api_answer(z, token.s, v->grant);
	if (v->ops->open(&z->src, fake_api_host(z), &e) < 0) {
		(void)fprintf(stderr, "open: %s\n", e.text);
		exit(99);
	}
	((struct account *)z->src)->pause_us = 1000;
	if (v->hasten != NULL)
		v->hasten(z->src);
	return z->src;
}

void fake_api_close(struct fake_api *z)
{
	if (z->src != NULL)
		z->src->ops->close(z->src);
	z->src = NULL;
}

void fake_api_free(struct fake_api *z)
{
	if (z == NULL)
		return;
	fake_api_close(z);
	fake_server_stop(z->api);
	fake_server_stop(z->other);
	str_done(&z->told);
	str_done(&z->saved);
	(void)pthread_mutex_destroy(&z->lock);
	arena_free(z->a);
	free(z);
}
