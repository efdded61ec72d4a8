/*
 * message.c - a settled bundle becomes a message in the vault.
 *
 * The message's identity (Message-ID) is a function of the bundle and of how
 * many messages it had before, so a step that is repeated after a crash
 * finds what it has stored already and adopts it: the parts it carries are
 * in its info. The rendered message is read back whole before anything is
 * called archived: each artefact's digest is verified on the way, and the
 * SHA-256 of the mail is recorded.
 */
#include "connector/run.h"

#include "base/arena.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/control.h"
#include "catalog/info.h"
#include "catalog/record.h"
#include "connector/material.h"
#include "db/db.h"
#include "item/item.h"
#include "stream/digest.h"
#include "stream/reader.h"
#include "vault/vault.h"

#include <inttypes.h>
#include <string.h>

/* --- is it time? --------------------------------------------------------- */

struct standing {
	int64_t pending, captured, refused; /* entries not yet in a message */
	int64_t settle_us;
};

static int standing_of(struct db *db, int64_t bundle, struct standing *out,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT sum(CASE WHEN state = 1 THEN 1 ELSE 0 END),"
		" sum(CASE WHEN state = 2 AND message = 0 THEN 1 ELSE 0 END),"
		" sum(CASE WHEN state IN (4, 5) AND message = 0 THEN 1 ELSE 0"
		" END), (SELECT settle_us FROM bundle WHERE id = $1)"
		" FROM inventory WHERE bundle = $1",
		e);

	db_int(st, 1, bundle);
	if (db_step(st, e) < 0)
		return -1;
	out->pending = db_col_int(st, 0);
	out->captured = db_col_int(st, 1);
	out->refused = db_col_int(st, 2);
	out->settle_us = db_col_int(st, 3);
	return 0;
}

static bool is_due(const struct run *r, const struct standing *s)
{
	if (s->captured == 0 && s->refused == 0)
		return false;
	return s->pending == 0 || r->as_of_us >= s->settle_us;
}

/* --- into the vault ------------------------------------------------------ */

static void message_key(struct vault_record *rec, const char *message_id)
{
	const char *left = message_id + (*message_id == '<');
	struct digest d = digest_of(left, strcspn(left, "@>"));

	memcpy(rec->key, d.bytes, sizeof(rec->key));
}

/* Read the rendered mail to its end: its digest, and proof that it reads. */
static int read_back(struct run *r, const struct str *skeleton, uint64_t size,
		     struct digest *out, struct err *e)
{
	struct str copy = STR_INIT;
	AUTO(reader_free) struct reader *mail = NULL;
	unsigned char buf[READER_BLOCK];
	ssize_t n;

	str_add_len(&copy, skeleton->s, skeleton->len);
	mail = reader_sha256(record_render(r->archive, &copy), out);
	do
		n = reader_read(mail, buf, sizeof(buf), e);
	while (n > 0);
	if (n < 0)
		return err_wrap(e, "read the message back");
	if (out->length != size)
		return err_set(e, ERR_STORE,
			       "the message has %" PRIu64 " bytes when read "
			       "back, not %" PRIu64,
			       out->length, size);
	return 0;
}

static const char *sender_of(const struct item *it)
{
	const struct item_person *p;

	if (it->author == ITEM_NOBODY)
		return "";
	p = &it->people[it->author];
	return *p->name != '\0' ? p->name : p->email;
}

static void info_people(struct str *info, const struct item *it)
{
	for (size_t i = 0; i < it->n_people; i++) {
		info_text(info, INFO_ADDRESS, it->people[i].email);
		info_text(info, INFO_PERSON, it->people[i].name);
	}
}

static void info_parts(struct str *info, const struct material *m)
{
	for (size_t i = 0; i < m->base.n_parts; i++) {
		const struct source_part *p = &m->base.parts[i];
		AUTO(free) char *part = NULL;

		if (!p->fresh || p->state == SOURCE_PART_WAITING)
			continue;
		part = str_printf("%s\n%s\n%s", p->kind, p->id, p->version);
		info_text(info, INFO_PART, part);
	}
	for (size_t i = 0; i < m->base.n_raws; i++)
		if (m->base.raws[i].fresh)
			info_text(info, INFO_RAW_NAME, m->base.raws[i].name);
}

static void info_build(struct run *r, struct str *info, const struct item *it,
		       const struct material *m,
		       const struct convert_message *c)
{
	info_number(info, INFO_CONNECTOR, (uint64_t)r->connector);
	info_number(info, INFO_RUN, (uint64_t)r->id);
	info_text(info, INFO_SOURCE, it->source);
	info_text(info, INFO_TENANT, it->tenant);
	info_text(info, INFO_BUNDLE, m->base.bundle);
	info_number(info, INFO_ORDINAL, m->base.ordinal);
	info_text(info, INFO_KIND, it->ref.kind);
	info_text(info, INFO_CONVERSATION, it->conversation);
	info_text(info, INFO_MESSAGE_ID, c->message_id.s);
	info_text(info, INFO_SUBJECT, c->subject.s);
	info_text(info, INFO_SENDER, sender_of(it));
	info_number(info, INFO_SIZE, c->size);
	info_number(info, INFO_TIME_START, (uint64_t)it->start_us);
	info_number(info, INFO_TIME_END, (uint64_t)it->end_us);
	info_people(info, it);
	info_parts(info, m);
}

static int message_put(struct run *r, const struct item *it,
		       const struct material *m, struct convert_message *c,
		       uint64_t *seq, struct err *e)
{
	AUTO(str_done) struct str info = STR_INIT;
	AUTO(reader_free) struct reader *body = NULL;
	struct vault_record rec = { .kind = VAULT_MESSAGE,
				    .time_us = c->date_us };
	struct vault_stored out;
	struct digest mail;
	bool known;

	if (read_back(r, &c->skeleton, c->size, &mail, e) < 0)
		return -1;
	info_build(r, &info, it, m, c);
	info_bytes(&info, INFO_SHA256, mail.bytes, DIGEST_BYTES);
	message_key(&rec, c->message_id.s);
	rec.info = info.s;
	rec.info_len = info.len;
	body = reader_mem(c->skeleton.s, c->skeleton.len);
	if (vault_put_stream(archive_vault(r->archive), &rec, body, NULL, &out,
			     &known, e) < 0 ||
	    vault_commit(archive_vault(r->archive), e) < 0)
		return err_wrap(e, "store the message");
	*seq = out.seq;
	return 0;
}

/* --- control ------------------------------------------------------------- */

static int mark_part(struct db *db, int64_t bundle, const char *part,
		     uint64_t message, struct err *e)
{
	AUTO(free) char *copy = mem_strdup(part);
	char *id = strchr(copy, '\n'), *version;
	struct db_stmt *st;

	if (id == NULL)
		return 0;
	*id++ = '\0';
	version = strrchr(id, '\n');
	if (version == NULL)
		return 0;
	*version++ = '\0';
	st = db_sql(db,
		    "UPDATE inventory SET message = $5 WHERE bundle = $1 AND"
		    " kind = $2 AND object = $3 AND version = $4"
		    " AND message = 0",
		    e);
	db_int(st, 1, bundle);
	db_text(st, 2, copy);
	db_text(st, 3, id);
	db_text(st, 4, version);
	db_int(st, 5, (int64_t)message);
	return db_exec(st, e);
}

static int mark_raw(struct db *db, int64_t bundle, const char *name,
		    uint64_t message, struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "UPDATE raw SET message = $3 WHERE"
				    " bundle = $1 AND name = $2 AND"
				    " message = 0",
				    e);

	db_int(st, 1, bundle);
	db_text(st, 2, name);
	db_int(st, 3, (int64_t)message);
	return db_exec(st, e);
}

/* What the message carries, by its own info, belongs to it from now on. */
static int mark(struct run *r, struct db *db, int64_t bundle, uint64_t message,
		struct err *e)
{
	AUTO(vault_got_free) struct vault_got *got = NULL;
	const struct vault_stored *rec;
	struct info_reader in;

	if (record_open(r->archive, message, &got, e) < 0)
		return -1;
	rec = vault_got_stored(got);
	info_read(&in, rec->info, rec->info_len);
	while (info_next(&in)) {
		AUTO(free) char *text = mem_dup(in.bytes, in.len);
		int rc = 0;

		if (in.tag == INFO_PART)
			rc = mark_part(db, bundle, text, message, e);
		else if (in.tag == INFO_RAW_NAME)
			rc = mark_raw(db, bundle, text, message, e);
		if (rc < 0)
			return -1;
	}
	return 0;
}

static int count_message(struct db *db, int64_t bundle, struct err *e)
{
	struct db_stmt *st = db_sql(
		db, "UPDATE bundle SET ordinal = ordinal + 1 WHERE id = $1", e);

	db_int(st, 1, bundle);
	return db_exec(st, e);
}

static int settle(struct run *r, struct db *db, struct queue_job *job,
		  uint64_t message, struct err *e)
{
	int rc;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = mark(r, db, job->subject, message, e);
	if (rc == 0)
		rc = count_message(db, job->subject, e);
	if (rc == 0)
		rc = queue_next(db, job->id, QUEUE_IMPORT, (int64_t)message, e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, e) < 0)
		return -1;
	job->kind = QUEUE_IMPORT;
	job->subject = (int64_t)message;
	return 1;
}

/* Nothing worth a message: what is kept as raw is the archive's record. */
static int without_message(struct run *r, struct db *db,
			   const struct queue_job *job, const char *reason,
			   enum inventory_state state, struct err *e)
{
	struct db_stmt *st;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	st = db_sql(db,
		    "UPDATE inventory SET state = $2, settled_run = $3,"
		    " reason = $4, message = -1 WHERE bundle = $1 AND"
		    " state = 2 AND message = 0",
		    e);
	db_int(st, 1, job->subject);
	db_int(st, 2, (int64_t)state);
	db_int(st, 3, r->id);
	db_text(st, 4, reason);
	if (db_exec(st, e) < 0 || queue_done(db, job->id, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* --- the step ------------------------------------------------------------ */

static int make(struct run *r, struct db *db, struct queue_job *job,
		const struct material *m, struct err *e)
{
	struct convert_config cfg = { .domain = archive_domain(r->archive),
				      .headers = r->headers,
				      .n_headers = r->n_headers };
	AUTO(item_free) struct item *it = NULL;
	AUTO(convert_message_done)
	struct convert_message c = {
		.skeleton = STR_INIT,
		.message_id = STR_INIT,
		.subject = STR_INIT,
	};
	struct vault_record key = { 0 };
	struct catalog_place place;
	uint64_t seq = 0;
	int rc = r->ops->compose(&m->base, &it, e);

	if (rc == 0)
		return without_message(r, db, job,
				       "kept as raw; nothing in it is worth a "
				       "message of its own",
				       INVENTORY_ARCHIVED, e);
	if (rc < 0 || convert_item(it, &cfg, &c, e) < 0)
		return -1;
	message_key(&key, c.message_id.s);
	rc = catalog_find_key(archive_catalog(r->archive), VAULT_MESSAGE,
			      key.key, &place, e);
	if (rc > 0)
		return settle(r, db, job, place.seq, e);
	if (rc < 0 || message_put(r, it, m, &c, &seq, e) < 0)
		return -1;
	return settle(r, db, job, seq, e);
}

int run_convert(struct run *r, struct db *db, struct queue_job *job,
		struct err *e)
{
	AUTO(material_free) struct material *m = NULL;
	struct standing s = { 0 };
	char text[ERR_TEXT];
	int rc;

	if (standing_of(db, job->subject, &s, e) < 0)
		return -1;
	if (!is_due(r, &s))
		return run_end_job(db, job, e);
	if (material_load(&m, r, db, job->subject, e) < 0)
		return -1;
	rc = make(r, db, job, m, e);
	if (rc < 0 && e->kind == ERR_ITEM) {
		/* set aside with its reason; the raw bytes are kept (P7) */
		(void)err_str(e, text, sizeof(text));
		err_clear(e);
		return without_message(r, db, job, text, INVENTORY_FAILED, e);
	}
	return rc < 0 ? err_wrap(e, "convert %s", m->base.bundle) : rc;
}
