/*
 * report.c - a journal report: who sent what to whom, and the message.
 *
 * As Exchange writes it: a multipart of a text with one field a line, and the
 * message as it was. X-MS-Journal-Report marks it for those who read these.
 *
 * Source: "Journal reports in Exchange Server", learn.microsoft.com;
 * RFC 2046 section 5.1, 5.2.1.
 */
#include "target/smtp/smtp-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "mime/header.h"
#include "mime/read.h"
#include "stream/digest.h"
#include "stream/quoted-printable.h"
#include "stream/reader.h"

#include <string.h>

#define HEAD_MAX    ((size_t)256 * 1024)
#define SUBJECT_MAX 1000

/* --- reading the message's header -------------------------------------- */

/* Its first bytes, as far as the empty line or HEAD_MAX. */
static int read_head(const struct agent_message *m, struct str *head,
		     struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;
	const char *end;

	if (m->open(m->ctx, &r, e) < 0)
		return -1;
	while (head->len < HEAD_MAX) {
		ssize_t n = reader_read(r, str_room(head, READER_BLOCK),
					READER_BLOCK, e);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
		head->len += (size_t)n;
		head->s[head->len] = '\0';
		end = strstr(head->s, "\r\n\r\n");
		if (end != NULL) {
			str_cut(head, (size_t)(end - head->s) + 2);
			break;
		}
	}
	return 0;
}

static bool begins(const char *line, const char *name)
{
	for (; *name != '\0'; name++, line++)
		if (str_lower(*line) != str_lower(*name))
			return false;
	return *line == ':';
}

/* The body of the first such field, unfolded; "" where there is none. */
static void field(const struct str *head, const char *name, struct str *out)
{
	const char *at = head->s;

	while (*at != '\0' && !begins(at, name)) {
		at = strchr(at, '\n');
		if (at == NULL)
			return;
		at++;
	}
	if (*at == '\0')
		return;
	at += strlen(name) + 1;
	at += strspn(at, " \t");
	for (; *at != '\0'; at++) {
		if (*at == '\n' && at[1] != ' ' && at[1] != '\t')
			return;
		if (*at != '\r' && *at != '\n')
			str_add_char(out, *at);
	}
}

/* "Anna Ek <anna.ek@example.com>": what is in the last angle brackets. */
static void address_in(const char *body, struct str *out)
{
	const char *open = strrchr(body, '<');
	const char *close = open != NULL ? strchr(open, '>') : NULL;
	AUTO(free)
	char *bare = close != NULL
			     ? mem_dup(open + 1, (size_t)(close - open) - 1)
			     : mem_strdup(body);

	if (smtp_address_ok(bare))
		str_add(out, bare);
}

static bool of_address(char c)
{
	return c > ' ' && strchr("<>,;:\"()", c) == NULL;
}

/* Is the address among those of a field? */
static bool names(const struct str *body, const char *address)
{
	AUTO(free) char *text = mem_dup(body->s, body->len);
	AUTO(free) char *want = mem_strdup(address);
	size_t len = strlen(want);

	str_lowercase(text);
	str_lowercase(want);
	for (const char *at = text; (at = strstr(at, want)) != NULL; at++)
		if ((at == text || !of_address(at[-1])) && !of_address(at[len]))
			return true;
	return false;
}

/* --- writing ----------------------------------------------------------- */

/* In which field of the report a recipient stands. */
static const char *role(const struct str *head, const char *mailbox)
{
	struct str to AUTO(str_done) = STR_INIT;
	struct str cc AUTO(str_done) = STR_INIT;

	field(head, "To", &to);
	if (names(&to, mailbox))
		return "To";
	field(head, "Cc", &cc);
	return names(&cc, mailbox) ? "Cc" : "Recipient";
}

static void envelope(const struct str *head, const struct agent_message *m,
		     const char *mailbox, const char *subject, struct str *out)
{
	struct str from AUTO(str_done) = STR_INIT;
	struct str sender AUTO(str_done) = STR_INIT;
	struct str text AUTO(str_done) = STR_INIT;
	struct qp qp = QP_INIT;

	field(head, "From", &from);
	address_in(from.s, &sender);
	str_addf(&text, "Sender: %s\r\n", sender.len > 0 ? sender.s : "<>");
	str_addf(&text, "Subject: %s\r\n", subject);
	str_addf(&text, "Message-Id: %s\r\n", m->message_id);
	str_addf(&text, "%s: %s\r\n", role(head, mailbox), mailbox);
	qp_add(&qp, out, text.s, text.len);
	qp_end(&qp, out);
}

/* One line, not endless. */
static void subject_of(const struct str *head, struct str *out)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct str text AUTO(str_done) = STR_INIT;
	size_t end;

	field(head, "Subject", &body);
	read_text(&text, body.s);
	header_clean(out, text.s);
	end = out->len < SUBJECT_MAX ? out->len : SUBJECT_MAX;
	while (end < out->len && end > 0 && (out->s[end] & 0xc0) == 0x80)
		end--; /* not in the middle of a character */
	str_cut(out, end);
}

/* Of message and mailbox: the same in each attempt. */
static char *name_of(const struct agent_message *m, const char *mailbox)
{
	AUTO(free) char *lower = mem_strdup(mailbox);
	AUTO(free) char *both = NULL;
	struct digest d;

	str_lowercase(lower);
	both = str_printf("%s\n%s", m->message_id, lower);
	d = digest_of(both, strlen(both));
	return mem_dup(d.hex, 32);
}

static void header(const struct smtp_agent *a, const struct agent_message *m,
		   const char *name, const char *subject, struct str *out)
{
	AUTO(free)
	char *id = str_printf("<%s.journal@%s>", name,
			      strrchr(a->sender, '@') + 1);
	const char *ids[] = { id };

	str_addf(out, "From: <%s>\r\n", a->sender);
	str_addf(out, "To: <%s>\r\n", a->journal);
	header_text(out, "Subject", subject);
	header_date(out, "Date", m->time_us);
	header_ids(out, "Message-ID", ids, 1);
	str_addf(out,
		 "X-MS-Journal-Report:\r\n"
		 "Auto-Submitted: auto-generated\r\n"
		 "MIME-Version: 1.0\r\n"
		 "Content-Type: multipart/mixed;\r\n"
		 " boundary=\"=_journal-%s\"\r\n\r\n",
		 name);
}

int smtp_report(const struct smtp_agent *a, const struct agent_message *m,
		const char *mailbox, struct smtp_wrap *out, struct err *e)
{
	AUTO(free) char *name = name_of(m, mailbox);
	struct str head AUTO(str_done) = STR_INIT;
	struct str subject AUTO(str_done) = STR_INIT;

	if (read_head(m, &head, e) < 0)
		return -1;
	subject_of(&head, &subject);
	header(a, m, name, subject.s, &out->head);
	str_addf(&out->head,
		 "--=_journal-%s\r\n"
		 "Content-Type: text/plain; charset=utf-8\r\n"
		 "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
		 name);
	envelope(&head, m, mailbox, subject.s, &out->head);
	str_addf(&out->head,
		 "\r\n--=_journal-%s\r\n"
		 "Content-Type: message/rfc822\r\n"
		 "Content-Disposition: attachment\r\n\r\n",
		 name);
	str_addf(&out->tail, "\r\n--=_journal-%s--\r\n", name);
	return 0;
}
