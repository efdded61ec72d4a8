/*
 * sandbox/webex/world.h - the spaces of a Webex organisation, who is in
 * them, and everything that happens in the order in which it happens.
 *
 * Why: an events feed of a million posts must be read from any moment
 * backwards, a conversation from its end, a message by its id. So the world
 * holds the acts (16 bytes each, by time) and for each post where it stands
 * in its conversation (8 bytes); what a post says is worked out when it is
 * asked for (post.h). All of it follows from the seed.
 *
 * Life: wx_world_new -> many readers, no locks -> wx_world_free, before the
 * sandbox's tenant, whose people it points to.
 */
#ifndef SANDBOX_WEBEX_WORLD_H
#define SANDBOX_WEBEX_WORLD_H

#include "switches.h"

#include "sandbox/people.h"
#include "sandbox/seed.h"

#include "base/cleanup.h"

struct large;
struct str;
struct wx_meeting;
struct tenant;

#define WX_NEVER INT64_MAX

/* A person or a bot, as Webex knows them. */
struct wx_who {
	const struct person *person; /* NULL: a bot */
	const char *id, *uuid;       /* of /people */
	const char *email, *name;
	const char *org_id;
	bool ours; /* of this organisation */
};

enum wx_space_kind { WX_DIRECT, WX_GROUP, WX_CHANNEL };

/* A stay in a space. Who comes back has two. */
struct wx_stay {
	uint32_t who;
	uint32_t space;
	int64_t join_us, left_us; /* WX_NEVER: still there */
	bool moderator;
};

struct wx_space {
	uint64_t seed;
	const char *id, *uuid;
	enum wx_space_kind kind;
	enum talk_lang lang;
	uint32_t team;  /* of a channel */
	bool elsewhere; /* owned by another organisation */
	int64_t created_us;
	int64_t renamed_us; /* WX_NEVER */
	uint32_t first_stay, n_stays;
	uint32_t first_post, n_posts; /* in world.by_space */
};

struct wx_team {
	uint64_t seed;
	const char *id, *uuid;
	enum talk_lang lang;
	int64_t created_us; /* as its oldest channel */
	int64_t renamed_us; /* WX_NEVER */
};

/* What the events feed tells; the order is that of equal times. */
enum wx_act_kind {
	WX_JOINED,  /* subject: stay */
	WX_RENAMED, /* subject: space */
	WX_POSTED,  /* subject: post */
	WX_EDITED,  /* subject: post; nth: which edit, from 1 */
	WX_DELETED, /* subject: post */
	WX_ACTED,   /* subject: post with a card; nth: which answer, from 1 */
	WX_LEFT,    /* subject: stay */
	WX_SAID,    /* subject: meeting; nth: line of its space's chat */
	WX_ENDED,   /* subject: meeting */
	WX_WRITTEN, /* subject: meeting: its transcript is there */
};

struct wx_act {
	int64_t at_us; /* whole milliseconds */
	uint32_t subject;
	uint16_t nth;
	uint8_t kind; /* enum wx_act_kind */
};

struct wx_world {
	uint64_t seed;
	struct wx_switches shape;
	const struct tenant *t;
	struct arena *arena;
	int64_t from_us, until_us;
	const char *org_id, *org_uuid;
	struct wx_who *who; /* users with an account, guests, bots */
	size_t n_who;
	size_t n_ours; /* users come first */
	size_t first_bot;
	struct wx_space *spaces;
	size_t n_spaces, n_old; /* old ones existed before the first day */
	struct wx_team *teams;
	size_t n_teams;
	struct wx_stay *stays; /* by space */
	size_t n_stays;
	size_t n_posts;
	size_t *posts_before;        /* day d begins with that post; days + 1 */
	uint32_t *by_space;          /* posts, by space and then by number */
	uint32_t *place;             /* of a post in its space */
	struct large *large;         /* of webex.large, NULL without */
	struct wx_meeting *meetings; /* by end */
	size_t n_meetings;
	struct wx_act *acts; /* by time, kind, subject, nth */
	size_t n_acts;
};

struct wx_world *wx_world_new(const struct tenant *t,
			      const struct wx_switches *shape);
void wx_world_free(struct wx_world *w);
DEFINE_AUTO(struct wx_world, wx_world_free)

/* The compliance officer whose tokens the sandbox gives. */
const struct wx_who *wx_officer(const struct wx_world *w);

/* By the id of /people; NULL if there is none. */
const struct wx_who *wx_who_find(const struct wx_world *w, const char *id);
/* By e-mail address, any case. */
const struct wx_who *wx_who_by_email(const struct wx_world *w,
				     const char *email);

/* Whose mailbox their copies belong in at that time; "" if nobody's. */
const char *wx_true_email(const struct wx_who *x, int64_t at_us);

/* NULL if there is none. */
const struct wx_space *wx_space_find(const struct wx_world *w, const char *id);
const struct wx_team *wx_team_find(const struct wx_world *w, const char *id);

/* The title at that time; of a 1:1, "Empty Title", as an officer sees it. */
void wx_add_title(struct str *out, const struct wx_space *s, int64_t at_us);
void wx_add_team_name(struct str *out, const struct wx_team *m, int64_t at_us);

/* Was it there at that time? */
static inline bool wx_stays(const struct wx_stay *s, int64_t at_us)
{
	return s->join_us <= at_us && at_us < s->left_us;
}

/* Index of the first act at or after. */
size_t wx_acts_from(const struct wx_world *w, int64_t at_us);

/* Things of this age are gone everywhere; WX_NEVER: never. */
static inline int64_t wx_purged_us(const struct wx_world *w, int64_t at_us)
{
	return w->shape.retention_us == 0 ? WX_NEVER
					  : at_us + w->shape.retention_us;
}

#endif
