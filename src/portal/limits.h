/*
 * portal/limits.h - how much one caller may ask, so that others can ask too.
 *
 * Each key (an address, a session, a token) has a bucket that fills by the
 * second and so many requests at a time. The table is bounded: keys that meet
 * in a slot share it, and a random seed keeps outsiders from choosing which.
 * Safe from any thread; takes no time.
 */
#ifndef PORTAL_LIMITS_H
#define PORTAL_LIMITS_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stdint.h>

struct limits;

struct limit {
	unsigned int a_second, at_once; /* the bucket: its filling, its size */
};

struct limits *limits_new(void) __attribute__((returns_nonnull));
void limits_free(struct limits *l);
DEFINE_AUTO(struct limits, limits_free)

/* May the key ask once more, at this time (monotonic)? kind keeps keys of
   different sorts apart. */
bool limits_take(struct limits *l, char kind, const char *key,
		 const struct limit *of, int64_t now_us);

/* One more at work for the key, at most `most`: its slot for limits_leave(),
   or -1: there are too many. */
int limits_enter(struct limits *l, const char *key, unsigned int most);
void limits_leave(struct limits *l, int slot);

#endif
