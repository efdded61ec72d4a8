/*
 * source/zoom/meeting/tables.h - polls, questions and answers, surveys.
 *
 * A poll and a survey become a table for each question: who answered what,
 * by time. Where the report and the past meeting tell of the same, the
 * report is taken (it has times). A poll's CSV file is shown only where no
 * answer tells of the poll.
 *
 * Source: GET /report/meetings/{uuid}/polls|qa|survey, /past_meetings/
 * {uuid}/polls|qa (2025-12).
 */
#ifndef SOURCE_ZOOM_MEETING_TABLES_H
#define SOURCE_ZOOM_MEETING_TABLES_H

#include <stddef.h>

struct err;
struct work;

#define TABLES_MAX  ((size_t)200)  /* questions shown of a poll */
#define TABLES_ROWS ((size_t)5000) /* rows shown of one table */

/* What is fresh, into it->tables. 0, or -1 (see talk_failed). */
int tables_read(struct work *w, struct err *e);

#endif
