#include "verb/help.h"

#include "base/err.h"
#include "base/str.h"
#include "verb/args.h"
#include "verb/print.h"
#include "verb/verb.h"

#include <string.h>

static const char intro[] =
	"Estreat collects what people say and do in online meetings, turns "
	"every item\n"
	"into an e-mail message, and keeps it in the mailbox of every person "
	"who took\n"
	"part: encrypted, accounted for, and ready to be exported.\n";

static const char first_steps[] =
	"\nFirst steps:\n"
	"  estreat init --domain archive.example.com\n"
	"  estreat person import persons.csv\n"
	"  estreat source show zoom-meetings\n"
	"  estreat connector add zoom --source zoom-meetings --set KEY=VALUE "
	"...\n"
	"  estreat connector check zoom\n"
	"  estreat connector run zoom\n"
	"  estreat mailbox list\n";

static const char globals[] =
	"\nOptions of every verb:\n"
	"  --home DIR   the installation; else $ESTREAT_HOME, else\n"
	"               ~/.local/share/estreat\n"
	"  --json       one JSON document instead of text; errors and notes "
	"are JSON\n"
	"               objects on standard error, one a line\n"
	"  --verbose    say on standard error what is being done\n"
	"  --help       help on a verb, with examples\n"
	"\nExit codes:\n"
	"  0  done\n"
	"  1  what was asked is not so: a check found faults, a run ended in "
	"failure\n"
	"  2  the command cannot be done as it was given\n"
	"  3  out of reach or busy: the same again later\n"
	"  4  the source needs a person: credentials, scopes, an app switched "
	"off\n"
	"  5  a disk failed or is full, ours or the one written to\n"
	"\n`estreat help VERB` tells more about a verb.";

/* Length of the noun: the first of two words, or the whole name. */
static size_t noun_len(const char *name)
{
	return strcspn(name, " ");
}

static bool same_noun(const char *a, const char *b)
{
	size_t n = noun_len(a);

	return n == noun_len(b) && strncmp(a, b, n) == 0;
}

static void verb_line(struct printer *p, const struct verb *v)
{
	print_say(p, "  %-18s  %s", v->name, v->help);
}

/* --- JSON: the table as it is ------------------------------------------- */

static const struct table verbs_table = {
	.name = "verbs",
	.n = 5,
	.columns = { { .name = "name" },
		     { .name = "usage" },
		     { .name = "help" },
		     { .name = "right" },
		     { .name = "http" } },
};

static void verb_row(struct printer *p, const struct verb *v)
{
	AUTO(str_done) struct str usage = STR_INIT;
	struct err gone = ERR_INIT;

	args_usage(&usage, v);
	cell_text(p, v->name);
	cell_text(p, usage.s);
	cell_text(p, v->help);
	cell_text_or_none(p, v->right);
	cell_text(p, v->http);
	(void)print_row(p, &gone); /* kept, and told at the end */
}

static void verbs_json(struct printer *p, const char *noun)
{
	print_table(p, &verbs_table);
	for (const struct verb *const *v = verb_all(); *v != NULL; v++)
		if (noun == NULL || same_noun((*v)->name, noun))
			verb_row(p, *v);
	print_table_end(p);
}

/* --- levels --------------------------------------------------------------- */

void help_all(struct printer *p)
{
	const char *before = "";

	if (print_form(p) == PRINT_JSON) {
		verbs_json(p, NULL);
		return;
	}
	print_say(p, "Usage: estreat [--home DIR] [--json] [--verbose] VERB "
		     "[ARGUMENTS]\n");
	print_say(p, "%s", intro);
	print_say(p, "Verbs:");
	for (const struct verb *const *v = verb_all(); *v != NULL; v++) {
		if (before[0] != '\0' && !same_noun(before, (*v)->name) &&
		    (strchr(before, ' ') != NULL ||
		     strchr((*v)->name, ' ') != NULL))
			print_gap(p);
		verb_line(p, *v);
		before = (*v)->name;
	}
	print_say(p, "%s%s", first_steps, globals);
}

bool help_noun(struct printer *p, const char *noun)
{
	bool found = false;

	for (const struct verb *const *v = verb_all(); *v != NULL; v++)
		if (str_starts((*v)->name, noun) &&
		    (*v)->name[strlen(noun)] == ' ') {
			if (!found && print_form(p) == PRINT_TEXT)
				print_say(p,
					  "Usage: estreat %s VERB "
					  "[ARGUMENTS]\n\nVerbs:",
					  noun);
			found = true;
			verb_line(p, *v);
		}
	if (found && print_form(p) == PRINT_JSON)
		verbs_json(p, noun);
	if (found)
		print_say(p,
			  "\n`estreat help %s VERB` tells more, with an "
			  "example.",
			  noun);
	return found;
}

static void param_line(struct printer *p, const struct param *param)
{
	AUTO(str_done) struct str head = STR_INIT;

	if (param->positional) {
		str_add(&head,
			param->value != NULL ? param->value : param->name);
		if (param->value == NULL)
			for (char *c = head.s; *c != '\0'; c++)
				*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32)
							    : *c;
	} else {
		str_addf(&head, "--%s", param->name);
		if (param->type == PARAM_CHOICE)
			str_addf(&head, " %s", param->choices);
		else if (param->type != PARAM_FLAG)
			str_addf(&head, " %s", param->value);
	}
	if (head.len > 22)
		print_say(p, "  %s\n  %-22s  %s", head.s, "", param->help);
	else
		print_say(p, "  %-22s  %s", head.s, param->help);
}

/* A right that is no role's. */
static const char *right_in_words(const char *right)
{
	return strcmp(right, RIGHT_FOLDER) == 0
		       ? "No role lets you do this: only the owner of the "
			 "installation's folder may."
		       : "No role is needed: whoever has an account may do "
			 "this with what is their own.";
}

/* Of several any will do: one a line where there are many. */
static void say_roles(struct printer *p, const char *right)
{
	AUTO(str_done) struct str roles = STR_INIT;
	role_set set = right_roles(right);
	bool many = strlen(right) > 60;

	if (set == ROLES_NONE) {
		print_say(p, "\n%s", right_in_words(right));
		return;
	}
	roles_list(&roles, set, many ? ",\n  " : ", ");
	print_say(p, "\n%s:%s%s",
		  (set & (set - 1)) != 0 ? "Roles, of which any will do"
					 : "Role needed",
		  many ? "\n  " : " ", roles.s);
}

void help_verb(struct printer *p, const struct verb *v)
{
	AUTO(str_done) struct str usage = STR_INIT;

	args_usage(&usage, v);
	if (print_form(p) == PRINT_JSON) {
		print_text(p, "name", NULL, v->name);
		print_text(p, "usage", NULL, usage.s);
		print_text(p, "help", NULL, v->help);
		print_text(p, "about", NULL, v->about);
		print_text(p, "example", NULL, v->example);
		print_text(p, "right", NULL,
			   v->right[0] != '\0' ? v->right : NULL);
		print_text(p, "http", NULL, v->http);
		return;
	}
	print_hang(p, strlen("Usage: estreat "), "Usage: %s", usage.s);
	print_say(p, "\n%s.", v->help);
	if (v->about != NULL)
		print_say(p, "\n%s", v->about);
	print_gap(p);
	for (const struct param *param = v->params; param->name != NULL;
	     param++)
		param_line(p, param);
	print_say(p, "  %-22s  %s", "--home, --json, ...",
		  "as for every verb: `estreat help`");
	if (v->example != NULL)
		print_say(p, "\nExample:\n%s", v->example);
	if (v->right[0] != '\0')
		say_roles(p, v->right);
}

/* --- a word that is none -------------------------------------------------- */

#define WORD_MAX 40

/* Levenshtein's distance of two short texts; longer ones are far apart. */
static size_t distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), row[WORD_MAX + 1];

	if (n > WORD_MAX || m > WORD_MAX)
		return WORD_MAX;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = corner + (a[i - 1] != b[j - 1]);

			corner = row[j];
			best = row[j] + 1 < best ? row[j] + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			row[j] = best;
		}
	}
	return row[m];
}

bool help_nearest(struct str *out, const char *words)
{
	const char *best = NULL;
	size_t near = 4; /* more slips than three are another word */

	for (const struct verb *const *v = verb_all(); *v != NULL; v++) {
		size_t d = distance((*v)->name, words);

		if (d < near && d < strlen(words)) {
			near = d;
			best = (*v)->name;
		}
	}
	if (best != NULL)
		str_add(out, best);
	return best != NULL;
}
