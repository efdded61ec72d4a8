/*
 * catalog/stores.h - the vault's stores as people set them up.
 *
 * The vault knows a store by its number (vault/shipping.h); which one that
 * is, its settings and secrets are kept here, as those of a connector are
 * (values.h), and every change is an act for the ledger.
 *
 * What a person gives is tried before it counts: the store is opened and its
 * mark is left or looked for (vault_store_claim(), vault_store_own()), with
 * no transaction open meanwhile.
 */
#ifndef CATALOG_STORES_H
#define CATALOG_STORES_H

#include "base/check.h"
#include "catalog/act.h"
#include "catalog/values.h"
#include "vault/shipping.h"
#include "vault/vault.h"

struct archive;
struct db;
struct err;

/* What the vault itself wants to know of every store. */
extern const struct setting stores_settings[];

/* How the vault opens them. archive must outlive the vault. */
struct vault_stores stores_means(struct archive *a);

struct stores_change {
	const char *kind; /* "azure"; NULL: none, all comes back */
	bool keep;        /* what the store before has stays there */
	struct values_given given;
	struct actor actor;
	const char *verb;
};

/*
 * Use this store from now on; the one before is left. *id is its number.
 * Errors: ERR_USAGE (settings; no such kind; a move is under way; something
 * else is kept there), ERR_SOURCE, ERR_RETRY: it cannot be used as it is.
 */
int stores_use(struct archive *a, struct db *db, const struct stores_change *c,
	       uint64_t *id, struct err *e);
/*
 * Change the values of the one in use (a new secret, another cache); it must
 * still be the same place. Errors: as above; ERR_USAGE: none is in use.
 */
int stores_change(struct archive *a, struct db *db,
		  const struct stores_change *c, struct err *e);
/* Turn the move that is under way round. Errors: ERR_USAGE: there is none. */
int stores_return(struct archive *a, struct db *db,
		  const struct stores_change *c, struct err *e);

/* Pre-flight of a store that is not gone. Errors: what check() gave. */
int stores_check(struct archive *a, struct db *db, uint64_t id,
		 const struct check *to, struct err *e);

/*
 * Pre-flight of what a change would make: a store of c->kind; NULL: the one in
 * use with other values. Besides what stores_check() finds: is the place free,
 * or ours? Nothing is kept, nothing written but a test object. Errors: as
 * stores_change(), and what check() gave.
 */
int stores_try(struct archive *a, struct db *db, const struct stores_change *c,
	       const struct check *to, struct err *e);

/* Each value of a store that is set; secrets have value NULL. */
int stores_values(struct archive *a, struct db *db, uint64_t id,
		  void (*each)(void *ctx, const char *name, const char *value),
		  void *ctx, struct err *e);

#endif
