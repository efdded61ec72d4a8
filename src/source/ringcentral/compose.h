/*
 * source/ringcentral/compose.h - a bundle's material becomes an item.
 *
 * Why it is pure: promise P3. No network, no clock, no locale, no hash
 * order: the same material gives the same item on any machine, for ever.
 *
 *	bundle                    item
 *	CHAT/DAY[/POST]           "slice": what was posted that day; later
 *	                          posts, edits, deletions and files are messages
 *	                          that answer it; the day answers the
 *	                          conversation, so that days thread together
 *	task/ID note/ID event/ID  "task" ...: the thing as it is, and what has
 *	                          become of it since; each later state answers
 *	message/EXTENSION/ID      "message": SMS, fax, voicemail, pager
 *	call/ID                   "call"
 *	video/ID                  "video-meeting"
 *
 * Raws read (any may be missing, damaged or of another shape): the records
 * by KIND:ID:VERSION as the parts name them, and what was told beside them:
 * `chat`, `people`, `person:ID`. Shown in the body are at most RC_SHOWN lines
 * of a conversation and LOOSE_TEXT_MAX bytes of a text; what is attached is
 * whole.
 *
 * Source: guide "compliance exports", API of 2026-08; design section 5.
 */
#ifndef SOURCE_RINGCENTRAL_COMPOSE_H
#define SOURCE_RINGCENTRAL_COMPOSE_H

struct err;
struct item;
struct source_material;

#define RC_SHOWN 20000

/*
 * As source_ops.compose: 1 with *out, 0 when nothing fresh is worth a
 * message, -1: ERR_ITEM where nothing can be read at all; ERR_STORE and
 * ERR_RETRY come from reading a part and are passed on.
 */
int rc_compose(const struct source_material *m, struct item **out,
	       struct err *e);

#endif
