#include "source/ringcentral/refusal.h"

#include "base/arena.h"
#include "source/loose.h"

#include <string.h>

#define MESSAGE_MAX ((size_t)300)

void rc_refusal_done(struct rc_refusal *r)
{
	str_done(&r->code);
	str_done(&r->message);
	str_done(&r->permission);
}

static bool has(const char *s, const char *text)
{
	return strcasestr(s, text) != NULL;
}

/* The first error of the list says more than the answer's own members. */
static void read_words(struct rc_refusal *out, struct arena *a, const json_t *o)
{
	const json_t *one = json_array_get(loose_array(o, "errors"), 0);
	const char *code = loose_line(a, o, "errorCode");
	const char *message = loose_line(a, o, "message");

	if (*code == '\0')
		code = loose_line(a, one, "errorCode");
	if (*message == '\0')
		message = loose_either(a, one, "message", "errorMessage");
	if (*message == '\0')
		message = loose_either(a, o, "error_description", "error");
	str_add(&out->code, code);
	str_add_len(&out->message, message, strnlen(message, MESSAGE_MAX));
	while (out->message.len > 0 && out->message.len == MESSAGE_MAX &&
	       ((unsigned char)message[out->message.len] & 0xc0) == 0x80)
		str_cut(&out->message, out->message.len - 1);
	str_add(&out->permission, loose_line(a, one, "permissionName"));
}

/* "In order to call this API endpoint, application needs to have
   [TeamMessaging] permission" */
static void find_permission(struct rc_refusal *r)
{
	const char *at = strchr(r->message.s, '[');
	size_t n = at != NULL ? strcspn(at + 1, "]") : 0;

	if (r->permission.len == 0 && n > 0 && n < 60)
		str_add_len(&r->permission, at + 1, n);
}

static bool is_code(const struct rc_refusal *r, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcasecmp(r->code.s, *list) == 0)
			return true;
	return false;
}

static enum rc_verdict judge(const struct rc_refusal *r, int status)
{
	static const char *const token[] = {
		"OAU-128",      "OAU-129",      "OAU-151", "OAU-213", "OAU-232",
		"TokenExpired", "TokenInvalid", "AGW-401", NULL
	};
	static const char *const permission[] = { "CMN-401",
						  "CMN-408",
						  "OAU-109",
						  "AGW-402",
						  "InsufficientPermissions",
						  NULL };
	static const char *const sync[] = { "MSG-333", "MSG-334", "CLG-101",
					    "CLG-102", "CLG-103", "CLG-104",
					    "CLG-105", NULL };

	if (is_code(r, sync))
		return RC_SYNC;
	if (is_code(r, permission) || has(r->message.s, "permission"))
		return RC_PERMISSION;
	if (has(r->message.s, "simultaneous") || has(r->message.s, "tasks") ||
	    status == 409)
		return RC_BUSY;
	if (is_code(r, token) || status == 401)
		return RC_TOKEN;
	if (has(r->message.s, "feature") || has(r->message.s, "not enabled") ||
	    has(r->message.s, "disabled"))
		return RC_FEATURE;
	if (status == 404 || status == 410)
		return RC_ABSENT;
	return status == 403 ? RC_PERMISSION : RC_REFUSED;
}

void rc_refusal_read(struct rc_refusal *out, int status, const void *body,
		     size_t len)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(json_decref) json_t *o = loose_parse(body, len, NULL);

	*out = (struct rc_refusal){ .code = STR_INIT,
				    .message = STR_INIT,
				    .permission = STR_INIT };
	read_words(out, a, o);
	out->verdict = judge(out, status);
	if (out->verdict == RC_PERMISSION)
		find_permission(out);
}

static const struct {
	const char *text, *help;
} sign_in[] = {
	{ "invalid_client", "client id or secret is wrong: check client-id and "
			    "client-secret" },
	{ "unauthorized_client",
	  "the app may not sign in this way: check auth, and in the "
	  "developer console the app's auth flow" },
	{ "unsupported_grant", "the app may not sign in this way: check auth, "
			       "and in the developer console the app's auth "
			       "flow" },
	{ "jwt", "the JWT has expired, was revoked, or is not for this app: "
		 "make a new one in the developer console (Credentials, JWT) "
		 "and give it as secret jwt" },
	{ "redirect", "the redirect address is not the app's: check "
		      "redirect-uri" },
	{ "invalid_grant",
	  "the JWT, code or refresh token is not valid or no longer: make a "
	  "new one and give it to the connector" },
};

const char *rc_sign_in_help(const char *error, const char *text)
{
	for (size_t i = 0; i < sizeof(sign_in) / sizeof(sign_in[0]); i++)
		if (has(error, sign_in[i].text) || has(text, sign_in[i].text))
			return sign_in[i].help;
	return "check the app and its credentials";
}
