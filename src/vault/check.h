/* vault/check.h - what the files of the check share. */
#ifndef VAULT_CHECK_H
#define VAULT_CHECK_H

#include "ledger/check.h"
#include "vault/object.h"

struct checking {
	struct vault *v;
	struct vault_check *out;
	struct codec *codec;
	struct ledger_check *ledger; /* NULL: it could not be begun */
	struct extent extent;
	bool whole; /* every leaf so far was given to it */
	uint64_t next_seq;
	uint64_t all_bytes, said_bytes;
	int findings;
	struct check_names *names;
};

/* Tell one defect. */
void check_find(struct checking *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Tell what e says, behind `where`, and clear it. */
void check_find_err(struct checking *c, const char *where, struct err *e);
/* So many more bytes were read. */
void check_progress(struct checking *c, uint64_t bytes);

/* check-pack.c: one pack, its row as read before. */
void check_pack(struct checking *c, const struct pack_row *row);

/*
 * check-files.c: names in the vault's folder. The listing is made first;
 * what is in it must have a row or a record by the time the packs are read.
 */
struct check_names;
int check_list(struct checking *c, struct check_names **out, struct err *e);
/* After all packs: names that nothing speaks of. whole: all were read. */
void check_strangers(struct checking *c, struct check_names *n, bool whole);
void check_names_free(struct check_names *n);

/*
 * check-store.c: what control says of a store against what the store says of
 * itself. -1 where it cannot be asked: then nothing can be said at all.
 */
int check_stores(struct checking *c, struct err *e);

/* A manifest names this object. */
void check_named(struct checking *c, const uint8_t id[FORMAT_ID]);

#endif
