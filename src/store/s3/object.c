/* What is there: looking. */
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "http/http.h"
#include "store/name.h"
#include "store/s3/request.h"
#include "store/s3/s3.h"

#include <string.h>

/* --- looking ----------------------------------------------------------- */

static bool says(const struct http_response *r, const char *header,
		 const char *value)
{
	const char *got = http_header(r, header, 0);

	return got != NULL && str_casecmp(got, value) == 0;
}

static void read_protection(const struct http_response *r, struct s3_object *o)
{
	const char *until =
		http_header(r, "x-amz-object-lock-retain-until-date", 0);
	int64_t until_us;

	/* what is over protects nothing */
	if (until != NULL && clock_parse(until, &until_us) &&
	    until_us > o->now_us) {
		o->object.retain_until_us = until_us;
		o->compliance = says(r, "x-amz-object-lock-mode", "COMPLIANCE");
	}
	o->object.hold = says(r, "x-amz-object-lock-legal-hold", "ON");
}

static int read_object(const struct http_response *r, struct s3_object *out,
		       struct err *e)
{
	const char *sha256 = http_header(r, "x-amz-meta-sha256", 0);
	const char *version = http_header(r, "x-amz-version-id", 0);
	struct s3_object o = { .now_us = http_date_us(r) };

	if (http_length(r) < 0)
		return err_set(e, ERR_RETRY, "an answer without a size");
	if (o.now_us == 0)
		o.now_us = clock_now_us();
	o.object.size = (uint64_t)http_length(r);
	o.object.has_sha256 = sha256 != NULL &&
			      decode_hex(sha256, o.object.sha256, STORE_SHA256);
	if (version != NULL && strlen(version) < S3_VERSION)
		memcpy(o.version, version, strlen(version) + 1);
	read_protection(r, &o);
	*out = o;
	return 1;
}

/* 1 with *out, 0 there is none, or a delete marker. */
static int look_at(struct s3 *s3, const char *name, const char *version,
		   struct s3_object *out, struct err *e)
{
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;
	struct s3_request rq = { .method = "HEAD", .name = name };
	struct s3_request get;

	s3_version(&rq, version);
	if (s3_send(s3, &rq, &a, e) < 0)
		return -1;
	if (a.status == 200)
		return read_object(a.r, out, e);
	if (a.status == 404)
		return 0;
	/* Why, is only said in a body: ask for one. */
	get = rq;
	get.method = "GET";
	s3_header(&get, "range", "bytes=0-0");
	if (s3_do(s3, &get, e) < 0)
		return -1;
	return s3_refused(&a, e);
}

int s3_look(struct s3 *s3, const char *name, struct s3_object *out,
	    struct err *e)
{
	char version[S3_VERSION] = "";
	int there = look_at(s3, name, version, out, e);

	/* under a delete marker, or the bucket is not there at all */
	if (there == 0)
		there = s3_find(s3, name, S3_NEWEST, version, e);
	else
		return there;
	return there <= 0 ? there : look_at(s3, name, version, out, e);
}

int s3_stat(struct store *s, const char *name, struct store_object *out,
	    struct err *e)
{
	struct s3_object o;
	int there;

	if (store_name_check(name, e) < 0)
		return -1;
	there = s3_look((struct s3 *)s, name, &o, e);
	if (there < 0)
		return s3_wrap((struct s3 *)s, "look for", name, e);
	if (there > 0)
		*out = o.object;
	return there;
}
