/*
 * portal/answer.h - an answer on its way from a worker to a slow client.
 *
 * Why: verbs write when they know something; clients read when they can. A
 * verb must not be held for ever by a client that reads nothing, nor may an
 * HTTP thread wait for a verb. Between the two lies this pipe, bounded.
 *
 *	open -> begun -> ended | cut
 *
 * What a verb writes is held back until it is ANSWER_HELD bytes or the end:
 * an error before that gets a status of its own (answer_restart()), and a
 * short answer its length. Then the answer is begun: its head is fixed and
 * bytes go out as they come. A failure after that cuts the connection, so
 * that nobody takes half a document for whole.
 *
 * A worker has one end, an HTTP thread the other; each may drop the answer at
 * any time. Safe from both.
 */
#ifndef PORTAL_ANSWER_H
#define PORTAL_ANSWER_H

#include "base/cleanup.h"
#include "base/str.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct answer;
struct err;
struct writer;

#define ANSWER_HELD ((size_t)64 * 1024)
#define ANSWER_PIPE ((size_t)256 * 1024)

/* wake: there is something to be read now; called from the worker. stall_us:
   a client that takes nothing for so long is given up. */
struct answer *answer_new(void (*wake)(void *ctx), void *ctx, int64_t stall_us)
	__attribute__((returns_nonnull));
void answer_free(struct answer *a);
DEFINE_AUTO(struct answer, answer_free)

/* --- the worker's end; once begun, these do nothing -------------------------
 */

void answer_status(struct answer *a, unsigned int status);
/* The value is copied; CR, LF and NUL in it end it. Of one
   name the last, cookies aside. */
void answer_header(struct answer *a, const char *name, const char *value);
/* So many bytes will come, for a body that does not fit in what is held. */
void answer_length(struct answer *a, uint64_t bytes);
/* What is written is only counted: the answer to HEAD has the length that GET
   would have. */
void answer_drop(struct answer *a);
/* Forget status, headers and what was held. False: it is begun already. */
bool answer_restart(struct answer *a);

/* --- the worker's end ------------------------------------------------------
 */

/* Blocks while the pipe is full. Errors: ERR_STORE with EPIPE in e->sys when
   nobody takes it any more. */
struct writer *answer_writer(struct answer *a);
/* The same without ever blocking, and whether it is begun or not: what does
   not fit cuts it. False: nobody takes it any more. */
bool answer_offer(struct answer *a, const void *buf, size_t len);
/* Let the head and what is held go out now: for streams of events. */
void answer_begin(struct answer *a);
/* All was written. */
void answer_end(struct answer *a);
/* It cannot be finished: the connection is cut, or if nothing was begun
   nothing is sent. */
void answer_cut(struct answer *a);

/* --- the HTTP thread's end -------------------------------------------------
 */

struct answer_head {
	unsigned int status;
	int64_t length;      /* -1: not known */
	const char *headers; /* "Name\0value\0...\0\0"; lives as the answer */
};
/* True with the head once it is begun, ended or cut; else sleep until wake. */
bool answer_head(struct answer *a, struct answer_head *out);

enum answer_taken {
	ANSWER_LATER = 0, /* sleep until wake is called */
	ANSWER_OVER = -1,
	ANSWER_BROKEN = -2,
};
/* Bytes taken, or one of the above. */
ssize_t answer_take(struct answer *a, char *buf, size_t max);
/* The client has gone: writing fails from now on. *gone is set too, which
   the verb watches as its stop flag. */
void answer_leave(struct answer *a);
const atomic_bool *answer_gone(const struct answer *a);

/* For the log. */
unsigned int answer_sent_status(struct answer *a);
uint64_t answer_sent_bytes(struct answer *a);

#endif
