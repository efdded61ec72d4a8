/*
 * source/webex/talk/work.h - one bundle on the table while it is composed.
 *
 *	work.c		raws found and parsed, files, raws and notices attached
 *	who.h		who was there at which moment
 *	text.h		what a post says: plain text, cards
 *	slice.h		a conversation's day
 *	meet.h		a meeting
 *	vtt.h		lines of a transcript
 */
#ifndef SOURCE_WEBEX_TALK_WORK_H
#define SOURCE_WEBEX_TALK_WORK_H

#include "item/item.h"
#include "source/source.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct known;

#define WORK_SHOWN       ((size_t)20000)    /* lines of a conversation */
#define WORK_SHOWN_BYTES ((size_t)16 << 20) /* of text, all together */

struct wxwork {
	const struct source_material *m;
	struct item *it;
	struct arena *a;     /* the item's */
	struct known *files; /* content id -> part + 1 */
	struct known *names; /* of attached parts, lower case */
	size_t unread;       /* raws that are no JSON */
};

void wxwork_open(struct wxwork *w, const struct source_material *m);
void wxwork_done(struct wxwork *w);
static inline void wxwork_done_auto(struct wxwork *w)
{
	wxwork_done(w);
}

/* A text of the material in one clean line. */
const char *wxwork_line(struct wxwork *w, const char *text);

/* The raw of this name, parsed: the caller's; NULL where there is none or it
   is no JSON (which is counted). */
json_t *wxwork_raw(struct wxwork *w, const char *name);
json_t *wxwork_parse(struct wxwork *w, const struct source_raw *raw);
/* "kind:id:version" of a part. */
json_t *wxwork_part_raw(struct wxwork *w, const struct source_part *p);

/* The object an event tells of, or what is no event itself. */
const json_t *wxwork_data(const json_t *o);

/* All but the reference: source, tenant, connector, class, type. */
void wxwork_name(struct wxwork *w, const char *type, const char *class);

/* The files among the parts, as far as they belong to this message. */
void wxwork_attach_parts(struct wxwork *w);
/* The raws that are new since the last message; how many were unreadable. */
void wxwork_attach_raws(struct wxwork *w);

void wxwork_notice(struct wxwork *w, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Is this kind a file? */
bool wxwork_is_file(const char *kind);

#endif
