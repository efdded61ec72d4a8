/*
 * sandbox/ringcentral/sessions.h - who has signed in, and with what.
 *
 * Why: RingCentral's tokens are a trap. A refresh token works once; refreshing
 * kills the access token that is still good; the old refresh token works for
 * a short time more, so that who lost the answer can ask again; and the sixth
 * sign-in of a user ends the first. Tokens tell their session and generation
 * and are signed by a seed, so a session is a few numbers.
 *
 * Times: virtual, so that a test can let a token expire; the short time in
 * which an old token still works is over when it is over by either clock.
 */
#ifndef SANDBOX_RINGCENTRAL_SESSIONS_H
#define SANDBOX_RINGCENTRAL_SESSIONS_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stdint.h>

#define RING_TOKEN         96 /* room for any token, NUL included */
#define RING_REFRESH_TTL_S 604800
#define RING_SESSIONS      5

struct ring_sessions;
struct ring_sessions *ring_sessions_new(uint64_t seed);
void ring_sessions_free(struct ring_sessions *s);
DEFINE_AUTO(struct ring_sessions, ring_sessions_free)

struct ring_granted {
	char access[RING_TOKEN], refresh[RING_TOKEN];
	uint64_t session;
};

/* A new session; the oldest of six ends. Lives in seconds. */
void ring_sessions_begin(struct ring_sessions *s, int64_t now_us, int access_s,
			 int refresh_s, struct ring_granted *out);

/* False: the token is not good, or no more. */
bool ring_sessions_refresh(struct ring_sessions *s, const char *refresh,
			   int64_t now_us, int access_s, int refresh_s,
			   struct ring_granted *out);

enum ring_access { RING_ACCESS_OK, RING_ACCESS_EXPIRED, RING_ACCESS_UNKNOWN };
enum ring_access ring_sessions_check(struct ring_sessions *s,
				     const char *access, int64_t now_us);

/* End the session of an access or refresh token; false: there is none. */
bool ring_sessions_revoke(struct ring_sessions *s, const char *token);

/* ---- authorization codes ---- */

/* redirect_uri and the challenge of RFC 7636 ("": none) are remembered. */
void ring_sessions_code(struct ring_sessions *s, const char *redirect_uri,
			const char *challenge, int64_t now_us,
			char out[RING_TOKEN]);
/* Good once and for a minute, with the same address and the verifier. */
bool ring_sessions_use_code(struct ring_sessions *s, const char *code,
			    const char *redirect_uri, const char *verifier,
			    int64_t now_us);

#endif
