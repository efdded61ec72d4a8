/*
 * connector/material.h - what compose() gets: a bundle, read from the vault.
 */
#ifndef CONNECTOR_MATERIAL_H
#define CONNECTOR_MATERIAL_H

#include "base/cleanup.h"
#include "source/source.h"

#include <stdint.h>

struct arena;
struct db;
struct err;
struct run;

/* Raw answers of a bundle together are not read beyond this. */
#define MATERIAL_RAW_MAX ((size_t)256 * 1024 * 1024)

struct material {
	struct source_material base;
	struct arena *arena;
	struct run *run;
};

/* Errors: ERR_STORE; ERR_ITEM where there is too much of it. */
int material_load(struct material **out, struct run *r, struct db *db,
		  int64_t bundle, struct err *e);
void material_free(struct material *m);
DEFINE_AUTO(struct material, material_free)

#endif
