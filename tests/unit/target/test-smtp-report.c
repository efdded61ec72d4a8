/* Journal reports: what stands in them, whatever the message says. */
#include "../t.h"

#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"
#include "target/smtp/smtp-private.h"

static int open_text(void *ctx, struct reader **out, struct err *e)
{
	(void)e;
	*out = reader_mem(ctx, strlen(ctx));
	return 0;
}

static const struct smtp_agent agent = { .sender = "archive@example.com",
					 .journal = "journal@example.com" };

static void make(const char *text, const char *mailbox, struct smtp_wrap *w)
{
	AUTO(free) char *copy = mem_strdup(text);
	struct agent_message m = { .message_id = "<1@x>",
				   .time_us = INT64_C(1772359200000000),
				   .size = strlen(text),
				   .open = open_text,
				   .ctx = copy };
	struct err e = ERR_INIT;

	w->head = w->tail = STR_INIT;
	T_EQ_INT(smtp_report(&agent, &m, mailbox, w, &e), 0);
}

#define HEAD "From: Anna <anna@x.org>\r\nTo: Bo <bo@x.org>\r\n"

T(reports)
{
	static const struct {
		const char *label, *text, *mailbox, *want;
	} rows[] = {
		{ "sender", HEAD "\r\n", "c@x.org", "Sender: anna@x.org\r\n" },
		{ "a bare sender", "from: anna@x.org\r\n\r\n", "c@x.org",
		  "Sender: anna@x.org\r\n" },
		{ "no sender", "To: x\r\n\r\n", "c@x.org", "Sender: <>\r\n" },
		{ "a sender that is none", "From: \"<a b>\" <<>\r\n\r\n",
		  "c@x.org", "Sender: <>\r\n" },
		{ "subject", "Subject: Hello\r\n there\r\n\r\n", "c@x.org",
		  "\r\nSubject: Hello there\r\nMessage-Id: <1@x>\r\n" },
		{ "encoded subject", "Subject: =?utf-8?B?w6Q=?=\r\n\r\n",
		  "c@x.org", "\r\nSubject: =C3=A4\r\nMessage-Id" },
		{ "a subject with a line",
		  "Subject: =?utf-8?Q?a=0D=0ARecipient:_x?=\r\n\r\n", "c@x.org",
		  "\r\nSubject: a Recipient: x\r\nMessage-Id" },
		{ "in the body", "X: y\r\n\r\nFrom: anna@x.org\r\n", "c@x.org",
		  "Sender: <>\r\n" },
		{ "to", HEAD "\r\n", "bo@x.org", "\r\nTo: bo@x.org\r\n\r\n" },
		{ "to, other letters", HEAD "\r\n", "Bo@X.org",
		  "\r\nTo: Bo@X.org\r\n\r\n" },
		{ "cc", "Cc: a@x.org,\r\n bo@x.org\r\n\r\n", "bo@x.org",
		  "\r\nCc: bo@x.org\r\n\r\n" },
		{ "neither", HEAD "\r\n", "o@x.org",
		  "\r\nRecipient: o@x.org\r\n\r\n" },
		{ "a longer one", "To: bo@x.org.uk\r\n\r\n", "bo@x.org",
		  "\r\nRecipient: bo@x.org\r\n\r\n" },
		{ "no header", "", "bo@x.org",
		  "\r\nRecipient: bo@x.org\r\n\r\n" },
		{ "a mark", HEAD "\r\n", "c@x.org",
		  "X-MS-Journal-Report:\r\n" },
	};

	T_EACH(row, rows) {
		struct smtp_wrap w AUTO(smtp_wrap_done);

		make(row->text, row->mailbox, &w);
		T_OK(strstr(w.head.s, row->want) != NULL);
		if (strstr(w.head.s, row->want) == NULL)
			t_quote("report", w.head.s);
		T_OK(w.head.len + w.tail.len < SMTP_REPORT_MAX);
	}
}

T(a_report_is_the_same_each_time)
{
	struct smtp_wrap one AUTO(smtp_wrap_done);
	struct smtp_wrap two AUTO(smtp_wrap_done);
	struct smtp_wrap other AUTO(smtp_wrap_done);
	const char *id;

	make(HEAD "\r\n", "bo@x.org", &one);
	make(HEAD "\r\n", "bo@x.org", &two);
	make(HEAD "\r\n", "cleo@x.org", &other);
	T_EQ_STR(one.head.s, two.head.s);
	T_EQ_STR(one.tail.s, two.tail.s);
	id = strstr(one.head.s, "Message-ID: <");
	T_OK(id != NULL && strstr(other.head.s, "Message-ID: <") != NULL);
	T_OK(id != NULL &&
	     strncmp(id, strstr(other.head.s, "Message-ID: <"), 40) != 0);
}

T(letters_of_an_address_do_not_matter)
{
	struct smtp_wrap one AUTO(smtp_wrap_done);
	struct smtp_wrap two AUTO(smtp_wrap_done);

	make(HEAD "\r\n", "cleo@x.org", &one);
	make(HEAD "\r\n", "Cleo@X.org", &two);
	T_EQ_STR(one.tail.s, two.tail.s); /* the boundary has the digest */
}

T(a_subject_without_end)
{
	struct str text AUTO(str_done) = STR_INIT;
	struct smtp_wrap w AUTO(smtp_wrap_done);

	str_add(&text, "Subject:");
	for (int i = 0; i < 20000; i++)
		str_add(&text, " \xe4\xbc\x9a\r\n");
	str_add(&text, "\r\n");
	make(text.s, "bo@x.org", &w);
	T_OK(w.head.len < SMTP_REPORT_MAX);
}

T_MAIN
