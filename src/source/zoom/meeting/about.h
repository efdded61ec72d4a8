/*
 * source/zoom/meeting/about.h - what is known of a meeting, from all its
 * answers.
 *
 * Why: up to eight answers tell of the same meeting, and any of them may be
 * missing or damaged. Each member here is taken from the first answer, in a
 * fixed order, that has it: past meeting, report, archive, recordings,
 * history, transcript, summary, trash.
 *
 * Source: facts of the operations GET /past_meetings/{uuid}, /report/
 * meetings/{uuid}, /past_meetings/{uuid}/archive_files, /meetings/{uuid}/
 * recordings, /report/history_meetings, /meetings/{uuid}/transcript,
 * /meetings/{uuid}/meeting_summary (Zoom API, 2025-12).
 */
#ifndef SOURCE_ZOOM_MEETING_ABOUT_H
#define SOURCE_ZOOM_MEETING_ABOUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct item;

struct about {
	const char *uuid, *topic, *timezone, *dept, *made_with;
	const char *host_id, *host_name, *host_email;
	const char *account_id, *account_name;
	const char *parent; /* UUID of the meeting a breakout room is of */
	const char *place;  /* "internal", "external" or "" */
	int64_t id;         /* 0 unknown */
	int64_t type;       /* Zoom's number; -1 unknown */
	int64_t start_us, end_us;
	int64_t minutes, seconds; /* -1 unknown */
	int64_t attendance;       /* as Zoom counts it; -1 unknown */
	int64_t auto_delete_us;
	bool webinar, breakout, external;
	const char *features;     /* used in the meeting */
	struct item_fact *fields; /* the account's own */
	size_t n_fields;
};

void about_init(struct about *ab);

/* Fill what is still unknown from one answer. */
void about_add(struct about *ab, struct arena *a, const json_t *o);

/* What about_add() takes from one answer beyond the usual. */
void about_more(struct about *ab, struct arena *a, const json_t *o);

/* Put the lines of facts into the item: all of them. */
void about_facts(const struct about *ab, struct item *it);

/* Only those that say which meeting it was: for later messages. */
void about_identity(const struct about *ab, struct item *it);

/* "987 6543 2109"; "" for 0. */
const char *about_number(struct arena *a, int64_t id);

/* What Zoom's number for the type of a meeting means, in words. */
const char *about_type(int64_t type);

/* "1 h 2 min 3 s" */
const char *about_duration(struct arena *a, int64_t seconds);

#endif
