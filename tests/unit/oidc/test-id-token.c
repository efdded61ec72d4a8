/* Every ID token somebody might make up, beside the good ones. */
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "oidc/id-token.h"
#include "oidc/jwks.h"
#include "oidc/jwt.h"
#include "t.h"
#include "tests/fake/signer.h"

#include <stdlib.h>

#define NOW   INT64_C(1700000000)

#define ISS   "\"iss\":\"https://idp.example/t\","
#define AUD   "\"aud\":\"me\","
#define TIMES "\"exp\":1700003600,\"iat\":1700000000,"
#define NONCE "\"nonce\":\"N\","
#define SUB   "\"sub\":\"s1\",\"name\":\"Ada Admin\""
#define GOOD  "{" ISS AUD TIMES NONCE SUB "}"

#define RS    "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"JWT\"}"
#define PS    "{\"alg\":\"PS256\",\"kid\":\"k1\"}"
#define ES    "{\"alg\":\"ES256\",\"kid\":\"e1\"}"

/* base64url of the left half of SHA-256("ACCESS") is put in for $HASH */
static const struct row {
	const char *label;
	const char *header, *claims;
	enum signer_way way;
	bool stranger;
	const char *want; /* part of the error; NULL: it is good */
} rows[] = {
	{ "good, RS256", RS, GOOD, SIGN_RS256, false, NULL },
	{ "good, PS256", PS, GOOD, SIGN_PS256, false, NULL },
	{ "good, ES256", ES, GOOD, SIGN_ES256, false, NULL },
	{ "no kid, one key of its kind", "{\"alg\":\"ES256\"}", GOOD,
	  SIGN_ES256, false, NULL },
	{ "audience as a list of one", RS,
	  "{" ISS "\"aud\":[\"me\"]," TIMES NONCE SUB "}", SIGN_RS256, false,
	  NULL },
	{ "azp is us", RS, "{" ISS AUD "\"azp\":\"me\"," TIMES NONCE SUB "}",
	  SIGN_RS256, false, NULL },
	{ "the access token's hash", RS,
	  "{" ISS AUD TIMES NONCE "\"at_hash\":\"$HASH\"," SUB "}", SIGN_RS256,
	  false, NULL },
	{ "clocks two minutes apart", RS,
	  "{" ISS AUD "\"exp\":1699999881,\"iat\":1700000119," NONCE SUB "}",
	  SIGN_RS256, false, NULL },

	/* algorithms */
	{ "none", "{\"alg\":\"none\"}", GOOD, SIGN_NOTHING, false,
	  "signature" },
	{ "none, with a signature", "{\"alg\":\"none\"}", GOOD, SIGN_RS256,
	  false, "not signed by" },
	{ "None", "{\"alg\":\"None\"}", GOOD, SIGN_RS256, false,
	  "not signed by" },
	{ "rs256", "{\"alg\":\"rs256\",\"kid\":\"k1\"}", GOOD, SIGN_RS256,
	  false, "not signed by" },
	{ "no alg", "{\"kid\":\"k1\"}", GOOD, SIGN_RS256, false,
	  "not signed by" },
	{ "alg a list", "{\"alg\":[\"RS256\"]}", GOOD, SIGN_RS256, false,
	  "not signed by" },
	{ "HS256 by the public key", "{\"alg\":\"HS256\",\"kid\":\"k1\"}", GOOD,
	  SIGN_HS256, false, "not signed by" },
	{ "says RS256, signed as HS256", RS, GOOD, SIGN_HS256, false,
	  "not theirs" },
	{ "says RS256, signed as PS256", RS, GOOD, SIGN_PS256, false,
	  "not theirs" },
	{ "says PS256, signed as RS256", PS, GOOD, SIGN_RS256, false,
	  "not theirs" },
	{ "PS256 with a short salt", PS, GOOD, SIGN_PS256_SHORT, false,
	  "not theirs" },
	{ "ES256 in DER", ES, GOOD, SIGN_ES256_DER, false, "not theirs" },
	{ "ES256 by an RSA key's name", "{\"alg\":\"ES256\",\"kid\":\"k1\"}",
	  GOOD, SIGN_ES256, false, "no such key" },
	{ "RS256 by a key for PS256 only",
	  "{\"alg\":\"RS256\",\"kid\":\"only-ps\"}", GOOD, SIGN_RS256, false,
	  "no such key" },

	/* signatures and keys */
	{ "another's key", RS, GOOD, SIGN_RS256, true, "not theirs" },
	{ "no signature", RS, GOOD, SIGN_NOTHING, false, "signature" },
	{ "kid of nobody", "{\"alg\":\"RS256\",\"kid\":\"k9\"}", GOOD,
	  SIGN_RS256, false, "no such key" },
	{ "kid a path", "{\"alg\":\"RS256\",\"kid\":\"../../dev/null\"}", GOOD,
	  SIGN_RS256, false, "no such key" },
	{ "kid an SQL text", "{\"alg\":\"RS256\",\"kid\":\"' OR 1=1 --\"}",
	  GOOD, SIGN_RS256, false, "no such key" },
	{ "kid empty", "{\"alg\":\"RS256\",\"kid\":\"\"}", GOOD, SIGN_RS256,
	  false, "no such key" },
	{ "kid with more behind", "{\"alg\":\"RS256\",\"kid\":\"k1 \"}", GOOD,
	  SIGN_RS256, false, "no such key" },
	{ "kid a number", "{\"alg\":\"RS256\",\"kid\":1}", GOOD, SIGN_RS256,
	  false, "kid" },
	{ "no kid, two keys of its kind", "{\"alg\":\"PS256\"}", GOOD,
	  SIGN_PS256, false, "no such key" },
	{ "a key for encryption", "{\"alg\":\"RS256\",\"kid\":\"enc\"}", GOOD,
	  SIGN_RS256, false, "no such key" },
	{ "two keys of one name", "{\"alg\":\"RS256\",\"kid\":\"twice\"}", GOOD,
	  SIGN_RS256, false, "no such key" },
	{ "brings its own key",
	  "{\"alg\":\"RS256\",\"kid\":\"k1\",\"jwk\":{\"kty\":\"RSA\"},"
	  "\"jku\":\"https://evil.example/keys\"}",
	  GOOD, SIGN_RS256, true, "not theirs" },

	/* header */
	{ "something critical",
	  "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"b64\"],"
	  "\"b64\":false}",
	  GOOD, SIGN_RS256, false, "unknown" },
	{ "another type",
	  "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":"
	  "\"at+jwt\"}",
	  GOOD, SIGN_RS256, false, "another type" },
	{ "alg twice", "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"k1\"}",
	  GOOD, SIGN_RS256, false, "header" },
	{ "header no object", "[\"RS256\"]", GOOD, SIGN_RS256, false,
	  "header" },
	{ "claims no object", RS, "\"me\"", SIGN_RS256, false, "claims" },
	{ "a claim twice", RS, "{" ISS AUD TIMES NONCE SUB ",\"sub\":\"s2\"}",
	  SIGN_RS256, false, "claims" },
	{ "claims with more behind", RS, GOOD "{}", SIGN_RS256, false,
	  "claims" },

	/* claims */
	{ "another issuer", RS,
	  "{\"iss\":\"https://evil.example/t\"," AUD TIMES NONCE SUB "}",
	  SIGN_RS256, false, "iss" },
	{ "issuer with a slash behind", RS,
	  "{\"iss\":\"https://idp.example/t/\"," AUD TIMES NONCE SUB "}",
	  SIGN_RS256, false, "iss" },
	{ "no issuer", RS, "{" AUD TIMES NONCE SUB "}", SIGN_RS256, false,
	  "iss" },
	{ "for another", RS, "{" ISS "\"aud\":\"other\"," TIMES NONCE SUB "}",
	  SIGN_RS256, false, "aud" },
	{ "for us and another", RS,
	  "{" ISS "\"aud\":[\"me\",\"other\"],\"azp\":\"me\"," TIMES NONCE SUB
	  "}",
	  SIGN_RS256, false, "aud" },
	{ "for nobody", RS, "{" ISS TIMES NONCE SUB "}", SIGN_RS256, false,
	  "aud" },
	{ "for an empty list", RS, "{" ISS "\"aud\":[]," TIMES NONCE SUB "}",
	  SIGN_RS256, false, "aud" },
	{ "issued to another", RS,
	  "{" ISS AUD "\"azp\":\"other\"," TIMES NONCE SUB "}", SIGN_RS256,
	  false, "azp" },
	{ "azp no text", RS, "{" ISS AUD "\"azp\":1," TIMES NONCE SUB "}",
	  SIGN_RS256, false, "azp" },
	{ "expired", RS,
	  "{" ISS AUD "\"exp\":1699999880,\"iat\":1699990000," NONCE SUB "}",
	  SIGN_RS256, false, "expired" },
	{ "no end", RS, "{" ISS AUD "\"iat\":1700000000," NONCE SUB "}",
	  SIGN_RS256, false, "exp" },
	{ "no beginning", RS, "{" ISS AUD "\"exp\":1700003600," NONCE SUB "}",
	  SIGN_RS256, false, "iat" },
	{ "end as text", RS,
	  "{" ISS AUD "\"exp\":\"1700003600\",\"iat\":1700000000," NONCE SUB
	  "}",
	  SIGN_RS256, false, "exp" },
	{ "end beyond all numbers", RS,
	  "{" ISS AUD "\"exp\":1e300,\"iat\":1700000000," NONCE SUB "}",
	  SIGN_RS256, false, "exp" },
	{ "end before all time", RS,
	  "{" ISS AUD "\"exp\":-1,\"iat\":1700000000," NONCE SUB "}",
	  SIGN_RS256, false, "exp" },
	{ "of the future", RS,
	  "{" ISS AUD "\"exp\":1700003600,\"iat\":1700000121," NONCE SUB "}",
	  SIGN_RS256, false, "future" },
	{ "not yet", RS, "{" ISS AUD TIMES "\"nbf\":1700000121," NONCE SUB "}",
	  SIGN_RS256, false, "future" },
	{ "another nonce", RS, "{" ISS AUD TIMES "\"nonce\":\"M\"," SUB "}",
	  SIGN_RS256, false, "nonce" },
	{ "no nonce", RS, "{" ISS AUD TIMES SUB "}", SIGN_RS256, false,
	  "nonce" },
	{ "nonce null", RS, "{" ISS AUD TIMES "\"nonce\":null," SUB "}",
	  SIGN_RS256, false, "nonce" },
	{ "hash of another access token", RS,
	  "{" ISS AUD TIMES NONCE "\"at_hash\":\"AAAAAAAAAAAAAAAAAAAAAA\"," SUB
	  "}",
	  SIGN_RS256, false, "at_hash" },
	{ "hash no text", RS, "{" ISS AUD TIMES NONCE "\"at_hash\":7," SUB "}",
	  SIGN_RS256, false, "at_hash" },
	{ "of nobody", RS, "{" ISS AUD TIMES NONCE "\"name\":\"x\"}",
	  SIGN_RS256, false, "sub" },
	{ "of an empty name", RS, "{" ISS AUD TIMES NONCE "\"sub\":\"\"}",
	  SIGN_RS256, false, "sub" },
};

static struct signer signer;
static struct jwks *known;

static void read_known(void)
{
	struct str set AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	str_add(&set, "{\"keys\":[");
	signer_jwk(signer.rsa, "k1", ",\"use\":\"sig\"", &set);
	str_add_char(&set, ',');
	signer_jwk(signer.ec, "e1", ",\"alg\":\"ES256\"", &set);
	str_add_char(&set, ',');
	signer_jwk(signer.rsa, "only-ps", ",\"alg\":\"PS256\"", &set);
	str_add_char(&set, ',');
	signer_jwk(signer.rsa, "enc", ",\"use\":\"enc\"", &set);
	str_add_char(&set, ',');
	signer_jwk(signer.rsa, "twice", "", &set);
	str_add_char(&set, ',');
	signer_jwk(signer.rsa, "twice", "", &set);
	str_add(&set, ",{\"kty\":\"oct\",\"kid\":\"o1\",\"k\":\"AAAA\"},"
		      "{\"kty\":\"RSA\",\"kid\":\"small\",\"n\":\"u7s\","
		      "\"e\":\"AQAB\"},7]}");
	T_EQ_INT(jwks_read(&known, set.s, set.len, &e), 0);
	T_EQ_INT(jwks_count(known), 5);
}

static void with_hash(const char *claims, struct str *out)
{
	const char *at = strstr(claims, "$HASH");
	unsigned char d[EVP_MAX_MD_SIZE];

	if (at == NULL) {
		str_add(out, claims);
		return;
	}
	(void)EVP_Digest("ACCESS", 6, d, NULL, EVP_sha256(), NULL);
	str_add_len(out, claims, (size_t)(at - claims));
	encode_base64url(out, d, 16);
	str_add(out, at + 5);
}

/* The words of provider.c, shortened. */
static int judge(const char *token, struct identity *who, struct err *e)
{
	struct jwt t AUTO(jwt_done) = { 0 };
	const struct id_token_wanted wanted = {
		.issuer = "https://idp.example/t",
		.client_id = "me",
		.nonce = "N",
		.access = "ACCESS",
		.now_us = NOW * CLOCK_SECOND,
	};

	if (jwt_read(&t, token, e) < 0)
		return -1;
	switch (jwks_verify(known, &t)) {
	case JWKS_UNKNOWN:
		return err_set(e, ERR_ITEM, "no such key");
	case JWKS_FORGED:
		return err_set(e, ERR_ITEM, "not theirs");
	case JWKS_GOOD:
		break;
	}
	return id_token_check(&t, &wanted, who, e);
}

T(forgeries)
{
	signer_init(&signer);
	read_known();
	T_EACH(r, rows) {
		struct identity who AUTO(identity_done) = IDENTITY_INIT;
		struct str claims AUTO(str_done) = STR_INIT;
		struct str token AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;
		int rc;

		with_hash(r->claims, &claims);
		signer_token(&signer, r->way, r->stranger, r->header, claims.s,
			     &token);
		rc = judge(token.s, &who, &e);
		T_EQ_INT(rc, r->want == NULL ? 0 : -1);
		if (rc < 0) {
			T_EQ_INT(e.kind, ERR_ITEM);
			T_OK(r->want != NULL && strstr(e.text, r->want));
			T_EQ_STR(who.name.s, "");
		} else {
			T_EQ_STR(who.name.s, "Ada Admin");
			T_EQ_STR(who.subject.s, "s1");
		}
	}
}

/* Each byte of a good token matters, in whatever part it stands. */
T(any_byte_changed)
{
	struct str token AUTO(str_done) = STR_INIT;

	signer_token(&signer, SIGN_ES256, false, ES, GOOD, &token);
	for (size_t i = 0; i < token.len; i++) {
		struct identity who AUTO(identity_done) = IDENTITY_INIT;
		struct err e = ERR_INIT;
		char was = token.s[i];

		token.s[i] = was == 'A' ? 'B' : 'A';
		if (judge(token.s, &who, &e) == 0)
			T_FAIL("byte %zu does not matter", i);
		token.s[i] = was;
	}
}

/* The last letter of 64 bytes has four bits that mean nothing: "w" and "x"
   would be the same signature, and two texts the same token. */
T(no_bits_left_over)
{
	struct identity who AUTO(identity_done) = IDENTITY_INIT;
	struct str token AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	signer_token(&signer, SIGN_ES256, false, ES, GOOD, &token);
	token.s[token.len - 1]++;
	T_EQ_INT(judge(token.s, &who, &e), -1);
	T_OK(strstr(e.text, "no signature") != NULL);
}

static const struct shape {
	const char *label, *before, *behind;
	int cut; /* bytes at the end */
} shapes[] = {
	{ "as it is", "", "", 0 },
	{ "padding", "", "=", 0 },
	{ "a fourth part", "", ".e30", 0 },
	{ "a line end", "", "\n", 0 },
	{ "a blank in front", " ", "", 0 },
	{ "cut", "", "", 1 },
	{ "without its signature", "", "", 87 },
};

T(shapes)
{
	struct str good AUTO(str_done) = STR_INIT;

	signer_token(&signer, SIGN_ES256, false, ES, GOOD, &good);
	T_EACH(s, shapes) {
		struct identity who AUTO(identity_done) = IDENTITY_INIT;
		struct err e = ERR_INIT;
		AUTO(free)
		char *token =
			str_printf("%s%.*s%s", s->before,
				   (int)good.len - s->cut, good.s, s->behind);
		int rc = judge(token, &who, &e);

		T_EQ_INT(rc, s == shapes ? 0 : -1);
	}
}

T(too_large)
{
	struct jwt t AUTO(jwt_done) = { 0 };
	struct err e = ERR_INIT;
	AUTO(free) char *large = mem_alloc(JWT_MAX + 2, 1);

	memset(large, 'A', JWT_MAX + 1);
	T_EQ_INT(jwt_read(&t, large, &e), -1);
	T_OK(strstr(e.text, "larger") != NULL);
}

/* Names of others end up on terminals and in the ledger. */
T(names_are_cleaned)
{
	struct str out AUTO(str_done) = STR_INIT;

	id_token_clean(&out, "Ada\n\x1b[2Jx\x7f\xc3\xa4\xff");
	T_EQ_STR(out.s, "Ada  [2Jx \xc3\xa4\xef\xbf\xbd");
	str_cut(&out, 0);
	for (int i = 0; i < 1000; i++)
		str_add(&out, "\xc3\xa4");
	{
		struct str cut AUTO(str_done) = STR_INIT;

		id_token_clean(&cut, out.s);
		T_EQ_INT(cut.len, 300);
	}
	signer_done(&signer);
	jwks_free(known);
}

/* --- what it lists ---------------------------------------------------------
 */

static const struct listed {
	const char *label, *claim, *claims;
	const char *want; /* each with a blank behind it */
	bool left_out;
} listeds[] = {
	{ "a list", "groups", "{\"groups\":[\"a\",\"b\"]}", "a b ", false },
	{ "one text", "roles", "{\"roles\":\"a\"}", "a ", false },
	{ "none", "groups", "{}", "", false },
	{ "no texts", "groups", "{\"groups\":[1,\"a\",null,{}]}", "a ", false },
	{ "no list", "groups", "{\"groups\":{\"a\":\"b\"}}", "", false },
	{ "inside", "realm_access.roles",
	  "{\"realm_access\":{\"roles\":[\"a\"]}}", "a ", false },
	{ "a name with dots", "a.b", "{\"a.b\":[\"x\"],\"a\":{\"b\":\"y\"}}",
	  "x ", false },
	{ "inside of a text", "a.b", "{\"a\":\"b\"}", "", false },
	{ "left out", "groups", "{\"_claim_names\":{\"groups\":\"src1\"}}", "",
	  true },
	{ "another left out", "roles",
	  "{\"_claim_names\":{\"groups\":\"src1\"}}", "", false },
	{ "hasgroups", "groups", "{\"hasgroups\":true}", "", true },
	{ "hasgroups, of groups", "roles", "{\"hasgroups\":true}", "", false },
};

static int add_listed(void *ctx, const char *text, struct err *e)
{
	(void)e;
	str_addf(ctx, "%s ", text);
	return 0;
}

T(lists)
{
	T_EACH(l, listeds) {
		struct identity who AUTO(identity_done) = IDENTITY_INIT;
		AUTO(str_done) struct str got = STR_INIT;
		struct err e = ERR_INIT;

		who.claims = json_loads(l->claims, 0, NULL);
		T_EQ_INT(identity_list(&who, l->claim, add_listed, &got, &e),
			 0);
		T_EQ_STR(got.s, l->want);
		T_OK(identity_left_out(&who, l->claim) == l->left_out);
	}
}

T(lists_that_are_too_long)
{
	struct identity who AUTO(identity_done) = IDENTITY_INIT;
	AUTO(str_done) struct str got = STR_INIT;
	json_t *list = json_array();
	struct err e = ERR_INIT;

	for (int i = 0; i < IDENTITY_LIST_MAX; i++)
		(void)json_array_append_new(list, json_string("x"));
	who.claims = json_pack("{s:o}", "groups", list);
	T_EQ_INT(identity_list(&who, "groups", add_listed, &got, &e), 0);
	T_EQ_INT(got.len, 2 * IDENTITY_LIST_MAX);
	(void)json_array_append_new(list, json_string("x"));
	T_EQ_INT(identity_list(&who, "groups", add_listed, &got, &e), -1);
	T_EQ_INT(e.kind, ERR_ITEM);
}

T_MAIN
