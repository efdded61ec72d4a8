#include "target/smtp/smtp-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"

size_t smtp_stuff(struct smtp_stuffing *s, const char *in, size_t len,
		  char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = in[i];

		if (c == '\0' || (unsigned char)c > 0x7f ||
		    (s->last[1] == '\r') != (c == '\n'))
			s->bad = true;
		if (c == '.' && s->last[0] == '\r' && s->last[1] == '\n')
			out[n++] = '.';
		out[n++] = c;
		s->last[0] = s->last[1];
		s->last[1] = c;
	}
	return n;
}

const char *smtp_ending(const struct smtp_stuffing *s)
{
	return s->last[0] == '\r' && s->last[1] == '\n' ? ".\r\n" : "\r\n.\r\n";
}

struct sending {
	struct smtp *talk;
	struct smtp_stuffing *stuffing;
	char *out; /* 2 * READER_BLOCK */
};

/* 0; 1: it must not be sent; -1. */
static int put(struct sending *s, const char *at, size_t len, struct err *e)
{
	while (len > 0) {
		size_t n = len < READER_BLOCK ? len : READER_BLOCK;
		size_t stuffed = smtp_stuff(s->stuffing, at, n, s->out);

		if (s->stuffing->bad)
			return 1;
		if (smtp_write(s->talk, s->out, stuffed, e) < 0)
			return -1;
		at += n;
		len -= n;
	}
	return 0;
}

static int wrong_size(const struct agent_message *m, const char *what,
		      struct err *e)
{
	return err_set(e, ERR_STORE,
		       "message %llu has %s bytes than the archive says (%llu)",
		       (unsigned long long)m->number, what,
		       (unsigned long long)m->size);
}

static int put_message(struct sending *s, const struct agent_message *m,
		       struct err *e)
{
	AUTO(free) char *block = mem_resize(NULL, READER_BLOCK);
	AUTO(reader_free) struct reader *r = NULL;
	uint64_t left = m->size;
	ssize_t n;

	if (m->open(m->ctx, &r, e) < 0)
		return -1;
	while ((n = reader_read(r, block, READER_BLOCK, e)) > 0) {
		int got;

		if ((uint64_t)n > left)
			return wrong_size(m, "more", e);
		left -= (uint64_t)n;
		got = put(s, block, (size_t)n, e);
		if (got != 0)
			return got;
	}
	if (n == 0 && left > 0)
		return wrong_size(m, "less", e);
	return n < 0 ? -1 : 0;
}

int smtp_send_data(struct smtp *t, const struct agent_message *m,
		   const struct smtp_wrap *w, struct smtp_stuffing *stuffing,
		   struct err *e)
{
	AUTO(free) char *room = mem_resize(NULL, 2 * READER_BLOCK);
	struct sending s = { .talk = t, .stuffing = stuffing, .out = room };
	int got = put(&s, w->head.s, w->head.len, e);

	if (got == 0)
		got = put_message(&s, m, e);
	if (got == 0)
		got = put(&s, w->tail.s, w->tail.len, e);
	/* a CR at the very end is a bare one */
	return got == 0 && stuffing->last[1] == '\r' ? 1 : got;
}
