/*
 * export/journal.h - what an export has done: the record it goes on from.
 *
 * An SQLite file in the export's own folder. A copy is written down after
 * its bytes are on disk (export.h, rule 2); entries gather in a transaction
 * until journal_commit(). One process at a time.
 */
#ifndef EXPORT_JOURNAL_H
#define EXPORT_JOURNAL_H

#include "base/cleanup.h"
#include "base/str.h"
#include "stream/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct journal;

/* A copy, as the manifests show it. */
struct journal_copy {
	uint64_t mailbox, message;
	const char *mailbox_name, *folder;
	const char *path; /* below the export's folder */
	int64_t offset;   /* in an mbox; 0 else */
	int64_t length;   /* bytes in the file */
	int64_t size;     /* bytes of the message */
	int64_t time_us;
	uint8_t sha256[DIGEST_BYTES]; /* of the message */
	const char *message_id, *sender, *subject;
};

/*
 * Open or make the journal in the export folder `dir` (a descriptor and its
 * path); `what` (format and archive) must be what the journal was made with.
 * Errors: ERR_USAGE (another kind of export, or another process is at it),
 * ERR_STORE.
 */
int journal_open(struct journal **out, int dir, const char *path,
		 const char *what, struct err *e);
void journal_close(struct journal *j); /* drops what was not committed */
DEFINE_AUTO(struct journal, journal_close)

/* 1 where this copy is done, 0, or -1. */
int journal_has(struct journal *j, uint64_t mailbox, uint64_t message,
		struct err *e);

/* A file that holds the same message: 1 with its path appended and its
   digest, 0 or -1. */
int journal_find(struct journal *j, uint64_t message, struct str *path,
		 uint8_t sha256[DIGEST_BYTES], struct err *e);

/* Where an mbox ends by what was committed; 0 for a new one. */
int journal_end(struct journal *j, const char *path, int64_t *end,
		struct err *e);

int journal_add(struct journal *j, const struct journal_copy *copy,
		struct err *e);

/* Why a message could not be exported, or (why NULL) that it now was. */
int journal_fail(struct journal *j, uint64_t message, const char *why,
		 struct err *e);

int journal_commit(struct journal *j, struct err *e);

/* All copies by mailbox and message; all failures by message. */
int journal_each(struct journal *j,
		 int (*each)(void *ctx, const struct journal_copy *copy,
			     struct err *e),
		 void *ctx, struct err *e);
int journal_each_failure(struct journal *j,
			 int (*each)(void *ctx, uint64_t message,
				     const char *why, struct err *e),
			 void *ctx, struct err *e);
/* Each file once, by path. */
int journal_each_path(struct journal *j,
		      int (*each)(void *ctx, const char *path,
				  const uint8_t sha256[DIGEST_BYTES],
				  struct err *e),
		      void *ctx, struct err *e);

#endif
