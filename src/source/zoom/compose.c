#include "source/zoom/compose.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/attend.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/later.h"
#include "source/zoom/meeting/people.h"
#include "source/zoom/meeting/subject.h"
#include "source/zoom/meeting/summary.h"
#include "source/zoom/meeting/tables.h"
#include "source/zoom/meeting/talk.h"
#include "source/zoom/meeting/trash.h"
#include "source/zoom/meeting/work.h"

#include <inttypes.h>
#include <string.h>

/* --- what is known of the meeting ------------------------------------ */

static void read_about(struct work *w)
{
	for (size_t i = 0; i < w->n_docs; i++)
		if (w->docs[i].kind <= DOC_TRASH)
			about_add(&w->about, w->a, work_read(w, &w->docs[i]));
	/* polls and the like know the meeting's id and start as well */
	for (size_t i = 0; i < w->n_docs; i++)
		if (w->docs[i].kind >= DOC_REPORT_POLLS &&
		    w->docs[i].kind <= DOC_SURVEY &&
		    (w->about.start_us == 0 || w->about.id == 0)) {
			about_add(&w->about, w->a, work_read(w, &w->docs[i]));
			work_forget(&w->docs[i]);
		}
	if (*w->about.uuid == '\0')
		w->about.uuid = loose_clean_line(w->a, w->m->bundle,
						 strlen(w->m->bundle));
}

/* Where no answer has the times: those of people, then of files. */
static void mend_times(struct work *w)
{
	struct about *ab = &w->about;
	int64_t first = people_first_us(w->people),
		last = people_last_us(w->people), seconds = ab->seconds;

	for (size_t i = 0; i < w->n_files; i++) {
		const struct file *f = &w->files[i];

		if (first == 0)
			first = f->from_us > 0 ? f->from_us : f->joined_us;
		if (f->to_us > last)
			last = f->to_us;
	}
	for (size_t i = 0; i < w->n_files && first == 0; i++)
		first = w->files[i].part->time_us;
	if (ab->start_us == 0)
		ab->start_us = first;
	if (seconds < 0 && ab->minutes >= 0 && ab->minutes < INT32_MAX)
		seconds = ab->minutes * 60;
	if (ab->end_us == 0 && ab->start_us > 0 && seconds > 0 &&
	    seconds < INT32_MAX)
		ab->end_us = ab->start_us + seconds * 1000000;
	if (ab->end_us == 0 && last > ab->start_us)
		ab->end_us = last;
	if (ab->end_us < ab->start_us)
		ab->end_us = 0;
	if (ab->end_us > WORK_LAST_US)
		ab->end_us = WORK_LAST_US;
}

/* --- the item -------------------------------------------------------- */

static const char *copy(struct work *w, const char *text)
{
	return loose_clean_line(w->a, text, strlen(text));
}

static void name_item(struct work *w)
{
	struct item *it = w->it;

	it->source = "zoom-meetings";
	it->tenant = copy(w, w->m->tenant);
	it->connector = copy(w, w->m->connector);
	it->ref.kind = "meeting";
	it->ref.id = copy(w, w->m->bundle);
	it->ref.version = "0";
	it->conversation = w->about.id > 0
				   ? arena_printf(w->a, "%" PRId64, w->about.id)
				   : it->ref.id;
	it->type = w->about.webinar ? "Zoom webinar" : "Zoom meeting";
	it->title = subject_title(w);
	it->message_class = w->about.webinar ? "IPM.NOTE.ZoomMeetings.Webinar"
					     : "IPM.NOTE.ZoomMeetings.Meeting";
	it->start_us = w->about.start_us;
	it->end_us = w->about.end_us;
	it->time_us = it->start_us;
}

static const char *host_domain(const struct work *w)
{
	const char *at = strrchr(w->about.host_email, '@');

	return at != NULL && !w->about.external ? at + 1 : "";
}

static void name_people(struct work *w)
{
	struct item *it = w->it;

	people_emit(w->people, it, host_domain(w), w->about.external);
	if (it->n_people > 0 && strcmp(it->people[0].role, "Host") == 0)
		it->author = 0;
	talk_resolve(w);
	if (!people_listed(w->people))
		work_notice(w, "Zoom gave no list of participants: those "
			       "named here are known from other parts of the "
			       "meeting only.");
}

static void attach_raws(struct work *w)
{
	for (size_t i = 0; i < w->n_docs; i++) {
		const struct source_raw *raw = w->docs[i].raw;
		struct item_raw *to;

		if (!work_tells(w, raw->fresh))
			continue;
		to = item_add_raw(w->it);
		to->name = copy(w, raw->name);
		to->media_type = copy(w, raw->media_type);
		to->size = raw->len;
		to->seq = raw->seq;
		memcpy(to->sha256, raw->sha256, sizeof(to->sha256));
	}
}

/* Something that can be read or attached. */
static bool usable(struct work *w)
{
	for (size_t i = 0; i < w->n_files; i++)
		if (files_listed(&w->files[i]) &&
		    w->files[i].part->state == SOURCE_PART_CAPTURED)
			return true;
	for (size_t i = 0; i < w->n_docs; i++)
		if (w->docs[i].kind != DOC_OTHER &&
		    work_read(w, &w->docs[i]) != NULL)
			return true;
	return false;
}

/* How much of what Zoom has is not in this message. */
static void tell_missing(struct work *w)
{
	size_t missing = 0, all = 0;

	for (size_t i = 0; i < w->it->n_parts; i++) {
		enum item_part_state state = w->it->parts[i].state;

		all++;
		missing += state == ITEM_PART_PENDING ||
			   state == ITEM_PART_FAILED ||
			   state == ITEM_PART_EXPIRED;
	}
	if (missing > 0)
		work_notice(w,
			    "%zu of %zu files are not in this message; the "
			    "list of files says why.",
			    missing, all);
}

/* The meeting itself could not be asked for, or not all of it. */
static void tell_refusals(struct work *w)
{
	for (size_t i = 0; i < w->n_files; i++) {
		const struct source_part *p = w->files[i].part;
		const char *what = NULL;

		if (strcmp(p->kind, "meeting") != 0 || !p->fresh)
			continue;
		if (p->state == SOURCE_PART_WAITING)
			what = "What Zoom tells about the meeting was not "
			       "complete when this message was made";
		if (p->state == SOURCE_PART_REFUSED ||
		    p->state == SOURCE_PART_GONE)
			what = "Zoom does not tell about the meeting itself";
		if (what != NULL)
			work_notice(w, "%s: %.300s%s%.300s", what, p->reason,
				    *p->evidence != '\0' ? " - " : "",
				    p->evidence);
	}
}

static int fill(struct work *w, const struct later *l, struct err *e)
{
	struct trash trash;

	name_item(w);
	if (w->m->ordinal == 0)
		about_facts(&w->about, w->it);
	else
		about_identity(&w->about, w->it);
	tell_refusals(w);
	trash_read(w, &trash);
	files_list(w);
	if (talk_chats(w, e) < 0 || talk_speech(w, e) < 0 ||
	    tables_read(w, e) < 0)
		return -1;
	summary_read(w);
	name_people(w);
	tell_missing(w);
	attach_raws(w);
	if (w->m->ordinal == 0)
		w->it->subject = subject_meeting(w);
	else
		later_name(w, l, &trash);
	return 0;
}

int zoom_compose(const struct source_material *m, struct item **out,
		 struct err *e)
{
	AUTO(work_done) struct work w;
	struct later later;

	work_open(&w, m);
	if (m->n_raws == 0 && m->n_parts == 0)
		return 0;
	read_about(&w);
	files_read(&w);
	later_look(&w, &later);
	if (m->ordinal > 0 && !later_worth(&later))
		return 0;
	if (attend_read(&w, e) < 0)
		return -1;
	if (!usable(&w))
		return err_set(e, ERR_ITEM,
			       "none of Zoom's %zu answers can be read and no "
			       "file was captured",
			       m->n_raws);
	mend_times(&w);
	if (fill(&w, &later, e) < 0)
		return -1;
	*out = TAKE(w.it);
	return 1;
}
