#include "portal/range.h"

#include "base/str.h"

#include <stddef.h>
#include <string.h>

/* Digits at *at, at least one; more than 18 of them are as good as 18. */
static bool number(const char **at, uint64_t *out)
{
	size_t n = strspn(*at, "0123456789");

	*out = 0;
	for (size_t i = 0; i < n && i < 18; i++)
		*out = *out * 10 + (uint64_t)((*at)[i] - '0');
	if (n > 18)
		*out = UINT64_MAX / 4;
	*at += n;
	return n > 0;
}

static struct range some(uint64_t from, uint64_t to, uint64_t size)
{
	struct range r = { RANGE_NONE, 0, 0 };

	if (from >= size || to < from)
		return r;
	r.kind = RANGE_SOME;
	r.from = from;
	r.length = (to < size ? to + 1 : size) - from;
	return r;
}

struct range range_read(const char *field, uint64_t size)
{
	const struct range all = { RANGE_ALL, 0, size };
	uint64_t first = 0, last = UINT64_MAX;
	const char *at = field;
	bool open;

	if (field == NULL || !str_starts(field, "bytes="))
		return all;
	at += strlen("bytes=");
	if (*at == '-') {
		at++;
		if (!number(&at, &last) || *at != '\0')
			return all;
		if (last == 0 || size == 0)
			return (struct range){ RANGE_NONE, 0, 0 };
		return some(last < size ? size - last : 0, size - 1, size);
	}
	open = number(&at, &first) && *at == '-';
	if (!open)
		return all;
	at++;
	if (*at != '\0' && (!number(&at, &last) || *at != '\0' || last < first))
		return all;
	return some(first, last, size);
}

bool range_holds(const char *if_range, const char *etag)
{
	return if_range == NULL ||
	       (etag[0] != '\0' && strcmp(if_range, etag) == 0);
}

bool etag_listed(const char *list, const char *etag)
{
	size_t len = strlen(etag);

	if (list == NULL || len == 0)
		return false;
	while (*list != '\0') {
		size_t n;

		list += strspn(list, " \t,");
		if (str_starts(list, "W/"))
			list += 2;
		n = strcspn(list, ",");
		while (n > 0 && (list[n - 1] == ' ' || list[n - 1] == '\t'))
			n--;
		if ((n == 1 && list[0] == '*') ||
		    (n == len && strncmp(list, etag, len) == 0))
			return true;
		list += strcspn(list, ",");
	}
	return false;
}
