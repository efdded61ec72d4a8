/*
 * sandbox/dice.h - chance that always falls the same way.
 *
 * Why: the sandbox must say the same thing about the same object on every
 * request, on every machine and after a restart, without storing it. So
 * nothing is drawn from a running generator: each object has dice of its
 * own, a function of (seed, index), thrown from the start each time.
 *
 *	struct dice d = dice_of(seed, index);
 *	size_t i = dice_below(&d, n);
 *
 * Source: the mixing step is splitmix64 (Steele, Lea, Flood 2014).
 */
#ifndef SANDBOX_DICE_H
#define SANDBOX_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

static inline uint64_t dice_mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* Dice of one object; neighbouring indices have nothing in common. */
static inline struct dice dice_of(uint64_t seed, uint64_t index)
{
	uint64_t step = UINT64_C(0x9e3779b97f4a7c15);

	return (struct dice){ dice_mix(dice_mix(seed + step) ^
				       (index * step + 1)) };
}

static inline uint64_t dice_roll(struct dice *d)
{
	d->state += UINT64_C(0x9e3779b97f4a7c15);
	return dice_mix(d->state);
}

/* 0 to n - 1; n is at least 1. */
static inline size_t dice_below(struct dice *d, size_t n)
{
	return (size_t)(dice_roll(d) % n);
}

/* True in so many cases of a hundred. */
static inline bool dice_percent(struct dice *d, unsigned int percent)
{
	return dice_roll(d) % 100 < percent;
}

#endif
