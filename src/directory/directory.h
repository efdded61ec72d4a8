/*
 * directory/directory.h - who is who: persons, addresses, mailboxes.
 *
 * Why: a copy goes to a person's mailbox by the address that was theirs when
 * the thing was said. Addresses are dated facts: they are added and ended,
 * never rewritten; a reused address belongs to whom it belonged to then.
 *
 * Tables live in control (area "directory"). Addresses compare without case
 * (ASCII), as mail systems do. Times are UTC microseconds; an interval
 * includes its start and excludes its end; 0 is open.
 */
#ifndef DIRECTORY_DIRECTORY_H
#define DIRECTORY_DIRECTORY_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* The mailbox for what belongs to nobody known. Always there. */
#define DIRECTORY_QUARANTINE      ((uint64_t)1)
#define DIRECTORY_QUARANTINE_NAME "quarantine"

/* Make or bring up to date the tables. */
int directory_migrate(struct db *db, struct err *e);

/*
 * The mailbox of an address at a time, as a connector (0: none) maps it: its
 * own mapping first, then who had the address then. "anna+zoom@example.com"
 * that nobody has is anna@example.com (RFC 5233). 1 with *mailbox, 0 for
 * nobody. Errors: ERR_STORE.
 */
int directory_mailbox_of(struct db *db, int64_t connector, const char *address,
			 int64_t at_us, uint64_t *mailbox, struct err *e);

/* False where the address has no tag; else the address without it,
   appended. */
bool directory_without_tag(const char *address, struct str *out);

struct directory_mailbox {
	uint64_t id;
	const char *name;   /* valid during the call */
	const char *person; /* the person's name, "" for the quarantine */
	int64_t made_us;    /* 0: not known */
};
/* By number, from the one behind `after` on (0: all). each gives 0 to go on,
   1 to end, -1 with e set. */
int directory_mailboxes_after(struct db *db, uint64_t after,
			      int (*each)(void *ctx,
					  const struct directory_mailbox *m,
					  struct err *e),
			      void *ctx, struct err *e);
int directory_each_mailbox(struct db *db,
			   int (*each)(void *ctx,
				       const struct directory_mailbox *m,
				       struct err *e),
			   void *ctx, struct err *e);
/* By name (any case), by a name it had before, or by number in decimal. 1, 0
   or -1. */
int directory_mailbox_named(struct db *db, const char *name, uint64_t *id,
			    struct err *e);
/* Append the mailbox's name; "mailbox 17" where it is unknown. */
int directory_mailbox_name(struct db *db, uint64_t id, struct str *out,
			   struct err *e);

struct directory_address {
	const char *person; /* the organisation's own key of the person */
	const char *name, *mailbox, *address;
	int64_t from_us, until_us;
	const char *directory; /* that told it; "": a file by hand */
};
/* By person, address and time; each says by a number above 0 that it wants no
   more. */
int directory_each_address(struct db *db,
			   int (*each)(void *ctx,
				       const struct directory_address *a,
				       struct err *e),
			   void *ctx, struct err *e);
/* The same of the persons behind this one in that order; "": of all. */
int directory_addresses_after(struct db *db, const char *person,
			      int (*each)(void *ctx,
					  const struct directory_address *a,
					  struct err *e),
			      void *ctx, struct err *e);

/*
 * Import a CSV file (RFC 4180, UTF-8, BOM allowed) with a header line naming
 * its columns in any order: person, name, mailbox, address, valid_from,
 * valid_until; one line an address. person defaults to mailbox, mailbox to
 * address, name to person; the two times (RFC 3339 or a date) to open.
 * The same line again changes nothing; a line with the same person and
 * address and another validity changes the validity. A line that cannot be
 * taken is told to `bad` with its number and why, the others are taken (P7).
 */
struct directory_import {
	void *ctx;
	void (*bad)(void *ctx, long line, const char *why);
	long lines, added, changed, unchanged, refused; /* filled in */
};
int directory_import_csv(struct db *db, const char *path,
			 struct directory_import *im, struct err *e);

/*
 * A connector's own mapping from a CSV file with the columns address,
 * mailbox, valid_from, valid_until: it goes before all that is known of an
 * address. An address here is whatever the source calls the person by. A
 * mailbox must be there already. Otherwise as directory_import_csv().
 */
int directory_import_mapping(struct db *db, int64_t connector, const char *path,
			     struct directory_import *im, struct err *e);

struct directory_mapping {
	const char *address, *mailbox;
	int64_t from_us, until_us;
};
int directory_each_mapping(struct db *db, int64_t connector,
			   int (*each)(void *ctx,
				       const struct directory_mapping *m,
				       struct err *e),
			   void *ctx, struct err *e);

#endif
