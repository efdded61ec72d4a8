/*
 * access/guard.h - those who try too often have to wait.
 *
 * An account: after GUARD_ACCOUNT wrong tries in a row a minute, and with
 * each further one twice as long, up to an hour. While it waits nothing is
 * right, and trying does not make it longer: who keeps guessing can keep an
 * account waiting, but not for longer than an hour after they stop.
 *
 * An address: likewise after GUARD_ADDRESS, in memory; of IPv6 the first 64
 * bits count. An hour without a wrong try forgives them all.
 */
#ifndef ACCESS_GUARD_H
#define ACCESS_GUARD_H

#include "base/cleanup.h"

#include <stdint.h>

#define GUARD_ACCOUNT 5
#define GUARD_ADDRESS 20

/* How long the next one waits after so many wrong tries, microseconds. */
int64_t guard_wait_us(int64_t failed, int64_t allowed);

/* Safe from any thread. */
struct guard;
struct guard *guard_new(void) __attribute__((returns_nonnull));
void guard_free(struct guard *g); /* NULL is fine */
DEFINE_AUTO(struct guard, guard_free)

/* Seconds that the address has to wait still; 0: none. */
int64_t guard_address(struct guard *g, const char *address, int64_t now_us);
void guard_failed(struct guard *g, const char *address, int64_t now_us);
void guard_forgive(struct guard *g, const char *address);

#endif
