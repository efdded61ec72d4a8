/*
 * source/ringcentral/limits.h - RingCentral's limits, as its answers tell.
 *
 * Why not http/rate.h: which group a question belongs to, how many requests
 * a group may make in which time, and even which groups there are, is set
 * for each app; every answer says it (X-Rate-Limit-Group, -Limit, -Window,
 * -Remaining). And a refusal is a penalty of a minute that each further
 * request begins anew: so not one may be made in it, by no thread, nor after
 * a restart.
 *
 * A group's requests of its last window are remembered by time: one more may
 * go as soon as the oldest of them has left the window.
 *
 * All times are the machine's clock (clock_now_us). Safe for threads.
 *
 * Source: guide "rate limits" of 2026-08; Retry-After absent: 30 s.
 */
#ifndef SOURCE_RINGCENTRAL_LIMITS_H
#define SOURCE_RINGCENTRAL_LIMITS_H

#include "source/ringcentral/ways.h"

#include <stdint.h>

struct err;
struct http;
struct http_response;
struct limits;
struct str;

#define LIMITS_GROUPS  16
#define LIMITS_PENALTY (INT64_C(30) * 1000000)
/* A server that asks for more is not believed: rations end at midnight. */
#define LIMITS_PENALTY_MAX (INT64_C(26) * 3600 * 1000000)

/* share: percent of each limit to use. */
struct limits *rc_limits_new(unsigned int share);
void rc_limits_free(struct limits *l);

/* Count one more request; returns how long after now_us it may be sent, by
   the window alone. */
int64_t rc_limits_place(struct limits *l, enum rc_way way, int64_t now_us);

/*
 * Wait until one more request of this way may be sent, and count it.
 * Errors: ERR_RETRY naming group and time, at once, where a penalty lasts
 * longer than bound_us; ERR_RETRY when the work is to stop.
 */
int rc_limits_take(struct limits *l, enum rc_way way, int64_t bound_us,
		   struct http *h, struct err *e);

/* What an answer says of its group. */
void rc_limits_learn(struct limits *l, enum rc_way way,
		     const struct http_response *r);

/* A refusal (429, 503): no request of the group before its Retry-After. */
void rc_limits_penalty(struct limits *l, enum rc_way way,
		       const struct http_response *r);
/* The same where there is no answer at hand. */
void rc_limits_hold(struct limits *l, enum rc_way way, int64_t until_us);
int64_t rc_limits_held_until(struct limits *l, enum rc_way way);

/* Penalties as text, to be kept over a restart, and back. What cannot be
   read is ignored. */
void rc_limits_save(struct limits *l, struct str *out);
void rc_limits_load(struct limits *l, const char *text);

/* "Heavy: 10 / 60 s, ...": what is known, for people of any language. */
void rc_limits_tell(struct limits *l, struct str *out);

#endif
