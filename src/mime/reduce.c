/*
 * reduce.c - the parts of a skeleton, and which of them are replaced.
 *
 * An artefact stands behind the head of its part, and that head ends the
 * literal before it: its fields are between the last boundary in there and
 * the empty line at its end. A header field never begins with "--", so the
 * last line that does is the boundary.
 */
#include "mime/reduce.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "mime/header.h"
#include "mime/part.h"
#include "mime/read.h"
#include "mime/skeleton-private.h"
#include "stream/base64.h"
#include "stream/digest.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* One artefact, and what would stand in its place. */
struct piece {
	struct skeleton_artefact artefact;
	size_t head;        /* bytes of the part's head in the literal before */
	struct str instead; /* its head and text; empty: cannot be replaced */
	uint64_t size;      /* rendered, head and body */
	bool replaced;
};

struct pieces {
	struct piece *list;
	size_t n;
};

static void pieces_done(struct pieces *p)
{
	for (size_t i = 0; i < p->n; i++)
		str_done(&p->list[i].instead);
	free(p->list);
}

/* --- the head of a part --------------------------------------------------- */

/* Where the fields of the part begin whose artefact follows, or NULL. */
static const char *part_head(const char *literal, size_t len)
{
	size_t at = len;

	if (len < 4 || memcmp(literal + len - 4, "\r\n\r\n", 4) != 0)
		return NULL;
	while (at-- > 4) {
		const char *lf;

		if (memcmp(literal + at - 4, "\r\n--", 4) != 0)
			continue;
		lf = memchr(literal + at, '\n', len - at);
		return lf == NULL ? NULL : lf + 1;
	}
	return NULL;
}

/* The unfolded body of a field, appended. */
static void field_body(struct str *out, const char *head, const char *end,
		       const char *name)
{
	size_t n = strlen(name);

	while (head < end) {
		const char *lf = memchr(head, '\n', (size_t)(end - head));
		const char *next = lf == NULL ? end : lf + 1;
		size_t len = (size_t)(next - head);
		bool goes_on = out->len > 0 && (*head == ' ' || *head == '\t');
		bool it_is = len > n && head[n] == ':';

		for (size_t i = 0; it_is && i < n; i++)
			it_is = str_lower(head[i]) == str_lower(name[i]);
		if (out->len > 0 && !goes_on)
			return;
		if (it_is || goes_on) {
			size_t skip = it_is ? n + 1 : 0;

			while (len > skip &&
			       (head[len - 1] == '\n' || head[len - 1] == '\r'))
				len--;
			str_add_len(out, head + skip, len - skip);
		}
		head = next;
	}
}

struct facts {
	struct str name, type, description, artefact;
};

static void decoded(struct str *out, const char *head, const char *end,
		    const char *field)
{
	AUTO(str_done) struct str body = STR_INIT;

	field_body(&body, head, end, field);
	if (body.len > 0)
		read_text(out, body.s + strspn(body.s, " \t"));
}

static void facts_read(struct facts *f, const char *head, const char *end)
{
	AUTO(str_done) struct str type = STR_INIT;
	AUTO(str_done) struct str how = STR_INIT;

	field_body(&type, head, end, "Content-Type");
	field_body(&how, head, end, "Content-Disposition");
	if (type.len > 0)
		read_token(&f->type, type.s);
	if (how.len == 0 || !read_param(&f->name, how.s, "filename"))
		str_add(&f->name, "attachment");
	decoded(&f->description, head, end, "Content-Description");
	decoded(&f->artefact, head, end, "X-Estreat-Artefact");
}

/* A name may come from anywhere: one line of the text it stays. */
static void add_line(struct str *out, const char *what, const char *value)
{
	AUTO(str_done) struct str clean = STR_INIT;

	header_clean(&clean, value);
	str_addf(out, "  %-8s  %s\n", what, clean.s);
}

static void text_write(struct str *out, const struct facts *f,
		       const struct skeleton_artefact *a,
		       const struct reduce *how)
{
	struct digest d = digest_from(a->sha256, a->size);
	AUTO(str_done) struct str where = STR_INIT;
	AUTO(str_done) struct str size = STR_INIT;

	how->where(how->ctx, a, &where);
	str_addf(&size, "%" PRIu64 " bytes", a->size);
	str_add(out, "This file is kept in the archive only: with it the "
		     "message would be\nlarger than this mailbox takes.\n\n");
	add_line(out, "file", f->name.s);
	add_line(out, "type", f->type.s);
	add_line(out, "size", size.s);
	add_line(out, "SHA-256", d.hex);
	add_line(out, "where", where.s);
}

static void instead_write(struct piece *p, const char *head, const char *end,
			  const struct reduce *how)
{
	struct facts f = { STR_INIT, STR_INIT, STR_INIT, STR_INIT };
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(str_done) struct str file = STR_INIT;
	struct header_param name = { "filename", NULL };
	struct digest d = digest_from(p->artefact.sha256, p->artefact.size);

	facts_read(&f, head, end);
	text_write(&text, &f, &p->artefact, how);
	str_addf(&file, "%s.txt", f.name.s);
	name.value = file.s;
	header_params(&p->instead, "Content-Disposition", "attachment", &name,
		      1);
	if (f.description.len > 0)
		header_text(&p->instead, "Content-Description",
			    f.description.s);
	if (f.artefact.len > 0)
		header_text(&p->instead, "X-Estreat-Artefact", f.artefact.s);
	header_text(&p->instead, "X-Estreat-Left-Out", d.hex);
	part_text(&p->instead, "plain", text.s, text.len);
	str_done(&f.name);
	str_done(&f.type);
	str_done(&f.description);
	str_done(&f.artefact);
}

/* --- all artefacts --------------------------------------------------------
 */

static void piece_add(struct pieces *all, const struct segment *before,
		      const struct skeleton_artefact *a,
		      const struct reduce *how)
{
	struct piece p = { .artefact = *a, .instead = STR_INIT };
	const char *literal = (const char *)before->literal;
	const char *head =
		literal == NULL ? NULL : part_head(literal, before->len);

	p.size = base64_size(a->size);
	if (head != NULL) {
		p.head = (size_t)(literal + before->len - head);
		p.size += p.head;
		instead_write(&p, head, literal + before->len, how);
	}
	if ((all->n & (all->n - 1)) == 0)
		all->list =
			mem_resize(all->list, (all->n == 0 ? 1 : 2 * all->n) *
						      sizeof(*all->list));
	all->list[all->n++] = p;
}

static int pieces_find(struct pieces *all, const void *skel, size_t len,
		       const struct reduce *how, struct err *e)
{
	struct segment seg, before = { 0 };
	struct segments s;
	int rc;

	if (segments_begin(&s, skel, len, e) < 0)
		return -1;
	while ((rc = segments_next(&s, &seg, e)) > 0) {
		if (seg.literal == NULL)
			piece_add(all, &before, &seg.artefact, how);
		before = seg;
	}
	return rc;
}

/* By what is won; of equals the first. */
static int by_size(const void *a, const void *b)
{
	const struct piece *x = *(struct piece *const *)a;
	const struct piece *y = *(struct piece *const *)b;

	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return x < y ? -1 : x > y;
}

static void note_write(struct str *out, unsigned int replaced, size_t of,
		       uint64_t bytes)
{
	AUTO(str_done) struct str text = STR_INIT;

	str_addf(&text,
		 "%u of %zu files, %" PRIu64 " bytes, are in the archive only",
		 replaced, of, bytes);
	header_text(out, "X-Estreat-Reduced", text.s);
}

/* Which go: the largest first. Returns the size that is left. */
static uint64_t choose(struct pieces *all, struct reduce *how, uint64_t size,
		       struct str *note)
{
	struct piece **order = mem_alloc(all->n + 1, sizeof(struct piece *));
	uint64_t out = 0, whole = size;

	for (size_t i = 0; i < all->n; i++)
		order[i] = &all->list[i];
	qsort(order, all->n, sizeof(struct piece *), by_size);
	for (size_t i = 0; i < all->n && size > how->limit; i++) {
		struct piece *p = order[i];

		if (p->instead.len == 0 || p->instead.len >= p->size)
			continue;
		p->replaced = true;
		how->replaced++;
		out += p->artefact.size;
		whole = whole - p->size + p->instead.len;
		str_cut(note, 0);
		note_write(note, how->replaced, all->n, out);
		size = whole + note->len;
	}
	free(order);
	return size;
}

static int rewrite(const struct pieces *all, const void *skel, size_t len,
		   const struct str *note, struct str *out, struct err *e)
{
	struct segments s;
	struct segment seg;
	size_t i = 0;
	int rc;

	if (segments_begin(&s, skel, len, e) < 0)
		return -1;
	skeleton_begin(out);
	skeleton_literal(out, note->s, note->len);
	while ((rc = segments_next(&s, &seg, e)) > 0) {
		const struct piece *next = i < all->n ? &all->list[i] : NULL;
		size_t cut = 0;

		if (seg.literal == NULL) {
			i++;
			if (next != NULL && next->replaced)
				skeleton_literal(out, next->instead.s,
						 next->instead.len);
			else
				skeleton_attach(out, &seg.artefact);
			continue;
		}
		/* a literal before an artefact ends with its head */
		if (next != NULL && next->replaced && s.at < s.len &&
		    s.bytes[s.at] == 'A')
			cut = next->head;
		skeleton_literal(out, seg.literal, seg.len - cut);
	}
	return rc;
}

static int64_t reduce(struct pieces *all, const void *skel, size_t len,
		      struct reduce *how, struct str *out, struct err *e)
{
	AUTO(str_done) struct str note = STR_INIT;
	int64_t size = skeleton_size(skel, len, e);
	uint64_t left;

	if (size < 0)
		return -1;
	left = choose(all, how, (uint64_t)size, &note);
	if (left > how->limit)
		return err_set(e, ERR_ITEM,
			       "it has %" PRIu64 " bytes even without its "
			       "files, more than the %" PRIu64 " taken there",
			       left, how->limit);
	if (rewrite(all, skel, len, &note, out, e) < 0)
		return -1;
	return (int64_t)left;
}

int64_t skeleton_reduce(const void *skel, size_t len, struct reduce *how,
			struct str *out, struct err *e)
{
	struct pieces all = { 0 };
	int64_t size = -1;

	how->replaced = 0;
	if (pieces_find(&all, skel, len, how, e) == 0)
		size = reduce(&all, skel, len, how, out, e);
	pieces_done(&all);
	return size;
}
