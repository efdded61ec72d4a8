/*
 * directory/sync.h - what a directory tells becomes dated facts.
 *
 * Why: mail goes by the address as it was when the thing was said. So a
 * joiner, a leaver, a new name and an address that goes from one person to
 * another are facts with a beginning and an end; none is ever rewritten.
 *
 *	sync_begin -> sync_person ... -> sync_end
 *
 *   (1) An address that nobody had before is the person's since their
 *       account was made; without that date since ever at the first
 *       synchronisation, later since the one before (it was not theirs
 *       then). Never before its last owner's end.
 *   (2) What is not told any more ends when this synchronisation began.
 *   (3) What a person wrote by hand (import.c) is neither ended nor
 *       overruled: an address held by hand stays, and that is told.
 *   (4) A mailbox stays its person's for ever. It takes the name of the new
 *       primary address; the name before is kept (mailbox_was). A name that
 *       goes to another person is taken from the old mailbox, which is then
 *       called "NAME (until 2026-03-01)".
 *   (5) It is written in small transactions, so that nobody who writes beside
 *       it waits for long, however many persons there are. No fact changes
 *       before all have been told. One that is cut off, anywhere, counts as
 *       not done: the next one compares all again and comes to the same.
 *   (6) While it compares, an address that goes to another person has ended
 *       already and not yet begun there; what comes for it in these seconds
 *       goes to quarantine and from there to its owner.
 */
#ifndef DIRECTORY_SYNC_H
#define DIRECTORY_SYNC_H

#include "base/cleanup.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;
struct provider_person;
struct str;
struct sync;

/* What came of it; conflict is called for what could not be taken as told. */
struct sync_result {
	void *ctx;
	void (*conflict)(void *ctx, const char *person, const char *why);
	int64_t told;    /* persons */
	int64_t joined;  /* new ones */
	int64_t left;    /* that are there no more */
	int64_t renamed; /* mailboxes with another name */
	int64_t began;   /* addresses that are someone's since */
	int64_t ended;   /* addresses that are theirs no more */
	int64_t without; /* persons without a mailbox's address */
	int64_t conflicts;
};

/* directory: its row's id; now_us: when it was asked. Errors: ERR_STORE. */
int sync_begin(struct sync **out, struct db *db, int64_t directory,
	       int64_t now_us, struct sync_result *result, struct err *e);
/* Once *stop is set it ends soon, with ERR_RETRY. */
void sync_heed(struct sync *s, const atomic_bool *stop);
int sync_person(struct sync *s, const struct provider_person *p, struct err *e);
/* whole: whoever was not told is gone. cursor: kept with it. */
int sync_end(struct sync *s, bool whole, const char *cursor, struct err *e);
/* Without sync_end() no fact has changed. */
void sync_free(struct sync *s);
DEFINE_AUTO(struct sync, sync_free)

#endif
