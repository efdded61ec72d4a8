#include "oidc/callback.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/mem.h"

#include <string.h>

void callback_init(struct callback *c)
{
	*c = (struct callback){
		.state = STR_INIT,
		.code = STR_INIT,
		.iss = STR_INIT,
		.error = STR_INIT,
		.description = STR_INIT,
		.admin_consent = STR_INIT,
		.tenant = STR_INIT,
		.scope = STR_INIT,
	};
}

void callback_done(struct callback *c)
{
	mem_wipe(c->code.s, c->code.len);
	str_done(&c->state);
	str_done(&c->code);
	str_done(&c->iss);
	str_done(&c->error);
	str_done(&c->description);
	str_done(&c->admin_consent);
	str_done(&c->tenant);
	str_done(&c->scope);
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = str_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False where a percent sign begins nothing, or for NUL. */
static bool decode(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '+')
			c = ' ';
		if (c == '%') {
			int hi = i + 2 < len ? digit(text[i + 1]) : -1;
			int lo = hi >= 0 ? digit(text[i + 2]) : -1;

			if (lo < 0 || (hi == 0 && lo == 0))
				return false;
			c = (char)(hi * 16 + lo);
			i += 2;
		}
		str_add_char(out, c);
	}
	return true;
}

static struct str *place_of(struct callback *c, const char *name)
{
	const struct {
		const char *name;
		struct str *place;
	} places[] = {
		{ "state", &c->state },
		{ "code", &c->code },
		{ "iss", &c->iss },
		{ "error", &c->error },
		{ "error_description", &c->description },
		{ "admin_consent", &c->admin_consent },
		{ "tenant", &c->tenant },
		{ "scope", &c->scope },
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(places[i].name, name) == 0)
			return places[i].place;
	return NULL;
}

/* One name=value; what we do not know is passed over. */
static bool take(struct callback *c, const char *pair, size_t len)
{
	const char *equals = memchr(pair, '=', len);
	struct str name AUTO(str_done) = STR_INIT;
	struct str *place;
	size_t n = equals != NULL ? (size_t)(equals - pair) : len;

	if (!decode(&name, pair, n))
		return false;
	place = place_of(c, name.s);
	if (place == NULL)
		return true;
	if (place->len > 0)
		return false;
	return equals == NULL || decode(place, equals + 1, len - n - 1);
}

static int none(struct err *e)
{
	return err_set(e, ERR_USAGE,
		       "this is not the address that the provider sent the "
		       "browser to: copy all of the address bar, it has "
		       "\"state=\" in it");
}

int callback_read(struct callback *out, const char *url, struct err *e)
{
	const char *at;

	if (strnlen(url, CALLBACK_MAX + 1) > CALLBACK_MAX)
		return none(e);
	at = strchr(url, '?');
	if (at == NULL)
		return none(e);
	for (at++; *at != '\0' && *at != '#';) {
		size_t len = strcspn(at, "&#");

		if (!take(out, at, len))
			return none(e);
		at += len;
		at += *at == '&';
	}
	return out->state.len > 0 ? 0 : none(e);
}
