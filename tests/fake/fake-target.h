/*
 * tests/fake/fake-target.h - mailboxes that can be made to refuse.
 *
 * For a test program that is linked with -Wl,--wrap=copies_put: what the
 * archive puts into mailboxes of its own (target/copies.h) comes by here.
 */
#ifndef TESTS_FAKE_TARGET_H
#define TESTS_FAKE_TARGET_H

#include "base/err.h"

/* The next so many messages are refused with this kind. */
void fake_target_refuse(enum err_kind kind, int times);

#endif
