/*
 * catalog/values.h - settings, secrets and state of what people set up.
 *
 * Connectors, targets, the vault's store and directories are each set up by
 * names and values. Secrets and state are sealed in control (archive.h) and
 * opened here. Also the host (base/setting.h) by which a part asks. Safe from
 * any thread; values once handed out stay valid until values_free().
 */
#ifndef CATALOG_VALUES_H
#define CATALOG_VALUES_H

#include "base/cleanup.h"
#include "base/setting.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct db;
struct err;
struct str;
struct values;

/* Whose. Numbers are kept in control (value.owner): never reuse one, and give
   each its name in values.c, where two of the same number do not compile. */
enum values_owner {
	OWNER_CONNECTOR = 1,
	OWNER_TARGET = 2,
	OWNER_STORE = 3,
	OWNER_DIRECTORY = 4,
	OWNER_IDENTITY_PROVIDER = 5,
	OWNER_SIGN_IN = 6,
	OWNER_CHANNEL = 7, /* where alerts are told */
	OWNER_PORTAL = 8,  /* how the portal is reached */
};

/* value.kind, kept likewise */
enum value_kind {
	VALUE_SETTING = 1,
	VALUE_SECRET = 2,
	VALUE_STATE = 3,
};

/*
 * A setting of all that have secrets: what a source or a server will refuse
 * from some day on, a person should hear of before (watch/).
 */
#define VALUES_EXPIRES "secret-expires"
#define VALUES_SECRET_EXPIRES                                                  \
	{                                                                      \
		VALUES_EXPIRES, NULL, false, false,                            \
			"date from which its secret is refused; told of 30, "  \
			"14 and 3 days before"                                 \
	}

/* The thing that has them; tables and texts must outlive the values. */
struct values_of {
	enum values_owner owner;
	int64_t id;                 /* of its row */
	const char *title;          /* "Zoom Meetings", for texts */
	const struct setting *own;  /* what it understands */
	const struct setting *more; /* what all of its kind do; or NULL */
	/* Names that begin so are settings too ("header."); NULL: none. */
	const char *open_prefix;
};

/* One name with its value, as given by a person or shown to one. */
struct value {
	const char *name, *value;
};

/* Is this fit to be the name of a thing that is set up? what: "connector".
   Errors: ERR_USAGE. */
int values_name_check(const char *what, const char *name, struct err *e);

/* Load them all. Errors: ERR_STORE. */
int values_load(struct values **out, struct archive *a, struct db *db,
		const struct values_of *of, struct err *e);
void values_free(struct values *v);
DEFINE_AUTO(struct values, values_free)

/* Value, else its fallback, else NULL; secrets too. */
const char *values_get(struct values *v, const char *name);

/* Each setting that is set; secrets with value NULL. */
void values_each(struct values *v,
		 void (*each)(void *ctx, const char *name, const char *value),
		 void *ctx);

/*
 * Each setting of all things of one kind that is set and whose name begins so;
 * id: of the thing's row. Texts are valid during the call.
 */
int values_of_all(struct db *db, enum values_owner owner, const char *prefix,
		  int (*each)(void *ctx, int64_t id, const struct value *v,
			      struct err *e),
		  void *ctx, struct err *e);

/* The same as a list of *n, to be freed; its texts are those of v. */
struct value *values_list(struct values *v, size_t *n)
	__attribute__((returns_nonnull));

/* What the part asks by. stopping: whether its work should end soon, from
   any thread; NULL: never. values and what ctx is must outlive it. */
struct host values_host(struct values *v, bool (*stopping)(void *ctx),
			void *ctx);

/*
 * Store one (value NULL: remove it). In the caller's transaction. No check.
 */
int values_put(struct archive *a, struct db *db, const struct values_of *of,
	       enum value_kind kind, const struct value *value, struct err *e);

/*
 * Check and store what a person gave: settings or secrets; a value NULL takes
 * one away. check (may be NULL) looks at what passed values_check(). In the
 * caller's transaction, to be rolled back on -1 (ERR_USAGE, ERR_STORE).
 */
struct values_given {
	const struct value *settings, *secrets;
	size_t n_settings, n_secrets;
	int (*check)(const struct values_of *of, const struct value *v,
		     struct err *e);
};
int values_take(struct archive *a, struct db *db, const struct values_of *of,
		const struct values_given *given, struct err *e);

/* It is gone: all its values, or all but its settings. */
int values_forget(struct db *db, const struct values_of *of, bool settings_too,
		  struct err *e);

/*
 * Check name and shape: known, not empty, secrets given as secrets.
 * Errors: ERR_USAGE naming the setting and those there are.
 */
int values_check(const struct values_of *of, const struct value *v, bool secret,
		 struct err *e);

/* Errors: ERR_USAGE naming the first required setting without a value; what
   is required only under a condition is the part's own to say. */
int values_complete(struct values *v, struct err *e);

/*
 * Append an act's detail for the ledger: what it is about (those of who with
 * a value: {"connector": NAME}), then "settings" with their values and the
 * names of "secrets", never their values.
 */
void values_detail(const struct value *who, size_t n_who,
		   const struct values_given *given, struct str *json);

#endif
