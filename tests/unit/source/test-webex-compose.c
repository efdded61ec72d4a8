#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/webex/compose.h"
#include "source/webex/talk/slice.h"
#include "source/webex/talk/text.h"
#include "webex-material.h"

#include "t.h"

static struct item *compose(struct fake_material *fm)
{
	struct item *it = NULL;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (webex_compose(fake_material(fm), &it, &e) == 1) {
		item_text_assert(it);
		return it;
	}
	T_FAIL("no item: %s", err_str(&e, text, sizeof(text)));
	return item_new();
}

static void raw(struct fake_material *fm, const char *name, const char *json)
{
	fake_material_raw(fm, name, json, strlen(json), true);
}

static void part(struct fake_material *fm, const char *kind, const char *id,
		 const char *version, const char *time)
{
	struct source_part p = { .kind = kind,
				 .id = id,
				 .version = version,
				 .state = SOURCE_PART_COMPLETE,
				 .fresh = true };

	T_OK(clock_parse(time, &p.time_us));
	fake_material_part(fm, &p, NULL, 0);
}

static bool noticed(const struct item *it, const char *words)
{
	for (size_t i = 0; i < it->n_notices; i++)
		if (strstr(it->notices[i], words) != NULL)
			return true;
	return false;
}

static bool has_person(const struct item *it, const char *name)
{
	for (size_t i = 0; i < it->n_people; i++)
		if (strcmp(it->people[i].name, name) == 0)
			return true;
	return false;
}

/* --- whole items -----------------------------------------------------------
 */

static const struct {
	const char *label, *kind, *subject;
} wholes[] = {
	{ "day", "slice", "Webex channel: Contract - 5 posts, 6 people" },
	{ "later", "supplement",
	  "Webex channel: Contract 2027 - later - 1 edit, 1 deletion" },
	{ "meeting", "meeting",
	  "Webex meeting: Weekly risk call - 4 participants, 3 chat messages, "
	  "1 poll, 2 questions, 1 recording" },
};

T(items_are_as_expected)
{
	T_EACH(row, wholes) {
		AUTO(fake_material_free)
		struct fake_material *fm = webex_material(row->label);
		AUTO(item_free) struct item *it = compose(fm);

		T_EQ_STR(it->ref.kind, row->kind);
		T_EQ_STR(it->subject, row->subject);
		T_EQ_INT(webex_expected(it, row->label), 0);
	}
}

/* A poll and a question across the borders of pages; the last of a page is
   told on the next one again. */
#define POLL(respondents)                                                      \
	"{\"items\":[{\"id\":\"P1\",\"displayName\":\"Anna Ek\",\"email\":"    \
	"\"anna.ek@example.com\",\"questions\":[{\"title\":\"Which limit?\","  \
	"\"answerSummary\":[{\"value\":\"10 m\",\"totalRespondents\":4}],"     \
	"\"respondents\":{\"items\":[" respondents "]}}]}]}"
#define BY(name, email)                                                        \
	"{\"displayName\":\"" name "\",\"email\":\"" email                     \
	"\",\"answers\":[\"10 m\"]}"
#define ASKED(answers)                                                         \
	"{\"items\":[{\"id\":\"Q1\",\"question\":\"Why?\",\"displayName\":"    \
	"\"Bo "                                                                \
	"Li\",\"email\":\"bo.li@example.com\",\"answers\":{\"items\":"         \
	"[" answers "]}}]}"
#define ANSWER(text)                                                           \
	"{\"displayName\":\"Anna Ek\",\"email\":\"anna.ek@example.com\","      \
	"\"answer\":[\"" text "\"]}"

static size_t rows_of(const struct item *it, const char *title)
{
	for (size_t i = 0; i < it->n_tables; i++)
		if (strcmp(it->tables[i].title, title) == 0)
			return it->tables[i].n_rows;
	return 0;
}

/* "" where there is none. */
static const char *cell_of(const struct item *it, const char *title, size_t at)
{
	for (size_t i = 0; i < it->n_tables; i++) {
		const struct item_table *t = &it->tables[i];

		if (strcmp(t->title, title) == 0 &&
		    at < t->n_rows * t->n_columns)
			return t->cells[at];
	}
	return "";
}

T(what_pages_part_is_one)
{
	AUTO(fake_material_free)
	struct fake_material *fm = webex_material("meeting");
	static const char answers[] = "Poll: Which limit? - answers";
	static const char asked[] = "Questions and answers";
	AUTO(item_free) struct item *it = NULL;

	raw(fm, "meeting-poll.1",
	    POLL(BY("Bo Li", "bo.li@example.com") "," BY("Anonymous", "")));
	raw(fm, "meeting-poll.2",
	    POLL(BY("Bo Li", "bo.li@example.com") "," BY("Anonymous", "")));
	raw(fm, "meeting-poll.3", POLL(BY("Cy Ra", "cy.ra@example.com")));
	raw(fm, "meeting-qa.1", ASKED(ANSWER("Because.")));
	raw(fm, "meeting-qa.2", ASKED(ANSWER("Because.") "," ANSWER("So.")));
	it = compose(fm);
	T_OK(strstr(it->subject, "1 poll, 1 question,") != NULL);
	T_EQ_INT(rows_of(it, answers), 4); /* two are anonymous: who knows? */
	T_EQ_STR(cell_of(it, answers, 0), "Bo Li");
	T_EQ_STR(cell_of(it, answers, 6), "Cy Ra");
	T_EQ_INT(rows_of(it, asked), 2);
	T_EQ_STR(cell_of(it, asked, 0), "Why?");
	T_EQ_STR(cell_of(it, asked, 2), "Because.");
	T_EQ_STR(cell_of(it, asked, 4), "");
	T_EQ_STR(cell_of(it, asked, 6), "So.");
}

T(the_same_material_gives_the_same_item)
{
	T_EACH(row, wholes) {
		struct str texts[2] = { STR_INIT, STR_INIT };

		for (int i = 0; i < 2; i++) {
			AUTO(fake_material_free)
			struct fake_material *fm = webex_material(row->label);
			AUTO(item_free) struct item *it = compose(fm);

			item_text(&texts[i], it);
		}
		T_EQ_STR(texts[0].s, texts[1].s);
		str_done(&texts[0]);
		str_done(&texts[1]);
	}
}

T(those_who_were_not_there_do_not_get_it)
{
	AUTO(fake_material_free)
	struct fake_material *fm = webex_material("day");
	AUTO(item_free) struct item *it = compose(fm);

	T_OK(has_person(it, "Cai Mo"));   /* came at eleven */
	T_OK(has_person(it, "Fay Ng"));   /* left after the first post */
	T_OK(!has_person(it, "Dee Ray")); /* left before it */
	T_OK(has_person(it, "Eve Ora"));  /* wrote, but is no member */
}

/* --- threads ---------------------------------------------------------------
 */

#define ROOM                                                                   \
	"{\"id\":\"R\",\"title\":\"T\",\"type\":\"group\",\"membersKnown\":"   \
	"true,\"members\":[{\"personId\":\"p1\",\"personEmail\":\"a@b.c\","    \
	"\"personDisplayName\":\"Anna\"}]}"

static struct fake_material *one_post(const char *bundle, const char *more)
{
	struct fake_material *fm = fake_material_new(bundle);
	char json[400];

	(void)snprintf(json, sizeof(json),
		       "{\"id\":\"M1\",\"roomId\":\"R\",\"personId\":\"p1\","
		       "\"text\":\"hi\"%s}",
		       more);
	raw(fm, "message:M1:", json);
	raw(fm, "room.2026-03-01", ROOM);
	part(fm, "message", "M1", "", "2026-03-01T10:00:00Z");
	return fm;
}

T(a_day_answers_its_conversation)
{
	AUTO(fake_material_free)
	struct fake_material *fm = one_post("R/2026-03-01", "");
	AUTO(item_free) struct item *it = compose(fm);

	T_EQ_STR(it->conversation, "R");
	T_EQ_STR(it->ref.id, "R/2026-03-01");
	T_EQ_STR(it->ref.version, "0");
	T_EQ_STR(it->answers->kind, "conversation");
	T_EQ_STR(it->answers->id, "R");
	T_EQ_STR(it->answers->version, "");
	T_EQ_STR(it->message_class, "IPM.NOTE.WebexTeams.Message");
}

T(a_post_answers_what_it_replies_to)
{
	AUTO(fake_material_free)
	struct fake_material *fm =
		one_post("R/2026-03-01/M1", ",\"parentId\":\"M0\"");
	AUTO(item_free) struct item *it = compose(fm);

	T_EQ_STR(it->ref.kind, "message");
	T_EQ_STR(it->ref.id, "M1");
	T_EQ_STR(it->answers->kind, "message");
	T_EQ_STR(it->answers->id, "M0");
	T_EQ_STR(it->answers->version, "0");
	T_EQ_STR(it->conversation, "R");
}

T(an_edit_alone_is_an_edit_that_answers_the_day)
{
	AUTO(fake_material_free)
	struct fake_material *fm = one_post("R/2026-03-01", "");
	AUTO(item_free) struct item *it = NULL;

	fake_material_told(fm);
	fake_material_ordinal(fm, 1);
	raw(fm, "message:M1:v",
	    "{\"id\":\"M1\",\"personId\":\"p1\",\"text\":\"ho\"}");
	part(fm, "message", "M1", "v", "2026-03-02T10:00:00Z");
	it = compose(fm);
	T_EQ_STR(it->ref.kind, "edit");
	T_EQ_STR(it->ref.version, "1");
	T_EQ_STR(it->answers->kind, "slice");
	T_EQ_STR(it->answers->id, "R/2026-03-01");
	T_EQ_STR(it->message_class, "IPM.NOTE.WebexTeams.Edit");
	T_EQ_STR(it->subject, "Webex space: T - later - 1 edit");
}

T(a_deletion_says_what_was_deleted)
{
	AUTO(fake_material_free)
	struct fake_material *fm = one_post("R/2026-03-01", "");
	AUTO(item_free) struct item *it = NULL;

	fake_material_told(fm);
	fake_material_ordinal(fm, 2);
	raw(fm, "message:M1:deleted",
	    "{\"resource\":\"messages\",\"actorId\":\"p1\",\"data\":{\"id\":"
	    "\"M1\"}}");
	part(fm, "message", "M1", "deleted", "2026-03-02T10:00:00Z");
	it = compose(fm);
	T_EQ_STR(it->ref.kind, "deletion");
	T_EQ_INT(it->conversations[0].entries[0].kind, ITEM_DELETION);
	T_EQ_STR(it->conversations[0].entries[0].text, "hi");
	T_EQ_STR(it->people[it->author].name, "Anna");
}

T(a_team_called_otherwise_is_a_line_of_its_day)
{
	AUTO(fake_material_free)
	struct fake_material *fm = one_post("R/2026-03-01", "");
	AUTO(item_free) struct item *it = NULL;

	raw(fm, "team:R:2026-03-01",
	    "{\"id\":\"T\",\"name\":\"Beta\",\"was\":\"Alpha\",\"seen\":"
	    "\"2026-03-01\"}");
	part(fm, "team", "R", "2026-03-01", "2026-03-01T00:00:00Z");
	it = compose(fm);
	T_EQ_INT(it->conversations[0].n_entries, 2);
	T_EQ_INT(it->conversations[0].entries[0].kind, ITEM_EVENT);
	T_EQ_STR(it->conversations[0].entries[0].text,
		 "the team of this space, \"Alpha\" until now, is called "
		 "\"Beta\" (seen on this day; Webex does not tell since "
		 "when)");
}

/* --- what may be missing ---------------------------------------------------
 */

T(a_one_to_one_is_called_by_its_people)
{
	AUTO(fake_material_free)
	struct fake_material *fm = one_post("R/2026-03-01", "");
	AUTO(item_free) struct item *it = NULL;

	raw(fm, "room.2026-03-01",
	    "{\"type\":\"direct\",\"membersKnown\":true,\"members\":[{"
	    "\"personId\":\"p1\",\"personDisplayName\":\"Anna\"},{"
	    "\"personId\":\"p2\",\"personDisplayName\":\"Bo\"}]}");
	it = compose(fm);
	T_EQ_STR(it->subject,
		 "Webex conversation: Anna, Bo - 1 post, 2 people");
}

T(without_members_the_author_has_it)
{
	AUTO(fake_material_free)
	struct fake_material *fm = one_post("R/2026-03-01", "");
	AUTO(item_free) struct item *it = NULL;

	(void)fake_material_drop(fm, "room.2026-03-01");
	it = compose(fm);
	T_EQ_INT(it->n_people, 1);
	T_OK(noticed(it, "does not tell who is in this space"));
}

T(an_answer_that_cannot_be_read_stops_nothing)
{
	AUTO(fake_material_free)
	struct fake_material *fm = one_post("R/2026-03-01", "");
	AUTO(item_free) struct item *it = NULL;

	raw(fm, "message:M2:", "<html>");
	part(fm, "message", "M2", "", "2026-03-01T11:00:00Z");
	it = compose(fm);
	T_OK(noticed(it, "1 of Webex's answers could not be read"));
	T_EQ_INT(it->n_raws, 3);
}

T(nothing_fresh_is_no_message)
{
	AUTO(fake_material_free)
	struct fake_material *fm = one_post("R/2026-03-01", "");
	struct item *it = NULL;
	struct err e = ERR_INIT;

	fake_material_told(fm);
	fake_material_ordinal(fm, 1);
	T_EQ_INT(webex_compose(fake_material(fm), &it, &e), 0);
	T_OK(it == NULL);
}

T(a_long_day_is_shown_in_part)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new("R/2026-03-01");
	AUTO(item_free) struct item *it = NULL;
	struct str text AUTO(str_done) = STR_INIT;
	struct str json AUTO(str_done) = STR_INIT;

	for (size_t i = 0; i < LOOSE_TEXT_MAX - 100; i++)
		str_add_char(&text, 'x');
	str_addf(&json, "{\"id\":\"M\",\"text\":\"%s\"}", text.s);
	for (int i = 0; i < 70; i++) {
		char name[40];

		(void)snprintf(name, sizeof(name), "message:M%d:", i);
		raw(fm, name, json.s);
		(void)snprintf(name, sizeof(name), "M%d", i);
		part(fm, "message", name, "", "2026-03-01T10:00:00Z");
	}
	it = compose(fm);
	T_OK(it->conversations[0].n_entries < 70);
	T_OK(noticed(it, "further lines are not shown here"));
	T_EQ_INT(it->n_raws, 70);
}

/* --- names and texts -------------------------------------------------------
 */

static const struct {
	const char *label, *bundle;
	bool is;
	size_t room_len;
	const char *day, *post;
} bundles[] = {
	{ "a day", "R/2026-03-01", true, 1, "2026-03-01", "" },
	{ "a post", "R/2026-03-01/M", true, 1, "2026-03-01", "M" },
	{ "a slash in the room", "a/b/2026-03-01", true, 3, "2026-03-01", "" },
	{ "two days", "R/2026-03-01/2026-03-02", true, 12, "2026-03-02", "" },
	{ "a meeting", "f91b_I_1664", false, 0, "", "" },
	{ "no room", "/2026-03-01", false, 0, "", "" },
	{ "half a day", "R/2026-03", false, 0, "", "" },
	{ "more than a day", "R/2026-03-011", false, 0, "", "" },
};

T(a_bundle_says_what_it_is)
{
	T_EACH(row, bundles) {
		struct slice_name n = { 0 };

		T_EQ_INT(slice_name_read(&n, row->bundle), row->is);
		if (!row->is)
			continue;
		T_EQ_INT(n.room_len, row->room_len);
		T_EQ_STR(n.day, row->day);
		T_EQ_STR(n.post, row->post);
	}
}

static const struct {
	const char *label, *html, *want;
} htmls[] = {
	{ "plain", "abc", "abc" },
	{ "blocks", "<p>a</p><P>b</P>", "a\nb" },
	{ "breaks", "a<br>b<br/>c<BR />d", "a\nb\nc\nd" },
	{ "entities", "&lt;&amp;&gt;&quot;&#39;&nbsp;&unknown;&",
	  "<&>\"' &unknown;&" },
	{ "open tag", "a<b", "a" },
	{ "tags of the same start", "<brown>x</pre>y", "x\ny" },
};

T(html_without_its_marks)
{
	T_EACH(row, htmls) {
		struct str out AUTO(str_done) = STR_INIT;

		text_of_html(&out, row->html);
		T_EQ_STR(out.s, row->want);
	}
}

T_MAIN
