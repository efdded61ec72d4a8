/*
 * messages.c - the messages of a mailbox: by page, by time, thinned out.
 *
 * All of the mailbox is at hand as numbers, times and folders (a view is
 * small); rows are read only of what is looked at.
 */
#include "verb/verbs/verbs.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "verb/match.h"
#include "verb/print.h"

#include <stdlib.h>

/* A page that finds less than it was to have ends after so many messages all
   the same, and says where to go on. */
#define LOOKED_AT_MAX 4000

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

struct listing {
	struct verb_call *call;
	uint64_t mailbox;
	const char *folder; /* NULL: all */
	struct str wanted;  /* folded */
	bool newest;
	int64_t since_us, until_us;
	int64_t left; /* rows that may still be printed */
	struct catalog_view view;
};

static void cell_known(struct printer *p, int64_t number)
{
	if (number < 0)
		cell_none(p);
	else
		cell_int(p, number);
}

static int print_message(struct listing *l, const struct catalog_stood *s,
			 struct err *e)
{
	AUTO(catalog_message_done)
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	struct printer *p = l->call->out;

	if (catalog_message(archive_catalog(l->call->archive), s->seq, &m, e) <=
	    0)
		return e->kind != ERR_NONE ? -1 : 0;
	if (!match_in(m.subject.s, l->wanted.s) &&
	    !match_in(m.sender.s, l->wanted.s))
		return 0;
	cell_int(p, (int64_t)s->seq);
	cell_int(p, m.time_us);
	cell_text(p, m.sender.s);
	cell_text(p, m.subject.s);
	cell_int(p, (int64_t)m.size);
	cell_text(p, l->view.folders[s->folder]);
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
	const struct catalog_stood *x = a, *y = b;

	if (x->time_us != y->time_us)
		return x->time_us > y->time_us ? -1 : 1;
	return x->seq > y->seq ? -1 : x->seq < y->seq;
}

/* Of the span and the folder that were asked for. */
static void keep_wanted(struct listing *l)
{
	struct catalog_view *v = &l->view;
	size_t kept = 0;

	for (size_t i = 0; i < v->n; i++) {
		const struct catalog_stood *s = &v->list[i];
		const char *folder = v->folders[s->folder];

		if (s->time_us >= l->since_us && s->time_us < l->until_us &&
		    (l->folder == NULL || str_casecmp(l->folder, folder) == 0))
			v->list[kept++] = *s;
	}
	v->n = kept;
}

/* Where the page begins: behind the message that ended the last one. */
static size_t page_begin(const struct listing *l,
			 const struct catalog_stood *after)
{
	const struct catalog_view *v = &l->view;
	size_t i = 0;

	if (after->seq == 0)
		return 0;
	while (i < v->n && (l->newest ? newest_compare(&v->list[i], after) <= 0
				      : v->list[i].seq <= after->seq))
		i++;
	return i;
}

/* Where a message stands; one that was moved away since is looked up. */
static int mark_of(const struct listing *l, uint64_t seq,
		   struct catalog_stood *mark, struct err *e)
{
	*mark = (struct catalog_stood){ .seq = seq };
	for (size_t i = 0; i < l->view.n; i++)
		if (l->view.list[i].seq == seq) {
			*mark = l->view.list[i];
			return 0;
		}
	return seq == 0 ? 0
			: catalog_times(archive_catalog(l->call->archive), &seq,
					1, &mark->time_us, e);
}

static int set_out(struct listing *l, size_t *begin, struct err *e)
{
	uint64_t seq = (uint64_t)call_int(l->call, "after", 0);
	struct catalog *c = archive_catalog(l->call->archive);
	struct catalog_view *v = &l->view;
	struct catalog_stood after;

	if (catalog_view(c, l->mailbox, v, e) < 0 ||
	    mark_of(l, seq, &after, e) < 0)
		return -1;
	keep_wanted(l);
	if (l->newest && v->n > 0)
		qsort(v->list, v->n, sizeof(*v->list), newest_compare);
	*begin = page_begin(l, &after);
	return 0;
}

/* --- the verb --------------------------------------------------------------
 */

static int print_page(struct listing *l, size_t begin, struct err *e)
{
	const struct catalog_view *v = &l->view;
	size_t i = begin;
	bool paged = call_arg(l->call, "limit")->given;

	print_table(l->call->out, &message_table);
	while (i < v->n && l->left > 0 &&
	       !(paged && i - begin == LOOKED_AT_MAX))
		if (print_message(l, &v->list[i++], e) < 0)
			return -1;
	print_table_end(l->call->out);
	call_print_next(l->call, i < v->n && i > 0 ? v->list[i - 1].seq : 0);
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
	catalog_view_free(&l.view);
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
