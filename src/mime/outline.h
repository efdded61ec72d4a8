/*
 * mime/outline.h - a message for people: its fields, its text, its parts.
 *
 * Read from the skeleton, without its artefacts: a message that carries 10 GB
 * of recordings is shown as quickly as a short one. Multipart structure is
 * followed 8 levels deep; what lies deeper, and what is not as it should be,
 * is taken as it stands. Nothing is refused but a damaged skeleton.
 *
 * Source: RFC 5322; RFC 2046 section 5.1.
 */
#ifndef MIME_OUTLINE_H
#define MIME_OUTLINE_H

#include "base/cleanup.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OUTLINE_TEXT_MAX   ((size_t)4 * 1024 * 1024)
#define OUTLINE_HEADER_MAX ((size_t)1024 * 1024) /* of one part */
#define OUTLINE_PARTS_MAX  ((size_t)100000)

struct err;
struct outline;

struct outline_field {
	const char *name;
	const char *value; /* unfolded and decoded, UTF-8 */
	const char *raw;   /* unfolded, as it stands */
};

struct outline_part {
	const char
		*media_type; /* lower case; "text/plain" where none is told */
	const char *name;    /* the file's, "" for none */
	const char *description; /* Content-Description, "" for none */
	const char *artefact;    /* X-Estreat-Artefact: "kind id version" */
	bool attachment;         /* by its Content-Disposition */
	uint64_t size; /* decoded; of text: without the last line end */
	uint64_t seq;  /* record of its artefact; 0: in the skeleton */
};

/* Errors: ERR_STORE (damaged skeleton). */
int outline_read(struct outline **out, const void *skel, size_t len,
		 struct err *e);
void outline_free(struct outline *o);
DEFINE_AUTO(struct outline, outline_free)

/* The message's own header fields, in order. */
size_t outline_fields(const struct outline *o,
		      const struct outline_field **list);
/* The first field of this name (any case), or NULL. */
const char *outline_field(const struct outline *o, const char *name);

/* Parts that are not multipart, in order. */
size_t outline_parts(const struct outline *o, const struct outline_part **list);

/* The first text/plain part that is no attachment, lines parted by LF; UTF-8
   as it came, not cleaned. *cut: there was more than OUTLINE_TEXT_MAX. */
const struct str *outline_text(const struct outline *o, bool *cut);

/*
 * Append the decoded bytes that part (its place in outline_parts()) has in
 * the skeleton: none of an artefact; of a text its lines parted by LF, without
 * the last line end. Errors: ERR_STORE (damaged skeleton), ERR_ITEM (more than
 * max bytes).
 */
int outline_body(const void *skel, size_t len, size_t part, size_t max,
		 struct str *out, struct err *e);

#endif
