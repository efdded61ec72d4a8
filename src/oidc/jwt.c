#include "oidc/jwt.h"

#include "base/encode.h"
#include "base/err.h"

#include <string.h>

#define HEADER_MAX ((size_t)8 * 1024)

bool jwt_decode(struct str *out, const char *text, size_t len)
{
	struct str again AUTO(str_done) = STR_INIT;
	size_t before = out->len;

	if (memchr(text, '=', len) != NULL || !decode_base64(out, text, len))
		return false;
	encode_base64url(&again, out->s + before, out->len - before);
	if (again.len == len && memcmp(again.s, text, len) == 0)
		return true;
	str_cut(out, before);
	return false;
}

json_t *jwt_object(const char *text, size_t len, size_t max)
{
	json_t *o =
		len <= max ? json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL)
			   : NULL;

	if (json_is_object(o))
		return o;
	json_decref(o);
	return NULL;
}

static json_t *part(const char *text, size_t len, size_t max)
{
	struct str bytes AUTO(str_done) = STR_INIT;

	if (!jwt_decode(&bytes, text, len))
		return NULL;
	return jwt_object(bytes.s, bytes.len, max);
}

static int read_alg(struct jwt *t, struct err *e)
{
	static const char *const names[] = { "RS256", "PS256", "ES256" };
	const char *alg = json_string_value(json_object_get(t->header, "alg"));

	for (size_t i = 0; alg != NULL && i < sizeof(names) / sizeof(names[0]);
	     i++)
		if (strcmp(names[i], alg) == 0) {
			t->alg = (enum jwt_alg)i;
			return 0;
		}
	return err_set(e, ERR_ITEM,
		       "the token is not signed by RS256, PS256 or ES256");
}

static int read_header(struct jwt *t, struct err *e)
{
	const json_t *typ = json_object_get(t->header, "typ");
	const json_t *kid = json_object_get(t->header, "kid");

	if (read_alg(t, e) < 0)
		return -1;
	if (json_object_get(t->header, "crit") != NULL)
		return err_set(e, ERR_ITEM,
			       "the token's header demands something unknown");
	if (typ != NULL && (!json_is_string(typ) ||
			    str_casecmp(json_string_value(typ), "JWT") != 0))
		return err_set(e, ERR_ITEM, "the token is of another type");
	if (kid != NULL && !json_is_string(kid))
		return err_set(e, ERR_ITEM, "the token's kid is no text");
	t->kid = json_string_value(kid);
	return 0;
}

static int read_parts(struct jwt *t, const char *token, struct err *e)
{
	const char *first = strchr(token, '.');
	const char *second = first != NULL ? strchr(first + 1, '.') : NULL;
	size_t len = strlen(token);

	if (second == NULL || strchr(second + 1, '.') != NULL)
		return err_set(e, ERR_ITEM, "the token has not three parts");
	t->header = part(token, (size_t)(first - token), HEADER_MAX);
	if (t->header == NULL)
		return err_set(e, ERR_ITEM, "the token's header is no JSON");
	t->claims = part(first + 1, (size_t)(second - first) - 1, JWT_MAX);
	if (t->claims == NULL)
		return err_set(e, ERR_ITEM, "the token's claims are no JSON");
	str_add_len(&t->signed_text, token, (size_t)(second - token));
	if (second[1] == '\0' ||
	    !jwt_decode(&t->signature, second + 1,
			len - (size_t)(second - token) - 1))
		return err_set(e, ERR_ITEM, "the token has no signature");
	return read_header(t, e);
}

int jwt_read(struct jwt *out, const char *token, struct err *e)
{
	struct jwt t = { .signed_text = STR_INIT, .signature = STR_INIT };

	if (strnlen(token, JWT_MAX + 1) > JWT_MAX)
		return err_set(e, ERR_ITEM, "the token is larger than %zu kB",
			       JWT_MAX / 1024);
	if (read_parts(&t, token, e) < 0) {
		jwt_done(&t);
		return -1;
	}
	*out = t;
	return 0;
}

void jwt_done(struct jwt *t)
{
	json_decref(t->header);
	json_decref(t->claims);
	if (t->signed_text.s != NULL)
		str_done(&t->signed_text);
	if (t->signature.s != NULL)
		str_done(&t->signature);
	*t = (struct jwt){ 0 };
}
