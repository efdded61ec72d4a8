/* skeleton.c - building a skeleton, and walking over its segments. */
#include "mime/skeleton.h"

#include "base/err.h"
#include "base/str.h"
#include "mime/skeleton-private.h"
#include "stream/base64.h"

#include <inttypes.h>
#include <string.h>

#define MAGIC     "ESKEL1"
#define MAGIC_LEN 6

static void put64(uint8_t *out, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(v >> (8 * i));
}

static uint64_t get64(const uint8_t *in)
{
	uint64_t v = 0;

	for (int i = 7; i >= 0; i--)
		v = v << 8 | in[i];
	return v;
}

void skeleton_begin(struct str *skel)
{
	str_add_len(skel, MAGIC, MAGIC_LEN);
}

void skeleton_literal(struct str *skel, const void *bytes, size_t len)
{
	uint8_t head[9] = { 'L' };

	if (len == 0)
		return;
	put64(head + 1, len);
	str_add_len(skel, head, sizeof(head));
	str_add_len(skel, bytes, len);
}

void skeleton_attach(struct str *skel, const struct skeleton_artefact *a)
{
	uint8_t head[SEGMENT_ARTEFACT] = { 'A' };

	put64(head + 1, a->seq);
	put64(head + 9, a->size);
	memcpy(head + 17, a->sha256, sizeof(a->sha256));
	str_add_len(skel, head, sizeof(head));
}

int segments_begin(struct segments *s, const void *skel, size_t len,
		   struct err *e)
{
	if (len < MAGIC_LEN || memcmp(skel, MAGIC, MAGIC_LEN) != 0)
		return err_set(e, ERR_STORE,
			       "damaged skeleton: does not begin with " MAGIC);
	*s = (struct segments){ .bytes = skel, .len = len, .at = MAGIC_LEN };
	return 0;
}

static int literal_segment(struct segments *s, struct segment *out,
			   struct err *e)
{
	size_t left = s->len - s->at;
	uint64_t len = left < 9 ? 0 : get64(s->bytes + s->at + 1);

	if (left < 9 || len > left - 9)
		return err_set(e, ERR_STORE,
			       "damaged skeleton: cut short at byte %zu",
			       s->at);
	*out = (struct segment){ .literal = s->bytes + s->at + 9,
				 .len = (size_t)len };
	s->at += 9 + (size_t)len;
	return 1;
}

static int artefact_segment(struct segments *s, struct segment *out,
			    struct err *e)
{
	const uint8_t *p = s->bytes + s->at;

	if (s->len - s->at < SEGMENT_ARTEFACT)
		return err_set(e, ERR_STORE,
			       "damaged skeleton: cut short at byte %zu",
			       s->at);
	*out = (struct segment){ .artefact = { .seq = get64(p + 1),
					       .size = get64(p + 9) } };
	memcpy(out->artefact.sha256, p + 17, sizeof(out->artefact.sha256));
	if (out->artefact.size > SKELETON_ARTEFACT_MAX)
		return err_set(e, ERR_STORE,
			       "damaged skeleton: artefact of %" PRIu64
			       " bytes at byte %zu",
			       out->artefact.size, s->at);
	s->at += SEGMENT_ARTEFACT;
	return 1;
}

int segments_next(struct segments *s, struct segment *out, struct err *e)
{
	if (s->at == s->len)
		return 0;
	if (s->bytes[s->at] == 'L')
		return literal_segment(s, out, e);
	if (s->bytes[s->at] == 'A')
		return artefact_segment(s, out, e);
	return err_set(e, ERR_STORE,
		       "damaged skeleton: unknown segment 0x%02x at byte %zu",
		       s->bytes[s->at], s->at);
}

int64_t skeleton_size(const void *skel, size_t len, struct err *e)
{
	struct segments all;
	struct segment seg;
	uint64_t total = 0;
	int rc;

	if (segments_begin(&all, skel, len, e) < 0)
		return -1;
	while ((rc = segments_next(&all, &seg, e)) > 0) {
		total += seg.literal != NULL ? seg.len
					     : base64_size(seg.artefact.size);
		if (total > INT64_MAX)
			return err_set(e, ERR_STORE,
				       "damaged skeleton: its artefacts add "
				       "up to more than a message can hold");
	}
	return rc < 0 ? -1 : (int64_t)total;
}

int skeleton_artefacts(const void *skel, size_t len,
		       void (*found)(void *ctx,
				     const struct skeleton_artefact *a),
		       void *ctx, struct err *e)
{
	struct segments all;
	struct segment seg;
	int rc;

	if (segments_begin(&all, skel, len, e) < 0)
		return -1;
	while ((rc = segments_next(&all, &seg, e)) > 0)
		if (seg.literal == NULL)
			found(ctx, &seg.artefact);
	return rc;
}
