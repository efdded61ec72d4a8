#include "base/err.h"
#include "source/ringcentral/ringcentral.h"
#include "t.h"
#include "tests/fake/ringcentral.h"

/* Each row changes one setting of a good set. */
T(settings)
{
	static const struct {
		const char *label, *name, *value, *error; /* NULL: accepted */
	} rows[] = {
		{ "as it is", "conversation", "day", NULL },
		{ "a message a post", "conversation", "message", NULL },
		{ "another word", "conversation", "hour", "conversation:" },
		{ "auth", "auth", "s2s", "auth:" },
		{ "no client", "client-id", NULL, "client-id: is missing" },
		{ "no secret", "client-secret", NULL,
		  "client-secret: is missing" },
		{ "no JWT", "jwt", NULL, "jwt: is missing" },
		{ "code without one", "auth", "code", "code: is missing" },
		{ "http", "api-url", "http://platform.ringcentral.com",
		  "api-url" },
		{ "a slash", "api-url", "https://platform.ringcentral.com/",
		  "api-url" },
		{ "a query", "media-url", "https://x.example/?a", "media-url" },
		{ "no address", "media-url", "media", "media-url" },
		{ "share 0", "limit-share", "0", "limit-share" },
		{ "share 101", "limit-share", "101", "limit-share" },
		{ "deep 1", "deep-days", "1", "deep-days" },
		{ "deep 180", "deep-days", "180", NULL },
		{ "poll", "export-poll", "fast", "export-poll" },
		{ "a part off", "calls", "off", NULL },
		{ "a part half", "calls", "half", "calls:" },
		{ "exclude", "exclude", "file, video-recording", NULL },
		{ "exclude posts", "exclude", "post", "exclude: 'post'" },
		{ "no such file", "ca-file", "/nowhere/ca.pem", "ca-file" },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
		struct source *src = NULL;
		struct err e = ERR_INIT;
		int bad;

		fake_api_set(z, r->name, r->value);
		bad = source_ringcentral_ops.open(&src, fake_api_host(z), &e);
		T_EQ_INT(bad, r->error != NULL ? -1 : 0);
		if (bad < 0) {
			T_EQ_INT(e.kind, ERR_USAGE);
			T_OK(strstr(e.text, r->error) != NULL);
		} else {
			source_ringcentral_ops.close(src);
		}
	}
}

T(something_must_be_on)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct source *src = NULL;
	struct err e = ERR_INIT;

	fake_api_set(z, "team-messaging", "off");
	fake_api_set(z, "messages", "off");
	fake_api_set(z, "calls", "off");
	fake_api_set(z, "video", "off");
	T_EQ_INT(source_ringcentral_ops.open(&src, fake_api_host(z), &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
}

T(what_it_is_called)
{
	const struct source_ops *ops = &source_ringcentral_ops;

	T_EQ_STR(ops->name, "ringcentral");
	T_EQ_STR(ops->title, "RingCentral");
	T_EQ_STR(ops->folder, "RingCentral");
	for (const struct setting *s = ops->settings; s->name != NULL; s++)
		T_OK(s->help != NULL && *s->help != '\0');
}

T_MAIN
