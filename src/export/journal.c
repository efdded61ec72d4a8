#include "export/journal.h"

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define FOLDER ".estreat-export"

struct journal {
	int lock; /* held as long as the journal is open */
	struct db *db;
	bool open; /* a transaction is */
};

static const char *const steps[] = {
	"CREATE TABLE what (text TEXT NOT NULL);"
	"CREATE TABLE copy (mailbox BIGINT NOT NULL, message BIGINT NOT NULL,"
	" mailbox_name TEXT NOT NULL, folder TEXT NOT NULL,"
	" path TEXT NOT NULL, pos BIGINT NOT NULL, length BIGINT NOT NULL,"
	" size BIGINT NOT NULL, time_us BIGINT NOT NULL,"
	" sha256 BYTEA NOT NULL, message_id TEXT NOT NULL,"
	" sender TEXT NOT NULL, subject TEXT NOT NULL,"
	" PRIMARY KEY (mailbox, message));"
	"CREATE INDEX copy_message ON copy(message);"
	"CREATE INDEX copy_path ON copy(path, pos);"
	"CREATE TABLE failure (message BIGINT PRIMARY KEY, why TEXT NOT NULL);",
};

void journal_close(struct journal *j)
{
	if (j == NULL)
		return;
	if (j->open)
		db_rollback(j->db);
	db_close(j->db);
	if (j->lock >= 0)
		(void)close(j->lock);
	free(j);
}

/* --- opening
 * ------------------------------------------------------------------ */

/* Nothing is exported into a folder that already holds something else. */
static int lock_folder(struct journal *j, int dir, const char *path,
		       struct err *e)
{
	AUTO(fd_close) int folder = file_open_folder(dir, FOLDER, e);

	if (folder < 0)
		return -1;
	j->lock = file_open(folder, "lock", O_CREAT | O_RDWR, 0600, e);
	if (j->lock < 0)
		return -1;
	if (flock(j->lock, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno != EWOULDBLOCK)
		return err_sys(e, ERR_STORE, "lock %s", path);
	return err_set(e, ERR_USAGE, "another process is exporting into %s",
		       path);
}

static int what_read(struct journal *j, struct str *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(j->db, "SELECT text FROM what", e);
	int rc = db_step(st, e);

	if (rc > 0)
		str_add(out, db_col_text(st, 0));
	return rc;
}

static int what_check(struct journal *j, const char *path, const char *what,
		      struct err *e)
{
	AUTO(str_done) struct str known = STR_INIT;
	struct db_stmt *st;
	int rc = what_read(j, &known, e);

	if (rc < 0)
		return -1;
	if (rc > 0 && strcmp(known.s, what) != 0)
		return err_set(e, ERR_USAGE,
			       "%s holds an export of another kind (%s, not "
			       "%s): give another folder",
			       path, known.s, what);
	if (rc > 0)
		return 0;
	st = db_sql(j->db, "INSERT INTO what(text) VALUES ($1)", e);
	db_text(st, 1, what);
	return db_exec(st, e);
}

int journal_open(struct journal **out, int dir, const char *path,
		 const char *what, struct err *e)
{
	AUTO(journal_close) struct journal *j = NEW(struct journal);
	AUTO(free)
	char *uri =
		str_printf("sqlite:%s/" FOLDER "/journal.db?cache=16", path);

	j->lock = -1;
	if (lock_folder(j, dir, path, e) < 0 || db_open(&j->db, uri, e) < 0 ||
	    db_migrate(j->db, "export", steps, sizeof(steps) / sizeof(steps[0]),
		       e) < 0 ||
	    what_check(j, path, what, e) < 0)
		return err_wrap(e, "export journal");
	*out = TAKE(j);
	return 0;
}

/* --- what was done
 * -------------------------------------------------------------- */

static int begin(struct journal *j, struct err *e)
{
	if (j->open)
		return 0;
	if (db_begin(j->db, DB_WRITE, e) < 0)
		return -1;
	j->open = true;
	return 0;
}

int journal_commit(struct journal *j, struct err *e)
{
	if (!j->open)
		return 0;
	j->open = false;
	return db_commit(j->db, e);
}

static void read_digest(struct db_stmt *st, int at, uint8_t out[DIGEST_BYTES])
{
	size_t len;
	const void *bytes = db_col_bytes(st, at, &len);

	memset(out, 0, DIGEST_BYTES);
	if (bytes != NULL && len == DIGEST_BYTES)
		memcpy(out, bytes, DIGEST_BYTES);
}

int journal_has(struct journal *j, uint64_t mailbox, uint64_t message,
		struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(j->db,
				    "SELECT 1 FROM copy WHERE mailbox = $1"
				    " AND message = $2",
				    e);

	db_int(st, 1, (int64_t)mailbox);
	db_int(st, 2, (int64_t)message);
	return db_step(st, e);
}

int journal_find(struct journal *j, uint64_t message, struct str *path,
		 uint8_t sha256[DIGEST_BYTES], struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(j->db,
		       "SELECT path, sha256 FROM copy WHERE message = $1"
		       " LIMIT 1",
		       e);
	int rc;

	db_int(st, 1, (int64_t)message);
	rc = db_step(st, e);
	if (rc > 0) {
		str_add(path, db_col_text(st, 0));
		read_digest(st, 1, sha256);
	}
	return rc;
}

int journal_end(struct journal *j, const char *path, int64_t *end,
		struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(j->db,
		       "SELECT pos + length FROM copy WHERE path = $1"
		       " ORDER BY pos DESC LIMIT 1",
		       e);
	int rc;

	db_text(st, 1, path);
	rc = db_step(st, e);
	if (rc >= 0)
		*end = rc > 0 ? db_col_int(st, 0) : 0;
	return rc < 0 ? -1 : 0;
}

int journal_add(struct journal *j, const struct journal_copy *c, struct err *e)
{
	struct db_stmt *st;

	if (begin(j, e) < 0)
		return -1;
	st = db_sql(j->db,
		    "INSERT INTO copy(mailbox, message, mailbox_name, folder,"
		    " path, pos, length, size, time_us, sha256, message_id,"
		    " sender, subject) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
		    " $9, $10, $11, $12, $13)",
		    e);
	db_int(st, 1, (int64_t)c->mailbox);
	db_int(st, 2, (int64_t)c->message);
	db_text(st, 3, c->mailbox_name);
	db_text(st, 4, c->folder);
	db_text(st, 5, c->path);
	db_int(st, 6, c->offset);
	db_int(st, 7, c->length);
	db_int(st, 8, c->size);
	db_int(st, 9, c->time_us);
	db_bytes(st, 10, c->sha256, DIGEST_BYTES);
	db_text(st, 11, c->message_id);
	db_text(st, 12, c->sender);
	db_text(st, 13, c->subject);
	return db_exec(st, e);
}

int journal_fail(struct journal *j, uint64_t message, const char *why,
		 struct err *e)
{
	struct db_stmt *st;

	if (begin(j, e) < 0)
		return -1;
	if (why == NULL) {
		st = db_sql(j->db, "DELETE FROM failure WHERE message = $1", e);
	} else {
		st = db_sql(j->db,
			    "INSERT INTO failure(message, why) VALUES ($1, $2)"
			    " ON CONFLICT (message) DO UPDATE SET why = $2",
			    e);
		db_text(st, 2, why);
	}
	db_int(st, 1, (int64_t)message);
	return db_exec(st, e);
}

/* --- for the manifests
 * ------------------------------------------------------------ */

int journal_each(struct journal *j,
		 int (*each)(void *ctx, const struct journal_copy *copy,
			     struct err *e),
		 void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(j->db,
		       "SELECT mailbox, message, mailbox_name, folder, path,"
		       " pos, length, size, time_us, sha256, message_id,"
		       " sender, subject FROM copy ORDER BY mailbox, message",
		       e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		struct journal_copy c = {
			.mailbox = (uint64_t)db_col_int(st, 0),
			.message = (uint64_t)db_col_int(st, 1),
			.mailbox_name = db_col_text(st, 2),
			.folder = db_col_text(st, 3),
			.path = db_col_text(st, 4),
			.offset = db_col_int(st, 5),
			.length = db_col_int(st, 6),
			.size = db_col_int(st, 7),
			.time_us = db_col_int(st, 8),
			.message_id = db_col_text(st, 10),
			.sender = db_col_text(st, 11),
			.subject = db_col_text(st, 12),
		};

		read_digest(st, 9, c.sha256);
		if (each(ctx, &c, e) < 0)
			return -1;
	}
	return rc;
}

int journal_each_failure(struct journal *j,
			 int (*each)(void *ctx, uint64_t message,
				     const char *why, struct err *e),
			 void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		j->db, "SELECT message, why FROM failure ORDER BY message", e);
	int rc;

	while ((rc = db_step(st, e)) > 0)
		if (each(ctx, (uint64_t)db_col_int(st, 0), db_col_text(st, 1),
			 e) < 0)
			return -1;
	return rc;
}

int journal_each_path(struct journal *j,
		      int (*each)(void *ctx, const char *path,
				  const uint8_t sha256[DIGEST_BYTES],
				  struct err *e),
		      void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(j->db,
		       "SELECT path, max(sha256) FROM copy GROUP BY path"
		       " ORDER BY path",
		       e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		uint8_t sha256[DIGEST_BYTES];

		read_digest(st, 1, sha256);
		if (each(ctx, db_col_text(st, 0), sha256, e) < 0)
			return -1;
	}
	return rc;
}
