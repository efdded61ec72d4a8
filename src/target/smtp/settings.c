#include "target/smtp/smtp-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "mime/header.h"
#include "net/net.h"

#include <string.h>
#include <unistd.h>

const struct setting smtp_settings[] = {
	{ "host", NULL, true, false,
	  "the server, by the name its certificate has", NULL },
	{ "protocol", "smtp", false, false, "smtp or lmtp", NULL },
	{ "tls", "starttls", false, false,
	  "starttls, tls (from the start), or none (this machine only)", NULL },
	{ "port", NULL, false, false,
	  "its port; 465 for tls, 24 for lmtp, else 25", NULL },
	{ "ca-file", NULL, false, false,
	  "certificates (PEM) to trust instead of the system's", NULL },
	{ "mode", "journal", false, false,
	  "journal (reports to one address) or deliver (each message to its "
	  "mailbox's address)",
	  NULL },
	{ "journal", NULL, false, false, "the address that reports go to",
	  "mode=journal" },
	{ "sender", NULL, true, false,
	  "the address all comes from; failures are told to it", NULL },
	{ "auth", "none", false, false,
	  "none, plain, login, or xoauth2 (a token by client credentials)",
	  NULL },
	{ "user", NULL, false, false, "the account that signs in",
	  "auth=plain" },
	{ "password", NULL, false, true, "its password", "auth=plain" },
	{ "tenant-id", NULL, false, false,
	  "Entra directory id, for the tokens of Exchange Online", NULL },
	{ "token-url", NULL, false, false,
	  "where tokens are issued, where it is not Entra", NULL },
	{ "client-id", NULL, false, false, "of the app that gets tokens",
	  "auth=xoauth2" },
	{ "client-secret", NULL, false, true, "its secret", "auth=xoauth2" },
	{ "scope", "https://outlook.office365.com/.default", false, false,
	  "what the token is for", NULL },
	{ "name", NULL, false, false,
	  "what this machine calls itself; else its host name", NULL },
	{ "connections", "4", false, false,
	  "connections that may be open at the same time", NULL },
	{ "timeout", "300", false, false,
	  "seconds of silence after which a connection is given up", NULL },
	{ NULL },
};

static const char *get(const struct smtp_agent *a, const char *name)
{
	return setting_of(smtp_settings, &a->host, name);
}

static int number(const struct smtp_agent *a, const char *name, long long max,
		  long long *out, struct err *e)
{
	struct setting_range range = { 1, max };

	return setting_number(smtp_settings, &a->host, name, range, out, e);
}

static int choice(const struct smtp_agent *a, const char *name,
		  const char *const *words, int *out, struct err *e)
{
	return setting_choice(smtp_settings, &a->host, name, words, out, e);
}

static int missing(const struct smtp_agent *a, const char *name,
		   const char *why, struct err *e)
{
	if (get(a, name)[0] != '\0')
		return 0;
	return err_set(e, ERR_USAGE, "%s is not set; %s needs it", name, why);
}

bool smtp_address_ok(const char *address)
{
	const char *at = strrchr(address, '@');

	if (at == NULL || at == address || at[1] == '\0' ||
	    strlen(address) > 254)
		return false;
	for (const char *c = address; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~' ||
		    strchr("<>()[]\\,;:\"", *c) != NULL)
			return false;
	return true;
}

/* It stands in header fields too. */
static int address(const struct smtp_agent *a, const char *name,
		   const char **out, struct err *e)
{
	*out = get(a, name);
	if (header_address_ok(*out))
		return 0;
	return err_set(e, ERR_USAGE,
		       "%s: \"%s\" is no address such as "
		       "journal@example.com",
		       name, *out);
}

static bool is_name(const char *text)
{
	return text[0] != '\0' && strlen(text) <= 255 &&
	       text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789-._:[]")] == '\0';
}

static int read_name(struct smtp_agent *a, struct err *e)
{
	const char *text = get(a, "name");
	char own[256] = "";

	if (text[0] != '\0' && !is_name(text))
		return err_set(e, ERR_USAGE, "name: \"%s\" is no host's name",
			       text);
	if (text[0] == '\0' && gethostname(own, sizeof(own) - 1) == 0 &&
	    is_name(own))
		text = own;
	a->name = mem_strdup(text[0] != '\0' ? text : "localhost");
	a->server.name = a->name;
	return 0;
}

static int read_server(struct smtp_agent *a, struct err *e)
{
	static const char *const ways[] = { "starttls", "tls", "none", NULL };
	static const char *const protocols[] = { "smtp", "lmtp", NULL };
	long long port, silence_s = 300;
	int tls = 0, protocol = 0;

	if (missing(a, "host", "the agent", e) < 0 ||
	    choice(a, "tls", ways, &tls, e) < 0 ||
	    choice(a, "protocol", protocols, &protocol, e) < 0)
		return -1;
	port = protocol == 1 ? 24 : tls == SMTP_TLS ? 465 : 25;
	if (number(a, "port", 65535, &port, e) < 0 ||
	    number(a, "timeout", 3600, &silence_s, e) < 0)
		return -1;
	a->server.host = get(a, "host");
	a->server.port = (unsigned int)port;
	a->server.tls = (enum smtp_tls)tls;
	a->server.lmtp = protocol == 1;
	a->server.patience_us = 10 * silence_s * CLOCK_SECOND;
	if (a->server.tls == SMTP_PLAIN && !net_is_loopback(a->server.host))
		return err_set(e, ERR_USAGE,
			       "tls: none is for a server on this machine; "
			       "all mail would travel in the clear to %s",
			       a->server.host);
	a->net = net_new(&(struct net_options){
		.ca_file = get(a, "ca-file"),
		.silence_s = (int)silence_s,
		.stopping = a->host.stopping,
		.ctx = a->host.ctx,
	});
	a->server.net = a->net;
	return read_name(a, e);
}

static int one_line(const struct smtp_agent *a, const char *name, struct err *e)
{
	if (strpbrk(get(a, name), "\r\n") == NULL)
		return 0;
	return err_set(e, ERR_USAGE, "%s: it has more than one line", name);
}

static int read_auth(struct smtp_agent *a, struct err *e)
{
	static const char *const ways[] = { "none", "plain", "login", "xoauth2",
					    NULL };
	int auth = 0;

	if (choice(a, "auth", ways, &auth, e) < 0)
		return -1;
	a->auth = (enum smtp_auth)auth;
	a->user = get(a, "user");
	a->password = get(a, "password");
	if (auth == SMTP_AUTH_NONE)
		return 0;
	if (missing(a, "user", "auth", e) < 0 || one_line(a, "user", e) < 0 ||
	    one_line(a, "password", e) < 0)
		return -1;
	if (auth != SMTP_AUTH_XOAUTH2)
		return missing(a, "password", "auth", e);
	if (get(a, "token-url")[0] == '\0' &&
	    missing(a, "tenant-id", "auth=xoauth2", e) < 0)
		return -1;
	return missing(a, "client-id", "auth=xoauth2", e) < 0
		       ? -1
		       : missing(a, "client-secret", "auth=xoauth2", e);
}

int smtp_settings_read(struct smtp_agent *a, struct err *e)
{
	static const char *const modes[] = { "journal", "deliver", NULL };
	long long sessions = 4;
	int mode = 0;

	if (read_server(a, e) < 0 || read_auth(a, e) < 0 ||
	    choice(a, "mode", modes, &mode, e) < 0 ||
	    missing(a, "sender", "the agent", e) < 0 ||
	    address(a, "sender", &a->sender, e) < 0 ||
	    number(a, "connections", 1000, &sessions, e) < 0)
		return -1;
	if (mode == 0 && (missing(a, "journal", "mode=journal", e) < 0 ||
			  address(a, "journal", &a->journal, e) < 0))
		return -1;
	a->sessions = (size_t)sessions;
	return 0;
}
