/*
 * source/ringcentral/compose/work.h - an item being made: what the steps of
 * composing share.
 *
 *	work.c		records of the bundle, raws and files of the item
 *	people.c	who is in it, by the ids that records name
 *	slice.c		a day of a chat
 *	thing.c		a task, a note, a calendar event
 *	phone.c		a message of the message store, a call
 *	video.c		a video meeting
 */
#ifndef SOURCE_RINGCENTRAL_COMPOSE_WORK_H
#define SOURCE_RINGCENTRAL_COMPOSE_WORK_H

#include "item/item.h"
#include "source/source.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

/* A version of something, by its record. */
struct doc {
	const struct source_part *part;
	json_t *o; /* the record; NULL where it cannot be read */
	bool fresh;
	int64_t made_us, time_us; /* first written; this version */
	bool deleted;
};

/* Where a person's id leads, sorted by id. */
struct known {
	const char *id;
	size_t person; /* into it->people */
};

struct work {
	const struct source_material *m;
	struct item *it;
	struct arena *a;  /* of the item */
	const char *kind; /* of the bundle: "post", "task", ... */
	struct doc *docs; /* of that kind, by id, then time, then version */
	size_t n_docs, n_fresh;
	json_t *beside; /* raw `chat` or `people`, NULL if none */
	struct known *known, *later;
	size_t n_known, n_later;
	/* Of a later state: who is gone is named, and not addressed. */
	bool later_state;
	size_t fresh_files; /* captured or refused, not in a message yet */
};

/* --- work.c ------------------------------------------------------------ */

/* kind: of the records to read; rc_work_done() releases all but a taken item.
 */
void rc_work_open(struct work *w, const struct source_material *m,
		  const char *kind);
void rc_work_done(struct work *w);
static inline void rc_work_done_auto(struct work *w)
{
	rc_work_done(w);
}

/* The newest version, and the newest fresh one; NULL if none. */
const struct doc *rc_work_last(const struct work *w);

void rc_work_notice(struct work *w, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* A line of facts; left out where value is "". */
void rc_work_fact(struct work *w, const char *label, const char *value);
/* A time as people read it, "" for none. */
const char *rc_work_time(struct work *w, int64_t us);

/* All files of the bundle (later messages: the fresh ones), and the raws. */
void rc_work_files(struct work *w);
void rc_work_raws(struct work *w);
/* The name a file goes under in the item, "" if it is none of its parts. */
const char *rc_work_file_name(const struct work *w, const char *id);

/* Set source, tenant, ref (kind, the bundle, the ordinal) and what it
   answers: the first message of the bundle, or the conversation's root. */
void rc_work_name(struct work *w, const char *kind);

/* --- people.c ---------------------------------------------------------- */

/* All that were told beside the records; of those told by themselves
   (`person:ID`) a later message has the authors of what is fresh. After
   later_state is set. */
void rc_people_read(struct work *w);
/* The person of this id, made with the name where nobody knows it;
   ITEM_NOBODY where both are "". */
size_t rc_people_find(struct work *w, const char *id, const char *name);
/* As people know them, "" for nobody. */
const char *rc_people_name(const struct work *w, size_t person);

/* --- one for each kind: as rc_compose() -------------------------------- */

int rc_compose_slice(const struct source_material *m, struct item **out,
		     struct err *e);
int rc_compose_thing(const struct source_material *m, const char *kind,
		     struct item **out, struct err *e);
int rc_compose_message(const struct source_material *m, struct item **out,
		       struct err *e);
int rc_compose_call(const struct source_material *m, struct item **out,
		    struct err *e);
int rc_compose_video(const struct source_material *m, struct item **out,
		     struct err *e);

#endif
