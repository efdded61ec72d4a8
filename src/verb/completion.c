/*
 * completion.c - a script for each shell, made of the verb table: nouns,
 * verbs, options and the choices of options. Files are left to the shell.
 */
#include "verb/help.h"

#include "base/str.h"
#include "verb/verb.h"

#include <string.h>

#define GLOBALS "--home --json --verbose --help"

/* Is this the first verb of its noun? */
static bool begins_noun(const struct verb *const *v)
{
	size_t n = strcspn((*v)->name, " ");

	return v == verb_all() || strcspn(v[-1]->name, " ") != n ||
	       strncmp(v[-1]->name, (*v)->name, n) != 0;
}

static bool has_noun(const struct verb *v)
{
	return strchr(v->name, ' ') != NULL;
}

static void add_first_word(struct str *out, const struct verb *v)
{
	str_add_len(out, v->name, strcspn(v->name, " "));
}

/* " import list": the second words of a noun whose first verb is at v. */
static void add_second_words(struct str *out, const struct verb *const *v)
{
	do
		str_addf(out, " %s", strchr((*v)->name, ' ') + 1);
	while (*++v != NULL && !begins_noun(v));
}

static void add_choices(struct str *out, const char *choices)
{
	for (; *choices != '\0'; choices++)
		str_add_char(out, *choices == '|' ? ' ' : *choices);
}

static void add_options(struct str *out, const struct verb *v)
{
	for (const struct param *p = v->params; p->name != NULL; p++)
		if (!p->positional)
			str_addf(out, " --%s", p->name);
}

/* Apostrophes end a quoted word in all three shells. */
static void add_quoted(struct str *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '\'')
			str_add(out, "'\\''");
		else
			str_add_char(out, *text);
}

/* --- bash ------------------------------------------------------------------
 */

static const char bash_head[] =
	"# estreat: completion for bash. Use it with\n"
	"#   source <(estreat completion bash)\n"
	"_estreat() {\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} "
	"prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	"\tlocal i said='' list=''\n"
	"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	"\t\tcase ${COMP_WORDS[i]} in\n"
	"\t\t--home) ((i++)) ;;\n"
	"\t\t-*) ;;\n"
	"\t\t*) said=\"$said${said:+ }${COMP_WORDS[i]}\" ;;\n"
	"\t\tesac\n"
	"\tdone\n"
	"\tcase $said in\n";

static const char bash_tail[] =
	"\tesac\n"
	"\tmapfile -t COMPREPLY < <(compgen -W \"$list\" -- \"$cur\")\n"
	"}\n"
	"complete -o default -F _estreat estreat\n";

static const char *last_word(const char *name)
{
	const char *space = strrchr(name, ' ');

	return space != NULL ? space + 1 : name;
}

static void bash_options(struct str *out, const struct verb *v)
{
	str_addf(out, "\t'%s'*)\n\t\tlist='", v->name);
	add_options(out, v);
	str_add(out, " " GLOBALS "'\n");
	for (const struct param *p = v->params; p->name != NULL; p++)
		if (p->choices != NULL) {
			str_addf(out, "\t\t[ \"$prev\" = %s%s ] && list='",
				 p->positional ? last_word(v->name) : "--",
				 p->positional ? "" : p->name);
			add_choices(out, p->choices);
			str_add(out, "'\n");
		}
	str_add(out, "\t\t;;\n");
}

static void bash(struct str *out)
{
	str_add(out, bash_head);
	str_add(out, "\t'') list='");
	for (const struct verb *const *v = verb_all(); *v != NULL; v++)
		if (begins_noun(v)) {
			add_first_word(out, *v);
			str_add_char(out, ' ');
		}
	str_add(out, GLOBALS "' ;;\n");
	for (const struct verb *const *v = verb_all(); *v != NULL; v++) {
		if (!begins_noun(v) || !has_noun(*v))
			continue;
		str_add(out, "\t'");
		add_first_word(out, *v);
		str_add(out, "') list='");
		add_second_words(out, v);
		str_add(out, " " GLOBALS "' ;;\n");
	}
	for (const struct verb *const *v = verb_all(); *v != NULL; v++)
		bash_options(out, *v);
	str_add(out, bash_tail);
}

/* --- zsh -------------------------------------------------------------------
 */

static const char zsh_head[] =
	"#compdef estreat\n"
	"# estreat: completion for zsh. Put it into a folder of $fpath as\n"
	"# _estreat, or use it with: source <(estreat completion zsh)\n"
	"_estreat() {\n"
	"\tlocal -a list\n"
	"\tlocal said=\"${(j: :)${(@)words[2,CURRENT-1]:#-*}}\"\n"
	"\tcase $said in\n";

static const char zsh_tail[] = "\tesac\n"
			       "\t_describe estreat list || _files\n"
			       "}\n"
			       "compdef _estreat estreat\n";

static void zsh_entry(struct str *out, const char *word, size_t len,
		      const char *help)
{
	str_add(out, " '");
	str_add_len(out, word, len);
	str_add_char(out, ':');
	add_quoted(out, help);
	str_add_char(out, '\'');
}

static void zsh_options(struct str *out, const struct verb *v)
{
	str_addf(out, "\t'%s'*) list=(", v->name);
	for (const struct param *p = v->params; p->name != NULL; p++)
		if (!p->positional) {
			AUTO(str_done) struct str name = STR_INIT;

			str_addf(&name, "--%s", p->name);
			zsh_entry(out, name.s, name.len, p->help);
		}
	str_add(out, " --home --json --verbose --help) ;;\n");
}

static void zsh(struct str *out)
{
	str_add(out, zsh_head);
	str_add(out, "\t'') list=(");
	for (const struct verb *const *v = verb_all(); *v != NULL; v++)
		if (begins_noun(v))
			zsh_entry(out, (*v)->name, strcspn((*v)->name, " "),
				  has_noun(*v) ? "..." : (*v)->help);
	str_add(out, ") ;;\n");
	for (const struct verb *const *v = verb_all(); *v != NULL;) {
		const struct verb *const *first = v++;

		if (!has_noun(*first))
			continue;
		str_add(out, "\t'");
		add_first_word(out, *first);
		str_add(out, "') list=(");
		for (v = first; *v != NULL && (v == first || !begins_noun(v));
		     v++) {
			const char *second = strchr((*v)->name, ' ') + 1;

			zsh_entry(out, second, strlen(second), (*v)->help);
		}
		str_add(out, ") ;;\n");
	}
	for (const struct verb *const *v = verb_all(); *v != NULL; v++)
		zsh_options(out, *v);
	str_add(out, zsh_tail);
}

/* --- fish ------------------------------------------------------------------
 */

static const char fish_head[] =
	"# estreat: completion for fish. Use it with\n"
	"#   estreat completion fish | source\n"
	"function __estreat_said\n"
	"\tset -l words (commandline -opc)\n"
	"\tset -l said (string match -v -- '-*' $words[2..-1])\n"
	"\ttest \"$said\" = \"$argv\"\n"
	"end\n"
	"function __estreat_verb\n"
	"\tset -l words (commandline -opc)\n"
	"\tset -l said (string match -v -- '-*' $words[2..-1])\n"
	"\tstring match -q -- \"$argv*\" \"$said\"\n"
	"end\n"
	"complete -c estreat -l home -r -d 'The installation'\n"
	"complete -c estreat -l json -d 'JSON instead of text'\n"
	"complete -c estreat -l verbose -d 'Say what is being done'\n"
	"complete -c estreat -l help -d 'Help'\n";

static void fish_word(struct str *out, const struct verb *v, const char *said,
		      const char *word)
{
	str_addf(out, "complete -c estreat -f -n '__estreat_said %s' -a '%s'",
		 said, word);
	str_add(out, " -d '");
	add_quoted(out, v->help);
	str_add(out, "'\n");
}

static void fish_options(struct str *out, const struct verb *v)
{
	for (const struct param *p = v->params; p->name != NULL; p++) {
		if (p->positional)
			continue;
		str_addf(out,
			 "complete -c estreat -n '__estreat_verb %s' -l %s",
			 v->name, p->name);
		if (p->choices != NULL) {
			str_add(out, " -x -a '");
			add_choices(out, p->choices);
			str_add_char(out, '\'');
		} else if (p->type != PARAM_FLAG) {
			str_add(out, " -r");
		}
		str_add(out, " -d '");
		add_quoted(out, p->help);
		str_add(out, "'\n");
	}
}

static void fish(struct str *out)
{
	str_add(out, fish_head);
	for (const struct verb *const *v = verb_all(); *v != NULL; v++) {
		AUTO(str_done) struct str noun = STR_INIT;

		add_first_word(&noun, *v);
		if (begins_noun(v))
			fish_word(out, *v, "", noun.s);
		if (has_noun(*v))
			fish_word(out, *v, noun.s, strchr((*v)->name, ' ') + 1);
		fish_options(out, *v);
	}
}

void completion_script(struct str *out, const char *shell)
{
	if (strcmp(shell, "bash") == 0)
		bash(out);
	else if (strcmp(shell, "zsh") == 0)
		zsh(out);
	else
		fish(out);
}
