/*
 * vault/intake.h - records on their way in.
 *
 *	add (any thread) -> prepare (workers, or whoever commits)
 *	    -> one batch written and synced (the leader) -> told -> freed
 *
 * A record gets its seq, its pack and its leaf when it is added, so all that
 * costs time (digest, compression, encryption) is done without order and
 * without the lock. Whoever commits first leads: it takes the queue as it is
 * then, writes it, and wakes the others, whose records were in it too.
 *
 * The keeper is one thread that does what nobody should wait for: seal packs
 * that are full, publish the ledger once a second.
 */
#ifndef VAULT_INTAKE_H
#define VAULT_INTAKE_H

#include "vault/vault-private.h"

/* A record in the queue; made by queued_new(). */
struct queued {
	struct queued *next; /* in the queue */
	struct queued *todo; /* in the list of those not begun */
	struct pack *pack;   /* where it will lie */
	uint64_t seq;
	uint32_t leaf;
	bool ready;
	bool media;
	bool digest_known;
	uint8_t object[FORMAT_ID]; /* where meta.form is META_OBJECT */
	struct meta meta;
	uint8_t *plain; /* meta | info | body, meta written when prepared */
	size_t plain_len;
	uint8_t *stored;
	size_t stored_len;
	uint8_t commitment[CRYPT_HASH];
	uint64_t name;
};

/* body is the content, or a manifest. */
struct queued *queued_new(const struct vault_record *rec, const void *body,
			  size_t body_len) __attribute__((returns_nonnull));
void queued_free(struct queued *it);

/*
 * Queue it: takes it over, also where it fails. When much is waiting, this
 * commits. Errors: ERR_STORE.
 */
int intake_add(struct intake *in, struct queued *it, uint64_t *seq,
	       struct err *e);
int intake_commit(struct intake *in, struct err *e);
/* Last seq given out. */
uint64_t intake_last(struct intake *in);

#endif
