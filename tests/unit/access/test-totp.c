/* RFC 6238, and what people type. */
#include "access/totp.h"

#include "base/clock.h"
#include "t.h"

#include <string.h>

static const unsigned char rfc[] = "12345678901234567890";

/* RFC 6238 appendix B, the last six of its eight digits. */
T(vectors)
{
	static const struct {
		const char *label;
		int64_t s;
		const char *code;
	} rows[] = {
		{ "1970", 59, "287082" },
		{ "2005", 1111111109, "081804" },
		{ "2005, next", 1111111111, "050471" },
		{ "2009", 1234567890, "005924" },
		{ "2033", 2000000000, "279037" },
		{ "2603", 20000000000, "353130" },
	};

	T_EACH(row, rows) {
		char got[7];

		totp_code(rfc, 20, row->s / TOTP_STEP_S, got);
		T_EQ_STR(got, row->code);
	}
}

T(when_it_is_taken)
{
	static const int64_t step = 1234567890 / TOTP_STEP_S;
	static const struct {
		const char *label, *code;
		int64_t later, last, want; /* in steps */
	} rows[] = {
		{ "now", "005924", 0, 0, step },
		{ "with a gap", "005 924", 0, 0, step },
		{ "one step old", "005924", 1, 0, step },
		{ "two steps old", "005924", 2, 0, 0 },
		{ "one step early", "005924", -1, 0, step },
		{ "two steps early", "005924", -2, 0, 0 },
		{ "once more", "005924", 0, step, 0 },
		{ "one before the last", "005924", 0, step + 1, 0 },
		{ "after the one before", "005924", 0, step - 1, step },
		{ "wrong", "005925", 0, 0, 0 },
		{ "short", "00592", 0, 0, 0 },
		{ "long", "0059244", 0, 0, 0 },
		{ "letters", "00592a", 0, 0, 0 },
		{ "nothing", "", 0, 0, 0 },
	};

	T_EACH(row, rows)
		T_EQ_INT(totp_step(rfc, 20, row->code,
				   (1234567890 + row->later * TOTP_STEP_S) *
					   CLOCK_SECOND,
				   row->last),
			 row->want);
}

T(for_an_authenticator)
{
	AUTO(str_done) struct str s = STR_INIT;

	totp_secret_text(&s, rfc, 20);
	T_EQ_STR(s.s, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	str_cut(&s, 0);
	totp_url(&s, rfc, 20, "archive.example.com", "anna b@example.com");
	T_EQ_STR(s.s, "otpauth://totp/archive.example.com:"
		      "anna%20b%40example.com?secret="
		      "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
		      "&issuer=archive.example.com"
		      "&algorithm=SHA1&digits=6&period=30");
}

T(recovery_codes)
{
	AUTO(str_done) struct str one = STR_INIT;
	AUTO(str_done) struct str two = STR_INIT;
	AUTO(str_done) struct str s = STR_INIT;

	recovery_code_new(&one);
	recovery_code_new(&two);
	T_EQ_INT(one.len, 19);
	T_OK(strcmp(one.s, two.s) != 0);
	recovery_code_fold(&s, " ABCD-efgh ijkl-mnop\n");
	T_EQ_STR(s.s, "abcdefghijklmnop");
}

T_MAIN
