/*
 * sync-told.c - what a directory says, as it is told.
 *
 * Who is told waits in memory until there are enough for a transaction: the
 * service is asked on meanwhile, and nobody has to wait for its answers.
 */
#include "directory/sync-private.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "directory/provider.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT_MAX 256 /* as in a file of persons (lines.h) */

/* Fit to be an address or a name: not empty, not too long, no controls. */
static bool is_fit(const char *text, bool address)
{
	size_t len = strlen(text);

	if (len == 0 || len > TEXT_MAX ||
	    (address && strpbrk(text, " \t") != NULL))
		return false;
	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_sequence(text + i, len - i);
		if (n == 0 || (unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return false;
	}
	return true;
}

static int forget_addresses(struct sync *s, const char *ident, struct err *e)
{
	struct db_stmt *st = db_sql(s->db,
				    "DELETE FROM directory_address WHERE"
				    " directory = $1 AND ident = $2",
				    e);

	db_int(st, 1, s->directory);
	db_text(st, 2, ident);
	return db_exec(st, e);
}

int sync_write_gone(struct sync *s, const char *ident, struct err *e)
{
	struct db_stmt *st;

	if (forget_addresses(s, ident, e) < 0)
		return -1;
	st = db_sql(s->db,
		    "UPDATE directory_person SET gone = 1, round = $3"
		    " WHERE directory = $1 AND ident = $2",
		    e);
	db_int(st, 1, s->directory);
	db_text(st, 2, ident);
	db_int(st, 3, s->round);
	return db_exec(st, e);
}

static int write_person(struct sync *s, const struct provider_person *p,
			struct err *e)
{
	const char *address = is_fit(p->mailbox, true) ? p->mailbox : "";
	AUTO(free) char *folded = mem_strdup(address);
	struct db_stmt *st = db_sql(
		s->db,
		"INSERT INTO directory_person(directory, ident, name, address,"
		" folded, since_us, disabled, gone, round, person, mailbox)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, 0, 0)"
		" ON CONFLICT (directory, ident) DO UPDATE SET name = $3,"
		" address = $4, folded = $5, since_us = $6, disabled = $7,"
		" gone = 0, round = $8",
		e);

	str_lowercase(folded);
	db_int(st, 1, s->directory);
	db_text(st, 2, p->ident);
	db_text(st, 3, is_fit(p->name, false) ? p->name : address);
	db_text(st, 4, address);
	db_text(st, 5, folded);
	db_int(st, 6, p->since_us);
	db_int(st, 7, p->disabled);
	db_int(st, 8, s->round);
	if (*address == '\0')
		s->result->without++;
	return db_exec(st, e);
}

/* --- addresses: only differences are written ------------------------------ */

static bool is_told(const struct provider_person *p, const char *address)
{
	for (size_t i = 0; i < p->n_addresses; i++)
		if (str_casecmp(p->addresses[i], address) == 0)
			return true;
	return str_casecmp(p->mailbox, address) == 0;
}

/* Those of an earlier telling that are not of this one; they lie in the arena
   of the persons that wait. */
static int others_of(struct sync *s, const struct provider_person *p,
		     char ***out, size_t *n, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(s->db,
				    "SELECT address FROM directory_address"
				    " WHERE directory = $1 AND ident = $2",
				    e);
	int rc;

	db_int(st, 1, s->directory);
	db_text(st, 2, p->ident);
	while ((rc = db_step(st, e)) > 0) {
		const char *address = db_col_text(st, 0);

		if (is_told(p, address))
			continue;
		*out = ARENA_GROW(s->arena, *out, *n);
		(*out)[(*n)++] = arena_strdup(s->arena, address);
	}
	return rc;
}

static int forget_others(struct sync *s, const struct provider_person *p,
			 struct err *e)
{
	char **list = NULL;
	size_t n = 0;

	if (others_of(s, p, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct db_stmt *st = db_sql(s->db,
					    "DELETE FROM directory_address"
					    " WHERE directory = $1"
					    " AND ident = $2 AND address = $3",
					    e);

		db_int(st, 1, s->directory);
		db_text(st, 2, p->ident);
		db_text(st, 3, list[i]);
		if (db_exec(st, e) < 0)
			return -1;
	}
	return 0;
}

static int write_address(struct sync *s, const char *ident, const char *text,
			 struct err *e)
{
	AUTO(free) char *folded = mem_strdup(text);
	struct db_stmt *st;

	if (!is_fit(text, true))
		return 0;
	str_lowercase(folded);
	st = db_sql(s->db,
		    "INSERT INTO directory_address(directory, ident, address,"
		    " round) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
		    e);
	db_int(st, 1, s->directory);
	db_text(st, 2, ident);
	db_text(st, 3, folded);
	db_int(st, 4, s->round);
	return db_exec(st, e);
}

/* The later telling of a person in one round counts. */
static int write_one(struct sync *s, const struct provider_person *p,
		     struct err *e)
{
	if (p->gone)
		return sync_write_gone(s, p->ident, e);
	if (forget_others(s, p, e) < 0 || write_person(s, p, e) < 0)
		return -1;
	for (size_t i = 0; i < p->n_addresses; i++)
		if (write_address(s, p->ident, p->addresses[i], e) < 0)
			return -1;
	return write_address(s, p->ident, p->mailbox, e);
}

/* --- a transaction at a time ---------------------------------------------- */

/* Who waits for their turn needs a moment to notice that it is there: a mutex
   is no queue. */
#define MOMENT_NS (2L * 1000 * 1000)

int sync_commit(struct sync *s, struct err *e)
{
	struct timespec moment = { .tv_nsec = MOMENT_NS };
	int rc = db_commit(s->db, e);

	(void)nanosleep(&moment, NULL); /* politeness: nothing waits for it */
	return rc;
}

static int write_all(struct sync *s, struct err *e)
{
	if (db_begin(s->db, DB_WRITE, e) < 0)
		return -1;
	for (int64_t i = 0; i < s->n_waiting; i++)
		if (write_one(s, &s->waiting[i], e) < 0) {
			db_rollback(s->db);
			return -1;
		}
	return sync_commit(s, e);
}

int sync_write_told(struct sync *s, struct err *e)
{
	int rc = s->n_waiting > 0 ? write_all(s, e) : 0;

	arena_free(s->arena);
	s->arena = arena_new();
	s->waiting = NULL;
	s->n_waiting = 0;
	return rc;
}

static const char *keep_text(struct sync *s, const char *text)
{
	return arena_strdup(s->arena, text != NULL ? text : "");
}

/* Texts of a provider's are its own and go soon. */
static void keep(struct sync *s, const struct provider_person *p)
{
	const char **addresses;
	struct provider_person *to;

	s->waiting = ARENA_GROW(s->arena, s->waiting, (size_t)s->n_waiting);
	to = &s->waiting[s->n_waiting++];
	*to = *p;
	to->ident = keep_text(s, p->ident);
	to->name = keep_text(s, p->name);
	to->mailbox = keep_text(s, p->mailbox);
	if (to->n_addresses > PROVIDER_ADDRESSES_MAX)
		to->n_addresses = PROVIDER_ADDRESSES_MAX;
	addresses =
		arena_alloc(s->arena, to->n_addresses + 1, sizeof(*addresses));
	for (size_t i = 0; i < to->n_addresses; i++)
		addresses[i] = keep_text(s, p->addresses[i]);
	to->addresses = addresses;
}

int sync_person(struct sync *s, const struct provider_person *p, struct err *e)
{
	if (!is_fit(p->ident, false))
		return 0;
	s->result->told++;
	keep(s, p);
	return s->n_waiting < s->slice ? 0 : sync_write_told(s, e);
}
