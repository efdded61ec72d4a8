#include "mime/part.h"

#include "base/encode.h"
#include "base/str.h"
#include "mime/header.h"
#include "stream/base64.h"
#include "stream/digest.h"
#include "stream/quoted-printable.h"

#include <stdbool.h>
#include <string.h>

const char *part_boundary(char buf[PART_BOUNDARY], const void *identity,
			  size_t len, char level)
{
	struct digest d = digest_of(identity, len);
	size_t at;

	memcpy(buf, "=_", 2);
	encode_base32(d.bytes, sizeof(d.bytes), buf + 2);
	at = strlen(buf);
	buf[at] = level;
	buf[at + 1] = '\0';
	return buf;
}

void part_next(struct str *out, const char *boundary)
{
	str_addf(out, "\r\n--%s\r\n", boundary);
}

void part_end(struct str *out, const char *boundary)
{
	str_addf(out, "\r\n--%s--\r\n", boundary);
}

static bool plain_line(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (line[i] < ' ' || line[i] > '~')
			return false;
	if (len == 0)
		return true;
	return len <= HEADER_COLUMNS && line[len - 1] != ' ' &&
	       line[0] != '.' && line[0] != 'F' &&
	       (len < 2 || memcmp(line, "--", 2) != 0);
}

static bool plain_text(const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *lf = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((lf == NULL ? end : lf) - text);

		if (!plain_line(text, n))
			return false;
		text += n + 1;
	}
	return true;
}

static void add_plain(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n')
			str_add_char(out, '\r');
		str_add_char(out, text[i]);
	}
}

void part_text(struct str *out, const char *subtype, const char *text,
	       size_t len)
{
	struct qp qp = QP_INIT;
	bool plain = plain_text(text, len);

	str_addf(out,
		 "Content-Type: text/%s; charset=\"utf-8\"\r\n"
		 "Content-Transfer-Encoding: %s\r\n\r\n",
		 subtype, plain ? "7bit" : "quoted-printable");
	if (plain) {
		add_plain(out, text, len);
		return;
	}
	qp_add(&qp, out, text, len);
	qp_end(&qp, out);
}

void part_base64(struct str *out, const void *bytes, size_t len)
{
	size_t lines = len / BASE64_LINE_IN;
	size_t size = (size_t)base64_size(len);
	const uint8_t *in = bytes;
	uint8_t *room;

	if (len == 0)
		return;
	room = (uint8_t *)str_room(out, size);
	if (lines > 0)
		base64_lines_find(BASE64_BEST)(room, in, lines);
	(void)base64_last_line(room + lines * BASE64_LINE_OUT,
			       in + lines * BASE64_LINE_IN,
			       len - lines * BASE64_LINE_IN);
	out->len += size;
	out->s[out->len] = '\0';
}
