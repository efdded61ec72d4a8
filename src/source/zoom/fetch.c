#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/zoom/fetching.h"

#include <string.h>

/* How long after its start a meeting of which Zoom tells nothing may still
   be going on, or not be written down yet. */
#define FRESH_US (2 * CLOCK_DAY)

/* --- what the steps share ---------------------------------------------- */

int fetch_keep(struct fetching *f, const char *name, const void *bytes,
	       size_t len, struct err *e)
{
	return f->to->raw(f->to->ctx, name, "application/json", bytes, len, e);
}

int fetch_ask(struct fetching *f, enum zoom_way way, const char *name,
	      struct zoom_answer *a, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };

	zoom_question_meeting(&q, way, f->b->key);
	if (zoom_ask(f->z, &q, a, e) < 0)
		return -1;
	if (a->verdict != ZOOM_OK || name == NULL)
		return 0;
	return fetch_keep(f, name, a->body.s, a->body.len, e);
}

void fetch_note_missing(struct fetching *f, enum zoom_way way,
			const struct zoom_answer *a)
{
	if (f->evidence.len < 600)
		str_addf(&f->evidence, "%s%s", f->evidence.len > 0 ? "; " : "",
			 a->evidence.s);
	if (a->verdict == ZOOM_ABSENT || a->verdict == ZOOM_TOO_OLD)
		return;
	str_addf(&f->refused, "%s%s", f->refused.len > 0 ? ", " : "",
		 zoom_way(way)->title);
	if (a->verdict == ZOOM_SCOPE && a->scopes.len > 0)
		str_addf(&f->refused, " (scope %s)", a->scopes.s);
}

void fetch_end_missing(struct fetching *f, bool lost)
{
	if (lost && f->refused.len > 0)
		str_addf(&f->missing, "%s%s", f->missing.len > 0 ? ", " : "",
			 f->refused.s);
	str_cut(&f->refused, 0);
}

int fetch_settle(struct fetching *f, size_t at, enum source_state state,
		 const char *reason, const char *evidence, struct err *e)
{
	if (f->settled[at])
		return 0;
	f->settled[at] = true;
	return f->to->settle(f->to->ctx, at, state, reason, evidence, e);
}

bool fetch_wants(const struct fetching *f, const char *kind)
{
	for (size_t i = 0; i < f->b->n_entries; i++)
		if (f->b->entries[i].wanted && !f->settled[i] &&
		    (kind == NULL || strcmp(f->b->entries[i].kind, kind) == 0))
			return true;
	return false;
}

/* --- the meeting's own entry ------------------------------------------- */

struct progress {
	size_t files, nameless;
};

static int count(void *ctx, const struct listed *file)
{
	struct progress *p = ctx;

	p->files++;
	p->nameless += file->id[0] == '\0' && file->state == SOURCE_WAITING;
	return 0;
}

/* Files in progress have no id, and so no entry of their own: the meeting
   waits for them. */
static void look_for_progress(struct fetching *f, const struct place *p)
{
	struct progress n = { 0 };

	if (p->answer.verdict != ZOOM_OK || p->answer.json == NULL)
		return;
	f->known++;
	(void)listed_each(f->a, p->answer.json, count, &n);
	if (n.nameless > 0)
		f->waiting = arena_printf(f->a,
					  "Zoom is still processing %zu of "
					  "its %zu files",
					  n.nameless, n.files);
}

static bool is_fresh(const struct fetching *f, int64_t time_us)
{
	int64_t at_us = f->start_us != 0 ? f->start_us : time_us;

	return at_us != 0 && account_now_us(&f->z->acc) - at_us < FRESH_US;
}

static int settle_unknown(struct fetching *f, size_t at, struct err *e)
{
	if (is_fresh(f, f->b->entries[at].time_us))
		return fetch_settle(f, at, SOURCE_WAITING,
				    "Zoom does not tell of this meeting yet",
				    f->evidence.s, e);
	if (f->missing.len > 0)
		return fetch_settle(f, at, SOURCE_WAITING,
				    arena_printf(f->a, "Zoom does not give: %s",
						 f->missing.s),
				    f->evidence.s, e);
	return fetch_settle(f, at, SOURCE_GONE,
			    "Zoom no longer tells of this meeting",
			    f->evidence.s, e);
}

static int settle_meeting(struct fetching *f, size_t at, struct err *e)
{
	const char *missing = "";

	if (f->known == 0)
		return settle_unknown(f, at, e);
	if (f->waiting != NULL)
		return fetch_settle(f, at, SOURCE_WAITING, f->waiting, "", e);
	if (f->missing.len > 0)
		missing = arena_printf(f->a, "without what Zoom refuses: %s",
				       f->missing.s);
	return fetch_settle(f, at, SOURCE_READY, missing,
			    f->missing.len > 0 ? f->evidence.s : "", e);
}

/* --- all --------------------------------------------------------------- */

static int ask_about(struct fetching *f, struct err *e)
{
	if (!fetch_wants(f, "meeting"))
		return 0;
	if (fetch_recordings(f, false, e) < 0 || fetch_archive(f, false, e) < 0)
		return -1;
	look_for_progress(f, &f->recordings);
	look_for_progress(f, &f->archive);
	return fetch_about(f, e);
}

/* What is left: the meeting, and kinds of which nothing is known. */
static int settle_rest(struct fetching *f, struct err *e)
{
	for (size_t i = 0; i < f->b->n_entries; i++) {
		const struct source_wanted *w = &f->b->entries[i];
		int bad;

		if (!w->wanted || f->settled[i])
			continue;
		if (strcmp(w->kind, "meeting") == 0)
			bad = settle_meeting(f, i, e);
		else if (strcmp(w->kind, "trash") == 0)
			bad = fetch_settle(f, i, SOURCE_READY, "", "", e);
		else
			bad = fetch_settle(f, i, SOURCE_REFUSED,
					   "this version does not know what "
					   "to fetch for it",
					   "", e);
		if (bad < 0)
			return -1;
	}
	return 0;
}

static int run(struct fetching *f, struct err *e)
{
	if (ask_about(f, e) < 0 || fetch_summaries(f, e) < 0 ||
	    fetch_files(f, e) < 0)
		return -1;
	if (settle_rest(f, e) < 0)
		return -1;
	if (f->later.kind != ERR_NONE) {
		*e = f->later;
		return -1;
	}
	return 0;
}

int zoom_fetch(struct source *src, const struct source_bundle *b,
	       const struct source_store *to, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct fetching f = {
		.z = (struct zoom *)src,
		.b = b,
		.to = to,
		.a = a,
		.participants = -1,
		.refused = STR_INIT,
		.missing = STR_INIT,
		.evidence = STR_INIT,
		.later = ERR_INIT,
	};
	int bad;

	f.settled = arena_alloc(a, b->n_entries, sizeof(*f.settled));
	zoom_answer_init(&f.recordings.answer);
	zoom_answer_init(&f.archive.answer);
	zoom_answer_init(&f.transcript.answer);
	bad = run(&f, e);
	zoom_answer_done(&f.recordings.answer);
	zoom_answer_done(&f.archive.answer);
	zoom_answer_done(&f.transcript.answer);
	str_done(&f.refused);
	str_done(&f.missing);
	str_done(&f.evidence);
	return bad < 0 ? err_wrap(e, "meeting %s", b->key) : 0;
}
