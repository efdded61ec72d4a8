/* Lists of blobs, page by page; and of a blob's versions, to remove them. */
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "store/azure/azure.h"
#include "store/azure/listing.h"
#include "store/azure/request.h"
#include "store/name.h"

#include <stdio.h>
#include <string.h>

#define PAGE_MAX   ((size_t)32 * 1024 * 1024)
#define PAGE_TRIES 4

/* --- pages ------------------------------------------------------------- */

struct asked {
	const char *prefix;  /* below the settings' */
	const char *include; /* or NULL */
	const char *marker;  /* "" for the first page */
};

static int ask_once(struct azure *az, const struct azure_request *rq,
		    struct azure_page *out, struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	struct str xml AUTO(str_done) = STR_INIT;

	if (azure_send(az, rq, &r, e) < 0)
		return -1;
	if (http_status(r) != 200)
		return azure_refused(az, rq, r, e);
	if (http_read(r, PAGE_MAX, &xml, e) < 0)
		return -1;
	return azure_page_read(out, xml.s, xml.len, e);
}

static int ask_page(struct azure *az, const struct asked *a,
		    struct azure_page *out, struct err *e)
{
	AUTO(free) char *prefix = str_printf("%s%s", az->prefix, a->prefix);
	struct azure_request rq = { .method = "GET" };
	char page[20];

	(void)snprintf(page, sizeof(page), "%u", az->page);
	azure_query(&rq, "restype", "container");
	azure_query(&rq, "comp", "list");
	azure_query(&rq, "maxresults", page);
	if (prefix[0] != '\0')
		azure_query(&rq, "prefix", prefix);
	if (a->include != NULL)
		azure_query(&rq, "include", a->include);
	if (a->marker[0] != '\0')
		azure_query(&rq, "marker", a->marker);
	for (unsigned int n = 0;; n++) {
		if (ask_once(az, &rq, out, e) == 0)
			return 0;
		if (e->kind != ERR_RETRY || n + 1 == PAGE_TRIES)
			return -1;
		err_clear(e);
		if (http_sleep(az->http,
			       http_backoff_us(n, az->pause_us,
					       8 * az->pause_us),
			       e) < 0)
			return -1;
	}
}

/* Every entry of every page to each(). */
static int walk(struct azure *az, const char *prefix, const char *include,
		int (*each)(void *ctx, const struct azure_entry *entry,
			    struct err *e),
		void *ctx, struct err *e)
{
	AUTO(free) char *marker = mem_strdup("");

	do {
		struct azure_page page AUTO(azure_page_done) = { .n = 0 };
		struct asked a = { prefix, include, marker };

		if (ask_page(az, &a, &page, e) < 0)
			return azure_wrap(az, "list", prefix, e);
		for (size_t i = 0; i < page.n; i++)
			if (each(ctx, &page.entries[i], e) < 0)
				return -1;
		if (page.marker[0] != '\0' && strcmp(page.marker, marker) == 0)
			return err_set(e, ERR_RETRY,
				       "list %s: the service gives the same "
				       "page again and again",
				       prefix);
		free(marker);
		marker = mem_strdup(page.marker);
	} while (marker[0] != '\0');
	return 0;
}

/* --- listing ----------------------------------------------------------- */

struct listing {
	const struct azure *az;
	int (*each)(void *ctx, const char *name, uint64_t size, struct err *e);
	void *ctx;
};

static int tell(void *ctx, const struct azure_entry *entry, struct err *e)
{
	const struct listing *l = ctx;
	const char *name = store_name_below(l->az->prefix, entry->name);

	if (name == NULL || entry->folder)
		return 0;
	return l->each(l->ctx, name, entry->size, e);
}

int azure_list(struct store *s, const char *prefix,
	       int (*each)(void *ctx, const char *name, uint64_t size,
			   struct err *e),
	       void *ctx, struct err *e)
{
	struct azure *az = (struct azure *)s;
	struct listing l = { az, each, ctx };

	if (store_prefix_check(prefix, e) < 0)
		return -1;
	return walk(az, prefix, NULL, tell, &l, e);
}

/* --- versions ---------------------------------------------------------- */

struct removal {
	struct azure *az;
	const char *name;
};

static int remove_version(void *ctx, const struct azure_entry *entry,
			  struct err *e)
{
	const struct removal *v = ctx;
	const char *name = store_name_below(v->az->prefix, entry->name);
	AUTO(http_response_free) struct http_response *r = NULL;
	struct azure_request rq = { .method = "DELETE", .name = v->name };

	if (name == NULL || strcmp(name, v->name) != 0 ||
	    entry->version[0] == '\0' || entry->current)
		return 0;
	azure_query(&rq, "versionid", entry->version);
	if (azure_send(v->az, &rq, &r, e) < 0)
		return -1;
	if (http_status(r) / 100 != 2 && http_status(r) != 404)
		return azure_refused(v->az, &rq, r, e);
	azure_drain(r);
	return 0;
}

int azure_remove_versions(struct azure *az, const char *name, struct err *e)
{
	struct removal v = { az, name };

	return walk(az, name, "versions", remove_version, &v, e);
}
