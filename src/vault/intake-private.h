/* vault/intake-private.h - what intake.c, group.c and keeper.c share. */
#ifndef VAULT_INTAKE_PRIVATE_H
#define VAULT_INTAKE_PRIVATE_H

#include "base/err.h"
#include "vault/intake.h"

#define WORKERS_MAX 64

/* So much of small records, and a dictionary is trained unasked. */
#define TRAIN_RECORDS 1000
#define TRAIN_BYTES   ((uint64_t)4 * 1024 * 1024)

struct intake {
	struct vault *v;
	struct ledger *ledger;

	pthread_mutex_t lock; /* of all up to the next comment */
	pthread_cond_t work;  /* there is something to prepare */
	pthread_cond_t ready; /* an item was prepared */
	pthread_cond_t done;  /* a group was committed, or all is lost */
	pthread_cond_t keep;  /* there is something for the keeper */
	struct queued *first, **last;    /* the queue, by seq */
	struct queued *todo, **todo_end; /* not begun */
	size_t n_todo, queued_bytes;
	uint64_t next_seq, committed;
	struct pack *pack;      /* for what is added now */
	struct pack_row latest; /* its row: what the lock covers of it */
	uint32_t leaves;        /* of it handed out */
	uint64_t pack_bytes;    /* of it written */
	bool leading, stopping;
	bool failed;
	struct err failure;
	struct pack *to_seal, **to_seal_end;
	struct vault_stats stats;
	uint32_t epoch;       /* of what is added now */
	uint64_t epoch_first; /* its first seq */
	uint64_t epoch_small; /* its records that a dictionary would help */
	uint64_t epoch_bytes; /* of their contents */
	uint64_t train_at;    /* bytes at which to train by itself */
	struct dictionary *dictionary; /* of this epoch, or NULL */
	uint64_t dict_pack, dict_offset;
	struct { /* the last dictionary that was written, and where */
		uint32_t epoch;
		uint64_t pack, offset;
	} learned;
	bool rotate;          /* the next record begins a new pack */
	bool dirty;           /* the ledger has leaves that are not published */
	int64_t published_us; /* monotonic */

	pthread_mutex_t ledger_lock;
	bool published; /* control knows of it; the keeper's alone */
	pthread_mutex_t train_lock;

	/* the leader's alone */
	struct codec *codec;
	struct pack *writing; /* the last batch went there */
	uint8_t *buf;
	size_t cap;
	struct vault_stored *told;
	size_t cap_told;

	pthread_t keeper;
	pthread_t workers[WORKERS_MAX];
	unsigned int n_workers;
};

/* Do the work of one item. No lock is held. */
void intake_prepare(struct intake *in, struct codec *c, struct queued *it);
/* The next item not begun, or NULL. The lock is held. */
struct queued *intake_claim(struct intake *in);
/* Seal the open pack if it is old and nothing waits. The lock is held. */
void intake_retire(struct intake *in);
/* Remember the first failure and wake everybody. The lock is held. */
void intake_fail(struct intake *in, const struct err *e);

/* group.c: write items (all prepared) as batches. No lock is held. */
int group_write(struct intake *in, struct queued *first, struct err *e);

/* keeper.c */
void *keeper_run(void *arg);
/* Hand a pack over for sealing. The lock is held. */
void keeper_seal(struct intake *in, struct pack *p);

/* train.c */

/* Enough was stored to begin by itself. The lock is held. */
bool train_is_due(const struct intake *in);
/*
 * 1: a dictionary was stored, 0: too little or too different, -1. Unless
 * asked for by a person only where it is still due.
 */
int train_now(struct intake *in, bool asked, struct err *e);
/* Take up where the last writer was; rows are all packs. */
int train_resume(struct intake *in, const struct pack_row *rows, size_t n,
		 struct err *e);

/* stats.c */
void stats_add_row(struct vault_stats *s, const struct pack_row *row);

#endif
