/* find.c - records and messages by number, key, digest and Message-ID. */
#include "catalog/catalog-private.h"

#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "stream/digest.h"
#include "vault/vault.h"

#include <string.h>

#define PLACE_COLUMNS "seq, kind, pack, pos, length, sha256"

static void place_read(struct db_stmt *st, struct catalog_place *out)
{
	size_t len;
	const void *sha;

	out->seq = (uint64_t)db_col_int(st, 0);
	out->kind = (enum vault_kind)db_col_int(st, 1);
	out->pack = (uint64_t)db_col_int(st, 2);
	out->offset = (uint64_t)db_col_int(st, 3);
	out->length = (uint64_t)db_col_int(st, 4);
	sha = db_col_bytes(st, 5, &len);
	if (len == DIGEST_BYTES)
		memcpy(out->sha256, sha, len);
}

int catalog_place(struct catalog *c, uint64_t seq, struct catalog_place *out,
		  struct err *e)
{
	struct epoch *ep;
	struct db_stmt *st;
	int rc;

	if (catalog_enter(c, e) < 0)
		return -1;
	ep = catalog_epoch_of(c, seq);
	if (ep == NULL)
		return catalog_leave(c, 0);
	st = db_sql(ep->db, "SELECT " PLACE_COLUMNS " FROM item WHERE seq = $1",
		    e);
	db_int(st, 1, (int64_t)seq);
	rc = db_step(st, e);
	if (rc > 0)
		place_read(st, out);
	db_done(st);
	return catalog_leave(c, rc);
}

static bool bytes_are(struct db_stmt *st, int column, const uint8_t *want,
		      size_t want_len)
{
	size_t len;
	const void *p = db_col_bytes(st, column, &len);

	return len == want_len && memcmp(p, want, len) == 0;
}

/* The first row whose column has all the bytes: the index is over 8. */
static int find_row(struct db_stmt *st, int column, const uint8_t *want,
		    size_t len, struct catalog_place *out, struct err *e)
{
	int rc;

	do
		rc = db_step(st, e);
	while (rc > 0 && !bytes_are(st, column, want, len));
	if (rc > 0)
		place_read(st, out);
	return rc;
}

static int find_key_in(struct epoch *ep, enum vault_kind kind,
		       const uint8_t key[VAULT_KEY], struct catalog_place *out,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(ep->db,
				    "SELECT " PLACE_COLUMNS
				    ", key_rest FROM item WHERE h8 = $1"
				    " AND kind = $2 ORDER BY seq",
				    e);

	db_int(st, 1, epoch_first8(key));
	db_int(st, 2, (int64_t)kind);
	return find_row(st, 6, key + 8, VAULT_KEY - 8, out, e);
}

int catalog_find_key_after(struct catalog *c, enum vault_kind kind,
			   const uint8_t key[VAULT_KEY], uint64_t after,
			   struct catalog_place *out, struct err *e)
{
	int rc = 0;

	if (catalog_enter(c, e) < 0)
		return -1;
	for (size_t i = c->n_epochs; rc == 0 && i-- > 0;)
		if (c->epochs[i].last > after)
			rc = find_key_in(&c->epochs[i], kind, key, out, e);
	return catalog_leave(c, rc);
}

int catalog_find_key(struct catalog *c, enum vault_kind kind,
		     const uint8_t key[VAULT_KEY], struct catalog_place *out,
		     struct err *e)
{
	return catalog_find_key_after(c, kind, key, 0, out, e);
}

static int find_digest_in(struct epoch *ep, const struct digest *d,
			  struct catalog_place *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(ep->db,
				    "SELECT " PLACE_COLUMNS
				    " FROM item WHERE d8 = $1 ORDER BY seq",
				    e);

	db_int(st, 1, epoch_first8(d->bytes));
	return find_row(st, 5, d->bytes, DIGEST_BYTES, out, e);
}

int catalog_find_digest(struct catalog *c, const struct digest *d,
			struct catalog_place *out, struct err *e)
{
	int rc = 0;

	if (catalog_enter(c, e) < 0)
		return -1;
	for (size_t i = c->n_epochs; rc == 0 && i-- > 0;)
		rc = find_digest_in(&c->epochs[i], d, out, e);
	return catalog_leave(c, rc);
}

/* --- messages ---------------------------------------------------------- */

void catalog_message_done(struct catalog_message *m)
{
	str_done(&m->message_id);
	str_done(&m->subject);
	str_done(&m->sender);
	str_done(&m->kind);
}

static void message_read(struct db_stmt *st, struct catalog_message *out)
{
	out->seq = (uint64_t)db_col_int(st, 0);
	out->pack = (uint64_t)db_col_int(st, 1);
	out->offset = (uint64_t)db_col_int(st, 2);
	out->time_us = db_col_int(st, 3);
	out->stored_us = db_col_int(st, 4);
	out->connector = db_col_int(st, 5);
	out->run = db_col_int(st, 6);
	out->size = (uint64_t)db_col_int(st, 7);
	str_cut(&out->message_id, 0);
	str_add(&out->message_id, db_col_text(st, 8));
	str_cut(&out->subject, 0);
	str_add(&out->subject, db_col_text(st, 9));
	str_cut(&out->sender, 0);
	str_add(&out->sender, db_col_text(st, 10));
	str_cut(&out->kind, 0);
	str_add(&out->kind, db_col_text(st, 11));
	out->people = db_col_int(st, 12);
	out->parts = db_col_int(st, 13);
}

int catalog_message(struct catalog *c, uint64_t seq,
		    struct catalog_message *out, struct err *e)
{
	struct epoch *ep;
	struct db_stmt *st;
	int rc;

	if (catalog_enter(c, e) < 0)
		return -1;
	ep = catalog_epoch_of(c, seq);
	if (ep == NULL)
		return catalog_leave(c, 0);
	st = db_sql(ep->db,
		    "SELECT seq, pack, pos, time_us, stored_us, connector, run,"
		    " size, message_id, subject, sender, what,"
		    " coalesce(people, -1), coalesce(parts, -1) FROM item"
		    " WHERE seq = $1 AND kind = $2",
		    e);
	db_int(st, 1, (int64_t)seq);
	db_int(st, 2, VAULT_MESSAGE);
	rc = db_step(st, e);
	if (rc > 0)
		message_read(st, out);
	db_done(st);
	return catalog_leave(c, rc);
}

int catalog_message_named(struct catalog *c, const char *name, uint64_t *seq,
			  struct err *e)
{
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	struct catalog_place place;
	struct digest d;
	long long number;
	int rc;

	if (str_int64(name, &number) && number > 0) {
		rc = catalog_message(c, (uint64_t)number, &m, e);
		*seq = m.seq;
		catalog_message_done(&m);
		return rc;
	}
	/* the key of a message is a digest of its Message-ID's left side */
	name += *name == '<';
	d = digest_of(name, strcspn(name, "@>"));
	rc = catalog_find_key(c, VAULT_MESSAGE, d.bytes, &place, e);
	if (rc > 0)
		*seq = place.seq;
	return rc;
}
