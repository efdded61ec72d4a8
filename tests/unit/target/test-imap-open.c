/* Settings: what is missing or wrong is told before anything is connected. */
#include "../t.h"

#include "base/err.h"
#include "base/str.h"
#include "target/agent.h"

static const char *given; /* "name=value;name=value" */

static const char *setting(void *ctx, const char *name)
{
	static char value[8][80];
	static int next;
	char *to = value[next++ % 8];
	size_t len = strlen(name);

	(void)ctx;
	for (const char *at = given; *at != '\0'; at += *at == ';') {
		size_t n = strcspn(at, ";");

		if (strncmp(at, name, len) == 0 && at[len] == '=') {
			(void)snprintf(to, 80, "%.*s", (int)(n - len - 1),
				       at + len + 1);
			return to;
		}
		at += n;
	}
	return NULL;
}

#define BASE "host=mail.example.com;user=u;password=p;"

T(settings)
{
	static const struct {
		const char *label, *given, *words; /* NULL: it opens */
	} rows[] = {
		{ "all that is needed", BASE, NULL },
		{ "no host", "user=u;password=p", "host" },
		{ "no user", "host=h;password=p", "user is not set" },
		{ "no password", "host=h;user=u", "password is not set" },
		{ "another tls", BASE "tls=ssl",
		  "none of tls, starttls, none" },
		{ "in the clear", BASE "tls=none", "in the clear" },
		{ "in the clear, here",
		  "host=localhost;user=u;password=p;tls=none", NULL },
		{ "a port", BASE "port=0", "port: \"0\"" },
		{ "a port", BASE "port=65536", "from 1 to 65535" },
		{ "another auth", BASE "auth=ntlm", "auth: \"ntlm\"" },
		{ "a master", BASE "auth=master", NULL },
		{ "a token, no tenant",
		  "host=h;auth=xoauth2;client-id=i;client-secret=s", "tenant" },
		{ "a token, no client", "host=h;auth=xoauth2;tenant-id=t",
		  "client-id is not set" },
		{ "a token, no secret",
		  "host=h;auth=oauthbearer;tenant-id=t;client-id=i",
		  "client-secret is not set" },
		{ "a token",
		  "host=h;auth=xoauth2;tenant-id=t;client-id=i;client-secret=s",
		  NULL },
		{ "a token in the clear",
		  "host=h;auth=xoauth2;token-url=http://idp.example/t;"
		  "client-id=i;client-secret=s",
		  "token-url" },
		{ "a password of two lines", "host=h;user=u;password=a\nb",
		  "more than one line" },
		{ "no connections", BASE "connections=0", "connections" },
		{ "no time", BASE "timeout=0", "timeout" },
		{ "seen", BASE "seen=maybe", "seen: \"maybe\"" },
		{ "login", BASE "login=name", "address, local-part" },
		{ "a limit", BASE "max-bytes=many", "max-bytes" },
	};
	const struct host host = { .setting = setting };

	T_EACH(row, rows) {
		struct agent *a = NULL;
		struct err e = ERR_INIT;
		char text[1024];
		int got;

		given = row->given;
		got = agent_find("imap")->open(&a, &host, &e);
		T_EQ_INT(got, row->words == NULL ? 0 : -1);
		if (got < 0) {
			T_EQ_INT(e.kind, ERR_USAGE);
			if (row->words == NULL ||
			    strstr(err_str(&e, text, sizeof(text)),
				   row->words) == NULL)
				t_quote("text",
					err_str(&e, text, sizeof(text)));
			T_OK(row->words != NULL &&
			     strstr(text, row->words) != NULL);
		}
		agent_close(a);
	}
}

T_MAIN
