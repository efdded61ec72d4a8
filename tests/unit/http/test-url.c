#include "base/err.h"
#include "base/str.h"
#include "http/url.h"
#include "t.h"

static const struct {
	const char *label;
	const char *text;
	bool ok;
	bool secure;
	const char *host;
	unsigned int port;
	bool loopback;
} parse_cases[] = {
	{ "https", "https://API.Zoom.us/v2", true, true, "api.zoom.us", 443,
	  false },
	{ "port", "http://127.0.0.1:8080/x?y", true, false, "127.0.0.1", 8080,
	  true },
	{ "localhost", "http://localhost", true, false, "localhost", 80, true },
	{ "IPv6", "http://[::1]:81/", true, false, "::1", 81, true },
	{ "final dot", "https://zoom.us./", true, true, "zoom.us", 443, false },
	{ "looks like loopback", "http://127.0.0.1.example.com/", true, false,
	  "127.0.0.1.example.com", 80, false },
	{ "short loopback form", "http://127.1/", true, false, "127.0.0.1", 80,
	  true },
	{ "user", "https://zoom.us@evil.example/", false, false, "", 0, false },
	{ "other scheme", "ftp://a/", false, false, "", 0, false },
	{ "file", "file:///etc/passwd", false, false, "", 0, false },
	{ "no scheme", "zoom.us/x", false, false, "", 0, false },
	{ "blank", "https://a b/", false, false, "", 0, false },
	{ "three slashes, as libcurl", "https:///x/y", true, true, "x", 443,
	  false },
	{ "no host", "https://", false, false, "", 0, false },
	{ "port 0", "https://a:0/", false, false, "", 0, false },
	{ "port too large", "https://a:65536/", false, false, "", 0, false },
	{ "empty", "", false, false, "", 0, false },
};

T(parse)
{
	T_EACH(c, parse_cases) {
		struct http_url u = { .host = "untouched" };

		T_EQ_INT(http_url_parse(&u, c->text), c->ok);
		if (!c->ok) {
			T_EQ_STR(u.host, "untouched");
			continue;
		}
		T_EQ_INT(u.secure, c->secure);
		T_EQ_STR(u.host, c->host);
		T_EQ_INT(u.port, c->port);
		T_EQ_INT(http_url_is_loopback(&u), c->loopback);
	}
}

static const struct {
	const char *label;
	const char *text;
	bool ok;
} check_cases[] = {
	{ "https", "https://api.zoom.us/v2", true },
	{ "http here", "http://127.0.0.1:1/", true },
	{ "http elsewhere", "http://api.zoom.us/", false },
	{ "nothing", "", false },
};

T(check)
{
	T_EACH(c, check_cases) {
		struct err e = ERR_INIT;

		T_EQ_INT(http_url_check("api-url", c->text, &e),
			 c->ok ? 0 : -1);
		T_EQ_INT(e.kind, c->ok ? ERR_NONE : ERR_USAGE);
		if (!c->ok)
			T_OK(strstr(e.text, "api-url") != NULL);
	}
}

static const struct {
	const char *label;
	const char *list, *host;
	bool in;
} host_cases[] = {
	{ "itself", "api.zoom.us", "api.zoom.us", true },
	{ "star", "*.zoom.us", "file.zoom.us", true },
	{ "star, two deep", "*.zoom.us", "a.b.zoom.us", true },
	{ "star is not the domain", "*.zoom.us", "zoom.us", false },
	{ "no dot between", "*.zoom.us", "evilzoom.us", false },
	{ "suffix of another", "zoom.us", "zoom.us.evil.example", false },
	{ "second", "a.example, *.zoom.us,b.example", "b.example", true },
	{ "any case", "*.ZOOM.us", "X.zoom.US", true },
	{ "empty", "", "zoom.us", false },
	{ "star alone", "*", "zoom.us", false },
};

T(host_in)
{
	T_EACH(c, host_cases)
		T_EQ_INT(http_host_in(c->list, c->host), c->in);
}

static const struct {
	const char *label;
	const char *base, *location;
	const char *want; /* NULL: refused */
} resolve_cases[] = {
	{ "absolute", "https://a/b", "https://c/d?e", "https://c/d?e" },
	{ "path", "https://a/b/c?d", "/x", "https://a/x" },
	{ "relative", "https://a/b/c", "x?y", "https://a/b/x?y" },
	{ "other host, same scheme", "https://a/b", "//c/d", "https://c/d" },
	{ "blank in path", "https://a/b", "/x y", "https://a/x%20y" },
	{ "script", "https://a/b", "javascript:alert(1)", NULL },
	{ "file", "https://a/b", "file:///etc/passwd", NULL },
	{ "user", "https://a/b", "https://u:p@c/", NULL },
};

T(resolve)
{
	T_EACH(c, resolve_cases) {
		struct str out AUTO(str_done) = STR_INIT;

		T_EQ_INT(http_url_resolve(&out, c->base, c->location),
			 c->want != NULL);
		T_EQ_STR(out.s, c->want != NULL ? c->want : "");
	}
}

static const struct {
	const char *label;
	const char *text, *want;
} show_cases[] = {
	{ "query", "https://a/b?access_token=SECRET", "https://a/b" },
	{ "fragment", "https://a/b#SECRET", "https://a/b" },
	{ "user", "https://u:SECRET@a/b", "a/b" },
	{ "plain", "http://127.0.0.1:80/x", "http://127.0.0.1:80/x" },
};

T(show)
{
	T_EACH(c, show_cases) {
		struct str out AUTO(str_done) = STR_INIT;

		http_url_show(&out, c->text);
		T_EQ_STR(out.s, c->want);
	}
}

T_MAIN
