/*
 * tests/fake/mutations.h - every way in which one answer can be wrong.
 *
 * A test says how to compose an item from these bytes in place of a good
 * document; here the document is spoiled, one place at a time: each value
 * replaced by each wrong one and removed, each text a very long one, each
 * value nested deeply; or its bytes cut and disturbed. Each time an item has
 * to come out that keeps what item.h promises, or ERR_ITEM.
 */
#ifndef TESTS_FAKE_MUTATIONS_H
#define TESTS_FAKE_MUTATIONS_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct item;

struct mutations {
	/* As the vendor's compose: 1 an item, 0 nothing, -1. */
	int (*compose)(void *ctx, const void *bytes, size_t len,
		       struct item **out, struct err *e);
	void *ctx;
	bool may_be_nothing;

	size_t composed, refused; /* so far; refused with ERR_ITEM */
	size_t wrong;             /* another answer than these */
	int last;                 /* the last such answer */
};

/* Replace and remove every value of a JSON document; it has to be one. */
void mutate_values(struct mutations *m, const char *json, size_t len);

/* The texts of a JSON document, one of each name of a member, become very
   long and then nesting some thousand deep; the longest gets 5 MB. */
void mutate_sizes(struct mutations *m, const char *json, size_t len);

/* Cut before, and spoil, every step-th byte. */
void mutate_bytes(struct mutations *m, const char *bytes, size_t len,
		  size_t step);

#endif
