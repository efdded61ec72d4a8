#include "http/url.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/str.h"

#include <curl/curl.h>
#include <string.h>

DEFINE_AUTO(CURLU, curl_url_cleanup)

static void curl_text_free(char *s)
{
	curl_free(s);
}
DEFINE_AUTO(char, curl_text_free)

static bool starts_as_url(const char *text)
{
	return strncasecmp(text, "https://", 8) == 0 ||
	       strncasecmp(text, "http://", 7) == 0;
}

static bool has_user(CURLU *u)
{
	AUTO(curl_text_free) char *user = NULL;
	AUTO(curl_text_free) char *password = NULL;

	(void)curl_url_get(u, CURLUPART_USER, &user, 0);
	(void)curl_url_get(u, CURLUPART_PASSWORD, &password, 0);
	return user != NULL || password != NULL;
}

static bool take_host(struct http_url *out, const char *host)
{
	size_t len = strlen(host);

	if (len > 2 && host[0] == '[' && host[len - 1] == ']') {
		host++;
		len -= 2;
	}
	if (len == 0 || len >= sizeof(out->host))
		return false;
	memcpy(out->host, host, len);
	out->host[len] = '\0';
	str_lowercase(out->host);
	/* "example.com." is the same host */
	if (out->host[len - 1] == '.')
		out->host[len - 1] = '\0';
	return out->host[0] != '\0';
}

bool http_url_parse(struct http_url *out, const char *text)
{
	AUTO(curl_url_cleanup) CURLU *u = curl_url();
	AUTO(curl_text_free) char *scheme = NULL;
	AUTO(curl_text_free) char *host = NULL;
	AUTO(curl_text_free) char *port = NULL;
	struct http_url url = { 0 };
	long long number;

	if (!starts_as_url(text) ||
	    curl_url_set(u, CURLUPART_URL, text, 0) != CURLUE_OK || has_user(u))
		return false;
	(void)curl_url_get(u, CURLUPART_SCHEME, &scheme, 0);
	(void)curl_url_get(u, CURLUPART_HOST, &host, 0);
	(void)curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT);
	if (scheme == NULL || host == NULL || port == NULL ||
	    !take_host(&url, host) || !str_int64(port, &number) || number < 1 ||
	    number > 65535)
		return false;
	url.secure = strcmp(scheme, "https") == 0;
	url.port = (unsigned int)number;
	*out = url;
	return true;
}

/* 127.a.b.c in digits and dots; names that merely begin so are not. */
static bool is_127(const char *host)
{
	int dots = 0;

	if (!str_starts(host, "127."))
		return false;
	for (const char *c = host; *c != '\0'; c++) {
		if (*c != '.' && (*c < '0' || *c > '9'))
			return false;
		dots += *c == '.';
	}
	return dots == 3;
}

bool http_url_is_loopback(const struct http_url *u)
{
	return strcmp(u->host, "localhost") == 0 ||
	       strcmp(u->host, "::1") == 0 || is_127(u->host);
}

int http_url_check(const char *name, const char *text, struct err *e)
{
	struct http_url u;

	if (!http_url_parse(&u, text))
		return err_set(e, ERR_USAGE,
			       "%s: is no https:// address without user name",
			       name);
	if (!u.secure && !http_url_is_loopback(&u))
		return err_set(e, ERR_USAGE,
			       "%s: http:// is only allowed for this machine "
			       "(localhost, 127.0.0.1); use https://%s",
			       name, u.host);
	return 0;
}

bool http_url_same_origin(const struct http_url *a, const struct http_url *b)
{
	return a->secure == b->secure && a->port == b->port &&
	       strcmp(a->host, b->host) == 0;
}

static bool fits(const char *pattern, size_t len, const char *host)
{
	size_t host_len = strlen(host);

	if (len > 2 && pattern[0] == '*' && pattern[1] == '.') {
		pattern++; /* the rest begins with the dot */
		len--;
		if (host_len <= len)
			return false;
		host += host_len - len;
		host_len = len;
	}
	return len == host_len && strncasecmp(pattern, host, len) == 0;
}

bool http_host_in(const char *list, const char *host)
{
	static const char blanks[] = ", \t\r\n";

	for (;;) {
		size_t n;

		list += strspn(list, blanks);
		n = strcspn(list, blanks);
		if (n == 0)
			return false;
		if (fits(list, n, host))
			return true;
		list += n;
	}
}

bool http_url_resolve(struct str *out, const char *base, const char *location)
{
	AUTO(curl_url_cleanup) CURLU *u = curl_url();
	AUTO(curl_text_free) char *full = NULL;
	struct http_url parsed;

	if (curl_url_set(u, CURLUPART_URL, base, 0) != CURLUE_OK ||
	    curl_url_set(u, CURLUPART_URL, location, CURLU_URLENCODE) !=
		    CURLUE_OK ||
	    curl_url_get(u, CURLUPART_URL, &full, 0) != CURLUE_OK ||
	    !http_url_parse(&parsed, full))
		return false;
	str_add(out, full);
	return true;
}

void http_url_show(struct str *out, const char *text)
{
	size_t n = strcspn(text, "?#");
	const char *host = strstr(text, "://");

	host = host != NULL && host < text + n ? host + 3 : text;
	for (const char *c = host; c < text + n && *c != '/'; c++)
		if (*c == '@') {
			n -= (size_t)(c + 1 - text);
			text = c + 1;
			break;
		}
	if (n > 300)
		n = 300;
	str_add_len(out, text, n);
}
