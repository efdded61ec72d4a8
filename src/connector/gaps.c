#include "connector/gaps.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "directory/directory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Domains that the organisation has addresses in. There are few, however
   many addresses there are. */
struct domains {
	char **list;
	size_t n;
};

static void domains_done(struct domains *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->list[i]);
	free(d->list);
}

static bool domains_have(const struct domains *d, const char *address)
{
	const char *at = strrchr(address, '@');

	for (size_t i = 0; at != NULL && i < d->n; i++)
		if (strcmp(d->list[i], at + 1) == 0)
			return true;
	return false;
}

static int on_address(void *ctx, const struct directory_address *a,
		      struct err *e)
{
	struct domains *d = ctx;
	const char *at = strrchr(a->address, '@');

	(void)e;
	if (at == NULL || domains_have(d, a->address))
		return 0;
	d->list = mem_resize(d->list, (d->n + 1) * sizeof(*d->list));
	d->list[d->n++] = mem_strdup(at + 1);
	return 0;
}

static enum gap_kind kind_of(const struct domains *d, const char *address)
{
	size_t n = strlen(address);
	static const char none[] = ".invalid"; /* RFC 2606 section 2 */

	if (strchr(address, '@') == NULL ||
	    (n > sizeof(none) - 1 &&
	     strcmp(address + n - (sizeof(none) - 1), none) == 0))
		return GAP_UNNAMED;
	return domains_have(d, address) ? GAP_ACCOUNT : GAP_GUEST;
}

static int tell_kind(struct db *db, const struct domains *d, enum gap_kind kind,
		     int (*each)(void *ctx, const struct gap *g, struct err *e),
		     void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT address, max(name), count(*), min(time_us),"
		       " max(time_us) FROM gap GROUP BY address"
		       " ORDER BY count(*) DESC, address",
		       e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		struct gap g = { .address = db_col_text(st, 0),
				 .name = db_col_text(st, 1),
				 .messages = db_col_int(st, 2),
				 .first_us = db_col_int(st, 3),
				 .last_us = db_col_int(st, 4) };

		g.kind = kind_of(d, g.address);
		if (g.kind == kind && each(ctx, &g, e) < 0)
			return -1;
	}
	return rc;
}

int gaps_each(struct db *db,
	      int (*each)(void *ctx, const struct gap *g, struct err *e),
	      void *ctx, struct err *e)
{
	static const enum gap_kind kinds[] = { GAP_ACCOUNT, GAP_GUEST,
					       GAP_UNNAMED };
	__attribute__((__cleanup__(domains_done))) struct domains d = { 0 };

	if (directory_each_address(db, on_address, &d, e) < 0)
		return -1;
	for (size_t i = 0; i < 3; i++)
		if (tell_kind(db, &d, kinds[i], each, ctx, e) < 0)
			return err_wrap(e, "list gaps");
	return 0;
}
