/* message.c - one message: for people, as its exact bytes, or its origin. */
#include "verb/verbs/message.h"

#include "base/err.h"
#include "mime/outline.h"
#include "verb/print.h"
#include "verb/verbs/verbs.h"

#include <inttypes.h>
#include <stdlib.h>

static int show_raw(const struct shown *s, struct err *e)
{
	if (shown_record(s, "raw", 0, e) < 0 || shown_parts(s, true, e) < 0)
		return -1;
	print_say(s->call->out,
		  "\nThese are the source's answers, byte for byte; `estreat "
		  "message show %" PRIu64 " --part RECORD` gives one.",
		  s->seq);
	return 0;
}

/* --- for people ---------------------------------------------------------- */

static const struct table header_table = {
	.name = "headers",
	.n = 3,
	.columns = { { "name", NULL, CELL_TEXT },
		     { "value", NULL, CELL_TEXT },
		     { "raw", NULL, CELL_TEXT } },
};

static int print_headers(const struct shown *s, struct err *e)
{
	static const char *const shown[] = {
		"From",           "To",
		"Date",           "Subject",
		"Message-ID",     "In-Reply-To",
		"X-Estreat-Kind", "X-Estreat-Start",
		"X-Estreat-End",
	};
	struct printer *p = s->call->out;
	const struct outline_field *list;
	size_t n = outline_fields(s->outline, &list);

	print_int(p, "id", "Message", (int64_t)s->seq);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (outline_field(s->outline, shown[i]) != NULL)
			print_text(p, NULL, shown[i],
				   outline_field(s->outline, shown[i]));
	if (print_form(p) != PRINT_JSON)
		return 0;
	print_table(p, &header_table);
	for (size_t i = 0; i < n; i++) {
		cell_text(p, list[i].name);
		cell_text(p, list[i].value);
		cell_text(p, list[i].raw);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static void print_message_text(const struct shown *s)
{
	struct printer *p = s->call->out;
	const struct str *text;
	size_t at;
	bool cut;

	text = outline_text(s->outline, &cut);
	print_text(p, "text", NULL, text->s);
	print_bool(p, "text_cut", NULL, cut);
	print_bool(p, "html", NULL, shown_html_at(s, &at));
	print_say(p, "\n%s%s", text->s,
		  cut ? "\n[the text goes on; --eml has all of it]" : "");
}

static int show_readable(const struct shown *s, struct err *e)
{
	struct printer *p = s->call->out;

	if (shown_record(s, "text", 0, e) < 0 || print_headers(s, e) < 0)
		return -1;
	if (print_form(p) == PRINT_JSON && shown_origin(s, e) < 0)
		return -1;
	print_message_text(s);
	print_gap(p);
	if (shown_parts(s, false, e) < 0)
		return -1;
	print_gap(p);
	if (shown_people(s, e) < 0)
		return -1;
	print_gap(p);
	return shown_copies(s, e);
}

static int show_run(struct verb_call *call, struct err *e)
{
	const struct verb_arg *part = call_arg(call, "part");
	const struct verb_arg *number = call_arg(call, "number");
	bool eml = call_flag(call, "eml"), raw = call_flag(call, "raw");
	bool bytes = eml || part->given || number->given;
	AUTO(shown_done) struct shown s = { .skeleton = STR_INIT };

	if (eml + raw + part->given + number->given > 1)
		return err_set(e, ERR_USAGE,
			       "--eml, --raw, --part and --number exclude each "
			       "other");
	if (bytes && !print_gives_bytes(call->out))
		return err_set(e, ERR_USAGE,
			       "--eml, --part and --number give bytes: there "
			       "is no --json of them");
	if (shown_open(&s, call, e) < 0)
		return -1;
	if (eml)
		return shown_eml(&s, e);
	if (part->given)
		return shown_part(&s, (uint64_t)part->number, e);
	if (number->given)
		return shown_numbered(&s, (uint64_t)number->number, e);
	return raw ? show_raw(&s, e) : show_readable(&s, e);
}

const struct verb verb_message_show = {
	.name = "message show",
	.http = "GET /messages/{message}",
	.right = RIGHT_PREVIEW,
	.help = "Show a message: text, attachments, people, who has it",
	.about =
		"--eml writes the message to standard output, byte for byte as "
		"it was archived,\nwith everything it carries. --raw lists the "
		"source's own answers that it was\nmade of; --part writes one "
		"of them, or an attachment, to standard output.\n\nReading is "
		"recorded for the ledger: once an hour for a person, a "
		"message and a\nway of reading it.",
	.example = "  estreat message show 42\n"
		   "  estreat message show 42 --eml > meeting.eml\n"
		   "  estreat message show 42 --part 17 > film.mp4",
	.run = show_run,
	.params = { { .name = "message",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .value = "ID",
		      .help = "its number, or its Message-ID" },
		    { .name = "eml",
		      .type = PARAM_FLAG,
		      .help = "its exact bytes (RFC 5322)" },
		    { .name = "raw",
		      .type = PARAM_FLAG,
		      .help = "list the source's answers it was made of" },
		    { .name = "part",
		      .type = PARAM_INT,
		      .value = "RECORD",
		      .help = "the bytes of this attachment or raw answer" },
		    { .name = "number",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "the bytes of the N-th part, one without a "
			      "record too" } },
};

/* --- message html -------------------------------------------------------- */

static int html_run(struct verb_call *call, struct err *e)
{
	AUTO(shown_done) struct shown s = { .skeleton = STR_INIT };

	if (!print_gives_bytes(call->out))
		return err_set(e, ERR_USAGE,
			       "it gives bytes: there is no --json of them");
	if (shown_open(&s, call, e) < 0)
		return -1;
	return shown_html(&s, e);
}

const struct verb verb_message_html = {
	.name = "message html",
	.http = "GET /messages/{message}/html",
	.right = RIGHT_PREVIEW,
	.help = "Write a message's own HTML to standard output",
	.about = "What the portal shows in a frame in which nothing runs and "
		 "nothing is loaded.\nAttachments of that type are files to be "
		 "saved, never shown.\n\nReading is recorded as with `estreat "
		 "message show`.",
	.example = "  estreat message html 42 > meeting.html",
	.run = html_run,
	.params = { { .name = "message",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .value = "ID",
		      .help = "its number, or its Message-ID" } },
};
