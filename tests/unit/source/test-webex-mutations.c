/*
 * Whatever Webex's answers turn into, an item comes out (or ERR_ITEM) and
 * keeps what item.h promises: every value of every answer of a day, of what
 * came later and of a meeting is replaced and removed, one at a time; every
 * answer and the transcript are cut and disturbed at many places.
 */
#include "base/err.h"
#include "base/mem.h"
#include "item/item.h"
#include "source/webex/compose.h"
#include "webex-material.h"

#include "t.h"

#include <jansson.h>

struct target {
	struct fake_material *fm;
	const char *raw; /* name of the answer */
	json_t *doc;
	size_t composed, refused;
};

static void compose(struct target *t)
{
	AUTO(item_free) struct item *it = NULL;
	struct err e = ERR_INIT;
	int rc = webex_compose(fake_material(t->fm), &it, &e);

	t->composed++;
	if (rc == 1)
		item_text_assert(it);
	else if (rc == -1 && e.kind == ERR_ITEM)
		t->refused++;
	else if (rc != 0)
		T_FAIL("composing returned %d", rc);
}

static void compose_bytes(struct target *t, const void *bytes, size_t len)
{
	fake_material_raw(t->fm, t->raw, bytes, len, true);
	compose(t);
}

static void compose_doc(struct target *t)
{
	AUTO(free) char *text = json_dumps(t->doc, JSON_COMPACT);

	compose_bytes(t, text, strlen(text));
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
		return json_stringn_nocheck("\0\n\r\"<a@b>", 9);
	case 8:
		return json_array();
	case 9:
		return json_object();
	case 10:
		return json_pack("[[],{},null,1]");
	default:
		return NULL;
	}
}

static void mutate(struct target *t, json_t *o);

static void mutate_member(struct target *t, json_t *o, const char *key)
{
	json_t *was = json_incref(json_object_get(o, key)), *now;

	for (int i = 0; (now = replacement(i)) != NULL; i++) {
		(void)json_object_set_new(o, key, now);
		compose_doc(t);
	}
	(void)json_object_del(o, key);
	compose_doc(t);
	(void)json_object_set_new(o, key, was);
	mutate(t, was);
}

static void mutate_element(struct target *t, json_t *o, size_t at)
{
	json_t *was = json_incref(json_array_get(o, at)), *now;

	for (int i = 0; (now = replacement(i)) != NULL; i++) {
		(void)json_array_set_new(o, at, now);
		compose_doc(t);
	}
	(void)json_array_remove(o, at);
	compose_doc(t);
	(void)json_array_insert_new(o, at, was);
	if (at < 3) /* the other elements are like these */
		mutate(t, was);
}

static void mutate(struct target *t, json_t *o)
{
	const char *keys[64];
	size_t n = 0;

	for (size_t i = 0; i < json_array_size(o); i++)
		mutate_element(t, o, i);
	for (void *at = json_object_iter(o); at != NULL && n < 64;
	     at = json_object_iter_next(o, at))
		keys[n++] = json_object_iter_key(at);
	for (size_t i = 0; i < n; i++) {
		AUTO(free) char *key = mem_strdup(keys[i]);

		mutate_member(t, o, key);
	}
}

static const struct {
	const char *label;
} folders[] = { { "day" }, { "later" }, { "meeting" } };

/* The n-th answer of the material, copied: false past the last. */
static bool nth_raw(const char *folder, size_t n, char **name, char **bytes,
		    size_t *len)
{
	AUTO(fake_material_free)
	struct fake_material *fm = webex_material(folder);
	const struct source_material *m = fake_material(fm);

	if (n >= m->n_raws)
		return false;
	*name = mem_strdup(m->raws[n].name);
	*bytes = mem_dup(m->raws[n].bytes, m->raws[n].len);
	*len = m->raws[n].len;
	return true;
}

T(every_value_of_every_answer)
{
	size_t composed = 0;

	T_EACH(f, folders) {
		char *name, *bytes;
		size_t len;

		for (size_t n = 0; nth_raw(f->label, n, &name, &bytes, &len);
		     n++) {
			struct target t = { .fm = webex_material(f->label),
					    .raw = name };

			t.doc = json_loadb(bytes, len, 0, NULL);
			T_OK(t.doc != NULL);
			mutate(&t, t.doc);
			json_decref(t.doc);
			fake_material_free(t.fm);
			composed += t.composed;
			free(name);
			free(bytes);
		}
	}
	printf("# %zu mutated items composed\n", composed);
	T_OK(composed > 4000);
}

T(every_answer_cut_and_disturbed)
{
	static const char bad[] = { '\0', '\xff', '"', '\n', '{', ':' };

	T_EACH(f, folders) {
		char *name, *bytes;
		size_t len;

		for (size_t n = 0; nth_raw(f->label, n, &name, &bytes, &len);
		     n++) {
			struct target t = { .fm = webex_material(f->label),
					    .raw = name };

			for (size_t i = 0; i < len; i += 23) {
				char was = bytes[i];

				compose_bytes(&t, bytes, i);
				bytes[i] = bad[i % sizeof(bad)];
				compose_bytes(&t, bytes, len);
				bytes[i] = was;
			}
			T_EQ_INT(t.refused, 0);
			fake_material_free(t.fm);
			free(name);
			free(bytes);
		}
	}
}

T(a_transcript_cut_and_disturbed)
{
	static const char vtt[] =
		"WEBVTT\n\n1 \"Anna Ek\" (123)\n00:00:20.904 --> 00:00:24.564"
		"\n<v Bo Li>Welcome</v>\n";
	static const char bad[] = { '\0', '\xff', '"', '\n', '<', ':' };
	struct target t = { .fm = webex_material("meeting") };
	char copy[sizeof(vtt)];

	for (size_t i = 0; i < sizeof(vtt); i++) {
		memcpy(copy, vtt, sizeof(vtt));
		fake_material_content(t.fm, "TR", copy, i);
		compose(&t);
		copy[i] = bad[i % sizeof(bad)];
		fake_material_content(t.fm, "TR", copy, sizeof(vtt));
		compose(&t);
	}
	T_EQ_INT(t.refused, 0);
	fake_material_free(t.fm);
}

T(a_disk_that_fails_is_not_taken_for_a_damaged_file)
{
	AUTO(fake_material_free)
	struct fake_material *fm = webex_material("meeting");
	struct item *it = NULL;
	struct err e = ERR_INIT;

	fake_material_break(fm, ERR_STORE);
	T_EQ_INT(webex_compose(fake_material(fm), &it, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
}

T_MAIN
