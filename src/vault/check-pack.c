/* check-pack.c - one pack: row, keys, header, batches, footer, digest. */
#include "vault/check.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "stream/reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READ_AT_ONCE ((size_t)256 * 1024)

/* A pack under examination. */
struct exam {
	struct checking *c;
	struct pack_row row;
	struct view *view;
	char where[FORMAT_PATH + 16]; /* "packs/..." */
	struct pack seen;             /* entries and counters as found */
	uint64_t lost_keys, first_lost;
};

/* --- records ---------------------------------------------------------------
 */

static void check_object(struct exam *x, const struct scan_record *r,
			 const struct meta *m, const uint8_t *body)
{
	struct digest want = digest_from(m->digest, m->length);
	AUTO(free) uint8_t *buf = mem_resize(NULL, READ_AT_ONCE);
	struct reader *in = NULL;
	struct manifest manifest;
	struct err e = ERR_INIT;
	const char *wrong =
		format_read_manifest(body, MANIFEST_SIZE, &manifest);
	char text[ERR_TEXT];
	ssize_t n = 0;

	if (wrong != NULL) {
		check_find(x->c, "%s: record at %" PRIu64 ": %s", x->where,
			   r->offset, wrong);
		return;
	}
	check_named(x->c, manifest.object);
	x->c->out->objects++;
	if (object_reader_fresh(x->c->v, &manifest, &want, &in, &e) < 0)
		n = -1;
	while (n >= 0 && (n = reader_read(in, buf, READ_AT_ONCE, &e)) > 0)
		check_progress(x->c, (uint64_t)n);
	reader_free(in);
	mem_wipe(&manifest, sizeof(manifest));
	if (n < 0)
		check_find(x->c, "seq %" PRIu64 ": %s", r->h.seq,
			   err_str(&e, text, sizeof(text)));
}

/* What is wrong with an opened record, or NULL. */
static const char *judge(struct exam *x, const struct scan_record *r,
			 const uint8_t *leaf, const uint8_t *plain,
			 struct meta *m)
{
	const char *wrong = format_read_meta(plain, r->h.plain, m);
	const uint8_t *body = plain + META_SIZE + m->info_len;
	uint8_t commitment[CRYPT_HASH];
	struct digest d;

	if (wrong != NULL)
		return wrong;
	if (!codec_commitment(x->c->codec, x->view->keys, r->h.leaf, plain,
			      m->info_len, commitment) ||
	    memcmp(commitment, leaf, MARK_LEAF) != 0)
		return "the batch mark's leaf is not its commitment";
	if (m->kind < VAULT_RAW || m->kind > VAULT_DICTIONARY)
		return "a kind this program does not know";
	if (m->form == META_OBJECT)
		return NULL;
	d = digest_of(body, (size_t)m->length);
	return memcmp(d.bytes, m->digest, DIGEST_BYTES) == 0
		       ? NULL
		       : "digest does not fit";
}

static void check_record(struct exam *x, const struct scan_record *r,
			 const uint8_t *leaf)
{
	AUTO(free) uint8_t *plain = NULL;
	struct checking *c = x->c;
	const char *wrong;
	struct err e = ERR_INIT;
	struct meta m;
	char text[ERR_TEXT];
	int rc = codec_open(c->codec, x->view->keys, x->view->dictionary, &r->h,
			    r->bytes, &plain, &e);

	c->out->records++;
	x->seen.row.records++;
	if (rc == 0) {
		x->first_lost = x->lost_keys++ == 0 ? r->h.seq : x->first_lost;
		return;
	}
	wrong = rc < 0 ? err_str(&e, text, sizeof(text))
		       : judge(x, r, leaf, plain, &m);
	if (wrong != NULL) {
		check_find(c, "%s: record at %" PRIu64 " (seq %" PRIu64 "): %s",
			   x->where, r->offset, r->h.seq, wrong);
		return;
	}
	x->seen.row.records--; /* pack_note() counts it */
	pack_note(&x->seen, codec_name(c->codec, c->v->name_key, m.key),
		  r->offset, &m);
	c->out->plain_bytes += m.length;
	if (m.form == META_OBJECT)
		check_object(x, r, &m, plain + META_SIZE + m.info_len);
}

static void check_batch(struct exam *x, const struct scan_batch *b)
{
	struct checking *c = x->c;
	uint8_t root[CRYPT_HASH];

	for (size_t i = 0; i < b->n; i++) {
		const uint8_t *leaf = b->leaves + i * MARK_LEAF;

		check_record(x, &b->records[i], leaf);
		if (c->whole)
			ledger_check_leaf(c->ledger, leaf, MARK_LEAF);
	}
	check_progress(c, b->end - b->start);
	if (!c->whole)
		return;
	ledger_check_root(c->ledger, root);
	if (memcmp(root, b->mark.root, CRYPT_HASH) != 0) {
		check_find(c,
			   "%s: batch at %" PRIu64 ": its root is not that of "
			   "the records so far",
			   x->where, b->start);
		c->whole = false;
	}
}

/* --- the end of a sealed pack ------------------------------------------------
 */

static void check_entries(struct exam *x, const uint8_t *footer)
{
	struct pack *p = &x->seen;

	pack_sort(p);
	for (size_t i = 0; i < p->n_entries; i++) {
		struct footer_entry f = format_footer_entry(footer, i);

		if (f.name != p->entries[i].name ||
		    f.offset != p->entries[i].offset) {
			check_find(x->c,
				   "%s: footer: entry %zu does not fit the "
				   "records",
				   x->where, i);
			return;
		}
	}
}

static void check_footer(struct exam *x, uint64_t start, uint64_t size)
{
	size_t len = size > start ? (size_t)(size - start) : 0;
	AUTO(free) uint8_t *bytes = mem_alloc(1, len + 1);
	struct footer f = { 0 };
	struct err e = ERR_INIT;
	const char *wrong;

	if (place_read(x->view->place, bytes, len, start, &e) < 0) {
		check_find_err(x->c, x->where, &e);
		return;
	}
	wrong = format_read_footer(bytes, len, &f);
	if (wrong == NULL &&
	    (f.start != start || f.first_seq != x->row.first_seq ||
	     f.count > x->seen.row.records))
		wrong = "footer: does not fit the pack";
	if (wrong != NULL)
		check_find(x->c, "%s: %s", x->where, wrong);
	else if (f.count == x->seen.n_entries && f.count > 0)
		check_entries(x, bytes);
	else if (x->lost_keys == 0)
		check_find(x->c, "%s: footer: %" PRIu64 " entries, %zu records",
			   x->where, f.count, x->seen.n_entries);
}

static void check_digest(struct exam *x)
{
	struct err e = ERR_INIT;
	struct digest d;

	if (place_hash(x->view->place, &d, &e) < 0)
		check_find_err(x->c, x->where, &e);
	else if (memcmp(d.bytes, x->row.sha256, DIGEST_BYTES) != 0)
		check_find(x->c,
			   "%s: SHA-256 of the file is %s, not the one noted "
			   "when it was sealed",
			   x->where, d.hex);
}

static void check_counters(struct exam *x)
{
	const struct pack_row *row = &x->row, *seen = &x->seen.row;

	if (x->lost_keys > 0) /* what they held cannot be counted */
		return;
	if (row->records != seen->records || row->objects != seen->objects ||
	    row->plain_bytes != seen->plain_bytes ||
	    row->object_bytes != seen->object_bytes)
		check_find(x->c,
			   "vault_pack: the counters of pack %" PRIu64
			   " do not fit its records",
			   row->id);
}

/* --- one pack ----------------------------------------------------------- */

static void check_end(struct exam *x, struct scan *s)
{
	struct checking *c = x->c;
	struct progress said;
	struct err e = ERR_INIT;
	uint64_t at = 0;
	int rc;

	if (x->row.state == PACK_SEALED) {
		if (strcmp(scan_why(s), "footer") != 0)
			check_find(c,
				   "%s: after %" PRIu64 " of %" PRIu64
				   " records: %s",
				   x->where, x->seen.row.records,
				   x->row.records, scan_why(s));
		return;
	}
	/* as of when the rows were read; a note of before a restart holds too
	 */
	if (c->extent.known)
		said = c->extent.at;
	else if (!vault_lock_last(c->v, &said))
		said.pack = 0;
	if (said.pack == x->row.id && said.end > scan_end(s)) {
		check_find(c, "%s: %s, but batches were stored up to %" PRIu64,
			   x->where, scan_why(s), said.end);
		return;
	}
	rc = scan_look_beyond(s, &at, &e);
	if (rc < 0)
		check_find_err(c, x->where, &e);
	/* beside a writer a later batch is nothing special */
	if (rc > 0 && scan_is_torn(s))
		check_find(c, "%s: %s, but a later batch ends at %" PRIu64,
			   x->where, scan_why(s), at);
}

static void check_sealed(struct exam *x, struct scan *s)
{
	struct err e = ERR_INIT;
	uint64_t size = 0;

	if (place_size(x->view->place, &size, &e) < 0 || size != x->row.bytes)
		check_find(x->c,
			   "%s: has not the %" PRIu64
			   " bytes noted when it was sealed",
			   x->where, x->row.bytes);
	check_digest(x);
	if (strcmp(scan_why(s), "footer") == 0) {
		check_footer(x, scan_end(s), size);
		check_counters(x);
	}
}

static void check_header(struct exam *x, const struct pack_header *h)
{
	const struct pack_row *row = &x->row;

	if (h->epoch != row->epoch || h->first_seq != row->first_seq ||
	    h->made_us != row->made_us || h->dict_pack != row->dict_pack ||
	    h->dict_offset != row->dict_offset)
		check_find(x->c,
			   "%s: its header and row %" PRIu64
			   " of vault_pack do not say the same",
			   x->where, row->id);
}

/* Walk it; the number of records found is in seen. */
static void walk(struct exam *x)
{
	AUTO(scan_close) struct scan *s = NULL;
	struct err e = ERR_INIT;
	struct scan_batch b;
	int rc;

	place_hash_begin(x->view->place); /* it is read once, in order */
	if (scan_open(&s, x->view->place,
		      vault_extent_limit(&x->c->extent, &x->row), &e) < 0) {
		check_find_err(x->c, x->where, &e);
		return;
	}
	check_header(x, scan_header(s));
	check_progress(x->c, PACK_HEADER);
	while ((rc = scan_next(s, &b, &e)) > 0)
		check_batch(x, &b);
	if (rc < 0)
		check_find_err(x->c, x->where, &e);
	else
		check_end(x, s);
	if (x->row.state == PACK_SEALED)
		check_sealed(x, s);
	if (x->lost_keys > 0)
		check_find(x->c,
			   "vault_key_node: the keys of %" PRIu64
			   " records of pack %" PRIu64
			   " are missing, from seq %" PRIu64 " on",
			   x->lost_keys, x->row.id, x->first_lost);
}

/* Where it should go on after this pack. */
static void go_on(struct checking *c, const struct pack_row *row,
		  uint64_t records)
{
	if (row->state == PACK_SEALED && records != row->records)
		c->whole = false; /* later leaves have no place */
	c->next_seq = row->first_seq +
		      (row->state == PACK_SEALED ? row->records : records);
}

void check_pack(struct checking *c, const struct pack_row *row)
{
	struct exam x = { .c = c, .row = *row, .seen.fd = -1 };
	char path[FORMAT_PATH];
	struct err e = ERR_INIT;

	(void)snprintf(x.where, sizeof(x.where), "packs/%s",
		       format_pack_path(row->epoch, row->id, path));
	if (vault_extent_is_empty(c->v, &c->extent, row))
		return;
	if (row->first_seq != c->next_seq) {
		check_find(c,
			   "vault_pack: pack %" PRIu64
			   " begins with seq %" PRIu64 ", not %" PRIu64,
			   row->id, row->first_seq, c->next_seq);
		c->whole = false;
	}
	if (shelf_open(c->v->shelf, row->id, &x.view, &e) < 0)
		check_find_err(c, x.where, &e);
	else
		walk(&x);
	go_on(c, row, x.seen.row.records);
	shelf_drop(x.view);
	free(x.seen.entries);
}
