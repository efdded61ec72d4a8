#include "base/err.h"
#include "http/http.h"
#include "http/oauth.h"
#include "t.h"
#include "tests/fake/http-server.h"

#include <pthread.h>

/* --- the endpoint ------------------------------------------------------ */

static const struct reply_case {
	const char *label;
	int status;
	const char *body;
	int want; /* of oauth_ask */
	const char *access, *refresh, *scope, *error, *description;
	int64_t code, life_s;
	const char *headers;
	int64_t wait_s;
} reply_cases[] = {
	{ "token", 200,
	  "{\"access_token\":\"T\",\"token_type\":\"bearer\","
	  "\"expires_in\":3600,\"scope\":\"a b\"}",
	  0, "T", "", "a b", "", "", 0, 3600 },
	{ "life as text, scopes as list, refresh", 200,
	  "{\"access_token\":\"T\",\"refresh_token\":\"R\","
	  "\"expires_in\":\"60\",\"scope\":[\"a\",\"b\",7]}",
	  0, "T", "R", "a b", "", "", 0, 60 },
	{ "life of another kind", 200,
	  "{\"access_token\":\"T\",\"expires_in\":{}}", 0, "T", "", "", "", "",
	  0, 0 },
	{ "refusal of Zoom", 400,
	  "{\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\","
	  "\"errorCode\":4711}",
	  0, "", "", "", "invalid_grant", "Invalid Token!", 4711, 0 },
	{ "refusal of RFC 6749", 401,
	  "{\"error\":\"invalid_client\",\"error_description\":\"no\"}", 0, "",
	  "", "", "invalid_client", "no", 0, 0 },
	{ "refusal with 200", 200, "{\"error\":\"invalid_grant\"}", 0, "", "",
	  "", "invalid_grant", "", 0, 0 },
	{ "refusal without JSON", 403, "<html>", 0, "", "", "", "", "", 0, 0 },
	{ "200 without token", 200, "{}", -1, "", "", "", "", "", 0, 0 },
	{ "200 with a page", 200, "<html>", -1, "", "", "", "", "", 0, 0 },
	{ "token of the wrong kind", 200, "{\"access_token\":7}", -1, "", "",
	  "", "", "", 0, 0 },
	{ "429", 429, "{}", -1, "", "", "", "", "", 0, 0 },
	{ "429 that says when", 429, "{}", -1, "", "", "", "", "", 0, 0,
	  "Retry-After: 7\r\n", 7 },
	{ "429 that says a day", 429, "{}", -1, "", "", "", "", "", 0, 0,
	  "Date: Sun, 01 Mar 2026 10:00:00 GMT\r\n"
	  "Retry-After: Mon, 02 Mar 2026 10:00:00 GMT\r\n",
	  86400 },
	{ "429 that says nothing we know", 429, "{}", -1, "", "", "", "", "", 0,
	  0, "Retry-After: soon\r\n", 0 },
	{ "503 that says when", 503, "", -1, "", "", "", "", "", 0, 0,
	  "Retry-After: 120\r\n", 120 },
	{ "503", 503, "{}", -1, "", "", "", "", "", 0, 0 },
};

static char seen[4096];

static void answer(void *ctx, const struct fake_request *rq,
		   struct fake_answer *out)
{
	const struct reply_case *c = ctx;

	(void)snprintf(seen, sizeof(seen), "%s", rq->head);
	out->status = c->status;
	out->headers = c->headers;
	out->body = c->body;
	out->len = strlen(c->body);
}

static void check_reply(const struct reply_case *c, struct oauth_reply *got)
{
	bool token = c->access[0] != '\0';

	T_EQ_STR(got->access.s, c->access);
	T_EQ_STR(got->refresh.s, c->refresh);
	T_EQ_STR(got->scope.s, c->scope);
	T_EQ_STR(got->error.s, c->error);
	T_EQ_STR(got->description.s, c->description);
	T_EQ_INT(got->code, c->code);
	T_EQ_INT(got->life_us, c->life_s * 1000000);
	T_EQ_INT(got->status == 200, token);
}

T(replies)
{
	struct http_options o = { 0 };
	AUTO(http_free) struct http *h = http_new(&o);

	T_EACH(c, reply_cases) {
		struct reply_case copy = *c;
		AUTO(fake_server_stop)
		struct fake_server *s = fake_server_start(answer, &copy);
		struct oauth_question q = { fake_server_base(s), "me", "s:e%c",
					    "grant_type=x" };
		struct oauth_reply got AUTO(oauth_reply_done) = { 0 };
		struct err e = ERR_INIT;

		oauth_reply_init(&got);
		T_EQ_INT(oauth_ask(h, &q, &got, &e), c->want);
		T_EQ_INT(got.wait_us, c->wait_s * 1000000);
		if (c->want < 0) {
			T_EQ_INT(e.kind, ERR_RETRY);
			T_OK(strstr(e.text, "s:e") == NULL);
			continue;
		}
		check_reply(c, &got);
		/* "me:s:e%c" in base64 */
		T_OK(strstr(seen, "Basic bWU6czplJWM=\r\n") != NULL);
		T_OK(strstr(seen, "grant_type=x") != NULL);
		T_OK(strstr(seen, "x-www-form-urlencoded\r\n") != NULL);
	}
}

T(form)
{
	struct str form AUTO(str_done) = STR_INIT;

	oauth_form(&form, "grant_type", "urn:a b");
	oauth_form(&form, "x", "1&2=3");
	T_EQ_STR(form.s, "grant_type=urn%3Aa%20b&x=1%262%3D3");
}

/* --- cache ------------------------------------------------------------- */

static int issued;
static int64_t issue_life_us;
static int issue_fails;

static int issue(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	(void)ctx;
	if (issue_fails > 0) {
		issue_fails--;
		str_add(token, "half");
		return err_set(e, ERR_SOURCE, "revoked");
	}
	str_addf(token, "T%d", ++issued);
	*life_us = issue_life_us;
	return 0;
}

static const char *take(struct oauth *o, char buf[16])
{
	struct str s AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	if (oauth_token(o, &s, &e) < 0)
		(void)snprintf(buf, 16, "failed");
	else
		(void)snprintf(buf, 16, "%s", s.s);
	return buf;
}

T(cache)
{
	AUTO(oauth_free) struct oauth *o = oauth_new(issue, NULL);
	char a[16];

	issued = 0;
	issue_life_us = INT64_C(3600000000);
	issue_fails = 1;
	T_EQ_STR(take(o, a), "failed");
	T_EQ_STR(take(o, a), "T1");
	T_EQ_STR(take(o, a), "T1");
	oauth_drop(o, "T0"); /* somebody else's bad token */
	T_EQ_STR(take(o, a), "T1");
	oauth_drop(o, "T1");
	issue_life_us = 1; /* over at once */
	T_EQ_STR(take(o, a), "T2");
	T_EQ_STR(take(o, a), "T3");
}

static void *take_often(void *ctx)
{
	char a[16];

	for (int i = 0; i < 2000; i++)
		if (strcmp(take(ctx, a), "T1") != 0)
			return ctx;
	return NULL;
}

T(one_token_for_all_threads)
{
	AUTO(oauth_free) struct oauth *o = oauth_new(issue, NULL);
	pthread_t threads[4];
	void *bad;

	issued = 0;
	issue_life_us = INT64_C(3600000000);
	for (int i = 0; i < 4; i++)
		T_OK(pthread_create(&threads[i], NULL, take_often, o) == 0);
	for (int i = 0; i < 4; i++) {
		T_OK(pthread_join(threads[i], &bad) == 0);
		T_OK(bad == NULL);
	}
	T_EQ_INT(issued, 1);
}

T(jwt)
{
	struct str s AUTO(str_done) = STR_INIT;

	/* worked out with openssl dgst -sha256 -hmac */
	oauth_jwt_hs256(&s, "{\"iss\":\"k\",\"exp\":1700000000}", "secret");
	T_EQ_STR(s.s, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
		      "eyJpc3MiOiJrIiwiZXhwIjoxNzAwMDAwMDAwfQ."
		      "2D9CMM3ZGhLfhmnWAx8X_D4RhKOGjtAJ1-5KKwq4lgw");
}

T_MAIN
