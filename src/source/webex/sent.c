#include "source/webex/sent.h"

#include "base/encode.h"
#include "base/str.h"

#include <string.h>

static int add_bytes(const char *bytes, size_t len, void *ctx)
{
	str_add_len(ctx, bytes, len);
	return 0;
}

void sent_keep(struct str *out, const json_t *o)
{
	(void)json_dump_callback(o, add_bytes, out,
				 JSON_COMPACT | JSON_ENCODE_ANY);
}

void sent_uuid(struct str *out, const char *id)
{
	struct str s AUTO(str_done) = STR_INIT;
	const char *last;
	size_t n;

	if (!decode_base64(&s, id, strlen(id)) || strlen(s.s) != s.len) {
		str_add(out, id);
		return;
	}
	while (s.len > 0 && (unsigned char)s.s[s.len - 1] <= ' ')
		str_cut(&s, s.len - 1); /* some are made with a line end */
	last = strrchr(s.s, '/');
	last = last != NULL ? last + 1 : s.s;
	n = strspn(last, "0123456789abcdefABCDEF-_:"
			 "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ");
	str_add(out, n > 0 && last[n] == '\0' ? last : id);
}
