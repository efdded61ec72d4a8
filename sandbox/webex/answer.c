/* Webex's errors and times, and how values are put into objects. */
#include "webex.h"

#include "base/arena.h"
#include "base/clock.h"

#include <stdarg.h>
#include <string.h>

void wx_put(json_t *o, const char *key, const char *value)
{
	json_object_set_new(o, key, json_string(value));
}

void wx_put_bool(json_t *o, const char *key, bool value)
{
	json_object_set_new(o, key, json_boolean(value));
}

void wx_put_int(json_t *o, const char *key, int64_t value)
{
	json_object_set_new(o, key, json_integer(value));
}

const char *wx_time(int64_t us, char buf[CLOCK_TEXT])
{
	struct clock_date d = clock_to_date(us);

	(void)snprintf(buf, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
		       (int)d.year, d.month, d.day, d.hour, d.minute, d.second,
		       d.micro / 1000);
	return buf;
}

void wx_put_time(json_t *o, const char *key, int64_t us)
{
	char text[CLOCK_TEXT];

	wx_put(o, key, wx_time(us, text));
}

/* The same request fails with the same tracking id. */
static const char *tracking_id(struct call *c)
{
	char uuid[SEED_UUID];

	seed_uuid(seed_of_text((uint64_t)c->now_us, c->rq->target), uuid);
	return arena_printf(c->a, "ROUTER_%s", uuid);
}

void wx_error(struct call *c, int status, const char *fmt, ...)
{
	struct str text AUTO(str_done) = STR_INIT;
	const char *id = tracking_id(c);
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	reply_header(c->rp, "trackingId", id);
	reply_json(c->rp, status,
		   json_pack("{s:s, s:[{s:s}], s:s}", "message", text.s,
			     "errors", "description", text.s, "trackingId",
			     id));
}

void wx_bad(struct call *c, const char *name, const char *why)
{
	sandbox_count(c->rq->sb, "bad_requests");
	wx_error(c, 400, "Invalid parameter '%s': %s", name, why);
}

void wx_unauthorized(struct call *c)
{
	wx_error(c, 401,
		 "The request requires a valid access token set in the "
		 "Authorization request header.");
}

void wx_not_found(struct call *c, const char *what)
{
	wx_error(c, 404, "Could not find the requested %s.", what);
}

const char *wx_need(struct call *c, const char *name)
{
	const char *value = request_arg(c->rq, name);

	if (value == NULL || value[0] == '\0') {
		wx_bad(c, name, "it is required");
		return NULL;
	}
	return value;
}

int wx_arg_time(struct call *c, const char *name, int64_t *out)
{
	const char *value = request_arg(c->rq, name);

	if (value == NULL)
		return 0;
	if (clock_parse(value, out))
		return 0;
	wx_bad(c, name, "not an ISO 8601 time");
	return -1;
}

void wx_put_kms_failure(json_t *o, const char *field)
{
	json_object_set_new(o, "errors",
			    json_pack("{s:{s:s, s:s}}", field, "code",
				      "kms_failure", "reason",
				      "Key management server failed to respond "
				      "appropriately. For more information: "
				      "https://developer.webex.com/errors"));
}
