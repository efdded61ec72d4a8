/*
 * vault/stores.h - the vault's stores as they are opened and used.
 *
 * A store is known by its number (vault_store.id in control). It is opened
 * when it is first needed, by the means the vault was given (vault_stores in
 * vault.h), and again when a person has changed its settings: control is
 * asked every STORES_LOOK_US. Handles are counted; any thread may hold one.
 */
#ifndef VAULT_STORES_H
#define VAULT_STORES_H

#include "store/store.h"
#include "vault/vault.h"

#define STORES_LOOK_US ((int64_t)2 * 1000000)

struct control;
struct err;
struct stores;

/* One opened store; valid between take and give. */
struct stores_handle {
	struct vault_store_opened opened;
	uint64_t id;
	char kind[32];
	/* the rest is stores.c's business */
	int64_t set_us;
	unsigned int refs;
	bool old;
	struct stores_handle *next;
};

/* by and control must outlive it. */
struct stores *stores_new(const struct vault_stores *by,
			  struct control *control)
	__attribute__((returns_nonnull));
void stores_free(struct stores *s); /* all handles were given back */
/* Was the vault given the means to open any? */
bool stores_can_open(const struct stores *s);
const struct vault_stores *stores_by(const struct stores *s);
/* What is in hand should end soon: reads and puts then fail (ERR_RETRY). */
void stores_stop(struct stores *s);

/*
 * The store of that number. Errors: ERR_RETRY: it cannot be opened as it is
 * set up, the text says what to do; ERR_STORE: control.
 */
int stores_take(struct stores *s, uint64_t id, struct stores_handle **out,
		struct err *e);
void stores_give(struct stores *s, struct stores_handle *h); /* NULL is fine */

/*
 * What an error of a store means to who reads or ships: whatever needs a
 * person becomes ERR_RETRY, with what to do. ERR_ITEM stays. Always -1.
 */
int stores_wrap(const struct stores_handle *h, struct err *e);

#endif
