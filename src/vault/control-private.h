/* vault/control-private.h - what control.c and control-store.c share. */
#ifndef VAULT_CONTROL_PRIVATE_H
#define VAULT_CONTROL_PRIVATE_H

#include "db/db.h"
#include "vault/control.h"

#include <pthread.h>

struct control {
	pthread_mutex_t lock;
	struct turns *turns; /* see control_take_turns() */
	struct db *db;
	char *uri;
	pthread_mutex_t tidy_lock;
	struct db *tidy_db; /* a connection for that alone; NULL: not yet */
	struct crypt *crypt;
	uint8_t wrap[CRYPT_KEY];
	uint8_t check[CRYPT_KEY]; /* its first bytes tell a wrong key */
	uint8_t vault[FORMAT_ID];
};

/*
 * Around whatever writes: a turn first, then the lock, for whoever has a turn
 * may read here. What takes long comes after both (db_tidy).
 */
void control_write_begin(struct control *c);
void control_write_end(struct control *c);

/* A row of vault_pack, in the order of PACK_COLUMNS. */
#define PACK_COLUMNS                                                           \
	"id, epoch, state, made_us, sealed_us, first_seq, dict_pack,"          \
	" dict_offset, records, objects, plain_bytes, object_bytes, bytes,"    \
	" sha256 FROM vault_pack"
void control_read_pack(struct db_stmt *st, struct pack_row *out);

#endif
