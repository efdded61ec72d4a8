/* attachments.c - captured parts, participants.csv, raw answers. */
#include "convert/work.h"

#include "base/arena.h"
#include "base/str.h"
#include "mime/header.h"
#include "mime/skeleton.h"
#include "stream/digest.h"

#include <inttypes.h>
#include <string.h>

/* What one attachment says of itself. */
struct says {
	const struct work_file *file;
	const char *description;
	const char *artefact; /* "kind id version", or NULL */
	uint64_t size;
	const uint8_t *sha256;
};

static void write_head(const struct work *w, struct str *out,
		       const struct says *s)
{
	struct header_param charset = { "charset", s->file->charset };
	struct header_param disposition[] = {
		{ "filename", s->file->name },
		{ "size", arena_printf(w->arena, "%" PRIu64, s->size) },
	};
	struct digest d = digest_from(s->sha256, s->size);

	part_next(out, w->mixed);
	header_params(out, "Content-Type", s->file->media_type, &charset,
		      s->file->charset != NULL ? 1 : 0);
	header_text(out, "Content-Transfer-Encoding", "base64");
	header_params(out, "Content-Disposition", "attachment", disposition, 2);
	if (*s->description != '\0')
		header_text(out, "Content-Description", s->description);
	if (s->artefact != NULL)
		header_text(out, "X-Estreat-Artefact", s->artefact);
	header_text(out, "X-Estreat-SHA256", d.hex);
	str_add(out, "\r\n");
}

static void attach(struct str *skeleton, const struct says *s, uint64_t seq)
{
	struct skeleton_artefact a = { .seq = seq, .size = s->size };

	memcpy(a.sha256, s->sha256, sizeof(a.sha256));
	skeleton_attach(skeleton, &a);
}

static void write_part(const struct work *w, struct str *skeleton, size_t i)
{
	const struct item_part *p = &w->it->parts[i];
	struct says s = {
		.file = &w->parts[i],
		.description = p->label,
		.artefact = arena_printf(w->arena, "%s %s %s", p->kind, p->id,
					 p->version),
		.size = p->size,
		.sha256 = p->sha256,
	};
	AUTO(str_done) struct str head = STR_INIT;

	if (p->state != ITEM_PART_CAPTURED)
		return;
	write_head(w, &head, &s);
	skeleton_literal(skeleton, head.s, head.len);
	attach(skeleton, &s, p->seq);
}

static void write_csv(const struct work *w, struct str *skeleton)
{
	static const struct work_file file = { PARTICIPANTS_CSV, "text/csv",
					       "utf-8" };
	AUTO(str_done) struct str csv = STR_INIT;
	AUTO(str_done) struct str part = STR_INIT;
	struct digest d;

	participants_csv_write(w, &csv);
	d = digest_of(csv.s, csv.len);
	write_head(w, &part,
		   &(struct says){ .file = &file,
				   .description = "Participants",
				   .size = csv.len,
				   .sha256 = d.bytes });
	part_base64(&part, csv.s, csv.len);
	skeleton_literal(skeleton, part.s, part.len);
}

static void write_raw(const struct work *w, struct str *skeleton, size_t i)
{
	const struct item_raw *r = &w->it->raws[i];
	struct says s = {
		.file = &w->raws[i],
		.description = "Raw answer of the source",
		.size = r->size,
		.sha256 = r->sha256,
	};
	AUTO(str_done) struct str head = STR_INIT;

	write_head(w, &head, &s);
	skeleton_literal(skeleton, head.s, head.len);
	attach(skeleton, &s, r->seq);
}

void attachments_write(const struct work *w, struct str *skeleton)
{
	for (size_t i = 0; i < w->it->n_parts; i++)
		write_part(w, skeleton, i);
	write_csv(w, skeleton);
	for (size_t i = 0; i < w->it->n_raws; i++)
		write_raw(w, skeleton, i);
}
