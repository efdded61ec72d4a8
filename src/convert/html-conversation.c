/* html-conversation.c - a conversation in the HTML body. */
#include "convert/html.h"

#include "base/clock.h"
#include "convert/dialogue.h"
#include "convert/words.h"

#include <string.h>

struct pen {
	const struct work *w;
	struct body *b;
	const struct dialogue *d;
	int64_t day; /* the day of the last line */
};

static void write_day(struct pen *p, int64_t us)
{
	int64_t day = clock_day_start(us);
	char text[BODY_NUMBER];

	if (us == 0 || day == p->day)
		return;
	body_addf(p->b, "<tr><td colspan=\"2\" class=\"day\">%s</td></tr>\n",
		  body_day(us, text));
	p->day = day;
}

static bool deleted(const struct pen *p, size_t i)
{
	for (size_t k = p->d->first[i]; k != DIALOGUE_NONE; k = p->d->next[k])
		if (p->d->c->entries[k].kind == ITEM_DELETION)
			return true;
	return false;
}

/* The entry whose text is what entry i reads now. */
static size_t last_edit(const struct pen *p, size_t i)
{
	size_t last = i;

	for (size_t k = p->d->first[i]; k != DIALOGUE_NONE; k = p->d->next[k])
		if (p->d->c->entries[k].kind == ITEM_EDIT)
			last = k;
	return last;
}

static void write_version(struct pen *p, const char *text, bool old)
{
	body_add(p->b, old ? "<div dir=\"auto\"><del>" : "<div dir=\"auto\">");
	html_text(p->b, text);
	body_add(p->b, old ? "</del></div>\n" : "</div>\n");
}

/* What was said first, each edit, the deletion; only the last one stands. */
static void write_versions(struct pen *p, size_t i)
{
	const struct item_entry *all = p->d->c->entries;
	size_t now = last_edit(p, i);
	bool gone = deleted(p, i);

	if (*all[i].text != '\0')
		write_version(p, all[i].text, gone || now != i);
	for (size_t k = p->d->first[i]; k != DIALOGUE_NONE; k = p->d->next[k]) {
		if (all[k].kind == ITEM_REACTION || body_full(p->b))
			continue;
		html_element(p->b, "div", "mark",
			     words_changed(p->w, &all[k], &all[i]));
		if (all[k].kind == ITEM_EDIT)
			write_version(p, all[k].text, gone || now != k);
	}
}

static void write_reactions(struct pen *p, size_t i)
{
	struct dialogue_reaction all[DIALOGUE_REACTIONS];
	size_t n = dialogue_reactions(p->w, p->d, i, all);

	if (n > 0)
		body_add(p->b, "<div dir=\"auto\">");
	for (size_t k = 0; k < n; k++) {
		body_add(p->b, "<span class=\"chip\">");
		html_text(p->b, all[k].what);
		body_add(p->b, " ");
		html_text(p->b, all[k].names);
		body_add(p->b, "</span> ");
	}
	if (n > 0)
		body_add(p->b, "</div>\n");
}

static void write_speaker(struct pen *p, const struct item_entry *en)
{
	const char *who = words_author(p->w, en);
	const char *to = words_to(p->w, en);

	if (*who == '\0')
		who = "(unknown)";
	body_add(p->b, "<b class=\"who\"><bdi>");
	html_text(p->b, who);
	body_add(p->b, "</bdi></b>");
	if (*to != '\0') {
		body_add(p->b, " <span class=\"to\">");
		html_text(p->b, to);
		body_add(p->b, "</span>");
	}
}

/* What concerns a line that is not in this conversation. */
static void write_stray(struct pen *p, const struct item_entry *en)
{
	write_speaker(p, en);
	body_addf(p->b, " <span class=\"what\">%s</span>\n", words_stray(en));
	if (*en->text != '\0')
		write_version(p, en->text, en->kind == ITEM_DELETION);
}

static void write_event(struct pen *p, const struct item_entry *en)
{
	const char *who = words_author(p->w, en);

	body_add(p->b, "<span class=\"what\" dir=\"auto\">");
	if (*who != '\0' && !str_starts(en->text, who)) {
		html_text(p->b, who);
		body_add(p->b, " ");
	}
	html_text(p->b, en->text);
	body_add(p->b, "</span>\n");
}

static void write_files(struct pen *p, const struct item_entry *en)
{
	for (size_t f = 0; f < en->n_files; f++) {
		body_add(p->b, "<div dir=\"auto\"><span class=\"mark\">"
			       "File:</span> ");
		html_text(p->b, words_file(p->w, en->files[f]));
		body_add(p->b, "</div>\n");
	}
}

static void write_parent(struct pen *p, size_t i)
{
	size_t parent = p->d->parent[i];

	html_element(p->b, "div", "quote",
		     parent == DIALOGUE_NONE
			     ? "in reply to an earlier message"
			     : words_quote(p->w, &p->d->c->entries[parent]));
}

static void write_line(struct pen *p, size_t i)
{
	const struct item_entry *en = &p->d->c->entries[i];
	char time[BODY_NUMBER];

	write_day(p, en->time_us);
	body_addf(p->b,
		  "<tr valign=\"top\"><td class=\"time\">%s</td><td "
		  "class=\"says%s\"%s>",
		  en->time_us == 0 ? "" : body_time(en->time_us, time),
		  *en->parent != '\0' ? " reply" : "",
		  body_is_rtl(en->text) ? " dir=\"rtl\"" : "");
	if (*en->parent != '\0')
		write_parent(p, i);
	if (en->kind == ITEM_EVENT) {
		write_event(p, en);
	} else if (en->kind == ITEM_TEXT && p->d->c->spoken &&
		   p->d->first[i] == DIALOGUE_NONE) {
		write_speaker(p, en);
		body_add(p->b, ": <span dir=\"auto\">");
		html_text(p->b, en->text);
		body_add(p->b, "</span>\n");
	} else if (en->kind == ITEM_TEXT) {
		write_speaker(p, en);
		write_versions(p, i);
	} else {
		write_stray(p, en);
	}
	write_files(p, en);
	write_reactions(p, i);
	body_add(p->b, "</td></tr>\n");
}

void html_conversation(const struct work *w, struct body *b,
		       const struct item_conversation *c)
{
	struct pen p = { w, b, dialogue_new(w->arena, c), INT64_MIN };
	const char *one = c->spoken ? "line" : "message";
	AUTO(str_done) struct str title = STR_INIT;
	size_t left = p.d->n_lines;
	bool cut = b->cut;

	str_addf(&title, "%s (%s)", c->title,
		 words_count(w, p.d->n_texts, one));
	html_always(b, "h2", NULL, title.s);
	if (*c->note != '\0')
		html_element(b, "p", "note", c->note);
	body_addf(b, "<table class=\"talk%s\" width=\"100%%\">\n",
		  c->spoken ? " small" : "");
	for (size_t i = 0; i < c->n_entries && !body_full(b); i++) {
		if (!dialogue_has_line(p.d, i))
			continue;
		write_line(&p, i);
		left--;
	}
	body_add(b, "</table>\n");
	if (left > 0 || b->cut != cut)
		html_always(b, "p", "note",
			    words_further(w, left, "line",
					  words_where(w, c->spoken)));
}
