/* house.h - an installation with accounts, for tests of access/. */
#ifndef TESTS_UNIT_ACCESS_HOUSE_H
#define TESTS_UNIT_ACCESS_HOUSE_H

#include "access/access.h"
#include "access/accounts.h"
#include "access/groups.h"
#include "access/principal.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "t.h"

#include <stdlib.h>

struct house {
	char *home;
	struct archive *archive;
	struct db *db;
	struct access *access;
	struct principal *owner; /* local:root, whose the folder is */
};

static inline void house_make(struct house *h)
{
	char dir[] = "/tmp/estreat-access-XXXXXX";
	struct err e = ERR_INIT;

	T_OK(mkdtemp(dir) != NULL);
	*h = (struct house){ .home = str_printf("%s/home", dir) };
	T_EQ_INT(archive_init(h->home, "example.com", &e), 0);
	T_EQ_INT(archive_open(&h->archive, h->home, ARCHIVE_READ, &e), 0);
	T_EQ_INT(archive_db(h->archive, &h->db, &e), 0);
	T_EQ_INT(access_local(h->db, "root", true, &h->owner, &e), 0);
	h->access = access_open(h->archive);
}

static inline void house_done(struct house *h)
{
	principal_free(h->owner);
	access_free(h->access);
	db_close(h->db);
	archive_close(h->archive);
	free(h->home);
}
static inline void house_done_auto(struct house *h)
{
	house_done(h);
}

static inline int64_t house_number(const struct house *h, const char *sql)
{
	struct err e = ERR_INIT;
	AUTO(db_done) struct db_stmt *st = db_sql(h->db, sql, &e);

	T_EQ_INT(db_step(st, &e), 1);
	return db_col_int(st, 0);
}

static inline void house_do(const struct house *h, const char *sql)
{
	struct err e = ERR_INIT;

	T_EQ_INT(db_exec(db_sql(h->db, sql, &e), &e), 0);
}

/* Acts that ended so. */
static inline int64_t house_acts(const struct house *h, const char *verb,
				 const char *outcome)
{
	struct err e = ERR_INIT;
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		h->db,
		"SELECT count(*) FROM act WHERE verb = $1 AND outcome = $2",
		&e);

	db_text(st, 1, verb);
	db_text(st, 2, outcome);
	T_EQ_INT(db_step(st, &e), 1);
	return db_col_int(st, 0);
}

/* An account in a group (NULL: none), with its one-time password. */
static inline void house_add(const struct house *h, const char *name,
			     const char *group, struct str *password)
{
	const struct account_new n = { .name = name, .group = group };
	struct err e = ERR_INIT;

	T_EQ_INT(accounts_add(h->db, h->owner, &n, password, &e), 0);
}

/* What it would be for one request. Without a password: there is none. */
static inline struct principal *house_principal(const struct house *h,
						const char *name)
{
	struct principal *p = NEW(struct principal);
	struct err e = ERR_INIT;
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(h->db,
		       "SELECT DISTINCT r.role FROM role_group_member m"
		       " JOIN role_group_role r ON r.role_group = m.role_group"
		       " WHERE m.account = $1",
		       &e);

	p->name = p->title = p->origin = p->language = STR_INIT;
	str_add(&p->name, name);
	str_add(&p->origin, "192.0.2.7");
	p->local = true;
	T_EQ_INT(account_find(h->db, name, &p->account, &e), 0);
	db_int(st, 1, p->account);
	while (db_step(st, &e) > 0)
		p->roles |= role_named(db_col_text(st, 0));
	return p;
}

#define HOUSE_FROM ((struct access_from){ "192.0.2.7", "a browser" })

#endif
