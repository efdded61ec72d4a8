/*
 * db/turns.h - whose turn it is to write.
 *
 * Why: a database has one writer at a time. Threads of a process that write
 * to it queue here instead of polling. Who is quick takes the turn again and
 * again, which is best for all as long as nobody waits long: a mutex alone
 * hands it to whoever runs just now, so one that writes without pause can
 * keep another out for seconds. Whoever has waited longer than the patience
 * therefore comes before all who ask later.
 */
#ifndef DB_TURNS_H
#define DB_TURNS_H

#include <pthread.h>
#include <stdatomic.h>

#define TURNS_PATIENCE_MS 50

struct turns {
	pthread_mutex_t gate; /* held by one whose patience is at an end */
	pthread_mutex_t turn;
	unsigned int patience_ms;
	atomic_int impatient; /* at the gate, or in it */
};

void turns_init(struct turns *t, unsigned int patience_ms);
void turns_destroy(struct turns *t); /* nobody waits any more */

/* Wait for the turn; not by one that has it. */
void turns_take(struct turns *t);
void turns_end(struct turns *t);

#endif
