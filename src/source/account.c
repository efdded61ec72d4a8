#include "source/account.h"

#include "base/clock.h"
#include "http/http.h"
#include "http/url.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* --- life -------------------------------------------------------------- */

void account_init(struct account *a, const struct source_ops *ops,
		  const char *vendor, const struct host *host)
{
	a->source.ops = ops;
	a->host = *host;
	a->vendor = vendor;
	a->pause_us = CLOCK_SECOND / 2;
	a->scopes = STR_INIT;
	a->sign_in = ERR_INIT;
	(void)pthread_mutex_init(&a->lock, NULL);
}

void account_done(struct account *a)
{
	oauth_free(a->oauth);
	http_free(a->http);
	str_done(&a->scopes);
	(void)pthread_mutex_destroy(&a->lock);
}

static bool is_stopping(void *ctx)
{
	const struct account *a = ctx;

	return a->host.stopping != NULL && a->host.stopping(a->host.ctx);
}

int account_connect(struct account *a, oauth_issue *issue, struct err *e)
{
	struct http_options o = { .ca_file = account_setting(a, "ca-file"),
				  .stopping = is_stopping,
				  .ctx = a };

	if (*o.ca_file != '\0' && access(o.ca_file, R_OK) < 0)
		return err_sys(e, ERR_USAGE, "ca-file: %s", o.ca_file);
	a->http = http_new(&o);
	a->oauth = oauth_new(issue, a);
	return 0;
}

/* --- settings ---------------------------------------------------------- */

const char *account_setting(const struct account *a, const char *name)
{
	return setting_of(a->source.ops->settings, &a->host, name);
}

int account_need(const struct account *a, const char *name, const char *why,
		 struct err *e)
{
	if (*account_setting(a, name) != '\0')
		return 0;
	return err_set(e, ERR_USAGE, "%s: is missing (%s)", name, why);
}

int account_number(const struct account *a, const char *name, long long min,
		   long long max, long long *out, struct err *e)
{
	const char *text = account_setting(a, name);
	long long n;

	if (!str_int64(text, &n) || n < min || n > max)
		return err_set(e, ERR_USAGE,
			       "%s: '%s' is not a number from %lld to %lld",
			       name, text, min, max);
	*out = n;
	return 0;
}

int account_choice(const struct account *a, const char *name,
		   const char *const *words, struct err *e)
{
	const char *text = account_setting(a, name);
	struct str list AUTO(str_done) = STR_INIT;

	for (int i = 0; words[i] != NULL; i++) {
		if (strcmp(text, words[i]) == 0)
			return i;
		str_addf(&list, "%s%s",
			 i == 0                 ? ""
			 : words[i + 1] == NULL ? " or "
						: ", ",
			 words[i]);
	}
	return err_set(e, ERR_USAGE, "%s: '%s' is not %s", name, text, list.s);
}

int account_address(const struct account *a, const char *name, const char **out,
		    struct http_url *url, struct err *e)
{
	const char *text = account_setting(a, name);

	if (http_url_check(name, text, e) < 0)
		return -1;
	if (strpbrk(text, "?#") != NULL || str_ends(text, "/"))
		return err_set(e, ERR_USAGE,
			       "%s: must end with its host or path, without "
			       "/ ? or #",
			       name);
	(void)http_url_parse(url, text);
	*out = text;
	return 0;
}

/* --- time -------------------------------------------------------------- */

int64_t account_now_us(struct account *a)
{
	return clock_now_us() + atomic_load(&a->skew_us);
}

void account_learn_clock(struct account *a, const struct http_response *r)
{
	int64_t date_us = http_date_us(r);

	if (date_us == 0)
		return;
	atomic_store(&a->skew_us, date_us - clock_now_us());
	atomic_store(&a->skew_known, true);
}

int account_pause(struct account *a, unsigned int n, struct err *e)
{
	return http_sleep(a->http,
			  http_backoff_us(n, a->pause_us, 40 * a->pause_us), e);
}
