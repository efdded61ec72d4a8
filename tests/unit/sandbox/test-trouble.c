/* Faults, tokens, switches and the large file: what a run depends on. */
#include "sandbox/fault.h"
#include "sandbox/large.h"
#include "sandbox/setup.h"
#include "sandbox/token.h"

#include "base/clock.h"
#include "base/err.h"

#include "stream/digest.h"

#include "t.h"

#include <openssl/evp.h>
#include <stdlib.h>

#define NOW (INT64_C(1774915200) * CLOCK_SECOND)

T(faults_stop_after_three)
{
	AUTO(faults_free) struct faults *f = faults_new(1);
	struct err e = ERR_INIT;
	uint64_t roll;
	unsigned int mask = FAULT_BIT(FAULT_HTTP_500);

	T_EQ_INT(faults_set(f, "http-500=1", &e), 0);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < FAULTS_RUNNING; i++)
			T_EQ_INT(faults_draw(f, "GET", "/a", mask, &roll),
				 FAULT_HTTP_500);
		T_EQ_INT(faults_draw(f, "GET", "/a", mask, &roll), FAULT_NONE);
	}
	T_EQ_INT(faults_draw(f, "GET", "/a", FAULT_BIT(FAULT_CUT), &roll),
		 FAULT_NONE);
}

/* The order in which addresses are asked for does not matter. */
T(faults_follow_the_seed)
{
	AUTO(faults_free) struct faults *a = faults_new(9);
	AUTO(faults_free) struct faults *b = faults_new(9);
	struct err e = ERR_INIT;
	uint64_t roll;
	int there[64], hits = 0;

	T_EQ_INT(faults_set(a, "all=0.1", &e), 0);
	T_EQ_INT(faults_set(b, "all=0.1", &e), 0);
	for (int i = 0; i < 64; i++) {
		char url[16];

		(void)snprintf(url, sizeof(url), "/%d", i);
		there[i] = (int)faults_draw(a, "GET", url, ~0U, &roll);
		hits += there[i] != FAULT_NONE;
	}
	for (int i = 63; i >= 0; i--) {
		char url[16];

		(void)snprintf(url, sizeof(url), "/%d", i);
		T_EQ_INT(faults_draw(b, "GET", url, ~0U, &roll), there[i]);
	}
	T_OK(hits > 20 && hits < 64);
}

T(one_expired_token_at_a_time)
{
	AUTO(faults_free) struct faults *f = faults_new(1);
	unsigned int mask = FAULT_BIT(FAULT_TOKEN_EXPIRED);
	struct err e = ERR_INIT;
	uint64_t roll;

	T_EQ_INT(faults_set(f, "token-expired=1", &e), 0);
	T_EQ_INT(faults_draw(f, "GET", "/a", mask, &roll), FAULT_TOKEN_EXPIRED);
	faults_bury(f, "GET", "/a", "Bearer old");
	T_OK(faults_is_buried(f, "GET", "/a", "Bearer old"));
	T_OK(!faults_is_buried(f, "GET", "/a", "Bearer new"));
	T_OK(!faults_is_buried(f, "GET", "/b", "Bearer old"));
	T_EQ_INT(faults_draw(f, "GET", "/a", mask, &roll), FAULT_NONE);
	T_OK(!faults_is_buried(f, "GET", "/a", "Bearer old"));
}

T(a_listing_is_not_lost_for_ever)
{
	AUTO(faults_free) struct faults *f = faults_new(1);

	T_OK(faults_once_more(f, "/a", 2));
	T_OK(faults_once_more(f, "/a", 2));
	T_OK(!faults_once_more(f, "/a", 2));
	T_OK(faults_once_more(f, "/b", 2));
}

T(fault_options)
{
	static const struct {
		const char *label;
		const char *text;
		int rc;
		unsigned int cut, html;
	} rows[] = {
		{ "one", "cut=0.25", 0, 2500, 0 },
		{ "default rate", "cut", 0, 500, 0 },
		{ "all", "all=0.0005", 0, 5, 5 },
		{ "certain", "html=1.0", 0, 0, 10000 },
		{ "none", "cut=0", 0, 0, 0 },
		{ "unknown", "cat=0.1", -1, 0, 0 },
		{ "prefix", "cu=0.1", -1, 0, 0 },
		{ "no number", "cut=often", -1, 0, 0 },
		{ "too much", "cut=1.5", -1, 0, 0 },
		{ "negative", "cut=-0.5", -1, 0, 0 },
		{ "empty", "", -1, 0, 0 },
	};

	T_EACH(row, rows) {
		AUTO(faults_free) struct faults *f = faults_new(1);
		struct err e = ERR_INIT;

		T_EQ_INT(faults_set(f, row->text, &e), row->rc);
		T_EQ_INT(e.kind, row->rc < 0 ? ERR_USAGE : ERR_NONE);
		T_EQ_INT(faults_rate(f, FAULT_CUT), row->cut);
		T_EQ_INT(faults_rate(f, FAULT_HTML), row->html);
	}
}

T(access_tokens_live_an_hour)
{
	AUTO(tokens_free) struct tokens *t = tokens_new(1);
	enum token_kind kind;
	char a[TOKEN_TEXT], b[TOKEN_TEXT];

	tokens_issue(t, TOKEN_SERVER, NOW, a);
	tokens_issue(t, TOKEN_USER, NOW, b);
	T_EQ_INT(tokens_check(t, a, NOW, 0, &kind), TOKEN_OK);
	T_EQ_INT(kind, TOKEN_SERVER);
	T_EQ_INT(tokens_check(t, b, NOW + CLOCK_HOUR, 0, &kind), TOKEN_OK);
	T_EQ_INT(tokens_check(t, b, NOW + CLOCK_HOUR + CLOCK_SECOND, 0, &kind),
		 TOKEN_EXPIRED);
	T_EQ_INT(tokens_check(t, a, NOW, 2, &kind), TOKEN_REVOKED);
	T_EQ_INT(tokens_check(t, b, NOW, 2, &kind), TOKEN_OK);
	a[4] = a[4] == '1' ? '2' : '1';
	T_EQ_INT(tokens_check(t, a, NOW, 0, &kind), TOKEN_INVALID);
	T_EQ_INT(tokens_check(t, "", NOW, 0, &kind), TOKEN_INVALID);
}

T(a_refresh_token_dies_when_used)
{
	AUTO(tokens_free) struct tokens *t = tokens_new(1);
	char first[TOKEN_TEXT], second[TOKEN_TEXT], third[TOKEN_TEXT];

	tokens_grant(t, first);
	T_OK(tokens_refresh(t, first, second));
	T_OK(!tokens_refresh(t, first, third));
	T_OK(tokens_refresh(t, second, third));
	T_OK(!tokens_refresh(t, "sbr.0.guess", third));
	T_OK(!tokens_refresh(t, "", third));
}

T(a_code_works_once)
{
	AUTO(tokens_free) struct tokens *t = tokens_new(1);
	const char *at = "http://127.0.0.1/back";
	char code[TOKEN_TEXT];

	tokens_code(t, at, "", NOW, code);
	T_EQ_INT(tokens_use_code(t, code, "http://other/", NULL, NOW),
		 CODE_REDIRECT);
	T_EQ_INT(tokens_use_code(t, code, at, NULL, NOW), CODE_OK);
	T_EQ_INT(tokens_use_code(t, code, at, NULL, NOW), CODE_INVALID);
	tokens_code(t, at, "", NOW, code);
	T_EQ_INT(tokens_use_code(t, code, at, NULL, NOW + 6 * CLOCK_MINUTE),
		 CODE_EXPIRED);
	/* RFC 7636 appendix B */
	tokens_code(t, at, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", NOW,
		    code);
	T_EQ_INT(tokens_use_code(t, code, at, "wrong", NOW), CODE_INVALID);
	T_EQ_INT(tokens_use_code(t, code, at,
				 "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
				 NOW),
		 CODE_OK);
}

/* {"alg":"HS256","typ":"JWT"} . {"iss":"key","exp":1774918800} */
#define JWT_HEAD "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
#define JWT_BODY "eyJpc3MiOiJrZXkiLCJleHAiOjE3NzQ5MTg4MDB9"
#define JWT_SIGN "jEP97_GOFwdNyJl8EVJj9SbdphKaz0CW9aSeUUkv-bc"

T(jwt)
{
	const char *good = JWT_HEAD "." JWT_BODY "." JWT_SIGN;

	T_EQ_INT(jwt_check(good, "key", "secret", NOW), TOKEN_OK);
	T_EQ_INT(jwt_check(good, "other", "secret", NOW), TOKEN_INVALID);
	T_EQ_INT(jwt_check(good, "key", "public", NOW), TOKEN_INVALID);
	T_EQ_INT(jwt_check(JWT_HEAD "." JWT_BODY, "key", "secret", NOW),
		 TOKEN_INVALID);
	T_EQ_INT(jwt_check("", "key", "secret", NOW), TOKEN_INVALID);
}

T(setup_switches)
{
	static const struct {
		const char *label;
		const char *text;
		int rc;
	} rows[] = {
		{ "off", "archiving=off", 0 },
		{ "on by name", "archiving", 0 },
		{ "plan", "plan=pro", 0 },
		{ "no such plan", "plan=gold", -1 },
		{ "number", "qps=5", 0 },
		{ "what the plan allows", "qps=plan", 0 },
		{ "not a number", "qps=fast", -1 },
		{ "revoke", "token=revoked", 0 },
		{ "no such switch", "colour=blue", -1 },
		{ "no such value", "archiving=maybe", -1 },
	};

	T_EACH(row, rows) {
		struct err e = ERR_INIT;
		struct setup s;

		setup_default(&s);
		T_EQ_INT(setup_apply(&s, row->text, 3, &e), row->rc);
		T_EQ_INT(e.kind, row->rc < 0 ? ERR_USAGE : ERR_NONE);
	}
}

T(scopes_are_whole_words)
{
	struct err e = ERR_INIT;
	struct setup s;

	setup_default(&s);
	T_OK(setup_has_scope(&s, "report:read:user:admin"));
	T_EQ_INT(setup_apply(&s, "scopes=user:read:admin,recording:read:admin",
			     0, &e),
		 0);
	T_OK(setup_has_scope(&s, "recording:read:admin"));
	T_OK(!setup_has_scope(&s, "recording:read"));
	T_OK(!setup_has_scope(&s, "report:read:user:admin"));
}

T(large_is_the_same_in_any_pieces)
{
	static const size_t pieces[] = { 1, 7, 4096, 5000, 1 << 20 };
	AUTO(large_free) struct large *l = large_new(1, 3000001);
	char *whole = malloc(3000001), *part = malloc(3000001);
	unsigned char md[32];
	size_t n, at = 0;

	T_EQ_INT(large_size(l), 3000001);
	while ((n = large_read(l, at, whole + at, 3000001 - at)) > 0)
		at += n;
	T_EQ_INT(at, 3000001);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		at = pieces[i] == 1 ? 2990000 : 0;
		memcpy(part, whole, at);
		while ((n = large_read(l, at, part + at, pieces[i])) > 0)
			at += n;
		T_EQ_INT(at, 3000001);
		T_OK(memcmp(part, whole, at) == 0);
	}
	T_OK(memcmp(whole + 4, "ftyp", 4) == 0);
	T_OK(EVP_Digest(whole, at, md, NULL, EVP_sha256(), NULL) == 1);
	T_OK(memcmp(md, large_digest(l)->bytes, 32) == 0);
	free(whole);
	free(part);
}

T_MAIN
