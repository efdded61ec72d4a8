/* A video meeting, with its recordings and the text of its chat. */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/ringcentral/compose.h"
#include "source/ringcentral/compose/work.h"
#include "stream/reader.h"

#include <inttypes.h>
#include <string.h>

static void add_people(struct work *w, const json_t *o)
{
	const json_t *host = loose_object(o, "hostInfo"), *one;
	size_t i;

	w->it->author = rc_people_find(w, loose_line(w->a, host, "extensionId"),
				       loose_line(w->a, host, "displayName"));
	if (w->it->author != ITEM_NOBODY)
		w->it->people[w->it->author].role = "Host";
	json_array_foreach(loose_array(o, "participants"), i, one)
	{
		const char *caller = loose_line(w->a, one, "callerId");
		const char *id = loose_line(w->a, one, "extensionId");
		const char *name = loose_line(w->a, one, "displayName");
		size_t at;

		if (*name == '\0')
			name = *caller != '\0' ? caller
					       : loose_line(w->a, one, "id");
		at = rc_people_find(w, id, name);
		if (at == ITEM_NOBODY)
			continue;
		if (*caller != '\0' && *w->it->people[at].note == '\0')
			w->it->people[at].note =
				arena_printf(w->a, "by telephone, %s", caller);
		w->it->people[at].external |= *id == '\0';
	}
}

static void add_facts(struct work *w, const json_t *o)
{
	int64_t length;

	rc_work_fact(w, "Began", rc_work_time(w, w->it->start_us));
	if (loose_int(o, "duration", &length) && length >= 0 &&
	    length < 10000000)
		rc_work_fact(w, "Duration (minutes)",
			     arena_printf(w->a, "%" PRId64 ":%02d", length / 60,
					  (int)(length % 60)));
	rc_work_fact(w, "Meeting ID", loose_either(w->a, o, "shortId", "id"));
	rc_work_fact(w, "ID", loose_line(w->a, o, "id"));
}

/* A body of at most LOOSE_TEXT_MAX bytes; the rest stands in the attachment. */
static int read_part(struct work *w, size_t i, struct str *out, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;
	char buf[READER_BLOCK];
	ssize_t n;

	if (w->m->open(w->m->ctx, i, &r, e) < 0)
		return -1;
	while (out->len <= LOOSE_TEXT_MAX) {
		n = reader_read(r, buf, sizeof(buf), e);
		if (n <= 0)
			return n < 0 ? -1 : 0;
		str_add_len(out, buf, (size_t)n);
	}
	return 0;
}

static int add_chat(struct work *w, struct err *e)
{
	for (size_t i = 0; i < w->m->n_parts; i++) {
		const struct source_part *p = &w->m->parts[i];
		struct str text AUTO(str_done) = STR_INIT;

		if (strcmp(p->kind, "video-chat") != 0 || !p->fresh ||
		    p->state != SOURCE_PART_CAPTURED)
			continue;
		if (read_part(w, i, &text, e) < 0) {
			if (e->kind != ERR_ITEM)
				return -1;
			err_clear(e);
			rc_work_notice(w, "The chat cannot be read; it is "
					  "attached as it came.");
			continue;
		}
		if (text.len > 0)
			item_add_text(w->it, "Chat",
				      loose_clean_text(w->a, text.s, text.len))
				->note = "the meeting's public chat, as "
					 "RingCentral wrote it down";
	}
	return 0;
}

static const char *subject_of(struct work *w)
{
	size_t recordings = 0;

	for (size_t i = 0; i < w->it->n_parts; i++)
		recordings +=
			strcmp(w->it->parts[i].kind, "video-recording") == 0;
	return arena_printf(
		w->a, "%s: %s - %zu %s, %zu %s", w->it->type, w->it->title,
		w->it->n_people,
		w->it->n_people == 1 ? "participant" : "participants",
		recordings, recordings == 1 ? "recording" : "recordings");
}

/* A recording may come before the meeting it is of is listed. */
static void fill(struct work *w, const struct doc *d)
{
	const json_t *o = d != NULL ? d->o : NULL;
	int64_t length = 0;

	rc_people_read(w);
	rc_work_files(w);
	rc_work_name(w, "video-meeting");
	w->it->type = "RingCentral video meeting";
	w->it->message_class = "IPM.NOTE.RingCentral.Meeting";
	w->it->title = loose_line(w->a, o, "displayName");
	if (*w->it->title == '\0')
		w->it->title = "(no name given)";
	w->it->start_us = d != NULL ? d->made_us : 0;
	for (size_t i = 0; i < w->m->n_parts && w->it->start_us == 0; i++)
		w->it->start_us = w->m->parts[i].time_us;
	w->it->time_us = w->it->start_us;
	if (loose_int(o, "duration", &length) && length > 0 &&
	    length < 10000000 && w->it->start_us > 0)
		w->it->end_us = w->it->start_us + length * 1000000;
	add_people(w, o);
	add_facts(w, o);
	if (d == NULL)
		rc_work_notice(w, "RingCentral has not told of the meeting "
				  "itself: who took part is not known.");
}

int rc_compose_video(const struct source_material *m, struct item **out,
		     struct err *e)
{
	AUTO(rc_work_done) struct work w;
	const struct doc *d;

	rc_work_open(&w, m, "video-meeting");
	if (w.n_fresh == 0 && w.fresh_files == 0)
		return 0;
	d = rc_work_last(&w);
	if (d == NULL && w.fresh_files == 0)
		return err_set(e, ERR_ITEM,
			       "none of the %zu records can be read", w.n_docs);
	fill(&w, d);
	if (add_chat(&w, e) < 0)
		return -1;
	w.it->subject = subject_of(&w);
	rc_work_raws(&w);
	*out = TAKE(w.it);
	return 1;
}
