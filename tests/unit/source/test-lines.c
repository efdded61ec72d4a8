#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/lines.h"
#include "stream/reader.h"

#include "t.h"

static const struct {
	const char *label, *text;
	bool short_too;
	size_t used;
	long long ms;
} times[] = {
	{ "plain", "01:02:03", false, 8, 3723000 },
	{ "followed by something", "01:02:03 x", false, 8, 3723000 },
	{ "fraction", "00:00:01.5", false, 10, 1500 },
	{ "a comma", "00:00:01,250", false, 12, 1250 },
	{ "a long fraction", "00:00:01.123456789", false, 18, 1123 },
	{ "one digit of hours", "1:02:03", false, 7, 3723000 },
	{ "three digits of hours", "100:00:00", false, 9, 360000000 },
	{ "four digits of hours", "1000:00:00", false, 0, 0 },
	{ "short", "02:03.004", true, 9, 123004 },
	{ "short, not wanted", "02:03", false, 0, 0 },
	{ "seconds too many", "00:00:60", false, 0, 0 },
	{ "minutes too many", "00:60:00", false, 0, 0 },
	{ "one digit of minutes", "00:1:00", false, 0, 0 },
	{ "three digits of seconds", "00:00:001", false, 0, 0 },
	{ "a point without digits", "00:00:01.", false, 8, 1000 },
	{ "negative", "-00:00:01", false, 0, 0 },
	{ "nothing", "", true, 0, 0 },
};

T(elapsed_times_are_read)
{
	T_EACH(c, times) {
		long long us = 0;
		size_t used = lines_elapsed(c->text, c->short_too, &us);

		T_EQ_INT(used, c->used);
		if (used > 0)
			T_EQ_INT(us / 1000, c->ms);
	}
}

static const struct {
	const char *label, *text;
	size_t len;
	const char *want; /* each line followed by | */
	bool replaced;
} files[] = {
	{ "nothing", "", 0, "", false },
	{ "one line", "a", 1, "a|", false },
	{ "all ends", "a\nb\r\nc\rd\n", 9, "a|b|c|d|", false },
	{ "empty lines", "\n\r\n\r\r\n", 6, "||||", false },
	{ "a byte order mark, once",
	  "\xef\xbb\xbf\xef\xbb\xbf"
	  "a\n\xef\xbb\xbf",
	  11,
	  "\xef\xbb\xbf"
	  "a|\xef\xbb\xbf|",
	  false },
	{ "NUL and bad bytes", "a\0b\xff", 4,
	  "a\xef\xbf\xbd"
	  "b\xef\xbf\xbd|",
	  true },
};

T(lines_are_parted)
{
	T_EACH(c, files) {
		AUTO(reader_free)
		struct reader *r = reader_mem(c->text, c->len);
		AUTO(lines_free) struct lines *l = lines_new(r);
		struct str out AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;
		const char *s;

		while (lines_next(l, &s, &e) > 0)
			str_addf(&out, "%s|", s);
		T_EQ_STR(out.s, c->want);
		T_EQ_INT(lines_replaced(l), c->replaced);
		T_OK(!lines_cut(l));
	}
}

/* Ends fall on the border between two blocks. */
T(borders_of_blocks_do_not_show)
{
	for (size_t before = READER_BLOCK - 3; before <= READER_BLOCK;
	     before++) {
		size_t len = before + 6;
		AUTO(free) char *text = mem_alloc(len, 1);
		AUTO(reader_free) struct reader *r = NULL;
		AUTO(lines_free) struct lines *l = NULL;
		struct err e = ERR_INIT;
		const char *s = "";

		memset(text, 'x', before);
		memcpy(text + before, "\r\nab\r\n", 6);
		r = reader_mem(text, len);
		l = lines_new(r);
		T_EQ_INT(lines_next(l, &s, &e), 1);
		T_EQ_INT(strlen(s), before);
		T_EQ_INT(lines_next(l, &s, &e), 1);
		T_EQ_STR(s, "ab");
		T_EQ_INT(lines_next(l, &s, &e), 0);
	}
}

T_MAIN
