/*
 * Whatever Webex's answers turn into: tests/fake/mutations.h, over every
 * answer of a day, of what came later and of a meeting, and a transcript.
 */
#include "base/err.h"
#include "base/mem.h"
#include "source/webex/compose.h"
#include "tests/fake/mutations.h"
#include "webex-material.h"

#include "t.h"

struct target {
	struct fake_material *fm;
	const char *raw; /* name of the answer */
};

static int compose(void *ctx, const void *bytes, size_t len, struct item **out,
		   struct err *e)
{
	const struct target *t = ctx;

	if (t->raw != NULL)
		fake_material_raw(t->fm, t->raw, bytes, len, true);
	else
		fake_material_content(t->fm, "TR", bytes, len);
	return webex_compose(fake_material(t->fm), out, e);
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

/* Spoil each answer of each folder by one of the ways. */
static void each_answer(void (*spoil)(struct mutations *m, const char *bytes,
				      size_t len),
			struct mutations *sum)
{
	T_EACH(f, folders) {
		char *name, *bytes;
		size_t len;

		for (size_t n = 0; nth_raw(f->label, n, &name, &bytes, &len);
		     n++) {
			struct target t = { webex_material(f->label), name };

			sum->compose = compose;
			sum->ctx = &t;
			sum->may_be_nothing = true;
			spoil(sum, bytes, len);
			fake_material_free(t.fm);
			free(name);
			free(bytes);
		}
	}
}

T(every_value_of_every_answer)
{
	struct mutations m = { 0 };

	each_answer(mutate_values, &m);
	printf("# %zu mutated items composed\n", m.composed);
	T_OK(m.composed > 4000);
	T_EQ_INT(m.wrong, 0);
}

T(long_texts_and_deep_nesting)
{
	struct mutations m = { 0 };

	each_answer(mutate_sizes, &m);
	T_OK(m.composed > 50);
	T_EQ_INT(m.wrong, 0);
}

static void disturb(struct mutations *m, const char *bytes, size_t len)
{
	mutate_bytes(m, bytes, len, 23);
}

T(every_answer_cut_and_disturbed)
{
	struct mutations m = { 0 };

	each_answer(disturb, &m);
	T_EQ_INT(m.refused, 0);
	T_EQ_INT(m.wrong, 0);
}

T(a_transcript_cut_and_disturbed)
{
	static const char vtt[] =
		"WEBVTT\n\n1 \"Anna Ek\" (123)\n00:00:20.904 --> 00:00:24.564"
		"\n<v Bo Li>Welcome</v>\n";
	struct target t = { webex_material("meeting"), NULL };
	struct mutations m = { compose, &t };

	mutate_bytes(&m, vtt, sizeof(vtt), 1);
	T_EQ_INT(m.refused, 0);
	T_EQ_INT(m.wrong, 0);
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
