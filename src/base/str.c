#include "base/str.h"

#include "base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

char str_empty[1];

void str_done(struct str *s)
{
	if (s->cap > 0)
		free(s->s);
	*s = STR_INIT;
}

void str_wipe(struct str *s)
{
	if (s->cap > 0)
		mem_wipe(s->s, s->len);
	str_done(s);
}

char *str_room(struct str *s, size_t more)
{
	size_t need = s->len + more + 1;

	if (more >= STR_MAX || need > STR_MAX)
		mem_exhausted(need);
	if (need > s->cap) {
		size_t cap = s->cap < 64 ? 64 : s->cap + s->cap / 2;

		if (cap < need)
			cap = need;
		s->s = mem_resize(s->cap > 0 ? s->s : NULL, cap);
		s->cap = cap;
		s->s[s->len] = '\0';
	}
	return s->s + s->len;
}

void str_add_len(struct str *s, const void *bytes, size_t len)
{
	char *at = str_room(s, len);

	if (len > 0)
		memcpy(at, bytes, len);
	at[len] = '\0';
	s->len += len;
}

void str_add(struct str *s, const char *text)
{
	str_add_len(s, text, strlen(text));
}

void str_add_char(struct str *s, char c)
{
	str_add_len(s, &c, 1);
}

void str_addv(struct str *s, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n > 0) {
		char *at = str_room(s, (size_t)n);

		(void)vsnprintf(at, (size_t)n + 1, fmt, again);
		s->len += (size_t)n;
	}
	va_end(again);
}

void str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_addv(s, fmt, ap);
	va_end(ap);
}

void str_cut(struct str *s, size_t len)
{
	if (len >= s->len)
		return;
	s->len = len;
	s->s[len] = '\0';
}

char *str_detach(struct str *s)
{
	char *out = s->cap > 0 ? s->s : mem_strdup("");

	*s = STR_INIT;
	return out;
}

char *str_printf(const char *fmt, ...)
{
	struct str s = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	return str_detach(&s);
}

bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

char str_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int str_casecmp(const char *a, const char *b)
{
	while (*a != '\0' && str_lower(*a) == str_lower(*b)) {
		a++;
		b++;
	}
	return (unsigned char)str_lower(*a) - (unsigned char)str_lower(*b);
}

void str_lowercase(char *s)
{
	for (; *s != '\0'; s++)
		*s = str_lower(*s);
}

bool str_int64(const char *s, long long *out)
{
	char *end;
	long long v;

	if (*s == '\0' || *s == ' ' || *s == '+')
		return false;
	errno = 0;
	v = strtoll(s, &end, 10);
	if (errno != 0 || *end != '\0')
		return false;
	*out = v;
	return true;
}

#define STR_GAPS ", ;\t\r\n"

size_t str_word(const char **at)
{
	*at += strspn(*at, STR_GAPS);
	return strcspn(*at, STR_GAPS);
}

bool str_listed(const char *list, const char *word)
{
	size_t len = strlen(word), n;

	for (; (n = str_word(&list)) > 0; list += n)
		if (n == len && strncasecmp(list, word, n) == 0)
			return true;
	return false;
}
