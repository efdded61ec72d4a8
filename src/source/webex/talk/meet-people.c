/*
 * meet-people.c - who took part, from the participants' pages, else from
 * what the end of the meeting told.
 *
 * Each joining is a row of Webex's: the same address, or the same name
 * without one, is one person with several stays. A time of 1970 is one that
 * Webex does not know (yet).
 */
#include "base/arena.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/webex/talk/meet.h"

#include <string.h>

#define NOTE_MAX ((size_t)400)

size_t meet_person(struct meet *o, const char *name, const char *email,
		   const char *id)
{
	if (*name == '\0' && *email == '\0' && *id == '\0')
		return ITEM_NOBODY;
	return item_person(o->w->it, name, email, id);
}

size_t meet_named(const struct meet *o, const char *name)
{
	const struct item *it = o->w->it;
	size_t found = ITEM_NOBODY;

	for (size_t i = 0; i < it->n_people && *name != '\0'; i++) {
		if (strcmp(it->people[i].name, name) != 0)
			continue;
		if (found != ITEM_NOBODY)
			return ITEM_NOBODY;
		found = i;
	}
	return found;
}

/* "by webex_meeting_center_mac, by telephone (+1 408 ...)" */
static void note_devices(struct meet *o, size_t person, const json_t *row)
{
	struct item_person *p = &o->w->it->people[person];
	const json_t *device;
	size_t i;

	json_array_foreach(loose_array(row, "devices"), i, device)
	{
		struct arena *a = o->w->a;
		const char *type = loose_line(a, device, "deviceType");
		const char *phone = loose_line(a, device, "phoneNumber");
		const char *text;

		if (*phone != '\0')
			text = arena_printf(a, "by telephone (%s)", phone);
		else if (strcmp(loose_id(device, "audioType"), "pstn") == 0)
			text = "by telephone";
		else if (*type != '\0')
			text = arena_printf(a, "by %s", type);
		else
			continue;
		if (strstr(p->note, text) != NULL || strlen(p->note) > NOTE_MAX)
			continue;
		p->note = *p->note == '\0'
				  ? text
				  : arena_printf(a, "%s, %s", p->note, text);
	}
}

static void read_row(struct meet *o, const json_t *row)
{
	struct arena *a = o->w->a;
	int64_t from_us = loose_time(row, "joinedTime");
	int64_t to_us = loose_time(row, "leftTime");
	size_t i = meet_person(o, loose_line(a, row, "displayName"),
			       loose_line(a, row, "email"), "");
	struct item_person *p;

	if (i == ITEM_NOBODY)
		return;
	o->listed++;
	p = &o->w->it->people[i];
	if (loose_bool(row, "host") == 1)
		p->role = "Host";
	else if (loose_bool(row, "coHost") == 1 && *p->role == '\0')
		p->role = "Co-host";
	if (strcmp(loose_id(row, "state"), "lobby") == 0 && *p->note == '\0')
		p->note = "waited in the lobby";
	note_devices(o, i, row);
	if (to_us != 0 && to_us < from_us)
		to_us = 0;
	if (from_us != 0 || to_us != 0)
		item_add_span(o->w->it, i, from_us, to_us);
	if (from_us != 0 && (o->first_us == 0 || from_us < o->first_us))
		o->first_us = from_us;
	if (to_us > o->last_us)
		o->last_us = to_us;
}

/* Those the event names; guests are not among them. */
static void read_event(struct meet *o)
{
	struct arena *a = o->w->a;
	const json_t *data = wxwork_data(o->ended), *row;
	size_t i;

	json_array_foreach(loose_array(data, "attendees"), i, row)
	{
		const char *email = loose_line(a, row, "personEmail");
		const char *name = loose_line(a, row, "personDisplayName");

		if (*email == '\0')
			email = loose_line(a, row, "email");
		if (*name == '\0')
			name = loose_line(a, row, "displayName");
		(void)meet_person(o, name, email,
				  loose_line(a, row, "personId"));
	}
}

void meet_people(struct meet *o)
{
	const struct source_material *m = o->w->m;

	for (size_t i = 0; i < m->n_raws; i++) {
		AUTO(json_decref) json_t *page = NULL;
		const json_t *row;
		size_t k;

		if (!str_starts(m->raws[i].name, "participants."))
			continue;
		page = wxwork_parse(o->w, &m->raws[i]);
		json_array_foreach(loose_array(page, "items"), k, row)
		{
			if (json_is_object(row))
				read_row(o, row);
		}
	}
	read_event(o);
}
