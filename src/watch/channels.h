/*
 * watch/channels.h - the channels that were set up, and what waits for them.
 *
 * Why: an alert that nobody reads is none, and a mail server may be away just
 * when something else is. So what is to be told is a row, written in the
 * transaction that opened, raised or closed the alert, and goes when the
 * channel has taken it: told at least once, in order, and each channel by
 * itself: one that hangs keeps no other waiting.
 *
 * What a channel has not taken after CHANNEL_KEEP_US is dropped, and counted.
 */
#ifndef WATCH_CHANNELS_H
#define WATCH_CHANNELS_H

#include "base/clock.h"
#include "catalog/act.h"
#include "catalog/values.h"
#include "watch/notice.h"

#include <stdatomic.h>

struct archive;
struct channel_ops;
struct db;
struct err;

#define CHANNEL_KEEP_US (7 * CLOCK_DAY)

/* Kinds, by number from 0 (NULL behind the last), and by name (or NULL). */
const struct channel_ops *channel_kind_at(size_t n);
const struct channel_ops *channel_kind(const char *name);
/* Settings of every channel besides its kind's; ends with a NULL name. */
extern const struct setting channel_settings[];

struct channel_new {
	const char *name; /* unique, capitals or not; 1 to 64 bytes */
	const char *kind; /* "mail" */
	struct values_given given;
	struct actor actor; /* who does it, for the ledger */
};
/* No connection is made. Errors: ERR_USAGE naming the setting or the name. */
int channel_add(struct archive *a, struct db *db, const struct channel_new *n,
		struct err *e);
int channel_change(struct archive *a, struct db *db,
		   const struct channel_new *n, struct err *e);
/* What waits for it is told nobody. */
int channel_remove(struct archive *a, struct db *db, const char *name,
		   struct actor actor, struct err *e);

struct channel_info {
	int64_t id;
	const char *name, *kind;
	int64_t told_us;    /* last that it has taken, 0: none */
	int64_t failing_us; /* since then it takes none; 0: it does */
	const char *error;  /* "" if none */
	int64_t waiting, dropped;
	int64_t next_us;            /* next try, where it is failing */
	const struct value *values; /* secrets with value NULL */
	size_t n_values;
	const struct setting *settings; /* of its kind */
};
/* name NULL: all, by name. Errors: ERR_USAGE (no such channel). */
int channel_each(struct archive *a, struct db *db, const char *name,
		 int (*each)(void *ctx, const struct channel_info *info,
			     struct err *e),
		 void *ctx, struct err *e);

/* Tell it something now, and wait. Errors: as channel.h, ERR_USAGE. */
int channel_test(struct archive *a, struct db *db, const char *name,
		 struct actor actor, struct err *e);

/* --- what is to be told ----------------------------------------------------
 */

/*
 * Queue for every channel that wants alerts of this rule and severity; peak:
 * the highest it ever had, so that who was told of the beginning is told of
 * the end. In the caller's transaction.
 */
int channels_queue(struct archive *a, struct db *db, const struct notice *n,
		   enum severity peak, struct err *e);

/* The daily mails that are due. In the caller's transaction. text makes it. */
int channels_digest(struct archive *a, struct db *db, int64_t now_us,
		    int (*text)(void *ctx, struct str *out, struct err *e),
		    void *ctx, struct err *e);

/*
 * A channel's number that something is due for and that is not in busy[]; 1,
 * 0, -1.
 */
int channels_due(struct db *db, int64_t now_us, const int64_t *busy,
		 size_t n_busy, int64_t *id, struct err *e);

/*
 * Bring one what waits for it, until that is nothing or it fails; how it went
 * is kept in its row. *stop ends it soon. Errors: ERR_STORE, ERR_RETRY (of
 * ours, never of the channel's).
 */
int channels_bring(struct archive *a, struct db *db, int64_t id,
		   const atomic_bool *stop, struct err *e);

#endif
