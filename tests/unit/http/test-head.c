#include "base/clock.h"
#include "base/str.h"
#include "http/head.h"
#include "t.h"

static const char now_text[] = "2026-03-01T10:00:00Z";

static const struct {
	const char *label;
	const char *value;
	bool ok;
	int64_t wait_ms;
} retry_cases[] = {
	{ "absent", NULL, false, 0 },
	{ "empty", "", false, 0 },
	{ "seconds", "120", true, 120000 },
	{ "zero", "0", true, 0 },
	{ "blanks around", " 5 ", true, 5000 },
	{ "fraction", "1.5", true, 1500 },
	{ "an hour, as Webex", "3600", true, 3600000 },
	{ "HTTP-date", "Sun, 01 Mar 2026 10:00:30 GMT", true, 30000 },
	{ "HTTP-date past", "Sun, 01 Mar 2026 09:00:30 GMT", true, 0 },
	{ "ISO, as Zoom", "2026-03-02T00:00:00Z", true, 14 * 3600000 },
	{ "ISO with offset", "2026-03-01T12:00:10+02:00", true, 10000 },
	{ "ISO with blank", "2026-03-01 10:00:10", true, 10000 },
	{ "ISO fraction", "2026-03-01T10:00:00.250Z", true, 250 },
	{ "words", "soon", false, 0 },
	{ "negative", "-5", false, 0 },
	{ "number and words", "5 minutes", false, 0 },
	{ "dot alone", ".", false, 0 },
	{ "beyond 64 bits", "99999999999999999999999999", true,
	  INT64_C(366) * 86400 * 1000 },
	{ "year 9999", "9999-12-31T23:59:59Z", true,
	  INT64_C(366) * 86400 * 1000 },
};

T(retry_after)
{
	int64_t now_us, wait_us;

	T_OK(clock_parse(now_text, &now_us));
	T_EACH(c, retry_cases) {
		wait_us = -1;
		T_EQ_INT(http_retry_after(c->value, now_us, &wait_us), c->ok);
		T_EQ_INT(wait_us, c->ok ? c->wait_ms * 1000 : -1);
	}
}

static const struct {
	const char *label;
	const char *value;
	const char *want; /* NULL: no next */
} link_cases[] = {
	{ "one", "<https://a/b?x=1>; rel=\"next\"", "https://a/b?x=1" },
	{ "token", "<https://a/b>; rel=next", "https://a/b" },
	{ "any case", "<https://a/b>; REL=\"Next\"", "https://a/b" },
	{ "second", "<https://a/1>; rel=\"prev\", <https://a/2>; rel=\"next\"",
	  "https://a/2" },
	{ "comma and semicolon in the target",
	  "<https://a/?q=1,2;3>; rel=\"first\", </p?c=4,5>; rel=\"next\"",
	  "/p?c=4,5" },
	{ "comma in a parameter",
	  "<https://a/1>; title=\"a, <b>; rel=next\"; rel=\"last\"", NULL },
	{ "several types", "<https://a/1>; rel=\"last  next\"", "https://a/1" },
	{ "not a part of a word", "<https://a/1>; rel=\"nextdoor\"", NULL },
	{ "first rel counts", "<https://a/1>; rel=prev; rel=next", NULL },
	{ "escaped quote", "<https://a/1>; title=\"\\\"\"; rel=\"next\"",
	  "https://a/1" },
	{ "blanks", "  <https://a/1>  ;  rel  =  \"next\"  ", "https://a/1" },
	{ "empty elements", ", ,<https://a/1>; rel=next", "https://a/1" },
	{ "no relation", "<https://a/1>", NULL },
	{ "parameter without value", "<https://a/1>; x; rel=next",
	  "https://a/1" },
	{ "empty target", "<>; rel=next", NULL },
	{ "unterminated", "<https://a/1; rel=next", NULL },
	{ "unterminated quote", "<https://a/1>; rel=\"next", "https://a/1" },
	{ "empty", "", NULL },
	{ "rubbish", "hello", NULL },
};

T(link_next)
{
	T_EACH(c, link_cases) {
		struct str out AUTO(str_done) = STR_INIT;

		str_add(&out, "=");
		T_EQ_INT(http_link_next(c->value, &out), c->want != NULL);
		T_EQ_STR(out.s + 1, c->want != NULL ? c->want : "");
	}
}

T_MAIN
