/*
 * sandbox/webex/token.h - access and refresh tokens, and codes, of Webex.
 *
 * Why: they live 14 and 90 days of virtual time unless a switch says
 * otherwise, and the numbers stand in each reply. Using a refresh token
 * renews its life: a successor comes, and the first time that one is shown
 * the old one dies. Until then it works again, for the answer with the
 * successor may have been lost on its way. Tokens say what they are, signed;
 * stored are only the generations of each grant and the codes in use.
 */
#ifndef SANDBOX_WEBEX_TOKEN_H
#define SANDBOX_WEBEX_TOKEN_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stdint.h>

struct wx_tokens;

#define WX_TOKEN_TEXT 160

enum wx_token_state { WX_TOKEN_OK, WX_TOKEN_INVALID, WX_TOKEN_EXPIRED };

struct wx_tokens *wx_tokens_new(uint64_t seed);
void wx_tokens_free(struct wx_tokens *t);
DEFINE_AUTO(struct wx_tokens, wx_tokens_free)

/* The serial the next access token will have. */
uint64_t wx_tokens_serial(struct wx_tokens *t);

void wx_tokens_access(struct wx_tokens *t, int64_t now_us, int64_t life_s,
		      char out[WX_TOKEN_TEXT]);
enum wx_token_state wx_tokens_check(struct wx_tokens *t, const char *text,
				    int64_t now_us, uint64_t revoked_below);

/* A new grant and its first refresh token. */
void wx_tokens_grant(struct wx_tokens *t, int64_t now_us, int64_t life_s,
		     char out[WX_TOKEN_TEXT]);
/* Use a refresh token: true and its successor, or false. */
bool wx_tokens_refresh(struct wx_tokens *t, const char *text, int64_t now_us,
		       int64_t life_s, char out[WX_TOKEN_TEXT]);

/* A code for that redirect address, with a PKCE challenge or "". */
void wx_tokens_code(struct wx_tokens *t, const char *redirect_uri,
		    const char *challenge, int64_t now_us,
		    char out[WX_TOKEN_TEXT]);
/* Use up a code, within five minutes; verifier may be NULL. */
bool wx_tokens_use_code(struct wx_tokens *t, const char *text,
			const char *redirect_uri, const char *verifier,
			int64_t now_us);

#endif
