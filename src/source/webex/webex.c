#include "source/webex/webex.h"

#include "base/clock.h"
#include "base/mem.h"
#include "source/closed.h"
#include "source/holds.h"
#include "source/webex/compose.h"

#include <string.h>

static const struct setting settings[] = {
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
	{ "scopes", NULL, false, false,
	  "with auth=code: the scopes to ask for in a browser (a list), where "
	  "the integration has fewer than all that are of use" },
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

static int read_choices(struct webex *wx, struct err *e)
{
	static const char *const auths[] = { "code", "service", NULL };
	static const char *const ways[] = { "day", "message", NULL };
	static const char *const answers[] = { "no", "yes", NULL };
	int auth = account_choice(&wx->acc, "auth", auths, e);
	int message, backfill;

	if (auth < 0)
		return -1;
	message = account_choice(&wx->acc, "conversation", ways, e);
	if (message < 0)
		return -1;
	backfill = account_choice(&wx->acc, "backfill", answers, e);
	if (backfill < 0)
		return -1;
	wx->auth = auth > 0 ? WEBEX_SERVICE : WEBEX_CODE;
	wx->by_message = message > 0;
	wx->backfill = backfill > 0;
	return webex_sign_in_check(wx, e);
}

static int read_addresses(struct webex *wx, struct err *e)
{
	wx->token_url = account_setting(&wx->acc, "token-url");
	wx->content_hosts = account_setting(&wx->acc, "content-hosts");
	wx->recording_hosts = account_setting(&wx->acc, "recording-hosts");
	if (http_url_check("token-url", wx->token_url, e) < 0)
		return -1;
	return account_address(&wx->acc, "api-url", &wx->api_url, &wx->api, e);
}

static int read_numbers(struct webex *wx, struct err *e)
{
	struct holds_label labels[WEBEX_LABELS] = {
		[WEBEX_API] = { "api", { "requests to Webex", 1, 1 } },
		[WEBEX_FILES] = { "files",
				  { "downloads of recordings", 20, 8 } },
	};
	struct rate_limit *api = &labels[WEBEX_API].limit;
	long long minute, days;

	if (account_number(&wx->acc, "requests-per-minute", 1, 10000000,
			   &minute, e) < 0 ||
	    account_number(&wx->acc, "feed-days", 1, 36500, &days, e) < 0)
		return -1;
	wx->feed_us = days * CLOCK_DAY;
	api->per_second = (double)minute / 60;
	api->burst = minute < 480 ? 4 : (double)minute / 120;
	wx->holds = holds_new(&wx->acc, labels, WEBEX_LABELS);
	return 0;
}

static struct webex *new_webex(const struct host *host)
{
	struct webex *wx = NEW(struct webex);

	account_init(&wx->acc, &source_webex_ops, "Webex", host);
	wx->closed = closed_new(WEBEX_WAYS);
	return wx;
}

static void webex_close(struct source *src)
{
	struct webex *wx = (struct webex *)src;

	if (wx == NULL)
		return;
	holds_free(wx->holds);
	closed_free(wx->closed);
	account_done(&wx->acc);
	free(wx);
}
DEFINE_AUTO(struct source, webex_close)

static int webex_open(struct source **out, const struct host *host,
		      struct err *e)
{
	struct webex *wx = new_webex(host);
	AUTO(webex_close) struct source *src = &wx->acc.source;

	wx->exclude = account_setting(&wx->acc, "exclude");
	wx->sites = account_setting(&wx->acc, "sites");
	wx->scopes = account_setting(&wx->acc, "scopes");
	if (read_choices(wx, e) < 0 || read_addresses(wx, e) < 0 ||
	    read_numbers(wx, e) < 0 || check_exclude(wx->exclude, e) < 0 ||
	    webex_scopes_check(wx->scopes, e) < 0 ||
	    account_connect(&wx->acc, webex_sign_in, e) < 0)
		return -1;
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
	.authorize = &webex_authorize,
	.check = webex_check,
	.people = webex_people,
	.list = webex_list,
	.fetch = webex_fetch,
	.compose = webex_compose,
};
