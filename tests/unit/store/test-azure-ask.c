/* What is done with each kind of answer: by scripts. */
#include "azure-fixture.h"

#include "base/clock.h"

#define OK_BLOB "Content-Length: 5\r\n" HELLO_SHA
#define NO_BLOB "x-ms-error-code: BlobNotFound\r\n"

/* --- put --------------------------------------------------------------- */

#define MD5 "Content-MD5: XUFAKrxLKna5cZ2REBfFkg==\r\n"

static const struct put_case {
	const char *label;
	struct step steps[STEPS_MAX];
	int64_t retain_us;
	bool hold;
	enum err_kind kind;
	const char *part; /* of the error's text */
	bool proven;      /* another was read back before */
} put_cases[] = {
	{ "its MD5 is told, of a service that is proven",
	  { { "PUT /vault/a/b", 201, MD5 } },
	  .kind = ERR_NONE,
	  .proven = true },
	{ "its MD5 is told, of a service that is not proven",
	  { { "PUT /vault/a/b", 201, MD5 },
	    { "HEAD /vault/a/b?", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "another MD5 is told",
	  { { "PUT /vault/a/b", 201,
	      "Content-MD5: YUFAKrxLKna5cZ2REBfFkg==\r\n" },
	    { "HEAD /vault/a/b?", 200, HELLO_SHA, "hello, you" } },
	  .kind = ERR_ITEM,
	  .part = "otherwise",
	  .proven = true },
	{ "proven, and a hold is asked for: it is read back",
	  { { "PUT /vault/a/b", 201, MD5 },
	    { "HEAD /vault/a/b?", 200, HELLO_SHA "x-ms-legal-hold: true\r\n",
	      "hello" } },
	  .hold = true,
	  .kind = ERR_NONE,
	  .proven = true },
	{ "proven, and the name is taken: it is looked at",
	  { { "PUT", 409, "x-ms-error-code: BlobAlreadyExists\r\n" MD5 },
	    { "HEAD", 200, HELLO_SHA, "hello, you" } },
	  .kind = ERR_ITEM,
	  .proven = true },
	{ "stored and read back",
	  { { "PUT /vault/a/b?sv=1&sig=", 201, NULL, NULL, FAKE_WHOLE,
	      "if-none-match: *\r\n" },
	    { "HEAD /vault/a/b?", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "the answer was lost, it was stored",
	  { { "PUT", 0, .way = FAKE_SILENT },
	    { "PUT", 409, "x-ms-error-code: BlobAlreadyExists\r\n" },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "the answer was lost, it was not stored",
	  { { "PUT", 0, .way = FAKE_SILENT },
	    { "PUT", 201 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "another is there",
	  { { "PUT", 409, "x-ms-error-code: BlobAlreadyExists\r\n" },
	    { "HEAD", 200, HELLO_SHA, "hello, you" } },
	  .kind = ERR_ITEM,
	  .part = "another object has this name (10 bytes)" },
	{ "another is there, as long",
	  { { "PUT", 409, "x-ms-error-code: BlobAlreadyExists\r\n" },
	    { "HEAD", 200,
	      "x-ms-meta-sha256: 00000000000000000000000000000000"
	      "00000000000000000000000000000000\r\n",
	      "hallo" } },
	  .kind = ERR_ITEM,
	  .part = "another object has this name (5 bytes)" },
	{ "another is there, of ours nothing is known",
	  { { "PUT", 412, "x-ms-error-code: ConditionNotMet\r\n" },
	    { "HEAD", 200, NULL, "hello" } },
	  .kind = ERR_ITEM,
	  .part = "without a SHA-256" },
	{ "the name was taken, and is free again",
	  { { "PUT", 409 }, { "HEAD", 404, NO_BLOB } },
	  .kind = ERR_RETRY,
	  .part = "is not there" },
	{ "acknowledged, and lost",
	  { { "PUT", 201 }, { "HEAD", 404, NO_BLOB } },
	  .kind = ERR_RETRY,
	  .part = "is not there" },
	{ "acknowledged, and shorter",
	  { { "PUT", 201 }, { "HEAD", 200, HELLO_SHA, "hell" } },
	  .kind = ERR_ITEM,
	  .part = "the store says otherwise of it (4 bytes)" },
	{ "acknowledged, and without its metadata",
	  { { "PUT", 201 }, { "HEAD", 200, NULL, "hello" } },
	  .kind = ERR_ITEM,
	  .part = "without a SHA-256" },
	{ "busy, then not",
	  { { "PUT", 503, "x-ms-error-code: ServerBusy\r\nRetry-After: 0\r\n" },
	    { "PUT", 500, "x-ms-error-code: InternalError\r\n" },
	    { "PUT", 429, NULL },
	    { "PUT", 201 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "busy for an hour: not waited for",
	  { { "PUT", 503,
	      "x-ms-error-code: ServerBusy\r\nRetry-After: 3600\r\n" } },
	  .kind = ERR_RETRY,
	  .part = "status 503 ServerBusy" },
	{ "busy for ever",
	  { { "PUT", 503 },
	    { "PUT", 503 },
	    { "PUT", 503 },
	    { "PUT", 503 },
	    { "PUT", 503 },
	    { "PUT", 503 } },
	  .kind = ERR_RETRY,
	  .part = "status 503" },
	{ "damaged on the way",
	  { { "PUT", 400, "x-ms-error-code: Md5Mismatch\r\n" },
	    { "PUT", 201 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .kind = ERR_NONE },
	{ "refused",
	  { { "PUT", 403,
	      "x-ms-error-code: AuthenticationFailed\r\n"
	      "x-ms-request-id: 1-2-3\r\n" } },
	  .kind = ERR_SOURCE,
	  .part = "check sas (is it expired or revoked?) (request 1-2-3)" },
	{ "refused: our clock",
	  { { "PUT", 403,
	      "x-ms-error-code: AuthenticationFailed\r\n"
	      "Date: Sun, 01 Mar 2020 10:00:00 GMT\r\n" } },
	  .kind = ERR_SOURCE,
	  .part = "set this machine's clock" },
	{ "no container",
	  { { "PUT", 404, "x-ms-error-code: ContainerNotFound\r\n" } },
	  .kind = ERR_SOURCE,
	  .part = "create the container" },
	{ "a redirect is not followed",
	  { { "PUT", 302, "Location: http://127.0.0.1:1/\r\n" } },
	  .kind = ERR_SOURCE,
	  .part = "check endpoint" },
	{ "its own words",
	  { { "PUT", 400, "x-ms-error-code: SomethingNew\r\n",
	      "<Error><Code>SomethingNew</Code><Message>It is so.\n"
	      "RequestId:1</Message></Error>" } },
	  .kind = ERR_ITEM,
	  .part = "status 400 SomethingNew: It is so." },
	{ "protected",
	  { { "PUT", 201, NULL, NULL, FAKE_WHOLE,
	      "x-ms-immutability-policy-until-date: "
	      "Tue, 01 Jan 2999 00:00:00 GMT\r\n"
	      "x-ms-immutability-policy-mode: Unlocked\r\n"
	      "x-ms-legal-hold: true\r\n" },
	    { "HEAD", 200,
	      HELLO_SHA "x-ms-immutability-policy-until-date: "
			"Tue, 01 Jan 2999 00:00:00 GMT\r\n"
			"x-ms-immutability-policy-mode: unlocked\r\n"
			"x-ms-legal-hold: true\r\n",
	      "hello" } },
	  .retain_us = INT64_C(32472143999500000),
	  .hold = true,
	  .kind = ERR_NONE },
	{ "protection ignored, then had by asking for it",
	  { { "PUT", 201 },
	    { "HEAD", 200, HELLO_SHA, "hello" },
	    { "PUT /vault/a/b?comp=legalhold&", 200, NULL, NULL, FAKE_WHOLE,
	      "x-ms-legal-hold: true\r\n" },
	    { "HEAD", 200, HELLO_SHA "x-ms-legal-hold: true\r\n", "hello" } },
	  .hold = true,
	  .kind = ERR_NONE },
	{ "protection ignored, and ignored again",
	  { { "PUT", 201 },
	    { "HEAD", 200, HELLO_SHA, "hello" },
	    { "PUT /vault/a/b?comp=legalhold&", 200 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  .hold = true,
	  .kind = ERR_ITEM,
	  .part = "under no legal hold" },
	{ "retention ignored, and shortened",
	  { { "PUT", 201 },
	    { "HEAD", 200, HELLO_SHA, "hello" },
	    { "PUT /vault/a/b?comp=immutabilityPolicies&", 200 },
	    { "HEAD", 200,
	      HELLO_SHA "x-ms-immutability-policy-until-date: "
			"Mon, 31 Dec 2998 00:00:00 GMT\r\n",
	      "hello" } },
	  .retain_us = INT64_C(32472143999500000),
	  .kind = ERR_ITEM,
	  .part = "says that it does not" },
	{ "cannot lock",
	  { { "PUT", 409, "x-ms-error-code: FeatureNotEnabled\r\n" } },
	  .hold = true,
	  .kind = ERR_ITEM,
	  .part = "version-level immutability" },
};

T(put)
{
	T_EACH(c, put_cases) {
		char text[] = "hello";
		struct store_content content = text_content(text);
		struct store_protection p = { c->retain_us, c->hold };
		struct azure_fake f;
		struct store *s;
		struct err e = ERR_INIT;
		int got;

		azure_fake_init(&f, c->steps, STEPS_MAX);
		s = azure_fake_open(&f);
		atomic_store(&((struct azure *)s)->proven, c->proven);
		got = s->ops->put(s, "a/b", &content,
				  c->hold || c->retain_us != 0 ? &p : NULL, &e);
		T_EQ_INT(got, c->kind == ERR_NONE ? 0 : -1);
		check_err(&e, c->kind, c->part != NULL ? c->part : "");
		azure_fake_done(&f);
	}
}

/* What is read back once is not for each that follows. */
T(put_proves)
{
	static const struct step steps[STEPS_MAX] = {
		{ "PUT /vault/a", 201, MD5 },
		{ "HEAD /vault/a", 200, HELLO_SHA, "hello" },
		{ "PUT /vault/b", 201, MD5 },
	};
	char text[] = "hello";
	struct store_content content = text_content(text);
	struct azure_fake f;
	struct store *s;
	struct err e = ERR_INIT;

	azure_fake_init(&f, steps, STEPS_MAX);
	s = azure_fake_open(&f);
	T_EQ_INT(s->ops->put(s, "a", &content, NULL, &e), 0);
	T_EQ_INT(s->ops->put(s, "b", &content, NULL, &e), 0);
	azure_fake_done(&f);
}

/* --- a large one: each step of it -------------------------------------- */

static char large[1024 * 1024 + 1]; /* two blocks of 1 MiB */

#define LARGE_SHA "x-ms-meta-sha256: %s\r\n"

static const struct large_case {
	const char *label;
	struct step steps[STEPS_MAX];
	enum err_kind kind;
	const char *part;
} large_cases[] = {
	{ "there already",
	  { { "HEAD /vault/a", 200, "LARGE", large } },
	  ERR_NONE,
	  "" },
	{ "another is there: not a byte is sent",
	  { { "HEAD", 200, HELLO_SHA, "hello" } },
	  ERR_ITEM,
	  "another object" },
	{ "two blocks and their list",
	  { { "HEAD", 404, NO_BLOB },
	    { "PUT /vault/a?comp=block&blockid=", 201 },
	    { "PUT /vault/a?comp=block&blockid=", 201 },
	    { "PUT /vault/a?comp=blocklist&", 201, NULL, NULL, FAKE_WHOLE,
	      "if-none-match: *\r\n" },
	    { "HEAD", 200, "LARGE", large } },
	  ERR_NONE,
	  "" },
	{ "a block's answer is lost",
	  { { "HEAD", 404, NO_BLOB },
	    { "PUT /vault/a?comp=block&", 0, .way = FAKE_SILENT },
	    { "PUT /vault/a?comp=block&", 201 },
	    { "PUT /vault/a?comp=block&", 201 },
	    { "PUT /vault/a?comp=blocklist&", 201 },
	    { "HEAD", 200, "LARGE", large } },
	  ERR_NONE,
	  "" },
	{ "the list's answer is lost",
	  { { "HEAD", 404, NO_BLOB },
	    { "PUT /vault/a?comp=block&", 201 },
	    { "PUT /vault/a?comp=block&", 201 },
	    { "PUT /vault/a?comp=blocklist&", 0, .way = FAKE_SILENT },
	    { "PUT /vault/a?comp=blocklist&", 409 },
	    { "HEAD", 200, "LARGE", large } },
	  ERR_NONE,
	  "" },
	{ "the list's answer is lost, and others were first",
	  { { "HEAD", 404, NO_BLOB },
	    { "PUT /vault/a?comp=block&", 201 },
	    { "PUT /vault/a?comp=block&", 201 },
	    { "PUT /vault/a?comp=blocklist&", 0, .way = FAKE_SILENT },
	    { "PUT /vault/a?comp=blocklist&", 409 },
	    { "HEAD", 200, HELLO_SHA, "hello" } },
	  ERR_ITEM,
	  "another object" },
	{ "others' blocks came between, and they stored the same",
	  { { "HEAD", 404, NO_BLOB },
	    { "PUT /vault/a?comp=block&", 201 },
	    { "PUT /vault/a?comp=block&", 201 },
	    { "PUT /vault/a?comp=blocklist&", 400,
	      "x-ms-error-code: InvalidBlockList\r\n" },
	    { "HEAD", 200, "LARGE", large } },
	  ERR_NONE,
	  "" },
	{ "others' blocks came between, and nothing is there",
	  { { "HEAD", 404, NO_BLOB },
	    { "PUT /vault/a?comp=block&", 201 },
	    { "PUT /vault/a?comp=block&", 201 },
	    { "PUT /vault/a?comp=blocklist&", 400,
	      "x-ms-error-code: InvalidBlockList\r\n" },
	    { "HEAD", 404, NO_BLOB } },
	  ERR_RETRY,
	  "is not there" },
	{ "it is there and locked before our first block",
	  { { "HEAD", 404, NO_BLOB },
	    { "PUT /vault/a?comp=block&", 409,
	      "x-ms-error-code: BlobImmutableDueToPolicy\r\n" },
	    { "HEAD", 200, "LARGE", large } },
	  ERR_NONE,
	  "" },
	{ "a block is refused",
	  { { "HEAD", 404, NO_BLOB },
	    { "PUT /vault/a?comp=block&", 403,
	      "x-ms-error-code: AuthorizationPermissionMismatch\r\n" } },
	  ERR_SOURCE,
	  "Storage Blob Data Contributor" },
};

static void fill_large(char header[120], struct store_content *c)
{
	char hex[2 * STORE_SHA256 + 1];

	memset(large, 'x', sizeof(large) - 1);
	*c = text_content(large);
	c->size = sizeof(large) - 1 + 1; /* and the NUL */
	memcpy(c->sha256, digest_of(large, sizeof(large)).bytes, STORE_SHA256);
	for (int i = 0; i < STORE_SHA256; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", c->sha256[i]);
	(void)snprintf(header, 120, LARGE_SHA, hex);
}

T(put_large)
{
	char header[120];
	struct store_content content;

	fill_large(header, &content);
	T_EACH(c, large_cases) {
		struct azure_fake f;
		struct store *s;
		struct err e = ERR_INIT;
		int got;

		azure_fake_init(&f, c->steps, STEPS_MAX);
		for (size_t i = 0; i < STEPS_MAX; i++)
			if (f.steps[i].body == large) {
				f.steps[i].headers = header;
				f.steps[i].large = sizeof(large);
			}
		store_host_set(&f.host, "block-size", "1");
		store_host_set(&f.host, "connections", "1");
		s = azure_fake_open(&f);
		got = s->ops->put(s, "a", &content, NULL, &e);
		T_EQ_INT(got, c->kind == ERR_NONE ? 0 : -1);
		check_err(&e, c->kind, c->part);
		azure_fake_done(&f);
	}
}

/* Of two tries no block may pass for one of the other's. */
struct ids {
	char id[4][40];
	int n;
};

static void note_block(void *ctx, const struct fake_request *rq,
		       struct fake_answer *out)
{
	const char *id = strstr(rq->target, "blockid=");
	struct ids *ids = ctx;

	out->body = "";
	out->status = strcmp(rq->method, "HEAD") == 0 ? 404 : 201;
	if (id != NULL && ids->n < 4)
		(void)snprintf(ids->id[ids->n++], 40, "%.*s",
			       (int)strcspn(id, "&"), id);
}

T(block_ids)
{
	static const struct step none[STEPS_MAX];
	struct ids ids = { .n = 0 };
	AUTO(fake_server_stop)
	struct fake_server *server = fake_server_start(note_block, &ids);
	struct store_content content;
	struct azure_fake f;
	char header[120];
	struct store *s;

	fill_large(header, &content);
	azure_fake_init(&f, none, STEPS_MAX);
	store_host_set(&f.host, "block-size", "1");
	store_host_set(&f.host, "endpoint", fake_server_base(server));
	s = azure_fake_open(&f);
	for (int i = 0; i < 2; i++) {
		struct err e = ERR_INIT;

		T_EQ_INT(s->ops->put(s, "a", &content, NULL, &e), -1);
		check_err(&e, ERR_RETRY, "is not there");
	}
	T_EQ_INT(ids.n, 4);
	for (int i = 0; i < 4; i++)
		for (int k = 0; k < i; k++)
			T_OK(strcmp(ids.id[i], ids.id[k]) != 0);
	azure_fake_done(&f);
}

/* --- read -------------------------------------------------------------- */

static const struct read_case {
	const char *label;
	struct step steps[STEPS_MAX];
	uint64_t offset;
	int want; /* bytes, or -1 */
	enum err_kind kind;
} read_cases[] = {
	{ "a range",
	  { { "GET /vault/a?", 206, "Content-Range: bytes 3-7/100\r\n", "hello",
	      FAKE_WHOLE, "x-ms-range: bytes=3-12\r\n" } },
	  3,
	  5,
	  ERR_NONE },
	{ "behind the end",
	  { { "GET", 416, "x-ms-error-code: InvalidRange\r\n" } },
	  3,
	  0,
	  ERR_NONE },
	{ "absent", { { "GET", 404, NO_BLOB } }, 0, -1, ERR_ITEM },
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
	{ "the whole in place of a range",
	  { { "GET", 200, NULL, "hello" },
	    { "GET", 200, NULL, "hello" },
	    { "GET", 200, NULL, "hello" },
	    { "GET", 200, NULL, "hello" } },
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
		struct azure_fake f;
		struct store *s;
		struct err e = ERR_INIT;

		azure_fake_init(&f, c->steps, STEPS_MAX);
		s = azure_fake_open(&f);
		T_EQ_INT(s->ops->read(s, "a", c->offset, buf, sizeof(buf), &e),
			 c->want);
		if (c->want == 5)
			T_OK(memcmp(buf, "hello", 5) == 0);
		check_err(&e, c->kind, "");
		azure_fake_done(&f);
	}
}

/* --- list -------------------------------------------------------------- */

#define LIST(entries, marker)                                                  \
	"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>"               \
	"<EnumerationResults ServiceEndpoint=\"x\"><Blobs>" entries            \
	"</Blobs><NextMarker>" marker "</NextMarker></EnumerationResults>"
#define BLOB(name, size)                                                       \
	"<Blob><Name>" name "</Name><Properties><Content-Length>" size         \
	"</Content-Length></Properties></Blob>"

static int join(void *ctx, const char *name, uint64_t size, struct err *e)
{
	(void)e;
	str_addf(ctx, "%s:%llu ", name, (unsigned long long)size);
	return 0;
}

static const struct list_case {
	const char *label;
	struct step steps[STEPS_MAX];
	const char *want; /* NULL: an error */
} list_cases[] = {
	{ "two pages",
	  { { "GET /vault?restype=container&comp=list&maxresults=5000&"
	      "prefix=in%2Fp&sv=",
	      200, NULL, LIST(BLOB("in/pa", "1"), "2!x&amp;/=") },
	    { "GET /vault?restype=container&comp=list&maxresults=5000&"
	      "prefix=in%2Fp&marker=2%21x%26%2F%3D&sv=",
	      200, NULL, LIST(BLOB("in/pb", "2"), "") } },
	  "pa:1 pb:2 " },
	{ "empty", { { "GET", 200, NULL, LIST("", "") } }, "" },
	{ "an empty page between",
	  { { "GET", 200, NULL, LIST("", "m") },
	    { "GET", 200, NULL, LIST(BLOB("in/pb", "2"), "") } },
	  "pb:2 " },
	{ "what is not ours",
	  { { "GET", 200, NULL,
	      LIST(BLOB("pa", "1") BLOB("in/p a", "1") BLOB("in/pb", "2")
			   BLOB("in/pc/", "0") "<Blob><Name>in/pd</Name>"
					       "<Properties><ResourceType>"
					       "directory</ResourceType>"
					       "</Properties></Blob>",
		   "") } },
	  "pb:2 " },
	{ "damaged, then whole: nothing is told twice",
	  { { "GET", 200, NULL,
	      "<EnumerationResults><Blobs>" BLOB("in/pa", "1") },
	    { "GET", 200, NULL, LIST(BLOB("in/pa", "1"), "") } },
	  "pa:1 " },
	{ "cut, then whole",
	  { { "GET", 200, NULL, LIST(BLOB("in/pa", "1"), ""), FAKE_CUT },
	    { "GET", 200, NULL, LIST(BLOB("in/pa", "1"), "") } },
	  "pa:1 " },
	{ "the same page for ever",
	  { { "GET", 200, NULL, LIST("", "m") },
	    { "GET", 200, NULL, LIST("", "m") } },
	  NULL },
	{ "another document",
	  { { "GET", 200, NULL, "<html></html>" },
	    { "GET", 200, NULL, "<html></html>" },
	    { "GET", 200, NULL, "<html></html>" },
	    { "GET", 200, NULL, "<html></html>" } },
	  NULL },
	{ "a blob without size",
	  { { "GET", 200, NULL, LIST("<Blob><Name>in/p</Name></Blob>", "") },
	    { "GET", 200, NULL, LIST(BLOB("in/p", "-1"), "") },
	    { "GET", 200, NULL, LIST(BLOB("in/p", "1x"), "") },
	    { "GET", 200, NULL, LIST(BLOB("in/pa", "1"), "") } },
	  "pa:1 " },
};

T(list)
{
	T_EACH(c, list_cases) {
		struct str got AUTO(str_done) = STR_INIT;
		struct azure_fake f;
		struct store *s;
		struct err e = ERR_INIT;

		azure_fake_init(&f, c->steps, STEPS_MAX);
		store_host_set(&f.host, "prefix", "in");
		s = azure_fake_open(&f);
		T_EQ_INT(s->ops->list(s, "p", join, &got, &e),
			 c->want == NULL ? -1 : 0);
		check_err(&e, c->want == NULL ? ERR_RETRY : ERR_NONE, "");
		if (c->want != NULL)
			T_EQ_STR(got.s, c->want);
		azure_fake_done(&f);
	}
}

/* --- remove ------------------------------------------------------------ */

#define VERSION(name, id, more)                                                \
	"<Blob><Name>" name "</Name><VersionId>" id "</VersionId>" more        \
	"<Properties><Content-Length>1</Content-Length></Properties></Blob>"
#define VERSIONED HELLO_SHA "x-ms-version-id: 2026-11-27T17:00:00.1Z\r\n"

static const struct remove_case {
	const char *label;
	struct step steps[STEPS_MAX];
	enum err_kind kind;
	const char *part;
} remove_cases[] = {
	{ "without versions",
	  { { "HEAD", 200, HELLO_SHA, "hello" },
	    { "DELETE /vault/a?", 202, NULL, NULL, FAKE_WHOLE,
	      "x-ms-delete-snapshots: include\r\n" } },
	  ERR_NONE,
	  "" },
	{ "the answer is lost",
	  { { "HEAD", 200, HELLO_SHA, "hello" },
	    { "DELETE", 0, .way = FAKE_SILENT },
	    { "DELETE", 404, NO_BLOB } },
	  ERR_NONE,
	  "" },
	{ "with versions: all of them",
	  { { "HEAD", 200, VERSIONED, "hello" },
	    { "DELETE /vault/a?sv=", 202 },
	    { "GET /vault?restype=container&comp=list&maxresults=5000&"
	      "prefix=a&include=versions&",
	      200, NULL,
	      LIST(VERSION("a", "v1", "") VERSION("a", "v2", "")
			   VERSION("ab", "v3", ""),
		   "") },
	    { "DELETE /vault/a?versionid=v1&", 202 },
	    { "DELETE /vault/a?versionid=v2&", 404 } },
	  ERR_NONE,
	  "" },
	{ "absent: its old versions go",
	  { { "HEAD", 404, NO_BLOB },
	    { "GET /vault?", 200, NULL, LIST(VERSION("a", "v1", ""), "") },
	    { "DELETE /vault/a?versionid=v1&", 202 } },
	  ERR_NONE,
	  "" },
	{ "absent, created again in the meantime",
	  { { "HEAD", 404, NO_BLOB },
	    { "GET /vault?", 200, NULL,
	      LIST(VERSION("a", "v1",
			   "<IsCurrentVersion>true</IsCurrentVersion>"),
		   "") } },
	  ERR_NONE,
	  "" },
	{ "held: not even asked for",
	  { { "HEAD", 200, VERSIONED "x-ms-legal-hold: true\r\n", "hello" } },
	  ERR_ITEM,
	  "under a legal hold" },
	{ "retained: not even asked for",
	  { { "HEAD", 200,
	      VERSIONED "x-ms-immutability-policy-until-date: "
			"Tue, 01 Jan 2999 00:00:00 GMT\r\n",
	      "hello" } },
	  ERR_ITEM,
	  "retained" },
	{ "an old version is locked",
	  { { "HEAD", 200, VERSIONED, "hello" },
	    { "DELETE", 202 },
	    { "GET", 200, NULL, LIST(VERSION("a", "v1", ""), "") },
	    { "DELETE", 409,
	      "x-ms-error-code: BlobImmutableDueToPolicy\r\n" } },
	  ERR_ITEM,
	  "locked by an immutability policy" },
	{ "leased",
	  { { "HEAD", 200, HELLO_SHA, "hello" },
	    { "DELETE", 412, "x-ms-error-code: LeaseIdMissing\r\n" } },
	  ERR_ITEM,
	  "break the lease" },
};

T(remove)
{
	T_EACH(c, remove_cases) {
		struct azure_fake f;
		struct store *s;
		struct err e = ERR_INIT;

		azure_fake_init(&f, c->steps, STEPS_MAX);
		s = azure_fake_open(&f);
		T_EQ_INT(s->ops->remove(s, "a", &e),
			 c->kind == ERR_NONE ? 0 : -1);
		check_err(&e, c->kind, c->part);
		azure_fake_done(&f);
	}
}

T_MAIN
