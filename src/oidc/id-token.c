#include "oidc/id-token.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "oidc/jwt.h"
#include "stream/digest.h"

#include <openssl/crypto.h>
#include <string.h>

#define WORDS_MAX ((size_t)300)
#define TIME_MAX  INT64_C(100000000000) /* seconds; the year 5138 */

void identity_done(struct identity *i)
{
	str_done(&i->subject);
	str_done(&i->object);
	str_done(&i->tenant);
	str_done(&i->name);
	str_done(&i->user);
	str_done(&i->email);
	json_decref(i->claims);
}

bool id_token_same(const char *a, const char *b)
{
	struct digest x = digest_of(a, strlen(a)), y = digest_of(b, strlen(b));

	return CRYPTO_memcmp(x.bytes, y.bytes, sizeof(x.bytes)) == 0;
}

void id_token_clean(struct str *out, const char *text)
{
	struct str valid AUTO(str_done) = STR_INIT;
	size_t begin = out->len, at = 0;

	(void)utf8_clean(&valid, text, strlen(text));
	while (at < valid.len) {
		size_t n = utf8_sequence(valid.s + at, valid.len - at);
		unsigned char c = (unsigned char)valid.s[at];

		if (n == 0 || out->len - begin + n > WORDS_MAX)
			return;
		if (c < ' ' || c == 127)
			str_add_char(out, ' ');
		else
			str_add_len(out, valid.s + at, n);
		at += n;
	}
}

static const char *text_of(const struct jwt *t, const char *name)
{
	return json_string_value(json_object_get(t->claims, name));
}

static int expect(const struct jwt *t, const char *name, const char *want,
		  struct err *e)
{
	const char *got = text_of(t, name);
	struct str shown AUTO(str_done) = STR_INIT;

	if (got == NULL)
		return err_set(e, ERR_ITEM, "the ID token has no %s", name);
	if (id_token_same(got, want))
		return 0;
	id_token_clean(&shown, got);
	return err_set(e, ERR_ITEM, "the ID token's %s is not ours: %.200s",
		       name, shown.s);
}

/* Others who take the token as theirs would be able to pass it on to us. */
static int check_audience(const struct jwt *t, const char *client,
			  struct err *e)
{
	const json_t *aud = json_object_get(t->claims, "aud");

	if (json_is_array(aud) && json_array_size(aud) == 1)
		aud = json_array_get(aud, 0);
	if (!json_is_string(aud) ||
	    !id_token_same(json_string_value(aud), client))
		return err_set(e, ERR_ITEM,
			       "the ID token is not for us alone (aud)");
	if (json_object_get(t->claims, "azp") != NULL)
		return expect(t, "azp", client, e);
	return 0;
}

/* 1, 0: it has none, -1. */
static int time_of(const struct jwt *t, const char *name, int64_t *s,
		   struct err *e)
{
	const json_t *v = json_object_get(t->claims, name);
	double number = json_number_value(v);

	if (v == NULL)
		return 0;
	if (!json_is_number(v) || !(number >= 0 && number < (double)TIME_MAX))
		return err_set(e, ERR_ITEM, "the ID token's %s is no time",
			       name);
	*s = (int64_t)number;
	return 1;
}

static int check_times(const struct jwt *t, int64_t now_us, struct err *e)
{
	int64_t now = now_us / CLOCK_SECOND, exp = 0, iat = 0, nbf = 0;
	int has_exp = time_of(t, "exp", &exp, e);
	int has_iat = has_exp < 0 ? -1 : time_of(t, "iat", &iat, e);
	int has_nbf = has_iat < 0 ? -1 : time_of(t, "nbf", &nbf, e);

	if (has_nbf < 0)
		return -1;
	if (has_exp == 0 || has_iat == 0)
		return err_set(e, ERR_ITEM, "the ID token has no %s",
			       has_exp == 0 ? "exp" : "iat");
	if (exp <= now - ID_TOKEN_SKEW_S)
		return err_set(e, ERR_ITEM,
			       "the ID token has expired; is this machine's "
			       "clock right?");
	if (iat > now + ID_TOKEN_SKEW_S || nbf > now + ID_TOKEN_SKEW_S)
		return err_set(e, ERR_ITEM,
			       "the ID token is of the future; is this "
			       "machine's clock right?");
	return 0;
}

static int check_access(const struct jwt *t, const char *access, struct err *e)
{
	struct str want AUTO(str_done) = STR_INIT;
	struct digest d;

	if (json_object_get(t->claims, "at_hash") == NULL)
		return 0; /* optional in the code flow */
	if (access == NULL || *access == '\0')
		return err_set(e, ERR_ITEM,
			       "the ID token speaks of an access token that "
			       "did not come");
	d = digest_of(access, strlen(access));
	encode_base64url(&want, d.bytes, sizeof(d.bytes) / 2);
	return expect(t, "at_hash", want.s, e);
}

static void take(const struct jwt *t, const char *name, struct str *out)
{
	const char *text = text_of(t, name);

	if (text != NULL && out->len == 0)
		id_token_clean(out, text);
}

int id_token_check(const struct jwt *t, const struct id_token_wanted *wanted,
		   struct identity *out, struct err *e)
{
	const char *sub = text_of(t, "sub");

	if (expect(t, "iss", wanted->issuer, e) < 0 ||
	    check_audience(t, wanted->client_id, e) < 0 ||
	    check_times(t, wanted->now_us, e) < 0 ||
	    expect(t, "nonce", wanted->nonce, e) < 0 ||
	    check_access(t, wanted->access, e) < 0)
		return -1;
	if (sub == NULL || *sub == '\0' || strlen(sub) > 255)
		return err_set(e, ERR_ITEM,
			       "the ID token does not say who it is of (sub)");
	take(t, "sub", &out->subject);
	take(t, "oid", &out->object);
	take(t, "tid", &out->tenant);
	take(t, "preferred_username", &out->user);
	take(t, "name", &out->name);
	take(t, "preferred_username", &out->name);
	take(t, "email", &out->name);
	take(t, "sub", &out->name);
	/* who may give themselves any address gives none */
	if (!json_is_false(json_object_get(t->claims, "email_verified")))
		take(t, "email", &out->email);
	out->claims = json_incref(t->claims);
	return 0;
}

/* A claim by its name; else by its way, as far as there is one. */
static const json_t *claim_of(const struct identity *i, const char *name)
{
	const json_t *at = json_object_get(i->claims, name);

	if (at != NULL)
		return at;
	for (at = i->claims; at != NULL && *name != '\0';) {
		size_t len = strcspn(name, ".");
		struct str part AUTO(str_done) = STR_INIT;

		str_add_len(&part, name, len);
		at = json_object_get(at, part.s);
		name += len;
		name += *name == '.';
	}
	return at;
}

int identity_list(const struct identity *i, const char *claim,
		  int (*each)(void *ctx, const char *text, struct err *e),
		  void *ctx, struct err *e)
{
	const json_t *list = claim_of(i, claim), *one;
	size_t at;

	if (json_is_string(list))
		return each(ctx, json_string_value(list), e);
	if (json_array_size(list) > IDENTITY_LIST_MAX)
		return err_set(e, ERR_ITEM,
			       "the ID token lists more than %d in %.60s",
			       IDENTITY_LIST_MAX, claim);
	json_array_foreach(list, at, one) if (json_is_string(one) &&
					      each(ctx, json_string_value(one),
						   e) < 0) return -1;
	return 0;
}

bool identity_left_out(const struct identity *i, const char *claim)
{
	const json_t *names = json_object_get(i->claims, "_claim_names");

	if (json_object_get(names, claim) != NULL)
		return true;
	/* said in place of _claim_names in some flows of Entra ID */
	return strcmp(claim, "groups") == 0 &&
	       json_is_true(json_object_get(i->claims, "hasgroups"));
}
