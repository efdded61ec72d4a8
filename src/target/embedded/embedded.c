#include "target/embedded/embedded.h"

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

struct embedded {
	struct target base;
	struct archive *archive;
};

static int embedded_open(struct target **out, struct archive *a, struct err *e)
{
	struct embedded *t = NEW(struct embedded);

	(void)e;
	t->base.ops = &target_embedded_ops;
	t->archive = a;
	*out = &t->base;
	return 0;
}

static void embedded_close(struct target *t)
{
	free(t);
}

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

static void record_key(struct vault_record *rec, uint64_t message,
		       const struct str *info)
{
	AUTO(str_done) struct str id = STR_INIT;
	struct digest d;

	str_addf(&id, "copies %" PRIu64 " ", message);
	str_add_len(&id, info->s, info->len);
	d = digest_of(id.s, id.len);
	memcpy(rec->key, d.bytes, sizeof(rec->key));
}

static int embedded_put(struct target *base, const struct target_put *p,
			struct err *e)
{
	struct embedded *t = (struct embedded *)base;
	AUTO(str_done) struct str info = STR_INIT;
	AUTO(free) uint64_t *have = NULL;
	AUTO(free) uint64_t *add = NULL;
	AUTO(free) uint64_t *drop = NULL;
	struct vault_record rec = { .kind = VAULT_COPIES,
				    .time_us = p->time_us };
	size_t n_have, n_add, n_drop;
	uint64_t seq;

	if (catalog_copies(archive_catalog(t->archive), p->message, &have,
			   &n_have, e) < 0)
		return -1;
	add = mem_alloc(p->n_mailboxes + 1, sizeof(*add));
	drop = mem_alloc(p->n_removed + 1, sizeof(*drop));
	n_add = pick(p->mailboxes, p->n_mailboxes, have, n_have, false, add);
	n_drop = pick(p->removed, p->n_removed, have, n_have, true, drop);
	if (n_add == 0 && n_drop == 0)
		return 0;
	info_number(&info, INFO_MESSAGE, p->message);
	info_number(&info, INFO_CONNECTOR, (uint64_t)p->connector);
	info_number(&info, INFO_RUN, (uint64_t)p->run);
	info_text(&info, INFO_FOLDER, p->folder);
	info_ids(&info, INFO_MAILBOXES, add, n_add);
	if (n_drop > 0)
		info_ids(&info, INFO_REMOVED, drop, n_drop);
	record_key(&rec, p->message, &info);
	rec.info = info.s;
	rec.info_len = info.len;
	if (vault_put(archive_vault(t->archive), &rec, &seq, e) < 0)
		return err_wrap(e, "copies of message %" PRIu64, p->message);
	return (int)n_add;
}

static int embedded_flush(struct target *base, struct err *e)
{
	struct embedded *t = (struct embedded *)base;

	return vault_commit(archive_vault(t->archive), e);
}

const struct target_ops target_embedded_ops = {
	.name = "embedded",
	.open = embedded_open,
	.put = embedded_put,
	.flush = embedded_flush,
	.close = embedded_close,
};
