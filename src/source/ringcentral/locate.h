/*
 * source/ringcentral/locate.h - where content lies, asked for anew.
 *
 * What list() remembered (places.h) is lost when a run is cut off between
 * listing and fetching. Some addresses follow from ids, others have to be
 * asked for: those of files by a small export of that chat's day.
 */
#ifndef SOURCE_RINGCENTRAL_LOCATE_H
#define SOURCE_RINGCENTRAL_LOCATE_H

#include "base/str.h"
#include "source/ringcentral/places.h"

#include <stdbool.h>

struct err;
struct rc;
struct source_wanted;

struct locating {
	struct rc *r;
	const char *bundle;
	bool exported, asked; /* what is asked for once a bundle */
	struct str why;       /* of the last refusal; to be done */
};

/*
 * 1: *at is filled (to be done by the caller). 0: not known; k->why may say
 * more. Errors: ERR_RETRY, ERR_SOURCE, ERR_STORE.
 */
int rc_locate(struct locating *k, const struct source_wanted *w,
	      struct place *at, struct err *e);

#endif
