#include "source/ringcentral/extensions.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/ringcentral/listing.h"

#include <string.h>

#define DEEP_MAX 8     /* levels of a record that are looked through */
#define IDS_MAX  10000 /* of one record */

struct extensions {
	struct arena *a;
	struct extension *all;
	size_t n;
	bool sorted;
};

struct extensions *rc_extensions_new(void)
{
	struct extensions *x = NEW(struct extensions);

	x->a = arena_new();
	return x;
}

void rc_extensions_free(struct extensions *x)
{
	if (x == NULL)
		return;
	arena_free(x->a);
	free(x);
}

void rc_extensions_add(struct extensions *x, const json_t *o)
{
	const json_t *contact = loose_object(o, "contact");
	const char *first = loose_line(x->a, contact, "firstName");
	const char *last = loose_line(x->a, contact, "lastName");
	const char *name = loose_line(x->a, o, "name");

	if (*name == '\0')
		name = arena_printf(x->a, "%s%s%s", first,
				    *first != '\0' && *last != '\0' ? " " : "",
				    last);
	x->all = ARENA_GROW(x->a, x->all, x->n);
	x->all[x->n++] = (struct extension){
		.id = loose_line(x->a, o, "id"),
		.name = name,
		.email = loose_line(x->a, contact, "email"),
		.type = loose_line(x->a, o, "type"),
		.status = loose_line(x->a, o, "status"),
		.number = loose_line(x->a, o, "extensionNumber"),
	};
	x->sorted = false;
}

static int by_id(const void *p, const void *q)
{
	const struct extension *x = p, *y = q;
	int n = strcmp(x->id, y->id);

	return n != 0 ? n : strcmp(x->email, y->email);
}

static void sort(struct extensions *x)
{
	size_t n = 0;

	if (x->sorted || x->n == 0)
		return;
	qsort(x->all, x->n, sizeof(*x->all), by_id);
	for (size_t i = 0; i < x->n; i++)
		if (i + 1 == x->n ||
		    strcmp(x->all[i].id, x->all[i + 1].id) != 0)
			x->all[n++] = x->all[i];
	x->n = n;
	x->sorted = true;
}

size_t rc_extensions_count(const struct extensions *x)
{
	return x->n;
}

const struct extension *rc_extensions_at(struct extensions *x, size_t i)
{
	sort(x);
	return i < x->n ? &x->all[i] : NULL;
}

static int by_key(const void *key, const void *x)
{
	return strcmp(key, ((const struct extension *)x)->id);
}

const struct extension *rc_extensions_find(struct extensions *x, const char *id)
{
	sort(x);
	if (x->n == 0)
		return NULL;
	return bsearch(id, x->all, x->n, sizeof(*x->all), by_key);
}

bool rc_extension_has_messages(const struct extension *x)
{
	static const char *const types[] = { "User",         "DigitalUser",
					     "VirtualUser",  "FaxUser",
					     "FlexibleUser", "Department",
					     "Voicemail",    "SharedLinesGroup",
					     "Limited",      "Site" };

	if (*x->type == '\0')
		return true;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcasecmp(types[i], x->type) == 0)
			return strcasecmp(x->status, "Unassigned") != 0;
	return false;
}

/* --- what a record needs ----------------------------------------------- */

struct ids {
	struct arena *a;
	const char **list;
	size_t n;
};

static void add_id(struct ids *k, const json_t *v)
{
	const char *id = loose_value_line(k->a, v);

	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->list[i], id) == 0)
			return;
	if (*id == '\0' || k->n == IDS_MAX)
		return;
	k->list = ARENA_GROW(k->a, k->list, k->n);
	k->list[k->n++] = id;
}

static void collect(struct ids *k, const json_t *v, int deep)
{
	const json_t *one;
	const char *key;
	size_t i;

	if (deep == 0)
		return;
	json_array_foreach(v, i, one)
	{
		collect(k, one, deep - 1);
	}
	json_object_foreach((json_t *)(uintptr_t)v, key, one)
	{
		if (strcmp(key, "extensionId") == 0)
			add_id(k, one);
		else if (strcmp(key, "extension") == 0)
			add_id(k, json_object_get(one, "id"));
		else
			collect(k, one, deep - 1);
	}
}

void rc_extensions_beside(struct extensions *x, const json_t *record,
			  const char *owner, struct str *out)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct ids k = { .a = a };

	if (*owner != '\0') {
		k.list = ARENA_GROW(a, k.list, k.n);
		k.list[k.n++] = owner;
	}
	collect(&k, record, DEEP_MAX);
	str_add(out, "{\"people\":[");
	for (size_t i = 0; i < k.n; i++) {
		const struct extension *one = rc_extensions_find(x, k.list[i]);

		str_add(out, i == 0 ? "{\"id\":" : ",{\"id\":");
		encode_json(out, k.list[i]);
		if (one != NULL) {
			str_add(out, ",\"name\":");
			encode_json(out, one->name);
			str_add(out, ",\"email\":");
			encode_json(out, one->email);
		}
		str_add(out,
			i == 0 && *owner != '\0' ? ",\"owner\":true}" : "}");
	}
	str_add(out, "]}");
}

/* --- listing ----------------------------------------------------------- */

static int take_page(void *ctx, const struct rc_answer *page, struct err *e)
{
	struct listing *l = ctx;
	const json_t *o;
	size_t i;

	(void)e;
	json_array_foreach(loose_array(page->json, "records"), i, o)
	{
		rc_extensions_add(l->ext, o);
	}
	return 0;
}

int rc_list_extensions(struct listing *l, struct err *e)
{
	struct rc_question q AUTO(rc_question_done) = { 0 };
	struct rc_answer a AUTO(rc_answer_done) = { 0 };

	if (l->ext != NULL)
		return 0;
	l->ext = rc_extensions_new();
	rc_answer_init(&a);
	rc_question_init(&q, WAY_EXTENSIONS,
			 "/restapi/v1.0/account/~/extension");
	rc_question_add(&q, "perPage", "1000");
	if (rc_ask_pages(l->r, &q, RC_BY_NUMBER, take_page, l, &a, e) < 0)
		return -1;
	if (a.verdict != RC_OK)
		rc_listing_refused(l, WAY_EXTENSIONS, &a);
	rc_listing_progress(l, "%zu extensions", rc_extensions_count(l->ext));
	return 0;
}
