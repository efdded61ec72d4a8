/*
 * catalog/reading.h - what somebody read lately, and is recorded already.
 *
 * Why: a player asks for one film in hundreds of pieces, a page for a message
 * each time it is turned to. The ledger has to say that it was read, not how
 * a browser works. A reading is noted with the act that records it; for an
 * hour the same is the same reading. Kept in control, so that it holds over
 * processes and restarts.
 */
#ifndef CATALOG_READING_H
#define CATALOG_READING_H

struct db;
struct err;
struct str;

/* what: any bytes that say who, what and how. 1: within the last hour, 0: not,
   -1 (ERR_STORE). */
int reading_lately(struct db *db, const struct str *what, struct err *e);

/* In the transaction of the act. Those that are over are dropped. */
int reading_note(struct db *db, const struct str *what, struct err *e);

#endif
