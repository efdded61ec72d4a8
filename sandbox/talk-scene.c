#include "sandbox/talk-scene.h"

#include "base/arena.h"
#include "base/str.h"
#include "sandbox/dice.h"

#include <assert.h>
#include <string.h>

#define ID_CHARS 36

enum salt { LINES = 0x11e5, CUES = 0xc0e5, POLLS = 0x9011 };

/* What is being made. */
struct scene {
	struct arena *arena;
	const struct talk_cast *cast;
	struct talk_line *lines;
	bool *deleted;      /* for each line: nothing more happens to it */
	const char **texts; /* of each line, as last edited */
	size_t n;           /* lines so far */
	struct dice dice;
};

static const char *say(const struct scene *s, enum talk_kind kind, size_t i)
{
	AUTO(str_done) struct str text = STR_INIT;

	talk_add(&text, kind, s->cast->lang, s->cast->seed, i);
	return arena_dup(s->arena, text.s, text.len);
}

/* Looks like a random UUID (RFC 9562 section 5.4). */
static const char *make_id(struct arena *a, struct dice *d)
{
	uint64_t high = dice_roll(d), low = dice_roll(d);

	return arena_printf(a, "%08X-%04X-4%03X-%04X-%012llX",
			    (unsigned int)(high >> 32),
			    (unsigned int)(high >> 16 & 0xffff),
			    (unsigned int)(high & 0xfff),
			    (unsigned int)(low >> 48 & 0x3fff) | 0x8000u,
			    (unsigned long long)(low & 0xffffffffffff));
}

static bool is_text(const struct talk_line *l)
{
	return l->kind == TALK_PUBLIC || l->kind == TALK_PRIVATE ||
	       l->kind == TALK_ANSWERED;
}

/*
 * A recent line that still stands and is text: its number, or s->n where
 * the dice find none.
 */
static size_t pick_line(struct scene *s, bool private_too)
{
	for (int tries = 0; tries < 6 && s->n > 0; tries++) {
		size_t back = dice_below(&s->dice, s->n < 20 ? s->n : 20);
		size_t i = s->n - 1 - back;
		const struct talk_line *l = &s->lines[i];

		if (!s->deleted[i] && is_text(l) &&
		    (private_too || l->kind != TALK_PRIVATE))
			return i;
	}
	return s->n;
}

/* Edits keep the recipient: a private line stays private. */
static void edit_line(struct scene *s, struct talk_line *l, size_t at)
{
	AUTO(str_done) struct str text = STR_INIT;

	talk_add_edit(&text, s->texts[at], s->cast->lang, s->cast->seed, s->n);
	l->kind = TALK_EDITED;
	l->from = s->lines[at].from;
	l->to = s->lines[at].to;
	l->text = arena_dup(s->arena, text.s, text.len);
	l->about = s->lines[at].id;
	s->texts[at] = l->text;
}

static void delete_line(struct scene *s, struct talk_line *l, size_t at)
{
	l->kind = TALK_DELETED;
	l->from = s->lines[at].from;
	l->to = s->lines[at].to;
	l->text = "";
	l->about = s->lines[at].id;
	s->deleted[at] = true;
}

static void react_to_line(struct scene *s, struct talk_line *l, size_t at)
{
	l->kind = TALK_REACTION;
	l->text = talk_reaction(s->cast->seed, s->n);
	l->about = s->lines[at].id;
}

static void answer_line(struct scene *s, struct talk_line *l, size_t at)
{
	l->kind = TALK_ANSWERED;
	l->text = say(s, TALK_REPLY, s->n);
	l->about = s->lines[at].id;
}

static void whisper(struct scene *s, struct talk_line *l)
{
	const struct talk_cast *c = s->cast;
	size_t from = (size_t)(l->from - c->people);
	size_t step = 1 + dice_below(&s->dice, c->n_people - 1);

	l->kind = TALK_PRIVATE;
	l->to = &c->people[(from + step) % c->n_people];
	l->text = say(s, TALK_LINE, s->n);
}

static void gesture(struct scene *s, struct talk_line *l)
{
	static const char *const digits[] = { "1", "2", "3" };

	l->kind = TALK_GESTURE;
	l->text = digits[dice_below(&s->dice, 3)];
}

/* True where the throw and the lines so far allow something special. */
static bool add_special(struct scene *s, struct talk_line *l, size_t roll)
{
	bool private_too = roll < 9;
	size_t at = roll < 27 ? pick_line(s, private_too) : s->n;

	if (roll < 27 && at == s->n)
		return false;
	if (roll < 6)
		edit_line(s, l, at);
	else if (roll < 9)
		delete_line(s, l, at);
	else if (roll < 17)
		react_to_line(s, l, at);
	else if (roll < 27)
		answer_line(s, l, at);
	else if (roll < 30)
		gesture(s, l);
	else if (roll < 38 && s->cast->n_people > 1)
		whisper(s, l);
	else
		return false;
	return true;
}

static void add_line(struct scene *s, int64_t offset_ms)
{
	const struct talk_cast *c = s->cast;
	struct talk_line *l = &s->lines[s->n];
	size_t roll = dice_below(&s->dice, 100);

	l->offset_ms = offset_ms;
	l->from = &c->people[dice_below(&s->dice, c->n_people)];
	l->id = make_id(s->arena, &s->dice);
	if (!add_special(s, l, roll)) {
		l->kind = TALK_PUBLIC;
		l->text = say(s, TALK_LINE, s->n);
	}
	s->texts[s->n] = l->text;
	s->n++;
}

/* A moment within part i of n equal parts of the meeting. */
static int64_t moment(const struct talk_cast *c, struct dice *d, size_t i,
		      size_t n)
{
	int64_t part = c->length_ms / (int64_t)n;

	return (int64_t)i * part + (int64_t)dice_below(d, (size_t)part + 1);
}

void talk_chat(struct arena *a, const struct talk_cast *c, size_t n,
	       struct talk_line **lines)
{
	struct scene s = { .arena = a,
			   .cast = c,
			   .dice = dice_of(c->seed, LINES) };

	assert(c->n_people > 0 && c->length_ms >= 0);
	s.lines = arena_alloc(a, n, sizeof(*s.lines));
	s.deleted = arena_alloc(a, n, sizeof(*s.deleted));
	s.texts = arena_alloc(a, n, sizeof(*s.texts));
	for (size_t i = 0; i < n; i++)
		add_line(&s, moment(c, &s.dice, i, n));
	*lines = s.lines;
}

void talk_transcript(struct arena *a, const struct talk_cast *c, size_t n,
		     struct talk_cue **cues)
{
	struct scene s = { .arena = a,
			   .cast = c,
			   .dice = dice_of(c->seed, CUES) };
	struct talk_cue *all = arena_alloc(a, n, sizeof(*all));
	int64_t part = n > 0 ? c->length_ms / (int64_t)n : 0;

	for (size_t i = 0; i < n; i++) {
		int64_t begin = (int64_t)i * part;
		size_t third = (size_t)part / 3 + 1;

		all[i].start_ms = begin + (int64_t)dice_below(&s.dice, third);
		all[i].end_ms =
			begin + part - (int64_t)dice_below(&s.dice, third);
		/* Who has the floor often keeps it. */
		all[i].from =
			i > 0 && dice_percent(&s.dice, 40)
				? all[i - 1].from
				: &c->people[dice_below(&s.dice, c->n_people)];
		all[i].text = say(&s, TALK_SPOKEN, i);
	}
	*cues = all;
}

int talk_poll_choice(const struct talk_cast *c, size_t k, size_t i)
{
	const struct talk_poll *p = talk_poll(c->lang, c->seed, k);
	struct dice d = dice_of(c->seed ^ POLLS, k << 32 | i);

	if (dice_percent(&d, 25))
		return -1;
	return (int)dice_below(&d, p->n_options);
}
