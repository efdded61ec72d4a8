/*
 * sandbox/tenant.h - one made-up Zoom account and all its meetings.
 *
 * Why: everything the sandbox answers is a function of this and of the
 * virtual time. The tenant itself never changes: there is no "now" in it,
 * only times from which things exist, are complete, are trashed, are gone
 * (files.h). So the truth can be told in advance, and a question asked
 * twice is answered twice alike.
 *
 * Kept in memory: a record of about 100 bytes a meeting. Participants,
 * chats and files are made when asked for, from the meeting's seed.
 *
 * Life: tenant_new -> many readers, no locks -> tenant_free.
 */
#ifndef SANDBOX_TENANT_H
#define SANDBOX_TENANT_H

#include "people.h"
#include "plot.h"

#include "base/cleanup.h"

struct tenant_options {
	uint64_t seed;
	size_t users;      /* 4 to 100000 */
	int days;          /* 1 to 3660 */
	size_t per_day;    /* meetings on a weekday; a quarter at weekends */
	size_t big;        /* participants of the big meeting, 0: none */
	uint64_t large;    /* bytes of the large recording, 0: none */
	int64_t now_us;    /* end of the days */
	unsigned int late; /* of 10000 files: ready a day later still */
};

#define UUID_TEXT 25 /* 16 bytes in base64, NUL included */

struct meeting {
	uint64_t seed;
	uint64_t what;    /* PLOT_* */
	const char *plot; /* name of the plot */
	int64_t start_us; /* whole seconds */
	int64_t end_us;   /* the same */
	int64_t number;   /* "meeting id": may be shared by instances */
	char uuid[UUID_TEXT];
	const struct person *host;    /* a guest: somebody else's meeting */
	const struct meeting *parent; /* of a breakout room */
	uint64_t topic;               /* index for talk_add(TALK_TOPIC) */
	enum talk_lang lang;
	unsigned int room;  /* 1, 2, .. for breakout rooms */
	unsigned int index; /* in tenant.meetings */
	int type;           /* Zoom's: 1 instant, 2 scheduled, 4 PMI, 8 .. */
};

struct tenant {
	struct tenant_options opt;
	struct people people;
	struct meeting *meetings; /* by start_us, then as made */
	size_t n;
	int64_t from_us, until_us; /* whole UTC days */
	const char *account_id;
	const char *account_name;
	struct tenant_index *index;
	struct arena *arena;
};

struct tenant *tenant_new(const struct tenant_options *opt);
void tenant_free(struct tenant *t);
DEFINE_AUTO(struct tenant, tenant_free)

/* NULL if there is none. */
const struct meeting *tenant_by_uuid(const struct tenant *t, const char *uuid);

/* The latest instance that has started by then; NULL if there is none. */
const struct meeting *tenant_by_number(const struct tenant *t, int64_t number,
				       int64_t now_us);

/* Index of the first meeting that starts at or after. */
size_t tenant_first_from(const struct tenant *t, int64_t start_us);

/* Append the topic (of a breakout room: its name). */
void meeting_add_topic(struct str *out, const struct tenant *t,
		       const struct meeting *m);

#endif
