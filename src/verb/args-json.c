/* args-json.c - arguments from a request of the API: path, query, JSON. */
#include "verb/args.h"

#include "base/err.h"
#include "base/str.h"
#include "verb/args-private.h"
#include "verb/verb.h"

#include <stdlib.h>
#include <string.h>

/* How a parameter is called here: see args.h on `wait`. */
static bool is_no_wait(const struct param *p)
{
	return p->type == PARAM_FLAG && strcmp(p->name, "no-wait") == 0;
}

const char *args_name(const struct param *p)
{
	return is_no_wait(p) ? "wait" : p->name;
}

static const struct param *find(const struct verb *v, const char *name)
{
	const struct param *p = v->params;

	while (p->name != NULL && (p->local || strcmp(args_name(p), name) != 0))
		p++;
	return p->name != NULL ? p : NULL;
}

static int unknown(const struct verb *v, const char *name, struct err *e)
{
	AUTO(str_done) struct str known = STR_INIT;

	for (const struct param *p = v->params; p->name != NULL; p++)
		if (!p->local)
			str_addf(&known, "%s%s", known.len > 0 ? ", " : "",
				 args_name(p));
	if (known.len == 0)
		return err_set(e, ERR_USAGE,
			       "`%s` takes nothing: \"%.40s\" is "
			       "not known",
			       v->name, name);
	return err_set(e, ERR_USAGE, "`%s` has no \"%.40s\"; it has %s",
		       v->name, name, known.s);
}

static struct verb_arg *arg_of(struct verb_call *call, const struct param *p)
{
	return &call->args[p - call->verb->params];
}

static int wants(const struct param *p, const char *what, struct err *e)
{
	return err_set(e, ERR_USAGE, "%s takes %s", args_name(p), what);
}

static int not_named(const struct param *p, struct err *e)
{
	return wants(p, "a file, which is sent as the body of the request", e);
}

/* --- flags ---------------------------------------------------------------- */

/* A flag that was not mentioned is off; `wait` turned off is --no-wait. */
static int set_flag(struct verb_arg *arg, const struct param *p, bool on,
		    struct err *e)
{
	if (arg->text != NULL)
		return err_set(e, ERR_USAGE, "%s is given twice", args_name(p));
	arg->text = "";
	arg->given = is_no_wait(p) ? !on : on;
	return 0;
}

int args_text(struct verb_call *call, const char *name, const char *text,
	      struct err *e)
{
	const struct param *p = find(call->verb, name);

	if (p == NULL)
		return unknown(call->verb, name, e);
	switch (p->type) {
	case PARAM_FLAG:
		if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
			return wants(p, "true or false", e);
		return set_flag(arg_of(call, p), p, text[0] == 't', e);
	case PARAM_SECRETS:
		return wants(p,
			     "an object, in the body: secrets never stand "
			     "in an address",
			     e);
	case PARAM_PATH:
		return not_named(p, e);
	default:
		return args_set(arg_of(call, p), p, text, e);
	}
}

/* --- JSON ----------------------------------------------------------------- */

static int set_pairs(struct verb_arg *arg, const struct param *p,
		     json_t *object, struct err *e)
{
	bool secret = p->type == PARAM_SECRETS;
	const char *key;
	json_t *v;

	if (!json_is_object(object))
		return wants(p,
			     secret ? "an object of names and secrets"
				    : "an object of names and values",
			     e);
	arg->given = json_object_size(object) > 0;
	arg->direct = secret;
	json_object_foreach(object, key, v)
	{
		if (json_is_null(v) && !secret)
			args_pair(arg, key, "");
		else if (json_is_string(v) && key[0] != '\0')
			args_pair(arg, key, json_string_value(v));
		else
			return err_set(e, ERR_USAGE,
				       "%s: \"%.60s\" has a value that is no "
				       "text",
				       args_name(p), key);
	}
	return 0;
}

static int set_int(struct verb_arg *arg, const struct param *p, json_t *v,
		   struct err *e)
{
	if (!json_is_integer(v) || json_integer_value(v) < 0)
		return wants(p, "a whole number", e);
	if (arg->given)
		return err_set(e, ERR_USAGE, "%s is given twice", args_name(p));
	arg->given = true;
	arg->text = "";
	arg->number = json_integer_value(v);
	return 0;
}

static int set_json(struct verb_call *call, const char *name, json_t *v,
		    struct err *e)
{
	const struct param *p = find(call->verb, name);
	struct verb_arg *arg = p != NULL ? arg_of(call, p) : NULL;

	if (p == NULL)
		return unknown(call->verb, name, e);
	switch (p->type) {
	case PARAM_FLAG:
		if (!json_is_boolean(v))
			return wants(p, "true or false", e);
		return set_flag(arg, p, json_is_true(v), e);
	case PARAM_PAIRS:
	case PARAM_SECRETS:
		return set_pairs(arg, p, v, e);
	case PARAM_PATH:
		return not_named(p, e);
	case PARAM_INT:
		return set_int(arg, p, v, e);
	default:
		if (!json_is_string(v))
			return wants(p, "a text", e);
		return args_set(arg, p, json_string_value(v), e);
	}
}

int args_json(struct verb_call *call, json_t *object, struct err *e)
{
	const char *key;
	json_t *v;

	if (!json_is_object(object))
		return err_set(e, ERR_USAGE, "the body is to be a JSON object");
	json_object_foreach(object, key,
			    v) if (set_json(call, key, v, e) < 0) return -1;
	return 0;
}

/* --- the rest ------------------------------------------------------------- */

const struct param *args_file_param(const struct verb *v)
{
	const struct param *p = v->params;

	while (p->name != NULL && p->type != PARAM_PATH)
		p++;
	return p->name != NULL ? p : NULL;
}

int args_file(struct verb_call *call, const char *path, struct err *e)
{
	const struct param *p = args_file_param(call->verb);

	if (p == NULL)
		return err_set(e, ERR_USAGE, "`%s` takes no file",
			       call->verb->name);
	return args_set(arg_of(call, p), p, path, e);
}

int args_whole(struct verb_call *call, struct err *e)
{
	for (const struct param *p = call->verb->params; p->name != NULL; p++)
		if (is_no_wait(p) && arg_of(call, p)->text == NULL)
			arg_of(call, p)->given = true;
	return args_required(call, e);
}
