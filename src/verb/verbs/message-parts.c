/* message-parts.c - what a message carries, and who has it. */
#include "verb/verbs/message.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/catalog.h"
#include "catalog/info.h"
#include "connector/connector.h"
#include "directory/directory.h"
#include "mime/outline.h"
#include "vault/vault.h"
#include "verb/print.h"
#include "verb/verb.h"

#include <stdlib.h>
#include <string.h>

/* --- parts -------------------------------------------------------------- */

static const struct table part_table = {
	.name = "parts",
	.empty = "Nothing.",
	.n = 10,
	.columns = { { "number", NULL, CELL_INT },
		     { "record", "RECORD", CELL_INT },
		     { "name", "NAME", CELL_TEXT, true, true },
		     { "media_type", "TYPE", CELL_TEXT, true, true },
		     { "size", "SIZE", CELL_SIZE },
		     { "raw", NULL, CELL_BOOL },
		     { "sha256", NULL, CELL_TEXT },
		     { "description", NULL, CELL_TEXT },
		     { "artefact", NULL, CELL_TEXT },
		     { "captions", NULL, CELL_INT } },
};

static bool is_media(const struct outline_part *p)
{
	return str_starts(p->media_type, "video/") ||
	       str_starts(p->media_type, "audio/");
}

static bool is_captions(const struct outline_part *p)
{
	return p->seq != 0 && strcmp(p->media_type, "text/vtt") == 0;
}

static bool same_stem(const char *a, const char *b)
{
	const char *dot_a = strrchr(a, '.'), *dot_b = strrchr(b, '.');
	size_t n = dot_a != NULL ? (size_t)(dot_a - a) : strlen(a);
	size_t m = dot_b != NULL ? (size_t)(dot_b - b) : strlen(b);

	return n == m && n > 0 && strncmp(a, b, n) == 0;
}

/* The record of the captions of a film: named as it is, or the only ones there
   are; 0 for none. */
static uint64_t captions_of(const struct outline_part *list, size_t n,
			    const struct outline_part *film)
{
	uint64_t only = 0;
	size_t found = 0;

	for (size_t i = 0; is_media(film) && i < n; i++) {
		if (!is_captions(&list[i]))
			continue;
		if (same_stem(list[i].name, film->name))
			return list[i].seq;
		only = list[i].seq;
		found++;
	}
	return found == 1 ? only : 0;
}

static int print_part(const struct shown *s, const struct outline_part *list,
		      size_t n, size_t at, bool only_raw, struct err *e)
{
	const struct outline_part *part = &list[at];
	struct catalog_place place = { .kind = VAULT_MESSAGE };
	struct printer *p = s->call->out;
	char hex[DIGEST_HEX + 1];

	if (part->seq != 0 &&
	    catalog_place(s->catalog, part->seq, &place, e) < 0)
		return -1;
	if (only_raw && place.kind != VAULT_RAW)
		return 0;
	encode_hex(place.sha256, DIGEST_BYTES, hex);
	cell_int(p, (int64_t)at + 1);
	cell_int_or_none(p, (int64_t)part->seq);
	cell_text(p, part->name);
	cell_text(p, part->media_type);
	cell_int(p, (int64_t)part->size);
	cell_int(p, place.kind == VAULT_RAW);
	cell_text(p, part->seq != 0 ? hex : NULL);
	cell_text_or_none(p, part->description);
	cell_text_or_none(p, part->artefact);
	cell_int_or_none(p, (int64_t)captions_of(list, n, part));
	return print_row(p, e);
}

int shown_parts(const struct shown *s, bool only_raw, struct err *e)
{
	const struct outline_part *list;
	size_t n = outline_parts(s->outline, &list);

	print_table(s->call->out, &part_table);
	for (size_t i = 0; i < n; i++)
		if ((list[i].attachment || list[i].seq != 0) &&
		    print_part(s, list, n, i, only_raw, e) < 0)
			return -1;
	print_table_end(s->call->out);
	return 0;
}

/* --- copies ------------------------------------------------------------- */

static const struct table copy_table = {
	.name = "mailboxes",
	.empty = "No mailbox has it.",
	.n = 6,
	.columns = { { "id", NULL, CELL_INT },
		     { "mailbox", "MAILBOX", CELL_TEXT, true, true },
		     { "folder", "FOLDER", CELL_TEXT, true, true },
		     { "target", "TARGET", CELL_TEXT, true },
		     { "place", NULL, CELL_TEXT },
		     { "since", NULL, CELL_TIME } },
};

/* Where a mailbox's copy is; what is told later holds. */
struct copy {
	uint64_t mailbox;
	char *folder, *target, *place;
	int64_t since_us;
};

struct copies {
	struct copy *list; /* ascending by mailbox */
	size_t n, cap;
};

static void copy_done(struct copy *c)
{
	free(c->folder);
	free(c->target);
	free(c->place);
}

static void copies_done(struct copies *all)
{
	for (size_t i = 0; i < all->n; i++)
		copy_done(&all->list[i]);
	free(all->list);
}

static size_t copy_place(const struct copies *all, uint64_t mailbox)
{
	size_t lo = 0, hi = all->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (all->list[mid].mailbox < mailbox)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void copy_take(struct copies *all, uint64_t mailbox,
		      const struct catalog_copies_event *ev)
{
	size_t at = copy_place(all, mailbox);

	if (at < all->n && all->list[at].mailbox == mailbox) {
		copy_done(&all->list[at]);
	} else {
		if (all->n == all->cap) {
			all->cap = all->cap < 16 ? 16 : 2 * all->cap;
			all->list = mem_resize(all->list,
					       all->cap * sizeof(*all->list));
		}
		memmove(all->list + at + 1, all->list + at,
			(all->n++ - at) * sizeof(*all->list));
	}
	all->list[at] = (struct copy){ .mailbox = mailbox,
				       .folder = mem_strdup(ev->folder),
				       .target = mem_strdup(ev->target),
				       .place = mem_strdup(ev->place),
				       .since_us = ev->stored_us };
}

static void copy_drop(struct copies *all, uint64_t mailbox)
{
	size_t at = copy_place(all, mailbox);

	if (at == all->n || all->list[at].mailbox != mailbox)
		return;
	copy_done(&all->list[at]);
	memmove(all->list + at, all->list + at + 1,
		(--all->n - at) * sizeof(*all->list));
}

static int on_copies(void *ctx, const struct catalog_copies_event *ev,
		     struct err *e)
{
	struct copies *all = ctx;

	(void)e;
	for (size_t i = 0; i < ev->n_removed; i++)
		copy_drop(all, ev->removed[i]);
	for (size_t i = 0; i < ev->n_mailboxes; i++)
		copy_take(all, ev->mailboxes[i], ev);
	return 0;
}

static int print_copy(const struct shown *s, const struct copy *c,
		      struct err *e)
{
	AUTO(str_done) struct str name = STR_INIT;
	struct printer *p = s->call->out;

	if (directory_mailbox_name(s->call->db, c->mailbox, &name, e) < 0)
		return -1;
	cell_int(p, (int64_t)c->mailbox);
	cell_text(p, name.s);
	cell_text(p, c->folder);
	cell_text_or_none(p, c->target);
	cell_text_or_none(p, c->place);
	cell_int(p, c->since_us);
	return print_row(p, e);
}

int shown_copies(const struct shown *s, struct err *e)
{
	struct copies all = { 0 };
	int rc = catalog_copies_of(s->catalog, s->seq, on_copies, &all, e);

	print_table(s->call->out, &copy_table);
	for (size_t i = 0; rc == 0 && i < all.n; i++)
		rc = print_copy(s, &all.list[i], e);
	copies_done(&all);
	if (rc < 0)
		return -1;
	print_table_end(s->call->out);
	return 0;
}

/* --- origin ------------------------------------------------------------- */

static void print_info(const struct shown *s, unsigned int tag,
		       const char *name)
{
	struct info_reader in;

	info_read(&in, s->record->info, s->record->info_len);
	while (info_next(&in)) {
		AUTO(str_done) struct str clean = STR_INIT;

		if (in.tag != tag || in.len == 0)
			continue;
		(void)utf8_clean(&clean, in.bytes, in.len);
		print_text(s->call->out, name, NULL, clean.s);
		return;
	}
	print_text(s->call->out, name, NULL, NULL);
}

/* The message this one adds to, if it is here. */
static int print_answered(const struct shown *s, struct err *e)
{
	const char *id = outline_field(s->outline, "In-Reply-To");
	uint64_t seq = 0;
	int rc = 0;

	if (id != NULL)
		rc = catalog_message_named(s->catalog, id, &seq, e);
	if (rc < 0)
		return -1;
	if (rc > 0)
		print_int(s->call->out, "answers", NULL, (int64_t)seq);
	else
		print_text(s->call->out, "answers", NULL, NULL);
	return 0;
}

int shown_origin(const struct shown *s, struct err *e)
{
	AUTO(catalog_message_done)
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	AUTO(str_done) struct str connector = STR_INIT;
	struct printer *p = s->call->out;
	char hex[DIGEST_HEX + 1];
	int64_t run = 0;

	encode_hex(s->record->digest.bytes, DIGEST_BYTES, hex);
	if (catalog_message(s->catalog, s->seq, &m, e) < 0 ||
	    connector_origin(s->call->db, m.connector, m.run, &connector, &run,
			     e) < 0)
		return -1;
	print_text(p, "subject", NULL, m.subject.s);
	print_text(p, "message_id", NULL, m.message_id.s);
	print_time(p, "date", NULL, m.time_us);
	print_time(p, "archived", NULL, m.stored_us);
	print_size(p, "size", NULL, m.size);
	print_text(p, "connector", NULL,
		   connector.len > 0 ? connector.s : NULL);
	print_int(p, "run", NULL, run);
	print_info(s, INFO_SOURCE, "source");
	print_info(s, INFO_TENANT, "tenant");
	print_info(s, INFO_KIND, "kind");
	print_text(p, "item", NULL,
		   outline_field(s->outline, "X-Estreat-Item"));
	print_text(p, "version", NULL,
		   outline_field(s->outline, "X-Estreat-Version"));
	print_info(s, INFO_CONVERSATION, "conversation");
	print_text(p, "record_sha256", NULL, hex);
	print_int(p, "leaf", NULL, (int64_t)s->seq - 1);
	return print_answered(s, e);
}
