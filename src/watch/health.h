/*
 * watch/health.h - is everything captured, and what needs a person?
 *
 * Why: each room knows how its own things are. Whoever looks after the
 * archive asks one question; alerts, the portal's first page and monitoring
 * ask the same one. It is answered here, once.
 *
 * The cost is bounded: rows are looked up by indices that hold only what is
 * open, runs' reports are read once in their life (run_sum in control), and
 * what needs a pass over everything (people without a mailbox, messages in
 * all) is counted now and then and told with its time.
 *
 * What is returned never changes: any number of threads may read it.
 */
#ifndef WATCH_HEALTH_H
#define WATCH_HEALTH_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct db;
struct err;

/* Days of the numbers for charts, today included. */
#define HEALTH_DAYS 30
/* What sources will delete is counted up to here; then it is "that many". */
#define HEALTH_COUNT_MAX 100000

/* Objects of a connector that are not captured, and when the source deletes
   them: the time-to-loss clock. */
struct health_loss {
	int64_t passed; /* the time has come, and they are not captured */
	int64_t day, three_days, week; /* will be deleted within */
	int64_t half;       /* more than half of their time has gone by */
	int64_t soonest_us; /* of those still to come; 0: none */
};

/* Sums of a run, as its report has them. */
struct health_sums {
	bool closed;
	int64_t listed, archived, unchanged, excluded, pending, failed, expired;
	int64_t messages, copies, quarantined, waiting, refused, reduced;
};

struct health_connector {
	int64_t id;
	const char *name, *source, *state; /* "active", "paused" */
	const char *result;                /* connector_info.last_result */
	const char *error;                 /* "" if none */
	int64_t last_run, last_run_us, next_run_us; /* 0: none */
	int64_t late_us;          /* so long it has been due; 0: it is not */
	int64_t failing_since_us; /* 0: it is not */
	int64_t failed_tries;
	bool has_sums; /* of the last run that ended */
	struct health_sums last;
	bool last_failed;       /* it could not do its work: last_error */
	const char *last_error; /* "" if none */
	int64_t notices;    /* of the last run that a person must act upon */
	const char *notice; /* the first of them */
	struct health_loss loss;
	/* since they are counted (run_total) */
	int64_t runs, failed_runs;
	struct health_sums
		all; /* archived, failed, expired, messages, copies */
};

/* Why objects of a connector's last run are not archived. */
struct health_reason {
	const char *connector, *state, *reason;
	int64_t objects;
};

struct health_target {
	const char *name, *kind, *state, *reason;
	const char *consent;             /* consent_state_name() */
	bool no_consent;                 /* needed, and not in force */
	int64_t waiting, refused, stuck; /* copies, copies, mailboxes */
	int64_t next_try_us;
};

struct health_directory {
	const char *name, *kind, *error;
	int64_t persons, conflicts;
	int64_t synced_us; /* 0: never */
	int64_t late_us;   /* so long it has been due; 0: it is not */
};

struct health_store {
	const char *kind, *error;
	int64_t error_since_us, files, bytes;
};

/* Something that ends on a day: a secret, a token, a certificate. */
struct health_expiry {
	const char *subject; /* "connector zoom", "portal" */
	const char *what;    /* "secret", "refresh token", "certificate" */
	int64_t at_us;
};

struct health_disk {
	const char *name, *path; /* "home", "vault" */
	int64_t size, free;      /* bytes; free: for us */
	int used;                /* percent, rounded up */
};

struct health_day {
	int64_t day_us;
	int64_t runs, archived, messages, copies, quarantined, failed, expired;
};

/* A channel of alerts that does not take them. */
struct health_channel {
	const char *name, *kind, *error;
	int64_t failing_since_us; /* 0: it does */
	int64_t waiting, dropped;
};

struct health {
	int64_t taken_us;
	const char *home, *domain, *version;
	bool served; /* a process has the installation open for writing */

	struct health_connector *connectors;
	size_t n_connectors;
	struct health_reason *reasons;
	size_t n_reasons;
	struct health_target *targets;
	size_t n_targets;
	struct health_directory *directories;
	size_t n_directories;
	struct health_store *stores;
	size_t n_stores;
	struct health_expiry *expiries; /* soonest first */
	size_t n_expiries;
	struct health_disk *disks;
	size_t n_disks;
	struct health_channel *channels;
	size_t n_channels;
	struct health_day days[HEALTH_DAYS]; /* ascending; the last is today */

	/* counted at counted_us; 0: never yet */
	int64_t counted_us;
	int64_t unmapped_accounts, unmapped_guests, unmapped_unnamed;
	int64_t quarantine; /* copies there */
	int64_t messages, copies, message_bytes;

	int64_t unshipped; /* packs and objects that no store has yet */
	int64_t records, objects, packs, stored_bytes;
	int64_t jobs;         /* waiting */
	int64_t acts_waiting; /* on their way to the ledger */
	int64_t lockouts;     /* accounts that are locked out now */
};

/*
 * As it is now, or was at most max_age_us ago. Release with health_free();
 * others may have the same one. Errors: ERR_STORE, ERR_RETRY.
 */
int health_take(struct archive *a, struct db *db, int64_t max_age_us,
		const struct health **out, struct err *e);
void health_free(const struct health *h);
DEFINE_AUTO(const struct health, health_free)

/*
 * Count anew what needs a pass over everything, where that is older than
 * max_age_us. Errors: ERR_STORE, ERR_RETRY.
 */
int health_count(struct archive *a, struct db *db, int64_t max_age_us,
		 struct err *e);

/* The certificate (PEM) that is served by, so that its end is told of; NULL:
   none. From any thread. */
void health_certificate(const char *path);

#endif
