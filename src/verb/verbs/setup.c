/* setup.c - a new installation, and what the program says about itself. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "stream/writer.h"
#include "verb/help.h"
#include "verb/print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

/* --- init ------------------------------------------------------------------
 */

#define DOMAIN_FALLBACK "archive.invalid"

/* The folders above home; archive_init() makes home itself. */
static int make_parents(const char *home, struct err *e)
{
	AUTO(str_done) struct str path = STR_INIT;

	for (const char *c = home; *c != '\0'; c++) {
		if (*c == '/' && path.len > 0 && mkdir(path.s, 0755) < 0 &&
		    errno != EEXIST)
			return err_sys(e, ERR_USAGE, "make folder %s", path.s);
		str_add_char(&path, *c);
	}
	return 0;
}

static int init_run(struct verb_call *call, struct err *e)
{
	const char *domain = call_text(call, "domain");
	struct printer *p = call->out;

	if (domain == NULL)
		domain = DOMAIN_FALLBACK;
	if (make_parents(call->home, e) < 0 ||
	    archive_init(call->home, domain, e) < 0)
		return -1;
	print_text(p, "home", "Home", call->home);
	print_text(p, "domain", "Domain of Message-IDs", domain);
	print_say(p,
		  "\nA new installation is in %s.\n"
		  "Keep a copy of %s/key apart from the rest, and back the "
		  "folder up: without key and control.db nothing in there "
		  "can be read (docs/backup.md).\n"
		  "Next: `estreat person import FILE.csv`, then `estreat "
		  "connector add`.",
		  call->home, call->home);
	return VERB_OK;
}

const struct verb verb_init = {
	.name = "init",
	.right = RIGHT_NONE,
	.help = "Make a new installation in an absent or empty folder",
	.about = "The folder is the one of --home. It will hold everything: "
		 "the\ninstallation's key, the control database, the vault and "
		 "the catalog.\n\nThe domain becomes the right side of every "
		 "Message-ID and stays for ever:\nuse a host name of your own. "
		 "Without one it is " DOMAIN_FALLBACK ".",
	.example = "  estreat init --home /var/lib/estreat --domain "
		   "archive.example.com",
	.run = init_run,
	.params = { { .name = "domain",
		      .type = PARAM_TEXT,
		      .value = "DOMAIN",
		      .help = "right side of Message-IDs, a host name" } },
};

/* --- version ---------------------------------------------------------------
 */

static int version_run(struct verb_call *call, struct err *e)
{
	struct utsname u = { .sysname = "" };

	(void)e;
	(void)uname(&u);
	print_text(call->out, "name", NULL, "estreat");
	print_text(call->out, "version", NULL, ESTREAT_VERSION);
	print_text(call->out, "system", NULL, u.sysname);
	print_text(call->out, "machine", NULL, u.machine);
	print_say(call->out, "estreat %s (%s %s)", ESTREAT_VERSION, u.sysname,
		  u.machine);
	return VERB_OK;
}

const struct verb verb_version = {
	.name = "version",
	.right = RIGHT_NONE,
	.help = "Print the program's version",
	.run = version_run,
};

/* --- help ------------------------------------------------------------------
 */

static int help_run(struct verb_call *call, struct err *e)
{
	const char *noun = call_text(call, "noun");
	const char *word = call_text(call, "word");
	AUTO(str_done) struct str name = STR_INIT;
	AUTO(str_done) struct str near = STR_INIT;
	const struct verb *v;

	if (noun == NULL) {
		help_all(call->out);
		return VERB_OK;
	}
	str_addf(&name, "%s%s%s", noun, word != NULL ? " " : "",
		 word != NULL ? word : "");
	v = verb_find(name.s);
	if (v != NULL) {
		help_verb(call->out, v);
		return VERB_OK;
	}
	if (word == NULL && help_noun(call->out, noun))
		return VERB_OK;
	(void)help_nearest(&near, name.s);
	return err_set(e, ERR_USAGE, "there is no verb \"%.60s\"%s%s%s", name.s,
		       near.len > 0 ? "; did you mean `estreat help " : "",
		       near.s,
		       near.len > 0 ? "`?" : "; `estreat help` lists them");
}

const struct verb verb_help = {
	.name = "help",
	.right = RIGHT_NONE,
	.help = "Tell about all verbs, about those of a noun, or about one",
	.example = "  estreat help\n  estreat help connector\n"
		   "  estreat help connector add",
	.run = help_run,
	.params = { { .name = "noun",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .help = "what the verbs are about, or a verb of one "
			      "word" },
		    { .name = "word",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .value = "VERB",
		      .help = "the verb's second word" } },
};

/* --- completion ------------------------------------------------------------
 */

static int completion_run(struct verb_call *call, struct err *e)
{
	AUTO(str_done) struct str script = STR_INIT;
	struct writer *to;

	completion_script(&script, call_text(call, "shell"));
	if (print_form(call->out) == PRINT_JSON) {
		print_text(call->out, "shell", NULL, call_text(call, "shell"));
		print_text(call->out, "script", NULL, script.s);
		return VERB_OK;
	}
	to = print_bytes(call->out);
	return to->ops->write(to, script.s, script.len, e);
}

const struct verb verb_completion = {
	.name = "completion",
	.right = RIGHT_NONE,
	.help = "Print a script that completes words in a shell",
	.example = "  source <(estreat completion bash)\n"
		   "  estreat completion zsh > ~/.zfunc/_estreat\n"
		   "  estreat completion fish > "
		   "~/.config/fish/completions/estreat.fish",
	.run = completion_run,
	.params = { { .name = "shell",
		      .type = PARAM_CHOICE,
		      .positional = true,
		      .required = true,
		      .choices = "bash|zsh|fish",
		      .help = "for which shell" } },
};
