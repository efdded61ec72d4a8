/*
 * sandbox/poll.h - who answered what, for the API and for the CSV file.
 *
 * One or two questions a meeting. Every second meeting's poll is
 * anonymous: then Zoom says "Anonymous Attendee" and no address.
 */
#ifndef SANDBOX_POLL_H
#define SANDBOX_POLL_H

#include "cast.h"

struct str;

struct poll_answer {
	const struct member *who;
	const char *name, *email; /* as shown */
	const char *question, *answer;
	const char *poll_id;
	int64_t at_us;
};

struct poll {
	struct poll_answer *all; /* all questions of a member together */
	size_t n;
	struct cast cast;
};

void poll_make(struct poll *p, const struct tenant *t, const struct meeting *m);
void poll_done(struct poll *p);
static inline void poll_done_auto(struct poll *p)
{
	poll_done(p);
}

void poll_add_csv(struct str *out, const struct poll *p);

/* A question somebody asked in writing, and its answer. */
struct qa {
	const struct member *who, *by;
	char *question, *answer;
	int64_t at_us;
};
#define QA_MAX 4
size_t qa_make(const struct cast *c, const struct meeting *m,
	       struct qa out[QA_MAX]);

#endif
