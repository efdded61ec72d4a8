/*
 * vault/control.h - the vault's tables in the control database.
 *
 *	vault_identity   one row: the vault's id, and how to tell a wrong key
 *	vault_pack       one row a pack, in order of seq
 *	vault_key_node   the nodes of each pack's key tree, wrapped
 *	vault_store, vault_shipped   see control-store.h
 *
 * Why there and not beside the packs: a key must be destroyable at once and
 * in one transaction with the holds that forbid it; files cannot do that.
 *
 * Keys are wrapped with AES-256-GCM under a key derived from the
 * installation's; "pack:node" is bound to each. Safe from any thread: one
 * connection, one lock. A pack's row and root are durable when
 * control_add_pack() returns; only then may its file be begun.
 */
#ifndef VAULT_CONTROL_H
#define VAULT_CONTROL_H

#include "vault/format.h"
#include "vault/keytree.h"

struct err;
struct control;

enum pack_state {
	PACK_OPEN = 1,   /* batches may be appended */
	PACK_SEALED = 2, /* the file never changes again */
};

struct pack_row {
	uint64_t id;
	uint32_t epoch;
	enum pack_state state;
	int64_t made_us, sealed_us;
	uint64_t first_seq;
	uint64_t dict_pack, dict_offset;
	/* known when sealed, 0 before */
	uint64_t records, objects;
	uint64_t plain_bytes, object_bytes; /* contents; objects' files */
	uint64_t bytes;                     /* of the pack's file */
	uint8_t sha256[DIGEST_BYTES];       /* of the sealed file */
};

enum control_mode {
	CONTROL_READ,  /* change nothing but the tables' version */
	CONTROL_WRITE, /* bring the tables up to date */
	CONTROL_MAKE,  /* and make the vault's identity where there is none */
};

/*
 * Connect. Errors: ERR_USAGE (no vault there; the key is not the one the
 * vault was made with), ERR_RETRY, ERR_STORE.
 */
int control_open(struct control **out, const char *uri,
		 const uint8_t key[CRYPT_KEY], enum control_mode mode,
		 struct err *e);
void control_close(struct control *c);

/*
 * Other connections of this process write to the same database: queue with
 * them for it (db/db.h), so that none gives up because many write, and leave
 * nothing that takes long in a turn. turns must outlive it.
 */
void control_take_turns(struct control *c, struct turns *turns);
DEFINE_AUTO(struct control, control_close)

/* FORMAT_ID bytes. */
const uint8_t *control_vault_id(const struct control *c);

/*
 * Has the ledger ever published a checkpoint? Since then one must be there.
 * 1, 0, -1; set once, after the first was durable.
 */
int control_published(struct control *c, struct err *e);
int control_set_published(struct control *c, struct err *e);

int control_add_pack(struct control *c, const struct pack_row *row,
		     const uint8_t root[KEYTREE_KEY], struct err *e);
int control_seal_pack(struct control *c, const struct pack_row *row,
		      struct err *e);
/* A pack without a record: forget row and key. */
int control_drop_pack(struct control *c, uint64_t id, struct err *e);

/* All packs with id >= from, in order; *out is the caller's to free. */
int control_packs(struct control *c, uint64_t from, struct pack_row **out,
		  size_t *n, struct err *e);
/* 1 with *out, 0 where there is none. */
int control_pack(struct control *c, uint64_t id, struct pack_row *out,
		 struct err *e);

/*
 * What is left of a pack's key tree, unwrapped, added to *out. Errors:
 * ERR_STORE where a node cannot be unwrapped: the text names it.
 */
int control_keys(struct control *c, uint64_t pack, struct keytree *out,
		 struct err *e);

/* Ids of packs that have key nodes but no row. For the check. */
int control_orphans(struct control *c, uint64_t **out, size_t *n,
		    struct err *e);

#endif
