#include "access/first.h"

#include "access/access-private.h"
#include "access/access.h"
#include "access/password.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/log.h"
#include "catalog/archive.h"
#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define FIRST_NAME  "admin"
#define FIRST_GROUP 1 /* Organization Management */

/* The first account that was not the operating system's; 0: none ever. */
static int first_of_all(struct db *db, int64_t *id, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT min(id) FROM account"
				    " WHERE folded NOT LIKE 'local:%'",
				    e);

	if (db_step(st, e) < 0)
		return -1;
	*id = db_col_int(st, 0);
	return 0;
}

static int insert(struct db *db, const char *hash, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO account(name, folded, title, language, state,"
		" password, must_change, totp_step, failed, locked_us,"
		" provider, subject, created_us, signed_in_us)"
		" VALUES ('" FIRST_NAME "', '" FIRST_NAME "', '', '', 1, $1, 1,"
		" 0, 0, 0, 0, '', $2, 0) RETURNING id",
		e);

	db_text(st, 1, hash);
	db_int(st, 2, clock_now_us());
	if (db_step(st, e) < 0 ||
	    member_put(db, FIRST_GROUP, db_col_int(st, 0), 0, e) < 0)
		return -1;
	return archive_act(db, ACTOR_SYSTEM, "user add",
			   "{\"user\":\"" FIRST_NAME
			   "\",\"group\":\"Organization Management\"}",
			   e);
}

static int write_file(const char *home, const char *password, struct err *e)
{
	AUTO(fd_close) int dir = open(home, O_PATH | O_DIRECTORY | O_CLOEXEC);
	AUTO(str_wipe) struct str text = STR_INIT;

	if (dir < 0)
		return err_sys(e, ERR_STORE, "open %s", home);
	str_addf(&text, "%s\n", password);
	return file_replace(dir, FIRST_FILE, text.s, text.len, 0600, e);
}

struct making {
	const char *home, *password, *hash;
};

/* 1: made, 0: there was one. */
static int make(struct db *db, void *ctx, struct err *e)
{
	const struct making *m = ctx;
	int64_t first = 0;

	if (first_of_all(db, &first, e) < 0)
		return -1;
	if (first != 0)
		return 0;
	/* a crash behind this leaves a file that the next start replaces */
	if (write_file(m->home, m->password, e) < 0 ||
	    insert(db, m->hash, e) < 0)
		return -1;
	return 1;
}

int access_first_account(struct archive *a, struct db *db, struct err *e)
{
	AUTO(str_wipe) struct str once = STR_INIT;
	AUTO(str_done) struct str hash = STR_INIT;
	struct making m = { .home = archive_home(a) };
	int64_t first = 0;
	int rc;

	if (first_of_all(db, &first, e) < 0)
		return -1;
	if (first != 0)
		return 0;
	password_once(&once);
	if (password_hash(once.s, &hash, e) < 0)
		return -1;
	m.password = once.s;
	m.hash = hash.s;
	rc = access_do(db, make, &m, e);
	if (rc > 0)
		log_event(LOG_WARN, "access.first",
			  "account=" FIRST_NAME " password_in=\"%s/%s\"",
			  m.home, FIRST_FILE);
	return rc;
}

void first_used(struct archive *a, struct db *db, int64_t account)
{
	AUTO(fd_close)
	int dir = open(archive_home(a), O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct err e = ERR_INIT;
	int64_t first = 0;

	/* absent is what it should be; where it stays, its password is old */
	if (first_of_all(db, &first, &e) == 0 && first == account)
		(void)unlinkat(dir, FIRST_FILE, 0);
}
