#include "token.h"

#include "seed.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"

#include <inttypes.h>
#include <jansson.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define GRANT_MAX 4096
#define CODE_MAX  4096

struct code {
	char text[TOKEN_TEXT];
	char redirect_uri[512];
	char challenge[128];
	int64_t issued_us;
	bool used;
};

struct tokens {
	uint64_t seed;
	pthread_mutex_t lock;
	uint64_t serial;
	unsigned int generation[GRANT_MAX]; /* of each grant's refresh token */
	size_t n_grants;
	struct code *codes;
	size_t n_codes;
};

struct tokens *tokens_new(uint64_t seed)
{
	struct tokens *t = NEW(struct tokens);

	t->seed = seed;
	t->serial = 1;
	t->codes = mem_alloc(CODE_MAX, sizeof(*t->codes));
	(void)pthread_mutex_init(&t->lock, NULL);
	return t;
}

void tokens_free(struct tokens *t)
{
	if (t == NULL)
		return;
	(void)pthread_mutex_destroy(&t->lock);
	free(t->codes);
	free(t);
}

uint64_t tokens_next_serial(struct tokens *t)
{
	uint64_t serial;

	(void)pthread_mutex_lock(&t->lock);
	serial = t->serial;
	(void)pthread_mutex_unlock(&t->lock);
	return serial;
}

/* kind.serial.issued.life.signature, numbers in hex */
static void sign(const struct tokens *t, enum token_kind kind, uint64_t serial,
		 int64_t issued_s, int life_s, char out[TOKEN_TEXT])
{
	int n = snprintf(out, TOKEN_TEXT, "sb%c.%" PRIx64 ".%" PRIx64 ".%x.",
			 kind, serial, (uint64_t)issued_s,
			 (unsigned int)life_s);
	uint64_t mac = seed_of_text(seed_of(t->seed, "sign", 0), out);

	(void)snprintf(out + n, (size_t)(TOKEN_TEXT - n), "%016" PRIx64, mac);
}

void tokens_issue(struct tokens *t, enum token_kind kind, int64_t now_us,
		  char out[TOKEN_TEXT])
{
	uint64_t serial;

	(void)pthread_mutex_lock(&t->lock);
	serial = t->serial++;
	(void)pthread_mutex_unlock(&t->lock);
	sign(t, kind, serial, now_us / CLOCK_SECOND, TOKEN_LIFE_S, out);
}

void tokens_issue_download(struct tokens *t, unsigned int meeting,
			   int64_t now_us, int ttl_s, char out[TOKEN_TEXT])
{
	sign(t, TOKEN_DOWNLOAD, meeting, now_us / CLOCK_SECOND, ttl_s, out);
}

static bool parse(const struct tokens *t, const char *text, char *kind,
		  uint64_t *serial, int64_t *issued_s, int *life_s)
{
	char again[TOKEN_TEXT];
	uint64_t issued;
	unsigned int life;

	if (strlen(text) >= TOKEN_TEXT)
		return false;
	/* NOLINTNEXTLINE(cert-err34-c): compared with its own text below */
	if (sscanf(text, "sb%c.%" SCNx64 ".%" SCNx64 ".%x.", kind, serial,
		   &issued, &life) != 4)
		return false;
	*issued_s = (int64_t)issued;
	*life_s = (int)life;
	sign(t, (enum token_kind) * kind, *serial, *issued_s, *life_s, again);
	return strcmp(again, text) == 0;
}

enum token_state tokens_check(const struct tokens *t, const char *text,
			      int64_t now_us, uint64_t revoked_below,
			      enum token_kind *kind)
{
	uint64_t serial;
	int64_t issued_s;
	int life_s;
	char c;

	if (!parse(t, text, &c, &serial, &issued_s, &life_s))
		return TOKEN_INVALID;
	*kind = (enum token_kind)c;
	if (now_us / CLOCK_SECOND > issued_s + life_s)
		return TOKEN_EXPIRED;
	if (c == TOKEN_DOWNLOAD)
		return TOKEN_OK;
	if (serial < revoked_below)
		return TOKEN_REVOKED;
	return TOKEN_OK;
}

bool tokens_is_for(const struct tokens *t, const char *text,
		   unsigned int meeting)
{
	uint64_t serial;
	int64_t issued_s;
	int life_s;
	char c;

	return parse(t, text, &c, &serial, &issued_s, &life_s) &&
	       c == TOKEN_DOWNLOAD && serial == meeting;
}

static void refresh_text(const struct tokens *t, size_t grant,
			 unsigned int generation, char out[TOKEN_TEXT])
{
	uint64_t seed = seed_of(t->seed, "refresh", grant);

	(void)snprintf(out, TOKEN_TEXT, "sbr.%zx.%016" PRIx64 "%016" PRIx64,
		       grant, seed_of(seed, "a", generation),
		       seed_of(seed, "b", generation));
}

void tokens_grant(struct tokens *t, char out[TOKEN_TEXT])
{
	size_t grant;

	(void)pthread_mutex_lock(&t->lock);
	grant = t->n_grants++ % GRANT_MAX;
	refresh_text(t, grant, t->generation[grant], out);
	(void)pthread_mutex_unlock(&t->lock);
}

bool tokens_refresh(struct tokens *t, const char *text, char out[TOKEN_TEXT])
{
	char valid[TOKEN_TEXT];
	size_t grant;
	bool ok = false;

	/* NOLINTNEXTLINE(cert-err34-c): compared with its own text below */
	if (sscanf(text, "sbr.%zx.", &grant) != 1)
		return false;
	(void)pthread_mutex_lock(&t->lock);
	if (grant < t->n_grants && grant < GRANT_MAX) {
		refresh_text(t, grant, t->generation[grant], valid);
		ok = strcmp(valid, text) == 0;
		if (ok)
			refresh_text(t, grant, ++t->generation[grant], out);
	}
	(void)pthread_mutex_unlock(&t->lock);
	return ok;
}

void tokens_code(struct tokens *t, const char *redirect_uri,
		 const char *challenge, int64_t now_us, char out[TOKEN_TEXT])
{
	struct code *c;
	size_t n;

	(void)pthread_mutex_lock(&t->lock);
	n = t->n_codes++;
	c = &t->codes[n % CODE_MAX];
	(void)snprintf(c->text, sizeof(c->text), "sbc%zx%016" PRIx64, n,
		       seed_of(t->seed, "code", n));
	(void)snprintf(c->redirect_uri, sizeof(c->redirect_uri), "%s",
		       redirect_uri);
	(void)snprintf(c->challenge, sizeof(c->challenge), "%s", challenge);
	c->issued_us = now_us;
	c->used = false;
	(void)snprintf(out, TOKEN_TEXT, "%s", c->text);
	(void)pthread_mutex_unlock(&t->lock);
}

/* RFC 7636 section 4.6, method S256. */
static bool fits_challenge(const char *challenge, const char *verifier)
{
	struct str s AUTO(str_done) = STR_INIT;
	unsigned char md[32];

	if (challenge[0] == '\0')
		return true;
	if (verifier == NULL || EVP_Digest(verifier, strlen(verifier), md, NULL,
					   EVP_sha256(), NULL) != 1)
		return false;
	encode_base64url(&s, md, sizeof(md));
	return strcmp(s.s, challenge) == 0;
}

static enum code_state use_code(struct code *c, const char *redirect_uri,
				const char *verifier, int64_t now_us)
{
	if (c->used)
		return CODE_INVALID;
	if (strcmp(c->redirect_uri, redirect_uri) != 0)
		return CODE_REDIRECT;
	if (!fits_challenge(c->challenge, verifier))
		return CODE_INVALID;
	c->used = true;
	return now_us > c->issued_us + 5 * CLOCK_MINUTE ? CODE_EXPIRED
							: CODE_OK;
}

enum code_state tokens_use_code(struct tokens *t, const char *text,
				const char *redirect_uri, const char *verifier,
				int64_t now_us)
{
	enum code_state state = CODE_INVALID;

	(void)pthread_mutex_lock(&t->lock);
	for (size_t i = 0; i < t->n_codes && i < CODE_MAX; i++)
		if (strcmp(t->codes[i].text, text) == 0)
			state = use_code(&t->codes[i], redirect_uri, verifier,
					 now_us);
	(void)pthread_mutex_unlock(&t->lock);
	return state;
}

static json_t *jwt_part(const char *text, size_t len)
{
	struct str s AUTO(str_done) = STR_INIT;

	if (!decode_base64(&s, text, len))
		return NULL;
	return json_loadb(s.s, s.len, 0, NULL);
}

static bool jwt_signed(const char *text, size_t len, const char *signature,
		       const char *secret)
{
	struct str s AUTO(str_done) = STR_INIT;
	unsigned char md[32];
	unsigned int n = sizeof(md);

	if (HMAC(EVP_sha256(), secret, (int)strlen(secret),
		 (const unsigned char *)text, len, md, &n) == NULL)
		return false;
	encode_base64url(&s, md, n);
	return strcmp(s.s, signature) == 0;
}

enum token_state jwt_check(const char *text, const char *key,
			   const char *secret, int64_t now_us)
{
	size_t head = strcspn(text, "."), body;
	enum token_state state = TOKEN_INVALID;
	const char *alg, *iss;
	json_t *h, *b;
	json_int_t exp = 0;

	if (text[head] != '.')
		return TOKEN_INVALID;
	body = strcspn(text + head + 1, ".");
	if (text[head + 1 + body] != '.' ||
	    !jwt_signed(text, head + 1 + body, text + head + body + 2, secret))
		return TOKEN_INVALID;
	h = jwt_part(text, head);
	b = jwt_part(text + head + 1, body);
	if (h != NULL && b != NULL &&
	    json_unpack(h, "{s:s}", "alg", &alg) == 0 &&
	    json_unpack(b, "{s:s, s:I}", "iss", &iss, "exp", &exp) == 0 &&
	    strcmp(alg, "HS256") == 0 && strcmp(iss, key) == 0)
		/* the client lives by the real clock, a test by ours */
		state = exp * CLOCK_SECOND > now_us ||
					exp * CLOCK_SECOND > clock_now_us()
				? TOKEN_OK
				: TOKEN_EXPIRED;
	json_decref(h);
	json_decref(b);
	return state;
}
