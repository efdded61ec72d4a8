/*
 * store/pieces.h - content cut into pieces that several threads send.
 *
 * Why: one connection does not fill a line, and a cloud takes large objects
 * in pieces anyway. Pieces are read in their order, one at a time, by
 * whoever is free, and hashed as they are read: when all were sent it is
 * known that what was sent is what the caller meant, before the store is
 * told to put the pieces together. Repeating a piece needs no second read.
 *
 * Memory: threads * piece bytes.
 */
#ifndef STORE_PIECES_H
#define STORE_PIECES_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct store_content;

struct pieces {
	const struct store_content *content;
	size_t piece;         /* bytes of each but the last, more than 0 */
	unsigned int threads; /* at most; the caller's is one of them */
	/* Send piece n (from 0), len bytes at buf; its own repetitions
	   included. Called from all threads. */
	int (*send)(void *ctx, uint64_t n, const void *buf, size_t len,
		    struct err *e);
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
