#include "convert/markdown.h"

#include "base/str.h"
#include "convert/body.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LISTS_DEEP  4
#define SPANS_DEEP  4
#define LOOK_AHEAD  4000 /* bytes within which a span must end */
#define HEADING_TOP 3    /* "#" becomes <h3>: <h2> is a section of ours */

enum block { BLOCK_NONE, BLOCK_PARAGRAPH, BLOCK_QUOTE, BLOCK_CODE };

struct markdown {
	struct body *b;
	enum block block;
	char lists[LISTS_DEEP]; /* 'u' or 'o', open now */
	size_t depth;
};

/* --- within a line
 * ------------------------------------------------------------ */

static const char *find_end(const char *s, size_t len, const char *mark)
{
	return memmem(s, len < LOOK_AHEAD ? len : LOOK_AHEAD, mark,
		      strlen(mark));
}

static void inline_html(struct body *b, const char *s, size_t len, int depth);

static bool in_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

/*
 * <tag>text</tag> where s is at its mark; bytes taken, or 0. A mark within a
 * word is none: 2*3*4 must not lose its signs.
 */
static size_t span(struct body *b, const char *s, size_t len, const char *mark,
		   const char *tag, int depth)
{
	size_t m = strlen(mark);
	const char *end;

	if (len < 2 * m + 1 || memcmp(s, mark, m) != 0 || s[m] == ' ' ||
	    s[m] == mark[0])
		return 0;
	end = find_end(s + m, len - m, mark);
	if (end == NULL || end[-1] == ' ' ||
	    ((size_t)(end - s) + m < len && in_word(end[m])))
		return 0;
	body_addf(b, "<%s>", tag);
	if (strcmp(tag, "code") == 0)
		body_html(b, s + m, (size_t)(end - s) - m);
	else
		inline_html(b, s + m, (size_t)(end - s) - m, depth + 1);
	body_addf(b, "</%s>", tag);
	return (size_t)(end - s) + m;
}

/* [text](address) as "text (address)"; bytes taken, or 0. */
static size_t link_text(struct body *b, const char *s, size_t len, int depth)
{
	const char *close, *end;

	if (len < 4 || *s != '[')
		return 0;
	close = find_end(s, len, "](");
	if (close == NULL)
		return 0;
	end = find_end(close, len - (size_t)(close - s), ")");
	if (end == NULL || memchr(s, '\n', (size_t)(end - s)) != NULL)
		return 0;
	inline_html(b, s + 1, (size_t)(close - s) - 1, depth + 1);
	if (end > close + 2) {
		body_add(b, " (");
		body_html(b, close + 2, (size_t)(end - close) - 2);
		body_add(b, ")");
	}
	return (size_t)(end - s) + 1;
}

static size_t special(struct body *b, const char *s, size_t len, int depth)
{
	size_t n;

	if (strchr("*`[", *s) == NULL || depth >= SPANS_DEEP)
		return 0;
	if ((n = span(b, s, len, "**", "b", depth)) > 0 ||
	    (n = span(b, s, len, "*", "i", depth)) > 0 ||
	    (n = span(b, s, len, "`", "code", depth)) > 0)
		return n;
	return link_text(b, s, len, depth);
}

static void inline_html(struct body *b, const char *s, size_t len, int depth)
{
	size_t plain = 0, i = 0;

	while (i < len) {
		size_t n = 0;

		if (s[i] == '\\' && i + 1 < len &&
		    strchr("\\`*_{}[]()#+-.!|", s[i + 1]) != NULL) {
			body_html(b, s + plain, i - plain);
			plain = i + 1;
			i += 2;
			continue;
		}
		if (strchr("*`[", s[i]) != NULL) {
			body_html(b, s + plain, i - plain);
			plain = i;
			if (i == 0 || !in_word(s[i - 1]))
				n = special(b, s + i, len - i, depth);
		}
		if (n > 0)
			plain = i + n;
		i += n > 0 ? n : 1;
	}
	body_html(b, s + plain, len - plain);
}

/* --- lines
 * -------------------------------------------------------------------- */

static void close_block(struct markdown *m)
{
	static const char *const tags[] = {
		[BLOCK_NONE] = "",
		[BLOCK_PARAGRAPH] = "</p>\n",
		[BLOCK_QUOTE] = "</blockquote>\n",
		[BLOCK_CODE] = "</pre>\n",
	};

	body_add(m->b, tags[m->block]);
	m->block = BLOCK_NONE;
}

static void close_lists(struct markdown *m, size_t depth)
{
	while (m->depth > depth)
		body_addf(m->b, "</li></%cl>\n", m->lists[--m->depth]);
}

static void open_block(struct markdown *m, enum block block, const char *tag)
{
	if (m->block == block) {
		body_add(m->b, "<br>\n");
		return;
	}
	close_block(m);
	if (block == BLOCK_QUOTE)
		close_lists(m, 0);
	body_addf(m->b, "<%s dir=\"auto\">", tag);
	m->block = block;
}

/* "# Title": its level, 0 if it is none. */
static size_t heading(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] == '#')
		n++;
	return n > 0 && n <= 6 && n < len && s[n] == ' ' ? n : 0;
}

static void write_heading(struct markdown *m, const char *s, size_t len,
			  size_t level)
{
	size_t tag = level + HEADING_TOP - 1;

	tag = tag > 6 ? 6 : tag;
	close_block(m);
	close_lists(m, 0);
	body_addf(m->b, "<h%zu dir=\"auto\">", tag);
	inline_html(m->b, s + level + 1, len - level - 1, 0);
	body_addf(m->b, "</h%zu>\n", tag);
}

/* "- ", "* ", "+ ", "12. ": bytes of the marker, 0 if it is none. */
static size_t marker(const char *s, size_t len, char *kind)
{
	size_t digits = 0;

	if (len > 2 && strchr("-*+", *s) != NULL && s[1] == ' ') {
		*kind = 'u';
		return 2;
	}
	while (digits < len && digits < 9 && s[digits] >= '0' &&
	       s[digits] <= '9')
		digits++;
	if (digits == 0 || digits + 2 >= len ||
	    (s[digits] != '.' && s[digits] != ')') || s[digits + 1] != ' ')
		return 0;
	*kind = 'o';
	return digits + 2;
}

static void write_item(struct markdown *m, const char *s, size_t len,
		       size_t level, char kind)
{
	long first = strtol(s, NULL, 10);

	close_block(m);
	if (level > m->depth + 1)
		level = m->depth + 1;
	if (level > LISTS_DEEP)
		level = LISTS_DEEP;
	close_lists(m, level);
	if (m->depth == level && m->lists[level - 1] != kind)
		close_lists(m, level - 1);
	if (m->depth == level) {
		body_add(m->b, "</li>\n<li dir=\"auto\">");
	} else {
		if (kind == 'o' && first != 1)
			body_addf(m->b, "<ol start=\"%ld\"><li dir=\"auto\">",
				  first);
		else
			body_addf(m->b, "<%cl><li dir=\"auto\">", kind);
		m->lists[m->depth++] = kind;
	}
	while (len > 0 && *s != ' ') {
		s++;
		len--;
	}
	inline_html(m->b, s + 1, len - 1, 0);
}

static bool rule(const char *s, size_t len)
{
	return len >= 3 && strchr("-*_", *s) != NULL &&
	       strspn(s, (char[]){ *s, ' ', '\0' }) >= len;
}

static void write_line(struct markdown *m, const char *s, size_t len,
		       size_t indent)
{
	size_t level = heading(s, len);
	char kind;

	if (level > 0) {
		write_heading(m, s, len, level);
	} else if (rule(s, len)) {
		close_block(m);
		close_lists(m, 0);
		body_add(m->b, "<hr>\n");
	} else if (marker(s, len, &kind) > 0) {
		write_item(m, s, len, indent / 2 + 1, kind);
	} else if (*s == '>') {
		size_t skip = len > 1 && s[1] == ' ' ? 2 : 1;

		open_block(m, BLOCK_QUOTE, "blockquote");
		inline_html(m->b, s + skip, len - skip, 0);
	} else {
		if (m->depth > 0 && indent == 0)
			close_lists(m, 0);
		if (m->depth > 0)
			body_add(m->b, "<br>\n");
		else
			open_block(m, BLOCK_PARAGRAPH, "p");
		inline_html(m->b, s, len, 0);
	}
}

static void take_line(struct markdown *m, const char *line, size_t len)
{
	size_t indent = 0;

	while (len > 0 && strchr(" \t\r", line[len - 1]) != NULL)
		len--;
	while (indent < len && (line[indent] == ' ' || line[indent] == '\t'))
		indent++;
	if (len - indent >= 3 && memcmp(line + indent, "```", 3) == 0) {
		bool ends = m->block == BLOCK_CODE;

		close_block(m);
		close_lists(m, 0);
		if (!ends)
			open_block(m, BLOCK_CODE, "pre");
		return;
	}
	if (m->block == BLOCK_CODE) {
		body_html(m->b, line, len);
		body_add(m->b, "\n");
	} else if (len == indent) {
		close_block(m);
	} else {
		write_line(m, line + indent, len - indent, indent);
	}
}

void markdown_html(struct body *b, const char *text)
{
	struct markdown m = { .b = b };

	while (*text != '\0' && !body_full(b)) {
		size_t len = strcspn(text, "\n");

		take_line(&m, text, len);
		text += len + (text[len] == '\n');
	}
	if (*text != '\0')
		b->cut = true;
	close_block(&m);
	close_lists(&m, 0);
}
