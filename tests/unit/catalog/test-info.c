#include "catalog/info.h"

#include "base/str.h"
#include "t.h"

T(fields_come_back)
{
	static const uint64_t ids[] = { 1, 2, 300, 70000, 70001 };
	AUTO(str_done) struct str s = STR_INIT;
	struct info_reader r;
	const unsigned char *at;
	uint64_t v, sum = 0;

	info_text(&s, INFO_SUBJECT, "Risk call");
	info_number(&s, INFO_RUN, UINT64_MAX);
	info_bytes(&s, INFO_SHA256, "\0\1", 2);
	info_ids(&s, INFO_MAILBOXES, ids, 5);
	info_read(&r, s.s, s.len);
	T_OK(info_next(&r) && r.tag == INFO_SUBJECT && r.len == 9);
	T_OK(memcmp(r.bytes, "Risk call", 9) == 0);
	T_OK(info_next(&r) && r.tag == INFO_RUN && r.number == UINT64_MAX);
	T_OK(info_next(&r) && r.tag == INFO_SHA256 && r.len == 2);
	T_OK(info_next(&r) && r.tag == INFO_MAILBOXES);
	at = (const unsigned char *)r.bytes;
	for (uint64_t id = 0, n = 0;
	     info_varint(&at, (const unsigned char *)r.bytes + r.len, &v);
	     n++) {
		id += v;
		T_EQ_INT(id, ids[n]);
		sum++;
	}
	T_EQ_INT(sum, 5);
	T_OK(!info_next(&r));
}

T(damage_ends_the_reading)
{
	AUTO(str_done) struct str s = STR_INIT;
	struct info_reader r;

	info_text(&s, INFO_SUBJECT, "Risk call");
	for (size_t len = 1; len < s.len; len++) {
		info_read(&r, s.s, len);
		T_OK(!info_next(&r));
	}
	/* a varint that never ends */
	info_read(&r, "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12);
	T_OK(!info_next(&r));
}

T_MAIN
