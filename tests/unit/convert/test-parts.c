/* test-parts.c - what the parts of a message agree on, and their limits. */
#include "base/err.h"
#include "base/str.h"
#include "convert/work.h"
#include "t.h"
#include "tests/samples/build.h"
#include "tests/samples/check.h"
#include "tests/samples/samples.h"

static void begin(struct work *w, const struct item *it)
{
	struct err e = ERR_INIT;

	T_EQ_INT(work_begin(w, it, &sample_config, &e), 0);
}

T(addresses_in_the_message)
{
	static const struct {
		const char *label; /* name */
		const char *email, *id, *want;
	} rows[] = {
		{ "known", "anna@example.com", "x", "anna@example.com" },
		{ "by id", "", "16778240", "16778240@zoom-meetings.invalid" },
		{ "base64 id", "", "KdYKjnimT4KPd8FFgQt9FQ==",
		  "KdYKjnimT4KPd8FFgQt9FQ==@zoom-meetings.invalid" },
		/* 16 letters of base32(sha256(...)), by Python */
		{ "id with a slash", "", "a/b",
		  "a-b-thkkkk7ypstgcms5@zoom-meetings.invalid" },
		{ "look-alike", "", "=?x",
		  "x-2pqptcecnraevoxn@zoom-meetings.invalid" },
		{ "Bo Berg", "", "",
		  "Bo-Berg-xlnxxubahhbguuns@zoom-meetings.invalid" },
		{ "\xe7\x8e\x8b", "", "",
		  "uws53nrrowyonhi2@zoom-meetings.invalid" },
		{ "quoted", "\"a b\"@x.y", "",
		  "a-b-x-y-pfkasgg667dcyxtj@zoom-meetings.invalid" },
		{ "a/b", "", "", "a-b-jzibdjl7frcj64cn@zoom-meetings.invalid" },
		{ "16778240", "", "",
		  "16778240-ifve2tb3kb756ngo@zoom-meetings.invalid" },
		{ "injection", "a@b.c\r\nBcc: d@e.f", "",
		  "a-b-c-Bcc-d-e-f-tv3xcg5lmsgo7qht@zoom-meetings.invalid" },
	};

	T_EACH(row, rows) {
		AUTO(item_free) struct item *it = sample_empty();
		AUTO(work_end) struct work w = { .arena = NULL };

		AUTO(str_done) struct str asked = STR_INIT;

		item_person(it, row->label, row->email, row->id);
		begin(&w, it);
		T_EQ_STR(w.people[0].addr, row->want);
		/* the directory is asked for the real one, if there is one */
		convert_address(&asked, it, &it->people[0]);
		T_EQ_STR(asked.s, *row->email != '\0' ? row->email : row->want);
	}
}

T(odd_sources)
{
	static const struct {
		const char *label; /* source */
		const char *want;
	} rows[] = {
		{ "webex", "1@webex.invalid" },
		{ "", "1@source.invalid" },
		{ "--", "1@source.invalid" },
		{ "A b\r\n-", "1@ab.invalid" },
		{ "\xc3\xa5", "1@source.invalid" },
	};

	T_EACH(row, rows) {
		AUTO(item_free) struct item *it = sample_empty();
		AUTO(work_end) struct work w = { .arena = NULL };

		it->source = row->label;
		item_person(it, "x", "", "1");
		begin(&w, it);
		T_EQ_STR(w.people[0].addr, row->want);
	}
}

T(file_names)
{
	static const struct {
		const char *label; /* name */
		const char *type;
		const char *want, *want_type;
	} rows[] = {
		{ "a.mp4", "video/mp4", "a.mp4", "video/mp4" },
		{ "A.MP4", "Video/MP4", "A (2).MP4", "video/mp4" },
		{ "a.mp4", "video/mp4; codecs=x", "a (3).mp4", "video/mp4" },
		{ "a (2).mp4", "", "a (2) (2).mp4",
		  "application/octet-stream" },
		{ "../x/y.txt", "text/plain", "y.txt", "text/plain" },
		{ "C:\\z.txt", "text/plain", "z.txt", "text/plain" },
		{ "c:d.txt", "text/plain", "c_d.txt", "text/plain" },
		{ " .hidden. ", "text/plain", "hidden", "text/plain" },
		{ "", "video/mp4", "recording-file.mp4", "video/mp4" },
		{ "", "x", "recording-file.bin", "application/octet-stream" },
		{ "Participants.CSV", "text/csv", "Participants (2).CSV",
		  "text/csv" },
		{ "raw-m.json", "application/json", "raw-m (3).json",
		  "application/json" },
		{ "mail.eml", "message/rfc822", "mail.eml",
		  "application/octet-stream" },
		{ "e\xe2\x80\xaegpj.exe", "image/jpeg", "e_gpj.exe",
		  "image/jpeg" },
		{ "a\r\nb", "a/b\r\nX: y", "a b", "application/octet-stream" },
	};
	AUTO(item_free) struct item *it = sample_empty();
	AUTO(work_end) struct work w = { .arena = NULL };
	size_t i = 0;

	T_EACH(row, rows)
		build_part(it, row->label, row->type, 1, 1);
	build_raw(it, "m", 1, 1);
	build_raw(it, "m.json", 1, 1);
	build_raw(it, "summary:1", 1, 1);
	begin(&w, it);
	T_EACH(row, rows) {
		T_EQ_STR(w.parts[i].name, row->want);
		T_EQ_STR(w.parts[i].media_type, row->want_type);
		i++;
	}
	T_EQ_STR(w.raws[0].name, "raw-m.json");
	T_EQ_STR(w.raws[1].name, "raw-m (2).json");
	T_EQ_STR(w.raws[2].name, "raw-summary_1.json");
}

T(long_file_name_keeps_its_extension)
{
	AUTO(item_free) struct item *it = sample_empty();
	AUTO(work_end) struct work w = { .arena = NULL };
	AUTO(str_done) struct str name = STR_INIT;

	for (int i = 0; i < 150; i++)
		str_add(&name, "\xc3\xa5");
	str_add(&name, ".docx");
	build_part(it, name.s, "text/plain", 1, 1);
	begin(&w, it);
	T_EQ_INT(strlen(w.parts[0].name), 199); /* whole characters */
	T_EQ_STR(w.parts[0].name + 194, ".docx");
}

T(many_files_of_one_name)
{
	AUTO(item_free) struct item *it = sample_empty();
	AUTO(work_end) struct work w = { .arena = NULL };

	for (int i = 0; i < 3000; i++)
		build_part(it, "x.txt", "text/plain", 1, 0);
	begin(&w, it);
	T_EQ_STR(w.parts[0].name, "x.txt");
	T_EQ_STR(w.parts[2999].name, "x (3000).txt");
}

T(participants_csv)
{
	AUTO(item_free) struct item *it = sample_empty();
	AUTO(work_end) struct work w = { .arena = NULL };
	AUTO(str_done) struct str csv = STR_INIT;
	size_t i = item_person(it, "Berg, \"Bo\"", "bo@x.y", "1");

	item_add_span(it, i, AT(0), AT(61));
	item_add_span(it, i, AT(70), 0);
	it->people[i].role = "Host";
	i = item_person(it, "=1+1", "", "-2");
	it->people[i].external = true;
	it->people[i].note = "line\nend";
	item_person(it, "@SUM", "", "\tx");
	begin(&w, it);
	participants_csv_write(&w, &csv);
	T_EQ_STR(csv.s,
		 "\xef\xbb\xbf"
		 "name,email,address,vendor_id,role,external,note,joined_utc,"
		 "left_utc,seconds\r\n"
		 "\"Berg, \"\"Bo\"\"\",bo@x.y,bo@x.y,1,Host,no,,"
		 "2026-03-01T10:00:00Z,2026-03-01T10:01:01Z,61\r\n"
		 "\"Berg, \"\"Bo\"\"\",bo@x.y,bo@x.y,1,Host,no,,"
		 "2026-03-01T10:01:10Z,,\r\n"
		 "\"'=1+1\",,\"'-2@zoom-meetings.invalid\",\"'-2\",,yes,"
		 "\"line\nend\",,,\r\n"
		 "\"'@SUM\",,x-xa7fdhlufktxekyb@zoom-meetings.invalid,\"'\tx\","
		 ",no,,,,\r\n");
}

/* --- limits ------------------------------------------------------------------
 */

static void check_rendered(const struct item *it)
{
	AUTO(convert_message_done) struct convert_message m = { 0 };
	AUTO(str_done) struct str eml = STR_INIT;
	const char *wrong;
	size_t where;

	sample_render(it, &m, &eml);
	wrong = check_message(eml.s, eml.len, &where);
	if (wrong != NULL)
		T_FAIL("%s at byte %zu", wrong, where);
}

/* Both bodies say these words, and have an end. */
static void check_says(const struct item *it, const char *words)
{
	AUTO(work_end) struct work w = { .arena = NULL };
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(str_done) struct str html = STR_INIT;

	begin(&w, it);
	text_write(&w, &text);
	html_write(&w, &html);
	if (strstr(text.s, words) == NULL)
		T_FAIL("not in the plain body: %s", words);
	if (strstr(html.s, words) == NULL)
		T_FAIL("not in the HTML body: %s", words);
	T_OK(text.len < WORK_BODY_MAX && html.len < WORK_BODY_MAX);
}

T(conversation_without_end)
{
	AUTO(item_free) struct item *it = sample_empty();
	struct item_conversation *c = item_add_conversation(it, "Chat");
	AUTO(str_done) struct str line = STR_INIT;

	for (int i = 0; i < 3000; i++)
		str_add(&line, "word ");
	for (int i = 0; i < 1200; i++)
		build_entry(it, c, ITEM_TEXT, AT(i), ITEM_NOBODY, line.s);
	build_part(it, "chat.txt", "text/plain", 1, 10);
	check_rendered(it);
	check_says(it, "further lines are in the attached chat.txt.");
	it->n_parts = 0;
	check_says(
		it,
		"further lines are in the attached raw answers of the source.");
}

T(one_text_without_end)
{
	AUTO(item_free) struct item *it = sample_empty();
	AUTO(str_done) struct str text = STR_INIT;

	for (int i = 0; i < 2 * 1024 * 1024; i++)
		str_add(&text, "# word\n\n");
	item_add_text(it, "Summary", text.s);
	check_says(it, "The rest is in the attached raw answers");
	it->texts[0].markdown = true;
	check_says(it, "The rest is in the attached raw answers");
}

T(many_people_come_first_where_nothing_follows)
{
	AUTO(item_free) struct item *it = sample_webinar();
	AUTO(work_end) struct work w = { .arena = NULL };
	AUTO(str_done) struct str with = STR_INIT;
	AUTO(str_done) struct str without = STR_INIT;

	begin(&w, it);
	text_write(&w, &without);
	T_OK(strstr(without.s, "listed near the end") == NULL);
	item_add_text(it, "Summary", "All agreed.");
	text_write(&w, &with);
	T_OK(strstr(with.s, "listed near the end") != NULL);
}

T(columns_that_say_nothing)
{
	static const char *const columns[] = { "Asked", "By", "Answer" };
	static const char *const cells[] = {
		"Why?", "", "So.", "When?", "", ""
	};
	AUTO(item_free) struct item *it = sample_empty();
	AUTO(work_end) struct work w = { .arena = NULL };
	AUTO(str_done) struct str html = STR_INIT;
	struct item_table *t = item_add_table(it, "Questions");

	t->columns = columns;
	t->n_columns = 3;
	t->cells = cells;
	t->n_rows = 2;
	begin(&w, it);
	html_write(&w, &html);
	T_OK(strstr(html.s, ">Asked</th>") != NULL);
	T_OK(strstr(html.s, ">By</th>") == NULL);
	T_OK(strstr(html.s, ">Answer</th>") != NULL);
	T_OK(strstr(html.s, "<td dir=\"auto\">When?</td><td dir=\"auto\">"
			    "</td></tr>") != NULL);
}

T(people_without_end)
{
	AUTO(item_free) struct item *it = sample_webinar();
	AUTO(work_end) struct work w = { .arena = NULL };

	check_says(it, "1,000 further participants are in the attached "
		       "participants.csv.");
	begin(&w, it);
	T_OK(w.n_to < w.n_sorted);
	check_says(it, "2,999 participants beside the author");
}

T(limits_end_where_the_text_says)
{
	AUTO(item_free) struct item *it = sample_empty();
	AUTO(str_done) struct str subject = STR_INIT;
	AUTO(convert_message_done) struct convert_message m = { 0 };
	struct err e = ERR_INIT;

	for (int i = 0; i < 255; i++)
		str_add(&subject, "\xc3\xa5");
	it->subject = subject.s;
	T_EQ_INT(convert_item(it, &sample_config, &m, &e), 0);
	T_EQ_STR(m.subject.s, subject.s);
	str_add(&subject, "x");
	it->subject = subject.s;
	T_EQ_INT(convert_item(it, &sample_config, &m, &e), 0);
	T_EQ_INT(m.subject.len, 254 * 2 + 3);
	T_OK(str_ends(m.subject.s, "\xc3\xa5\xe2\x80\xa6"));
}

T_MAIN
