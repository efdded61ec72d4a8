/* message.c - one message: for people, as its exact bytes, or its origin. */
#include "verb/verbs/verbs.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/record.h"
#include "directory/directory.h"
#include "mime/outline.h"
#include "mime/skeleton.h"
#include "stream/reader.h"
#include "stream/writer.h"
#include "verb/print.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A message, opened to be looked at. */
struct shown {
	struct verb_call *call;
	struct catalog *catalog;
	uint64_t seq;
	struct str skeleton;
	struct outline *outline;
};

static int shown_open(struct shown *s, struct verb_call *call, struct err *e)
{
	*s = (struct shown){ .call = call, .skeleton = STR_INIT };
	if (call_open(call, false, e) < 0 ||
	    call_message(call, call_text(call, "message"), &s->seq, e) < 0)
		return -1;
	s->catalog = archive_catalog(call->archive);
	if (record_read(call->archive, s->seq, SKELETON_MAX, &s->skeleton, e) <
		    0 ||
	    outline_read(&s->outline, s->skeleton.s, s->skeleton.len, e) < 0)
		return err_wrap(e, "message %" PRIu64, s->seq);
	return 0;
}

static void shown_done_auto(struct shown *s)
{
	str_done(&s->skeleton);
	outline_free(s->outline);
}

/* P10: reading is recorded, before anything is read out. */
static int record(const struct shown *s, const char *how, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;

	str_addf(&detail, "{\"message\":%" PRIu64 ",\"how\":\"%s\"}", s->seq,
		 how);
	return call_record(s->call, detail.s, e);
}

/* --- bytes ------------------------------------------------------------------
 */

static int copy_out(const struct shown *s, struct reader *from, struct err *e)
{
	return stream_pump(from, print_bytes(s->call->out), e) < 0 ? -1 : 0;
}

static int show_eml(const struct shown *s, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;

	if (record(s, "eml", e) < 0 ||
	    archive_message(s->call->archive, s->seq, &r, e) < 0)
		return -1;
	return copy_out(s, r, e);
}

/* Is record `part` one of those the message is made of? */
static bool has_part(const struct shown *s, uint64_t part)
{
	const struct outline_part *list;
	size_t n = outline_parts(s->outline, &list);

	for (size_t i = 0; i < n; i++)
		if (list[i].seq == part && part != 0)
			return true;
	return false;
}

static int show_part(const struct shown *s, uint64_t part, struct err *e)
{
	AUTO(reader_free) struct reader *r = NULL;

	if (!has_part(s, part))
		return err_set(e, ERR_USAGE,
			       "message %" PRIu64 " has no part in record "
			       "%" PRIu64 "; without --part they are listed",
			       s->seq, part);
	if (record(s, "part", e) < 0 ||
	    record_reader(s->call->archive, part, &r, e) < 0)
		return -1;
	return copy_out(s, r, e);
}

/* --- lists -------------------------------------------------------------------
 */

static const struct table part_table = {
	.name = "parts",
	.empty = "Nothing.",
	.n = 6,
	.columns = { { "record", "RECORD", CELL_INT },
		     { "name", "NAME", CELL_TEXT, true, true },
		     { "media_type", "TYPE", CELL_TEXT, true, true },
		     { "size", "SIZE", CELL_SIZE },
		     { "raw", NULL, CELL_BOOL },
		     { "sha256", NULL, CELL_TEXT } },
};

static int print_part(const struct shown *s, const struct outline_part *part,
		      bool only_raw, struct err *e)
{
	struct catalog_place place = { .kind = VAULT_MESSAGE };
	struct printer *p = s->call->out;
	char hex[DIGEST_HEX + 1];

	if (part->seq != 0 &&
	    catalog_place(s->catalog, part->seq, &place, e) < 0)
		return -1;
	if (only_raw && place.kind != VAULT_RAW)
		return 0;
	if (part->seq != 0)
		cell_int(p, (int64_t)part->seq);
	else
		cell_none(p);
	cell_text(p, part->name);
	cell_text(p, part->media_type);
	cell_int(p, (int64_t)part->size);
	cell_int(p, place.kind == VAULT_RAW);
	encode_hex(place.sha256, DIGEST_BYTES, hex);
	cell_text(p, part->seq != 0 ? hex : NULL);
	return print_row(p, e);
}

static int print_parts(const struct shown *s, bool only_raw, struct err *e)
{
	const struct outline_part *list;
	size_t n = outline_parts(s->outline, &list);

	print_table(s->call->out, &part_table);
	for (size_t i = 0; i < n; i++)
		if ((list[i].attachment || list[i].seq != 0) &&
		    print_part(s, &list[i], only_raw, e) < 0)
			return -1;
	print_table_end(s->call->out);
	return 0;
}

static int show_raw(const struct shown *s, struct err *e)
{
	if (record(s, "raw", e) < 0 || print_parts(s, true, e) < 0)
		return -1;
	print_say(s->call->out,
		  "\nThese are the source's answers, byte for byte; `estreat "
		  "message show %" PRIu64 " --part RECORD` gives one.",
		  s->seq);
	return 0;
}

static const struct table copy_table = {
	.name = "mailboxes",
	.empty = "No mailbox has it.",
	.n = 3,
	.columns = { { "id", NULL, CELL_INT },
		     { "mailbox", "MAILBOX", CELL_TEXT, true, true },
		     { "folder", "FOLDER", CELL_TEXT, true, true } },
};

static int print_copies(const struct shown *s, struct err *e)
{
	struct printer *p = s->call->out;
	AUTO(free) uint64_t *ids = NULL;
	size_t n = 0;

	if (catalog_copies(s->catalog, s->seq, &ids, &n, e) < 0)
		return -1;
	print_table(p, &copy_table);
	for (size_t i = 0; i < n; i++) {
		AUTO(str_done) struct str name = STR_INIT;
		AUTO(str_done) struct str folder = STR_INIT;

		if (directory_mailbox_name(s->call->db, ids[i], &name, e) < 0 ||
		    catalog_folder(s->catalog, s->seq, ids[i], &folder, e) < 0)
			return -1;
		cell_int(p, (int64_t)ids[i]);
		cell_text(p, name.s);
		cell_text(p, folder.s);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

/* --- for people
 * --------------------------------------------------------------- */

static const struct table header_table = {
	.name = "headers",
	.n = 2,
	.columns = { { "name", NULL, CELL_TEXT },
		     { "value", NULL, CELL_TEXT } },
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
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static int show_readable(const struct shown *s, struct err *e)
{
	struct printer *p = s->call->out;
	const struct str *text;
	bool cut;

	if (record(s, "text", e) < 0 || print_headers(s, e) < 0)
		return -1;
	text = outline_text(s->outline, &cut);
	print_text(p, "text", NULL, text->s);
	print_bool(p, "text_cut", NULL, cut);
	print_say(p, "\n%s%s", text->s,
		  cut ? "\n[the text goes on; --eml has all of it]" : "");
	print_gap(p);
	if (print_parts(s, false, e) < 0)
		return -1;
	print_gap(p);
	return print_copies(s, e);
}

static int show_run(struct verb_call *call, struct err *e)
{
	const struct verb_arg *part = call_arg(call, "part");
	bool eml = call_flag(call, "eml"), raw = call_flag(call, "raw");
	__attribute__((cleanup(shown_done_auto))) struct shown s = { 0 };

	if (eml + raw + part->given > 1)
		return err_set(e, ERR_USAGE,
			       "--eml, --raw and --part exclude each other");
	if ((eml || part->given) && !print_gives_bytes(call->out))
		return err_set(e, ERR_USAGE,
			       "--eml and --part give bytes: there is no "
			       "--json of them");
	if (shown_open(&s, call, e) < 0)
		return -1;
	if (eml)
		return show_eml(&s, e);
	if (part->given)
		return show_part(&s, (uint64_t)part->number, e);
	return raw ? show_raw(&s, e) : show_readable(&s, e);
}

const struct verb verb_message_show = {
	.name = "message show",
	.http = "GET /messages/{message}",
	.right = RIGHT_SEARCH,
	.help = "Show a message: text, attachments, who has it",
	.about =
		"--eml writes the message to standard output, byte for byte as "
		"it was archived,\nwith everything it carries. --raw lists the "
		"source's own answers that it was\nmade of; --part writes one "
		"of them, or an attachment, to standard output.\n\nReading is "
		"recorded for the ledger.",
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
		      .help = "the bytes of this attachment or raw answer" } },
};
