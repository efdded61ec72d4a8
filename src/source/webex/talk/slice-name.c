/* slice-name.c - what a conversation's day is called, and what is missing. */
#include "base/arena.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/webex/talk/slice-private.h"

#include <string.h>

/* --- what it is called -----------------------------------------------------
 */

/* A 1:1 conversation has no title of its own: its two people are it. */
static const char *pair_title(const struct slice *s)
{
	const struct item *it = s->w->it;
	struct str out AUTO(str_done) = STR_INIT;

	for (size_t i = 0; i < it->n_people && i < 3; i++)
		str_addf(&out, "%s%s", i > 0 ? ", " : "", it->people[i].name);
	if (it->n_people > 3)
		str_add(&out, " ...");
	return loose_clean_line(s->w->a, out.s, out.len);
}

static void add_count(struct str *out, size_t n, const char *one,
		      const char *many)
{
	if (n > 0)
		str_addf(out, "%s%zu %s", out->len > 0 ? ", " : "", n,
			 n == 1 ? one : many);
}

static const char *subject(const struct slice *s)
{
	const struct item *it = s->w->it;
	struct str counts AUTO(str_done) = STR_INIT;

	add_count(&counts, s->posts, "post", "posts");
	if (s->w->m->ordinal > 0 || s->posts == 0) {
		add_count(&counts, s->edits, "edit", "edits");
		add_count(&counts, s->deletions, "deletion", "deletions");
		add_count(&counts, s->joined, "joined", "joined");
		add_count(&counts, s->left, "left", "left");
		add_count(&counts, s->others, "change", "changes");
		add_count(&counts, it->n_parts, "file", "files");
	}
	if (s->w->m->ordinal == 0)
		add_count(&counts, it->n_people, "person", "people");
	return arena_printf(s->w->a, "%s: %.200s%s - %s", it->type, it->title,
			    s->w->m->ordinal > 0 ? " - later" : "",
			    counts.len > 0 ? counts.s : "files");
}

static struct item_ref *ref_of(struct slice *s, const char *kind,
			       const char *id, const char *version)
{
	struct item_ref *ref = ARENA_NEW(s->w->a, struct item_ref);

	*ref = (struct item_ref){ kind, id, version };
	return ref;
}

static const char *later_kind(const struct slice *s)
{
	bool more =
		s->posts + s->joined + s->left + s->others + s->w->it->n_parts >
		0;

	if (!more && s->edits > 0 && s->deletions == 0)
		return "edit";
	if (!more && s->deletions > 0 && s->edits == 0)
		return "deletion";
	return "supplement";
}

static const char *class_of(const char *kind)
{
	if (strcmp(kind, "edit") == 0)
		return "IPM.NOTE.WebexTeams.Edit";
	if (strcmp(kind, "deletion") == 0)
		return "IPM.NOTE.WebexTeams.Deletion";
	if (strcmp(kind, "supplement") == 0)
		return "IPM.NOTE.WebexTeams.Supplement";
	return "IPM.NOTE.WebexTeams.Message";
}

void slice_name_item(struct slice *s)
{
	struct item *it = s->w->it;
	bool single = *s->name->post != '\0';
	const char *id = single ? wxwork_line(s->w, s->name->post)
				: wxwork_line(s->w, s->w->m->bundle);
	const char *kind = single ? "message" : "slice", *type;

	if (strcmp(s->who.type, "direct") == 0)
		type = "Webex conversation";
	else if (*s->who.team != '\0')
		type = "Webex channel";
	else
		type = "Webex space";
	it->conversation = s->room;
	it->answers = s->w->m->ordinal > 0 ? ref_of(s, kind, id, "0")
		      : *s->parent != '\0'
			      ? ref_of(s, "message", s->parent, "0")
			      : ref_of(s, "conversation", s->room, "");
	if (s->w->m->ordinal > 0) {
		kind = later_kind(s);
		id = wxwork_line(s->w, s->w->m->bundle);
	}
	wxwork_name(s->w, type, class_of(kind));
	it->ref = *ref_of(s, kind, id,
			  arena_printf(s->w->a, "%u", s->w->m->ordinal));
	it->title = *s->who.title != '\0' ? s->who.title
		    : strcmp(s->who.type, "direct") == 0
			    ? pair_title(s)
			    : "a space without a title";
	it->start_us = it->time_us = s->first_us;
	it->end_us = s->last_us;
	it->subject = subject(s);
}

void slice_facts(struct slice *s)
{
	struct wxwork *w = s->w;
	struct item *it = w->it;

	item_add_fact(it, "Space", it->title);
	if (*s->who.team != '\0')
		item_add_fact(it, "Team", s->who.team);
	item_add_fact(it, "Day", arena_strdup(w->a, s->name->day));
	if (s->posts > 0)
		item_add_fact(it, "Posts", arena_printf(w->a, "%zu", s->posts));
	item_add_fact(it, "Space ID", s->room);
}

void slice_notices(struct slice *s)
{
	struct wxwork *w = s->w;

	if (s->hidden > 0)
		wxwork_notice(w,
			      "%zu further lines are not shown here; they are "
			      "in the attached answers.",
			      s->hidden);
	if (s->gone > 0)
		wxwork_notice(w,
			      "%zu post%s or version%s could not be had from "
			      "Webex any more.",
			      s->gone, s->gone == 1 ? "" : "s",
			      s->gone == 1 ? "" : "s");
	if (s->locked > 0 && w->m->ordinal == 0)
		wxwork_notice(w,
			      "Webex could not decrypt %zu post%s when this "
			      "message was made; it follows once it can.",
			      s->locked, s->locked == 1 ? "" : "s");
	if (!s->who.members_known)
		wxwork_notice(w, "Webex does not tell who is in this space: "
				 "only those who wrote in it are named.");
}
