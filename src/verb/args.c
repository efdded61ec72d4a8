#include "verb/args.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "verb/args-private.h"
#include "verb/verb.h"

#include <stdlib.h>
#include <string.h>

/* What stands for a positional parameter's value: MAILBOX. */
static void add_capitals(struct str *out, const char *name)
{
	for (; *name != '\0'; name++)
		str_add_char(out, *name >= 'a' && *name <= 'z'
					  ? (char)(*name - 'a' + 'A')
					  : *name);
}

static bool repeats(const struct param *p)
{
	return p->type == PARAM_PAIRS || p->type == PARAM_SECRETS;
}

static void usage_of(struct str *out, const struct param *p)
{
	str_add(out, p->required ? " " : " [");
	if (!p->positional)
		str_addf(out, "--%s", p->name);
	if (p->type == PARAM_CHOICE)
		str_addf(out, "%s%s", p->positional ? "" : " ", p->choices);
	else if (p->positional && p->value == NULL)
		add_capitals(out, p->name);
	else if (p->type != PARAM_FLAG)
		str_addf(out, "%s%s", p->positional ? "" : " ", p->value);
	str_add(out, p->required ? "" : "]");
	str_add(out, repeats(p) ? "..." : "");
}

void args_usage(struct str *out, const struct verb *v)
{
	str_addf(out, "estreat %s", v->name);
	for (const struct param *p = v->params; p->name != NULL; p++)
		usage_of(out, p);
}

/* --- values -------------------------------------------------------------- */

static bool is_choice(const char *choices, const char *value)
{
	size_t n = strlen(value);

	while (true) {
		size_t len = strcspn(choices, "|");

		if (len == n && strncmp(choices, value, n) == 0)
			return true;
		if (choices[len] == '\0')
			return false;
		choices += len + 1;
	}
}

static void append(struct verb_arg *arg, const struct verb_pair *pair)
{
	arg->pairs = mem_resize(arg->pairs,
				(arg->n_pairs + 1) * sizeof(*arg->pairs));
	arg->pairs[arg->n_pairs++] = *pair;
}

void args_pair(struct verb_arg *arg, const char *name, const char *value)
{
	const struct verb_pair pair = { mem_strdup(name), value };

	append(arg, &pair);
}

static int add_pair(struct verb_arg *arg, const struct param *p,
		    const char *text, struct err *e)
{
	const char *equals = strchr(text, '=');
	struct verb_pair pair = { NULL, text };

	/* "--secret -": the names come with the values, on standard input */
	if (p->type != PARAM_SECRETS || strcmp(text, "-") != 0) {
		if (equals == NULL || equals == text)
			return err_set(e, ERR_USAGE,
				       "--%s takes %s: there is no \"=\" with "
				       "a name before it",
				       p->name, p->value);
		pair.name = mem_dup(text, (size_t)(equals - text));
		pair.value = equals + 1;
	}
	append(arg, &pair);
	return 0;
}

int args_set(struct verb_arg *arg, const struct param *p, const char *text,
	     struct err *e)
{
	long long n;

	if (arg->given && !repeats(p))
		return err_set(e, ERR_USAGE, "--%s is given twice", p->name);
	arg->given = true;
	if (repeats(p))
		return add_pair(arg, p, text, e);
	arg->text = text;
	if (p->type == PARAM_INT) {
		if (!str_int64(text, &n) || n < 0)
			return err_set(e, ERR_USAGE,
				       "%s%s takes a whole number, not "
				       "\"%.40s\"",
				       p->positional ? "" : "--", p->name,
				       text);
		arg->number = n;
	}
	if (p->type == PARAM_CHOICE && !is_choice(p->choices, text))
		return err_set(e, ERR_USAGE, "%s%s takes %s, not \"%.40s\"",
			       p->positional ? "" : "--", p->name, p->choices,
			       text);
	return 0;
}

/* --- words ---------------------------------------------------------------- */

struct words {
	char *const *list;
	size_t n, at;
	bool only_positional; /* "--" was there */
};

static int unknown_option(const struct verb *v, const char *word, size_t len,
			  struct err *e)
{
	AUTO(str_done) struct str known = STR_INIT;

	for (const struct param *p = v->params; p->name != NULL; p++)
		if (!p->positional)
			str_addf(&known, "%s--%s", known.len > 0 ? ", " : "",
				 p->name);
	if (known.len == 0)
		return err_set(e, ERR_USAGE, "`%s` has no option \"%.*s\"",
			       v->name, (int)(len > 40 ? 40 : len), word);
	return err_set(e, ERR_USAGE,
		       "`%s` has no option \"%.*s\"; it has %s, and --home, "
		       "--json, --verbose, --help",
		       v->name, (int)(len > 40 ? 40 : len), word, known.s);
}

static int take_option(struct verb_call *call, struct words *w, struct err *e)
{
	const char *word = w->list[w->at++];
	size_t len = strcspn(word, "=");
	const char *value = word[len] == '=' ? word + len + 1 : NULL;
	const struct param *p = call->verb->params;

	while (p->name != NULL &&
	       (p->positional || word[1] != '-' || strlen(p->name) != len - 2 ||
		strncmp(p->name, word + 2, len - 2) != 0))
		p++;
	if (p->name == NULL)
		return unknown_option(call->verb, word, len, e);
	if (p->type == PARAM_FLAG) {
		if (value != NULL)
			return err_set(e, ERR_USAGE, "--%s takes no value",
				       p->name);
		value = "";
	}
	if (value == NULL && w->at < w->n && !str_starts(w->list[w->at], "--"))
		value = w->list[w->at++];
	if (value == NULL)
		return err_set(e, ERR_USAGE, "--%s needs a value: --%s %s",
			       p->name, p->name,
			       p->choices != NULL ? p->choices : p->value);
	return args_set(&call->args[p - call->verb->params], p, value, e);
}

static int take_positional(struct verb_call *call, struct words *w,
			   struct err *e)
{
	const char *word = w->list[w->at++];

	for (size_t i = 0; call->verb->params[i].name != NULL; i++)
		if (call->verb->params[i].positional && !call->args[i].given)
			return args_set(&call->args[i], &call->verb->params[i],
					word, e);
	return err_set(
		e, ERR_USAGE,
		"`%s` takes nothing more: \"%.40s\" is one word too many",
		call->verb->name, word);
}

int args_required(const struct verb_call *call, struct err *e)
{
	for (size_t i = 0; call->verb->params[i].name != NULL; i++) {
		const struct param *p = &call->verb->params[i];
		AUTO(str_done) struct str name = STR_INIT;

		if (!p->required || call->args[i].given)
			continue;
		if (p->positional)
			add_capitals(&name, p->name);
		else
			str_addf(&name, "--%s", p->name);
		return err_set(e, ERR_USAGE, "`%s` needs %s: %s",
			       call->verb->name, name.s, p->help);
	}
	return 0;
}

int args_parse(struct verb_call *call, char *const *words, size_t n,
	       struct err *e)
{
	struct words w = { .list = words, .n = n };

	while (w.at < n) {
		const char *word = words[w.at];
		int rc;

		if (!w.only_positional && strcmp(word, "--") == 0) {
			w.only_positional = true;
			w.at++;
			continue;
		}
		/* "-" alone is a value: standard input */
		if (!w.only_positional && word[0] == '-' && word[1] != '\0')
			rc = take_option(call, &w, e);
		else
			rc = take_positional(call, &w, e);
		if (rc < 0)
			return -1;
	}
	return args_required(call, e);
}

void args_done(struct verb_call *call)
{
	for (size_t i = 0; i < VERB_PARAMS_MAX; i++) {
		struct verb_arg *arg = &call->args[i];

		for (size_t k = 0; k < arg->n_pairs; k++)
			free((void *)(uintptr_t)arg->pairs[k].name);
		free(arg->pairs);
		*arg = (struct verb_arg){ 0 };
	}
}
