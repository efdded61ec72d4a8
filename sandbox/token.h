/*
 * sandbox/token.h - access tokens, refresh tokens, codes.
 *
 * Why: a connector's worst days are those of its credentials. Access
 * tokens live an hour of virtual time; a refresh token dies when it is
 * used; a code works once, for five minutes. Tokens carry what they say
 * about themselves, signed, so that nothing is stored for them but the
 * serials of those that died before their time.
 */
#ifndef SANDBOX_TOKEN_H
#define SANDBOX_TOKEN_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stdint.h>

struct str;
struct tokens;

#define TOKEN_LIFE_S 3600
#define TOKEN_TEXT   128

enum token_kind {
	TOKEN_SERVER = 's',   /* server-to-server */
	TOKEN_USER = 'u',     /* authorised by a person */
	TOKEN_DOWNLOAD = 'd', /* download_access_token of one meeting */
};

enum token_state { TOKEN_OK, TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_REVOKED };

struct tokens *tokens_new(uint64_t seed);
void tokens_free(struct tokens *t);
DEFINE_AUTO(struct tokens, tokens_free)

/* The serial the next token will have. */
uint64_t tokens_next_serial(struct tokens *t);

void tokens_issue(struct tokens *t, enum token_kind kind, int64_t now_us,
		  char out[TOKEN_TEXT]);

/*
 * A download token: about one meeting, alive for ttl_s; says the same on
 * every call with the same arguments.
 */
void tokens_issue_download(struct tokens *t, unsigned int meeting,
			   int64_t now_us, int ttl_s, char out[TOKEN_TEXT]);

/* *kind is set where the token is ours, also if expired or revoked. */
enum token_state tokens_check(const struct tokens *t, const char *text,
			      int64_t now_us, uint64_t revoked_below,
			      enum token_kind *kind);

/* A download token of that meeting? */
bool tokens_is_for(const struct tokens *t, const char *text,
		   unsigned int meeting);

/* A new grant and its first refresh token. */
void tokens_grant(struct tokens *t, char out[TOKEN_TEXT]);

/* Use up a refresh token: true and its successor, or false. */
bool tokens_refresh(struct tokens *t, const char *text, char out[TOKEN_TEXT]);

/* A code for that redirect address, with a PKCE challenge or "". */
void tokens_code(struct tokens *t, const char *redirect_uri,
		 const char *challenge, int64_t now_us, char out[TOKEN_TEXT]);

enum code_state { CODE_OK, CODE_INVALID, CODE_EXPIRED, CODE_REDIRECT };

/* Use up a code; verifier may be NULL. */
enum code_state tokens_use_code(struct tokens *t, const char *text,
				const char *redirect_uri, const char *verifier,
				int64_t now_us);

/* HS256 JWT: issuer is key, not expired by either clock. */
enum token_state jwt_check(const char *text, const char *key,
			   const char *secret, int64_t now_us);

#endif
