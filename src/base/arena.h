/*
 * base/arena.h - memory that is released all at once.
 *
 * Why: the result of reading an item is hundreds of small strings and
 * arrays that live and die together. One arena per item; nothing in it is
 * ever freed alone, pointers into it are never owned.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/cleanup.h"

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);
DEFINE_AUTO(struct arena, arena_free)

/* Zeroed, aligned for any type; size 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t n, size_t size)
	__attribute__((returns_nonnull));
#define ARENA_NEW(a, type) ((type *)arena_alloc(a, 1, sizeof(type)))

char *arena_strdup(struct arena *a, const char *s)
	__attribute__((returns_nonnull));
char *arena_dup(struct arena *a, const void *bytes, size_t len)
	__attribute__((returns_nonnull)); /* with a NUL behind */
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), returns_nonnull));

/*
 * Make room for one more element in an array that lives in the arena:
 *
 *	it->people = ARENA_GROW(a, it->people, it->n_people);
 *	it->people[it->n_people++] = ...;
 *
 * The old array stays behind as garbage (doubling: at most as much again).
 */
void *arena_grow(struct arena *a, void *array, size_t n, size_t size)
	__attribute__((returns_nonnull));
#define ARENA_GROW(a, array, n)                                                \
	((__typeof__(array))arena_grow(a, array, n, sizeof(*(array))))

#endif
