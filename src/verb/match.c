#include "verb/match.h"

#include "base/str.h"

#include <limits.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

void match_fold(struct str *out, const char *text)
{
	mbstate_t in = { 0 }, back = { 0 };
	size_t left = strlen(text);

	while (left > 0) {
		char bytes[MB_LEN_MAX];
		wchar_t w;
		size_t n = 0, made;

		/* most names are ASCII, and there may be a million of them */
		if ((unsigned char)*text >= 0x80)
			n = mbrtowc(&w, text, left, &in);
		if (n == 0 ||
		    n > left) { /* ASCII, or not of this character set */
			in = (mbstate_t){ 0 };
			str_add_char(out, str_lower(*text));
			n = 1;
		} else {
			made = wcrtomb(bytes, (wchar_t)towlower((wint_t)w),
				       &back);
			if (made <= sizeof(bytes))
				str_add_len(out, bytes, made);
		}
		text += n;
		left -= n;
	}
}

bool match_in(const char *text, const char *wanted)
{
	AUTO(str_done) struct str folded = STR_INIT;

	if (wanted == NULL || *wanted == '\0')
		return true;
	match_fold(&folded, text);
	return strstr(folded.s, wanted) != NULL;
}
