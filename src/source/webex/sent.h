/*
 * source/webex/sent.h - keeping a part of what Webex sent, and its ids.
 *
 * Source: Webex API of 2025-12.
 */
#ifndef SOURCE_WEBEX_SENT_H
#define SOURCE_WEBEX_SENT_H

#include <jansson.h>

struct str;

/* Append an answer's part as it is kept: compact, members as sent. */
void sent_keep(struct str *out, const json_t *o);

/*
 * Append what an id of Webex names (the UUID at the end of what it is the
 * base64 of), or the id itself where it is no such thing: the same thing
 * has ids of several spellings.
 */
void sent_uuid(struct str *out, const char *id);

#endif
