/*
 * vault/pack.h - a pack while it is written: made, appended to, sealed.
 *
 *	pack_create -> (pack_append, pack_note ...)* -> pack_seal -> pack_free
 *
 * The row and the root key are durable in control before the file exists,
 * the file and its name before the first batch. pack_append() is the one
 * place where a batch becomes durable. Space is set aside ahead, so that
 * the sync needs to write data only.
 *
 * After a crash pack_adopt() takes up the file where its last whole batch
 * ended; nothing is ever appended to it again but the footer.
 */
#ifndef VAULT_PACK_H
#define VAULT_PACK_H

#include "vault/codec.h"
#include "vault/control.h"

#define PACK_SEAL_BYTES ((uint64_t)128 * 1024 * 1024)

struct err;

struct pack {
	struct pack_row row; /* counters are kept up to date in it */
	int fd, dir;         /* dir: packs/, not ours */
	uint64_t end;        /* durable up to here */
	uint64_t allocated;
	uint64_t zeroed; /* written with zeros ahead of `end`, up to here */
	struct keytree *keys;
	struct dictionary *dictionary; /* for writing; or NULL */
	struct footer_entry *entries;
	size_t n_entries, cap_entries;
	struct pack *next;
};

/*
 * The row's id, epoch, made_us, first_seq and dictionary are set; a
 * reference to the dictionary (may be NULL) is taken. Errors: ERR_STORE.
 */
int pack_create(struct pack **out, int packs_dir, struct control *control,
		const struct pack_row *row, struct dictionary *dictionary,
		struct err *e);
void pack_free(struct pack *p);
DEFINE_AUTO(struct pack, pack_free)

/* Write a whole batch and make it durable. Errors: ERR_STORE. */
int pack_append(struct pack *p, const void *batch, size_t len, struct err *e);

/* Count a record of a batch that is durable. */
void pack_note(struct pack *p, uint64_t name, uint64_t offset,
	       const struct meta *m);

/* Bring the entries into the order of the footer: by name, then offset. */
void pack_sort(struct pack *p);

/*
 * Take up an open pack's file for sealing. *out is NULL where the file is
 * missing or its header was never whole: it holds nothing then.
 */
int pack_adopt(struct pack **out, int packs_dir, const struct pack_row *row,
	       struct err *e);

/*
 * Cut behind the last batch, write the footer, make all of it durable and
 * read-only, then say so in control. Sets row.bytes, sha256 and sealed_us.
 */
int pack_seal(struct pack *p, struct control *control, struct err *e);

/* Remove the file and its name for good. */
int pack_remove(int packs_dir, const struct pack_row *row, struct err *e);

#endif
