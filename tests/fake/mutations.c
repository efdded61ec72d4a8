#include "tests/fake/mutations.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "tests/fake/item-text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define LONG    ((size_t)256 << 10)
#define LONGEST ((size_t)5 << 20)
#define DEEP    4000
#define NAMES   64

static void compose(struct mutations *m, const void *bytes, size_t len)
{
	AUTO(item_free) struct item *it = NULL;
	struct err e = ERR_INIT;
	int rc = m->compose(m->ctx, bytes, len, &it, &e);

	m->composed++;
	if (rc == 1) {
		item_text_assert(it);
	} else if (rc == -1 && e.kind == ERR_ITEM) {
		m->refused++;
	} else if (rc != 0 || !m->may_be_nothing) {
		m->wrong++;
		m->last = rc;
	}
}

/* --- values ------------------------------------------------------------ */

struct mutated {
	struct mutations *m;
	json_t *doc;
	char *names[NAMES]; /* of members seen, for mutate_sizes() */
	size_t n_names;
	char *text;  /* LONGEST */
	size_t most; /* length of the longest text seen, and where it is */
	json_t *in;
	char *key;
};

static void compose_doc(struct mutated *d)
{
	AUTO(free) char *text = json_dumps(d->doc, JSON_COMPACT);

	compose(d->m, text, strlen(text));
}

/* Every wrong value there is. */
static json_t *replacement(int i)
{
	switch (i) {
	case 0:
		return json_null();
	case 1:
		return json_true();
	case 2:
		return json_integer(-1);
	case 3:
		return json_integer(INT64_MAX);
	case 4:
		return json_real(1e300);
	case 5:
		return json_string("");
	case 6:
		return json_string("9999-12-31T23:59:59Z");
	case 7:
		return json_string("99:59:59");
	case 8:
		return json_string("![:Person](1)![:](])");
	case 9:
		return json_stringn_nocheck("\0\n\r\"<a@b>", 9);
	case 10:
		return json_array();
	case 11:
		return json_object();
	case 12:
		return json_pack("[[],{},null,1]");
	default:
		return NULL;
	}
}

static void mutate(struct mutated *d, json_t *o);

static void mutate_member(struct mutated *d, json_t *o, const char *key)
{
	json_t *was = json_incref(json_object_get(o, key)), *now;

	for (int i = 0; (now = replacement(i)) != NULL; i++) {
		(void)json_object_set_new(o, key, now);
		compose_doc(d);
	}
	(void)json_object_del(o, key);
	compose_doc(d);
	(void)json_object_set_new(o, key, was);
	mutate(d, was);
}

static void mutate_element(struct mutated *d, json_t *o, size_t at)
{
	json_t *was = json_incref(json_array_get(o, at)), *now;

	for (int i = 0; (now = replacement(i)) != NULL; i++) {
		(void)json_array_set_new(o, at, now);
		compose_doc(d);
	}
	(void)json_array_remove(o, at);
	compose_doc(d);
	(void)json_array_insert_new(o, at, was);
	if (at < 3) /* the other elements are like these */
		mutate(d, was);
}

static void mutate(struct mutated *d, json_t *o)
{
	json_t *keys = json_is_object(o) ? json_deep_copy(o) : NULL, *value;
	const char *key;

	for (size_t i = 0; i < json_array_size(o); i++)
		mutate_element(d, o, i);
	json_object_foreach(keys, key, value)
	{
		mutate_member(d, o, key);
	}
	json_decref(keys);
}

/* A document that is none is as good as a wrong answer. */
static bool read_doc(struct mutated *d, const char *json, size_t len)
{
	d->doc = json_loadb(json, len, 0, NULL);
	if (d->doc == NULL)
		d->m->wrong++;
	return d->doc != NULL;
}

void mutate_values(struct mutations *m, const char *json, size_t len)
{
	struct mutated d = { .m = m };

	if (read_doc(&d, json, len))
		mutate(&d, d.doc);
	json_decref(d.doc);
}

/* --- sizes ------------------------------------------------------------- */

static bool is_new(struct mutated *d, const char *key)
{
	for (size_t i = 0; i < d->n_names; i++)
		if (strcmp(d->names[i], key) == 0)
			return false;
	if (d->n_names == NAMES)
		return false;
	d->names[d->n_names++] = mem_strdup(key);
	return true;
}

/* The document with what stands for nesting replaced by it. */
static void compose_deep(struct mutated *d, const char *mark)
{
	AUTO(free) char *text = json_dumps(d->doc, JSON_COMPACT);
	struct str deep AUTO(str_done) = STR_INIT;
	char *at = strstr(text, mark);

	str_add_len(&deep, text, (size_t)(at - text) - 1);
	for (int i = 0; i < DEEP; i++)
		str_add(&deep, i % 2 == 0 ? "[" : "{\"a\":");
	str_add(&deep, "1");
	for (int i = DEEP; i-- > 0;)
		str_add(&deep, i % 2 == 0 ? "]" : "}");
	str_add(&deep, at + strlen(mark) + 1);
	compose(d->m, deep.s, deep.len);
}

static void grow(struct mutated *d, json_t *o);

static void grow_member(struct mutated *d, json_t *o, const char *key)
{
	static const char mark[] = "@nested here@";
	json_t *was = json_incref(json_object_get(o, key));

	if (json_string_length(was) > d->most) {
		d->most = json_string_length(was);
		d->in = o;
		free(d->key);
		d->key = mem_strdup(key);
	}
	if (json_is_string(was) && is_new(d, key)) {
		(void)json_object_set_new(o, key,
					  json_stringn_nocheck(d->text, LONG));
		compose_doc(d);
		(void)json_object_set_new(o, key, json_string(mark));
		compose_deep(d, mark);
	}
	(void)json_object_set_new(o, key, was);
	grow(d, was);
}

static void grow(struct mutated *d, json_t *o)
{
	json_t *keys = json_is_object(o) ? json_deep_copy(o) : NULL, *value;
	const char *key;

	for (size_t i = 0; i < json_array_size(o) && i < 3; i++)
		grow(d, json_array_get(o, i));
	json_object_foreach(keys, key, value)
	{
		grow_member(d, o, key);
	}
	json_decref(keys);
}

void mutate_sizes(struct mutations *m, const char *json, size_t len)
{
	struct mutated d = { .m = m, .text = mem_alloc(LONGEST, 1) };

	memset(d.text, 'x', LONGEST);
	if (read_doc(&d, json, len))
		grow(&d, d.doc);
	if (d.in != NULL) {
		(void)json_object_set_new(
			d.in, d.key, json_stringn_nocheck(d.text, LONGEST));
		compose_doc(&d);
	}
	json_decref(d.doc);
	free(d.key);
	while (d.n_names > 0)
		free(d.names[--d.n_names]);
	free(d.text);
}

/* --- bytes ------------------------------------------------------------- */

void mutate_bytes(struct mutations *m, const char *bytes, size_t len,
		  size_t step)
{
	static const char bad[] = {
		'\0', '\xff', '"', '\n', '{', '<', ':', '\\'
	};
	AUTO(free) char *copy = mem_dup(bytes, len);

	for (size_t i = 0; i < len; i += step) {
		compose(m, bytes, i);
		copy[i] = bad[(i / step) % sizeof(bad)];
		compose(m, copy, len);
		copy[i] = '\xff';
		compose(m, copy, len);
		copy[i] = bytes[i];
	}
}
