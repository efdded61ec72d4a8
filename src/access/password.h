/*
 * access/password.h - passwords: which will do, and how they are kept.
 *
 * Kept as argon2id strings with their own salt and costs (libsodium):
 * 64 MiB, three passes. Raising the costs here makes older ones be hashed
 * anew at their next use (password_is_old()).
 *
 * Source: RFC 9106; NIST SP 800-63B section 5.1.1.2.
 */
#ifndef ACCESS_PASSWORD_H
#define ACCESS_PASSWORD_H

#include "base/str.h"

#include <stdbool.h>

struct err;

#define PASSWORD_MIN 12   /* characters */
#define PASSWORD_MAX 1024 /* bytes */

/*
 * Will it do for an account of this name? Errors: ERR_USAGE saying why not;
 * never quotes it.
 */
int password_check(const char *password, const char *account, struct err *e);

/* Append what is kept of it. Errors: ERR_RETRY: not enough memory now. */
int password_hash(const char *password, struct str *out, struct err *e);

/*
 * Is it the one? hash "" is that of nobody: false, after the same work.
 * Longer ones than PASSWORD_MAX are not: false.
 */
bool password_is(const char *hash, const char *password);

/* Was it made with other costs than today's? */
bool password_is_old(const char *hash);

/* Append a new one to be used once: 100 bits, easy to type. */
void password_once(struct str *out);

#endif
