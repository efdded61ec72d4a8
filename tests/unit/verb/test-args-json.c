#include "verb/args.h"

#include "base/err.h"
#include "t.h"
#include "verb/verb.h"

#include <jansson.h>

static int run_nothing(struct verb_call *call, struct err *e)
{
	(void)call;
	(void)e;
	return 0;
}

static const struct verb v = {
	.name = "thing add",
	.run = run_nothing,
	.params = { { .name = "name",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "the thing's name" },
		    { .name = "limit", .type = PARAM_INT, .value = "N" },
		    { .name = "newest", .type = PARAM_FLAG },
		    { .name = "kind",
		      .type = PARAM_CHOICE,
		      .choices = "small|large" },
		    { .name = "set", .type = PARAM_PAIRS, .value = "K=V" },
		    { .name = "secret",
		      .type = PARAM_SECRETS,
		      .value = "K=FILE" },
		    { .name = "no-wait", .type = PARAM_FLAG },
		    { .name = "listen",
		      .type = PARAM_TEXT,
		      .value = "A:P",
		      .local = true } },
};

static const struct verb reads = {
	.name = "thing import",
	.run = run_nothing,
	.params = { { .name = "file",
		      .type = PARAM_PATH,
		      .positional = true,
		      .required = true,
		      .help = "the file" } },
};

/* --- JSON
 * --------------------------------------------------------------------- */

static const struct {
	const char *label, *json, *says; /* NULL: taken */
} bodies[] = {
	{ "one", "{\"name\":\"a\"}", NULL },
	{ "all",
	  "{\"name\":\"a\",\"limit\":5,\"newest\":true,\"kind\":\"small\","
	  "\"set\":{\"x\":\"y\",\"z\":null},\"secret\":{\"p\":\"q\"},"
	  "\"wait\":true}",
	  NULL },
	{ "required", "{}", "`thing add` needs NAME" },
	{ "unknown", "{\"label\":\"a\"}",
	  "`thing add` has no \"label\"; it has name, "
	  "limit, newest, kind, set, secret, wait" },
	{ "of the command line only", "{\"name\":\"a\",\"listen\":\"b\"}",
	  "has no \"listen\"" },
	{ "the other way round", "{\"name\":\"a\",\"no-wait\":true}",
	  "has no \"no-wait\"" },
	{ "a number for a text", "{\"name\":1}", "name takes a text" },
	{ "null for a text", "{\"name\":null}", "name takes a text" },
	{ "a list for a text", "{\"name\":[\"a\"]}", "name takes a text" },
	{ "a text for a number", "{\"name\":\"a\",\"limit\":\"5\"}",
	  "limit takes a whole number" },
	{ "a fraction", "{\"name\":\"a\",\"limit\":5.0}",
	  "limit takes a whole number" },
	{ "negative", "{\"name\":\"a\",\"limit\":-5}",
	  "limit takes a whole number" },
	{ "a text for a flag", "{\"name\":\"a\",\"newest\":\"true\"}",
	  "newest takes true or false" },
	{ "no such choice", "{\"name\":\"a\",\"kind\":\"other\"}",
	  "kind takes small|large" },
	{ "pairs of numbers", "{\"name\":\"a\",\"set\":{\"x\":1}}",
	  "set: \"x\" has a value that is no text" },
	{ "pairs as a list", "{\"name\":\"a\",\"set\":[\"x=y\"]}",
	  "set takes an object" },
	{ "pairs without a name", "{\"name\":\"a\",\"set\":{\"\":\"y\"}}",
	  "no text" },
	{ "a secret taken away", "{\"name\":\"a\",\"secret\":{\"p\":null}}",
	  "secret: \"p\" has a value that is no text" },
	{ "no object", "[1]", "the body is to be a JSON object" },
};

static int read_body(struct verb_call *call, const char *json, json_t **root,
		     struct err *e)
{
	*root = json_loads(json, 0, NULL);
	if (args_json(call, *root, e) < 0)
		return -1;
	return args_whole(call, e);
}

T(bodies)
{
	T_EACH(row, bodies) {
		struct verb_call call = { .verb = &v };
		struct err e = ERR_INIT;
		char text[ERR_TEXT];
		json_t *root;
		int rc = read_body(&call, row->json, &root, &e);

		T_EQ_INT(rc, row->says == NULL ? 0 : -1);
		if (rc < 0 && row->says != NULL &&
		    strstr(err_str(&e, text, sizeof(text)), row->says) == NULL)
			T_FAIL("says: %s", text);
		if (rc < 0)
			T_EQ_INT(e.kind, ERR_USAGE);
		args_done(&call);
		json_decref(root);
	}
}

T(values)
{
	struct verb_call call = { .verb = &v };
	struct err e = ERR_INIT;
	json_t *root;

	T_EQ_INT(read_body(&call, bodies[1].json, &root, &e), 0);
	T_EQ_STR(call_text(&call, "name"), "a");
	T_EQ_INT(call_int(&call, "limit", 0), 5);
	T_OK(call_flag(&call, "newest"));
	T_OK(!call_flag(&call, "no-wait"));
	T_EQ_INT(call_arg(&call, "set")->n_pairs, 2);
	T_EQ_STR(call_arg(&call, "set")->pairs[1].name, "z");
	T_EQ_STR(call_arg(&call, "set")->pairs[1].value, "");
	T_OK(call_arg(&call, "secret")->direct);
	T_EQ_STR(call_arg(&call, "secret")->pairs[0].value, "q");
	args_done(&call);
	json_decref(root);
}

T(what_begins_only_does_not_wait_unless_asked)
{
	struct verb_call call = { .verb = &v };
	struct err e = ERR_INIT;
	json_t *root;

	T_EQ_INT(read_body(&call, "{\"name\":\"a\"}", &root, &e), 0);
	T_OK(call_flag(&call, "no-wait"));
	args_done(&call);
	json_decref(root);
	call = (struct verb_call){ .verb = &v };
	T_EQ_INT(read_body(&call, "{\"name\":\"a\",\"wait\":false}", &root, &e),
		 0);
	T_OK(call_flag(&call, "no-wait"));
	args_done(&call);
	json_decref(root);
}

T(a_secret_is_in_no_error)
{
	struct verb_call call = { .verb = &v };
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	json_t *root;

	T_EQ_INT(read_body(&call,
			   "{\"name\":\"a\",\"secret\":{\"p\":\"hunter2\","
			   "\"q\":3}}",
			   &root, &e),
		 -1);
	T_OK(strstr(err_str(&e, text, sizeof(text)), "hunter2") == NULL);
	args_done(&call);
	json_decref(root);
}

/* --- queries
 * -------------------------------------------------------------------- */

static const struct {
	const char *label, *name, *text, *says;
} texts[] = {
	{ "text", "name", "a", NULL },
	{ "number", "limit", "5", NULL },
	{ "no number", "limit", "x", "limit takes a whole number" },
	{ "flag", "newest", "true", NULL },
	{ "flag off", "newest", "false", NULL },
	{ "a flag of no value", "newest", "", "newest takes true or false" },
	{ "a flag of another", "newest", "1", "newest takes true or false" },
	{ "choice", "kind", "large", NULL },
	{ "a secret in an address", "secret", "a=b",
	  "secrets never stand in an address" },
	{ "unknown", "x", "y", "has no \"x\"" },
};

T(texts)
{
	T_EACH(row, texts) {
		struct verb_call call = { .verb = &v };
		struct err e = ERR_INIT;
		char text[ERR_TEXT];
		int rc = args_text(&call, row->name, row->text, &e);

		T_EQ_INT(rc, row->says == NULL ? 0 : -1);
		if (rc < 0 && row->says != NULL &&
		    strstr(err_str(&e, text, sizeof(text)), row->says) == NULL)
			T_FAIL("says: %s", text);
		args_done(&call);
	}
}

T(twice)
{
	struct verb_call call = { .verb = &v };
	struct err e = ERR_INIT;

	T_EQ_INT(args_text(&call, "name", "a", &e), 0);
	T_EQ_INT(args_text(&call, "name", "b", &e), -1);
	err_clear(&e);
	T_EQ_INT(args_text(&call, "newest", "false", &e), 0);
	T_EQ_INT(args_text(&call, "newest", "true", &e), -1);
	args_done(&call);
}

T(a_file_is_sent)
{
	struct verb_call call = { .verb = &reads };
	struct err e = ERR_INIT;

	T_OK(args_file_param(&v) == NULL);
	T_OK(args_file_param(&reads) == &reads.params[0]);
	T_EQ_INT(args_text(&call, "file", "/etc/passwd", &e), -1);
	err_clear(&e);
	T_EQ_INT(args_whole(&call, &e), -1);
	err_clear(&e);
	T_EQ_INT(args_file(&call, "/proc/self/fd/9", &e), 0);
	T_EQ_INT(args_whole(&call, &e), 0);
	T_EQ_STR(call_text(&call, "file"), "/proc/self/fd/9");
	args_done(&call);
}

T_MAIN
