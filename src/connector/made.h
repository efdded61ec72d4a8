/*
 * connector/made.h - a message that was made goes into the vault.
 *
 * Not for callers outside connector/. The rendered message is read back whole
 * before it counts: each artefact's digest is verified on the way, and the
 * SHA-256 of the mail is recorded. What the record says of itself
 * (catalog/info.h) is all that an import needs, and all that is needed to
 * adopt it after a crash.
 */
#ifndef CONNECTOR_MADE_H
#define CONNECTOR_MADE_H

#include <stdint.h>

struct convert_message;
struct err;
struct item;
struct material;
struct run;

struct made {
	const struct material *material;
	const struct item *item;
	const struct convert_message *mail;
};

/* 1 with the number of the message that has this Message-ID already. */
int made_find(struct run *r, const struct made *made, uint64_t *seq,
	      struct err *e);

/* Durable when it returns 0. Errors: ERR_STORE. */
int made_put(struct run *r, const struct made *made, uint64_t *seq,
	     struct err *e);

#endif
