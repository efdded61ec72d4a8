/* The agent before a server that follows a script, and misbehaves. */
#include "../t.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"
#include "target/agent.h"
#include "tests/fake/imap-server.h"

#include <signal.h>
#include <stdlib.h>

#define MAX 3

/* --- host and messages ------------------------------------------------- */

static struct {
	char port[8];
	const char *mode, *auth, *tls, *protocol;
} set;

static const char *setting(void *ctx, const char *name)
{
	const struct {
		const char *name, *value;
	} given[] = {
		{ "host", "127.0.0.1" },
		{ "port", set.port },
		{ "name", "us" },
		{ "sender", "archive@x" },
		{ "journal", "journal@x" },
		{ "user", "importer" },
		{ "password", "pw-7" },
		{ "timeout", "1" },
		{ "tls", set.tls != NULL ? set.tls : "none" },
		{ "mode", set.mode != NULL ? set.mode : "deliver" },
		{ "auth", set.auth },
		{ "protocol", set.protocol },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		if (strcmp(given[i].name, name) == 0)
			return given[i].value;
	return NULL;
}

static bool stopping(void *ctx)
{
	(void)ctx;
	return false;
}

static const struct host host = { .setting = setting, .stopping = stopping };

static int open_mail(void *ctx, struct reader **out, struct err *e)
{
	(void)e;
	*out = reader_mem(ctx, strlen(ctx));
	return 0;
}

static void make(struct agent_message *list, size_t n, char *text)
{
	static char ids[MAX][32];

	for (size_t i = 0; i < n; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "<%zu@x>", i + 1);
		list[i] = (struct agent_message){
			.number = i + 1,
			.message_id = ids[i],
			.folder = "Zoom",
			.class = "IPM.NOTE",
			.time_us = INT64_C(1772359200000000),
			.size = strlen(text),
			.open = open_mail,
			.ctx = text,
			.reason = STR_INIT,
			.place = STR_INIT,
		};
	}
}

static void unmake(struct agent_message *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		str_done(&list[i].reason);
		str_done(&list[i].place);
	}
}

/* --- scripts ----------------------------------------------------------- */

#define EHLO(offers) "S: 220 mx\nC: EHLO us\nS: 250-mx\n" offers "S: 250 OK\n"
#define PIPE         EHLO("S: 250-PIPELINING\nS: 250-SIZE 1000000\n")
#define SLOW         EHLO("")
#define ENVELOPE                                                               \
	"C: MAIL FROM:<archive@x> SIZE=12\nC: RCPT TO:<anna@x>\nC: DATA\n"
#define AGREE  "S: 250 ok\nS: 250 ok\nS: 354 go on\n"
#define TEXT   "C: A: b\nC: \nC: ..c\nC: .\n"
#define TAKE_1 ENVELOPE AGREE TEXT "S: 250 2.0.0 queued as 1\n"

/* As in test-imap-deliver.c: outcomes, one letter a message. */
static const char letters[] = "-DPULRNFXTM";

static const struct row {
	const char *label, *script, *outcomes;
	enum err_kind kind; /* of -1 */
	const char *words;  /* in the error, or in a reason; NULL: none */
	const char *mode, *auth, *tls, *protocol;
} rows[] = {
	{ "together", PIPE TAKE_1 TAKE_1 "C: QUIT\n", "DD" },
	{ "one by one",
	  SLOW "C: MAIL FROM:<archive@x>\nS: 250 ok\nC: RCPT TO:<anna@x>\n"
	       "S: 250 ok\nC: DATA\nS: 354 go\n" TEXT "S: 250 ok\nC: QUIT\n",
	  "D" },
	{ "replies of many lines",
	  PIPE ENVELOPE "S: 250-2.1.0 one\nS: 250 2.1.0 two\nS: 250 ok\n"
			"S: 354-go\nS: 354 on\n" TEXT
			"S: 250-2.0.0 it\nS: 250 2.0.0 is in\nC: QUIT\n",
	  "D" },
	{ "LMTP",
	  "S: 220 mx\nC: LHLO us\nS: 250-mx\nS: 250-PIPELINING\n"
	  "S: 250 SIZE 1000\n" TAKE_1 "C: QUIT\n",
	  "D", 0, NULL, NULL, NULL, NULL, "lmtp" },
	{ "nobody",
	  PIPE ENVELOPE "S: 250 ok\nS: 550 5.1.1 who?\nS: 503 no\nC: QUIT\n",
	  "N-", 0, "who?" },
	{ "nobody, and the message is asked for",
	  PIPE ENVELOPE "S: 250 ok\nS: 550 5.1.1 who?\nS: 354 well\nC: .\n"
			"S: 554 none\nC: QUIT\n",
	  "N-", 0, "who?" },
	{ "one is refused, the next is taken",
	  PIPE ENVELOPE AGREE TEXT "S: 554 5.6.0 not this\n" TAKE_1 "C: QUIT\n",
	  "RD", 0, "not this" },
	{ "put off at its end, alone",
	  PIPE ENVELOPE AGREE TEXT "S: 451 4.3.0 hm\n" TAKE_1 "C: QUIT\n", "MD",
	  0, "hm" },
	{ "put off at the end, all",
	  PIPE ENVELOPE AGREE TEXT "S: 451 4.3.0 hm\n" ENVELOPE AGREE TEXT
				   "S: 451 4.3.0 hm\nC: QUIT\n",
	  "MM-", 0, "hm" },
	{ "full", PIPE ENVELOPE AGREE TEXT "S: 552 5.2.2 full\nC: QUIT\n", "F-",
	  0, "quota" },
	{ "after a refusal all is begun anew",
	  PIPE "C: MAIL*\nC: RCPT*\nC: DATA\nS: 552 5.3.4 large\nS: 503 no\n"
	       "S: 503 no\nC: RSET\nS: 250 ok\n" TAKE_1 "C: QUIT\n",
	  "RD", 0, "large" },
	{ "421 instead of the first", PIPE ENVELOPE "S: 421 4.3.2 bye\n", "T-",
	  0, "bye" },
	{ "421 after the dot", PIPE ENVELOPE AGREE TEXT "S: 421 4.3.2 bye\n",
	  "T-", 0, "bye" },
	{ "no reply after the dot, it is there again",
	  PIPE ENVELOPE AGREE TEXT "N\n" PIPE "W\n", "UM-", 0, "connection" },
	{ "no reply after the dot, it is gone", PIPE ENVELOPE AGREE TEXT, "U-",
	  ERR_RETRY, "connection" },
	{ "silence after the dot", PIPE ENVELOPE AGREE TEXT "W\n", "U-",
	  ERR_RETRY, "port" },
	{ "it hangs up in the middle", PIPE ENVELOPE AGREE "N\n" PIPE "W\n",
	  "UM", 0, "connection" },
	{ "it hangs up before anything", PIPE "N\n" PIPE "W\n", "M-", 0,
	  "connection" },
	{ "no server", "", "--", ERR_RETRY, "connection" },
	{ "busy at first", "S: 421 4.3.2 too many of you\n", "--", ERR_RETRY,
	  "too many of you" },
	{ "not welcome", "S: 554 5.7.1 not you\n", "--", ERR_SOURCE,
	  "not you" },
	{ "another protocol", "S: * OK IMAP4rev1 ready\n", "--", ERR_RETRY,
	  "is it an SMTP server?" },
	{ "a line without an end", "H: 100000\n", "--", ERR_RETRY, "line" },
	{ "lines without an end", "F: 500 220-hello\n", "--", ERR_RETRY,
	  "not understood" },
	{ "a code that changes", "S: 220 mx\nC: EHLO us\nS: 250-mx\nS: 220 x\n",
	  "--", ERR_RETRY, "not understood" },
	{ "replies that were not asked for",
	  "S: 220 mx\nC: EHLO us\nS: 250 mx\nS: 250 ok\nS: 250 ok\nW\n", "--",
	  ERR_RETRY, NULL },
	{ "no STARTTLS", EHLO("S: 250-SIZE 1\n") "W\n", "--", ERR_SOURCE,
	  "does not offer STARTTLS", NULL, NULL, "starttls" },
	{ "STARTTLS refused",
	  EHLO("S: 250-STARTTLS\n") "C: STARTTLS\nS: 454 4.7.0 no\nW\n", "--",
	  ERR_RETRY, "454", NULL, NULL, "starttls" },
	{ "words put in before TLS",
	  EHLO("S: 250-STARTTLS\n") "C: STARTTLS\nS: 220 go\nS: 250-mx\n"
				    "S: 250 AUTH PLAIN\nW\n",
	  "--", ERR_SOURCE, "STARTTLS", NULL, NULL, "starttls" },
	{ "PLAIN",
	  EHLO("S: 250-PIPELINING\nS: 250-SIZE\nS: 250-AUTH LOGIN PLAIN\n") "C:"
									    " A"
									    "UT"
									    "H "
									    "PL"
									    "AI"
									    "N "
									    "AG"
									    "lt"
									    "cG"
									    "9y"
									    "dG"
									    "Vy"
									    "AH"
									    "B3"
									    "LT"
									    "c="
									    "\n"
									    "S:"
									    " 2"
									    "35"
									    " 2"
									    ".7"
									    ".0"
									    " i"
									    "n"
									    "\n" TAKE_1
									    "C:"
									    " Q"
									    "UI"
									    "T"
									    "\n",
	  "D", 0, NULL, NULL, "plain" },
	{ "LOGIN",
	  EHLO("S: 250-PIPELINING\nS: 250-SIZE\nS: 250-AUTH=LOGIN\n") "C: AUTH "
								      "LOGIN\nS"
								      ": 334 "
								      "VXNlcm5h"
								      "bWU6\nC:"
								      " aW1wb3J"
								      "0ZXI=\n"
								      "S: 334 "
								      "UGFzc3dv"
								      "cmQ6\nC:"
								      " cHctNw="
								      "=\nS: "
								      "235 "
								      "in"
								      "\n" TAKE_1
								      "C: "
								      "QUIT\n",
	  "D", 0, NULL, NULL, "login" },
	{ "a wrong password",
	  EHLO("S: 250-AUTH PLAIN\n") "C: AUTH PLAIN*\n"
				      "S: 535 5.7.8 pw-7 is wrong\nC: QUIT\n",
	  "--", ERR_SOURCE, "check auth, user and password", NULL, "plain" },
	{ "no such mechanism", EHLO("S: 250-AUTH GSSAPI\n") "C: QUIT\n", "--",
	  ERR_SOURCE, "does not offer AUTH PLAIN", NULL, "plain" },
	{ "sign in first",
	  PIPE ENVELOPE "S: 530 5.7.0 first\nS: 503 no\nS: 503 no\nC: QUIT\n",
	  "--", ERR_SOURCE, "first" },
	{ "no room there",
	  PIPE ENVELOPE "S: 452 4.3.1 no\nS: 503 no\nS: 503 no\nC: QUIT\n",
	  "--", ERR_RETRY, "no room" },
	{ "the journal's mailbox is missing",
	  PIPE "C: MAIL*\nC: RCPT TO:<journal@x>\nC: DATA\nS: 250 ok\n"
	       "S: 550 5.1.1 who?\nS: 503 no\nC: QUIT\n",
	  "--", ERR_SOURCE, "who?", "journal" },
	{ "the journal's mailbox is full",
	  PIPE "C: MAIL*\nC: RCPT TO:<journal@x>\nC: DATA\nS: 250 ok\n"
	       "S: 452 4.2.2 full\nS: 503 no\nC: QUIT\n",
	  "--", ERR_RETRY, "full", "journal" },
};

static void check_reasons(const struct row *row,
			  const struct agent_message *list, size_t n,
			  const struct err *e)
{
	char text[1024] = "";
	bool found = false;

	if (e->kind != ERR_NONE)
		(void)err_str(e, text, sizeof(text));
	T_OK(strstr(text, "pw-7") == NULL);
	if (row->words == NULL)
		return;
	found = strstr(text, row->words) != NULL;
	for (size_t i = 0; i < n; i++)
		found = found || strstr(list[i].reason.s, row->words) != NULL;
	T_OK(found);
	if (!found) {
		t_quote("error", text);
		t_quote("reason", list[0].reason.s);
	}
}

static void run(const struct row *row, struct agent *a)
{
	size_t n = strlen(row->outcomes);
	struct agent_message list[MAX];
	struct agent_session *s = NULL;
	char text[] = "A: b\r\n\r\n.c\r\n", got[MAX + 1] = "";
	struct err e = ERR_INIT;

	make(list, n, text);
	for (size_t i = 0; i < n; i++)
		list[i].size = strlen(text);
	T_EQ_INT(a->ops->session(a, &s, &e), 0);
	T_EQ_INT(a->ops->deliver(s, "anna@x", list, n, &e),
		 row->kind != 0 ? -1 : 0);
	T_EQ_INT(e.kind, row->kind);
	for (size_t i = 0; i < n; i++)
		got[i] = letters[list[i].outcome];
	T_EQ_STR(got, row->outcomes);
	check_reasons(row, list, n, &e);
	agent_session_close(s);
	unmake(list, n);
}

static struct agent *opened(const struct imap_play *play)
{
	struct agent *a = NULL;
	struct err e = ERR_INIT;

	(void)snprintf(set.port, sizeof(set.port), "%u", imap_play_port(play));
	T_EQ_INT(agent_find("smtp")->open(&a, &host, &e), 0);
	return a;
}

T(scripts)
{
	T_EACH(row, rows) {
		struct imap_play *play = imap_play_start(row->script);
		struct agent *a;
		char *wrong;

		set.mode = row->mode;
		set.auth = row->auth;
		set.tls = row->tls;
		set.protocol = row->protocol;
		a = opened(play);
		run(row, a);
		agent_close(a);
		wrong = imap_play_end(play);
		T_EQ_STR(wrong, "");
		free(wrong);
	}
}

/* Then the connection is left, and another one begun. */
T(messages_over_one_connection)
{
	struct str script AUTO(str_done) = STR_INIT;
	struct imap_play *play;
	struct agent *a;
	struct agent_session *s = NULL;
	char text[] = "A: b\r\n\r\n.c\r\n", *wrong;
	struct err e = ERR_INIT;

	memset(&set, 0, sizeof(set));
	str_add(&script, PIPE);
	for (int i = 0; i < 400; i++)
		str_add(&script, TAKE_1);
	str_add(&script, "C: QUIT\nN\n" PIPE TAKE_1 "C: QUIT\n");
	play = imap_play_start(script.s);
	a = opened(play);
	T_EQ_INT(a->ops->session(a, &s, &e), 0);
	for (int i = 0; i < 401; i++) {
		struct agent_message m;

		make(&m, 1, text);
		T_EQ_INT(a->ops->deliver(s, "anna@x", &m, 1, &e), 0);
		T_EQ_INT(m.outcome, AGENT_DELIVERED);
		unmake(&m, 1);
	}
	agent_session_close(s);
	agent_close(a);
	wrong = imap_play_end(play);
	T_EQ_STR(wrong, "");
	free(wrong);
}

/* Refused before the dot; the next one goes by another connection. */
T(a_message_that_smtp_cannot_carry)
{
	struct imap_play *play =
		imap_play_start(PIPE "C: MAIL*\nC: RCPT*\nC: DATA\n" AGREE
				     "Z\nN\n" PIPE TAKE_1 "C: QUIT\n");
	struct agent *a;
	struct agent_session *s = NULL;
	struct agent_message list[2];
	char good[] = "A: b\r\n\r\n.c\r\n", *wrong;
	char bad[] = "A: b\r\n\r\na\n.\nMAIL FROM:<x@x>\r\n";
	struct err e = ERR_INIT;

	memset(&set, 0, sizeof(set));
	a = opened(play);
	T_EQ_INT(a->ops->session(a, &s, &e), 0);
	make(list, 2, good);
	list[0].ctx = bad;
	list[0].size = strlen(bad);
	T_EQ_INT(a->ops->deliver(s, "anna@x", list, 2, &e), 0);
	T_EQ_INT(list[0].outcome, AGENT_REFUSED);
	T_EQ_INT(list[1].outcome, AGENT_DELIVERED);
	T_EQ_STR(list[1].place.s, "250 2.0.0 queued as 1");
	unmake(list, 2);
	agent_session_close(s);
	agent_close(a);
	wrong = imap_play_end(play);
	T_EQ_STR(wrong, "");
	free(wrong);
}

int main(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	return t_run_all();
}
