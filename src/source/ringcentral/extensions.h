/*
 * source/ringcentral/extensions.h - who has which extension.
 *
 * Why: messages, calls and meetings name people by extension id and phone
 * number, never by e-mail address. The account's list of extensions (those
 * disabled and unassigned too) is asked once a listing; what a record needs
 * of it is kept beside the record, so that composing needs no network.
 */
#ifndef SOURCE_RINGCENTRAL_EXTENSIONS_H
#define SOURCE_RINGCENTRAL_EXTENSIONS_H

#include "base/cleanup.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct err;
struct extensions;
struct listing;
struct str;

struct extension {
	const char *id, *name, *email, *type, *status, *number;
};

struct extensions *rc_extensions_new(void);
void rc_extensions_free(struct extensions *x);
DEFINE_AUTO(struct extensions, rc_extensions_free)

/* A record of the list. Ready when asked the first time. */
void rc_extensions_add(struct extensions *x, const json_t *record);

size_t rc_extensions_count(const struct extensions *x);
const struct extension *rc_extensions_at(struct extensions *x, size_t i);
/* NULL: not known. */
const struct extension *rc_extensions_find(struct extensions *x,
					   const char *id);

/* Has this extension a message store of its own? */
bool rc_extension_has_messages(const struct extension *x);

/*
 * Append {"people":[{"id":..,"name":..,"email":..}]} of all whose id stands
 * as extensionId, or as id below extension, anywhere in the record; and of
 * `owner` (may be ""), marked as such.
 */
void rc_extensions_beside(struct extensions *x, const json_t *record,
			  const char *owner, struct str *out);

/* Fill l->ext, once. A refusal is a notice. */
int rc_list_extensions(struct listing *l, struct err *e);

#endif
