#include "base/err.h"
#include "oidc/callback.h"
#include "t.h"

static const struct row {
	const char *label, *url;
	bool good;
	const char *state, *code, *error, *description, *tenant;
} rows[] = {
	{ "a code", "http://localhost:8400/consent?code=C%2B1&state=S", true,
	  "S", "C+1", "", "", "" },
	{ "a path alone", "/consent?state=S&code=C", true, "S", "C", "", "",
	  "" },
	{ "consent", "x?admin_consent=True&tenant=T1&state=S&scope=a+b", true,
	  "S", "", "", "", "T1" },
	{ "a refusal",
	  "x?error=access_denied&error_description=no+%C3%A4&state=S", true,
	  "S", "", "access_denied", "no \xc3\xa4", "" },
	{ "unknown names", "x?session_state=1&state=S&foo&bar=", true, "S", "",
	  "", "", "" },
	{ "a fragment behind", "x?state=S#code=EVIL", true, "S", "", "", "",
	  "" },
	{ "empty parts", "x?&&state=S&", true, "S", "", "", "", "" },
	{ "state twice", "x?state=S&state=T", false, "", "", "", "", "" },
	{ "state twice, written otherwise", "x?state=S&st%61te=T", false, "",
	  "", "", "", "" },
	{ "code twice", "x?state=S&code=1&code=2", false, "", "", "", "", "" },
	{ "no state", "x?code=C", false, "", "", "", "", "" },
	{ "state empty", "x?state=&code=C", false, "", "", "", "", "" },
	{ "no query", "http://localhost:8400/consent", false, "", "", "", "",
	  "" },
	{ "nothing", "", false, "", "", "", "", "" },
	{ "all in the fragment", "x#state=S&code=C", false, "", "", "", "",
	  "" },
	{ "a NUL", "x?state=S%00T", false, "", "", "", "", "" },
	{ "half a percent", "x?state=S%4", false, "", "", "", "", "" },
	{ "a percent at the end", "x?state=S%", false, "", "", "", "", "" },
	{ "no hex", "x?state=%zz", false, "", "", "", "", "" },
};

T(addresses)
{
	T_EACH(r, rows) {
		struct callback c AUTO(callback_done);
		struct err e = ERR_INIT;

		callback_init(&c);
		T_EQ_INT(callback_read(&c, r->url, &e), r->good ? 0 : -1);
		if (!r->good) {
			T_EQ_INT(e.kind, ERR_USAGE);
			T_OK(strstr(e.text, "EVIL") == NULL);
			continue;
		}
		T_EQ_STR(c.state.s, r->state);
		T_EQ_STR(c.code.s, r->code);
		T_EQ_STR(c.error.s, r->error);
		T_EQ_STR(c.description.s, r->description);
		T_EQ_STR(c.tenant.s, r->tenant);
	}
}

T(too_long)
{
	struct str url AUTO(str_done) = STR_INIT;
	struct callback c AUTO(callback_done);
	struct err e = ERR_INIT;

	callback_init(&c);
	str_add(&url, "x?state=S&code=");
	while (url.len <= CALLBACK_MAX)
		str_add_char(&url, 'A');
	T_EQ_INT(callback_read(&c, url.s, &e), -1);
}

T_MAIN
