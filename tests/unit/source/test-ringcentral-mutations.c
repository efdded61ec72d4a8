/*
 * Whatever RingCentral's records turn into: tests/fake/mutations.h, over a
 * record of each kind of bundle and what was told beside it.
 */
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/ringcentral/compose.h"
#include "t.h"
#include "tests/fake/material.h"
#include "tests/fake/mutations.h"

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
	bool beside; /* this is spoiled, not the record */
};

static int compose(void *ctx, const void *bytes, size_t len, struct item **out,
		   struct err *e)
{
	const struct target *t = ctx;
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new(t->s->bundle);
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
	return rc_compose(fake_material(fm), out, e);
}

static void all_of(const struct sample *s, bool beside)
{
	const char *text = beside ? s->beside : s->record;
	struct target t = { s, beside };
	struct mutations m = { compose, &t };

	mutate_values(&m, text, strlen(text));
	mutate_bytes(&m, text, strlen(text), 1);
	T_OK(m.composed > 100);
	T_OK(m.refused < m.composed);
	mutate_sizes(&m, text, strlen(text));
	T_EQ_INT(m.wrong, 0);
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
