#include "base/err.h"
#include "base/str.h"
#include "source/zoom/zoom.h"
#include "t.h"
#include "tests/fake/zoom.h"

static const struct {
	const char *label;
	const char *settings[8]; /* name, value, name, value ... */
	const char *names;       /* the setting the error names; NULL: none */
} cases[] = {
	{ "all well", { NULL }, NULL },
	{ "no account", { "account-id", "" }, "account-id" },
	{ "no client", { "client-id", "" }, "client-id" },
	{ "no secret", { "client-secret", "" }, "client-secret" },
	{ "no such way", { "auth", "magic" }, "auth" },
	{ "code without a code", { "auth", "code" }, "code" },
	{ "code without redirect",
	  { "auth", "code", "code", "C" },
	  "redirect-uri" },
	{ "code with refresh token",
	  { "auth", "code", "refresh-token", "R" },
	  NULL },
	{ "JWT without key", { "auth", "jwt" }, "jwt-key" },
	{ "JWT without secret",
	  { "auth", "jwt", "jwt-key", "K" },
	  "jwt-secret" },
	{ "JWT", { "auth", "jwt", "jwt-key", "K", "jwt-secret", "S" }, NULL },
	{ "http elsewhere",
	  { "api-url", "http://zoom.example/v2" },
	  "api-url" },
	{ "https elsewhere", { "api-url", "https://zoom.example/v2" }, NULL },
	{ "slash at the end",
	  { "api-url", "https://a.example/v2/" },
	  "api-url" },
	{ "query", { "api-url", "https://a.example/v2?x" }, "api-url" },
	{ "user in it", { "api-url", "https://u:p@a.example/v2" }, "api-url" },
	{ "no address", { "token-url", "zoom" }, "token-url" },
	{ "plan", { "plan", "enterprise" }, "plan" },
	{ "share", { "limit-share", "0" }, "limit-share" },
	{ "share of words", { "limit-share", "half" }, "limit-share" },
	{ "kind to exclude", { "exclude", "recording-file, MP4" }, NULL },
	{ "no kind", { "exclude", "recordings" }, "exclude" },
	{ "meetings", { "exclude", "meeting" }, "exclude" },
	{ "users", { "users", "a@b.c, d@e.f" }, NULL },
	{ "user without @", { "users", "a@b.c, anna" }, "users" },
	{ "no such file", { "ca-file", "/nonexistent/ca.pem" }, "ca-file" },
};

T(settings)
{
	T_EACH(c, cases) {
		AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
		const struct source_ops *ops = &source_zoom_ops;
		struct source *src = NULL;
		struct err e = ERR_INIT;

		for (size_t i = 0; i < 8 && c->settings[i] != NULL; i += 2)
			fake_api_set(z, c->settings[i], c->settings[i + 1]);
		if (ops->open(&src, fake_api_host(z), &e) == 0) {
			T_OK(c->names == NULL);
			ops->close(src);
			continue;
		}
		T_OK(src == NULL);
		T_EQ_INT(e.kind, ERR_USAGE);
		T_OK(c->names != NULL &&
		     strncmp(e.text, c->names, strlen(c->names)) == 0);
	}
}

T(table)
{
	static const char secrets[] = "client-secret refresh-token code "
				      "code-verifier jwt-key jwt-secret";
	const struct source_ops *ops = &source_zoom_ops;

	T_EQ_STR(ops->title, "Zoom Meetings");
	for (const struct setting *s = ops->settings; s->name != NULL; s++) {
		t_label = s->name;
		T_OK(strspn(s->name, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
		     strlen(s->name));
		T_OK(s->help != NULL && s->help[0] != '\0');
		T_EQ_INT(s->secret, str_listed(secrets, s->name));
	}
}

static const struct {
	const char *label;
	const char *exclude, *kind, *type;
	const char *rule; /* NULL: taken */
} exclude_cases[] = {
	{ "kind", "participant-audio, MP4", "participant-audio", "M4A",
	  "participant-audio" },
	{ "type", "participant-audio, MP4", "recording-file", "MP4", "MP4" },
	{ "type of the archive", "MP4", "archive-file", "MP4", "MP4" },
	{ "other", "participant-audio, MP4", "recording-file", "M4A", NULL },
	{ "no type", "MP4", "recording-file", "", NULL },
	{ "nothing", "", "recording-file", "MP4", NULL },
};

T(excluded)
{
	T_EACH(c, exclude_cases) {
		struct zoom z = { .exclude = c->exclude };
		const char *rule = zoom_excluded(&z, c->kind, c->type);

		T_EQ_STR(rule != NULL ? rule : "",
			 c->rule != NULL ? c->rule : "");
	}
}

T_MAIN
