#include "catalog/queue.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/control.h"
#include "db/db.h"
#include "t.h"

#include <stdlib.h>

static struct db *fresh(void)
{
	char dir[] = "/tmp/estreat-queue-XXXXXX";
	AUTO(free) char *uri = NULL;
	struct err e = ERR_INIT;
	struct db *db = NULL;

	T_OK(mkdtemp(dir) != NULL);
	uri = str_printf("sqlite:%s/control.db", dir);
	T_EQ_INT(db_open(&db, uri, &e), 0);
	T_EQ_INT(control_migrate(db, &e), 0);
	return db;
}

T(later_steps_come_first_and_leases_hold)
{
	AUTO(db_close) struct db *db = fresh();
	struct err e = ERR_INIT;
	struct queue_job jobs[4];
	int64_t all, due;

	T_EQ_INT(queue_add(db, 1, QUEUE_FETCH, 10, &e), 0);
	T_EQ_INT(queue_add(db, 1, QUEUE_FETCH, 10, &e), 0); /* once */
	T_EQ_INT(queue_add(db, 1, QUEUE_IMPORT, 20, &e), 0);
	T_EQ_INT(queue_add(db, 2, QUEUE_FETCH, 10, &e), 0);
	T_EQ_INT(queue_count(db, 1, 100, &all, &due, &e), 0);
	T_EQ_INT(all, 2);
	T_EQ_INT(queue_take(db, 1, 100, jobs, 1, &e), 1);
	T_EQ_INT(jobs[0].kind, QUEUE_IMPORT);
	T_EQ_INT(queue_take(db, 1, 100, jobs + 1, 3, &e), 1);
	T_EQ_INT(jobs[1].kind, QUEUE_FETCH);
	T_EQ_INT(queue_take(db, 1, 100, jobs + 2, 2, &e), 0);
	T_EQ_INT(queue_clear(db, 2, &e), 0); /* another one's run begins */
	T_EQ_INT(queue_take(db, 1, 100, jobs, 4, &e), 0);
	T_EQ_INT(queue_clear(db, 1, &e), 0); /* the process died */
	T_EQ_INT(queue_take(db, 1, 100, jobs, 4, &e), 2);
}

/* Who helps with what is there already never gets the source to work. */
T(what_is_to_be_fetched_is_not_for_helpers)
{
	struct err e = ERR_INIT;
	AUTO(db_close) struct db *db = fresh();
	struct queue_job jobs[4];

	T_EQ_INT(queue_add(db, 1, QUEUE_FETCH, 10, &e), 0);
	T_EQ_INT(queue_add(db, 1, QUEUE_CONVERT, 11, &e), 0);
	T_EQ_INT(queue_add(db, 1, QUEUE_IMPORT, 12, &e), 0);
	T_EQ_INT(queue_take_fetched(db, 1, 100, jobs, 4, &e), 2);
	T_EQ_INT(queue_take_fetched(db, 1, 100, jobs, 4, &e), 0);
	T_EQ_INT(queue_take(db, 1, 100, jobs, 4, &e), 1);
	T_EQ_INT(jobs[0].kind, QUEUE_FETCH);
}

T(a_failed_job_waits_longer_each_time)
{
	static const int64_t minutes[] = { 5, 20, 60, 180, 1440, 1440 };
	AUTO(db_close) struct db *db = fresh();
	struct err e = ERR_INIT;
	struct queue_job job;
	int64_t now = 1000;

	T_EQ_INT(queue_add(db, 1, QUEUE_FETCH, 10, &e), 0);
	for (size_t i = 0; i < 6; i++) {
		int64_t wait = minutes[i] * CLOCK_MINUTE;

		T_EQ_INT(queue_take(db, 1, now, &job, 1, &e), 1);
		T_EQ_INT(job.attempts, i);
		T_EQ_INT(queue_later(db, &job, now, "429", &e), 0);
		T_EQ_INT(queue_take(db, 1, now + wait - 1, &job, 1, &e), 0);
		now += wait;
	}
	T_EQ_INT(queue_due_now(db, 1, &e), 0); /* a person asked */
	T_EQ_INT(queue_take(db, 1, 1, &job, 1, &e), 1);
}

T(a_job_goes_on_as_its_next_step)
{
	AUTO(db_close) struct db *db = fresh();
	struct err e = ERR_INIT;
	struct queue_job job;

	/* the next step may be waiting already, from a run that was cut */
	T_EQ_INT(queue_add(db, 1, QUEUE_CONVERT, 10, &e), 0);
	T_EQ_INT(queue_take(db, 1, 1, &job, 1, &e), 1);
	T_EQ_INT(queue_add(db, 1, QUEUE_FETCH, 10, &e), 0);
	T_EQ_INT(queue_take(db, 1, 1, &job, 1, &e), 1);
	T_EQ_INT(job.kind, QUEUE_FETCH);
	T_EQ_INT(queue_next(db, &job, QUEUE_CONVERT, 10, &e), 0);
	T_EQ_INT(queue_clear(db, 1, &e), 0);
	T_EQ_INT(queue_take(db, 1, 1, &job, 1, &e), 1);
	T_EQ_INT(job.kind, QUEUE_CONVERT);
	T_EQ_INT(queue_done(db, job.id, &e), 0);
	T_EQ_INT(queue_clear(db, 1, &e), 0);
	T_EQ_INT(queue_take(db, 1, 1, &job, 1, &e), 0);
}

/* New material makes the step of a sibling worthless that is at work on it. */
T(a_lost_lease_is_noticed)
{
	AUTO(db_close) struct db *db = fresh();
	struct err e = ERR_INIT;
	struct queue_job fetch, convert, other;
	int64_t all, due;

	T_EQ_INT(queue_add(db, 1, QUEUE_FETCH, 10, &e), 0);
	T_EQ_INT(queue_take(db, 1, 1, &fetch, 1, &e), 1);
	T_EQ_INT(queue_add(db, 1, QUEUE_CONVERT, 10, &e), 0);
	T_EQ_INT(queue_take(db, 1, 1, &convert, 1, &e), 1);
	T_EQ_INT(queue_held(db, &convert, &e), 0);
	T_EQ_INT(queue_next(db, &fetch, QUEUE_CONVERT, 10, &e), 0);
	T_EQ_INT(queue_held(db, &convert, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	err_clear(&e);
	/* its number may be given to another job */
	T_EQ_INT(queue_add(db, 1, QUEUE_IMPORT, 7, &e), 0);
	T_EQ_INT(queue_take(db, 1, 1, &other, 1, &e), 1);
	T_EQ_INT(other.id, convert.id);
	T_EQ_INT(queue_next(db, &convert, QUEUE_IMPORT, 20, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	err_clear(&e);
	T_EQ_INT(queue_later(db, &convert, 1, "lost", &e), 0);
	T_EQ_INT(queue_held(db, &other, &e), 0);
	/* whoever took over has it, once */
	fetch.kind = QUEUE_CONVERT;
	T_EQ_INT(queue_held(db, &fetch, &e), 0);
	T_EQ_INT(queue_count(db, 1, 1, &all, &due, &e), 0);
	T_EQ_INT(all, 2);
}

T_MAIN
