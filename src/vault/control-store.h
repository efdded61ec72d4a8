/*
 * vault/control-store.h - the vault's tables about stores.
 *
 *	vault_store     one row a store there ever was; at most one is in use,
 *	                at most one is being left
 *	vault_shipped   one row a pack or object that is, or was, in a store
 *
 * A row of vault_shipped says where the thing is for certain: it is written
 * after the store has acknowledged every byte, and the local file goes only
 * after that. What has no row is a local file and nothing else.
 *
 * Safe from any thread, as control.h.
 */
#ifndef VAULT_CONTROL_STORE_H
#define VAULT_CONTROL_STORE_H

#include "vault/control.h"
#include "vault/place.h"
#include "vault/shipping.h"

struct store_row {
	uint64_t id;
	char kind[32];
	enum vault_store_state state;
	int64_t set_us; /* its values were changed then */
};

/* 1 with *out, 0 where there is none. */
int control_store(struct control *c, uint64_t id, struct store_row *out,
		  struct err *e);
/* The one in use and the one being left; id 0: there is none. */
struct store_pair {
	struct store_row used, leaving;
};
int control_store_pair(struct control *c, struct store_pair *out,
		       struct err *e);
/* What hinders it just now; "": nothing. */
int control_store_error(struct control *c, uint64_t id, const char *text,
			struct err *e);
/* It is left for good. */
int control_store_gone(struct control *c, uint64_t id, struct err *e);

struct shipped {
	char name[PLACE_NAME];
	uint64_t pack; /* 0: an object */
	uint64_t bytes;
	uint8_t sha256[DIGEST_BYTES]; /* of the file */
	uint64_t store;               /* read from there; 0: only local again */
	uint64_t also; /* has it still, as it was moved away from; 0: none */
	bool local;    /* the local file was not removed */
};

/* 1 with *out, 0 where there is none. */
int control_shipped(struct control *c, const char *name, struct shipped *out,
		    struct err *e);
/* Note where it is; a row of that name is replaced. */
int control_ship(struct control *c, const struct shipped *s, struct err *e);
int control_shipped_local(struct control *c, const char *name, bool local,
			  struct err *e);

/* Lists of up to cap rows; *n is how many were read. */
enum shipped_list {
	SHIPPED_AFTER,     /* by name, behind `after`: in or also in id */
	SHIPPED_TO_MOVE,   /* in another store than id, or in one (0) */
	SHIPPED_TO_REMOVE, /* also in id */
	SHIPPED_TO_EVICT,  /* shipped and local, the oldest first */
};
struct shipped_query {
	enum shipped_list list;
	uint64_t id;
	const char *after; /* a name, "" from the first on; by name */
};
int control_shipped_list(struct control *c, const struct shipped_query *q,
			 struct shipped *out, size_t cap, size_t *n,
			 struct err *e);
/* Bytes of what is shipped and local too. */
int control_shipped_cached(struct control *c, uint64_t *out, struct err *e);
/* 1, 0: is anything read from that store? */
int control_shipped_any(struct control *c, uint64_t store, struct err *e);
/* A store keeps its copies, or what is local again needs no row. */
int control_shipped_forget(struct control *c, uint64_t also, struct err *e);
/* all: a store is in use again, and what is local has to be shipped anew. */
int control_shipped_tidy(struct control *c, bool all, struct err *e);

/* Packs that a writer needs at its start. */
struct pack_pins {
	uint64_t newest, dict_pack;
};
int control_shipped_pins(struct control *c, struct pack_pins *out,
			 struct err *e);

/* Sealed packs with id > after that have no row, in order, up to cap. */
int control_unshipped(struct control *c, uint64_t after, struct pack_row *out,
		      size_t cap, size_t *n, struct err *e);

#endif
