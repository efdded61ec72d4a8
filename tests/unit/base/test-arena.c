#include "base/arena.h"
#include "t.h"

#include <stdint.h>

T(everything_is_aligned_and_zero)
{
	AUTO(arena_free) struct arena *a = arena_new();
	int bad = 0;

	for (size_t n = 0; n < 3000; n++) {
		unsigned char *p = arena_alloc(a, n % 40, 7);

		bad += (uintptr_t)p % sizeof(long) != 0;
		for (size_t i = 0; i < n % 40 * 7; i++)
			bad += p[i] != 0;
		memset(p, 0xee, n % 40 * 7);
	}
	T_EQ_INT(bad, 0);
}

T(arrays_grow)
{
	AUTO(arena_free) struct arena *a = arena_new();
	size_t *list = NULL, n = 0;
	int bad = 0;

	for (size_t i = 0; i < 10000; i++) {
		list = ARENA_GROW(a, list, n);
		list[n++] = i;
	}
	for (size_t i = 0; i < 10000; i++)
		bad += list[i] != i;
	T_EQ_INT(bad, 0);
	T_EQ_STR(arena_printf(a, "%s-%d", "x", 7), "x-7");
	T_EQ_STR(arena_strdup(a, ""), "");
}

T_MAIN
