/* Replies, what a refusal means, the bytes of DATA. */
#include "../t.h"

#include "base/mem.h"
#include "target/smtp/smtp-private.h"

/* Lines parted by '|'. The result of the last one. */
static int read_lines(struct smtp_reply *r, const char *lines)
{
	int got = 1;

	while (got == 1 && *lines != '\0') {
		size_t n = strcspn(lines, "|");

		got = smtp_reply_add(r, lines, n);
		lines += n + (lines[n] == '|');
	}
	return *lines == '\0' ? got : -2; /* -2: it ended early */
}

T(replies)
{
	static const struct {
		const char *label, *lines;
		int got, code, class, subject, detail;
		const char *text;
	} rows[] = {
		{ "plain", "250 OK", 0, 250, 0, 0, 0, "OK" },
		{ "no text", "250", 0, 250, 0, 0, 0, "" },
		{ "a blank", "250 ", 0, 250, 0, 0, 0, "" },
		{ "enhanced", "550 5.1.1 who?", 0, 550, 5, 1, 1, "who?" },
		{ "enhanced alone", "250 2.0.0", 0, 250, 2, 0, 0, "" },
		{ "of another class", "550 2.1.1 x", 0, 550, 0, 0, 0,
		  "2.1.1 x" },
		{ "too long a part", "550 5.1234.1 x", 0, 550, 0, 0, 0,
		  "5.1234.1 x" },
		{ "a version", "220 5.1 ready", 0, 220, 0, 0, 0, "5.1 ready" },
		{ "many", "250-one|250-SIZE 5|250 last", 0, 250, 0, 0, 0,
		  "one\nSIZE 5\nlast" },
		{ "many, enhanced", "550-5.2.2 over|550 5.2.2 full", 0, 550, 5,
		  2, 2, "over\nfull" },
		{ "not all", "250-one", 1, 250, 0, 0, 0, "one" },
		{ "codes that differ", "250-one|251 two", -1, 250, 0, 0, 0,
		  "one" },
		{ "no code", "OK", -1, 0, 0, 0, 0, "" },
		{ "nothing", "", 1, 0, 0, 0, 0, "" },
		{ "letters", "2x0 OK", -1, 0, 0, 0, 0, "" },
		{ "too low", "199 x", -1, 0, 0, 0, 0, "" },
		{ "too high", "600 x", -1, 0, 0, 0, 0, "" },
		{ "four digits", "2500 x", -1, 0, 0, 0, 0, "" },
		{ "a tab", "250\tx", -1, 0, 0, 0, 0, "" },
	};

	T_EACH(row, rows) {
		struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;

		T_EQ_INT(read_lines(&r, row->lines), row->got);
		T_EQ_INT(r.code, row->code);
		T_EQ_INT(r.class, row->class);
		T_EQ_INT(r.subject, row->subject);
		T_EQ_INT(r.detail, row->detail);
		T_EQ_STR(r.text.s, row->text);
	}
}

T(a_reply_comes_to_an_end)
{
	struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;
	AUTO(free) char *line = mem_alloc(SMTP_LINE_MAX + 2, 1);
	int n = 0;

	while (smtp_reply_add(&r, "250-x", 5) == 1)
		n++;
	T_EQ_INT(n, SMTP_LINES_MAX);
	smtp_reply_clear(&r);
	memset(line, 'x', SMTP_LINE_MAX + 1);
	memcpy(line, "250 ", 4);
	T_EQ_INT(smtp_reply_add(&r, line, SMTP_LINE_MAX + 1), -1);
	T_EQ_INT(smtp_reply_add(&r, line, SMTP_LINE_MAX), 0);
}

T(offers)
{
	static const struct {
		const char *label, *lines;
		bool starttls, pipelining, size;
		long long max;
		const char *auth; /* one that is offered, or NULL */
	} rows[] = {
		{ "none", "250 mx.example.com", false, false, false, 0, NULL },
		{ "the name is no offer", "250 STARTTLS", false, false, false,
		  0, NULL },
		{ "all",
		  "250-mx|250-STARTTLS|250-pipelining|250-SIZE 1000|"
		  "250 AUTH PLAIN LOGIN",
		  true, true, true, 1000, "LOGIN" },
		{ "no number", "250-mx|250 SIZE", false, false, true, 0, NULL },
		{ "a number beyond all",
		  "250-mx|250 SIZE 99999999999999999999999", false, false, true,
		  0, NULL },
		{ "the old way", "250-mx|250 AUTH=LOGIN PLAIN", false, false,
		  false, 0, "PLAIN" },
		{ "both ways", "250-mx|250-AUTH PLAIN|250 AUTH=LOGIN", false,
		  false, false, 0, "PLAIN" },
		{ "only alike", "250-mx|250-STARTTLSX|250 SIZES 7", false,
		  false, false, 0, NULL },
	};

	T_EACH(row, rows) {
		struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;
		struct smtp_offers o = { .auth = STR_INIT };

		T_EQ_INT(read_lines(&r, row->lines), 0);
		smtp_offers_read(&o, &r);
		T_EQ_INT(o.starttls, row->starttls);
		T_EQ_INT(o.pipelining, row->pipelining);
		T_EQ_INT(o.size, row->size);
		T_EQ_INT((long long)o.max_bytes, row->max);
		T_OK(row->auth == NULL || str_listed(o.auth.s, row->auth));
		T_OK(!str_listed(o.auth.s, "XOAUTH2"));
		smtp_offers_done(&o);
	}
}

T(refusals)
{
	static const struct {
		const char *label, *line;
		enum smtp_step step;
		enum err_kind kind;
		enum agent_outcome outcome;
	} rows[] = {
		{ "busy", "421 4.3.2 later", SMTP_GREETING, ERR_RETRY },
		{ "not you", "554 go away", SMTP_GREETING, ERR_SOURCE },
		{ "wrong password", "535 5.7.8 no", SMTP_AUTH, ERR_SOURCE },
		{ "password server away", "454 4.7.0 no", SMTP_AUTH,
		  ERR_RETRY },
		{ "has to sign in", "530 5.7.0 first", SMTP_MAIL, ERR_SOURCE },
		{ "sender", "553 5.1.8 no", SMTP_MAIL, ERR_SOURCE },
		{ "size told before", "552 5.3.4 much", SMTP_MAIL, 0,
		  AGENT_TOO_LARGE },
		{ "size, no enhanced code", "552 much", SMTP_MAIL, 0,
		  AGENT_TOO_LARGE },
		{ "no disk", "452 4.3.1 no", SMTP_MAIL, ERR_RETRY },
		{ "no disk, no enhanced code", "452 no", SMTP_END, ERR_RETRY },
		{ "nobody", "550 5.1.1 who", SMTP_RCPT, 0, AGENT_NO_MAILBOX },
		{ "nobody, no enhanced code", "550 who", SMTP_RCPT, 0,
		  AGENT_NO_MAILBOX },
		{ "full", "452 4.2.2 full", SMTP_RCPT, 0, AGENT_FULL },
		{ "full for good", "552 5.2.2 full", SMTP_RCPT, 0, AGENT_FULL },
		{ "full, no enhanced code", "552 full", SMTP_RCPT, 0,
		  AGENT_FULL },
		{ "relaying", "554 5.7.1 denied", SMTP_RCPT, 0,
		  AGENT_FORBIDDEN },
		{ "grey", "450 4.7.1 later", SMTP_RCPT, 0, AGENT_THROTTLED },
		{ "busy mailbox", "450 4.2.0 later", SMTP_RCPT, 0,
		  AGENT_MAILBOX },
		{ "closing", "421 bye", SMTP_RCPT, 0, AGENT_THROTTLED },
		{ "closing at the end", "421 4.3.0 bye", SMTP_END, 0,
		  AGENT_THROTTLED },
		{ "full at the end", "552 5.2.2 full", SMTP_END, 0,
		  AGENT_FULL },
		{ "large at the end", "552 5.3.4 much", SMTP_END, 0,
		  AGENT_TOO_LARGE },
		{ "by words", "552 Quota exceeded", SMTP_END, 0, AGENT_FULL },
		{ "by words", "552 message too big", SMTP_END, 0,
		  AGENT_TOO_LARGE },
		{ "Dovecot's size",
		  "451 4.2.0 Mail size is larger than the maximum size "
		  "allowed by server configuration",
		  SMTP_END, 0, AGENT_TOO_LARGE },
		{ "no reason", "451 4.2.0 hm", SMTP_END, 0, AGENT_MAILBOX },
		{ "content", "554 5.7.1 spam", SMTP_END, 0, AGENT_REFUSED },
		{ "agreed out of step", "250 ok", SMTP_DATA, ERR_RETRY },
	};

	T_EACH(row, rows) {
		struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;
		struct smtp_refusal why;

		T_EQ_INT(read_lines(&r, row->line), 0);
		why = smtp_refusal_of(row->step, &r);
		T_EQ_INT(why.kind, row->kind);
		T_EQ_INT(why.outcome, row->outcome);
	}
}

/* Wherever the pieces are cut. */
T(stuffing)
{
	static const struct {
		const char *label, *in, *out;
		bool bad;
	} rows[] = {
		{ "nothing", "", ".\r\n", false },
		{ "a line", "a\r\n", "a\r\n.\r\n", false },
		{ "no line end", "a", "a\r\n.\r\n", false },
		{ "a dot at first", ".a\r\n", "..a\r\n.\r\n", false },
		{ "a dot alone", "a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n",
		  false },
		{ "dots", "..\r\n.", "...\r\n..\r\n.\r\n", false },
		{ "inside", "a.b\r\n", "a.b\r\n.\r\n", false },
		{ "LF alone", "a\n.\nMAIL", NULL, true },
		{ "LF at first", "\n", NULL, true },
		{ "CR alone", "a\r.\r\n", NULL, true },
		{ "CR twice", "a\r\r\n", NULL, true },
		{ "8 bit", "\xc3\xa4\r\n", NULL, true },
	};

	T_EACH(row, rows) {
		size_t len = strlen(row->in);

		for (size_t cut = 0; cut <= len; cut++) {
			struct smtp_stuffing s = SMTP_STUFFING_INIT;
			char out[100];
			size_t n = smtp_stuff(&s, row->in, cut, out);

			n += smtp_stuff(&s, row->in + cut, len - cut, out + n);
			out[n] = '\0';
			(void)snprintf(out + n, sizeof(out) - n, "%s",
				       smtp_ending(&s));
			T_EQ_INT(s.bad, row->bad);
			if (row->out != NULL)
				T_EQ_STR(out, row->out);
		}
	}
}

T_MAIN
