/*
 * The pre-flight: everything that would keep items from arriving, each in
 * plain words with what to do about it.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/closed.h"
#include "source/loose.h"
#include "source/webex/ask.h"
#include "source/webex/sent.h"
#include "source/webex/webex.h"

#include <string.h>

struct checking {
	struct webex *wx;
	const struct check *to;
	struct arena *a;
};

static void find(struct checking *k, enum check_level level, const char *topic,
		 const char *text, const char *remedy)
{
	struct finding f = { level, topic, text, remedy };

	k->to->finding(k->to->ctx, &f);
}

/* --- hello ------------------------------------------------------------- */

static int ask_me(struct webex *wx, struct webex_answer *a, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };

	webex_question_init(&q, WAY_ME, "/people/me");
	return webex_ask(wx, &q, a, e);
}

int webex_hello(struct source *src, struct str *tenant, int64_t *now_us,
		struct err *e)
{
	struct webex *wx = (struct webex *)src;
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	const char *org;

	webex_answer_init(&a);
	if (ask_me(wx, &a, e) < 0)
		return -1;
	org = loose_id(a.json, "orgId");
	if (a.verdict != WEBEX_OK)
		return err_set(
			e, ERR_SOURCE,
			"Webex does not tell whose token this is: %s. "
			"The app needs the scope spark-admin:people_read "
			"or spark:people_read",
			a.evidence.s);
	if (*org == '\0')
		return err_set(e, ERR_SOURCE,
			       "Webex does not tell the organisation of who "
			       "authorised the app");
	sent_uuid(tenant, org);
	*now_us = account_now_us(&wx->acc);
	return 0;
}

/* --- questions ----------------------------------------------------------- */

/* What was found, and what to do, for a question that was refused. */
static void find_refusal(struct checking *k, enum webex_way way,
			 const struct webex_answer *a)
{
	const struct webex_way_info *info = webex_way(way);
	enum check_level level =
		info->need == NEED_MUST ? CHECK_FAIL : CHECK_WARN;
	const char *remedy;

	switch (a->verdict) {
	case WEBEX_SCOPE:
		remedy = arena_printf(k->a,
				      "Add the scope %s to the app and let a "
				      "compliance officer authorise it again.",
				      info->scope);
		break;
	case WEBEX_ROLE:
		remedy = "A full administrator gives the role of compliance "
			 "officer to the person who authorises the app (in "
			 "Control Hub, Users, Administrator roles), who then "
			 "authorises it again.";
		break;
	case WEBEX_LICENCE:
		remedy = "Get the licence Pro Pack for Control Hub, or leave "
			 "feed-days at 90.";
		break;
	default:
		remedy = "See the answer of Webex.";
		break;
	}
	find(k, level, info->title,
	     arena_printf(k->a, "not available (%s). Without it %s.",
			  a->evidence.s, info->lost),
	     remedy);
}

static void find_ok(struct checking *k, enum webex_way way)
{
	find(k, CHECK_OK, webex_way(way)->title, "can be read", "");
}

/* --- topics -------------------------------------------------------------- */

static int check_owner(struct checking *k, struct err *e)
{
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	const char *name;

	webex_answer_init(&a);
	if (ask_me(k->wx, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK) {
		find_refusal(k, WAY_ME, &a);
		return 0;
	}
	name = loose_line(k->a, a.json, "displayName");
	find(k, CHECK_OK, "Sign-in",
	     arena_printf(k->a,
			  "accepted; the token is that of %s. When this person "
			  "leaves or loses the role, nothing arrives any more",
			  *name != '\0' ? name : "an app"),
	     "");
	return 1;
}

static void check_scopes(struct checking *k)
{
	struct str granted AUTO(str_done) = STR_INIT;
	size_t missing = 0;

	account_scopes(&k->wx->acc, &granted);
	if (granted.len == 0) {
		find(k, CHECK_OK, "Scopes",
		     "Webex did not say which scopes the app has", "");
		return;
	}
	for (enum webex_way way = WAY_ME; way < WEBEX_WAYS; way++) {
		const struct webex_way_info *info = webex_way(way);

		if (webex_way_granted(way, granted.s))
			continue;
		missing++;
		find(k, info->need == NEED_MUST ? CHECK_FAIL : CHECK_WARN,
		     "Scopes",
		     arena_printf(k->a,
				  "the app lacks the scope %s, for: %s. "
				  "Without it %s.",
				  info->scope, info->title, info->lost),
		     "Add it to the app and authorise the app again.");
	}
	if (strstr(granted.s, "spark:kms") == NULL) {
		missing++;
		find(k, CHECK_FAIL, "Scopes",
		     "the app lacks the scope spark:kms: posts cannot be "
		     "decrypted",
		     "Add it to the app and authorise the app again.");
	}
	if (missing == 0)
		find(k, CHECK_OK, "Scopes", "all that are needed", "");
}

static int ask_events(struct checking *k, int64_t from_us, int64_t to_us,
		      struct webex_answer *a, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };

	webex_question_init(&q, WAY_EVENTS, "/events");
	webex_question_add(&q, "resource", "messages");
	webex_question_time(&q, "from", from_us);
	webex_question_time(&q, "to", to_us);
	q.max = 1;
	return webex_ask(k->wx, &q, a, e);
}

static void check_wall(struct checking *k, const struct webex_answer *a)
{
	if (a->verdict == WEBEX_OK)
		find(k, CHECK_OK, "Pro Pack",
		     "events older than 90 days can be read: the setting "
		     "feed-days may say how far back",
		     "");
	else
		find(k, CHECK_WARN, "Pro Pack",
		     arena_printf(k->a,
				  "events older than 90 days are not given "
				  "(%s). Older posts are read space by space, "
				  "without what was edited or deleted since; a "
				  "connector that does not run for 90 days "
				  "misses edits, deletions and memberships",
				  a->evidence.s),
		     "Run the connector daily; get the licence Pro Pack for "
		     "Control Hub where older history matters.");
}

static int check_events(struct checking *k, struct err *e)
{
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	int64_t now_us = account_now_us(&k->wx->acc);

	webex_answer_init(&a);
	if (ask_events(k, now_us - CLOCK_DAY, now_us - CLOCK_SECOND, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK) {
		find_refusal(k, WAY_EVENTS, &a);
		return 0;
	}
	find_ok(k, WAY_EVENTS);
	if (ask_events(k, now_us - 100 * CLOCK_DAY, now_us - 99 * CLOCK_DAY, &a,
		       e) < 0)
		return -1;
	check_wall(k, &a);
	return 0;
}

/* Questions about things that need not exist: 404 is an answer, too. */
static int check_reads(struct checking *k, struct err *e)
{
	static const struct {
		enum webex_way way;
		const char *path, *name, *value;
	} asked[] = {
		{ WAY_MEMBERSHIPS, "/memberships", "personEmail",
		  "nobody@estreat.invalid" },
		{ WAY_MESSAGE, "/messages/estreat-check", NULL, NULL },
		{ WAY_ROOMS, "/rooms/estreat-check", NULL, NULL },
		{ WAY_PEOPLE, "/people", "email", "nobody@estreat.invalid" },
		{ WAY_SITES, "/meetingPreferences/sites", NULL, NULL },
		{ WAY_RECORDINGS, "/admin/recordings", NULL, NULL },
		{ WAY_PARTICIPANTS, "/meetingParticipants", "meetingId",
		  "estreat-check" },
	};

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		struct webex_question q AUTO(webex_question_done) = { 0 };
		struct webex_answer a AUTO(webex_answer_done) = { 0 };

		webex_answer_init(&a);
		webex_question_init(&q, asked[i].way, asked[i].path);
		if (asked[i].name != NULL)
			webex_question_add(&q, asked[i].name, asked[i].value);
		if (webex_ask(k->wx, &q, &a, e) < 0)
			return -1;
		/* "no such id" is all we asked for */
		if (a.verdict == WEBEX_OK || a.verdict == WEBEX_ABSENT ||
		    a.verdict == WEBEX_REFUSED)
			find_ok(k, asked[i].way);
		else
			find_refusal(k, asked[i].way, &a);
	}
	return 0;
}

static void tell_limits(struct checking *k)
{
	find(k, CHECK_OK, "Retention",
	     "what was deleted can be had until the organisation's retention "
	     "ends; Webex has no question for how long that is",
	     "See Control Hub, Organisation settings, Retention: it must be "
	     "longer than the time between two runs.");
	if (!k->wx->backfill)
		find(k, CHECK_WARN, "Backfill",
		     "the setting backfill is no: posts older than the events "
		     "feed are not looked for",
		     "Set backfill to yes where older history matters.");
	if (*k->wx->exclude != '\0')
		find(k, CHECK_WARN, "Exclude",
		     arena_printf(k->a, "left out by a setting: %s",
				  k->wx->exclude),
		     "");
}

int webex_check(struct source *src, const struct check *to, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct checking k = { (struct webex *)src, to, a };
	int n;

	closed_reopen(k.wx->closed);
	n = check_owner(&k, e);
	if (n <= 0)
		return n;
	check_scopes(&k);
	if (check_events(&k, e) < 0 || check_reads(&k, e) < 0)
		return -1;
	tell_limits(&k);
	return 0;
}
