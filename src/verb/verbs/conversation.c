/* conversation.c - the messages before and behind one, in its conversation. */
#include "verb/verbs/message.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/catalog.h"
#include "verb/print.h"
#include "verb/verbs/verbs.h"

#include <stdlib.h>

#define AROUND     10   /* on each side, where nothing is said */
#define AROUND_MAX 1000 /* likewise, whatever is asked for */

static const struct table around_table = {
	.name = "messages",
	.n = 7,
	.columns = { { "id", "ID", CELL_INT },
		     { "date", "DATE (UTC)", CELL_TIME },
		     { "from", "FROM", CELL_TEXT, true },
		     { "subject", "SUBJECT", CELL_TEXT, true },
		     { "size", "SIZE", CELL_SIZE },
		     { "kind", NULL, CELL_TEXT },
		     { "tie", "TIE", CELL_TEXT } },
};

struct around {
	struct shown *s;
	size_t max;
	uint64_t *seqs; /* of one side, room for twice max */
	bool *same;     /* about the same thing at the source */
	size_t n;
};

static bool is_known(struct around *a, uint64_t seq, bool same)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->seqs[i] == seq) {
			a->same[i] = a->same[i] || same;
			return true;
		}
	return false;
}

static int add_tied(struct around *a, enum catalog_tie tie, bool later,
		    struct err *e)
{
	struct catalog_near near = { .tie = tie,
				     .later = later,
				     .max = a->max };
	AUTO(free) uint64_t *found = mem_alloc(a->max + 1, sizeof(uint64_t));
	int n = catalog_tied(a->s->catalog, a->s->record, &near, found, e);

	for (int i = 0; i < n; i++) {
		if (is_known(a, found[i], tie == CATALOG_SAME))
			continue;
		a->seqs[a->n] = found[i];
		a->same[a->n++] = tie == CATALOG_SAME;
	}
	return n < 0 ? -1 : 0;
}

static int print_one(struct around *a, uint64_t seq, const char *tie,
		     struct err *e)
{
	AUTO(catalog_message_done)
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	struct printer *p = a->s->call->out;

	if (catalog_message(a->s->catalog, seq, &m, e) <= 0)
		return e->kind != ERR_NONE ? -1 : 0;
	cell_int(p, (int64_t)seq);
	cell_int(p, m.time_us);
	cell_text(p, m.sender.s);
	cell_text(p, m.subject.s);
	cell_int(p, (int64_t)m.size);
	cell_text_or_none(p, m.kind.s);
	cell_text(p, tie);
	return print_row(p, e);
}

struct placed {
	int64_t time_us;
	uint64_t seq;
	bool same;
};

static int placed_compare(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->time_us != y->time_us)
		return x->time_us < y->time_us ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* One side, in the order of time. */
static int print_side(struct around *a, struct err *e)
{
	AUTO(free) struct placed *list = mem_alloc(a->n + 1, sizeof(*list));

	for (size_t i = 0; i < a->n; i++) {
		list[i] = (struct placed){ 0, a->seqs[i], a->same[i] };
		if (catalog_times(a->s->catalog, &a->seqs[i], 1,
				  &list[i].time_us, e) < 0)
			return -1;
	}
	if (a->n > 0)
		qsort(list, a->n, sizeof(*list), placed_compare);
	for (size_t i = 0; i < a->n; i++)
		if (print_one(a, list[i].seq,
			      list[i].same ? "same" : "conversation", e) < 0)
			return -1;
	a->n = 0;
	return 0;
}

static int print_around(struct around *a, struct err *e)
{
	print_table(a->s->call->out, &around_table);
	if (add_tied(a, CATALOG_TALK, false, e) < 0 ||
	    add_tied(a, CATALOG_SAME, false, e) < 0 || print_side(a, e) < 0 ||
	    print_one(a, a->s->seq, "this", e) < 0 ||
	    add_tied(a, CATALOG_TALK, true, e) < 0 ||
	    add_tied(a, CATALOG_SAME, true, e) < 0 || print_side(a, e) < 0)
		return -1;
	print_table_end(a->s->call->out);
	return VERB_OK;
}

static int conversation_run(struct verb_call *call, struct err *e)
{
	AUTO(shown_done) struct shown s = { .skeleton = STR_INIT };
	int64_t max = call_int(call, "limit", AROUND);
	struct around a = { .s = &s };
	int rc;

	if (shown_open(&s, call, e) < 0)
		return -1;
	a.max = max < AROUND_MAX ? (size_t)max : AROUND_MAX;
	a.seqs = mem_alloc(2 * a.max + 1, sizeof(*a.seqs));
	a.same = mem_alloc(2 * a.max + 1, sizeof(*a.same));
	rc = print_around(&a, e);
	free(a.seqs);
	free(a.same);
	return rc;
}

const struct verb verb_message_conversation = {
	.name = "message conversation",
	.http = "GET /messages/{message}/conversation",
	.right = RIGHT_SEARCH,
	.help = "List what was said before and behind it",
	.about =
		"TIE is `same` for what tells of the same thing at the source "
		"(what came later, a\ncorrection, a deletion), `conversation` "
		"for what belongs to the same channel,\nseries or thread. Only "
		"a list: nothing is read.",
	.example = "  estreat message conversation 42 --limit 5",
	.run = conversation_run,
	.lists = VERB_LISTS(&around_table),
	.params = { { .name = "message",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .value = "ID",
		      .help = "its number, or its Message-ID" },
		    { .name = "limit",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "at most so many on each side (10)" } },
};
