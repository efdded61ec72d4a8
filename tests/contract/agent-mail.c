#include "agent-mail.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"

#include <string.h>

#define LINE      78                        /* with its CRLF */
#define START_US  INT64_C(1772359200000000) /* 2026-03-01 10:00 UTC */
#define LONG_LINE "0123456789012345678901234567890123456789"

static const char *const bodies[] = {
	"one line\r\n",
	".\r\n",
	"..\r\n.\r\n.leading\r\n\r\n.\r\n",
	"From here on\r\n>From there\r\nFrom \r\n",
	"no end of line",
	"\r\n\r\n\r\n",
	"a {3}\r\nb {4+}\r\n+ go on\r\n* BYE\r\na1 OK done\r\n",
	"trailing blanks  \r\n\t\r\n=20\r\n--boundary--\r\n",
	/* 25 * 40 - 2: as long as a line may be */
	LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE
		LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE
			LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE
				LONG_LINE LONG_LINE LONG_LINE LONG_LINE
					LONG_LINE LONG_LINE
	"01234567890123456789012345678901234567\r\n",
	"",
};

struct mail_reader {
	struct reader base;
	const struct mail *mail;
	uint64_t at, end, breaks_at;
};

static char byte_at(const struct mail *m, uint64_t at)
{
	uint64_t column;

	if (at < m->head.len)
		return m->head.s[at];
	at -= m->head.len;
	if (m->body != NULL)
		return at < m->body_size ? m->body[at] : 'x';
	column = at % LINE;
	if (column >= LINE - 2)
		return column == LINE - 2 ? '\r' : '\n';
	return (char)('a' + (at / LINE + at + m->message.number) % 26);
}

static ssize_t read_mail(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct mail_reader *m = (struct mail_reader *)r;
	size_t n = 0;

	if (m->at >= m->breaks_at)
		return err_set(e, ERR_STORE, "message %llu: the disk is gone",
			       (unsigned long long)m->mail->message.number);
	while (n < cap && m->at < m->end && m->at < m->breaks_at)
		((char *)buf)[n++] = byte_at(m->mail, m->at++);
	return (ssize_t)n;
}

static void free_reader(struct reader *r)
{
	free(r);
}

static const struct reader_ops mail_reader_ops = { read_mail, free_reader };

static int open_mail(void *ctx, struct reader **out, struct err *e)
{
	struct mail *m = ctx;
	struct mail_reader *r;

	m->opened++;
	if (m->fault == MAIL_NO_OPEN)
		return err_set(e, ERR_STORE, "message %llu: it is not there",
			       (unsigned long long)m->message.number);
	r = NEW(struct mail_reader);
	r->base.ops = &mail_reader_ops;
	r->mail = m;
	r->end = m->message.size;
	r->breaks_at = UINT64_MAX;
	if (m->fault == MAIL_BREAKS)
		r->breaks_at = r->end / 2;
	if (m->fault == MAIL_SHORT)
		r->end -= 1;
	if (m->fault == MAIL_LONG)
		r->end += 1;
	*out = &r->base;
	return 0;
}

void mail_init(struct mail *m, uint64_t number, uint64_t size,
	       const char *folder)
{
	const size_t n = sizeof(bodies) / sizeof(bodies[0]);
	char date[CLOCK_TEXT];

	*m = (struct mail){ .head = STR_INIT };
	m->message.number = number;
	m->message.time_us = START_US + (int64_t)number * CLOCK_HOUR;
	m->message.folder = folder;
	m->message.class = "IPM.NOTE.ZoomMeetings.Meeting";
	m->message.reason = m->message.place = STR_INIT;
	m->id = str_printf("<%llu.contract@archive.example.com>",
			   (unsigned long long)number);
	m->message.message_id = m->id;
	str_addf(&m->head,
		 "Date: %s\r\nFrom: Anna Ek <anna.ek@example.com>\r\n"
		 "To: bo.li@example.com\r\nSubject: Meeting %llu\r\n"
		 "Message-ID: %s\r\nMIME-Version: 1.0\r\n"
		 "Content-Type: text/plain; charset=us-ascii\r\n\r\n",
		 clock_rfc5322(m->message.time_us, date),
		 (unsigned long long)number, m->id);
	m->body = size == 0 ? bodies[number % n] : NULL;
	m->body_size =
		size == 0 ? strlen(m->body) : (size + LINE - 1) / LINE * LINE;
	m->message.size = m->head.len + m->body_size;
	m->message.open = open_mail;
	m->message.ctx = m;
}

void mail_done(struct mail *m)
{
	str_done(&m->head);
	str_done(&m->message.reason);
	str_done(&m->message.place);
	free(m->id);
}

struct digest mail_digest(struct mail *m)
{
	AUTO(digest_free) struct digest_ctx *c = digest_begin();
	char buf[4096];
	size_t n = 0;
	struct digest d;

	for (uint64_t at = 0; at < m->message.size; at++) {
		buf[n++] = byte_at(m, at);
		if (n == sizeof(buf)) {
			digest_add(c, buf, n);
			n = 0;
		}
	}
	digest_add(c, buf, n);
	digest_end(c, &d);
	return d;
}

void mail_expect(FILE *out, struct mail *m, const char *mailbox)
{
	struct str line AUTO(str_done) = STR_INIT;
	struct digest d = mail_digest(m);
	char date[CLOCK_TEXT];

	str_add(&line, "{\"mailbox\":");
	encode_json(&line, mailbox);
	str_add(&line, ",\"folder\":");
	encode_json(&line, m->message.folder);
	str_add(&line, ",\"message_id\":");
	encode_json(&line, m->id);
	str_add(&line, ",\"place\":");
	encode_json(&line, m->message.place.s);
	str_addf(&line, ",\"size\":%llu,\"sha256\":\"%s\",\"time\":\"%s\"}\n",
		 (unsigned long long)m->message.size, d.hex,
		 clock_rfc3339(m->message.time_us, date));
	(void)fwrite(line.s, 1, line.len, out);
}
