#include "source/webex/teams.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "source/loose.h"
#include "source/webex/known.h"
#include "source/webex/listing.h"

#include <string.h>

#define STATE "teams"

struct space {
	const char *team, *room;
};

struct teams {
	const struct source_window *w;
	struct arena *a;
	json_t *known;        /* as kept */
	struct known *spaces; /* rooms that are noted */
	struct space *list;
	size_t n;
	bool changed, full;
};

struct teams *teams_new(const struct source_window *w)
{
	struct teams *t = NEW(struct teams);

	t->w = w;
	t->a = arena_new();
	t->known = json_object();
	t->spaces = known_new();
	return t;
}

void teams_free(struct teams *t)
{
	if (t == NULL)
		return;
	arena_free(t->a);
	json_decref(t->known);
	known_free(t->spaces);
	free(t);
}

int teams_load(struct teams *t, struct webex *wx, struct err *e)
{
	struct str text AUTO(str_done) = STR_INIT;
	json_t *o;
	int n;

	if (wx->acc.host.load == NULL)
		return 0;
	n = wx->acc.host.load(wx->acc.host.ctx, STATE, &text, e);
	if (n <= 0)
		return n;
	o = json_loadb(text.s, text.len, 0, NULL);
	if (!json_is_object(o)) {
		json_decref(o);
		return 0;
	}
	json_decref(t->known);
	t->known = o;
	return 0;
}

/* --- what a team is called ----------------------------------------------- */

static int64_t since(const json_t *team)
{
	return json_integer_value(json_object_get(team, "us"));
}

/* How many changes its day had, this one among them. */
static json_int_t change_of_day(const json_t *before, int64_t now_us)
{
	if (clock_day_start(since(before)) != clock_day_start(now_us))
		return 1;
	return json_integer_value(json_object_get(before, "n")) + 1;
}

static void put(struct teams *t, const char *team, json_t *o)
{
	if (o == NULL) /* text that is no UTF-8 */
		return;
	json_object_set_new(t->known, team, o);
	t->changed = true;
}

void teams_called(struct teams *t, const char *team, const char *name)
{
	const json_t *o = json_object_get(t->known, team);
	const char *was = json_string_value(json_object_get(o, "name"));
	json_int_t now_us = t->w->to_us;

	if (*name == '\0')
		return;
	if (was == NULL && json_object_size(t->known) >= TEAMS_MAX)
		t->full = true;
	else if (was == NULL)
		put(t, team,
		    json_pack("{s:s,s:I}", "name", name, "us", now_us));
	else if (strcmp(was, name) != 0)
		put(t, team,
		    json_pack("{s:s,s:I,s:s,s:I}", "name", name, "us", now_us,
			      "was", was, "n", change_of_day(o, now_us)));
}

void teams_space(struct teams *t, const char *team, const char *room)
{
	if (known_find(t->spaces, room) != NULL)
		return;
	(void)known_at(t->spaces, room, 0);
	t->list = ARENA_GROW(t->a, t->list, t->n);
	t->list[t->n++] = (struct space){ arena_strdup(t->a, team),
					  arena_strdup(t->a, room) };
}

/* --- telling ------------------------------------------------------------- */

static int keep(struct teams *t, struct webex *wx, struct err *e)
{
	AUTO(free) char *text = NULL;

	if (!t->changed || wx->acc.host.save == NULL)
		return 0;
	text = json_dumps(t->known, JSON_COMPACT | JSON_SORT_KEYS);
	t->changed = false;
	return text == NULL
		       ? 0
		       : wx->acc.host.save(wx->acc.host.ctx, STATE, text, e);
}

static int tell(struct listing *l, const struct space *s, const json_t *team,
		struct err *e)
{
	AUTO(free) char *raw = NULL;
	json_int_t n = json_integer_value(json_object_get(team, "n"));
	struct source_entry en = {
		.kind = "team",
		.id = s->room,
		.label = "new name of the team",
		.found_by = webex_way(WAY_TEAM)->name,
		.time_us = clock_day_start(since(team)),
		.size = -1,
	};
	char day[CLOCK_TEXT];
	json_t *o;

	en.version = arena_printf(l->page, n > 1 ? "%s.%d" : "%s",
				  clock_day(en.time_us, day), (int)n);
	o = json_pack("{s:s,s:O,s:O,s:s}", "id", s->team, "name",
		      json_object_get(team, "name"), "was",
		      json_object_get(team, "was"), "seen", day);
	raw = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	en.raw = raw;
	en.raw_len = raw != NULL ? strlen(raw) : 0;
	return webex_tell(l, s->room, en.time_us, "", &en, e);
}

/* Seen for the first time in this listing, or in one that was cut off. */
static bool is_new(const struct teams *t, const json_t *team)
{
	return json_is_string(json_object_get(team, "was")) &&
	       json_is_string(json_object_get(team, "name")) &&
	       since(team) > t->w->last_us;
}

int teams_tell(struct teams *t, struct listing *l, struct err *e)
{
	if (keep(t, l->wx, e) < 0)
		return -1;
	for (size_t i = 0; i < t->n; i++) {
		const json_t *team = json_object_get(t->known, t->list[i].team);

		if (is_new(t, team) && tell(l, &t->list[i], team, e) < 0)
			return -1;
		webex_page_done(l);
	}
	if (t->full)
		webex_tell_notice(l, CHECK_WARN, webex_way(WAY_TEAM)->title,
				  "there are more than %zu teams: new names of "
				  "the rest are not told of",
				  TEAMS_MAX);
	return 0;
}
