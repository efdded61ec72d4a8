/*
 * source/zoom/meeting/trash.h - what was deleted at Zoom.
 *
 * The trash is the only place where a deletion shows: an entry with the
 * meeting's recordings, or one file of them. What of it was captured before
 * stays in the archive; what was not is lost, and the message says so.
 *
 * Source: GET /users/{id}/recordings?trash=true (2025-12): `deleted_time`.
 */
#ifndef SOURCE_ZOOM_MEETING_TRASH_H
#define SOURCE_ZOOM_MEETING_TRASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct work;

struct trash {
	bool any;           /* something fresh was deleted at Zoom */
	size_t files;       /* of them named */
	size_t lost;        /* never captured */
	int64_t deleted_us; /* the newest; 0 unknown */
};

/*
 * Look at what is fresh, mark the files it names as mentioned, and put the
 * notice and the table "Deleted at Zoom" into the item.
 */
void trash_read(struct work *w, struct trash *out);

#endif
