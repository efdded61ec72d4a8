#include "tests/fake/material.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "stream/digest.h"
#include "stream/reader.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct content {
	const void *bytes;
	size_t len;
};

struct preset {
	const char *name, *value;
};

struct fake_material {
	struct source_material m;
	struct arena *a;
	struct source_raw *raws;
	struct source_part *parts;
	struct content *contents; /* number seq - 1 */
	struct preset *settings;
	size_t n_raws, n_parts, n_contents, n_settings;
	int broken;
};

static void die(const char *what, const char *path)
{
	(void)fprintf(stderr, "fake material: %s: %s\n", what, path);
	exit(99);
}

/* --- what compose() calls -------------------------------------------- */

static int open_part(void *ctx, size_t part, struct reader **out, struct err *e)
{
	struct fake_material *fm = ctx;
	uint64_t seq = fm->parts[part].seq;

	if (fm->broken != ERR_NONE)
		return err_set(e, (enum err_kind)fm->broken, "made to fail");
	if (seq == 0)
		return err_set(e, ERR_ITEM, "there is no content");
	*out = reader_mem(fm->contents[seq - 1].bytes,
			  fm->contents[seq - 1].len);
	return 0;
}

static const char *setting(void *ctx, const char *name)
{
	const struct fake_material *fm = ctx;

	for (size_t i = 0; i < fm->n_settings; i++)
		if (strcmp(fm->settings[i].name, name) == 0)
			return fm->settings[i].value;
	return NULL;
}

/* --- making it -------------------------------------------------------------
 */

struct fake_material *fake_material_new(const char *bundle)
{
	struct fake_material *fm = NEW(struct fake_material);

	fm->a = arena_new();
	fm->m.tenant = "tenant";
	fm->m.connector = "connector";
	fm->m.bundle = arena_strdup(fm->a, bundle);
	fm->m.open = open_part;
	fm->m.setting = setting;
	fm->m.ctx = fm;
	return fm;
}

void fake_material_free(struct fake_material *fm)
{
	if (fm == NULL)
		return;
	arena_free(fm->a);
	free(fm);
}

void fake_material_ordinal(struct fake_material *fm, unsigned int ordinal)
{
	fm->m.ordinal = ordinal;
}

void fake_material_break(struct fake_material *fm, int err_kind)
{
	fm->broken = err_kind;
}

void fake_material_set(struct fake_material *fm, const char *name,
		       const char *value)
{
	fm->settings = ARENA_GROW(fm->a, fm->settings, fm->n_settings);
	fm->settings[fm->n_settings++] =
		(struct preset){ arena_strdup(fm->a, name),
				 arena_strdup(fm->a, value) };
}

static uint64_t add_content(struct fake_material *fm, const void *bytes,
			    size_t len)
{
	fm->contents = ARENA_GROW(fm->a, fm->contents, fm->n_contents);
	fm->contents[fm->n_contents++] =
		(struct content){ arena_dup(fm->a, bytes, len), len };
	return fm->n_contents;
}

static struct source_raw *raw_named(struct fake_material *fm, const char *name)
{
	for (size_t i = 0; i < fm->n_raws; i++)
		if (strcmp(fm->raws[i].name, name) == 0)
			return &fm->raws[i];
	fm->raws = ARENA_GROW(fm->a, fm->raws, fm->n_raws);
	fm->raws[fm->n_raws] =
		(struct source_raw){ .name = arena_strdup(fm->a, name),
				     .media_type = "application/json" };
	return &fm->raws[fm->n_raws++];
}

void fake_material_raw(struct fake_material *fm, const char *name,
		       const void *bytes, size_t len, bool fresh)
{
	struct source_raw *raw = raw_named(fm, name);
	struct digest d = digest_of(bytes, len);

	raw->seq = add_content(fm, bytes, len);
	raw->bytes = fm->contents[raw->seq - 1].bytes;
	raw->len = len;
	raw->fresh = fresh;
	memcpy(raw->sha256, d.bytes, sizeof(raw->sha256));
}

bool fake_material_drop(struct fake_material *fm, const char *name)
{
	for (size_t i = 0; i < fm->n_raws; i++)
		if (strcmp(fm->raws[i].name, name) == 0) {
			fm->raws[i] = fm->raws[--fm->n_raws];
			return true;
		}
	return false;
}

static const char *text(struct fake_material *fm, const char *s)
{
	return s != NULL ? arena_strdup(fm->a, s) : "";
}

static void set_content(struct fake_material *fm, struct source_part *to,
			const void *bytes, size_t len)
{
	struct digest d = digest_of(bytes, len);

	to->seq = add_content(fm, bytes, len);
	to->size = len;
	memcpy(to->sha256, d.bytes, sizeof(to->sha256));
}

void fake_material_part(struct fake_material *fm, const struct source_part *p,
			const void *bytes, size_t len)
{
	struct source_part *to;

	fm->parts = ARENA_GROW(fm->a, fm->parts, fm->n_parts);
	to = &fm->parts[fm->n_parts++];
	*to = *p;
	to->kind = text(fm, p->kind);
	to->id = text(fm, p->id);
	to->version = text(fm, p->version);
	to->label = text(fm, p->label);
	to->name = text(fm, p->name);
	to->media_type = text(fm, p->media_type);
	to->reason = text(fm, p->reason);
	to->evidence = text(fm, p->evidence);
	if (bytes != NULL)
		set_content(fm, to, bytes, len);
}

void fake_material_content(struct fake_material *fm, const char *id,
			   const void *bytes, size_t len)
{
	for (size_t i = 0; i < fm->n_parts; i++)
		if (strcmp(fm->parts[i].id, id) == 0) {
			set_content(fm, &fm->parts[i], bytes, len);
			return;
		}
	die("no such part", id);
}

void fake_material_told(struct fake_material *fm)
{
	for (size_t i = 0; i < fm->n_raws; i++)
		fm->raws[i].fresh = false;
	for (size_t i = 0; i < fm->n_parts; i++)
		fm->parts[i].fresh = false;
}

static int by_name(const void *a, const void *b)
{
	const struct source_raw *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int by_contract(const void *a, const void *b)
{
	const struct source_part *x = a, *y = b;
	int c;

	if (x->time_us != y->time_us)
		return x->time_us < y->time_us ? -1 : 1;
	c = strcmp(x->kind, y->kind);
	if (c == 0)
		c = strcmp(x->id, y->id);
	return c != 0 ? c : strcmp(x->version, y->version);
}

const struct source_material *fake_material(struct fake_material *fm)
{
	if (fm->n_raws > 1)
		qsort(fm->raws, fm->n_raws, sizeof(*fm->raws), by_name);
	if (fm->n_parts > 1)
		qsort(fm->parts, fm->n_parts, sizeof(*fm->parts), by_contract);
	fm->m.raws = fm->raws;
	fm->m.n_raws = fm->n_raws;
	fm->m.parts = fm->parts;
	fm->m.n_parts = fm->n_parts;
	return &fm->m;
}

/* --- from a folder --------------------------------------------------- */

static char *read_file(struct fake_material *fm, const char *folder,
		       const char *name, size_t *len)
{
	const char *path = arena_printf(fm->a, "%s/%s", folder, name);
	FILE *f = fopen(path, "rbe");
	long size = -1;
	char *bytes;

	if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0 ||
	    fseek(f, 0, SEEK_SET) != 0)
		die("cannot read", path);
	bytes = arena_alloc(fm->a, (size_t)size + 1, 1);
	*len = fread(bytes, 1, (size_t)size, f);
	(void)fclose(f);
	return bytes;
}

static const char *member(const json_t *o, const char *key,
			  const char *fallback)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s != NULL ? s : fallback;
}

static bool is_fresh(const json_t *o)
{
	return !json_is_false(json_object_get(o, "fresh"));
}

static enum source_part_state state_of(const json_t *o, bool content)
{
	static const char *const names[] = {
		[SOURCE_PART_CAPTURED] = "captured",
		[SOURCE_PART_WAITING] = "waiting",
		[SOURCE_PART_REFUSED] = "refused",
		[SOURCE_PART_GONE] = "gone",
		[SOURCE_PART_COMPLETE] = "complete",
		[SOURCE_PART_EXCLUDED] = "excluded",
	};
	const char *name =
		member(o, "state", content ? "captured" : "complete");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return (enum source_part_state)i;
	die("unknown state", name);
	return SOURCE_PART_COMPLETE;
}

static void load_part(struct fake_material *fm, const char *folder,
		      const json_t *o)
{
	const char *file = member(o, "file", NULL),
		   *time = member(o, "time", "");
	struct source_part p = {
		.kind = member(o, "kind", ""),
		.id = member(o, "id", ""),
		.version = member(o, "version", ""),
		.label = member(o, "label", ""),
		.name = member(o, "name", file != NULL ? file : ""),
		.media_type = member(o, "media_type", ""),
		.reason = member(o, "reason", ""),
		.evidence = member(o, "evidence", ""),
		.state = state_of(o, file != NULL),
		.fresh = is_fresh(o),
	};
	size_t len = 0;
	const char *bytes = NULL;

	if (*time != '\0' && !clock_parse(time, &p.time_us))
		die("not a time", time);
	if (file != NULL)
		bytes = read_file(fm, folder, file, &len);
	fake_material_part(fm, &p, bytes, len);
}

struct fake_material *fake_material_load(const char *folder)
{
	struct fake_material *fm = fake_material_new("");
	size_t len;
	char *bytes = read_file(fm, folder, "material.json", &len);
	json_t *doc = json_loadb(bytes, len, 0, NULL), *list, *o;

	if (doc == NULL)
		die("material.json is not JSON in", folder);
	fm->m.tenant = text(fm, member(doc, "tenant", "tenant"));
	fm->m.connector = text(fm, member(doc, "connector", "connector"));
	fm->m.bundle = text(fm, member(doc, "bundle", ""));
	fm->m.ordinal = (unsigned int)json_integer_value(
		json_object_get(doc, "ordinal"));
	list = json_object_get(doc, "raws");
	for (size_t i = 0; i < json_array_size(list); i++) {
		o = json_array_get(list, i);
		bytes = read_file(fm, folder, member(o, "file", ""), &len);
		fake_material_raw(fm, member(o, "name", ""), bytes, len,
				  is_fresh(o));
	}
	list = json_object_get(doc, "parts");
	for (size_t i = 0; i < json_array_size(list); i++)
		load_part(fm, folder, json_array_get(list, i));
	json_decref(doc);
	return fm;
}
