/*
 * tests/fake/zip-bytes.h - a ZIP in memory, for tests that read one.
 *
 *	"chats/chats_1.json\n{...}\f" "posts/posts_1.json\n{...}"
 *
 * Each file is its name, a line end, its bytes; a form feed parts them.
 */
#ifndef TESTS_FAKE_ZIP_BYTES_H
#define TESTS_FAKE_ZIP_BYTES_H

#include <stdbool.h>
#include <stddef.h>

struct str;

/* Append the ZIP; stored: without compression. A failure ends the test. */
void zip_bytes(struct str *out, const char *files, bool stored);

#endif
