/* Which chat is shown, and what is said about the others. */
#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/talk.h"
#include "source/zoom/meeting/work.h"
#include "source/zoom/read/subgroup.h"
#include "stream/reader.h"

#include <string.h>

enum form { FORM_JSON, FORM_ARCHIVE_TEXT, FORM_TEXT, FORM_NONE };

/* --- the form of a file ---------------------------------------------- */

static bool looks_like_json(const char *s, size_t len)
{
	size_t i = len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (i < len && memchr(" \t\r\n", s[i], 4) != NULL)
		i++;
	return i < len && (s[i] == '{' || s[i] == '[');
}

static int form_of(struct work *w, const struct file *f, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;
	struct err mine = ERR_INIT;
	char head[256];
	ssize_t n;
	int rc = talk_open(w, f, &r, e);

	if (rc <= 0)
		return rc < 0 ? -1 : FORM_NONE;
	n = reader_read(r, head, sizeof(head), &mine);
	if (n < 0)
		return talk_failed(w, f, &mine, e) < 0 ? -1 : FORM_NONE;
	if (looks_like_json(head, (size_t)n))
		return FORM_JSON;
	return f->archive ? FORM_ARCHIVE_TEXT : FORM_TEXT;
}

/* --- subgroup logs --------------------------------------------------- */

static int read_log(struct work *w, const struct file *f, struct subgroups *g,
		    struct err *e)
{
	AUTO(json_decref) json_t *o = NULL;
	int rc = talk_document(w, f, &o, e);

	if (rc > 0)
		subgroup_add(g, w->a, o);
	return rc < 0 ? -1 : 0;
}

static int read_logs(struct work *w, struct subgroups *g, struct err *e)
{
	for (size_t i = 0; i < w->n_files; i++) {
		const struct file *f = &w->files[i];

		if (f->content == FILE_SUBGROUP &&
		    f->part->state == SOURCE_PART_CAPTURED &&
		    read_log(w, f, g, e) < 0)
			return -1;
	}
	subgroup_sort(g);
	return 0;
}

/* --- chats ----------------------------------------------------------- */

static int read_chat(struct talk *t, const struct file *f, enum form form,
		     const struct talk_base *base, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;
	int rc = talk_open(t->w, f, &r, e);

	if (rc <= 0)
		return rc;
	return form == FORM_JSON ? talk_json(t, f, r, base, e)
				 : talk_text(t, f, r, e);
}

static int read_form(struct talk *t, const int *forms, enum form form,
		     const struct subgroups *groups, struct err *e)
{
	struct work *w = t->w;
	size_t n = 0;

	for (size_t i = 0; i < w->n_files; i++)
		n += forms[i] == (int)form;
	t->several = n > 1;
	for (size_t i = 0; i < w->n_files; i++) {
		const struct file *f = &w->files[i];
		struct talk_base base = { .meeting_us = w->about.start_us,
					  .archive_us = groups->start_us,
					  .groups = groups };

		if (forms[i] != (int)form)
			continue;
		if (base.archive_us == 0)
			base.archive_us = f->joined_us;
		if (read_chat(t, f, form, &base, e) < 0)
			return -1;
	}
	return 0;
}

static void tell_rest(struct work *w, const int *forms, int shown)
{
	static const char *const what[] = {
		[FORM_JSON] = "archived chat (JSON)",
		[FORM_ARCHIVE_TEXT] = "archive's chat file",
		[FORM_TEXT] = "recording's chat file",
	};
	struct str names AUTO(str_done) = STR_INIT;

	for (size_t i = 0; i < w->n_files; i++)
		if (forms[i] > shown && forms[i] < FORM_NONE)
			str_addf(&names, "%s\"%.150s\"",
				 names.len > 0 ? ", " : "",
				 files_name(&w->files[i]));
	if (names.len > 0)
		work_notice(w,
			    "Zoom gave the chat more than once: the %s is "
			    "shown here, %.700s is attached.",
			    what[shown], names.s);
}

static void tell_limits(struct talk *t)
{
	struct work *w = t->w;

	if (t->to != NULL && t->found > t->to->n_entries)
		work_notice(w,
			    "The first %zu of %zu chat entries are shown; the "
			    "whole chat is attached.",
			    t->to->n_entries, t->found);
	if (t->ambiguous)
		work_notice(w, "Several participants have the same name: "
			       "where the chat gives a name only, it does not "
			       "say which of them it was.");
}

/* Told in an earlier message, or (not hidden) to be told in this one. */
static bool wanted(const struct talk *t, const struct file *f)
{
	return f->content == FILE_CHAT && files_listed(f) &&
	       f->part->state == SOURCE_PART_CAPTURED &&
	       f->part->fresh != t->hidden;
}

static int read_chats(struct talk *t, int *forms, struct err *e)
{
	struct work *w = t->w;
	struct subgroups groups = { 0 };

	for (size_t i = 0; i < w->n_files; i++) {
		forms[i] = FORM_NONE;
		if (!wanted(t, &w->files[i]))
			continue;
		forms[i] = form_of(w, &w->files[i], e);
		if (forms[i] < 0)
			return -1;
	}
	if (read_logs(w, &groups, e) < 0)
		return -1;
	for (int form = FORM_JSON; form < FORM_NONE; form++) {
		if (read_form(t, forms, (enum form)form, &groups, e) < 0)
			return -1;
		if (t->found == 0)
			continue;
		if (!t->hidden)
			tell_rest(w, forms, form);
		break;
	}
	return 0;
}

static int chats_of(struct work *w, bool hidden, struct err *e)
{
	int *forms = arena_alloc(w->a, w->n_files, sizeof(*forms)), rc;
	struct talk t;

	talk_init(&t, w, "In-meeting chat");
	t.hidden = hidden;
	rc = read_chats(&t, forms, e);
	if (!hidden) {
		talk_sort(&t);
		w->chat_messages += t.texts;
		tell_limits(&t);
	}
	talk_done(&t);
	return rc;
}

int talk_chats(struct work *w, struct err *e)
{
	if (w->m->ordinal > 0 && chats_of(w, true, e) < 0)
		return -1;
	return chats_of(w, false, e);
}
