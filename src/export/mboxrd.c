#include "export/mboxrd.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

#include <string.h>

static const char from[] = "From ";
#define FROM_LEN 5

static int put(struct mboxrd *m, const char *bytes, size_t len, struct err *e)
{
	m->written += len;
	return m->below->ops->write(m->below, bytes, len, e);
}

/* The line is decided: what was held of its start goes into out. */
static void release(struct mboxrd *m, struct str *out)
{
	for (size_t i = 0; i < m->quotes; i++)
		str_add_char(out, '>');
	str_add_len(out, from, m->matched);
	m->quotes = m->matched = 0;
	m->at_start = false;
}

static void take(struct mboxrd *m, struct str *out, char c)
{
	if (m->at_start && m->matched == 0 && c == '>') {
		m->quotes++;
		return;
	}
	if (m->at_start && c == from[m->matched]) {
		if (++m->matched == FROM_LEN) {
			str_add_char(out, '>');
			release(m, out);
		}
		return;
	}
	if (m->at_start)
		release(m, out);
	str_add_char(out, c);
	m->at_start = c == '\n';
}

/* Bytes up to the line's end: nothing in them is to be decided. */
static size_t rest(const char *bytes, size_t len)
{
	const char *end = memchr(bytes, '\n', len);
	size_t n = end == NULL ? len : (size_t)(end - bytes);
	const char *cr = memchr(bytes, '\r', n);

	return cr == NULL ? n : (size_t)(cr - bytes);
}

static int mboxrd_write(struct writer *w, const void *buf, size_t len,
			struct err *e)
{
	struct mboxrd *m = (struct mboxrd *)w;
	AUTO(str_done) struct str out = STR_INIT;
	const char *bytes = buf;

	for (size_t i = 0; i < len; i++) {
		bool held = m->cr;
		size_t n = m->at_start || held ? 0 : rest(bytes + i, len - i);

		str_add_len(&out, bytes + i, n);
		i += n;
		if (i == len)
			break;
		m->cr = bytes[i] == '\r';
		if (held && bytes[i] != '\n')
			take(m, &out, '\r');
		if (!m->cr)
			take(m, &out, bytes[i]);
	}
	return put(m, out.s, out.len, e);
}

static const struct writer_ops mboxrd_ops = { .write = mboxrd_write };

int mboxrd_begin(struct mboxrd *m, struct writer *below, int64_t time_us,
		 struct err *e)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed",
					    "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
					      "May", "Jun", "Jul", "Aug",
					      "Sep", "Oct", "Nov", "Dec" };
	struct clock_date d = clock_to_date(time_us);
	AUTO(str_done) struct str line = STR_INIT;

	*m = (struct mboxrd){ .base = { &mboxrd_ops },
			      .below = below,
			      .at_start = true };
	str_addf(&line, "From MAILER-DAEMON %s %s %2d %02d:%02d:%02d %04d\n",
		 days[d.weekday], months[d.month - 1], d.day, d.hour, d.minute,
		 d.second, (int)d.year);
	return put(m, line.s, line.len, e);
}

int mboxrd_end(struct mboxrd *m, struct err *e)
{
	AUTO(str_done) struct str out = STR_INIT;

	if (m->cr)
		take(m, &out, '\r');
	if (!m->at_start || m->quotes + m->matched > 0) {
		release(m, &out);
		str_add_char(&out, '\n');
	}
	str_add_char(&out, '\n');
	return put(m, out.s, out.len, e);
}
