/*
 * Where things lie is told several times, and not each time whole: a list of
 * files has the size, a post with the same file has not. What was known stays,
 * or nobody could tell that a download is not whole.
 */
#include "base/mem.h"
#include "source/ringcentral/places.h"
#include "t.h"

struct telling {
	const char *url, *name, *media_type;
	int64_t size;
};

static const struct {
	const char *label;
	struct telling first, second, want;
} rows[] = {
	{ "a size is not forgotten",
	  { "https://x/1", "a.pdf", "application/pdf", 58432 },
	  { "https://x/1", "", "", -1 },
	  { "https://x/1", "a.pdf", "application/pdf", 58432 } },
	{ "a size is told later",
	  { "https://x/1", "a.pdf", "", -1 },
	  { "https://x/1", "", "application/pdf", 58432 },
	  { "https://x/1", "a.pdf", "application/pdf", 58432 } },
	{ "what is told anew counts",
	  { "https://x/1", "a.pdf", "application/pdf", 58432 },
	  { "https://x/1", "b.txt", "text/plain", 7 },
	  { "https://x/1", "b.txt", "text/plain", 7 } },
	{ "elsewhere it may be another",
	  { "https://x/1", "a.pdf", "application/pdf", 58432 },
	  { "https://x/2", "", "", -1 },
	  { "https://x/2", "", "", -1 } },
};

T(told_twice)
{
	T_EACH(r, rows) {
		struct places *p = rc_places_new();
		struct place at AUTO(rc_place_done) = { .size = -1 };

		rc_places_put(p, "file", "5", r->first.url, r->first.name,
			      r->first.media_type, r->first.size);
		rc_places_put(p, "file", "5", r->second.url, r->second.name,
			      r->second.media_type, r->second.size);
		T_OK(rc_places_find(p, "file", "5", &at));
		T_EQ_STR(at.url, r->want.url);
		T_EQ_STR(at.name, r->want.name);
		T_EQ_STR(at.media_type, r->want.media_type);
		T_EQ_INT(at.size, r->want.size);
		rc_places_free(p);
	}
}

T_MAIN
