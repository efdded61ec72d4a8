/* zoom-fixture.h - where the tests of zoom find their material. */
#ifndef TESTS_ZOOM_FIXTURE_H
#define TESTS_ZOOM_FIXTURE_H

#include "base/clock.h"
#include "item/item.h"
#include "tests/fake/item-text.h"
#include "tests/fake/material.h"

#include <stdio.h>
#include <stdlib.h>

static inline const char *fixture_root(void)
{
	/* one thread: getenv is safe here */
	const char *root =
		getenv("SOURCE_ROOT"); // NOLINT(concurrency-mt-unsafe)

	return root != NULL ? root : ".";
}

/* The material in tests/data/zoom/NAME. */
static inline struct fake_material *fixture_load(const char *name)
{
	char path[1024];

	(void)snprintf(path, sizeof(path), "%s/tests/data/zoom/%s",
		       fixture_root(), name);
	return fake_material_load(path);
}

/* Hold an item against tests/data/zoom/NAME/FILE. */
static inline int fixture_check(const struct item *it, const char *name,
				const char *file)
{
	char path[1024];

	(void)snprintf(path, sizeof(path), "%s/tests/data/zoom/%s/%s",
		       fixture_root(), name, file);
	return item_text_check(it, path);
}

#endif
