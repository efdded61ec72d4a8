/* What is there: looking, reading, removing. */
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "http/http.h"
#include "store/azure/azure.h"
#include "store/azure/request.h"
#include "store/name.h"
#include "store/range.h"

#include <stdio.h>
#include <string.h>

#define READ_TRIES 4

/* --- looking ----------------------------------------------------------- */

static bool is_true(const char *value)
{
	return value != NULL && str_casecmp(value, "true") == 0;
}

static void read_protection(const struct http_response *r, struct azure_blob *b)
{
	const char *until =
		http_header(r, "x-ms-immutability-policy-until-date", 0);
	const char *mode = http_header(r, "x-ms-immutability-policy-mode", 0);
	int64_t until_us;

	/* what is over protects nothing */
	if (until != NULL && clock_parse_http(until, &until_us) &&
	    until_us > b->now_us) {
		b->object.retain_until_us = until_us;
		b->locked = mode != NULL && str_casecmp(mode, "locked") == 0;
	}
	b->object.hold = is_true(http_header(r, "x-ms-legal-hold", 0));
}

static int read_blob(const struct http_response *r, struct azure_blob *out,
		     struct err *e)
{
	const char *sha256 = http_header(r, "x-ms-meta-sha256", 0);
	struct azure_blob b = { .now_us = http_date_us(r) };

	if (http_length(r) < 0)
		return err_set(e, ERR_RETRY, "an answer without a size");
	if (b.now_us == 0)
		b.now_us = clock_now_us();
	b.object.size = (uint64_t)http_length(r);
	b.object.has_sha256 = sha256 != NULL &&
			      decode_hex(sha256, b.object.sha256, STORE_SHA256);
	b.versioned = http_header(r, "x-ms-version-id", 0) != NULL;
	read_protection(r, &b);
	*out = b;
	return 1;
}

/* An answer to HEAD has no body, and may have lost its code on the way. */
static bool is_absent(const struct http_response *r)
{
	const char *code = azure_code(r);

	return http_status(r) == 404 &&
	       (code[0] == '\0' || strcmp(code, "BlobNotFound") == 0 ||
		strcmp(code, "ResourceNotFound") == 0);
}

int azure_look(struct azure *az, const char *name, struct azure_blob *out,
	       struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	struct azure_request rq = { .method = "HEAD", .name = name };

	if (azure_send(az, &rq, &r, e) < 0)
		return -1;
	if (is_absent(r))
		return 0;
	if (http_status(r) != 200)
		return azure_refused(az, &rq, r, e);
	return read_blob(r, out, e);
}

int azure_stat(struct store *s, const char *name, struct store_object *out,
	       struct err *e)
{
	struct azure_blob b;
	int there;

	if (store_name_check(name, e) < 0)
		return -1;
	there = azure_look((struct azure *)s, name, &b, e);
	if (there < 0)
		return azure_wrap((struct azure *)s, "look for", name, e);
	if (there > 0)
		*out = b.object;
	return there;
}

/* --- reading ----------------------------------------------------------- */

/* Where bytes go to. */
struct range {
	uint64_t offset;
	char *buf;
	size_t len;
};

static ssize_t read_once(struct azure *az, const struct azure_request *rq,
			 const struct range *to, struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;

	if (azure_send(az, rq, &r, e) < 0)
		return -1;
	if (http_status(r) == 416) { /* behind the end */
		azure_drain(r);
		return 0;
	}
	if (http_status(r) / 100 != 2)
		return azure_refused(az, rq, r, e);
	return store_range_read(r, to->offset, to->buf, to->len, e);
}

ssize_t azure_read(struct store *s, const char *name, uint64_t offset,
		   void *buf, size_t len, struct err *e)
{
	struct azure *az = (struct azure *)s;
	struct azure_request rq = { .method = "GET", .name = name };
	struct range to = { offset, buf, len };
	char range[STORE_RANGE_TEXT];

	if (store_name_check(name, e) < 0)
		return -1;
	if (len == 0)
		return 0;
	store_range_text(offset, len, range);
	azure_header(&rq, "x-ms-range", range);
	for (unsigned int n = 0;; n++) {
		ssize_t got = read_once(az, &rq, &to, e);

		if (got >= 0 || e->kind != ERR_RETRY || n + 1 == READ_TRIES)
			return got < 0 ? azure_wrap(az, "read", name, e) : got;
		err_clear(e);
		if (http_sleep(az->http,
			       http_backoff_us(n, az->pause_us,
					       8 * az->pause_us),
			       e) < 0)
			return -1;
	}
}

/* --- removing ---------------------------------------------------------- */

static int delete_blob(struct azure *az, const char *name, struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	struct azure_request rq = { .method = "DELETE", .name = name };

	azure_header(&rq, "x-ms-delete-snapshots", "include");
	if (azure_send(az, &rq, &r, e) < 0)
		return -1;
	if (http_status(r) / 100 != 2 && !is_absent(r))
		return azure_refused(az, &rq, r, e);
	azure_drain(r);
	return 0;
}

/*
 * Where there are versions, deleting a blob only makes its current version
 * one of the past, a protected one too: so look first, and end with them.
 */
static int remove_all(struct azure *az, const char *name, struct err *e)
{
	struct azure_blob b = { .versioned = true };
	int there = azure_look(az, name, &b, e);

	if (there < 0)
		return -1;
	if (there > 0 && (b.object.hold || b.object.retain_until_us != 0))
		return err_set(e, ERR_ITEM, "it is protected: %s",
			       b.object.hold ? "under a legal hold"
					     : "retained");
	if (there > 0 && delete_blob(az, name, e) < 0)
		return -1;
	return b.versioned ? azure_remove_versions(az, name, e) : 0;
}

int azure_remove(struct store *s, const char *name, struct err *e)
{
	struct azure *az = (struct azure *)s;

	if (store_name_check(name, e) < 0)
		return -1;
	return remove_all(az, name, e) < 0 ? azure_wrap(az, "remove", name, e)
					   : 0;
}
