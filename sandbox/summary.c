#include "summary.h"

#include "seed.h"

#include "base/str.h"

void summary_add_part(struct str *out, const struct meeting *m,
		      enum talk_kind kind, size_t index, int version)
{
	struct str first AUTO(str_done) = STR_INIT;
	uint64_t seed = seed_of(m->seed, "ai summary", 0);

	talk_add(&first, kind, m->lang, seed, index);
	if (version == 0 || index != 0)
		str_add(out, first.s);
	else
		talk_add_edit(out, first.s, m->lang, seed, index);
}

void summary_add(struct str *out, const struct tenant *t,
		 const struct meeting *m, int version)
{
	str_add(out, "# ");
	meeting_add_topic(out, t, m);
	str_add(out, "\n\n## Quick recap\n\n");
	summary_add_part(out, m, TALK_SUMMARY, 0, version);
	for (size_t i = 1; i <= SUMMARY_CHAPTERS; i++) {
		str_add(out, "\n\n### ");
		summary_add_part(out, m, TALK_CHAPTER, i, version);
		str_add(out, "\n\n");
		summary_add_part(out, m, TALK_SUMMARY, i, version);
	}
	str_add(out, "\n\n## Next steps\n");
	for (size_t i = 0; i < SUMMARY_STEPS; i++) {
		str_add(out, "\n- ");
		summary_add_part(out, m, TALK_NEXT, i, version);
	}
	str_add(out, "\n");
}
