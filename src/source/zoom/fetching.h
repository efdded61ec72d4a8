/*
 * source/zoom/fetching.h - one bundle being fetched: what its steps share.
 *
 *	fetch.c		the order of things, and how entries end
 *	fetch-about.c	answers about the meeting, kept as raw
 *	fetch-files.c	which file is where now, and what became of it
 *	download.c	one file, from its address into the store
 */
#ifndef SOURCE_ZOOM_FETCHING_H
#define SOURCE_ZOOM_FETCHING_H

#include "base/err.h"
#include "base/str.h"
#include "source/source.h"
#include "source/zoom/ask.h"
#include "source/zoom/listed.h"
#include "source/zoom/zoom.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

/* An answer that lists files; asked anew when its addresses are too old. */
struct place {
	bool asked;
	struct zoom_answer answer;
};

struct fetching {
	struct zoom *z;
	const struct source_bundle *b;
	const struct source_store *to;
	struct arena *a;
	bool *settled; /* for each entry of the bundle */

	struct place recordings, archive, transcript;

	/* of the meeting's own entry */
	size_t known; /* answers that tell of the meeting */
	bool details; /* host, topic and times are known */
	bool history; /* there is a row of the history report */
	bool absent;  /* Zoom has no details of it, or no longer */
	int64_t start_us, end_us, participants; /* 0, 0, -1: not known */
	const char *waiting; /* for what, NULL: for nothing */
	struct str refused;  /* what was not given, in words, so far */
	struct str missing;  /* the same, for good */
	struct str evidence; /* of the answers that had nothing */

	struct err later; /* ERR_RETRY for what could not be settled */
};

/* Ask about this meeting; an answer that is OK is kept as raw under name
   (NULL: not kept). */
int fetch_ask(struct fetching *f, enum zoom_way way, const char *name,
	      struct zoom_answer *a, struct err *e);
int fetch_keep(struct fetching *f, const char *name, const void *bytes,
	       size_t len, struct err *e);

/*
 * Note that an answer about the meeting is not there, and why. Once it is
 * clear whether another way gave the same (lost: none did), say so.
 */
void fetch_note_missing(struct fetching *f, enum zoom_way way,
			const struct zoom_answer *a);
void fetch_end_missing(struct fetching *f, bool lost);

/* End entry `at`, once. */
int fetch_settle(struct fetching *f, size_t at, enum source_state state,
		 const char *reason, const char *evidence, struct err *e);

/* Is an entry of this kind (NULL: any) still wanted? */
bool fetch_wants(const struct fetching *f, const char *kind);

/* --- fetch-about.c ----------------------------------------------------- */

int fetch_about(struct fetching *f, struct err *e);
int fetch_summaries(struct fetching *f, struct err *e);

/* --- fetch-files.c ----------------------------------------------------- */

/* Ask where the files are, again where `again`. */
int fetch_recordings(struct fetching *f, bool again, struct err *e);
int fetch_archive(struct fetching *f, bool again, struct err *e);
int fetch_transcript(struct fetching *f, bool again, struct err *e);
int fetch_files(struct fetching *f, struct err *e);

/* --- download.c -------------------------------------------------------- */

enum download {
	DOWNLOAD_DONE,
	DOWNLOAD_BROKEN, /* transport, 5xx: again, after a pause */
	DOWNLOAD_WRONG,  /* came, but is not the file: again, then wait */
	DOWNLOAD_SLOW,   /* a limit: again when its hold is over */
	DOWNLOAD_TOKEN,  /* 401 */
	DOWNLOAD_DENIED, /* 403 */
	DOWNLOAD_GONE,   /* 404, 410, 3301 ... */
	DOWNLOAD_ODD,    /* any other refusal */
	DOWNLOAD_HOST,   /* an address we do not trust with the token */
};

struct downloading {
	struct fetching *f;
	size_t at; /* entry */
	const struct listed *file;
	/* Length that the server announced last, and how often in a row it
	   announced the same, unlike the listing. */
	int64_t odd_length;
	unsigned int odd_times;
	unsigned int slow;
	struct str why; /* of the last try: for reason and evidence */
};

/* Try once: an enum download, or -1 (ERR_STORE, ERR_SOURCE, to stop). */
int download_once(struct downloading *d, struct err *e);

/* How often a text must announce the same unlisted length to be believed. */
#define DOWNLOAD_ODD_TIMES 4

#endif
