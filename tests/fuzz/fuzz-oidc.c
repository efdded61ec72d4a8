/*
 * fuzz-oidc.c - tokens, key sets and callback addresses may be any bytes: no
 * crash; what is read is read the same way again; and no token is believed,
 * for nobody guesses a signature.
 *
 * The input is cut at its first line end: a token, then a key set.
 */
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "oidc/callback.h"
#include "oidc/id-token.h"
#include "oidc/jwks.h"
#include "oidc/jwt.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_callback(const char *text)
{
	struct callback c AUTO(callback_done);
	struct err e = ERR_INIT;

	callback_init(&c);
	if (callback_read(&c, text, &e) < 0)
		assert(e.kind == ERR_USAGE);
	else
		assert(c.state.len > 0 && strlen(c.state.s) == c.state.len);
}

static void read_token(const char *text, const struct jwks *keys)
{
	const struct id_token_wanted wanted = { .issuer = "https://i",
						.client_id = "me",
						.nonce = "N",
						.now_us = 0 };
	struct identity who AUTO(identity_done) = IDENTITY_INIT;
	struct jwt t AUTO(jwt_done) = { 0 };
	struct err e = ERR_INIT;

	if (jwt_read(&t, text, &e) < 0) {
		assert(e.kind == ERR_ITEM);
		return;
	}
	assert(t.alg <= JWT_ES256 && t.signature.len > 0);
	if (keys != NULL)
		assert(jwks_verify(keys, &t) != JWKS_GOOD);
	if (id_token_check(&t, &wanted, &who, &e) == 0)
		assert(who.subject.len > 0 && who.name.len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(free) char *text = mem_dup((const char *)data, size);
	AUTO(jwks_free) struct jwks *keys = NULL;
	struct str clean AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	char *set = strchr(text, '\n');

	if (set != NULL) {
		*set++ = '\0';
		if (jwks_read(&keys, set, strlen(set), &e) < 0)
			assert(e.kind == ERR_ITEM);
	}
	read_token(text, keys);
	read_callback(text);
	id_token_clean(&clean, text);
	assert(clean.len <= 300);
	return 0;
}
