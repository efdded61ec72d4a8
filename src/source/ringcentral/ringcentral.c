#include "source/ringcentral/ringcentral.h"

#include "base/clock.h"
#include "base/mem.h"
#include "source/closed.h"
#include "source/ringcentral/compose.h"
#include "source/ringcentral/limits.h"
#include "source/ringcentral/places.h"

#include <string.h>

static const struct setting settings[] = {
	{ "auth", "jwt", false, false,
	  "how to sign in: jwt (made in the developer console), code "
	  "(authorised by a person)" },
	{ "client-id", NULL, true, false, "client id of the app" },
	{ "client-secret", NULL, false, true, "client secret of the app" },
	{ "jwt", NULL, false, true, "with auth=jwt: the JWT" },
	{ "refresh-token", NULL, false, true,
	  "with auth=code: the first refresh token" },
	{ "code", NULL, false, true,
	  "with auth=code: an authorisation code, good for a minute" },
	{ "redirect-uri", NULL, false, false,
	  "with a code: the redirect address it was asked for with" },
	{ "code-verifier", NULL, false, true,
	  "with a code: its PKCE verifier, where one was used" },
	{ "api-url", "https://platform.ringcentral.com", false, false,
	  "address of RingCentral's API" },
	{ "media-url", "https://media.ringcentral.com", false, false,
	  "address of RingCentral's content" },
	{ "content-hosts", "ringcentral.com,*.ringcentral.com", false, false,
	  "further hosts that downloads may begin at, with the token" },
	{ "ca-file", NULL, false, false,
	  "file with certificates to trust instead of the system's" },
	{ "limit-share", "80", false, false,
	  "percent of RingCentral's rate limits to use; other apps share "
	  "them" },
	{ "team-messaging", "on", false, false,
	  "posts, tasks, notes, events and files of chats: on or off" },
	{ "messages", "on", false, false, "SMS, fax and voicemail: on or off" },
	{ "calls", "on", false, false,
	  "calls and their recordings: on or off" },
	{ "video", "on", false, false,
	  "video meetings, recordings and chats: on or off" },
	{ "conversation", "day", false, false,
	  "posts of a chat: a message a day (day) or each (message)" },
	{ "deep-days", "30", false, false,
	  "how many days back the weekly export looks for late edits and "
	  "deletions, 2 to 180" },
	{ "export-poll", "5", false, false,
	  "seconds until an export is first asked about, 1 to 600" },
	{ "exclude", NULL, false, false,
	  "kinds to leave out: file, attachment, call-recording, "
	  "video-recording, video-chat, task, note, event" },
	{ 0 },
};

static const char *const parts[RC_ANY] = {
	[RC_TEAM] = "team-messaging",
	[RC_MESSAGES] = "messages",
	[RC_CALLS] = "calls",
	[RC_VIDEO] = "video",
};

static const char *const may_exclude[] = {
	"file",       "attachment", "call-recording", "video-recording",
	"video-chat", "task",       "note",           "event",
};

/* --- lists ------------------------------------------------------------- */

static bool is_word(const char *at, size_t n, const char *word)
{
	return strlen(word) == n && strncasecmp(at, word, n) == 0;
}

bool rc_excluded(const struct rc *r, const char *kind)
{
	return str_listed(r->exclude, kind);
}

static int check_exclude(const char *at, struct err *e)
{
	size_t n, i, all = sizeof(may_exclude) / sizeof(may_exclude[0]);

	for (; (n = str_word(&at)) > 0; at += n) {
		for (i = 0; i < all && !is_word(at, n, may_exclude[i]); i++)
			;
		if (i == all)
			return err_set(e, ERR_USAGE,
				       "exclude: '%.*s' is none of file, "
				       "attachment, call-recording, "
				       "video-recording, video-chat, task, "
				       "note and event",
				       (int)n, at);
	}
	return 0;
}

/* --- open -------------------------------------------------------------- */

static int read_choices(struct rc *r, struct err *e)
{
	static const char *const auths[] = { "jwt", "code", NULL };
	static const char *const states[] = { "off", "on", NULL };
	static const char *const ways[] = { "day", "message", NULL };
	const struct account *a = &r->acc;
	long long share, days, seconds;
	int auth = account_choice(a, "auth", auths, e), way;
	bool any = false;

	if (auth < 0)
		return -1;
	r->auth = (enum rc_auth)auth;
	for (size_t i = 0; i < RC_ANY; i++) {
		int on = account_choice(a, parts[i], states, e);

		if (on < 0)
			return -1;
		r->on[i] = on > 0;
		any |= r->on[i];
	}
	if (!any)
		return err_set(e, ERR_USAGE,
			       "team-messaging, messages, calls, video: one of "
			       "them must be on");
	way = account_choice(a, "conversation", ways, e);
	if (way < 0 ||
	    account_number(a, "limit-share", 1, 100, &share, e) < 0 ||
	    account_number(a, "deep-days", 2, 180, &days, e) < 0 ||
	    account_number(a, "export-poll", 1, 600, &seconds, e) < 0)
		return -1;
	r->by_message = way == 1;
	r->deep_us = days * CLOCK_DAY;
	r->poll_us = seconds * CLOCK_SECOND;
	r->limits = rc_limits_new((unsigned int)share);
	return 0;
}

static struct rc *new_rc(const struct host *host)
{
	struct rc *r = NEW(struct rc);

	account_init(&r->acc, &source_ringcentral_ops, "RingCentral", host);
	r->closed = closed_new(RC_WAYS);
	return r;
}

static void rc_close(struct source *src)
{
	struct rc *r = (struct rc *)src;

	if (r == NULL)
		return;
	rc_limits_free(r->limits);
	rc_places_free(r->places);
	closed_free(r->closed);
	account_done(&r->acc);
	free(r);
}
DEFINE_AUTO(struct source, rc_close)

static int rc_open(struct source **out, const struct host *host, struct err *e)
{
	struct rc *r = new_rc(host);
	AUTO(rc_close) struct source *src = &r->acc.source;

	r->exclude = account_setting(&r->acc, "exclude");
	r->content_hosts = account_setting(&r->acc, "content-hosts");
	if (read_choices(r, e) < 0 || rc_sign_in_check(r, e) < 0 ||
	    account_address(&r->acc, "api-url", &r->api_url, &r->api, e) < 0 ||
	    account_address(&r->acc, "media-url", &r->media_url, &r->media, e) <
		    0 ||
	    check_exclude(r->exclude, e) < 0 ||
	    account_connect(&r->acc, rc_sign_in, e) < 0)
		return -1;
	r->places = rc_places_new();
	*out = TAKE(src);
	return 0;
}

const struct source_ops source_ringcentral_ops = {
	.name = "ringcentral",
	.title = "RingCentral",
	.folder = "RingCentral",
	.settings = settings,
	.overlap_us = 2 * CLOCK_DAY,
	.history_us = 180 * CLOCK_DAY,
	.settle_us = 72 * CLOCK_HOUR,
	.open = rc_open,
	.close = rc_close,
	.hello = rc_hello,
	.authorize = &rc_authorize,
	.check = rc_check,
	.people = rc_people,
	.list = rc_list,
	.fetch = rc_fetch,
	.compose = rc_compose,
};
