#include "access/password.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"

#include <sodium.h>
#include <string.h>

#define PASSES 3ULL
#define MEMORY ((size_t)64 * 1024 * 1024)

/* Of nobody: made once, with today's costs, of a text that nobody knows. */
static const char nobody[] =
	"$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/*
 * What is tried first by whoever guesses, as beginnings: "password1234" is
 * no better than "password".
 */
static const char *const obvious[] = {
	"password", "passwort",      "passw0rd",      "p@ssw0rd", "motdepasse",
	"contrase", "123456789",     "987654321",     "qwerty",   "qwertz",
	"azerty",   "letmein",       "iloveyou",      "welcome",  "willkommen",
	"changeme", "administrator", "administrador", "estreat",  "1q2w3e4r",
	"zaq12wsx", "abcdefgh",      "abcd1234",      "trustno1", "football",
	"baseball", "superman",      "sunshine",      "princess", "master",
	"monkey",   "dragon",        "shadow",        "secret",   "geheim",
};

/* The letters and digits of it, small. */
static void squeeze(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)str_lower(*text);

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    c == '@' || c >= 0x80)
			str_add_char(out, (char)c);
	}
}

static size_t characters(const char *text)
{
	size_t len = strlen(text), n = 0;

	for (size_t at = 0; at < len; n++) {
		size_t one = utf8_sequence(text + at, len - at);

		at += one > 0 ? one : 1;
	}
	return n;
}

/* Fewer than five different characters in all of it? */
static bool is_monotonous(const char *text)
{
	char seen[5] = { 0 };
	size_t n = 0;

	for (; *text != '\0' && n < sizeof(seen); text++)
		if (memchr(seen, *text, n) == NULL)
			seen[n++] = *text;
	return n < sizeof(seen);
}

static bool is_obvious(const char *password)
{
	AUTO(str_wipe) struct str small = STR_INIT;

	squeeze(&small, password);
	for (size_t i = 0; i < sizeof(obvious) / sizeof(obvious[0]); i++)
		/* and little else */
		if (str_starts(small.s, obvious[i]) &&
		    small.len < strlen(obvious[i]) + 6)
			return true;
	return false;
}

/* It may stand in a long one, but not be most of it. */
static bool is_most_of(const char *name, size_t len, const struct str *of)
{
	AUTO(str_done) struct str part = STR_INIT;

	str_add_len(&part, name, len);
	return len >= 3 && strstr(of->s, part.s) != NULL && of->len < len + 8;
}

/* "anna@example.com": anna, and all of it. */
static bool has_name(const char *password, const char *account)
{
	AUTO(str_wipe) struct str small = STR_INIT;
	AUTO(str_done) struct str name = STR_INIT;

	squeeze(&small, password);
	squeeze(&name, account);
	return is_most_of(name.s, strcspn(name.s, "@"), &small) ||
	       is_most_of(name.s, name.len, &small);
}

int password_check(const char *password, const char *account, struct err *e)
{
	if (strlen(password) > PASSWORD_MAX)
		return err_set(e, ERR_USAGE,
			       "the new password is too long: %d bytes at most",
			       PASSWORD_MAX);
	if (characters(password) < PASSWORD_MIN)
		return err_set(e, ERR_USAGE,
			       "the new password is too short: it needs %d "
			       "characters; some words beside each other do",
			       PASSWORD_MIN);
	if (is_monotonous(password) || is_obvious(password))
		return err_set(e, ERR_USAGE,
			       "the new password is among the first that are "
			       "tried: choose another");
	if (has_name(password, account))
		return err_set(e, ERR_USAGE,
			       "the new password is little more than the "
			       "account's name: choose another");
	return 0;
}

int password_hash(const char *password, struct str *out, struct err *e)
{
	char text[crypto_pwhash_STRBYTES];

	if (sodium_init() < 0 ||
	    crypto_pwhash_str_alg(text, password, strlen(password), PASSES,
				  MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(e, ERR_RETRY,
			       "there is not enough memory to keep a password "
			       "just now: try again");
	str_add(out, text);
	return 0;
}

bool password_is(const char *hash, const char *password)
{
	size_t len = strlen(password);
	bool known = hash[0] != '\0' && len <= PASSWORD_MAX, right;

	if (sodium_init() < 0)
		return false;
	right = crypto_pwhash_str_verify(
			known ? hash : nobody, password,
			len <= PASSWORD_MAX ? len : PASSWORD_MAX) == 0;
	return known && right;
}

bool password_is_old(const char *hash)
{
	return sodium_init() < 0 ||
	       crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY) != 0;
}

void password_once(struct str *out)
{
	unsigned char bytes[13]; /* 20 letters are 100 bits */
	char text[24];

	random_bytes(bytes, sizeof(bytes));
	encode_base32(bytes, sizeof(bytes), text);
	for (size_t i = 0; i < 20; i += 5) {
		if (i > 0)
			str_add_char(out, '-');
		str_add_len(out, text + i, 5);
	}
	mem_wipe(bytes, sizeof(bytes));
	mem_wipe(text, sizeof(text));
}
