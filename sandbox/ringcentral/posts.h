/*
 * sandbox/ringcentral/posts.h - a post, and what became of it.
 *
 * Why: what a chat says is easy; what an archive gets wrong is what happens
 * to it afterwards. So posts are corrected, once or twice, within minutes or
 * on the next day; deleted, at once or days later; written in the same
 * millisecond as another, at midnight, and in the last second of a day. What
 * becomes of a thing is its life: stages, each from a time on, until the
 * nightly purge takes it away.
 */
#ifndef SANDBOX_RINGCENTRAL_POSTS_H
#define SANDBOX_RINGCENTRAL_POSTS_H

#include "chats.h"

#define RING_STAGES 7
#define RING_NEVER  INT64_MAX

struct ring_stage {
	int64_t from_us;   /* lastModifiedTime */
	unsigned int what; /* counts what was done to it: each kind's own */
	bool deleted;
};

struct ring_life {
	struct ring_stage stages[RING_STAGES];
	size_t n;
	int64_t gone_us; /* purged */
};

/* The stage at that time; NULL: not yet, or no more. */
const struct ring_stage *ring_life_at(const struct ring_life *l, int64_t us);
/* When the stage ended: by the next, or by the purge. */
int64_t ring_stage_until(const struct ring_life *l, size_t stage);
/* Begun, as the first stage. */
void ring_life_begin(struct ring_life *l, const struct ring_world *w,
		     int64_t from_us);
/* One more, after the last: something was done to it, or it was deleted. */
void ring_life_add(struct ring_life *l, int64_t from_us, bool deleted);

/* No post is changed later than this after it was written; so with the rest. */
#define RING_POST_TAIL_DAYS  5
#define RING_THING_TAIL_DAYS 13

/* What hangs on a post (things.h); at most one of each. */
enum ring_thing { RING_FILE, RING_TASK, RING_NOTE, RING_EVENT, RING_THINGS };

struct ring_post {
	uint64_t number;
	uint64_t seed;
	int64_t id;
	int64_t at_us;
	const struct person *author;
	const struct person *mentioned; /* NULL: nobody */
	bool mentions_team;
	int64_t chain; /* id of the post that began the thread, 0 */
	bool has[RING_THINGS];
	bool silent;           /* a file without words */
	struct ring_life life; /* what: how often it was corrected */
};

/* The i-th post of a chat's day. */
void ring_post_make(struct ring_post *p, const struct ring_world *w,
		    const struct ring_chat *c, size_t day, size_t i);

/* Cheaper: only what hangs on it, by number; true if anything does. */
bool ring_post_things(const struct ring_world *w, uint64_t number,
		      bool has[RING_THINGS]);

/* Append the words as of a stage. */
void ring_post_text(struct str *out, const struct ring_world *w,
		    const struct ring_chat *c, const struct ring_post *p,
		    unsigned int corrections);

/* The id of what hangs on a post, and the post of such an id. */
int64_t ring_thing_id(uint64_t post, enum ring_thing thing);
bool ring_thing_post(const struct ring_world *w, const char *id,
		     enum ring_thing thing, uint64_t *post);

#endif
