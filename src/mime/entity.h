/*
 * mime/entity.h - a message taken apart while it streams.
 *
 * Why: some mailboxes take no message as it is but want its fields, its text
 * and its files one by one (Exchange Online through Graph). A message that
 * carries recordings is larger than memory, so its parts pass by, in order,
 * decoded; what nobody reads is skipped.
 *
 *	entities_new -> entities_next -> entities_body -> entities_next ...
 *
 * Nothing is refused: multipart structure is followed 8 levels deep, what
 * lies deeper or is not as it should be is taken as it stands. Fields of one
 * entity beyond ENTITY_HEADER_MAX bytes are left out. What is held does not
 * grow with the message.
 *
 * Errors: those of the reader below.
 *
 * Source: RFC 2045 section 2.4 (entity); RFC 2046 section 5.1; RFC 5322.
 */
#ifndef MIME_ENTITY_H
#define MIME_ENTITY_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

#define ENTITY_HEADER_MAX ((size_t)1024 * 1024)

struct entities;
struct err;
struct reader;

/* One that is not multipart. */
struct entity {
	const char *media_type; /* lower case; "text/plain" if none is told */
	const char *name;       /* the file's, UTF-8; "" for none */
	bool attachment;        /* by its Content-Disposition */
};

/* Takes ownership of the message. */
struct entities *entities_new(struct reader *message);
void entities_free(struct entities *w); /* NULL is fine */
DEFINE_AUTO(struct entities, entities_free)

/* 1: the next one, its texts valid until the next call; 0: there is none. */
int entities_next(struct entities *w, struct entity *out, struct err *e);

/*
 * The decoded bytes of the one at hand, each line end as CRLF where it is not
 * base64, without the last one. Owned by w, not to be freed; at its end when
 * entities_next() is called.
 */
struct reader *entities_body(struct entities *w);

/*
 * The message's own fields, once entities_next() was called: the unfolded
 * body of the first of this name (lower case), not decoded, or NULL.
 */
const char *entities_field(const struct entities *w, const char *name);

#endif
