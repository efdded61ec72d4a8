/* rooms-private.h - what rooms.c, rooms-ask.c and rooms-names.c share. */
#ifndef SOURCE_WEBEX_ROOMS_PRIVATE_H
#define SOURCE_WEBEX_ROOMS_PRIVATE_H

#include "base/arena.h"
#include "base/str.h"
#include "source/webex/ask.h"
#include "source/webex/known.h"
#include "source/webex/rooms.h"

struct member {
	const char *person, *email, *name;
	bool external, moderator, named;
	int64_t joined_us, left_us; /* 0: not known; still there */
};

struct room {
	const char *id, *title, *type, *team;
	bool members_known;
	struct member *members; /* by person, then by when they left */
	size_t n, n_sorted;     /* behind these: those who are only named */
};

/* One who left; a chain for each space. */
struct leaver {
	struct member who;
	size_t next; /* + 1; 0: none */
};

struct unnamed {
	size_t room, member;
};

struct rooms {
	struct webex *wx;
	struct str org; /* uuid */
	struct arena *a;
	struct known *by_id; /* room -> index */
	struct room *rooms;
	size_t n, members;

	struct arena *left_arena; /* kept until the end */
	struct known *left_by_room;
	struct leaver *left;
	size_t n_left;

	struct teams *called; /* or NULL */
	struct known *teams;  /* id -> index */
	const char **team_names;

	struct unnamed *unnamed;
	size_t n_unnamed;
	struct str refused[WEBEX_WAYS];
	unsigned int locked; /* titles that were asked for in vain */
};

struct member rooms_read_member(const struct rooms *r, struct arena *a,
				const json_t *o);
void rooms_add_member(struct rooms *r, struct room *room,
		      const struct member *m);
/* The first refusal of each way is kept, to be told. */
void rooms_note_refused(struct rooms *r, enum webex_way way,
			const struct webex_answer *a);

/* Ask for members, title and team. Errors: ERR_RETRY, ERR_SOURCE. */
int rooms_ask(struct rooms *r, struct room *room, struct err *e);

#endif
