/* connector/setup.h - what setup.c and authorize.c share. */
#ifndef CONNECTOR_SETUP_H
#define CONNECTOR_SETUP_H

#include "catalog/values.h"

#include <stdint.h>

struct archive;
struct db;
struct err;
struct source_ops;

/* A connector that is not removed. Errors: ERR_USAGE (none, or this program
   does not know its source), ERR_STORE. */
int setup_find(struct db *db, const char *name, int64_t *id,
	       const struct source_ops **ops, struct err *e);

/* Its values. */
int setup_values_of(struct archive *a, struct db *db, int64_t id,
		    const struct source_ops *ops, struct values **out,
		    struct err *e);

#endif
