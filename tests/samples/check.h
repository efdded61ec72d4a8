/*
 * tests/samples/check.h - is this what a message of ours must be?
 *
 * Properties that hold for every item, however odd. Returns NULL, or what is
 * wrong; *where is then the offset.
 */
#ifndef TESTS_SAMPLES_CHECK_H
#define TESTS_SAMPLES_CHECK_H

#include <stddef.h>

const char *check_message(const char *eml, size_t len, size_t *where);

#endif
