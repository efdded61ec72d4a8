/*
 * Lists, page by page: always of all versions, so that an object under
 * somebody's delete marker is there for us as well; and removing them.
 */
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "store/name.h"
#include "store/s3/listing.h"
#include "store/s3/request.h"
#include "store/s3/s3.h"

#include <stdio.h>
#include <string.h>

#define PAGE_MAX ((size_t)32 * 1024 * 1024)

/* --- pages ------------------------------------------------------------- */

static int ask_page(struct s3 *s3, const char *prefix,
		    const struct s3_page *last, struct s3_page *out,
		    struct err *e)
{
	AUTO(free) char *whole = str_printf("%s%s", s3->prefix, prefix);
	struct s3_request rq = { .method = "GET" };
	struct str xml AUTO(str_done) = STR_INIT;
	char most[20];

	(void)snprintf(most, sizeof(most), "%u", s3->page);
	s3_query(&rq, "versions", "");
	s3_query(&rq, "max-keys", most);
	if (whole[0] != '\0')
		s3_query(&rq, "prefix", whole);
	if (last->truncated)
		s3_query(&rq, "key-marker", last->next_key);
	if (last->truncated && last->next_version[0] != '\0')
		s3_query(&rq, "version-id-marker", last->next_version);
	if (s3_ask(s3, &rq, PAGE_MAX, &xml, e) < 0)
		return -1;
	return s3_page_read(out, xml.s, xml.len, e);
}

/* each: 1 ends it. */
typedef int each_fn(void *ctx, const struct s3_entry *entry, struct err *e);

static int tell_page(const struct s3_page *p, each_fn *each, void *ctx,
		     struct err *e)
{
	for (size_t i = 0; i < p->n; i++) {
		int got = each(ctx, &p->entries[i], e);

		if (got != 0)
			return got;
	}
	return 0;
}

static bool goes_on_there(const struct s3_page *a, const struct s3_page *b)
{
	return a->truncated && b->truncated &&
	       strcmp(a->next_key, b->next_key) == 0 &&
	       strcmp(a->next_version, b->next_version) == 0;
}

/* Every entry of every page to each(). */
static int walk(struct s3 *s3, const char *prefix, each_fn *each, void *ctx,
		struct err *e)
{
	struct s3_page last AUTO(s3_page_done) = { .n = 0 };
	int got;

	do {
		struct s3_page page AUTO(s3_page_done) = { .n = 0 };
		struct s3_page before AUTO(s3_page_done) = { .n = 0 };

		if (ask_page(s3, prefix, &last, &page, e) < 0)
			return s3_wrap(s3, "list", prefix, e);
		if (goes_on_there(&last, &page))
			return err_set(e, ERR_RETRY, "the same page for ever");
		before = last;
		last = page;
		page = (struct s3_page){ .n = 0 };
		got = tell_page(&last, each, ctx, e);
	} while (got == 0 && last.truncated);
	return got;
}

/* --- listing ----------------------------------------------------------- */

struct listing {
	const struct s3 *s3;
	int (*each)(void *ctx, const char *name, uint64_t size, struct err *e);
	void *ctx;
	char told[STORE_NAME_MAX + 1]; /* the name that was told last */
};

/* Of an object's versions the newest. */
static int tell(void *ctx, const struct s3_entry *entry, struct err *e)
{
	struct listing *l = ctx;
	const char *name = store_name_below(l->s3->prefix, entry->key);

	if (name == NULL || entry->marker || strcmp(name, l->told) == 0)
		return 0;
	memcpy(l->told, name, strlen(name) + 1);
	return l->each(l->ctx, name, entry->size, e) < 0 ? -1 : 0;
}

int s3_list(struct store *s, const char *prefix,
	    int (*each)(void *ctx, const char *name, uint64_t size,
			struct err *e),
	    void *ctx, struct err *e)
{
	struct s3 *s3 = (struct s3 *)s;
	struct listing l = { s3, each, ctx, "" };

	if (store_prefix_check(prefix, e) < 0)
		return -1;
	return walk(s3, prefix, tell, &l, e);
}

/* --- versions of one object -------------------------------------------- */

struct versions {
	const struct s3 *s3;
	const char *name;
	struct s3_entry *found; /* key is NULL */
	size_t n;
	bool newest_only; /* and no delete marker */
};

static int take_version(void *ctx, const struct s3_entry *entry, struct err *e)
{
	struct versions *v = ctx;
	const char *name = store_name_below(v->s3->prefix, entry->key);

	(void)e;
	if (name == NULL || strcmp(name, v->name) != 0)
		/* in the order of keys: what is longer comes later */
		return name != NULL && strcmp(name, v->name) > 0;
	if (v->newest_only && entry->marker)
		return 0;
	v->found = mem_resize(v->found, (v->n + 1) * sizeof(*v->found));
	v->found[v->n++] = (struct s3_entry){
		.version = mem_strdup(entry->version),
		.marker = entry->marker,
	};
	return v->newest_only;
}

static void versions_done_auto(struct versions *v)
{
	for (size_t i = 0; i < v->n; i++)
		free(v->found[i].version);
	free(v->found);
}

int s3_find(struct s3 *s3, const char *name, enum s3_which which,
	    char version[S3_VERSION], struct err *e)
{
	struct versions v AUTO(versions_done) = {
		.s3 = s3, .name = name, .newest_only = which == S3_NEWEST
	};
	size_t i;

	if (walk(s3, name, take_version, &v, e) < 0)
		return -1;
	for (i = v.n; i > 0 && v.found[i - 1].marker; i--)
		;
	if (i == 0)
		return 0;
	if (strlen(v.found[i - 1].version) >= S3_VERSION)
		return err_set(e, ERR_RETRY, "a version's id is too long");
	memcpy(version, v.found[i - 1].version,
	       strlen(v.found[i - 1].version) + 1);
	return 1;
}

/* --- removing ---------------------------------------------------------- */

static int tell_protected(const struct s3_answer *head, struct err *e)
{
	const char *hold =
		http_header(head->r, "x-amz-object-lock-legal-hold", 0);
	const char *until =
		http_header(head->r, "x-amz-object-lock-retain-until-date", 0);

	if (hold != NULL && strcmp(hold, "ON") == 0)
		return err_set(e, ERR_ITEM, "is protected: under a legal hold");
	if (until != NULL)
		return err_set(e, ERR_ITEM,
			       "is protected: retained until %.40s", until);
	return 0;
}

/* Refused: is it locked, or may this key not delete? Always -1. */
static int tell_refused(struct s3 *s3, const char *name, const char *version,
			const struct s3_answer *refused, struct err *e)
{
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;
	struct s3_request rq = { .method = "HEAD", .name = name };

	s3_version(&rq, version);
	if (s3_send(s3, &rq, &a, e) < 0)
		return -1;
	if (a.status == 200 && tell_protected(&a, e) < 0)
		return -1;
	return s3_refused(refused, e);
}

int s3_remove_version(struct s3 *s3, const char *name, const char *version,
		      struct err *e)
{
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;
	struct s3_request rq = { .method = "DELETE", .name = name };

	s3_version(&rq, version);
	if (s3_send(s3, &rq, &a, e) < 0)
		return -1;
	if (a.status == 403 || a.status == 400)
		return tell_refused(s3, name, version, &a, e);
	if (a.status / 100 != 2 && a.status != 404)
		return s3_refused(&a, e);
	s3_drain(&a);
	return 0;
}

/*
 * The oldest version first: that is ours, and where it is locked nothing else
 * is touched.
 */
int s3_remove(struct store *s, const char *name, struct err *e)
{
	struct s3 *s3 = (struct s3 *)s;
	struct versions v AUTO(versions_done) = { .s3 = s3, .name = name };

	if (store_name_check(name, e) < 0)
		return -1;
	s3_runs_forget(s3, name);
	if (walk(s3, name, take_version, &v, e) < 0)
		return s3_wrap(s3, "remove", name, e);
	for (size_t i = v.n; i-- > 0;)
		if (s3_remove_version(s3, name, v.found[i].version, e) < 0)
			return s3_wrap(s3, "remove", name, e);
	return 0;
}
