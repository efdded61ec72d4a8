#include "sessions.h"

#include "sandbox/seed.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"

#include "stream/digest.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define CODES       16
#define CODE_LIFE   CLOCK_MINUTE
#define GRACE       (10 * CLOCK_SECOND)
#define GRACE_AGAIN (60 * CLOCK_MINUTE) /* while the new one was not used */

struct session {
	bool open;
	uint64_t serial;
	uint64_t generation; /* of its tokens: others are void */
	int64_t issued_us;
	int access_s, refresh_s;
	int64_t rotated_us, rotated_real_us; /* the last refresh; 0: never */
	bool new_used;                       /* the token it gave */
};

struct code {
	char text[RING_TOKEN], redirect_uri[512], challenge[104];
	int64_t issued_us;
	bool used;
};

struct ring_sessions {
	uint64_t seed;
	pthread_mutex_t lock;
	struct session all[RING_SESSIONS];
	uint64_t serials;
	struct code codes[CODES];
	size_t n_codes;
};

struct ring_sessions *ring_sessions_new(uint64_t seed)
{
	struct ring_sessions *s = NEW(struct ring_sessions);

	s->seed = seed;
	(void)pthread_mutex_init(&s->lock, NULL);
	return s;
}

void ring_sessions_free(struct ring_sessions *s)
{
	if (s == NULL)
		return;
	(void)pthread_mutex_destroy(&s->lock);
	free(s);
}

/* kind: 'A' or 'R' */
static void write_token(const struct ring_sessions *s, char kind,
			uint64_t serial, uint64_t generation,
			char out[RING_TOKEN])
{
	char what[2] = { kind, '\0' };
	uint64_t seed = seed_of(seed_of(s->seed, what, serial), "", generation);

	(void)snprintf(out, RING_TOKEN,
		       "RC%c.%" PRIx64 ".%" PRIx64 ".%016" PRIx64 "%016" PRIx64,
		       kind, serial, generation, seed_of(seed, "1", 0),
		       seed_of(seed, "2", 0));
}

static bool read_token(const struct ring_sessions *s, const char *text,
		       char kind, uint64_t *serial, uint64_t *generation)
{
	char wanted[RING_TOKEN], c;

	/* NOLINTNEXTLINE(cert-err34-c): compared with its own text below */
	if (sscanf(text, "RC%c.%" SCNx64 ".%" SCNx64 ".", &c, serial,
		   generation) != 3 ||
	    c != kind)
		return false;
	write_token(s, kind, *serial, *generation, wanted);
	return strcmp(wanted, text) == 0;
}

/* The session of that serial number, if it is still open. */
static struct session *find(struct ring_sessions *s, uint64_t serial)
{
	struct session *one = &s->all[serial % RING_SESSIONS];

	return one->open && one->serial == serial ? one : NULL;
}

static void grant(const struct ring_sessions *s, struct session *one,
		  int64_t now_us, int access_s, int refresh_s,
		  struct ring_granted *out)
{
	one->issued_us = now_us;
	one->access_s = access_s;
	one->refresh_s = refresh_s;
	one->new_used = false;
	write_token(s, 'A', one->serial, one->generation, out->access);
	write_token(s, 'R', one->serial, one->generation, out->refresh);
	out->session = one->serial;
}

void ring_sessions_begin(struct ring_sessions *s, int64_t now_us, int access_s,
			 int refresh_s, struct ring_granted *out)
{
	struct session *one;

	(void)pthread_mutex_lock(&s->lock);
	s->serials++;
	one = &s->all[s->serials % RING_SESSIONS];
	*one = (struct session){ .open = true, .serial = s->serials };
	grant(s, one, now_us, access_s, refresh_s, out);
	(void)pthread_mutex_unlock(&s->lock);
}

/* An old token, used again by somebody who did not get the new one. */
static bool in_grace(const struct session *one, int64_t now_us)
{
	int64_t limit = one->new_used ? GRACE : GRACE_AGAIN;
	int64_t real_us = clock_monotonic_us() - one->rotated_real_us;

	return one->rotated_real_us != 0 && real_us < limit &&
	       now_us - one->rotated_us < limit;
}

static bool may_refresh(const struct session *one, uint64_t generation,
			int64_t now_us)
{
	if (now_us >= one->issued_us + one->refresh_s * CLOCK_SECOND)
		return false;
	if (generation == one->generation)
		return true;
	return generation + 1 == one->generation && in_grace(one, now_us);
}

bool ring_sessions_refresh(struct ring_sessions *s, const char *refresh,
			   int64_t now_us, int access_s, int refresh_s,
			   struct ring_granted *out)
{
	uint64_t serial, generation;
	struct session *one;
	bool ok;

	if (!read_token(s, refresh, 'R', &serial, &generation))
		return false;
	(void)pthread_mutex_lock(&s->lock);
	one = find(s, serial);
	ok = one != NULL && may_refresh(one, generation, now_us);
	if (ok) {
		/* asked again with the old one: the same answer again */
		if (generation == one->generation) {
			one->generation++;
			one->rotated_us = now_us;
			one->rotated_real_us = clock_monotonic_us();
		}
		grant(s, one, now_us, access_s, refresh_s, out);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return ok;
}

enum ring_access ring_sessions_check(struct ring_sessions *s,
				     const char *access, int64_t now_us)
{
	enum ring_access result = RING_ACCESS_EXPIRED;
	uint64_t serial, generation;
	struct session *one;

	if (!read_token(s, access, 'A', &serial, &generation))
		return RING_ACCESS_UNKNOWN;
	(void)pthread_mutex_lock(&s->lock);
	one = find(s, serial);
	if (one != NULL && generation == one->generation &&
	    now_us < one->issued_us + one->access_s * CLOCK_SECOND) {
		one->new_used = true;
		result = RING_ACCESS_OK;
	}
	(void)pthread_mutex_unlock(&s->lock);
	return result;
}

bool ring_sessions_revoke(struct ring_sessions *s, const char *token)
{
	uint64_t serial, generation;
	struct session *one;

	if (!read_token(s, token, 'A', &serial, &generation) &&
	    !read_token(s, token, 'R', &serial, &generation))
		return false;
	(void)pthread_mutex_lock(&s->lock);
	one = find(s, serial);
	if (one != NULL)
		one->open = false;
	(void)pthread_mutex_unlock(&s->lock);
	return one != NULL;
}

void ring_sessions_code(struct ring_sessions *s, const char *redirect_uri,
			const char *challenge, int64_t now_us,
			char out[RING_TOKEN])
{
	struct code *c;
	uint64_t n;

	(void)pthread_mutex_lock(&s->lock);
	n = s->n_codes++;
	c = &s->codes[n % CODES];
	*c = (struct code){ .issued_us = now_us };
	(void)snprintf(c->text, sizeof(c->text),
		       "U0pDMTFQMDFQQVMwM%zx%016" PRIx64, (size_t)n,
		       seed_of(s->seed, "code", n));
	(void)snprintf(c->redirect_uri, sizeof(c->redirect_uri), "%s",
		       redirect_uri);
	(void)snprintf(c->challenge, sizeof(c->challenge), "%s", challenge);
	(void)snprintf(out, RING_TOKEN, "%s", c->text);
	(void)pthread_mutex_unlock(&s->lock);
}

/* RFC 7636 section 4.6, method S256. */
static bool fits_challenge(const char *challenge, const char *verifier)
{
	struct str s AUTO(str_done) = STR_INIT;
	struct digest d;

	if (challenge[0] == '\0')
		return true;
	if (verifier == NULL)
		return false;
	d = digest_of(verifier, strlen(verifier));
	encode_base64url(&s, d.bytes, sizeof(d.bytes));
	return strcmp(s.s, challenge) == 0;
}

bool ring_sessions_use_code(struct ring_sessions *s, const char *code,
			    const char *redirect_uri, const char *verifier,
			    int64_t now_us)
{
	bool ok = false;

	(void)pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < s->n_codes && i < CODES; i++) {
		struct code *c = &s->codes[i];

		if (strcmp(c->text, code) != 0 || c->used ||
		    strcmp(c->redirect_uri, redirect_uri) != 0 ||
		    !fits_challenge(c->challenge, verifier) ||
		    now_us > c->issued_us + CODE_LIFE)
			continue;
		c->used = true;
		ok = true;
	}
	(void)pthread_mutex_unlock(&s->lock);
	return ok;
}
