/* Rooms and memberships as objects. */
#include "webex.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

json_t *wx_membership(struct call *c, const struct wx_stay *s)
{
	const struct wx_who *who = &c->w->who[s->who];
	const struct wx_space *space = &c->w->spaces[s->space];
	json_t *o = json_object();

	wx_put(o, "id",
	       wx_id(c->a, WX_CLUSTER, "MEMBERSHIP",
		     arena_printf(c->a, "%s:%s", who->uuid, space->uuid)));
	wx_put(o, "roomId", space->id);
	wx_put(o, "personId", who->id);
	wx_put(o, "personEmail", who->email);
	wx_put(o, "personDisplayName", who->name);
	wx_put(o, "personOrgId", who->org_id);
	wx_put_bool(o, "isModerator", s->moderator);
	wx_put_bool(o, "isMonitor", false);
	wx_put_bool(o, "isRoomHidden", false);
	wx_put(o, "roomType", space->kind == WX_DIRECT ? "direct" : "group");
	wx_put_time(o, "created", s->join_us);
	return o;
}

/* Posts of the space that were written by then. */
uint32_t wx_space_posts(const struct wx_world *w, const struct wx_space *s,
			int64_t at_us)
{
	uint32_t lo = 0, hi = s->n_posts;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (wx_post_at(w, w->by_space[s->first_post + mid]) <= at_us)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* On some days the key server does not open the title of some rooms; it
   opens nothing to who has no scope for it. */
static bool title_is_locked(const struct call *c, const struct wx_space *s)
{
	int64_t day = c->now_us / CLOCK_DAY;

	if (!wx_has_scope(&c->s, "spark:kms"))
		return true;
	return s->kind != WX_DIRECT && (s->seed % 7 + (uint64_t)day) % 7 == 0 &&
	       s->seed % 3 == 0;
}

json_t *wx_room(struct call *c, const struct wx_space *s, int64_t at_us)
{
	uint32_t n = wx_space_posts(c->w, s, at_us);
	const struct wx_who *maker = &c->w->who[c->w->stays[s->first_stay].who];
	struct str title AUTO(str_done) = STR_INIT;
	json_t *o = json_object();

	wx_add_title(&title, s, at_us);
	wx_put(o, "id", s->id);
	if (title_is_locked(c, s))
		wx_put_kms_failure(o, "title");
	else
		wx_put(o, "title", title.s);
	wx_put(o, "type", s->kind == WX_DIRECT ? "direct" : "group");
	wx_put_bool(o, "isLocked", s->kind == WX_CHANNEL);
	if (s->kind == WX_CHANNEL)
		wx_put(o, "teamId",
		       wx_id(c->a, WX_CLUSTER_TEAM, "TEAM",
			     c->w->teams[s->team].uuid));
	wx_put_time(o, "lastActivity",
		    n == 0 ? s->created_us
			   : wx_post_at(c->w,
					c->w->by_space[s->first_post + n - 1]));
	wx_put(o, "creatorId", maker->id);
	wx_put_time(o, "created", s->created_us);
	wx_put(o, "ownerId", s->elsewhere ? wx_owner(c->w, s) : c->w->org_id);
	wx_put_bool(o, "isAnnouncementOnly", false);
	wx_put_bool(o, "isReadOnly", false);
	wx_put_bool(o, "isPublic", false);
	return o;
}

/* The organisation of the first guest. */
const char *wx_owner(const struct wx_world *w, const struct wx_space *s)
{
	for (uint32_t i = 0; i < s->n_stays; i++) {
		const struct wx_who *who =
			&w->who[w->stays[s->first_stay + i].who];

		if (!who->ours && who->person != NULL)
			return who->org_id;
	}
	return w->org_id;
}
