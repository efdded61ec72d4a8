/*
 * sandbox/ringcentral/truth.h - what an archive of RingCentral must hold in
 * the end, as JSON lines (README.md).
 *
 * Why: the sandbox knows what was said, in each wording, and who could read
 * it; no listing tells it all. The truth does, and says of each object how
 * an archiver ends that runs at midnight: what it could get, what it only
 * saw, and what nobody could have seen.
 */
#ifndef SANDBOX_RINGCENTRAL_TRUTH_H
#define SANDBOX_RINGCENTRAL_TRUTH_H

#include "chats.h"

#include "stream/digest.h"

#include <jansson.h>
#include <stdio.h>

struct ring;

void ring_truth(FILE *out, struct ring *r);

/* ---- for the files that tell of one kind each ---- */

struct ring_telling {
	FILE *out;
	const struct ring_world *w;
};

/* One line of type "object". */
struct ring_fact {
	const char *kind, *id, *version, *conversation;
	int64_t at_us;        /* of what happened: "at", and its UTC day */
	int64_t listed_us;    /* a listing shows it from then on, */
	int64_t available_us; /* it can be fetched, */
	int64_t gone_us;      /* and no more */
	int64_t forgotten_us; /* not even a listing tells of it any more */
	const char *name, *text;
	const struct digest *digest; /* NULL: no bytes */
	const struct person *author; /* NULL: nobody with an account */
	json_t *members;             /* mailboxes; taken over */
	json_t *more;                /* further fields; taken over, or NULL */
};

void ring_tell(struct ring_telling *k, const struct ring_fact *x);
/* A line of another type; takes over the object. */
void ring_tell_line(struct ring_telling *k, json_t *o);

/* Whose mailbox it was at that time; "" where nobody knows. */
const char *ring_true_mailbox(const struct person *p, int64_t at_us);
/* An array of the mailboxes of these people; NULL is nobody. */
json_t *ring_mailboxes(const struct person *const *all, size_t n,
		       int64_t at_us);
/* null where it is never */
void ring_put_when(json_t *o, const char *key, int64_t us);

void ring_truth_chats(struct ring_telling *k);
void ring_truth_messages(struct ring_telling *k);
void ring_truth_calls(struct ring_telling *k);
void ring_truth_videos(struct ring_telling *k);

#endif
