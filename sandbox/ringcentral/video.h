/*
 * sandbox/ringcentral/video.h - RingCentral Video: meetings, their recordings
 * and their public chat.
 *
 * Why: the history has no addresses. Colleagues are extension ids, guests are
 * the names they typed, who joined by telephone is a number. A meeting is
 * listed when it is over, its recording some time later, and that only among
 * all recordings there are.
 */
#ifndef SANDBOX_RINGCENTRAL_VIDEO_H
#define SANDBOX_RINGCENTRAL_VIDEO_H

#include "sandbox/seed.h"

#include "world.h"

struct str;

#define RING_PARTICIPANTS 8

struct ring_participant {
	const struct person *person; /* NULL: by telephone */
	char phone[RING_ID];         /* of who joined by telephone */
};

struct ring_video {
	uint64_t number, seed;
	char id[SEED_UUID];
	char short_id[RING_ID];
	int64_t at_us, end_us; /* whole seconds */
	const struct person *host;
	struct ring_participant
		participants[RING_PARTICIPANTS]; /* host first */
	size_t n_participants;
	size_t lines; /* of its chat; 0: none */
	bool recorded;
	int64_t ready_us, expires_us; /* the recording */
	bool large;                   /* it is world.large */
};

void ring_video_make(struct ring_video *v, const struct ring_world *w,
		     int64_t day, size_t i);
size_t ring_videos_on(const struct ring_world *w, int64_t day);

/* By id; false: there is none. */
bool ring_video_find(struct ring_video *v, const struct ring_world *w,
		     const char *id);

void ring_video_topic(struct str *out, const struct ring_video *v);
void ring_video_bytes(struct str *out, const struct ring_video *v);
void ring_video_chat(struct str *out, const struct ring_video *v);

#endif
