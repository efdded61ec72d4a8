#include "connector/store.h"

#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/info.h"
#include "connector/run.h"
#include "db/db.h"
#include "stream/digest.h"
#include "stream/reader.h"
#include "vault/vault.h"

#include <string.h>

static void info_begin(struct run *r, struct str *info, const char *bundle)
{
	info_number(info, INFO_CONNECTOR, (uint64_t)r->connector);
	info_number(info, INFO_RUN, (uint64_t)r->id);
	info_text(info, INFO_SOURCE, r->ops->name);
	info_text(info, INFO_BUNDLE, bundle);
}

static void record_key(struct vault_record *rec, const struct str *id)
{
	struct digest d = digest_of(id->s, id->len);

	memcpy(rec->key, d.bytes, sizeof(rec->key));
}

static bool is_media(const char *type)
{
	return str_starts(type, "video/") || str_starts(type, "audio/") ||
	       str_starts(type, "image/") || strstr(type, "zip") != NULL;
}

static uint64_t find_digest(void *ctx, const struct digest *d)
{
	struct run *r = ctx;
	struct catalog_place place;
	struct err e = ERR_INIT;

	/* not found for whatever reason: it is stored again, nothing is lost */
	if (catalog_find_digest(archive_catalog(r->archive), d, &place, &e) <=
	    0)
		return 0;
	return place.seq;
}

int store_raw(struct run *r, const struct store_raw *raw, uint64_t *seq,
	      uint8_t sha256[32], struct err *e)
{
	struct digest d = digest_of(raw->bytes, raw->len);
	AUTO(str_done) struct str info = STR_INIT;
	AUTO(str_done) struct str id = STR_INIT;
	AUTO(reader_free) struct reader *body = NULL;
	struct vault_record rec = { .kind = VAULT_RAW,
				    .time_us = raw->time_us };
	struct catalog_place place;
	struct vault_stored out;
	bool known;
	int rc;

	str_addf(&id, "raw %lld %s %s %s", (long long)r->connector,
		 raw->bundle_name, raw->name, d.hex);
	record_key(&rec, &id);
	memcpy(sha256, d.bytes, DIGEST_BYTES);
	rc = catalog_find_key(archive_catalog(r->archive), VAULT_RAW, rec.key,
			      &place, e);
	if (rc != 0) {
		*seq = rc > 0 ? place.seq : 0;
		return rc < 0 ? -1 : 0;
	}
	info_begin(r, &info, raw->bundle_name);
	info_text(&info, INFO_NAME, raw->name);
	info_text(&info, INFO_MEDIA_TYPE, raw->media_type);
	rec.info = info.s;
	rec.info_len = info.len;
	body = reader_mem(raw->bytes, raw->len);
	if (vault_put_stream(archive_vault(r->archive), &rec, body, NULL, &out,
			     &known, e) < 0)
		return err_wrap(e, "archive %s", raw->name);
	*seq = out.seq;
	return 0;
}

int store_raw_row(struct db *db, const struct store_raw *raw, uint64_t seq,
		  const uint8_t sha256[32], struct err *e)
{
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO raw(bundle, name, media_type, seq, sha256,"
		" message) VALUES ($1, $2, $3, $4, $5, 0)"
		" ON CONFLICT (bundle, name) DO UPDATE SET media_type = $3,"
		" seq = $4, sha256 = $5, message = CASE WHEN raw.sha256 = $5"
		" THEN raw.message ELSE 0 END",
		e);

	db_int(st, 1, raw->bundle);
	db_text(st, 2, raw->name);
	db_text(st, 3, raw->media_type);
	db_int(st, 4, (int64_t)seq);
	db_bytes(st, 5, sha256, DIGEST_BYTES);
	return db_exec(st, e);
}

/* --- artefacts ----------------------------------------------------------- */

/* A body that must have exactly the announced size. Borrows what is below. */
struct exact_reader {
	struct reader base;
	struct reader *below;
	int64_t announced;
	int64_t seen;
};

static ssize_t exact_read(struct reader *r, void *buf, size_t cap,
			  struct err *e)
{
	struct exact_reader *x = (struct exact_reader *)r;
	ssize_t n = reader_read(x->below, buf, cap, e);

	if (n > 0)
		x->seen += n;
	if (n >= 0 && x->announced >= 0 &&
	    (x->seen > x->announced || (n == 0 && x->seen < x->announced)))
		return err_set(e, ERR_RETRY,
			       "%lld bytes arrived where the source announced "
			       "%lld",
			       (long long)x->seen, (long long)x->announced);
	return n;
}

static void exact_free(struct reader *r)
{
	(void)r; /* lives on the caller's stack */
}

static const struct reader_ops exact_ops = { .read = exact_read,
					     .free = exact_free };

int store_artefact(struct run *r, const struct store_artefact *art,
		   struct reader *body, uint64_t *seq, uint64_t *size,
		   uint8_t sha256[32], struct err *e)
{
	struct exact_reader exact = { .base = { &exact_ops },
				      .below = body,
				      .announced = art->announced };
	struct vault_known know = { .ctx = r, .find = find_digest };
	AUTO(str_done) struct str info = STR_INIT;
	AUTO(str_done) struct str id = STR_INIT;
	struct vault_record rec = { .kind = VAULT_ARTEFACT,
				    .time_us = art->time_us,
				    .media = is_media(art->media_type) };
	struct vault_stored out;
	bool known;

	str_addf(&id, "artefact %lld %s %s %s %s", (long long)r->connector,
		 art->bundle_name, art->kind, art->id, art->version);
	record_key(&rec, &id);
	info_begin(r, &info, art->bundle_name);
	info_text(&info, INFO_KIND, art->kind);
	info_text(&info, INFO_OBJECT, art->id);
	info_text(&info, INFO_VERSION, art->version);
	info_text(&info, INFO_NAME, art->name);
	info_text(&info, INFO_MEDIA_TYPE, art->media_type);
	rec.info = info.s;
	rec.info_len = info.len;
	if (vault_put_stream(archive_vault(r->archive), &rec, &exact.base,
			     &know, &out, &known, e) < 0)
		return err_wrap(e, "%s", art->name);
	*seq = out.seq;
	*size = out.length;
	memcpy(sha256, out.digest.bytes, DIGEST_BYTES);
	return 0;
}
