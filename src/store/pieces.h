/*
 * store/pieces.h - content cut into pieces that several threads send.
 *
 * Why: one connection does not fill a line, and a cloud takes large objects
 * in pieces anyway. Pieces are read in their order, one at a time, by
 * whoever is free, and hashed as they are read: when all were sent it is
 * known that what was sent is what the caller meant, before the store is
 * told to put the pieces together. Repeating a piece needs no second read.
 * While the most are sent that may be, one more is read and hashed: so a
 * single connection is not idle for as long as that takes.
 *
 * Memory: (at_once + 1) * piece bytes.
 */
#ifndef STORE_PIECES_H
#define STORE_PIECES_H

#include "store/content.h"
#include "stream/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct store_content;

struct piece {
	uint64_t n; /* from 0 */
	const void *bytes;
	size_t len;
	/* Of the bytes, where they were asked for; else "". */
	char md5[STORE_MD5_TEXT], sha256[DIGEST_HEX + 1];
};

struct pieces {
	const struct store_content *content;
	size_t piece;         /* bytes of each but the last, more than 0 */
	bool md5, sha256;     /* of each piece are wanted */
	unsigned int at_once; /* so many are sent at a time; 0: one */
	/* Send a piece; its own repetitions included. Called from several
	   threads, for one piece after the other. */
	int (*send)(void *ctx, const struct piece *p, struct err *e);
	void *ctx;
};

/* How many pieces there are; 0 for empty content. */
uint64_t pieces_count(const struct pieces *p);

/*
 * Send them all. The first failure of reading or sending stops it and is
 * told. Errors besides those: ERR_ITEM the content's bytes are not what its
 * SHA-256 says.
 */
int pieces_send(const struct pieces *p, struct err *e);

#endif
