#include "mime/header.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"
#include "mime/header-private.h"

#include <string.h>

void header_clean(struct str *out, const char *text)
{
	size_t len = strlen(text), from = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= ' ' && c != 0x7f)
			continue;
		utf8_clean(out, text + from, i - from);
		if (c == '\r' && text[i + 1] == '\n')
			i++;
		str_add(out, c == '\r' || c == '\n' || c == '\t'
				     ? " "
				     : "\xef\xbf\xbd");
		from = i + 1;
	}
	utf8_clean(out, text + from, len - from);
}

bool header_name_ok(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++)
		if (name[i] <= ' ' || name[i] > '~' || name[i] == ':')
			return false;
	return len > 0 && len <= HEADER_NAME_MAX;
}

/* --- free text --------------------------------------------------------- */

/* A word between two spaces that cannot stand as it is. */
static bool word_needs_encoding(const char *word, size_t len)
{
	if (len == 0 || len > HEADER_COLUMNS - 1)
		return true;
	for (size_t i = 0; i < len; i++) {
		if (word[i] < '!' || word[i] > '~')
			return true;
		if (word[i] == '=' && i + 1 < len && word[i + 1] == '?')
			return true;
	}
	return false;
}

static size_t word_end(const char *text, size_t len, size_t at)
{
	const char *space = at < len ? memchr(text + at, ' ', len - at) : NULL;

	return space == NULL ? len : (size_t)(space - text);
}

/* The same where the word ends; what stands before the last space counts. */
static bool encoded_at(const char *text, size_t len, size_t at, size_t end)
{
	return word_needs_encoding(text + at, end - at) || end + 1 == len;
}

/*
 * The end of the run of words from `at` that go into one encoded text: the
 * space between two encoded words is lost, so two runs never stand side by
 * side. An empty word (two spaces in a row) takes the next one with it.
 */
static size_t run_end(const char *text, size_t len, size_t at)
{
	size_t end = word_end(text, len, at);

	while (end < len) {
		size_t next = word_end(text, len, end + 1);
		bool empty = end == at || text[end - 1] == ' ';

		if (!empty && !encoded_at(text, len, end + 1, next))
			break;
		end = next;
	}
	return end;
}

static void put_text(struct fold *f, const char *text, size_t len)
{
	size_t at = 0;

	while (at < len) {
		size_t end = word_end(text, len, at);

		if (encoded_at(text, len, at, end)) {
			end = run_end(text, len, at);
			fold_encoded(f, text + at, end - at);
		} else {
			fold_put(f, text + at, end - at);
		}
		at = end + 1;
	}
}

void header_text(struct str *out, const char *name, const char *text)
{
	AUTO(str_done) struct str clean = STR_INIT;
	struct fold f;

	header_clean(&clean, text);
	fold_begin(&f, out, name);
	put_text(&f, clean.s, clean.len);
	fold_end(&f);
}

/* --- dates and message-ids --------------------------------------------- */

void header_date(struct str *out, const char *name, int64_t us)
{
	char text[CLOCK_TEXT];

	str_addf(out, "%s: %s\r\n", name, clock_rfc5322(us, text));
}

void header_ids(struct str *out, const char *name, const char *const *ids,
		size_t n)
{
	struct fold f;

	fold_begin(&f, out, name);
	for (size_t i = 0; i < n; i++)
		fold_put(&f, ids[i], strlen(ids[i]));
	fold_end(&f);
}
