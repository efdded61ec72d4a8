/*
 * sandbox/ringcentral/trouble.h - the faults of fault.h as RingCentral has
 * them: which requests they can befall, and what is answered then.
 *
 * rate-qps is a 429 and rate-daily a 503, both with Retry-After; page-token
 * refuses a page's token; listing-changed is an export that will fail; html
 * is a page from the media host. `late` belongs to the tenant.
 */
#ifndef SANDBOX_RINGCENTRAL_TROUBLE_H
#define SANDBOX_RINGCENTRAL_TROUBLE_H

#include "ring.h"

#include "sandbox/fault.h"

/* As trouble.h of the sandbox: true where the answer is already given. */
bool ring_trouble_before(struct request *rq, struct reply *rp,
			 const struct ring_route *route, enum fault *fault);
/* A client renews its token once: its next one is not refused here, too. */
void ring_trouble_refused(struct request *rq);
void ring_trouble_after(struct request *rq, struct reply *rp, enum fault fault);

#endif
