/*
 * source/webex/teams.h - teams that are called something else by now.
 *
 * Why: a new title of a space is an event of the feed, a new name of a team
 * is none (docs/sources/webex.md), and Webex gives the present name alone.
 * What each team was called is kept between runs, in the connector's state
 * "teams"; where a name differs from the one before, each space of the team
 * in which something happened is told so, dated with the day of the run that
 * saw it.
 *
 *	{ "<team id>": { "name": "...", "us": when it was first seen,
 *	                 "was": the name before, "n": which change of that
 *	                 day } }
 *
 * Rules
 * - A change is on disk before it is told. A listing that is cut off tells it
 *   again, with the same version; one that was complete
 *   (source_window.last_us) does not.
 * - The version is the day of "us", with ".2" for a second change of a day.
 * - More than TEAMS_MAX teams are not remembered, and a notice says so.
 */
#ifndef SOURCE_WEBEX_TEAMS_H
#define SOURCE_WEBEX_TEAMS_H

#include "base/cleanup.h"

#include <stddef.h>

struct err;
struct listing;
struct source_window;
struct teams;
struct webex;

#define TEAMS_MAX ((size_t)50000)

/* w: borrowed. */
struct teams *teams_new(const struct source_window *w);
void teams_free(struct teams *t);
DEFINE_AUTO(struct teams, teams_free)

/* What was known; damaged state is as none. Errors: ERR_STORE. */
int teams_load(struct teams *t, struct webex *wx, struct err *e);

/* Webex calls it so now. */
void teams_called(struct teams *t, const char *team, const char *name);

/* One of its spaces is in this listing. */
void teams_space(struct teams *t, const char *team, const char *room);

/* At the end of a listing: keep what is known, tell what has changed. */
int teams_tell(struct teams *t, struct listing *l, struct err *e);

#endif
