/* vault/shipper-private.h - what the files of shipper.h share. */
#ifndef VAULT_SHIPPER_PRIVATE_H
#define VAULT_SHIPPER_PRIVATE_H

#include "base/err.h"
#include "vault/control-store.h"
#include "vault/shipper.h"
#include "vault/vault-private.h"

#define SHIP_PAGE   64 /* things looked up at a time */
#define SHIP_HANDS  4  /* things on their way at a time */
#define SHIP_ASIDE  64 /* more that fail are no single cases */
#define SHIP_FOLDER 256
#define SHIP_LARGE  ((uint64_t)8 * 1024 * 1024)

/* A folder objects/<aa> as it was last listed. */
struct ship_folder {
	struct timespec changed;
	int64_t listed_us; /* monotonic; 0: never */
	bool settled;      /* nothing can have come unseen since */
};

struct shipper {
	struct vault *v;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake, idle;
	bool stopping;
	uint64_t asked, done; /* passes asked for and through */
	bool hindered;        /* in the last pass */

	/* the thread's own, and its hands' for reading */
	atomic_bool stop;
	struct store_pair pair; /* as the pass goes by it */
	struct stores_handle *to, *from;
	int64_t until_us; /* monotonic: then it is another's turn */
	atomic_bool more; /* something was left for the next turn */
	/* Large things go one at a time: their store sends parts of them side
	   by side itself, and room for one is room for all. */
	pthread_mutex_t large;
	struct ship_folder folders[SHIP_FOLDER];
	int64_t try_us; /* monotonic: not before */
	unsigned int failures;
	bool said; /* in the log, that it is hindered */
	struct {
		char name[PLACE_NAME];
		int64_t until_us; /* monotonic */
	} aside[SHIP_ASIDE];
	size_t n_aside;   /* the lock's, as the list is */
	struct err first; /* why the first of this pass was set aside */
};

/*
 * Do one() for each, several at a time. A thing that fails by itself
 * (ERR_ITEM, ERR_STORE) is set aside; any other error ends it: -1.
 */
int ship_each(struct shipper *s, struct shipped *list, size_t n,
	      int (*one)(struct shipper *s, struct shipped *it, struct err *e),
	      struct err *e);
/* Was it set aside, and is it too soon to try again? */
bool ship_is_aside(struct shipper *s, const char *name);
/* 1: control says what it did when the pass began; 0: the pass should end. */
int ship_goes_on(struct shipper *s, struct err *e);

/* Around what is done with a thing of that size. */
void ship_gate(struct shipper *s, uint64_t bytes);
void ship_gate_end(struct shipper *s, uint64_t bytes);

/* ship-new.c */
int ship_new(struct shipper *s, struct err *e);
/* The whole file, from the beginning. */
int ship_hash(int fd, struct digest *out, struct err *e);
/* Into the store in use; it->bytes and it->sha256 are known. */
int ship_put(struct shipper *s, const struct shipped *it, int fd,
	     struct err *e);

/* ship-move.c */
int ship_move(struct shipper *s, struct err *e);

/* ship-cache.c */
int ship_evict(struct shipper *s, struct err *e);

#endif
