/*
 * source/webex/talk/slice.h - a conversation's day, or a post of its own.
 */
#ifndef SOURCE_WEBEX_TALK_SLICE_H
#define SOURCE_WEBEX_TALK_SLICE_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct wxwork;

/* What a bundle's name says. */
struct slice_name {
	size_t room_len;  /* its first bytes are the space */
	char day[11];     /* "2026-03-01" */
	const char *post; /* "" unless it is of a single post */
};

/* False where the bundle is no conversation's. */
bool slice_name_read(struct slice_name *out, const char *bundle);

/* As compose(): 1, 0, -1. */
int slice_compose(struct wxwork *w, const struct slice_name *name,
		  struct err *e);

#endif
