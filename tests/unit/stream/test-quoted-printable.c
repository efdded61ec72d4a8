#include "stream/quoted-printable.h"
#include "stream/reader.h"

#include "base/err.h"
#include "base/str.h"
#include "t.h"

#define TEN   "0123456789"
#define FIFTY TEN TEN TEN TEN TEN

static const struct {
	const char *label;
	const char *in;
	const char *want;
} rows[] = {
	{ "empty", "", "" },
	{ "plain", "Hello, world.\n", "Hello, world.\r\n" },
	{ "no line end", "Hello", "Hello" },
	{ "CRLF is a line end too", "a\r\nb\r\n", "a\r\nb\r\n" },
	{ "lone CR", "a\rb\r", "a=0Db=0D" },
	{ "CR CR LF", "a\r\r\n", "a=0D\r\n" },
	{ "equals sign", "1+1=2", "1+1=3D2" },
	{ "boundary look-alike", "--=_abc", "--=3D_abc" },
	{ "UTF-8", "caf\xc3\xa9", "caf=C3=A9" },
	{ "controls", "\x01\x7f", "=01=7F" },
	{ "blank at end of line", "a \nb\t\n", "a=20\r\nb=09\r\n" },
	{ "blanks at end of line", "a  \n", "a =20\r\n" },
	{ "blank at the end", "a ", "a=20" },
	{ "blank line of blanks", " \n", "=20\r\n" },
	{ "inner blanks stay", "a b\tc", "a b\tc" },
	{ "From at the start", "From me\nFrom you\n",
	  "=46rom me\r\n=46rom you\r\n" },
	{ "From within", "not From me", "not From me" },
	{ "dot alone", ".\n..\n", "=2E\r\n=2E.\r\n" },
	{ "75 columns", FIFTY TEN TEN "01234", FIFTY TEN TEN "01234" },
	{ "76 columns", FIFTY TEN TEN "012345", FIFTY TEN TEN "01234=\r\n5" },
	{ "quoted byte at the border", FIFTY TEN TEN "012\xc3\xa9",
	  FIFTY TEN TEN "012=\r\n=C3=A9" },
	{ "dot after a soft break", FIFTY TEN TEN "01234.\n",
	  FIFTY TEN TEN "01234=\r\n=2E\r\n" },
	{ "blank at the border", FIFTY TEN TEN "01234 x",
	  FIFTY TEN TEN "01234=\r\n x" },
};

T(at_once_and_in_pieces)
{
	static const size_t caps[] = { 1, 2, 3, 76, 1000 };

	T_EACH(row, rows) {
		size_t len = strlen(row->in);

		for (size_t cut = 0; cut <= len; cut++) {
			AUTO(str_done) struct str out = STR_INIT;
			struct qp q = QP_INIT;

			qp_add(&q, &out, row->in, cut);
			qp_add(&q, &out, row->in + cut, len - cut);
			qp_end(&q, &out);
			T_EQ_STR(out.s, row->want);
		}
		for (size_t c = 0; c < sizeof(caps) / sizeof(caps[0]); c++) {
			AUTO(reader_free)
			struct reader *r = reader_quoted_printable(
				reader_mem(row->in, len));
			AUTO(str_done) struct str out = STR_INIT;
			struct err e = ERR_INIT;
			ssize_t n;

			while ((n = reader_read(r, str_room(&out, caps[c]),
						caps[c], &e)) > 0)
				out.len += (size_t)n;
			*str_room(&out, 0) = '\0';
			T_EQ_INT(n, 0);
			T_EQ_STR(out.s, row->want);
		}
	}
}

T_MAIN
