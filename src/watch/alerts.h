/*
 * watch/alerts.h - what is not in order: since when, who was told, who saw it.
 *
 * An alert is opened when a rule finds something (after it has been so for as
 * long as the rule waits), told to the channels, told again once a day, told
 * when it becomes more severe, and closed, with a message, when it is over.
 * Who acknowledges it is told no more unless it becomes more severe. All of
 * it is durable in control, and is one transaction with what is to be told:
 * whenever the process dies, nothing is lost and nothing is opened twice.
 */
#ifndef WATCH_ALERTS_H
#define WATCH_ALERTS_H

#include "base/clock.h"
#include "catalog/act.h"
#include "watch/rules.h"

struct archive;
struct db;
struct err;
struct health;

#define ALERT_REPEAT_US CLOCK_DAY
/* Closed ones are forgotten after so long; what was done is in the ledger. */
#define ALERT_KEEP_US (400 * CLOCK_DAY)

/* Kept in control: never reuse a number. */
enum alert_state {
	ALERT_BREWING = 0, /* not for long enough yet: nobody was told */
	ALERT_OPEN = 1,
	ALERT_CLOSED = 2,
};

/*
 * Hold the rules against health, in a transaction of its own. *told: alerts
 * that something was queued for. Errors: ERR_STORE, ERR_RETRY.
 */
int alerts_look(struct archive *a, struct db *db, const struct health *h,
		int64_t *told, struct err *e);

struct alert {
	int64_t id;
	const char *rule, *title, *help, *subject, *text;
	enum severity severity;
	enum alert_state state;
	int64_t opened_us, changed_us;
	int64_t told_us;   /* 0: nobody yet */
	int64_t closed_us; /* 0: it is not over */
	int64_t seen_us;   /* 0: nobody acknowledged it */
	const char *seen_by, *note;
};
struct alert_filter {
	int64_t id; /* 0: all */
	bool closed_too;
	const char *rule; /* NULL: all */
	int64_t limit;    /* 0: all */
};
/* Open ones first, the most severe, then the newest first. */
int alerts_each(struct db *db, const struct alert_filter *f,
		int (*each)(void *ctx, const struct alert *al, struct err *e),
		void *ctx, struct err *e);

/* Errors: ERR_USAGE: there is no such open alert. */
struct alert_seen {
	int64_t id;
	const char *note; /* "" for none */
	struct actor actor;
};
int alerts_acknowledge(struct db *db, const struct alert_seen *s,
		       struct err *e);

/* rules_change() with its act. */
int alerts_rule(struct db *db, const struct rule_change *c, struct actor actor,
		struct err *e);

#endif
