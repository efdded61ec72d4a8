/*
 * The pre-flight: everything that would keep items from arriving, each in
 * plain words with what to do about it.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/oauth.h"
#include "source/closed.h"
#include "source/loose.h"
#include "source/ringcentral/ask.h"
#include "source/ringcentral/limits.h"
#include "source/ringcentral/ringcentral.h"

#include <inttypes.h>
#include <string.h>

struct checking {
	struct rc *r;
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

static int ask(struct rc *r, enum rc_way way, const char *path,
	       const char *per_page, struct rc_answer *a, struct err *e)
{
	struct rc_question q AUTO(rc_question_done) = { 0 };

	rc_question_init(&q, way, path);
	if (per_page != NULL)
		rc_question_add(&q, "perPage", per_page);
	return rc_ask(r, &q, a, e);
}

int rc_hello(struct source *src, struct str *tenant, int64_t *now_us,
	     struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();
	struct rc *r = (struct rc *)src;
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	const char *id;

	rc_answer_init(&a);
	if (ask(r, WAY_ACCOUNT, "/restapi/v1.0/account/~", NULL, &a, e) < 0)
		return err_wrap(e, "greet RingCentral");
	id = loose_line(arena, a.json, "id");
	if (*id == '\0')
		return err_set(e, ERR_SOURCE,
			       "greet RingCentral: it does not tell the id of "
			       "the account (%s): does the app have the "
			       "permission ReadAccounts?",
			       a.evidence.len > 0 ? a.evidence.s
						  : "there is none");
	if (!atomic_load(&r->acc.skew_known))
		return err_set(e, ERR_RETRY,
			       "greet RingCentral: its answer has no Date");
	str_add(tenant, id);
	*now_us = account_now_us(&r->acc);
	return 0;
}

/* --- the app's permissions --------------------------------------------- */

static const struct {
	const char *permission;
	enum rc_part part;
	enum check_level level;
	const char *lost;
} needed[] = {
	{ "ReadAccounts", RC_ANY, CHECK_FAIL,
	  "nothing can be collected: neither the account nor anybody's "
	  "address is told" },
	{ "TeamMessaging", RC_TEAM, CHECK_FAIL,
	  "no posts, tasks, notes, events and files arrive" },
	{ "ReadMessages", RC_MESSAGES, CHECK_FAIL,
	  "no SMS, fax and voicemail arrive" },
	{ "ReadCallLog", RC_CALLS, CHECK_FAIL, "no calls arrive" },
	{ "ReadCallRecording", RC_CALLS, CHECK_WARN,
	  "recordings of calls do not arrive" },
	{ "Video", RC_VIDEO, CHECK_FAIL,
	  "no video meetings, recordings and chats arrive" },
};

static bool is_on(const struct rc *r, enum rc_part part)
{
	return part == RC_ANY || r->on[part];
}

void rc_permissions_lacking(const struct rc *r, const char *granted,
			    struct str *out)
{
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (is_on(r, needed[i].part) &&
		    !rc_permitted(granted, needed[i].permission))
			account_lack(out, needed[i].permission);
}

static void check_app(struct checking *k)
{
	struct str granted AUTO(str_done) = STR_INIT;

	account_scopes(&k->r->acc, &granted);
	if (granted.len == 0) {
		find(k, CHECK_OK, "App permissions",
		     "RingCentral does not say which permissions the app has; "
		     "each kind of question was tried instead.",
		     "");
		return;
	}
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		const char *name = needed[i].permission;

		if (!is_on(k->r, needed[i].part) ||
		    rc_permitted(granted.s, name))
			continue;
		find(k, needed[i].level,
		     arena_printf(k->a, "App permission %s", name),
		     arena_printf(k->a,
				  "The app does not have it. Without it "
				  "%s.",
				  needed[i].lost),
		     "Add it to the app in the developer console (Settings, "
		     "Security), wait for RingCentral to grant it, and sign "
		     "in again.");
	}
	find(k, CHECK_OK, "App permissions",
	     arena_printf(k->a, "The app has: %.1500s", granted.s), "");
}

/* --- the user's role --------------------------------------------------- */

static bool has_permission(struct checking *k, const json_t *list,
			   const char *id)
{
	const json_t *o;
	size_t i;

	json_array_foreach(list, i, o)
	{
		if (strcmp(loose_line(k->a, loose_object(o, "permission"),
				      "id"),
			   id) == 0 &&
		    loose_bool(o, "effective") != 0)
			return true;
	}
	return false;
}

static int check_role(struct checking *k, struct err *e)
{
	static const char *const of_admin[] = { "AccountAdministration",
						"Users", "EditUsers",
						"ReadExtensions" };
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	const json_t *list;
	bool admin = false;

	rc_answer_init(&a);
	if (ask(k->r, WAY_AUTHZ,
		"/restapi/v1.0/account/~/extension/~/authz-profile", NULL, &a,
		e) < 0)
		return -1;
	if (a.verdict != RC_OK) {
		find(k, CHECK_WARN, "Role of the user",
		     arena_printf(k->a, "RingCentral does not tell it (%s).",
				  a.evidence.s),
		     "Make sure that whoever made the JWT is a super "
		     "administrator.");
		return 0;
	}
	list = loose_array(a.json, "permissions");
	for (size_t i = 0; i < sizeof(of_admin) / sizeof(of_admin[0]); i++)
		admin |= has_permission(k, list, of_admin[i]);
	if (admin)
		find(k, CHECK_OK, "Role of the user",
		     "The user who signed in is an administrator.", "");
	else
		find(k, CHECK_FAIL, "Role of the user",
		     "The user who signed in is no administrator: RingCentral "
		     "shows only this user's own data, and no exports.",
		     "Let a super administrator make the JWT, or give this "
		     "user the role.");
	return 0;
}

/* --- tries ------------------------------------------------------------- */

static const char *remedy_of(struct checking *k, enum rc_way way,
			     const struct rc_answer *a)
{
	if (a->verdict == RC_PERMISSION)
		return arena_printf(
			k->a,
			"The app needs the permission %s, its user the role "
			"of an administrator.",
			rc_way(way)->permission);
	return "See RingCentral's answer.";
}

static void judge(struct checking *k, enum rc_way way,
		  const struct rc_answer *a, const char *good)
{
	const struct rc_way_info *info = rc_way(way);
	const char *topic = arena_printf(k->a, "Access to %s", info->title);

	if (a->verdict == RC_OK)
		find(k, CHECK_OK, topic, good, "");
	else
		find(k, CHECK_FAIL, topic,
		     arena_printf(k->a,
				  "RingCentral refuses it (%s). Without "
				  "it %s.",
				  a->evidence.s, info->lost),
		     remedy_of(k, way, a));
}

/* The list of exports is refused as the exports themselves are. */
static int check_exports(struct checking *k, struct err *e)
{
	static const char topic[] = "Compliance Exports";
	struct rc_answer a AUTO(rc_answer_done) = { 0 };

	if (!k->r->on[RC_TEAM])
		return 0;
	rc_answer_init(&a);
	if (ask(k->r, WAY_TASKS, "/team-messaging/v1/data-export", "1", &a, e) <
	    0)
		return -1;
	if (a.verdict == RC_OK)
		find(k, CHECK_OK, topic,
		     "Exports of team messaging can be ordered. RingCentral "
		     "works on two of the company at a time; where others "
		     "order them too, this connector waits for its turn.",
		     "");
	else
		find(k, CHECK_FAIL, topic,
		     arena_printf(k->a,
				  "RingCentral refuses exports of team "
				  "messaging (%s): no posts, tasks, notes, "
				  "events and files will arrive.",
				  a.evidence.s),
		     "In the RingCentral app, an administrator switches on "
		     "Settings, Administration, Compliance Exports. The app "
		     "needs the permission TeamMessaging.");
	return 0;
}

static int check_extensions(struct checking *k, struct err *e)
{
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	int64_t n = -1;

	rc_answer_init(&a);
	if (ask(k->r, WAY_EXTENSIONS, "/restapi/v1.0/account/~/extension", "1",
		&a, e) < 0)
		return -1;
	(void)loose_int(loose_object(a.json, "paging"), "totalElements", &n);
	judge(k, WAY_EXTENSIONS, &a,
	      n >= 0 ? arena_printf(k->a, "%" PRId64 " extensions.", n)
		     : "RingCentral answers.");
	return 0;
}

static int check_calls(struct checking *k, struct err *e)
{
	struct rc_answer a AUTO(rc_answer_done) = { 0 };

	if (!k->r->on[RC_CALLS])
		return 0;
	rc_answer_init(&a);
	if (ask(k->r, WAY_CALLS, "/restapi/v1.0/account/~/call-log", "1", &a,
		e) < 0)
		return -1;
	judge(k, WAY_CALLS, &a, "RingCentral answers.");
	return 0;
}

static int check_video(struct checking *k, struct err *e)
{
	struct rc_answer a AUTO(rc_answer_done) = { 0 };

	if (!k->r->on[RC_VIDEO])
		return 0;
	rc_answer_init(&a);
	/* RingCentral gives pages of ten at least here */
	if (ask(k->r, WAY_MEETINGS, "/rcvideo/v1/history/account/~/meetings",
		"10", &a, e) < 0)
		return -1;
	judge(k, WAY_MEETINGS, &a, "RingCentral answers.");
	return 0;
}

/* --- what is lost in time ---------------------------------------------- */

static int check_retention(struct checking *k, struct err *e)
{
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	int64_t days = 0;

	if (k->r->on[RC_TEAM])
		find(k, CHECK_OK, "Retention of team messaging",
		     "RingCentral purges messages and files every night, after "
		     "30, 60 or 90 days as the account is set (30 where HIPAA "
		     "applies), and does not tell the programs which. A "
		     "connector that rests longer loses them, and edits "
		     "between two runs leave only their last words.",
		     "Run the connector every day, and have somebody look "
		     "when a run fails.");
	if (!k->r->on[RC_MESSAGES])
		return 0;
	rc_answer_init(&a);
	if (ask(k->r, WAY_RETENTION,
		"/restapi/v1.0/account/~/message-store-configuration", NULL, &a,
		e) < 0)
		return -1;
	(void)loose_int(a.json, "retentionPeriod", &days);
	if (days > 0)
		find(k, days < 7 ? CHECK_WARN : CHECK_OK,
		     "Retention of messages",
		     arena_printf(k->a,
				  "RingCentral keeps faxes and voicemail for "
				  "%" PRId64 " days, of texts 5,000 a folder "
				  "and user.",
				  days),
		     days < 7 ? "Ask for a longer retention." : "");
	else
		find(k, CHECK_OK, "Retention of messages",
		     "How long is not told. RingCentral keeps 5,000 texts a "
		     "folder and user, 200 faxes and voicemails.",
		     "");
	return 0;
}

static void check_clock(struct checking *k)
{
	int64_t skew_us = atomic_load(&k->r->acc.skew_us);
	int64_t minutes = (skew_us < 0 ? -skew_us : skew_us) / CLOCK_MINUTE;

	if (minutes < 5)
		return;
	find(k, CHECK_WARN, "Clock",
	     arena_printf(k->a,
			  skew_us > 0 ? "This machine's clock is %" PRId64
					" minutes behind RingCentral's."
				      : "This machine's clock is %" PRId64
					" minutes ahead of RingCentral's.",
			  minutes),
	     "Set it by NTP; times of retention and of limits depend on it.");
}

static void check_limits(struct checking *k)
{
	struct str text AUTO(str_done) = STR_INIT;

	rc_limits_tell(k->r->limits, &text);
	if (text.len > 0)
		find(k, CHECK_OK, "Limits",
		     arena_printf(k->a,
				  "RingCentral allows this app and user: %s "
				  "(setting limit-share: how much of it to "
				  "use).",
				  text.s),
		     "");
}

/* --- all --------------------------------------------------------------- */

static int check_sign_in(struct checking *k, struct err *e)
{
	struct str token AUTO(str_done) = STR_INIT;
	char text[ERR_TEXT];
	int bad = oauth_token(k->r->acc.oauth, &token, e);

	mem_wipe(token.s, token.len);
	if (bad == 0) {
		find(k, CHECK_OK, "Sign-in",
		     "RingCentral gives an access token.", "");
		return 0;
	}
	if (e->kind != ERR_SOURCE)
		return -1;
	find(k, CHECK_FAIL, "Sign-in", err_str(e, text, sizeof(text)),
	     "Correct what the text names; nothing else can be checked "
	     "before.");
	err_clear(e);
	return 1;
}

int rc_check(struct source *src, const struct check *to, struct err *e)
{
	static int (*const tries[])(struct checking *, struct err *) = {
		check_role,  check_exports, check_extensions,
		check_calls, check_video,   check_retention,
	};
	AUTO(arena_free) struct arena *a = arena_new();
	struct checking k = { (struct rc *)src, to, a };
	int n = check_sign_in(&k, e);

	if (n != 0)
		return n < 0 ? err_wrap(e, "check RingCentral") : 0;
	closed_reopen(k.r->closed);
	check_app(&k);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		if (tries[i](&k, e) < 0)
			return err_wrap(e, "check RingCentral");
	check_limits(&k);
	check_clock(&k);
	return 0;
}
