#include "source/zoom/refusal.h"

#include "base/arena.h"
#include "source/loose.h"

#include <string.h>

#define MESSAGE_MAX ((size_t)300)

void zoom_refusal_done(struct zoom_refusal *r)
{
	str_done(&r->message);
	str_done(&r->scopes);
}

/* Find text in any case of letters. */
static const char *find(const char *s, const char *text)
{
	return strcasestr(s, text);
}

/* "... does not contain scopes:[a, b]" and the same with quotes and colons */
static bool names_scopes(const char *message, struct str *out)
{
	const char *at = find(message, "contain scopes");
	size_t n;

	if (at == NULL)
		return false;
	at += strlen("contain scopes");
	at += strspn(at, ": [\"");
	n = strcspn(at, "]");
	while (n > 0 && strchr("\" .", at[n - 1]) != NULL)
		n--;
	str_add_len(out, at, n);
	return true;
}

static bool is_absent(int status, int64_t code)
{
	switch (code) {
	case 1001: /* user does not exist */
	case 1010: /* user is not of this account */
	case 1120: /* user was invited, has never signed in */
	case 2001: /* account does not exist */
	case 3001: /* meeting does not exist or has expired */
	case 3301: /* no recording for this meeting */
	case 3322: /* no transcript for this meeting */
		return true;
	default:
		return status == 404 || status == 410;
	}
}

static enum zoom_verdict judge(struct zoom_refusal *r, int status)
{
	const char *text = r->message.s;

	if (names_scopes(text, &r->scopes))
		return ZOOM_SCOPE;
	if (find(text, "page token") != NULL ||
	    find(text, "page_token") != NULL)
		return ZOOM_PAGE_TOKEN;
	if (r->code == 12702 || find(text, "a year ago") != NULL ||
	    find(text, "six months") != NULL || find(text, "15 months") != NULL)
		return ZOOM_TOO_OLD;
	if (r->code == 124 || (status == 401 && r->code != 200))
		return ZOOM_TOKEN;
	if (is_absent(status, r->code))
		return ZOOM_ABSENT;
	return r->code == 200 ? ZOOM_PLAN : ZOOM_REFUSED;
}

void zoom_refusal_read(struct zoom_refusal *out, int status, const void *body,
		       size_t len)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(json_decref) json_t *o = NULL;
	const char *text;

	*out = (struct zoom_refusal){ .message = STR_INIT, .scopes = STR_INIT };
	o = loose_parse(body, len, NULL);
	(void)loose_int(o, "code", &out->code);
	text = loose_line(a, o, "message");
	if (*text == '\0')
		text = loose_line(a, o, "reason");
	if (*text == '\0')
		text = loose_line(a, o, "errorMessage");
	str_add_len(&out->message, text, strlen(text));
	out->verdict = judge(out, status);
	if (out->message.len > MESSAGE_MAX) {
		size_t n = MESSAGE_MAX;

		while (n > 0 &&
		       ((unsigned char)out->message.s[n] & 0xc0) == 0x80)
			n--;
		str_cut(&out->message, n);
	}
}

static const struct {
	int64_t code;
	const char *help;
} sign_in[] = {
	{ 4700, "the account id, or the request as a whole, is not accepted: "
		"check account-id" },
	{ 4702, "client id or secret is wrong: check client-id and "
		"client-secret" },
	{ 4704, "client id or secret is wrong: check client-id and "
		"client-secret" },
	{ 4705, "the app is of another type: check auth (s2s needs a "
		"Server-to-Server OAuth app)" },
	{ 4706, "client id, secret or grant type is missing: check client-id "
		"and client-secret" },
	{ 4709, "the redirect address is not the app's: check redirect-uri" },
	{ 4711, "the refresh token is not valid, or the app's scopes were "
		"changed after it was given: authorise the app again" },
	{ 4717, "the app is switched off: activate it in the Zoom App "
		"Marketplace" },
	{ 4724, "the JWT is not valid: check jwt-key and jwt-secret" },
	{ 4733, "the authorisation code is older than five minutes: "
		"authorise the app again" },
	{ 4734, "the authorisation code is not valid: authorise the app "
		"again" },
	{ 4735, "the person who authorised the app is no longer in the "
		"account: let another one authorise it" },
	{ 4737, "the authorisation is gone: authorise the app again" },
	{ 4738, "an administrator has disabled the app: ask for it to be "
		"allowed again" },
	{ 4740, "the refresh token was used too often: authorise the app "
		"again" },
	{ 4741, "the token was revoked by a later authorisation: give this "
		"connector its own app, or authorise it again" },
};

const char *zoom_sign_in_help(int64_t code)
{
	for (size_t i = 0; i < sizeof(sign_in) / sizeof(sign_in[0]); i++)
		if (sign_in[i].code == code)
			return sign_in[i].help;
	return NULL;
}
