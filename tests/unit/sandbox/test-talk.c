#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"
#include "sandbox/talk-private.h"
#include "sandbox/talk.h"
#include "t.h"

#include <stdbool.h>
#include <stdlib.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *label;
	enum talk_lang lang;
} langs[] = {
	{ "en", TALK_EN }, { "sv", TALK_SV }, { "fr", TALK_FR },
	{ "ja", TALK_JA }, { "ar", TALK_AR },
};

/* Valid, not empty, no control characters but those the contract allows. */
static bool is_clean(const struct str *s, bool one_line)
{
	AUTO(str_done) struct str copy = STR_INIT;

	if (s->len == 0 || !utf8_clean(&copy, s->s, s->len))
		return false;
	for (size_t i = 0; i < s->len; i++) {
		unsigned char c = (unsigned char)s->s[i];

		if (c == '\n' || c == '\t') {
			if (one_line)
				return false;
		} else if (c < ' ' || c == 0x7f) {
			return false;
		}
	}
	return true;
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static bool is_one_line(enum talk_kind kind)
{
	switch (kind) {
	case TALK_LINE:
	case TALK_REPLY:
	case TALK_NOTE:
		return false;
	default:
		return true;
	}
}

T(everything_said_is_clean_text)
{
	AUTO(str_done) struct str s = STR_INIT;

	T_EACH(row, langs) {
		for (int k = 0; k < TALK_KINDS; k++) {
			enum talk_kind kind = (enum talk_kind)k;

			for (uint64_t i = 0; i < 2000; i++) {
				str_cut(&s, 0);
				talk_add(&s, kind, row->lang, 7, i);
				if (!is_clean(&s, is_one_line(kind)))
					T_FAIL("%s %" PRIu64 ": %s",
					       talk_kind_name(kind), i, s.s);
				if (kind == TALK_TOPIC && characters(s.s) > 200)
					T_FAIL("too long: %s", s.s);
			}
		}
	}
}

T(the_same_is_said_again)
{
	T_EACH(row, langs) {
		for (uint64_t i = 0; i < 200; i++) {
			AUTO(str_done) struct str a = STR_INIT;
			AUTO(str_done) struct str b = STR_INIT;
			AUTO(str_done) struct str c = STR_INIT;

			talk_add(&a, TALK_LINE, row->lang, 1, i);
			talk_add(&b, TALK_LINE, row->lang, 1, i);
			T_EQ_STR(a.s, b.s);
			talk_add_edit(&c, a.s, row->lang, 1, i);
			T_OK(strcmp(a.s, c.s) != 0);
			T_OK(strstr(c.s, a.s) != NULL);
			T_OK(is_clean(&c, false));
		}
	}
}

/* Written down once: a change of the tables shows here and is meant. */
T(known_words)
{
	AUTO(str_done) struct str s = STR_INIT;
	struct talk_person p = talk_person(TALK_JA, 1, 0);

	T_EQ_STR(talk_lang_tag(TALK_FR), "fr");
	T_EQ_INT(p.family_first, 1);
	talk_add_name(&s, &p);
	T_OK(str_starts(s.s, p.family) && str_ends(s.s, p.given));
	p = (struct talk_person){ .given = "Åsa",
				  .family = "Ek",
				  .given_ascii = "asa",
				  .family_ascii = "ek",
				  .number = 3 };
	str_cut(&s, 0);
	talk_add_name(&s, &p);
	str_add(&s, "/");
	talk_add_mailbox(&s, &p);
	T_EQ_STR(s.s, "Åsa Ek/asa.ek3");
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* How many of n texts are different. */
static size_t count_different(char **texts, size_t n)
{
	size_t different = n > 0;

	qsort(texts, n, sizeof(*texts), compare);
	for (size_t i = 1; i < n; i++)
		different += strcmp(texts[i - 1], texts[i]) != 0;
	return different;
}

T(addresses_are_unique_and_ascii)
{
	T_EACH(row, langs) {
		const struct talk_tongue *t = talk_tongue(row->lang);
		size_t n = t->n_given * t->n_family * 2;
		char **boxes = mem_alloc(n, sizeof(*boxes));

		T_OK(n >= 400);
		for (size_t i = 0; i < n; i++) {
			struct talk_person p = talk_person(row->lang, 9, i);
			struct str s = STR_INIT;

			talk_add_mailbox(&s, &p);
			for (const char *c = s.s; *c != '\0'; c++)
				if (strchr("abcdefghijklmnopqrstuvwxyz.-"
					   "0123456789",
					   *c) == NULL)
					T_FAIL("%s", s.s);
			T_EQ_INT(p.number, i < n / 2 ? 1 : 2);
			boxes[i] = str_detach(&s);
		}
		T_EQ_INT(count_different(boxes, n), n);
		for (size_t i = 0; i < n; i++)
			free(boxes[i]);
		free(boxes);
	}
}

T(lines_seldom_repeat)
{
	T_EACH(row, langs) {
		size_t n = 3000;
		char **texts = mem_alloc(n, sizeof(*texts));

		for (size_t i = 0; i < n; i++) {
			struct str s = STR_INIT;

			talk_add(&s, TALK_LINE, row->lang, 3, i);
			texts[i] = str_detach(&s);
		}
		T_OK(count_different(texts, n) > n * 8 / 10);
		for (size_t i = 0; i < n; i++)
			free(texts[i]);
		free(texts);
	}
}

/* ---- the grammar itself ---- */

static const char *const builtin[] = { "d",     "n",     "nn",
				       "emoji", "given", "family" };

static bool is_builtin(const char *name, size_t len)
{
	for (size_t i = 0; i < COUNT(builtin); i++)
		if (strlen(builtin[i]) == len &&
		    memcmp(builtin[i], name, len) == 0)
			return true;
	return false;
}

static bool brackets_pair(const char *s)
{
	char open = 0;

	for (; *s != '\0'; s++) {
		if (*s == '{' && open != '{')
			open = open == '[' ? '|' : '{';
		else if (*s == '[' && open == 0)
			open = '[';
		else if (*s == '}' && (open == '{' || open == '|'))
			open = open == '|' ? '[' : 0;
		else if (*s == ']' && open == '[')
			open = 0;
		else if (strchr("{}[]", *s) != NULL)
			return false;
	}
	return open == 0;
}

/* The longest way down from a rule; 99 where a name is unknown or circles. */
static int depth_of(const struct talk_tongue *t, const char *name, size_t len,
		    int limit)
{
	const struct talk_rule *r;
	int deepest = 0;

	if (is_builtin(name, len))
		return 0;
	r = talk_rule(t, name, len);
	if (r == NULL || limit == 0)
		return 99;
	for (size_t i = 0; i < r->n; i++) {
		const char *at = strchr(r->texts[i], '{');

		for (; at != NULL; at = strchr(at + 1, '{')) {
			size_t n = strcspn(at + 1, "}");
			int d = depth_of(t, at + 1, n, limit - 1);

			if (d > deepest)
				deepest = d;
		}
	}
	return deepest + 1;
}

static void check_rules(const struct talk_tongue *t,
			const struct talk_rule *rules, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int depth =
			depth_of(t, rules[i].name, strlen(rules[i].name), 10);

		if (depth > 10)
			T_FAIL("rule %s: unknown name or circle",
			       rules[i].name);
		for (size_t k = 0; k < rules[i].n; k++)
			if (!brackets_pair(rules[i].texts[k]))
				T_FAIL("brackets: %s", rules[i].texts[k]);
	}
}

T(grammar_is_closed)
{
	T_EACH(row, langs) {
		const struct talk_tongue *t = talk_tongue(row->lang);

		T_EQ_STR(t->tag, row->label);
		check_rules(t, t->rules, t->n_rules);
		check_rules(t, talk_shared_rules, talk_shared_rules_count);
		for (int k = 0; k < TALK_KINDS; k++) {
			const char *name = talk_kind_name((enum talk_kind)k);

			T_OK(talk_rule(t, name, strlen(name)) != NULL);
		}
	}
}

T(polls_have_choices)
{
	T_EACH(row, langs) {
		const struct talk_tongue *t = talk_tongue(row->lang);

		T_OK(t->n_polls >= 2);
		for (size_t i = 0; i < t->n_polls; i++) {
			const struct talk_poll *p = &t->polls[i];

			T_OK(p->n_options >= 2 && p->n_options <= TALK_OPTIONS);
			for (size_t k = 0; k < TALK_OPTIONS; k++)
				T_EQ_INT(p->options[k] != NULL,
					 k < p->n_options);
		}
		T_OK(talk_poll(row->lang, 1, 2) == talk_poll(row->lang, 1, 2));
	}
}

T_MAIN
