/* expect.h - what any mail parser must see in the message of an item. */
#ifndef TESTS_EXPECT_H
#define TESTS_EXPECT_H

#include <jansson.h>

struct convert_message;
struct item;

/* Built from the item, not from the message's bytes. */
json_t *expect_message(const struct item *it, const struct convert_message *m);

#endif
