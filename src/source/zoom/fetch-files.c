/*
 * Files: asked where they are just before they are fetched, for addresses
 * age. What a listing says now counts more than what it said when the entry
 * was told.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/zoom/fetching.h"
#include "source/zoom/history.h"
#include "source/zoom/window.h"

#include <string.h>

#define TRIES      6
#define SLOW_TRIES 12

/* --- where ------------------------------------------------------------- */

int fetch_recordings(struct fetching *f, bool again, struct err *e)
{
	if (f->recordings.asked && !again)
		return 0;
	f->recordings.asked = true;
	return fetch_ask(f, WAY_RECORDINGS, "recordings", &f->recordings.answer,
			 e);
}

int fetch_transcript(struct fetching *f, bool again, struct err *e)
{
	if (f->transcript.asked && !again)
		return 0;
	f->transcript.asked = true;
	return fetch_ask(f, WAY_TRANSCRIPT, "transcript", &f->transcript.answer,
			 e);
}

struct search {
	const char *uuid;
	json_t *row; /* found; borrowed reference taken over by incref */
};

static int look_for(void *ctx, const struct zoom_answer *page, struct err *e)
{
	struct search *s = ctx;
	json_t *o;
	size_t i;

	(void)e;
	json_array_foreach(json_object_get(page->json, "meetings"), i, o)
	{
		const char *uuid =
			json_string_value(json_object_get(o, "uuid"));

		if (uuid != NULL && strcmp(uuid, s->uuid) == 0) {
			json_decref(s->row);
			s->row = json_incref(o);
		}
	}
	return 0;
}

/* When the meeting began, as far as its entries tell. */
static int64_t began_us(const struct fetching *f)
{
	int64_t us = f->start_us;

	for (size_t i = 0; us == 0 && i < f->b->n_entries; i++)
		if (strcmp(f->b->entries[i].kind, "meeting") == 0 ||
		    strcmp(f->b->entries[i].kind, "archive-file") == 0)
			us = f->b->entries[i].time_us;
	return us;
}

/* Out of the account's listing, where the meeting's own is not permitted. */
static int archive_by_list(struct fetching *f, struct err *e)
{
	struct search s = { .uuid = f->b->key };
	struct zoom_pages pages = { .ctx = &s, .each = look_for };
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct zoom_answer *a = &f->archive.answer;
	int64_t at_us = began_us(f);
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	int bad;

	zoom_question_init(&q, WAY_ARCHIVE, "/archive_files");
	zoom_question_add(&q, "from", clock_rfc3339(at_us - CLOCK_DAY, from));
	zoom_question_add(&q, "query_date_type", "meeting_start_time");
	zoom_question_add(&q, "page_size", "300");
	pages.to = clock_rfc3339(at_us + CLOCK_DAY, to);
	bad = zoom_ask_pages(f->z, &q, &pages, a, e);
	if (bad == 0 && a->verdict == ZOOM_OK) {
		json_decref(a->json);
		a->json = TAKE(s.row);
		str_cut(&a->body, 0);
		if (a->json != NULL)
			zoom_row_text(&a->body, a->json);
		else
			a->verdict = ZOOM_ABSENT;
	}
	json_decref(s.row);
	return bad;
}

int fetch_archive(struct fetching *f, bool again, struct err *e)
{
	struct zoom_answer *a = &f->archive.answer;

	if (f->archive.asked && !again)
		return 0;
	f->archive.asked = true;
	if (fetch_ask(f, WAY_ARCHIVE_FILES, "archive", a, e) < 0)
		return -1;
	if (a->verdict != ZOOM_SCOPE || began_us(f) == 0)
		return 0;
	if (archive_by_list(f, e) < 0)
		return -1;
	if (a->verdict != ZOOM_OK)
		return 0;
	return fetch_keep(f, "archive", a->body.s, a->body.len, e);
}

static struct place *place_of(struct fetching *f, const char *kind)
{
	if (strcmp(kind, "archive-file") == 0)
		return &f->archive;
	if (strcmp(kind, "transcript") == 0)
		return &f->transcript;
	return &f->recordings;
}

static int ask_place(struct fetching *f, const char *kind, bool again,
		     struct err *e)
{
	if (strcmp(kind, "archive-file") == 0)
		return fetch_archive(f, again, e);
	if (strcmp(kind, "transcript") == 0)
		return fetch_transcript(f, again, e);
	return fetch_recordings(f, again, e);
}

/* --- which ------------------------------------------------------------- */

struct match {
	const struct source_wanted *wanted;
	struct listed *out;
};

static int is_match(void *ctx, const struct listed *f)
{
	struct match *m = ctx;

	if (strcmp(f->kind, m->wanted->kind) != 0 ||
	    strcmp(f->id, m->wanted->id) != 0)
		return 0;
	*m->out = *f;
	return 1;
}

static bool find(struct fetching *f, const struct source_wanted *w,
		 struct listed *out)
{
	const struct place *p = place_of(f, w->kind);
	struct match m = { w, out };

	if (strcmp(w->kind, "transcript") == 0)
		return listed_transcript(out, f->a, p->answer.json, f->b->key);
	return listed_each(f->a, p->answer.json, is_match, &m) == 1;
}

/* The listing itself was refused: what that means for one of its files. */
static int settle_unlisted(struct fetching *f, size_t at,
			   const struct zoom_answer *a, struct err *e)
{
	switch (a->verdict) {
	case ZOOM_ABSENT:
	case ZOOM_TOO_OLD:
		return fetch_settle(f, at, SOURCE_GONE, "Zoom no longer has it",
				    a->evidence.s, e);
	case ZOOM_SCOPE:
		return fetch_settle(f, at, SOURCE_WAITING,
				    a->scopes.len > 0
					    ? arena_printf(f->a,
							   "the app lacks the "
							   "scope %s",
							   a->scopes.s)
					    : "the app lacks the scope for it",
				    a->evidence.s, e);
	case ZOOM_PLAN:
		return fetch_settle(f, at, SOURCE_WAITING,
				    "a setting, licence or right at Zoom is "
				    "in the way",
				    a->evidence.s, e);
	default:
		return fetch_settle(f, at, SOURCE_REFUSED,
				    "Zoom refuses to tell where it is",
				    a->evidence.s, e);
	}
}

/* 1 when the entry is settled by what the listing says; else *out. */
static int locate(struct fetching *f, size_t at, struct listed *out,
		  struct err *e)
{
	const struct source_wanted *w = &f->b->entries[at];
	const struct zoom_answer *a = &place_of(f, w->kind)->answer;
	int bad;

	if (a->verdict != ZOOM_OK) {
		bad = settle_unlisted(f, at, a, e);
	} else if (!find(f, w, out)) {
		bad = fetch_settle(f, at, SOURCE_GONE,
				   "Zoom no longer lists it",
				   "its listing was answered with 200, without "
				   "this file",
				   e);
	} else if (out->state != SOURCE_READY) {
		bad = fetch_settle(f, at, out->state, out->reason,
				   "its listing was answered with 200", e);
	} else {
		return 0;
	}
	return bad < 0 ? -1 : 1;
}

/* --- what became of it ------------------------------------------------- */

/* After the last try. */
static int give_up(struct downloading *d, int last, struct err *e)
{
	struct fetching *f = d->f;
	const char *why = d->why.s;

	switch (last) {
	case DOWNLOAD_GONE:
		return fetch_settle(f, d->at, SOURCE_GONE,
				    "Zoom no longer has the file", why, e);
	case DOWNLOAD_DENIED:
		return fetch_settle(f, d->at, SOURCE_REFUSED,
				    "Zoom refuses the download", why, e);
	case DOWNLOAD_ODD:
		return fetch_settle(f, d->at, SOURCE_REFUSED,
				    "Zoom does not give the file", why, e);
	case DOWNLOAD_TOKEN:
		return fetch_settle(f, d->at, SOURCE_WAITING,
				    "Zoom does not allow the download yet", why,
				    e);
	case DOWNLOAD_WRONG:
	case DOWNLOAD_HOST:
		return fetch_settle(f, d->at, SOURCE_WAITING, why, "", e);
	default:
		break;
	}
	if (f->later.kind == ERR_NONE)
		(void)err_set(&f->later, ERR_RETRY, "%s '%.100s': %s",
			      d->file->kind, d->file->name, why);
	f->settled[d->at] = true; /* not tried again in this call */
	return 0;
}

struct counts {
	unsigned int tries, relisted;
};

/* Is there anything to be won by another try? Waits for it where needed. */
static int prepare_next(struct downloading *d, int last, struct counts *c,
			struct err *e)
{
	bool relist = last == DOWNLOAD_TOKEN || last == DOWNLOAD_DENIED ||
		      last == DOWNLOAD_GONE || last == DOWNLOAD_ODD;

	if (last == DOWNLOAD_HOST)
		return 0;
	if (last == DOWNLOAD_SLOW)
		return d->slow < SLOW_TRIES;
	if (relist && c->relisted++ > 0)
		return 0;
	if (++c->tries >= TRIES)
		return 0;
	if (!relist && account_pause(&d->f->z->acc, c->tries - 1, e) < 0)
		return -1;
	/* an address may have aged, a size may have been corrected */
	if (relist || last == DOWNLOAD_WRONG)
		if (ask_place(d->f, d->file->kind, true, e) < 0)
			return -1;
	return 1;
}

static int fetch_file(struct fetching *f, size_t at, struct err *e)
{
	struct listed file;
	struct downloading d = { .f = f,
				 .at = at,
				 .file = &file,
				 .odd_length = -1,
				 .why = STR_INIT };
	struct counts c = { 0 };
	int n, last, more;

	for (;;) {
		n = locate(f, at, &file, e);
		if (n != 0)
			break;
		last = download_once(&d, e);
		if (last == DOWNLOAD_DONE) {
			f->settled[at] = true;
			break;
		}
		more = last < 0 ? -1 : prepare_next(&d, last, &c, e);
		if (more == 0)
			n = give_up(&d, last, e);
		else if (more < 0)
			n = -1;
		if (more <= 0)
			break;
	}
	str_done(&d.why);
	return n < 0 ? -1 : 0;
}

static bool is_file(const char *kind)
{
	return strcmp(kind, "recording-file") == 0 ||
	       strcmp(kind, "participant-audio") == 0 ||
	       strcmp(kind, "archive-file") == 0 ||
	       strcmp(kind, "transcript") == 0;
}

int fetch_files(struct fetching *f, struct err *e)
{
	for (size_t i = 0; i < f->b->n_entries; i++) {
		const struct source_wanted *w = &f->b->entries[i];

		if (!w->wanted || f->settled[i] || !is_file(w->kind))
			continue;
		if (ask_place(f, w->kind, false, e) < 0 ||
		    fetch_file(f, i, e) < 0)
			return -1;
	}
	return 0;
}
