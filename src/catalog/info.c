#include "catalog/info.h"

#include "base/str.h"

#include <string.h>

void info_add_varint(struct str *out, uint64_t v)
{
	char bytes[10];
	size_t n = 0;

	do {
		bytes[n] = (char)(v & 127);
		v >>= 7;
		if (v != 0)
			bytes[n] |= (char)128;
		n++;
	} while (v != 0);
	str_add_len(out, bytes, n);
}

void info_bytes(struct str *out, enum info_tag tag, const void *p, size_t len)
{
	str_add_char(out, (char)tag);
	info_add_varint(out, len);
	str_add_len(out, p, len);
}

void info_text(struct str *out, enum info_tag tag, const char *text)
{
	info_bytes(out, tag, text, strlen(text));
}

void info_number(struct str *out, enum info_tag tag, uint64_t v)
{
	AUTO(str_done) struct str s = STR_INIT;

	info_add_varint(&s, v);
	info_bytes(out, tag, s.s, s.len);
}

void info_add_ids(struct str *out, const uint64_t *ids, size_t n)
{
	uint64_t last = 0;

	for (size_t i = 0; i < n; i++) {
		info_add_varint(out, ids[i] - last);
		last = ids[i];
	}
}

void info_ids(struct str *out, enum info_tag tag, const uint64_t *ids, size_t n)
{
	AUTO(str_done) struct str s = STR_INIT;

	info_add_ids(&s, ids, n);
	info_bytes(out, tag, s.s, s.len);
}

bool info_varint(const unsigned char **at, const unsigned char *end,
		 uint64_t *v)
{
	const unsigned char *p = *at;
	uint64_t value = 0;

	for (unsigned int shift = 0; shift < 64; shift += 7) {
		if (p == end)
			return false;
		value |= (uint64_t)(*p & 127) << shift;
		if ((*p++ & 128) == 0) {
			*at = p;
			*v = value;
			return true;
		}
	}
	return false;
}

void info_read(struct info_reader *r, const void *info, size_t len)
{
	*r = (struct info_reader){ .at = info };
	r->end = r->at + len;
}

bool info_next(struct info_reader *r)
{
	const unsigned char *at = r->at;
	const unsigned char *value;
	uint64_t len;

	if (at == r->end)
		return false;
	r->tag = *at++;
	if (!info_varint(&at, r->end, &len) || len > (size_t)(r->end - at))
		return false;
	value = at;
	r->bytes = (const char *)at;
	r->len = (size_t)len;
	r->at = at + len;
	if (!info_varint(&value, r->at, &r->number))
		r->number = 0;
	return true;
}
