#include "portal/answer-schema.h"

#include "verb/print.h"
#include "verb/verb.h"

/* What is not known is null, whatever it is. */
static json_t *or_null(const char *type)
{
	return json_pack("{s:[s,s]}", "type", type, "null");
}

static json_t *schema_of(enum cell_type type)
{
	json_t *schema;

	switch (type) {
	case CELL_INT:
		return or_null("integer");
	case CELL_SIZE:
		schema = or_null("integer");
		(void)json_object_set_new(schema, "minimum", json_integer(0));
		(void)json_object_set_new(schema, "description",
					  json_string("bytes"));
		return schema;
	case CELL_TIME:
		schema = or_null("string");
		(void)json_object_set_new(schema, "format",
					  json_string("date-time"));
		return schema;
	case CELL_BOOL:
		return or_null("boolean");
	case CELL_JSON:
		return json_object(); /* it has a shape of its own */
	default:
		return or_null("string");
	}
}

static json_t *rows_of(const struct table *t)
{
	json_t *members = json_object();
	json_t *names = json_array();

	for (size_t i = 0; i < t->n; i++) {
		const struct column *c = &t->columns[i];

		(void)json_object_set_new(members, c->name, schema_of(c->type));
		(void)json_array_append_new(names, json_string(c->name));
	}
	return json_pack("{s:s,s:{s:s,s:o,s:o}}", "type", "array", "items",
			 "type", "object", "properties", members, "required",
			 names);
}

json_t *answer_schema(const struct verb *v)
{
	json_t *schema = json_pack("{s:s}", "type", "object");
	json_t *members = json_object();

	for (const struct column *c = v->fields; c != NULL && c->name != NULL;
	     c++)
		(void)json_object_set_new(members, c->name, schema_of(c->type));
	for (const struct table *const *t = v->lists; t != NULL && *t != NULL;
	     t++)
		(void)json_object_set_new(members, (*t)->name, rows_of(*t));
	if (json_object_size(members) > 0)
		(void)json_object_set(schema, "properties", members);
	json_decref(members);
	return schema;
}
