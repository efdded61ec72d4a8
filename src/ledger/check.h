/*
 * ledger/check.h - hold the ledger's files against the leaves they are of.
 *
 *	ledger_check_begin -> ledger_check_leaf (all, in order) -> _end
 *
 * Everything is recomputed: each full tile, the partial ones of the last
 * checkpoint, its root and signature, key.pub; and nothing may be there that
 * claims more leaves than there are. Works beside a living writer: what is
 * newer than the checkpoint read at the beginning may be there or not.
 */
#ifndef LEDGER_CHECK_H
#define LEDGER_CHECK_H

#include "ledger/ledger.h"

#include <stdbool.h>

struct ledger_check;

struct ledger_findings {
	void *ctx;
	void (*finding)(void *ctx, const char *text);
};

/*
 * Reads the checkpoint and looks through the names of the tiles. expected:
 * a checkpoint must be there. Errors: ERR_STORE, where a folder or a file
 * cannot be read for want of anything but its own contents.
 */
int ledger_check_begin(struct ledger_check **out,
		       const struct ledger_config *cfg, bool expected,
		       const struct ledger_findings *to, struct err *e);
void ledger_check_leaf(struct ledger_check *c, const void *data, size_t len);
/* The root over the leaves so far. */
void ledger_check_root(const struct ledger_check *c, uint8_t root[LEDGER_HASH]);
/* whole: all leaves there are were given. Frees. NULL is fine. */
void ledger_check_end(struct ledger_check *c, bool whole);

#endif
