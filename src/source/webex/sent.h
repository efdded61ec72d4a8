/*
 * source/webex/sent.h - reading what Webex sent, whatever it is.
 *
 * Why: what is archived must not depend on an answer being as its
 * documentation says: booleans come as "yes", numbers as texts, times that
 * are not known yet as 1970, ids joined by commas inside an array. So
 * nothing in here fails: a value of the wrong kind reads as "not given", and
 * texts come out as clean UTF-8 without NUL.
 *
 * Objects may be NULL everywhere; values stay owned by the document, texts
 * are copied into the arena.
 *
 * Source: RFC 8259; jansson 2.14 (nesting ends at 2048 levels); Webex API of
 * 2025-12.
 */
#ifndef SOURCE_WEBEX_SENT_H
#define SOURCE_WEBEX_SENT_H

#include "base/cleanup.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct str;

#define SENT_DOC_MAX  ((size_t)64 << 20) /* longer documents are not read */
#define SENT_TEXT_MAX ((size_t)256 << 10)
#define SENT_LINE_MAX ((size_t)1000)

static inline void sent_done(json_t *o)
{
	json_decref(o);
}
DEFINE_AUTO(json_t, sent_done)

/* The document, or NULL where it is no JSON, not even after its bytes that
   are no UTF-8 were replaced. */
json_t *sent_parse(const void *bytes, size_t len);

/* A member as text: "" where there is none; lines parted by \n, at most
   SENT_TEXT_MAX bytes, a cut being marked in words. */
const char *sent_text(struct arena *a, const json_t *o, const char *key);
/* The same in one line: runs of blanks and controls are one blank, none at
   the ends; at most SENT_LINE_MAX bytes. */
const char *sent_line(struct arena *a, const json_t *o, const char *key);

/* Any bytes in the same two ways. */
const char *sent_clean_text(struct arena *a, const char *bytes, size_t len);
const char *sent_clean_line(struct arena *a, const char *bytes, size_t len);

/* A member's own text as long as it is there: borrowed, "" else. For ids:
   what has a control character or a blank, or more than SENT_LINE_MAX
   bytes, is none. */
const char *sent_id(const json_t *o, const char *key);

/* A whole number, given as number or text: true and *out, or false. */
bool sent_int(const json_t *o, const char *key, int64_t *out);

/* 1, 0, or -1 where not given; "yes", "true" and the like are taken too. */
int sent_bool(const json_t *o, const char *key);

/* A time after 1970, or 0: not given, not readable, or "not known yet". */
int64_t sent_time(const json_t *o, const char *key);

/* The member if it is an object or an array, else NULL. */
const json_t *sent_object(const json_t *o, const char *key);
const json_t *sent_array(const json_t *o, const char *key);

/* Append an answer's part as it is kept: compact, members as sent. */
void sent_keep(struct str *out, const json_t *o);

/*
 * Append what an id of Webex names (the UUID at the end of what it is the
 * base64 of), or the id itself where it is no such thing: the same thing
 * has ids of several spellings.
 */
void sent_uuid(struct str *out, const char *id);

#endif
