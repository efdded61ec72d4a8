/*
 * Whatever RingCentral's records turn into, an item comes out (or ERR_ITEM)
 * and keeps what item.h promises: every value of every record of each kind
 * of bundle is replaced and removed, one at a time; every record is cut and
 * disturbed at many places.
 */
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/ringcentral/compose.h"
#include "t.h"
#include "tests/fake/item-text.h"
#include "tests/fake/material.h"

/* A bundle with one version of one thing, and what was told beside it. */
struct sample {
	const char *label, *bundle, *kind, *beside, *record;
	unsigned int ordinal;
};

#define PEOPLE                                                                 \
	"\"people\":[{\"id\":\"1\",\"name\":\"A\",\"email\":\"a@x.example\","  \
	"\"guest\":true,\"owner\":true},{\"id\":\"2\",\"name\":\"B\"}]"
#define CHAT                                                                   \
	"{\"chat\":{\"id\":\"7\",\"Type\":\"Team\",\"name\":\"Desk\","         \
	"\"description\":\"d\"}," PEOPLE "}"

static const struct sample samples[] = {
	{ "post", "7/2026-03-01", "post", CHAT,
	  "{\"id\":\"5\",\"creationTime\":\"2026-03-01T08:00:00Z\","
	  "\"lastModifiedTime\":\"2026-03-01T09:00:00Z\",\"creator\":{\"id\":"
	  "\"1\"},\"chatId\":\"7\",\"chainId\":\"4\",\"text\":\"![:Person](2) "
	  "![:Team](7) ![:X](\",\"attachments\":[{\"id\":\"f1\",\"type\":"
	  "\"File\"},{\"id\":\"t\",\"type\":\"Task\"}],\"deleted\":false}",
	  0 },
	{ "edit", "7/2026-03-01", "post", CHAT,
	  "{\"id\":\"5\",\"creator\":{\"id\":\"1\"},\"text\":\"x\"}", 1 },
	{ "task", "task/6", "task", CHAT,
	  "{\"id\":\"6\",\"subject\":\"s\",\"creationTime\":"
	  "\"2026-03-01T08:00:00Z\",\"lastModifiedTime\":"
	  "\"2026-03-01T09:00:00Z\",\"creator\":{\"id\":\"1\"},"
	  "\"lastModifiedBy\":{\"id\":\"2\"},\"status\":\"Pending\","
	  "\"assignees\":[{\"id\":\"1\",\"status\":\"Pending\"}],\"dueDate\":"
	  "\"2026-03-02T08:00:00Z\",\"completenessPercentage\":50,"
	  "\"description\":\"d\"}",
	  1 },
	{ "note", "note/6", "note", CHAT,
	  "{\"id\":\"6\",\"title\":\"t\",\"body\":\"b\",\"lockedBy\":{\"id\":"
	  "\"1\"},\"status\":\"Active\",\"deleted\":true}",
	  0 },
	{ "event", "event/6", "event", CHAT,
	  "{\"id\":\"6\",\"title\":\"t\",\"startTime\":"
	  "\"2026-03-01T08:00:00Z\",\"endTime\":\"2026-03-01T09:00:00Z\","
	  "\"location\":\"l\"}",
	  0 },
	{ "message", "message/1/8", "message", "{" PEOPLE "}",
	  "{\"id\":8,\"type\":\"Fax\",\"direction\":\"Inbound\",\"from\":{"
	  "\"phoneNumber\":\"+1\",\"name\":\"N\",\"extensionNumber\":\"10\"},"
	  "\"to\":[{\"extensionId\":\"1\"},{\"extensionNumber\":\"11\"}],"
	  "\"subject\":\"hi\",\"faxPageCount\":2,\"conversation\":{\"id\":"
	  "\"9\"},\"creationTime\":\"2026-03-01T08:00:00Z\"}",
	  0 },
	{ "call", "call/a", "call", "{" PEOPLE "}",
	  "{\"id\":\"a\",\"startTime\":\"2026-03-01T08:00:00Z\",\"duration\":"
	  "61,\"from\":{\"phoneNumber\":\"+1\"},\"to\":{\"extensionId\":\"1\"},"
	  "\"extension\":{\"id\":2},\"legs\":[{\"from\":{\"name\":\"X\"},"
	  "\"duration\":3},{\"to\":{\"extensionId\":\"2\"}}],\"deleted\":true}",
	  0 },
	{ "video", "video/m", "video-meeting", "{" PEOPLE "}",
	  "{\"id\":\"m\",\"shortId\":\"1\",\"displayName\":\"d\","
	  "\"startTime\":\"2026-03-01T08:00:00Z\",\"duration\":60,\"hostInfo\":"
	  "{\"extensionId\":\"1\",\"displayName\":\"A\"},\"participants\":[{"
	  "\"id\":\"p\",\"displayName\":\"P\",\"callerId\":\"+1\"}]}",
	  0 },
};

struct target {
	const struct sample *s;
	bool beside; /* this is changed, not the record */
	json_t *doc;
	size_t composed, refused;
};

static void compose(struct target *t, const void *bytes, size_t len)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new(t->s->bundle);
	AUTO(item_free) struct item *it = NULL;
	struct source_part p = { .kind = t->s->kind,
				 .id = "5",
				 .version = "",
				 .state = SOURCE_PART_COMPLETE,
				 .fresh = true };
	struct source_part file = { .kind = "file",
				    .id = "f1",
				    .name = "a.txt",
				    .state = SOURCE_PART_CAPTURED,
				    .fresh = true };
	struct str name AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	int rc;

	str_addf(&name, "%s:5:", t->s->kind);
	fake_material_ordinal(fm, t->s->ordinal);
	fake_material_part(fm, &p, NULL, 0);
	fake_material_part(fm, &file, "hello", 5);
	fake_material_raw(fm,
			  strchr(t->s->beside, 'c') == t->s->beside + 2
				  ? "chat"
				  : "people",
			  t->beside ? bytes : t->s->beside,
			  t->beside ? len : strlen(t->s->beside), true);
	fake_material_raw(fm, name.s, t->beside ? t->s->record : bytes,
			  t->beside ? strlen(t->s->record) : len, true);
	rc = rc_compose(fake_material(fm), &it, &e);
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
		return json_string("![:Person](1)![:](])");
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
	mutate(t, was);
}

static void mutate(struct target *t, json_t *o)
{
	for (size_t i = 0; i < json_array_size(o); i++)
		mutate_element(t, o, i);
	if (json_is_object(o)) {
		json_t *keys = json_deep_copy(o), *value;
		const char *key;

		json_object_foreach(keys, key, value)
		{
			mutate_member(t, o, key);
		}
		json_decref(keys);
	}
}

static void disturb(struct target *t, const char *text)
{
	size_t len = strlen(text);
	AUTO(free) char *copy = mem_strdup(text);

	for (size_t at = 0; at < len; at++) {
		compose(t, text, at);
		copy[at] = (char)0xff;
		compose(t, copy, len);
		copy[at] = '\\';
		compose(t, copy, len);
		copy[at] = text[at];
	}
}

static void all_of(const struct sample *s, bool beside)
{
	const char *text = beside ? s->beside : s->record;
	struct target t = { .s = s, .beside = beside };

	t.doc = loose_parse(text, strlen(text), NULL);
	T_OK(t.doc != NULL);
	mutate(&t, t.doc);
	disturb(&t, text);
	json_decref(t.doc);
	T_OK(t.composed > 100);
	T_OK(t.refused < t.composed);
}

T(records)
{
	T_EACH(s, samples) {
		all_of(s, false);
	}
}

T(what_is_told_beside)
{
	T_EACH(s, samples) {
		all_of(s, true);
	}
}

T_MAIN
