#include "target/imap/imap-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "net/net.h"

#include <string.h>

const struct setting imap_settings[] = {
	{ "host", NULL, true, false,
	  "the IMAP server, by the name its certificate has", NULL },
	{ "tls", "tls", false, false,
	  "tls (from the start), starttls, or none (this machine only)", NULL },
	{ "port", NULL, false, false, "its port; 993 for tls, else 143", NULL },
	{ "ca-file", NULL, false, false,
	  "certificates (PEM) to trust instead of the system's", NULL },
	{ "auth", "plain", false, false,
	  "plain (authorisation id), master (Dovecot's user*master), xoauth2 "
	  "or oauthbearer (a token by client credentials)",
	  NULL },
	{ "user", NULL, false, false,
	  "the account that signs in for all mailboxes", "auth=plain" },
	{ "password", NULL, false, true, "its password", "auth=plain" },
	{ "separator", "*", false, false,
	  "between mailbox and user where auth is master", NULL },
	{ "login", "address", false, false,
	  "the server's name of a mailbox: its address, or local-part", NULL },
	{ "tenant-id", NULL, false, false,
	  "Entra directory id, for the tokens of Exchange Online", NULL },
	{ "token-url", NULL, false, false,
	  "where tokens are issued, where it is not Entra", NULL },
	{ "client-id", NULL, false, false, "of the app that gets tokens",
	  "auth=xoauth2" },
	{ "client-secret", NULL, false, true, "its secret", "auth=xoauth2" },
	{ "scope", "https://outlook.office365.com/.default", false, false,
	  "what the token is for", NULL },
	{ "connections", "4", false, false,
	  "connections that may be open at the same time", NULL },
	{ "timeout", "120", false, false,
	  "seconds of silence after which a connection is given up", NULL },
	{ "seen", "yes", false, false,
	  "copies arrive marked as read (yes or no)", NULL },
	{ "max-bytes", NULL, false, false,
	  "largest message the server takes, where it does not say so", NULL },
	{ "probe", NULL, false, false,
	  "a mailbox that is there: tells a wrong password from a missing "
	  "mailbox",
	  NULL },
	{ NULL },
};

static const char *get(const struct imap_agent *a, const char *name)
{
	return setting_of(imap_settings, &a->host, name);
}

static int number(const struct imap_agent *a, const char *name, long long min,
		  long long max, long long *out, struct err *e)
{
	struct setting_range range = { min, max };

	return setting_number(imap_settings, &a->host, name, range, out, e);
}

static int choice(const struct imap_agent *a, const char *name,
		  const char *const *words, int *out, struct err *e)
{
	return setting_choice(imap_settings, &a->host, name, words, out, e);
}

static int missing(const struct imap_agent *a, const char *name,
		   const char *why, struct err *e)
{
	if (get(a, name)[0] != '\0')
		return 0;
	return err_set(e, ERR_USAGE, "%s is not set; %s needs it", name, why);
}

/* What would tear a command apart. */
static int one_line(const struct imap_agent *a, const char *name, struct err *e)
{
	if (strpbrk(get(a, name), "\r\n") == NULL)
		return 0;
	return err_set(e, ERR_USAGE, "%s: it has more than one line", name);
}

static int read_server(struct imap_agent *a, struct err *e)
{
	static const char *const ways[] = { "tls", "starttls", "none", NULL };
	long long port, silence_s = 120;
	int tls = 0;

	if (missing(a, "host", "the agent", e) < 0 ||
	    choice(a, "tls", ways, &tls, e) < 0)
		return -1;
	port = tls == IMAP_TLS ? 993 : 143;
	if (number(a, "port", 1, 65535, &port, e) < 0 ||
	    number(a, "timeout", 1, 3600, &silence_s, e) < 0)
		return -1;
	a->server.host = get(a, "host");
	a->server.port = (unsigned int)port;
	a->server.tls = (enum imap_tls)tls;
	a->server.patience_us = 10 * silence_s * CLOCK_SECOND;
	if (a->server.tls == IMAP_PLAIN && !net_is_loopback(a->server.host))
		return err_set(e, ERR_USAGE,
			       "tls: none is for a server on this machine; "
			       "the password and all mail would travel in the "
			       "clear to %s",
			       a->server.host);
	a->net = net_new(&(struct net_options){
		.ca_file = get(a, "ca-file"),
		.silence_s = (int)silence_s,
		.stopping = a->host.stopping,
		.ctx = a->host.ctx,
	});
	a->server.net = a->net;
	return 0;
}

static int read_auth(struct imap_agent *a, struct err *e)
{
	static const char *const ways[] = { "plain", "master", "xoauth2",
					    "oauthbearer", NULL };
	static const char *const logins[] = { "address", "local-part", NULL };
	int auth = 0, login = 0;
	const char *why;

	if (choice(a, "auth", ways, &auth, e) < 0 ||
	    choice(a, "login", logins, &login, e) < 0)
		return -1;
	a->auth = (enum imap_auth)auth;
	a->local_part = login == 1;
	a->user = get(a, "user");
	a->password = get(a, "password");
	a->separator = get(a, "separator");
	why = auth == IMAP_AUTH_PLAIN    ? "auth=plain"
	      : auth == IMAP_AUTH_MASTER ? "auth=master"
					 : "auth by token";
	if (auth == IMAP_AUTH_PLAIN || auth == IMAP_AUTH_MASTER)
		return missing(a, "user", why, e) < 0 ||
				       missing(a, "password", why, e) < 0 ||
				       one_line(a, "user", e) < 0 ||
				       one_line(a, "password", e) < 0
			       ? -1
			       : 0;
	if (get(a, "token-url")[0] == '\0' &&
	    missing(a, "tenant-id", why, e) < 0)
		return -1;
	return missing(a, "client-id", why, e) < 0 ||
			       missing(a, "client-secret", why, e) < 0
		       ? -1
		       : 0;
}

int imap_settings_read(struct imap_agent *a, struct err *e)
{
	static const char *const yes_no[] = { "yes", "no", NULL };
	long long sessions = 4, limit = 0;
	int seen = 0;

	if (read_server(a, e) < 0 || read_auth(a, e) < 0 ||
	    choice(a, "seen", yes_no, &seen, e) < 0 ||
	    number(a, "connections", 1, 1000, &sessions, e) < 0 ||
	    number(a, "max-bytes", 1, INT64_MAX, &limit, e) < 0)
		return -1;
	a->seen = seen == 0;
	a->sessions = (size_t)sessions;
	limit_set(&a->limit, (uint64_t)limit);
	return 0;
}
