/*
 * base/mem.h - allocation that does not fail.
 *
 * Running out of memory ends the process with a message (exit 70); the
 * supervisor starts it again and what was acknowledged is on disk. So no
 * caller tests for NULL. What an outsider can make large is bounded before
 * it is allocated: see the *_MAX constants in each module.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/cleanup.h"

#include <stddef.h>
#include <stdlib.h>

/* Zeroed memory for n objects of the given size; overflow ends the process. */
void *mem_alloc(size_t n, size_t size) __attribute__((malloc, returns_nonnull));

#define NEW(type) ((type *)mem_alloc(1, sizeof(type)))

/* realloc that does not fail; the new part is not zeroed. */
void *mem_resize(void *p, size_t size) __attribute__((returns_nonnull));

/* A NUL-terminated copy of s, to be released with free(). */
char *mem_strdup(const char *s) __attribute__((malloc, returns_nonnull));

/* A copy of len bytes with a NUL behind them, to be released with free(). */
char *mem_dup(const void *bytes, size_t len)
	__attribute__((malloc, returns_nonnull));

/* What was freed goes back to the system at once: where a phase has ended that
   needed much, and the next needs other memory. */
void mem_trim(void);

/* Overwrite secrets; the compiler does not optimise it away. */
void mem_wipe(void *p, size_t len);

/* Compare len bytes in a time that does not depend on where they differ. */
int mem_equal_secret(const void *a, const void *b, size_t len);

/* Say so and end the process. */
void mem_exhausted(size_t wanted) __attribute__((noreturn));

/* AUTO(free) for heap strings and plain buffers: AUTO(free) char *p = NULL; */
static inline void free_auto(void *p)
{
	void **pp = p;

	free(*pp);
	*pp = NULL;
}

#endif
