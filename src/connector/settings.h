/*
 * connector/settings.h - what every connector understands besides its source.
 */
#ifndef CONNECTOR_SETTINGS_H
#define CONNECTOR_SETTINGS_H

#include "catalog/values.h"
#include "source/source.h"

/* Names of further mail header fields begin so: header.X-Name. */
#define SETTINGS_HEADER "header."

/* Ends with a NULL name. */
extern const struct setting connector_settings[];

/* A connector's values: those of its source and those above. */
struct values_of settings_of(const struct source_ops *ops, int64_t connector);

/* Errors: ERR_USAGE: not a schedule, a date, a target ... (values_given). */
int settings_check(const struct values_of *of, const struct value *v,
		   struct err *e);

/* Where its mailboxes are: the target's number, 0: in the archive itself.
   Errors: ERR_USAGE: there is no target of that name. */
int settings_target(struct db *db, struct values *v, int64_t *target,
		    struct err *e);

#endif
