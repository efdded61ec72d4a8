/* The contract of db.h; every driver will run it (one so far). */
#include "db/db.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/turns.h"
#include "t.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *fresh(void)
{
	static char dir[] = "/tmp/estreat-db-XXXXXX";
	static bool made;
	static int n;

	if (!made)
		T_OK(mkdtemp(dir) != NULL);
	made = true;
	return str_printf("sqlite:%s/%d.db", dir, n++);
}

static struct db *open_fresh(const char *uri)
{
	struct err e = ERR_INIT;
	struct db *db = NULL;

	T_EQ_INT(db_open(&db, uri, &e), 0);
	T_EQ_INT(db_script(db,
			   "CREATE TABLE t (a BIGINT PRIMARY KEY, b TEXT, "
			   "c BLOB)",
			   &e),
		 0);
	return db;
}

static int insert(struct db *db, int64_t a, const char *b, struct err *e)
{
	struct db_stmt *st =
		db_sql(db, "INSERT INTO t(b, a, c) VALUES ($2, $1, $3)", e);

	db_int(st, 1, a);
	db_text(st, 2, b);
	db_bytes(st, 3, "x\0y", 3);
	return db_exec(st, e);
}

static int64_t count(struct db *db)
{
	struct err e = ERR_INIT;
	AUTO(db_done)
	struct db_stmt *st = db_sql(db, "SELECT count(*) FROM t", &e);

	T_EQ_INT(db_step(st, &e), 1);
	return db_col_int(st, 0);
}

T(parameters_go_by_number_not_by_place)
{
	struct err e = ERR_INIT;
	AUTO(free) char *uri = fresh();
	AUTO(db_close) struct db *db = open_fresh(uri);
	struct db_stmt *st;
	size_t len;

	T_EQ_INT(insert(db, 7, "seven", &e), 0);
	T_EQ_INT(insert(db, 8, NULL, &e), 0);
	st = db_sql(db, "SELECT a, b, c FROM t ORDER BY a", &e);
	T_EQ_INT(db_step(st, &e), 1);
	T_EQ_INT(db_col_int(st, 0), 7);
	T_EQ_STR(db_col_text(st, 1), "seven");
	T_OK(memcmp(db_col_bytes(st, 2, &len), "x\0y", 3) == 0);
	T_EQ_INT(len, 3);
	T_EQ_INT(db_step(st, &e), 1);
	T_EQ_STR(db_col_text(st, 1), "");
	T_EQ_INT(db_step(st, &e), 0);
	db_done(st);
}

T(the_same_text_can_be_used_twice_at_once)
{
	static const char sql[] = "SELECT a FROM t WHERE a >= $1 ORDER BY a";
	struct err e = ERR_INIT;
	AUTO(free) char *uri = fresh();
	AUTO(db_close) struct db *db = open_fresh(uri);
	struct db_stmt *x, *y;

	for (int i = 0; i < 5; i++)
		T_EQ_INT(insert(db, i, "", &e), 0);
	x = db_sql(db, sql, &e);
	db_int(x, 1, 0);
	y = db_sql(db, sql, &e);
	db_int(y, 1, 3);
	T_EQ_INT(db_step(x, &e), 1);
	T_EQ_INT(db_step(y, &e), 1);
	T_EQ_INT(db_col_int(x, 0), 0);
	T_EQ_INT(db_col_int(y, 0), 3);
	db_done(x);
	db_done(y);
}

T(the_first_failure_spoils_the_transaction)
{
	struct err e = ERR_INIT;
	AUTO(free) char *uri = fresh();
	AUTO(db_close) struct db *db = open_fresh(uri);

	T_EQ_INT(db_begin(db, DB_WRITE, &e), 0);
	T_EQ_INT(insert(db, 1, "", &e), 0);
	T_EQ_INT(insert(db, 1, "", &e), -1); /* breaks the primary key */
	T_EQ_INT(e.kind, ERR_STORE);
	err_clear(&e);
	T_EQ_INT(insert(db, 2, "", &e), -1);
	err_clear(&e);
	T_EQ_INT(db_commit(db, &e), -1);
	err_clear(&e);
	T_EQ_INT(count(db), 0);
	T_EQ_INT(insert(db, 3, "", &e), 0); /* usable again */
	T_EQ_INT(count(db), 1);
}

T(rollback_and_commit)
{
	struct err e = ERR_INIT;
	AUTO(free) char *uri = fresh();
	AUTO(db_close) struct db *db = open_fresh(uri);
	AUTO(db_close) struct db *other = NULL;

	db_rollback(db); /* without a transaction: nothing */
	T_EQ_INT(db_begin(db, DB_WRITE, &e), 0);
	T_EQ_INT(insert(db, 1, "", &e), 0);
	db_rollback(db);
	T_EQ_INT(count(db), 0);
	T_EQ_INT(db_begin(db, DB_WRITE, &e), 0);
	T_EQ_INT(insert(db, 1, "", &e), 0);
	T_EQ_INT(db_open(&other, uri, &e), 0);
	T_EQ_INT(count(other), 0); /* not seen before commit */
	T_EQ_INT(db_commit(db, &e), 0);
	T_EQ_INT(count(other), 1);
}

#define LOG_BYTES (70 << 20) /* more than the log is to hold */

static int64_t size_of(const char *uri)
{
	struct stat st;

	T_EQ_INT(stat(strchr(uri, ':') + 1, &st), 0);
	return st.st_size;
}

/* Else the log would grow for ever. */
static void check_large_commit(struct turns *turns)
{
	struct err e = ERR_INIT;
	AUTO(free) char *uri = fresh();
	AUTO(db_close) struct db *db = open_fresh(uri);
	struct db_stmt *st;

	db_take_turns(db, turns);
	T_EQ_INT(db_begin(db, DB_WRITE, &e), 0);
	st = db_sql(db, "INSERT INTO t(a, c) VALUES (1, zeroblob($1))", &e);
	db_int(st, 1, LOG_BYTES);
	T_EQ_INT(db_exec(st, &e), 0);
	T_OK(size_of(uri) < LOG_BYTES);
	T_EQ_INT(db_commit(db, &e), 0);
	T_OK(size_of(uri) > LOG_BYTES);
}

T(a_large_commit_reaches_the_file_with_turns_and_without)
{
	struct turns turns;

	turns_init(&turns, TURNS_PATIENCE_MS);
	check_large_commit(&turns);
	check_large_commit(NULL);
	turns_destroy(&turns);
}

T(bad_addresses)
{
	static const char *const uris[] = { "oracle:x",
					    "x",
					    "",
					    "sqlite:/tmp/x?sync=perhaps",
					    "sqlite:/tmp/x?cache=0",
					    "sqlite:/nowhere/at/all/x" };

	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		struct err e = ERR_INIT;
		struct db *db = NULL;

		t_label = uris[i];
		T_EQ_INT(db_open(&db, uris[i], &e), -1);
		T_OK(db == NULL && e.kind != ERR_NONE);
	}
}

T(migrations_go_forward_once)
{
	static const char *const steps[] = {
		"CREATE TABLE m (a BIGINT); INSERT INTO m VALUES (1);",
		"INSERT INTO m VALUES (2);",
		"INSERT INTO m VALUES (3); INSERT INTO nowhere VALUES (1);",
	};
	struct err e = ERR_INIT;
	AUTO(free) char *uri = fresh();
	AUTO(db_close) struct db *db = NULL;
	struct db_stmt *st;

	T_EQ_INT(db_open(&db, uri, &e), 0);
	T_EQ_INT(db_migrate(db, "m", steps, 1, &e), 0);
	T_EQ_INT(db_migrate(db, "m", steps, 2, &e), 0);
	T_EQ_INT(db_migrate(db, "m", steps, 2, &e), 0);
	T_EQ_INT(db_migrate(db, "m", steps, 3, &e), -1); /* all or nothing */
	err_clear(&e);
	T_EQ_INT(db_migrate(db, "m", steps, 1, &e), -1); /* newer than us */
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	st = db_sql(db, "SELECT sum(a) FROM m", &e);
	T_EQ_INT(db_step(st, &e), 1);
	T_EQ_INT(db_col_int(st, 0), 3);
	db_done(st);
}

T_MAIN
