/*
 * sandbox/ringcentral/exports.h - the tasks of the data export.
 *
 * Why: an export is ordered, asked for until it is ready, fetched within days
 * and forgotten; the company has two of them at a time, whoever ordered them.
 * Statuses come in the words of the specification for one task and in those
 * of the documentation for the next: the two disagree. A task gets on by
 * being asked for, so a test need not wait; what it holds is as of the time
 * at which it became ready.
 */
#ifndef SANDBOX_RINGCENTRAL_EXPORTS_H
#define SANDBOX_RINGCENTRAL_EXPORTS_H

#include "dataset.h"
#include "switches.h"

#define RING_DATASETS   64 /* of one task; the last one takes the rest */
#define RING_TASK_LIFE  (7 * CLOCK_DAY)
#define RING_TASKS_BUSY 2

struct ring_task {
	char id[40];
	uint64_t number;
	int64_t created_us, changed_us;
	unsigned int asked;
	bool documented; /* statuses as the documentation has them */
	bool doomed;     /* will fail */
	bool foreign;    /* ordered by somebody else */
	bool ready, failed;
	struct ring_query query; /* owns asked */
	size_t n_datasets;
	size_t starts[RING_DATASETS + 1]; /* chats; the end of the last one */
	uint64_t sizes[RING_DATASETS];
};

struct ring_exports;
struct ring_exports *ring_exports_new(uint64_t seed);
void ring_exports_free(struct ring_exports *x);
DEFINE_AUTO(struct ring_exports, ring_exports_free)

/*
 * Order one; takes over q->asked in any case. 0 and a copy of the task, or
 * -1: two are busy.
 */
int ring_exports_order(struct ring_exports *x, const struct ring_query *q,
		       bool doomed, bool foreign, struct ring_task *out);

/*
 * The n-th newest task, or the one of an id; false: there is none. Being
 * asked for, it gets on: after polls questions it is ready, and its
 * datasets have been counted. What a copy points to stays until the end.
 */
bool ring_exports_nth(struct ring_exports *x, size_t n, struct ring_task *out);
bool ring_exports_ask(struct ring_exports *x, const char *id,
		      const struct ring_place *at,
		      const struct ring_switches *s, int64_t now_us,
		      struct ring_task *out);

/* "InProgress" */
const char *ring_task_status(const struct ring_task *t,
			     const struct ring_switches *s, int64_t now_us);

/* Append the n-th dataset, from 1 on; false: there is none (any more). */
bool ring_exports_add(struct ring_exports *x, const char *id, size_t n,
		      const struct ring_place *at, int64_t now_us,
		      struct str *out);

#endif
