/*
 * connector/due.h - when a connector is to run: its schedule and its past.
 *
 * Why: a schedule alone knows the times, not which of them was missed. They
 * are counted from the last start, before it from the connector's making,
 * and from when a schedule was set. A time that nobody was there for has
 * passed and stays due until a run starts: it is made up once, however many
 * were missed (promise P6).
 *
 * A run that by our clock starts in the future was started by a clock that
 * ran ahead: it does not count.
 */
#ifndef CONNECTOR_DUE_H
#define CONNECTOR_DUE_H

#include <stdint.h>

struct db;
struct err;

/* When it is due; not after now_us: at once. 0: never. Errors: ERR_STORE. */
int due_next(struct db *db, int64_t connector, const char *schedule,
	     int64_t now_us, int64_t *next_us, struct err *e);

/*
 * The schedule was set: cron times count from now on; those that passed while
 * another schedule held were never promised. In the caller's transaction.
 */
int due_begin(struct db *db, int64_t connector, const char *schedule,
	      int64_t now_us, struct err *e);

#endif
