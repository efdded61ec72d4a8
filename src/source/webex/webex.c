#include "source/webex/webex.h"

#include "base/clock.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/rate.h"
#include "source/webex/ask.h"
#include "source/webex/compose.h"

#include <errno.h>
#include <string.h>

static const struct source_setting settings[] = {
	{ "auth", "code", false, false,
	  "how to sign in: code (an integration authorised by a compliance "
	  "officer), service (a service app)" },
	{ "client-id", NULL, true, false,
	  "client id of the integration or service app" },
	{ "client-secret", NULL, true, true, "its client secret" },
	{ "refresh-token", NULL, false, true,
	  "the first refresh token, of the integration or service app" },
	{ "code", NULL, false, true,
	  "instead of a refresh token: an authorisation code" },
	{ "redirect-uri", NULL, false, false,
	  "with a code: the redirect address it was asked for with" },
	{ "code-verifier", NULL, false, true,
	  "with a code: its PKCE verifier, where one was used" },
	{ "application-id", NULL, false, false,
	  "with auth=service and admin-token: id of the service app" },
	{ "target-org", NULL, false, false,
	  "with auth=service and admin-token: id of the organisation that "
	  "authorised the app" },
	{ "admin-token", NULL, false, true,
	  "with auth=service, instead of a refresh token: a token with the "
	  "scope spark:applications_token" },
	{ "api-url", "https://webexapis.com/v1", false, false,
	  "address of Webex's API" },
	{ "token-url", "https://webexapis.com/v1/access_token", false, false,
	  "address that gives access tokens" },
	{ "content-hosts", "webexapis.com,*.webexapis.com", false, false,
	  "hosts that give files of posts, and get our token for it" },
	{ "recording-hosts", "*.webex.com", false, false,
	  "hosts that recordings may be downloaded from, without a token" },
	{ "ca-file", NULL, false, false,
	  "file with certificates to trust instead of the system's" },
	{ "requests-per-minute", "300", false, false,
	  "how many requests to send at most; other apps share Webex's limit" },
	{ "conversation", "day", false, false,
	  "one message for each day of a conversation (day) or for each post "
	  "(message)" },
	{ "backfill", "yes", false, false,
	  "also read spaces post by post for what the events feed no longer "
	  "has: yes or no" },
	{ "feed-days", "90", false, false,
	  "how far back the events feed reaches; with Pro Pack more than 90" },
	{ "sites", NULL, false, false,
	  "meeting sites to ask for recordings and transcripts (a list), "
	  "besides those Webex names" },
	{ "exclude", NULL, false, false,
	  "kinds to leave out: file, membership, room, card-action, meeting, "
	  "recording ..." },
	{ 0 },
};

static const char *const kinds[] = {
	"file",
	"membership",
	"room",
	"card-action",
	"team",
	"meeting",
	"recording",
	"transcript",
	"captions",
	"meeting-qa",
	"meeting-chat",
	"meeting-poll",
	"meeting-message",
};

const char *webex_setting(const struct webex *wx, const char *name)
{
	return source_setting_of(settings, &wx->host, name);
}

int64_t webex_now_us(struct webex *wx)
{
	return clock_now_us() + atomic_load(&wx->skew_us);
}

void webex_scopes(struct webex *wx, struct str *out)
{
	(void)pthread_mutex_lock(&wx->lock);
	str_add(out, wx->scopes.s);
	(void)pthread_mutex_unlock(&wx->lock);
}

/* --- lists ------------------------------------------------------------- */

bool webex_excludes(const struct webex *wx, const char *kind)
{
	return str_listed(wx->exclude, kind);
}

static bool is_kind(const char *word, size_t len)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i]) == len &&
		    strncmp(kinds[i], word, len) == 0)
			return true;
	return false;
}

static int check_exclude(const char *list, struct err *e)
{
	size_t n;

	for (; (n = str_word(&list)) > 0; list += n) {
		if (n == 7 && strncmp(list, "message", n) == 0)
			return err_set(e, ERR_USAGE,
				       "exclude: posts themselves cannot be "
				       "left out");
		if (!is_kind(list, n))
			return err_set(
				e, ERR_USAGE,
				"exclude: '%.*s' is no kind (file, "
				"membership, room, card-action, "
				"meeting, recording, transcript, "
				"captions, meeting-chat, meeting-message, "
				"meeting-poll, meeting-qa)",
				(int)n, list);
	}
	return 0;
}

/* --- open -------------------------------------------------------------- */

/* One of two words: false, true or -1. */
static int read_choice(const struct webex *wx, const char *name, const char *no,
		       const char *yes, struct err *e)
{
	const char *text = webex_setting(wx, name);

	if (strcmp(text, yes) == 0)
		return 1;
	if (strcmp(text, no) == 0)
		return 0;
	return err_set(e, ERR_USAGE, "%s: '%s' is not %s or %s", name, text, no,
		       yes);
}

static int read_choices(struct webex *wx, struct err *e)
{
	int auth = read_choice(wx, "auth", "code", "service", e);
	int message =
		auth < 0 ? -1
			 : read_choice(wx, "conversation", "day", "message", e);
	int backfill =
		message < 0 ? -1 : read_choice(wx, "backfill", "no", "yes", e);

	if (backfill < 0)
		return -1;
	wx->auth = auth > 0 ? WEBEX_SERVICE : WEBEX_CODE;
	wx->by_message = message > 0;
	wx->backfill = backfill > 0;
	return webex_sign_in_check(wx, e);
}

static int read_addresses(struct webex *wx, struct err *e)
{
	wx->api_url = webex_setting(wx, "api-url");
	wx->token_url = webex_setting(wx, "token-url");
	wx->content_hosts = webex_setting(wx, "content-hosts");
	wx->recording_hosts = webex_setting(wx, "recording-hosts");
	if (http_url_check("api-url", wx->api_url, e) < 0 ||
	    http_url_check("token-url", wx->token_url, e) < 0)
		return -1;
	if (strpbrk(wx->api_url, "?#") != NULL || str_ends(wx->api_url, "/"))
		return err_set(e, ERR_USAGE,
			       "api-url: must end with the path, as in "
			       "https://webexapis.com/v1, without / ? or #");
	(void)http_url_parse(&wx->api, wx->api_url);
	return 0;
}

static int read_number(const struct webex *wx, const char *name, long long max,
		       long long *out, struct err *e)
{
	const char *text = webex_setting(wx, name);

	if (str_int64(text, out) && *out >= 1 && *out <= max)
		return 0;
	return err_set(e, ERR_USAGE, "%s: '%s' is not a number from 1 to %lld",
		       name, text, max);
}

static int read_numbers(struct webex *wx, struct err *e)
{
	struct rate_limit limits[WEBEX_LABELS] = {
		[WEBEX_API] = { "requests to Webex", 1, 1 },
		[WEBEX_FILES] = { "downloads of recordings", 20, 8 },
	};
	long long minute, days;

	if (read_number(wx, "requests-per-minute", 10000000, &minute, e) < 0 ||
	    read_number(wx, "feed-days", 36500, &days, e) < 0)
		return -1;
	wx->feed_us = days * CLOCK_DAY;
	limits[WEBEX_API].per_second = (double)minute / 60;
	limits[WEBEX_API].burst = minute < 480 ? 4 : (double)minute / 120;
	wx->rate = rate_new(limits, WEBEX_LABELS);
	return 0;
}

static bool is_stopping(void *ctx)
{
	struct webex *wx = ctx;

	return wx->host.stopping != NULL && wx->host.stopping(wx->host.ctx);
}

static struct webex *new_webex(const struct source_host *host)
{
	struct webex *wx = NEW(struct webex);

	wx->source.ops = &source_webex_ops;
	wx->host = *host;
	wx->scopes = STR_INIT;
	wx->sign_in_err = ERR_INIT;
	wx->pause_us = CLOCK_SECOND / 2;
	for (size_t i = 0; i < WEBEX_WAYS; i++)
		wx->closed[i].text = STR_INIT;
	(void)pthread_mutex_init(&wx->lock, NULL);
	return wx;
}

static void webex_close(struct source *src)
{
	struct webex *wx = (struct webex *)src;

	if (wx == NULL)
		return;
	oauth_free(wx->oauth);
	rate_free(wx->rate);
	http_free(wx->http);
	webex_ways_reopen(wx);
	str_done(&wx->scopes);
	(void)pthread_mutex_destroy(&wx->lock);
	free(wx);
}
DEFINE_AUTO(struct source, webex_close)

static int webex_open(struct source **out, const struct source_host *host,
		      struct err *e)
{
	struct webex *wx = new_webex(host);
	AUTO(webex_close) struct source *src = &wx->source;
	struct http_options o = { .stopping = is_stopping, .ctx = wx };

	wx->exclude = webex_setting(wx, "exclude");
	wx->sites = webex_setting(wx, "sites");
	o.ca_file = webex_setting(wx, "ca-file");
	if (read_choices(wx, e) < 0 || read_addresses(wx, e) < 0 ||
	    read_numbers(wx, e) < 0 || check_exclude(wx->exclude, e) < 0)
		return -1;
	if (o.ca_file[0] != '\0' && access(o.ca_file, R_OK) < 0)
		return err_sys(e, ERR_USAGE, "ca-file: %s", o.ca_file);
	wx->http = http_new(&o);
	wx->oauth = oauth_new(webex_sign_in, wx);
	*out = TAKE(src);
	return 0;
}

const struct source_ops source_webex_ops = {
	.name = "webex",
	.title = "Webex",
	.folder = "Webex Teams",
	.settings = settings,
	.overlap_us = 2 * CLOCK_DAY,
	.history_us = 90 * CLOCK_DAY,
	.settle_us = 72 * CLOCK_HOUR,
	.open = webex_open,
	.close = webex_close,
	.hello = webex_hello,
	.check = webex_check,
	.list = webex_list,
	.fetch = webex_fetch,
	.compose = webex_compose,
};
