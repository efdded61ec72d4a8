/*
 * connector/gaps.h - who was seen and is mapped to nobody.
 *
 * Why: an address that nobody has means copies that nobody got (promise P6).
 * Most are guests; an address of the organisation's own is a person whose
 * mailbox is missing.
 */
#ifndef CONNECTOR_GAPS_H
#define CONNECTOR_GAPS_H

#include <stdint.h>

struct db;
struct err;

enum gap_kind {
	GAP_ACCOUNT, /* of a domain that the organisation has addresses in */
	GAP_GUEST,   /* of any other */
	GAP_UNNAMED, /* the source told an id and no address */
};

struct gap {
	const char *address; /* as the source told it, lower case */
	const char *name;    /* "" unknown */
	enum gap_kind kind;
	int64_t messages;          /* without a copy for it */
	int64_t first_us, last_us; /* when those were said */
};

/* All, by kind, those with most messages first. Errors: ERR_STORE. */
int gaps_each(struct db *db,
	      int (*each)(void *ctx, const struct gap *g, struct err *e),
	      void *ctx, struct err *e);

#endif
