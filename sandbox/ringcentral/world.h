/*
 * sandbox/ringcentral/world.h - the same company, as RingCentral has it: how
 * much is said in how many chats on which day, and who is who by number.
 *
 * Why: an archive of 1,000,000 posts in 20,000 chats must be playable from a
 * few kilobytes. So a post is a number: the days share the posts by weight,
 * the chats share each day's, and both can be counted back. Everything that
 * is said of a post follows from its number and the tenant's seed.
 *
 * Constant once made. Sizes are capped by who sets them (switches.h).
 */
#ifndef SANDBOX_RINGCENTRAL_WORLD_H
#define SANDBOX_RINGCENTRAL_WORLD_H

#include "sandbox/tenant.h"

#include "base/clock.h"

struct large;

/* How much there is, and how RingCentral treats it. */
struct ring_volume {
	size_t chats;
	uint64_t posts;
	unsigned int files;    /* of 1000 posts have a file */
	unsigned int objects;  /* of 1000: a task, a note or an event */
	unsigned int messages; /* SMS, fax, voicemail, pager a weekday */
	unsigned int calls;    /* a weekday */
	unsigned int meetings; /* a weekday */
	int retention_days;    /* of team messaging */
	bool deleted_text;     /* a deleted post keeps its text */
	uint64_t large;        /* bytes of the first video; 0: as others */
};

struct ring_world {
	const struct tenant *t;
	uint64_t seed;
	struct ring_volume volume;
	size_t days;
	uint64_t *day_start;           /* first post of each day, one more */
	const struct person **workers; /* users with an account */
	size_t n_workers;
	struct large *large; /* of volume.large, NULL without */
};

struct ring_world *ring_world_new(const struct tenant *t,
				  const struct ring_volume *volume);
void ring_world_free(struct ring_world *w);
DEFINE_AUTO(struct ring_world, ring_world_free)

/* The day's first microsecond; day may lie outside of the world. */
int64_t ring_day_us(const struct ring_world *w, int64_t day);
int64_t ring_day_of(const struct ring_world *w, int64_t us);

/* The posts of a chat on a day: *first is the number of the first one. */
size_t ring_cell(const struct ring_world *w, size_t day, size_t chat,
		 uint64_t *first);
/* Which cell a post is in; its place there is returned. */
size_t ring_cell_of(const struct ring_world *w, uint64_t post, size_t *day,
		    size_t *chat);

/*
 * So many things happen on a day, of which there are per_day on weekdays and
 * a quarter of that at weekends; *first is the number of the day's first.
 */
size_t ring_count_on(const struct ring_world *w, unsigned int per_day,
		     int64_t day, uint64_t *first);

/* ---- people by number ---- */

#define RING_ID 24 /* room for any id, NUL included */

int64_t ring_person_number(const struct ring_world *w, const struct person *p);
/* By number or text; NULL: nobody has it. */
const struct person *ring_person_by(const struct ring_world *w, int64_t number);
const struct person *ring_person_by_text(const struct ring_world *w,
					 const char *id);
/* By address, in any case; NULL: nobody has it. */
const struct person *ring_person_by_email(const struct ring_world *w,
					  const char *email);

/* The address RingCentral has: also of guests, "" for a few of those. */
const char *ring_person_email(const struct person *p);
int ring_extension_number(const struct ring_world *w, const struct person *p);
/* "+16505550123", of the company's numbers. */
void ring_phone(const struct ring_world *w, const struct person *p,
		char out[RING_ID]);
/* The number of somebody outside, by chance. */
void ring_phone_outside(uint64_t roll, char out[RING_ID]);

/*
 * Whoever leaves is still listed as active, and a member, until the end of
 * that UTC day: listings lag.
 */
bool ring_person_is_listed(const struct person *p, int64_t at_us);

/* "2026-03-30T10:00:00Z", with ".123" where it is no whole second. */
const char *ring_time(int64_t us, char out[CLOCK_TEXT]);

#endif
