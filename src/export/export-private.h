/* export/export-private.h - an export under way; its forms; its manifests. */
#ifndef EXPORT_EXPORT_PRIVATE_H
#define EXPORT_EXPORT_PRIVATE_H

#include "base/str.h"
#include "export/export.h"
#include "export/journal.h"

#include <stdint.h>

struct reader;

struct export
{
	struct archive *archive;
	struct db *control;
	const struct export_order *order;
	struct export_result result;
	int dir; /* the export's folder */
	struct journal *journal;
	struct str folder; /* the last one made, below dir */
	struct str mbox;   /* the mbox that is open, or "" */
	int mbox_fd;
	int64_t mbox_end;
	unsigned int batch; /* copies not committed yet, */
	uint64_t batch_bytes;
	uint64_t all; /* copies of the order */
};

/*
 * Write one copy in the order's format: fills path, offset and length. The
 * message's own fields are set. 1: done; 0: the message could not be read,
 * why says so, nothing of it is left; -1: the export cannot go on.
 */
int form_put(struct export *x, struct journal_copy *copy, struct str *path,
	     struct str *why, struct err *e);
/* What was put is on disk. */
int form_sync(struct export *x, struct err *e);
void form_close(struct export *x);

/* manifest.csv, manifest.json, SHA256SUMS, from the journal. */
int manifest_write(struct export *x, struct err *e);

const char *export_format_name(enum export_format format);

#endif
