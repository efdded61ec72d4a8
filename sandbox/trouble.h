/*
 * sandbox/trouble.h - faults and limits as a client meets them: which
 * requests a fault can befall, what is answered then, and how a good
 * answer is spoiled. The drawing is fault.h's.
 */
#ifndef SANDBOX_TROUBLE_H
#define SANDBOX_TROUBLE_H

#include "api.h"
#include "fault.h"

/* Requests in the running second of real time, by label. */
struct qps *qps_new(void);
void qps_free(struct qps *q);

/*
 * Before the handler: true where the answer is already given (429, 500,
 * 401, ...). Otherwise *fault says what is to be done to the answer.
 */
bool trouble_before(struct request *rq, struct reply *rp, const struct route *r,
		    enum fault *fault);

/*
 * The token was refused: the answer to its successor at this address is not
 * another 401, which a client must take for a wrong setup.
 */
void trouble_refused(struct request *rq);

/* After the handler: spoil what it answered. */
void trouble_after(struct request *rq, struct reply *rp, enum fault fault);

#endif
