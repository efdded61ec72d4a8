/* slice-private.h - a conversation's day on the table. */
#ifndef SOURCE_WEBEX_TALK_SLICE_PRIVATE_H
#define SOURCE_WEBEX_TALK_SLICE_PRIVATE_H

#include "source/webex/talk/slice.h"
#include "source/webex/talk/who.h"
#include "source/webex/talk/work.h"

#include <stdint.h>

struct slice {
	struct wxwork *w;
	const struct slice_name *name;
	const char *room;
	int64_t day_us;
	struct who who;
	struct item_conversation *to;
	size_t posts, edits, deletions, joined, left, others;
	size_t hidden, gone, locked, shown, bytes;
	int64_t *moments; /* of all that is told, sorted */
	size_t n_moments;
	int64_t first_us, last_us;
	const char *parent; /* of the post, where it is one alone */
};

/* --- slice-name.c: reference, titles and subject; facts; notices --- */

void slice_name_item(struct slice *s);
void slice_facts(struct slice *s);
void slice_notices(struct slice *s);

#endif
