#include "base/arena.h"
#include "base/clock.h"
#include "source/closed.h"
#include "source/loose.h"
#include "source/webex/known.h"
#include "source/webex/listing.h"
#include "source/webex/rooms.h"
#include "source/webex/teams.h"

#include <stdarg.h>
#include <string.h>

/* --- telling ------------------------------------------------------------- */

void webex_page_done(struct listing *l)
{
	arena_free(l->page);
	l->page = arena_new();
}

void webex_tell_notice(struct listing *l, enum check_level level,
		       const char *subject, const char *fmt, ...)
{
	struct str text AUTO(str_done) = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	l->to->notice(l->to->ctx, level, subject, text.s);
}

void webex_tell_progress(struct listing *l, const char *fmt, ...)
{
	struct str text AUTO(str_done) = STR_INIT;
	va_list ap;

	if (l->to->progress == NULL)
		return;
	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	l->to->progress(l->to->ctx, text.s);
}

void webex_tell_refused(struct listing *l, enum webex_way way,
			const char *evidence)
{
	const struct webex_way_info *info = webex_way(way);

	if (l->refused[way])
		return;
	l->refused[way] = true;
	webex_tell_notice(l, info->need == NEED_MUST ? CHECK_FAIL : CHECK_WARN,
			  info->title,
			  "not permitted: %s. Needed are the scope %s and the "
			  "role of a compliance officer. Without it %s.",
			  evidence, info->scope, info->lost);
}

bool webex_is_locked(const json_t *o)
{
	json_t *errors = json_object_get(o, "errors"), *error;
	const char *key;

	/* the array of errors of a refusal is something else */
	json_object_foreach(errors, key, error)
	{
		if (strcmp(loose_id(error, "code"), "kms_failure") == 0)
			return true;
	}
	return false;
}

static void exclude(struct listing *l, struct source_entry *en)
{
	if (en->evidence == NULL)
		en->evidence = "";
	if (en->reason == NULL)
		en->reason = "";
	if (!webex_excludes(l->wx, en->kind))
		return;
	en->state = SOURCE_EXCLUDED;
	en->reason = arena_printf(l->page,
				  "left out by the setting "
				  "exclude (%s)",
				  en->kind);
	en->raw = NULL;
	en->raw_len = 0;
}

/* The bundle's name, and whether its space is to be told for this day. */
static bool begin_bundle(struct listing *l, struct str *bundle, const char *day)
{
	size_t len = bundle->len, *times;
	bool fresh;

	if (known_count(l->told) >= LISTING_TOLD) {
		known_free(l->told);
		l->told = known_new();
	}
	str_addf(bundle, " %s", day);
	times = known_at(l->told, bundle->s, 0);
	fresh = (*times)++ == 0;
	str_cut(bundle, len);
	return fresh;
}

int webex_tell(struct listing *l, const char *room, int64_t day_us,
	       const char *post, struct source_entry *en, struct err *e)
{
	struct str bundle AUTO(str_done) = STR_INIT;
	struct str about AUTO(str_done) = STR_INIT;
	struct str name AUTO(str_done) = STR_INIT;
	char day[CLOCK_TEXT], today[CLOCK_TEXT];

	str_addf(&bundle, "%s/%s", room, clock_day(day_us, day));
	if (l->wx->by_message && *post != '\0')
		str_addf(&bundle, "/%s", post);
	(void)clock_day(en->time_us, today);
	if (begin_bundle(l, &bundle, today)) {
		if (room_about(l->rooms, room, clock_day_start(day_us),
			       clock_day_start(en->time_us) + CLOCK_DAY, &about,
			       e) < 0)
			return -1;
		str_addf(&name, "room.%s", today);
		en->beside_name = name.s;
		en->beside = about.s;
		en->beside_len = about.len;
	}
	en->bundle = bundle.s;
	exclude(l, en);
	return l->to->entry(l->to->ctx, en, e);
}

int webex_tell_meeting(struct listing *l, struct source_entry *en,
		       struct err *e)
{
	exclude(l, en);
	return l->to->entry(l->to->ctx, en, e);
}

struct met *webex_met(struct listing *l, const char *id)
{
	size_t *at = known_at(l->met_by_id, id, l->n_mets);

	if (*at < l->n_mets)
		return &l->mets[*at];
	l->mets = ARENA_GROW(l->a, l->mets, l->n_mets);
	l->mets[l->n_mets] =
		(struct met){ .id = arena_strdup(l->a, id), .topic = "" };
	return &l->mets[l->n_mets++];
}

/* --- all ----------------------------------------------------------------- */

/* Scopes that are only needed when something is fetched: told beforehand. */
static void tell_scopes(struct listing *l)
{
	struct str granted AUTO(str_done) = STR_INIT;

	account_scopes(&l->wx->acc, &granted);
	if (granted.len == 0) /* not told */
		return;
	for (enum webex_way way = WAY_ME; way < WEBEX_WAYS; way++) {
		const struct webex_way_info *info = webex_way(way);

		if (webex_way_granted(way, granted.s) || l->refused[way])
			continue;
		webex_tell_notice(
			l, info->need == NEED_MUST ? CHECK_FAIL : CHECK_WARN,
			info->title,
			"the app lacks the scope %s. Without it %s.",
			info->scope, info->lost);
	}
}

static void tell_spaces(struct listing *l)
{
	static const enum webex_way asked[] = { WAY_MEMBERSHIPS, WAY_ROOMS,
						WAY_TEAM, WAY_PEOPLE };

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		const char *text = rooms_refused(l->rooms, (int)asked[i]);

		if (*text != '\0')
			webex_tell_notice(l, CHECK_WARN,
					  webex_way(asked[i])->title,
					  "not given for some: %s. There %s.",
					  text, webex_way(asked[i])->lost);
	}
}

static int read_org(struct listing *l, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };

	webex_answer_init(&a);
	webex_question_init(&q, WAY_ME, "/people/me");
	if (webex_ask(l->wx, &q, &a, e) < 0)
		return -1;
	str_add(&l->org, loose_id(a.json, "orgId"));
	return 0;
}

static int run(struct listing *l, struct err *e)
{
	static int (*const ways[])(struct listing *, struct err *) = {
		webex_list_feed,          webex_list_backfill,
		webex_list_deleted_posts, webex_list_records,
		webex_list_meetings,
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (ways[i](l, e) < 0)
			return -1;
		webex_page_done(l);
	}
	if (teams_tell(l->teams, l, e) < 0)
		return -1;
	tell_spaces(l);
	tell_scopes(l);
	return 0;
}

int webex_list(struct source *src, const struct source_window *w,
	       const struct source_list *to, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(known_free) struct known *by_id = known_new();
	AUTO(known_free) struct known *mets = known_new();
	AUTO(teams_free) struct teams *teams = teams_new(w);
	struct listing l = {
		.wx = (struct webex *)src,
		.w = w,
		.to = to,
		.a = a,
		.page = arena_new(),
		.org = STR_INIT,
		.told = known_new(),
		.by_id = by_id,
		.met_by_id = mets,
		.teams = teams,
		.feed_from_us = w->to_us,
	};
	int bad;

	closed_reopen(l.wx->closed);
	bad = read_org(&l, e);
	if (bad == 0)
		bad = teams_load(teams, l.wx, e);
	if (bad == 0) {
		l.rooms = rooms_new(l.wx, l.org.s, teams);
		bad = run(&l, e);
	}
	rooms_free(l.rooms);
	known_free(l.told);
	arena_free(l.page);
	str_done(&l.org);
	return bad;
}
