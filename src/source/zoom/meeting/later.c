#include "source/zoom/meeting/later.h"

#include "base/arena.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/subject.h"
#include "source/zoom/meeting/summary.h"
#include "source/zoom/meeting/trash.h"
#include "source/zoom/meeting/work.h"

#include <string.h>

static void look_at_file(const struct file *f, struct later *out)
{
	if (!f->part->fresh)
		return;
	if (strcmp(f->part->kind, "trash") == 0)
		out->trash = true;
	if (!files_listed(f))
		return;
	if (f->part->state == SOURCE_PART_REFUSED ||
	    f->part->state == SOURCE_PART_GONE)
		out->missing++;
	if (f->part->state != SOURCE_PART_CAPTURED)
		return;
	switch (f->content) {
	case FILE_VIDEO:
	case FILE_AUDIO:
		out->recordings++;
		break;
	case FILE_CHAT:
		out->chats++;
		break;
	case FILE_TRANSCRIPT:
	case FILE_CAPTIONS:
		out->transcripts++;
		break;
	case FILE_OTHER:
	case FILE_POLL:
	case FILE_SUMMARY:
	case FILE_SUBGROUP:
	case FILE_TIMELINE:
		out->files++;
		break;
	}
}

static void look_at_doc(const struct doc *d, struct later *out)
{
	if (!d->raw->fresh)
		return;
	switch (d->kind) {
	case DOC_SUMMARY:
		out->summary = true;
		break;
	case DOC_TRASH:
		out->trash = true;
		break;
	case DOC_REPORT_PEOPLE:
	case DOC_PEOPLE:
	case DOC_METRICS_PEOPLE:
		out->people = true;
		break;
	case DOC_REPORT_POLLS:
	case DOC_POLLS:
		out->polls = true;
		break;
	case DOC_REPORT_QA:
	case DOC_QA:
		out->questions = true;
		break;
	case DOC_SURVEY:
		out->survey = true;
		break;
	case DOC_MEETING:
	case DOC_REPORT:
	case DOC_ARCHIVE:
	case DOC_RECORDINGS:
	case DOC_HISTORY:
	case DOC_TRANSCRIPT:
	case DOC_OTHER:
		break;
	}
}

void later_look(const struct work *w, struct later *out)
{
	*out = (struct later){ .recordings = 0 };
	for (size_t i = 0; i < w->n_files; i++)
		look_at_file(&w->files[i], out);
	for (size_t i = 0; i < w->n_docs; i++)
		look_at_doc(&w->docs[i], out);
}

static bool more_than_trash(const struct later *l)
{
	return l->recordings + l->chats + l->transcripts + l->files +
			       l->missing >
		       0 ||
	       l->summary || l->people || l->polls || l->questions || l->survey;
}

bool later_worth(const struct later *l)
{
	return l->trash || more_than_trash(l);
}

/* --- naming ---------------------------------------------------------- */

static void add_word(struct str *s, bool is, const char *word)
{
	if (is)
		str_addf(s, "%s%s", s->len > 0 ? ", " : "", word);
}

/* "transcript", but "2 transcripts". */
static void add_some(struct str *s, size_t n, const char *one, const char *many)
{
	if (n == 1)
		add_word(s, true, one);
	else
		subject_count(s, n, one, many);
}

static const char *what_is_fresh(struct work *w, const struct later *l)
{
	struct str s AUTO(str_done) = STR_INIT;

	subject_count(&s, l->recordings, "recording", "recordings");
	add_some(&s, l->chats, "chat", "chats");
	add_some(&s, l->transcripts, "transcript", "transcripts");
	subject_count(&s, l->files, "file", "files");
	add_word(&s, l->summary, "summary");
	add_word(&s, l->people, "participants");
	add_word(&s, l->polls, "polls");
	add_word(&s, l->questions, "questions and answers");
	add_word(&s, l->survey, "survey");
	subject_count(&s, l->missing, "file not available",
		      "files not available");
	add_word(&s, l->trash, "deletion at Zoom");
	return arena_strdup(w->a, s.s);
}

static int64_t newer(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Zoom's own times of what is fresh, else those of the inventory. */
static int64_t newest_us(struct work *w, const struct later *l,
			 const struct trash *t)
{
	int64_t us = newer(summary_time_us(w), t->deleted_us), listed = 0;

	for (size_t i = 0; i < w->n_files; i++) {
		const struct file *f = &w->files[i];

		if (!f->part->fresh)
			continue;
		listed = newer(listed, f->part->time_us);
		if (files_listed(f) && f->part->state != SOURCE_PART_WAITING)
			us = newer(us, newer(newer(f->from_us, f->to_us),
					     newer(f->joined_us, f->left_us)));
	}
	for (size_t i = 0; i < w->n_docs && l->transcripts > 0; i++)
		if (w->docs[i].kind == DOC_TRANSCRIPT)
			us = newer(us, loose_time(work_read(w, &w->docs[i]),
						  "transcript_created_time"));
	if (us == 0)
		us = listed;
	if (us == 0)
		us = w->about.end_us;
	return us > 0 ? us : w->about.start_us;
}

void later_name(struct work *w, const struct later *l, const struct trash *t)
{
	struct item *it = w->it;
	struct item_ref *answers = ARENA_NEW(w->a, struct item_ref);
	bool deletion = l->trash && !more_than_trash(l);

	*answers = it->ref;
	it->answers = answers;
	it->ref.kind = deletion ? "deletion" : "supplement";
	it->ref.version = arena_printf(w->a, "%u", w->m->ordinal);
	it->message_class = deletion ? "IPM.NOTE.ZoomMeetings.Deletion"
				     : "IPM.NOTE.ZoomMeetings.Supplement";
	it->time_us = newest_us(w, l, t);
	if (!deletion)
		it->subject =
			subject_later(w, "supplement", what_is_fresh(w, l));
	else if (t->files > 0)
		it->subject = subject_later(
			w, "deleted at Zoom",
			arena_printf(w->a, "%zu %s", t->files,
				     t->files == 1 ? "file" : "files"));
	else
		it->subject = subject_later(w, "deleted at Zoom", "");
}
