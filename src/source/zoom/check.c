/*
 * The pre-flight: everything that would keep items from arriving, each in
 * plain words with what to do about it.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "http/oauth.h"
#include "source/closed.h"
#include "source/loose.h"
#include "source/zoom/checking.h"
#include "source/zoom/window.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

void checking_find(struct checking *k, enum check_level level,
		   const char *topic, const char *text, const char *remedy)
{
	struct finding f = { level, topic, text, remedy };

	k->to->finding(k->to->ctx, &f);
}

/* --- hello ------------------------------------------------------------- */

static int first_user(struct zoom *z, struct zoom_answer *a, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };

	zoom_question_init(&q, WAY_USERS, "/users");
	zoom_question_add(&q, "status", "active");
	zoom_question_add(&q, "page_size", "1");
	return zoom_ask(z, &q, a, e);
}

static const json_t *user_of(const struct zoom_answer *a)
{
	return json_array_get(loose_array(a->json, "users"), 0);
}

/* A person's app is asked about that person, another about any user. */
static int ask_account(struct zoom *z, const struct zoom_answer *users,
		       struct str *tenant, struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	const char *id = "me";

	zoom_answer_init(&a);
	if (z->auth != AUTH_CODE)
		id = loose_line(arena, user_of(users), "id");
	zoom_question_init(&q, WAY_USER, "/users/");
	zoom_path_uuid(&q.path, id);
	if (*id != '\0') {
		if (zoom_ask(z, &q, &a, e) < 0)
			return -1;
		str_add(tenant, loose_line(arena, a.json, "account_id"));
	}
	if (tenant->len > 0)
		return 0;
	return err_set(e, ERR_SOURCE,
		       "Zoom does not tell the id of the account (%s): give "
		       "it as setting account-id",
		       a.evidence.len > 0 ? a.evidence.s : "no user is listed");
}

int zoom_hello(struct source *src, struct str *tenant, int64_t *now_us,
	       struct err *e)
{
	struct zoom *z = (struct zoom *)src;
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	struct str id AUTO(str_done) = STR_INIT;

	zoom_answer_init(&a);
	str_add(&id, account_setting(&z->acc, "account-id"));
	if (first_user(z, &a, e) < 0 ||
	    (id.len == 0 && ask_account(z, &a, &id, e) < 0))
		return err_wrap(e, "greet Zoom");
	if (!atomic_load(&z->acc.skew_known))
		return err_set(e, ERR_RETRY,
			       "greet Zoom: its answer has no Date");
	str_add(tenant, id.s);
	*now_us = account_now_us(&z->acc);
	return 0;
}

/* --- scopes ------------------------------------------------------------ */

/* One finding for each scope that is missing, with all that needs it. */
static void check_scope(struct checking *k, enum zoom_way way,
			const char *granted, bool *told)
{
	const char *scope = zoom_way_scope(way, granted);
	enum check_level level = CHECK_WARN;
	struct str lost AUTO(str_done) = STR_INIT;

	for (enum zoom_way w = way; w < ZOOM_WAYS; w++) {
		const struct zoom_way_info *info = zoom_way(w);

		if (info->need == NEED_FALLBACK || told[w] ||
		    strcmp(zoom_way_scope(w, granted), scope) != 0)
			continue;
		told[w] = true;
		if (info->need == NEED_MUST)
			level = CHECK_FAIL;
		if (strstr(lost.s, info->lost) == NULL)
			str_addf(&lost, "%s%s", lost.len > 0 ? "; " : "",
				 info->lost);
	}
	checking_find(
		k, level, arena_printf(k->a, "Scope %s", scope),
		arena_printf(k->a, "The app does not have it. Without it %s.",
			     lost.s),
		arena_printf(
			k->a,
			"Add the scope %s to the app in the Zoom App "
			"Marketplace, then activate or authorise it again.",
			scope));
}

/* Told as one: each way alone has others to take its place. */
static void check_people(struct checking *k, const char *granted, bool *told)
{
	struct str scopes AUTO(str_done) = STR_INIT;

	if (zoom_people_granted(granted))
		return;
	zoom_people_scopes(&scopes, granted);
	for (enum zoom_way w = WAY_USERS; w < ZOOM_WAYS; w++)
		told[w] |= zoom_way_is_people(w);
	checking_find(
		k, CHECK_FAIL, "Scopes to read participants",
		arena_printf(k->a, "The app has none of %s. Without them %s.",
			     scopes.s, ZOOM_PEOPLE_LOST),
		"Add one of these scopes, best the first two, to the app in "
		"the "
		"Zoom App Marketplace, then activate or authorise it again.");
}

static void check_scopes(struct checking *k)
{
	struct str granted AUTO(str_done) = STR_INIT;
	bool told[ZOOM_WAYS] = { false };

	account_scopes(&k->z->acc, &granted);
	if (granted.len == 0) {
		checking_find(
			k, CHECK_OK, "Scopes",
			"Zoom does not say which scopes the app has; each kind "
			"of question was tried instead.",
			"");
		return;
	}
	check_people(k, granted.s, told);
	for (enum zoom_way way = WAY_USERS; way < ZOOM_WAYS; way++)
		if (!told[way] && zoom_way(way)->need != NEED_FALLBACK &&
		    !zoom_way_granted(way, granted.s))
			check_scope(k, way, granted.s, told);
	checking_find(k, CHECK_OK, "Scopes",
		      arena_printf(k->a, "The app has: %.1500s", granted.s),
		      "");
}

/* --- tries ------------------------------------------------------------- */

static const char *remedy_of(struct checking *k, enum zoom_way way,
			     const struct zoom_answer *a)
{
	const struct zoom_way_info *info = zoom_way(way);

	if (a->verdict == ZOOM_SCOPE)
		return arena_printf(
			k->a, "Add the scope %s (or %s) to the app.",
			a->scopes.len > 0 ? a->scopes.s : info->granular,
			info->classic);
	if (a->verdict == ZOOM_PLAN)
		return "It needs a Zoom plan, a licence or a right of the "
		       "app's role that the account does not have; ask Zoom "
		       "or the account's owner.";
	return "See Zoom's answer; the app's role and settings decide.";
}

bool checking_judge(struct checking *k, const struct zoom_question *q,
		    const struct zoom_answer *a, const char *good)
{
	const struct zoom_way_info *info = zoom_way(q->way);
	enum check_level level =
		info->need == NEED_MUST ? CHECK_FAIL : CHECK_WARN;
	const char *topic = arena_printf(k->a, "Access to %s", info->title);
	struct str granted AUTO(str_done) = STR_INIT;

	if (a->verdict == ZOOM_OK) {
		checking_find(k, CHECK_OK, topic, good, "");
		return true;
	}
	account_scopes(&k->z->acc, &granted);
	if (a->verdict == ZOOM_SCOPE && granted.len > 0)
		return false; /* told with the other scopes */
	checking_find(k, level, topic,
		      arena_printf(k->a, "Zoom refuses it (%s). Without it %s.",
				   a->evidence.s, info->lost),
		      remedy_of(k, q->way, a));
	return false;
}

static int try(struct checking *k, struct zoom_question *q, struct err *e)
{
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

	zoom_answer_init(&a);
	zoom_question_add(q, "page_size", "1");
	if (zoom_ask(k->z, q, &a, e) < 0)
		return -1;
	(void)checking_judge(k, q, &a, "Zoom answers.");
	return 0;
}

static int try_users(struct checking *k, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	int64_t n = 0;

	zoom_answer_init(&a);
	zoom_question_init(&q, WAY_USERS, "/users");
	if (first_user(k->z, &a, e) < 0)
		return -1;
	k->user = loose_line(k->a, user_of(&a), "id");
	(void)loose_int(a.json, "total_records", &n);
	(void)checking_judge(
		k, &q, &a, arena_printf(k->a, "%" PRId64 " active users.", n));
	return 0;
}

static int try_recordings(struct checking *k, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	int64_t now_us = account_now_us(&k->z->acc);
	char day[CLOCK_TEXT];

	if (k->user[0] == '\0')
		return 0;
	zoom_question_init(&q, WAY_USER_RECORDINGS, "/users/");
	zoom_path_uuid(&q.path, k->user);
	str_add(&q.path, "/recordings");
	zoom_question_add(&q, "from", clock_day(now_us - CLOCK_DAY, day));
	zoom_question_add(&q, "to", clock_day(now_us, day));
	return try(k, &q, e);
}

static int try_archive(struct checking *k, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	int64_t to_us = account_now_us(&k->z->acc) - 15 * CLOCK_MINUTE;
	char text[CLOCK_TEXT];

	to_us -= to_us % CLOCK_SECOND;
	zoom_question_init(&q, WAY_ARCHIVE, "/archive_files");
	zoom_question_add(&q, "from", clock_rfc3339(to_us - CLOCK_HOUR, text));
	zoom_question_add(&q, "to", clock_rfc3339(to_us, text));
	zoom_question_add(&q, "query_date_type", "archive_complete_time");
	return try(k, &q, e);
}

static int try_history(struct checking *k, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	char day[CLOCK_TEXT];

	zoom_question_init(&q, WAY_HISTORY, "/report/history_meetings");
	clock_day(account_now_us(&k->z->acc), day);
	zoom_question_add(&q, "from", day);
	zoom_question_add(&q, "to", day);
	return try(k, &q, e);
}

static int try_summaries(struct checking *k, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	int64_t to_us = account_now_us(&k->z->acc);
	char text[CLOCK_TEXT];

	to_us -= to_us % CLOCK_SECOND;
	zoom_question_init(&q, WAY_SUMMARIES, "/meetings/meeting_summaries");
	zoom_question_add(&q, "from", clock_rfc3339(to_us - CLOCK_DAY, text));
	zoom_question_add(&q, "to", clock_rfc3339(to_us, text));
	return try(k, &q, e);
}

/* --- all --------------------------------------------------------------- */

/* In the unit that a person would choose. */
static const char *span_text(struct checking *k, int64_t us)
{
	if (us >= 2 * CLOCK_DAY)
		return arena_printf(k->a, "%" PRId64 " days", us / CLOCK_DAY);
	if (us >= 2 * CLOCK_HOUR)
		return arena_printf(k->a, "%" PRId64 " hours", us / CLOCK_HOUR);
	return arena_printf(k->a, "%" PRId64 " minutes", us / CLOCK_MINUTE);
}

static void check_clock(struct checking *k)
{
	int64_t skew_us = atomic_load(&k->z->acc.skew_us);
	int64_t by_us = skew_us < 0 ? -skew_us : skew_us;

	if (by_us < 5 * CLOCK_MINUTE)
		return;
	checking_find(
		k, CHECK_WARN, "Clock",
		skew_us > 0
			? arena_printf(k->a,
				       "This machine's clock is %s behind "
				       "Zoom's.",
				       span_text(k, by_us))
			: arena_printf(k->a,
				       "This machine's clock is %s ahead of "
				       "Zoom's.",
				       span_text(k, by_us)),
		"Set it by NTP; times of retention and of holds depend on it.");
}

static void check_plan(struct checking *k)
{
	if (strcmp(k->z->plan, "none") == 0) {
		checking_find(
			k, CHECK_WARN, "Plan",
			"Zoom is asked without any limit (setting plan=none).",
			"For Zoom itself set plan to free, pro or business: it "
			"refuses requests that come too fast, also those of "
			"other apps.");
		return;
	}
	checking_find(
		k, CHECK_OK, "Plan",
		arena_printf(k->a,
			     "Zoom is asked as often as its plan '%s' allows, "
			     "less what other apps need (settings plan and "
			     "limit-share).",
			     k->z->plan),
		"");
}

static int check_sign_in(struct checking *k, struct err *e)
{
	struct str token AUTO(str_done) = STR_INIT;
	char text[ERR_TEXT];
	int bad = oauth_token(k->z->acc.oauth, &token, e);

	mem_wipe(token.s, token.len);
	if (bad == 0) {
		checking_find(
			k, CHECK_OK, "Sign-in",
			k->z->auth == AUTH_JWT
				? "A token was made with the JWT app's key."
				: "Zoom gives an access token.",
			"");
		return 0;
	}
	if (e->kind != ERR_SOURCE)
		return -1;
	checking_find(
		k, CHECK_FAIL, "Sign-in", err_str(e, text, sizeof(text)),
		"Correct what the text names; nothing else can be checked "
		"before.");
	err_clear(e);
	return 1;
}

int zoom_check(struct source *src, const struct check *to, struct err *e)
{
	static int (*const tries[])(struct checking *, struct err *) = {
		try_users,   try_recordings, checking_settings,
		try_archive, try_history,    try_summaries,
	};
	AUTO(arena_free) struct arena *a = arena_new();
	struct checking k = { (struct zoom *)src, to, a, "" };
	int n = check_sign_in(&k, e);

	if (n != 0)
		return n < 0 ? err_wrap(e, "check Zoom") : 0;
	closed_reopen(k.z->closed);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		if (tries[i](&k, e) < 0)
			return err_wrap(e, "check Zoom");
	check_scopes(&k);
	check_plan(&k);
	check_clock(&k);
	return 0;
}
