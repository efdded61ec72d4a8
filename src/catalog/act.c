/* act.c - acts of people and of the system, on their way to the ledger. */
#include "catalog/act.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/acts.h"
#include "catalog/archive.h"
#include "catalog/info.h"
#include "db/db.h"
#include "stream/digest.h"
#include "vault/vault.h"

#include <stdlib.h>
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

/* A row that is in the vault. Both parts: where the table was emptied by
   another who stores, its numbers begin anew. */
struct stored {
	int64_t id, at_us;
};

struct storing {
	struct stored *rows;
	size_t n, room;
};

static inline void storing_done_auto(struct storing *s)
{
	free(s->rows);
}

static void storing_add(struct storing *s, int64_t id, int64_t at_us)
{
	if (s->n == s->room) {
		s->room = s->room == 0 ? 64 : 2 * s->room;
		s->rows = mem_resize(s->rows, s->room * sizeof(*s->rows));
	}
	s->rows[s->n++] = (struct stored){ id, at_us };
}

static int acts_put(struct archive *a, struct db *db, struct storing *s,
		    struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT id, at_us, actor, verb, detail, origin,"
		       " outcome FROM act ORDER BY id",
		       e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		if (act_put(a, st, e) < 0)
			return -1;
		storing_add(s, db_col_int(st, 0), db_col_int(st, 1));
	}
	return rc;
}

static int acts_forget(struct db *db, const struct storing *s, struct err *e)
{
	for (size_t i = 0; i < s->n; i++) {
		struct db_stmt *gone = db_sql(db,
					      "DELETE FROM act WHERE id = $1"
					      " AND at_us = $2",
					      e);

		db_int(gone, 1, s->rows[i].id);
		db_int(gone, 2, s->rows[i].at_us);
		if (db_exec(gone, e) < 0)
			return -1;
	}
	return 0;
}

int archive_acts_store(struct archive *a, struct db *db, struct err *e)
{
	struct storing s AUTO(storing_done) = { 0 };

	if (acts_put(a, db, &s, e) < 0)
		return -1;
	if (s.n == 0)
		return 0;
	/* a crash before they are forgotten stores acts twice, with the same
	   keys */
	if (vault_commit(archive_vault(a), e) < 0 ||
	    db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (acts_forget(db, &s, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}
