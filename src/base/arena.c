#include "base/arena.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK ((size_t)16 * 1024)

struct chunk {
	struct chunk *next;
	size_t used;
	size_t cap;
	max_align_t data[];
};

struct arena {
	struct chunk *top;
};

struct arena *arena_new(void)
{
	return NEW(struct arena);
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	for (struct chunk *c = a->top; c != NULL;) {
		struct chunk *next = c->next;

		free(c);
		c = next;
	}
	free(a);
}

static struct chunk *chunk_add(struct arena *a, size_t need)
{
	size_t cap = need > CHUNK ? need : CHUNK;
	struct chunk *c = mem_alloc(1, sizeof(*c) + cap);

	c->cap = cap;
	if (need > CHUNK && a->top != NULL) {
		/* keep filling the chunk on top */
		c->next = a->top->next;
		a->top->next = c;
	} else {
		c->next = a->top;
		a->top = c;
	}
	return c;
}

void *arena_alloc(struct arena *a, size_t n, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct chunk *c = a->top;
	size_t need;
	void *p;

	if (size != 0 && n > STR_MAX / size)
		mem_exhausted(SIZE_MAX);
	need = (n * size + align - 1) / align * align;
	if (c == NULL || c->cap - c->used < need)
		c = chunk_add(a, need);
	p = (unsigned char *)c->data + c->used;
	c->used += need;
	return p;
}

char *arena_dup(struct arena *a, const void *bytes, size_t len)
{
	char *p = arena_alloc(a, len + 1, 1);

	if (len > 0)
		memcpy(p, bytes, len);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_dup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	AUTO(str_done) struct str s = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	return arena_dup(a, s.s, s.len);
}

void *arena_grow(struct arena *a, void *array, size_t n, size_t size)
{
	void *p;

	/* full at 0 and at every power of two from 4 on */
	if (n != 0 && (n < 4 || (n & (n - 1)) != 0))
		return array;
	p = arena_alloc(a, n < 4 ? 4 : 2 * n, size);
	if (n > 0)
		memcpy(p, array, n * size);
	return p;
}
