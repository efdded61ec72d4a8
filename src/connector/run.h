/*
 * connector/run.h - one run in progress: what its steps share.
 *
 * Not for callers outside connector/. The fields above `lock` are set before
 * the workers start and read-only afterwards. Each thread brings its own
 * database connection.
 */
#ifndef CONNECTOR_RUN_H
#define CONNECTOR_RUN_H

#include "base/err.h"
#include "base/str.h"
#include "catalog/control.h"
#include "catalog/queue.h"
#include "connector/connector.h"
#include "connector/settings.h"
#include "convert/convert.h"
#include "source/source.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct archive;
struct db;
struct delivery;

struct run {
	struct archive *archive;
	int64_t id;        /* of the run's row */
	int64_t n;         /* its number within the connector */
	int64_t connector; /* id of the connector's row */
	const char *name;  /* of the connector */
	const struct source_ops *ops;
	struct source *source;
	struct values *values;
	int64_t target;            /* 0: the mailboxes are in the archive */
	struct delivery *delivery; /* to the target, or NULL */
	struct str tenant;
	int64_t as_of_us;  /* "now" at the source when the run began; 0: not
			      told yet, nothing was listed */
	int64_t listed_us; /* as_of of the last complete listing, 0: none */
	struct convert_header *headers;
	size_t n_headers;
	const struct connector_progress *progress;
	const atomic_bool *stop;
	int held; /* descriptor of its lock (held.h), -1: not taken */

	pthread_mutex_t lock;
	pthread_cond_t wake;
	unsigned int busy;  /* workers with a job in hand */
	atomic_bool ending; /* no further jobs are to be taken */
	struct err fatal;   /* why, unless all is done */
	atomic_uint_fast64_t done, all;
};

/* True when a signal or a fatal error wants the run to end soon. */
bool run_stopping(const struct run *r);

void run_tell(struct run *r, const char *phase, const char *text);

/* --- the run's row ------------------------------------------------------- */

/* The connector of this name. Errors: ERR_USAGE (none, or it is paused). */
int run_load(struct run *r, struct db *db, const char *name, struct err *e);
/* 1: a run that was cut off is there, r has it, and *state. 0: none. */
int run_resume(struct run *r, struct db *db, int64_t *state, struct err *e);
/* A new one; r->as_of_us may be 0. */
int run_create(struct run *r, struct db *db, struct err *e);
/* r->as_of_us of a run that was cut off before the source had told it. */
int run_as_of(struct run *r, struct db *db, struct err *e);
/* It is RUN_DONE or RUN_FAILED, with its report. */
int run_close(struct run *r, struct db *db, enum run_state state,
	      const char *error, struct err *e);

/* --- the steps ----------------------------------------------------------- */

/*
 * List the source into the inventory and make jobs of what is to be done;
 * the run is RUN_WORKING afterwards. Errors: as source_ops.list, ERR_STORE.
 */
int run_list(struct run *r, struct db *db, struct err *e);

/*
 * One step of a job. Each stores its result and the job's next step in one
 * transaction and changes *job accordingly. Returns 1: the job goes on with
 * job->kind; 0: the job is done; -1: see connector.h for what each kind of
 * error means; what was stored stays.
 */
int run_fetch(struct run *r, struct db *db, struct queue_job *job,
	      struct err *e);
int run_convert(struct run *r, struct db *db, struct queue_job *job,
		struct err *e);
int run_deliver(struct run *r, struct db *db, struct queue_job *job,
		struct err *e);

/* Nothing is left of the job. In a transaction of its own. Errors: as
   queue_held(). */
int run_end_job(struct db *db, const struct queue_job *job, struct err *e);

/* Messages with participants who meanwhile got a mailbox: jobs for them. */
int run_requeue_gaps(struct run *r, struct db *db, struct err *e);

/* The report of run `id` as JSON, appended. */
int run_report(struct archive *a, struct db *db, int64_t id, struct str *json,
	       struct err *e);

/* A notice of this run, kept once. */
int run_notice(struct db *db, int64_t run, enum check_level level,
	       const char *subject, const char *text, struct err *e);

#endif
