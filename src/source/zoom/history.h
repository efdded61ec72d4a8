/*
 * source/zoom/history.h - what the reports said, kept until it is fetched.
 *
 * Why: a meeting's row of the history report belongs to its raw, but can
 * only be had by listing a whole day, one of the dearest requests Zoom
 * knows. So list() gives the rows it sees to be kept with their meetings
 * (source.h, `beside`), and remembers them here, up to a bound, for fetch()
 * in the same process; what is not here is asked for again only where nothing
 * else tells of the meeting. The same for which meetings had a survey.
 *
 * A row is kept as JSON, compact, keys sorted: not the bytes Zoom sent but
 * the same members. Safe for threads.
 */
#ifndef SOURCE_ZOOM_HISTORY_H
#define SOURCE_ZOOM_HISTORY_H

#include "base/cleanup.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct str;
struct zoom_history;

#define ZOOM_HISTORY_MAX ((size_t)64 << 20) /* bytes of rows */

struct zoom_history *zoom_history_new(void);
void zoom_history_free(struct zoom_history *h);
DEFINE_AUTO(struct zoom_history, zoom_history_free)

/* A new listing: forget everything. */
void zoom_history_clear(struct zoom_history *h);

/* A row's text, by zoom_row_text(). */
void zoom_history_add(struct zoom_history *h, const char *uuid, const char *row,
		      size_t len);
/* Append the row: true, or false if it is not here. */
bool zoom_history_find(struct zoom_history *h, const char *uuid,
		       struct str *out);

/* The meetings with a survey are known from now on. */
void zoom_history_surveys_known(struct zoom_history *h);
void zoom_history_add_survey(struct zoom_history *h, const char *uuid);
/* 1 it had one, 0 it had none, -1 not known. Meetings that were not listed
   are not known either. */
int zoom_history_survey(struct zoom_history *h, const char *uuid);

/* Append a row as it is kept: JSON, compact, keys sorted. */
void zoom_row_text(struct str *out, const json_t *row);

#endif
