/*
 * verb/verbs/message.h - a message, opened to be looked at.
 *
 * Not for callers outside verb/verbs/. Opened once by each of the verbs that
 * show one; what is in it is printed by the files beside this one.
 */
#ifndef VERB_VERBS_MESSAGE_H
#define VERB_VERBS_MESSAGE_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalog;
struct err;
struct outline;
struct vault_got;
struct vault_stored;
struct verb_call;

struct shown {
	struct verb_call *call;
	struct catalog *catalog;
	uint64_t seq;
	struct str skeleton;
	struct outline *outline;
	struct vault_got *got;
	const struct vault_stored *record; /* got's */
};

/* The one that the parameter "message" names; opens the installation. Errors:
   ERR_USAGE (no such message), ERR_STORE. */
int shown_open(struct shown *s, struct verb_call *call, struct err *e);
void shown_done(struct shown *s);
static inline void shown_done_auto(struct shown *s)
{
	shown_done(s);
}

/*
 * P10: reading is recorded, before anything is read out. how: "text", "eml",
 * "part"; number: which part, or 0. Once for a person, a message and a way in
 * an hour: a player asks for one film in a hundred pieces.
 */
int shown_record(const struct shown *s, const char *how, uint64_t number,
		 struct err *e);

/* Lists: what it carries (or only the source's answers), who took part, who
   has it. */
int shown_parts(const struct shown *s, bool only_raw, struct err *e);
int shown_people(const struct shown *s, struct err *e);
int shown_copies(const struct shown *s, struct err *e);
/* Fields: where it came from, and as what it is kept. */
int shown_origin(const struct shown *s, struct err *e);

/* Bytes: all of it, the part of a record, the part of a number (from 1), its
   own HTML. Errors: ERR_USAGE (it has no such part), ERR_STORE. */
int shown_eml(struct shown *s, struct err *e);
int shown_part(struct shown *s, uint64_t record, struct err *e);
int shown_numbered(struct shown *s, uint64_t number, struct err *e);
int shown_html(struct shown *s, struct err *e);
/* Has it HTML of its own, and where in outline_parts()? */
bool shown_html_at(const struct shown *s, size_t *at);

#endif
