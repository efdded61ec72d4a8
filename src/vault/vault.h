/*
 * vault/vault.h - encrypted bytes, durable, each told to the ledger.
 *
 * Why: the vault is both the secure staging area between collect and import
 * and the archive behind the mailboxes. What it has acknowledged survives
 * kill -9 and loss of power; all else (catalog, index) is derived from it.
 *
 * A record is one small thing: raw JSON, a small artefact, a message's
 * skeleton, a list of copies, an act. It has a dense sequence number `seq`,
 * which is also its leaf in the ledger and the archive's item number. Small
 * content lives in packs; content beyond VAULT_SMALL_MAX becomes an object
 * of its own, and its record is the manifest that names it.
 *
 *   (1) vault_commit() == 0  =>  every record put before it is on disk
 *       (one fdatasync for the group), and so are the objects it names;
 *   (2) stored bytes are never rewritten: only keys disappear;
 *   (3) recovery cuts a pack behind its last whole batch, seals it and opens
 *       a new one: a leaf key never encrypts twice;
 *   (4) seq is dense: each number has exactly one record and one leaf;
 *   (5) the follower sees every record once, in order of seq, after it is
 *       durable; after a crash those beyond what it has are told again.
 *
 * Format: docs/formats/vault.md, good enough to read it without Estreat.
 * One process writes (lock file); any number of processes and threads read.
 * Puts are safe from any thread.
 */
#ifndef VAULT_VAULT_H
#define VAULT_VAULT_H

#include "base/cleanup.h"
#include "stream/digest.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VAULT_SMALL_MAX ((size_t)256 * 1024)
#define VAULT_KEY       16 /* bytes of an idempotency key */
#define VAULT_INFO_MAX  ((size_t)16 * 1024 * 1024)

struct err;
struct reader;
struct store;
struct turns;
struct vault;

/* What a record is. Numbers are part of the format: never reuse one. */
enum vault_kind {
	VAULT_RAW = 1,        /* bytes as the source sent them */
	VAULT_ARTEFACT = 2,   /* a recording, transcript, attachment ... */
	VAULT_MESSAGE = 3,    /* a message's skeleton (mime/skeleton.h) */
	VAULT_COPIES = 4,     /* which mailboxes have a message */
	VAULT_ACT = 5,        /* an act of a person or of the system */
	VAULT_DICTIONARY = 6, /* the vault's own; callers cannot put it */
};

/*
 * A record on its way in. The vault does not look into info: it is what the
 * catalog needs to be rebuilt (catalog/ defines it), kept encrypted beside
 * the content and shredded with it.
 */
struct vault_record {
	enum vault_kind kind;
	uint8_t key[VAULT_KEY]; /* the caller's identity of the thing */
	int64_t time_us;        /* the thing's own time, at its source */
	const void *info;
	size_t info_len;
	const void *content;
	size_t content_len; /* at most VAULT_SMALL_MAX unless a stream */
	bool media;         /* already compressed: do not try again */
};

/* A record as stored; handed to the follower and got by vault_get(). */
struct vault_stored {
	uint64_t seq;
	enum vault_kind kind;
	uint8_t key[VAULT_KEY];
	int64_t time_us;
	int64_t stored_us; /* when the vault took it, our clock */
	uint64_t pack;     /* where it lies */
	uint64_t offset;
	uint64_t length;      /* of the content, plain */
	struct digest digest; /* of the content, plain */
	const void *info;     /* valid during the call */
	size_t info_len;
};

struct vault_follower {
	void *ctx;
	/* The highest seq the follower has, durable or not; 0 for none. */
	uint64_t (*have)(void *ctx);
	/*
	 * n records, in order. Called with the commit lock held: be quick,
	 * do not call the vault. -1 makes the commit fail (ERR_STORE): the
	 * records are durable all the same and will be told again.
	 */
	int (*follow)(void *ctx, const struct vault_stored *recs, size_t n,
		      struct err *e);
};

/*
 * How the vault gets at its stores (shipping.h, store/store.h), which are set
 * up and kept by its caller. All may be called from any thread.
 */
struct vault_store_opened {
	struct store *store;
	void *held;           /* the caller's */
	uint64_t cache_bytes; /* of what is shipped, keep so much local too */
	int64_t retain_us;    /* ask for this protection; 0: for none */
};
struct vault_stores {
	void *ctx;
	/* Open the store of that number and kind. *stop, once true: what is
	   in hand should end soon. Errors: ERR_USAGE, ERR_STORE. */
	int (*open)(void *ctx, uint64_t id, const char *kind,
		    const atomic_bool *stop, struct vault_store_opened *out,
		    struct err *e);
	void (*close)(void *ctx, struct vault_store_opened *o);
	/* Everything is elsewhere now (what it kept, stays there): its secrets
	   can be forgotten. May be called again. */
	int (*left)(void *ctx, uint64_t id, bool kept, struct err *e);
};

struct vault_config {
	const char *dir;         /* made if absent (0700) */
	const char *control_uri; /* database for packs' key roots */
	/* Writers to it in this process queue by this (db/turns.h);
	   NULL: there are no others. */
	struct turns *control_turns;
	const uint8_t *key; /* the installation's key, 32 bytes */
	const char *ledger_dir;
	const char *origin;             /* see ledger.h */
	struct vault_follower follower; /* follow may be NULL */
	struct vault_stores stores;     /* open may be NULL: it has none */
	bool read_only;
	unsigned int workers; /* threads that compress; 0: the caller only */
};

/*
 * Open, recover if the last writer died, and tell the follower what it
 * misses. Seqs start at 1.
 * Errors: ERR_USAGE (another process writes; wrong key), ERR_STORE.
 */
int vault_open(struct vault **out, const struct vault_config *cfg,
	       struct err *e);
void vault_close(struct vault *v); /* uncommitted puts are dropped */
DEFINE_AUTO(struct vault, vault_close)

/*
 * Queue a record; its bytes are copied. *seq is the number it will have.
 * Not durable before vault_commit(); when much is waiting (32 MiB), some of
 * it is committed here. Errors: ERR_ITEM (too large), ERR_STORE, ERR_USAGE
 * (open for reading only).
 */
int vault_put(struct vault *v, const struct vault_record *rec, uint64_t *seq,
	      struct err *e);

/*
 * Make everything put so far (by any thread) durable and tell the follower.
 * Threads that arrive together share one sync. Errors: ERR_STORE; the vault
 * then refuses further puts until it is opened again.
 */
int vault_commit(struct vault *v, struct err *e);

/*
 * Content of any size from a stream: small content is queued as a record,
 * large content becomes an object, synced here. rec->content is ignored.
 * know (may be NULL) is asked once the digest is known whether the same
 * content is there already: a seq > 0 makes the vault drop what it has
 * just written and return that seq with *known = true. The reader is not
 * freed; its errors are passed on as they are. *out has kind, key, time_us,
 * seq, length and digest. known may be NULL.
 */
struct vault_known {
	void *ctx;
	uint64_t (*find)(void *ctx, const struct digest *d);
};
int vault_put_stream(struct vault *v, const struct vault_record *rec,
		     struct reader *content, const struct vault_known *know,
		     struct vault_stored *out, bool *known, struct err *e);

/*
 * Read a record by its place: fills *out (info valid until vault_got_free)
 * and opens its content, decrypted and verified as it streams: a changed
 * byte or a digest that does not fit makes the read fail (ERR_STORE).
 */
struct vault_got;
int vault_get(struct vault *v, uint64_t pack, uint64_t offset,
	      struct vault_got **out, struct err *e);
const struct vault_stored *vault_got_stored(const struct vault_got *g);
/* A new reader over the content from byte `from` on; to be freed first. */
int vault_got_content(struct vault_got *g, uint64_t from, struct reader **out,
		      struct err *e);
void vault_got_free(struct vault_got *g);
DEFINE_AUTO(struct vault_got, vault_got_free)

/*
 * Tell every record from seq `from` on to the follower given here, in order,
 * as far as they are durable; those whose key was destroyed are left out.
 * This is how a catalog is rebuilt.
 */
int vault_replay(struct vault *v, uint64_t from,
		 const struct vault_follower *to, struct err *e);

/*
 * Read and verify everything: frames, tags, digests, batch marks, density of
 * seq, the Merkle root against ledger tiles and checkpoint, objects without
 * a record, files that do not belong; and of a store: what is missing there,
 * has another size or digest, does not belong. finding is called for each
 * defect (never for healthy things); progress (may be NULL) every now and then.
 * Returns the number of findings or -1 (ERR_RETRY: a store cannot be asked).
 */
struct vault_check {
	void *ctx;
	void (*finding)(void *ctx, const char *text);
	void (*progress)(void *ctx, uint64_t done_bytes, uint64_t all_bytes);
	/* filled in: read and verified; found in a store; complete, but in
	   none although one is in use */
	uint64_t records, objects, bytes, plain_bytes;
	uint64_t shipped, unshipped;
};
int vault_check(struct vault *v, struct vault_check *check, struct err *e);

/* Train a dictionary from what was stored lately and use it from the next
   pack on. Done by itself once enough was stored; 0 where too little is. */
int vault_train(struct vault *v, struct err *e);

struct vault_stats {
	uint64_t records, objects, packs;
	uint64_t plain_bytes, stored_bytes; /* packs and objects on disk */
	uint64_t last_seq;
};
void vault_stats(struct vault *v, struct vault_stats *out);

#endif
