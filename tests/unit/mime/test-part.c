#include "mime/part.h"

#include "base/str.h"
#include "t.h"

T(text)
{
#define HEAD(enc)                                                              \
	"Content-Type: text/plain; charset=\"utf-8\"\r\n"                      \
	"Content-Transfer-Encoding: " enc "\r\n\r\n"
	static const struct {
		const char *label;
		const char *in;
		const char *want;
	} rows[] = {
		{ "empty", "", HEAD("7bit") },
		{ "plain", "Hello\n\nyou\n",
		  HEAD("7bit") "Hello\r\n\r\nyou\r\n" },
		{ "accent", "caf\xc3\xa9\n",
		  HEAD("quoted-printable") "caf=C3=A9\r\n" },
		{ "boundary look-alike", "--=_x\n",
		  HEAD("quoted-printable") "--=3D_x\r\n" },
		{ "blank at the end of a line", "a \n",
		  HEAD("quoted-printable") "a=20\r\n" },
		{ "mbox", "From me\n",
		  HEAD("quoted-printable") "=46rom me\r\n" },
		{ "SMTP", ".\n", HEAD("quoted-printable") "=2E\r\n" },
		{ "CR", "a\rb\n", HEAD("quoted-printable") "a=0Db\r\n" },
		{ "77 columns",
		  "0123456789012345678901234567890123456789012345678901234567"
		  "890123456789012345a",
		  HEAD("quoted-printable") "01234567890123456789012345678901234"
					   "567890123456789012345"
					   "6789012345678901234=\r\n5a" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str out = STR_INIT;

		part_text(&out, "plain", row->in, strlen(row->in));
		T_EQ_STR(out.s, row->want);
	}
}

T(boundaries)
{
	AUTO(str_done) struct str out = STR_INIT;
	char a[PART_BOUNDARY], again[PART_BOUNDARY], b[PART_BOUNDARY];

	part_boundary(a, "<x@y>", 5, 'a');
	T_EQ_STR(a, "=_ehgx6m6fp2uxkt5lottpewqubwnwnhhpyrwylpoehbo22qhjv4hqa");
	T_EQ_STR(part_boundary(again, "<x@y>", 5, 'a'), a);
	part_boundary(b, "<x@y>", 5, 'b');
	T_EQ_INT(strlen(a), strlen(b));
	T_OK(strcmp(a, b) != 0);
	part_next(&out, "=_x");
	part_end(&out, "=_x");
	T_EQ_STR(out.s, "\r\n--=_x\r\n\r\n--=_x--\r\n");
}

T(base64)
{
	AUTO(str_done) struct str out = STR_INIT;
	char long_text[120];

	part_base64(&out, "", 0);
	T_EQ_STR(out.s, "");
	part_base64(&out, "foob", 4);
	T_EQ_STR(out.s, "Zm9vYg==\r\n");
	memset(long_text, 'a', sizeof(long_text));
	str_cut(&out, 0);
	part_base64(&out, long_text, 58);
	T_EQ_INT(out.len, 78 + 6);
	T_EQ_STR(out.s + 74, "Fh\r\nYQ==\r\n");
}

T_MAIN
