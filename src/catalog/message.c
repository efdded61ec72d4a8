/* message.c - reading an archived message, artefacts and all. */
#include "catalog/archive.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/catalog.h"
#include "catalog/record.h"
#include "mime/reduce.h"
#include "mime/skeleton.h"
#include "stream/reader.h"
#include "vault/vault.h"

#include <inttypes.h>
#include <stdlib.h>

int record_open(struct archive *a, uint64_t seq, struct vault_got **out,
		struct err *e)
{
	struct catalog_place place;
	int rc = catalog_place(archive_catalog(a), seq, &place, e);

	if (rc == 0)
		return err_set(e, ERR_STORE,
			       "record %" PRIu64 " is not in the catalog", seq);
	if (rc < 0)
		return -1;
	return vault_get(archive_vault(a), place.pack, place.offset, out, e);
}

int record_read(struct archive *a, uint64_t seq, size_t max, struct str *out,
		struct err *e)
{
	AUTO(vault_got_free) struct vault_got *got = NULL;
	AUTO(reader_free) struct reader *r = NULL;
	uint64_t length;
	ssize_t n;

	if (record_open(a, seq, &got, e) < 0)
		return -1;
	length = vault_got_stored(got)->length;
	if (length > max)
		return err_set(e, ERR_ITEM,
			       "record %" PRIu64 " has %" PRIu64
			       " bytes, more than the %zu taken here",
			       seq, length, max);
	if (vault_got_content(got, 0, &r, e) < 0)
		return -1;
	do {
		char *at = str_room(out, READER_BLOCK);

		n = reader_read(r, at, READER_BLOCK, e);
		if (n > 0)
			out->len += (size_t)n;
		out->s[out->len] = '\0';
	} while (n > 0);
	reader_free(TAKE(r)); /* before the record it reads from */
	return n < 0 ? -1 : 0;
}

/* --- a reader that owns the record it reads from ------------------------- */

struct record_reader {
	struct reader base;
	struct vault_got *got;
	struct reader *content;
};

static ssize_t record_reader_read(struct reader *r, void *buf, size_t cap,
				  struct err *e)
{
	return reader_read(((struct record_reader *)r)->content, buf, cap, e);
}

static void record_reader_free(struct reader *r)
{
	struct record_reader *rr = (struct record_reader *)r;

	reader_free(rr->content);
	vault_got_free(rr->got);
	free(rr);
}

static const struct reader_ops record_reader_ops = {
	.read = record_reader_read,
	.free = record_reader_free,
};

int record_reader_from(struct archive *a, uint64_t seq, uint64_t from,
		       struct reader **out, struct err *e)
{
	struct record_reader *rr = NEW(struct record_reader);
	AUTO(reader_free) struct reader *r = &rr->base;

	rr->base.ops = &record_reader_ops;
	if (record_open(a, seq, &rr->got, e) < 0 ||
	    vault_got_content(rr->got, from, &rr->content, e) < 0)
		return -1;
	*out = TAKE(r);
	return 0;
}

int record_reader(struct archive *a, uint64_t seq, struct reader **out,
		  struct err *e)
{
	return record_reader_from(a, seq, 0, out, e);
}

/* --- the rendered message ------------------------------------------------ */

struct message_reader {
	struct reader base;
	struct str skeleton;
	struct skeleton_opener opener;
	struct reader *rendered;
};

static int artefact_open(void *ctx, const struct skeleton_artefact *art,
			 struct reader **out, struct err *e)
{
	return record_reader(ctx, art->seq, out, e);
}

static ssize_t message_read(struct reader *r, void *buf, size_t cap,
			    struct err *e)
{
	return reader_read(((struct message_reader *)r)->rendered, buf, cap, e);
}

static void message_free(struct reader *r)
{
	struct message_reader *m = (struct message_reader *)r;

	reader_free(m->rendered);
	str_done(&m->skeleton);
	free(m);
}

static const struct reader_ops message_ops = {
	.read = message_read,
	.free = message_free,
};

struct reader *record_render(struct archive *a, struct str *skeleton)
{
	struct message_reader *m = NEW(struct message_reader);

	m->base.ops = &message_ops;
	m->skeleton = *skeleton;
	*skeleton = STR_INIT;
	m->opener = (struct skeleton_opener){ .ctx = a, .open = artefact_open };
	m->rendered =
		reader_skeleton(m->skeleton.s, m->skeleton.len, &m->opener);
	return &m->base;
}

static int skeleton_of(struct archive *a, uint64_t seq, struct str *out,
		       struct err *e)
{
	struct catalog_place place;
	int rc = catalog_place(archive_catalog(a), seq, &place, e);

	if (rc < 0)
		return -1;
	if (rc == 0 || place.kind != VAULT_MESSAGE)
		return err_set(e, ERR_USAGE, "there is no message %" PRIu64,
			       seq);
	if (record_read(a, seq, SKELETON_MAX, out, e) < 0)
		return err_wrap(e, "message %" PRIu64, seq);
	return 0;
}

int archive_message(struct archive *a, uint64_t seq, struct reader **out,
		    struct err *e)
{
	AUTO(str_done) struct str skeleton = STR_INIT;

	if (skeleton_of(a, seq, &skeleton, e) < 0)
		return -1;
	*out = record_render(a, &skeleton);
	return 0;
}

/* --- in a form that fits -------------------------------------------------- */

struct fitting {
	uint64_t seq;
	const char *portal;
};

/* Where somebody finds what was left out. */
static void say_where(void *ctx, const struct skeleton_artefact *art,
		      struct str *out)
{
	const struct fitting *f = ctx;

	if (f->portal != NULL && *f->portal != '\0')
		str_addf(out, "%s/messages/%" PRIu64 "?part=%" PRIu64,
			 f->portal, f->seq, art->seq);
	else
		str_addf(out,
			 "estreat message show %" PRIu64 " --part %" PRIu64,
			 f->seq, art->seq);
}

int archive_message_within(struct archive *a, uint64_t seq,
			   const struct archive_within *within,
			   struct archive_form *out, struct err *e)
{
	AUTO(str_done) struct str whole = STR_INIT;
	AUTO(str_done) struct str fits = STR_INIT;
	struct fitting f = { .seq = seq, .portal = within->portal };
	struct reduce how = { .limit = within->limit,
			      .where = say_where,
			      .ctx = &f };
	int64_t size;

	if (skeleton_of(a, seq, &whole, e) < 0)
		return -1;
	size = skeleton_size(whole.s, whole.len, e);
	if (size >= 0 && within->limit > 0 && (uint64_t)size > within->limit) {
		size = skeleton_reduce(whole.s, whole.len, &how, &fits, e);
		if (size >= 0) {
			str_done(&whole);
			whole = fits;
			fits = STR_INIT;
		}
	}
	if (size < 0)
		return err_wrap(e, "message %" PRIu64, seq);
	out->skeleton = whole;
	whole = STR_INIT;
	out->size = (uint64_t)size;
	out->replaced = how.replaced;
	return 0;
}
