/*
 * source/webex/compose.h - material becomes an item: a conversation's day, a
 * post, what became of them later, or a meeting.
 *
 * Why it is pure: promise P3. No network, no clock, no locale, no hash
 * order: the same material gives the same item on any machine, for ever.
 *
 * A bundle is a conversation's where it has the form "<room>/<day>" or
 * "<room>/<day>/<post>", else a meeting's.
 *
 * Raws read (any may be missing, damaged or of another shape; the item is
 * then made of what is left and says so): `message:ID:VERSION`,
 * `membership:ID:`, `room:ID:VERSION`, `card-action:ID:` (an event of the
 * feed, or the thing itself), `room.DAY` (rooms.h); of a meeting `ended`,
 * `meeting`, `participants.N`, `summaries`, `meeting-message:ID:VERSION`,
 * `meeting-chat.N`, `meeting-poll.N`, `meeting-qa.N`. Parts read: transcripts
 *and captions.
 *
 * What comes out:
 *
 *	ordinal 0   "slice" (ref: slice, bundle, "0") which answers the
 *	            conversation (ref: conversation, room, ""); with
 *	            conversation=message "message" (ref: message, post, "0"),
 *	            which answers the post it replies to, else the conversation;
 *	            "meeting" (ref: meeting, id, "0")
 *	later       "edit", "deletion" or "supplement" (ref: that, bundle,
 *	            ordinal) with what is fresh; answers the first one
 *
 * Source: Webex API of 2025-12, design section 5.
 */
#ifndef SOURCE_WEBEX_COMPOSE_H
#define SOURCE_WEBEX_COMPOSE_H

struct err;
struct item;
struct source_material;

/*
 * As source_ops.compose: 1 with *out, 0 when nothing fresh is worth a
 * message, -1: ERR_ITEM where nothing can be read at all; ERR_STORE and
 * ERR_RETRY come from opening or reading a part and are passed on.
 */
int webex_compose(const struct source_material *m, struct item **out,
		  struct err *e);

#endif
