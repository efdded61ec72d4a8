/*
 * Object lock, of the version that was looked at: set, and then what the
 * store says of it. A store that takes the order and ignores it is found out
 * here.
 */
#include "base/clock.h"
#include "base/err.h"
#include "store/name.h"
#include "store/protection.h"
#include "store/s3/request.h"
#include "store/s3/s3.h"

#include <string.h>

#define XMLNS "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""

/* What is to be set of an object: ?retention or ?legal-hold. */
static int set(struct s3 *s3, const char *name, const char *version,
	       const char *what, const struct str *xml, struct err *e)
{
	struct s3_request rq = {
		.method = "PUT", .name = name, .body = xml->s, .len = xml->len
	};
	char md5[STORE_MD5_TEXT];

	s3_query(&rq, what, "");
	s3_version(&rq, version);
	s3_header(&rq, "content-type", "application/xml");
	s3_content_md5(&rq, md5);
	return s3_do(s3, &rq, e);
}

static int set_retention(struct s3 *s3, const char *name, const char *version,
			 int64_t until_us, bool compliance, struct err *e)
{
	struct str xml AUTO(str_done) = STR_INIT;
	char until[CLOCK_TEXT];

	str_addf(&xml,
		 "<Retention " XMLNS "><Mode>%s</Mode>"
		 "<RetainUntilDate>%s</RetainUntilDate></Retention>",
		 compliance ? "COMPLIANCE" : "GOVERNANCE",
		 clock_rfc3339(until_us, until));
	return set(s3, name, version, "retention", &xml, e);
}

static int set_hold(struct s3 *s3, const char *name, const char *version,
		    bool hold, struct err *e)
{
	struct str xml AUTO(str_done) = STR_INIT;

	str_addf(&xml, "<LegalHold " XMLNS "><Status>%s</Status></LegalHold>",
		 hold ? "ON" : "OFF");
	return set(s3, name, version, "legal-hold", &xml, e);
}

/* Does it say so afterwards? */
static int look_again(struct s3 *s3, const char *name, int64_t until_us,
		      bool hold, struct err *e)
{
	struct s3_object o;
	char text[CLOCK_TEXT];
	int there = s3_look(s3, name, &o, e);

	if (there < 0)
		return -1;
	if (there == 0)
		return err_set(e, ERR_ITEM, "there is no such object");
	if (o.object.retain_until_us < until_us ||
	    (until_us != 0 && s3->compliance && !o.compliance))
		return err_set(e, ERR_ITEM,
			       "the store took the order to retain it "
			       "until %s, but says that it does not%s (may "
			       "this key s3:GetObjectRetention?)",
			       clock_rfc3339(until_us, text),
			       o.object.retain_until_us >= until_us
				       ? " in mode compliance"
				       : "");
	if (o.object.hold != hold)
		return err_set(e, ERR_ITEM,
			       "the store took the order, but says that it "
			       "is %s legal hold (may this key "
			       "s3:GetObjectLegalHold?)",
			       hold ? "under no" : "under a");
	return 0;
}

int s3_protect_more(struct s3 *s3, const char *name,
		    const struct s3_object *was,
		    const struct store_protection *p, bool release,
		    struct err *e)
{
	const struct store_object *o = &was->object;
	int64_t until_us = store_until_us(p->retain_until_us);
	bool hold = p->hold || (o->hold && !release);
	bool longer = until_us > o->retain_until_us;

	if (until_us <= was->now_us)
		until_us = 0; /* the past protects nothing, and is refused */
	if (until_us != 0 && (longer || (s3->compliance && !was->compliance)) &&
	    set_retention(s3, name, was->version,
			  longer ? until_us : o->retain_until_us,
			  s3->compliance || was->compliance, e) < 0)
		return -1;
	if (hold != o->hold && set_hold(s3, name, was->version, hold, e) < 0)
		return -1;
	return look_again(s3, name, until_us, hold, e);
}

int s3_protect(struct store *s, const char *name,
	       const struct store_protection *p, struct err *e)
{
	struct s3 *s3 = (struct s3 *)s;
	struct s3_object o;
	int there;

	if (store_name_check(name, e) < 0)
		return -1;
	there = s3_look(s3, name, &o, e);
	if (there == 0)
		(void)err_set(e, ERR_ITEM, "there is no such object");
	if (there <= 0 || s3_protect_more(s3, name, &o, p, true, e) < 0)
		return s3_wrap(s3, "protect", name, e);
	return 0;
}
