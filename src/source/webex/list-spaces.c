/* list-spaces.c - who joined and left, what was renamed, answers to cards. */
#include "base/arena.h"
#include "source/loose.h"
#include "source/webex/listing.h"
#include "source/webex/sent.h"

#include <string.h>

static int tell_event(struct listing *l, const char *room,
		      struct source_entry *en, const json_t *event,
		      struct err *e)
{
	struct str raw AUTO(str_done) = STR_INIT;

	en->found_by = webex_way(WAY_EVENTS)->name;
	en->size = -1;
	sent_keep(&raw, event);
	if (!webex_is_locked(event) &&
	    !webex_is_locked(loose_object(event, "data"))) {
		en->raw = raw.s;
		en->raw_len = raw.len;
	}
	return webex_tell(l, room, en->time_us, "", en, e);
}

int webex_take_membership(struct listing *l, const json_t *event, struct err *e)
{
	const json_t *data = loose_object(event, "data");
	const char *room = loose_id(data, "roomId"),
		   *id = loose_id(event, "id");
	const char *type = loose_id(event, "type");
	const char *name = loose_line(l->page, data, "personDisplayName");
	struct source_entry en = { .kind = "membership",
				   .id = id,
				   .version = "",
				   .time_us = loose_time(event, "created") };

	if (*room == '\0' || *id == '\0' || en.time_us == 0)
		return 0;
	if (*name == '\0')
		name = loose_line(l->page, data, "personEmail");
	if (*name == '\0')
		name = "somebody";
	en.label = arena_printf(l->page, "%s %s", name,
				strcmp(type, "created") == 0   ? "joined"
				: strcmp(type, "deleted") == 0 ? "left"
							       : "changed");
	return tell_event(l, room, &en, event, e);
}

int webex_take_renamed(struct listing *l, const json_t *event, struct err *e)
{
	const json_t *data = loose_object(event, "data");
	const char *room = loose_id(data, "id");
	struct source_entry en = { .kind = "room",
				   .version = loose_id(event, "created"),
				   .label = "change of the space",
				   .time_us = loose_time(event, "created") };

	if (*room == '\0')
		room = loose_id(data, "roomId");
	if (*room == '\0' || en.time_us == 0)
		return 0;
	en.id = room;
	return tell_event(l, room, &en, event, e);
}

int webex_take_card(struct listing *l, const json_t *event, struct err *e)
{
	const json_t *data = loose_object(event, "data");
	const char *room = loose_id(data, "roomId"), *id = loose_id(data, "id");
	struct source_entry en = { .kind = "card-action",
				   .id = id,
				   .version = "",
				   .label = "answer to a card",
				   .time_us = loose_time(event, "created") };

	if (*room == '\0' || *id == '\0' || en.time_us == 0)
		return 0;
	return tell_event(l, room, &en, event, e);
}
