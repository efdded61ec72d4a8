#include "store/s3/refusal.h"

#include "base/clock.h"
#include "base/str.h"
#include "store/xml.h"

#include <string.h>

#define SKEW_MAX_US (10 * CLOCK_MINUTE) /* stores refuse from 15 on */

/* --- the store's own words --------------------------------------------- */

/* Printable ASCII, what fits. */
static void take(char *out, size_t cap, const char *text)
{
	size_t n = 0;

	for (; text[n] >= ' ' && text[n] <= '~' && n + 1 < cap; n++)
		out[n] = text[n];
	out[n] = '\0';
}

struct reading {
	struct s3_refusal *f;
	bool is_error;
};

static int take_element(void *ctx, const char *path, const char *text,
			struct err *e)
{
	struct reading *r = ctx;

	(void)e;
	if (strcmp(path, "Error") == 0)
		r->is_error = true;
	else if (strcmp(path, "Error/Code") == 0)
		take(r->f->code, sizeof(r->f->code), text);
	else if (strcmp(path, "Error/Region") == 0)
		take(r->f->region, sizeof(r->f->region), text);
	else if (strcmp(path, "Error/Message") == 0)
		take(r->f->message, sizeof(r->f->message), text);
	return 0;
}

bool s3_refusal_read(struct s3_refusal *f, const char *body, size_t len)
{
	struct s3_refusal read = *f;
	struct reading r = { &read, false };
	struct err ignored = ERR_INIT;

	if (xml_walk(body, len, take_element, &r, &ignored) < 0 || !r.is_error)
		return false;
	*f = read;
	return true;
}

/* --- what is behind it ------------------------------------------------- */

#define NO_LOCK                                                                \
	"this bucket cannot lock objects: object lock is turned on when a "    \
	"bucket is made"

/* A code that means the same wherever it comes. */
static const struct meaning {
	const char *code;
	enum err_kind kind;
	const char *remedy;
} meanings[] = {
	{ "InvalidAccessKeyId", ERR_SOURCE, "check access-key-id" },
	{ "SignatureDoesNotMatch", ERR_SOURCE,
	  "check secret-access-key and region" },
	{ "ExpiredToken", ERR_SOURCE, "give a new session-token" },
	{ "InvalidToken", ERR_SOURCE, "check session-token" },
	{ "InvalidClientTokenId", ERR_SOURCE, "check access-key-id" },
	{ "RequestTimeTooSkewed", ERR_SOURCE,
	  "the clocks differ by more than the store allows: set this "
	  "machine's clock" },
	{ "RequestExpired", ERR_SOURCE,
	  "the clocks differ by more than the store allows: set this "
	  "machine's clock" },
	{ "AccessDenied", ERR_SOURCE,
	  "the key's policy does not allow this (docs/stores/s3.md)" },
	{ "AccountProblem", ERR_SOURCE, "the account is blocked" },
	{ "AllAccessDisabled", ERR_SOURCE, "access is disabled" },
	{ "UserSuspended", ERR_SOURCE, "the user is suspended" },
	{ "NoSuchBucket", ERR_SOURCE, "create the bucket, or correct bucket" },
	{ "InvalidBucketName", ERR_SOURCE, "correct bucket" },
	{ "QuotaExceeded", ERR_SOURCE, "the quota is used up: raise it" },
	{ "XMinioStorageFull", ERR_SOURCE, "the store is full" },
	{ "NotImplemented", ERR_SOURCE,
	  "this store does not have what is needed (docs/stores/s3.md)" },
	{ "NoSuchKey", ERR_ITEM, "there is no such object" },
	{ "NoSuchVersion", ERR_ITEM, "there is no such version" },
	{ "InvalidObjectState", ERR_ITEM,
	  "it was moved to an archive tier: restore it first" },
	{ "ObjectLocked", ERR_ITEM, "it is locked" },
	{ "ObjectLockConfigurationNotFoundError", ERR_ITEM, NO_LOCK },
	{ "InvalidBucketState", ERR_ITEM, NO_LOCK },
	{ "EntityTooLarge", ERR_ITEM, "it is larger than this store takes" },
	{ "NoSuchUpload", ERR_RETRY,
	  "somebody ended the upload: does a lifecycle rule abort uploads too "
	  "soon?" },
	{ "SlowDown", ERR_RETRY, "the store throttles" },
	{ NULL, ERR_NONE, "" },
};

static const struct meaning *find(const char *code)
{
	const struct meaning *m = meanings;

	while (m->code != NULL && strcmp(m->code, code) != 0)
		m++;
	return m;
}

/* Another region's endpoint says so in one of these ways. */
static bool is_elsewhere(const struct s3_refusal *f)
{
	return f->status / 100 == 3 ||
	       strcmp(f->code, "AuthorizationHeaderMalformed") == 0 ||
	       strcmp(f->code, "IllegalLocationConstraintException") == 0;
}

/* The two codes that say "not with this bucket" of an order to lock. */
static bool cannot_lock(const struct s3_refusal *f)
{
	return f->protecting &&
	       (f->status == 501 || strcmp(f->code, "InvalidRequest") == 0 ||
		strcmp(f->code, "MethodNotAllowed") == 0);
}

bool s3_refusal_may_change(const struct s3_refusal *f)
{
	static const char *const codes[] = {
		"RequestTimeout",
		"BadDigest",
		"XAmzContentSHA256Mismatch",
		"IncompleteBody",
		"OperationAborted",
		"ConditionalRequestConflict",
		"InternalError",
		"SlowDown",
		"ServiceUnavailable",
	};

	switch (f->status) {
	case 408:
	case 429:
	case 500:
	case 502:
	case 503:
	case 504:
		return true;
	default:
		break;
	}
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(f->code, codes[i]) == 0)
			return true;
	return false;
}

enum err_kind s3_refusal_kind(const struct s3_refusal *f)
{
	const struct meaning *m = find(f->code);

	if (cannot_lock(f))
		return ERR_ITEM;
	if (m->code != NULL)
		return m->kind;
	if (s3_refusal_may_change(f) || (f->status >= 500 && f->status != 501))
		return ERR_RETRY;
	if (f->status == 401 || f->status == 403 || f->status == 501 ||
	    is_elsewhere(f))
		return ERR_SOURCE;
	return ERR_ITEM;
}

static const char *remedy_of(const struct s3_refusal *f, struct str *room)
{
	const struct meaning *m = find(f->code);
	bool skewed = f->skew_us > SKEW_MAX_US || f->skew_us < -SKEW_MAX_US;

	if (cannot_lock(f))
		return NO_LOCK;
	if ((f->status == 401 || f->status == 403) && skewed)
		return find("RequestTimeTooSkewed")->remedy;
	if (is_elsewhere(f)) {
		str_addf(room, "the bucket is elsewhere: set region%s%s%s",
			 f->region[0] != '\0' ? " to " : "", f->region,
			 f->region[0] != '\0' ? "" : " and endpoint");
		return room->s;
	}
	if (m->code != NULL)
		return m->remedy;
	/* not its own words: they may quote what was signed */
	if (f->status == 401 || f->status == 403)
		return "check access-key-id, secret-access-key and the key's "
		       "policy";
	return f->message;
}

int s3_refusal_tell(const struct s3_refusal *f, const char *where,
		    const char *id, struct err *e)
{
	struct str room AUTO(str_done) = STR_INIT;
	const char *remedy = remedy_of(f, &room);

	return err_set(e, s3_refusal_kind(f), "%s: status %d%s%s%s%s%s%.60s%s",
		       where, f->status, f->code[0] != '\0' ? " " : "", f->code,
		       remedy[0] != '\0' ? ": " : "", remedy,
		       id != NULL ? " (request " : "", id != NULL ? id : "",
		       id != NULL ? ")" : "");
}
