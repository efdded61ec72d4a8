/*
 * access/access.h - signing in, and being known from then on.
 *
 * Why: whoever comes by HTTP is unknown until a session's cookie or a token
 * says who they are. Doors (portal/) call this room and decide nothing
 * themselves:
 *
 *	access_open         one for the process; safe from any thread, each
 *	                    with a database connection of its own
 *	access_sign_in      a password, perhaps a code: a session
 *	access_oidc_begin   or: an address at the provider, where to sign in
 *	access_oidc_finish  ... the browser came back: a session
 *	access_session      a request's cookie: who it is
 *	access_token        a program's token: who it is, and which roles
 *	access_csrf_ok      before a request that changes something
 *
 * Accounts, groups, tokens, providers are managed by accounts.h, groups.h,
 * tokens.h, providers.h.
 *
 * Promises: (1) only digests of cookies, tokens and recovery codes are
 * stored, passwords as argon2id, TOTP secrets sealed; (2) a name that does
 * not exist is answered like a wrong password, in words and in time; (3) after
 * wrong tries an account and an address wait, longer each time; while they
 * wait no password is right; (4) every sign-in, also one that fails, is an
 * act in the ledger.
 *
 * Texts from outside are capped here: PASSWORD_MAX, 254 bytes of name, 200
 * of a browser's name of itself.
 *
 * Source: RFC 6238, RFC 9106, OWASP ASVS 4.0 V2, V3.
 */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include "access/principal.h"
#include "base/cleanup.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct access;
struct archive;
struct db;
struct err;

/* archive must outlive it. */
struct access *access_open(struct archive *a) __attribute__((returns_nonnull));
void access_free(struct access *x); /* NULL is fine */
DEFINE_AUTO(struct access, access_free)

/*
 * Where no account can sign in and none ever could: make "admin" in
 * Organization Management with a one-time password, written to
 * HOME/first-password (0600), which goes when it was used. 1: made, the log
 * says where; 0: nothing to do.
 */
int access_first_account(struct archive *a, struct db *db, struct err *e);

/* Where a request comes from; borrowed. */
struct access_from {
	const char *address; /* of the peer: "192.0.2.7" */
	const char *agent;   /* User-Agent; NULL: none */
	bool quiet;          /* asked by a page, not by a person: no use */
};

/* --- signing in with a password ------------------------------------------ */

struct sign_in {
	const char *user, *password;
	const char *code;         /* TOTP or a recovery code; NULL: none */
	const char *new_password; /* NULL: none */
};

enum sign_in_verdict {
	SIGN_IN_DONE,
	SIGN_IN_WRONG,        /* name, password or code, or it has to wait */
	SIGN_IN_CODE,         /* "need":"code": it was right so far */
	SIGN_IN_NEW_PASSWORD, /* "need":"new-password": likewise */
	SIGN_IN_LATER,        /* too many from this address: wait_s */
};

/* A session, once: nobody can read the cookie again. */
struct signed_in {
	struct str cookie; /* the value of __Host-estreat */
	int64_t wait_s;    /* of SIGN_IN_LATER: for Retry-After */
	int64_t expires_us;
};
#define SIGNED_IN_INIT ((struct signed_in){ .cookie = STR_INIT })
void signed_in_done(struct signed_in *s); /* overwrites it */
static inline void signed_in_done_auto(struct signed_in *s)
{
	signed_in_done(s);
}

/*
 * *out starts as SIGNED_IN_INIT. replaces: the cookie the browser came with,
 * whose session ends; NULL: none. Errors: ERR_USAGE (the new password will
 * not do: the text says why), ERR_RETRY (too many at once), ERR_STORE.
 */
int access_sign_in(struct access *x, struct db *db, const struct sign_in *in,
		   const struct access_from *from, const char *replaces,
		   enum sign_in_verdict *verdict, struct signed_in *out,
		   struct err *e);

/* What a person is told for SIGN_IN_WRONG; the same whatever it was. */
extern const char access_wrong[];

/* --- signing in at a provider -------------------------------------------- */

/* For the page that offers them; url is the portal's to make of the name. */
int access_providers(struct access *x, struct db *db,
		     int (*each)(void *ctx, const char *name, const char *title,
				 struct err *e),
		     void *ctx, struct err *e);

/*
 * Append the address at the provider, and a secret that binds its answer to
 * this browser: a cookie (HttpOnly, SameSite=Lax, 10 minutes). next: a path
 * of this server, where the person wants to go; anything else becomes "/".
 * redirect_uri: as registered at the provider. Errors: ERR_USAGE (no such
 * provider, settings), ERR_RETRY, ERR_SOURCE (the provider).
 */
int access_oidc_begin(struct access *x, struct db *db, const char *provider,
		      const char *redirect_uri, const char *next,
		      const struct access_from *from, struct str *url,
		      struct str *binding, struct err *e);

/*
 * The browser came back: url is all it asked for, binding its cookie. A
 * request is answered once and within 10 minutes. *out starts as
 * SIGNED_IN_INIT; next gets where to go on. Errors: ERR_RIGHT (nobody here
 * goes by this account, it is disabled, or the provider's groups do not let
 * it in: the text may be shown), ERR_USAGE (no such request, another
 * browser), ERR_SOURCE, ERR_RETRY, ERR_STORE.
 */
int access_oidc_finish(struct access *x, struct db *db, const char *url,
		       const char *binding, const struct access_from *from,
		       const char *replaces, struct signed_in *out,
		       struct str *next, struct err *e);

/* --- being known ---------------------------------------------------------- */

/*
 * Whose cookie is it? 1 and *out; 0: nobody's (never given, ended, signed
 * out, account disabled). Counts as use, unless quiet: the idle end moves.
 */
int access_session(struct access *x, struct db *db, const char *cookie,
		   const struct access_from *from, struct principal **out,
		   struct err *e);

/* The same for a token ("est_..."), without its "Bearer ". */
int access_token(struct access *x, struct db *db, const char *token,
		 const struct access_from *from, struct principal **out,
		 struct err *e);

/* Append what has to come in X-CSRF-Token with this cookie. */
void access_csrf(const char *cookie, struct str *out);
/* given may be NULL. Takes the same time wherever they differ. */
bool access_csrf_ok(const char *cookie, const char *given);

/* --- being oneself -------------------------------------------------------- */

/* p is of access_session(). everywhere: all sessions of the account. */
int access_sign_out(struct db *db, const struct principal *p, bool everywhere,
		    struct err *e);

/* "de", "en-GB". Errors: ERR_USAGE. */
int access_set_language(struct db *db, const struct principal *p,
			const char *language, struct err *e);

/*
 * 1: done, all sessions are ended, *out is a new one; 0: the password is
 * wrong. Errors: ERR_USAGE (the new one will not do), ERR_RETRY, ERR_STORE.
 */
int access_set_password(struct access *x, struct db *db,
			const struct principal *p, const char *password,
			const char *new_password,
			const struct access_from *from, struct signed_in *out,
			struct err *e);

/* A new secret (base32) and its otpauth:// URL; holds once a code of it was
   given. Errors: ERR_USAGE (it signs in elsewhere, or has one). */
int access_totp_begin(struct access *x, struct db *db,
		      const struct principal *p, struct str *secret,
		      struct str *url, struct err *e);
/* 1: from now on; appends ten recovery codes, one a line, shown only now.
   0: the code is wrong. */
int access_totp_confirm(struct access *x, struct db *db,
			const struct principal *p, const char *code,
			struct str *recovery, struct err *e);
/* 1: done; 0: the password is wrong. */
int access_totp_off(struct access *x, struct db *db, const struct principal *p,
		    const char *password, struct err *e);

#endif
