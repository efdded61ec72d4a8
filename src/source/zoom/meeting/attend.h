/*
 * source/zoom/meeting/attend.h - rows of Zoom's lists of those present.
 *
 * Source: GET /past_meetings/{uuid}/participants, /report/meetings/{uuid}/
 * participants, /metrics/meetings/{uuid}/participants (and webinars), the
 * archive's files of one participant.
 */
#ifndef SOURCE_ZOOM_MEETING_ATTEND_H
#define SOURCE_ZOOM_MEETING_ATTEND_H

struct err;
struct work;

/*
 * Read all lists into w->people, page by page, and settle them. Where there
 * is none, whoever a recording's timeline names. 0, or -1 (see talk_open).
 */
int attend_read(struct work *w, struct err *e);

#endif
