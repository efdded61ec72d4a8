/* vault/intake-private.h - what intake.c, group.c and keeper.c share. */
#ifndef VAULT_INTAKE_PRIVATE_H
#define VAULT_INTAKE_PRIVATE_H

#include "base/err.h"
#include "vault/intake.h"

#define WORKERS_MAX 64

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
	bool dirty;           /* the ledger has leaves that are not published */
	int64_t published_us; /* monotonic */

	pthread_mutex_t ledger_lock;

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
/* Remember the first failure and wake everybody. The lock is held. */
void intake_fail(struct intake *in, const struct err *e);

/* group.c: write items (all prepared) as batches. No lock is held. */
int group_write(struct intake *in, struct queued *first, struct err *e);

/* keeper.c */
void *keeper_run(void *arg);
/* Hand a pack over for sealing. The lock is held. */
void keeper_seal(struct intake *in, struct pack *p);

#endif
