/*
 * source/zoom/meeting/work.h - one meeting on the table while it is composed.
 *
 * What the steps of compose.c share, in the order they fill it:
 *
 *	work_open    raws sorted and the small ones parsed  (work.c)
 *	about_*      what is known of the meeting           (about.c)
 *	files_*      what each part is                      (files.c)
 *	people_*     who took part                          (attend.c, people.c)
 *	talk_*       chats and transcripts                  (talk.c, speech.c)
 *	tables_*     polls, questions, surveys              (tables.c)
 *	summary_*    AI summaries                           (summary.c)
 *	trash_*      deletions at Zoom                      (trash.c)
 */
#ifndef SOURCE_ZOOM_MEETING_WORK_H
#define SOURCE_ZOOM_MEETING_WORK_H

#include "source/zoom/meeting/about.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct file;
struct item;
struct people;
struct source_material;
struct source_part;
struct source_raw;

/* The last moment a date can say: the end of the year 9999. */
#define WORK_LAST_US INT64_C(253402300799000000)

enum doc_kind {
	DOC_MEETING,
	DOC_REPORT,
	DOC_ARCHIVE,
	DOC_RECORDINGS,
	DOC_HISTORY,
	DOC_TRANSCRIPT,
	DOC_SUMMARY,
	DOC_TRASH,
	DOC_REPORT_PEOPLE, /* from here on: parsed when their turn comes */
	DOC_PEOPLE,
	DOC_METRICS_PEOPLE,
	DOC_REPORT_POLLS,
	DOC_POLLS,
	DOC_REPORT_QA,
	DOC_QA,
	DOC_SURVEY,
	DOC_OTHER,
};

/* A raw: sorted by kind, page, name. */
struct doc {
	enum doc_kind kind;
	long long page;   /* of "participants.N"; 0 for the others */
	const char *rest; /* behind the first ':' of its name, or "" */
	const struct source_raw *raw;
	json_t *json;  /* the meeting's object, borrowed from `whole` */
	json_t *whole; /* owned; NULL unless parsed */
	bool damaged;  /* no JSON at all */
	bool mended;   /* repaired, and the reader was told */
};

struct work {
	const struct source_material *m;
	struct item *it;
	struct arena *a; /* the item's */
	struct doc *docs;
	size_t n_docs;
	struct about about;
	struct people *people;
	struct file *files; /* one for each part, in the same order */
	size_t n_files;
	size_t chat_messages; /* found in chats, shown or not */
};

void work_open(struct work *w, const struct source_material *m);
void work_done(struct work *w);
static inline void work_done_auto(struct work *w)
{
	work_done(w);
}

/* Parse this document if it is not yet. Its object, or NULL. */
json_t *work_read(struct work *w, struct doc *d);

/* Forget it again (pages of people are many). */
void work_forget(struct doc *d);

/* Add a notice, printf-like. */
void work_notice(struct work *w, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* True for the first message, where all is told, and for what is fresh. */
bool work_tells(const struct work *w, bool fresh);

#endif
