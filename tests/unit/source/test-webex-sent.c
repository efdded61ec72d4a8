#include "base/str.h"
#include "source/webex/known.h"
#include "source/webex/sent.h"
#include "t.h"

static const struct {
	const char *label, *id, *want;
} uuids[] = {
	{ "an id", "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9hYmMtMQ", "abc-1" },
	{ "in another cluster",
	  "Y2lzY29zcGFyazovL3VybjpURUFNOmV1LWNlbnRyYWwtMV9rL1BFT1BMRS9hYmMtMQ",
	  "abc-1" },
	{ "with a line end", "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9hYmMtMQo",
	  "abc-1" },
	{ "of the uuid alone", "YWJjLTE", "abc-1" },
	{ "no base64", "*!*", "*!*" },
	{ "none", "", "" },
};

T(ids_of_several_spellings_name_the_same)
{
	T_EACH(row, uuids) {
		struct str out AUTO(str_done) = STR_INIT;

		sent_uuid(&out, row->id);
		T_EQ_STR(out.s, row->want);
	}
}

T(known_texts_keep_their_numbers)
{
	AUTO(known_free) struct known *k = known_new();
	char text[16];

	for (size_t i = 0; i < 1000; i++) {
		(void)snprintf(text, sizeof(text), "%zu", i * 7 % 1000);
		*known_at(k, text, 0) += i * 7 % 1000;
	}
	T_EQ_INT(known_count(k), 1000);
	T_EQ_INT(*known_find(k, "999"), 999);
	T_OK(known_find(k, "1000") == NULL);
	T_EQ_INT(*known_at(k, "5", 8), 5);
}

T_MAIN
