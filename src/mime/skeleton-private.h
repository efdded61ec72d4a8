/* mime/skeleton-private.h - the segments of a skeleton, one after another. */
#ifndef MIME_SKELETON_PRIVATE_H
#define MIME_SKELETON_PRIVATE_H

#include "mime/skeleton.h"

#define SEGMENT_ARTEFACT 49 /* bytes: 'A' seq(8) size(8) sha256(32) */

/* No artefact is larger; sums of a few fit an int64_t in base64. */
#define SKELETON_ARTEFACT_MAX ((uint64_t)1 << 60)

struct err;

struct segments {
	const uint8_t *bytes;
	size_t len, at;
};

struct segment {
	const uint8_t *literal; /* NULL: it is an artefact */
	size_t len;             /* of the literal */
	struct skeleton_artefact artefact;
};

/* 0, or -1 (ERR_STORE). */
int segments_begin(struct segments *s, const void *skel, size_t len,
		   struct err *e);

/* 1 with *out filled, 0 at the end, -1 (ERR_STORE): damaged. */
int segments_next(struct segments *s, struct segment *out, struct err *e);

#endif
