#include "source/zoom/zoom.h"

#include "base/clock.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/rate.h"
#include "http/url.h"
#include "source/zoom/ask.h"
#include "source/zoom/compose.h"
#include "source/zoom/history.h"

#include <errno.h>
#include <string.h>

static const struct source_setting settings[] = {
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

const char *zoom_setting(const struct zoom *z, const char *name)
{
	const char *value = z->host.setting(z->host.ctx, name);

	return value != NULL ? value : "";
}

int64_t zoom_now_us(struct zoom *z)
{
	return clock_now_us() + atomic_load(&z->skew_us);
}

void zoom_scopes(struct zoom *z, struct str *out)
{
	(void)pthread_mutex_lock(&z->lock);
	str_add(out, z->scopes.s);
	(void)pthread_mutex_unlock(&z->lock);
}

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
	static const char *const names[] = { "s2s", "code", "jwt" };
	const char *text = zoom_setting(z, "auth");

	if (*text == '\0')
		text = names[0];
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(text, names[i]) == 0) {
			z->auth = (enum zoom_auth)i;
			return zoom_sign_in_check(z, e);
		}
	return err_set(e, ERR_USAGE, "auth: '%s' is not s2s, code or jwt",
		       text);
}

/* A setting with its fallback, also where the caller does not apply it. */
static const char *value_of(const struct zoom *z, const char *name)
{
	return source_setting_of(settings, &z->host, name);
}

static int read_addresses(struct zoom *z, struct err *e)
{
	z->api_url = value_of(z, "api-url");
	z->token_url = value_of(z, "token-url");
	z->download_hosts = value_of(z, "download-hosts");
	if (http_url_check("api-url", z->api_url, e) < 0 ||
	    http_url_check("token-url", z->token_url, e) < 0)
		return -1;
	if (strpbrk(z->api_url, "?#") != NULL || str_ends(z->api_url, "/"))
		return err_set(e, ERR_USAGE,
			       "api-url: must end with the path, as in "
			       "https://api.zoom.us/v2, without / ? or #");
	(void)http_url_parse(&z->api, z->api_url);
	return 0;
}

static int read_rate(struct zoom *z, struct err *e)
{
	static const char *const names[ZOOM_LABELS] = {
		"light requests to Zoom", "medium requests to Zoom",
		"heavy requests to Zoom", "downloads from Zoom"
	};
	struct rate_limit limits[ZOOM_LABELS];
	long long share;

	z->plan = value_of(z, "plan");
	if (!zoom_plan_known(z->plan))
		return err_set(e, ERR_USAGE,
			       "plan: '%s' is not free, pro, business or none",
			       z->plan);
	if (!str_int64(value_of(z, "limit-share"), &share) || share < 1 ||
	    share > 100)
		return err_set(e, ERR_USAGE,
			       "limit-share: '%s' is not a number from 1 to "
			       "100",
			       value_of(z, "limit-share"));
	for (enum zoom_label i = 0; i < ZOOM_LABELS; i++) {
		double rate = zoom_plan_rate(z->plan, i) * (double)share / 100;

		limits[i] = (struct rate_limit){ names[i], rate,
						 rate < 8 ? 1 : rate / 4 };
	}
	z->rate = rate_new(limits, ZOOM_LABELS);
	return 0;
}

static bool is_stopping(void *ctx)
{
	struct zoom *z = ctx;

	return z->host.stopping != NULL && z->host.stopping(z->host.ctx);
}

static struct zoom *new_zoom(const struct source_host *host)
{
	struct zoom *z = NEW(struct zoom);

	z->source.ops = &source_zoom_ops;
	z->host = *host;
	z->scopes = STR_INIT;
	z->sign_in_err = ERR_INIT;
	z->pause_us = CLOCK_SECOND / 2;
	for (size_t i = 0; i < ZOOM_WAYS; i++)
		z->closed[i].text = z->closed[i].scopes = STR_INIT;
	(void)pthread_mutex_init(&z->lock, NULL);
	return z;
}

static void zoom_close(struct source *src)
{
	struct zoom *z = (struct zoom *)src;

	if (z == NULL)
		return;
	oauth_free(z->oauth);
	rate_free(z->rate);
	http_free(z->http);
	zoom_history_free(z->history);
	zoom_ways_reopen(z);
	str_done(&z->scopes);
	(void)pthread_mutex_destroy(&z->lock);
	free(z);
}
DEFINE_AUTO(struct source, zoom_close)

static int zoom_open(struct source **out, const struct source_host *host,
		     struct err *e)
{
	struct zoom *z = new_zoom(host);
	AUTO(zoom_close) struct source *src = &z->source;
	struct http_options o = { .stopping = is_stopping, .ctx = z };

	z->users = zoom_setting(z, "users");
	z->exclude = zoom_setting(z, "exclude");
	o.ca_file = zoom_setting(z, "ca-file");
	if (read_auth(z, e) < 0 || read_addresses(z, e) < 0 ||
	    read_rate(z, e) < 0 || check_exclude(z->exclude, e) < 0 ||
	    check_users(z->users, e) < 0)
		return -1;
	if (o.ca_file[0] != '\0' && access(o.ca_file, R_OK) < 0)
		return err_sys(e, ERR_USAGE, "ca-file: %s", o.ca_file);
	z->http = http_new(&o);
	z->oauth = oauth_new(zoom_sign_in, z);
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
	.check = zoom_check,
	.list = zoom_list,
	.fetch = zoom_fetch,
	.compose = zoom_compose,
};
