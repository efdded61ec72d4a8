#include "base/mem.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void mem_exhausted(size_t wanted)
{
	(void)fprintf(stderr, "estreat: out of memory (%zu bytes wanted)\n",
		      wanted);
	_exit(70);
}

void *mem_alloc(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (p == NULL)
		mem_exhausted(n * size);
	return p;
}

void *mem_resize(void *p, size_t size)
{
	void *q = realloc(p, size);

	if (q == NULL)
		mem_exhausted(size);
	return q;
}

char *mem_dup(const void *bytes, size_t len)
{
	char *p = mem_alloc(1, len + 1);

	if (len > 0)
		memcpy(p, bytes, len);
	return p;
}

char *mem_strdup(const char *s)
{
	return mem_dup(s, strlen(s));
}

void mem_trim(void)
{
	(void)malloc_trim(0);
}

void mem_wipe(void *p, size_t len)
{
	explicit_bzero(p, len);
}

int mem_equal_secret(const void *a, const void *b, size_t len)
{
	const volatile unsigned char *x = a, *y = b;
	unsigned int diff = 0;

	for (size_t i = 0; i < len; i++)
		diff |= (unsigned int)(x[i] ^ y[i]);
	return diff == 0;
}
