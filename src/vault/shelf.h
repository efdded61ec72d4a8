/*
 * vault/shelf.h - packs as readers see them: place, keys, dictionary.
 *
 * Opening a pack costs a row, a few key nodes and an open(2), so the last
 * SHELF_PACKS used stay open. Views are counted; any thread may use one.
 * Keys are those of the moment the view was made: whoever destroys some
 * calls shelf_forget().
 */
#ifndef VAULT_SHELF_H
#define VAULT_SHELF_H

#include "vault/codec.h"
#include "vault/control.h"
#include "vault/place.h"

#define SHELF_PACKS 64

struct err;
struct shelf;

struct view {
	struct pack_row row; /* as of the opening */
	struct place *place;
	struct keytree *keys;
	struct dictionary *dictionary; /* NULL: it uses none */
	char name[PLACE_NAME];         /* for messages too */
	unsigned int refs;             /* the shelf's business, as are these */
	uint64_t used;
	bool forgotten;
};

/* places and control must outlive the shelf. */
struct shelf *shelf_new(struct places *places, struct control *control)
	__attribute__((returns_nonnull));
void shelf_free(struct shelf *s); /* all views were given back */
DEFINE_AUTO(struct shelf, shelf_free)

/*
 * The view of a pack, to be given back. Errors: ERR_STORE (no such pack, it
 * or its dictionary cannot be opened, its header does not fit the row), and
 * those of place.h.
 */
int shelf_take(struct shelf *s, uint64_t pack, struct view **out,
	       struct err *e);
void shelf_give(struct shelf *s, struct view *v); /* NULL is fine */

/* A view that no one else has, made now, its place PLACE_FRESH. For the
   check. */
int shelf_open(struct shelf *s, uint64_t pack, struct view **out,
	       struct err *e);
void shelf_drop(struct view *v); /* NULL is fine */

/* The next taker gets a new view. */
void shelf_forget(struct shelf *s, uint64_t pack);

/* Codecs are dear to make: borrow one and give it back. */
struct codec *shelf_take_codec(struct shelf *s)
	__attribute__((returns_nonnull));
void shelf_give_codec(struct shelf *s, struct codec *c);

/*
 * Read the record at offset of a view: its header, plaintext (heap) and
 * meta. Errors: ERR_STORE (damaged: the text names pack and offset; or its
 * key was destroyed).
 */
struct opened {
	struct record_header h;
	uint8_t *plain;
	struct meta meta;
};
int shelf_read(struct shelf *s, const struct view *v, uint64_t offset,
	       struct opened *out, struct err *e);

/*
 * The dictionary whose record is at that place, the content of which is
 * verified by its digest. writing: see codec.h.
 */
int shelf_dictionary(struct shelf *s, uint64_t pack, uint64_t offset,
		     bool writing, struct dictionary **out, struct err *e);

#endif
