#include "base/encode.h"
#include "base/str.h"
#include "t.h"

T(base64)
{
	static const struct {
		const char *label; /* the bytes */
		const char *text;
		const char *url;
	} rows[] = {
		{ "", "", "" },
		{ "f", "Zg==", "Zg" },
		{ "fo", "Zm8=", "Zm8" },
		{ "foo", "Zm9v", "Zm9v" },
		{ "foob", "Zm9vYg==", "Zm9vYg" },
		{ "\xff\xfe\xfd", "//79", "__79" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str s = STR_INIT;

		encode_base64(&s, row->label, strlen(row->label));
		T_EQ_STR(s.s, row->text);
		str_cut(&s, 0);
		encode_base64url(&s, row->label, strlen(row->label));
		T_EQ_STR(s.s, row->url);
		str_cut(&s, 0);
		T_OK(decode_base64(&s, row->text, strlen(row->text)));
		T_EQ_STR(s.s, row->label);
		str_cut(&s, 0);
		T_OK(decode_base64(&s, row->url, strlen(row->url)));
		T_EQ_STR(s.s, row->label);
	}
}

T(base64_refuses)
{
	AUTO(str_done) struct str s = STR_INIT;

	str_add(&s, "kept");
	T_OK(!decode_base64(&s, "Zm9v!", 5));
	T_OK(!decode_base64(&s, "Z", 1));
	T_OK(!decode_base64(&s, "Zm 9", 4));
	T_EQ_STR(s.s, "kept");
}

T(hex_and_base32)
{
	char text[32];
	unsigned char bytes[4];

	encode_hex("\x00\xab\xff\x10", 4, text);
	T_EQ_STR(text, "00abff10");
	T_OK(decode_hex("00ABff10", bytes, 4));
	T_OK(memcmp(bytes, "\x00\xab\xff\x10", 4) == 0);
	T_OK(!decode_hex("00abff1", bytes, 4));
	T_OK(!decode_hex("00abfg10", bytes, 4));
	encode_base32("foobar", 6, text);
	T_EQ_STR(text, "mzxw6ytboi");
	encode_base32("", 0, text);
	T_EQ_STR(text, "");
}

T(percent)
{
	AUTO(str_done) struct str s = STR_INIT;

	encode_percent(&s, "aZ0-._~/+=\xc3\xa9 ");
	T_EQ_STR(s.s, "aZ0-._~%2F%2B%3D%C3%A9%20");
}

T(csv)
{
	static const struct {
		const char *label;
		const char *in;
		const char *want;
	} rows[] = {
		{ "plain", "caf\xc3\xa9 au lait", "caf\xc3\xa9 au lait" },
		{ "empty", "", "" },
		{ "comma", "a,b", "\"a,b\"" },
		{ "quote", "a \"b\"", "\"a \"\"b\"\"\"" },
		{ "line ends", "a\r\nb", "\"a\r\nb\"" },
		{ "formula", "=1+1", "'=1+1" },
		{ "formula with comma", "@SUM(A1,A2)", "\"'@SUM(A1,A2)\"" },
		{ "minus", "-2", "'-2" },
		{ "plus", "+46 70", "'+46 70" },
		{ "tab", "\t=1", "'\t=1" },
		{ "return", "\r=1", "\"'\r=1\"" },
		{ "inside is harmless", "a=1", "a=1" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str s = STR_INIT;

		encode_csv(&s, row->in);
		T_EQ_STR(s.s, row->want);
	}
}

T(json)
{
	AUTO(str_done) struct str s = STR_INIT;

	encode_json(&s, "a\"b\\c\n\t\x7f\xff\xc3\xa9/");
	T_EQ_STR(s.s, "\"a\\\"b\\\\c\\n\\u0009\\u007f\xef\xbf\xbd\xc3\xa9/\"");
}

T(utf8)
{
	static const struct {
		const char *label;
		const char *in;
		const char *want;
		bool clean;
	} rows[] = {
		{ "ascii", "abc", "abc", true },
		{ "two to four", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
		  "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", true },
		{ "latin 1", "caf\xe9!", "caf\xef\xbf\xbd!", false },
		{ "overlong slash", "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd",
		  false },
		{ "surrogate", "\xed\xa0\x80",
		  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", false },
		{ "cut short", "\xf0\x9f\x98", "\xef\xbf\xbd", false },
		{ "beyond U+10FFFF", "\xf4\x90\x80\x80",
		  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", false },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str s = STR_INIT;

		T_EQ_INT(utf8_clean(&s, row->in, strlen(row->in)), row->clean);
		T_EQ_STR(s.s, row->want);
	}
}

T(utf8_takes_no_nul)
{
	AUTO(str_done) struct str s = STR_INIT;

	T_OK(!utf8_clean(&s, "a\0b", 3));
	T_EQ_STR(s.s, "a\xef\xbf\xbd"
		      "b");
}

T_MAIN
