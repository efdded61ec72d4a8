/*
 * source/zoom/meeting/people.h - who took part, from many lists that differ.
 *
 * Why: Zoom tells of the same person up to four times (past meeting, report,
 * dashboard, archive), once for every time they joined, with a name that
 * changes and an address that comes and goes; and the chat knows people
 * that no list has. One person must get one copy, and two persons must
 * never become one.
 *
 * Two rows are the same person where they share an e-mail address, an
 * account id or participant UUID, or the number Zoom gave to that one
 * joining (unless both have an address or an account, and different ones).
 * Rows with a name only are the same person where they do not overlap in
 * time; where a time is unknown they stay apart.
 *
 * Life: people_new -> people_row* -> people_settle -> people_find/_ensure*
 * -> people_emit. Handles are only valid with the object that gave them.
 * Texts must live in the arena. No order of a hash or a clock is in the
 * result: it depends on the rows and their order alone.
 */
#ifndef SOURCE_ZOOM_MEETING_PEOPLE_H
#define SOURCE_ZOOM_MEETING_PEOPLE_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct item;
struct people;

#define PEOPLE_NOBODY    ((size_t)-1)
#define PEOPLE_AMBIGUOUS ((size_t)-2) /* several people have this name */

/* Where a row comes from; a lower one is believed first. */
enum people_list {
	PEOPLE_HOST,
	PEOPLE_REPORT,
	PEOPLE_PAST,
	PEOPLE_METRICS,
	PEOPLE_ARCHIVE,
	PEOPLE_CHAT,
	PEOPLE_SPEECH,
};

/* One row of a list; texts are one line each, "" where not given. */
struct people_row {
	enum people_list list;
	const char *name;
	const char *email;
	const char *account; /* Zoom's id of the user account */
	const char *uuid;    /* of the participant, where Zoom gives one */
	const char *joining; /* the number of this one joining ("user_id") */
	const char *role;    /* "Host", "Co-host", "Panelist" or "" */
	const char *device;  /* as the dashboard names it */
	int64_t from_us, to_us;
	int internal; /* 1, 0, -1 not given */
	bool waiting; /* only in the waiting room */
	bool failover;
};

struct people *people_new(struct arena *a);
void people_free(struct people *p);
DEFINE_AUTO(struct people, people_free)

/* Add a row. Returns the handle of the person it belongs to so far. */
size_t people_row(struct people *p, const struct people_row *row);

/* After the last row of the lists, before the first question. */
void people_settle(struct people *p);

/* True where some list (not only the host or the chat) had a row. */
bool people_listed(const struct people *p);

/* The one person with this name, PEOPLE_NOBODY or PEOPLE_AMBIGUOUS. */
size_t people_find(const struct people *p, const char *name);

/*
 * The person with this address, else this account, else this name; added
 * where there is none. PEOPLE_AMBIGUOUS where the name alone is given and
 * several people have it.
 */
size_t people_ensure(struct people *p, enum people_list list, const char *name,
		     const char *email, const char *account);

/* Say that this person had this role, unless a higher one is known. */
void people_role(struct people *p, size_t handle, const char *role);

/* Earliest joining and latest leaving of all; 0 unknown. */
int64_t people_first_us(const struct people *p);
int64_t people_last_us(const struct people *p);

/*
 * Put everybody into it->people: the host first, then by name, address,
 * account, first joining. `domain` is that of the host's organisation, ""
 * unknown; where the host belongs to another organisation, host_external.
 */
void people_emit(struct people *p, struct item *it, const char *domain,
		 bool host_external);

/* After people_emit: the index into it->people, or ITEM_NOBODY. */
size_t people_index(const struct people *p, size_t handle);

/* After people_emit: who was there, not counting the waiting room. */
size_t people_attended(const struct people *p);

/* True for an address that mail could be sent to. */
bool people_is_email(const char *text);

#endif
