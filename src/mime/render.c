/*
 * render.c - a skeleton and its artefacts become the message.
 *
 * For each artefact a stack is built: the opener's reader, a check of size
 * and digest, base64. The check fails where the end is reached, that is
 * before the last piece has left, so nobody takes a wrong message for whole.
 */
#include "mime/skeleton.h"

#include "base/err.h"
#include "base/mem.h"
#include "mime/skeleton-private.h"
#include "stream/base64.h"
#include "stream/digest.h"
#include "stream/reader.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* --- size and digest of one artefact ------------------------------------ */

struct check_reader {
	struct reader base;
	struct reader *below;
	struct skeleton_artefact want;
	struct digest_ctx *digest;
	uint64_t seen;
	bool finished;
};

static int check_end(struct check_reader *c, struct err *e)
{
	struct digest got;

	if (c->seen != c->want.size)
		return err_set(e, ERR_STORE,
			       "record %" PRIu64 " has %" PRIu64
			       " bytes, recorded were %" PRIu64,
			       c->want.seq, c->seen, c->want.size);
	digest_end(c->digest, &got);
	c->finished = true;
	if (memcmp(got.bytes, c->want.sha256, DIGEST_BYTES) != 0)
		return err_set(e, ERR_STORE,
			       "record %" PRIu64 " has SHA-256 %s, recorded "
			       "was another",
			       c->want.seq, got.hex);
	return 0;
}

static ssize_t check_read(struct reader *r, void *buf, size_t cap,
			  struct err *e)
{
	struct check_reader *c = (struct check_reader *)r;
	ssize_t n;

	if (c->finished)
		return 0;
	n = reader_read(c->below, buf, cap, e);
	if (n < 0)
		return -1;
	if (n == 0)
		return check_end(c, e);
	c->seen += (uint64_t)n;
	if (c->seen > c->want.size)
		return err_set(e, ERR_STORE,
			       "record %" PRIu64 " has more than the %" PRIu64
			       " bytes recorded",
			       c->want.seq, c->want.size);
	digest_add(c->digest, buf, (size_t)n);
	return n;
}

static void check_free(struct reader *r)
{
	struct check_reader *c = (struct check_reader *)r;

	reader_free(c->below);
	digest_free(c->digest);
	free(c);
}

static const struct reader_ops check_ops = {
	.read = check_read,
	.free = check_free,
};

static struct reader *reader_check(struct reader *below,
				   const struct skeleton_artefact *want)
{
	struct check_reader *c = NEW(struct check_reader);

	c->base.ops = &check_ops;
	c->below = below;
	c->want = *want;
	c->digest = digest_begin();
	return &c->base;
}

/* --- the whole message --------------------------------------------------- */

struct render_reader {
	struct reader base;
	const void *skel;
	size_t len;
	struct skeleton_opener opener;
	struct segments all;
	bool begun;
	const uint8_t *literal; /* what is left of it */
	size_t literal_left;
	struct reader *artefact; /* the one being read, or NULL */
};

static int open_artefact(struct render_reader *r,
			 const struct skeleton_artefact *a, struct err *e)
{
	struct reader *bytes = NULL;

	if (r->opener.open(r->opener.ctx, a, &bytes, e) < 0)
		return err_wrap(e, "artefact in record %" PRIu64, a->seq);
	r->artefact = reader_base64(reader_check(bytes, a));
	return 0;
}

/* The next segment: 1, or 0 at the end. */
static int advance(struct render_reader *r, struct err *e)
{
	struct segment seg;
	int rc;

	if (!r->begun && segments_begin(&r->all, r->skel, r->len, e) < 0)
		return -1;
	r->begun = true;
	rc = segments_next(&r->all, &seg, e);
	if (rc <= 0)
		return rc;
	if (seg.literal != NULL) {
		r->literal = seg.literal;
		r->literal_left = seg.len;
	} else if (open_artefact(r, &seg.artefact, e) < 0) {
		return -1;
	}
	return 1;
}

static ssize_t give_literal(struct render_reader *r, void *buf, size_t cap)
{
	size_t n = r->literal_left < cap ? r->literal_left : cap;

	memcpy(buf, r->literal, n);
	r->literal += n;
	r->literal_left -= n;
	return (ssize_t)n;
}

static ssize_t render_read(struct reader *base, void *buf, size_t cap,
			   struct err *e)
{
	struct render_reader *r = (struct render_reader *)base;

	for (;;) {
		ssize_t n;
		int rc;

		if (r->literal_left > 0)
			return give_literal(r, buf, cap);
		if (r->artefact != NULL) {
			n = reader_read(r->artefact, buf, cap, e);
			if (n != 0)
				return n;
			reader_free(TAKE(r->artefact));
		}
		rc = advance(r, e);
		if (rc <= 0)
			return rc;
	}
}

static void render_free(struct reader *base)
{
	struct render_reader *r = (struct render_reader *)base;

	reader_free(r->artefact);
	free(r);
}

static const struct reader_ops render_ops = {
	.read = render_read,
	.free = render_free,
};

struct reader *reader_skeleton(const void *skel, size_t len,
			       const struct skeleton_opener *opener)
{
	struct render_reader *r = NEW(struct render_reader);

	r->base.ops = &render_ops;
	r->skel = skel;
	r->len = len;
	r->opener = *opener;
	return &r->base;
}
