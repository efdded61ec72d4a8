/*
 * Whatever Zoom's answers turn into, an item comes out (or ERR_ITEM) and
 * keeps what item.h promises: every value of every answer and JSON file of a
 * whole meeting is replaced and removed, one at a time; every file is cut
 * and disturbed at many places.
 */
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/zoom/compose.h"
#include "tests/fake/material.h"
#include "zoom-fixture.h"

#include "t.h"

#include <dirent.h>
#include <jansson.h>

struct target {
	struct fake_material *fm;
	const char *raw;  /* name of the answer, or NULL */
	const char *file; /* id of the part */
	json_t *doc;
	size_t composed, refused;
};

static void compose(struct target *t, const void *bytes, size_t len)
{
	AUTO(item_free) struct item *it = NULL;
	struct err e = ERR_INIT;
	int rc;

	if (t->raw != NULL)
		fake_material_raw(t->fm, t->raw, bytes, len, true);
	else
		fake_material_content(t->fm, t->file, bytes, len);
	rc = zoom_compose(fake_material(t->fm), &it, &e);
	t->composed++;
	if (rc == 1)
		item_text_assert(it);
	else if (rc == -1 && e.kind == ERR_ITEM)
		t->refused++;
	else
		T_FAIL("composing returned %d", rc);
}

static void compose_doc(struct target *t)
{
	AUTO(free) char *text = json_dumps(t->doc, JSON_COMPACT);

	compose(t, text, strlen(text));
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
		return json_stringn_nocheck("\0\n\r\"<a@b>", 9);
	case 9:
		return json_array();
	case 10:
		return json_object();
	case 11:
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

static char *read_bytes(const char *name, size_t *len)
{
	char path[1024];
	char *bytes = mem_alloc(1 << 16, 1);
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/tests/data/zoom/weekly/%s",
		       fixture_root(), name);
	f = fopen(path, "rbe");
	*len = f != NULL ? fread(bytes, 1, 1 << 16, f) : 0;
	if (f != NULL)
		(void)fclose(f);
	return bytes;
}

static const struct {
	const char *label, *raw, *part;
} docs[] = {
	{ "meeting.json", "meeting", NULL },
	{ "report.json", "report", NULL },
	{ "history.json", "history", NULL },
	{ "recordings.json", "recordings", NULL },
	{ "archive.json", "archive", NULL },
	{ "participants.1.json", "participants.1", NULL },
	{ "report-participants.1.json", "report-participants.1", NULL },
	{ "metrics-participants.1.json", "metrics-participants.1", NULL },
	{ "polls.json", "polls", NULL },
	{ "report-polls.json", "report-polls", NULL },
	{ "qa.json", "qa", NULL },
	{ "report-qa.json", "report-qa", NULL },
	{ "survey.json", "survey", NULL },
	{ "transcript.json", "transcript", NULL },
	{ "summary.json", "summary:2026-03-02T11:00:00Z", NULL },
	{ "summary.json", "trash:x:1", NULL },
	{ "recordings.json", "trash:r:1", NULL },
	{ "chat.json", NULL, "a-chat" },
	{ "subgroups.json", NULL, "a-groups" },
};

/*
 * The material holds what matters to this document: without the others its
 * values are not overruled, with them they are merged. Both are tried, on
 * alternate documents.
 */
static struct target target_of(const char *raw, const char *part, bool alone)
{
	struct target t = { .fm = fixture_load("weekly"),
			    .raw = raw,
			    .file = part };

	for (size_t i = 0; i < sizeof(docs) / sizeof(docs[0]) && alone; i++)
		if (docs[i].raw != NULL && docs[i].raw != raw)
			(void)fake_material_drop(t.fm, docs[i].raw);
	return t;
}

T(every_value_of_every_answer)
{
	size_t composed = 0;

	T_EACH(d, docs) {
		size_t len;
		AUTO(free) char *bytes = read_bytes(d->label, &len);
		struct target t =
			target_of(d->raw, d->part,
				  d->raw != NULL && strlen(d->label) % 2);

		t.doc = json_loadb(bytes, len, 0, NULL);
		T_OK(t.doc != NULL);
		mutate(&t, t.doc);
		json_decref(t.doc);
		fake_material_free(t.fm);
		composed += t.composed;
	}
	printf("# %zu mutated meetings composed\n", composed);
	T_OK(composed > 4000);
}

static const struct {
	const char *label, *part;
} files[] = {
	{ "chat.txt", "r-chat" },      { "chat.json", "a-chat" },
	{ "transcript.vtt", "r-vtt" }, { "cc.vtt", "r-cc" },
	{ "poll.csv", "r-poll" },      { "subgroups.json", "a-groups" },
};

/* Cut behind each byte; each byte replaced by one that hurts. */
T(every_file_cut_and_disturbed)
{
	static const char bad[] = { '\0', '\xff', '"', '\n', '{', ':' };

	T_EACH(f, files) {
		size_t len;
		AUTO(free) char *bytes = read_bytes(f->label, &len);
		struct target t = target_of(NULL, f->part, false);

		/* without this one the others of its kind are read */
		(void)fake_material_drop(t.fm, "report-polls");
		(void)fake_material_drop(t.fm, "polls");
		if (strcmp(f->label, "chat.txt") == 0)
			fake_material_content(t.fm, "a-chat", "{}", 2);
		for (size_t i = 0; i < len; i += 11) {
			char was = bytes[i];

			compose(&t, bytes, i);
			bytes[i] = bad[i % sizeof(bad)];
			compose(&t, bytes, len);
			bytes[i] = was;
		}
		T_EQ_INT(t.refused, 0);
		fake_material_free(t.fm);
	}
}

T(every_answer_cut)
{
	T_EACH(d, docs) {
		size_t len;
		AUTO(free) char *bytes = read_bytes(d->label, &len);
		struct target t = target_of(d->raw, d->part, false);

		for (size_t i = 0; i < len; i += 97)
			compose(&t, bytes, i);
		T_EQ_INT(t.refused, 0);
		fake_material_free(t.fm);
	}
}

T_MAIN
