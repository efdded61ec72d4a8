/* All but storing: what is done with each kind of answer, by scripts. */
#include "s3-fixture.h"

#include "base/clock.h"

#define V1 "x-amz-version-id: v1\r\n"

/* --- read -------------------------------------------------------------- */

static const struct read_case {
	const char *label;
	struct step steps[STEPS_MAX];
	uint64_t offset;
	int want; /* bytes, or -1 */
	enum err_kind kind;
} read_cases[] = {
	{ "a range",
	  { { "GET /vault/a", 206, "Content-Range: bytes 3-7/100\r\n", "hello",
	      FAKE_WHOLE, "range: bytes=3-12\r\n" } },
	  3,
	  5,
	  ERR_NONE },
	{ "behind the end",
	  { { "GET", 416, NULL, S3_ERROR("InvalidRange") } },
	  3,
	  0,
	  ERR_NONE },
	{ "absent",
	  { { "GET", 404, NULL, S3_ERROR("NoSuchKey") },
	    { "GET /vault/?max-keys", 200, NULL, S3_LIST("") } },
	  0,
	  -1,
	  ERR_ITEM },
	{ "no bucket",
	  { { "GET", 404, NULL, S3_ERROR("NoSuchBucket") } },
	  0,
	  -1,
	  ERR_SOURCE },
	{ "under a delete marker",
	  { { "GET /vault/a", 404, "x-amz-delete-marker: true\r\n",
	      S3_ERROR("NoSuchKey") },
	    { "GET /vault/?max-keys", 200, NULL,
	      S3_LIST(MARKER("a", "m") VERSION("a", "v1", "9")) },
	    { "GET /vault/a?versionId=v1", 206,
	      "Content-Range: bytes 3-7/100\r\n", "hello" } },
	  3,
	  5,
	  ERR_NONE },
	{ "in an archive tier",
	  { { "GET", 403, NULL, S3_ERROR("InvalidObjectState") } },
	  0,
	  -1,
	  ERR_ITEM },
	{ "cut, then whole",
	  { { "GET", 206, "Content-Range: bytes 3-7/100\r\n", "hello",
	      FAKE_CUT },
	    { "GET", 206, "Content-Range: bytes 3-7/100\r\n", "hello" } },
	  3,
	  5,
	  ERR_NONE },
	{ "cut for ever",
	  { { "GET", 206, "Content-Range: bytes 3-7/9\r\n", "hello", FAKE_CUT },
	    { "GET", 206, "Content-Range: bytes 3-7/9\r\n", "hello", FAKE_CUT },
	    { "GET", 206, "Content-Range: bytes 3-7/9\r\n", "hello", FAKE_CUT },
	    { "GET", 206, "Content-Range: bytes 3-7/9\r\n", "hello",
	      FAKE_CUT } },
	  3,
	  -1,
	  ERR_RETRY },
	{ "the whole, from its beginning",
	  { { "GET", 200, NULL, "hello" } },
	  0,
	  5,
	  ERR_NONE },
	{ "another range",
	  { { "GET", 206, "Content-Range: bytes 0-4/100\r\n", "hello" },
	    { "GET", 206, "Content-Range: bytes 3-7/100\r\n", "hello" } },
	  3,
	  5,
	  ERR_NONE },
};

T(read)
{
	T_EACH(c, read_cases) {
		char buf[10] = "";
		struct script f;
		struct store *s;
		struct err e = ERR_INIT;

		s3_fake_init(&f, c->steps);
		s = s3_fake_open(&f, S3_CONDITIONAL);
		T_EQ_INT(s->ops->read(s, "a", c->offset, buf, sizeof(buf), &e),
			 c->want);
		if (c->want == 5)
			T_OK(memcmp(buf, "hello", 5) == 0);
		check_err(&e, c->kind, "");
		script_done(&f);
	}
}

/* --- reading on -------------------------------------------------------- */

#define MIB ((size_t)1024 * 1024)

static char stored[3 * MIB + 5];

#define FIRST                                                                  \
	{                                                                      \
		"GET /vault/a", 206,                                           \
			"Content-Range: bytes 0-1048575/3145733\r\n", stored,  \
			FAKE_WHOLE, "range: bytes=0-1048575\r\n", MIB          \
	}
#define REST(at, text, way)                                                    \
	{                                                                      \
		"GET /vault/a", 206,                                           \
			"Content-Range: bytes " text "-3145732/3145733\r\n",   \
			stored + (at), way, "range: bytes=" text "-\r\n",      \
			sizeof(stored) - (at)                                  \
	}

static const struct on_case {
	const char *label;
	struct step steps[STEPS_MAX];
} on_cases[] = {
	{ "what comes next is in the second answer",
	  { FIRST, REST(MIB, "1048576", FAKE_WHOLE) } },
	{ "which is cut: the rest is asked for",
	  { FIRST, REST(MIB, "1048576", FAKE_CUT),
	    REST(2 * MIB, "2097152", FAKE_WHOLE) } },
};

static void read_on(struct store *s)
{
	AUTO(free) char *buf = mem_alloc(1, MIB);
	struct err e = ERR_INIT;
	size_t at = 0;
	ssize_t n;

	while ((n = s->ops->read(s, "a", at, buf, MIB, &e)) > 0) {
		T_OK(memcmp(buf, stored + at, (size_t)n) == 0);
		at += (size_t)n;
		if (at == sizeof(stored))
			break;
	}
	check_err(&e, ERR_NONE, "");
	T_EQ_INT(at, sizeof(stored));
}

T(read_on)
{
	for (size_t i = 0; i < sizeof(stored); i++)
		stored[i] = (char)(i * 31 >> 5);
	T_EACH(c, on_cases) {
		struct script f;

		s3_fake_init(&f, c->steps);
		read_on(s3_fake_open(&f, S3_CONDITIONAL));
		script_done(&f);
	}
}

/* What was removed is not read any more, though its rest is at hand. */
T(read_removed)
{
	static const struct step steps[STEPS_MAX] = {
		FIRST,
		REST(MIB, "1048576", FAKE_WHOLE),
		{ "GET /vault/?max-keys", 200, NULL,
		  S3_LIST(VERSION("a", "null", "3145733")) },
		{ "DELETE /vault/a", 204 },
		{ "GET /vault/a", 404, NULL, S3_ERROR("NoSuchKey") },
		{ "GET /vault/?max-keys", 200, NULL, S3_LIST("") },
	};
	AUTO(free) char *buf = mem_alloc(1, MIB);
	struct err e = ERR_INIT;
	struct script f;
	struct store *s;

	s3_fake_init(&f, steps);
	s = s3_fake_open(&f, S3_CONDITIONAL);
	T_EQ_INT(s->ops->read(s, "a", 0, buf, MIB, &e), (ssize_t)MIB);
	T_EQ_INT(s->ops->read(s, "a", MIB, buf, MIB, &e), (ssize_t)MIB);
	T_EQ_INT(s->ops->remove(s, "a", &e), 0);
	T_EQ_INT(s->ops->read(s, "a", 2 * MIB, buf, MIB, &e), -1);
	T_EQ_INT(e.kind, ERR_ITEM);
	script_done(&f);
}

/* --- stat -------------------------------------------------------------- */

static const struct stat_case {
	const char *label;
	struct step steps[STEPS_MAX];
	int want;
	struct store_object object;
	enum err_kind kind;
	const char *part;
} stat_cases[] = {
	{ "there",
	  { { "HEAD /vault/a", 200, HELLO_SHA, "hello" } },
	  1,
	  { .size = 5, .has_sha256 = true },
	  ERR_NONE,
	  "" },
	{ "not ours",
	  { { "HEAD", 200, "x-amz-meta-sha256: 12\r\n", "hello" } },
	  1,
	  { .size = 5 },
	  ERR_NONE,
	  "" },
	{ "locked",
	  { { "HEAD", 200,
	      "x-amz-object-lock-mode: GOVERNANCE\r\n"
	      "x-amz-object-lock-legal-hold: ON\r\n"
	      "x-amz-object-lock-retain-until-date: "
	      "2999-01-01T00:00:00.000Z\r\n",
	      "hello" } },
	  1,
	  { .size = 5,
	    .retain_until_us = INT64_C(32472144000000000),
	    .hold = true },
	  ERR_NONE,
	  "" },
	{ "was locked",
	  { { "HEAD", 200,
	      "x-amz-object-lock-mode: COMPLIANCE\r\n"
	      "x-amz-object-lock-legal-hold: OFF\r\n"
	      "x-amz-object-lock-retain-until-date: 2001-01-01T00:00:00Z\r\n",
	      "hello" } },
	  1,
	  { .size = 5 },
	  ERR_NONE,
	  "" },
	{ "absent",
	  { { "HEAD", 404 },
	    { "GET /vault/?max-keys=1000&prefix=a&versions=", 200, NULL,
	      S3_LIST(VERSION("a-b", "v", "1") VERSION("a/b", "v", "1")) } },
	  0,
	  { .size = 0 },
	  ERR_NONE,
	  "" },
	{ "no bucket",
	  { { "HEAD", 404 },
	    { "GET /vault/?", 404, NULL, S3_ERROR("NoSuchBucket") } },
	  -1,
	  { .size = 0 },
	  ERR_SOURCE,
	  "create the bucket" },
	{ "under a delete marker",
	  { { "HEAD /vault/a", 404 },
	    { "GET /vault/?", 200, NULL,
	      S3_LIST(MARKER("a", "m2") MARKER("a", "m1")
			      VERSION("a", "v1", "5")) },
	    { "HEAD /vault/a?versionId=v1", 200, HELLO_SHA V1, "hello" } },
	  1,
	  { .size = 5, .has_sha256 = true },
	  ERR_NONE,
	  "" },
	{ "refused: the reason is asked for",
	  { { "HEAD", 403 },
	    { "GET /vault/a", 403, NULL, S3_ERROR("InvalidAccessKeyId"),
	      FAKE_WHOLE, "range: bytes=0-0\r\n" } },
	  -1,
	  { .size = 0 },
	  ERR_SOURCE,
	  "check access-key-id" },
	{ "busy",
	  { { "HEAD", 503 }, { "HEAD", 200, HELLO_SHA, "hello" } },
	  1,
	  { .size = 5, .has_sha256 = true },
	  ERR_NONE,
	  "" },
};

T(stat)
{
	T_EACH(c, stat_cases) {
		struct store_object o = { .size = 0 };
		struct script f;
		struct store *s;
		struct err e = ERR_INIT;

		s3_fake_init(&f, c->steps);
		s = s3_fake_open(&f, S3_CONDITIONAL);
		T_EQ_INT(s->ops->stat(s, "a", &o, &e), c->want);
		T_EQ_INT(o.size, c->object.size);
		T_EQ_INT(o.has_sha256, c->object.has_sha256);
		T_EQ_INT(o.hold, c->object.hold);
		T_EQ_INT(o.retain_until_us, c->object.retain_until_us);
		check_err(&e, c->kind, c->part);
		script_done(&f);
	}
}

/* --- list -------------------------------------------------------------- */

static int join(void *ctx, const char *name, uint64_t size, struct err *e)
{
	(void)e;
	str_addf(ctx, "%s:%d ", name, (int)size);
	return 0;
}

static const struct list_case {
	const char *label;
	struct step steps[STEPS_MAX];
	const char *want;
	enum err_kind kind;
} list_cases[] = {
	{ "nothing",
	  { { "GET /vault/?max-keys=1000&prefix=p%2Fx&versions=", 200, NULL,
	      S3_LIST("") } },
	  "",
	  ERR_NONE },
	{ "pages, versions, markers, names of others",
	  { { "GET /vault/?max-keys=1000&prefix=p%2Fx&versions=", 200, NULL,
	      S3_PAGE(VERSION("p/x1", "2", "7") VERSION("p/x1", "1", "6"),
		      "p/x1", "1") },
	    { "GET /vault/?key-marker=p%2Fx1&max-keys=1000&prefix=p%2Fx&"
	      "version-id-marker=1&versions=",
	      200, NULL,
	      S3_PAGE(VERSION("p/x1", "0", "5") MARKER("p/x2", "m")
			      VERSION("p/x2", "1", "4") MARKER("p/x3", "m"),
		      "p/x3", "") },
	    { "GET /vault/?key-marker=p%2Fx3&max-keys=1000&prefix=p%2Fx&"
	      "versions=",
	      200, NULL,
	      S3_LIST(VERSION("p/x3 y", "1", "3") VERSION("p/x4&amp;", "1", "3")
			      VERSION("p/x5/", "1", "0")
				      VERSION("p/x6", "null", "2")) } },
	  "x1:7 x2:4 x6:2 ",
	  ERR_NONE },
	{ "the same page for ever",
	  { { "GET", 200, NULL, S3_PAGE(VERSION("p/x", "1", "1"), "p/x", "1") },
	    { "GET", 200, NULL, S3_PAGE("", "p/x", "1") } },
	  "x:1 ",
	  ERR_RETRY },
	{ "a page that is cut",
	  { { "GET", 200, NULL, S3_LIST(VERSION("p/x", "1", "1")), FAKE_CUT },
	    { "GET", 200, NULL, S3_LIST(VERSION("p/x", "1", "1")) } },
	  "x:1 ",
	  ERR_NONE },
	{ "something else",
	  { { "GET", 200, NULL, "<html>Log in</html>" } },
	  "",
	  ERR_RETRY },
	{ "an entry without a size",
	  { { "GET", 200, NULL,
	      S3_LIST("<Version><Key>p/x</Key><VersionId>1</VersionId>"
		      "</Version>") } },
	  "",
	  ERR_RETRY },
	{ "goes on, without saying where",
	  { { "GET", 200, NULL,
	      "<ListVersionsResult><IsTruncated>true</IsTruncated>"
	      "</ListVersionsResult>" } },
	  "",
	  ERR_RETRY },
	{ "refused",
	  { { "GET", 403, NULL, S3_ERROR("AccessDenied") } },
	  "",
	  ERR_SOURCE },
};

T(list)
{
	T_EACH(c, list_cases) {
		struct str got AUTO(str_done) = STR_INIT;
		struct script f;
		struct store *s;
		struct err e = ERR_INIT;

		s3_fake_init(&f, c->steps);
		store_host_set(&f.host, "prefix", "p/");
		s = s3_fake_open(&f, S3_CONDITIONAL);
		T_EQ_INT(s->ops->list(s, "x", join, &got, &e),
			 c->kind == ERR_NONE ? 0 : -1);
		T_EQ_STR(got.s, c->want);
		check_err(&e, c->kind, "");
		script_done(&f);
	}
}

/* --- remove ------------------------------------------------------------ */

#define LIST_OF(entries)                                                       \
	{                                                                      \
		"GET /vault/?", 200, NULL, S3_LIST(entries)                    \
	}

static const struct remove_case {
	const char *label;
	struct step steps[STEPS_MAX];
	enum err_kind kind;
	const char *part;
} remove_cases[] = {
	{ "absent", { LIST_OF("") }, ERR_NONE, "" },
	{ "no versions",
	  { LIST_OF(VERSION("a", "null", "5")),
	    { "DELETE /vault/a?versionId=null", 204 } },
	  ERR_NONE,
	  "" },
	{ "all versions and markers, the oldest first, and no other's",
	  { LIST_OF(MARKER("a", "m") VERSION("a", "v2", "5")
			    VERSION("a", "v1", "5") VERSION("a-b", "v", "5")),
	    { "DELETE /vault/a?versionId=v1", 204 },
	    { "DELETE /vault/a?versionId=v2", 204 },
	    { "DELETE /vault/a?versionId=m", 204 } },
	  ERR_NONE,
	  "" },
	{ "somebody was quicker",
	  { LIST_OF(VERSION("a", "v1", "5")),
	    { "DELETE", 404, NULL, S3_ERROR("NoSuchVersion") } },
	  ERR_NONE,
	  "" },
	{ "the answer was lost",
	  { LIST_OF(VERSION("a", "v1", "5")),
	    { "DELETE", 0, .way = FAKE_SILENT },
	    { "DELETE", 204 } },
	  ERR_NONE,
	  "" },
	{ "retained: nothing else is touched",
	  { LIST_OF(MARKER("a", "m") VERSION("a", "v1", "5")),
	    { "DELETE /vault/a?versionId=v1", 403, NULL,
	      S3_ERROR("AccessDenied") },
	    { "HEAD /vault/a?versionId=v1", 200,
	      "x-amz-object-lock-retain-until-date: 2999-01-01T00:00:00Z\r\n",
	      "hello" } },
	  ERR_ITEM,
	  "retained until 2999-01-01T00:00:00Z" },
	{ "held",
	  { LIST_OF(VERSION("a", "v1", "5")),
	    { "DELETE", 403, NULL, S3_ERROR("AccessDenied") },
	    { "HEAD", 200, "x-amz-object-lock-legal-hold: ON\r\n", "hello" } },
	  ERR_ITEM,
	  "under a legal hold" },
	{ "may not",
	  { LIST_OF(VERSION("a", "v1", "5")),
	    { "DELETE", 403, NULL, S3_ERROR("AccessDenied") },
	    { "HEAD", 200, "x-amz-object-lock-legal-hold: OFF\r\n", "hello" } },
	  ERR_SOURCE,
	  "the key's policy does not allow this" },
};

T(remove)
{
	T_EACH(c, remove_cases) {
		struct script f;
		struct store *s;
		struct err e = ERR_INIT;

		s3_fake_init(&f, c->steps);
		s = s3_fake_open(&f, S3_CONDITIONAL);
		T_EQ_INT(s->ops->remove(s, "a", &e),
			 c->kind == ERR_NONE ? 0 : -1);
		check_err(&e, c->kind, c->part);
		script_done(&f);
	}
}

/* --- check ------------------------------------------------------------- */

#define CREATED                                                                \
	"<InitiateMultipartUploadResult><UploadId>u</UploadId>"                \
	"</InitiateMultipartUploadResult>"
#define COMPLETED                                                              \
	"<CompleteMultipartUploadResult></CompleteMultipartUploadResult>"
#define BUCKET                                                                 \
	{                                                                      \
		"GET /vault/?max-keys", 200, NULL, S3_LIST("")                 \
	}
#define NO_LOCK                                                                \
	{                                                                      \
		"GET /vault/?object-lock=", 404, NULL,                         \
			S3_ERROR("ObjectLockConfigurationNotFoundError")       \
	}
#define UPLOAD(status)                                                         \
	{ "POST", 200, NULL, CREATED },                                        \
		{ "PUT /vault/estreat-check-", 200, "ETag: \"1\"\r\n" },       \
	{                                                                      \
		"POST", status, NULL, COMPLETED                                \
	}

/* Until store_check() begins, whose first question ends it. */
static const struct check_case {
	const char *label;
	struct step steps[STEPS_MAX];
	const char *want; /* in what was found */
	int got;
} check_cases[] = {
	{ "no bucket",
	  { { "GET /vault/?", 404, NULL, S3_ERROR("NoSuchBucket") } },
	  "FAIL Bucket: ",
	  0 },
	{ "not reached",
	  { { "GET /vault/?max-keys", 503, "Retry-After: 999\r\n" } },
	  "",
	  -1 },
	{ "ignores the condition",
	  { BUCKET,
	    NO_LOCK,
	    { "PUT", 200 },
	    { "PUT", 200 },
	    UPLOAD(200),
	    BUCKET },
	  "FAIL Conditional writes: the store ignores If-None-Match: a name",
	  0 },
	{ "may not write",
	  { BUCKET,
	    NO_LOCK,
	    { "PUT", 403, NULL, S3_ERROR("AccessDenied") },
	    BUCKET },
	  "FAIL Writing: ",
	  0 },
	{ "a default retention: nothing is written",
	  { BUCKET,
	    { "GET /vault/?object-lock=", 200, NULL,
	      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled"
	      "</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE"
	      "</Mode><Days>30</Days></DefaultRetention></Rule>"
	      "</ObjectLockConfiguration>" } },
	  "WARN Object lock: the bucket retains each object for 30 days",
	  0 },
};

static void take_finding(void *ctx, const struct finding *f)
{
	static const char *const levels[] = { "OK", "WARN", "FAIL" };

	str_addf(ctx, "%s %s: %s\n", levels[f->level], f->topic, f->text);
}

T(check)
{
	T_EACH(c, check_cases) {
		struct str found AUTO(str_done) = STR_INIT;
		struct check to = { &found, take_finding };
		struct script f;
		struct store *s;
		struct err e = ERR_INIT;

		s3_fake_init(&f, c->steps);
		s = s3_fake_open(&f, S3_UNKNOWN);
		T_EQ_INT(s->ops->check(s, &to, &e), c->got);
		check_err(&e, c->got < 0 ? ERR_RETRY : ERR_NONE, "");
		if (strstr(found.s, c->want) == NULL ||
		    strstr(found.s, "SECRET") != NULL)
			T_FAIL("found: %s", found.s);
		script_done(&f);
	}
}

T_MAIN
