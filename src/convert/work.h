/*
 * convert/work.h - one item on its way to a message: what its parts share.
 *
 * Life: work_begin() decides all that more than one part has to agree on
 * (the address of each person, the file name of each attachment); headers,
 * text, HTML and attachments are then written from it; work_end().
 */
#ifndef CONVERT_WORK_H
#define CONVERT_WORK_H

#include "base/cleanup.h"
#include "convert/convert.h"
#include "item/item.h"
#include "mime/part.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct str;

/*
 * Beyond these an item is refused (ERR_ITEM): no platform comes near, and
 * the skeleton (at most 64 MiB) must hold what is written for each.
 */
#define WORK_PEOPLE_MAX ((size_t)100 * 1000)
#define WORK_PARTS_MAX  ((size_t)10 * 1000)
#define WORK_BYTES_MAX  ((uint64_t)1 << 60) /* of all artefacts */

/* Of each of the two bodies, as encoded; see body.h. */
#define WORK_BODY_MAX ((size_t)12 * 1024 * 1024)

/*
 * Where To would be longer it names as many as fit: Exchange refuses a
 * header of 256 KiB. X-Estreat-Email and the CSV have everyone.
 */
#define WORK_TO_MAX       ((size_t)100 * 1024)

#define WORK_PEOPLE_SHOWN 2000 /* rows in the body; the CSV has all */

/* A person as the message shows them. */
struct work_person {
	const char *name; /* never "" */
	const char *addr; /* header_address_ok(), made up where need be */
	bool known;       /* addr is the one the source gave */
};

/* What is attached, in order: parts, participants.csv, raw answers. */
struct work_file {
	const char *name; /* no two are equal, in any case */
	const char *media_type;
	const char *charset; /* NULL: not known */
};

struct work {
	const struct item *it;
	const struct convert_config *cfg;
	struct arena *arena;
	struct work_person *people; /* as it->people */
	struct work_person nobody;  /* where the source did not say who */
	size_t *sorted;             /* people by address, author left out */
	size_t n_sorted;
	size_t n_to; /* of these, how many To names: see WORK_TO_MAX */
	struct work_file *parts; /* as it->parts; for all, captured or not */
	struct work_file *raws;  /* as it->raws */
	const char *message_id;
	const char *subject;
	const char *title; /* one line, never "" */
	int64_t date_us;
	char mixed[PART_BOUNDARY], alternative[PART_BOUNDARY];
};

#define PARTICIPANTS_CSV "participants.csv"

/* 0, or -1 (ERR_ITEM, ERR_USAGE) where a limit is exceeded. */
int work_begin(struct work *w, const struct item *it,
	       const struct convert_config *cfg, struct err *e);
void work_end(struct work *w);
static inline void work_end_auto(struct work *w)
{
	work_end(w);
}

/* text on one line, without controls; lives in the arena. */
const char *work_line(const struct work *w, const char *text);
void work_line_add(struct str *out, const char *text);
/* The person with this index, or nobody. */
const struct work_person *work_person(const struct work *w, size_t i);
bool work_has_author(const struct work *w);

/* people.c: names and addresses; files.c: file names and types. */
void work_people(struct work *w);
void work_files(struct work *w);

/* The parts of the message, appended to out or to the skeleton. */
void headers_write(const struct work *w, struct str *out);
void text_write(const struct work *w, struct str *out);
void html_write(const struct work *w, struct str *out);
void participants_csv_write(const struct work *w, struct str *out);
void attachments_write(const struct work *w, struct str *skeleton);

#endif
