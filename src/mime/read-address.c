#include "mime/read.h"

#include "base/str.h"

#include <string.h>

/* Behind the comment that begins at p; they may be nested. */
static const char *comment_end(const char *p)
{
	int depth = 0;

	for (; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			return p + 1;
	}
	return p;
}

/* Append what the quotes that begin at p hold; returns what is behind. */
static const char *quoted(struct str *out, const char *p)
{
	for (p++; *p != '\0' && *p != '"'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		str_add_char(out, *p);
	}
	return p + (*p == '"');
}

static const char *angle(struct str *out, const char *p)
{
	size_t n = strcspn(++p, ">");

	str_cut(out, 0);
	str_add_len(out, p, n);
	return p + n + (p[n] == '>');
}

static void trim(struct str *s)
{
	while (s->len > 0 && strchr(" \t", s->s[s->len - 1]) != NULL)
		str_cut(s, s->len - 1);
}

/* One mailbox up to its comma: its phrase and what stood between <>. */
static const char *mailbox(const char *p, struct str *phrase, struct str *spec)
{
	while (*p != '\0' && *p != ',' && *p != ';') {
		if (*p == '(') {
			p = comment_end(p);
		} else if (*p == '"') {
			p = quoted(phrase, p);
		} else if (*p == '<') {
			p = angle(spec, p);
		} else {
			if (*p == ':') /* so far it was a group's name */
				str_cut(phrase, 0);
			else if (phrase->len > 0 || strchr(" \t", *p) == NULL)
				str_add_char(phrase, *p);
			p++;
		}
	}
	trim(phrase);
	return p;
}

bool read_address(const char **body, struct str *name, struct str *addr)
{
	for (;;) {
		AUTO(str_done) struct str phrase = STR_INIT;
		AUTO(str_done) struct str spec = STR_INIT;
		const char *p = *body + strspn(*body, ",; \t\r\n");

		if (*p == '\0') {
			*body = p;
			return false;
		}
		*body = mailbox(p, &phrase, &spec);
		if (spec.len > 0) {
			str_add(addr, spec.s);
			read_text(name, phrase.s);
			return true;
		}
		if (strchr(phrase.s, '@') != NULL) {
			str_add(addr, phrase.s);
			return true;
		}
	}
}
