/*
 * source/ringcentral/listing.h - one run of list(), shared by its ways.
 */
#ifndef SOURCE_RINGCENTRAL_LISTING_H
#define SOURCE_RINGCENTRAL_LISTING_H

#include "source/ringcentral/ask.h"
#include "source/ringcentral/export.h"
#include "source/ringcentral/ringcentral.h"
#include "source/source.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct book;
struct extensions;

struct listing {
	struct rc *r;
	const struct source_window *w;
	const struct source_list *to;
	struct arena *page;     /* of the record or page at hand */
	struct book *book;      /* of the export at hand */
	struct extensions *ext; /* who has which extension */
	uint64_t records;       /* of exports, read so far */
	uint64_t unusable;      /* of them, not to be archived */
	uint64_t told;          /* entries, for progress */
	bool refused[RC_WAYS];  /* told already, once is enough */
	int64_t from_us, to_us; /* of the window at hand */
};

/* --- telling, in listing.c --------------------------------------------- */

/* Forget what lies in the arena of the page. */
void rc_listing_page_done(struct listing *l);

/* Fill in what all entries have, and what the setting exclude says. */
int rc_listing_tell(struct listing *l, struct source_entry *en, enum rc_way way,
		    struct err *e);

void rc_listing_notice(struct listing *l, enum check_level level,
		       const char *subject, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* A way that is refused, once: what, why, what is lost. */
void rc_listing_refused(struct listing *l, enum rc_way way,
			const struct rc_answer *a);
void rc_listing_progress(struct listing *l, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* A value as it is kept: compact JSON, members in the order they came. */
void rc_listing_json(struct str *out, const json_t *o);

/*
 * What is remembered from one complete listing to the next: of two states
 * the one whose listing was complete (source_window.last_us), so that nothing
 * is passed over that a run cut off did not keep. load: 1 with *out, 0 none.
 */
int rc_listing_load(struct listing *l, const char *name, struct str *out,
		    struct err *e);
int rc_listing_save(struct listing *l, const char *name, const char *value,
		    struct err *e);

/* --- records, one by one, for tests as well ----------------------------- */

/* A record of an export; see export.h. */
int rc_listing_record(struct listing *l, enum export_folder folder,
		      const char *bytes, size_t len, struct err *e);
/* How many could not be used, where they were too many to be told each. */
void rc_listing_unusable(struct listing *l);
/* After all of them: files of the book that no record has told of. */
int rc_listing_stray_files(struct listing *l, struct err *e);

/* --- the ways ---------------------------------------------------------- */

int rc_list_team(struct listing *l, struct err *e);
int rc_list_messages(struct listing *l, struct err *e);
int rc_list_calls(struct listing *l, struct err *e);
int rc_list_video(struct listing *l, struct err *e);

#endif
