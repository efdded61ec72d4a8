/* webex-material.h - where the tests of webex find their material. */
#ifndef TESTS_WEBEX_MATERIAL_H
#define TESTS_WEBEX_MATERIAL_H

#include "item/item.h"
#include "tests/fake/item-text.h"
#include "tests/fake/material.h"

#include <stdio.h>
#include <stdlib.h>

static inline const char *webex_root(void)
{
	/* one thread: getenv is safe here */
	const char *root =
		getenv("SOURCE_ROOT"); // NOLINT(concurrency-mt-unsafe)

	return root != NULL ? root : ".";
}

/* The material in tests/data/webex/NAME. */
static inline struct fake_material *webex_material(const char *name)
{
	char path[1024];

	(void)snprintf(path, sizeof(path), "%s/tests/data/webex/%s",
		       webex_root(), name);
	return fake_material_load(path);
}

/* Hold an item against tests/data/webex/NAME/expected. */
static inline int webex_expected(const struct item *it, const char *name)
{
	char path[1024];

	(void)snprintf(path, sizeof(path), "%s/tests/data/webex/%s/expected",
		       webex_root(), name);
	return item_text_check(it, path);
}

#endif
