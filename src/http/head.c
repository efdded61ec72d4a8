#include "http/head.h"

#include "base/clock.h"
#include "base/str.h"
#include "http/http.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Digits, perhaps with a fraction, and blanks around: seconds. */
static bool seconds(const char *value, int64_t *wait_us)
{
	int64_t us = 0, unit = CLOCK_SECOND;
	const char *c = value;

	while (is_blank(*c))
		c++;
	if (*c < '0' || *c > '9')
		return false;
	for (; *c >= '0' && *c <= '9'; c++)
		if (us < HTTP_WAIT_MAX)
			us = us * 10 + (*c - '0') * CLOCK_SECOND;
	if (*c == '.')
		for (c++; *c >= '0' && *c <= '9'; c++) {
			unit /= 10;
			us += (*c - '0') * unit;
		}
	while (is_blank(*c))
		c++;
	if (*c != '\0')
		return false;
	*wait_us = us < HTTP_WAIT_MAX ? us : HTTP_WAIT_MAX;
	return true;
}

bool http_retry_after(const char *value, int64_t now_us, int64_t *wait_us)
{
	struct str trimmed AUTO(str_done) = STR_INIT;
	size_t len;
	int64_t at_us;

	if (value == NULL)
		return false;
	if (seconds(value, wait_us))
		return true;
	while (is_blank(*value))
		value++;
	len = strlen(value);
	while (len > 0 && is_blank(value[len - 1]))
		len--;
	str_add_len(&trimmed, value, len);
	if (!clock_parse(trimmed.s, &at_us) &&
	    !clock_parse_http(trimmed.s, &at_us))
		return false;
	*wait_us = at_us > now_us ? at_us - now_us : 0;
	if (*wait_us > HTTP_WAIT_MAX)
		*wait_us = HTTP_WAIT_MAX;
	return true;
}

bool http_response_retry_after(const struct http_response *r, int64_t *wait_us)
{
	int64_t now_us = http_date_us(r);

	return http_retry_after(http_header(r, "Retry-After", 0),
				now_us != 0 ? now_us : clock_now_us(), wait_us);
}

/* --- Link -------------------------------------------------------------- */

static const char *skip_blanks(const char *c)
{
	while (is_blank(*c))
		c++;
	return c;
}

/* A token or a quoted string; returns what is behind it. */
static const char *read_value(const char *c, struct str *out)
{
	if (*c != '"') {
		size_t n = strcspn(c, ",; \t");

		str_add_len(out, c, n);
		return c + n;
	}
	for (c++; *c != '\0' && *c != '"'; c++) {
		if (*c == '\\' && c[1] != '\0')
			c++;
		str_add_char(out, *c);
	}
	return *c == '"' ? c + 1 : c;
}

/* Is "next" one of the blank separated relation types? */
static bool is_next(const char *types)
{
	while (*types != '\0') {
		size_t n;

		types = skip_blanks(types);
		n = strcspn(types, " \t");
		if (n == 4 && strncasecmp(types, "next", 4) == 0)
			return true;
		types += n;
	}
	return false;
}

/* The parameters of one link up to its end; *next as its first rel says. */
static const char *read_params(const char *c, bool *next)
{
	bool rel_seen = false;

	*next = false;
	for (c = skip_blanks(c); *c == ';'; c = skip_blanks(c)) {
		struct str value AUTO(str_done) = STR_INIT;
		const char *name = skip_blanks(c + 1);
		size_t n = strcspn(name, "=,; \t");

		c = skip_blanks(name + n);
		if (*c != '=')
			continue;
		c = read_value(skip_blanks(c + 1), &value);
		if (n == 3 && strncasecmp(name, "rel", 3) == 0 && !rel_seen) {
			rel_seen = true;
			*next = is_next(value.s);
		}
	}
	return c;
}

bool http_link_next(const char *value, struct str *out)
{
	const char *c = value;

	while (*c != '\0') {
		const char *target;
		size_t len;
		bool next;

		c = skip_blanks(c);
		if (*c == ',') {
			c++;
			continue;
		}
		if (*c != '<')
			return false;
		target = c + 1;
		len = strcspn(target, ">");
		if (target[len] == '\0')
			return false;
		c = read_params(target + len + 1, &next);
		if (next && len > 0) {
			str_add_len(out, target, len);
			return true;
		}
		c += strcspn(c, ",");
	}
	return false;
}

bool http_response_is_slow(const struct http_response *r)
{
	return http_status(r) == 429 ||
	       (http_status(r) == 503 &&
		http_header(r, "Retry-After", 0) != NULL);
}
