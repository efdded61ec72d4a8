/* act.c - acts of people and of the system, on their way to the ledger. */
#include "catalog/act.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/acts.h"
#include "catalog/archive.h"
#include "catalog/info.h"
#include "db/db.h"
#include "stream/digest.h"
#include "vault/vault.h"

#include <string.h>

int archive_act(struct db *db, struct actor who, const char *verb,
		const char *detail, struct err *e)
{
	return archive_act_ended(db, who, verb, ACT_DONE, detail, e);
}

int archive_act_ended(struct db *db, struct actor who, const char *verb,
		      const char *outcome, const char *detail, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "INSERT INTO act(at_us, actor, verb, detail, origin,"
		       " outcome) VALUES ($1, $2, $3, $4, $5, $6)",
		       e);

	db_int(st, 1, clock_now_us());
	db_text(st, 2, who.name);
	db_text(st, 3, verb);
	db_text(st, 4, detail);
	db_text(st, 5, who.origin);
	db_text(st, 6, outcome);
	return db_exec(st, e);
}

void act_key(int64_t id, int64_t at_us, uint8_t key[VAULT_KEY])
{
	AUTO(str_done) struct str text = STR_INIT;
	struct digest d;

	str_addf(&text, "act %lld %lld", (long long)id, (long long)at_us);
	d = digest_of(text.s, text.len);
	memcpy(key, d.bytes, VAULT_KEY);
}

static int act_put(struct archive *a, struct db_stmt *st, struct err *e)
{
	AUTO(str_done) struct str info = STR_INIT;
	const char *detail = db_col_text(st, 4);
	struct vault_record rec = { .kind = VAULT_ACT };
	uint64_t seq;

	info_text(&info, INFO_ACTOR, db_col_text(st, 2));
	info_text(&info, INFO_VERB, db_col_text(st, 3));
	info_text(&info, INFO_ORIGIN, db_col_text(st, 5));
	info_text(&info, INFO_OUTCOME, db_col_text(st, 6));
	act_key(db_col_int(st, 0), db_col_int(st, 1), rec.key);
	rec.time_us = db_col_int(st, 1);
	rec.info = info.s;
	rec.info_len = info.len;
	rec.content = detail;
	rec.content_len = strlen(detail);
	return vault_put(archive_vault(a), &rec, &seq, e);
}

int archive_acts_store(struct archive *a, struct db *db, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT id, at_us, actor, verb, detail, origin,"
		       " outcome FROM act ORDER BY id",
		       e);
	struct db_stmt *gone;
	int64_t last = 0;
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		last = db_col_int(st, 0);
		if (act_put(a, st, e) < 0)
			return -1;
	}
	if (rc < 0 || last == 0)
		return rc;
	if (vault_commit(archive_vault(a), e) < 0)
		return -1;
	/* a crash before this stores an act twice, with the same key */
	gone = db_sql(db, "DELETE FROM act WHERE id <= $1", e);
	db_int(gone, 1, last);
	return db_exec(gone, e);
}
