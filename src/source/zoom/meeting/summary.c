#include "source/zoom/meeting/summary.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/work.h"

#include <string.h>

static int64_t changed_us(const json_t *o)
{
	int64_t us = loose_time(o, "summary_last_modified_time");

	return us > 0 ? us : loose_time(o, "summary_created_time");
}

/* The newest that is to be told; *n of them. Ties: the last by name. */
static struct doc *newest(struct work *w, size_t *n)
{
	struct doc *best = NULL;

	*n = 0;
	for (size_t i = 0; i < w->n_docs; i++) {
		struct doc *d = &w->docs[i];

		if (d->kind != DOC_SUMMARY || !work_tells(w, d->raw->fresh) ||
		    work_read(w, d) == NULL)
			continue;
		(*n)++;
		if (best == NULL ||
		    changed_us(d->json) >= changed_us(best->json))
			best = d;
	}
	return best;
}

int64_t summary_time_us(struct work *w)
{
	size_t n;
	const struct doc *d = newest(w, &n);

	return d != NULL ? changed_us(d->json) : 0;
}

/* --- the older members ----------------------------------------------- */

static void add_paragraph(struct str *s, const char *text)
{
	if (*text == '\0')
		return;
	if (s->len > 0)
		str_add(s, "\n\n");
	str_add(s, text);
}

static void add_details(struct str *s, struct arena *a, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list) && s->len < LOOSE_TEXT_MAX;
	     i++) {
		const json_t *d = json_array_get(list, i);
		const char *label = loose_line(a, d, "label");

		if (*label != '\0')
			add_paragraph(s, arena_printf(a, "## %s", label));
		add_paragraph(s, loose_text(a, d, "summary"));
	}
}

static const char *older_text(struct arena *a, const json_t *o)
{
	struct str s AUTO(str_done) = STR_INIT;
	const json_t *edited = loose_object(o, "edited_summary");
	const char *overview = loose_text(a, edited, "summary_overview"),
		   *details = loose_text(a, edited, "summary_details");

	if (*overview == '\0')
		overview = loose_text(a, o, "summary_overview");
	add_paragraph(&s, overview);
	if (*details != '\0')
		add_paragraph(&s, details);
	else
		add_details(&s, a, loose_array(o, "summary_details"));
	return arena_dup(a, s.s, s.len);
}

static const char *next_steps(struct arena *a, const json_t *o)
{
	struct str s AUTO(str_done) = STR_INIT;
	const json_t *steps =
		loose_array(loose_object(o, "edited_summary"), "next_steps");

	if (json_array_size(steps) == 0)
		steps = loose_array(o, "next_steps");
	for (size_t i = 0; i < json_array_size(steps) && s.len < LOOSE_TEXT_MAX;
	     i++)
		str_addf(&s, "%s- %s", i > 0 ? "\n" : "",
			 loose_value_line(a, json_array_get(steps, i)));
	return arena_dup(a, s.s, s.len);
}

/* --- the text -------------------------------------------------------- */

static const char *make_note(struct work *w, const json_t *o, size_t versions)
{
	struct str s AUTO(str_done) = STR_INIT;
	const char *by = loose_line(w->a, o,
				    "summary_last_modified_user_email"),
		   *url = loose_line(w->a, o, "summary_doc_url");
	int64_t us = changed_us(o);
	char text[CLOCK_TEXT];

	str_add(&s, "written by Zoom's AI Companion");
	if (us > 0)
		str_addf(&s, "; last changed %s UTC", clock_text(us, text));
	if (*by != '\0')
		str_addf(&s, " by %s", by);
	if (*url != '\0')
		str_addf(&s, "; document at Zoom: %s", url);
	if (versions > 1)
		str_addf(&s, "; the newest of %zu versions, all are attached",
			 versions);
	return arena_dup(w->a, s.s, s.len);
}

static void add_text(struct work *w, const char *title, const char *text,
		     const char *note)
{
	struct item_text *t = item_add_text(w->it, title, text);

	t->note = note;
	t->markdown = true;
}

void summary_read(struct work *w)
{
	size_t n;
	const struct doc *d = newest(w, &n);
	const char *title, *text, *steps, *note;

	if (d == NULL)
		return;
	title = loose_line(w->a, d->json, "summary_title");
	text = loose_text(w->a, d->json, "summary_content");
	steps = *text == '\0' ? next_steps(w->a, d->json) : "";
	if (*text == '\0')
		text = older_text(w->a, d->json);
	note = make_note(w, d->json, n);
	if (*text != '\0')
		add_text(w,
			 *title != '\0'
				 ? arena_printf(w->a, "Summary: %s", title)
				 : "Summary",
			 text, note);
	if (*steps != '\0')
		add_text(w, "Next steps", steps, note);
	if (*text == '\0' && *steps == '\0')
		work_notice(w,
			    "Zoom's summary \"%.200s\" has no text; it is "
			    "attached as it came.",
			    d->raw->name);
}
