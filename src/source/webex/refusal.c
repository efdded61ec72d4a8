#include "source/webex/refusal.h"

#include "base/arena.h"
#include "source/loose.h"

#include <string.h>

#define MESSAGE_MAX ((size_t)300)

void webex_refusal_done(struct webex_refusal *r)
{
	str_done(&r->message);
	str_done(&r->tracking);
}

static bool says(const char *message, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcasestr(message, words[i]) != NULL)
			return true;
	return false;
}
#define SAYS(message, words)                                                   \
	says(message, words, sizeof(words) / sizeof((words)[0]))

static enum webex_verdict judge(const char *message, int status)
{
	static const char *const licence[] = { "pro pack", "propack", "90 days",
					       "ninety days" };
	static const char *const scope[] = { "scope" };

	switch (status) {
	case 401:
		return SAYS(message, scope) ? WEBEX_SCOPE : WEBEX_TOKEN;
	case 404:
	case 410:
		return WEBEX_ABSENT;
	case 423:
		return WEBEX_LOCKED;
	case 428:
		return WEBEX_UNKNOWN;
	case 504:
		return WEBEX_TOO_MUCH;
	default:
		break;
	}
	if (SAYS(message, licence))
		return WEBEX_LICENCE;
	if (SAYS(message, scope))
		return WEBEX_SCOPE;
	return status == 403 ? WEBEX_ROLE : WEBEX_REFUSED;
}

/* The message, else the first description that says something. */
static const char *words_of(struct arena *a, const json_t *o)
{
	const char *text = loose_line(a, o, "message");
	const json_t *errors = loose_array(o, "errors"), *row;
	const char *more = "";
	size_t i;

	json_array_foreach(errors, i, row)
	{
		more = loose_line(a, row, "description");
		if (*more != '\0')
			break;
	}
	if (*more == '\0' || strstr(text, more) != NULL)
		return text;
	return *text == '\0' ? more : arena_printf(a, "%s (%s)", text, more);
}

void webex_refusal_read(struct webex_refusal *out, int status, const void *body,
			size_t len)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(json_decref) json_t *o = loose_parse(body, len, NULL);
	const char *text = words_of(a, o);

	*out = (struct webex_refusal){ .message = STR_INIT,
				       .tracking = STR_INIT };
	str_add(&out->message, text);
	str_add(&out->tracking, loose_id(o, "trackingId"));
	out->verdict = judge(text, status);
	if (out->message.len > MESSAGE_MAX) {
		size_t n = MESSAGE_MAX;

		while (n > 0 &&
		       ((unsigned char)out->message.s[n] & 0xc0) == 0x80)
			n--;
		str_cut(&out->message, n);
	}
}
