/*
 * access/totp.h - codes of an authenticator, and what stands in for one.
 *
 * SHA-1, 30 seconds, six digits: what every authenticator understands. A
 * code of the step before or after is taken as well (clocks differ), and each
 * step once only.
 *
 * Source: RFC 4226, RFC 6238; Google's "Key URI Format".
 */
#ifndef ACCESS_TOTP_H
#define ACCESS_TOTP_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOTP_SECRET         20 /* bytes */
#define TOTP_STEP_S         30
#define TOTP_RECOVERY_CODES 10

/* The code of a step (seconds since 1970 / 30): six digits and a NUL. */
void totp_code(const unsigned char *secret, size_t len, int64_t step,
	       char out[7]);

/*
 * Which step's code is it, now or beside now, but later than the last that
 * was used? 0: none. Spaces in it do not matter. Takes the same time wherever
 * digits differ.
 */
int64_t totp_step(const unsigned char *secret, size_t len, const char *code,
		  int64_t now_us, int64_t last);

/* Append it in capitals of base32, as people type it. */
void totp_secret_text(struct str *out, const unsigned char *secret, size_t len);
/* Append "otpauth://totp/ISSUER:ACCOUNT?secret=...&issuer=...". */
void totp_url(struct str *out, const unsigned char *secret, size_t len,
	      const char *issuer, const char *account);

/* Append a recovery code: "abcd-efgh-ijkl-mnop", 80 bits. */
void recovery_code_new(struct str *out);
/* Append it as it is compared: small letters and digits only. */
void recovery_code_fold(struct str *out, const char *code);

#endif
