/* message-bytes.c - a message, or one part of it, as bytes. */
#include "verb/verbs/message.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/record.h"
#include "mime/outline.h"
#include "mime/skeleton.h"
#include "stream/digest.h"
#include "stream/reader.h"
#include "verb/print.h"
#include "verb/verb.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- the whole message -------------------------------------------------- */

static int open_eml(void *ctx, uint64_t from, struct reader **out,
		    struct err *e)
{
	const struct shown *s = ctx;
	AUTO(reader_free) struct reader *r = NULL;

	if (archive_message(s->call->archive, s->seq, &r, e) < 0)
		return -1;
	/* it is put together from its beginning on */
	*out = from > 0 ? reader_skip(TAKE(r), from) : TAKE(r);
	return 0;
}

int shown_eml(struct shown *s, struct err *e)
{
	AUTO(catalog_message_done)
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	AUTO(free) char *file = str_printf("message-%" PRIu64 ".eml", s->seq);
	struct content c = { .media_type = "message/rfc822",
			     .file = file,
			     .ctx = s,
			     .open = open_eml };

	if (shown_record(s, "eml", 0, e) < 0 ||
	    catalog_message(s->catalog, s->seq, &m, e) < 0)
		return -1;
	c.size = m.size;
	return print_content(s->call->out, &c, e);
}

/* --- a part that is a record of its own ---------------------------------- */

struct artefact {
	struct archive *archive;
	uint64_t seq;
};

static int open_artefact(void *ctx, uint64_t from, struct reader **out,
			 struct err *e)
{
	const struct artefact *a = ctx;

	return record_reader_from(a->archive, a->seq, from, out, e);
}

static int give_artefact(struct shown *s, const struct outline_part *part,
			 struct err *e)
{
	struct catalog_place place = { 0 };
	struct artefact a = { s->call->archive, part->seq };
	char hex[DIGEST_HEX + 1];
	struct content c = { .media_type = part->media_type,
			     .file = part->name,
			     .sha256 = hex,
			     .ctx = &a,
			     .open = open_artefact };

	if (shown_record(s, "part", part->seq, e) < 0 ||
	    catalog_place(s->catalog, part->seq, &place, e) < 0)
		return -1;
	encode_hex(place.sha256, DIGEST_BYTES, hex);
	c.size = place.length;
	return print_content(s->call->out, &c, e);
}

/* --- a part of the message's own bytes ----------------------------------- */

static int open_body(void *ctx, uint64_t from, struct reader **out,
		     struct err *e)
{
	const struct str *bytes = ctx;

	(void)e;
	*out = reader_mem(bytes->s + from, bytes->len - (size_t)from);
	return 0;
}

/* what: its type, its name, whether it is a page. */
static int give_own(struct shown *s, size_t at, const struct content *what,
		    struct err *e)
{
	AUTO(str_done) struct str bytes = STR_INIT;
	struct content c = *what;

	if (outline_body(s->skeleton.s, s->skeleton.len, at, SKELETON_MAX,
			 &bytes, e) < 0)
		return -1;
	c.size = bytes.len;
	c.ctx = &bytes;
	c.open = open_body;
	return print_content(s->call->out, &c, e);
}

int shown_part(struct shown *s, uint64_t record, struct err *e)
{
	const struct outline_part *list;
	size_t n = outline_parts(s->outline, &list);

	for (size_t i = 0; i < n; i++)
		if (list[i].seq == record && record != 0)
			return give_artefact(s, &list[i], e);
	return err_set(e, ERR_USAGE,
		       "message %" PRIu64 " has no part in record %" PRIu64
		       "; without --part they are listed",
		       s->seq, record);
}

int shown_numbered(struct shown *s, uint64_t number, struct err *e)
{
	const struct outline_part *list;
	size_t n = outline_parts(s->outline, &list);
	struct content c = { 0 };

	if (number == 0 || number > n)
		return err_set(e, ERR_USAGE,
			       "message %" PRIu64 " has %zu parts, not a part "
			       "%" PRIu64,
			       s->seq, n, number);
	if (list[number - 1].seq != 0)
		return give_artefact(s, &list[number - 1], e);
	c.media_type = list[number - 1].media_type;
	c.file = list[number - 1].name;
	if (shown_record(s, "number", number, e) < 0)
		return -1;
	return give_own(s, (size_t)number - 1, &c, e);
}

/* --- its HTML ------------------------------------------------------------ */

bool shown_html_at(const struct shown *s, size_t *at)
{
	const struct outline_part *list;
	size_t n = outline_parts(s->outline, &list);

	for (size_t i = 0; i < n; i++)
		if (!list[i].attachment && list[i].seq == 0 &&
		    strcmp(list[i].media_type, "text/html") == 0) {
			*at = i;
			return true;
		}
	return false;
}

int shown_html(struct shown *s, struct err *e)
{
	struct content c = { .media_type = "text/html; charset=utf-8",
			     .page = true };
	size_t at;

	if (!shown_html_at(s, &at))
		return err_set(e, ERR_USAGE,
			       "message %" PRIu64 " has no HTML; `estreat "
			       "message show` has its text",
			       s->seq);
	if (shown_record(s, "html", 0, e) < 0)
		return -1;
	return give_own(s, at, &c, e);
}
