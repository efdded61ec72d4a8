#include "tests/samples/check.h"

#include <stdbool.h>
#include <string.h>

#define COLUMNS 78

/* CRLF only, 7 bit, no NUL or other control, lines of at most 78. */
static const char *check_lines(const char *eml, size_t len, size_t *where)
{
	size_t start = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)eml[i];

		*where = i;
		if (c == '\r') {
			if (i + 1 == len || eml[i + 1] != '\n')
				return "a bare CR";
			if (i - start > COLUMNS)
				return "a line of more than 78";
			start = ++i + 1;
		} else if (c == '\n') {
			return "a bare LF";
		} else if ((c < ' ' && c != '\t') || c > '~') {
			return "a byte that is not printable ASCII";
		}
	}
	return start == len ? NULL : "no line end at the end";
}

static bool starts(const char *eml, size_t len, size_t at, const char *text)
{
	size_t n = strlen(text);

	return at + n <= len && memcmp(eml + at, text, n) == 0;
}

/* Every header line is a field we write or its continuation. */
static const char *check_header(const char *eml, size_t len, size_t *where)
{
	static const char *const names[] = {
		"Date: ",       "From: ",         "From:\r\n",
		"Subject:",     "Message-ID:",    "References:",
		"In-Reply-To:", "MIME-Version: ", "Content-Type: ",
		"X-Estreat-",   "X-KVS-",         "X-Global",
		"To:",
	};
	size_t at = 0;

	while (!starts(eml, len, at, "\r\n")) {
		const char *end = memmem(eml + at, len - at, "\r\n", 2);
		bool known = at > 0 && eml[at] == ' ';

		*where = at;
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			known |= starts(eml, len, at, names[i]);
		if (!known)
			return "a header line that is not ours";
		if (end == NULL)
			return "a header without an end";
		at = (size_t)(end - eml) + 2;
	}
	return NULL;
}

#define BOUNDARY 55 /* "=_", 52 letters of base32, the level */

/*
 * A line that begins with "--=_" begins a part or is one of the two ends, the
 * inner one first, and nothing comes behind the outer one.
 */
static const char *check_parts(const char *eml, size_t len, size_t *where)
{
	const char *body = memmem(eml, len, "\r\n\r\n", 4);
	const char *end = eml + len, *at = body;
	int ends = 0;

	while ((at = memmem(at, (size_t)(end - at), "\r\n--=_", 6)) != NULL) {
		size_t next = (size_t)(at - eml) + 4 + BOUNDARY;

		*where = next;
		at += 6;
		if (starts(eml, len, next, "--\r\n")) {
			if (eml[next - 1] != (ends == 0 ? 'b' : 'a'))
				return "the wrong end";
			if (ends++ == 1 && next + 4 != len)
				return "something behind the end";
		} else if (!starts(eml, len, next, "\r\nContent-Type: ")) {
			return "a part without a type";
		}
	}
	return ends == 2 ? NULL : "a multipart without an end";
}

const char *check_message(const char *eml, size_t len, size_t *where)
{
	const char *wrong = check_lines(eml, len, where);

	if (wrong == NULL)
		wrong = check_header(eml, len, where);
	if (wrong == NULL)
		wrong = check_parts(eml, len, where);
	return wrong;
}
