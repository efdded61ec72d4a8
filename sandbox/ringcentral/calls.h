/*
 * sandbox/ringcentral/calls.h - telephone calls and their recordings.
 *
 * Why: a call is in the log when it is over; that it was recorded is added
 * some minutes later, and the recording itself is not there yet even then.
 * Short calls have none. A user deletes a call from the log, which only a
 * synchronization tells.
 */
#ifndef SANDBOX_RINGCENTRAL_CALLS_H
#define SANDBOX_RINGCENTRAL_CALLS_H

#include "world.h"

struct str;

struct ring_call {
	uint64_t number, seed;
	char id[RING_ID];
	const struct person *owner;
	const struct person *peer; /* a colleague; NULL: somebody outside */
	char peer_phone[RING_ID];
	bool inbound, missed;
	int64_t at_us, end_us;
	int seconds;
	bool recorded, short_recording;
	int64_t recording_id;
	bool wav;            /* else AAC in MP4 */
	int64_t attached_us; /* the log says that there is a recording */
	int64_t ready_us;    /* which can be fetched */
	int64_t expires_us;  /* no more */
	int64_t deleted_us;  /* INT64_MAX: never */
};

void ring_call_make(struct ring_call *c, const struct ring_world *w,
		    int64_t day, size_t i);
size_t ring_calls_on(const struct ring_world *w, int64_t day);

/* By the id of its recording; false: there is none. */
bool ring_call_of_recording(struct ring_call *c, const struct ring_world *w,
			    const char *id);

/* When the record last changed, as of now. */
int64_t ring_call_changed(const struct ring_call *c, int64_t now_us);

const char *ring_recording_type(const struct ring_call *c);
void ring_recording_bytes(struct str *out, const struct ring_call *c);

#endif
