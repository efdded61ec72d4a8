/*
 * source/ringcentral/read/json.h - reading JSON that may be anything.
 *
 * Why: an export and the API tell the same things in slightly different ways
 * ("Type" and "type", ids as numbers and as texts, times as ISO 8601 and as
 * milliseconds), and what people typed may hold half of a character. Nothing
 * in here fails: a value of the wrong kind reads as "not given", and texts
 * come out as clean UTF-8 without NUL.
 *
 * Objects may be NULL everywhere; values stay owned by the document, texts
 * are copied into the arena.
 *
 * Source: RFC 8259; RingCentral API of 2026-08.
 */
#ifndef SOURCE_RINGCENTRAL_READ_JSON_H
#define SOURCE_RINGCENTRAL_READ_JSON_H

#include "base/cleanup.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define RC_TEXT_MAX ((size_t)256 << 10)
#define RC_LINE_MAX ((size_t)1000)
/* 1 January 2200: no time of a record lies beyond. */
#define RC_LAST_US INT64_C(7258118400000000)

DEFINE_AUTO(json_t, json_decref)

/*
 * The document, or NULL where it is not JSON. Bytes that are no UTF-8 and
 * halves of surrogate pairs are read as U+FFFD.
 */
json_t *rc_parse(const void *bytes, size_t len);

/* Any bytes as clean text: lines parted by \n; and in one line. A cut is
   marked in words. */
const char *rc_clean_text(struct arena *a, const char *bytes, size_t len);
const char *rc_clean_line(struct arena *a, const char *bytes, size_t len);

/* A member as text: "" where there is none, numbers in decimal. The second
   key is tried where the first has nothing; it may be NULL. */
const char *rc_text(struct arena *a, const json_t *o, const char *key);
const char *rc_line(struct arena *a, const json_t *o, const char *key);
const char *rc_either(struct arena *a, const json_t *o, const char *key,
		      const char *other);
const char *rc_value_line(struct arena *a, const json_t *v);

/* The id of a member: "creator": {"id": "5"} or "creatorId": 5. */
const char *rc_id_in(struct arena *a, const json_t *o, const char *key);

/* A whole number, given as number or text: true and *out, or false. */
bool rc_int(const json_t *o, const char *key, int64_t *out);

/* 1, 0, or -1 where not given. */
int rc_bool(const json_t *o, const char *key);

/* A time between 1970 and RC_LAST_US, as ISO 8601 or in milliseconds; else
   0. */
int64_t rc_time(const json_t *o, const char *key);

/* The member if it is an object or an array, else NULL. */
const json_t *rc_object(const json_t *o, const char *key);
const json_t *rc_array(const json_t *o, const char *key);

#endif
