/*
 * watch/watch.h - looking after the archive, while it serves and from outside.
 */
#ifndef WATCH_WATCH_H
#define WATCH_WATCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct archive;
struct db;
struct err;
struct str;

/*
 * For `estreat serve`, in a thread of its own: until *stop, hold the rules
 * against health every minute and after each run, and bring alerts to their
 * channels (alerts.h, channels.h). A channel that does not take them stops
 * nothing. Errors: ERR_STORE.
 */
int watch_serve(struct archive *a, const atomic_bool *stop, struct err *e);

/*
 * Append all figures in the text format of Prometheus (version 0.0.4;
 * docs/formats/metrics.md). Labels are names of what people set up, never of
 * persons or messages. Errors: ERR_STORE, ERR_RETRY.
 */
int watch_metrics(struct archive *a, struct db *db, struct str *out,
		  struct err *e);

/*
 * Is the process fit to serve? True, or false with why appended. Cheap: can
 * control be read, the vault be written to, are scheduler and watch alive.
 */
bool watch_healthz(struct archive *a, struct str *why);

/* When watch_serve() last looked, monotonic; 0: it does not run here. */
int64_t watch_looked_us(void);

#endif
