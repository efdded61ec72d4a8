/* names.c - small things the files of this folder share. */
#include "access/access-private.h"

#include "access/accounts.h"
#include "base/encode.h"
#include "base/err.h"
#include "db/db.h"

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

bool account_is_local(const char *name)
{
	AUTO(str_done) struct str folded = STR_INIT;

	access_fold(&folded, name);
	return str_starts(folded.s, ACCOUNT_LOCAL);
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

void act_detail(struct str *out, const struct value *pairs)
{
	size_t begin = out->len;

	for (const struct value *v = pairs; v->name != NULL; v++) {
		if (v->value == NULL || v->value[0] == '\0')
			continue;
		str_add_char(out, out->len == begin ? '{' : ',');
		encode_json(out, v->name);
		str_add_char(out, ':');
		encode_json(out, v->value);
	}
	str_add(out, out->len == begin ? "{}" : "}");
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
