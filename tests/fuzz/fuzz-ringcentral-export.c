/*
 * fuzz-ringcentral-export.c - an export: the ZIP, its files, their records.
 *
 * The first byte says what the rest is: 0 to 7 a file of that folder, given
 * in pieces; anything else the ZIP itself. Whatever it is, what is told keeps
 * to the contract of source.h.
 */
#include "base/arena.h"
#include "base/err.h"
#include "source/loose.h"
#include "source/ringcentral/book.h"
#include "source/ringcentral/listing.h"
#include "source/ringcentral/places.h"
#include "source/ringcentral/read/records.h"
#include "source/ringcentral/read/zip.h"
#include "stream/reader.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a ZIP may hold in all for one input: bombs only cost time here. */
#define BYTES_MAX ((size_t)4 << 20)

struct fuzz {
	struct listing l;
	enum export_folder folder;
	struct records records;
	size_t bytes;
};

static int check_entry(void *ctx, const struct source_entry *en, struct err *e)
{
	(void)ctx;
	(void)e;
	assert(en->bundle[0] != '\0' && en->kind[0] != '\0');
	assert(en->id[0] != '\0' && en->version != NULL);
	assert(en->label[0] != '\0' && en->found_by[0] != '\0');
	assert((en->reason[0] == '\0') == (en->state == SOURCE_READY));
	assert(en->evidence != NULL && en->time_us >= 0);
	assert(en->raw == NULL || en->raw_len > 0);
	assert(en->beside == NULL || en->beside_name != NULL);
	assert(strpbrk(en->label, "\r\n") == NULL);
	return 0;
}

static void check_notice(void *ctx, enum check_level level, const char *subject,
			 const char *text)
{
	(void)ctx;
	assert(level <= CHECK_FAIL && subject[0] != '\0' && text[0] != '\0');
}

static int on_record(void *ctx, const char *bytes, size_t len, struct err *e)
{
	struct fuzz *f = ctx;
	json_t *o;

	assert(len >= 2 && bytes[0] == '{' && bytes[len - 1] == '}');
	if (f->folder >= EXPORT_POSTS)
		return rc_listing_record(&f->l, f->folder, bytes, len, e);
	o = loose_parse(bytes, len, NULL);
	if (json_is_object(o))
		rc_book_add(f->l.book, f->folder, o);
	json_decref(o);
	rc_book_ready(f->l.book);
	return 0;
}

static int on_begin(void *ctx, const char *name, struct err *e)
{
	struct fuzz *f = ctx;

	(void)e;
	assert(name[0] != '\0');
	f->folder = (enum export_folder)(strlen(name) % EXPORT_FOLDERS);
	rc_records_begin(&f->records, on_record, f);
	return 1;
}

static int on_bytes(void *ctx, const char *bytes, size_t len, struct err *e)
{
	struct fuzz *f = ctx;

	f->bytes += len;
	if (f->bytes > BYTES_MAX)
		return err_set(e, ERR_RETRY, "enough");
	return rc_records_feed(&f->records, bytes, len, e);
}

static int on_end(void *ctx, struct err *e)
{
	struct fuzz *f = ctx;
	int bad = rc_records_end(&f->records, e);

	rc_records_done(&f->records);
	rc_records_begin(&f->records, on_record, f);
	return bad;
}

/* The same file in pieces of another length is the same file. */
static size_t feed(struct fuzz *f, const char *bytes, size_t len, size_t piece)
{
	struct err e = ERR_INIT;
	size_t n;
	int bad = 0;

	rc_records_begin(&f->records, on_record, f);
	for (size_t at = 0; bad == 0 && at < len; at += piece)
		bad = rc_records_feed(&f->records, bytes + at,
				      len - at < piece ? len - at : piece, &e);
	assert(bad == 0 || e.kind == ERR_RETRY);
	n = f->records.n;
	rc_records_done(&f->records);
	return n;
}

static void walk(struct fuzz *f, const uint8_t *data, size_t size)
{
	AUTO(reader_free) struct reader *r = reader_mem(data, size);
	struct zip_to to = { f, on_begin, on_bytes, on_end };
	struct err e = ERR_INIT;

	rc_records_begin(&f->records, on_record, f);
	if (rc_zip_walk(r, &to, &e) < 0)
		assert(e.kind == ERR_RETRY);
	rc_records_done(&f->records);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(rc_book_free) struct book *book = rc_book_new();
	struct rc r = { .exclude = "note", .places = rc_places_new() };
	struct source_list to = { .entry = check_entry,
				  .notice = check_notice };
	struct source_window w = { .from_us = 1, .to_us = INT64_MAX / 2 };
	struct fuzz f = { .l = { .r = &r,
				 .w = &w,
				 .to = &to,
				 .book = book,
				 .page = arena_new() } };
	struct err e = ERR_INIT;

	if (size > 0 && data[0] < EXPORT_FOLDERS) {
		const char *bytes = (const char *)data + 1;

		f.folder = (enum export_folder)data[0];
		assert(feed(&f, bytes, size - 1, 1) ==
		       feed(&f, bytes, size - 1, size));
	} else if (size > 0) {
		walk(&f, data + 1, size - 1);
	}
	assert(rc_listing_stray_files(&f.l, &e) == 0);
	arena_free(f.l.page);
	rc_places_free(r.places);
	return 0;
}
