#include "export/name.h"

#include "base/encode.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#define PART_MAX ((size_t)100)

/* Characters of one byte that no name has. */
static bool is_unsafe(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f ||
	       strchr("/\\:*?\"<>|~", c) != NULL;
}

/* C1 controls and those that turn the direction of writing. */
static bool is_hidden(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (n == 2)
		return u[0] == 0xc2 && u[1] < 0xa0;
	if (n != 3 || u[0] != 0xe2)
		return false;
	return (u[1] == 0x80 && (u[2] == 0x8e || u[2] == 0x8f ||
				 (u[2] >= 0xa8 && u[2] <= 0xae))) ||
	       (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9);
}

void name_safe(struct str *out, const char *text, size_t max)
{
	size_t begin = out->len, len = strlen(text);

	for (size_t i = 0, n; i < len; i += n) {
		size_t have = out->len - begin;

		n = utf8_sequence(text + i, len - i);
		if (have + (n == 0 ? 1 : n) > max)
			break;
		if (n == 0 || (n == 1 && is_unsafe(text[i])) ||
		    is_hidden(text + i, n) ||
		    (have == 0 && strchr(".- ", text[i]) != NULL))
			str_add_char(out, '_');
		else
			str_add_len(out, text + i, n);
		n = n == 0 ? 1 : n;
	}
	while (out->len > begin && strchr(". ", out->s[out->len - 1]) != NULL)
		str_cut(out, out->len - 1);
	if (out->len == begin)
		str_add_char(out, '_');
}

void name_mailbox(struct str *out, const char *mailbox, uint64_t id)
{
	size_t begin = out->len;

	name_safe(out, mailbox, PART_MAX);
	if (strcmp(out->s + begin, mailbox) != 0)
		str_addf(out, "~%" PRIu64, id);
}

/* Call add for each part of a folder's path. */
static void each_part(struct str *out, const char *folder,
		      void (*add)(struct str *out, const char *part,
				  bool first))
{
	bool first = true;

	while (*folder != '\0') {
		size_t n = strcspn(folder, "/");
		AUTO(str_done) struct str part = STR_INIT;

		str_add_len(&part, folder, n);
		if (n > 0) {
			add(out, part.s, first);
			first = false;
		}
		folder += n + (folder[n] == '/');
	}
}

static void add_plain(struct str *out, const char *part, bool first)
{
	if (!first)
		str_add_char(out, '/');
	name_safe(out, part, PART_MAX);
}

void name_folder(struct str *out, const char *folder)
{
	size_t begin = out->len;

	each_part(out, folder, add_plain);
	if (out->len == begin)
		str_add_char(out, '_');
}

/* The 16-bit units of one character (n bytes, valid UTF-8), big endian. */
static void add_utf16(struct str *out, const char *s, size_t n)
{
	static const unsigned char first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t c = (unsigned char)s[0] & first[n];

	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	if (c >= 0x10000) {
		uint32_t high = 0xd800 + ((c - 0x10000) >> 10);

		str_add_char(out, (char)(high >> 8));
		str_add_char(out, (char)(high & 0xff));
		c = 0xdc00 + ((c - 0x10000) & 0x3ff);
	}
	str_add_char(out, (char)(c >> 8));
	str_add_char(out, (char)(c & 0xff));
}

/* "&" base64 "-": without padding, "," for "/". */
static void add_shifted(struct str *out, const struct str *utf16)
{
	AUTO(str_done) struct str text = STR_INIT;

	encode_base64(&text, utf16->s, utf16->len);
	str_add_char(out, '&');
	for (const char *c = text.s; *c != '\0' && *c != '='; c++)
		str_add_char(out, *c == '/' ? ',' : *c);
	str_add_char(out, '-');
}

static void add_utf7(struct str *out, const char *part, bool first)
{
	AUTO(str_done) struct str safe = STR_INIT;

	(void)first;
	name_safe(&safe, part, PART_MAX);
	str_add_char(out, '.');
	for (size_t i = 0; i < safe.len;) {
		AUTO(str_done) struct str wide = STR_INIT;
		size_t n;

		while (i < safe.len &&
		       (n = utf8_sequence(safe.s + i, safe.len - i)) > 1) {
			add_utf16(&wide, safe.s + i, n);
			i += n;
		}
		if (wide.len > 0) {
			add_shifted(out, &wide);
			continue;
		}
		if (safe.s[i] == '&')
			str_add(out, "&-");
		else
			str_add_char(out, safe.s[i] == '.' ? '_' : safe.s[i]);
		i++;
	}
}

void name_maildir(struct str *out, const char *folder)
{
	str_add(out, ".INBOX");
	each_part(out, folder, add_utf7);
}
