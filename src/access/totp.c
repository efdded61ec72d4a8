#include "access/totp.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/random.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>

#define DIGITS 6

void totp_code(const unsigned char *secret, size_t len, int64_t step,
	       char out[7])
{
	unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned int n = 0;
	uint32_t number;
	size_t at;

	for (int i = 0; i < 8; i++)
		counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
	(void)HMAC(EVP_sha1(), secret, (int)len, counter, sizeof(counter), mac,
		   &n);
	/* RFC 4226 section 5.3: dynamic truncation */
	at = n > 0 ? mac[n - 1] & 0xf : 0;
	number = ((uint32_t)(mac[at] & 0x7f) << 24) |
		 ((uint32_t)mac[at + 1] << 16) | ((uint32_t)mac[at + 2] << 8) |
		 mac[at + 3];
	(void)snprintf(out, 7, "%06u", (unsigned int)(number % 1000000));
	mem_wipe(mac, sizeof(mac));
}

/* The digits of it, "" where it is no code. */
static void digits_of(const char *code, char out[DIGITS + 1])
{
	size_t n = 0;

	for (; *code != '\0'; code++) {
		if (*code == ' ')
			continue;
		if (*code < '0' || *code > '9' || n == DIGITS) {
			n = 0;
			break;
		}
		out[n++] = *code;
	}
	out[n == DIGITS ? n : 0] = '\0';
}

int64_t totp_step(const unsigned char *secret, size_t len, const char *code,
		  int64_t now_us, int64_t last)
{
	int64_t now = now_us / CLOCK_SECOND / TOTP_STEP_S, found = 0;
	char given[DIGITS + 1], want[DIGITS + 1];

	digits_of(code, given);
	if (given[0] == '\0')
		return 0;
	for (int64_t step = now - 1; step <= now + 1; step++) {
		totp_code(secret, len, step, want);
		if (mem_equal_secret(given, want, DIGITS) && step > last)
			found = step;
	}
	mem_wipe(want, sizeof(want));
	return found;
}

void totp_secret_text(struct str *out, const unsigned char *secret, size_t len)
{
	char text[(8 * TOTP_SECRET + 4) / 5 + 1];

	if (len > TOTP_SECRET)
		return;
	encode_base32(secret, len, text);
	for (const char *c = text; *c != '\0'; c++)
		str_add_char(out, *c >= 'a' && *c <= 'z'
					  ? (char)(*c - 'a' + 'A')
					  : *c);
	mem_wipe(text, sizeof(text));
}

void totp_url(struct str *out, const unsigned char *secret, size_t len,
	      const char *issuer, const char *account)
{
	str_add(out, "otpauth://totp/");
	encode_percent(out, issuer);
	str_add_char(out, ':');
	encode_percent(out, account);
	str_add(out, "?secret=");
	totp_secret_text(out, secret, len);
	str_add(out, "&issuer=");
	encode_percent(out, issuer);
	str_addf(out, "&algorithm=SHA1&digits=%d&period=%d", DIGITS,
		 TOTP_STEP_S);
}

void recovery_code_new(struct str *out)
{
	unsigned char bytes[10];
	char text[17];

	random_bytes(bytes, sizeof(bytes));
	encode_base32(bytes, sizeof(bytes), text);
	str_addf(out, "%.4s-%.4s-%.4s-%.4s", text, text + 4, text + 8,
		 text + 12);
	mem_wipe(bytes, sizeof(bytes));
	mem_wipe(text, sizeof(text));
}

void recovery_code_fold(struct str *out, const char *code)
{
	for (; *code != '\0'; code++) {
		char c = str_lower(*code);

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			str_add_char(out, c);
	}
}
