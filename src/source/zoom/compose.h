/*
 * source/zoom/compose.h - a meeting's material becomes an item.
 *
 * Why it is pure: promise P3. No network, no clock, no locale, no hash
 * order: the same material gives the same item on any machine, for ever.
 *
 * Raws read (any may be missing, damaged or of another shape; the item is
 * then made of what is left and says so): `meeting`, `recordings`,
 * `archive`, `history`, `report`, `participants.N`, `report-participants.N`,
 * `metrics-participants.N`, `polls`, `report-polls`, `qa`, `report-qa`,
 * `survey`, `transcript`, `summary:VERSION`, and `trash:ID:VERSION` from the
 * listing. Parts read: chats, transcripts, captions, poll files, subgroup
 * logs among the kinds `recording-file`, `participant-audio`,
 * `archive-file`, `transcript`; `trash` tells of a deletion at Zoom.
 *
 * What comes out: ordinal 0 is "meeting" (ref: meeting, bundle, "0"); a later
 * one is a "supplement" (ref: supplement, bundle, ordinal) that answers it
 * and holds only what is fresh, or a "deletion" where a deletion at Zoom is
 * all that is. The bundle is the meeting's UUID. Shown in the body at most
 * TALK_SHOWN lines of a conversation; files are attached whole.
 *
 * Source: Zoom API of 2025-12 (operations in about.h), the archived chat's
 * schema (chat-json.h), design section 5.
 */
#ifndef SOURCE_ZOOM_COMPOSE_H
#define SOURCE_ZOOM_COMPOSE_H

struct err;
struct item;
struct source_material;

/*
 * As source_ops.compose: 1 with *out, 0 when nothing fresh is worth a
 * message, -1: ERR_ITEM where nothing can be read at all; ERR_STORE and
 * ERR_RETRY come from opening or reading a part and are passed on, so that
 * a failing disk is never taken for a damaged chat.
 */
int zoom_compose(const struct source_material *m, struct item **out,
		 struct err *e);

#endif
