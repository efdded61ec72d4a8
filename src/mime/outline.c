/*
 * outline.c - a line at a time through the literals of a skeleton.
 *
 * Artefacts stand where a body would; all that counts of them is what the
 * skeleton says. The line end before a boundary belongs to the boundary, so
 * a body's line end is held back until another line of it comes.
 */
#include "mime/outline.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "mime/read.h"
#include "mime/skeleton-private.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 8
#define ANY_TEXT  SIZE_MAX

enum coding { CODING_NONE, CODING_QP, CODING_BASE64 };

struct outline {
	struct arena *arena;
	struct outline_field *fields;
	size_t n_fields;
	struct outline_part *parts;
	size_t n_parts;
	struct str text;
	bool text_cut, text_taken;
};

/* Where reading stands. */
struct walk {
	struct outline *o;
	struct str line;     /* the line at hand, may grow over segments */
	struct str header;   /* fields of the part at hand, unfolded by '\n' */
	bool in_header, top; /* top: no part's header was read yet */
	const char *boundaries[DEPTH_MAX];
	size_t depth;
	struct outline_part *part; /* whose body it is, or NULL */
	enum coding coding;
	bool collects;      /* this part's body is wanted */
	size_t wanted;      /* by its place; ANY_TEXT: the first text */
	size_t most;        /* bytes of it */
	bool line_end;      /* held back */
	struct str encoded; /* base64 of the text */
	uint64_t digits;    /* base64 letters seen */
};

void outline_free(struct outline *o)
{
	if (o == NULL)
		return;
	arena_free(o->arena);
	str_done(&o->text);
	free(o);
}

/* --- bodies
 * ------------------------------------------------------------------- */

static void add_text(struct walk *w, const char *bytes, size_t len)
{
	struct str *text = &w->o->text;

	w->part->size += len;
	if (!w->collects)
		return;
	if (text->len + len > w->most) {
		w->o->text_cut = true;
		len = w->most - text->len;
	}
	str_add_len(text, bytes, len);
}

static void base64_line(struct walk *w, const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		w->digits += line[i] != '=' && line[i] != ' ';
	if (w->collects && w->encoded.len < 2 * w->most)
		str_add_len(&w->encoded, line, len);
}

static void body_line(struct walk *w, const char *line, size_t len)
{
	AUTO(str_done) struct str plain = STR_INIT;
	bool soft = false;

	if (w->part == NULL)
		return; /* before the first boundary, or behind the last */
	if (w->coding == CODING_BASE64) {
		base64_line(w, line, len);
		return;
	}
	if (w->line_end)
		add_text(w, "\n", 1);
	if (w->coding == CODING_QP) {
		soft = read_quoted_printable(&plain, line, len);
		add_text(w, plain.s, plain.len);
	} else {
		add_text(w, line, len);
	}
	w->line_end = !soft;
}

static void body_done(struct walk *w)
{
	AUTO(str_done) struct str plain = STR_INIT;

	if (w->part == NULL)
		return;
	if (w->coding == CODING_BASE64 && w->collects &&
	    decode_base64(&plain, w->encoded.s, w->encoded.len))
		add_text(w, plain.s, plain.len);
	else if (w->coding == CODING_BASE64)
		w->part->size += w->digits * 3 / 4;
	w->part = NULL;
}

static void body_artefact(struct walk *w, const struct skeleton_artefact *a)
{
	if (w->part == NULL)
		return;
	w->part->seq = a->seq;
	w->part->size += a->size;
}

/* --- headers
 * ------------------------------------------------------------------ */

/* The unfolded body of a field of the part at hand, or NULL. */
static const char *header_find(const struct walk *w, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = w->header.s; at < w->header.s + w->header.len;
	     at += strlen(at) + 1) {
		size_t i = 0;

		while (i < n && str_lower(at[i]) == name[i])
			i++;
		if (i == n && at[n] == ':')
			return at + n + 1;
	}
	return NULL;
}

static void fields_keep(struct walk *w)
{
	struct outline *o = w->o;

	for (const char *at = w->header.s; at < w->header.s + w->header.len;
	     at += strlen(at) + 1) {
		AUTO(str_done) struct str value = STR_INIT;
		size_t n = strcspn(at, ":");
		const char *raw = at + n + 1;

		if (at[n] != ':' || n == 0)
			continue;
		raw += strspn(raw, " \t");
		read_text(&value, raw);
		o->fields = ARENA_GROW(o->arena, o->fields, o->n_fields);
		o->fields[o->n_fields++] = (struct outline_field){
			arena_dup(o->arena, at, n),
			arena_strdup(o->arena, value.s),
			arena_strdup(o->arena, raw),
		};
	}
}

static const char *param(struct walk *w, const char *field, const char *name)
{
	AUTO(str_done) struct str value = STR_INIT;

	if (field == NULL || !read_param(&value, field, name))
		return NULL;
	return arena_strdup(w->o->arena, value.s);
}

/* The text of a field, "" where there is none. */
static const char *text_of(struct walk *w, const char *name)
{
	AUTO(str_done) struct str value = STR_INIT;
	const char *field = header_find(w, name);

	if (field == NULL)
		return "";
	read_text(&value, field + strspn(field, " \t"));
	return arena_strdup(w->o->arena, value.s);
}

static enum coding coding_of(const struct walk *w)
{
	const char *field = header_find(w, "content-transfer-encoding");
	AUTO(str_done) struct str token = STR_INIT;

	if (field == NULL)
		return CODING_NONE;
	read_token(&token, field);
	if (strcmp(token.s, "base64") == 0)
		return CODING_BASE64;
	return strcmp(token.s, "quoted-printable") == 0 ? CODING_QP
							: CODING_NONE;
}

/* Is it the body of the part at hand that is asked for? */
static bool is_wanted(const struct walk *w)
{
	if (w->wanted != ANY_TEXT)
		return w->o->n_parts == w->wanted + 1;
	return !w->o->text_taken && !w->part->attachment &&
	       strcmp(w->part->media_type, "text/plain") == 0;
}

/* A leaf: its body follows. */
static void part_begin(struct walk *w, const char *media_type,
		       const char *type_field)
{
	const char *how = header_find(w, "content-disposition");
	const char *name = param(w, how, "filename");
	AUTO(str_done) struct str token = STR_INIT;
	struct outline *o = w->o;

	if (o->n_parts == OUTLINE_PARTS_MAX)
		return;
	if (name == NULL)
		name = param(w, type_field, "name");
	if (how != NULL)
		read_token(&token, how);
	o->parts = ARENA_GROW(o->arena, o->parts, o->n_parts);
	w->part = &o->parts[o->n_parts++];
	*w->part = (struct outline_part){
		.media_type = media_type,
		.name = name != NULL ? name : "",
		.description = text_of(w, "content-description"),
		.artefact = text_of(w, "x-estreat-artefact"),
		.attachment = strcmp(token.s, "attachment") == 0,
	};
	w->coding = coding_of(w);
	w->line_end = false;
	w->digits = 0;
	str_cut(&w->encoded, 0);
	w->collects = is_wanted(w);
	o->text_taken = o->text_taken || w->collects;
}

static void header_done(struct walk *w)
{
	const char *field = header_find(w, "content-type");
	AUTO(str_done) struct str type = STR_INIT;
	const char *boundary = NULL;

	if (w->top)
		fields_keep(w);
	w->top = w->in_header = false;
	if (field != NULL)
		read_token(&type, field);
	if (strchr(type.s, '/') == NULL) {
		str_cut(&type, 0);
		str_add(&type, "text/plain");
	}
	if (str_starts(type.s, "multipart/") && w->depth < DEPTH_MAX)
		boundary = param(w, field, "boundary");
	if (boundary != NULL && boundary[0] != '\0')
		w->boundaries[w->depth++] = boundary;
	else
		part_begin(w, arena_strdup(w->o->arena, type.s), field);
	str_cut(&w->header, 0);
}

static void header_line(struct walk *w, const char *line, size_t len)
{
	if (len == 0) {
		header_done(w);
		return;
	}
	if (w->header.len + len + 2 > OUTLINE_HEADER_MAX)
		return;
	/* a folded line goes on where the last ended: its NUL is taken back */
	if ((line[0] == ' ' || line[0] == '\t') && w->header.len > 0)
		str_cut(&w->header, w->header.len - 1);
	for (size_t i = 0; i < len; i++)
		str_add_char(&w->header, line[i] == '\0' ? ' ' : line[i]);
	str_add_char(&w->header, '\0');
}

/* --- lines
 * --------------------------------------------------------------------- */

/* Is it a boundary? Then what was open inside of it is over. */
static bool is_boundary(struct walk *w, const char *line, size_t len)
{
	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	if (len < 3 || line[0] != '-' || line[1] != '-')
		return false;
	for (size_t i = w->depth; i-- > 0;) {
		size_t n = strlen(w->boundaries[i]);
		bool last = len == n + 4 && memcmp(line + n + 2, "--", 2) == 0;

		if ((len != n + 2 && !last) ||
		    memcmp(line + 2, w->boundaries[i], n) != 0)
			continue;
		if (w->in_header)
			header_done(w); /* a part without a body */
		body_done(w);
		w->depth = last ? i : i + 1;
		w->in_header = !last;
		str_cut(&w->header, 0);
		return true;
	}
	return false;
}

static void one_line(struct walk *w)
{
	size_t len = w->line.len;

	if (len > 0 && w->line.s[len - 1] == '\r')
		len--;
	if (is_boundary(w, w->line.s, len))
		;
	else if (w->in_header)
		header_line(w, w->line.s, len);
	else
		body_line(w, w->line.s, len);
	str_cut(&w->line, 0);
}

static void literal(struct walk *w, const char *bytes, size_t len)
{
	while (len > 0) {
		const char *end = memchr(bytes, '\n', len);
		size_t n = end != NULL ? (size_t)(end - bytes) : len;

		str_add_len(&w->line, bytes, n);
		if (end == NULL)
			return;
		one_line(w);
		bytes = end + 1;
		len -= n + 1;
	}
}

static int walk_all(struct walk *w, const void *skel, size_t len, struct err *e)
{
	struct segments all;
	struct segment seg;
	int rc;

	if (segments_begin(&all, skel, len, e) < 0)
		return -1;
	while ((rc = segments_next(&all, &seg, e)) > 0) {
		if (seg.literal != NULL) {
			literal(w, (const char *)seg.literal, seg.len);
			continue;
		}
		if (w->line.len > 0)
			one_line(w); /* artefacts begin at a line's start */
		body_artefact(w, &seg.artefact);
	}
	if (rc < 0)
		return -1;
	if (w->line.len > 0)
		one_line(w);
	if (w->in_header)
		header_done(w);
	body_done(w);
	return 0;
}

static int outline_of(struct outline **out, const void *skel, size_t len,
		      size_t wanted, size_t most, struct err *e)
{
	AUTO(outline_free) struct outline *o = NEW(struct outline);
	struct walk w = { .o = o,
			  .line = STR_INIT,
			  .header = STR_INIT,
			  .encoded = STR_INIT,
			  .wanted = wanted,
			  .most = most,
			  .in_header = true,
			  .top = true };
	int rc;

	o->arena = arena_new();
	o->text = STR_INIT;
	rc = walk_all(&w, skel, len, e);
	str_done(&w.line);
	str_done(&w.header);
	str_done(&w.encoded);
	if (rc < 0)
		return -1;
	*out = TAKE(o);
	return 0;
}

int outline_read(struct outline **out, const void *skel, size_t len,
		 struct err *e)
{
	return outline_of(out, skel, len, ANY_TEXT, OUTLINE_TEXT_MAX, e);
}

int outline_body(const void *skel, size_t len, size_t part, size_t max,
		 struct str *out, struct err *e)
{
	AUTO(outline_free) struct outline *o = NULL;

	if (outline_of(&o, skel, len, part, max, e) < 0)
		return -1;
	if (o->text_cut)
		return err_set(e, ERR_ITEM,
			       "part %zu has more than the %zu bytes taken "
			       "here",
			       part + 1, max);
	str_add_len(out, o->text.s, o->text.len);
	return 0;
}

/* --- looking
 * -------------------------------------------------------------------- */

size_t outline_fields(const struct outline *o,
		      const struct outline_field **list)
{
	*list = o->fields;
	return o->n_fields;
}

const char *outline_field(const struct outline *o, const char *name)
{
	for (size_t i = 0; i < o->n_fields; i++)
		if (str_casecmp(o->fields[i].name, name) == 0)
			return o->fields[i].value;
	return NULL;
}

size_t outline_parts(const struct outline *o, const struct outline_part **list)
{
	*list = o->parts;
	return o->n_parts;
}

const struct str *outline_text(const struct outline *o, bool *cut)
{
	*cut = o->text_cut;
	return &o->text;
}
