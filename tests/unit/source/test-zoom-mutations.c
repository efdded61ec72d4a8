/*
 * Whatever Zoom's answers turn into: tests/fake/mutations.h, over every
 * answer and file of a whole meeting.
 */
#include "base/err.h"
#include "base/mem.h"
#include "source/zoom/compose.h"
#include "tests/fake/mutations.h"
#include "zoom-fixture.h"

#include "t.h"

/* What is spoiled of a material. */
struct target {
	struct fake_material *fm;
	const char *raw;  /* name of the answer, or NULL */
	const char *file; /* id of the part */
};

static int compose(void *ctx, const void *bytes, size_t len, struct item **out,
		   struct err *e)
{
	const struct target *t = ctx;

	if (t->raw != NULL)
		fake_material_raw(t->fm, t->raw, bytes, len, true);
	else
		fake_material_content(t->fm, t->file, bytes, len);
	return zoom_compose(fake_material(t->fm), out, e);
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
		struct mutations m = { compose, &t };

		mutate_values(&m, bytes, len);
		T_EQ_INT(m.wrong, 0);
		fake_material_free(t.fm);
		composed += m.composed;
	}
	printf("# %zu mutated meetings composed\n", composed);
	T_OK(composed > 4000);
}

T(long_texts_and_deep_nesting)
{
	T_EACH(d, docs) {
		size_t len;
		AUTO(free) char *bytes = read_bytes(d->label, &len);
		struct target t = target_of(d->raw, d->part, false);
		struct mutations m = { compose, &t };

		mutate_sizes(&m, bytes, len);
		T_EQ_INT(m.wrong, 0);
		T_OK(m.composed > 0);
		fake_material_free(t.fm);
	}
}

static const struct {
	const char *label, *part;
} files[] = {
	{ "chat.txt", "r-chat" },      { "chat.json", "a-chat" },
	{ "transcript.vtt", "r-vtt" }, { "cc.vtt", "r-cc" },
	{ "poll.csv", "r-poll" },      { "subgroups.json", "a-groups" },
};

T(every_file_cut_and_disturbed)
{
	T_EACH(f, files) {
		size_t len;
		AUTO(free) char *bytes = read_bytes(f->label, &len);
		struct target t = target_of(NULL, f->part, false);
		struct mutations m = { compose, &t };

		/* without this one the others of its kind are read */
		(void)fake_material_drop(t.fm, "report-polls");
		(void)fake_material_drop(t.fm, "polls");
		if (strcmp(f->label, "chat.txt") == 0)
			fake_material_content(t.fm, "a-chat", "{}", 2);
		mutate_bytes(&m, bytes, len, 11);
		T_EQ_INT(m.wrong, 0);
		T_EQ_INT(m.refused, 0);
		fake_material_free(t.fm);
	}
}

T(every_answer_cut_and_disturbed)
{
	T_EACH(d, docs) {
		size_t len;
		AUTO(free) char *bytes = read_bytes(d->label, &len);
		struct target t = target_of(d->raw, d->part, false);
		struct mutations m = { compose, &t };

		mutate_bytes(&m, bytes, len, 97);
		T_EQ_INT(m.wrong, 0);
		T_EQ_INT(m.refused, 0);
		fake_material_free(t.fm);
	}
}

T_MAIN
