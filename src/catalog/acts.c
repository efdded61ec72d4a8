/*
 * acts.c - acts, newest first: those on their way in control, then the vault's.
 *
 * The table `act` of an epoch's file has who, what, when and how it ended, so
 * that most are passed over without a look into the vault. A batch of rows is
 * read at a time, and nothing is locked while each of it is told.
 */
#include "catalog/acts.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog-private.h"
#include "catalog/record.h"
#include "db/db.h"

#include <stdlib.h>
#include <string.h>

#define BATCH      256
#define DETAIL_MAX ((size_t)256 * 1024)

struct looking {
	struct archive *archive;
	struct db *db;
	const struct act_filter *filter;
	int (*each)(void *ctx, const struct act *act, struct err *e);
	void *ctx;
	/* ids told of control: they may come into the vault meanwhile */
	char (*told)[ACT_ID];
	size_t n_told;
	uint64_t last;  /* the vault had these before control was looked at */
	uint64_t below; /* only records with lower numbers */
};

/* --- filters -------------------------------------------------------------- */

/* Is it exactly this, or its first word? */
static bool is_verb(const char *verb, const char *want)
{
	size_t n = strlen(want);

	return strncmp(verb, want, n) == 0 &&
	       (verb[n] == '\0' || verb[n] == ' ');
}

static bool wanted(const struct act_filter *f, const struct act *a)
{
	return (f->since_us == 0 || a->at_us >= f->since_us) &&
	       (f->until_us == 0 || a->at_us < f->until_us) &&
	       (f->actor == NULL || strcasecmp(a->actor, f->actor) == 0) &&
	       (f->verb == NULL || is_verb(a->verb, f->verb)) &&
	       (f->outcome == NULL || strcmp(a->outcome, f->outcome) == 0);
}

static bool has_text(const struct act_filter *f, const struct act *a)
{
	const char *t = f->text;

	return t == NULL || strcasestr(a->actor, t) != NULL ||
	       strcasestr(a->origin, t) != NULL ||
	       strcasestr(a->verb, t) != NULL ||
	       strcasestr(a->detail, t) != NULL;
}

/* --- in control ----------------------------------------------------------- */

static void remember(struct looking *l, const char *id)
{
	l->told = mem_resize(l->told, (l->n_told + 1) * sizeof(*l->told));
	memcpy(l->told[l->n_told++], id, ACT_ID);
}

static bool was_told(const struct looking *l, const char *id)
{
	for (size_t i = 0; i < l->n_told; i++)
		if (strcmp(l->told[i], id) == 0)
			return true;
	return false;
}

static struct act waiting_read(struct db_stmt *st)
{
	struct act a = { .at_us = db_col_int(st, 1),
			 .actor = db_col_text(st, 2),
			 .origin = db_col_text(st, 3),
			 .verb = db_col_text(st, 4),
			 .outcome = db_col_text(st, 5),
			 .detail = db_col_text(st, 6) };
	uint8_t key[VAULT_KEY];

	act_key(db_col_int(st, 0), a.at_us, key);
	encode_hex(key, sizeof(key), a.id);
	return a;
}

/* Is it in the vault too? A process died before it deleted the row. */
static int is_stored(struct looking *l, const struct act *a, struct err *e)
{
	struct catalog_place place;
	uint8_t key[VAULT_KEY];
	int rc;

	(void)decode_hex(a->id, key, sizeof(key));
	rc = catalog_find_key(archive_catalog(l->archive), VAULT_ACT, key,
			      &place, e);
	return rc > 0 ? place.seq <= l->last : rc;
}

/*
 * Those in control, all of them remembered. *from: told from here on; where
 * `before` is one of them, it is told from the next. 1, 0 ended, -1.
 */
static int tell_waiting(struct looking *l, bool *from, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(l->db,
		       "SELECT id, at_us, actor, origin, verb, outcome, detail"
		       " FROM act ORDER BY id DESC",
		       e);
	int rc = 1, more;

	while (rc > 0 && (more = db_step(st, e)) != 0) {
		struct act a;

		if (more < 0)
			return -1;
		a = waiting_read(st);
		more = is_stored(l, &a, e);
		if (more < 0)
			return -1;
		if (more > 0)
			continue; /* it is told of the vault's */
		remember(l, a.id);
		if (!*from)
			*from = strcmp(a.id, l->filter->before) == 0;
		else if (wanted(l->filter, &a) && has_text(l->filter, &a))
			rc = l->each(l->ctx, &a, e);
	}
	return rc;
}

/* --- in the vault --------------------------------------------------------- */

struct batch {
	struct arena *arena;
	struct act *list;
	size_t n;
};

static int batch_fill(struct batch *b, struct epoch *ep, uint64_t below,
		      int64_t since_us, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ep->db,
		"SELECT seq, id, time_us, actor, verb, origin, outcome FROM act"
		" WHERE seq < $1 AND time_us >= $2 ORDER BY seq DESC LIMIT $3",
		e);
	int rc;

	db_int(st, 1, below > INT64_MAX ? INT64_MAX : (int64_t)below);
	db_int(st, 2, since_us);
	db_int(st, 3, BATCH);
	while ((rc = db_step(st, e)) > 0) {
		struct act *a;

		b->list = ARENA_GROW(b->arena, b->list, b->n);
		a = &b->list[b->n++];
		*a = (struct act){
			.seq = (uint64_t)db_col_int(st, 0),
			.at_us = db_col_int(st, 2),
			.actor = arena_strdup(b->arena, db_col_text(st, 3)),
			.verb = arena_strdup(b->arena, db_col_text(st, 4)),
			.origin = arena_strdup(b->arena, db_col_text(st, 5)),
			.outcome = arena_strdup(b->arena, db_col_text(st, 6)),
		};
		(void)strncpy(a->id, db_col_text(st, 1), ACT_ID - 1);
	}
	return rc;
}

/* The next of them below, from the newest file that has any. */
static int batch_next(struct looking *l, struct batch *b, struct err *e)
{
	struct catalog *c = archive_catalog(l->archive);
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = c->n_epochs; rc == 0 && b->n == 0 && i-- > 0;) {
		struct epoch *ep = &c->epochs[i];

		if (ep->first > ep->last || ep->first >= l->below)
			continue;
		if (!ep->acts_whole)
			rc = err_set(e, ERR_USAGE,
				     "the catalog was made by an older "
				     "program: start `estreat serve`, or run "
				     "`estreat catalog rebuild`, once");
		else
			rc = batch_fill(b, ep, l->below, l->filter->since_us,
					e);
	}
	return catalog_leave(c, rc);
}

/* 1 told or passed over, 0 ended, -1. */
static int tell_stored(struct looking *l, struct act *a, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;

	l->below = a->seq;
	if (!wanted(l->filter, a) || (a->seq > l->last && was_told(l, a->id)))
		return 1;
	if (record_read(l->archive, a->seq, DETAIL_MAX, &detail, e) < 0)
		return -1;
	a->detail = detail.s;
	return has_text(l->filter, a) ? l->each(l->ctx, a, e) : 1;
}

static int tell_all_stored(struct looking *l, struct err *e)
{
	int rc = 1;

	while (rc > 0) {
		AUTO(arena_free) struct arena *arena = arena_new();
		struct batch b = { .arena = arena };

		if (batch_next(l, &b, e) < 0)
			return -1;
		if (b.n == 0)
			return 1;
		for (size_t i = 0; rc > 0 && i < b.n; i++)
			rc = tell_stored(l, &b.list[i], e);
	}
	return rc;
}

/* Where `before` is an act of the vault: its number. */
static int find_before(struct looking *l, struct err *e)
{
	struct catalog_place place;
	uint8_t key[VAULT_KEY];
	int rc = 0;

	if (decode_hex(l->filter->before, key, sizeof(key)))
		rc = catalog_find_key(archive_catalog(l->archive), VAULT_ACT,
				      key, &place, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no act \"%.40s\" to begin before",
			       l->filter->before);
	if (rc < 0)
		return -1;
	l->below = place.seq;
	return 0;
}

int archive_acts_each(struct archive *a, struct db *db,
		      const struct act_filter *f,
		      int (*each)(void *ctx, const struct act *act,
				  struct err *e),
		      void *ctx, struct err *e)
{
	struct looking l = { .archive = a,
			     .db = db,
			     .filter = f,
			     .each = each,
			     .ctx = ctx,
			     .below = UINT64_MAX };
	bool from = f->before == NULL;
	int rc;

	l.last = catalog_last(archive_catalog(a));
	/* control first: what leaves it is in the vault by then */
	rc = tell_waiting(&l, &from, e);
	if (rc > 0 && !from)
		rc = find_before(&l, e) < 0 ? -1 : 1;
	if (rc > 0)
		rc = tell_all_stored(&l, e);
	free(l.told);
	return rc < 0 ? -1 : 0;
}

/* --- files of an older program -------------------------------------------- */

struct missing {
	uint64_t pack, offset;
};

/* Where the acts of an epoch lie: a pass over all of it. */
static int missing_find(struct epoch *ep, struct missing **list, size_t *n,
			struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db, "SELECT pack, pos FROM item WHERE kind = $1", e);
	int rc;

	db_int(st, 1, VAULT_ACT);
	while ((rc = db_step(st, e)) > 0) {
		*list = mem_resize(*list, (*n + 1) * sizeof(**list));
		(*list)[(*n)++] =
			(struct missing){ (uint64_t)db_col_int(st, 0),
					  (uint64_t)db_col_int(st, 1) };
	}
	return rc;
}

static int missing_add(struct archive *a, struct epoch *ep,
		       const struct missing *m, struct err *e)
{
	AUTO(vault_got_free) struct vault_got *got = NULL;

	if (vault_get(archive_vault(a), m->pack, m->offset, &got, e) < 0)
		return -1;
	return epoch_act_add(ep, vault_got_stored(got), e);
}

static int complete(struct archive *a, struct epoch *ep, struct err *e)
{
	AUTO(free) struct missing *list = NULL;
	size_t n = 0;
	int rc;

	if (missing_find(ep, &list, &n, e) < 0 ||
	    db_begin(ep->db, DB_WRITE, e) < 0)
		return -1;
	rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = missing_add(a, ep, &list[i], e);
	if (rc == 0)
		rc = db_script(ep->db,
			       "UPDATE state SET value = 1 WHERE name ="
			       " 'acts'",
			       e);
	if (rc == 0)
		rc = db_commit(ep->db, e);
	else
		db_rollback(ep->db);
	ep->acts_whole = rc == 0;
	return rc;
}

void acts_complete(struct archive *a)
{
	struct catalog *c = archive_catalog(a);
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	/* nobody else has the archive yet: no lock is held over the vault */
	for (size_t i = 0; e.kind == ERR_NONE && i < c->n_epochs; i++)
		if (!c->epochs[i].acts_whole)
			(void)complete(a, &c->epochs[i], &e);
	if (e.kind != ERR_NONE)
		log_event(LOG_WARN, "catalog.acts", "reason=\"%s\"",
			  err_str(&e, text, sizeof(text)));
}
