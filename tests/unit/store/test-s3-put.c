/* Storing: what is done with each kind of answer, by scripts. */
#include "s3-fixture.h"

#define UNTIL_US INT64_C(32472143999500000) /* half a second before 2999 */
#define LOCKED                                                                 \
	"x-amz-object-lock-mode: COMPLIANCE\r\n"                               \
	"x-amz-object-lock-retain-until-date: 2999-01-01T00:00:00Z\r\n"
#define OTHER "3cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define HELD  "x-amz-object-lock-legal-hold: ON\r\n"
#define V1    "x-amz-version-id: v1\r\n"
#define V2    "x-amz-version-id: v2\r\n"
#define ETAG  "ETag: \"5d41402abc4b2a76b9719d911017c592\"\r\n"
#define NONE                                                                   \
	{ "HEAD /vault/a/b", 404 },                                            \
	{                                                                      \
		"GET /vault/?max-keys=1000&prefix=a%2Fb&versions=", 200, NULL, \
			S3_LIST("")                                            \
	}

static const struct put_case {
	const char *label;
	enum s3_once once;
	struct step steps[STEPS_MAX];
	int64_t retain_us;
	bool hold;
	enum err_kind kind;
	const char *part; /* of the error's text */
	bool proven;      /* another was read back before */
} put_cases[] = {
	{ "its MD5 is told, of a store that is proven",
	  S3_CONDITIONAL,
	  { { "PUT /vault/a/b", 200, ETAG } },
	  .kind = ERR_NONE,
	  .proven = true },
	{ "its MD5 is told, of a store that is not proven",
	  S3_CONDITIONAL,
	  { { "PUT /vault/a/b", 200, ETAG },
	    { "HEAD /vault/a/b", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "another MD5 is told",
	  S3_CONDITIONAL,
	  { { "PUT /vault/a/b", 200,
	      "ETag: \"5d41402abc4b2a76b9719d911017c593\"\r\n" },
	    { "HEAD /vault/a/b", 200, HELLO_SHA, "hello, you" } },
	  .kind = ERR_ITEM,
	  .part = "otherwise",
	  .proven = true },
	{ "an ETag that is no MD5",
	  S3_CONDITIONAL,
	  { { "PUT /vault/a/b", 200,
	      "ETag: \"5d41402abc4b2a76b9719d911017c59-1\"\r\n" },
	    { "HEAD /vault/a/b", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE,
	  .proven = true },
	{ "proven, and a hold is asked for: it is read back",
	  S3_CONDITIONAL,
	  { { "PUT /vault/a/b", 200, ETAG },
	    { "HEAD /vault/a/b", 200, HELLO_SHA HELD, "hello" } },
	  .hold = true,
	  .kind = ERR_NONE,
	  .proven = true },
	{ "proven, and it is to be retained: it is read back",
	  S3_CONDITIONAL,
	  { { "PUT /vault/a/b", 200, ETAG },
	    { "HEAD /vault/a/b", 200, HELLO_SHA LOCKED, "hello" } },
	  .retain_us = UNTIL_US,
	  .kind = ERR_NONE,
	  .proven = true },
	{ "proven, and the name is taken: it is looked at",
	  S3_CONDITIONAL,
	  { { "PUT", 412, ETAG }, { "HEAD", 200, HELLO_SHA, "hello, you" } },
	  .kind = ERR_ITEM,
	  .proven = true },
	{ "stored and read back",
	  S3_CONDITIONAL,
	  { { "PUT /vault/a/b", 200, NULL, NULL, FAKE_WHOLE,
	      "if-none-match: *\r\n" },
	    { "HEAD /vault/a/b", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "with its digest",
	  S3_CONDITIONAL,
	  { { "PUT /vault/a/b", 200, NULL, NULL, FAKE_WHOLE, HELLO_SHA },
	    { "HEAD /vault/a/b", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "with the token",
	  S3_CONDITIONAL,
	  { { "PUT /vault/a/b", 200, NULL, NULL, FAKE_WHOLE,
	      "x-amz-security-token: SECRETTOKEN\r\n" },
	    { "HEAD /vault/a/b", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "the answer was lost, it was stored",
	  S3_CONDITIONAL,
	  { { "PUT", 0, .way = FAKE_SILENT },
	    { "PUT", 412, NULL, S3_ERROR("PreconditionFailed") },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "the answer was lost, it was not stored",
	  S3_CONDITIONAL,
	  { { "PUT", 0, .way = FAKE_SILENT },
	    { "PUT", 200 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "another is there",
	  S3_CONDITIONAL,
	  { { "PUT", 412 }, { "HEAD", 200, HELLO_SHA, "hello, you" } },
	  .kind = ERR_ITEM,
	  .part = "another object has this name (10 bytes)" },
	{ "another is there, as long",
	  S3_CONDITIONAL,
	  { { "PUT", 412 },
	    { "HEAD", 200, "x-amz-meta-sha256: " OTHER "\r\n", "hullo" } },
	  .kind = ERR_ITEM,
	  .part = "another object has this name (5 bytes)" },
	{ "another is there, of ours nothing is known",
	  S3_CONDITIONAL,
	  { { "PUT", 412 }, { "HEAD", 200, NULL, "hello" } },
	  .kind = ERR_ITEM,
	  .part = "without a SHA-256" },
	{ "the name was taken, and is free again",
	  S3_CONDITIONAL,
	  { { "PUT", 412 }, NONE },
	  .kind = ERR_RETRY,
	  .part = "is not there" },
	{ "acknowledged, and lost",
	  S3_CONDITIONAL,
	  { { "PUT", 200 }, NONE },
	  .kind = ERR_RETRY,
	  .part = "is not there" },
	{ "acknowledged, and shorter",
	  S3_CONDITIONAL,
	  { { "PUT", 200 }, { "HEAD", 200, HELLO_SHA, "hell" } },
	  .kind = ERR_ITEM,
	  .part = "the store says otherwise of it (4 bytes)" },
	{ "acknowledged, and without its metadata",
	  S3_CONDITIONAL,
	  { { "PUT", 200 }, { "HEAD", 200, NULL, "hello" } },
	  .kind = ERR_ITEM,
	  .part = "without a SHA-256" },
	{ "slow down, then not",
	  S3_CONDITIONAL,
	  { { "PUT", 503, "Retry-After: 0\r\n", S3_ERROR("SlowDown") },
	    { "PUT", 500, NULL, S3_ERROR("InternalError") },
	    { "PUT", 409, NULL, S3_ERROR("ConditionalRequestConflict") },
	    { "PUT", 400, NULL, S3_ERROR("RequestTimeout") },
	    { "PUT", 200 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "slow down for an hour: not waited for",
	  S3_CONDITIONAL,
	  { { "PUT", 503, "Retry-After: 3600\r\n", S3_ERROR("SlowDown") } },
	  .kind = ERR_RETRY,
	  .part = "status 503 SlowDown: the store throttles" },
	{ "busy for ever",
	  S3_CONDITIONAL,
	  { { "PUT", 503 },
	    { "PUT", 503 },
	    { "PUT", 503 },
	    { "PUT", 503 },
	    { "PUT", 503 },
	    { "PUT", 503 } },
	  .kind = ERR_RETRY,
	  .part = "status 503" },
	{ "damaged on the way",
	  S3_CONDITIONAL,
	  { { "PUT", 400, NULL, S3_ERROR("BadDigest") },
	    { "PUT", 200 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "a wrong secret: what was signed is not told",
	  S3_CONDITIONAL,
	  { { "PUT", 403, "x-amz-request-id: 1-2-3\r\n",
	      S3_ERROR("SignatureDoesNotMatch") } },
	  .kind = ERR_SOURCE,
	  .part = "check secret-access-key and region (request 1-2-3)" },
	{ "an unknown refusal: what was signed is not told",
	  S3_CONDITIONAL,
	  { { "PUT", 403, NULL, S3_ERROR("SomethingNew") } },
	  .kind = ERR_SOURCE,
	  .part = "check access-key-id, secret-access-key" },
	{ "our clock",
	  S3_CONDITIONAL,
	  { { "PUT", 403, "Date: Sun, 01 Mar 2020 10:00:00 GMT\r\n",
	      S3_ERROR("RequestTimeTooSkewed") } },
	  .kind = ERR_SOURCE,
	  .part = "set this machine's clock" },
	{ "our clock, of which only the date tells",
	  S3_CONDITIONAL,
	  { { "PUT", 403, "Date: Sun, 01 Mar 2020 10:00:00 GMT\r\n" } },
	  .kind = ERR_SOURCE,
	  .part = "set this machine's clock" },
	{ "no bucket",
	  S3_CONDITIONAL,
	  { { "PUT", 404, NULL, S3_ERROR("NoSuchBucket") } },
	  .kind = ERR_SOURCE,
	  .part = "create the bucket" },
	{ "another region",
	  S3_CONDITIONAL,
	  { { "PUT", 301, "x-amz-bucket-region: eu-west-3\r\n",
	      S3_ERROR("PermanentRedirect") } },
	  .kind = ERR_SOURCE,
	  .part = "set region to eu-west-3" },
	{ "another region, said so in the body",
	  S3_CONDITIONAL,
	  { { "PUT", 400, NULL,
	      "<Error><Code>AuthorizationHeaderMalformed</Code><Region>"
	      "ap-south-1</Region></Error>" } },
	  .kind = ERR_SOURCE,
	  .part = "set region to ap-south-1" },
	{ "a redirect is not followed",
	  S3_CONDITIONAL,
	  { { "PUT", 307, "Location: http://127.0.0.1:1/\r\n" } },
	  .kind = ERR_SOURCE,
	  .part = "the bucket is elsewhere" },
	{ "its own words",
	  S3_CONDITIONAL,
	  { { "PUT", 400, NULL,
	      "<Error><Code>New</Code><Message>It is so.\nx</Message>"
	      "</Error>" } },
	  .kind = ERR_ITEM,
	  .part = "status 400 New: It is so." },
	{ "an unknown store, which refuses",
	  S3_UNKNOWN,
	  { NONE,
	    { "PUT", 200 },
	    { "PUT", 412 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "an unknown store: something is there",
	  S3_UNKNOWN,
	  { { "HEAD", 200, HELLO_SHA, "hell" },
	    { "HEAD", 200, HELLO_SHA, "hell" } },
	  .kind = ERR_ITEM,
	  .part = "another object has this name" },
	{ "a store that ignores the condition",
	  S3_UNKNOWN,
	  { NONE, { "PUT", 200 }, { "PUT", 200 } },
	  .kind = ERR_SOURCE,
	  .part = "ignores If-None-Match and would overwrite" },
	{ "one that does, but keeps versions",
	  S3_UNKNOWN,
	  { NONE,
	    { "PUT /vault/a/b", 200, V1 },
	    { "PUT /vault/a/b", 200, V2 },
	    { "DELETE /vault/a/b?versionId=v2", 204 },
	    { "GET /vault/?max-keys", 200, NULL,
	      S3_LIST(VERSION("a/b", "v1", "5")) },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "versions: another machine was first, with the same",
	  S3_VERSIONS,
	  { NONE,
	    { "PUT /vault/a/b", 200, V2 },
	    { "GET /vault/?max-keys", 200, NULL,
	      S3_LIST(VERSION("a/b", "v2", "5") VERSION("a/b", "v1", "5")) },
	    { "DELETE /vault/a/b?versionId=v2", 204 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "versions: another machine was first, with another",
	  S3_VERSIONS,
	  { NONE,
	    { "PUT /vault/a/b", 200, V2 },
	    { "GET /vault/?max-keys", 200, NULL,
	      S3_LIST(VERSION("a/b", "v2", "5") VERSION("a/b", "v1", "9")) },
	    { "DELETE /vault/a/b?versionId=v2", 204 },
	    { "HEAD", 200, HELLO_SHA, "something" } },
	  .kind = ERR_ITEM,
	  .part = "another object has this name (9 bytes)" },
	{ "protected",
	  S3_CONDITIONAL,
	  { { "PUT", 200, NULL, NULL, FAKE_WHOLE, LOCKED HELD },
	    { "HEAD", 200, HELLO_SHA LOCKED HELD, "hello" } },
	  .retain_us = UNTIL_US,
	  .hold = true,
	  .kind = ERR_NONE },
	{ "protection ignored, then had by asking for it",
	  S3_CONDITIONAL,
	  { { "PUT", 200 },
	    { "HEAD", 200, HELLO_SHA V1, "hello" },
	    { "PUT /vault/a/b?legal-hold=&versionId=v1", 200 },
	    { "HEAD", 200, HELLO_SHA HELD, "hello" } },
	  .hold = true,
	  .kind = ERR_NONE },
	{ "protection ignored, and ignored again",
	  S3_CONDITIONAL,
	  { { "PUT", 200 },
	    { "HEAD", 200, HELLO_SHA, "hello" },
	    { "PUT /vault/a/b?legal-hold=", 200 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .hold = true,
	  .kind = ERR_ITEM,
	  .part = "under no legal hold" },
	{ "retention ignored, and shortened",
	  S3_CONDITIONAL,
	  { { "PUT", 200 },
	    { "HEAD", 200, HELLO_SHA, "hello" },
	    { "PUT /vault/a/b?retention=", 200 },
	    { "HEAD", 200,
	      HELLO_SHA
	      "x-amz-object-lock-mode: COMPLIANCE\r\n"
	      "x-amz-object-lock-retain-until-date: 2998-12-31T00:00:00Z\r\n",
	      "hello" } },
	  .retain_us = UNTIL_US,
	  .kind = ERR_ITEM,
	  .part = "says that it does not" },
	{ "retention in the weaker mode",
	  S3_CONDITIONAL,
	  { { "PUT", 200 },
	    { "HEAD", 200,
	      HELLO_SHA
	      "x-amz-object-lock-mode: GOVERNANCE\r\n"
	      "x-amz-object-lock-retain-until-date: 2999-01-01T00:00:00Z\r\n",
	      "hello" },
	    { "PUT /vault/a/b?retention=", 200 },
	    { "HEAD", 200,
	      HELLO_SHA
	      "x-amz-object-lock-mode: GOVERNANCE\r\n"
	      "x-amz-object-lock-retain-until-date: 2999-01-01T00:00:00Z\r\n",
	      "hello" } },
	  .retain_us = UNTIL_US,
	  .kind = ERR_ITEM,
	  .part = "in mode compliance" },
	{ "cannot lock",
	  S3_CONDITIONAL,
	  { { "PUT", 400, NULL, S3_ERROR("InvalidRequest") } },
	  .hold = true,
	  .kind = ERR_ITEM,
	  .part = "this bucket cannot lock objects" },
	{ "may not lock",
	  S3_CONDITIONAL,
	  { { "PUT", 403, NULL, S3_ERROR("AccessDenied") } },
	  .hold = true,
	  .kind = ERR_SOURCE,
	  .part = "the key's policy does not allow this" },
};

T(put)
{
	T_EACH(c, put_cases) {
		char text[] = "hello";
		struct store_content content = text_content(text);
		struct store_protection p = { c->retain_us, c->hold };
		struct script f;
		struct store *s;
		struct err e = ERR_INIT;
		int got;

		s3_fake_init(&f, c->steps);
		s = s3_fake_open(&f, c->once);
		atomic_store(&((struct s3 *)s)->proven, c->proven);
		got = s->ops->put(s, "a/b", &content,
				  c->hold || c->retain_us != 0 ? &p : NULL, &e);
		T_EQ_INT(got, c->kind == ERR_NONE ? 0 : -1);
		check_err(&e, c->kind, c->part != NULL ? c->part : "");
		script_done(&f);
	}
}

/* What is read back once is not for each that follows. */
T(put_proves)
{
	static const struct step steps[STEPS_MAX] = {
		{ "PUT /vault/a", 200, ETAG },
		{ "HEAD /vault/a", 200, HELLO_SHA, "hello" },
		{ "PUT /vault/b", 200, ETAG },
	};
	char text[] = "hello";
	struct store_content content = text_content(text);
	struct script f;
	struct store *s;
	struct err e = ERR_INIT;

	s3_fake_init(&f, steps);
	s = s3_fake_open(&f, S3_CONDITIONAL);
	T_EQ_INT(s->ops->put(s, "a", &content, NULL, &e), 0);
	T_EQ_INT(s->ops->put(s, "b", &content, NULL, &e), 0);
	script_done(&f);
}

/* --- a large one: each step of it -------------------------------------- */

#define PART ((size_t)1024 * 1024)

static char large[PART + 1]; /* two parts */

#define CREATED                                                                \
	"<InitiateMultipartUploadResult><UploadId>u+1</UploadId>"              \
	"</InitiateMultipartUploadResult>"
#define COMPLETED                                                              \
	"\n \n<CompleteMultipartUploadResult><ETag>\"x-2\"</ETag>"             \
	"</CompleteMultipartUploadResult>"
#define ABSENT                                                                 \
	{ "HEAD /vault/a", 404 },                                              \
	{                                                                      \
		"GET /vault/?max-keys", 200, NULL, S3_LIST("")                 \
	}
#define CREATE                                                                 \
	{                                                                      \
		"POST /vault/a?uploads=", 200, NULL, CREATED, FAKE_WHOLE,      \
			"x-amz-meta-sha256: "                                  \
	}
#define PART1                                                                  \
	{                                                                      \
		"PUT /vault/a?partNumber=1&uploadId=u%2B1", 200,               \
			"ETag: \"1\"\r\n"                                      \
	}
#define PART2                                                                  \
	{                                                                      \
		"PUT /vault/a?partNumber=2&uploadId=u%2B1", 200,               \
			"ETag: \"2\"\r\n"                                      \
	}
#define COMPLETE(...)                                                          \
	{                                                                      \
		"POST /vault/a?uploadId=u%2B1", __VA_ARGS__                    \
	}
#define ABORT                                                                  \
	{                                                                      \
		"DELETE /vault/a?uploadId=u%2B1", 204                          \
	}
#define THERE                                                                  \
	{                                                                      \
		"HEAD /vault/a", 200, "LARGE", large                           \
	}

static const struct large_case {
	const char *label;
	struct step steps[STEPS_MAX];
	enum err_kind kind;
	const char *part;
} large_cases[] = {
	{ "there already", { THERE }, ERR_NONE, "" },
	{ "another is there: not a byte is sent",
	  { { "HEAD", 200, HELLO_SHA, "hello" } },
	  ERR_ITEM,
	  "another object" },
	{ "two parts, put together",
	  { ABSENT, CREATE, PART1, PART2, ABSENT,
	    COMPLETE(200, NULL, COMPLETED, FAKE_WHOLE, "if-none-match: *\r\n"),
	    THERE },
	  ERR_NONE,
	  "" },
	{ "the beginning's answer is lost",
	  { ABSENT,
	    { "POST /vault/a?uploads=", 0, .way = FAKE_SILENT },
	    CREATE,
	    PART1,
	    PART2,
	    ABSENT,
	    COMPLETE(200, NULL, COMPLETED),
	    THERE },
	  ERR_NONE,
	  "" },
	{ "a part's answer is lost",
	  { ABSENT,
	    CREATE,
	    PART1,
	    { "PUT /vault/a?partNumber=2&", 0, .way = FAKE_SILENT },
	    PART2,
	    ABSENT,
	    COMPLETE(200, NULL, COMPLETED),
	    THERE },
	  ERR_NONE,
	  "" },
	{ "completed, the answer is lost",
	  { ABSENT, CREATE, PART1, PART2, ABSENT,
	    COMPLETE(0, .way = FAKE_SILENT),
	    COMPLETE(404, NULL, S3_ERROR("NoSuchUpload")), ABORT, THERE },
	  ERR_NONE,
	  "" },
	{ "completed, the body is cut",
	  { ABSENT, CREATE, PART1, PART2, ABSENT,
	    COMPLETE(200, NULL, COMPLETED, FAKE_CUT),
	    COMPLETE(404, NULL, S3_ERROR("NoSuchUpload")), ABORT, THERE },
	  ERR_NONE,
	  "" },
	{ "not completed: status 200, and an error",
	  { ABSENT, CREATE, PART1, PART2, ABSENT,
	    COMPLETE(200, NULL, "  " S3_ERROR("InternalError")),
	    COMPLETE(200, NULL, COMPLETED), THERE },
	  ERR_NONE,
	  "" },
	{ "not completed: status 200, an error, and then it was",
	  { ABSENT, CREATE, PART1, PART2, ABSENT,
	    COMPLETE(200, NULL, S3_ERROR("InternalError")),
	    COMPLETE(412, NULL, S3_ERROR("PreconditionFailed")), ABORT, THERE },
	  ERR_NONE,
	  "" },
	{ "status 200, and an error for good",
	  { ABSENT, CREATE, PART1, PART2, ABSENT,
	    COMPLETE(200, NULL, S3_ERROR("AccessDenied")), ABORT },
	  ERR_SOURCE,
	  "AccessDenied" },
	{ "status 200, and nothing",
	  { ABSENT, CREATE, PART1, PART2, ABSENT, COMPLETE(200), COMPLETE(200),
	    COMPLETE(200), COMPLETE(200), ABORT },
	  ERR_RETRY,
	  "does not say whether it put the parts together" },
	{ "a bucket that locks wants an MD5",
	  { ABSENT,
	    CREATE,
	    { "PUT /vault/a?partNumber=1&", 400, NULL,
	      S3_ERROR("InvalidRequest") },
	    { "PUT /vault/a?partNumber=1&", 200, "ETag: \"1\"\r\n", NULL,
	      FAKE_WHOLE, "content-md5: " },
	    { "PUT /vault/a?partNumber=2&", 200, "ETag: \"2\"\r\n", NULL,
	      FAKE_WHOLE, "content-md5: " },
	    ABSENT,
	    COMPLETE(200, NULL, COMPLETED),
	    THERE },
	  ERR_NONE,
	  "" },
	{ "others were first while we sent",
	  { ABSENT,
	    CREATE,
	    PART1,
	    PART2,
	    { "HEAD", 200, HELLO_SHA, "hello" },
	    ABORT,
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  ERR_ITEM,
	  "another object" },
	{ "others were first as we completed",
	  { ABSENT,
	    CREATE,
	    PART1,
	    PART2,
	    ABSENT,
	    COMPLETE(412, NULL, S3_ERROR("PreconditionFailed")),
	    ABORT,
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  ERR_ITEM,
	  "another object" },
	{ "the upload was ended by somebody",
	  { ABSENT,
	    CREATE,
	    PART1,
	    { "PUT /vault/a?partNumber=2&", 404, NULL,
	      S3_ERROR("NoSuchUpload") },
	    ABORT },
	  ERR_RETRY,
	  "lifecycle rule" },
	{ "a part is refused",
	  { ABSENT,
	    CREATE,
	    { "PUT /vault/a?partNumber=1&", 403, NULL,
	      S3_ERROR("AccessDenied") },
	    ABORT },
	  ERR_SOURCE,
	  "AccessDenied" },
	{ "a part without ETag",
	  { ABSENT, CREATE, { "PUT /vault/a?partNumber=1&", 200 }, ABORT },
	  ERR_RETRY,
	  "no ETag" },
	{ "a beginning without an id",
	  { ABSENT, { "POST", 200, NULL, "<x/>" } },
	  ERR_RETRY,
	  "without an id" },
	{ "versions: ours is not the first",
	  { ABSENT,
	    CREATE,
	    PART1,
	    PART2,
	    ABSENT,
	    COMPLETE(200, V2, COMPLETED),
	    { "GET /vault/?max-keys", 200, NULL,
	      S3_LIST(VERSION("a", "v2", "1") VERSION("a", "v1", "1")) },
	    { "DELETE /vault/a?versionId=v2", 204 },
	    ABORT,
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  ERR_ITEM,
	  "another object" },
};

static void fill_large(char header[120], struct store_content *c)
{
	char hex[2 * STORE_SHA256 + 1];

	memset(large, 'x', sizeof(large) - 1);
	*c = text_content(large);
	c->size = sizeof(large);
	memcpy(c->sha256, digest_of(large, sizeof(large)).bytes, STORE_SHA256);
	for (int i = 0; i < STORE_SHA256; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", c->sha256[i]);
	(void)snprintf(header, 120, "x-amz-meta-sha256: %s\r\n", hex);
}

T(put_large)
{
	char header[120];
	struct store_content content;

	fill_large(header, &content);
	T_EACH(c, large_cases) {
		struct script f;
		struct store *s;
		struct err e = ERR_INIT;
		int got;

		s3_fake_init(&f, c->steps);
		for (size_t i = 0; i < STEPS_MAX; i++)
			if (f.steps[i].body == large) {
				f.steps[i].headers = header;
				f.steps[i].large = sizeof(large);
			}
		s = s3_fake_open(&f, S3_CONDITIONAL);
		((struct s3 *)s)->part = PART;
		got = s->ops->put(s, "a", &content, NULL, &e);
		T_EQ_INT(got, c->kind == ERR_NONE ? 0 : -1);
		check_err(&e, c->kind, c->part);
		script_done(&f);
	}
}

T_MAIN
