/*
 * sandbox/talk-private.h - the grammar behind talk.h, for talk*.c and tests.
 *
 * A rule has a name and texts; one of them is chosen. In a text,
 *
 *	{name}    is replaced by what the rule of that name says,
 *	[a|b|c]   is one of them; they may hold {names}, no further brackets.
 *
 * A name is looked for in the language's rules, then in the shared ones.
 * Built in: {given} {family} (names of the language), {d} (a digit), {n}
 * (2 to 29), {nn} (10 to 99), {emoji}. No rule leads back to itself.
 */
#ifndef SANDBOX_TALK_PRIVATE_H
#define SANDBOX_TALK_PRIVATE_H

#include "sandbox/talk.h"

struct talk_rule {
	const char *name;
	const char *const *texts;
	size_t n;
};

#define TALK_COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define TALK_RULE(name, list)                                                  \
	{                                                                      \
		name, list, TALK_COUNT(list)                                   \
	}

struct talk_word {
	const char *text;
	const char *ascii; /* lower case a-z and '-' */
};

struct talk_tongue {
	const char *tag;
	int family_first;
	const struct talk_word *given, *family;
	size_t n_given, n_family;
	const struct talk_rule *rules;
	size_t n_rules;
	const struct talk_poll *polls;
	size_t n_polls;
};

/* The members of a language whose given name stands first. */
#define TALK_TONGUE(name, givens, families, grammar, questions)                \
	.tag = (name), .given = (givens), .n_given = TALK_COUNT(givens),       \
	.family = (families), .n_family = TALK_COUNT(families),                \
	.rules = (grammar), .n_rules = TALK_COUNT(grammar),                    \
	.polls = (questions), .n_polls = TALK_COUNT(questions)

extern const struct talk_tongue talk_english, talk_swedish, talk_french,
	talk_japanese, talk_arabic;

extern const struct talk_rule talk_shared_rules[];
extern const size_t talk_shared_rules_count;

const struct talk_tongue *talk_tongue(enum talk_lang lang);

/* The rule of that name, the language's own before the shared; or NULL. */
const struct talk_rule *talk_rule(const struct talk_tongue *t, const char *name,
				  size_t len);

/* The rule's name for a kind: "topic", "line", ... */
const char *talk_kind_name(enum talk_kind kind);

#endif
