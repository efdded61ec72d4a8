#include "store/xml.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct level {
	size_t path_len;  /* without this element's name */
	size_t name_len;  /* with its prefix */
	const char *name; /* in the document */
	size_t text;      /* where its own text begins in x->text */
};

struct xml {
	const char *at, *end;
	xml_element_fn *each;
	void *ctx;
	struct level levels[XML_DEPTH];
	unsigned int depth;
	char path[XML_PATH];
	size_t path_len;
	/* Of all open elements, one behind the other: an element's own text
	   is what lies behind its parent's. */
	struct str text;
	bool ended; /* the root has */
};

static int bad(const char *why, struct err *e)
{
	return err_set(e, ERR_RETRY, "the answer is not proper XML: %s", why);
}

static bool skip(struct xml *x, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(x->end - x->at) < n || memcmp(x->at, word, n) != 0)
		return false;
	x->at += n;
	return true;
}

/* Where word is from here on, or NULL. */
static const char *find(const struct xml *x, const char *word)
{
	return memmem(x->at, (size_t)(x->end - x->at), word, strlen(word));
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
	       c == ':';
}

static size_t name_len(const struct xml *x)
{
	const char *p = x->at;

	while (p < x->end && is_name(*p))
		p++;
	return (size_t)(p - x->at);
}

static void skip_space(struct xml *x)
{
	while (x->at < x->end && is_space(*x->at))
		x->at++;
}

/* --- text -------------------------------------------------------------- */

/* A code point as UTF-8; false where it is no character of XML. */
static bool add_character(struct str *out, uint32_t c)
{
	if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
		return false;
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) || c == 0xfffe ||
	    c == 0xffff)
		return false;
	if (c < 0x80) {
		str_add_char(out, (char)c);
		return true;
	}
	if (c >= 0x10000) {
		str_add_char(out, (char)(0xf0 | c >> 18));
		str_add_char(out, (char)(0x80 | (c >> 12 & 0x3f)));
	} else if (c >= 0x800) {
		str_add_char(out, (char)(0xe0 | c >> 12));
	}
	if (c >= 0x800)
		str_add_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
	else
		str_add_char(out, (char)(0xc0 | c >> 6));
	str_add_char(out, (char)(0x80 | (c & 0x3f)));
	return true;
}

static bool add_number(struct xml *x)
{
	uint32_t c = 0, base = skip(x, "x") ? 16 : 10;
	const char *start = x->at;

	for (; x->at < x->end && *x->at != ';'; x->at++) {
		char d = *x->at;
		uint32_t value =
			d >= '0' && d <= '9'   ? (uint32_t)(d - '0')
			: d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a') + 10
			: d >= 'A' && d <= 'F' ? (uint32_t)(d - 'A') + 10
					       : 16;

		if (value >= base || x->at - start > 7)
			return false;
		c = c * base + value;
	}
	return x->at > start && skip(x, ";") && add_character(&x->text, c);
}

static bool add_reference(struct xml *x)
{
	static const struct {
		const char *name;
		char c;
	} named[] = { { "amp;", '&' },
		      { "lt;", '<' },
		      { "gt;", '>' },
		      { "quot;", '"' },
		      { "apos;", '\'' } };

	if (skip(x, "#"))
		return add_number(x);
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (skip(x, named[i].name)) {
			str_add_char(&x->text, named[i].c);
			return true;
		}
	return false;
}

static int read_text(struct xml *x, struct err *e)
{
	while (x->at < x->end && *x->at != '<') {
		const char *p = x->at;

		if (*p == '&') {
			x->at++;
			if (x->depth == 0 || !add_reference(x))
				return bad("an unknown reference", e);
			continue;
		}
		while (p < x->end && *p != '<' && *p != '&')
			p++;
		if (x->depth > 0)
			str_add_len(&x->text, x->at, (size_t)(p - x->at));
		else
			for (const char *c = x->at; c < p; c++)
				if (!is_space(*c))
					return bad("text outside", e);
		x->at = p;
	}
	return 0;
}

/* --- elements ---------------------------------------------------------- */

static int open_element(struct xml *x, struct err *e)
{
	struct level *l = &x->levels[x->depth];
	size_t n = name_len(x), len = n;
	const char *colon, *name = x->at;

	if (n == 0 || x->ended)
		return bad(x->ended ? "a second root" : "no name", e);
	if (x->depth == XML_DEPTH)
		return bad("it is too deep", e);
	colon = memrchr(name, ':', n);
	if (colon != NULL)
		len = n - (size_t)(colon + 1 - name);
	if (x->path_len + len + 2 > XML_PATH)
		return bad("its names are too long", e);
	*l = (struct level){ x->path_len, n, name, x->text.len };
	if (x->path_len > 0)
		x->path[x->path_len++] = '/';
	memcpy(x->path + x->path_len, name + n - len, len);
	x->path_len += len;
	x->path[x->path_len] = '\0';
	x->depth++;
	x->at += n;
	return 0;
}

static int close_element(struct xml *x, struct err *e)
{
	struct level *l = &x->levels[x->depth - 1];
	size_t start = l->text;
	int got;

	while (x->text.len > start && is_space(x->text.s[x->text.len - 1]))
		str_cut(&x->text, x->text.len - 1);
	while (start < x->text.len && is_space(x->text.s[start]))
		start++;
	if (memchr(x->text.s + start, '\0', x->text.len - start) != NULL)
		return bad("a NUL in it", e);
	got = x->each(x->ctx, x->path, x->text.s + start, e);
	str_cut(&x->text, l->text);
	x->path_len = l->path_len;
	x->path[x->path_len] = '\0';
	x->depth--;
	x->ended = x->depth == 0;
	return got < 0 ? -1 : 0;
}

/* From behind the name to behind ">". */
static int read_attributes(struct xml *x, struct err *e)
{
	for (;;) {
		const char *quote, *stop;

		skip_space(x);
		if (skip(x, ">"))
			return 0;
		if (skip(x, "/>"))
			return close_element(x, e);
		if (name_len(x) == 0)
			return bad("a tag does not end", e);
		x->at += name_len(x);
		skip_space(x);
		if (!skip(x, "="))
			return bad("an attribute without value", e);
		skip_space(x);
		quote = x->at < x->end && *x->at == '\'' ? "'" : "\"";
		if (!skip(x, quote) || (stop = find(x, quote)) == NULL)
			return bad("an attribute that does not end", e);
		x->at = stop + 1;
	}
}

static int read_end_tag(struct xml *x, struct err *e)
{
	const struct level *l = &x->levels[x->depth > 0 ? x->depth - 1 : 0];
	size_t n = name_len(x);

	if (x->depth == 0 || n != l->name_len || memcmp(x->at, l->name, n) != 0)
		return bad("an end without its beginning", e);
	x->at += n;
	skip_space(x);
	if (!skip(x, ">"))
		return bad("a tag does not end", e);
	return close_element(x, e);
}

/* Behind a "<" that is skipped. */
static int skip_until(struct xml *x, const char *word, struct err *e)
{
	const char *stop = find(x, word);

	if (stop == NULL)
		return bad("it ends too early", e);
	x->at = stop + strlen(word);
	return 0;
}

static int read_cdata(struct xml *x, struct err *e)
{
	const char *stop = find(x, "]]>");

	if (x->depth == 0 || stop == NULL)
		return bad("CDATA that does not end", e);
	str_add_len(&x->text, x->at, (size_t)(stop - x->at));
	x->at = stop + 3;
	return 0;
}

static int read_markup(struct xml *x, struct err *e)
{
	if (skip(x, "?"))
		return skip_until(x, "?>", e);
	if (skip(x, "!--"))
		return skip_until(x, "-->", e);
	if (skip(x, "![CDATA["))
		return read_cdata(x, e);
	if (skip(x, "!"))
		return bad("it has a document type", e);
	if (skip(x, "/"))
		return read_end_tag(x, e);
	if (open_element(x, e) < 0)
		return -1;
	return read_attributes(x, e);
}

int xml_walk(const char *bytes, size_t len, xml_element_fn *each, void *ctx,
	     struct err *e)
{
	struct xml x = { .at = bytes,
			 .end = bytes + len,
			 .each = each,
			 .ctx = ctx,
			 .text = STR_INIT };
	int got = 0;

	(void)skip(&x, "\xef\xbb\xbf");
	while (got == 0 && x.at < x.end)
		got = skip(&x, "<") ? read_markup(&x, e) : read_text(&x, e);
	if (got == 0 && !x.ended)
		got = bad("it ends too early", e);
	str_done(&x.text);
	return got;
}

void xml_escape(struct str *out, const char *text)
{
	for (; *text != '\0'; text++)
		switch (*text) {
		case '&':
			str_add(out, "&amp;");
			break;
		case '<':
			str_add(out, "&lt;");
			break;
		case '>':
			str_add(out, "&gt;");
			break;
		case '"':
			str_add(out, "&quot;");
			break;
		default:
			str_add_char(out, *text);
		}
}
