#include "target/smtp/reply.h"

#include "base/encode.h"

#include <string.h>

#define SHOWN_MAX 300

void smtp_reply_clear(struct smtp_reply *r)
{
	r->code = r->class = r->subject = r->detail = 0;
	r->lines = 0;
	str_cut(&r->text, 0);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One to three digits; their value, or -1. */
static int small_number(const char **at, const char *end)
{
	int n = 0, digits = 0;

	while (*at < end && is_digit(**at) && digits < 3) {
		n = n * 10 + (**at - '0');
		(*at)++;
		digits++;
	}
	return digits > 0 ? n : -1;
}

/* "2.1.5 ": taken off where it is there and of the same class as the code. */
static const char *take_enhanced(struct smtp_reply *r, const char *at,
				 const char *end)
{
	const char *start = at;
	int part[3];

	for (int i = 0; i < 3; i++) {
		part[i] = small_number(&at, end);
		if (part[i] < 0 || (i < 2 && (at == end || *at++ != '.')))
			return start;
	}
	if ((at < end && *at != ' ') || part[0] != r->code / 100)
		return start;
	r->class = part[0];
	r->subject = part[1];
	r->detail = part[2];
	return at < end ? at + 1 : at;
}

int smtp_reply_add(struct smtp_reply *r, const char *line, size_t len)
{
	const char *end = line + len, *at;
	int code;

	if (len < 3 || len > SMTP_LINE_MAX || line[0] < '2' || line[0] > '5' ||
	    !is_digit(line[1]) || !is_digit(line[2]))
		return -1;
	code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
	if (len > 3 && line[3] != ' ' && line[3] != '-')
		return -1;
	if ((r->lines > 0 && code != r->code) || r->lines == SMTP_LINES_MAX)
		return -1;
	r->code = code;
	at = take_enhanced(r, len > 3 ? line + 4 : end, end);
	if (r->lines++ > 0)
		str_add_char(&r->text, '\n');
	str_add_len(&r->text, at, (size_t)(end - at));
	return len > 3 && line[3] == '-';
}

void smtp_reply_show(struct str *out, const struct smtp_reply *r)
{
	struct str clean AUTO(str_done) = STR_INIT;
	size_t len = r->text.len < SHOWN_MAX ? r->text.len : SHOWN_MAX;

	str_addf(out, "%d ", r->code);
	if (r->class > 0)
		str_addf(out, "%d.%d.%d ", r->class, r->subject, r->detail);
	(void)utf8_clean(&clean, r->text.s, len);
	for (size_t i = 0; i < clean.len; i++) {
		unsigned char c = (unsigned char)clean.s[i];

		str_add_char(out, c < ' ' || c == 0x7f ? ' ' : (char)c);
	}
}

/* --- offers ------------------------------------------------------------ */

static bool word_is(const char *line, size_t len, const char *word)
{
	size_t n = strlen(word);

	if (len < n || (len > n && line[n] != ' ' && line[n] != '='))
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_lower(line[i]) != str_lower(word[i]))
			return false;
	return true;
}

static uint64_t number_of(const char *at, size_t len)
{
	uint64_t n = 0;

	for (size_t i = 0; i < len && is_digit(at[i]); i++) {
		if (n > UINT64_MAX / 100)
			return 0;
		n = n * 10 + (uint64_t)(at[i] - '0');
	}
	return n;
}

static void offer(struct smtp_offers *o, const char *line, size_t len)
{
	o->starttls = o->starttls || word_is(line, len, "STARTTLS");
	o->pipelining = o->pipelining || word_is(line, len, "PIPELINING");
	o->enhanced = o->enhanced || word_is(line, len, "ENHANCEDSTATUSCODES");
	if (word_is(line, len, "SIZE")) {
		o->size = true;
		o->max_bytes = len > 5 ? number_of(line + 5, len - 5) : 0;
	}
	if (word_is(line, len, "AUTH") && len > 5) {
		/* "AUTH=" is an old way, told beside the other */
		str_add_char(&o->auth, ' ');
		str_add_len(&o->auth, line + 5, len - 5);
	}
}

void smtp_offers_read(struct smtp_offers *o, const struct smtp_reply *r)
{
	const char *at = r->text.s, *end = at + r->text.len;
	bool first = true;

	smtp_offers_done(o);
	while (at < end) {
		const char *eol = memchr(at, '\n', (size_t)(end - at));

		if (eol == NULL)
			eol = end;
		if (!first) /* the first is the server's name */
			offer(o, at, (size_t)(eol - at));
		first = false;
		at = eol + 1;
	}
}

void smtp_offers_done(struct smtp_offers *o)
{
	str_done(&o->auth);
	*o = (struct smtp_offers){ .auth = STR_INIT };
}
