/*
 * target/limit.h - the largest message a server takes, as far as is known.
 *
 * A server says it when it is first spoken to, or refuses something that is
 * too large; whoever learns it tells the others. Safe from any thread.
 */
#ifndef TARGET_LIMIT_H
#define TARGET_LIMIT_H

#include <stdatomic.h>
#include <stdint.h>

struct limit {
	atomic_uint_fast64_t bytes; /* 0: not known */
};

void limit_set(struct limit *l, uint64_t bytes);
uint64_t limit_get(const struct limit *l);
/* It is no more than this; more than is known changes nothing. */
void limit_learn(struct limit *l, uint64_t bytes);

#endif
