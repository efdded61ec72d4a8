/*
 * vault/shipping.h - the vault's stores: which there are, what is in them.
 *
 * Bytes become durable in the local folder (promise P1). What is complete
 * there, a sealed pack or an object with its record, is put into the store in
 * use by a thread of the writing process:
 *
 *	local file -> put(), acknowledged and compared -> row in control
 *	    -> (when the cache is full) local file removed
 *
 * At each arrow the process may die: what was put twice is put once
 * (store.h, 1), what has no row is a local file still. There is no moment at
 * which neither place has it.
 *
 * Moving to another store, or back, is the same with another beginning: each
 * thing goes to the store in use, its row says so, and it is also still in
 * the one being left. Only when everything is in the new place the old
 * copies are removed, each after the new store was asked for it once more.
 * Then the old store is gone. All of this is state in control: any writing
 * process goes on where the last one was.
 *
 * The functions here work on a connection to the control database, inside the
 * caller's transaction where it has one: a store's values and the act of the
 * person who set it up are written with its row.
 */
#ifndef VAULT_SHIPPING_H
#define VAULT_SHIPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct store;
struct vault;

/* vault_store.state; kept: never reuse a number. */
enum vault_store_state {
	VAULT_STORE_USED = 1,    /* everything goes there */
	VAULT_STORE_LEAVING = 2, /* away from there; then copies are removed */
	VAULT_STORE_KEEPING = 3, /* away from there; its copies stay */
	VAULT_STORE_GONE = 4,
};

struct vault_store_info {
	uint64_t id;
	char kind[32];
	enum vault_store_state state;
	int64_t made_us;
	uint64_t files, bytes; /* packs and objects read from there */
	uint64_t also;         /* copies there that are read elsewhere now */
	char error[512];       /* what hinders it; "": nothing */
	int64_t error_us;      /* since then */
};

/* The stores that are not gone: 0, 1 or 2; the one in use comes first. */
#define VAULT_STORES_MAX 2
int vault_stores_list(struct db *db,
		      struct vault_store_info out[VAULT_STORES_MAX], size_t *n,
		      struct err *e);

/*
 * A store of this kind is the one in use from now on; kind NULL: none is,
 * everything comes back into the local folder. The one before is left, its
 * copies removed in the end unless keep. Errors: ERR_USAGE: the one before
 * that is still being left.
 */
int vault_store_use(struct db *db, const char *kind, bool keep, uint64_t *id,
		    struct err *e);
/* Go back to the store that is being left. Errors: ERR_USAGE: there is none */
int vault_store_return(struct db *db, struct err *e);
/* Its values were changed: whoever has it open opens it again. */
int vault_store_touch(struct db *db, uint64_t id, struct err *e);

/* How far it is: packs and objects, and their bytes. */
struct vault_shipping {
	/* sealed, in no store although one is in use; objects are those of
	   sealed packs less those that are shipped: while one is open, fewer */
	uint64_t unshipped_packs, unshipped_objects;
	uint64_t to_move, to_move_bytes;
	uint64_t to_remove;
	uint64_t cached, cached_bytes; /* in a store and local too */
	bool leaving;                  /* a store is being left */
};
int vault_shipping_state(struct db *db, struct vault_shipping *out,
			 struct err *e);

#define VAULT_STORE_MARK "estreat-vault"

/*
 * A store's mark: a small object that says whose it is, so that two vaults,
 * or two stores of one vault, never share a place.
 *
 * vault_store_claim() leaves it. Errors, besides the store's: ERR_USAGE:
 * another vault or another store of this one is there already.
 * vault_store_own() says whether it is there: 1, 0; -1: it could not be read.
 */
int vault_store_claim(struct vault *v, struct store *s, uint64_t id,
		      struct err *e);
/* Would claiming fail so? Nothing is written. */
int vault_store_claimable(struct vault *v, struct store *s, uint64_t id,
			  struct err *e);
int vault_store_own(struct vault *v, struct store *s, uint64_t id,
		    struct err *e);

/* Wait until the writer's thread has nothing left that it could do now, so
   that what it can do is done; at once where it is hindered. For tests and
   for whoever stores and goes. 1: nothing is left, 0: it is hindered. */
int vault_shipped_all(struct vault *v, struct err *e);
/* Whoever waits there waits no longer; nothing more is shipped. */
void vault_shipping_stop(struct vault *v);

#endif
