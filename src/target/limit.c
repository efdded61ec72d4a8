#include "target/limit.h"

void limit_set(struct limit *l, uint64_t bytes)
{
	atomic_store(&l->bytes, bytes);
}

uint64_t limit_get(const struct limit *l)
{
	return atomic_load(&l->bytes);
}

void limit_learn(struct limit *l, uint64_t bytes)
{
	uint_fast64_t known = atomic_load(&l->bytes);

	while ((known == 0 || bytes < known) &&
	       !atomic_compare_exchange_weak(&l->bytes, &known, bytes))
		;
}
