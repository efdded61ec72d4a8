/* address.c - From and To: who may stand there, and how. */
#include "base/str.h"
#include "mime/header-private.h"
#include "mime/header.h"

#include <string.h>

#define LOCAL_MAX 64 /* RFC 5321 section 4.5.3.1.1 */
#define LABEL_MAX 63 /* RFC 1035 section 2.3.4 */

static bool atext(char c)
{
	return header_alphanumeric(c) ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool local_ok(const char *s, size_t len)
{
	if (len == 0 || len > LOCAL_MAX || s[0] == '.' || s[len - 1] == '.')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '.' ? s[i + 1] == '.' : !atext(s[i]))
			return false;
		if (s[i] == '=' && s[i + 1] == '?')
			return false;
	}
	return true;
}

static bool label_ok(const char *s, size_t len)
{
	if (len == 0 || len > LABEL_MAX || s[0] == '-' || s[len - 1] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!header_alphanumeric(s[i]) && s[i] != '-' && s[i] != '_')
			return false;
	return true;
}

bool header_address_ok(const char *addr)
{
	const char *at = strchr(addr, '@');

	if (at == NULL || strlen(addr) > HEADER_ADDRESS_MAX ||
	    !local_ok(addr, (size_t)(at - addr)))
		return false;
	for (const char *label = at + 1;;) {
		size_t len = strcspn(label, ".");

		if (!label_ok(label, len))
			return false;
		if (label[len] == '\0')
			return true;
		label += len + 1;
	}
}

/* --- display names ----------------------------------------------------- */

/* Atoms with single spaces between them need nothing around them. */
static bool plain_phrase(const char *s, size_t len)
{
	if (len == 0 || s[0] == ' ' || s[len - 1] == ' ')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!atext(s[i]) && (s[i] != ' ' || s[i + 1] == ' '))
			return false;
	return true;
}

static bool printable(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] < ' ' || s[i] > '~')
			return false;
	return true;
}

static void put_phrase(struct fold *f, const char *s, size_t len)
{
	AUTO(str_done) struct str quoted = STR_INIT;

	str_add_char(&quoted, '"');
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"' || s[i] == '\\')
			str_add_char(&quoted, '\\');
		str_add_char(&quoted, s[i]);
	}
	str_add_char(&quoted, '"');
	if (!printable(s, len) || strstr(s, "=?") != NULL ||
	    quoted.len > HEADER_COLUMNS - 1)
		fold_encoded(f, s, len);
	else if (plain_phrase(s, len))
		fold_put(f, s, len);
	else
		fold_put(f, quoted.s, quoted.len);
}

void header_addresses(struct str *out, const char *name,
		      const struct header_address *list, size_t n)
{
	struct fold f;

	fold_begin(&f, out, name);
	for (size_t i = 0; i < n; i++) {
		AUTO(str_done) struct str phrase = STR_INIT;
		AUTO(str_done) struct str addr = STR_INIT;

		header_clean(&phrase, list[i].name);
		if (phrase.len > 0)
			put_phrase(&f, phrase.s, phrase.len);
		str_addf(&addr, phrase.len > 0 ? "<%s>%s" : "%s%s",
			 list[i].addr, i + 1 < n ? "," : "");
		fold_put(&f, addr.s, addr.len);
	}
	fold_end(&f);
}
