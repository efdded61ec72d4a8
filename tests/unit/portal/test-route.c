#include "portal/openapi.h"
#include "portal/route.h"

#include "base/err.h"
#include "base/str.h"
#include "t.h"
#include "verb/args.h"
#include "verb/verb.h"

#include <jansson.h>
#include <stdlib.h>

/* --- the table --------------------------------------------------------------
 */

static bool has_param(const struct verb *v, const char *name, size_t len)
{
	for (const struct param *p = v->params; p->name != NULL; p++)
		if (strlen(p->name) == len && strncmp(p->name, name, len) == 0)
			return !p->local && p->type != PARAM_PATH;
	return false;
}

static void check_route(const struct route *r)
{
	const char *at = r->path, *end = r->path + r->len;

	T_OK(r->method != METHOD_OTHER);
	T_OK(r->len > 1 && r->path[0] == '/' && end[-1] != '/');
	while ((at = memchr(at, '{', (size_t)(end - at))) != NULL) {
		const char *close = memchr(at, '}', (size_t)(end - at));

		T_OK(close != NULL && at[-1] == '/' &&
		     (close + 1 == end || close[1] == '/'));
		if (close == NULL)
			break;
		T_OK(has_param(r->verb, at + 1, (size_t)(close - at - 1)));
		at = close;
	}
}

/* Would two routes take the same request, neither before the other? */
static bool collide(const struct route *a, const struct route *b)
{
	const char *p = a->path, *q = b->path;
	const char *p_end = p + a->len, *q_end = q + b->len;

	if (a->method != b->method)
		return false;
	while (p < p_end && q < q_end) {
		size_t n = strcspn(p + 1, "/|") + 1,
		       m = strcspn(q + 1, "/|") + 1;
		bool hole = p[1] == '{', other = q[1] == '{';

		if (hole != other || (!hole && (n != m || strncmp(p, q, n))))
			return false;
		p += n;
		q += m;
	}
	return p >= p_end && q >= q_end;
}

T(routes_are_sound)
{
	struct route r, s;

	for (const struct verb *const *v = verb_all(); *v != NULL; v++) {
		t_label = (*v)->name;
		for (size_t n = 0; route_of(*v, n, &r); n++) {
			check_route(&r);
			for (const struct verb *const *w = verb_all();
			     *w != NULL; w++)
				for (size_t m = 0; route_of(*w, m, &s); m++)
					T_OK((*w == *v && n == m) ||
					     !collide(&r, &s));
		}
		/* what may not be asked over the API says so */
		if ((*v)->http == NULL)
			continue;
		for (const struct param *p = (*v)->params; p->name != NULL; p++)
			T_OK(p->type != PARAM_PATH ||
			     (*v)->http[0] == 'P'); /* a body takes it */
	}
}

/* --- finding
 * ------------------------------------------------------------------ */

static int run_nothing(struct verb_call *call, struct err *e)
{
	(void)call;
	(void)e;
	return 0;
}

#define TEXT(n)                                                                \
	{                                                                      \
		.name = n, .type = PARAM_TEXT, .positional = true              \
	}

static const struct verb list = { .name = "thing list",
				  .http = "GET /things",
				  .run = run_nothing };
static const struct verb add = { .name = "thing add",
				 .http = "POST /things",
				 .run = run_nothing };
static const struct verb show = {
	.name = "thing show",
	.http = "GET /things/{name}|POST /things/{name}",
	.run = run_nothing,
	.params = { TEXT("name") }
};
static const struct verb kinds = { .name = "thing kinds",
				   .http = "GET /things/kinds",
				   .run = run_nothing };
static const struct verb part = {
	.name = "thing part",
	.http = "GET /things/{name}/parts/{part}",
	.run = run_nothing,
	.params = { TEXT("name"), { .name = "part", .type = PARAM_INT } }
};
static const struct verb nowhere = { .name = "thing", .run = run_nothing };
static const struct verb *const table[] = { &list, &add,     &show, &kinds,
					    &part, &nowhere, NULL };

static const struct {
	const char *label, *method, *path;
	const struct verb *verb;
	unsigned int allow;
} finds[] = {
	{ "list", "GET", "/api/v1/things", &list, 0 },
	{ "head is get", "HEAD", "/api/v1/things", &list, 0 },
	{ "add", "POST", "/api/v1/things", &add, 0 },
	{ "named", "GET", "/api/v1/things/x", &show, 0 },
	{ "a second route", "POST", "/api/v1/things/x", &show, 0 },
	{ "the word goes first", "GET", "/api/v1/things/kinds", &kinds, 0 },
	{ "deeper", "GET", "/api/v1/things/x/parts/3", &part, 0 },
	{ "half of it", "GET", "/api/v1/things/x/parts", NULL, 0 },
	{ "more of it", "GET", "/api/v1/things/x/parts/3/4", NULL, 0 },
	{ "no such method", "DELETE", "/api/v1/things", NULL,
	  1U << METHOD_GET | 1U << METHOD_HEAD | 1U << METHOD_POST },
	{ "nothing", "GET", "/api/v1/thing", NULL, 0 },
	{ "the prefix", "GET", "/api/v1", NULL, 0 },
};

T(routes_are_found)
{
	T_EACH(row, finds) {
		AUTO(incoming_free) struct incoming *rq = incoming_new();
		unsigned int allow = 0;
		struct route r;

		T_OK(incoming_line(rq, row->method, row->path, "HTTP/1.1"));
		r = route_find(table, rq, &allow);
		T_OK(r.verb == row->verb);
		if (row->verb == NULL)
			T_EQ_INT(allow, row->allow);
	}
}

T(placeholders_are_arguments)
{
	AUTO(incoming_free) struct incoming *rq = incoming_new();
	struct verb_call call = { 0 };
	struct err e = ERR_INIT;
	unsigned int allow;
	struct route r;

	T_OK(incoming_line(rq, "GET", "/api/v1/things/a%2Fb%20c/parts/17",
			   "HTTP/1.1"));
	r = route_find(table, rq, &allow);
	call.verb = r.verb;
	T_EQ_INT(route_args(&r, rq, &call, &e), 0);
	T_EQ_STR(call_text(&call, "name"), "a/b c");
	T_EQ_INT(call_int(&call, "part", 0), 17);
	args_done(&call);
}

T(placeholders_are_checked)
{
	AUTO(incoming_free) struct incoming *rq = incoming_new();
	struct verb_call call = { .verb = &part };
	struct err e = ERR_INIT;
	unsigned int allow;
	struct route r;

	T_OK(incoming_line(rq, "GET", "/api/v1/things/a/parts/x", "HTTP/1.1"));
	r = route_find(table, rq, &allow);
	T_EQ_INT(route_args(&r, rq, &call, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	args_done(&call);
}

/* --- the document
 * ---------------------------------------------------------------- */

static void check_operation(const struct verb *v, json_t *op)
{
	json_t *params = json_object_get(op, "parameters");
	json_t *schema = json_object_get(
		json_object_get(
			json_object_get(json_object_get(op, "requestBody"),
					"content"),
			"application/json"),
		"schema");
	json_t *members = json_object_get(schema, "properties");

	T_OK(json_object_get(op, "operationId") != NULL);
	T_OK(json_array_size(json_object_get(op, "x-roles")) > 0 ||
	     v->right[0] == '\0' || strchr(v->right, ' ') == NULL);
	T_OK(json_object_get(json_object_get(op, "responses"), "200") != NULL);
	T_OK(json_object_get(json_object_get(op, "responses"), "403") != NULL);
	/* each parameter stands in one place, or is the body */
	for (const struct param *p = v->params; p->name != NULL; p++) {
		size_t found = json_object_get(members, args_name(p)) != NULL;
		json_t *o;
		size_t i;

		json_array_foreach(params, i, o) found +=
			strcmp(json_string_value(json_object_get(o, "name")),
			       args_name(p)) == 0;
		T_OK(found == (p->local || p->type == PARAM_PATH ? 0U : 1U) ||
		     ((p->type == PARAM_PAIRS || p->type == PARAM_SECRETS) &&
		      found == 0));
	}
}

T(every_route_is_described)
{
	AUTO(str_done) struct str text = STR_INIT;
	json_t *all, *paths;
	struct route r;

	openapi_write(verb_all(), &text);
	all = json_loadb(text.s, text.len, JSON_REJECT_DUPLICATES, NULL);
	T_OK(all != NULL);
	T_EQ_STR(json_string_value(json_object_get(all, "openapi")), "3.1.0");
	paths = json_object_get(all, "paths");
	T_OK(json_object_get(paths, "/session") != NULL);
	for (const struct verb *const *v = verb_all(); *v != NULL; v++)
		for (size_t n = 0; route_of(*v, n, &r); n++) {
			AUTO(str_done) struct str path = STR_INIT;
			AUTO(str_done) struct str method = STR_INIT;
			json_t *op;

			t_label = (*v)->name;
			str_add_len(&path, r.path, r.len);
			str_add(&method, method_name(r.method));
			str_lowercase(method.s);
			op = json_object_get(json_object_get(paths, path.s),
					     method.s);
			T_OK(op != NULL);
			if (op != NULL)
				check_operation(*v, op);
		}
	json_decref(all);
}

T_MAIN
