/*
 * source/zoom/read/loose.h - reading JSON that may be anything.
 *
 * Why: Zoom's documents disagree with themselves and with what is sent (a
 * number here is a text there, fields are null, missing or new). What is
 * archived must not depend on it. So nothing in here fails: a value of the
 * wrong kind reads as "not given", a number given as text reads as the
 * number, and texts come out as clean UTF-8 without NUL.
 *
 * Objects may be NULL everywhere; values stay owned by the document, texts
 * are copied into the arena.
 *
 * Source: RFC 8259; jansson 2.14 (nesting ends at 2048 levels).
 */
#ifndef SOURCE_ZOOM_READ_LOOSE_H
#define SOURCE_ZOOM_READ_LOOSE_H

#include "base/cleanup.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define LOOSE_DOC_MAX  ((size_t)64 << 20) /* longer documents are not read */
#define LOOSE_TEXT_MAX ((size_t)256 << 10)
#define LOOSE_LINE_MAX ((size_t)1000)

DEFINE_AUTO(json_t, json_decref)

/*
 * The document, or NULL where it is not JSON. What nearly is JSON (bytes
 * that are no UTF-8, lone surrogates, numbers beyond 64 bits, a byte order
 * mark, rubbish behind the end) is repaired, and *repaired set; it is left
 * alone else.
 */
json_t *loose_parse(const void *bytes, size_t len, bool *repaired);

/*
 * A member as text: "" where there is none; numbers in decimal. Lines are
 * parted by \n, at most LOOSE_TEXT_MAX bytes, a cut being marked in words.
 */
const char *loose_text(struct arena *a, const json_t *o, const char *key);

/* The same in one line: control characters and runs of spaces are one
   space, none at the ends; at most LOOSE_LINE_MAX bytes. */
const char *loose_line(struct arena *a, const json_t *o, const char *key);

/* A value itself in the same two ways. */
const char *loose_value_text(struct arena *a, const json_t *v);
const char *loose_value_line(struct arena *a, const json_t *v);

/* Any bytes in the same two ways. */
const char *loose_clean_text(struct arena *a, const char *bytes, size_t len);
const char *loose_clean_line(struct arena *a, const char *bytes, size_t len);

/* A whole number, given as number or text: true and *out, or false. */
bool loose_int(const json_t *o, const char *key, int64_t *out);

/* 1, 0, or -1 where not given; "true", "false", 1 and 0 are taken too. */
int loose_bool(const json_t *o, const char *key);

/* A time after 1970, or 0 where not given or not readable. */
int64_t loose_time(const json_t *o, const char *key);

/* The member if it is an object or an array, else NULL. */
const json_t *loose_object(const json_t *o, const char *key);
const json_t *loose_array(const json_t *o, const char *key);

#endif
