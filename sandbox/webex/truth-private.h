/* sandbox/webex/truth-private.h - what the two halves of the truth share. */
#ifndef SANDBOX_WEBEX_TRUTH_PRIVATE_H
#define SANDBOX_WEBEX_TRUTH_PRIVATE_H

#include "webex.h"

#include <stdio.h>

struct digest;

struct telling {
	FILE *out;
	const struct wx_world *w;
	struct arena *a; /* of the object being told */
};

/* What every object has, whatever it is. */
struct object {
	const char *kind, *id, *version;
	const char *conversation; /* room or meeting */
	int64_t at_us;            /* when it happened; listed since */
	int64_t available_us;     /* whole, from then on */
	int64_t gone_us;
	bool failed; /* there is nothing to be had but its name */
	const struct digest *digest; /* NULL: no bytes */
};

void wx_tell_line(struct telling *k, json_t *o);
json_t *wx_tell_object(struct telling *k, const struct object *x);
json_t *wx_tell_who(const struct wx_who *x, int64_t at_us);
/* null for WX_NEVER */
void wx_tell_time(json_t *o, const char *key, int64_t us);

struct wx_meeting;
void wx_tell_meeting(struct telling *k, const struct wx_meeting *m);

#endif
