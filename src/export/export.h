/*
 * export/export.h - mailboxes written out as files that others can read.
 *
 * Why: an archive is worth what can be taken out of it. An export is a folder
 * that needs no Estreat: messages as .eml files, as Maildirs or as mbox
 * files, with manifests that name each copy and its SHA-256.
 *
 *	DIR/MAILBOX/Inbox/FOLDER/0000000042-Subject.eml          eml
 *	DIR/MAILBOX/.INBOX.FOLDER/cur/1772355600.42.estreat...   maildir
 *	DIR/MAILBOX/Inbox/FOLDER.mbox                            mbox
 *	DIR/manifest.csv  manifest.json  SHA256SUMS
 *	DIR/.estreat-export/                      what was done: to go on
 *
 *   (1) .eml and Maildir files hold the message's exact bytes: their SHA-256
 *       is the one recorded when the message was archived, and is compared;
 *       an mbox (mboxrd, LF) reads back to them;
 *   (2) what the journal says was exported is on disk; an export cut off at
 *       any point goes on where it was, and the same order given again adds
 *       what is new, and nothing else;
 *   (3) a message that cannot be read stops nothing (P7): it is listed with
 *       the reason, and tried again next time;
 *   (4) memory does not grow with the size of a message, nor of the archive;
 *       one mailbox's list of numbers is held.
 *
 * A message that several of the mailboxes have is stored once and linked.
 *
 * Source: RFC 5322; Maildir++ (Courier); RFC 4155 and mboxrd (Rahul Dhesi,
 * 1995); docs/decisions/0004-exported-folders.md.
 */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct db;
struct err;

enum export_format { EXPORT_EML, EXPORT_MAILDIR, EXPORT_MBOX };

struct export_order {
	const char *dir; /* absent, empty, or of an earlier such export */
	enum export_format format;
	const uint64_t *mailboxes; /* ascending */
	size_t n_mailboxes;
	const atomic_bool *stop; /* may be NULL; checked between messages */
	void *ctx;
	/* may be NULL; done of all copies, now this mailbox */
	void (*tell)(void *ctx, uint64_t done, uint64_t all,
		     const char *mailbox);
	/* a message that could not be exported; may be NULL */
	void (*failed)(void *ctx, uint64_t message, const char *why);
};

struct export_result {
	uint64_t copies;   /* of the order, exported now or earlier */
	uint64_t exported; /* now */
	uint64_t failed;
	uint64_t bytes; /* of messages written now; links count nothing */
};

/*
 * Do it, and write the manifests. control is for mailboxes' names.
 * Errors: ERR_USAGE (the folder holds something else, or an export in
 * another format; another process exports into it), ERR_RETRY (stopped: the
 * same order goes on), ERR_STORE (the folder, control or the
 * catalog).
 */
int export_run(struct archive *a, struct db *control,
	       const struct export_order *order, struct export_result *out,
	       struct err *e);

#endif
