/*
 * Immutability policies and legal holds, of the blob's current version: set,
 * and then what the service says of them. A service that takes the request
 * and ignores it is found out here.
 */
#include "base/clock.h"
#include "base/err.h"
#include "store/azure/azure.h"
#include "store/azure/request.h"
#include "store/name.h"
#include "store/protection.h"

static int set_policy(struct azure *az, const char *name, int64_t until_us,
		      bool locked, struct err *e)
{
	struct azure_request rq = { .method = "PUT", .name = name };
	char until[CLOCK_TEXT];

	azure_query(&rq, "comp", "immutabilityPolicies");
	azure_header(&rq, "x-ms-immutability-policy-until-date",
		     clock_http(until_us, until));
	azure_header(&rq, "x-ms-immutability-policy-mode",
		     locked ? "Locked" : "Unlocked");
	return azure_do(az, &rq, e);
}

static int set_hold(struct azure *az, const char *name, bool hold,
		    struct err *e)
{
	struct azure_request rq = { .method = "PUT", .name = name };

	azure_query(&rq, "comp", "legalhold");
	azure_header(&rq, "x-ms-legal-hold", hold ? "true" : "false");
	return azure_do(az, &rq, e);
}

/* Does it say so afterwards? */
static int look_again(struct azure *az, const char *name, int64_t until_us,
		      bool hold, struct err *e)
{
	struct azure_blob b;
	char text[CLOCK_TEXT];
	int there = azure_look(az, name, &b, e);

	if (there < 0)
		return -1;
	if (there == 0)
		return err_set(e, ERR_ITEM, "there is no such object");
	if (b.object.retain_until_us < until_us ||
	    (until_us != 0 && az->locked && !b.locked))
		return err_set(e, ERR_ITEM,
			       "the service took the order to retain it until "
			       "%s, but says that it does not%s",
			       clock_rfc3339(until_us, text),
			       b.object.retain_until_us >= until_us
				       ? " in mode locked"
				       : "");
	if (b.object.hold != hold)
		return err_set(e, ERR_ITEM,
			       "the service took the order, but says that it "
			       "is %s legal hold",
			       hold ? "under no" : "under a");
	return 0;
}

int azure_protect_more(struct azure *az, const char *name,
		       const struct azure_blob *was,
		       const struct store_protection *p, bool release,
		       struct err *e)
{
	int64_t until_us = store_until_us(p->retain_until_us);
	bool hold = p->hold || (was->object.hold && !release);

	if (until_us <= was->now_us)
		until_us = 0; /* the past protects nothing, and is refused */
	if (until_us != 0 &&
	    (until_us > was->object.retain_until_us ||
	     (az->locked && !was->locked)) &&
	    set_policy(az, name,
		       until_us > was->object.retain_until_us
			       ? until_us
			       : was->object.retain_until_us,
		       az->locked || was->locked, e) < 0)
		return -1;
	if (hold != was->object.hold && set_hold(az, name, hold, e) < 0)
		return -1;
	return look_again(az, name, until_us, hold, e);
}

int azure_protect(struct store *s, const char *name,
		  const struct store_protection *p, struct err *e)
{
	struct azure *az = (struct azure *)s;
	struct azure_blob b;
	int there;

	if (store_name_check(name, e) < 0)
		return -1;
	there = azure_look(az, name, &b, e);
	if (there == 0)
		there = err_set(e, ERR_ITEM, "there is no such object");
	if (there < 0 || azure_protect_more(az, name, &b, p, true, e) < 0)
		return azure_wrap(az, "protect", name, e);
	return 0;
}
