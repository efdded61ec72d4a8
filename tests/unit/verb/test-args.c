#include "verb/args.h"

#include "base/err.h"
#include "base/str.h"
#include "t.h"
#include "verb/verb.h"

static const struct verb sample = {
	.name = "thing make",
	.params = { { .name = "name",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "its name" },
		    { .name = "second",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .value = "DIR",
		      .help = "where" },
		    { .name = "kind",
		      .type = PARAM_CHOICE,
		      .required = true,
		      .choices = "big|small",
		      .help = "how large" },
		    { .name = "count",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "how many" },
		    { .name = "quick", .type = PARAM_FLAG, .help = "fast" },
		    { .name = "set",
		      .type = PARAM_PAIRS,
		      .value = "KEY=VALUE",
		      .help = "a setting" },
		    { .name = "secret",
		      .type = PARAM_SECRETS,
		      .value = "KEY=FILE",
		      .help = "a secret" } },
};

/* What was understood, as text. */
static void show(struct str *out, const struct verb_call *call)
{
	str_addf(out, "%s,%s,%s", call_text(call, "name"),
		 call_text(call, "second") != NULL ? call_text(call, "second")
						   : "-",
		 call_text(call, "kind"));
	str_addf(out, ",%lld,%d", (long long)call_int(call, "count", -7),
		 (int)call_flag(call, "quick"));
	for (size_t i = 0; i < call_arg(call, "set")->n_pairs; i++)
		str_addf(out, " %s:%s", call_arg(call, "set")->pairs[i].name,
			 call_arg(call, "set")->pairs[i].value);
	for (size_t i = 0; i < call_arg(call, "secret")->n_pairs; i++) {
		const struct verb_pair *p = &call_arg(call, "secret")->pairs[i];

		str_addf(out, " %s<%s", p->name != NULL ? p->name : "",
			 p->value);
	}
}

#define WORDS 12

T(understood)
{
	static const struct {
		const char *label;
		const char *words[WORDS];
		const char *want;
	} rows[] = {
		{ "least", { "n", "--kind", "big" }, "n,-,big,-7,0" },
		{ "options first",
		  { "--quick", "--kind=small", "n", "d", "--count", "0" },
		  "n,d,small,0,1" },
		{ "pairs",
		  { "n", "--set", "a=b", "--kind", "big", "--set=c=d=e",
		    "--set", "f=" },
		  "n,-,big,-7,0 a:b c:d=e f:" },
		{ "secrets",
		  { "n", "--kind", "big", "--secret", "k=/f", "--secret", "j=-",
		    "--secret", "-" },
		  "n,-,big,-7,0 k</f j<- <-" },
		{ "behind --",
		  { "--kind", "big", "--", "--quick", "-x" },
		  "--quick,-x,big,-7,0" },
		{ "a dash is a value",
		  { "-", "--kind", "big" },
		  "-,-,big,-7,0" },
		{ "value with a dash",
		  { "n", "--kind", "big", "-" },
		  "n,-,big,-7,0" },
		{ "empty value", { "", "--kind=big" }, ",-,big,-7,0" },
	};

	T_EACH(row, rows) {
		struct verb_call call = { .verb = &sample };
		AUTO(str_done) struct str got = STR_INIT;
		char *words[WORDS];
		struct err e = ERR_INIT;
		size_t n = 0;

		for (; n < WORDS && row->words[n] != NULL; n++)
			words[n] = (char *)(uintptr_t)row->words[n];
		T_EQ_INT(args_parse(&call, words, n, &e), 0);
		if (e.kind != ERR_NONE)
			continue;
		show(&got, &call);
		T_EQ_STR(got.s, row->want);
		args_done(&call);
	}
}

static const struct {
	const char *label;
	const char *words[WORDS];
	const char *why;
} bad_lines[] = {
	{ "nothing", { NULL }, "`thing make` needs NAME: its name" },
	{ "no kind", { "n" }, "`thing make` needs --kind: how large" },
	{ "unknown option",
	  { "n", "--kinds=big" },
	  "`thing make` has no option \"--kinds\"; it has --kind, "
	  "--count, --quick, --set, --secret, and --home, --json, "
	  "--verbose, --help" },
	{ "short option",
	  { "n", "-k", "big" },
	  "`thing make` has no option \"-k\"; it has --kind" },
	{ "positional as option",
	  { "--name", "n" },
	  "`thing make` has no option \"--name\"" },
	{ "choice",
	  { "n", "--kind", "bi" },
	  "--kind takes big|small, not \"bi\"" },
	{ "choice, a prefix of one",
	  { "n", "--kind", "big|small" },
	  "--kind takes big|small, not \"big|small\"" },
	{ "empty choice", { "n", "--kind=" }, "--kind takes" },
	{ "number",
	  { "n", "--count", "3x" },
	  "--count takes a whole number, not \"3x\"" },
	{ "negative", { "n", "--count=-3" }, "--count takes a whole" },
	{ "huge",
	  { "n", "--count", "99999999999999999999" },
	  "--count takes a whole" },
	{ "no value",
	  { "n", "--kind" },
	  "--kind needs a value: --kind big|small" },
	{ "option for a value",
	  { "n", "--kind", "--quick" },
	  "--kind needs a value" },
	{ "flag with a value", { "n", "--quick=1" }, "--quick takes no value" },
	{ "twice",
	  { "n", "--kind", "big", "--kind", "big" },
	  "--kind is given twice" },
	{ "flag twice",
	  { "n", "--quick", "--quick" },
	  "--quick is given twice" },
	{ "too many",
	  { "n", "d", "x" },
	  "`thing make` takes nothing more: \"x\" is one word too many" },
	{ "no pair",
	  { "n", "--set", "a" },
	  "--set takes KEY=VALUE: there is no \"=\"" },
	{ "pair without a name", { "n", "--set", "=a" }, "--set takes" },
	/* P11: what may be a secret is not repeated */
	{ "secret given bare",
	  { "n", "--secret", "hunter2" },
	  "--secret takes KEY=FILE: there is no \"=\" with a name "
	  "before it" },
};

T(not_understood)
{
	T_EACH(row, bad_lines) {
		struct verb_call call = { .verb = &sample };
		char *words[WORDS], text[ERR_TEXT];
		struct err e = ERR_INIT;
		size_t n = 0;

		for (; n < WORDS && row->words[n] != NULL; n++)
			words[n] = (char *)(uintptr_t)row->words[n];
		T_EQ_INT(args_parse(&call, words, n, &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
		(void)err_str(&e, text, sizeof(text));
		if (!str_starts(text, row->why))
			T_EQ_STR(text, row->why);
		T_OK(strstr(text, "hunter2") == NULL);
		args_done(&call);
	}
}

T(usage)
{
	AUTO(str_done) struct str got = STR_INIT;

	args_usage(&got, &sample);
	T_EQ_STR(got.s, "estreat thing make NAME [DIR] --kind big|small "
			"[--count N] [--quick] [--set KEY=VALUE]... "
			"[--secret KEY=FILE]...");
}

T_MAIN
