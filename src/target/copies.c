#include "target/copies.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/info.h"
#include "stream/digest.h"
#include "vault/vault.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool has(const uint64_t *ids, size_t n, uint64_t id)
{
	for (size_t lo = 0, hi = n; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (ids[mid] == id)
			return true;
		if (ids[mid] < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

/* Those of wanted that are (present) or are not in have; returns how many. */
static size_t pick(const uint64_t *wanted, size_t n, const uint64_t *have,
		   size_t n_have, bool present, uint64_t *out)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		if (has(have, n_have, wanted[i]) == present)
			out[found++] = wanted[i];
	return found;
}

static void key_set(uint8_t key[VAULT_KEY], const struct str *id)
{
	struct digest d = digest_of(id->s, id->len);

	memcpy(key, d.bytes, VAULT_KEY);
}

/* Of one brought outside: found by message and mailbox alone. */
static void outside_key(uint8_t key[VAULT_KEY], uint64_t message,
			uint64_t mailbox)
{
	AUTO(str_done) struct str id = STR_INIT;

	str_addf(&id, "copy %" PRIu64 " %" PRIu64, message, mailbox);
	key_set(key, &id);
}

static void record_key(struct vault_record *rec, uint64_t message,
		       const struct str *info)
{
	AUTO(str_done) struct str id = STR_INIT;

	str_addf(&id, "copies %" PRIu64 " ", message);
	str_add_len(&id, info->s, info->len);
	key_set(rec->key, &id);
}

static int put(struct archive *a, struct vault_record *rec,
	       const struct str *info, uint64_t message, struct err *e)
{
	uint64_t seq;

	rec->info = info->s;
	rec->info_len = info->len;
	if (vault_put(archive_vault(a), rec, &seq, e) < 0)
		return err_wrap(e, "copies of message %" PRIu64, message);
	return 0;
}

static void info_begin(struct str *info, const struct copies *c)
{
	info_number(info, INFO_MESSAGE, c->message);
	info_number(info, INFO_CONNECTOR, (uint64_t)c->connector);
	info_number(info, INFO_RUN, (uint64_t)c->run);
	info_text(info, INFO_FOLDER, c->folder);
}

static int put_fresh(struct archive *a, const struct copies *c, struct err *e)
{
	AUTO(str_done) struct str info = STR_INIT;
	struct vault_record rec = { .kind = VAULT_COPIES,
				    .time_us = c->time_us };

	info_begin(&info, c);
	info_ids(&info, INFO_MAILBOXES, c->mailboxes, c->n_mailboxes);
	if (c->n_removed > 0)
		info_ids(&info, INFO_REMOVED, c->removed, c->n_removed);
	record_key(&rec, c->message, &info);
	return put(a, &rec, &info, c->message, e);
}

int copies_put(struct archive *a, const struct copies *c, struct err *e)
{
	struct copies fresh = *c;
	AUTO(free) uint64_t *have = NULL;
	AUTO(free) uint64_t *add = NULL;
	AUTO(free) uint64_t *drop = NULL;
	size_t n_have;

	if (catalog_copies(archive_catalog(a), c->message, &have, &n_have, e) <
	    0)
		return -1;
	add = mem_alloc(c->n_mailboxes + 1, sizeof(*add));
	drop = mem_alloc(c->n_removed + 1, sizeof(*drop));
	fresh.mailboxes = add;
	fresh.n_mailboxes =
		pick(c->mailboxes, c->n_mailboxes, have, n_have, false, add);
	fresh.removed = drop;
	fresh.n_removed =
		pick(c->removed, c->n_removed, have, n_have, true, drop);
	if (fresh.n_mailboxes == 0 && fresh.n_removed == 0)
		return 0;
	if (put_fresh(a, &fresh, e) < 0)
		return -1;
	return (int)fresh.n_mailboxes;
}

/* --- outside --------------------------------------------------------------
 */

int copies_put_outside(struct archive *a, const struct copies *c,
		       const struct copies_outside *where, struct err *e)
{
	AUTO(str_done) struct str info = STR_INIT;
	struct vault_record rec = { .kind = VAULT_COPIES,
				    .time_us = c->time_us };

	info_begin(&info, c);
	info_ids(&info, INFO_MAILBOXES, &where->mailbox, 1);
	info_text(&info, INFO_TARGET, where->target);
	info_text(&info, INFO_PLACE, where->place);
	if (where->reduced > 0)
		info_number(&info, INFO_SIZE, where->reduced);
	outside_key(rec.key, c->message, where->mailbox);
	return put(a, &rec, &info, c->message, e);
}

int copies_find_outside(struct archive *a, uint64_t message, uint64_t mailbox,
			struct err *e)
{
	uint8_t key[VAULT_KEY];
	struct catalog_place place;

	outside_key(key, message, mailbox);
	return catalog_find_key_after(archive_catalog(a), VAULT_COPIES, key,
				      message, &place, e);
}
