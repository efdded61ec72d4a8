/*
 * http/url.h - what may be asked, and who may be told our credentials.
 *
 * Why: an address comes from settings, from answers and from redirects. The
 * rules that keep a token where it belongs (promise P11) need its parts, read
 * by the same parser that libcurl uses to connect: two parsers that disagree
 * about the host are a leak.
 *
 * Source: RFC 3986; WHATWG URL as libcurl reads it, curl_url_set(3).
 */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include <stdbool.h>

struct err;
struct str;

#define HTTP_HOST_MAX 256

struct http_url {
	bool secure;              /* https */
	char host[HTTP_HOST_MAX]; /* lower case, IPv6 without brackets */
	unsigned int port;        /* never 0 */
};

/* False where text is no absolute http or https address, or names a user. */
bool http_url_parse(struct http_url *out, const char *text);

/* localhost, 127.0.0.0/8 or ::1 */
bool http_url_is_loopback(const struct http_url *u);

/*
 * May credentials or content travel there: https, or http on this machine.
 * Errors: ERR_USAGE beginning with name (of the setting).
 */
int http_url_check(const char *name, const char *text, struct err *e);

bool http_url_same_origin(const struct http_url *a, const struct http_url *b);

/* Is host in a list such as "files.example.com, *.zoom.us"? A pattern with
   a star takes any subdomain, not the domain itself. */
bool http_host_in(const char *list, const char *host);

/* Append where location (of a Location header) leads, seen from base.
   False where that is no http or https address. */
bool http_url_resolve(struct str *out, const char *base, const char *location);

/* Append the address without user, query and fragment: for error texts. */
void http_url_show(struct str *out, const char *text);

#endif
