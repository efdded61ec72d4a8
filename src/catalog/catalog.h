/*
 * catalog/catalog.h - where everything in the vault is: derived, by epochs.
 *
 * Why: the vault knows records by their number alone. The catalog answers
 * "where is record n", "is this thing here already", "which messages has
 * this mailbox". It follows the vault (vault.h: follower), holds nothing
 * that could not be rebuilt from the packs, and is therefore written without
 * waiting for the disk.
 *
 * Growth is flat: one SQLite file per epoch (UTC month in which the vault
 * took the record). A mailbox is not rows but an inverted list: ids of its
 * messages in runs of delta varints, written in batches; a message with
 * 1,000 participants costs one row and 1,000 small deltas. What is not yet
 * in runs is held in memory and re-read from the copies' rows at the start.
 *
 *   (1) item rows are dense in seq up to catalog_last();
 *   (2) (kind, key) is unique: the first record wins and stays;
 *   (3) a mailbox lists a message at most once (promise P4).
 *
 * Safe from any thread. A read-only catalog sees what was committed when
 * each call began.
 */
#ifndef CATALOG_CATALOG_H
#define CATALOG_CATALOG_H

#include "base/cleanup.h"
#include "base/str.h"
#include "vault/vault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalog;
struct err;

/* dir is made if absent. Errors: ERR_STORE. */
int catalog_open(struct catalog **out, const char *dir, bool read_only,
		 struct err *e);
void catalog_close(struct catalog *c);
DEFINE_AUTO(struct catalog, catalog_close)

/* What the vault is to tell its records to. */
struct vault_follower catalog_follower(struct catalog *c);

uint64_t catalog_last(struct catalog *c); /* highest seq; 0 for none */

struct catalog_place {
	uint64_t seq;
	enum vault_kind kind;
	uint64_t pack, offset, length;
	uint8_t sha256[DIGEST_BYTES];
};

/* 1 with *out filled, 0 where there is none. Errors: ERR_STORE. */
int catalog_place(struct catalog *c, uint64_t seq, struct catalog_place *out,
		  struct err *e);
int catalog_find_key(struct catalog *c, enum vault_kind kind,
		     const uint8_t key[VAULT_KEY], struct catalog_place *out,
		     struct err *e);
/* The same among records behind seq `after` only: later epochs. */
int catalog_find_key_after(struct catalog *c, enum vault_kind kind,
			   const uint8_t key[VAULT_KEY], uint64_t after,
			   struct catalog_place *out, struct err *e);
/* An artefact with this content. */
int catalog_find_digest(struct catalog *c, const struct digest *d,
			struct catalog_place *out, struct err *e);

/* A message as lists show it. */
struct catalog_message {
	uint64_t seq;
	uint64_t pack, offset;
	int64_t time_us;   /* its Date */
	int64_t stored_us; /* when it was archived */
	int64_t connector, run;
	uint64_t size; /* rendered, bytes */
	struct str message_id, subject, sender;
	/* "" and -1: archived before the catalog kept them */
	struct str kind;       /* "meeting", as its source calls it */
	int64_t people, parts; /* participants; files it carries */
};
void catalog_message_done(struct catalog_message *m);
static inline void catalog_message_done_auto(struct catalog_message *m)
{
	catalog_message_done(m);
}
#define CATALOG_MESSAGE_INIT                                                   \
	((struct catalog_message){ .message_id = STR_INIT,                     \
				   .subject = STR_INIT,                        \
				   .sender = STR_INIT,                         \
				   .kind = STR_INIT,                           \
				   .people = -1,                               \
				   .parts = -1 })

int catalog_message(struct catalog *c, uint64_t seq,
		    struct catalog_message *out, struct err *e);

/*
 * The message a person means: its number, or its Message-ID with or without
 * angle brackets and domain. 1, 0 or -1.
 */
int catalog_message_named(struct catalog *c, const char *name, uint64_t *seq,
			  struct err *e);

/*
 * Ids of a mailbox's messages, ascending, in a heap array (free()).
 * Errors: ERR_STORE.
 */
int catalog_mailbox(struct catalog *c, uint64_t mailbox, uint64_t **seqs,
		    size_t *n, struct err *e);

/*
 * How many messages each mailbox has that ever had one, ascending by mailbox,
 * in a heap array (free()). One pass over all, whatever the number of
 * mailboxes; no list of messages is made.
 */
struct catalog_count {
	uint64_t mailbox, messages;
};
int catalog_counts(struct catalog *c, struct catalog_count **counts, size_t *n,
		   struct err *e);

/* The same for n mailboxes, ascending: their messages are filled in. Costs
   nothing for all others. */
int catalog_counts_of(struct catalog *c, struct catalog_count *counts, size_t n,
		      struct err *e);

/*
 * The Date of n messages, ascending by number, without reading their rows;
 * INT64_MIN where there is no such message.
 */
int catalog_times(struct catalog *c, const uint64_t *seqs, size_t n,
		  int64_t *times_us, struct err *e);

/*
 * What ties messages to each other. A conversation goes on over many things
 * at the source; what is told of one thing later (a recording that came, a
 * deletion) is a message of its own about the same.
 */
enum catalog_tie {
	CATALOG_TALK,
	CATALOG_SAME,
};
#define CATALOG_TIES 2

/*
 * At most max messages tied to one of record `of`, before it or behind it by
 * Date and number, the nearest first; itself is not among them. Costs as much
 * as is asked for, whatever the length of the conversation. seqs has room for
 * max. Returns how many. Errors: ERR_STORE.
 */
struct catalog_near {
	enum catalog_tie tie;
	bool later;
	size_t max;
};
int catalog_tied(struct catalog *c, const struct vault_stored *of,
		 const struct catalog_near *near, uint64_t *seqs,
		 struct err *e);

/* The mailboxes that have a copy of a message, ascending (free()). */
int catalog_copies(struct catalog *c, uint64_t message, uint64_t **mailboxes,
		   size_t *n, struct err *e);

/* The folder of a message's copy in a mailbox; replaces what is in folder.
   1, 0 where the mailbox has no copy, or -1 (ERR_STORE). */
int catalog_folder(struct catalog *c, uint64_t message, uint64_t mailbox,
		   struct str *folder, struct err *e);

/*
 * A mailbox as it stands: every message once, with its time and folder,
 * ascending by seq; for catalog_view_free(). From the mailbox's own lists: no
 * message is looked up (but those of an epoch from before version 0.1.0 kept
 * them, until the catalog is rebuilt).
 */
struct catalog_view {
	struct catalog_stood {
		uint64_t seq;
		int64_t time_us;
		size_t folder; /* in folders */
	} * list;
	size_t n;
	char **folders; /* in no order; some may have nothing any more */
	size_t n_folders;
};
int catalog_view(struct catalog *c, uint64_t mailbox, struct catalog_view *out,
		 struct err *e);
void catalog_view_free(struct catalog_view *v);
static inline void catalog_view_free_auto(struct catalog_view *v)
{
	catalog_view_free(v);
}

/*
 * The folders of a mailbox and how many messages each has, by name, in a heap
 * array for catalog_folders_free().
 */
struct catalog_folders {
	struct catalog_folder_count {
		char *name;
		uint64_t messages;
	} * list;
	size_t n;
};
int catalog_folders(struct catalog *c, uint64_t mailbox,
		    struct catalog_folders *out, struct err *e);
void catalog_folders_free(struct catalog_folders *f);
static inline void catalog_folders_free_auto(struct catalog_folders *f)
{
	catalog_folders_free(f);
}

/* One record of copies, as it was stored. Valid during the call. */
struct catalog_copies_event {
	uint64_t seq, message;
	int64_t run;
	int64_t time_us;   /* the message's Date */
	int64_t stored_us; /* when the record was written */
	const uint64_t *mailboxes, *removed;
	size_t n_mailboxes, n_removed;
	const char *folder;
	const char *target; /* "": in the archive itself */
	const char *place;  /* at the target, "": not told */
	uint64_t reduced;   /* its bytes where less than the message's, or 0 */
};
/* All of them in a range of seqs (both ends included), in order. each must
   not call the catalog. */
int catalog_copies_between(struct catalog *c, uint64_t first, uint64_t last,
			   int (*each)(void *ctx,
				       const struct catalog_copies_event *ev,
				       struct err *e),
			   void *ctx, struct err *e);

/* All those of one message, in order. each must not call the catalog. */
int catalog_copies_of(struct catalog *c, uint64_t message,
		      int (*each)(void *ctx,
				  const struct catalog_copies_event *ev,
				  struct err *e),
		      void *ctx, struct err *e);

/* How many messages and copies there are in all. */
struct catalog_totals {
	uint64_t items, messages, copies, bytes; /* bytes: rendered messages */
};
int catalog_totals(struct catalog *c, struct catalog_totals *out,
		   struct err *e);

/* Write the mailbox runs held in memory. At close and before exports. */
int catalog_flush(struct catalog *c, struct err *e);

#endif
