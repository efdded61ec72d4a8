/*
 * source/loose.h - reading JSON that may be anything.
 *
 * Why: what vendors send disagrees with their documentation and with itself:
 * a number here is a text there, booleans come as "yes", times as ISO 8601
 * and as milliseconds, a text holds half of a character, fields are null,
 * missing or new. What is archived must not depend on it. So nothing in here
 * fails: a value of the wrong kind reads as "not given", a number given as
 * text reads as the number, and texts come out as clean UTF-8 without NUL.
 *
 * Objects may be NULL everywhere; values stay owned by the document, texts
 * are copied into the arena.
 *
 * Source: RFC 8259; jansson 2.14 (nesting ends at 2048 levels).
 */
#ifndef SOURCE_LOOSE_H
#define SOURCE_LOOSE_H

#include "base/cleanup.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define LOOSE_DOC_MAX  ((size_t)64 << 20) /* longer documents are not read */
#define LOOSE_DEEP_MAX ((size_t)1000)
#define LOOSE_TEXT_MAX ((size_t)256 << 10)
#define LOOSE_LINE_MAX ((size_t)1000)
/* 1 January 2200: no time of a record lies beyond. */
#define LOOSE_LAST_US INT64_C(7258118400000000)

DEFINE_AUTO(json_t, json_decref)

/*
 * The document, or NULL where it is not JSON. What nearly is JSON (bytes
 * that are no UTF-8, lone surrogates, numbers beyond 64 bits, a byte order
 * mark, rubbish behind the end; null for what lies deeper than
 * LOOSE_DEEP_MAX levels where that is too deep to be read) is repaired, and
 * *repaired set; it is left alone else, and may be NULL.
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

/* The first of two members that is not "", as a line. */
const char *loose_either(struct arena *a, const json_t *o, const char *key,
			 const char *other);

/* A member's own text as long as it is there: borrowed, "" else. For ids:
   what has a control character or a blank, or more than LOOSE_LINE_MAX
   bytes, is none. */
const char *loose_id(const json_t *o, const char *key);

/* The id of a member, as a line: "creator": {"id": "5"} or "creatorId": 5. */
const char *loose_id_in(struct arena *a, const json_t *o, const char *key);

/* A whole number, given as number or text: true and *out, or false. */
bool loose_int(const json_t *o, const char *key, int64_t *out);

/* 1, 0, or -1 where not given; "true", "yes", "on", "1", 1 and their
   contraries are taken too. */
int loose_bool(const json_t *o, const char *key);

/* A time between 1970 and LOOSE_LAST_US, as ISO 8601 or in milliseconds; 0
   where not given, not readable, or of 1 January 1970: "not known yet". */
int64_t loose_time(const json_t *o, const char *key);

/* The member if it is an object or an array, else NULL. */
const json_t *loose_object(const json_t *o, const char *key);
const json_t *loose_array(const json_t *o, const char *key);

#endif
