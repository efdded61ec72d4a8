/*
 * source/webex/fetching.h - one bundle being fetched: what its steps share.
 *
 *	fetch.c		how entries end; posts and answers to cards
 *	fetch-event.c	what was not decrypted when it was listed
 *	fetch-meeting.c	a meeting's details and participants
 *	fetch-files.c	where each file is, and what became of it
 *	download.c	one file, from its address into the store
 */
#ifndef SOURCE_WEBEX_FETCHING_H
#define SOURCE_WEBEX_FETCHING_H

#include "base/err.h"
#include "base/str.h"
#include "source/source.h"
#include "source/webex/ask.h"
#include "source/webex/webex.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

struct fetching {
	struct webex *wx;
	const struct source_bundle *b;
	const struct source_store *to;
	struct arena *a;
	bool *settled;    /* for each entry of the bundle */
	struct err later; /* ERR_RETRY for what could not be settled */
};

int webex_keep(struct fetching *f, const char *name, const void *bytes,
	       size_t len, struct err *e);

/* End entry `at`, once. */
int webex_settle(struct fetching *f, size_t at, enum source_state state,
		 const char *reason, const char *evidence, struct err *e);

/* End it as a refused question says: gone, or waiting for a person. */
int webex_settle_refused(struct fetching *f, size_t at,
			 const struct webex_answer *a, struct err *e);

/* Not decrypted yet (kms_failure): it waits for the next run. */
int webex_settle_locked(struct fetching *f, size_t at, struct err *e);

/* --- fetch-event.c, fetch-meeting.c, fetch-files.c
 * ------------------------------------ */

int webex_fetch_event(struct fetching *f, size_t at, struct err *e);
int webex_fetch_meeting(struct fetching *f, size_t at, struct err *e);
/* Chat, polls or questions of a meeting, as raws "KIND.N". */
int webex_fetch_rows(struct fetching *f, size_t at, enum webex_way way,
		     struct err *e);
int webex_fetch_file(struct fetching *f, size_t at, struct err *e);

/* --- download.c -------------------------------------------------------- */

enum download {
	DOWNLOAD_DONE,
	DOWNLOAD_BROKEN,  /* transport, 5xx: again, after a pause */
	DOWNLOAD_WRONG,   /* came, but is not the file: again, then wait */
	DOWNLOAD_SLOW,    /* a limit: again when its hold is over */
	DOWNLOAD_TOKEN,   /* 401 */
	DOWNLOAD_DENIED,  /* 403 */
	DOWNLOAD_LOCKED,  /* 423: being scanned */
	DOWNLOAD_UNKNOWN, /* 428: cannot be scanned */
	DOWNLOAD_BAD,     /* 410: infected, removed */
	DOWNLOAD_GONE,    /* 404 */
	DOWNLOAD_ODD,     /* any other refusal */
	DOWNLOAD_HOST,    /* an address we do not ask */
};

struct downloading {
	struct fetching *f;
	size_t at; /* entry */
	const char *url;
	const char *name, *media_type; /* "": as the server says */
	int64_t size;                  /* announced by a listing; -1 */
	/* A pre-signed address, which breaks where our token comes with it. */
	bool signed_address;
	unsigned int slow;
	struct str why; /* of the last try: for reason and evidence */
};

/* Try once: an enum download, or -1 (ERR_STORE, ERR_SOURCE, to stop). */
int webex_download(struct downloading *d, struct err *e);

/* Append the file's name in a Content-Disposition value; nothing where it
   has none. */
void webex_disposition_name(struct str *out, const char *disposition);

#endif
