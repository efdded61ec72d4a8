/*
 * tests/fake/material.h - a struct source_material without a catalog.
 *
 * Why: compose() and what comes after it are pure; their tests want to say
 * "these answers, these files" in a folder or in a few lines of C.
 *
 * A folder holds material.json and the files it names:
 *
 *	{ "tenant": "t1", "connector": "zoom", "bundle": "uuid==",
 *	  "ordinal": 0,
 *	  "raws":  [ { "name": "meeting", "file": "meeting.json" } ],
 *	  "parts": [ { "kind": "recording-file", "id": "f1",
 *	               "file": "chat.txt", "name": "chat.txt",
 *	               "media_type": "text/plain" },
 *	             { "kind": "transcript", "id": "t1", "state": "waiting",
 *	               "reason": "not ready" } ] }
 *
 * Left out: tenant "tenant", connector "connector", ordinal 0, "fresh" true,
 * "state" captured (with a file) or complete (without), a raw's media type
 * application/json, "time" unknown. Records are numbered from 1 in the order
 * they are added; sizes and digests are those of the bytes. Raws are sorted
 * by name and parts by time, kind, id and version, as the contract says.
 *
 * What cannot be read ends the test program with a message.
 */
#ifndef TESTS_FAKE_MATERIAL_H
#define TESTS_FAKE_MATERIAL_H

#include "base/cleanup.h"
#include "source/source.h"

struct fake_material;

struct fake_material *fake_material_new(const char *bundle);
struct fake_material *fake_material_load(const char *folder);
void fake_material_free(struct fake_material *fm);
DEFINE_AUTO(struct fake_material, fake_material_free)

/* As compose() takes it; valid until something is added or changed. */
const struct source_material *fake_material(struct fake_material *fm);

void fake_material_ordinal(struct fake_material *fm, unsigned int ordinal);

/* Add a raw, or replace the one of this name. Bytes are copied. */
void fake_material_raw(struct fake_material *fm, const char *name,
		       const void *bytes, size_t len, bool fresh);

/* Take a raw away; false if there is none of this name. */
bool fake_material_drop(struct fake_material *fm, const char *name);

/*
 * Add a part; texts left NULL are "". With bytes (NULL: none) it has content
 * and its size, number and digest are set. Bytes and texts are copied.
 */
void fake_material_part(struct fake_material *fm, const struct source_part *p,
			const void *bytes, size_t len);

/* Give the part of this id other content. */
void fake_material_content(struct fake_material *fm, const char *id,
			   const void *bytes, size_t len);

/* Mark everything as told before: what is added next is fresh. */
void fake_material_told(struct fake_material *fm);

/* What opening content fails with from now on (an enum err_kind). */
void fake_material_break(struct fake_material *fm, int err_kind);

/* A setting compose() may ask for. */
void fake_material_set(struct fake_material *fm, const char *name,
		       const char *value);

#endif
