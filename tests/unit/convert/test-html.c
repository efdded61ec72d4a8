/* Every text of an item comes from strangers: in HTML each stands as text. */
#include "base/err.h"
#include "base/str.h"
#include "convert/work.h"
#include "t.h"
#include "tests/samples/build.h"
#include "tests/samples/samples.h"

#define HOSTILE "<script>\"'&"

/* The text, with where it stood in its head. */
#define AS(where) where HOSTILE

static void add_line(struct item *it, struct item_conversation *c,
		     enum item_entry_kind kind, const char *id,
		     const char *text)
{
	struct item_entry *en = build_entry(it, c, kind, AT(0), 0, text);

	en->id = id;
	if (kind != ITEM_TEXT && kind != ITEM_EVENT)
		en->target = "1";
}

static void add_conversation(struct item *it)
{
	static const char *const files[] = { AS("line-file") };
	struct item_conversation *c = item_add_conversation(it, AS("talk"));
	struct item_entry *en;

	c->note = AS("talk-note");
	add_line(it, c, ITEM_TEXT, "1", AS("line"));
	c->entries[0].files = files;
	c->entries[0].n_files = 1;
	add_line(it, c, ITEM_EDIT, "2", AS("edit"));
	add_line(it, c, ITEM_REACTION, "3", AS("reaction"));
	add_line(it, c, ITEM_EVENT, "4", AS("event"));
	en = build_entry(it, c, ITEM_TEXT, AT(1), 0, AS("reply"));
	en->parent = "1";
	en->to_label = AS("to");
	/* what it was about is not here */
	en = build_entry(it, c, ITEM_EDIT, AT(2), 0, AS("stray"));
	en->target = "elsewhere";
	/* spoken lines are written in another way */
	c = item_add_conversation(it, AS("speech"));
	c->spoken = true;
	build_entry(it, c, ITEM_TEXT, AT(3), 0, AS("said"));
}

static void add_table(struct item *it)
{
	static const char *const columns[] = { AS("column"), AS("second") };
	static const char *const cells[] = { AS("cell"), AS("other-cell") };
	struct item_table *t = item_add_table(it, AS("table"));

	t->note = AS("table-note");
	t->columns = columns;
	t->cells = cells;
	t->n_columns = 2;
	t->n_rows = 1;
}

static const char markdown[] = "# heading" HOSTILE "\n"
			       "* point" HOSTILE "\n"
			       "> quote" HOSTILE "\n"
			       "[link" HOSTILE "](address" HOSTILE ")\n"
			       "`code" HOSTILE "`\n"
			       "\n"
			       "```\n"
			       "block" HOSTILE "\n"
			       "```\n";

static struct item *hostile_item(void)
{
	struct item *it = build_item("zoom-meetings", "meeting", "1");
	struct item_person *p;
	struct item_text *t;

	it->type = AS("type");
	it->title = AS("title");
	it->subject = AS("subject");
	it->connector = AS("connector");
	it->tenant = AS("tenant");
	it->author = item_person(it, AS("person"), "", AS("vendor"));
	p = &it->people[it->author];
	p->role = AS("role");
	p->note = AS("person-note");
	item_add_fact(it, AS("label"), AS("value"));
	item_add_notice(it, AS("notice"));
	t = item_add_text(it, AS("text-title"), AS("text"));
	t->note = AS("text-note");
	t = item_add_text(it, "Markdown", markdown);
	t->markdown = true;
	add_conversation(it);
	add_table(it);
	build_part(it, AS("part"), "text/html", 1, 10)->label =
		AS("part-label");
	build_missing(it, AS("missing"), ITEM_PART_FAILED, AS("reason"));
	build_raw(it, AS("raw"), 2, 10);
	return it;
}

static const struct {
	const char *label;
} places[] = {
	{ "type" },       { "title" },       { "subject" },   { "person" },
	{ "role" },       { "person-note" }, { "label" },     { "value" },
	{ "notice" },     { "text-title" },  { "text" },      { "text-note" },
	{ "heading" },    { "point" },       { "quote" },     { "link" },
	{ "address" },    { "code" },        { "block" },     { "talk" },
	{ "talk-note" },  { "line" },        { "line-file" }, { "edit" },
	{ "reaction" },   { "event" },       { "reply" },     { "to" },
	{ "stray" },      { "speech" },      { "said" },      { "table" },
	{ "table-note" }, { "column" },      { "second" },    { "cell" },
	{ "other-cell" }, { "part-label" },  { "reason" },
};

static void html_of(const struct item *it, struct str *html)
{
	AUTO(work_end) struct work w = { .arena = NULL };
	struct err e = ERR_INIT;

	T_EQ_INT(work_begin(&w, it, &sample_config, &e), 0);
	html_write(&w, html);
}

/* Each is there, and nowhere does one begin a tag. */
T(all_stands_as_text)
{
	AUTO(item_free) struct item *it = hostile_item();
	AUTO(str_done) struct str html = STR_INIT;

	html_of(it, &html);
	T_EACH(row, places) {
		AUTO(str_done) struct str want = STR_INIT;

		str_addf(&want, "%s&lt;script&gt;&quot;", row->label);
		T_OK(strstr(html.s, want.s) != NULL);
	}
	t_label = "";
	T_OK(strcasestr(html.s, "<script") == NULL);
}

/* Names of files are made harmless for disks before; here they are not. */
T(names_of_files)
{
	AUTO(item_free) struct item *it = hostile_item();
	AUTO(work_end) struct work w = { .arena = NULL };
	AUTO(str_done) struct str html = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(work_begin(&w, it, &sample_config, &e), 0);
	w.parts[0].name = AS("part-name");
	w.raws[0].name = AS("raw-name");
	html_write(&w, &html);
	T_OK(strstr(html.s, "part-name&lt;script&gt;") != NULL);
	T_OK(strstr(html.s, "raw-name&lt;script&gt;") != NULL);
	T_OK(strcasestr(html.s, "<script") == NULL);
}

/* Mail programs show it too, without our headers around it. */
T(it_asks_for_nothing)
{
	AUTO(item_free) struct item *it = hostile_item();
	AUTO(str_done) struct str html = STR_INIT;

	html_of(it, &html);
	T_OK(strstr(html.s, "<meta http-equiv=\"Content-Security-Policy\" "
			    "content=\"default-src 'none'; style-src "
			    "'unsafe-inline'\">") != NULL);
	T_OK(strcasestr(html.s, "http://") == NULL);
	T_OK(strcasestr(html.s, "src=") == NULL);
	T_OK(strcasestr(html.s, "href=") == NULL);
}

T_MAIN
