/* Transcripts, else captions, become spoken lines. */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/vtt.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/people.h"
#include "source/zoom/meeting/talk.h"
#include "source/zoom/meeting/work.h"
#include "stream/reader.h"

#include <string.h>

struct speech {
	struct talk t;
	int64_t base_us; /* 0 unknown */
	bool trusting;   /* whoever is named before a colon is a person */
};

/* --- lines ----------------------------------------------------------- */

/*
 * A name before a colon counts where somebody present has it (or where no
 * list says who was present, in a transcript's own form); else it is text.
 */
static size_t speaker_of(struct speech *s, const struct vtt_cue *c,
			 const char **text)
{
	struct work *w = s->t.w;
	struct arena *a = talk_scratch(&s->t);
	const char *name = loose_clean_line(a, c->speaker, strlen(c->speaker));
	size_t who;

	*text = c->text;
	if (*name == '\0')
		return PEOPLE_NOBODY;
	who = people_find(w->people, name);
	if (who == PEOPLE_NOBODY && s->trusting)
		who = people_ensure(w->people, PEOPLE_SPEECH,
				    arena_strdup(w->a, name), "", "");
	if (who < PEOPLE_AMBIGUOUS)
		*text = c->spoken;
	else if (c->tagged)
		*text = arena_printf(a, "%s: %s", name, c->text);
	return who < PEOPLE_AMBIGUOUS ? who : PEOPLE_NOBODY;
}

static void take_cue(void *ctx, const struct vtt_cue *c)
{
	struct speech *s = ctx;
	const char *text;
	size_t who = speaker_of(s, c, &text);
	struct item_entry *en = talk_line(&s->t, text);

	if (en == NULL)
		return;
	en->author = who;
	if (s->base_us > 0)
		en->time_us = s->base_us + c->from_us;
}

/* --- files ----------------------------------------------------------- */

/* Recordings first, the meeting's own transcript, the archive; 0: none. */
static int rank_of(const struct file *f, bool hidden)
{
	int captions = f->content == FILE_CAPTIONS ? 3 : 0;

	if ((f->content != FILE_TRANSCRIPT && f->content != FILE_CAPTIONS) ||
	    !files_listed(f) || f->part->state != SOURCE_PART_CAPTURED ||
	    f->part->fresh == hidden)
		return 0;
	if (f->archive)
		return 3 + captions;
	return strcmp(f->part->kind, "transcript") == 0 ? 2 + captions
							: 1 + captions;
}

static int64_t base_of(const struct work *w, const struct file *f)
{
	if (f->from_us > 0)
		return f->from_us;
	return f->joined_us > 0 ? f->joined_us : w->about.start_us;
}

static void tell(struct speech *s, const struct file *f,
		 const struct vtt_sums *sums)
{
	struct talk *t = &s->t;

	if (sums->replaced)
		work_notice(t->w,
			    "The file \"%.200s\" has bytes that are no text; "
			    "they are shown as U+FFFD.",
			    files_name(f));
	if (t->to == NULL) {
		if (f->part->size > 0)
			work_notice(t->w,
				    "The file \"%.200s\" does not look like a "
				    "transcript; it is attached as it is.",
				    files_name(f));
		return;
	}
	t->to->spoken = true;
	if (s->base_us == 0)
		t->to->note = "When this was said is not known; the file "
			      "counts from the start of the recording.";
	if (t->found > t->to->n_entries)
		work_notice(t->w,
			    "The first %zu of %zu lines of \"%.200s\" are "
			    "shown; the file is attached whole.",
			    t->to->n_entries, t->found, files_name(f));
}

static int read_speech(struct work *w, const struct file *f, const char *title,
		       bool hidden, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;
	struct speech s = { .base_us = base_of(w, f),
			    .trusting = f->content == FILE_TRANSCRIPT &&
					!people_listed(w->people) };
	struct vtt_sums sums = { 0 };
	struct err mine = ERR_INIT;
	int rc = talk_open(w, f, &r, e);

	if (rc <= 0)
		return rc;
	talk_init(&s.t, w, title);
	s.t.hidden = hidden;
	rc = 0;
	if (vtt_read(r, take_cue, &s, &sums, &mine) < 0)
		rc = talk_failed(w, f, &mine, e);
	if (rc == 0 && !hidden)
		tell(&s, f, &sums);
	talk_done(&s.t);
	return rc;
}

static int speech_of(struct work *w, bool hidden, struct err *e)
{
	size_t of[7] = { 0 }, done = 0, others = 0;
	int best = 0;

	for (size_t i = 0; i < w->n_files; i++)
		of[rank_of(&w->files[i], hidden)]++;
	for (int rank = 6; rank > 0; rank--)
		if (of[rank] > 0)
			best = rank;
	for (size_t i = 0; i < w->n_files && best > 0; i++) {
		const struct file *f = &w->files[i];
		const char *title = best > 3 ? "Closed captions" : "Transcript";

		if (rank_of(f, hidden) != best) {
			others += rank_of(f, hidden) > 0;
			continue;
		}
		done++;
		if (of[best] > 1)
			title = arena_printf(w->a, "%s, part %zu of %zu", title,
					     done, of[best]);
		if (read_speech(w, f, title, hidden, e) < 0)
			return -1;
	}
	if (others > 0 && !hidden)
		work_notice(w,
			    "Spoken text in other forms (captions, the "
			    "archive's own) is attached and not shown: %zu %s.",
			    others, others == 1 ? "file" : "files");
	return 0;
}

int talk_speech(struct work *w, struct err *e)
{
	/* speakers count as people only where no list has them */
	if (w->m->ordinal > 0 && !people_listed(w->people) &&
	    speech_of(w, true, e) < 0)
		return -1;
	return speech_of(w, false, e);
}
