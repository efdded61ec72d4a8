/*
 * sandbox/fault.h - things that go wrong on purpose, at a rate.
 *
 * Why: a connector is written against the days on which all goes well, and
 * lives through the others. Each fault is drawn from the seed, the address
 * asked for and how often it has been asked for: so a run repeats itself
 * whatever the order of its requests. After three faults running an address
 * is answered well, so that who repeats a request gets through.
 *
 * `late` is not drawn here: it belongs to the tenant (files ready a day
 * later), so that the truth knows of it.
 *
 * Life: faults_new -> any thread -> faults_free.
 */
#ifndef SANDBOX_FAULT_H
#define SANDBOX_FAULT_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stdint.h>

struct err;
struct faults;

enum fault {
	FAULT_RATE_QPS,
	FAULT_RATE_DAILY,
	FAULT_HTTP_500,
	FAULT_HTTP_502,
	FAULT_CUT,
	FAULT_TRUNCATED,
	FAULT_HTML,
	FAULT_TOKEN_EXPIRED,
	FAULT_PAGE_TOKEN,
	FAULT_LATE,
	FAULT_SLOW,
	FAULT_LISTING_CHANGED,
	FAULT_NO_LENGTH,
	FAULT_COUNT,
	FAULT_NONE = FAULT_COUNT,
};

#define FAULT_BIT(f)   (1U << (f))
#define FAULTS_RUNNING 3

struct faults *faults_new(uint64_t seed);
void faults_free(struct faults *f);
DEFINE_AUTO(struct faults, faults_free)

/* "http-500" */
const char *fault_name(enum fault fault);

/*
 * "NAME", "NAME=RATE" or "all=RATE", RATE from 0 to 1, 0.05 where absent.
 * 0, or -1 with ERR_USAGE.
 */
int faults_set(struct faults *f, const char *text, struct err *e);

/* Of 10000. */
unsigned int faults_rate(struct faults *f, enum fault fault);

/*
 * What happens to this request, of the faults in the mask; FAULT_NONE is
 * most likely. *roll is something to draw details from.
 */
enum fault faults_draw(struct faults *f, const char *method, const char *target,
		       unsigned int mask, uint64_t *roll);

/*
 * A fault that costs a whole listing, not one request: true as long as it
 * has befallen that listing less than limit times, and counts.
 */
bool faults_once_more(struct faults *f, const char *listing,
		      unsigned int limit);

/*
 * Fault token-expired: this token was declared dead for that address, and
 * stays so there until another one comes.
 */
void faults_bury(struct faults *f, const char *method, const char *target,
		 const char *token);
bool faults_is_buried(struct faults *f, const char *method, const char *target,
		      const char *token);

#endif
