/*
 * tests/fake/fake-target.h - the embedded target, which can be made to refuse.
 *
 * A test program that calls fake_target_refuse() finds this one in place of
 * target/registry.c.
 */
#ifndef TESTS_FAKE_TARGET_H
#define TESTS_FAKE_TARGET_H

#include "base/err.h"

/* The next so many messages are refused with this kind. */
void fake_target_refuse(enum err_kind kind, int times);

#endif
