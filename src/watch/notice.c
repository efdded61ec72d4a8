#include "watch/notice.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/random.h"

#include <jansson.h>
#include <string.h>

static const char *const events[] = { "opened", "raised", "still",
				      "closed", "test",   "digest" };

const char *notice_event_name(enum notice_event ev)
{
	return events[ev];
}

void notice_key(char out[33])
{
	unsigned char bytes[16];

	random_bytes(bytes, sizeof(bytes));
	encode_hex(bytes, sizeof(bytes), out);
}

/* --- as JSON -------------------------------------------------------------- */

static void add_text(struct str *out, const char *name, const char *value)
{
	str_addf(out, ",\"%s\":", name);
	if (value == NULL || value[0] == '\0')
		str_add(out, "null");
	else
		encode_json(out, value);
}

static void add_time(struct str *out, const char *name, int64_t us)
{
	char buf[CLOCK_TEXT];

	add_text(out, name, us > 0 ? clock_rfc3339(us, buf) : NULL);
}

void notice_json(struct str *out, const struct notice *n)
{
	str_addf(out, "{\"key\":\"%s\"", n->key);
	add_text(out, "event", events[n->event]);
	str_addf(out, ",\"alert\":%lld", (long long)n->alert);
	add_text(out, "severity", severity_name(n->severity));
	add_text(out, "rule", n->rule);
	add_text(out, "subject", n->subject);
	add_text(out, "title", n->title);
	add_text(out, "text", n->text);
	add_text(out, "help", n->help);
	add_time(out, "opened", n->opened_us);
	add_time(out, "time", n->time_us);
	add_text(out, "archive", n->archive);
	str_add_char(out, '}');
}

static const char *text_of(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s != NULL ? s : "";
}

static int64_t time_of(const json_t *o, const char *name)
{
	int64_t us;

	return clock_parse(text_of(o, name), &us) ? us : 0;
}

int notice_parse(struct notice_read *out, const char *json, struct err *e)
{
	json_t *o = json_loads(json, 0, NULL);
	struct notice *n = &out->notice;
	const char *event = text_of(o, "event");
	size_t ev = 0;

	*out = (struct notice_read){ .held = o };
	while (ev <= NOTICE_DIGEST && strcmp(events[ev], event) != 0)
		ev++;
	if (ev > NOTICE_DIGEST)
		return err_set(e, ERR_ITEM, "what was to be told is damaged");
	*n = (struct notice){
		.key = text_of(o, "key"),
		.event = (enum notice_event)ev,
		.alert = json_integer_value(json_object_get(o, "alert")),
		.rule = text_of(o, "rule"),
		.subject = text_of(o, "subject"),
		.title = text_of(o, "title"),
		.text = text_of(o, "text"),
		.help = text_of(o, "help"),
		.opened_us = time_of(o, "opened"),
		.time_us = time_of(o, "time"),
		.archive = text_of(o, "archive"),
	};
	if (!severity_find(text_of(o, "severity"), &n->severity))
		n->severity = SEVERITY_LOW;
	return 0;
}

void notice_done(struct notice_read *r)
{
	json_decref(r->held);
	r->held = NULL;
}

/* --- for people ----------------------------------------------------------- */

static const char *event_words(const struct notice *n)
{
	switch (n->event) {
	case NOTICE_RAISED:
		return "More severe: ";
	case NOTICE_STILL:
		return "Still: ";
	case NOTICE_CLOSED:
		return "Over: ";
	default:
		return "";
	}
}

void notice_line(struct str *out, const struct notice *n)
{
	static const char *const severities[] = { "", "Low", "Medium", "High" };

	if (n->event != NOTICE_DIGEST && n->event != NOTICE_TEST &&
	    n->event != NOTICE_CLOSED)
		str_addf(out, "%s: ", severities[n->severity]);
	str_addf(out, "%s%s", event_words(n), n->title);
	if (n->subject[0] != '\0')
		str_addf(out, " - %s", n->subject);
}

static void add_line(struct str *out, const char *title, const char *value)
{
	if (value[0] != '\0')
		str_addf(out, "%-10s %s\n", title, value);
}

void notice_text(struct str *out, const struct notice *n)
{
	char buf[CLOCK_TEXT];

	if (n->event == NOTICE_DIGEST) {
		str_addf(out, "%s\n", n->text);
		return;
	}
	str_addf(out, "%s\n\n", n->text);
	if (n->event != NOTICE_CLOSED && n->help[0] != '\0')
		str_addf(out, "%s.\n\n", n->help);
	add_line(out, "Archive:", n->archive);
	add_line(out, "Where:", n->subject);
	add_line(out, "Severity:", severity_name(n->severity));
	if (n->opened_us > 0)
		str_addf(out, "%-10s %s UTC\n",
			 "Since:", clock_text(n->opened_us, buf));
	if (n->event == NOTICE_CLOSED)
		str_addf(out, "%-10s %s UTC\n",
			 "Until:", clock_text(n->time_us, buf));
	if (n->alert > 0)
		str_addf(out, "\nestreat alert show %lld\n",
			 (long long)n->alert);
}
