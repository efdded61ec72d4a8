/* read.c - one record by its place. */
#include "vault/object.h"

#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct vault_got {
	struct vault *v;
	struct opened o;
	struct vault_stored stored;
};

int vault_get(struct vault *v, uint64_t pack, uint64_t offset,
	      struct vault_got **out, struct err *e)
{
	struct vault_got *g;
	struct view *view = NULL;
	struct opened o = { 0 };
	int rc;

	if (shelf_take(v->shelf, pack, &view, e) < 0)
		return err_wrap(e, "vault %s", v->name);
	rc = shelf_read(v->shelf, view, offset, &o, e);
	shelf_give(v->shelf, view);
	if (rc < 0)
		return err_wrap(e, "vault %s", v->name);
	g = NEW(struct vault_got);
	g->v = v;
	g->o = o;
	vault_fill_stored(&g->stored, &o.meta, o.plain, o.h.seq, pack, offset);
	*out = g;
	return 0;
}

const struct vault_stored *vault_got_stored(const struct vault_got *g)
{
	return &g->stored;
}

/* --- content that lies in the record itself ----------------------------- */

struct small_reader {
	struct reader base;
	const struct vault_got *got;
	const uint8_t *content;
	uint64_t at;
	bool verify; /* a whole read: the digest must fit */
};

static ssize_t small_read(struct reader *r, void *buf, size_t cap,
			  struct err *e)
{
	struct small_reader *s = (struct small_reader *)r;
	const struct vault_stored *st = &s->got->stored;
	uint64_t left = st->length - s->at;
	size_t n = left < cap ? (size_t)left : cap;

	if (s->verify) {
		struct digest d = digest_of(s->content, (size_t)st->length);

		if (memcmp(d.bytes, st->digest.bytes, DIGEST_BYTES) != 0)
			return err_set(e, ERR_STORE,
				       "seq %" PRIu64 ": digest does not fit",
				       st->seq);
		s->verify = false;
	}
	memcpy(buf, s->content + s->at, n);
	s->at += n;
	return (ssize_t)n;
}

static void small_free(struct reader *r)
{
	free(r);
}

static const struct reader_ops small_ops = {
	.read = small_read,
	.free = small_free,
};

static struct reader *small_reader(const struct vault_got *g, uint64_t from)
{
	struct small_reader *s = NEW(struct small_reader);

	s->base.ops = &small_ops;
	s->got = g;
	s->content = g->o.plain + META_SIZE + g->o.meta.info_len;
	s->at = from;
	s->verify = from == 0;
	return &s->base;
}

int vault_got_content(struct vault_got *g, uint64_t from, struct reader **out,
		      struct err *e)
{
	const uint8_t *body = g->o.plain + META_SIZE + g->o.meta.info_len;
	struct manifest m;
	const char *wrong;
	int rc;

	if (from > g->stored.length)
		return err_set(e, ERR_USAGE,
			       "seq %" PRIu64 " has %" PRIu64
			       " bytes, none at %" PRIu64,
			       g->stored.seq, g->stored.length, from);
	if (g->o.meta.form == META_INLINE) {
		*out = small_reader(g, from);
		return 0;
	}
	wrong = format_read_manifest(body, MANIFEST_SIZE, &m);
	if (wrong != NULL)
		return err_set(e, ERR_STORE, "seq %" PRIu64 ": %s",
			       g->stored.seq, wrong);
	rc = object_reader(g->v, &m, &g->stored.digest, from, out, e);
	mem_wipe(&m, sizeof(m));
	return rc < 0 ? err_wrap(e, "seq %" PRIu64, g->stored.seq) : 0;
}

void vault_got_free(struct vault_got *g)
{
	if (g == NULL)
		return;
	mem_wipe(g->o.plain, g->o.h.plain);
	free(g->o.plain);
	free(g);
}
