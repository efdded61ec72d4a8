/*
 * The pre-flight: everything that would keep items from arriving, each in
 * plain words with what to do about it.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "http/oauth.h"
#include "source/zoom/ask.h"
#include "source/zoom/read/loose.h"
#include "source/zoom/window.h"
#include "source/zoom/zoom.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

struct checking {
	struct zoom *z;
	const struct source_check *to;
	struct arena *a;
	const char *user; /* id of a user to try with, "" if none */
};

static void find(struct checking *k, enum source_level level, const char *topic,
		 const char *text, const char *remedy)
{
	struct source_finding f = { level, topic, text, remedy };

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
	str_add(&id, zoom_setting(z, "account-id"));
	if (first_user(z, &a, e) < 0 ||
	    (id.len == 0 && ask_account(z, &a, &id, e) < 0))
		return err_wrap(e, "greet Zoom");
	if (!atomic_load(&z->skew_known))
		return err_set(e, ERR_RETRY,
			       "greet Zoom: its answer has no Date");
	str_add(tenant, id.s);
	*now_us = zoom_now_us(z);
	return 0;
}

/* --- scopes ------------------------------------------------------------ */

/* One finding for each scope that is missing, with all that needs it. */
static void check_scope(struct checking *k, enum zoom_way way,
			const char *granted, bool *told)
{
	const char *scope = zoom_way_scope(way, granted);
	enum source_level level = SOURCE_WARN;
	struct str lost AUTO(str_done) = STR_INIT;

	for (enum zoom_way w = way; w < ZOOM_WAYS; w++) {
		const struct zoom_way_info *info = zoom_way(w);

		if (info->need == NEED_FALLBACK ||
		    strcmp(zoom_way_scope(w, granted), scope) != 0)
			continue;
		told[w] = true;
		if (info->need == NEED_MUST)
			level = SOURCE_FAIL;
		if (strstr(lost.s, info->lost) == NULL)
			str_addf(&lost, "%s%s", lost.len > 0 ? "; " : "",
				 info->lost);
	}
	find(k, level, arena_printf(k->a, "Scope %s", scope),
	     arena_printf(k->a, "The app does not have it. Without it %s.",
			  lost.s),
	     arena_printf(k->a,
			  "Add the scope %s to the app in the Zoom App "
			  "Marketplace, then activate or authorise it again.",
			  scope));
}

static void check_scopes(struct checking *k)
{
	struct str granted AUTO(str_done) = STR_INIT;
	bool told[ZOOM_WAYS] = { false };

	zoom_scopes(k->z, &granted);
	if (granted.len == 0) {
		find(k, SOURCE_OK, "Scopes",
		     "Zoom does not say which scopes the app has; each kind "
		     "of question was tried instead.",
		     "");
		return;
	}
	for (enum zoom_way way = WAY_USERS; way < ZOOM_WAYS; way++)
		if (!told[way] && zoom_way(way)->need != NEED_FALLBACK &&
		    !zoom_way_granted(way, granted.s))
			check_scope(k, way, granted.s, told);
	find(k, SOURCE_OK, "Scopes",
	     arena_printf(k->a, "The app has: %.1500s", granted.s), "");
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

/* Tell what a question gave; true where it was answered. */
static bool judge(struct checking *k, const struct zoom_question *q,
		  const struct zoom_answer *a, const char *good)
{
	const struct zoom_way_info *info = zoom_way(q->way);
	enum source_level level =
		info->need == NEED_MUST ? SOURCE_FAIL : SOURCE_WARN;
	const char *topic = arena_printf(k->a, "Access to %s", info->title);
	struct str granted AUTO(str_done) = STR_INIT;

	if (a->verdict == ZOOM_OK) {
		find(k, SOURCE_OK, topic, good, "");
		return true;
	}
	zoom_scopes(k->z, &granted);
	if (a->verdict == ZOOM_SCOPE && granted.len > 0)
		return false; /* told with the other scopes */
	find(k, level, topic,
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
	(void)judge(k, q, &a, "Zoom answers.");
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
	(void)judge(k, &q, &a,
		    arena_printf(k->a, "%" PRId64 " active users.", n));
	return 0;
}

static int try_recordings(struct checking *k, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	int64_t now_us = zoom_now_us(k->z);
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
	int64_t to_us = zoom_now_us(k->z) - 15 * CLOCK_MINUTE;
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
	clock_day(zoom_now_us(k->z), day);
	zoom_question_add(&q, "from", day);
	zoom_question_add(&q, "to", day);
	return try(k, &q, e);
}

static int try_summaries(struct checking *k, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	int64_t to_us = zoom_now_us(k->z);
	char text[CLOCK_TEXT];

	to_us -= to_us % CLOCK_SECOND;
	zoom_question_init(&q, WAY_SUMMARIES, "/meetings/meeting_summaries");
	zoom_question_add(&q, "from", clock_rfc3339(to_us - CLOCK_DAY, text));
	zoom_question_add(&q, "to", clock_rfc3339(to_us, text));
	return try(k, &q, e);
}

/* --- settings ---------------------------------------------------------- */

/* A switch, what it means when it is not as we need it, and what to do. */
struct wish {
	const char *key;
	bool want;
	enum source_level level;
	const char *topic, *good, *bad, *remedy;
};

static const struct wish recording_wishes[] = {
	{ "cloud_recording", true, SOURCE_FAIL, "Cloud recording",
	  "Cloud recording is switched on.",
	  "Cloud recording is switched off: no recordings, and none of their "
	  "chats and transcripts, will arrive.",
	  "Switch on Cloud recording under Account Settings, Recording." },
	{ "cloud_recording_download", true, SOURCE_FAIL, "Downloads",
	  "Downloads of cloud recordings are allowed.",
	  "Downloads of cloud recordings are switched off: Zoom will answer "
	  "403 to them.",
	  "Allow cloud recording downloads under Account Settings, "
	  "Recording." },
	{ "cloud_recording_download_host", false, SOURCE_WARN,
	  "Downloads by others than the host",
	  "Not only hosts may download recordings.",
	  "Only the host may download recordings: the app may be refused.",
	  "Switch off 'Only the host can download cloud recordings'." },
	{ "save_chat_text", true, SOURCE_WARN, "Chat in recordings",
	  "Chats are saved with recordings.",
	  "Chats are not saved with recordings.",
	  "Switch on 'Save chat messages from the meeting' under Account "
	  "Settings, Recording." },
	{ "recording_audio_transcript", true, SOURCE_WARN, "Transcripts",
	  "Recordings are transcribed.",
	  "Recordings are not transcribed: no transcripts will arrive.",
	  "Switch on 'Create audio transcript' under Account Settings, "
	  "Recording." },
	{ "allow_recovery_deleted_cloud_recordings", true, SOURCE_WARN, "Trash",
	  "Deleted recordings stay in Zoom's trash for 30 days.",
	  "Deleted recordings do not go to the trash: what is deleted before "
	  "it was collected is lost without a trace.",
	  "Allow the recovery of deleted cloud recordings." },
};

static const struct wish archive_wishes[] = {
	{ "chat_file", true, SOURCE_WARN, "Chat in the archive",
	  "Chats are archived.", "Chats are not archived.",
	  "Switch on chat in Zoom's archiving settings." },
	{ "chat_with_sender_email", true, SOURCE_WARN,
	  "Senders' addresses in the archive",
	  "Archived chats have their senders' e-mail addresses.",
	  "Archived chats come without e-mail addresses: senders can only be "
	  "told by display name.",
	  "Switch on 'Include user email' in Zoom's archiving settings." },
	{ "chat_with_direct_message", true, SOURCE_WARN,
	  "Private chats in the archive", "Private chats are archived.",
	  "Private chats are not archived.",
	  "Switch on 'Include direct messages' in Zoom's archiving "
	  "settings." },
	{ "audio_file", true, SOURCE_WARN, "Sound in the archive",
	  "Sound is archived.", "Sound is not archived.",
	  "Switch on audio in Zoom's archiving settings, if it is to be "
	  "kept." },
	{ "video_file", true, SOURCE_WARN, "Pictures in the archive",
	  "Video is archived.", "Video is not archived.",
	  "Switch on video in Zoom's archiving settings, if it is to be "
	  "kept." },
	{ "cc_transcript_file", true, SOURCE_WARN,
	  "Captions and transcripts in the archive",
	  "Captions and transcripts are archived.",
	  "Captions and transcripts are not archived.",
	  "Switch on transcripts in Zoom's archiving settings." },
};

static void grant_wishes(struct checking *k, const struct wish *w, size_t n,
			 const json_t *o)
{
	for (; n > 0; n--, w++) {
		int is = loose_bool(o, w->key);

		if (is < 0)
			continue; /* Zoom does not say */
		if ((is == 1) == w->want)
			find(k, SOURCE_OK, w->topic, w->good, "");
		else
			find(k, w->level, w->topic, w->bad, w->remedy);
	}
}
#define GRANT(k, wishes, o)                                                    \
	grant_wishes(k, wishes, sizeof(wishes) / sizeof((wishes)[0]), o)

static void check_auto_recording(struct checking *k, const json_t *o)
{
	const char *how = loose_line(k->a, o, "auto_recording");

	if (strcmp(how, "cloud") == 0)
		find(k, SOURCE_OK, "Automatic recording",
		     "Meetings are recorded to the cloud by themselves.", "");
	else if (*how != '\0')
		find(k, SOURCE_WARN, "Automatic recording",
		     arena_printf(k->a,
				  "Automatic recording is set to '%s': only "
				  "meetings that somebody records in the cloud "
				  "have recordings.",
				  how),
		     "Set automatic recording to the cloud, and lock it, if "
		     "all meetings are to be recorded.");
}

static void check_auto_delete(struct checking *k, const json_t *o)
{
	int64_t days = 0;

	(void)loose_int(o, "auto_delete_cmr_days", &days);
	if (loose_bool(o, "auto_delete_cmr") != 1) {
		find(k, SOURCE_OK, "Deletion at Zoom",
		     "Zoom does not delete cloud recordings by itself.", "");
		return;
	}
	find(k, days < 7 ? SOURCE_WARN : SOURCE_OK, "Deletion at Zoom",
	     arena_printf(k->a,
			  "Zoom deletes cloud recordings after %" PRId64
			  " day%s: a connector that rests longer loses them.",
			  days, days == 1 ? "" : "s"),
	     days < 7 ? "Let Zoom keep recordings for 14 days at least, and "
			"run the connector every day."
		      : "");
}

static void check_addresses(struct checking *k, const json_t *o)
{
	const json_t *access = loose_object(o, "ip_address_access_control");

	if (loose_bool(access, "enable") == 1)
		find(k, SOURCE_WARN, "Downloads by IP address",
		     arena_printf(k->a,
				  "Recordings can only be reached from: %s.",
				  loose_line(k->a, access,
					     "ip_addresses_or_ranges")),
		     "Make sure that the address this machine has on the "
		     "Internet is among them.");
}

static void check_retention(struct checking *k, const json_t *settings)
{
	int64_t days, action;

	if (loose_int(settings, "archive_retention", &days))
		find(k, days < 7 ? SOURCE_WARN : SOURCE_OK,
		     "Retention of the archive",
		     arena_printf(k->a,
				  "Zoom keeps archived files for %" PRId64
				  " day%s: a connector that rests longer "
				  "loses them.",
				  days, days == 1 ? "" : "s"),
		     days < 7 ? "Ask for the longest retention, 30 days." : "");
	if (loose_int(settings, "action_when_archive_failed", &action))
		find(k, SOURCE_OK, "When archiving fails",
		     action == 1 ? "Zoom goes on with the meeting."
				 : "Zoom ends the meeting, or keeps people "
				   "out.",
		     "");
}

static void check_archive(struct checking *k, const json_t *archive)
{
	const json_t *settings = loose_object(archive, "settings");
	int64_t type = 3;

	if (archive == NULL) {
		find(k, SOURCE_WARN, "Archiving",
		     "The account has no archiving: private chats, edits and "
		     "deletions in chats, breakout rooms and meetings of "
		     "other organisations will not arrive.",
		     "Ask Zoom for the Meeting and Webinar Archiving feature "
		     "if you need them.");
		return;
	}
	if (loose_bool(archive, "enable") == 0) {
		find(k, SOURCE_WARN, "Archiving",
		     "Archiving is licensed but switched off.",
		     "Switch it on in Zoom's account settings.");
		return;
	}
	(void)loose_int(archive, "type", &type);
	find(k, type == 2 ? SOURCE_WARN : SOURCE_OK, "Archiving",
	     type == 1   ? "Meetings are archived, webinars are not."
	     : type == 2 ? "Only webinars are archived, meetings are not."
			 : "Meetings and webinars are archived.",
	     type == 2 ? "Let Zoom archive meetings too." : "");
	GRANT(k, archive_wishes, settings);
	check_retention(k, settings);
}

static int check_settings(struct checking *k, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	const json_t *recording;

	zoom_answer_init(&a);
	zoom_question_init(&q, WAY_SETTINGS, "/accounts/me/settings");
	if (zoom_ask(k->z, &q, &a, e) < 0)
		return -1;
	if (!judge(k, &q, &a, "Zoom tells the account's settings."))
		return 0;
	recording = loose_object(a.json, "recording");
	GRANT(k, recording_wishes, recording);
	check_auto_recording(k, recording);
	check_auto_delete(k, recording);
	check_addresses(k, recording);
	check_archive(k, loose_object(recording, "archive"));
	return 0;
}

/* --- all --------------------------------------------------------------- */

static void check_clock(struct checking *k)
{
	int64_t skew_us = atomic_load(&k->z->skew_us);
	int64_t minutes = (skew_us < 0 ? -skew_us : skew_us) / CLOCK_MINUTE;

	if (minutes < 5)
		return;
	find(k, SOURCE_WARN, "Clock",
	     arena_printf(k->a,
			  "This machine's clock is %" PRId64
			  " minutes %s Zoom's.",
			  minutes, skew_us > 0 ? "behind" : "ahead of"),
	     "Set it by NTP; times of retention and of holds depend on it.");
}

static void check_plan(struct checking *k)
{
	if (strcmp(k->z->plan, "none") == 0) {
		find(k, SOURCE_WARN, "Plan",
		     "Zoom is asked without any limit (setting plan=none).",
		     "For Zoom itself set plan to free, pro or business: it "
		     "refuses requests that come too fast, also those of "
		     "other apps.");
		return;
	}
	find(k, SOURCE_OK, "Plan",
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
	int bad = oauth_token(k->z->oauth, &token, e);

	mem_wipe(token.s, token.len);
	if (bad == 0) {
		find(k, SOURCE_OK, "Sign-in",
		     k->z->auth == AUTH_JWT
			     ? "A token was made with the JWT app's key."
			     : "Zoom gives an access token.",
		     "");
		return 0;
	}
	if (e->kind != ERR_SOURCE)
		return -1;
	find(k, SOURCE_FAIL, "Sign-in", err_str(e, text, sizeof(text)),
	     "Correct what the text names; nothing else can be checked "
	     "before.");
	err_clear(e);
	return 1;
}

int zoom_check(struct source *src, const struct source_check *to, struct err *e)
{
	static int (*const tries[])(struct checking *, struct err *) = {
		try_users,   try_recordings, check_settings,
		try_archive, try_history,    try_summaries,
	};
	AUTO(arena_free) struct arena *a = arena_new();
	struct checking k = { (struct zoom *)src, to, a, "" };
	int n = check_sign_in(&k, e);

	if (n != 0)
		return n < 0 ? err_wrap(e, "check Zoom") : 0;
	zoom_ways_reopen(k.z);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		if (tries[i](&k, e) < 0)
			return err_wrap(e, "check Zoom");
	check_scopes(&k);
	check_plan(&k);
	check_clock(&k);
	return 0;
}
