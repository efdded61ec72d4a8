/*
 * source/zoom/listed.h - a file as one of Zoom's listings shows it.
 *
 * Why: recordings, participants' audio, archived and physical files come in
 * four shapes, and all of them show files that are not there yet. Listing
 * and fetching must agree on what a file is called, whether it is ready, and
 * why not.
 *
 * Source: facts of GET /meetings/{uuid}/recordings and /archive_files
 * (2025-12): entries in progress have an empty id, type and end.
 */
#ifndef SOURCE_ZOOM_LISTED_H
#define SOURCE_ZOOM_LISTED_H

#include "source/source.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct arena;

struct listed {
	const char *kind; /* the inventory's */
	const char *id;   /* "" while in progress */
	const char *type; /* Zoom's file_type, "" unknown */
	const char *name; /* with extension, never "" */
	const char *media_type;
	const char *url;     /* to download, "" if none */
	const char *deleted; /* deleted_time as sent, "" if none */
	enum source_state state;
	const char *reason; /* unless ready */
	int64_t size;       /* -1 unknown */
	int64_t time_us, deleted_us;
};

/* An element of recording_files or of participant_audio_files. */
void listed_recording(struct listed *out, struct arena *a, const json_t *o,
		      bool personal);
/* An element of archive_files, of physical_files. */
void listed_archive(struct listed *out, struct arena *a, const json_t *o);
void listed_physical(struct listed *out, struct arena *a, const json_t *o);

/* /meetings/{uuid}/transcript, of the meeting `uuid`. False where it tells
   of no transcript at all. */
bool listed_transcript(struct listed *out, struct arena *a, const json_t *o,
		       const char *uuid);

/*
 * All files of a meeting's object, whichever of the lists it has. each()
 * returns 0 to go on.
 */
int listed_each(struct arena *a, const json_t *meeting,
		int (*each)(void *ctx, const struct listed *f), void *ctx);

/* "video/mp4" and so on: by extension, else by type. */
const char *listed_media_type(const char *type, const char *extension);

/* Is a size that differs from the announced one to be believed in the end?
   Texts grow while Zoom still works on them. */
bool listed_is_text(const struct listed *f);

#endif
