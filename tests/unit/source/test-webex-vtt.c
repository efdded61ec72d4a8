#include "base/err.h"
#include "base/str.h"
#include "source/webex/talk/vtt.h"
#include "stream/reader.h"
#include "t.h"

#include <inttypes.h>

static void write_cue(void *ctx, const struct wxvtt_cue *c)
{
	str_addf(ctx, "%" PRId64 " [%s] %s\n", c->from_us / 1000, c->speaker,
		 c->text);
}

static const struct {
	const char *label, *vtt, *want;
} cases[] = {
	{ "Webex's own",
	  "WEBVTT\n\n1 \"Anna Ek\" (12)\n00:00:20.904 --> 00:00:24.564\n"
	  "Hello.\n",
	  "20904 [Anna Ek] Hello.\n" },
	{ "CRLF and two lines",
	  "WEBVTT\r\n\r\n1\r\n01:00:00.000 --> 01:00:01.000\r\na\r\nb\r\n\r\n",
	  "3600000 [] a b\n" },
	{ "a voice tag",
	  "WEBVTT\n\n00:01.5 --> 00:02.0\n<v Bo Li>hi <b>you</b></v>\n",
	  "1500 [Bo Li] hi you\n" },
	{ "no blank line between",
	  "00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000\nb",
	  "1000 [] a\n3000 [] b\n" },
	{ "a name is for its cue alone",
	  "1 \"Anna\"\n00:01.000 --> 00:02.000\na\n\n2\n00:03.000 --> "
	  "00:04.000\nb\n",
	  "1000 [Anna] a\n3000 [] b\n" },
	{ "a comma in the time", "00:00:01,250 --> 00:00:02,000\na\n",
	  "1250 [] a\n" },
	{ "no cues", "WEBVTT\n\nNOTE nothing\n", "" },
	{ "an open tag", "00:01.000 --> 00:02.000\na <v\n", "1000 [] a \n" },
	{ "not a time", "1:2:3:4 --> 5\na\n99999:00 --> 1\nb\n", "" },
	{ "bad UTF-8", "00:01.000 --> 00:02.000\na\xff\n",
	  "1000 [] a\xef\xbf\xbd\n" },
	{ "empty", "", "" },
};

T(cues_of_all_kinds)
{
	T_EACH(row, cases) {
		AUTO(reader_free)
		struct reader *r = reader_mem(row->vtt, strlen(row->vtt));
		struct str out AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;

		T_OK(wxvtt_read(r, write_cue, &out, &e) >= 0);
		T_EQ_STR(out.s, row->want);
	}
}

T(a_line_without_end_is_bounded)
{
	struct str vtt AUTO(str_done) = STR_INIT;
	struct str out AUTO(str_done) = STR_INIT;
	AUTO(reader_free) struct reader *r = NULL;
	struct err e = ERR_INIT;

	str_add(&vtt, "00:01.000 --> 00:02.000\n");
	for (size_t i = 0; i < 4 * WXVTT_LINE; i++)
		str_add_char(&vtt, i % 50000 == 49999 ? '\n' : 'x');
	r = reader_mem(vtt.s, vtt.len);
	T_EQ_INT(wxvtt_read(r, write_cue, &out, &e), 1);
	T_OK(out.len < 3 * WXVTT_LINE);
}

T_MAIN
