/* The table itself, and what is made of it. */
#include "verb/verb.h"

#include "base/err.h"
#include "base/str.h"
#include "stream/writer.h"
#include "t.h"
#include "verb/help.h"
#include "verb/print.h"

#include <ctype.h>

static bool is_word(const char *s)
{
	for (; *s != '\0'; s++)
		if (!islower((unsigned char)*s) && *s != '-')
			return false;
	return true;
}

static void check_params(const struct verb *v)
{
	bool optional = false;
	size_t n = 0;

	for (const struct param *p = v->params; p->name != NULL; p++, n++) {
		T_OK(is_word(p->name));
		T_OK(p->help != NULL && p->help[0] != '\0');
		T_OK(!str_ends(p->help, "."));
		T_OK(strlen(p->help) <= 60);
		T_OK((p->type == PARAM_CHOICE) == (p->choices != NULL));
		if (!p->positional && p->type != PARAM_FLAG &&
		    p->type != PARAM_CHOICE)
			T_OK(p->value != NULL);
		/* none that must be there stands behind one that need not */
		if (p->positional) {
			T_OK(!p->required || !optional);
			optional = optional || !p->required;
		}
		for (const struct param *q = p + 1; q->name != NULL; q++)
			T_OK(strcmp(p->name, q->name) != 0);
	}
	T_OK(n < VERB_PARAMS_MAX);
}

static bool is_member(const char *s)
{
	for (; *s != '\0'; s++)
		if (!islower((unsigned char)*s) &&
		    !isdigit((unsigned char)*s) && *s != '_')
			return false;
	return true;
}

/* What is said of its JSON: each member once. */
static void check_answer(const struct verb *v)
{
	for (const struct column *c = v->fields; c != NULL && c->name != NULL;
	     c++) {
		T_OK(is_member(c->name));
		for (const struct column *d = c + 1; d->name != NULL; d++)
			T_OK(strcmp(c->name, d->name) != 0);
		for (const struct table *const *t = v->lists;
		     t != NULL && *t != NULL; t++)
			T_OK(strcmp(c->name, (*t)->name) != 0);
	}
	for (const struct table *const *t = v->lists; t != NULL && *t != NULL;
	     t++) {
		T_OK((*t)->n <= PRINT_COLUMNS_MAX);
		for (const struct table *const *u = t + 1; *u != NULL; u++)
			T_OK(strcmp((*t)->name, (*u)->name) != 0);
	}
}

T(table_is_sound)
{
	for (const struct verb *const *v = verb_all(); *v != NULL; v++) {
		t_label = (*v)->name;
		T_OK((*v)->run != NULL && (*v)->right != NULL);
		T_OK((*v)->help != NULL && strlen((*v)->help) <= 58);
		T_OK(!str_ends((*v)->help, "."));
		T_OK(verb_find((*v)->name) == *v);
		T_OK((*v)->http == NULL || (*v)->right[0] != '\0');
		check_params(*v);
		check_answer(*v);
		for (const struct verb *const *w = v + 1; *w != NULL; w++) {
			T_OK(strcmp((*v)->name, (*w)->name) != 0);
			if ((*v)->http != NULL && (*w)->http != NULL)
				T_OK(strcmp((*v)->http, (*w)->http) != 0);
		}
	}
	T_OK(verb_find("connector") == NULL);
	T_OK(verb_find("") == NULL);
}

struct sink {
	struct writer base;
	struct str got;
};

static int sink_write(struct writer *w, const void *buf, size_t len,
		      struct err *e)
{
	(void)e;
	str_add_len(&((struct sink *)w)->got, buf, len);
	return 0;
}

static const struct writer_ops sink_ops = { sink_write };

/* Help lines fit a terminal of 80 columns; usage and commands may not. */
static void check_lines(struct str *text)
{
	char *save = NULL;

	for (char *line = strtok_r(text->s, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save))
		if (strlen(line) > 80 && !str_starts(line, "Usage: "))
			T_FAIL("%zu columns: %s", strlen(line), line);
}

T(help_teaches_on_every_level)
{
	for (const struct verb *const *v = verb_all(); *v != NULL; v++) {
		struct sink s = { .base = { &sink_ops }, .got = STR_INIT };
		struct printer *p = print_new(PRINT_TEXT, 0, &s.base);
		AUTO(str_done) struct str noun = STR_INIT;
		struct err e = ERR_INIT;

		t_label = (*v)->name;
		help_all(p);
		str_add_len(&noun, (*v)->name, strcspn((*v)->name, " "));
		T_OK(help_noun(p, noun.s) == (noun.len < strlen((*v)->name)));
		help_verb(p, *v);
		T_EQ_INT(print_end(p, &e), 0);
		T_OK(strstr(s.got.s, (*v)->name) != NULL);
		T_OK(strstr(s.got.s, (*v)->help) != NULL);
		T_OK((*v)->params[0].name == NULL || (*v)->example != NULL);
		check_lines(&s.got);
		print_free(p);
		str_done(&s.got);
	}
}

T(unknown_nouns)
{
	struct sink s = { .base = { &sink_ops }, .got = STR_INIT };
	AUTO(print_free)
	struct printer *p = print_new(PRINT_TEXT, 0, &s.base);

	T_OK(!help_noun(p, "nothing"));
	T_OK(!help_noun(p, ""));
	T_OK(!help_noun(p, "connector add and far more than any name"));
	T_EQ_STR(s.got.s, "");
}

T(nearest)
{
	static const struct {
		const char *label;
		const char *words, *want;
	} rows[] = {
		{ "a letter lost", "conector add", "connector add" },
		{ "letters turned", "mailbox lsit", "mailbox list" },
		{ "one word", "hlep", "help" },
		{ "far", "frobnicate", "" },
		{ "short", "x", "" },
		{ "long",
		  "a word that is longer than any verb that there is in here",
		  "" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;

		T_EQ_INT(help_nearest(&got, row->words), row->want[0] != '\0');
		T_EQ_STR(got.s, row->want);
	}
}

T(completion_knows_every_verb)
{
	static const char *const shells[] = { "bash", "zsh", "fish" };

	for (size_t i = 0; i < 3; i++) {
		AUTO(str_done) struct str script = STR_INIT;

		completion_script(&script, shells[i]);
		for (const struct verb *const *v = verb_all(); *v != NULL;
		     v++) {
			const char *last = strrchr((*v)->name, ' ');

			t_label = (*v)->name;
			T_OK(strstr(script.s,
				    last != NULL ? last + 1 : (*v)->name) !=
			     NULL);
			for (const struct param *p = (*v)->params;
			     p->name != NULL; p++)
				if (!p->positional)
					T_OK(strstr(script.s, p->name) != NULL);
		}
	}
}

T_MAIN
