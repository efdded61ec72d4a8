#include "source/zoom/zoom.h"

#include "base/clock.h"
#include "base/mem.h"
#include "http/url.h"
#include "source/closed.h"
#include "source/holds.h"
#include "source/zoom/compose.h"
#include "source/zoom/history.h"

#include <string.h>

static const struct setting settings[] = {
	{ "auth", "s2s", false, false,
	  "how to sign in: s2s (Server-to-Server OAuth app), code "
	  "(authorised by a person), jwt (legacy)" },
	{ "account-id", NULL, false, false,
	  "account id of the Server-to-Server OAuth app", "auth=s2s" },
	{ "client-id", NULL, false, false, "client id of the app",
	  "auth=s2s/code" },
	{ "client-secret", NULL, false, true, "client secret of the app",
	  "auth=s2s/code" },
	{ "refresh-token", NULL, false, true,
	  "with auth=code: the first refresh token" },
	{ "code", NULL, false, true,
	  "with auth=code: an authorisation code, good for five minutes" },
	{ "redirect-uri", NULL, false, false,
	  "with a code: the redirect address it was asked for with" },
	{ "code-verifier", NULL, false, true,
	  "with a code: its PKCE verifier, where one was used" },
	{ "jwt-key", NULL, false, true, "API key of the JWT app", "auth=jwt" },
	{ "jwt-secret", NULL, false, true, "API secret of the JWT app",
	  "auth=jwt" },
	{ "api-url", "https://api.zoom.us/v2", false, false,
	  "address of Zoom's API" },
	{ "token-url", "https://zoom.us/oauth/token", false, false,
	  "address that gives access tokens" },
	{ "download-hosts", "zoom.us,*.zoom.us", false, false,
	  "hosts that downloads may begin at, besides the API's own" },
	{ "ca-file", NULL, false, false,
	  "file with certificates to trust instead of the system's" },
	{ "plan", "pro", false, false,
	  "Zoom plan, for its rate limits: free, pro or business; none for a "
	  "compatible back end without limits" },
	{ "limit-share", "80", false, false,
	  "percent of Zoom's rate limits to use; other apps share them" },
	{ "users", NULL, false, false,
	  "only meetings hosted by these e-mail addresses (a list)" },
	{ "exclude", NULL, false, false,
	  "kinds or file types to leave out: participant-audio, archive-file, "
	  "MP4, M4A ..." },
	{ 0 },
};

static const char *const kinds[] = {
	"meeting",      "recording-file", "participant-audio",
	"archive-file", "transcript",     "summary",
	"trash",
};

/* --- lists ------------------------------------------------------------- */

const char *zoom_excluded(const struct zoom *z, const char *kind,
			  const char *file_type)
{
	if (str_listed(z->exclude, kind))
		return kind;
	if (file_type[0] != '\0' && str_listed(z->exclude, file_type))
		return file_type;
	return NULL;
}

static bool is_kind(const char *word, size_t len)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i]) == len &&
		    strncmp(kinds[i], word, len) == 0)
			return true;
	return false;
}

/* File types are Zoom's, an open set, in capitals; kinds are ours. */
static bool is_file_type(const char *word, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((word[i] < 'A' || word[i] > 'Z') && word[i] != '_' &&
		    (i == 0 || word[i] < '0' || word[i] > '9'))
			return false;
	return true;
}

static int check_exclude(const char *list, struct err *e)
{
	size_t n;

	for (; (n = str_word(&list)) > 0; list += n) {
		if (n == 7 && strncmp(list, "meeting", n) == 0)
			return err_set(e, ERR_USAGE,
				       "exclude: meetings themselves cannot be "
				       "left out; restrict them by users");
		if (!is_kind(list, n) && !is_file_type(list, n))
			return err_set(e, ERR_USAGE,
				       "exclude: '%.*s' is neither a kind "
				       "(recording-file, participant-audio, "
				       "archive-file, transcript, summary, "
				       "trash) nor a file type in capitals "
				       "(MP4)",
				       (int)n, list);
	}
	return 0;
}

static int check_users(const char *list, struct err *e)
{
	size_t n;

	for (; (n = str_word(&list)) > 0; list += n)
		if (memchr(list, '@', n) == NULL)
			return err_set(e, ERR_USAGE,
				       "users: '%.*s' is no e-mail address",
				       (int)n, list);
	return 0;
}

/* --- open -------------------------------------------------------------- */

static int read_auth(struct zoom *z, struct err *e)
{
	static const char *const names[] = { "s2s", "code", "jwt", NULL };
	int auth = account_choice(&z->acc, "auth", names, e);

	if (auth < 0)
		return -1;
	z->auth = (enum zoom_auth)auth;
	return zoom_sign_in_check(z, e);
}

static int read_addresses(struct zoom *z, struct err *e)
{
	z->token_url = account_setting(&z->acc, "token-url");
	z->download_hosts = account_setting(&z->acc, "download-hosts");
	if (http_url_check("token-url", z->token_url, e) < 0)
		return -1;
	return account_address(&z->acc, "api-url", &z->api_url, &z->api, e);
}

static int read_rate(struct zoom *z, struct err *e)
{
	struct holds_label labels[ZOOM_LABELS] = {
		{ "light", { "light requests to Zoom" } },
		{ "medium", { "medium requests to Zoom" } },
		{ "heavy", { "heavy requests to Zoom" } },
		{ "files", { "downloads from Zoom" } },
	};
	long long share;

	z->plan = account_setting(&z->acc, "plan");
	if (!zoom_plan_known(z->plan))
		return err_set(e, ERR_USAGE,
			       "plan: '%s' is not free, pro, business or none",
			       z->plan);
	if (account_number(&z->acc, "limit-share", 1, 100, &share, e) < 0)
		return -1;
	for (enum zoom_label i = 0; i < ZOOM_LABELS; i++) {
		double rate = zoom_plan_rate(z->plan, i) * (double)share / 100;

		labels[i].limit.per_second = rate;
		labels[i].limit.burst = rate < 8 ? 1 : rate / 4;
	}
	z->holds = holds_new(&z->acc, labels, ZOOM_LABELS);
	return 0;
}

static struct zoom *new_zoom(const struct host *host)
{
	struct zoom *z = NEW(struct zoom);

	account_init(&z->acc, &source_zoom_ops, "Zoom", host);
	z->closed = closed_new(ZOOM_WAYS);
	return z;
}

static void zoom_close(struct source *src)
{
	struct zoom *z = (struct zoom *)src;

	if (z == NULL)
		return;
	holds_free(z->holds);
	zoom_history_free(z->history);
	closed_free(z->closed);
	account_done(&z->acc);
	free(z);
}
DEFINE_AUTO(struct source, zoom_close)

static int zoom_open(struct source **out, const struct host *host,
		     struct err *e)
{
	struct zoom *z = new_zoom(host);
	AUTO(zoom_close) struct source *src = &z->acc.source;

	z->users = account_setting(&z->acc, "users");
	z->exclude = account_setting(&z->acc, "exclude");
	if (read_auth(z, e) < 0 || read_addresses(z, e) < 0 ||
	    read_rate(z, e) < 0 || check_exclude(z->exclude, e) < 0 ||
	    check_users(z->users, e) < 0 ||
	    account_connect(&z->acc, zoom_sign_in, e) < 0)
		return -1;
	z->history = zoom_history_new();
	*out = TAKE(src);
	return 0;
}

const struct source_ops source_zoom_ops = {
	.name = "zoom-meetings",
	.title = "Zoom Meetings",
	.folder = "Zoom Meetings",
	.settings = settings,
	.overlap_us = 14 * CLOCK_DAY,
	.history_us = 180 * CLOCK_DAY,
	.settle_us = 72 * CLOCK_HOUR,
	.open = zoom_open,
	.close = zoom_close,
	.hello = zoom_hello,
	.authorize = &zoom_authorize,
	.check = zoom_check,
	.people = zoom_people,
	.list = zoom_list,
	.fetch = zoom_fetch,
	.compose = zoom_compose,
};
