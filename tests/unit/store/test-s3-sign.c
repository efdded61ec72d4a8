#include "base/str.h"
#include "store/s3/sigv4.h"
#include "t.h"

#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define AWS                                                                    \
	{                                                                      \
		"AKIAIOSFODNN7EXAMPLE",                                        \
			"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",            \
			"us-east-1", "s3"                                      \
	}
#define OWN                                                                    \
	{                                                                      \
		"AKTEST", "SKTEST", "eu-north-1", "s3"                         \
	}
#define AWS_HOST "examplebucket.s3.amazonaws.com"
#define OWN_HOST "127.0.0.1:9000"
#define AWS_DATE "20130524T000000Z"
#define OWN_DATE "20261127T180000Z"

/*
 * The first four are the examples of "Signature Calculations for the
 * Authorization Header", Amazon S3 API Reference; the others were computed by
 * Python's hmac from its text.
 */
static const struct sign_case {
	const char *label;
	struct sigv4_key key;
	const char *method, *path, *host, *date, *payload;
	struct sigv4_pair query[6], headers[6];
	const char *sent, *names, *signature;
} sign_cases[] = {
	{ "GET object",
	  AWS,
	  "GET",
	  "/test.txt",
	  AWS_HOST,
	  AWS_DATE,
	  EMPTY,
	  { { NULL, NULL } },
	  { { "range", "bytes=0-9" } },
	  "",
	  "host;range;x-amz-content-sha256;x-amz-date",
	  "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41" },
	{ "PUT object",
	  AWS,
	  "PUT",
	  "/test%24file.text",
	  AWS_HOST,
	  AWS_DATE,
	  "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
	  { { NULL, NULL } },
	  { { "x-amz-storage-class", "REDUCED_REDUNDANCY" },
	    { "date", "Fri, 24 May 2013 00:00:00 GMT" } },
	  "",
	  "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
	  "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd" },
	{ "GET bucket lifecycle",
	  AWS,
	  "GET",
	  "/",
	  AWS_HOST,
	  AWS_DATE,
	  EMPTY,
	  { { "lifecycle", "" } },
	  { { NULL, NULL } },
	  "lifecycle=",
	  "host;x-amz-content-sha256;x-amz-date",
	  "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543" },
	{ "GET bucket, list objects",
	  AWS,
	  "GET",
	  "/",
	  AWS_HOST,
	  AWS_DATE,
	  EMPTY,
	  { { "prefix", "J" }, { "max-keys", "2" } },
	  { { NULL, NULL } },
	  "max-keys=2&prefix=J",
	  "host;x-amz-content-sha256;x-amz-date",
	  "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7" },
	{ "a part, unsigned",
	  OWN,
	  "PUT",
	  "/vault/packs/2026-11/00000001.pack",
	  OWN_HOST,
	  OWN_DATE,
	  SIGV4_UNSIGNED,
	  { { "uploadId", "2~a+b/c=" }, { "partNumber", "10" } },
	  { { "content-md5", "XrY7u+Ae7tCTyyK7j1rNww==" } },
	  "partNumber=10&uploadId=2~a%2Bb%2Fc%3D",
	  "content-md5;host;x-amz-content-sha256;x-amz-date",
	  "1fe2c9da81001e8dd5ac84170797e5b984d4ee41973f0a7ac98adb7e61e5f130" },
	{ "a list, temporary credentials",
	  OWN,
	  "GET",
	  "/vault/",
	  OWN_HOST,
	  OWN_DATE,
	  EMPTY,
	  { { "versions", "" },
	    { "prefix", "a~b/ \xc3\xa5" },
	    { "max-keys", "1000" },
	    { "version-id-marker", "x&y=z" },
	    { "key-marker", "" } },
	  { { "x-amz-security-token",
	      "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZT"
	      "wdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpK"
	      "Pi/kMcGd" } },
	  "key-marker=&max-keys=1000&prefix=a~b%2F%20%C3%A5&"
	  "version-id-marker=x%26y%3Dz&versions=",
	  "host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
	  "7d2b2c1942d7e099d8ab86ad049ee779482fadd2066f048adb0452fe42766338" },
	{ "blanks of a value",
	  OWN,
	  "PUT",
	  "/vault/a",
	  OWN_HOST,
	  OWN_DATE,
	  EMPTY,
	  { { "versionId", "null" }, { "legal-hold", "" } },
	  { { "content-type", "  application/xml   and   more " } },
	  "legal-hold=&versionId=null",
	  "content-type;host;x-amz-content-sha256;x-amz-date",
	  "3308bb6db3f8fa42abcabcfca45f8badad617e0974f26cb76901ddea35740382" },
};

static size_t count(const struct sigv4_pair *pairs)
{
	size_t n = 0;

	while (pairs[n].name != NULL)
		n++;
	return n;
}

T(sign)
{
	T_EACH(c, sign_cases) {
		struct str query AUTO(str_done) = STR_INIT;
		struct str got AUTO(str_done) = STR_INIT;
		struct str want AUTO(str_done) = STR_INIT;
		struct sigv4_pair headers[9];
		size_t n = count(c->headers);
		struct sigv4_request rq = { .method = c->method,
					    .path = c->path,
					    .headers = headers,
					    .n_headers = n + 3,
					    .payload = c->payload,
					    .date = c->date };

		memcpy(headers, c->headers, n * sizeof(*headers));
		headers[n++] = (struct sigv4_pair){ "x-amz-date", c->date };
		headers[n++] = (struct sigv4_pair){ "host", c->host };
		headers[n++] = (struct sigv4_pair){ "x-amz-content-sha256",
						    c->payload };
		sigv4_query(&query, c->query, count(c->query));
		T_EQ_STR(query.s, c->sent);
		rq.query = query.s;
		sigv4_sign(&got, &c->key, &rq);
		str_addf(&want,
			 "AWS4-HMAC-SHA256 Credential=%s/%.8s/%s/s3/"
			 "aws4_request, SignedHeaders=%s, Signature=%s",
			 c->key.id, c->date, c->key.region, c->names,
			 c->signature);
		T_EQ_STR(got.s, want.s);
	}
}

T(texts)
{
	char date[SIGV4_DATE], payload[SIGV4_HEX];

	sigv4_date(INT64_C(1369353600999999), date);
	T_EQ_STR(date, AWS_DATE);
	sigv4_payload("", 0, payload);
	T_EQ_STR(payload, EMPTY);
	sigv4_payload("Welcome to Amazon S3.", 21, payload);
	T_EQ_STR(payload, sign_cases[1].payload);
}

T_MAIN
