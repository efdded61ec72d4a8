/*
 * portal/openapi.h - the API described for programs (OpenAPI 3.1).
 *
 * Made of the table of verbs: what it says cannot be other than what is
 * done. Sessions, sign-in and events, which are no verbs, stand beside it.
 */
#ifndef PORTAL_OPENAPI_H
#define PORTAL_OPENAPI_H

struct str;
struct verb;

/* Append the document, JSON. */
void openapi_write(const struct verb *const *verbs, struct str *out);

#endif
