#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/zoom/read/chat-json.h"
#include "stream/reader.h"
#include "zoom-fixture.h"

#include "t.h"

#include <unistd.h>

/* type@meeting/archive id from<email> to<email> >parent !original =content */
static void print_message(void *ctx, const struct chat_message *m)
{
	struct str *out = ctx;

	str_addf(out, "%" PRId64 "@%lld/%lld %s %s<%s>", m->type,
		 m->meeting_us / 1000000, m->archive_us / 1000000, m->id,
		 m->sender, m->sender_email);
	if (*m->to != '\0' || *m->to_email != '\0')
		str_addf(out, " to %s<%s>", m->to, m->to_email);
	if (*m->parent != '\0')
		str_addf(out, " >%s", m->parent);
	if (*m->original != '\0')
		str_addf(out, " !%s", m->original);
	if (m->receiver > 1)
		str_addf(out, " r%d", m->receiver);
	str_addf(out, " =%s", m->content);
	for (size_t i = 0; i < m->n_files; i++)
		str_addf(out, " [%s]", m->files[i]);
	str_add(out, "\n");
}

static struct chat_json_sums read_chat(const void *bytes, size_t len,
				       struct str *out)
{
	AUTO(reader_free) struct reader *r = reader_mem(bytes, len);
	struct chat_json_sums sums = { 0 };
	struct err e = ERR_INIT;

	T_EQ_INT(chat_json_read(r, print_message, out, &sums, &e), 0);
	return sums;
}

#define ONE "{\"msg_type\":1,\"msg_content\":\"aGk=\"}"
#define GOT "1@0/0  <> =hi\n"

static const struct {
	const char *label, *json, *want;
	size_t messages, damaged;
	bool cut;
} cases[] = {
	{ "nothing", "", "", 0, 0, false },
	{ "no messages", "{\"uuid\":\"x\",\"messages\":[]}", "", 0, 0, false },
	{ "one", "{\"messages\":[" ONE "]}", GOT, 1, 0, false },
	{ "unknown members before and behind",
	  "{\"a\":[1,{\"b\":\"}\"}],\"messages\" : [ " ONE " ],\"z\":{}}", GOT,
	  1, 0, false },
	{ "an array alone", "[" ONE "," ONE "]", GOT GOT, 2, 0, false },
	{ "deeper", "{\"data\":{\"messages\":[" ONE "]}}", GOT, 1, 0, false },
	{ "cut off", "{\"messages\":[" ONE ",{\"msg_type\":1,\"msg_co", GOT, 1,
	  1, true },
	{ "cut off between", "{\"messages\":[" ONE ",", GOT, 1, 0, true },
	{ "one is broken", "{\"messages\":[{\"msg_type\":}," ONE "]}", GOT, 1,
	  1, false },
	{ "not objects", "{\"messages\":[1,\"x\",null,[" ONE "]," ONE "]}", GOT,
	  1, 0, false },
	{ "not a list", "{\"messages\":{\"msg_type\":1}}", "", 0, 0, false },
	{ "braces within texts",
	  "{\"messages\":[{\"msg_type\":1,\"x\":\"}]{\\\"\",\"msg_content\":"
	  "\"aGk\"}]}",
	  GOT, 1, 0, false },
	{ "padding left out, or no base64",
	  "{\"messages\":[{\"msg_type\":\"2\",\"s_name\":\"Qm8\",\"s_email\":"
	  "\"bo@example.com\",\"r_name\":\"no "
	  "base64!\",\"msg_content\":\"aG\"}]}",
	  "2@0/0  Bo<bo@example.com> to no base64!<> =h\n", 1, 0, false },
	{ "null and wrong types",
	  "{\"messages\":[{\"msg_type\":null,\"s_name\":17,\"s_email\":[],"
	  "\"e_time\":{},\"msg_content\":null,\"files\":\"f\","
	  "\"msg_extended_type\":1}]}",
	  "0@0/0  17<> =\n", 1, 0, false },
	{ "times",
	  "{\"messages\":[{\"msg_type\":1,\"e_time\":\"99:59:59\","
	  "\"e_archive_time\":\"00:01:00x\",\"msg_content\":\"\"}]}",
	  "1@359999/0  <> =\n", 1, 0, false },
	{ "feedback is a number",
	  "{\"messages\":[{\"msg_type\":5,\"msg_content\":\"1234\"}]}",
	  "5@0/0  <> =1234\n", 1, 0, false },
	{ "extended type",
	  "{\"messages\":[{\"msg_type\":1,\"msg_extended_type\":"
	  "\"040401000600\"},"
	  "{\"msg_type\":1,\"msg_extended_type\":\"04040100060\"}]}",
	  "1@0/0  <> r6 =\n1@0/0  <> =\n", 2, 0, false },
	{ "decoded bytes that are no text",
	  "{\"messages\":[{\"msg_type\":1,\"msg_content\":\"/wA=\"}]}",
	  "1@0/0  <> =\xef\xbf\xbd\xef\xbf\xbd\n", 1, 0, false },
	{ "half a surrogate",
	  "{\"messages\":[{\"msg_type\":1,\"s_name\":\"\\ud83d!\"}]}",
	  "1@0/0  \xef\xbf\xbd!<> =\n", 1, 0, false },
	{ "closing too often", "]}]}{\"messages\":[" ONE "]}", GOT, 1, 0,
	  false },
};

T(all_messages_are_found)
{
	T_EACH(c, cases) {
		struct str out AUTO(str_done) = STR_INIT;
		struct chat_json_sums sums =
			read_chat(c->json, strlen(c->json), &out);

		T_EQ_STR(out.s, c->want);
		T_EQ_INT(sums.messages, c->messages);
		T_EQ_INT(sums.damaged, c->damaged);
		T_EQ_INT(sums.cut, c->cut);
	}
}

static void add_encoded(struct str *s, char c, size_t n)
{
	AUTO(free) char *text = mem_alloc(n, 1);

	memset(text, c, n);
	encode_base64(s, text, n);
}

static void keep_length(void *ctx, const struct chat_message *m)
{
	*(size_t *)ctx = strlen(m->content);
}

T(a_text_of_five_megabytes_is_cut_in_words)
{
	struct str s AUTO(str_done) = STR_INIT;
	AUTO(reader_free) struct reader *r = NULL;
	struct chat_json_sums sums = { 0 };
	struct err e = ERR_INIT;
	size_t len = 0;

	str_add(&s, "{\"messages\":[{\"msg_type\":1,\"msg_content\":\"");
	add_encoded(&s, 'x', 5 << 20);
	str_add(&s, "\"}]}");
	r = reader_mem(s.s, s.len);
	T_EQ_INT(chat_json_read(r, keep_length, &len, &sums, &e), 0);
	T_EQ_INT(sums.messages, 1);
	T_OK(len > 200000 && len < 300000);
}

T(a_message_without_end_is_given_up)
{
	size_t len = (16 << 20);
	AUTO(free) char *text = mem_alloc(len, 1);
	struct str out AUTO(str_done) = STR_INIT;
	struct chat_json_sums sums;

	memset(text, ' ', len);
	memcpy(text, "{\"messages\":[{\"a\":1", 19);
	memcpy(text + len - 3, "}]}", 3);
	sums = read_chat(text, len, &out);
	T_EQ_INT(sums.messages, 0);
	T_EQ_INT(sums.damaged, 1);
}

T(deep_nesting_harms_one_member_only)
{
	struct str s AUTO(str_done) = STR_INIT;
	struct str out AUTO(str_done) = STR_INIT;
	struct chat_json_sums sums;

	str_add(&s, "{\"messages\":[{\"x\":");
	for (int i = 0; i < 100000; i++)
		str_add_char(&s, '[');
	for (int i = 0; i < 100000; i++)
		str_add_char(&s, ']');
	str_add(&s, "}," ONE "]}");
	sums = read_chat(s.s, s.len, &out);
	T_EQ_STR(out.s, "0@0/0  <> =\n" GOT);
	T_EQ_INT(sums.damaged, 0);
}

T(the_made_up_sample_is_read)
{
	char path[1024], text[8192];
	struct str out AUTO(str_done) = STR_INIT;
	struct chat_json_sums sums;
	FILE *f;

	(void)snprintf(path, sizeof(path),
		       "%s/../shared/samples/zoom/archived-chat.MADE-UP.json",
		       fixture_root());
	f = fopen(path, "rbe");
	if (f == NULL) {
		printf("# skipped: no samples beside the project\n");
		return;
	}
	sums = read_chat(text, fread(text, 1, sizeof(text), f), &out);
	(void)fclose(f);
	T_EQ_INT(sums.messages, 7);
	T_EQ_STR(out.s,
		 "1@330/328 m1 Jill<jill@example.com> =hi\n"
		 "2@331/329 m2 Jill<> to Bob<bob@example.com> r4 =psst\n"
		 "6@340/338 m3 Jill<jill@example.com> !m1 =hi all\n"
		 "3@400/398 m4 Jill<jill@example.com> !m1 =\n"
		 "5@420/418  Jill<jill@example.com> =1\n"
		 "4@420/418  Jill<jill@example.com> =:thumbsup:\n"
		 "7@430/428 m5 Jill<jill@example.com> >m2 =reply [a.pdf]\n");
}

T_MAIN
