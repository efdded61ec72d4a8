#include "chat.h"

#include "dice.h"
#include "seed.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include <string.h>

struct making {
	struct chat *c;
	const struct tenant *t;
	struct dice d;
	uint64_t words; /* seed of what is said */
};

bool chat_exists(const struct meeting *m)
{
	return (m->what & (PLOT_CHAT | PLOT_ARCHIVE)) != 0;
}

static size_t how_many(const struct meeting *m, struct dice *d)
{
	if (m->what & PLOT_BIG)
		return 300;
	if (m->what & PLOT_TALKATIVE)
		return 24 + dice_below(d, 30);
	return 3 + dice_below(d, 9);
}

/* The first lines of a long chat go through all kinds. */
static enum chat_kind choose_kind(struct making *k, size_t i, bool archived)
{
	static const enum chat_kind tour[] = {
		CHAT_PUBLIC,   CHAT_PUBLIC, CHAT_PRIVATE,  CHAT_REPLY,
		CHAT_REACTION, CHAT_EDIT,   CHAT_PUBLIC,   CHAT_DELETE,
		CHAT_PRIVATE,  CHAT_EDIT,   CHAT_FEEDBACK, CHAT_REPLY,
	};
	size_t roll = dice_below(&k->d, 100);

	if (k->c->cast.n < 2 || i == 0)
		return CHAT_PUBLIC;
	if (archived && (k->c->m->what & PLOT_TALKATIVE) &&
	    i < sizeof(tour) / sizeof(tour[0]))
		return tour[i];
	if (k->c->n_group > 0 && i % 4 == 2)
		return CHAT_GROUP;
	if (roll < 14)
		return CHAT_PRIVATE;
	if (roll < 24)
		return CHAT_REPLY;
	if (!archived)
		return CHAT_PUBLIC;
	if (roll < 32)
		return CHAT_REACTION;
	if (roll < 37)
		return CHAT_EDIT;
	if (roll < 41)
		return CHAT_DELETE;
	return roll < 44 ? CHAT_FEEDBACK : CHAT_PUBLIC;
}

static bool is_line(const struct chat_event *e)
{
	return e->kind == CHAT_PUBLIC || e->kind == CHAT_PRIVATE ||
	       e->kind == CHAT_REPLY || e->kind == CHAT_GROUP;
}

static bool is_deleted(const struct chat *c, const struct chat_event *line)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->all[i].kind == CHAT_DELETE && c->all[i].about == line)
			return true;
	return false;
}

/* An earlier line that is still there, open: for all to see; or NULL. */
static const struct chat_event *earlier_line(struct making *k, bool open)
{
	size_t from = dice_below(&k->d, k->c->n);

	for (size_t i = 0; i < k->c->n; i++) {
		const struct chat_event *e = &k->c->all[(from + i) % k->c->n];

		if (!is_line(e) || e->kind == CHAT_GROUP ||
		    (open && e->kind == CHAT_PRIVATE) || is_deleted(k->c, e))
			continue;
		return e;
	}
	return NULL;
}

/* The last wording of a line. */
static const char *wording(const struct chat *c, const struct chat_event *line)
{
	const char *text = line->text;

	for (size_t i = 0; i < c->n; i++)
		if (c->all[i].kind == CHAT_EDIT && c->all[i].about == line)
			text = c->all[i].text;
	return text;
}

static const char *say(struct making *k, struct chat_event *e)
{
	struct arena *a = k->c->cast.arena;
	struct str s AUTO(str_done) = STR_INIT;
	enum talk_lang lang = k->c->m->lang;
	uint64_t i = k->c->n;

	if (e->kind == CHAT_DELETE)
		return "";
	if (e->kind == CHAT_REACTION)
		return talk_reaction(k->words, i);
	if (e->kind == CHAT_FEEDBACK)
		return arena_printf(a, "%zu", 1 + dice_below(&k->d, 3));
	if (e->kind == CHAT_EDIT)
		talk_add_edit(&s, wording(k->c, e->about), lang, k->words, i);
	else
		talk_add(&s, e->kind == CHAT_REPLY ? TALK_REPLY : TALK_LINE,
			 lang, k->words, i);
	return arena_strdup(a, s.s);
}

static void address(struct making *k, struct chat_event *e)
{
	const struct cast *cast = &k->c->cast;
	size_t from = dice_below(&k->d, cast->n);

	e->from = &cast->all[from];
	if (e->kind == CHAT_PRIVATE)
		e->to = &cast->all[(from + 1 + dice_below(&k->d, cast->n - 1)) %
				   cast->n];
	if (e->kind == CHAT_GROUP)
		e->from = k->c->group[from % k->c->n_group];
	if (e->about != NULL &&
	    (e->kind == CHAT_EDIT || e->kind == CHAT_DELETE))
		e->from = e->about->from; /* one's own lines only */
}

static void add_event(struct making *k, size_t i, int64_t at_us, bool archived)
{
	struct chat_event *e = &k->c->all[k->c->n];
	unsigned char id[16];

	e->kind = choose_kind(k, i, archived);
	e->at_us = at_us;
	if (e->kind == CHAT_DELETE || e->kind == CHAT_EDIT ||
	    e->kind == CHAT_REACTION || e->kind == CHAT_REPLY) {
		e->about = earlier_line(k, e->kind == CHAT_REACTION ||
						   e->kind == CHAT_REPLY);
		if (e->about == NULL)
			e->kind = CHAT_PUBLIC;
	}
	address(k, e);
	e->text = say(k, e);
	if (archived && is_line(e) && i % 7 == 1) {
		struct str s AUTO(str_done) = STR_INIT;

		talk_add(&s, TALK_FILE, k->c->m->lang, k->words, i);
		e->file = arena_strdup(k->c->cast.arena, s.s);
	}
	seed_bytes(seed_of(k->words, "id", i), id, sizeof(id));
	encode_hex(id, sizeof(id), e->id);
	k->c->n++;
}

void chat_make(struct chat *c, const struct tenant *t, const struct meeting *m)
{
	struct making k = { .c = c, .t = t };
	bool archived = (m->what & PLOT_ARCHIVE) != 0;
	int64_t span_us;
	size_t n;

	memset(c, 0, sizeof(*c));
	c->m = m;
	cast_make(&c->cast, t, m);
	k.words = seed_of(m->seed, "chat", 0);
	k.d = dice_of(k.words, 0);
	n = how_many(m, &k.d);
	if ((m->what & PLOT_GROUPS) && c->cast.n >= 3)
		for (size_t i = 0; i < 3; i++)
			c->group[c->n_group++] = &c->cast.all[i];
	c->all = arena_alloc(c->cast.arena, n, sizeof(*c->all));
	span_us = (m->end_us - m->start_us - CLOCK_MINUTE) / (int64_t)(n + 1);
	for (size_t i = 0; i < n; i++) {
		int64_t at_us =
			m->start_us + 20 * CLOCK_SECOND + span_us * (int64_t)i;

		add_event(&k, i, at_us - at_us % CLOCK_SECOND, archived);
	}
}

void chat_done(struct chat *c)
{
	cast_done(&c->cast);
	memset(c, 0, sizeof(*c));
}

static json_t *truth_of_line(const struct chat *c, const struct chat_event *e)
{
	json_t *o = json_object(), *to = json_array(), *edits = json_array(),
	       *reactions = json_array();
	char text[CLOCK_TEXT];

	json_object_set_new(o, "id", json_string(e->id));
	json_object_set_new(o, "at",
			    json_string(clock_rfc3339(e->at_us, text)));
	json_object_set_new(o, "from", json_string(e->from->name));
	json_object_set_new(o, "from_email", json_string(e->from->email));
	if (e->kind == CHAT_PRIVATE)
		json_array_append_new(to, json_string(e->to->name));
	for (size_t i = 0; e->kind == CHAT_GROUP && i < c->n_group; i++)
		json_array_append_new(to, json_string(c->group[i]->name));
	json_object_set_new(o, "to", to); /* empty: everyone */
	json_object_set_new(o, "text", json_string(e->text));
	if (e->kind == CHAT_REPLY)
		json_object_set_new(o, "reply_to", json_string(e->about->id));
	if (e->file != NULL)
		json_object_set_new(o, "file", json_string(e->file));
	for (const struct chat_event *l = e + 1; l < c->all + c->n; l++) {
		if (l->about != e)
			continue;
		clock_rfc3339(l->at_us, text);
		if (l->kind == CHAT_EDIT)
			json_array_append_new(edits,
					      json_pack("{s:s, s:s}", "at",
							text, "text", l->text));
		else if (l->kind == CHAT_REACTION)
			json_array_append_new(reactions,
					      json_pack("{s:s, s:s}", "from",
							l->from->name, "emoji",
							l->text));
		else if (l->kind == CHAT_DELETE)
			json_object_set_new(o, "deleted_at", json_string(text));
	}
	json_object_set_new(o, "edits", edits);
	json_object_set_new(o, "reactions", reactions);
	return o;
}

json_t *chat_truth(const struct chat *c)
{
	json_t *all = json_array();

	for (size_t i = 0; i < c->n; i++)
		if (is_line(&c->all[i]))
			json_array_append_new(all,
					      truth_of_line(c, &c->all[i]));
	return all;
}
