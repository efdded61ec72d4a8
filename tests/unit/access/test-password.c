/* Which passwords will do, and how they are kept. */
#include "access/password.h"

#include "base/err.h"
#include "base/mem.h"
#include "t.h"

#include <sodium.h>

T(which_will_do)
{
	static const struct {
		const char *label, *password;
		bool good;
	} rows[] = {
		{ "words", "correct horse battery", true },
		{ "twelve", "kx7-Rm2.pq9W", true },
		{ "eleven", "kx7-Rm2.pq9", false },
		{ "eleven characters in more bytes",
		  "\xc3\xa4\xc3\xb6x7-Rm2.pq", false },
		{ "twelve characters in more bytes",
		  "\xc3\xa4\xc3\xb6x7-Rm2.pq9", true },
		{ "nothing", "", false },
		{ "password and a year", "Password2026", false },
		{ "with signs in it", "P@ssw0rd!!123", false },
		{ "long, and begins so", "password of my old bicycle", true },
		{ "digits in a row", "123456789012", false },
		{ "a few letters", "abababababab", false },
		{ "the name", "anna@example.com", false },
		{ "the name and little else", "Anna-1234567", false },
		{ "the name in a long one", "my friend anna reads old books",
		  true },
	};

	T_EACH(row, rows) {
		struct err e = ERR_INIT;

		T_EQ_INT(password_check(row->password, "anna@example.com", &e),
			 row->good ? 0 : -1);
		T_OK(row->good || e.kind == ERR_USAGE);
		T_OK(row->password[0] == '\0' ||
		     strstr(e.text, row->password) == NULL);
	}
}

T(how_long)
{
	struct str s = STR_INIT;
	struct err e = ERR_INIT;

	for (int i = 0; i < PASSWORD_MAX; i++)
		str_add_char(&s, (char)('a' + i % 26));
	T_EQ_INT(password_check(s.s, "anna", &e), 0);
	str_add_char(&s, 'x');
	T_EQ_INT(password_check(s.s, "anna", &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	str_done(&s);
}

/* What is asked of argon2 when there is nobody to ask about. */
int __real_crypto_pwhash_str_verify(const char *str, const char *passwd,
				    unsigned long long len);
int __wrap_crypto_pwhash_str_verify(const char *str, const char *passwd,
				    unsigned long long len);
static char asked[crypto_pwhash_STRBYTES];
static int times;
int __wrap_crypto_pwhash_str_verify(const char *str, const char *passwd,
				    unsigned long long len)
{
	(void)snprintf(asked, sizeof(asked), "%s", str);
	times++;
	return __real_crypto_pwhash_str_verify(str, passwd, len);
}

T(kept)
{
	AUTO(str_done) struct str hash = STR_INIT;
	AUTO(str_done) struct str again = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(password_hash("correct horse battery", &hash, &e), 0);
	T_EQ_INT(password_hash("correct horse battery", &again, &e), 0);
	T_OK(strcmp(hash.s, again.s) != 0);
	T_OK(str_starts(hash.s, "$argon2id$v=19$m=65536,t=3,p=1$"));
	T_OK(password_is(hash.s, "correct horse battery"));
	T_OK(!password_is(hash.s, "correct horse batterz"));
	T_OK(!password_is(hash.s, ""));
	T_OK(!password_is_old(hash.s));
	T_OK(password_is_old("$argon2id$v=19$m=8192,t=2,p=1$"
			     "c29tZXNhbHRzb21lc2FsdA$"
			     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
}

T(nobody_costs_the_same)
{
	times = 0;
	T_OK(!password_is("", "correct horse battery"));
	T_EQ_INT(times, 1);
	/* a real string, of the costs that real ones have */
	T_OK(!password_is_old(asked));
	T_OK(!password_is("", ""));
	T_EQ_INT(times, 2);
}

T(to_be_used_once)
{
	AUTO(str_done) struct str one = STR_INIT;
	AUTO(str_done) struct str two = STR_INIT;
	struct err e = ERR_INIT;

	password_once(&one);
	password_once(&two);
	T_EQ_INT(one.len, 23);
	T_OK(strcmp(one.s, two.s) != 0);
	T_EQ_INT(password_check(one.s, "admin", &e), 0);
}

T_MAIN
