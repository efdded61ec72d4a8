/* portal/answer-schema.h - what a verb's JSON has, as a JSON schema. */
#ifndef PORTAL_ANSWER_SCHEMA_H
#define PORTAL_ANSWER_SCHEMA_H

#include <jansson.h>

struct verb;

/*
 * Of the tables that the verb itself prints by, and the fields beside them
 * (verb.lists, verb.fields): names and types. Any object where it says
 * neither. To be freed by json_decref().
 */
json_t *answer_schema(const struct verb *v) __attribute__((returns_nonnull));

#endif
