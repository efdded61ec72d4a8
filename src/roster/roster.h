/*
 * roster/roster.h - the directories that are followed.
 *
 * Why: an organisation's people are kept in its directory service. A person
 * sets it up once, by name; from then on it is asked by its schedule, and
 * what it says becomes dated facts (directory/sync.h). A directory that is
 * down stops nothing: mail goes by what was known, and it is said since when
 * that is old.
 */
#ifndef ROSTER_ROSTER_H
#define ROSTER_ROSTER_H

#include "catalog/act.h"
#include "catalog/values.h"
#include "directory/sync.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct check;
struct db;
struct err;

/* Settings every directory understands, besides its kind's own. */
extern const struct setting roster_settings[];

struct roster_new {
	const char *name; /* unique, capitals or not; 1 to 64 bytes */
	const char *kind; /* of provider_all(): "ldap" */
	struct values_given given;
	struct actor actor; /* who does it, for the ledger */
};

/* No request is made. Errors: ERR_USAGE naming the setting or the name. */
int roster_add(struct archive *a, struct db *db, const struct roster_new *n,
	       struct err *e);
int roster_change(struct archive *a, struct db *db, const struct roster_new *n,
		  struct err *e);
/* It is asked no more; the facts stay as they are, its own ones open. */
int roster_remove(struct archive *a, struct db *db, const char *name,
		  struct actor actor, struct err *e);

struct roster_info {
	int64_t id;
	const char *name, *kind, *title, *schedule;
	int64_t synced_us; /* last complete synchronisation, 0: none */
	int64_t tried_us;
	int64_t next_us;                       /* 0: never; past: at once */
	const char *error;                     /* of the last try, "" if none */
	int64_t persons, addresses, conflicts; /* as it says now */
	bool running;
	const struct value *values; /* secrets with value NULL */
	size_t n_values;
	const struct setting *settings; /* of its kind */
};
/* name NULL: all, by name. Errors: ERR_USAGE (no such directory). */
int roster_each(struct archive *a, struct db *db, const char *name,
		int (*each)(void *ctx, const struct roster_info *info,
			    struct err *e),
		void *ctx, struct err *e);
/* What could not be taken as it was told. */
int roster_conflicts(struct db *db, int64_t id,
		     int (*each)(void *ctx, const char *person, const char *why,
				 struct err *e),
		     void *ctx, struct err *e);

/* Pre-flight. Errors: as roster_each(), and what check() gave. */
int roster_check(struct archive *a, struct db *db, const char *name,
		 const struct check *to, struct err *e);

/*
 * Ask it now. Errors: ERR_USAGE (no such directory), ERR_RETRY (also: another
 * process is at it), ERR_SOURCE, ERR_STORE; nothing has changed then but what
 * roster_each() tells of it.
 */
int roster_sync(struct archive *a, struct db *db, const char *name,
		const atomic_bool *stop, struct sync_result *result,
		struct err *e);

/*
 * For `estreat serve`: until *stop, ask those that are due. One that fails is
 * asked again after 5, 20, then every 60 minutes. Errors: ERR_STORE.
 */
int roster_serve(struct archive *a, const atomic_bool *stop, struct err *e);

#endif
