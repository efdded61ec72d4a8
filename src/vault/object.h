/*
 * vault/object.h - content too large for a pack: a file of its own.
 *
 *	header | frame | frame | ... | last frame
 *
 * A frame is 1 MiB of content (the last one less) encrypted with
 * AES-256-GCM, tag behind; its nonce is its number and whether it is the
 * last (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizar 2015),
 * so that frames cannot be cut off, left out, or swapped. The key is random
 * and stands in the manifest, that is in the object's record: who destroys
 * the record's key destroys the object's too.
 *
 * An object is written as objects/new/<id>.tmp, renamed to .obj there when
 * it is durable, and moved to objects/<aa>/ when its record is durable. So
 * objects/<aa>/ never holds one without a record, and what a crash leaves is
 * in objects/new/ (see recover.c).
 */
#ifndef VAULT_OBJECT_H
#define VAULT_OBJECT_H

#include "vault/vault-private.h"

struct object_writer;

/* born: the last seq given out. Errors: ERR_STORE. */
int object_begin(struct object_writer **out, struct vault *v, uint64_t born,
		 struct err *e);

/*
 * The next frame: OBJECT_FRAME bytes, less only for the last one, which must
 * be marked as such and is the end.
 */
int object_frame(struct object_writer *w, const uint8_t *bytes, size_t len,
		 bool last, struct err *e);

/* Durable, under its name in objects/new. Fills *out. */
int object_finish(struct object_writer *w, struct manifest *out, struct err *e);

/* Releases; what was not finished is removed. */
void object_writer_free(struct object_writer *w);
DEFINE_AUTO(struct object_writer, object_writer_free)

/* Remove an object that was finished, but has no record. */
void object_remove(struct vault *v, const uint8_t id[FORMAT_ID]);

/*
 * A reader over the content from byte `from` on. Each frame's tag is
 * verified before a byte of it is handed out; where from is 0 the digest
 * too, at the end. Errors: ERR_STORE where it is missing, has another size
 * or another header; and those of place.h.
 */
int object_reader(struct vault *v, const struct manifest *m,
		  const struct digest *digest, uint64_t from,
		  struct reader **out, struct err *e);
/* The same, believing nothing that was read before. For the check. */
int object_reader_fresh(struct vault *v, const struct manifest *m,
			const struct digest *digest, struct reader **out,
			struct err *e);

#endif
