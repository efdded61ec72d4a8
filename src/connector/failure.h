/*
 * connector/failure.h - a connector whose tries do not come to an end.
 *
 * Why: a source that cannot be reached makes no run, and a run that was cut
 * off says nothing of the tries to go on with it. That must not look like
 * the last good run for days (promise P6): each try that fails is counted
 * here until one ends its run. A run that ends as failed has its own reason
 * and is no failure in this sense.
 */
#ifndef CONNECTOR_FAILURE_H
#define CONNECTOR_FAILURE_H

#include <stdint.h>

struct arena;
struct db;
struct err;

struct failure {
	int64_t since_us; /* of the first of these tries */
	int64_t tries;
	const char *error; /* of the last one, in words */
};

/* One more try failed. Errors: ERR_STORE. */
int failure_add(struct db *db, int64_t connector, int64_t now_us,
		const char *error, struct err *e);
/* A run has ended. In the caller's transaction. */
int failure_forget(struct db *db, int64_t connector, struct err *e);
/* 1 with *out, its text in the arena; 0: there is none. */
int failure_find(struct db *db, int64_t connector, struct arena *a,
		 struct failure *out, struct err *e);

#endif
