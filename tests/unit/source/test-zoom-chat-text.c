#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/zoom/read/chat-text.h"
#include "stream/reader.h"

#include "t.h"

/* One message a line: seconds|from|email|to|d|text, \n shown as ~. */
static void print_line(void *ctx, const struct chat_line *l)
{
	struct str *out = ctx;

	str_addf(out, "%lld|%s|%s|%s|%s|",
		 l->at_us < 0 ? -1 : l->at_us / 1000000, l->from, l->email,
		 l->to, l->direct ? "d" : "");
	for (const char *s = l->text; *s != '\0'; s++)
		str_add_char(out, *s == '\n' ? '~' : *s);
	str_add(out, "\n");
}

static int read_chat(const void *bytes, size_t len, struct str *out,
		     struct chat_sums *sums)
{
	AUTO(reader_free) struct reader *r = reader_mem(bytes, len);
	struct err e = ERR_INIT;

	return chat_text_read(r, print_line, out, sums, &e);
}

static const struct {
	const char *label, *text, *want;
} cases[] = {
	{ "nothing", "", "" },
	{ "no chat at all", "<html>\n<p>Passcode required</p>\n", "" },
	{ "cloud recording", "00:04:55\tAnna Berg:\thello\n",
	  "295|Anna Berg||||hello\n" },
	{ "from and to",
	  "00:04:55\tFrom Anna Berg to Everyone:\thello\r\n"
	  "00:04:55\tFrom Bo to Everyone:\they: all\r\n",
	  "295|Anna Berg||Everyone||hello\n295|Bo||Everyone||hey: all\n" },
	{ "old client",
	  "14:05:22 From  Jane Doe  to  Everyone : hi\n"
	  "14:05:23 From  Jane Doe  to  Bo(Privately) : psst\n",
	  "50722|Jane Doe||Everyone||hi\n50723|Jane Doe||Bo|d|psst\n" },
	{ "new client, text below",
	  "14:05:22 From Jane Doe to Everyone:\n\they\n\n\tagain\n"
	  "14:05:23 From Jane Doe to Bo(Direct Message):\n\tpsst\n",
	  "50722|Jane Doe||Everyone||hey~~again\n"
	  "50723|Jane Doe||Bo|d|psst\n" },
	{ "older still, without receivers", "14:05:22 From Jane Doe : hi\n",
	  "50722|Jane Doe||||hi\n" },
	{ "several lines in one message",
	  "00:00:01\tFrom A to Everyone:\tone\r\ntwo\r\n  three\r\n"
	  "00:00:01\tFrom B to Everyone:\tfour\r\n",
	  "1|A||Everyone||one~two~  three\n1|B||Everyone||four\n" },
	{ "a quoted head goes back in time",
	  "00:10:00\tFrom A to Everyone:\tsee:\n"
	  "00:01:00\tFrom B to Everyone:\told\n"
	  "00:11:00\tFrom B to Everyone:\tnew\n",
	  "600|A||Everyone||see:~00:01:00\tFrom B to Everyone:\told\n"
	  "660|B||Everyone||new\n" },
	{ "a head of another form is text",
	  "00:10:00\tFrom A to Everyone:\tsee\n00:11:00\tB:\tno\n",
	  "600|A||Everyone||see~00:11:00\tB:\tno\n" },
	{ "heads within indented text",
	  "14:05:22 From J to Everyone:\n\t14:05:30 From X to Everyone:\n",
	  "50722|J||Everyone||14:05:30 From X to Everyone:\n" },
	{ "past midnight",
	  "23:59:59 From A to Everyone:\n\tone\n"
	  "00:00:02 From A to Everyone:\n\ttwo\n",
	  "86399|A||Everyone||one\n86402|A||Everyone||two\n" },
	{ "dated",
	  "1970-01-02 00:00:05 From A to Everyone:\n\tone\n"
	  "1970-01-03 00:00:05 From A to Everyone:\n\ttwo\n",
	  "86405|A||Everyone||one\n172805|A||Everyone||two\n" },
	{ "names with to and colon",
	  "00:00:01\tFrom Ask to join to Everyone:\ta\n"
	  "00:00:02\tFrom Team: Anna to Everyone:\tb\n",
	  "1|Ask to join||Everyone||a\n2|Team: Anna||Everyone||b\n" },
	{ "an address behind the name",
	  "00:00:01\tFrom Jill (jill@example.com) to Everyone:\ta\n"
	  "00:00:02\tJill(jill@example.com):\tb\n",
	  "1|Jill|jill@example.com|Everyone||a~00:00:02\t"
	  "Jill(jill@example.com):\tb\n" },
	{ "an address, short form", "00:00:02\tJill(jill@example.com):\tb\n",
	  "2|Jill|jill@example.com|||b\n" },
	{ "a byte order mark",
	  "\xef\xbb\xbf"
	  "00:00:01\tA:\tx\n",
	  "1|A||||x\n" },
	{ "text before the first message", "Meeting chat\n\n00:00:01\tA:\tx\n",
	  "-1|||||Meeting chat\n1|A||||x\n" },
	{ "hours of three digits, and none beyond",
	  "100:00:01\tA:\tx\n100:00:60\tA:\ty\n",
	  "360001|A||||x~100:00:60\tA:\ty\n" },
	{ "nothing said", "00:00:01\tA:\t\n00:00:02\tA:\n",
	  "1|A||||\n2|A||||\n" },
	{ "tabs in the text", "00:00:01\tA:\ta\tb\n", "1|A||||a\tb\n" },
	{ "lone CR", "00:00:01\tA:\tx\r00:00:02\tB:\ty\r",
	  "1|A||||x\n2|B||||y\n" },
	{ "not UTF-8", "00:00:01\tA:\tcaf\xe9\n", "1|A||||caf\xef\xbf\xbd\n" },
	{ "a role behind the name",
	  "00:00:01 From Anna Berg (Host) to Bo, Carla(Direct Message):\n\tx\n",
	  "1|Anna Berg (Host)||Bo, Carla|d|x\n" },
	{ "no blank behind the time", "00:00:01x\tA:\tx\n", "" },
	{ "no end of line at the end", "00:00:01\tA:\tx", "1|A||||x\n" },
};

T(all_forms_are_read)
{
	T_EACH(c, cases) {
		struct str out AUTO(str_done) = STR_INIT;
		struct chat_sums sums = { 0 };

		T_EQ_INT(read_chat(c->text, strlen(c->text), &out, &sums), 0);
		T_EQ_STR(out.s, c->want);
	}
}

T(sums_are_kept)
{
	struct str out AUTO(str_done) = STR_INIT;
	struct chat_sums sums = { 0 };
	static const char text[] =
		"intro\n00:00:03\tA:\tx\0y\n00:00:09\tA:\tz\n";

	T_EQ_INT(read_chat(text, sizeof(text) - 1, &out, &sums), 0);
	T_EQ_INT(sums.lines, 2);
	T_EQ_INT(sums.first_us, 3000000);
	T_EQ_INT(sums.last_us, 9000000);
	T_OK(sums.replaced && !sums.dated && !sums.cut);
}

static void count_line(void *ctx, const struct chat_line *l)
{
	size_t *longest = ctx;

	if (strlen(l->text) > *longest)
		*longest = strlen(l->text);
}

T(a_line_of_five_megabytes_is_cut)
{
	size_t len = 5 << 20, longest = 0;
	AUTO(free) char *text = mem_alloc(len, 1);
	AUTO(reader_free) struct reader *r = NULL;
	struct chat_sums sums = { 0 };
	struct err e = ERR_INIT;

	memset(text, 'x', len);
	memcpy(text, "00:00:01\tA:\t", 12);
	r = reader_mem(text, len);
	T_EQ_INT(chat_text_read(r, count_line, &longest, &sums, &e), 0);
	T_EQ_INT(sums.lines, 1);
	T_OK(sums.cut);
	T_OK(longest > 200000 && longest <= CHAT_TEXT_MAX);
}

T(a_million_lines_are_counted)
{
	struct str text AUTO(str_done) = STR_INIT;
	AUTO(reader_free) struct reader *r = NULL;
	struct chat_sums sums = { 0 };
	struct err e = ERR_INIT;
	size_t longest = 0;

	for (int i = 0; i < 1000000; i++)
		str_addf(&text, "%02d:%02d:%02d\tA:\tm\n", i / 36000,
			 i / 600 % 60, i / 10 % 60);
	r = reader_mem(text.s, text.len);
	T_EQ_INT(chat_text_read(r, count_line, &longest, &sums, &e), 0);
	T_EQ_INT(sums.lines, 1000000);
	T_EQ_INT(longest, 1);
}

T_MAIN
