#include "id.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define SCHEME "ciscospark://"

/* An odd number and its inverse: scrambling that can be undone. */
#define SCRAMBLE   UINT32_C(0x9e3779b1)
#define UNSCRAMBLE UINT32_C(0x0e8b2f51)

void wx_uuid(uint64_t seed, const char *kind, uint32_t n, char out[SEED_UUID])
{
	uint64_t base = seed_of_text(seed, kind);
	uint32_t first = (n * SCRAMBLE) ^ (uint32_t)base;
	char rest[SEED_UUID];

	seed_uuid(seed_of(base, "uuid", n), rest);
	(void)snprintf(out, SEED_UUID, "%08x%s", first, rest + 8);
}

bool wx_uuid_number(uint64_t seed, const char *kind, const char *uuid,
		    uint32_t *n)
{
	uint64_t base = seed_of_text(seed, kind);
	char again[SEED_UUID];
	unsigned char b[4];
	uint32_t first, found;

	if (strlen(uuid) != SEED_UUID - 1)
		return false;
	(void)snprintf(again, sizeof(again), "%.8s", uuid);
	if (!decode_hex(again, b, sizeof(b)))
		return false;
	first = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
		(uint32_t)b[2] << 8 | b[3];
	found = (first ^ (uint32_t)base) * UNSCRAMBLE;
	wx_uuid(seed, kind, found, again);
	if (str_casecmp(again, uuid) != 0)
		return false;
	*n = found;
	return true;
}

const char *wx_id(struct arena *a, const char *cluster, const char *kind,
		  const char *rest)
{
	struct str plain AUTO(str_done) = STR_INIT;
	struct str text AUTO(str_done) = STR_INIT;

	str_addf(&plain, SCHEME "%s/%s/%s", cluster, kind, rest);
	encode_base64(&text, plain.s, plain.len);
	while (text.len > 0 && text.s[text.len - 1] == '=')
		str_cut(&text, text.len - 1);
	return arena_strdup(a, text.s);
}

const char *wx_id_of(struct arena *a, uint64_t seed, const char *kind,
		     uint32_t n)
{
	char uuid[SEED_UUID];

	wx_uuid(seed, kind, n, uuid);
	return wx_id(a, WX_CLUSTER, kind, uuid);
}

const char *wx_id_rest(struct arena *a, const char *kind, const char *id)
{
	struct str plain AUTO(str_done) = STR_INIT;
	size_t len = strlen(kind);
	const char *p;

	if (!decode_base64(&plain, id, strlen(id)) ||
	    strlen(plain.s) != plain.len || !str_starts(plain.s, SCHEME))
		return NULL;
	p = strchr(plain.s + strlen(SCHEME), '/'); /* behind the cluster */
	if (p == NULL || strncmp(p + 1, kind, len) != 0 || p[1 + len] != '/')
		return NULL;
	return arena_strdup(a, p + len + 2);
}

bool wx_id_number(struct arena *a, uint64_t seed, const char *kind,
		  const char *id, uint32_t *n)
{
	const char *uuid = wx_id_rest(a, kind, id);

	return uuid != NULL && wx_uuid_number(seed, kind, uuid, n);
}
