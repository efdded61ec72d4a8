/* watch/health-private.h - what the files that gather health share. */
#ifndef WATCH_HEALTH_PRIVATE_H
#define WATCH_HEALTH_PRIVATE_H

#include "base/arena.h"
#include "watch/health.h"

#include <stdatomic.h>

/* One taking, and the memory it lives in. */
struct taking {
	struct health health; /* first: what is handed out */
	struct arena *arena;
	struct archive *archive;
	struct db *db;         /* while it is being made */
	atomic_int references; /* handed out, and one for the cache */
};

/* --- runs.c ------------------------------------------------------------- */

/* Reports of runs that have ended since: into run_sum, run_reason and
   run_total. Those of the last HEALTH_DAYS days. Errors: ERR_STORE. */
int runs_note(struct db *db, int64_t now_us, struct err *e);
int runs_days(struct taking *t, struct err *e);
/* The sums of its last run that ended, and of all. */
int runs_of(struct taking *t, struct health_connector *c, struct err *e);
int runs_reasons(struct taking *t, const struct health_connector *c,
		 struct err *e);

/* --- loss.c ------------------------------------------------------------- */

int loss_of(struct taking *t, struct health_connector *c, struct err *e);

/* --- parts.c ------------------------------------------------------------ */

int parts_connectors(struct taking *t, struct err *e);
int parts_targets(struct taking *t, struct err *e);
int parts_directories(struct taking *t, struct err *e);
int parts_stores(struct taking *t, struct err *e);
int parts_channels(struct taking *t, struct err *e);
int parts_disks(struct taking *t, struct err *e);

/* --- expiry.c ----------------------------------------------------------- */

struct value;
/* The date among settings that someone gave for a secret. */
void expiry_given(struct taking *t, const char *kind, const char *name,
		  const struct value *settings, size_t n);
/* What a connector's tokens say themselves, or their vendor does. */
int expiry_tokens(struct taking *t, const struct health_connector *c,
		  const struct value *settings, size_t n, struct err *e);
void expiry_certificate(struct taking *t);
void expiry_sort(struct taking *t);

/* When the JSON web token ends by its own words ("exp"); 0: it does not say. */
int64_t expiry_of_token(const char *token);
/* notAfter of the first certificate in a PEM file; 0: there is none. */
int64_t expiry_of_file(const char *path);

/* --- count.c ------------------------------------------------------------ */

int count_figures(struct taking *t, struct err *e);

#endif
