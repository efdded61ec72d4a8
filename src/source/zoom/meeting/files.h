/*
 * source/zoom/meeting/files.h - what each part of a meeting is.
 *
 * A part is only known by its kind and id; what it holds, from when to when,
 * and for whom, stands in the answers `recordings`, `archive` and `trash`
 * under the same id. Where they have nothing, the part's own name, type and
 * label decide. Zoom's sets of types are open: an unknown one becomes words.
 */
#ifndef SOURCE_ZOOM_MEETING_FILES_H
#define SOURCE_ZOOM_MEETING_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct source_part;
struct work;

enum file_content {
	FILE_OTHER,
	FILE_VIDEO,
	FILE_AUDIO,
	FILE_CHAT,
	FILE_TRANSCRIPT,
	FILE_CAPTIONS,
	FILE_POLL,
	FILE_SUMMARY,
	FILE_SUBGROUP,
	FILE_TIMELINE,
};

struct file {
	const struct source_part *part;
	enum file_content content;
	bool archive;           /* from Zoom's archive, not the recordings */
	bool individual;        /* of one participant */
	bool mentioned;         /* a deletion at Zoom names it */
	const char *label;      /* "Speaker view with shared screen" */
	const char *extension;  /* "mp4", may be "" */
	const char *email;      /* whose file it is */
	const char *name;       /* safe and unique, once files_list() ran */
	int64_t from_us, to_us; /* of the recording; 0 unknown */
	int64_t joined_us, left_us; /* archive: of the participant */
};

/* Fill w->files from the parts and the answers. */
void files_read(struct work *w);

/*
 * Put what this message carries, or should carry, into it->parts under safe
 * names: at most 150 bytes, no folders, no control characters, no two alike
 * (in any case of letters).
 */
void files_list(struct work *w);

/* True for files that are listed at all: not a meeting's or trash entry. */
bool files_listed(const struct file *f);

/* Under which name a reader finds it; before files_list() its own. */
const char *files_name(const struct file *f);

/* Captured and not yet in an earlier message. */
bool files_fresh(const struct file *f);

/* Recordings in this message: sound or pictures, captured. */
size_t files_recordings(const struct work *w);

#endif
