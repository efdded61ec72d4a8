/* sandbox/webex/world-private.h - the steps in which a world is made. */
#ifndef SANDBOX_WEBEX_WORLD_PRIVATE_H
#define SANDBOX_WEBEX_WORLD_PRIVATE_H

#include "post.h"
#include "world.h"

#define WX_MS INT64_C(1000)

/* In this order. */
void wx_crowd_make(struct wx_world *w);    /* crowd.c: who */
void wx_spaces_make(struct wx_world *w);   /* spaces.c: spaces, teams, stays */
void wx_posts_place(struct wx_world *w);   /* world.c: who posts where */
void wx_meetings_make(struct wx_world *w); /* meetings.c */
void wx_acts_make(struct wx_world *w);     /* acts.c: the feed */

/* When that account begins and ends to be one: 0 and WX_NEVER mostly. */
int64_t wx_comes_us(const struct wx_who *x);
int64_t wx_goes_us(const struct wx_who *x);

#endif
