/*
 * test-message.c - whole messages: golden ones and properties of all.
 *
 * To write the golden files again after a change that CONVERT_VERSION tells:
 *	build/tests/contract/mail-parsers/write-samples --golden \
 *		tests/data/convert
 */
#include "convert/convert.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "t.h"
#include "tests/samples/build.h"
#include "tests/samples/check.h"
#include "tests/samples/samples.h"

#include <stdlib.h>

static bool read_golden(struct str *out, const char *label)
{
	const char *root = getenv("SOURCE_ROOT");
	char path[4096];
	size_t n;
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/tests/data/convert/%s.eml",
		       root == NULL ? "." : root, label);
	f = fopen(path, "rb");
	if (f == NULL)
		return false;
	while ((n = fread(str_room(out, 65536), 1, 65536, f)) > 0)
		out->len += n;
	(void)fclose(f);
	return true;
}

T(golden)
{
	for (const struct sample *row = samples; row < samples + n_samples;
	     row++) {
		AUTO(item_free) struct item *it = row->build();
		AUTO(convert_message_done) struct convert_message m = { 0 };
		AUTO(str_done) struct str got = STR_INIT;
		AUTO(str_done) struct str want = STR_INIT;
		size_t at = 0;

		t_label = row->label;
		if (!row->golden)
			continue;
		sample_render(it, &m, &got);
		if (!read_golden(&want, row->label)) {
			T_FAIL("no golden file");
			continue;
		}
		while (at < got.len && at < want.len && got.s[at] == want.s[at])
			at++;
		if (at < got.len || at < want.len)
			T_FAIL("differs from byte %zu on: %.60s", at,
			       at < got.len ? got.s + at : "(end)");
	}
}

T(every_sample_is_well_formed)
{
	for (size_t i = 0; i < n_samples; i++) {
		AUTO(item_free) struct item *it = samples[i].build();
		AUTO(convert_message_done) struct convert_message m = { 0 };
		AUTO(str_done) struct str eml = STR_INIT;
		const char *wrong;
		size_t where;

		t_label = samples[i].label;
		sample_render(it, &m, &eml);
		wrong = check_message(eml.s, eml.len, &where);
		if (wrong != NULL)
			T_FAIL("%s at byte %zu", wrong, where);
		T_EQ_INT(m.size, eml.len);
	}
}

T(same_in_same_out)
{
	for (size_t i = 0; i < n_samples; i++) {
		AUTO(item_free) struct item *it = samples[i].build();
		AUTO(item_free) struct item *again = samples[i].build();
		AUTO(convert_message_done) struct convert_message a = { 0 };
		AUTO(convert_message_done) struct convert_message b = { 0 };
		struct err e = ERR_INIT;

		t_label = samples[i].label;
		T_EQ_INT(convert_item(it, &sample_config, &a, &e), 0);
		T_EQ_INT(convert_item(again, &sample_config, &b, &e), 0);
		T_EQ_INT(a.skeleton.len, b.skeleton.len);
		T_OK(memcmp(a.skeleton.s, b.skeleton.s, a.skeleton.len) == 0);
		T_EQ_STR(a.message_id.s, b.message_id.s);
	}
}

T(message_id)
{
	/* base32(sha256("s\0t\0meeting\0id\0" "0")), by Python */
	static const struct item_ref ref = { "meeting", "id", "0" };
	AUTO(str_done) struct str id = STR_INIT;

	str_add(&id, "id ");
	convert_message_id(&id, &sample_config, "s", "t", &ref);
	T_EQ_STR(id.s, "id <w4wjx7uyxhfcvwagmcae2mvl2olxe5"
		       "m2r5qh5ivyxjyk5xdooqma@archive.example>");
}

T(long_domain_makes_no_other_line_long)
{
	static const struct convert_config cfg = {
		.domain = "archive.a-company-with-a-long-name.example.com",
	};
	AUTO(item_free) struct item *it = sample_supplement();
	AUTO(convert_message_done) struct convert_message m = { 0 };
	struct err e = ERR_INIT;
	const char *line;
	size_t n_long = 0;

	T_EQ_INT(convert_item(it, &cfg, &m, &e), 0);
	for (line = m.skeleton.s + 15; strncmp(line, "\r\n", 2) != 0;
	     line += strcspn(line, "\r") + 2) {
		if (strcspn(line, "\r") <= 78)
			continue;
		n_long++;
		/* one id and nothing else */
		T_OK(strncmp(line, " <", 2) == 0);
		T_OK(strcspn(line + 1, " ") > strcspn(line + 1, "\r"));
	}
	T_EQ_INT(n_long, 4); /* Message-ID, In-Reply-To, two References */
}

T(what_is_told_about_it)
{
	AUTO(item_free) struct item *it = sample_meeting();
	AUTO(convert_message_done) struct convert_message m = { 0 };
	struct err e = ERR_INIT;

	T_EQ_INT(convert_item(it, &sample_config, &m, &e), 0);
	T_EQ_INT(m.date_us, AT(0));
	T_EQ_STR(m.subject.s, it->subject);
	/* again into the same: what it held is released */
	it->time_us = 0;
	it->start_us = 0;
	it->subject = "  two\r\nlines  ";
	T_EQ_INT(convert_item(it, &sample_config, &m, &e), 0);
	T_EQ_STR(m.subject.s, "two lines");
	T_EQ_INT(m.date_us, AT(2712));
}

T(refusals)
{
	static const struct {
		const char *label;
		const char *domain;
		size_t people, parts;
		uint64_t bytes;
		enum err_kind kind;
	} rows[] = {
		{ "no domain", "", 0, 0, 0, ERR_USAGE },
		{ "domain with a space", "a b", 0, 0, 0, ERR_USAGE },
		{ "domain with a bracket", "a>b", 0, 0, 0, ERR_USAGE },
		{ "empty label", "a..b", 0, 0, 0, ERR_USAGE },
		{ "too many people", "a.b", 100001, 0, 0, ERR_ITEM },
		{ "too many parts", "a.b", 0, 10001, 0, ERR_ITEM },
		{ "too large", "a.b", 0, 1, UINT64_MAX, ERR_ITEM },
	};

	T_EACH(row, rows) {
		struct convert_config cfg = { .domain = row->domain };
		AUTO(item_free) struct item *it = item_new();
		AUTO(convert_message_done) struct convert_message m = { 0 };
		struct err e = ERR_INIT;

		it->people = arena_alloc(it->arena, row->people,
					 sizeof(*it->people));
		it->n_people = row->people;
		for (size_t i = 0; i < row->parts; i++)
			item_add_part(it)->size = row->bytes;
		T_EQ_INT(convert_item(it, &cfg, &m, &e), -1);
		T_EQ_INT(e.kind, row->kind);
		T_OK(m.skeleton.cap == 0);
	}
}

T(header_check)
{
	static const struct {
		const char *label; /* name */
		const char *value;
		bool ok;
	} rows[] = {
		{ "X-KVS-MessageType", "Zoom", true },
		{ "X-Anything", "\xc3\xa5", true },
		{ "X-Empty", "", true },
		{ "Subject", "x", false },
		{ "subject", "x", false },
		{ "BCC", "x", false },
		{ "Content-Language", "sv", false },
		{ "Resent-To", "x", false },
		{ "X-Estreat-Source", "x", false },
		{ "X Y", "x", false },
		{ "", "x", false },
		{ "X-A", "a\r\nBcc: b", false },
		{ "X-A", "a\x7f", false },
	};

	T_EACH(row, rows) {
		struct err e = ERR_INIT;
		int rc = convert_header_check(row->label, row->value, &e);

		T_EQ_INT(rc, row->ok ? 0 : -1);
		T_EQ_INT(e.kind, row->ok ? ERR_NONE : ERR_USAGE);
	}
}

T_MAIN
