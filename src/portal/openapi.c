#include "portal/openapi.h"

#include "portal/answer-schema.h"
#include "portal/route.h"

#include "access/roles.h"
#include "base/mem.h"
#include "base/str.h"
#include "verb/args.h"
#include "verb/verb.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* What is no verb; kept together with session.c and events.c. */
static const char beside[] =
	"{"
	"\"/session\":{"
	"\"get\":{\"operationId\":\"session-show\",\"tags\":[\"session\"],"
	"\"summary\":\"Who am I, and what may I do\",\"security\":[{\"cookie\":"
	"[]},{\"token\":[]}],\"responses\":{\"200\":{\"description\":\"The "
	"session\",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/"
	"components/schemas/Session\"}}}},\"401\":{\"$ref\":\"#/components/"
	"responses/Error\"}}},"
	"\"post\":{\"operationId\":\"session-begin\",\"tags\":[\"session\"],"
	"\"summary\":\"Sign in with a password\",\"security\":[],"
	"\"requestBody\":{\"required\":true,\"content\":{\"application/json\":"
	"{\"schema\":{\"type\":\"object\",\"required\":[\"user\",\"password\"],"
	"\"properties\":{\"user\":{\"type\":\"string\"},\"password\":{\"type\":"
	"\"string\"},\"code\":{\"type\":\"string\"},\"new_password\":{\"type\":"
	"\"string\"}},\"additionalProperties\":false}}}},\"responses\":{\"200\""
	":{\"description\":\"The session; its cookie is set\",\"content\":{"
	"\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/"
	"Session\"}}}},\"401\":{\"$ref\":\"#/components/responses/Error\"},"
	"\"429\":{\"$ref\":\"#/components/responses/Error\"}}},"
	"\"patch\":{\"operationId\":\"session-change\",\"tags\":[\"session\"],"
	"\"summary\":\"Change language, password or authenticator\","
	"\"security\":[{\"cookie\":[]}],"
	"\"requestBody\":{\"required\":true,\"content\":{\"application/json\":"
	"{\"schema\":{\"type\":\"object\",\"properties\":{\"language\":{"
	"\"type\":\"string\"},\"password\":{\"type\":\"string\"},"
	"\"new_password\":{\"type\":\"string\"},\"totp\":{\"enum\":[\"begin\","
	"\"off\"]},\"totp_code\":{\"type\":\"string\"}},"
	"\"additionalProperties\":false}}}},\"responses\":{\"200\":{"
	"\"description\":\"Done\",\"content\":{\"application/json\":{\"schema\""
	":{\"type\":\"object\"}}}},\"400\":{\"$ref\":\"#/components/responses/"
	"Error\"},\"401\":{\"$ref\":\"#/components/responses/Error\"}}},"
	"\"delete\":{\"operationId\":\"session-end\",\"tags\":[\"session\"],"
	"\"summary\":\"Sign out\",\"security\":[{\"cookie\":[]}],"
	"\"parameters\":[{\"name\":\"everywhere\",\"in\":\"query\",\"schema\":{"
	"\"type\":\"boolean\"},\"description\":\"all sessions of the account\"}"
	"],\"responses\":{\"200\":{\"description\":\"Signed out\",\"content\":{"
	"\"application/json\":{\"schema\":{\"type\":\"object\"}}}},\"401\":{"
	"\"$ref\":\"#/components/responses/Error\"}}}},"
	"\"/events\":{\"get\":{\"operationId\":\"events\",\"tags\":[\"events\"]"
	",\"summary\":\"Hear what happens (server-sent events: run, connector, "
	"alert)\",\"security\":[{\"cookie\":[]},{\"token\":[]}],\"responses\":{"
	"\"200\":{\"description\":\"Events, until the session ends\","
	"\"content\":{\"text/event-stream\":{\"schema\":{\"type\":\"string\"}}}"
	"},\"401\":{\"$ref\":\"#/components/responses/Error\"},\"429\":{"
	"\"$ref\":\"#/components/responses/Error\"}}}},"
	"\"/openapi.json\":{\"get\":{\"operationId\":\"openapi\",\"tags\":["
	"\"about\"],\"summary\":\"This document\",\"security\":[],"
	"\"responses\":{\"200\":{\"description\":\"OpenAPI 3.1\",\"content\":{"
	"\"application/json\":{\"schema\":{\"type\":\"object\"}}}}}}}"
	"}";

static const char components[] =
	"{\"securitySchemes\":{"
	"\"cookie\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":"
	"\"__Host-estreat\",\"description\":\"of a session; what changes "
	"something also needs the header X-CSRF-Token with the csrf that GET "
	"/session tells. Over plain HTTP the cookie is named estreat.\"},"
	"\"token\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":"
	"\"an API token (est_...)\"}},"
	"\"schemas\":{"
	"\"Error\":{\"type\":\"object\",\"required\":[\"error\"],"
	"\"properties\":{\"error\":{\"type\":\"object\",\"required\":[\"kind\""
	",\"verb\",\"message\",\"incident\"],\"properties\":{\"kind\":{"
	"\"enum\":[\"usage\",\"sign-in\",\"right\",\"unknown\",\"item\","
	"\"source\",\"storage\",\"retry\"]},\"verb\":{\"type\":\"string\"},"
	"\"message\":{\"type\":\"string\",\"description\":\"for people; may "
	"change\"},\"incident\":{\"type\":\"string\",\"description\":\"stands "
	"in the log too\"},\"roles\":{\"type\":\"array\",\"items\":{\"type\":"
	"\"string\"},\"description\":\"of kind right: any of these would "
	"do\"}}},\"need\":{\"type\":[\"string\",\"null\"]},\"sign_in\":{"
	"\"type\":\"object\"}}},"
	"\"Session\":{\"type\":\"object\",\"required\":[\"user\",\"name\","
	"\"roles\",\"groups\",\"csrf\",\"expires\",\"version\"],"
	"\"properties\":{\"user\":{\"type\":\"string\"},\"name\":{\"type\":"
	"\"string\"},\"language\":{\"type\":[\"string\",\"null\"]},\"roles\":{"
	"\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"groups\":{"
	"\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"csrf\":{"
	"\"type\":[\"string\",\"null\"]},\"totp\":{\"type\":\"boolean\"},"
	"\"local\":{\"type\":\"boolean\"},\"expires\":{\"type\":[\"string\","
	"\"null\"],\"format\":\"date-time\"},\"version\":{\"type\":\"string\"}}"
	"}},"
	"\"responses\":{\"Error\":{\"description\":\"It did not come about\","
	"\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/"
	"components/schemas/Error\"}}}}}}";

/* --- parameters
 * --------------------------------------------------------------- */

static json_t *choices_of(const char *choices)
{
	json_t *list = json_array();

	while (*choices != '\0') {
		size_t n = strcspn(choices, "|");

		(void)json_array_append_new(list, json_stringn(choices, n));
		choices += n + (choices[n] == '|');
	}
	return list;
}

static json_t *schema_of(const struct param *p)
{
	switch (p->type) {
	case PARAM_INT:
		return json_pack("{s:s,s:i}", "type", "integer", "minimum", 0);
	case PARAM_FLAG:
		return json_pack("{s:s,s:b}", "type", "boolean", "default", 0);
	case PARAM_CHOICE:
		return json_pack("{s:s,s:o}", "type", "string", "enum",
				 choices_of(p->choices));
	case PARAM_PAIRS:
		return json_pack("{s:s,s:{s:[s,s]}}", "type", "object",
				 "additionalProperties", "type", "string",
				 "null");
	case PARAM_SECRETS:
		return json_pack("{s:s,s:{s:s,s:b}}", "type", "object",
				 "additionalProperties", "type", "string",
				 "writeOnly", 1);
	default:
		return json_pack("{s:s}", "type", "string");
	}
}

static bool is_in_path(const struct route *r, const char *name)
{
	AUTO(free) char *braced = str_printf("{%s}", name);
	AUTO(free) char *path = mem_dup(r->path, r->len);

	return strstr(path, braced) != NULL;
}

/* "path", "query", "body", or NULL: not of the API, or the body itself. */
static const char *place_of(const struct route *r, const struct param *p)
{
	bool file = args_file_param(r->verb) != NULL;
	bool asks = r->method == METHOD_GET || r->method == METHOD_DELETE;

	if (p->local || p->type == PARAM_PATH)
		return NULL;
	if (is_in_path(r, p->name))
		return "path";
	if (asks && (p->type == PARAM_PAIRS || p->type == PARAM_SECRETS))
		return NULL;
	return asks || (file && r->method == METHOD_POST) ? "query" : "body";
}

static const char *help_of(const struct param *p)
{
	return strcmp(args_name(p), p->name) == 0
		       ? p->help
		       : "answer when it is done, not when it has begun";
}

static void add_param(json_t *op, const char *place, const struct param *p)
{
	json_t *list = json_object_get(op, "parameters");
	bool required = p->required || strcmp(place, "path") == 0;

	if (list == NULL) {
		list = json_array();
		(void)json_object_set_new(op, "parameters", list);
	}
	(void)json_array_append_new(list, json_pack("{s:s,s:s,s:b,s:s,s:o}",
						    "name", args_name(p), "in",
						    place, "required", required,
						    "description", help_of(p),
						    "schema", schema_of(p)));
}

static void add_member(json_t *body, const struct param *p)
{
	json_t *schema = schema_of(p);

	(void)json_object_set_new(schema, "description",
				  json_string(help_of(p)));
	(void)json_object_set_new(json_object_get(body, "properties"),
				  args_name(p), schema);
	if (p->required)
		(void)json_array_append_new(json_object_get(body, "required"),
					    json_string(p->name));
}

static json_t *file_body(const struct param *p)
{
	return json_pack("{s:b,s:s,s:{s:{s:{s:s}}}}", "required", p->required,
			 "description", p->help, "content", "text/csv",
			 "schema", "type", "string");
}

static void add_params(json_t *op, const struct route *r)
{
	const struct param *file = args_file_param(r->verb);
	json_t *body =
		json_pack("{s:s,s:{},s:[],s:b}", "type", "object", "properties",
			  "required", "additionalProperties", 0);
	bool members = false;

	for (const struct param *p = r->verb->params; p->name != NULL; p++) {
		const char *place = place_of(r, p);

		if (place == NULL)
			continue;
		if (strcmp(place, "body") == 0)
			add_member(body, p);
		else
			add_param(op, place, p);
		members = members || strcmp(place, "body") == 0;
	}
	if (file != NULL && r->method == METHOD_POST)
		(void)json_object_set_new(op, "requestBody", file_body(file));
	else if (members)
		(void)json_object_set_new(op, "requestBody",
					  json_pack("{s:{s:{s:O}}}", "content",
						    "application/json",
						    "schema", body));
	json_decref(body);
}

/* --- answers
 * --------------------------------------------------------------------- */

static bool has_param(const struct verb *v, const char *name)
{
	for (const struct param *p = v->params; p->name != NULL; p++)
		if (strcmp(p->name, name) == 0)
			return true;
	return false;
}

static json_t *answers_of(const struct verb *v)
{
	static const char *const errors[] = { "400", "401", "403", "429",
					      "500", "502", "503" };
	json_t *content = json_pack("{s:{s:o}}", "application/json", "schema",
				    answer_schema(v));
	json_t *all = json_object();

	if (has_param(v, "csv"))
		(void)json_object_set_new(content, "text/csv",
					  json_pack("{s:{s:s}}", "schema",
						    "type", "string"));
	(void)json_object_set_new(
		all, "200",
		json_pack("{s:s,s:{s:{s:s,s:{s:s,s:[s,s]}}},s:o}",
			  "description", v->help, "headers", "Estreat-Result",
			  "description",
			  "not: it was done, and what was asked is not so",
			  "schema", "type", "string", "enum", "ok", "not",
			  "content", content));
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		(void)json_object_set_new(
			all, errors[i],
			json_pack("{s:s}", "$ref",
				  "#/components/responses/Error"));
	return all;
}

/* --- operations
 * -------------------------------------------------------------------- */

static json_t *roles_of(const struct verb *v)
{
	AUTO(str_done) struct str text = STR_INIT;

	roles_json(&text, right_roles(v->right));
	return json_loads(text.s, 0, NULL);
}

static char *operation_id(const struct route *r, size_t n)
{
	char *id = n == 0 ? mem_strdup(r->verb->name)
			  : str_printf("%s %s", r->verb->name,
				       method_name(r->method));

	str_lowercase(id);
	for (char *c = id; *c != '\0'; c++)
		if (*c == ' ')
			*c = '-';
	return id;
}

static json_t *operation(const struct route *r, size_t n)
{
	const struct verb *v = r->verb;
	AUTO(free) char *id = operation_id(r, n);
	AUTO(free) char *noun = mem_dup(v->name, strcspn(v->name, " "));
	json_t *op = json_pack("{s:s,s:[s],s:s,s:o,s:[{s:[]},{s:[]}],s:o}",
			       "operationId", id, "tags", noun, "summary",
			       v->help, "x-roles", roles_of(v), "security",
			       "cookie", "token", "responses", answers_of(v));

	if (v->about != NULL)
		(void)json_object_set_new(op, "description",
					  json_string(v->about));
	if (v->example != NULL)
		(void)json_object_set_new(op, "x-command-line",
					  json_string(v->example));
	add_params(op, r);
	return op;
}

static void add_route(json_t *paths, const struct route *r, size_t n)
{
	AUTO(free) char *path = mem_dup(r->path, r->len);
	AUTO(free) char *method = mem_strdup(method_name(r->method));
	json_t *item = json_object_get(paths, path);

	if (item == NULL) {
		item = json_object();
		(void)json_object_set_new(paths, path, item);
	}
	str_lowercase(method);
	(void)json_object_set_new(item, method, operation(r, n));
}

void openapi_write(const struct verb *const *verbs, struct str *out)
{
	json_t *paths = json_loads(beside, 0, NULL);
	json_t *all = json_pack(
		"{s:s,s:{s:s,s:s,s:s},s:[{s:s}],s:o,s:o}", "openapi", "3.1.0",
		"info", "title", "Estreat", "version", ESTREAT_VERSION,
		"description",
		"What the archive can be asked, over HTTP. The same as on the "
		"command line.",
		"servers", "url", ROUTE_PREFIX, "paths", paths, "components",
		json_loads(components, 0, NULL));
	struct route r;
	char *text;

	for (; *verbs != NULL; verbs++)
		for (size_t n = 0; route_of(*verbs, n, &r); n++)
			add_route(paths, &r, n);
	text = json_dumps(all, JSON_INDENT(1));
	str_add(out, text);
	str_add_char(out, '\n');
	free(text);
	json_decref(all);
}
