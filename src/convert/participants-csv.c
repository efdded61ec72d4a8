/*
 * participants-csv.c - who was there, for a spreadsheet.
 *
 * RFC 4180 with a byte order mark, without which Excel takes UTF-8 for
 * something else. A cell that a spreadsheet would run as a formula gets an
 * apostrophe in front (OWASP, "CSV Injection"): the display name of a guest
 * is written by the guest.
 */
#include "convert/work.h"

#include "base/clock.h"
#include "base/str.h"

#include <inttypes.h>
#include <string.h>

static void add_cell(struct str *out, const char *text, char end)
{
	bool formula = *text != '\0' && strchr("=+-@\t\r\n", *text) != NULL;

	if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
		str_add(out, text);
	} else {
		str_add(out, formula ? "\"'" : "\"");
		for (; *text != '\0'; text++) {
			if (*text == '"')
				str_add_char(out, '"');
			str_add_char(out, *text);
		}
		str_add_char(out, '"');
	}
	str_add_char(out, end);
	if (end == '\r')
		str_add_char(out, '\n');
}

static void add_time(struct str *out, int64_t us, char end)
{
	char text[CLOCK_TEXT];

	add_cell(out, us == 0 ? "" : clock_rfc3339(us, text), end);
}

static void add_row(const struct work *w, struct str *out, size_t i,
		    const struct item_span *span)
{
	const struct item_person *p = &w->it->people[i];

	add_cell(out, p->name, ',');
	add_cell(out, p->email, ',');
	add_cell(out, w->people[i].addr, ',');
	add_cell(out, p->vendor_id, ',');
	add_cell(out, p->role, ',');
	add_cell(out, p->external ? "yes" : "no", ',');
	add_cell(out, p->note, ',');
	add_time(out, span->from_us, ',');
	add_time(out, span->to_us, ',');
	if (span->from_us != 0 && span->to_us >= span->from_us)
		str_addf(out, "%" PRId64,
			 (span->to_us - span->from_us) / CLOCK_SECOND);
	str_add(out, "\r\n");
}

void participants_csv_write(const struct work *w, struct str *out)
{
	static const struct item_span unknown = { 0, 0 };

	str_add(out, "\xef\xbb\xbf"
		     "name,email,address,vendor_id,role,external,note,"
		     "joined_utc,left_utc,seconds\r\n");
	for (size_t i = 0; i < w->it->n_people; i++) {
		const struct item_person *p = &w->it->people[i];

		if (p->n_spans == 0)
			add_row(w, out, i, &unknown);
		for (size_t k = 0; k < p->n_spans; k++)
			add_row(w, out, i, &p->spans[k]);
	}
}
