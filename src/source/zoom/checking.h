/*
 * source/zoom/checking.h - the pre-flight, shared by its parts.
 *
 *	check.c			sign-in, scopes, a try of each kind of question
 *	check-settings.c	what the account's settings keep from arriving
 */
#ifndef SOURCE_ZOOM_CHECKING_H
#define SOURCE_ZOOM_CHECKING_H

#include "source/source.h"
#include "source/zoom/ask.h"
#include "source/zoom/zoom.h"

#include <stdbool.h>

struct arena;

struct checking {
	struct zoom *z;
	const struct check *to;
	struct arena *a;
	const char *user; /* id of a user to try with, "" if none */
};

void checking_find(struct checking *k, enum check_level level,
		   const char *topic, const char *text, const char *remedy);

/* Tell what a question gave; true where it was answered. */
bool checking_judge(struct checking *k, const struct zoom_question *q,
		    const struct zoom_answer *a, const char *good);

int checking_settings(struct checking *k, struct err *e);

#endif
