#include "connector/made.h"

#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/info.h"
#include "catalog/record.h"
#include "connector/material.h"
#include "connector/run.h"
#include "item/item.h"
#include "stream/digest.h"
#include "stream/reader.h"
#include "vault/vault.h"

#include <inttypes.h>
#include <string.h>

static void message_key(struct vault_record *rec, const char *message_id)
{
	const char *left = message_id + (*message_id == '<');
	struct digest d = digest_of(left, strcspn(left, "@>"));

	memcpy(rec->key, d.bytes, sizeof(rec->key));
}

int made_find(struct run *r, const struct made *made, uint64_t *seq,
	      struct err *e)
{
	struct vault_record key = { 0 };
	struct catalog_place place;
	int rc;

	message_key(&key, made->mail->message_id.s);
	rc = catalog_find_key(archive_catalog(r->archive), VAULT_MESSAGE,
			      key.key, &place, e);
	if (rc > 0)
		*seq = place.seq;
	return rc;
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

/* By addresses that the directory can have: an import knows no other. */
static void info_people(struct str *info, const struct item *it)
{
	for (size_t i = 0; i < it->n_people; i++) {
		AUTO(str_done) struct str address = STR_INIT;

		convert_address(&address, it, &it->people[i]);
		info_text(info, INFO_ADDRESS, address.s);
		info_text(info, INFO_PERSON, it->people[i].name);
	}
}

static bool is_there(enum source_part_state state)
{
	return state == SOURCE_PART_CAPTURED || state == SOURCE_PART_COMPLETE;
}

static void info_parts(struct str *info, const struct material *m)
{
	for (size_t i = 0; i < m->base.n_parts; i++) {
		const struct source_part *p = &m->base.parts[i];
		AUTO(free) char *part = NULL;

		if (!p->fresh || p->state == SOURCE_PART_WAITING)
			continue;
		part = str_printf("%s\n%s\n%s", p->kind, p->id, p->version);
		info_text(info, is_there(p->state) ? INFO_PART : INFO_MISSING,
			  part);
	}
	for (size_t i = 0; i < m->base.n_raws; i++)
		if (m->base.raws[i].fresh)
			info_text(info, INFO_RAW_NAME, m->base.raws[i].name);
}

static void info_build(struct run *r, struct str *info, const struct made *made)
{
	const struct item *it = made->item;
	const struct material *m = made->material;
	const struct convert_message *c = made->mail;

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

int made_put(struct run *r, const struct made *made, uint64_t *seq,
	     struct err *e)
{
	const struct convert_message *c = made->mail;
	AUTO(str_done) struct str info = STR_INIT;
	AUTO(reader_free) struct reader *body = NULL;
	struct vault_record rec = { .kind = VAULT_MESSAGE,
				    .time_us = c->date_us };
	struct vault_stored out;
	struct digest mail;
	bool known;

	if (read_back(r, &c->skeleton, c->size, &mail, e) < 0)
		return -1;
	info_build(r, &info, made);
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
