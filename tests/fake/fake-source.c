#include "tests/fake/fake-source.h"

#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "stream/reader.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct fake_tenant *tenant;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t come = PTHREAD_COND_INITIALIZER;

void fake_source_play(struct fake_tenant *t)
{
	tenant = t;
}

static const struct setting settings[] = {
	{ "account", NULL, true, false, "the account" },
	{ "password", NULL, true, true, "its password" },
	{ "exclude", NULL, false, false, "kinds to leave out" },
	{ NULL, NULL, false, false, NULL },
};

extern const struct source_ops fake_ops;

struct fake {
	struct source base;
	struct host host;
};

static int fake_open(struct source **out, const struct host *host,
		     struct err *e)
{
	struct fake *f;

	if (strcmp(host->setting(host->ctx, "account"), "bad") == 0)
		return err_set(e, ERR_USAGE, "account=bad is no account");
	f = NEW(struct fake);
	f->base.ops = &fake_ops;
	f->host = *host;
	*out = &f->base;
	return 0;
}

static void fake_close(struct source *src)
{
	free(src);
}

static int fake_hello(struct source *src, struct str *name, int64_t *now_us,
		      struct err *e)
{
	(void)src;
	if (tenant->hello_fails != ERR_NONE)
		return err_set(e, tenant->hello_fails,
			       "sign-in refused: scope a:b is missing");
	str_cut(name, 0);
	str_add(name, "tenant-1");
	*now_us = tenant->now_us;
	return 0;
}

static int fake_check(struct source *src, const struct check *to, struct err *e)
{
	struct finding f = { CHECK_OK, "Credentials", "accepted", "" };

	(void)src;
	(void)e;
	to->finding(to->ctx, &f);
	return 0;
}

static int tell(const struct source_list *to, const struct fake_row *row,
		char how, struct err *e)
{
	static const struct {
		char how;
		enum source_state state;
		const char *reason;
	} ways[] = {
		{ 'r', SOURCE_READY, "" },
		{ 'i', SOURCE_READY, "" },
		{ 'b', SOURCE_READY, "" },
		{ 'w', SOURCE_WAITING, "still processing" },
		{ 'x', SOURCE_REFUSED, "refused by the source" },
		{ 'g', SOURCE_GONE, "deleted at the source" },
		{ 'e', SOURCE_EXCLUDED, "exclude=" },
	};
	struct source_entry en = { .bundle = row->bundle,
				   .kind = row->kind,
				   .id = row->id,
				   .version = row->version,
				   .label = row->id,
				   .found_by = "table",
				   .reason = "",
				   .evidence = "",
				   .time_us = tenant->now_us,
				   .size = -1 };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].how == how) {
			en.state = ways[i].state;
			en.reason = ways[i].reason;
		}
	if (how == 'i') {
		en.raw = row->content;
		en.raw_len = strlen(row->content);
	}
	if (how == 'b') {
		en.beside_name = "history";
		en.beside = "{\"told\":1}";
		en.beside_len = strlen(en.beside);
	}
	return to->entry(to->ctx, &en, e);
}

static int fake_list(struct source *src, const struct source_window *w,
		     const struct source_list *to, struct err *e)
{
	int run = tenant->run < FAKE_RUNS ? tenant->run : FAKE_RUNS - 1;

	(void)src;
	(void)pthread_mutex_lock(&lock);
	tenant->from_us = w->from_us;
	tenant->lists++;
	if (tenant->listed != NULL)
		atomic_store(tenant->listed, true);
	(void)pthread_mutex_unlock(&lock);
	for (size_t i = 0; i < tenant->n; i++) {
		const struct fake_row *row = &tenant->rows[i];
		int last = run;

		while (last > 0 && row->told[last] == NULL)
			last--;
		for (const char *c = row->told[last]; *c != '\0'; c++)
			if (*c != '.' && tell(to, row, *c, e) < 0)
				return -1;
		if (i == 0 && tenant->list_fails != ERR_NONE)
			return err_set(e, tenant->list_fails, "page 2 broke");
	}
	to->notice(to->ctx, CHECK_WARN, "anna@example.com", "skipped");
	if (tenant->lacks != NULL)
		to->notice(to->ctx, CHECK_FAIL, "users", tenant->lacks);
	return 0;
}

static const struct fake_row *row_of(const struct source_wanted *w,
				     const char *bundle, size_t *at)
{
	for (size_t i = 0; i < tenant->n; i++) {
		const struct fake_row *row = &tenant->rows[i];

		*at = i;
		if (strcmp(row->bundle, bundle) == 0 &&
		    strcmp(row->kind, w->kind) == 0 &&
		    strcmp(row->id, w->id) == 0 &&
		    strcmp(row->version, w->version) == 0)
			return row;
	}
	return NULL;
}

static bool fails_now(const struct fake_row *row, size_t at)
{
	if (row->fails == ERR_NONE)
		return false;
	return row->fail_times == 0 || tenant->failed[at]++ < row->fail_times;
}

/* As a source that has used up its limit, and looks whether to go on. */
static int wait_for_end(const struct host *host, struct err *e)
{
	struct timespec pause = { .tv_nsec = 1000000 };

	for (int i = 0; i < 60 * 1000; i++) {
		if (host->stopping(host->ctx))
			return err_set(e, ERR_RETRY, "told to stop");
		(void)nanosleep(&pause, NULL);
	}
	return err_set(e, ERR_ITEM, "nobody told to stop");
}

static int fetch_one(struct fake *f, const struct source_bundle *b, size_t i,
		     const struct source_store *to, struct err *e)
{
	AUTO(reader_free) struct reader *body = NULL;
	size_t at = 0;
	const struct fake_row *row = row_of(&b->entries[i], b->key, &at);
	int64_t size;
	bool fails;

	if (row == NULL)
		return to->settle(to->ctx, i, SOURCE_GONE, "no such row", "",
				  e);
	if (row->waits)
		return wait_for_end(&f->host, e);
	(void)pthread_mutex_lock(&lock);
	fails = fails_now(row, at);
	(void)pthread_mutex_unlock(&lock);
	if (fails)
		return err_set(e, row->fails, "%s does not come", row->id);
	if (row->settles != SOURCE_READY || row->content == NULL)
		return to->settle(to->ctx, i, row->settles, "as told", "HTTP",
				  e);
	size = (int64_t)strlen(row->content);
	body = reader_mem(row->content, (size_t)size);
	return to->artefact(to->ctx, i, row->id, "text/plain",
			    row->announced != 0 ? row->announced : size, body,
			    NULL, e);
}

/* Where as many are never together, somebody stops waiting in the end. */
#define GATHER_SECONDS 20

static void fetch_enter(void)
{
	struct timespec until;
	int rc = 0;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += GATHER_SECONDS;
	(void)pthread_mutex_lock(&lock);
	tenant->fetches++;
	if (++tenant->together > tenant->most)
		tenant->most = tenant->together;
	(void)pthread_cond_broadcast(&come);
	while (rc == 0 && tenant->most < tenant->gather)
		rc = pthread_cond_timedwait(&come, &lock, &until);
	(void)pthread_mutex_unlock(&lock);
}

static void fetch_leave(void)
{
	(void)pthread_mutex_lock(&lock);
	tenant->together--;
	(void)pthread_mutex_unlock(&lock);
}

static int fetch_all(struct fake *f, const struct source_bundle *b,
		     const struct source_store *to, struct err *e)
{
	if (to->raw(to->ctx, "details", "application/json", "{}", 2, e) < 0)
		return -1;
	for (size_t i = 0; i < b->n_entries; i++)
		if (b->entries[i].wanted && fetch_one(f, b, i, to, e) < 0)
			return -1;
	return 0;
}

static int fake_fetch(struct source *src, const struct source_bundle *b,
		      const struct source_store *to, struct err *e)
{
	int rc;

	fetch_enter();
	rc = fetch_all((struct fake *)src, b, to, e);
	fetch_leave();
	return rc;
}

static void add_parts(const struct source_material *m, struct item *it)
{
	for (size_t i = 0; i < m->n_parts; i++) {
		const struct source_part *p = &m->parts[i];
		struct item_part *out;

		if (!p->fresh || p->state == SOURCE_PART_COMPLETE)
			continue;
		out = item_add_part(it);
		out->state = p->state == SOURCE_PART_CAPTURED
				     ? ITEM_PART_CAPTURED
				     : ITEM_PART_FAILED;
		out->kind = arena_strdup(it->arena, p->kind);
		out->id = arena_strdup(it->arena, p->id);
		out->version = arena_strdup(it->arena, p->version);
		out->label = out->id;
		out->name = out->id;
		out->media_type = "text/plain";
		out->reason = arena_strdup(it->arena, p->reason);
		out->size = p->size;
		out->seq = p->seq;
		memcpy(out->sha256, p->sha256, sizeof(out->sha256));
	}
}

/* Without "@" it is only a name. */
static void add_person(struct item *it, const char *who)
{
	(void)item_person(it, who, strchr(who, '@') != NULL ? who : "", "");
}

static int fake_compose(const struct source_material *m, struct item **out,
			struct err *e)
{
	AUTO(item_free) struct item *it = item_new();

	if (strcmp(m->bundle, "unreadable") == 0)
		return err_set(e, ERR_ITEM, "nothing in it can be read");
	if (strcmp(m->bundle, "nothing") == 0)
		return 0;
	it->source = "fake";
	it->tenant = arena_strdup(it->arena, m->tenant);
	it->connector = arena_strdup(it->arena, m->connector);
	it->ref.kind = m->ordinal == 0 ? "meeting" : "supplement";
	it->ref.id = arena_strdup(it->arena, m->bundle);
	it->ref.version = arena_printf(it->arena, "%u", m->ordinal);
	it->type = "Fake meeting";
	it->title = it->ref.id;
	it->subject = arena_printf(it->arena, "%s %s", it->ref.kind, m->bundle);
	it->message_class = "IPM.NOTE.Fake";
	it->start_us = m->n_parts > 0 ? m->parts[0].time_us : 0;
	it->time_us = m->ordinal == 0 ? it->start_us
				      : m->parts[m->n_parts - 1].time_us;
	for (size_t i = 0; i < tenant->n; i++)
		if (strcmp(tenant->rows[i].bundle, m->bundle) == 0 &&
		    tenant->rows[i].email != NULL)
			add_person(it, tenant->rows[i].email);
	it->author = it->n_people > 0 ? 0 : ITEM_NOBODY;
	add_parts(m, it);
	*out = TAKE(it);
	return 1;
}

const struct source_ops fake_ops = {
	.name = "fake",
	.title = "Fake",
	.folder = "Fake",
	.settings = settings,
	.overlap_us = 14 * 86400 * (int64_t)1000000,
	.history_us = 180 * 86400 * (int64_t)1000000,
	.settle_us = 72 * 3600 * (int64_t)1000000,
	.open = fake_open,
	.close = fake_close,
	.hello = fake_hello,
	.check = fake_check,
	.list = fake_list,
	.fetch = fake_fetch,
	.compose = fake_compose,
};

/* In place of source/registry.c. */
const struct source_ops *const *source_all(void)
{
	static const struct source_ops *const all[] = { &fake_ops, NULL };

	return all;
}

const struct source_ops *source_find(const char *name)
{
	return strcmp(name, fake_ops.name) == 0 ? &fake_ops : NULL;
}
