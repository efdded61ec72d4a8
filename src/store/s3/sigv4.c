#include "store/s3/sigv4.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"
#include "stream/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_LEN 8 /* of a date */

/* --- order ------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	const struct sigv4_pair *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->value, y->value);
}

static size_t sorted(struct sigv4_pair out[SIGV4_PAIRS],
		     const struct sigv4_pair *pairs, size_t n)
{
	if (n > SIGV4_PAIRS)
		abort(); /* a bug of ours */
	if (n > 0) {
		memcpy(out, pairs, n * sizeof(*pairs));
		qsort(out, n, sizeof(*out), by_name);
	}
	return n;
}

void sigv4_query(struct str *out, const struct sigv4_pair *pairs, size_t n)
{
	struct sigv4_pair all[SIGV4_PAIRS];

	n = sorted(all, pairs, n);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			str_add_char(out, '&');
		encode_percent(out, all[i].name);
		str_add_char(out, '=');
		encode_percent(out, all[i].value);
	}
}

/* --- texts ------------------------------------------------------------- */

void sigv4_date(int64_t us, char out[SIGV4_DATE])
{
	struct clock_date d = clock_to_date(us);

	(void)snprintf(out, SIGV4_DATE, "%04u%02u%02uT%02u%02u%02uZ",
		       (unsigned int)d.year % 10000,
		       (unsigned int)d.month % 100, (unsigned int)d.day % 100,
		       (unsigned int)d.hour % 100, (unsigned int)d.minute % 100,
		       (unsigned int)d.second % 100);
}

void sigv4_payload(const void *bytes, size_t len, char out[SIGV4_HEX])
{
	struct digest d = digest_of(bytes, len);

	memcpy(out, d.hex, SIGV4_HEX);
}

/* Append a value: blanks at both ends go, several in a row become one. */
static void add_trimmed(struct str *out, const char *value)
{
	size_t start = out->len;

	for (const char *c = value; *c != '\0'; c++)
		if (*c != ' ' || (out->len > start && c[1] != ' ' && c[1] != 0))
			str_add_char(out, *c);
}

/* --- signing ----------------------------------------------------------- */

static void hmac(unsigned char out[32], const void *key, size_t len,
		 const char *text)
{
	if (HMAC(EVP_sha256(), key, (int)len, (const unsigned char *)text,
		 strlen(text), out, NULL) == NULL)
		mem_exhausted(0);
}

static void add_signed_names(struct str *out, const struct sigv4_pair *headers,
			     size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_addf(out, "%s%s", i > 0 ? ";" : "", headers[i].name);
}

/* The SHA-256 of the canonical request. */
static struct digest canonical(const struct sigv4_request *rq,
			       const struct sigv4_pair *headers)
{
	struct str s AUTO(str_done) = STR_INIT;

	str_addf(&s, "%s\n%s\n%s\n", rq->method, rq->path, rq->query);
	for (size_t i = 0; i < rq->n_headers; i++) {
		str_addf(&s, "%s:", headers[i].name);
		add_trimmed(&s, headers[i].value);
		str_add_char(&s, '\n');
	}
	str_add_char(&s, '\n');
	add_signed_names(&s, headers, rq->n_headers);
	str_addf(&s, "\n%s", rq->payload);
	return digest_of(s.s, s.len);
}

static void signature(const struct sigv4_key *key, const char *day,
		      const char *text, char out[SIGV4_HEX])
{
	AUTO(free) char *secret = str_printf("AWS4%s", key->secret);
	unsigned char k[32];

	hmac(k, secret, strlen(secret), day);
	mem_wipe(secret, strlen(secret));
	hmac(k, k, sizeof(k), key->region);
	hmac(k, k, sizeof(k), key->service);
	hmac(k, k, sizeof(k), "aws4_request");
	hmac(k, k, sizeof(k), text);
	encode_hex(k, sizeof(k), out);
	mem_wipe(k, sizeof(k));
}

void sigv4_sign(struct str *out, const struct sigv4_key *key,
		const struct sigv4_request *rq)
{
	struct sigv4_pair headers[SIGV4_PAIRS];
	size_t n = sorted(headers, rq->headers, rq->n_headers);
	struct digest request = canonical(rq, headers);
	AUTO(free) char *day = mem_dup(rq->date, DAY_LEN);
	AUTO(free)
	char *scope = str_printf("%s/%s/%s/aws4_request", day, key->region,
				 key->service);
	AUTO(free)
	char *text = str_printf("AWS4-HMAC-SHA256\n%s\n%s\n%s", rq->date, scope,
				request.hex);
	char hex[SIGV4_HEX];

	signature(key, day, text, hex);
	str_addf(out,
		 "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=", key->id,
		 scope);
	add_signed_names(out, headers, n);
	str_addf(out, ", Signature=%s", hex);
}
