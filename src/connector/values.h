/*
 * connector/values.h - a connector's settings, secrets and state, in memory.
 *
 * Secrets and state are sealed in control (catalog/archive.h) and opened
 * here. Also the host (source.h) that a source asks by. Safe from any
 * thread; values once handed out stay valid until values_free().
 */
#ifndef CONNECTOR_VALUES_H
#define CONNECTOR_VALUES_H

#include "base/cleanup.h"
#include "catalog/control.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct db;
struct err;
struct values;

/* Settings every connector understands; ends with a NULL name. */
extern const struct setting connector_settings[];

/* Load those of a connector of this source. Errors: ERR_STORE. */
int values_load(struct values **out, struct archive *a, struct db *db,
		int64_t connector, const struct source_ops *ops, struct err *e);
void values_free(struct values *v);
DEFINE_AUTO(struct values, values_free)

/* Value, else its fallback, else NULL; secrets too. */
const char *values_get(struct values *v, const char *name);

/* Each setting that is set; secrets with value NULL. */
void values_each(struct values *v,
		 void (*each)(void *ctx, const char *name, const char *value),
		 void *ctx);

/* What the source asks by. stopping: whether its work should end soon, from
   any thread; NULL: never. values and what ctx is must outlive it. */
struct host values_host(struct values *v, bool (*stopping)(void *ctx),
			void *ctx);

/*
 * Store one (value NULL: remove it). In the caller's transaction.
 */
int values_put(struct archive *a, struct db *db, int64_t connector,
	       enum value_kind kind, const char *name, const char *value,
	       struct err *e);

/*
 * Check names and shapes: known, not empty, secrets given as secrets.
 * Errors: ERR_USAGE naming the setting and those there are.
 */
int values_check(const struct source_ops *ops, const char *name,
		 const char *value, bool secret, struct err *e);

/* Errors: ERR_USAGE naming the first required setting without a value. */
int values_complete(struct values *v, struct err *e);

#endif
