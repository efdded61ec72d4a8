/*
 * vault/vault-private.h - what the files of this folder share.
 *
 * struct vault is the folder, the control tables and the shelf of packs for
 * reading; struct intake is what only a writer has. Threads: the shelf, the
 * control tables and the intake each have their own lock.
 */
#ifndef VAULT_VAULT_PRIVATE_H
#define VAULT_VAULT_PRIVATE_H

#include "ledger/ledger.h"
#include "vault/pack.h"
#include "vault/scan.h"
#include "vault/shelf.h"
#include "vault/stores.h"
#include "vault/vault.h"

#include <pthread.h>

struct intake;
struct shipper;

struct vault {
	char *name; /* of its folder, for messages */
	int dir, packs, objects;
	int fresh; /* objects/new: not yet named by a durable record */
	int lock;  /* the lock file; readers have it open too */
	bool read_only;
	struct control *control;
	struct stores *stores;
	struct places *places;
	struct shelf *shelf;
	struct vault_follower follower;
	uint8_t name_key[CRYPT_KEY]; /* of the names in footers */
	char *ledger_dir, *origin;
	uint8_t seed[CRYPT_KEY]; /* of the ledger's signing key */
	struct intake *intake;   /* NULL where read-only */
	struct shipper *shipper; /* likewise */
};

/* Fill in what the contract hands out; info points into plain. */
void vault_fill_stored(struct vault_stored *out, const struct meta *m,
		       const uint8_t *plain, uint64_t seq, uint64_t pack,
		       uint64_t offset);

/* Can this be put at all (whatever its content)? ERR_USAGE, ERR_ITEM. */
int vault_check_record(const struct vault *v, const struct vault_record *rec,
		       struct err *e);

/* --- lock.c: one writer, and how far it is ------------------------------ */

#define LOCK_FILE "vault.lock"

/* How far a pack is durable, as its writer says. */
struct progress {
	uint64_t pack, end, seq;
};

/* Take the lock: ERR_USAGE where another process has it. */
int vault_lock_take(struct vault *v, struct err *e);
int vault_lock_open_reading(struct vault *v, struct err *e);
/* Tell readers; not durable, and not needed after the machine restarts. */
int vault_lock_tell(struct vault *v, const struct progress *p, struct err *e);
/* False where no writer has said anything since the machine started. */
bool vault_lock_progress(const struct vault *v, struct progress *out);
/* The same from whenever it was: at least so much was durable. */
bool vault_lock_last(const struct vault *v, struct progress *out);

/* --- replay.c ----------------------------------------------------------- */

/*
 * How far the writer was at one moment. Taken after the list of packs: then
 * packs before its pack are complete, and later ones hold nothing yet.
 */
struct extent {
	bool known; /* false: no writer since the machine started */
	struct progress at;
};
struct extent vault_extent(const struct vault *v);
/* How far a reader may look into that pack. */
uint64_t vault_extent_limit(const struct extent *x, const struct pack_row *row);
/* Made by its writer, but nothing in it is durable yet. */
bool vault_extent_is_empty(const struct vault *v, const struct extent *x,
			   const struct pack_row *row);

/* A record as replay finds it. Its key may be destroyed: plain is NULL. */
struct walked {
	const struct view *view;
	const struct scan_record *record;
	const uint8_t *leaf; /* its commitment */
	const uint8_t *plain;
	struct meta meta;
};
/*
 * Walk the records from seq `from` on, batch by batch; batch() is called
 * after the records of each, with what the follower is told. Either may be
 * NULL. Packs must follow on one another without a gap.
 */
struct walk_to {
	void *ctx;
	int (*record)(void *ctx, const struct walked *r, struct err *e);
	int (*batch)(void *ctx, const struct vault_stored *recs, size_t n,
		     struct err *e);
};
int vault_walk(struct vault *v, uint64_t from, const struct walk_to *to,
	       struct err *e);

/* --- recover.c ---------------------------------------------------------- */

/*
 * Bring a writer's vault in order: seal what the last writer left open.
 * *next_seq is the first number that is free.
 */
int vault_recover_packs(struct vault *v, uint64_t *next_seq, struct err *e);
/* Bring the ledger up to the vault; both must then give the same root. */
int vault_recover_ledger(struct vault *v, struct ledger *l, uint64_t next_seq,
			 struct err *e);
/* Sort out objects that a dead writer left behind. */
int vault_recover_objects(struct vault *v, struct err *e);

/* --- intake.c ----------------------------------------------------------- */

/* Begin to write behind next_seq - 1; takes the ledger over. */
int intake_open(struct intake **out, struct vault *v, struct ledger *l,
		uint64_t next_seq, unsigned int workers, struct err *e);
/* Drops what is not committed, seals the open pack, publishes the ledger. */
void intake_close(struct intake *in);

#endif
