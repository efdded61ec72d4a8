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

#define MAX 8

/* --- host and messages ------------------------------------------------- */

static struct {
	char port[8], kept[100];
	const char *tls, *auth, *probe;
} set;

static const char *setting(void *ctx, const char *name)
{
	static const struct {
		const char *name, *value;
	} fixed[] = {
		{ "host", "127.0.0.1" },
		{ "user", "importer" },
		{ "password", "pw-7" },
		{ "timeout", "1" },
	};

	(void)ctx;
	if (strcmp(name, "port") == 0)
		return set.port;
	if (strcmp(name, "tls") == 0)
		return set.tls != NULL ? set.tls : "none";
	if (strcmp(name, "auth") == 0)
		return set.auth;
	if (strcmp(name, "probe") == 0)
		return set.probe;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (strcmp(fixed[i].name, name) == 0)
			return fixed[i].value;
	return NULL;
}

static int load(void *ctx, const char *name, struct str *out, struct err *e)
{
	(void)ctx, (void)name, (void)e;
	str_add(out, set.kept);
	return set.kept[0] != '\0';
}

static int keep(void *ctx, const char *name, const char *value, struct err *e)
{
	(void)ctx, (void)name, (void)e;
	(void)snprintf(set.kept, sizeof(set.kept), "%s", value);
	return 0;
}

static bool stopping(void *ctx)
{
	(void)ctx;
	return false;
}

static const struct host host = {
	.setting = setting, .load = load, .save = keep, .stopping = stopping
};

struct mail {
	char id[32], *text;
};

static int open_mail(void *ctx, struct reader **out, struct err *e)
{
	struct mail *m = ctx;

	(void)e;
	*out = reader_mem(m->text, strlen(m->text));
	return 0;
}

/* n messages <1@x>, <2@x> ... of about size bytes. */
static void make(struct mail *mails, struct agent_message *list, size_t n,
		 size_t size)
{
	for (size_t i = 0; i < n; i++) {
		struct mail *m = &mails[i];

		(void)snprintf(m->id, sizeof(m->id), "<%zu@x>", i + 1);
		m->text = mem_alloc(size + 1, 1);
		memset(m->text, 'x', size);
		list[i] = (struct agent_message){
			.number = i + 1,
			.message_id = m->id,
			.folder = "Zoom",
			.class = "IPM.NOTE",
			.time_us = INT64_C(1772359200000000),
			.size = size,
			.open = open_mail,
			.ctx = m,
			.reason = STR_INIT,
			.place = STR_INIT,
		};
	}
}

static void unmake(struct mail *mails, struct agent_message *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(mails[i].text);
		str_done(&list[i].reason);
		str_done(&list[i].place);
	}
}

/* --- scripts ----------------------------------------------------------- */

#define HELLO        "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello\n"
#define SIGN         "C: e1 AUTHENTICATE PLAIN YW5uYUB4AGltcG9ydGVyAHB3LTc=\n"
#define WITH(offers) "S: e1 OK [CAPABILITY IMAP4rev1 " offers "] welcome\n"
#define ROUND                                                                  \
	"C: e2 NAMESPACE\nC: e3 LIST \"\" INBOX\n"                             \
	"S: * NAMESPACE ((\"\" \"/\")) NIL NIL\nS: e2 OK done\n"               \
	"S: * LIST (\\HasNoChildren) \"/\" INBOX\nS: e3 OK done\n"
#define MULTI         "NAMESPACE LITERAL+ MULTIAPPEND UIDPLUS"
#define SINGLE        "NAMESPACE LITERAL+ UIDPLUS"
#define PLAIN         "NAMESPACE"
#define START(offers) HELLO SIGN WITH(offers) ROUND
#define APPEND(tag)                                                            \
	"C: " tag " APPEND \"INBOX/Zoom\" (\\Seen) "                           \
	"\" 1-Mar-2026 10:00:00 +0000\" {100+}\nL\n"
#define MORE "C:  (\\Seen) \" 1-Mar-2026 10:00:00 +0000\" {100+}\nL\n"
#define SYNC(tag)                                                              \
	"C: " tag " APPEND \"INBOX/Zoom\" (\\Seen) "                           \
	"\" 1-Mar-2026 10:00:00 +0000\" {100}\n"
#define SYNC300(tag)                                                           \
	"C: " tag " APPEND \"INBOX/Zoom\" (\\Seen) "                           \
	"\" 1-Mar-2026 10:00:00 +0000\" {300000}\n"
/* The first of many, into a folder that is not known. */
#define ASK(tag) SYNC(tag) "S: + go on\nL\n"
#define END      "C: \n"
#define MADE(create, subscribe)                                                \
	"C: " create " CREATE \"INBOX/Zoom\"\n"                                \
	"C: " subscribe " SUBSCRIBE \"INBOX/Zoom\"\n"                          \
	"S: " create " OK made\nS: " subscribe " OK shown\n"

/*
 * Outcomes, one letter a message: D delivered, P present, U unknown, L too
 * large, R refused, N no mailbox, F full, X forbidden, T throttled, M mailbox,
 * - not tried.
 */
static const char letters[] = "-DPULRNFXTM";

static const struct row {
	const char *label, *script, *outcomes;
	enum err_kind kind;    /* of -1 */
	const char *words;     /* in the error, or in a reason; NULL: none */
	const char *places;    /* of all, parted by blanks; NULL: any */
	const char *uncertain; /* as outcomes: U where it is */
	size_t size;           /* 0: 100 */
	const char *tls, *auth, *probe, *kept;
} rows[] = {
	{ "many at once",
	  START(MULTI) ASK("e4") MORE MORE END
	  "S: e4 OK [APPENDUID 7 11:13] done\nZ",
	  "DDD", 0, NULL, "7:11 7:12 7:13" },
	{ "places as a list",
	  START(MULTI) ASK("e4") MORE MORE END
	  "S: e4 OK [APPENDUID 7 11,15:16] done\nZ",
	  "DDD", 0, NULL, "7:11 7:15 7:16" },
	{ "places that are too few",
	  START(MULTI) ASK("e4") MORE MORE END
	  "S: e4 OK [APPENDUID 7 11:12] done\nZ",
	  "DDD", 0, NULL, "  " },
	{ "no places", START(MULTI) APPEND("e4") END "S: e4 OK done\nZ", "D", 0,
	  NULL, "" },
	{ "one by one, on their way together",
	  START(SINGLE) APPEND("e4") END
	  "S: e4 OK [APPENDUID 7 1] done\n" APPEND("e5") END APPEND("e6") END
	  "S: e5 OK [APPENDUID 7 2] done\nS: e6 OK [APPENDUID 7 3] done\nZ",
	  "DDD", 0, NULL, "7:1 7:2 7:3" },
	{ "waiting for each",
	  START(PLAIN) SYNC("e4") "S: + go on\nL\n" END "S: e4 OK done\n" SYNC(
		  "e5") "S: + \nL\n" END "S: e5 OK done\nZ",
	  "DD" },
	{ "a folder is made and shown, before a byte is sent",
	  START(MULTI) SYNC(
		  "e4") "S: e4 NO [TRYCREATE] no such folder\n" MADE("e5", "e6")
		  APPEND("e7") MORE END "S: e7 OK [APPENDUID 7 1:2] done\nZ",
	  "DD" },
	{ "a folder is made and shown, by a server that tells late",
	  START(MULTI) ASK("e4") MORE END
	  "S: e4 NO [TRYCREATE] no such folder\n" MADE("e5", "e6") APPEND("e7")
		  MORE END "S: e7 OK [APPENDUID 7 1:2] done\nZ",
	  "DD" },
	{ "made where no code asks for it",
	  START(SINGLE) APPEND("e4") END "S: e4 NO what folder?\n" MADE(
		  "e5", "e6") APPEND("e7") END "S: e7 OK done\nZ",
	  "D" },
	{ "somebody else has made it",
	  START(SINGLE) APPEND("e4") END
	  "S: e4 NO [TRYCREATE] no\n"
	  "C: e5 CREATE \"INBOX/Zoom\"\nC: e6 SUBSCRIBE \"INBOX/Zoom\"\n"
	  "S: e5 NO [ALREADYEXISTS] there it is\nS: e6 OK shown\n" APPEND("e7")
		  END "S: e7 OK done\nZ",
	  "D" },
	{ "it cannot be made",
	  START(SINGLE) APPEND("e4") END
	  "S: e4 NO [TRYCREATE] no\n"
	  "C: e5 CREATE \"INBOX/Zoom\"\nC: e6 SUBSCRIBE \"INBOX/Zoom\"\n"
	  "S: e5 NO [NOPERM] hands off\nS: e6 NO no\nZ",
	  "X-", 0, "hands off" },
	{ "it never comes to be",
	  START(SINGLE) APPEND("e4") END "S: e4 NO [TRYCREATE] no\n" MADE(
		  "e5", "e6") APPEND("e7") END APPEND("e8") END
	  "S: e7 NO [TRYCREATE] no\nS: e8 NO [TRYCREATE] no\nZ",
	  "MM", 0, "TRYCREATE" },
	{ "one of many is bad",
	  START(MULTI) ASK("e4") MORE MORE END
	  "S: e4 NO Message contains NUL characters\n" APPEND("e5") END
	  "S: e5 OK done\n" APPEND("e6") END APPEND("e7") END
	  "S: e6 NO Message contains NUL characters\nS: e7 OK done\nZ",
	  "DRD", 0, "NUL characters" },
	{ "refused in words nobody knows, others are taken",
	  START(SINGLE) APPEND("e4") END "S: e4 OK done\n" APPEND("e5")
		  END APPEND("e6") END
	  "S: e5 NO I had rather not\nS: e6 OK done\nZ",
	  "DRD", 0, "rather not" },
	{ "refused in words nobody knows, like the next",
	  START(SINGLE) APPEND("e4") END "S: e4 OK done\n" APPEND("e5")
		  END APPEND("e6") END APPEND("e7") END
	  "S: e5 NO I had rather not\nS: e6 NO no\nS: e7 NO no\nZ",
	  "DMMM", 0, "rather not" },
	{ "full",
	  START(MULTI) ASK("e4") MORE END
	  "S: e4 NO [OVERQUOTA] full\n" APPEND("e5") END
	  "S: e5 OK done\n" APPEND("e6") END "S: e6 NO [OVERQUOTA] full\nZ",
	  "DF", 0, "quota is used up" },
	{ "full, without a code",
	  START(SINGLE) APPEND("e4") END "S: e4 NO Over quota\nZ", "F--", 0,
	  "quota is used up" },
	{ "throttled",
	  START(MULTI) ASK("e4") MORE END
	  "S: e4 NO Request is throttled. Suggested Backoff Time: 299961 "
	  "milliseconds\nZ",
	  "T-", 0, "throttled" },
	{ "too large, told before the bytes",
	  START(SINGLE) "C: e4 APPEND*\nS: e4 NO [TOOBIG] too much\nC: e5*\n"
			"S: e5 NO [TOOBIG] too much\nZ",
	  "LL", 0, "too much", NULL, NULL, 300000 },
	{ "too large, known",
	  HELLO SIGN WITH(SINGLE " APPENDLIMIT=99") ROUND "Z", "LL", 0,
	  "takes 99" },
	{ "a small one is never too large",
	  START(SINGLE) APPEND("e4") END "S: e4 NO [TOOBIG] hm\nZ", "R", 0,
	  "hm" },
	{ "BYE instead of an answer",
	  START(MULTI) ASK("e4") MORE END "S: * BYE too much of you\n", "UU", 0,
	  "it may be there" },
	{ "BYE instead of the next answer",
	  START(SINGLE) APPEND("e4") END "S: e4 OK done\nC: e5 APPEND*\n"
					 "S: * BYE enough for today\nW",
	  "DUU", 0, "enough for today" },
	{ "BYE instead of going on",
	  START(SINGLE) SYNC300("e4") "S: * BYE enough for today\n", "M--", 0,
	  "enough for today", NULL, NULL, 300000 },
	{ "BYE in the middle of the bytes",
	  START(MULTI) "C: e4 APPEND*\nS: + go on\nS: * BYE enough for "
		       "today\nW",
	  "M-", 0, "enough for today", NULL, NULL, 8000000 },
	{ "cut in the middle, and back again",
	  START(MULTI) "C: e4 APPEND*\nS: + go on\nR\nN\n" START(MULTI) "Z",
	  "M-", 0, "tried again", NULL, NULL, 8000000 },
	{ "cut in the middle, and gone",
	  START(MULTI) "C: e4 APPEND*\nS: + go on\nR\n", "--", ERR_RETRY, "",
	  NULL, NULL, 8000000 },
	{ "no answer after the last byte, but the server lives",
	  START(MULTI) ASK("e4") MORE END "Z\nN\n" START(MULTI) "Z", "UU", 0,
	  "it may be there" },
	{ "no answer after the last byte, and none at all",
	  START(SINGLE) APPEND("e4") END "Z", "U-", ERR_RETRY,
	  "no answer for 1 seconds" },
	{ "the second of two is not answered",
	  START(SINGLE) APPEND("e4") END "S: e4 OK done\n" APPEND("e5") END
	  "R\nN\n" START(SINGLE) "Z",
	  "DU", 0, "it may be there" },
	{ "nonsense for an answer",
	  START(SINGLE) APPEND("e4") END
	  "S: e9 OK whose?\nN\n" START(SINGLE) "Z",
	  "U", 0, "it may be there" },
	{ "much talk before the answer",
	  START(SINGLE) APPEND("e4") END "F: 5000 * OK still here\n"
					 "S: * 9 EXISTS\nS: e4 OK done\nZ",
	  "D" },
	{ "a line without end",
	  START(SINGLE) APPEND("e4") END "H: 300000\nN\n" START(SINGLE) "Z",
	  "U", 0, "it may be there" },
	{ "bytes that are no text",
	  START(SINGLE) APPEND("e4") END
	  "S: e4 NO [OVERQUOTA] \xff\xfe\x01 voll\nZ",
	  "F", 0, "\xef\xbf\xbd\xef\xbf\xbd  voll" },
	/* --- signing in --- */
	{ "wrong, nothing is known",
	  HELLO SIGN "S: e1 NO [AUTHENTICATIONFAILED] no\nZ", "-", ERR_SOURCE,
	  "set probe" },
	{ "wrong, for one that worked too",
	  HELLO SIGN "S: e1 NO no\nZ\nN\n" HELLO
		     "C: e1 AUTHENTICATE PLAIN *\nS: e1 NO no\nZ",
	  "-", ERR_SOURCE, "check user and password", NULL, NULL, 0, NULL, NULL,
	  NULL, "bo@x" },
	{ "wrong, others work",
	  HELLO SIGN "S: e1 NO no\nZ\nN\n" HELLO
		     "C: e1 AUTHENTICATE PLAIN *\n" WITH(SINGLE) "Z",
	  "N-", 0, "no such mailbox", NULL, NULL, 0, NULL, NULL, "cleo@x" },
	{ "may not act for it",
	  HELLO SIGN "S: e1 NO [AUTHORIZATIONFAILED] not for you\nZ", "X-", 0,
	  "not for you" },
	{ "too many connections",
	  HELLO SIGN "S: e1 NO Maximum number of connections exceeded\nZ", "T",
	  0, "connections lower" },
	{ "what was sent is not shown", HELLO SIGN "E: e1 NO what is \nZ", "-",
	  ERR_SOURCE, "repeats what was sent" },
	{ "BYE for a greeting", "S: * BYE too busy\n", "-", ERR_RETRY,
	  "too busy" },
	{ "another protocol", "S: 220 smtp.example.com ESMTP\nZ", "-",
	  ERR_RETRY, "is it an IMAP server?" },
	{ "nothing for a greeting", "Z", "-", ERR_RETRY, "no answer" },
	{ "the way is not offered",
	  "S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED STARTTLS] hello\nZ", "-",
	  ERR_SOURCE, "does not offer PLAIN without TLS" },
	{ "STARTTLS is not offered", HELLO "Z", "-", ERR_SOURCE,
	  "does not offer STARTTLS", NULL, NULL, 0, "starttls" },
	{ "STARTTLS is refused",
	  "S: * OK [CAPABILITY STARTTLS] hello\nC: e1 STARTTLS\nS: e1 NO\nZ",
	  "-", ERR_SOURCE, "refuses STARTTLS", NULL, NULL, 0, "starttls" },
	{ "words before TLS",
	  "S: * OK [CAPABILITY STARTTLS] hello\nC: e1 STARTTLS\n"
	  "S: e1 OK go on\nS: e2 OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] in\nZ",
	  "-", ERR_SOURCE, "more than its consent", NULL, NULL, 0, "starttls" },
	{ "a continuation for PLAIN",
	  "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\n"
	  "C: e1 AUTHENTICATE PLAIN\nS: + \n"
	  "C: YW5uYUB4AGltcG9ydGVyAHB3LTc=\n" WITH(SINGLE) ROUND APPEND("e4")
		  END "S: e4 OK done\nZ",
	  "D" },
	{ "master user",
	  HELLO "C: e1 AUTHENTICATE PLAIN AGFubmFAeCppbXBvcnRlcgBwdy03\n" WITH(
		  SINGLE) ROUND APPEND("e4") END "S: e4 OK done\nZ",
	  "D", 0, NULL, NULL, NULL, 0, NULL, "master" },
	/* --- where folders are --- */
	{ "an Inbox that takes no folders",
	  HELLO SIGN WITH(SINGLE) "C: e2 NAMESPACE\nC: e3 LIST \"\" INBOX\n"
				  "S: * NAMESPACE ((\"Mail.\" \".\")) NIL "
				  "((\"Shared.\" \".\"))\n"
				  "S: e2 OK\nS: * LIST (\\Noinferiors) \".\" "
				  "\"INBOX\"\nS: e3 OK\n"
				  "C: e4 APPEND \"Mail.Zoom\" *\nL\n" END
				  "S: e4 OK\nZ",
	  "D" },
	{ "no namespaces",
	  HELLO SIGN WITH(
		  "LITERAL+") "C: e2 LIST \"\" INBOX\n"
			      "S: * LIST () \".\" {5}\nS: INBOX\nS: e2 OK\n"
			      "C: e3 APPEND \"INBOX.Zoom\" *\nL\n" END
			      "S: e3 OK\nZ",
	  "D" },
	{ "no hierarchy",
	  HELLO SIGN WITH("LITERAL+") "C: e2 LIST \"\" INBOX\n"
				      "S: * LIST () NIL INBOX\nS: e2 OK\n"
				      "C: e3 APPEND \"Zoom\" *\nL\n" END
				      "S: e3 OK\nZ",
	  "D" },
	{ "no Inbox at all",
	  HELLO SIGN WITH("LITERAL+") "C: e2 LIST \"\" INBOX\nS: e2 OK\n"
				      "C: e3 APPEND \"Zoom\" *\nL\n" END
				      "S: e3 NO [TRYCREATE] no\n"
				      "C: e4 CREATE*\nC: e5 SUBSCRIBE*\nS: e4 "
				      "NO Permission denied\n"
				      "S: e5 NO\nZ",
	  "N-", 0, "there is no Inbox" },
	/* --- uncertain ones --- */
	{ "one is there, one is not",
	  START(SINGLE) "C: e4 EXAMINE \"INBOX/Zoom\"\nS: * 9 EXISTS\n"
			"S: * OK [UIDVALIDITY 7] v\nS: e4 OK [READ-ONLY] open\n"
			"C: e5 UID SEARCH HEADER Message-ID \"<1@x>\"\nS: * "
			"SEARCH\n"
			"S: e5 OK\nC: e6 UID SEARCH HEADER Message-ID "
			"\"<2@x>\"\n"
			"S: * SEARCH 44 45\nS: e6 OK\nC: e7 CLOSE\nS: e7 "
			"OK\n" APPEND("e8") END APPEND("e9") END
	  "S: e8 OK [APPENDUID 7 46]\nS: e9 OK [APPENDUID 7 47]\nZ",
	  "DPD", 0, NULL, "7:46 7:44 7:47", "UU-" },
	{ "it cannot search: the ids are read",
	  START(SINGLE) "C: e4 EXAMINE \"INBOX/Zoom\"\nS: * 2 EXISTS\n"
			"S: * OK [UIDVALIDITY 7] v\nS: e4 OK open\n"
			"C: e5 UID SEARCH*\nS: e5 NO cannot\nC: e6 UID FETCH "
			"1:* *\n"
			"S: * 1 FETCH (UID 5 BODY[HEADER.FIELDS (MESSAGE-ID)] "
			"{24}\n"
			"S: Message-ID:\nS:  <1@x>\nS: \nS: )\n"
			"S: * 2 FETCH (BODY[HEADER.FIELDS (MESSAGE-ID)] "
			"{2}\nS: \n"
			"S:  UID 6 FLAGS (\\Seen))\nS: e6 OK\nC: e7 CLOSE\nS: "
			"e7 OK\nZ",
	  "P", 0, NULL, "7:5", "U" },
	{ "no folder: none is there",
	  START(SINGLE) "C: e4 EXAMINE \"INBOX/Zoom\"\n"
			"S: e4 NO [NONEXISTENT] no\n" APPEND("e5") END
	  "S: e5 NO [TRYCREATE] no\n" MADE("e6", "e7") APPEND("e8") END
	  "S: e8 OK\nZ",
	  "D", 0, NULL, NULL, "U" },
	{ "a folder that cannot be looked into is not written to",
	  START(SINGLE) "C: e4 EXAMINE \"INBOX/Zoom\"\nS: e4 NO locked\n"
			"C: e5 LIST \"\" \"INBOX/Zoom\"\n"
			"S: * LIST () \"/\" INBOX/Zoom\nS: e5 OK\nZ",
	  "M-", 0, "locked", NULL, "U-" },
};

/* --- playing ----------------------------------------------------------- */

static void check_outcomes(const struct row *row,
			   const struct agent_message *list, size_t n)
{
	struct str got AUTO(str_done) = STR_INIT;
	struct str places AUTO(str_done) = STR_INIT;

	for (size_t i = 0; i < n; i++) {
		str_add_char(&got, letters[list[i].outcome]);
		str_addf(&places, "%s%s", i > 0 ? " " : "", list[i].place.s);
	}
	T_EQ_STR(got.s, row->outcomes);
	if (row->places != NULL)
		T_EQ_STR(places.s, row->places);
}

static void check_words(const struct row *row, const struct agent_message *list,
			size_t n, const struct err *e)
{
	struct str all AUTO(str_done) = STR_INIT;
	char text[1024];

	if (e->kind != ERR_NONE)
		str_add(&all, err_str(e, text, sizeof(text)));
	for (size_t i = 0; i < n; i++)
		str_add(&all, list[i].reason.s);
	if (row->words != NULL && strstr(all.s, row->words) == NULL) {
		T_FAIL("no \"%s\" is said", row->words);
		t_quote("said", all.s);
	}
	/* P11 */
	T_OK(strstr(all.s, "pw-7") == NULL);
	T_OK(strstr(all.s, "AHB3LTc=") == NULL);
}

static void run(const struct row *row, struct agent *a)
{
	struct agent_message list[MAX];
	struct mail mails[MAX];
	size_t n = strlen(row->outcomes);
	AUTO(agent_session_close) struct agent_session *s = NULL;
	struct err e = ERR_INIT;

	make(mails, list, n, row->size > 0 ? row->size : 100);
	for (size_t i = 0; row->uncertain != NULL && i < n; i++)
		list[i].uncertain = row->uncertain[i] == 'U';
	T_EQ_INT(a->ops->session(a, &s, &e), 0);
	T_EQ_INT(a->ops->deliver(s, "anna@x", list, n, &e),
		 row->kind == ERR_NONE ? 0 : -1);
	T_EQ_INT(e.kind, row->kind);
	check_outcomes(row, list, n);
	check_words(row, list, n, &e);
	unmake(mails, list, n);
}

T(scripts)
{
	T_EACH(row, rows) {
		struct imap_play *play = imap_play_start(row->script);
		struct agent *a = NULL;
		struct err e = ERR_INIT;
		char *wrong;

		(void)snprintf(set.port, sizeof(set.port), "%u",
			       imap_play_port(play));
		(void)snprintf(set.kept, sizeof(set.kept), "%s",
			       row->kept != NULL ? row->kept : "");
		set.tls = row->tls;
		set.auth = row->auth;
		set.probe = row->probe;
		T_EQ_INT(agent_find("imap")->open(&a, &host, &e), 0);
		run(row, a);
		agent_close(a);
		wrong = imap_play_end(play);
		T_EQ_STR(wrong, "");
		free(wrong);
	}
}

/* A session goes on by the same connection, or by another where that is
   gone; from mailbox to mailbox without a new one where the server can. */
T(connections)
{
	static const struct {
		const char *label, *script, *first, *second;
	} pairs[] = {
		{ "the same mailbox",
		  START(SINGLE) APPEND("e4") END "S: e4 OK\n" APPEND("e5") END
		  "S: e5 OK\nZ",
		  "anna@x", "anna@x" },
		{ "it was closed meanwhile",
		  START(SINGLE) APPEND("e4") END
		  "S: e4 OK\nS: * BYE idle for too long\nN\n" START(SINGLE)
			  APPEND("e4") END "S: e4 OK\nZ",
		  "anna@x", "anna@x" },
		{ "another mailbox",
		  START(SINGLE) APPEND("e4") END
		  "S: e4 OK\nC: e5 LOGOUT\nN\n" HELLO
		  "C: e1 AUTHENTICATE PLAIN Ym9AeA*\n" WITH(SINGLE)
			  ROUND APPEND("e4") END "S: e4 OK\nZ",
		  "anna@x", "bo@x" },
		{ "another mailbox, the same connection",
		  START(SINGLE " UNAUTHENTICATE") APPEND("e4") END
		  "S: e4 OK\nC: e5 UNAUTHENTICATE\nS: e5 OK\n"
		  "C: e6 CAPABILITY\n"
		  "S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\nS: e6 OK\n"
		  "C: e7 AUTHENTICATE PLAIN Ym9AeA*\nS: e7 OK in\n"
		  "C: e8 CAPABILITY\nS: * CAPABILITY IMAP4rev1 LITERAL+\n"
		  "S: e8 OK\nC: e9 LIST \"\" INBOX\n"
		  "S: * LIST () \"/\" INBOX\nS: e9 OK\n" APPEND("e10") END
		  "S: e10 OK\nZ",
		  "anna@x", "bo@x" },
	};

	memset(&set, 0, sizeof(set));
	T_EACH(row, pairs) {
		struct imap_play *play = imap_play_start(row->script);
		const char *const who[] = { row->first, row->second };
		struct agent *a = NULL;
		struct agent_session *s = NULL;
		struct err e = ERR_INIT;
		char *wrong;

		(void)snprintf(set.port, sizeof(set.port), "%u",
			       imap_play_port(play));
		T_EQ_INT(agent_find("imap")->open(&a, &host, &e), 0);
		T_EQ_INT(a->ops->session(a, &s, &e), 0);
		for (int i = 0; i < 2; i++) {
			struct agent_message m;
			struct mail mail;

			make(&mail, &m, 1, 100);
			T_EQ_INT(a->ops->deliver(s, who[i], &m, 1, &e), 0);
			T_EQ_INT(m.outcome, AGENT_DELIVERED);
			unmake(&mail, &m, 1);
		}
		agent_session_close(s);
		agent_close(a);
		wrong = imap_play_end(play);
		T_EQ_STR(wrong, "");
		free(wrong);
	}
}

T(a_pause_is_told)
{
	struct imap_play *play = imap_play_start(
		START(SINGLE) APPEND("e4") END
		"S: e4 NO Request is throttled. Suggested Backoff Time: 299961 "
		"milliseconds\nZ");
	struct agent *a = NULL;
	struct agent_session *s = NULL;
	struct agent_message m;
	struct mail mail;
	struct err e = ERR_INIT;

	memset(&set, 0, sizeof(set));
	(void)snprintf(set.port, sizeof(set.port), "%u", imap_play_port(play));
	T_EQ_INT(agent_find("imap")->open(&a, &host, &e), 0);
	T_EQ_INT(a->ops->session(a, &s, &e), 0);
	make(&mail, &m, 1, 100);
	T_EQ_INT(a->ops->deliver(s, "anna@x", &m, 1, &e), 0);
	T_EQ_INT(m.outcome, AGENT_THROTTLED);
	T_EQ_INT(m.wait_us, INT64_C(299961000));
	unmake(&mail, &m, 1);
	agent_session_close(s);
	agent_close(a);
	free(imap_play_end(play));
}

int main(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	return t_run_all();
}
