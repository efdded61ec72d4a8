#include "source/webex/talk/slice-private.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/webex/known.h"
#include "source/webex/talk/text.h"
#include "source/webex/talk/work.h"

#include <stdlib.h>
#include <string.h>

#define QUOTE_MAX ((size_t)200)

/* --- the bundle's name -----------------------------------------------------
 */

/* "/YYYY-MM-DD" and then the end or another part? */
static bool is_day(const char *s)
{
	static const char form[] = "/dddd-dd-dd";

	for (size_t i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return false;
	return s[sizeof(form) - 1] == '\0' || s[sizeof(form) - 1] == '/';
}

bool slice_name_read(struct slice_name *out, const char *bundle)
{
	const char *day = NULL;

	for (const char *s = bundle; (s = strchr(s, '/')) != NULL; s++)
		if (is_day(s))
			day = s;
	if (day == NULL || day == bundle)
		return false;
	out->room_len = (size_t)(day - bundle);
	memcpy(out->day, day + 1, 10);
	out->day[10] = '\0';
	out->post = day[11] == '/' ? day + 12 : "";
	return true;
}

/* --- what is told ----------------------------------------------------------
 */

static bool tells(const struct source_part *p)
{
	return p->fresh && !wxwork_is_file(p->kind) &&
	       p->state != SOURCE_PART_EXCLUDED;
}

static int compare_times(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Who could see it is asked for every moment something happened; a late
   file or edit concerns those who saw the post, too: its day is told. */
static void find_moments(struct slice *s)
{
	const struct source_material *m = s->w->m;

	s->moments = arena_alloc(s->w->a, m->n_parts + 1, sizeof(int64_t));
	for (size_t i = 0; i < m->n_parts; i++) {
		const struct source_part *p = &m->parts[i];

		if (!p->fresh || p->time_us == 0 ||
		    (m->ordinal > 0 && p->state == SOURCE_PART_WAITING))
			continue;
		s->moments[s->n_moments++] = p->time_us;
	}
	qsort(s->moments, s->n_moments, sizeof(int64_t), compare_times);
	s->first_us = s->n_moments > 0 ? s->moments[0] : s->day_us;
	s->last_us = s->n_moments > 0 ? s->moments[s->n_moments - 1] : 0;
}

/* --- lines -----------------------------------------------------------------
 */

static struct item_entry *add_line(struct slice *s, const struct source_part *p,
				   enum item_entry_kind kind, const char *text)
{
	struct item_entry *en;
	size_t len = strlen(text);

	if (s->shown >= WORK_SHOWN || s->bytes + len > WORK_SHOWN_BYTES) {
		s->hidden++;
		return NULL;
	}
	if (s->to == NULL)
		s->to = item_add_conversation(s->w->it, "Posts");
	s->shown++;
	s->bytes += len;
	en = item_add_entry(s->w->it, s->to);
	en->kind = kind;
	en->time_us = p->time_us;
	en->text = text;
	return en;
}

/* The last part of the file's address is its id in the inventory. */
static const struct source_part *file_of(struct slice *s, const char *url)
{
	const char *at = strstr(url, "/contents/");
	const char *id = at != NULL ? at + strlen("/contents/") : url;
	const size_t *n = known_find(s->w->files,
				     arena_dup(s->w->a, id,
					       at != NULL ? strcspn(id, "/?#")
							  : strlen(id)));

	return n != NULL ? &s->w->m->parts[*n - 1] : NULL;
}

static void add_files(struct slice *s, struct item_entry *en,
		      const json_t *post)
{
	const json_t *files = loose_array(post, "files"), *file;
	const char **names;
	size_t i;

	names = arena_alloc(s->w->a, json_array_size(files) + 1,
			    sizeof(*names));
	json_array_foreach(files, i, file)
	{
		const char *url = json_string_value(file);
		const struct source_part *p =
			url != NULL ? file_of(s, url) : NULL;

		if (p == NULL)
			continue;
		names[en->n_files++] = wxwork_line(
			s->w, *p->name != '\0' ? p->name : p->label);
	}
	en->files = names;
}

/* "Text as it was": what a deletion or edit of an earlier message is about. */
static const char *earlier_text(struct slice *s, const char *id)
{
	AUTO(json_decref)
	json_t *o = wxwork_raw(s->w, arena_printf(s->w->a, "message:%s:", id));
	const char *text;
	size_t len;

	if (o == NULL)
		return "";
	text = text_of_post(s->w->a, wxwork_data(o));
	len = strlen(text);
	if (len <= QUOTE_MAX)
		return text;
	len = QUOTE_MAX;
	while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return arena_printf(s->w->a, "%.*s ...", (int)len, text);
}

static void tell_deletion(struct slice *s, const struct source_part *p,
			  const json_t *event)
{
	const json_t *data = wxwork_data(event);
	struct item_entry *en;
	const char *text = s->w->m->ordinal > 0 ? earlier_text(s, p->id) : "";

	/* whose post it was has part in it, wherever they are by then */
	size_t author = who_find(&s->who, loose_line(s->w->a, data, "personId"),
				 loose_line(s->w->a, data, "personEmail"));

	s->deletions++;
	en = add_line(s, p, ITEM_DELETION, text);
	if (en == NULL)
		return;
	en->target = wxwork_line(s->w, p->id);
	/* who deleted it is the event's actor: a moderator may */
	en->author =
		who_find(&s->who, loose_line(s->w->a, event, "actorId"), "");
	if (en->author == ITEM_NOBODY)
		en->author = author;
}

static void tell_missing(struct slice *s, const struct source_part *p)
{
	struct item_entry *en;

	if (p->state == SOURCE_PART_WAITING) {
		s->locked++;
		return;
	}
	s->gone++;
	if (strcmp(p->kind, "message") != 0)
		return;
	en = add_line(s, p, ITEM_TEXT,
		      arena_printf(s->w->a, "(the text could not be had: %s)",
				   wxwork_line(s->w, p->reason)));
	if (en != NULL)
		en->id = wxwork_line(s->w, p->id);
}

static void tell_post(struct slice *s, const struct source_part *p,
		      const json_t *post)
{
	struct arena *a = s->w->a;
	bool edit = *p->version != '\0';
	struct item_entry *en = add_line(s, p, edit ? ITEM_EDIT : ITEM_TEXT,
					 text_of_post(a, post));

	if (edit)
		s->edits++;
	else
		s->posts++;
	if (en == NULL)
		return;
	if (edit)
		en->target = wxwork_line(s->w, p->id);
	else
		en->id = wxwork_line(s->w, p->id);
	if (!edit)
		en->parent = loose_line(a, post, "parentId");
	en->author = who_find(&s->who, loose_line(a, post, "personId"),
			      loose_line(a, post, "personEmail"));
	add_files(s, en, post);
	if (*s->name->post != '\0' && *s->parent == '\0')
		s->parent = loose_line(a, post, "parentId");
}

static void tell_message(struct slice *s, const struct source_part *p)
{
	AUTO(json_decref) json_t *o = wxwork_part_raw(s->w, p);

	if (o == NULL)
		tell_missing(s, p);
	else if (strcmp(p->version, "deleted") == 0)
		tell_deletion(s, p, o);
	else
		tell_post(s, p, wxwork_data(o));
}

/* "joined, added by Anna Ek" */
static void tell_membership(struct slice *s, const struct source_part *p)
{
	AUTO(json_decref) json_t *o = wxwork_part_raw(s->w, p);
	struct arena *a = s->w->a;
	const json_t *data = wxwork_data(o);
	const char *type = loose_id(o, "type"), *what, *by;
	const char *person = loose_line(a, data, "personId");
	const char *actor = loose_line(a, o, "actorId");
	struct item_entry *en;

	if (o == NULL) {
		tell_missing(s, p);
		return;
	}
	by = strcmp(actor, person) != 0 ? who_name(&s->who, actor) : "";
	if (strcmp(type, "created") == 0) {
		what = *by != '\0' ? arena_printf(a, "joined, added by %s", by)
				   : "joined";
		s->joined++;
	} else if (strcmp(type, "deleted") == 0) {
		what = *by != '\0' ? arena_printf(a, "left, removed by %s", by)
				   : "left";
		s->left++;
	} else {
		what = loose_bool(data, "isModerator") == 1
			       ? "is a moderator now"
			       : "has another role now";
		s->others++;
	}
	en = add_line(s, p, ITEM_EVENT, what);
	if (en != NULL)
		en->author = who_find(&s->who, person,
				      loose_line(a, data, "personEmail"));
}

static void tell_room(struct slice *s, const struct source_part *p)
{
	AUTO(json_decref) json_t *o = wxwork_part_raw(s->w, p);
	struct arena *a = s->w->a;
	const char *title = loose_line(a, wxwork_data(o), "title");
	struct item_entry *en;

	if (o == NULL) {
		tell_missing(s, p);
		return;
	}
	s->others++;
	en = add_line(s, p, ITEM_EVENT,
		      *title != '\0'
			      ? arena_printf(a,
					     "changed the space, its title is "
					     "now \"%s\"",
					     title)
			      : "changed the space");
	if (en != NULL)
		en->author = who_find(&s->who, loose_line(a, o, "actorId"), "");
}

/* Put together by teams.c: nobody tells who renamed it, and when. */
static void tell_team(struct slice *s, const struct source_part *p)
{
	AUTO(json_decref) json_t *o = wxwork_part_raw(s->w, p);
	struct arena *a = s->w->a;

	if (o == NULL) {
		tell_missing(s, p);
		return;
	}
	s->others++;
	(void)add_line(s, p, ITEM_EVENT,
		       arena_printf(a,
				    "the team of this space, \"%s\" until "
				    "now, is called \"%s\" (seen on this day; "
				    "Webex does not tell since when)",
				    loose_line(a, o, "was"),
				    loose_line(a, o, "name")));
}

static void tell_action(struct slice *s, const struct source_part *p)
{
	AUTO(json_decref) json_t *o = wxwork_part_raw(s->w, p);
	struct arena *a = s->w->a;
	const json_t *data = wxwork_data(o);
	struct item_entry *en;

	if (o == NULL) {
		tell_missing(s, p);
		return;
	}
	s->others++;
	en = add_line(s, p, ITEM_TEXT,
		      arena_printf(a, "(answer to the card)\n%s",
				   text_of_action(a, data)));
	if (en == NULL)
		return;
	en->id = wxwork_line(s->w, p->id);
	en->parent = loose_line(a, data, "messageId");
	en->author = who_find(&s->who, loose_line(a, data, "personId"),
			      loose_line(a, data, "personEmail"));
}

static void tell_part(struct slice *s, const struct source_part *p)
{
	if (strcmp(p->kind, "message") == 0)
		tell_message(s, p);
	else if (strcmp(p->kind, "membership") == 0)
		tell_membership(s, p);
	else if (strcmp(p->kind, "room") == 0)
		tell_room(s, p);
	else if (strcmp(p->kind, "team") == 0)
		tell_team(s, p);
	else if (strcmp(p->kind, "card-action") == 0)
		tell_action(s, p);
}

/* The first who wrote, else the first who did anything. */
static size_t first_author(const struct slice *s)
{
	size_t other = ITEM_NOBODY;

	for (size_t i = 0; s->to != NULL && i < s->to->n_entries; i++) {
		const struct item_entry *en = &s->to->entries[i];

		if (en->author == ITEM_NOBODY)
			continue;
		if (en->kind == ITEM_TEXT)
			return en->author;
		if (other == ITEM_NOBODY)
			other = en->author;
	}
	return other;
}

int slice_compose(struct wxwork *w, const struct slice_name *name,
		  struct err *e)
{
	struct slice s = { .w = w, .name = name, .parent = "" };

	s.room = loose_clean_line(w->a, w->m->bundle, name->room_len);
	if (!clock_parse(name->day, &s.day_us) || s.day_us < 0)
		s.day_us = 0;
	find_moments(&s);
	who_read(&s.who, w);
	who_emit(&s.who, s.moments, s.n_moments, s.day_us);
	for (size_t i = 0; i < w->m->n_parts; i++)
		if (tells(&w->m->parts[i]))
			tell_part(&s, &w->m->parts[i]);
	wxwork_attach_parts(w);
	if (s.to == NULL && w->it->n_parts == 0)
		return s.hidden + w->unread == 0
			       ? 0
			       : err_set(e, ERR_ITEM,
					 "none of Webex's answers about this "
					 "day can be read");
	w->it->author = first_author(&s);
	if (w->it->author == ITEM_NOBODY && w->it->n_people > 0)
		w->it->author = 0;
	slice_name_item(&s);
	slice_facts(&s);
	slice_notices(&s);
	wxwork_attach_raws(w);
	return 1;
}
