/*
 * tests/fake/item-text.h - everything an item says, as text.
 *
 * For expected results kept in files: one line for each thing, in the order
 * of the item, so that a difference shows what changed.
 */
#ifndef TESTS_FAKE_ITEM_TEXT_H
#define TESTS_FAKE_ITEM_TEXT_H

struct item;
struct str;

void item_text(struct str *out, const struct item *it);

/*
 * Hold the item against the file. 0 where it is the same; else the first
 * lines that differ are printed as comments and 1 is returned. With
 * UPDATE_EXPECTED in the environment the file is written instead.
 */
int item_text_check(const struct item *it, const char *path);

/*
 * Abort unless the item keeps what item.h promises: texts not NULL, valid
 * UTF-8 without NUL, indexes within people, one-line texts without control
 * characters, part names safe and unique.
 */
void item_text_assert(const struct item *it);

#endif
