/*
 * A day of a chat. An export tells the last state only: so a post that was
 * changed before it was first collected has no earlier words, and says so.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/ringcentral/compose.h"
#include "source/ringcentral/compose/work.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_SHOWN 4

struct line {
	struct item_entry en;
	size_t order;
};

struct slice {
	struct work *w;
	const char *chat, *type, *name;
	struct line *lines;
	size_t n, posts, edits, deletions;
};

/* --- words ------------------------------------------------------------- */

/* The name a mention goes by: "![:Person](5)" is "@Anna Ek". */
static const char *mentioned(struct slice *k, const char *what, size_t len,
			     const char *id)
{
	struct work *w = k->w;
	const char *name = "";

	if (len == 4 && strncmp(what, "Team", len) == 0)
		name = strcmp(id, k->chat) == 0 ? k->name : "";
	else
		name = rc_people_name(w, rc_people_find(w, id, ""));
	return *name != '\0' ? name : id;
}

static const char *readable(struct slice *k, const char *text)
{
	struct str s AUTO(str_done) = STR_INIT;
	struct arena *a = k->w->a;
	const char *at;

	if (strstr(text, "![:") == NULL)
		return text;
	while ((at = strstr(text, "![:")) != NULL) {
		size_t word = strcspn(at + 3, "]\n");
		const char *id = at + 3 + word;
		size_t len = id[0] == ']' && id[1] == '('
				     ? strcspn(id + 2, ")\n")
				     : 0;

		if (len == 0 || len > 60 || id[2 + len] != ')') {
			str_add_len(&s, text, (size_t)(at + 3 - text));
			text = at + 3;
			continue;
		}
		str_add_len(&s, text, (size_t)(at - text));
		str_addf(&s, "@%s",
			 mentioned(k, at + 3, word, arena_dup(a, id + 2, len)));
		text = id + 2 + len + 1;
	}
	str_add(&s, text);
	return arena_dup(a, s.s, s.len);
}

/* What else hangs on the post, and has a message of its own. */
static const char *with_things(struct slice *k, const json_t *o,
			       const char *text)
{
	struct str s AUTO(str_done) = STR_INIT;
	struct arena *a = k->w->a;
	const json_t *one;
	size_t i;

	str_add(&s, text);
	json_array_foreach(loose_array(o, "attachments"), i, one)
	{
		const char *type = loose_either(a, one, "type", "Type");

		if (*type != '\0' && strcasecmp(type, "File") != 0)
			str_addf(&s, "%s(attached: %s %s)",
				 s.len > 0 ? "\n" : "", type,
				 loose_line(a, one, "id"));
	}
	return arena_dup(a, s.s, s.len);
}

/* --- lines ------------------------------------------------------------- */

static void add_files(struct slice *k, struct item_entry *en, const json_t *o)
{
	struct arena *a = k->w->a;
	const json_t *list = loose_array(o, "attachments"), *one;
	const char **names =
		arena_alloc(a, json_array_size(list), sizeof(*names));
	size_t i;

	json_array_foreach(list, i, one)
	{
		const char *name =
			rc_work_file_name(k->w, loose_line(a, one, "id"));

		if (*name != '\0')
			names[en->n_files++] = name;
	}
	en->files = names;
}

static struct item_entry *add_line(struct slice *k, const struct doc *d,
				   enum item_entry_kind kind, int64_t time_us)
{
	struct arena *a = k->w->a;
	struct item_entry *en;

	k->lines = ARENA_GROW(a, k->lines, k->n);
	k->lines[k->n].order = k->n;
	en = &k->lines[k->n++].en;
	*en = (struct item_entry){ .kind = kind,
				   .id = "",
				   .target = "",
				   .parent = "",
				   .time_us = time_us,
				   .author = ITEM_NOBODY,
				   .to_label = "",
				   .text = "" };
	if (kind == ITEM_TEXT)
		en->id = loose_clean_line(a, d->part->id, strlen(d->part->id));
	else
		en->target =
			loose_clean_line(a, d->part->id, strlen(d->part->id));
	return en;
}

static size_t author_of(struct slice *k, const struct doc *d)
{
	return rc_people_find(k->w, loose_id_in(k->w->a, d->o, "creator"), "");
}

static const char *parent_of(struct slice *k, const struct doc *d)
{
	struct arena *a = k->w->a;
	const char *id = loose_line(a, d->o, "parentPostId");

	if (*id == '\0')
		id = loose_either(a, d->o, "chainId", "threadId");
	return strcmp(id, d->part->id) != 0 && strcmp(id, "0") != 0 ? id : "";
}

static void add_post(struct slice *k, const struct doc *d, const char *text)
{
	struct item_entry *en = add_line(k, d, ITEM_TEXT, d->made_us);

	en->author = author_of(k, d);
	en->parent = parent_of(k, d);
	en->text = text;
	add_files(k, en, d->o);
	k->posts++;
}

static void add_deletion(struct slice *k, const struct doc *d, bool first,
			 const char *text)
{
	if (first && *text != '\0')
		add_post(k, d, with_things(k, d->o, text));
	else if (first)
		add_post(k, d,
			 "(its words are not known: it was deleted before it "
			 "was collected)");
	(void)add_line(k, d, ITEM_DELETION, d->time_us);
	k->deletions++;
}

/* A post is also changed by what hangs on it: its words may be the same. */
static void add_edit(struct slice *k, const struct doc *d,
		     const struct doc *before, const char *text)
{
	struct item_entry *en;

	if (before == NULL)
		add_post(k, d,
			 "(its first words are not known: it was edited before "
			 "it was collected)");
	en = add_line(k, d, ITEM_EDIT, d->time_us);
	en->author = author_of(k, d);
	en->text = text;
	if (before != NULL && before->o != NULL &&
	    strcmp(loose_text(k->w->a, before->o, "text"),
		   loose_text(k->w->a, d->o, "text")) == 0) {
		en->kind = ITEM_EVENT;
		en->text = with_things(k, d->o,
				       "changed a post, but not its words:");
		add_files(k, en, d->o);
	}
	k->edits++;
}

/* One fresh version; before: what is known of the post, NULL for nothing. */
static void add_version(struct slice *k, const struct doc *d,
			const struct doc *before)
{
	const char *text = readable(k, loose_text(k->w->a, d->o, "text"));

	if (d->deleted)
		add_deletion(k, d, before == NULL, text);
	else if (before == NULL && *d->part->version == '\0')
		add_post(k, d, with_things(k, d->o, text));
	else
		add_edit(k, d, before, text);
}

static int by_time(const void *p, const void *q)
{
	const struct line *x = p, *y = q;

	if (x->en.time_us != y->en.time_us)
		return x->en.time_us < y->en.time_us ? -1 : 1;
	/* a post before what became of it; of equals, by id */
	if ((x->en.kind == ITEM_TEXT) != (y->en.kind == ITEM_TEXT))
		return x->en.kind == ITEM_TEXT ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void add_lines(struct slice *k)
{
	struct work *w = k->w;
	struct item_conversation *c;
	size_t shown;

	for (size_t i = 0; i < w->n_docs; i++) {
		const struct doc *before = i > 0 ? &w->docs[i - 1] : NULL;

		if (before != NULL &&
		    strcmp(before->part->id, w->docs[i].part->id) != 0)
			before = NULL;
		if (w->docs[i].fresh && w->docs[i].o != NULL)
			add_version(k, &w->docs[i], before);
		else if (w->docs[i].fresh)
			rc_work_notice(
				w,
				"The record of post %s cannot be read; it "
				"is attached as it came.",
				loose_clean_line(w->a, w->docs[i].part->id,
						 strlen(w->docs[i].part->id)));
	}
	if (k->n == 0)
		return;
	qsort(k->lines, k->n, sizeof(*k->lines), by_time);
	c = item_add_conversation(w->it, "Posts");
	shown = k->n < RC_SHOWN ? k->n : RC_SHOWN;
	for (size_t i = 0; i < shown; i++)
		*item_add_entry(w->it, c) = k->lines[i].en;
	if (shown < k->n)
		rc_work_notice(w,
			       "%zu more lines stand in the attachments only.",
			       k->n - shown);
}

/* --- the item ---------------------------------------------------------- */

static void read_chat(struct slice *k)
{
	struct work *w = k->w;
	const json_t *chat = loose_object(w->beside, "chat");
	size_t len = strcspn(w->m->bundle, "/");

	k->chat = loose_clean_line(w->a, w->m->bundle, len);
	k->type = loose_either(w->a, chat, "type", "Type");
	k->name = loose_line(w->a, chat, "name");
}

/* For chats without a name: those in it. */
static const char *names_of(struct slice *k)
{
	const struct item *it = k->w->it;
	struct str s AUTO(str_done) = STR_INIT;

	for (size_t i = 0; i < it->n_people && i < NAMES_SHOWN; i++)
		str_addf(&s, "%s%s", i > 0 ? ", " : "",
			 rc_people_name(k->w, i));
	if (it->n_people > NAMES_SHOWN)
		str_addf(&s, " and %zu more", it->n_people - NAMES_SHOWN);
	return loose_clean_line(k->w->a, s.s, s.len);
}

static const char *type_of(const struct slice *k)
{
	static const struct {
		const char *type, *title;
	} types[] = {
		{ "Team", "RingCentral team" },
		{ "Everyone", "RingCentral company chat" },
		{ "Direct", "RingCentral direct chat" },
		{ "Group", "RingCentral group chat" },
		{ "Personal", "RingCentral personal chat" },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcasecmp(types[i].type, k->type) == 0)
			return types[i].title;
	return "RingCentral chat";
}

static void add_count(struct str *s, size_t n, const char *one,
		      const char *many)
{
	if (n > 0)
		str_addf(s, "%s%zu %s", s->len > 0 ? ", " : "", n,
			 n == 1 ? one : many);
}

static const char *subject_of(struct slice *k)
{
	struct work *w = k->w;
	bool later = w->m->ordinal > 0;
	struct str counts AUTO(str_done) = STR_INIT;

	add_count(&counts, k->posts, later ? "more post" : "post",
		  later ? "more posts" : "posts");
	add_count(&counts, k->edits, "edit", "edits");
	add_count(&counts, k->deletions, "deletion", "deletions");
	if (k->n == 0)
		add_count(&counts, w->it->n_parts, "file", "files");
	add_count(&counts, w->it->n_people, "person", "people");
	return arena_printf(w->a, "%s: %s - %s", w->it->type, w->it->title,
			    counts.s);
}

static void set_times(struct slice *k)
{
	struct item *it = k->w->it;

	for (size_t i = 0; i < k->n; i++) {
		int64_t us = k->lines[i].en.time_us;

		if (us == 0)
			continue;
		if (it->start_us == 0)
			it->start_us = us;
		it->end_us = us;
	}
	for (size_t i = 0; i < k->w->m->n_parts && it->start_us == 0; i++)
		it->start_us = k->w->m->parts[i].time_us;
	it->time_us = it->start_us;
}

static void set_author(struct slice *k)
{
	struct item *it = k->w->it;

	for (size_t i = 0; i < k->n && it->author == ITEM_NOBODY; i++)
		it->author = k->lines[i].en.author;
	/* only deletions: whose posts they were */
	for (size_t i = 0; i < k->w->n_docs && it->author == ITEM_NOBODY; i++)
		if (k->w->docs[i].fresh)
			it->author = author_of(k, &k->w->docs[i]);
}

static void add_facts(struct slice *k)
{
	struct work *w = k->w;
	const char *day = strchr(w->m->bundle, '/');

	rc_work_fact(w, "Conversation", w->it->title);
	rc_work_fact(w, "Kind", w->it->type);
	if (day != NULL)
		rc_work_fact(w, "Day (UTC)",
			     loose_clean_line(w->a, day + 1,
					      strcspn(day + 1, "/")));
	rc_work_fact(w, "Chat ID", k->chat);
	rc_work_fact(w, "Description",
		     loose_line(w->a, loose_object(w->beside, "chat"),
				"description"));
	if (w->beside == NULL)
		rc_work_notice(w,
			       "RingCentral did not tell who is in this chat: "
			       "those named here are known from posts only.");
}

int rc_compose_slice(const struct source_material *m, struct item **out,
		     struct err *e)
{
	AUTO(rc_work_done) struct work w;
	struct slice k = { .w = &w };

	rc_work_open(&w, m, "post");
	if (w.n_fresh == 0 && w.fresh_files == 0)
		return 0;
	read_chat(&k);
	w.later_state = m->ordinal > 0;
	rc_people_read(&w);
	rc_work_files(&w);
	add_lines(&k);
	if (k.n == 0 && w.it->n_parts == 0)
		return err_set(e, ERR_ITEM,
			       "none of the %zu records can be read", w.n_docs);
	w.it->conversation = k.chat;
	rc_work_name(&w, "slice");
	w.it->type = type_of(&k);
	w.it->title = *k.name != '\0' ? k.name : names_of(&k);
	w.it->message_class = "IPM.NOTE.RingCentral.Post";
	set_times(&k);
	set_author(&k);
	add_facts(&k);
	w.it->subject = subject_of(&k);
	rc_work_raws(&w);
	*out = TAKE(w.it);
	return 1;
}
