/* names.c - small things the files of this folder share. */
#include "access/access-private.h"

#include "access/accounts.h"
#include "base/encode.h"
#include "base/err.h"
#include "db/db.h"

#include <stdarg.h>
#include <string.h>

void access_fold(struct str *out, const char *name)
{
	for (; *name != '\0'; name++)
		str_add_char(out, str_lower(*name));
}

static bool name_is_fit(const char *name)
{
	size_t len = strlen(name), n;

	if (len == 0 || len > ACCOUNT_NAME_MAX || name[0] == '-')
		return false;
	for (size_t at = 0; at < len; at += n) {
		n = utf8_sequence(name + at, len - at);
		/* no spaces, no control characters, nothing for a shell */
		if (n == 0 || (n == 1 && (name[at] <= ' ' || name[at] == 127 ||
					  strchr("\"'`\\<>|&;,*?$(){}[]#",
						 name[at]) != NULL)))
			return false;
	}
	return true;
}

int account_name_check(const char *name, struct err *e)
{
	if (!name_is_fit(name))
		return err_set(e, ERR_USAGE,
			       "an account's name is an e-mail address or a "
			       "word: 1 to %d bytes, no spaces, no quotes, no "
			       "\"-\" in front",
			       ACCOUNT_NAME_MAX);
	return 0;
}

int access_do(struct db *db,
	      int (*what)(struct db *db, void *ctx, struct err *e), void *ctx,
	      struct err *e)
{
	int rc;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = what(db, ctx, e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e) < 0 ? -1 : rc;
}

void act_detail(struct str *out, ...)
{
	const char *name, *value;
	bool first = true;
	va_list ap;

	str_add_char(out, '{');
	va_start(ap, out);
	while ((name = va_arg(ap, const char *)) != NULL) {
		value = va_arg(ap, const char *);
		if (value == NULL || value[0] == '\0')
			continue;
		if (!first)
			str_add_char(out, ',');
		encode_json(out, name);
		str_add_char(out, ':');
		encode_json(out, value);
		first = false;
	}
	va_end(ap);
	str_add_char(out, '}');
}

int access_by_id(struct db *db, const char *sql, int64_t id, struct err *e)
{
	struct db_stmt *st = db_sql(db, sql, e);

	db_int(st, 1, id);
	return db_exec(st, e);
}

int sessions_end(struct db *db, int64_t account, struct err *e)
{
	return access_by_id(db, "DELETE FROM session WHERE account = $1",
			    account, e);
}
