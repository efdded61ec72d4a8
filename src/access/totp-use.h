/* access/totp-use.h - an account's codes: each of them once. */
#ifndef ACCESS_TOTP_USE_H
#define ACCESS_TOTP_USE_H

#include <stdbool.h>
#include <stdint.h>

struct archive;
struct db;
struct err;

/*
 * In the caller's transaction: is it a code of the account's authenticator,
 * or one of its recovery codes? spend: it is used up. 1, 0, -1 (ERR_STORE).
 */
int totp_use(struct archive *a, struct db *db, int64_t account,
	     const char *code, bool spend, struct err *e);

#endif
