#include "target/imap/response.h"

#include "base/encode.h"
#include "base/str.h"

#include <string.h>

#define SHOW_MAX 300

bool imap_is(struct imap_text text, const char *word)
{
	size_t i = 0;

	for (; i < text.len && word[i] != '\0'; i++)
		if (str_lower(text.at[i]) != str_lower(word[i]))
			return false;
	return i == text.len && word[i] == '\0';
}

struct imap_cursor imap_read(struct imap_text text)
{
	return (struct imap_cursor){ text.at, text.at + text.len };
}

static struct imap_text rest_of(const struct imap_cursor *c)
{
	return (struct imap_text){ c->at, (size_t)(c->end - c->at) };
}

/* --- parts ------------------------------------------------------------- */

bool imap_take_char(struct imap_cursor *c, char wanted)
{
	if (c->at == c->end || *c->at != wanted)
		return false;
	c->at++;
	return true;
}

/* Brackets may hold blanks: BODY[HEADER.FIELDS (MESSAGE-ID)]. */
bool imap_take_atom(struct imap_cursor *c, struct imap_text *out)
{
	const char *at = c->at;
	bool inside = false;

	for (; at < c->end; at++) {
		if (*at == '[')
			inside = true;
		if (*at == ']')
			inside = false;
		if ((unsigned char)*at < ' ' || *at == 0x7f || *at == '"' ||
		    (!inside && (*at == ' ' || *at == '(' || *at == ')')))
			break;
	}
	if (at == c->at || inside)
		return false;
	*out = (struct imap_text){ c->at, (size_t)(at - c->at) };
	c->at = at;
	return true;
}

bool imap_take_number(struct imap_cursor *c, uint64_t max, uint64_t *out)
{
	const char *at = c->at;
	uint64_t n = 0;

	for (; at < c->end && *at >= '0' && *at <= '9'; at++) {
		unsigned int digit = (unsigned int)(*at - '0');

		if (n > (max - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	if (at == c->at || n > max)
		return false;
	c->at = at;
	*out = n;
	return true;
}

/* Behind the opening quote. */
static bool take_quoted(struct imap_cursor *c, struct str *out)
{
	const char *at = c->at;
	size_t start = out->len;

	for (; at < c->end && *at != '"'; at++) {
		if (*at == '\\' && at + 1 < c->end)
			at++;
		if (*at == '\r' || *at == '\n')
			break;
		str_add_char(out, *at);
	}
	if (at == c->end || *at != '"') {
		str_cut(out, start);
		return false;
	}
	c->at = at + 1;
	return true;
}

/* At "{n}". */
static bool take_literal(struct imap_cursor *c, struct str *out)
{
	struct imap_cursor in = *c;
	uint64_t n;

	if (!imap_take_char(&in, '{') ||
	    !imap_take_number(&in, IMAP_RESPONSE_MAX, &n) ||
	    !imap_take_char(&in, '}') || !imap_take_char(&in, '\r') ||
	    !imap_take_char(&in, '\n') || n > (size_t)(in.end - in.at))
		return false;
	str_add_len(out, in.at, (size_t)n);
	in.at += n;
	*c = in;
	return true;
}

bool imap_take_string(struct imap_cursor *c, struct str *out, bool *nil)
{
	struct imap_cursor in = *c;
	struct imap_text atom;

	*nil = false;
	if (imap_take_char(&in, '"')) {
		if (!take_quoted(&in, out))
			return false;
	} else if (in.at < in.end && *in.at == '{') {
		if (!take_literal(&in, out))
			return false;
	} else {
		if (!imap_take_atom(&in, &atom))
			return false;
		*nil = imap_is(atom, "NIL");
		if (!*nil)
			str_add_len(out, atom.at, atom.len);
	}
	*c = in;
	return true;
}

bool imap_take_value(struct imap_cursor *c)
{
	struct str scratch AUTO(str_done) = STR_INIT;
	struct imap_cursor in = *c;
	int depth = 0;

	do {
		bool nil;

		while (depth > 0 && imap_take_char(&in, ' '))
			;
		if (imap_take_char(&in, '(')) {
			if (++depth > IMAP_DEPTH_MAX)
				return false;
		} else if (depth > 0 && imap_take_char(&in, ')')) {
			depth--;
		} else {
			str_cut(&scratch, 0);
			if (!imap_take_string(&in, &scratch, &nil))
				return false;
		}
	} while (depth > 0);
	*c = in;
	return true;
}

/* --- responses --------------------------------------------------------- */

static const struct {
	const char *word;
	enum imap_status status;
} statuses[] = {
	{ "OK", IMAP_OK },   { "NO", IMAP_NO },           { "BAD", IMAP_BAD },
	{ "BYE", IMAP_BYE }, { "PREAUTH", IMAP_PREAUTH },
};

static enum imap_status status_of(struct imap_text word)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (imap_is(word, statuses[i].word))
			return statuses[i].status;
	return IMAP_DATA;
}

/* "[CODE ...] text"; servers forget the text and the blank before it. A
   quoted string in the code may hold a bracket. */
static void parse_text(struct imap_response *out, struct imap_cursor c)
{
	const char *at = c.at;
	bool quoted = false;

	if (imap_take_char(&c, '[')) {
		for (at = c.at; at < c.end && (quoted || *at != ']'); at++) {
			if (*at == '"')
				quoted = !quoted;
			if (quoted && *at == '\\' && at + 1 < c.end)
				at++;
		}
		if (at < c.end) {
			out->code =
				(struct imap_text){ c.at, (size_t)(at - c.at) };
			c.at = at + 1;
			(void)imap_take_char(&c, ' ');
		} else {
			c.at--; /* no code after all */
		}
	}
	out->text = rest_of(&c);
}

static bool parse_data(struct imap_response *out, struct imap_cursor c)
{
	uint64_t number;

	if (imap_take_number(&c, UINT32_MAX, &number)) {
		out->number = (uint32_t)number;
		if (!imap_take_char(&c, ' '))
			return false;
	}
	if (!imap_take_atom(&c, &out->name))
		return false;
	(void)imap_take_char(&c, ' ');
	out->data = rest_of(&c);
	return true;
}

bool imap_response_parse(struct imap_response *out, const char *bytes,
			 size_t len)
{
	struct imap_cursor c = { bytes, bytes + len };
	struct imap_cursor words;
	struct imap_text first, word;

	memset(out, 0, sizeof(*out));
	if (imap_take_char(&c, '+')) {
		out->kind = IMAP_CONTINUE;
		(void)imap_take_char(&c, ' ');
		out->text = rest_of(&c);
		return true;
	}
	if (!imap_take_atom(&c, &first) || !imap_take_char(&c, ' '))
		return false;
	out->kind = imap_is(first, "*") ? IMAP_UNTAGGED : IMAP_TAGGED;
	words = c;
	if (imap_take_atom(&words, &word))
		out->status = status_of(word);
	if (out->status == IMAP_DATA)
		return out->kind == IMAP_UNTAGGED && parse_data(out, c);
	(void)imap_take_char(&words, ' ');
	parse_text(out, words);
	if (out->kind == IMAP_TAGGED) {
		out->tag = first;
		return out->status <= IMAP_BAD;
	}
	return true;
}

bool imap_literal_follows(const char *line, size_t len, uint64_t *size)
{
	struct imap_cursor c;
	size_t at = len;

	if (len < 3 || line[len - 1] != '}')
		return false;
	for (at = len - 1; at > 0 && line[at - 1] >= '0' && line[at - 1] <= '9';
	     at--)
		;
	if (at == 0 || line[at - 1] != '{')
		return false;
	c = (struct imap_cursor){ line + at, line + len - 1 };
	if (!imap_take_number(&c, UINT64_MAX / 2, size))
		*size = UINT64_MAX; /* nobody's size: too large for anything */
	return at < len - 1;
}

bool imap_code_is(struct imap_text code, const char *word,
		  struct imap_text *rest)
{
	struct imap_cursor c = imap_read(code);
	struct imap_text first;

	if (!imap_take_atom(&c, &first) || !imap_is(first, word))
		return false;
	(void)imap_take_char(&c, ' ');
	if (rest != NULL)
		*rest = rest_of(&c);
	return true;
}

void imap_show(struct str *out, struct imap_text text)
{
	size_t start = out->len,
	       len = text.len < SHOW_MAX ? text.len : SHOW_MAX;

	/* not in the middle of a letter */
	while (len < text.len && len > 0 &&
	       ((unsigned char)text.at[len] & 0xc0) == 0x80)
		len--;
	(void)utf8_clean(out, text.at, len);
	for (size_t i = start; i < out->len; i++)
		if ((unsigned char)out->s[i] < ' ' || out->s[i] == 0x7f)
			out->s[i] = ' ';
}

/* --- codes ------------------------------------------------------------- */

/* One "4" or "4:6" of a set. */
static bool take_range(struct imap_cursor *c, uint64_t *from, uint64_t *to)
{
	if (!imap_take_number(c, UINT32_MAX, from) || *from == 0)
		return false;
	*to = *from;
	if (imap_take_char(c, ':') &&
	    (!imap_take_number(c, UINT32_MAX, to) || *to < *from))
		return false;
	return true;
}

bool imap_appenduid(struct imap_text code, uint32_t *validity, uint32_t *uids,
		    size_t n)
{
	struct imap_text rest;
	struct imap_cursor c;
	uint64_t value, from, to;
	size_t got = 0;

	if (!imap_code_is(code, "APPENDUID", &rest))
		return false;
	c = imap_read(rest);
	if (!imap_take_number(&c, UINT32_MAX, &value) || value == 0 ||
	    !imap_take_char(&c, ' '))
		return false;
	do {
		if (!take_range(&c, &from, &to) || to - from >= n - got)
			return false;
		for (; from <= to; from++)
			uids[got++] = (uint32_t)from;
	} while (got < n && imap_take_char(&c, ','));
	if (got != n || c.at != c.end)
		return false;
	*validity = (uint32_t)value;
	return true;
}
