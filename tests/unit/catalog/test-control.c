/* An installation of before has its rows afterwards. */
#include "catalog/control.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "t.h"

#include <stdlib.h>

static int64_t number(struct db *db, const char *sql)
{
	struct err e = ERR_INIT;
	AUTO(db_done) struct db_stmt *st = db_sql(db, sql, &e);

	T_EQ_INT(db_step(st, &e), 1);
	return db_col_int(st, 0);
}

/* As the third version left it. */
static const char third[] =
	"DROP TABLE raw;"
	"CREATE TABLE raw (bundle BIGINT NOT NULL, name TEXT NOT NULL,"
	" media_type TEXT NOT NULL, seq BIGINT NOT NULL,"
	" sha256 BYTEA NOT NULL, message BIGINT NOT NULL,"
	" PRIMARY KEY (bundle, name));"
	"INSERT INTO raw VALUES (2, 'b', 'x/y', 7, x'0102', 40),"
	" (1, 'a', 'x/y', 6, x'0304', 0), (2, 'a', 'x/z', 8, x'0506', 0);"
	"DROP TABLE act;"
	"CREATE TABLE act (id INTEGER PRIMARY KEY, at_us BIGINT NOT NULL,"
	" actor TEXT NOT NULL, verb TEXT NOT NULL, detail TEXT NOT NULL);"
	"INSERT INTO act VALUES (1, 5, 'anna', 'connector add', '{}');"
	"UPDATE schema_version SET version = 3 WHERE area = 'catalog';";

T(what_was_there_before_is_kept)
{
	char dir[] = "/tmp/estreat-control-XXXXXX";
	AUTO(free) char *uri = NULL;
	AUTO(db_close) struct db *db = NULL;
	struct err e = ERR_INIT;

	T_OK(mkdtemp(dir) != NULL);
	uri = str_printf("sqlite:%s/control.db", dir);
	T_EQ_INT(db_open(&db, uri, &e), 0);
	T_EQ_INT(control_migrate(db, &e), 0);
	T_EQ_INT(db_script(db, third, &e), 0);
	T_EQ_INT(control_migrate(db, &e), 0);
	T_EQ_INT(number(db, "SELECT count(*) FROM raw"), 3);
	T_EQ_INT(number(db, "SELECT seq FROM raw WHERE bundle = 2 AND name ="
			    " 'b' AND media_type = 'x/y' AND message = 40"
			    " AND sha256 = x'0102'"),
		 7);
	T_EQ_INT(number(db, "SELECT count(*) FROM sqlite_master WHERE name ="
			    " 'raw_apart'"),
		 0);
	T_EQ_INT(number(db, "SELECT count(*) FROM act WHERE actor = 'anna'"
			    " AND origin = '' AND outcome = 'done'"),
		 1);
}

T_MAIN
