/*
 * store/protection.h - is an object as protected as it should be?
 */
#ifndef STORE_PROTECTION_H
#define STORE_PROTECTION_H

#include <stdbool.h>
#include <stdint.h>

struct store_object;
struct store_protection;

/* Stores keep whole seconds: the first that is not before us. */
int64_t store_until_us(int64_t us);

/*
 * By what the store says of the object at now_us of its clock. p may be NULL:
 * nothing was asked for. lasting: its retention is in the mode that was asked
 * for, or a stronger one.
 */
bool store_is_protected(const struct store_object *o,
			const struct store_protection *p, bool lasting,
			int64_t now_us);

#endif
