/*
 * meet-talk.c - what was written and said in a meeting.
 *
 * The chat comes in two forms: lines of the meeting client, with a sender
 * and receivers, and messages of the Webex app, as events.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/vtt.h"
#include "source/webex/talk/meet.h"
#include "source/webex/talk/text.h"
#include "stream/reader.h"

#include <stdlib.h>
#include <string.h>

/* --- chat ---------------------------------------------------------------- */

/* A sender, receiver or guest, under whichever names. */
static size_t somebody(struct meet *o, const json_t *row)
{
	static const char *const names[] = { "displayName", "personDisplayName",
					     "guestDisplayName" };
	static const char *const emails[] = { "email", "personEmail",
					      "guestEmail" };
	struct arena *a = o->w->a;
	const char *name = "", *email = "";

	for (size_t i = 0; i < 3 && *name == '\0'; i++)
		name = loose_line(a, row, names[i]);
	for (size_t i = 0; i < 3 && *email == '\0'; i++)
		email = loose_line(a, row, emails[i]);
	return meet_person(o, name, email, loose_line(a, row, "personId"));
}

static void add_receivers(struct meet *o, struct item_entry *en,
			  const json_t *list)
{
	size_t *to =
		arena_alloc(o->w->a, json_array_size(list) + 1, sizeof(*to));
	const json_t *row;
	size_t i;

	json_array_foreach(list, i, row)
	{
		size_t one = somebody(o, row);

		if (one != ITEM_NOBODY)
			to[en->n_to++] = one;
	}
	en->to = to;
}

struct line {
	const char *id;
	int64_t time_us;
	enum item_entry_kind kind;
};

static struct item_entry *add_chat(struct meet *o,
				   struct item_conversation **to)
{
	if (*to == NULL)
		*to = item_add_conversation(o->w->it, "In-meeting chat");
	if ((*to)->n_entries >= WORK_SHOWN) {
		o->hidden++;
		return NULL;
	}
	return item_add_entry(o->w->it, *to);
}

static void read_line(struct meet *o, const json_t *row,
		      struct item_conversation **to, const struct line *says)
{
	const json_t *sender = loose_object(row, "sender");
	const char *type = loose_id(row, "type");
	struct item_entry *en;

	o->chats += says->kind == ITEM_TEXT;
	en = add_chat(o, to);
	if (en == NULL)
		return;
	en->kind = says->kind;
	en->time_us = says->time_us;
	if (says->kind == ITEM_TEXT)
		en->id = says->id;
	else
		en->target = says->id;
	en->parent = loose_line(o->w->a, row, "parentId");
	en->text =
		says->kind == ITEM_DELETION ? "" : text_of_post(o->w->a, row);
	en->author = somebody(o, sender != NULL ? sender : row);
	if (strcmp(type, "public") != 0 && strcmp(type, "group") != 0)
		add_receivers(o, en,
			      loose_array(row, "receivers") != NULL
				      ? loose_array(row, "receivers")
				      : loose_array(row, "recipients"));
}

/* A message of the Webex app, as an event. */
static void read_message(struct meet *o, const struct source_part *p,
			 struct item_conversation **to)
{
	AUTO(json_decref) json_t *doc = wxwork_part_raw(o->w, p);
	struct line says = { .id = wxwork_line(o->w, p->id),
			     .time_us = p->time_us,
			     .kind = ITEM_TEXT };

	if (strcmp(p->version, "deleted") == 0)
		says.kind = ITEM_DELETION;
	else if (*p->version != '\0')
		says.kind = ITEM_EDIT;
	if (doc != NULL)
		read_line(o, wxwork_data(doc), to, &says);
}

/* A page of the meeting client's chat. */
static void read_page(struct meet *o, const struct source_raw *raw,
		      struct item_conversation **to)
{
	AUTO(json_decref) json_t *page = wxwork_parse(o->w, raw);
	const json_t *row;
	size_t i;

	json_array_foreach(loose_array(page, "items"), i, row)
	{
		struct line says = { .id = loose_line(o->w->a, row, "id"),
				     .time_us = loose_time(row, "chatTime"),
				     .kind = ITEM_TEXT };

		if (json_is_object(row))
			read_line(o, row, to, &says);
	}
}

static int compare_lines(const void *a, const void *b)
{
	const struct item_entry *x = a, *y = b;

	if (x->time_us != y->time_us)
		return x->time_us < y->time_us ? -1 : 1;
	return strcmp(x->id, y->id);
}

void meet_chats(struct meet *o)
{
	const struct source_material *m = o->w->m;
	struct item_conversation *to = NULL;

	for (size_t i = 0; i < m->n_raws; i++)
		if (m->raws[i].fresh &&
		    str_starts(m->raws[i].name, "meeting-chat."))
			read_page(o, &m->raws[i], &to);
	for (size_t i = 0; i < m->n_parts; i++)
		if (strcmp(m->parts[i].kind, "meeting-message") == 0 &&
		    m->parts[i].fresh)
			read_message(o, &m->parts[i], &to);
	if (to != NULL)
		qsort(to->entries, to->n_entries, sizeof(*to->entries),
		      compare_lines);
}

/* --- speech -------------------------------------------------------------- */

struct speech {
	struct meet *o;
	struct item_conversation *to;
	int64_t base_us; /* what its times count from; 0 not known */
	size_t bytes;
};

/* A name before a colon counts where somebody present has it. */
static void take_cue(void *ctx, const struct vtt_cue *c)
{
	struct speech *s = ctx;
	struct arena *a = s->o->w->a;
	size_t len = strlen(c->text);
	struct item_entry *en;
	const char *name;

	if (s->to->n_entries >= WORK_SHOWN ||
	    s->bytes + len > WORK_SHOWN_BYTES) {
		s->o->hidden++;
		return;
	}
	s->bytes += len;
	en = item_add_entry(s->o->w->it, s->to);
	en->time_us = s->base_us != 0 ? s->base_us + c->from_us : 0;
	name = loose_clean_line(a, c->speaker, strlen(c->speaker));
	en->author = meet_named(s->o, name);
	if (en->author != ITEM_NOBODY)
		en->text = arena_strdup(a, c->spoken);
	else if (c->tagged)
		en->text = arena_printf(a, "%s: %s", name, c->text);
	else
		en->text = arena_strdup(a, c->text);
}

/* 0, or -1 where our own store failed. */
static int read_speech(struct meet *o, size_t at, struct err *e)
{
	const struct source_part *p = &o->w->m->parts[at];
	AUTO(reader_free) struct reader *r = NULL;
	struct speech s = { .o = o, .base_us = p->time_us };
	struct err mine = ERR_INIT;
	struct vtt_sums sums = { 0 };
	int bad = -1;

	if (s.base_us == 0)
		s.base_us = o->start_us;
	s.to = item_add_conversation(o->w->it, strcmp(p->kind, "captions") == 0
						       ? "Closed captions"
						       : "Transcript");
	s.to->spoken = true;
	if (o->w->m->open(o->w->m->ctx, at, &r, &mine) == 0)
		bad = vtt_read(r, take_cue, &s, &sums, &mine);
	if (bad < 0 && mine.kind != ERR_ITEM) {
		*e = mine;
		return -1;
	}
	if (sums.cues == 0)
		wxwork_notice(o->w,
			      "The file '%.100s' has no lines that can be "
			      "read; it is attached as it is.",
			      p->name);
	if (s.to->n_entries == 0)
		o->w->it->n_conversations--;
	return 0;
}

/* Captions are shown only where there is no transcript. */
int meet_speech(struct meet *o, struct err *e)
{
	static const char *const kinds[] = { "transcript", "captions" };
	const struct source_material *m = o->w->m;
	bool found = false;

	for (size_t k = 0; k < 2 && !found; k++)
		for (size_t i = 0; i < m->n_parts; i++) {
			const struct source_part *p = &m->parts[i];

			if (strcmp(p->kind, kinds[k]) != 0 || !p->fresh ||
			    p->state != SOURCE_PART_CAPTURED)
				continue;
			found = true;
			if (read_speech(o, i, e) < 0)
				return -1;
		}
	return 0;
}
