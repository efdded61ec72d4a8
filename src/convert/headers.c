/*
 * headers.c - the message's header.
 *
 * The short fields come first and the two long ones (To, X-Estreat-Email)
 * last: Cyrus takes only the first 1,000 lines of a header into its index.
 */
#include "convert/work.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "mime/header.h"
#include "stream/digest.h"

#include <string.h>

static void write_ids(const struct work *w, struct str *out)
{
	const struct item *it = w->it;
	AUTO(str_done) struct str root = STR_INIT;
	AUTO(str_done) struct str answered = STR_INIT;
	const char *ids[2];
	size_t n = 0;

	header_ids(out, "Message-ID", &w->message_id, 1);
	if (*it->conversation != '\0') {
		struct item_ref ref = { "conversation", it->conversation, "" };

		convert_message_id(&root, w->cfg, it->source, it->tenant, &ref);
		ids[n++] = root.s;
	}
	if (it->answers != NULL) {
		convert_message_id(&answered, w->cfg, it->source, it->tenant,
				   it->answers);
		/* a conversation's first message answers the root itself */
		if (n == 0 || strcmp(root.s, answered.s) != 0)
			ids[n++] = answered.s;
		header_ids(out, "In-Reply-To", &ids[n - 1], 1);
	}
	if (n > 0)
		header_ids(out, "References", ids, n);
}

static struct header_address address(const struct work_person *p)
{
	bool same = str_casecmp(p->name, p->addr) == 0;

	return (struct header_address){ same ? "" : p->name, p->addr };
}

static void write_to(const struct work *w, struct str *out)
{
	struct header_address *list = arena_alloc(
		w->arena, w->n_to + 1, sizeof(struct header_address));
	size_t n = 0;

	while (n < w->n_to) {
		list[n] = address(&w->people[w->sorted[n]]);
		n++;
	}
	if (n == 0) /* nobody else: a message must have a receiver */
		list[n++] = address(work_person(w, w->it->author));
	header_addresses(out, "To", list, n);
}

/* The address of every participant, once each, the author's first. */
static void write_email(const struct work *w, struct str *out)
{
	AUTO(str_done) struct str all = STR_INIT;
	const char *before = "", *first = "";

	for (size_t k = 0; k <= w->n_sorted; k++) {
		size_t i = k == 0 ? w->it->author : w->sorted[k - 1];
		const char *email;

		if (i >= w->it->n_people)
			continue;
		email = *w->it->people[i].email != '\0' ? w->it->people[i].email
							: w->people[i].addr;
		if (str_casecmp(email, before) == 0 ||
		    str_casecmp(email, first) == 0)
			continue;
		if (k == 0)
			first = email;
		str_addf(&all, "%s%s", all.len > 0 ? ", " : "", email);
		before = email;
	}
	if (all.len > 0)
		header_text(out, "X-Estreat-Email", all.s);
}

static void write_raw(const struct work *w, struct str *out)
{
	AUTO(str_done) struct str all = STR_INIT;

	for (size_t i = 0; i < w->it->n_raws; i++) {
		const struct item_raw *raw = &w->it->raws[i];
		struct digest d = digest_from(raw->sha256, raw->size);

		str_addf(&all, "%s%s", i > 0 ? " " : "", d.hex);
	}
	if (all.len > 0)
		header_text(out, "X-Estreat-Raw", all.s);
}

static void write_time(struct str *out, const char *name, int64_t us)
{
	char text[CLOCK_TEXT];

	if (us != 0)
		header_text(out, name, clock_rfc3339(us, text));
}

static void write_field(struct str *out, const char *name, const char *value)
{
	if (*value != '\0')
		header_text(out, name, value);
}

/* "IPM.NOTE.ZoomMeetings.Meeting": "ipm.externaldata.zoommeetings.meeting" */
static void write_class(const struct work *w, struct str *out)
{
	const char *class = w->it->message_class;
	AUTO(str_done) struct str lower = STR_INIT;

	write_field(out, "X-Estreat-Message-Class", class);
	str_add(&lower, class);
	if (lower.len == 0)
		return;
	str_lowercase(lower.s);
	if (str_starts(lower.s, "ipm.note.")) {
		AUTO(str_done) struct str item_class = STR_INIT;

		str_addf(&item_class, "ipm.externaldata.%s",
			 lower.s + strlen("ipm.note."));
		header_text(out, "X-Estreat-Item-Class", item_class.s);
	}
}

static void write_properties(const struct work *w, struct str *out)
{
	const struct item *it = w->it;

	write_field(out, "X-Estreat-Source", it->source);
	write_field(out, "X-Estreat-Connector", it->connector);
	write_field(out, "X-Estreat-Tenant", it->tenant);
	write_field(out, "X-Estreat-Kind", it->ref.kind);
	write_field(out, "X-Estreat-Item", it->ref.id);
	write_field(out, "X-Estreat-Version", it->ref.version);
	write_field(out, "X-Estreat-Conversation", it->conversation);
	write_time(out, "X-Estreat-Start", it->start_us);
	write_time(out, "X-Estreat-End", it->end_us);
	write_class(w, out);
	header_text(out, "X-Estreat-Converter", CONVERT_VERSION);
}

void headers_write(const struct work *w, struct str *out)
{
	struct header_address from = address(work_person(w, w->it->author));
	struct header_param boundary = { "boundary", w->mixed };

	header_date(out, "Date", w->date_us);
	header_addresses(out, "From", &from, 1);
	header_text(out, "Subject", w->subject);
	write_ids(w, out);
	header_text(out, "MIME-Version", "1.0");
	header_params(out, "Content-Type", "multipart/mixed", &boundary, 1);
	write_properties(w, out);
	for (size_t i = 0; i < w->cfg->n_headers; i++)
		header_text(out, w->cfg->headers[i].name,
			    w->cfg->headers[i].value);
	write_raw(w, out);
	write_to(w, out);
	write_email(w, out);
}

/* --- headers a connector adds -------------------------------------------- */

int convert_header_check(const char *name, const char *value, struct err *e)
{
	static const char *const taken[] = {
		"Bcc",        "Cc",           "Date",        "From",
		"Message-ID", "MIME-Version", "In-Reply-To", "Received",
		"References", "Reply-To",     "Return-Path", "Sender",
		"Subject",    "To",
	};
	static const char *const families[] = { "content-", "resent-",
						"x-estreat-" };
	AUTO(str_done) struct str lower = STR_INIT;

	if (!header_name_ok(name))
		return err_set(e, ERR_USAGE,
			       "header name: 1 to %d printable ASCII "
			       "characters without space and colon",
			       HEADER_NAME_MAX);
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if (str_casecmp(name, taken[i]) == 0)
			return err_set(e, ERR_USAGE,
				       "header %s: the message has its own",
				       name);
	str_add(&lower, name);
	str_lowercase(lower.s);
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (str_starts(lower.s, families[i]))
			return err_set(e, ERR_USAGE,
				       "header %s: names that begin with %s "
				       "are taken",
				       name, families[i]);
	if (strlen(value) > CONVERT_HEADER_MAX)
		return err_set(e, ERR_USAGE,
			       "header %s: its value has more than %d bytes",
			       name, CONVERT_HEADER_MAX);
	for (const char *c = value; *c != '\0'; c++)
		if ((*c >= '\0' && *c < ' ') || *c == 0x7f)
			return err_set(e, ERR_USAGE,
				       "header %s: its value must be one line "
				       "without control characters",
				       name);
	return 0;
}
