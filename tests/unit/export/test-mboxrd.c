#include "export/mboxrd.h"

#include "base/err.h"
#include "base/str.h"
#include "t.h"

struct sink {
	struct writer base;
	struct str got;
};

static int sink_write(struct writer *w, const void *buf, size_t len,
		      struct err *e)
{
	(void)e;
	str_add_len(&((struct sink *)w)->got, buf, len);
	return 0;
}

static const struct writer_ops sink_ops = { sink_write };

#define HEAD "From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"

/* The message written `step` bytes at a time. */
static void write_in_steps(struct sink *s, const char *text, size_t step)
{
	struct err e = ERR_INIT;
	struct mboxrd m;

	T_EQ_INT(mboxrd_begin(&m, &s->base, 0, &e), 0);
	for (size_t at = 0, len = strlen(text); at < len; at += step)
		T_EQ_INT(m.base.ops->write(&m.base, text + at,
					   len - at < step ? len - at : step,
					   &e),
			 0);
	T_EQ_INT(mboxrd_end(&m, &e), 0);
	T_EQ_INT(m.written, s->got.len);
}

T(messages)
{
	static const struct {
		const char *label;
		const char *in, *want;
	} rows[] = {
		{ "plain", "A: b\r\n\r\nc\r\n", HEAD "A: b\n\nc\n\n" },
		{ "empty", "", HEAD "\n" },
		{ "no line end", "a", HEAD "a\n\n" },
		{ "From", "From me\r\n", HEAD ">From me\n\n" },
		{ "quoted From", ">>From me\r\n", HEAD ">>>From me\n\n" },
		{ "From alone", "From \r\n", HEAD ">From \n\n" },
		{ "not From", "From\r\nFrom:\r\nfrom x\r\n",
		  HEAD "From\nFrom:\nfrom x\n\n" },
		{ "inside a line", "a From b\r\n> From c\r\n",
		  HEAD "a From b\n> From c\n\n" },
		{ "only quotes", ">>\r\n>\r\n", HEAD ">>\n>\n\n" },
		{ "half a From at the end", "x\r\n>From", HEAD "x\n>From\n\n" },
		{ "CR at the end", "x\r", HEAD "x\r\n\n" },
		{ "lone CR", "a\rb\r\r\nc\n", HEAD "a\rb\r\nc\n\n" },
		{ "CR before From", "\rFrom x\n", HEAD "\rFrom x\n\n" },
	};

	T_EACH(row, rows) {
		for (size_t step = 1; step < 12; step++) {
			struct sink s = { .base = { &sink_ops },
					  .got = STR_INIT };

			write_in_steps(&s, row->in, step);
			T_EQ_STR(s.got.s, row->want);
			str_done(&s.got);
		}
	}
}

T_MAIN
