#include "expect.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "convert/work.h"
#include "mime/header.h"
#include "stream/digest.h"
#include "tests/samples/samples.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static json_t *person(const struct work_person *p)
{
	bool same = str_casecmp(p->name, p->addr) == 0;

	return json_pack("[s, s]", same ? "" : p->name, p->addr);
}

static json_t *receivers(const struct work *w)
{
	json_t *all = json_array();

	for (size_t i = 0; i < w->n_to; i++)
		json_array_append_new(all, person(&w->people[w->sorted[i]]));
	if (w->n_to == 0)
		json_array_append_new(all,
				      person(work_person(w, w->it->author)));
	return all;
}

static json_t *attachment(const struct work_file *f, uint64_t size,
			  const uint8_t sha256[32])
{
	struct digest d = digest_from(sha256, size);

	return json_pack("{s:s, s:s, s:I, s:s}", "name", f->name, "type",
			 f->media_type, "size", (json_int_t)size, "sha256",
			 d.hex);
}

static json_t *attachments(const struct work *w)
{
	static const struct work_file csv_file = { PARTICIPANTS_CSV, "text/csv",
						   NULL };
	AUTO(str_done) struct str csv = STR_INIT;
	json_t *all = json_array();
	struct digest d;

	for (size_t i = 0; i < w->it->n_parts; i++) {
		const struct item_part *p = &w->it->parts[i];

		if (p->state == ITEM_PART_CAPTURED)
			json_array_append_new(all,
					      attachment(&w->parts[i], p->size,
							 p->sha256));
	}
	participants_csv_write(w, &csv);
	d = digest_of(csv.s, csv.len);
	json_array_append_new(all, attachment(&csv_file, csv.len, d.bytes));
	for (size_t i = 0; i < w->it->n_raws; i++)
		json_array_append_new(all, attachment(&w->raws[i],
						      w->it->raws[i].size,
						      w->it->raws[i].sha256));
	return all;
}

static void add_header(json_t *all, const char *name, const char *value)
{
	AUTO(str_done) struct str clean = STR_INIT;

	header_clean(&clean, value);
	if (clean.len > 0)
		json_object_set_new(all, name, json_string(clean.s));
}

/* The addresses as the item has them, made up ones where it has none. */
static void add_email(json_t *all, const struct work *w)
{
	AUTO(str_done) struct str list = STR_INIT;

	for (size_t k = 0; k <= w->n_sorted; k++) {
		size_t i = k == 0 ? w->it->author : w->sorted[k - 1];

		if (i >= w->it->n_people)
			continue;
		str_addf(&list, "%s%s", list.len > 0 ? ", " : "",
			 *w->it->people[i].email != '\0'
				 ? w->it->people[i].email
				 : w->people[i].addr);
	}
	add_header(all, "x-estreat-email", list.s);
}

static json_t *headers(const struct work *w)
{
	const struct item *it = w->it;
	json_t *all = json_object();
	char text[CLOCK_TEXT];

	add_header(all, "x-estreat-source", it->source);
	add_header(all, "x-estreat-connector", it->connector);
	add_header(all, "x-estreat-tenant", it->tenant);
	add_header(all, "x-estreat-kind", it->ref.kind);
	add_header(all, "x-estreat-item", it->ref.id);
	add_header(all, "x-estreat-version", it->ref.version);
	add_header(all, "x-estreat-conversation", it->conversation);
	add_header(all, "x-estreat-message-class", it->message_class);
	add_header(all, "x-estreat-converter", CONVERT_VERSION);
	if (it->start_us != 0)
		add_header(all, "x-estreat-start",
			   clock_rfc3339(it->start_us, text));
	add_header(all, "x-globalrelay-msgtype", "M\xc3\xb6te");
	add_email(all, w);
	return all;
}

static void set_ids(json_t *out, const struct work *w)
{
	const struct item *it = w->it;
	struct item_ref root = { "conversation", it->conversation, "" };
	AUTO(str_done) struct str id = STR_INIT;
	json_t *references = json_array();

	if (*it->conversation != '\0') {
		convert_message_id(&id, w->cfg, it->source, it->tenant, &root);
		json_array_append_new(references, json_string(id.s));
	}
	if (it->answers != NULL) {
		str_cut(&id, 0);
		convert_message_id(&id, w->cfg, it->source, it->tenant,
				   it->answers);
		json_array_append_new(references, json_string(id.s));
		json_object_set_new(out, "in_reply_to", json_string(id.s));
	} else {
		json_object_set_new(out, "in_reply_to", json_null());
	}
	json_object_set_new(out, "references", references);
	json_object_set_new(out, "message_id", json_string(w->message_id));
}

static void set_bodies(json_t *out, const struct work *w)
{
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(str_done) struct str html = STR_INIT;

	text_write(w, &text);
	html_write(w, &html);
	json_object_set_new(out, "text", json_string(text.s));
	json_object_set_new(out, "html", json_string(html.s));
}

json_t *expect_message(const struct item *it, const struct convert_message *m)
{
	AUTO(work_end) struct work w = { .arena = NULL };
	struct err e = ERR_INIT;
	json_t *out = json_object();
	struct clock_date d = clock_to_date(m->date_us);
	char date[64];

	if (work_begin(&w, it, &sample_config, &e) < 0)
		abort();
	(void)snprintf(date, sizeof(date),
		       "%04" PRId64 "-%02d-%02dT%02d:%02d:%02d.000Z", d.year,
		       d.month, d.day, d.hour, d.minute, d.second);
	json_object_set_new(out, "subject", json_string(m->subject.s));
	json_object_set_new(out, "date", json_string(date));
	json_object_set_new(out, "from",
			    json_pack("[o]",
				      person(work_person(&w, it->author))));
	json_object_set_new(out, "to", receivers(&w));
	json_object_set_new(out, "headers", headers(&w));
	json_object_set_new(out, "attachments", attachments(&w));
	set_ids(out, &w);
	set_bodies(out, &w);
	return out;
}
