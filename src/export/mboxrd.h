/*
 * export/mboxrd.h - messages behind each other in one file.
 *
 * A "From " line, the message with LF line ends in which each line of any
 * number of ">" and "From " gets one more ">", an empty line. Reading it back
 * is: take one ">" from such lines, make line ends CRLF.
 *
 * Source: RFC 4155 appendix A; mboxrd as in qmail's mbox(5) of today's use.
 */
#ifndef EXPORT_MBOXRD_H
#define EXPORT_MBOXRD_H

#include "stream/writer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

struct mboxrd {
	struct writer base;
	struct writer *below; /* borrowed */
	uint64_t written;
	size_t quotes;  /* ">" at the start of the line, not yet written */
	size_t matched; /* letters of "From " behind them, likewise */
	bool at_start;  /* deciding about the line */
	bool cr;        /* a CR is held back */
};

/* Write the "From " line; what is then written to &m->base is the message. */
int mboxrd_begin(struct mboxrd *m, struct writer *below, int64_t time_us,
		 struct err *e);
/* What is held back, a line end where there is none, the empty line. */
int mboxrd_end(struct mboxrd *m, struct err *e);

#endif
