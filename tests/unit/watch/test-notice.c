/* What is told: as JSON and back, and in words. */
#include "watch/notice.h"

#include "base/err.h"
#include "base/str.h"
#include "t.h"

#define NOW ((int64_t)1772359200000000) /* 2026-03-01T10:00:00Z */

static struct notice made(enum notice_event event)
{
	return (struct notice){ .key = "00112233445566778899aabbccddeeff",
				.event = event,
				.alert = 17,
				.rule = "disk",
				.subject = "disk home",
				.title = "A disk is nearly full",
				.text = "\"/\" is 85% full\nby Zoë",
				.help = "Nothing can be stored on a full disk",
				.severity = SEVERITY_MEDIUM,
				.opened_us = NOW,
				.time_us = NOW + 1,
				.archive = "archive.example" };
}

T(json_and_back)
{
	for (int ev = NOTICE_OPENED; ev <= NOTICE_DIGEST; ev++) {
		AUTO(str_done) struct str json = STR_INIT;
		AUTO(notice_done) struct notice_read r = { 0 };
		struct notice n = made((enum notice_event)ev);
		struct err e = ERR_INIT;

		notice_json(&json, &n);
		T_EQ_INT(notice_parse(&r, json.s, &e), 0);
		T_EQ_INT(r.notice.event, ev);
		T_EQ_INT(r.notice.alert, 17);
		T_EQ_INT(r.notice.severity, SEVERITY_MEDIUM);
		T_EQ_INT(r.notice.opened_us, NOW);
		T_EQ_INT(r.notice.time_us, NOW + 1);
		T_EQ_STR(r.notice.key, n.key);
		T_EQ_STR(r.notice.text, n.text);
		T_EQ_STR(r.notice.help, n.help);
		T_EQ_STR(r.notice.archive, n.archive);
	}
}

T(damage_is_no_notice)
{
	static const struct {
		const char *label, *json;
	} rows[] = {
		{ "nothing", "" },
		{ "not JSON", "{" },
		{ "a list", "[]" },
		{ "no event", "{\"key\":\"k\"}" },
		{ "another event", "{\"event\":\"danced\"}" },
	};

	T_EACH(row, rows) {
		AUTO(notice_done) struct notice_read r = { 0 };
		struct err e = ERR_INIT;

		T_EQ_INT(notice_parse(&r, row->json, &e), -1);
		T_EQ_INT(e.kind, ERR_ITEM);
	}
	t_label = "";
}

T(lines)
{
	static const struct {
		const char *label;
		enum notice_event event;
		const char *want;
	} rows[] = {
		{ "opened", NOTICE_OPENED,
		  "Medium: A disk is nearly full - disk home" },
		{ "raised", NOTICE_RAISED,
		  "Medium: More severe: A disk is nearly full - disk home" },
		{ "still", NOTICE_STILL,
		  "Medium: Still: A disk is nearly full - disk home" },
		{ "closed", NOTICE_CLOSED,
		  "Over: A disk is nearly full - disk home" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str line = STR_INIT;
		struct notice n = made(row->event);

		notice_line(&line, &n);
		T_EQ_STR(line.s, row->want);
	}
	t_label = "";
}

T(text_for_people)
{
	AUTO(str_done) struct str text = STR_INIT;
	struct notice n = made(NOTICE_OPENED);

	notice_text(&text, &n);
	T_EQ_STR(text.s, "\"/\" is 85% full\nby Zoë\n\n"
			 "Nothing can be stored on a full disk.\n\n"
			 "Archive:   archive.example\n"
			 "Where:     disk home\n"
			 "Severity:  medium\n"
			 "Since:     2026-03-01 10:00:00 UTC\n"
			 "\nestreat alert show 17\n");
}

T(keys_differ)
{
	char a[33], b[33];

	notice_key(a);
	notice_key(b);
	T_EQ_INT(strlen(a), 32);
	T_OK(strcmp(a, b) != 0);
}

T_MAIN
