/*
 * messages.c - the messages of a mailbox: by page, by time, thinned out.
 *
 * All numbers of the mailbox are at hand (a list of numbers is small); rows
 * are read only of what is looked at.
 */
#include "verb/verbs/verbs.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "verb/match.h"
#include "verb/print.h"

#include <stdlib.h>

/* A page that finds less than it was to have ends after so many messages all
   the same, and says where to go on. */
#define LOOKED_AT_MAX 20000

static const struct table message_table = {
	.name = "messages",
	.empty = "No messages.",
	.n = 11,
	.columns = { { "id", "ID", CELL_INT },
		     { "date", "DATE (UTC)", CELL_TIME },
		     { "from", "FROM", CELL_TEXT, true },
		     { "subject", "SUBJECT", CELL_TEXT, true },
		     { "size", "SIZE", CELL_SIZE },
		     { "folder", NULL, CELL_TEXT },
		     { "message_id", NULL, CELL_TEXT },
		     { "archived", NULL, CELL_TIME },
		     { "kind", NULL, CELL_TEXT },
		     { "participants", NULL, CELL_INT },
		     { "files", NULL, CELL_INT } },
};

struct stood {
	int64_t time_us;
	uint64_t seq;
};

struct listing {
	struct verb_call *call;
	uint64_t mailbox;
	const char *folder; /* NULL: all */
	struct str wanted;  /* folded */
	bool newest;
	int64_t since_us, until_us;
	int64_t left; /* rows that may still be printed */
	struct stood *list;
	size_t n;
};

static bool is_passed_over(const struct listing *l, const struct str *folder,
			   const struct catalog_message *m)
{
	if (l->folder != NULL && str_casecmp(l->folder, folder->s) != 0)
		return true;
	return !match_in(m->subject.s, l->wanted.s) &&
	       !match_in(m->sender.s, l->wanted.s);
}

static void cell_known(struct printer *p, int64_t number)
{
	if (number < 0)
		cell_none(p);
	else
		cell_int(p, number);
}

static int print_message(struct listing *l, uint64_t seq, struct err *e)
{
	struct catalog *c = archive_catalog(l->call->archive);
	AUTO(catalog_message_done)
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	AUTO(str_done) struct str folder = STR_INIT;
	struct printer *p = l->call->out;

	if (catalog_folder(c, seq, l->mailbox, &folder, e) < 0)
		return -1;
	if (catalog_message(c, seq, &m, e) <= 0)
		return e->kind != ERR_NONE ? -1 : 0;
	if (is_passed_over(l, &folder, &m))
		return 0;
	cell_int(p, (int64_t)seq);
	cell_int(p, m.time_us);
	cell_text(p, m.sender.s);
	cell_text(p, m.subject.s);
	cell_int(p, (int64_t)m.size);
	cell_text(p, folder.s);
	cell_text(p, m.message_id.s);
	cell_int(p, m.stored_us);
	cell_text_or_none(p, m.kind.s);
	cell_known(p, m.people);
	cell_known(p, m.parts);
	l->left--;
	return print_row(p, e);
}

/* --- in which order --------------------------------------------------------
 */

static int newest_compare(const void *a, const void *b)
{
	const struct stood *x = a, *y = b;

	if (x->time_us != y->time_us)
		return x->time_us > y->time_us ? -1 : 1;
	return x->seq > y->seq ? -1 : x->seq < y->seq;
}

static int read_times(struct listing *l, const uint64_t *seqs, struct err *e)
{
	AUTO(free) int64_t *times = mem_alloc(l->n + 1, sizeof(int64_t));

	if (catalog_times(archive_catalog(l->call->archive), seqs, l->n, times,
			  e) < 0)
		return -1;
	for (size_t i = 0; i < l->n; i++)
		l->list[i].time_us = times[i];
	return 0;
}

static void keep_span(struct listing *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->n; i++)
		if (l->list[i].time_us >= l->since_us &&
		    l->list[i].time_us < l->until_us)
			l->list[kept++] = l->list[i];
	l->n = kept;
}

/* Where the page begins: behind the message that ended the last one. */
static size_t page_begin(const struct listing *l, uint64_t after, int64_t at_us)
{
	struct stood mark = { at_us, after };
	size_t i = 0;

	if (after == 0)
		return 0;
	while (i < l->n && (l->newest ? newest_compare(&l->list[i], &mark) <= 0
				      : l->list[i].seq <= after))
		i++;
	return i;
}

static int set_out(struct listing *l, size_t *begin, struct err *e)
{
	uint64_t after = (uint64_t)call_int(l->call, "after", 0);
	struct catalog *c = archive_catalog(l->call->archive);
	AUTO(free) uint64_t *seqs = NULL;
	int64_t after_us = 0;
	bool timed = l->newest || l->since_us != INT64_MIN ||
		     l->until_us != INT64_MAX;

	if (catalog_mailbox(c, l->mailbox, &seqs, &l->n, e) < 0)
		return -1;
	l->list = mem_alloc(l->n + 1, sizeof(*l->list));
	for (size_t i = 0; i < l->n; i++)
		l->list[i].seq = seqs[i];
	if (timed && (read_times(l, seqs, e) < 0 ||
		      catalog_times(c, &after, 1, &after_us, e) < 0))
		return -1;
	if (timed)
		keep_span(l);
	if (l->newest && l->n > 0)
		qsort(l->list, l->n, sizeof(*l->list), newest_compare);
	*begin = page_begin(l, after, after_us);
	return 0;
}

/* --- the verb --------------------------------------------------------------
 */

static int print_page(struct listing *l, size_t begin, struct err *e)
{
	size_t i = begin;
	bool paged = call_arg(l->call, "limit")->given;

	print_table(l->call->out, &message_table);
	while (i < l->n && l->left > 0 &&
	       !(paged && i - begin == LOOKED_AT_MAX))
		if (print_message(l, l->list[i++].seq, e) < 0)
			return -1;
	print_table_end(l->call->out);
	call_print_next(l->call, i < l->n && i > 0 ? l->list[i - 1].seq : 0);
	return VERB_OK;
}

/* Who looks through a mailbox does so by page after page. */
static int record(const struct verb_call *call, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;

	str_add(&detail, "{\"mailbox\":");
	encode_json(&detail, call_text(call, "mailbox"));
	str_add_char(&detail, '}');
	return call_record_once(call, detail.s, e);
}

static int messages_run(struct verb_call *call, struct err *e)
{
	struct listing l = { .call = call,
			     .folder = call_text(call, "folder"),
			     .wanted = STR_INIT,
			     .newest = call_flag(call, "newest"),
			     .since_us = INT64_MIN,
			     .until_us = INT64_MAX,
			     .left = call_int(call, "limit", INT64_MAX) };
	const char *text = call_text(call, "text");
	size_t begin = 0;
	int rc;

	if (call_time(call, "since", &l.since_us, e) < 0 ||
	    call_time(call, "until", &l.until_us, e) < 0 ||
	    call_open(call, false, e) < 0 ||
	    call_mailbox(call, call_text(call, "mailbox"), &l.mailbox, e) < 0 ||
	    record(call, e) < 0)
		return -1;
	match_fold(&l.wanted, text != NULL ? text : "");
	rc = set_out(&l, &begin, e);
	if (rc == 0)
		rc = print_page(&l, begin, e);
	free(l.list);
	str_done(&l.wanted);
	return rc;
}

const struct verb verb_mailbox_messages = {
	.name = "mailbox messages",
	.http = "GET /mailboxes/{mailbox}/messages",
	.right = RIGHT_SEARCH,
	.help = "List the messages of a mailbox",
	.about = "In the order in which they were archived, or the newest "
		 "first. An ID is good for\n`estreat message show` and stays "
		 "for ever. With --limit a page that is thinned\nout by "
		 "--text or --folder may be short and not the last one.",
	.example = "  estreat mailbox messages anna@example.com --newest "
		   "--limit 20\n"
		   "  estreat mailbox messages anna@example.com --text budget "
		   "--since 2026-03-01",
	.run = messages_run,
	.lists = VERB_LISTS(&message_table),
	.fields = VERB_FIELDS({ "next", NULL, CELL_INT }),
	.params = { { .name = "mailbox",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "name or number" },
		    { .name = "folder",
		      .type = PARAM_TEXT,
		      .value = "FOLDER",
		      .help = "only this folder, such as \"Zoom Meetings\"" },
		    { .name = "text",
		      .type = PARAM_TEXT,
		      .value = "TEXT",
		      .help = "only those with this in subject or sender" },
		    { .name = "since",
		      .type = PARAM_TEXT,
		      .value = "TIME",
		      .help = "only those of this time (UTC) or later" },
		    { .name = "until",
		      .type = PARAM_TEXT,
		      .value = "TIME",
		      .help = "only those from before this time" },
		    { .name = "limit",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "at most so many" },
		    { .name = "after",
		      .type = PARAM_INT,
		      .value = "ID",
		      .help = "go on behind this message" },
		    { .name = "newest",
		      .type = PARAM_FLAG,
		      .help = "by date, the newest first" } },
};
