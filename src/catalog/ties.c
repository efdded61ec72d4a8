/* ties.c - the messages around one, by what ties them. */
#include "catalog/ties.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/catalog-private.h"
#include "catalog/info.h"
#include "db/db.h"
#include "stream/digest.h"

#include <string.h>

bool ties_key(const struct vault_stored *message, enum catalog_tie tie,
	      int64_t *key)
{
	const unsigned int want =
		tie == CATALOG_TALK ? INFO_CONVERSATION : INFO_BUNDLE;
	AUTO(str_done) struct str whole = STR_INIT;
	struct info_reader r;
	struct digest d;
	bool found = false;

	str_add_char(&whole, (char)('0' + tie));
	info_read(&r, message->info, message->info_len);
	while (info_next(&r)) {
		if (r.tag != INFO_SOURCE && r.tag != INFO_TENANT &&
		    r.tag != want)
			continue;
		/* the tag too: the fields' order is the writer's */
		str_add_char(&whole, '\0');
		str_add_char(&whole, (char)r.tag);
		str_add_len(&whole, r.bytes, r.len);
		found = found || (r.tag == want && r.len > 0);
	}
	d = digest_of(whole.s, whole.len);
	*key = epoch_first8(d.bytes);
	return found;
}

/* A place in a conversation. */
struct tied {
	int64_t time_us;
	uint64_t seq;
};

struct tied_list {
	struct tied *list; /* the nearest first; room for max + 1 */
	size_t n, max;
	bool later;
};

static bool is_nearer(const struct tied_list *l, struct tied a, struct tied b)
{
	if (a.time_us != b.time_us)
		return (a.time_us < b.time_us) == l->later;
	return (a.seq < b.seq) == l->later;
}

static void tied_add(struct tied_list *l, struct tied t)
{
	size_t at = l->n;

	while (at > 0 && is_nearer(l, t, l->list[at - 1])) {
		l->list[at] = l->list[at - 1];
		at--;
	}
	l->list[at] = t;
	l->n += l->n < l->max;
}

static int tied_in(struct epoch *ep, int64_t key, struct tied from,
		   struct tied_list *l, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		l->later ? db_sql(ep->db,
				  "SELECT time_us, message FROM tie"
				  " WHERE key = $1 AND"
				  " (time_us, message) > ($2, $3)"
				  " ORDER BY time_us, message LIMIT $4",
				  e)
			 : db_sql(ep->db,
				  "SELECT time_us, message FROM tie"
				  " WHERE key = $1 AND"
				  " (time_us, message) < ($2, $3)"
				  " ORDER BY time_us DESC, message DESC"
				  " LIMIT $4",
				  e);
	int rc;

	db_int(st, 1, key);
	db_int(st, 2, from.time_us);
	db_int(st, 3, (int64_t)from.seq);
	db_int(st, 4, (int64_t)l->max);
	while ((rc = db_step(st, e)) > 0)
		tied_add(l, (struct tied){ db_col_int(st, 0),
					   (uint64_t)db_col_int(st, 1) });
	return rc;
}

int catalog_tied(struct catalog *c, const struct vault_stored *of,
		 const struct catalog_near *near, uint64_t *seqs, struct err *e)
{
	AUTO(free)
	struct tied *list = mem_alloc(near->max + 1, sizeof(struct tied));
	struct tied_list l = { .list = list,
			       .max = near->max,
			       .later = near->later };
	struct tied from = { of->time_us, of->seq };
	int64_t key;
	int rc;

	if (near->max == 0 || !ties_key(of, near->tie, &key))
		return 0;
	rc = catalog_enter(c, e);
	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		rc = tied_in(&c->epochs[i], key, from, &l, e);
	for (size_t i = 0; i < l.n; i++)
		seqs[i] = list[i].seq;
	return catalog_leave(c, rc) < 0 ? -1 : (int)l.n;
}
