#include "catalog/reading.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/control.h"
#include "db/db.h"
#include "t.h"

static int64_t now_us = 1772359200000000;

int64_t __wrap_clock_now_us(void);
int64_t __wrap_clock_now_us(void)
{
	return now_us;
}

static int lately(struct db *db, const char *what)
{
	AUTO(str_done) struct str s = STR_INIT;
	struct err e = ERR_INIT;

	str_add(&s, what);
	return reading_lately(db, &s, &e);
}

static void note(struct db *db, const char *what)
{
	AUTO(str_done) struct str s = STR_INIT;
	struct err e = ERR_INIT;

	str_add(&s, what);
	T_EQ_INT(reading_note(db, &s, &e), 0);
}

static int64_t rows(struct db *db)
{
	struct err e = ERR_INIT;
	AUTO(db_done)
	struct db_stmt *st = db_sql(db, "SELECT count(*) FROM reading", &e);

	T_EQ_INT(db_step(st, &e), 1);
	return db_col_int(st, 0);
}

T(an_hour_is_one_reading)
{
	AUTO(db_close) struct db *db = NULL;
	struct err e = ERR_INIT;

	T_EQ_INT(db_open(&db, "sqlite::memory:", &e), 0);
	T_EQ_INT(control_migrate(db, &e), 0);
	T_EQ_INT(lately(db, "anna 42 eml"), 0);
	note(db, "anna 42 eml");
	T_EQ_INT(lately(db, "anna 42 eml"), 1);
	T_EQ_INT(lately(db, "anna 42 text"), 0); /* another way */
	T_EQ_INT(lately(db, "bert 42 eml"), 0);  /* another person */
	now_us += CLOCK_HOUR - 1;
	T_EQ_INT(lately(db, "anna 42 eml"), 1);
	now_us += 1;
	T_EQ_INT(lately(db, "anna 42 eml"), 0);
	note(db, "bert 1 eml");
	T_EQ_INT(rows(db), 1); /* what is over is not kept */
	note(db, "bert 1 eml");
	T_EQ_INT(rows(db), 1);
}

T_MAIN
