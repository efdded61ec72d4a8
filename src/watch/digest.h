/*
 * watch/digest.h - how everything is, as a mail a day.
 *
 * A mail that says that all is well shows that mails arrive.
 */
#ifndef WATCH_DIGEST_H
#define WATCH_DIGEST_H

struct archive;
struct db;
struct err;
struct health;
struct str;

/* Queue it for each channel that is due for it, in a transaction of its own.
   Errors: ERR_STORE, ERR_RETRY. */
int digest_queue(struct archive *a, struct db *db, const struct health *h,
		 struct err *e);

/* Append it, for people. Errors: ERR_STORE. */
int digest_text(struct db *db, const struct health *h, struct str *out,
		struct err *e);

#endif
