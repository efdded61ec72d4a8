/* Pre-flight: what only this service can tell, then what all stores do. */
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "store/check.h"
#include "store/s3/request.h"
#include "store/s3/s3.h"
#include "store/xml.h"

#include <stdio.h>
#include <string.h>

#define ANSWER_MAX ((size_t)64 * 1024)

static void tell(const struct check *to, enum check_level level,
		 const char *topic, const char *text, const char *remedy)
{
	struct finding f = { level, topic, text, remedy };

	to->finding(to->ctx, &f);
}

/* -1 where nothing more can be tried, and only because the store cannot be
   reached an error; else 1. */
static int tell_err(const struct check *to, enum check_level level,
		    const char *topic, struct err *e, const char *remedy)
{
	char text[ERR_TEXT];

	if (e->kind == ERR_RETRY)
		return -1;
	tell(to, level, topic, err_str(e, text, sizeof(text)), remedy);
	err_clear(e);
	return 1;
}

/* --- the bucket -------------------------------------------------------- */

/* 0 it can be listed, 1 or -1 as tell_err. */
static int check_bucket(struct s3 *s3, const struct check *to, struct err *e)
{
	char version[S3_VERSION];

	if (s3_find(s3, "estreat-check", S3_NEWEST, version, e) < 0)
		return tell_err(to, CHECK_FAIL, "Bucket", e, "");
	tell(to, CHECK_OK, "Bucket", "it is there, and can be listed", "");
	return 0;
}

/* --- object lock ------------------------------------------------------- */

struct lock {
	bool enabled;
	char mode[16];   /* of the bucket's default retention; "" none */
	char period[40]; /* "30 days" */
};

static int take_lock(void *ctx, const char *path, const char *text,
		     struct err *e)
{
	struct lock *l = ctx;

	(void)e;
	if (strcmp(path, "ObjectLockConfiguration/ObjectLockEnabled") == 0)
		l->enabled = strcmp(text, "Enabled") == 0;
	else if (str_ends(path, "/DefaultRetention/Mode"))
		(void)snprintf(l->mode, sizeof(l->mode), "%s", text);
	else if (str_ends(path, "/DefaultRetention/Days"))
		(void)snprintf(l->period, sizeof(l->period), "%.20s days",
			       text);
	else if (str_ends(path, "/DefaultRetention/Years"))
		(void)snprintf(l->period, sizeof(l->period), "%.20s years",
			       text);
	return 0;
}

/* 0 with *out, 1 unknown (a finding was made), -1 */
static int ask_lock(struct s3 *s3, const struct check *to, struct lock *out,
		    struct err *e)
{
	struct s3_request rq = { .method = "GET" };
	struct str xml AUTO(str_done) = STR_INIT;

	s3_query(&rq, "object-lock", "");
	*out = (struct lock){ .enabled = false };
	if (s3_ask(s3, &rq, ANSWER_MAX, &xml, e) == 0)
		return xml_walk(xml.s, xml.len, take_lock, out, e);
	if (e->kind == ERR_ITEM) { /* it has no such configuration */
		err_clear(e);
		return 0;
	}
	return tell_err(to, CHECK_WARN, "Object lock", e,
			"let the key s3:GetBucketObjectLockConfiguration");
}

/* 0 go on, 1 nothing may be written to try, -1 */
static int check_lock(struct s3 *s3, const struct check *to, struct err *e)
{
	static const char topic[] = "Object lock";
	AUTO(free) char *text = NULL;
	struct lock l;
	int got = ask_lock(s3, to, &l, e);

	if (got != 0)
		return got < 0 ? -1 : 0;
	if (l.mode[0] != '\0') {
		text = str_printf("the bucket retains each object for %s "
				  "(default retention, %s): nothing was "
				  "written to try, as it could not be removed",
				  l.period, l.mode);
		tell(to, CHECK_WARN, topic, text,
		     "set no default retention: Estreat sets each object's");
		return 1;
	}
	if (!l.enabled)
		tell(to, CHECK_WARN, topic,
		     "it is off for this bucket: objects cannot be locked",
		     "make a bucket with object lock (docs/stores/s3.md)");
	else if (!s3->compliance)
		tell(to, CHECK_WARN, topic,
		     "retention is set in mode governance: who may "
		     "s3:BypassGovernanceRetention can remove what is retained",
		     "set lock-mode to compliance once all is tried out");
	else
		tell(to, CHECK_OK, topic,
		     "retention is set in mode compliance: nobody can shorten "
		     "it",
		     "");
	return 0;
}

/* --- creating only once ------------------------------------------------ */

/* The status of a put that must only create. */
static int put_text(struct s3 *s3, const char *name, const char *text,
		    struct s3_answer *a, struct err *e)
{
	struct s3_request rq = { .method = "PUT",
				 .name = name,
				 .body = text,
				 .len = strlen(text),
				 .content = true };
	char md5[STORE_MD5_TEXT];

	s3_header(&rq, "if-none-match", "*");
	s3_header(&rq, "content-type", "text/plain");
	s3_content_md5(&rq, md5);
	if (s3_send(s3, &rq, a, e) < 0)
		return -1;
	if (a->status / 100 != 2 && a->status != 412)
		return s3_refused(a, e);
	s3_drain(a);
	return 0;
}

/* What a store does with a name that is taken. */
struct taken {
	bool refused; /* by a put */
	bool kept;    /* not, but the bucket keeps the version before */
	bool parts;   /* refused where parts are put together */
};

static int try_once(struct s3 *s3, const char *name, struct taken *out,
		    struct err *e)
{
	struct s3_answer first AUTO(s3_answer_done) = S3_ANSWER_INIT;
	struct s3_answer second AUTO(s3_answer_done) = S3_ANSWER_INIT;
	char version[S3_VERSION];
	int parts;

	if (put_text(s3, name, "one", &first, e) < 0 ||
	    put_text(s3, name, "two", &second, e) < 0 ||
	    (parts = s3_completes_once(s3, name, e)) < 0)
		return -1;
	s3_answer_version(&second, version);
	*out = (struct taken){ .refused = second.status == 412,
			       .kept = version[0] != '\0',
			       .parts = parts > 0 };
	return 0;
}

static void tell_once(const struct check *to, const struct taken *t)
{
	static const char topic[] = "Conditional writes";

	if (t->refused && t->parts)
		tell(to, CHECK_OK, topic, "a name is taken only once", "");
	else if (t->refused)
		tell(to, CHECK_WARN, topic,
		     "the store ignores If-None-Match where parts are put "
		     "together: who writes second may win",
		     "let one machine alone write below this prefix");
	else if (t->kept)
		tell(to, CHECK_WARN, topic,
		     "the store ignores If-None-Match, but keeps versions: "
		     "nothing is lost, and the first version counts",
		     "let one machine alone write below this prefix");
	else
		tell(to, CHECK_FAIL, topic,
		     "the store ignores If-None-Match: a name that is taken "
		     "could be overwritten",
		     "update the store, or use a bucket with versions");
}

/* store_check asks through put(), which looks first: this asks the store. */
static int check_once(struct s3 *s3, const struct check *to, struct err *e)
{
	unsigned char random[8];
	char hex[2 * sizeof(random) + 1], name[60];
	struct err removing = ERR_INIT;
	struct taken taken;
	int bad;

	random_bytes(random, sizeof(random));
	encode_hex(random, sizeof(random), hex);
	(void)snprintf(name, sizeof(name), "estreat-check-%s-once", hex);
	bad = try_once(s3, name, &taken, e);
	(void)s3_remove(&s3->base, name, &removing); /* store_check tells */
	if (bad < 0)
		return tell_err(to, CHECK_FAIL, "Writing", e,
				"let the key write there");
	tell_once(to, &taken);
	return taken.refused || taken.kept ? 0 : 1;
}

int s3_check(struct store *s, const struct check *to, struct err *e)
{
	struct s3 *s3 = (struct s3 *)s;
	int got = check_bucket(s3, to, e);

	if (got == 0)
		got = check_lock(s3, to, e);
	if (got == 0)
		got = check_once(s3, to, e);
	if (got != 0)
		return got < 0 ? -1 : 0;
	return store_check(s, to, e);
}
