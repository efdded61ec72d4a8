#include "connector/material.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/control.h"
#include "catalog/record.h"
#include "connector/run.h"
#include "db/db.h"
#include "stream/digest.h"

#include <stdlib.h>
#include <string.h>

static int part_open(void *ctx, size_t part, struct reader **out, struct err *e)
{
	struct material *m = ctx;
	uint64_t seq = m->base.parts[part].seq;

	if (seq == 0)
		return err_set(e, ERR_ITEM, "there is no content");
	return record_reader(m->run->archive, seq, out, e);
}

static const char *part_setting(void *ctx, const char *name)
{
	struct material *m = ctx;

	for (const struct setting *s = m->run->ops->settings; s->name != NULL;
	     s++)
		if (s->secret && strcmp(s->name, name) == 0)
			return NULL;
	return values_get(m->run->values, name);
}

static enum source_part_state part_state(int64_t state, int64_t seq)
{
	switch (state) {
	case INVENTORY_CAPTURED:
	case INVENTORY_ARCHIVED:
		return seq > 0 ? SOURCE_PART_CAPTURED : SOURCE_PART_COMPLETE;
	case INVENTORY_FAILED:
		return SOURCE_PART_REFUSED;
	case INVENTORY_EXPIRED:
		return SOURCE_PART_GONE;
	case INVENTORY_EXCLUDED:
		return SOURCE_PART_EXCLUDED;
	default:
		return SOURCE_PART_WAITING;
	}
}

static void sha_read(struct db_stmt *st, int column, uint8_t out[DIGEST_BYTES])
{
	size_t len;
	const void *p = db_col_bytes(st, column, &len);

	if (len == DIGEST_BYTES)
		memcpy(out, p, len);
}

static struct source_part part_read(struct arena *a, struct db_stmt *st)
{
	struct source_part p = {
		.kind = arena_strdup(a, db_col_text(st, 0)),
		.id = arena_strdup(a, db_col_text(st, 1)),
		.version = arena_strdup(a, db_col_text(st, 2)),
		.label = arena_strdup(a, db_col_text(st, 3)),
		.name = arena_strdup(a, db_col_text(st, 4)),
		.media_type = arena_strdup(a, db_col_text(st, 5)),
		.reason = arena_strdup(a, db_col_text(st, 6)),
		.evidence = arena_strdup(a, db_col_text(st, 7)),
		.time_us = db_col_int(st, 8),
		.seq = (uint64_t)db_col_int(st, 11),
		.fresh = db_col_int(st, 13) == 0,
	};

	p.state = part_state(db_col_int(st, 10), db_col_int(st, 11));
	p.size = p.seq > 0 ? (uint64_t)db_col_int(st, 9) : 0;
	sha_read(st, 12, p.sha256);
	return p;
}

static int load_parts(struct material *m, struct db *db, int64_t bundle,
		      struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT kind, object, version, label, name, media_type, reason,"
		" evidence, time_us, size, state, seq, sha256, message"
		" FROM inventory WHERE bundle = $1"
		" ORDER BY time_us, kind, object, version",
		e);
	struct source_part *parts = NULL;
	size_t n = 0;
	int rc;

	db_int(st, 1, bundle);
	while ((rc = db_step(st, e)) > 0) {
		parts = ARENA_GROW(m->arena, parts, n);
		parts[n++] = part_read(m->arena, st);
	}
	m->base.parts = parts;
	m->base.n_parts = n;
	return rc;
}

static int raw_bytes(struct material *m, struct source_raw *raw, size_t *total,
		     struct err *e)
{
	AUTO(str_done) struct str s = STR_INIT;

	if (record_read(m->run->archive, raw->seq, MATERIAL_RAW_MAX - *total,
			&s, e) < 0)
		return err_wrap(e, "raw answer %s", raw->name);
	*total += s.len;
	raw->bytes = arena_dup(m->arena, s.s, s.len);
	raw->len = s.len;
	return 0;
}

static int load_raws(struct material *m, struct db *db, int64_t bundle,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT name, media_type, seq, sha256, message FROM raw"
		       " WHERE bundle = $1 ORDER BY name",
		       e);
	struct source_raw *raws = NULL;
	size_t n = 0, total = 0;
	int rc;

	db_int(st, 1, bundle);
	while ((rc = db_step(st, e)) > 0) {
		raws = ARENA_GROW(m->arena, raws, n);
		raws[n] = (struct source_raw){
			.name = arena_strdup(m->arena, db_col_text(st, 0)),
			.media_type =
				arena_strdup(m->arena, db_col_text(st, 1)),
			.seq = (uint64_t)db_col_int(st, 2),
			.fresh = db_col_int(st, 4) == 0,
		};
		sha_read(st, 3, raws[n].sha256);
		if (raw_bytes(m, &raws[n++], &total, e) < 0)
			return -1;
	}
	m->base.raws = raws;
	m->base.n_raws = n;
	return rc;
}

static int load_bundle(struct material *m, struct db *db, int64_t bundle,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT name, ordinal FROM bundle WHERE id = $1", e);

	db_int(st, 1, bundle);
	if (db_step(st, e) < 0)
		return -1;
	m->base.bundle = arena_strdup(m->arena, db_col_text(st, 0));
	m->base.ordinal = (unsigned int)db_col_int(st, 1);
	return 0;
}

int material_load(struct material **out, struct run *r, struct db *db,
		  int64_t bundle, struct err *e)
{
	AUTO(material_free) struct material *m = NEW(struct material);

	m->arena = arena_new();
	m->run = r;
	m->base.tenant = r->tenant.s;
	m->base.connector = r->name;
	m->base.ctx = m;
	m->base.open = part_open;
	m->base.setting = part_setting;
	if (load_bundle(m, db, bundle, e) < 0 ||
	    load_parts(m, db, bundle, e) < 0 || load_raws(m, db, bundle, e) < 0)
		return -1;
	*out = TAKE(m);
	return 0;
}

void material_free(struct material *m)
{
	if (m == NULL)
		return;
	arena_free(m->arena);
	free(m);
}
