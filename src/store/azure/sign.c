#include "store/azure/sign.h"

#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
	const struct azure_pair *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* A sorted copy of n pairs, in place. */
static void sort(struct azure_pair out[AZURE_PAIRS],
		 const struct azure_pair *pairs, size_t n)
{
	if (n == 0)
		return;
	memcpy(out, pairs, n * sizeof(*pairs));
	qsort(out, n, sizeof(*out), by_name);
}

static const char *value_of(const struct azure_signed *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (strcmp(r->headers[i].name, name) == 0)
			return r->headers[i].value;
	return "";
}

void azure_string_to_sign(struct str *out, const struct azure_signed *r)
{
	static const char *const standard[] = {
		"content-encoding",
		"content-language",
		"content-length",
		"content-md5",
		"content-type",
		"date",
		"if-modified-since",
		"if-match",
		"if-none-match",
		"if-unmodified-since",
		"range",
	};
	struct azure_pair pairs[AZURE_PAIRS];

	str_addf(out, "%s\n", r->method);
	for (size_t i = 0; i < sizeof(standard) / sizeof(standard[0]); i++)
		if (strcmp(standard[i], "content-length") != 0)
			str_addf(out, "%s\n", value_of(r, standard[i]));
		else if (r->length > 0)
			str_addf(out, "%llu\n", (unsigned long long)r->length);
		else
			str_add(out, "\n");
	sort(pairs, r->headers, r->n_headers);
	for (size_t i = 0; i < r->n_headers; i++)
		if (str_starts(pairs[i].name, "x-ms-"))
			str_addf(out, "%s:%s\n", pairs[i].name, pairs[i].value);
	str_addf(out, "/%s%s", r->account, r->path);
	sort(pairs, r->query, r->n_query);
	for (size_t i = 0; i < r->n_query; i++)
		str_addf(out, "\n%s:%s", pairs[i].name, pairs[i].value);
}

void azure_shared_key(struct str *out, const struct azure_signed *r,
		      const void *key, size_t key_len)
{
	struct str text AUTO(str_done) = STR_INIT;
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned int len = 0;

	azure_string_to_sign(&text, r);
	if (HMAC(EVP_sha256(), key, (int)key_len, (unsigned char *)text.s,
		 text.len, mac, &len) == NULL)
		mem_exhausted(text.len);
	str_addf(out, "SharedKey %s:", r->account);
	encode_base64(out, mac, len);
}
