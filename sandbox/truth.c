#include "truth.h"

#include "chat.h"
#include "content.h"
#include "summary.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* The archiver of field "state": at midnight each day, and a week later. */
#define LAST_RUN_US (7 * CLOCK_DAY)

struct telling {
	FILE *out;
	const struct tenant *t;
	struct store *store;
};

struct object {
	const char *kind, *id, *version;
	const struct meeting *m;
	const char *name, *file_type;
	int64_t listed_us;    /* first seen, perhaps as processing */
	int64_t available_us; /* can be fetched */
	int64_t gone_us;      /* no more, trashed */
	int64_t forgotten_us; /* not even in the trash any more */
	bool failed;
	const struct digest *digest; /* NULL: no bytes */
	const char *text_sha256;     /* of a summary's text, NULL */
};

static void write_line(struct telling *k, json_t *o)
{
	(void)json_dumpf(o, k->out, JSON_COMPACT | JSON_PRESERVE_ORDER);
	(void)fputc('\n', k->out);
	json_decref(o);
}

static void put(json_t *o, const char *key, const char *value)
{
	json_object_set_new(o, key, json_string(value));
}

static void put_time(json_t *o, const char *key, int64_t us)
{
	char text[CLOCK_TEXT];

	if (us == FILE_NEVER)
		json_object_set_new(o, key, json_null());
	else
		put(o, key, clock_rfc3339(us, text));
}

/* Is there a run at or after from and before until? */
static bool has_run(const struct tenant *t, int64_t from_us, int64_t until_us)
{
	int64_t last_us = t->until_us + LAST_RUN_US, run_us;

	run_us = clock_day_start(from_us + CLOCK_DAY - 1);
	if (run_us < t->from_us + CLOCK_DAY)
		run_us = t->from_us + CLOCK_DAY;
	if (run_us <= t->until_us && run_us < until_us)
		return true;
	return from_us <= last_us && last_us < until_us;
}

static const char *state_of(const struct tenant *t, const struct object *x)
{
	if (has_run(t, x->available_us, x->gone_us))
		return x->failed ? "failed" : "archived";
	return has_run(t, x->listed_us, x->forgotten_us) ? "expired" : "unseen";
}

static void tell_object(struct telling *k, const struct object *x)
{
	json_t *o = json_object();

	put(o, "type", "object");
	put(o, "kind", x->kind);
	put(o, "id", x->id);
	put(o, "version", x->version);
	put(o, "meeting", x->m->uuid);
	put(o, "name", x->name);
	put(o, "file_type", x->file_type);
	put_time(o, "listed_from", x->listed_us);
	put_time(o, "available_from", x->available_us);
	put_time(o, "gone_from", x->gone_us);
	put(o, "state", state_of(k->t, x));
	put(o, "sha256", x->digest != NULL ? x->digest->hex : "");
	if (x->text_sha256 != NULL)
		put(o, "text_sha256", x->text_sha256);
	json_object_set_new(o, "size",
			    json_integer(x->digest != NULL
						 ? (json_int_t)x->digest->length
						 : 0));
	write_line(k, o);
}

static void tell_file(struct telling *k, const struct meeting *m,
		      const struct file *f)
{
	static const char *const kinds[] = {
		[VIEW_RECORDING] = "recording-file",
		[VIEW_PERSONAL] = "participant-audio",
		[VIEW_ARCHIVE] = "archive-file",
		[VIEW_TEXT] = "transcript",
	};
	struct digest digest;
	struct object x = {
		.kind = kinds[f->view],
		.id = f->view == VIEW_TEXT ? m->uuid : f->id,
		.version = "",
		.m = m,
		.name = f->name,
		.file_type = f->file_type,
		.listed_us = m->end_us,
		.available_us = f->ready_us,
		.gone_us =
			f->trashed_us < f->gone_us ? f->trashed_us : f->gone_us,
		.forgotten_us = f->gone_us,
		.failed = f->failed,
	};

	if (f->view == VIEW_TEXT)
		x.forgotten_us = FILE_NEVER; /* it says why it is gone */
	if (!f->failed) {
		store_digest(k->store, m, f, &digest);
		x.digest = &digest;
	}
	tell_object(k, &x);
}

static void tell_trash(struct telling *k, const struct meeting *m,
		       const char *id, int64_t trashed_us)
{
	char version[CLOCK_TEXT];
	struct object x = {
		.kind = "trash",
		.id = id,
		.version = clock_rfc3339(trashed_us, version),
		.m = m,
		.name = "",
		.file_type = "",
		.listed_us = trashed_us,
		.available_us = trashed_us,
		.gone_us = trashed_us + TRASH_KEPT_US,
		.forgotten_us = trashed_us + TRASH_KEPT_US,
	};

	tell_object(k, &x);
}

static void hash(const char *bytes, size_t len, char hex[DIGEST_HEX + 1])
{
	unsigned char md[32];

	if (EVP_Digest(bytes, len, md, NULL, EVP_sha256(), NULL) != 1)
		abort();
	encode_hex(md, sizeof(md), hex);
}

static void tell_summary(struct telling *k, const struct meeting *m)
{
	int64_t at_us[3] = { summary_created_us(m), summary_edited_us(m),
			     FILE_NEVER };

	for (size_t i = 0; i < 2 && at_us[i] != FILE_NEVER; i++) {
		struct str text AUTO(str_done) = STR_INIT;
		char version[CLOCK_TEXT], hex[DIGEST_HEX + 1];
		struct object x = {
			.kind = "summary",
			.id = m->uuid,
			.version = clock_rfc3339(at_us[i], version),
			.m = m,
			.name = "",
			.file_type = "",
			.listed_us = at_us[i],
			.available_us = at_us[i],
			.gone_us = at_us[i + 1],
			.forgotten_us = at_us[i + 1],
			.text_sha256 = hex,
		};

		summary_add(&text, k->t, m, (int)i);
		hash(text.s, text.len, hex);
		tell_object(k, &x);
	}
}

static json_t *participants(const struct cast *c)
{
	json_t *all = json_array();

	for (size_t i = 0; i < c->n; i++) {
		const struct member *p = &c->all[i];
		json_t *o = json_object(), *joins = json_array();

		put(o, "name", p->name);
		put(o, "email", p->email);
		put(o, "true_email", p->true_email);
		if (p->person != NULL)
			put(o, "person", p->person->key);
		json_object_set_new(o, "host", json_boolean(p->is_host));
		for (unsigned int k = 0; k < p->n_stays; k++) {
			char join[CLOCK_TEXT], leave[CLOCK_TEXT];

			clock_rfc3339(p->stays[k].join_us, join);
			clock_rfc3339(p->stays[k].leave_us, leave);
			json_array_append_new(joins,
					      json_pack("[s, s]", join, leave));
		}
		json_object_set_new(o, "joins", joins);
		if (p->waiting.join_us != 0)
			put_time(o, "waiting_from", p->waiting.join_us);
		json_array_append_new(all, o);
	}
	return all;
}

static void tell_meeting_line(struct telling *k, const struct meeting *m)
{
	struct cast c AUTO(cast_done) = { 0 };
	struct str topic AUTO(str_done) = STR_INIT;
	json_t *o = json_object();

	cast_make(&c, k->t, m);
	meeting_add_topic(&topic, k->t, m);
	put(o, "type", "meeting");
	put(o, "uuid", m->uuid);
	json_object_set_new(o, "id", json_integer(m->number));
	put(o, "topic", topic.s);
	put(o, "plot", m->plot);
	put(o, "language", talk_lang_tag(m->lang));
	put_time(o, "start", m->start_us);
	put_time(o, "end", m->end_us);
	put(o, "host_name", m->host->name);
	put(o, "host_email", m->host->email);
	json_object_set_new(o, "external",
			    json_boolean((m->what & PLOT_EXTERNAL) != 0));
	put(o, "parent", m->parent != NULL ? m->parent->uuid : "");
	json_object_set_new(o, "participants", participants(&c));
	if (chat_exists(m)) {
		struct chat chat AUTO(chat_done) = { 0 };

		chat_make(&chat, k->t, m);
		json_object_set_new(o, "messages", chat_truth(&chat));
	} else {
		json_object_set_new(o, "messages", json_array());
	}
	write_line(k, o);
}

static void tell_meeting(struct telling *k, const struct meeting *m)
{
	bool archive_only = (m->what & (PLOT_EXTERNAL | PLOT_ROOM)) != 0;
	struct object x = {
		.kind = "meeting",
		.id = m->uuid,
		.version = "",
		.m = m,
		.name = "",
		.file_type = "",
		.listed_us = m->end_us,
		.available_us = m->end_us,
		.gone_us = FILE_NEVER,
		.forgotten_us = FILE_NEVER,
	};
	struct file all[FILES_MAX];
	size_t n = files_of(k->t, m, all);

	if (archive_only) { /* nothing but the archive tells of it */
		x.gone_us = archive_complete_us(m) +
			    ARCHIVE_RETENTION_DAYS * CLOCK_DAY;
		x.forgotten_us = x.gone_us;
	}
	tell_meeting_line(k, m);
	tell_object(k, &x);
	for (size_t i = 0; i < n; i++)
		tell_file(k, m, &all[i]);
	if (recording_trashed_us(m) != FILE_NEVER)
		tell_trash(k, m, m->uuid, recording_trashed_us(m));
	else
		for (size_t i = 0; i < n; i++)
			if (all[i].trashed_us != FILE_NEVER)
				tell_trash(k, m, all[i].id, all[i].trashed_us);
	tell_summary(k, m);
}

static void tell_person(struct telling *k, const struct person *p)
{
	static const char *const statuses[] = { "active", "inactive", "pending",
						"deleted", "guest" };
	json_t *o = json_object();

	put(o, "type", "person");
	put(o, "person", p->key);
	put(o, "name", p->name);
	put(o, "email", p->email);
	put(o, "mailbox", p->mailbox);
	put(o, "id", p->id != NULL ? p->id : "");
	put(o, "status", statuses[p->status]);
	put_time(o, "created", p->created_us);
	put_time(o, "left", p->left_us != 0 ? p->left_us : FILE_NEVER);
	write_line(k, o);
}

static void tell_tenant(struct telling *k)
{
	json_t *o = json_object();

	put(o, "type", "tenant");
	put(o, "account_id", k->t->account_id);
	json_object_set_new(o, "seed",
			    json_integer((json_int_t)k->t->opt.seed));
	json_object_set_new(o, "users",
			    json_integer((json_int_t)k->t->people.n_users));
	json_object_set_new(o, "meetings", json_integer((json_int_t)k->t->n));
	put_time(o, "from", k->t->from_us);
	put_time(o, "until", k->t->until_us);
	put_time(o, "last_run", k->t->until_us + LAST_RUN_US);
	write_line(k, o);
}

void truth_write(FILE *out, const struct tenant *t, struct store *store)
{
	struct telling k = { .out = out, .t = t, .store = store };

	tell_tenant(&k);
	for (size_t i = 0; i < t->people.n; i++)
		tell_person(&k, &t->people.all[i]);
	for (size_t i = 0; i < t->n; i++)
		tell_meeting(&k, &t->meetings[i]);
}
