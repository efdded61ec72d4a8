/*
 * entity.c - a line at a time.
 *
 * The line end before a boundary belongs to the boundary, so a body's line
 * end is held back until another line of it comes. A line longer than
 * LINE_MAX is taken in pieces; only a whole one can be a boundary.
 */
#include "mime/entity.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "mime/read.h"
#include "stream/reader.h"

#include <stdint.h>
#include <string.h>

#define DEPTH_MAX 8
#define LINE_MAX  ((size_t)16 * 1024)

enum coding { CODING_NONE, CODING_QP, CODING_BASE64 };

struct entities {
	struct reader body; /* what entities_body() gives */
	struct reader *message;
	char *block; /* READER_BLOCK bytes of it */
	size_t at, end;

	struct str line; /* the piece at hand, without its line end */
	bool begins;     /* it begins a line */
	bool whole;      /* it ends one */

	struct str top;    /* the message's own fields, each ended by NUL */
	struct str header; /* of the entity at hand */
	bool in_header, in_body, top_done;
	char *boundaries[DEPTH_MAX];
	size_t depth;

	struct str media_type, name;
	bool attachment;
	enum coding coding;
	bool line_end; /* held back */
	uint32_t bits; /* of base64, not yet a byte */
	unsigned int n_bits;
	struct str decoded; /* not yet given away */
	size_t given;
};

/* --- lines ----------------------------------------------------------------
 */

static int fill(struct entities *w, struct err *e)
{
	ssize_t n = reader_read(w->message, w->block, READER_BLOCK, e);

	w->at = 0;
	w->end = n > 0 ? (size_t)n : 0;
	return n < 0 ? -1 : n > 0;
}

/* Add what is there of the line; true where its end, or LINE_MAX, is
   reached. A CR is not parted from its LF. */
static bool take(struct entities *w)
{
	size_t room = w->line.len < LINE_MAX ? LINE_MAX - w->line.len : 1;
	size_t n = w->end - w->at < room ? w->end - w->at : room;
	const char *from = w->block + w->at;
	const char *lf = memchr(from, '\n', n);

	if (lf != NULL)
		n = (size_t)(lf - from);
	str_add_len(&w->line, from, n);
	w->at += n + (lf != NULL);
	w->whole = lf != NULL;
	return lf != NULL ||
	       (w->line.len >= LINE_MAX && w->line.s[w->line.len - 1] != '\r');
}

/* The next piece; 0 at the end. */
static int next_line(struct entities *w, struct err *e)
{
	int rc = 1;

	w->begins = w->whole;
	w->whole = false;
	str_cut(&w->line, 0);
	do {
		if (w->at == w->end && (rc = fill(w, e)) <= 0)
			break;
	} while (!take(w));
	if (rc < 0)
		return -1;
	if (rc == 0 && w->line.len == 0)
		return 0;
	w->whole |= rc == 0;
	if (w->whole && w->line.len > 0 && w->line.s[w->line.len - 1] == '\r')
		str_cut(&w->line, w->line.len - 1);
	return 1;
}

/* --- headers --------------------------------------------------------------
 */

static const char *find(const struct str *header, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = header->s; at < header->s + header->len;
	     at += strlen(at) + 1) {
		size_t i = 0;

		while (i < n && str_lower(at[i]) == name[i])
			i++;
		if (i == n && at[n] == ':')
			return at + n + 1 + strspn(at + n + 1, " \t");
	}
	return NULL;
}

static void header_line(struct entities *w)
{
	struct str *h = &w->header;
	const struct str *line = &w->line;

	if (h->len + line->len + 2 > ENTITY_HEADER_MAX)
		return;
	/* a folded line goes on where the last ended: its NUL is taken back */
	if (h->len > 0 &&
	    (!w->begins || line->s[0] == ' ' || line->s[0] == '\t'))
		str_cut(h, h->len - 1);
	for (size_t i = 0; i < line->len; i++)
		str_add_char(h, line->s[i] == '\0' ? ' ' : line->s[i]);
	str_add_char(h, '\0');
}

static enum coding coding_of(const struct entities *w)
{
	const char *field = find(&w->header, "content-transfer-encoding");
	AUTO(str_done) struct str token = STR_INIT;

	if (field == NULL)
		return CODING_NONE;
	read_token(&token, field);
	if (strcmp(token.s, "base64") == 0)
		return CODING_BASE64;
	return strcmp(token.s, "quoted-printable") == 0 ? CODING_QP
							: CODING_NONE;
}

static void leaf(struct entities *w, const char *type_field)
{
	const char *how = find(&w->header, "content-disposition");
	AUTO(str_done) struct str token = STR_INIT;

	str_cut(&w->name, 0);
	if (how != NULL)
		read_token(&token, how);
	w->attachment = strcmp(token.s, "attachment") == 0;
	if ((how == NULL || !read_param(&w->name, how, "filename")) &&
	    type_field != NULL)
		(void)read_param(&w->name, type_field, "name");
	w->coding = coding_of(w);
	w->line_end = false;
	w->bits = w->n_bits = 0;
	w->given = 0;
	str_cut(&w->decoded, 0);
}

/* True where an entity begins that is not multipart. */
static bool header_done(struct entities *w)
{
	const char *field = find(&w->header, "content-type");
	AUTO(str_done) struct str boundary = STR_INIT;
	bool is_leaf = true;

	str_cut(&w->media_type, 0);
	if (field != NULL)
		read_token(&w->media_type, field);
	if (strchr(w->media_type.s, '/') == NULL) {
		str_cut(&w->media_type, 0);
		str_add(&w->media_type, "text/plain");
	}
	if (str_starts(w->media_type.s, "multipart/") && w->depth < DEPTH_MAX &&
	    read_param(&boundary, field, "boundary") && boundary.len > 0) {
		w->boundaries[w->depth++] = str_detach(&boundary);
		is_leaf = false;
	} else {
		leaf(w, field);
	}
	if (!w->top_done)
		str_add_len(&w->top, w->header.s, w->header.len);
	w->top_done = true;
	w->in_header = false;
	str_cut(&w->header, 0);
	return is_leaf;
}

/* --- boundaries -----------------------------------------------------------
 */

/* Which boundary the line is, and whether the last one; -1: none. */
static int boundary_of(const struct entities *w, bool *last)
{
	const char *line = w->line.s;
	size_t len = w->line.len;

	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	if (!w->begins || !w->whole || len < 3 || memcmp(line, "--", 2) != 0)
		return -1;
	for (size_t i = w->depth; i-- > 0;) {
		size_t n = strlen(w->boundaries[i]);

		*last = len == n + 4 && memcmp(line + n + 2, "--", 2) == 0;
		if ((len == n + 2 || *last) &&
		    memcmp(line + 2, w->boundaries[i], n) == 0)
			return (int)i;
	}
	return -1;
}

/* What was open inside of it is over. */
static void boundary(struct entities *w, int which, bool last)
{
	size_t depth = (size_t)which + !last;

	while (w->depth > depth)
		free(w->boundaries[--w->depth]);
	w->in_header = !last;
	w->in_body = false;
	str_cut(&w->header, 0);
}

/* --- bodies ---------------------------------------------------------------
 */

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* What is no letter of base64 means nothing (RFC 2045 section 6.8). */
static void base64_line(struct entities *w)
{
	char *to = str_room(&w->decoded, w->line.len);
	size_t n = 0;

	for (size_t i = 0; i < w->line.len; i++) {
		int v = base64_value(w->line.s[i]);

		if (v < 0)
			continue;
		w->bits = w->bits << 6 | (uint32_t)v;
		w->n_bits += 6;
		if (w->n_bits >= 8) {
			w->n_bits -= 8;
			to[n++] = (char)(w->bits >> w->n_bits & 255);
		}
	}
	w->decoded.len += n;
	w->decoded.s[w->decoded.len] = '\0';
}

static void body_line(struct entities *w)
{
	bool soft = false;

	if (w->coding == CODING_BASE64) {
		base64_line(w);
		return;
	}
	if (w->line_end)
		str_add(&w->decoded, "\r\n");
	if (w->coding == CODING_QP)
		soft = read_quoted_printable(&w->decoded, w->line.s,
					     w->line.len);
	else
		str_add_len(&w->decoded, w->line.s, w->line.len);
	w->line_end = w->whole && !soft;
}

/* Decode until there is something, or the body is over. */
static int body_more(struct entities *w, struct err *e)
{
	w->given = 0;
	str_cut(&w->decoded, 0);
	while (w->in_body && w->decoded.len == 0) {
		bool last = false;
		int rc = next_line(w, e), which;

		if (rc < 0)
			return -1;
		if (rc == 0) {
			w->in_body = false;
			break;
		}
		which = boundary_of(w, &last);
		if (which >= 0)
			boundary(w, which, last);
		else
			body_line(w);
	}
	return 0;
}

static ssize_t body_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct entities *w = (struct entities *)r;
	size_t n = 0;

	/* a line is short: several at once */
	while (n < cap) {
		size_t left;

		if (w->given == w->decoded.len && body_more(w, e) < 0)
			return -1;
		left = w->decoded.len - w->given;
		if (left == 0)
			break;
		if (left > cap - n)
			left = cap - n;
		memcpy((char *)buf + n, w->decoded.s + w->given, left);
		w->given += left;
		n += left;
	}
	return (ssize_t)n;
}

static void body_free(struct reader *r)
{
	(void)r; /* it is the whole's */
}

static const struct reader_ops body_ops = { body_read, body_free };

struct reader *entities_body(struct entities *w)
{
	return &w->body;
}

/* --- one after another ----------------------------------------------------
 */

static int found(const struct entities *w, struct entity *out)
{
	*out = (struct entity){ .media_type = w->media_type.s,
				.name = w->name.s,
				.attachment = w->attachment };
	return 1;
}

static int skip(struct entities *w, struct err *e)
{
	while (w->in_body)
		if (body_more(w, e) < 0)
			return -1;
	return 0;
}

int entities_next(struct entities *w, struct entity *out, struct err *e)
{
	int rc = skip(w, e);

	while (rc == 0 && (rc = next_line(w, e)) > 0) {
		bool last = false, is_leaf = false;
		int which = boundary_of(w, &last);

		if (which >= 0) {
			/* in a header: an entity without a body */
			is_leaf = w->in_header && header_done(w);
			boundary(w, which, last);
		} else if (w->in_header && w->begins && w->line.len == 0) {
			is_leaf = w->in_body = header_done(w);
		} else if (w->in_header) {
			header_line(w);
		}
		if (is_leaf)
			return found(w, out);
		rc = 0;
	}
	if (rc == 0 && w->in_header && header_done(w))
		return found(w, out);
	return rc;
}

const char *entities_field(const struct entities *w, const char *name)
{
	return find(&w->top, name);
}

struct entities *entities_new(struct reader *message)
{
	struct entities *w = NEW(struct entities);

	w->body.ops = &body_ops;
	w->message = message;
	w->block = mem_alloc(1, READER_BLOCK);
	w->whole = w->in_header = true;
	w->line = w->top = w->header = STR_INIT;
	w->media_type = w->name = w->decoded = STR_INIT;
	return w;
}

void entities_free(struct entities *w)
{
	if (w == NULL)
		return;
	reader_free(w->message);
	while (w->depth > 0)
		free(w->boundaries[--w->depth]);
	str_done(&w->line);
	str_done(&w->top);
	str_done(&w->header);
	str_done(&w->media_type);
	str_done(&w->name);
	str_done(&w->decoded);
	free(w->block);
	free(w);
}
