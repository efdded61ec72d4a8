/* text-conversation.c - a conversation in the plain body. */
#include "convert/text.h"

#include "base/clock.h"
#include "convert/dialogue.h"
#include "convert/words.h"

#include <string.h>

#define TIME_COLUMNS  10 /* "10:00:05  " */
#define REPLY_COLUMNS 4

struct pen {
	const struct work *w;
	struct body *b;
	const struct dialogue *d;
	int64_t day; /* the day of the last line */
};

#define SPEAKER_MAX 50 /* columns: behind a longer one text has a new line */

/* text behind what the line says already, in `indent` below. */
static void put(struct pen *p, size_t indent, const char *before,
		const char *text)
{
	if (indent + body_columns(before, strlen(before)) > SPEAKER_MAX) {
		body_wrap(p->b, indent, indent, before,
			  strlen(before) - str_ends(before, " "));
		body_addf(p->b, "%*s", (int)indent, "");
		before = "";
	}
	body_add(p->b, before);
	body_wrap(p->b, indent + body_columns(before, strlen(before)), indent,
		  text, strlen(text));
}

static void note(struct pen *p, size_t indent, const char *what,
		 const char *text)
{
	AUTO(str_done) struct str before = STR_INIT;

	str_addf(&before, "[%s]%s", what, *text != '\0' ? " " : "");
	body_addf(p->b, "%*s", (int)indent, "");
	put(p, indent, before.s, text);
}

static void write_day(struct pen *p, int64_t us)
{
	int64_t day = clock_day_start(us);
	char text[BODY_NUMBER];

	if (us == 0 || day == p->day)
		return;
	body_addf(p->b, "%s--- %s ---\n", p->day == INT64_MIN ? "" : "\n",
		  body_day(us, text));
	p->day = day;
}

static void write_changes(struct pen *p, size_t i, size_t indent)
{
	const struct item_entry *all = p->d->c->entries;

	for (size_t k = p->d->first[i]; k != DIALOGUE_NONE; k = p->d->next[k]) {
		const char *what = words_changed(p->w, &all[k], &all[i]);

		if (body_full(p->b))
			return;
		if (all[k].kind == ITEM_EDIT)
			note(p, indent, what, all[k].text);
		else if (all[k].kind == ITEM_DELETION)
			note(p, indent, what, "");
	}
}

static void write_reactions(struct pen *p, size_t i, size_t indent)
{
	struct dialogue_reaction all[DIALOGUE_REACTIONS];
	size_t n = dialogue_reactions(p->w, p->d, i, all);

	for (size_t k = 0; k < n; k++) {
		AUTO(str_done) struct str line = STR_INIT;

		str_addf(&line, "%s %s", all[k].what, all[k].names);
		note(p, indent, "reaction", line.s);
	}
}

/* "Anna to Bo only: ", or for what happened, "Anna " */
static void add_speaker(struct pen *p, struct str *out,
			const struct item_entry *en)
{
	const char *who = words_author(p->w, en);
	const char *to = words_to(p->w, en);

	if (*who == '\0' && en->kind != ITEM_EVENT)
		who = "(unknown)";
	if (en->kind == ITEM_TEXT)
		str_addf(out, "%s%s%s: ", who, *to != '\0' ? " " : "", to);
	else if (en->kind != ITEM_EVENT)
		str_addf(out, "%s %s%s", who, words_stray(en),
			 *en->text != '\0' ? " " : "");
	else if (*who != '\0' && !str_starts(en->text, who))
		str_addf(out, "%s ", who);
}

static void write_line(struct pen *p, size_t i)
{
	const struct item_entry *en = &p->d->c->entries[i];
	AUTO(str_done) struct str speaker = STR_INIT;
	size_t parent = p->d->parent[i], indent = TIME_COLUMNS;
	char time[BODY_NUMBER];

	write_day(p, en->time_us);
	body_addf(p->b, "%-*s", TIME_COLUMNS,
		  en->time_us == 0 ? "" : body_time(en->time_us, time));
	if (*en->parent != '\0') {
		indent += REPLY_COLUMNS;
		body_addf(p->b, "  > %s\n%*s",
			  parent == DIALOGUE_NONE
				  ? "in reply to an earlier message"
				  : words_quote(p->w,
						&p->d->c->entries[parent]),
			  (int)indent, "");
	}
	add_speaker(p, &speaker, en);
	put(p, indent, speaker.s, en->text);
	for (size_t f = 0; f < en->n_files; f++)
		note(p, indent, "file", words_file(p->w, en->files[f]));
	write_changes(p, i, indent);
	write_reactions(p, i, indent);
}

void text_conversation(const struct work *w, struct body *b,
		       const struct item_conversation *c)
{
	struct pen p = { w, b, dialogue_new(w->arena, c), INT64_MIN };
	const char *one = c->spoken ? "line" : "message";
	AUTO(str_done) struct str title = STR_INIT;
	size_t left = p.d->n_lines;
	bool cut = b->cut;

	str_addf(&title, "%s (%s)", c->title,
		 words_count(w, p.d->n_texts, one));
	text_heading(b, title.s, '-');
	if (*c->note != '\0')
		body_wrap(b, 0, 0, c->note, strlen(c->note));
	if (*c->note != '\0')
		body_add(b, "\n");
	for (size_t i = 0; i < c->n_entries && !body_full(b); i++) {
		if (!dialogue_has_line(p.d, i))
			continue;
		write_line(&p, i);
		left--;
	}
	if (left > 0 || b->cut != cut)
		body_addf(b, "%s\n",
			  words_further(w, left, "line",
					words_where(w, c->spoken)));
}
