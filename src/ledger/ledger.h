/*
 * ledger/ledger.h - the append-only Merkle log of all that was stored or done.
 *
 * Why: a court must be able to see that nothing was added, changed or taken
 * out afterwards. Every record of the vault is one leaf, in order; acts of
 * people and of the system are records too. Leaves are salted commitments
 * made by the vault, so that destroyed content cannot be guessed from here.
 *
 * Tree: RFC 9162 section 2 (leaf = SHA-256(0x00 || data), node =
 * SHA-256(0x01 || left || right)). Storage: C2SP tlog-tiles, height 8, as
 * files tile/<level>/<index>[.p/<width>] below the ledger's folder;
 * checkpoints in C2SP's signed-note form (Ed25519), file `checkpoint`.
 *
 * Derived and authoritative: leaves are durable in the vault's batch marks
 * first; tiles follow and are replayed from there after a crash, so nothing
 * here is synced before ledger_flush(). One thread at a time, but for the
 * second step of a flush.
 *
 *   (1) leaf n never changes once ledger_append() numbered it n;
 *   (2) a full tile never changes; a partial one only grows;
 *   (3) a checkpoint is only signed for a size whose tiles are durable.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "base/cleanup.h"

#include <stddef.h>
#include <stdint.h>

#define LEDGER_HASH 32

struct err;
struct ledger;

struct ledger_config {
	const char *dir;    /* made if absent (0700) */
	const char *origin; /* first line of checkpoints, such as the domain */
	const uint8_t *sign_seed; /* 32 bytes of the Ed25519 key, or NULL to
				     write no checkpoints */
};

/*
 * Reads the last checkpoint and the tiles' right edge; leaves appended after
 * that checkpoint are unknown again. Public key in note form: file `key.pub`.
 * A missing checkpoint means an empty ledger: all leaves will be appended
 * again. Without a seed the size stands unsigned in a file `head`.
 * Errors: ERR_STORE (I/O, damaged tiles: the text names the file), ERR_USAGE
 * (origin is no name for a key, or not the one of this ledger).
 */
int ledger_open(struct ledger **out, const struct ledger_config *cfg,
		struct err *e);
void ledger_close(struct ledger *l);
DEFINE_AUTO(struct ledger, ledger_close)

/* Leaves appended so far, flushed or not. */
uint64_t ledger_size(const struct ledger *l);
/* Those that the last flush took. */
uint64_t ledger_flushed(const struct ledger *l);

/* Append leaf data (hashed with the leaf prefix here). In memory only. */
void ledger_append(struct ledger *l, const void *data, size_t len);

/* Root over all appended leaves, about 1 us. */
void ledger_root(const struct ledger *l, uint8_t root[LEDGER_HASH]);

/*
 * Write the tiles, make them durable, sign and publish a checkpoint for the
 * current size dated now_us. Errors: ERR_STORE.
 */
int ledger_flush(struct ledger *l, int64_t now_us, struct err *e);

/*
 * The same in two steps, so that others append while the files are written:
 * ledger_flush_begin() takes what is to be written at the current size and
 * needs the same exclusion as ledger_append(); ledger_flush_end() writes it,
 * frees the job and may run beside appends, one job at a time, in order.
 * Where it fails the ledger refuses further flushes until opened again.
 */
struct ledger_job;
struct ledger_job *ledger_flush_begin(struct ledger *l, int64_t now_us)
	__attribute__((returns_nonnull));
int ledger_flush_end(struct ledger *l, struct ledger_job *job, struct err *e);

/*
 * Forget leaves beyond size (never flushed ones only: else ERR_STORE), as
 * when the records they stand for could not be written.
 */
int ledger_cut(struct ledger *l, uint64_t size, struct err *e);

#endif
