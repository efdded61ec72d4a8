/*
 * store/s3/sigv4.h - AWS Signature Version 4, in the Authorization header.
 *
 * Why our own: libcurl's signs the query as it was written and headers that
 * are only taken away, and names no payload, which S3 wants with every
 * request.
 *
 * Source: "Authenticating Requests: Using the Authorization Header (AWS
 * Signature Version 4)", Amazon S3 API Reference, whose examples are among
 * the tests.
 */
#ifndef STORE_S3_SIGV4_H
#define STORE_S3_SIGV4_H

#include <stddef.h>
#include <stdint.h>

struct str;

#define SIGV4_UNSIGNED "UNSIGNED-PAYLOAD"
#define SIGV4_DATE     17 /* "20130524T000000Z", a NUL */
#define SIGV4_HEX      65 /* a SHA-256 as text, a NUL */
#define SIGV4_PAIRS    16

struct sigv4_pair {
	const char *name, *value;
};

struct sigv4_key {
	const char *id, *secret, *region, *service;
};

/* All texts are borrowed. */
struct sigv4_request {
	const char *method;
	const char *path;  /* percent-encoded, as it is sent */
	const char *query; /* as sigv4_query() writes it; "" */
	/* All that are to be signed: names in lower case, in any order, at
	   most SIGV4_PAIRS. Must have host, x-amz-date and
	   x-amz-content-sha256. */
	const struct sigv4_pair *headers;
	size_t n_headers;
	const char *payload; /* hex SHA-256 of the body, or SIGV4_UNSIGNED */
	const char *date;    /* x-amz-date */
};

/* Append the query, encoded and sorted: to be sent so. At most SIGV4_PAIRS. */
void sigv4_query(struct str *out, const struct sigv4_pair *pairs, size_t n);

void sigv4_date(int64_t us, char out[SIGV4_DATE]);

/* The hex SHA-256 of a body. */
void sigv4_payload(const void *bytes, size_t len, char out[SIGV4_HEX]);

/* Append the value of the Authorization header. */
void sigv4_sign(struct str *out, const struct sigv4_key *key,
		const struct sigv4_request *rq);

#endif
