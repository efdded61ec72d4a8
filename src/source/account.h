/*
 * source/account.h - what every open account at a vendor has.
 *
 * Why: whichever vendor it is, there are settings to check, a token that all
 * threads share, a clock that differs from ours, a sign-in that must not be
 * tried again and again. A source's own struct begins with this one.
 *
 *	account_new -> settings -> account_connect -> ... -> account_free
 *
 * Threads: settings are constant once the source is open; everything that
 * changes is behind `lock`, atomic, or in http/'s own locks.
 */
#ifndef SOURCE_ACCOUNT_H
#define SOURCE_ACCOUNT_H

#include "base/err.h"
#include "base/str.h"
#include "http/oauth.h"
#include "source/source.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct http;
struct http_request;
struct http_response;
struct http_url;

struct account {
	struct source source; /* first: see source.h */
	struct host host;     /* `load` and `save` may be NULL */
	const char *vendor;   /* for texts: "Zoom" */

	/* The first pause after trouble, doubled each time; tests make it
	   short. */
	int64_t pause_us;

	struct http *http;
	struct oauth *oauth;

	/* The vendor's clock minus ours, by its last Date header. */
	_Atomic int64_t skew_us;
	_Atomic bool skew_known;

	pthread_mutex_t lock;
	struct str scopes;  /* granted, of the last token; "" not told */
	struct err sign_in; /* a refusal: not asked again until close */
};

/* Make *a an account; vendor is kept, host copied. */
void account_init(struct account *a, const struct source_ops *ops,
		  const char *vendor, const struct host *host);
/* Free what is in it, also where account_connect() was never called. */
void account_done(struct account *a);

/*
 * Last of opening: the client, by the setting ca-file, and the token, which
 * issue() gets with the account as its ctx. Errors: ERR_USAGE (ca-file).
 */
int account_connect(struct account *a, oauth_issue *issue, struct err *e);

/* --- settings ---------------------------------------------------------- */

/* A setting's value, its fallback, never NULL. */
const char *account_setting(const struct account *a, const char *name);

/* Errors: ERR_USAGE where it is missing, with why it is needed. */
int account_need(const struct account *a, const char *name, const char *why,
		 struct err *e);
/* Errors: ERR_USAGE where it is not a number from min to max. */
int account_number(const struct account *a, const char *name, long long min,
		   long long max, long long *out, struct err *e);
/* Which of the words (the last is NULL) it is, from 0; -1 with ERR_USAGE. */
int account_choice(const struct account *a, const char *name,
		   const char *const *words, struct err *e);
/* The address of an API, in parts as well. Errors: ERR_USAGE where there is
   none, or '/', '?' or '#' at its end, where paths are added. */
int account_address(const struct account *a, const char *name, const char **out,
		    struct http_url *url, struct err *e);

/* --- time -------------------------------------------------------------- */

/* The vendor's time by our clock and the known difference. */
int64_t account_now_us(struct account *a);
/* Learn the difference from an answer. */
void account_learn_clock(struct account *a, const struct http_response *r);
/* Wait before repetition n (from 0) of what broke. Errors: ERR_RETRY. */
int account_pause(struct account *a, unsigned int n, struct err *e);

/* --- signing in -------------------------------------------------------- */

/* The scopes granted, blank separated, appended; nothing where not told. */
void account_scopes(struct account *a, struct str *out);

/* Was the sign-in refused before? Then *e says so again. */
bool account_is_refused(struct account *a, struct err *e);
/* Remember e, a refusal of the sign-in. Returns -1. */
int account_refuse(struct account *a, const struct err *e);

/*
 * Ask a token endpoint, by once() with its ctx, until it gives a token or
 * refuses: see out->status. Between two tries out->wait_us passes, as it was
 * told, or a pause of ours. Errors: those of once() but for ERR_RETRY, that
 * only after ACCOUNT_TRIES, or at once where the wait is too long.
 */
#define ACCOUNT_TRIES       6
#define ACCOUNT_PATIENCE_US (INT64_C(150) * 1000000)
int account_insist(struct account *a,
		   int (*once)(void *ctx, struct oauth_reply *out,
			       struct err *e),
		   void *ctx, struct oauth_reply *out, struct err *e);

/* Why the setting code is needed. */
#define ACCOUNT_CODE_WHY                                                       \
	"or refresh-token, or a person who signs in by `estreat connector "    \
	"authorize`, with auth=code"

/* A form that trades the settings code, redirect-uri and code-verifier in;
   the second, a refresh token. Appended. */
void account_code_form(const struct account *a, struct str *form);
void account_refresh_form(struct str *form, const char *token);

/* For struct source_authorize: the page's address with who asks; a sign-in by
   the code, with what it granted; a scope put on a list of those that lack. */
void account_page(const struct account *a, const char *page, struct str *url);
int account_trade(struct account *a, struct str *granted, struct err *e);
void account_lack(struct str *lacks, const char *scope);

/*
 * Which refresh token is the right one: the last that the vendor gave us, as
 * long as it descends from what the person has given; a new one given by the
 * person begins a new line. So what is kept names its ancestor by digest:
 * "<sha256 of the given one> <token>".
 *
 * Append the token kept of the line of `given`: 1, 0 if there is none, -1.
 */
int account_load_refresh(struct account *a, const char *given, struct str *out,
			 struct err *e);
/* Keep one: on disk before the access token that came with it is used. ""
   changes nothing. */
int account_save_refresh(struct account *a, const char *given,
			 const char *token, struct err *e);

/* The end of an oauth_issue: hand on what a reply gave, keep its scopes. */
void account_take_reply(struct account *a, const struct oauth_reply *r,
			struct str *token, int64_t *life_us);

#endif
