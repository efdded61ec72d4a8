#include "verb/portal.h"

#include "base/err.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <string.h>

const struct setting portal_settings[] = {
	{ "listen", "127.0.0.1:8443", false, false,
	  "where it listens: ADDRESS:PORT" },
	{ "url", NULL, false, false,
	  "how people reach it: https://archive.example.com" },
	{ "certificate", NULL, false, false,
	  "file of its certificate and chain (PEM): TLS without a proxy" },
	{ "key", NULL, false, false, "file of the certificate's key (PEM)",
	  "certificate" },
	{ "proxy", NULL, false, false,
	  "address of the proxy in front, whose X-Forwarded-For is believed" },
	{ "web", NULL, false, false,
	  "folder of the web application, where it is not beside the program" },
	{ 0 },
};

struct values_of portal_values_of(void)
{
	return (struct values_of){ .owner = OWNER_PORTAL,
				   .id = 1,
				   .title = "the portal",
				   .own = portal_settings };
}

/* "https://host[:port]", nothing behind it. */
static bool is_origin(const char *url)
{
	const char *host;

	if (str_starts(url, "https://"))
		host = url + 8;
	else if (str_starts(url, "http://"))
		host = url + 7;
	else
		return false;
	return host[0] != '\0' &&
	       host[strspn(host,
			   "abcdefghijklmnopqrstuvwxyz0123456789.-:[]")] ==
		       '\0';
}

static bool is_address(const char *text)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, text, bytes) == 1 ||
	       inet_pton(AF_INET6, text, bytes) == 1;
}

int portal_value_check(const struct values_of *of, const struct value *v,
		       struct err *e)
{
	(void)of;
	if (v->value == NULL)
		return 0;
	if (strcmp(v->name, "url") == 0 && !is_origin(v->value))
		return err_set(e, ERR_USAGE,
			       "url=%.100s is not https://HOST or "
			       "https://HOST:PORT in lower case, nothing "
			       "behind it",
			       v->value);
	if (strcmp(v->name, "proxy") == 0 && !is_address(v->value))
		return err_set(e, ERR_USAGE, "proxy=%.60s is no IP address",
			       v->value);
	return 0;
}
