/* source/zoom/meeting/people-private.h - what the files of people share. */
#ifndef SOURCE_ZOOM_MEETING_PEOPLE_PRIVATE_H
#define SOURCE_ZOOM_MEETING_PEOPLE_PRIVATE_H

#include "source/zoom/meeting/people.h"
#include "source/zoom/read/keys.h"

struct arena;

/* A text and the list it comes from; chains grow at their end. */
struct saying {
	struct saying *next;
	const char *text;
	enum people_list list;
};
struct sayings {
	struct saying *first, *last;
};

/* One time of being there. */
struct joining {
	struct joining *next;
	const char *number; /* "" unknown */
	enum people_list list;
	int64_t from_us, to_us;
};

struct person {
	size_t up; /* union-find: the person this one was found to be */
	struct sayings names, emails, accounts;
	struct joining *joinings, *last_joining;
	const char *role;
	const char *chat_account;       /* the chat's id, "" */
	int64_t first_us, last_us;      /* of all joinings; last 0: open */
	int64_t waited_from, waited_to; /* in the waiting room */
	int internal;
	unsigned int lists; /* 1 << enum people_list */
	bool phone, room, failover, waited;
	size_t index; /* into it->people, once emitted */
};

struct people {
	struct arena *a;
	struct keys *keys;
	struct person *all;
	size_t n, cap;
	size_t attended;
	bool listed;
};

size_t people_root(const struct people *p, size_t at);

/* Two persons are one. Returns the root. */
size_t people_unite(struct people *p, size_t a, size_t b);

/* Known by nothing but a name: no address, account or UUID. */
bool people_anonymous(const struct person *who);

/* Put the names of root `at` where people_find() looks. */
void people_index_names(struct people *p, size_t at);

/* "Host" above "Co-host" above "Panelist" above all others. */
int people_role_rank(const char *role);

/* In lower case (ASCII), in the arena. */
const char *people_lower(struct people *p, const char *text);

/* Add a text to a chain unless it is its last one. */
void people_say(struct people *p, struct sayings *to, enum people_list list,
		const char *text);

#endif
