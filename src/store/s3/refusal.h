/*
 * store/s3/refusal.h - what a store's refusals mean to a person.
 *
 * Source: "Error responses", Amazon S3 API Reference.
 */
#ifndef STORE_S3_REFUSAL_H
#define STORE_S3_REFUSAL_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define S3_CODE    64
#define S3_MESSAGE 200

struct s3_refusal {
	int status;
	char code[S3_CODE];       /* "NoSuchBucket", or "" */
	char region[S3_CODE];     /* where the bucket is, as told, or "" */
	char message[S3_MESSAGE]; /* its own words, or "" */
	bool protecting;          /* it was to lock something */
	int64_t skew_us;          /* our clock's lead over the store's */
};

/*
 * Take code, region and message out of an answer's body. True where it is an
 * <Error>, which may come with status 200 as well.
 */
bool s3_refusal_read(struct s3_refusal *f, const char *body, size_t len);

enum err_kind s3_refusal_kind(const struct s3_refusal *f);

/* May the same request have another answer a little later? */
bool s3_refusal_may_change(const struct s3_refusal *f);

/* Set e: where, what, what to do. Always -1. id: x-amz-request-id or NULL. */
int s3_refusal_tell(const struct s3_refusal *f, const char *where,
		    const char *id, struct err *e);

#endif
