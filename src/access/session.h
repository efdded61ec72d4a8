/*
 * access/session.h - sessions of browsers.
 *
 * The cookie is 256 random bits in base64url; its SHA-256 is the row. It
 * ends when it was idle for too long, at its absolute end, or when somebody
 * signs out. How long is a setting (sign_in_settings), taken when it begins.
 */
#ifndef ACCESS_SESSION_H
#define ACCESS_SESSION_H

#include "catalog/values.h"

#include <stdint.h>

struct access_from;
struct archive;
struct db;
struct err;
struct principal;
struct signed_in;
struct str;

#define AGENT_MAX 200 /* bytes that are kept of a browser's own name */

/* "idle-minutes", "longest-hours" */
extern const struct setting sign_in_settings[];
struct values_of sign_in_values_of(void);

struct session_times {
	int64_t idle_us, longest_us;
};
int session_times_read(struct archive *a, struct db *db,
		       struct session_times *out, struct err *e);

/* Change them. Errors: ERR_USAGE, ERR_RIGHT, ERR_RETRY, ERR_STORE. */
int sign_in_set(struct archive *a, struct db *db, const struct principal *by,
		const struct values_given *given, struct err *e);

/* In the caller's transaction: a new session for the account; sessions that
   have ended go. */
struct session_new {
	int64_t account;
	const struct session_times *times;
	const struct access_from *from;
	const char *replaces; /* cookie of one that ends; NULL: none */
};
int session_begin(struct db *db, const struct session_new *n,
		  struct signed_in *out, struct err *e);

/* SHA-256 of a cookie or token. */
void session_digest(const char *cookie, unsigned char digest[32]);
/* Append a new cookie or token: 256 bits. */
void session_secret(struct str *out);

#endif
