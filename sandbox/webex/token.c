#include "token.h"

#include "sandbox/seed.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define GRANTS    1024
#define CODES     64
#define CODE_LIFE (5 * CLOCK_MINUTE)

struct code {
	char text[WX_TOKEN_TEXT];
	char redirect_uri[512];
	char challenge[128];
	int64_t issued_us;
};

struct wx_tokens {
	uint64_t seed;
	pthread_mutex_t lock;
	uint64_t serial;
	uint32_t generation[GRANTS]; /* issued last */
	uint32_t shown[GRANTS];      /* the newest that came back */
	uint64_t n_grants;
	struct code codes[CODES]; /* a ring; text[0] == 0: used */
	size_t n_codes;
};

struct wx_tokens *wx_tokens_new(uint64_t seed)
{
	struct wx_tokens *t = NEW(struct wx_tokens);

	t->seed = seed;
	t->serial = 1;
	(void)pthread_mutex_init(&t->lock, NULL);
	return t;
}

void wx_tokens_free(struct wx_tokens *t)
{
	if (t == NULL)
		return;
	(void)pthread_mutex_destroy(&t->lock);
	free(t);
}

uint64_t wx_tokens_serial(struct wx_tokens *t)
{
	uint64_t serial;

	(void)pthread_mutex_lock(&t->lock);
	serial = t->serial;
	(void)pthread_mutex_unlock(&t->lock);
	return serial;
}

/* kind, two numbers, the end of its life; signed. All in hex. */
static void sign(const struct wx_tokens *t, char kind, uint64_t a, uint64_t b,
		 int64_t end_s, char out[WX_TOKEN_TEXT])
{
	int n = snprintf(out, WX_TOKEN_TEXT,
			 "wx%c_%" PRIx64 "_%" PRIx64 "_%" PRIx64 "_", kind, a,
			 b, (uint64_t)end_s);
	uint64_t mac = seed_of_text(t->seed, out);

	(void)snprintf(out + n, (size_t)(WX_TOKEN_TEXT - n),
		       "%016" PRIx64 "%016" PRIx64, mac,
		       seed_of(mac, "more", 0));
}

static bool parse(const struct wx_tokens *t, char kind, const char *text,
		  uint64_t *a, uint64_t *b, int64_t *end_s)
{
	char again[WX_TOKEN_TEXT], found;
	uint64_t end;

	if (strlen(text) >= WX_TOKEN_TEXT)
		return false;
	/* NOLINTNEXTLINE(cert-err34-c): compared with its own text below */
	if (sscanf(text, "wx%c_%" SCNx64 "_%" SCNx64 "_%" SCNx64 "_", &found, a,
		   b, &end) != 4 ||
	    found != kind)
		return false;
	*end_s = (int64_t)end;
	sign(t, kind, *a, *b, *end_s, again);
	return strcmp(again, text) == 0;
}

void wx_tokens_access(struct wx_tokens *t, int64_t now_us, int64_t life_s,
		      char out[WX_TOKEN_TEXT])
{
	uint64_t serial;

	(void)pthread_mutex_lock(&t->lock);
	serial = t->serial++;
	(void)pthread_mutex_unlock(&t->lock);
	sign(t, 'a', serial, 0, now_us / CLOCK_SECOND + life_s, out);
}

enum wx_token_state wx_tokens_check(struct wx_tokens *t, const char *text,
				    int64_t now_us, uint64_t revoked_below)
{
	uint64_t serial, none;
	int64_t end_s;

	if (!parse(t, 'a', text, &serial, &none, &end_s) ||
	    serial < revoked_below)
		return WX_TOKEN_INVALID;
	return now_us / CLOCK_SECOND > end_s ? WX_TOKEN_EXPIRED : WX_TOKEN_OK;
}

void wx_tokens_grant(struct wx_tokens *t, int64_t now_us, int64_t life_s,
		     char out[WX_TOKEN_TEXT])
{
	uint64_t grant;

	(void)pthread_mutex_lock(&t->lock);
	grant = t->n_grants++ % GRANTS;
	sign(t, 'r', grant, t->generation[grant],
	     now_us / CLOCK_SECOND + life_s, out);
	(void)pthread_mutex_unlock(&t->lock);
}

bool wx_tokens_refresh(struct wx_tokens *t, const char *text, int64_t now_us,
		       int64_t life_s, char out[WX_TOKEN_TEXT])
{
	uint64_t grant, generation;
	int64_t end_s;
	bool ok;

	if (!parse(t, 'r', text, &grant, &generation, &end_s) ||
	    grant >= GRANTS || now_us / CLOCK_SECOND > end_s)
		return false;
	(void)pthread_mutex_lock(&t->lock);
	ok = generation >= t->shown[grant] &&
	     generation <= t->generation[grant];
	if (ok) {
		t->shown[grant] = (uint32_t)generation;
		sign(t, 'r', grant, ++t->generation[grant],
		     now_us / CLOCK_SECOND + life_s, out);
	}
	(void)pthread_mutex_unlock(&t->lock);
	return ok;
}

void wx_tokens_code(struct wx_tokens *t, const char *redirect_uri,
		    const char *challenge, int64_t now_us,
		    char out[WX_TOKEN_TEXT])
{
	struct code *c;
	size_t n;

	(void)pthread_mutex_lock(&t->lock);
	n = t->n_codes++;
	c = &t->codes[n % CODES];
	(void)snprintf(c->text, sizeof(c->text), "wxc%zx%016" PRIx64, n,
		       seed_of(t->seed, "code", n));
	(void)snprintf(c->redirect_uri, sizeof(c->redirect_uri), "%s",
		       redirect_uri);
	(void)snprintf(c->challenge, sizeof(c->challenge), "%s", challenge);
	c->issued_us = now_us;
	(void)snprintf(out, WX_TOKEN_TEXT, "%s", c->text);
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

bool wx_tokens_use_code(struct wx_tokens *t, const char *text,
			const char *redirect_uri, const char *verifier,
			int64_t now_us)
{
	bool ok = false;

	if (text[0] == '\0')
		return false;
	(void)pthread_mutex_lock(&t->lock);
	for (size_t i = 0; i < CODES; i++) {
		struct code *c = &t->codes[i];

		if (strcmp(c->text, text) != 0 ||
		    strcmp(c->redirect_uri, redirect_uri) != 0 ||
		    !fits_challenge(c->challenge, verifier))
			continue;
		ok = now_us <= c->issued_us + CODE_LIFE;
		c->text[0] = '\0';
	}
	(void)pthread_mutex_unlock(&t->lock);
	return ok;
}
