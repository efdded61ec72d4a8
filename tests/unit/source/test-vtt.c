#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/vtt.h"
#include "stream/reader.h"

#include "t.h"

/* from-to speaker(v)|spoken, milliseconds */
static void print_cue(void *ctx, const struct vtt_cue *c)
{
	struct str *out = ctx;

	str_addf(out, "%lld-%lld %s%s|%s\n", c->from_us / 1000, c->to_us / 1000,
		 c->speaker, c->tagged ? "(v)" : "", c->spoken);
}

static struct vtt_sums read_vtt(const char *text, size_t len, struct str *out)
{
	AUTO(reader_free) struct reader *r = reader_mem(text, len);
	struct vtt_sums sums = { 0 };
	struct err e = ERR_INIT;

	T_EQ_INT(vtt_read(r, print_cue, out, &sums, &e), 0);
	return sums;
}

static const struct {
	const char *label, *text, *want;
} cases[] = {
	{ "nothing", "", "" },
	{ "no cues", "WEBVTT\n\nNOTE nothing was said\n", "" },
	{ "as Zoom writes it",
	  "WEBVTT\r\n\r\n1\r\n00:00:02.500 --> 00:00:04.750\r\nAnna Berg: "
	  "Good morning.\r\n\r\n2\r\n00:00:05.000 --> 01:00:07.000\r\nyes\r\n",
	  "2500-4750 Anna Berg|Good morning.\n5000-3607000 |yes\n" },
	{ "voice tags, other tags, entities",
	  "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n"
	  "<v.loud Bo Chen>a <b>b</b> &amp; "
	  "&lt;c&gt;&nbsp;<00:00:01.500>d</v>\n",
	  "1000-2000 Bo Chen(v)|a b & <c>\xc2\xa0"
	  "d\n" },
	{ "as Webex writes it",
	  "WEBVTT\n\n1 \"Anna Ek\" (12)\n00:00:20.904 --> 00:00:24.564\n"
	  "Bo: hello.\n",
	  "20904-24564 Anna Ek(v)|Bo: hello.\n" },
	{ "a name is for its cue alone",
	  "1 \"Anna\"\n00:01.000 --> 00:02.000\na\n\n2\n00:03.000 --> "
	  "00:04.000\nb\n",
	  "1000-2000 Anna(v)|a\n3000-4000 |b\n" },
	{ "a name in quotes that is a note's",
	  "NOTE \"Anna\"\n\n00:01.000 --> 00:02.000\na\n", "1000-2000 |a\n" },
	{ "a voice tag goes before the line above",
	  "1 \"Anna\"\n00:01.000 --> 00:02.000\n<v Bo>a\n",
	  "1000-2000 Bo(v)|a\n" },
	{ "one quote alone", "1 \"Anna\n00:01.000 --> 00:02.000\na\n",
	  "1000-2000 |a\n" },
	{ "an open tag", "00:01.000 --> 00:02.000\na <v\n",
	  "1000-2000 |a <v\n" },
	{ "several lines",
	  "WEBVTT\n\n00:01.000 --> 00:02.000\nAnna: one\ntwo: three\n",
	  "1000-2000 Anna|one two: three\n" },
	{ "a colon in the second line only",
	  "WEBVTT\n\n00:01.000 --> 00:02.000\none\ntwo: three\n",
	  "1000-2000 |one two: three\n" },
	{ "no blank line between",
	  "WEBVTT\n00:01.000 --> 00:02.000\na\n"
	  "00:02.000 --> 00:03.000\nb\n",
	  "1000-2000 |a\n2000-3000 |b\n" },
	{ "SubRip commas, no heading",
	  "1\n00:00:01,250 --> 00:00:02,500\na\n\n", "1250-2500 |a\n" },
	{ "notes and styles are left out",
	  "WEBVTT\n\nNOTE a: b\nc\n\nSTYLE\n::cue { x: y }\n\n"
	  "00:01.000 --> 00:02.000\na\n",
	  "1000-2000 |a\n" },
	{ "an arrow in the text",
	  "WEBVTT\n\n00:01.000 --> 00:02.000\nleft --> right\n",
	  "1000-2000 |left --> right\n" },
	{ "hearts and less-than",
	  "WEBVTT\n\n00:01.000 --> 00:02.000\n"
	  "I <3 you, 1 < 2, <x>\n",
	  "1000-2000 |I <3 you, 1 < 2, <x>\n" },
	{ "an empty cue",
	  "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"
	  "00:02.000 --> 00:03.000\n<b></b>\n",
	  "" },
	{ "not UTF-8", "WEBVTT\n\n00:01.000 --> 00:02.000\nA: \xff\n",
	  "1000-2000 A|\xef\xbf\xbd\n" },
	{ "not the time", "WEBVTT\n\n00:61.000 --> 00:02.000\nA\n", "" },
	{ "a speaker far too long",
	  "WEBVTT\n\n00:01.000 --> 00:02.000\n"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  ": b\n",
	  "1000-2000 |"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  ": b\n" },
};

T(cues_are_read)
{
	T_EACH(c, cases) {
		struct str out AUTO(str_done) = STR_INIT;

		(void)read_vtt(c->text, strlen(c->text), &out);
		T_EQ_STR(out.s, c->want);
	}
}

T(a_cue_without_end_is_cut)
{
	size_t len = 5 << 20;
	AUTO(free) char *text = mem_alloc(len, 1);
	struct str out AUTO(str_done) = STR_INIT;
	struct vtt_sums sums;

	memset(text, 'x', len);
	for (size_t i = 1000; i < len; i += 1000)
		text[i] = '\n';
	memcpy(text, "WEBVTT\n\n00:01.000 --> 00:02.000\n", 32);
	sums = read_vtt(text, len, &out);
	T_EQ_INT(sums.cues, 1);
	T_OK(sums.cut);
	T_OK(out.len < VTT_TEXT_MAX + 100);
}

T_MAIN
