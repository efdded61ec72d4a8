#include "verb/cli.h"

#include "access/principal.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "stream/writer.h"
#include "verb/args.h"
#include "verb/help.h"
#include "verb/perform.h"
#include "verb/permit.h"
#include "verb/print.h"
#include "verb/verb.h"
#include "verb/width.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What stands on the line besides the verb's own words. */
struct globals {
	const char *home;
	bool json, verbose, help, version;
	bool misread; /* the words do not fit the verb: help would tell */
	char **words; /* the rest, in order; borrowed texts */
	size_t n;
};

static int take_home(struct globals *g, int argc, char *argv[], int *at,
		     struct err *e)
{
	const char *word = argv[*at];

	if (word[strlen("--home")] == '=')
		g->home = word + strlen("--home=");
	else if (*at + 1 < argc)
		g->home = argv[++*at];
	if (g->home == NULL || g->home[0] == '\0')
		return err_set(e, ERR_USAGE, "--home needs a folder");
	return 0;
}

static bool *global_flag(struct globals *g, const char *word)
{
	if (strcmp(word, "--json") == 0)
		return &g->json;
	if (strcmp(word, "--verbose") == 0)
		return &g->verbose;
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		return &g->help;
	if (strcmp(word, "--version") == 0)
		return &g->version;
	return NULL;
}

static int globals_parse(struct globals *g, int argc, char *argv[],
			 struct err *e)
{
	bool open = true; /* "--" was not there yet */

	g->words = mem_alloc((size_t)argc + 1, sizeof(*g->words));
	for (int i = 1; i < argc; i++) {
		bool *flag = open ? global_flag(g, argv[i]) : NULL;

		open = open && strcmp(argv[i], "--") != 0;
		if (flag != NULL)
			*flag = true;
		else if (open && (strcmp(argv[i], "--home") == 0 ||
				  str_starts(argv[i], "--home="))) {
			if (take_home(g, argc, argv, &i, e) < 0)
				return -1;
		} else
			g->words[g->n++] = argv[i];
	}
	return 0;
}

/* --- which verb ------------------------------------------------------------
 */

/* The verb that the first words name; *used says how many of them. */
static const struct verb *find_verb(const struct globals *g, size_t *used)
{
	AUTO(str_done) struct str two = STR_INIT;
	const struct verb *v = NULL;

	if (g->n > 1) {
		str_addf(&two, "%s %s", g->words[0], g->words[1]);
		v = verb_find(two.s);
		*used = 2;
	}
	if (v == NULL && g->n > 0) {
		v = verb_find(g->words[0]);
		*used = 1;
	}
	return v;
}

static int unknown_verb(const struct globals *g, struct err *e)
{
	AUTO(str_done) struct str words = STR_INIT;
	AUTO(str_done) struct str near = STR_INIT;

	str_add(&words, g->words[0]);
	if (g->n > 1 && g->words[1][0] != '-')
		str_addf(&words, " %s", g->words[1]);
	if (!help_nearest(&near, words.s) && !help_nearest(&near, g->words[0]))
		return err_set(e, ERR_USAGE,
			       "there is no verb \"%.60s\"; `estreat help` "
			       "lists them",
			       words.s);
	return err_set(e, ERR_USAGE,
		       "there is no verb \"%.60s\"; did you mean `estreat "
		       "%s`?",
		       words.s, near.s);
}

/* No verb, or --help: 0 when help was printed. */
static int show_help(const struct globals *g, const struct verb *v,
		     struct printer *p, struct err *e)
{
	if (v != NULL)
		help_verb(p, v);
	else if (g->n == 0)
		help_all(p);
	else if (!help_noun(p, g->words[0]))
		return unknown_verb(g, e);
	return 0;
}

/* --- the surroundings ------------------------------------------------------
 */

static char *home_default(void)
{
	/* read once, before any thread starts */
	const char *s = getenv("ESTREAT_HOME"); // NOLINT(concurrency-mt-unsafe)

	if (s != NULL && s[0] != '\0')
		return mem_strdup(s);
	s = getenv("HOME"); // NOLINT(concurrency-mt-unsafe)
	return str_printf("%s/.local/share/estreat", s != NULL ? s : "");
}

/* Columns of the output, or as the environment says. */
static size_t output_width(void)
{
	const char *columns =
		getenv("COLUMNS"); // NOLINT(concurrency-mt-unsafe)
	long long n;

	if (columns != NULL && str_int64(columns, &n) && n > 0 && n < 10000)
		return (size_t)n;
	return terminal_width(STDOUT_FILENO);
}

/* --- how it ended -----------------------------------------------------------
 */

static const struct {
	const char *name;
	enum cli_exit code;
} kinds[] = {
	[ERR_NONE] = { "none", CLI_OK },
	[ERR_RETRY] = { "retry", CLI_RETRY },
	[ERR_ITEM] = { "item", CLI_NOT },
	[ERR_SOURCE] = { "source", CLI_SOURCE },
	[ERR_STORE] = { "storage", CLI_STORAGE },
	[ERR_USAGE] = { "usage", CLI_USAGE },
	[ERR_RIGHT] = { "right", CLI_USAGE },
};

static enum cli_exit tell(const struct err *e, const struct verb *v, bool json,
			  bool misread)
{
	AUTO(str_done) struct str line = STR_INIT;
	char text[ERR_TEXT + 128];

	(void)err_str(e, text, sizeof(text));
	if (json) {
		str_addf(&line, "{\"error\":{\"kind\":\"%s\",\"exit\":%d,",
			 kinds[e->kind].name, (int)kinds[e->kind].code);
		str_add(&line, "\"verb\":");
		encode_json(&line, v != NULL ? v->name : "");
		str_add(&line, ",\"message\":");
		encode_json(&line, text);
		str_add(&line, "}}\n");
	} else {
		AUTO(str_done) struct str clean = STR_INIT;

		str_add(&clean, "estreat: ");
		text_clean(&clean, text);
		text_fold_to(&line, clean.s, terminal_width(STDERR_FILENO), 0,
			     9);
		str_add_char(&line, '\n');
		if (misread)
			str_addf(&line,
				 "`estreat help %s` tells how it is "
				 "used.\n",
				 v->name);
	}
	(void)!write(STDERR_FILENO, line.s, line.len);
	return kinds[e->kind].code;
}

static enum cli_exit finish(struct verb_call *call, bool misread, int rc,
			    struct err *e)
{
	struct err late = ERR_INIT;
	bool json = print_form(call->out) == PRINT_JSON;

	/* half a JSON document is left open: nobody takes it for whole */
	if ((rc >= 0 || !json) && print_end(call->out, &late) < 0 && rc >= 0) {
		*e = late;
		rc = -1;
	}
	if (rc < 0 && e->kind == ERR_STORE && e->sys == EPIPE)
		return CLI_OK; /* whoever read us has seen enough */
	if (rc < 0)
		return tell(e, call->verb, json, misread);
	return rc == VERB_OK ? CLI_OK : CLI_NOT;
}

/* As --json, for errors of a line that was not understood to its end. */
static bool wants_json(const struct globals *g)
{
	for (size_t i = 0; i < g->n && strcmp(g->words[i], "--") != 0; i++)
		if (strcmp(g->words[i], "--format=json") == 0 ||
		    (strcmp(g->words[i], "--format") == 0 && i + 1 < g->n &&
		     strcmp(g->words[i + 1], "json") == 0))
			return true;
	return false;
}

static int dispatch(const struct cli *cli, struct globals *g,
		    struct verb_call *call, struct principal **who,
		    struct err *e)
{
	size_t used = 0;
	const struct verb *v = find_verb(g, &used);

	if (g->version && g->n == 0) {
		v = verb_find("version");
		used = 0;
	}
	call->verb = v;
	if (g->help || (v == NULL && g->n < 2))
		return show_help(g, v, call->out, e);
	if (v == NULL)
		return unknown_verb(g, e);
	if (args_parse(call, g->words + used, g->n - used, e) < 0) {
		g->misread = true;
		if (wants_json(g))
			print_set_form(call->out, PRINT_JSON);
		return -1;
	}
	if (v->right[0] != '\0' &&
	    (verb_who_local(call, who, e) < 0 || verb_permit(call, e) < 0))
		return -1;
	if (v->stoppable)
		cli->arm();
	return verb_perform(call, e);
}

int cli_main(const struct cli *cli, int argc, char *argv[])
{
	AUTO(free) char *home = home_default();
	AUTO(principal_free) struct principal *who = NULL;
	AUTO(print_free) struct printer *out = NULL;
	struct globals g = { 0 };
	struct writer_fd to;
	struct verb_call call = { .actor = ACTOR_SYSTEM,
				  .notes = STDERR_FILENO };
	struct err e = ERR_INIT;
	int rc = globals_parse(&g, argc, argv, &e), code;

	log_set_level(g.verbose ? LOG_DEBUG : LOG_WARN);
	if (g.json)
		log_as_notes();
	out = print_new(g.json ? PRINT_JSON : PRINT_TEXT, output_width(),
			writer_fd_init(&to, STDOUT_FILENO));
	call.out = out;
	call.home = g.home != NULL ? g.home : home;
	call.portal = cli->portal;
	call.stop = cli->stop;
	call.verbose = g.verbose;
	if (rc == 0)
		rc = dispatch(cli, &g, &call, &who, &e);
	code = (int)finish(&call, g.misread, rc, &e);
	call_done(&call);
	if (call.verb != NULL)
		args_done(&call);
	free(g.words);
	return code;
}
