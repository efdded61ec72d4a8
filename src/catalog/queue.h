/*
 * catalog/queue.h - jobs that survive a crash and retry by themselves.
 *
 * A job is a row: what kind, about which subject (a bundle's or a message's
 * number), not before when. It is taken by lease and either done (deleted in
 * the transaction that stores its result), turned into the next kind, or put
 * back with a reason and a later time: after 5 min, 20 min, 1 h, 3 h, then
 * every 24 h.
 *
 * A lease is not renewed: what a dead process left is cleared when a run of
 * the connector begins or goes on (queue_clear); runs of one connector never
 * overlap.
 */
#ifndef CATALOG_QUEUE_H
#define CATALOG_QUEUE_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* Numbers are stored. Later steps have higher ones and are taken first. */
enum queue_kind {
	QUEUE_FETCH = 1,   /* subject: bundle */
	QUEUE_CONVERT = 2, /* subject: bundle */
	QUEUE_IMPORT = 3,  /* subject: message */
};

struct queue_job {
	int64_t id;
	enum queue_kind kind;
	int64_t subject;
	int64_t attempts; /* that failed so far */
};

/* Add a job unless there is one of this kind and subject. */
int queue_add(struct db *db, int64_t connector, enum queue_kind kind,
	      int64_t subject, struct err *e);

/*
 * Lease up to max jobs of a connector that are due at now_us. Returns how
 * many; 0 for none. In its own transaction.
 */
int queue_take(struct db *db, int64_t connector, int64_t now_us,
	       struct queue_job *out, size_t max, struct err *e);

/* The same, but none for which the source would be asked. */
int queue_take_fetched(struct db *db, int64_t connector, int64_t now_us,
		       struct queue_job *out, size_t max, struct err *e);

/*
 * All within the caller's transaction.
 *
 * queue_held: the job is still the caller's, as it took it. A step that has
 * just got new material makes the next one its own, also where a sibling is
 * at work on that already, with what there was before: the sibling is to
 * throw away what it made. Errors: ERR_RETRY: it is not.
 */
int queue_held(struct db *db, const struct queue_job *job, struct err *e);
int queue_done(struct db *db, int64_t job, struct err *e);
/* Turn it into its next step. Errors: as queue_held(). */
int queue_next(struct db *db, const struct queue_job *job, enum queue_kind kind,
	       int64_t subject, struct err *e);
/* Does nothing where the job is no longer the caller's. */
int queue_later(struct db *db, const struct queue_job *job, int64_t now_us,
		const char *reason, struct err *e);

/* A person asked: all of the connector's jobs are due now. */
int queue_due_now(struct db *db, int64_t connector, struct err *e);

/* Leases of a dead process are void. Of one connector, whose run begins:
   those of others may be at work in this process. */
int queue_clear(struct db *db, int64_t connector, struct err *e);

/* How many jobs of a connector there are, and how many are due. */
int queue_count(struct db *db, int64_t connector, int64_t now_us, int64_t *all,
		int64_t *due, struct err *e);

#endif
