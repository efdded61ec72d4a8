/* Sync tokens: a time and a place in it, signed so that none is made up. */
#include "ring.h"

#include "sandbox/seed.h"

#include <inttypes.h>
#include <string.h>

void ring_sync_token(char out[RING_SYNC_TOKEN], uint64_t seed, int64_t at_us,
		     uint64_t rest)
{
	uint64_t sign =
		seed_of(seed_of(seed, "sync", (uint64_t)at_us), "", rest);

	(void)snprintf(out, RING_SYNC_TOKEN,
		       "sy%" PRIx64 ".%" PRIx64 ".%016" PRIx64, (uint64_t)at_us,
		       rest, sign);
}

bool ring_sync_read(const char *text, uint64_t seed, int64_t now_us,
		    unsigned int days, int64_t *at_us, uint64_t *rest)
{
	char wanted[RING_SYNC_TOKEN];
	uint64_t us, more;

	/* NOLINTNEXTLINE(cert-err34-c): compared with its own text below */
	if (sscanf(text, "sy%" SCNx64 ".%" SCNx64 ".", &us, &more) != 2)
		return false;
	ring_sync_token(wanted, seed, (int64_t)us, more);
	if (strcmp(wanted, text) != 0 ||
	    now_us > (int64_t)us + days * CLOCK_DAY)
		return false;
	*at_us = (int64_t)us;
	*rest = more;
	return true;
}
