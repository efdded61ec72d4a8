#include "sandbox/talk.h"

#include "base/encode.h"
#include "base/str.h"
#include "sandbox/dice.h"
#include "sandbox/talk-private.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define COUNT(a)    (sizeof(a) / sizeof((a)[0]))
#define DEPTH_MAX   12  /* the tests hold the grammar to less */
#define TOPIC_CHARS 200 /* Zoom's limit */

static const char *const emoji[] = {
	"👍",
	"❤️",
	"😂",
	"🎉",
	"😮",
	"👏",
	"🙏",
	"✅",
	"🚀",
	"👀",
	"🤔",
	"💯",
	"🔥",
	"😅",
	"👋🏽",
	"🤝",
	"📈",
	"📉",
	"⚠️",
	"☕",
	"🇸🇪",
	"👩🏾‍💻",
	"👨‍👩‍👧‍👦",
	"🏳️‍🌈",
};

static const char *const kind_names[TALK_KINDS] = {
	[TALK_TOPIC] = "topic",       [TALK_ROOM] = "room",
	[TALK_LINE] = "line",         [TALK_REPLY] = "reply",
	[TALK_QUESTION] = "question", [TALK_ANSWER] = "answer",
	[TALK_SPOKEN] = "spoken",     [TALK_SUMMARY] = "summary",
	[TALK_NEXT] = "next",         [TALK_CHAPTER] = "chapter",
	[TALK_TASK] = "task",         [TALK_NOTE] = "note",
	[TALK_EVENT] = "event",       [TALK_FILE] = "file",
};

static const struct talk_tongue *const tongues[TALK_LANGS] = {
	[TALK_EN] = &talk_english, [TALK_SV] = &talk_swedish,
	[TALK_FR] = &talk_french,  [TALK_JA] = &talk_japanese,
	[TALK_AR] = &talk_arabic,
};

const struct talk_tongue *talk_tongue(enum talk_lang lang)
{
	assert((unsigned int)lang < TALK_LANGS);
	return tongues[lang];
}

const char *talk_lang_tag(enum talk_lang lang)
{
	return talk_tongue(lang)->tag;
}

const char *talk_kind_name(enum talk_kind kind)
{
	assert((unsigned int)kind < TALK_KINDS);
	return kind_names[kind];
}

const char *talk_reaction(uint64_t seed, uint64_t index)
{
	struct dice d = dice_of(seed, index);

	return emoji[dice_below(&d, COUNT(emoji))];
}

/* ---- people ---- */

static size_t common_divisor(size_t a, size_t b)
{
	while (b != 0) {
		size_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/*
 * Walk through all pairs in steps that have no divisor in common with
 * their number: each comes once before one comes again.
 */
struct talk_person talk_person(enum talk_lang lang, uint64_t seed,
			       uint64_t index)
{
	const struct talk_tongue *t = talk_tongue(lang);
	size_t all = t->n_given * t->n_family;
	struct dice d = dice_of(seed, (uint64_t)lang);
	size_t start = dice_below(&d, all);
	size_t step = all / 2 + dice_below(&d, all / 3);
	size_t at;
	const struct talk_word *given, *family;

	while (common_divisor(step, all) != 1)
		step++;
	at = (size_t)((start + index % all * step) % all);
	given = &t->given[at % t->n_given];
	family = &t->family[at / t->n_given];
	return (struct talk_person){
		.given = given->text,
		.family = family->text,
		.given_ascii = given->ascii,
		.family_ascii = family->ascii,
		.family_first = t->family_first,
		.number = (int)(index / all % 1000000) + 1,
	};
}

void talk_add_name(struct str *out, const struct talk_person *p)
{
	if (p->family_first)
		str_addf(out, "%s %s", p->family, p->given);
	else
		str_addf(out, "%s %s", p->given, p->family);
}

void talk_add_mailbox(struct str *out, const struct talk_person *p)
{
	str_addf(out, "%s.%s", p->given_ascii, p->family_ascii);
	if (p->number > 1)
		str_addf(out, "%d", p->number);
}

/* ---- the grammar ---- */

struct speech {
	struct str *out;
	const struct talk_tongue *tongue;
	struct dice dice;
	int depth;
};

static const struct talk_rule *rule_in(const struct talk_rule *rules, size_t n,
				       const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(rules[i].name) == len &&
		    memcmp(rules[i].name, name, len) == 0)
			return &rules[i];
	return NULL;
}

const struct talk_rule *talk_rule(const struct talk_tongue *t, const char *name,
				  size_t len)
{
	const struct talk_rule *r = rule_in(t->rules, t->n_rules, name, len);

	if (r == NULL)
		r = rule_in(talk_shared_rules, talk_shared_rules_count, name,
			    len);
	return r;
}

static bool name_is(const char *name, size_t len, const char *want)
{
	return strlen(want) == len && memcmp(name, want, len) == 0;
}

/* True if the name is one of the built-in ones, and it has been said. */
static bool say_builtin(struct speech *sp, const char *name, size_t len)
{
	const struct talk_tongue *t = sp->tongue;
	struct dice *d = &sp->dice;

	if (name_is(name, len, "d"))
		str_addf(sp->out, "%zu", dice_below(d, 10));
	else if (name_is(name, len, "n"))
		str_addf(sp->out, "%zu", 2 + dice_below(d, 28));
	else if (name_is(name, len, "nn"))
		str_addf(sp->out, "%zu", 10 + dice_below(d, 90));
	else if (name_is(name, len, "emoji"))
		str_add(sp->out, emoji[dice_below(d, COUNT(emoji))]);
	else if (name_is(name, len, "given"))
		str_add(sp->out, t->given[dice_below(d, t->n_given)].text);
	else if (name_is(name, len, "family"))
		str_add(sp->out, t->family[dice_below(d, t->n_family)].text);
	else
		return false;
	return true;
}

static void say_text(struct speech *sp, const char *text, size_t len);

static void say_rule(struct speech *sp, const char *name, size_t len)
{
	const struct talk_rule *r;
	const char *text;

	if (say_builtin(sp, name, len))
		return;
	r = talk_rule(sp->tongue, name, len);
	assert(r != NULL && sp->depth < DEPTH_MAX);
	text = r->texts[dice_below(&sp->dice, r->n)];
	sp->depth++;
	say_text(sp, text, strlen(text));
	sp->depth--;
}

/* One of the parts between the bars of "a|b|c". */
static void say_choice(struct speech *sp, const char *text, size_t len)
{
	size_t parts = 1, pick;
	const char *end;

	for (size_t i = 0; i < len; i++)
		parts += text[i] == '|';
	for (pick = dice_below(&sp->dice, parts); pick > 0; pick--) {
		const char *bar = memchr(text, '|', len);

		len -= (size_t)(bar + 1 - text);
		text = bar + 1;
	}
	end = memchr(text, '|', len);
	say_text(sp, text, end != NULL ? (size_t)(end - text) : len);
}

static void say_text(struct speech *sp, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		size_t rest = (size_t)(end - text);
		char close = *text == '{' ? '}' : ']';
		const char *to;

		if (*text != '{' && *text != '[') {
			str_add_char(sp->out, *text++);
			continue;
		}
		to = memchr(text, close, rest);
		assert(to != NULL);
		if (close == '}')
			say_rule(sp, text + 1, (size_t)(to - text - 1));
		else
			say_choice(sp, text + 1, (size_t)(to - text - 1));
		text = to + 1;
	}
}

/* People go on: every third line has a second thought. */
static void say_second_thought(struct speech *sp)
{
	if (dice_percent(&sp->dice, 25)) {
		str_add(sp->out, " - ");
		say_rule(sp, "question", strlen("question"));
	} else if (dice_percent(&sp->dice, 12)) {
		str_add(sp->out, "\n");
		say_rule(sp, "next", strlen("next"));
	}
}

/* Cut what was added behind start to so many characters. */
static void cut_characters(struct str *out, size_t start, size_t max)
{
	size_t at = start;

	while (at < out->len && max-- > 0)
		at += utf8_sequence(out->s + at, out->len - at);
	str_cut(out, at);
}

void talk_add(struct str *out, enum talk_kind kind, enum talk_lang lang,
	      uint64_t seed, uint64_t index)
{
	uint64_t what = (uint64_t)kind * TALK_LANGS + (uint64_t)lang;
	struct speech sp = { .out = out,
			     .tongue = talk_tongue(lang),
			     .dice = dice_of(dice_mix(seed) + what, index) };
	const char *name = talk_kind_name(kind);
	size_t start = out->len;

	if (kind == TALK_TOPIC && dice_percent(&sp.dice, 20))
		name = "odd-topic";
	if (kind == TALK_LINE && dice_percent(&sp.dice, 6))
		name = "odd-line";
	say_rule(&sp, name, strlen(name));
	if (kind == TALK_LINE)
		say_second_thought(&sp);
	if (kind == TALK_TOPIC)
		cut_characters(out, start, TOPIC_CHARS);
}

void talk_add_edit(struct str *out, const char *text, enum talk_lang lang,
		   uint64_t seed, uint64_t index)
{
	struct speech sp = { .out = out,
			     .tongue = talk_tongue(lang),
			     .dice = dice_of(seed ^ 0xed17, index) };

	if (dice_percent(&sp.dice, 70)) {
		str_add(out, text);
		say_rule(&sp, "edit-tail", strlen("edit-tail"));
	} else {
		say_rule(&sp, "edit-head", strlen("edit-head"));
		str_add(out, text);
	}
}

const struct talk_poll *talk_poll(enum talk_lang lang, uint64_t seed,
				  uint64_t index)
{
	const struct talk_tongue *t = talk_tongue(lang);
	struct dice d = dice_of(seed, 0x9011);

	return &t->polls[(dice_below(&d, t->n_polls) + index) % t->n_polls];
}
