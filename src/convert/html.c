/* html.c - the body as HTML that needs nothing from elsewhere. */
#include "convert/html.h"

#include "convert/markdown.h"
#include "convert/words.h"

#include <string.h>

void html_text(struct body *b, const char *text)
{
	body_html(b, text, strlen(text));
}

void html_element(struct body *b, const char *tag, const char *class,
		  const char *text)
{
	if (class != NULL)
		body_addf(b, "<%s class=\"%s\" dir=\"auto\">", tag, class);
	else
		body_addf(b, "<%s dir=\"auto\">", tag);
	html_text(b, text);
	body_addf(b, "</%s>\n", tag);
}

void html_always(struct body *b, const char *tag, const char *class,
		 const char *text)
{
	size_t cap = b->cap;

	b->cap = BODY_NO_CAP;
	html_element(b, tag, class, text);
	b->cap = cap;
}

static void write_head(const struct work *w, struct body *b)
{
	const struct item *it = w->it;

	body_add(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		    "<meta charset=\"utf-8\">\n"
		    "<meta http-equiv=\"Content-Security-Policy\" "
		    "content=\"default-src 'none'; "
		    "style-src 'unsafe-inline'\">\n"
		    "<meta name=\"viewport\" content=\"width=device-width\">\n"
		    "<meta name=\"color-scheme\" content=\"light dark\">\n"
		    "<title>");
	html_text(b, w->subject);
	body_add(b, "</title>\n");
	body_add(b, html_style);
	body_add(b, "</head>\n<body>\n<table role=\"presentation\" "
		    "class=\"page\" width=\"100%\"><tr><td>\n");
	if (*it->type != '\0')
		html_element(b, "p", "kind", it->type);
	html_element(b, "h1", NULL, w->title);
}

static void write_facts(const struct work *w, struct body *b)
{
	const struct item *it = w->it;

	if (it->n_facts > 0)
		body_add(b, "<table class=\"facts\">\n");
	for (size_t i = 0; i < it->n_facts; i++) {
		body_add(b, "<tr><th scope=\"row\">");
		html_text(b, it->facts[i].label);
		body_add(b, "</th><td dir=\"auto\">");
		html_text(b, it->facts[i].value);
		body_add(b, "</td></tr>\n");
	}
	if (it->n_facts > 0)
		body_add(b, "</table>\n");
	body_add(b, "<p class=\"note\">" WORDS_UTC "</p>\n");
}

static void write_notices(const struct work *w, struct body *b)
{
	const char *notice;

	for (size_t i = 0; (notice = words_notice(w, i)) != NULL; i++)
		html_element(b, "p", "notice", notice);
}

/* --- participants
 * ------------------------------------------------------------- */

#define SPANS_SHOWN 50

static void write_spans(const struct work *w, struct body *b,
			const struct item_person *p)
{
	for (size_t k = 0; k < p->n_spans && k < SPANS_SHOWN; k++)
		body_addf(b, "%s%s", k > 0 ? "<br>" : "",
			  words_span(w, &p->spans[k]));
	if (p->n_spans > SPANS_SHOWN)
		body_addf(b, "<br>%s",
			  words_further(w, p->n_spans - SPANS_SHOWN, "time",
					"the attached " PARTICIPANTS_CSV));
}

/* The columns that have something in them. */
struct columns {
	bool about, times;
};

static struct columns choose_columns(const struct work *w)
{
	struct columns c = { false, false };

	for (size_t i = 0; i < w->it->n_people; i++) {
		c.about |= *words_about(w, i) != '\0';
		c.times |= w->it->people[i].n_spans > 0;
	}
	return c;
}

static void write_person(const struct work *w, struct body *b, size_t i,
			 const struct columns *c)
{
	const char *address = words_address(w, i);

	body_add(b, "<tr valign=\"top\"><td class=\"name\" dir=\"auto\">"
		    "<b class=\"who\">");
	html_text(b, w->people[i].name);
	body_add(b, "</b>");
	if (strcmp(address, w->people[i].name) != 0) {
		body_add(b, "<br><span class=\"note\">");
		html_text(b, address);
		body_add(b, "</span>");
	}
	if (c->about) {
		body_add(b, "</td><td dir=\"auto\">");
		html_text(b, words_about(w, i));
	}
	if (c->times) {
		body_add(b, "</td><td class=\"once\">");
		write_spans(w, b, &w->it->people[i]);
	}
	body_add(b, "</td></tr>\n");
}

static void write_people(const struct work *w, struct body *b)
{
	struct columns c = choose_columns(w);
	size_t n = w->it->n_people, k = 0;

	html_always(b, "h2", NULL, words_count(w, n, "participant"));
	if (n == 0)
		return;
	body_addf(b,
		  "<table class=\"grid\">\n<tr><th scope=\"col\">Name</th>"
		  "%s%s</tr>\n",
		  c.about ? "<th scope=\"col\">Role</th>" : "",
		  c.times ? "<th scope=\"col\">There from - to</th>" : "");
	for (; k < n && k < WORK_PEOPLE_SHOWN && !body_full(b); k++)
		write_person(w, b, words_nth_person(w, k), &c);
	body_add(b, "</table>\n");
	if (k < n)
		body_addf(b, "<p class=\"note\">%s</p>\n",
			  words_further(w, n - k, "participant",
					"the attached " PARTICIPANTS_CSV));
}

/* --- texts and tables
 * ------------------------------------------------------------ */

static void write_text(const struct work *w, struct body *b,
		       const struct item_text *t)
{
	bool cut = b->cut;

	html_always(b, "h2", NULL, t->title);
	if (*t->note != '\0')
		html_element(b, "p", "note", t->note);
	if (t->markdown)
		markdown_html(b, t->text);
	else
		html_element(b, "div", NULL, t->text);
	if (b->cut != cut)
		html_always(b, "p", "note",
			    words_further(w, 0, "", words_where(w, false)));
}

static void write_row(struct body *b, const char *const *cells,
		      const bool *shown, size_t n, const char *tag)
{
	body_add(b, "<tr valign=\"top\">");
	for (size_t c = 0; c < n; c++) {
		if (!shown[c])
			continue;
		body_addf(b, "<%s dir=\"auto\">", tag);
		html_text(b, cells[c]);
		body_addf(b, "</%s>", strcmp(tag, "td") == 0 ? "td" : "th");
	}
	body_add(b, "</tr>\n");
}

/* Columns that say something in some row. */
static const bool *columns_shown(const struct work *w,
				 const struct item_table *t)
{
	bool *shown = arena_alloc(w->arena, t->n_columns, sizeof(*shown));

	for (size_t i = 0; i < t->n_rows * t->n_columns; i++)
		if (t->cells[i][0] != '\0')
			shown[i % t->n_columns] = true;
	return shown;
}

static void write_table(const struct work *w, struct body *b,
			const struct item_table *t)
{
	const bool *shown = columns_shown(w, t);
	size_t r = 0;

	html_always(b, "h2", NULL, t->title);
	if (*t->note != '\0')
		html_element(b, "p", "note", t->note);
	body_add(b, "<table class=\"grid\">\n");
	write_row(b, t->columns, shown, t->n_columns, "th scope=\"col\"");
	for (; r < t->n_rows && !body_full(b); r++)
		write_row(b, t->cells + r * t->n_columns, shown, t->n_columns,
			  "td");
	body_add(b, "</table>\n");
	if (r < t->n_rows)
		body_addf(b, "<p class=\"note\">%s</p>\n",
			  words_further(w, t->n_rows - r, "row",
					"the attached raw answers of the "
					"source"));
}

/* --- the whole
 * ---------------------------------------------------------------- */

static void write_middle(const struct work *w, struct body *b)
{
	const struct item *it = w->it;

	for (size_t i = 0; i < it->n_texts; i++)
		write_text(w, b, &it->texts[i]);
	for (size_t i = 0; i < it->n_conversations; i++)
		if (!it->conversations[i].spoken)
			html_conversation(w, b, &it->conversations[i]);
	for (size_t i = 0; i < it->n_tables; i++)
		write_table(w, b, &it->tables[i]);
	for (size_t i = 0; i < it->n_conversations; i++)
		if (it->conversations[i].spoken)
			html_conversation(w, b, &it->conversations[i]);
}

void html_write(const struct work *w, struct str *out)
{
	struct body b = { .out = STR_INIT, .cap = WORK_BODY_MAX };

	write_head(w, &b);
	write_facts(w, &b);
	write_notices(w, &b);
	if (words_people_first(w))
		write_people(w, &b);
	else
		html_element(&b, "p", NULL, words_crowd(w));
	write_middle(w, &b);
	if (!words_people_first(w))
		write_people(w, &b);
	if (*words_nothing(w) != '\0')
		html_element(&b, "p", NULL, words_nothing(w));
	b.cap = BODY_NO_CAP; /* the end is always written */
	if (b.cut)
		html_element(&b, "p", "notice", WORDS_CUT);
	html_files(w, &b);
	html_element(&b, "p", "end", words_origin(w));
	body_add(&b, "</td></tr></table>\n</body>\n</html>\n");
	str_done(out);
	*out = b.out;
}
