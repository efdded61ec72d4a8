/* What pages ask of the catalog: counts, folders, times, conversations. */
#include "catalog/catalog.h"
#include "catalog/reading.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/info.h"
#include "db/db.h"
#include "t.h"

#include <stdlib.h>
#include <unistd.h>

#define MARCH ((int64_t)1772359200000000) /* 2026-03-01T10:00:00Z */

static struct catalog *fresh(bool read_only, char *dir)
{
	struct err e = ERR_INIT;
	struct catalog *c = NULL;

	if (!read_only)
		T_OK(mkdtemp(dir) != NULL);
	T_EQ_INT(catalog_open(&c, dir, read_only, &e), 0);
	return c;
}

static struct vault_stored stored(uint64_t seq, enum vault_kind kind,
				  const struct str *info)
{
	AUTO(free) char *key = str_printf("k%d", (int)seq);
	struct vault_stored rec = { .seq = seq,
				    .kind = kind,
				    .time_us = MARCH,
				    .stored_us = MARCH,
				    .info = info->s,
				    .info_len = info->len };
	struct digest d = digest_of(key, strlen(key));

	memcpy(rec.key, d.bytes, sizeof(rec.key));
	rec.digest = d;
	return rec;
}

static void tell(struct catalog *c, struct vault_stored *rec)
{
	struct vault_follower f = catalog_follower(c);
	struct err e = ERR_INIT;

	T_EQ_INT(f.follow(f.ctx, rec, 1, &e), 0);
}

static void said(struct str *info, const char *tenant, const char *bundle,
		 const char *talk)
{
	info_text(info, INFO_SOURCE, "zoom-meetings");
	info_text(info, INFO_TENANT, tenant);
	info_text(info, INFO_BUNDLE, bundle);
	info_text(info, INFO_KIND, "meeting");
	info_text(info, INFO_CONVERSATION, talk);
	info_text(info, INFO_ADDRESS, "a@b");
	info_text(info, INFO_ADDRESS, "c@d");
	info_text(info, INFO_PART, "file\n1\n");
}

/* months: later than March, for both of its times. */
static void add(struct catalog *c, uint64_t seq, int64_t minute,
		const struct str *info, int months)
{
	struct vault_stored rec = stored(seq, VAULT_MESSAGE, info);

	rec.time_us += minute * CLOCK_MINUTE;
	rec.stored_us += months * 31 * CLOCK_DAY;
	tell(c, &rec);
}

static void add_talk(struct catalog *c, uint64_t seq, int64_t minute,
		     const char *bundle, const char *talk, int months)
{
	AUTO(str_done) struct str info = STR_INIT;

	said(&info, "t1", bundle, talk);
	add(c, seq, minute, &info, months);
}

static void add_copies(struct catalog *c, uint64_t seq, uint64_t message,
		       const char *folder, uint64_t mailbox, uint64_t gone,
		       int months)
{
	AUTO(str_done) struct str info = STR_INIT;
	struct vault_stored rec;

	info_number(&info, INFO_MESSAGE, message);
	info_text(&info, INFO_FOLDER, folder);
	if (mailbox != 0)
		info_ids(&info, INFO_MAILBOXES, &mailbox, 1);
	if (gone != 0)
		info_ids(&info, INFO_REMOVED, &gone, 1);
	info_text(&info, INFO_TARGET, "exchange");
	info_text(&info, INFO_PLACE, "1:2");
	rec = stored(seq, VAULT_COPIES, &info);
	rec.stored_us += months * 31 * CLOCK_DAY;
	tell(c, &rec);
}

/* --- conversations ------------------------------------------------------ */

static void near(struct catalog *c, uint64_t of, int64_t minute,
		 struct catalog_near n, const char *want)
{
	AUTO(str_done) struct str info = STR_INIT;
	AUTO(str_done) struct str got = STR_INIT;
	struct vault_stored rec;
	struct err e = ERR_INIT;
	uint64_t seqs[16];
	int found;

	said(&info, "t1", "b1", "talk");
	rec = stored(of, VAULT_MESSAGE, &info);
	rec.time_us += minute * CLOCK_MINUTE;
	found = catalog_tied(c, &rec, &n, seqs, &e);
	for (int i = 0; i < found; i++)
		str_addf(&got, "%d ", (int)seqs[i]);
	T_EQ_STR(got.s, want);
}

T(the_nearest_come_first_whatever_the_month)
{
	char dir[] = "/tmp/estreat-looks-XXXXXX";
	AUTO(catalog_close) struct catalog *c = fresh(false, dir);
	AUTO(str_done) struct str other = STR_INIT;

	/* what was said first may be archived last */
	add_talk(c, 1, 10, "b0", "talk", 0);
	add_talk(c, 2, 20, "b1", "talk", 0);
	add_talk(c, 3, 5, "b9", "talk", 1);
	add_talk(c, 4, 20, "b1", "talk", 1);
	add_talk(c, 5, 30, "b2", "talk", 2);
	add_talk(c, 6, 15, "b3", "another", 2);
	said(&other, "t2", "b1", "talk"); /* another tenant's */
	add(c, 7, 21, &other, 2);
	near(c, 2, 20, (struct catalog_near){ CATALOG_TALK, false, 9 }, "1 3 ");
	near(c, 2, 20, (struct catalog_near){ CATALOG_TALK, true, 9 }, "4 5 ");
	near(c, 2, 20, (struct catalog_near){ CATALOG_TALK, true, 1 }, "4 ");
	near(c, 5, 30, (struct catalog_near){ CATALOG_TALK, false, 3 },
	     "4 2 1 ");
	near(c, 2, 20, (struct catalog_near){ CATALOG_SAME, true, 9 }, "4 ");
	near(c, 2, 20, (struct catalog_near){ CATALOG_SAME, false, 9 }, "");
	near(c, 2, 20, (struct catalog_near){ CATALOG_SAME, false, 0 }, "");
}

T(without_a_conversation_nothing_is_tied)
{
	char dir[] = "/tmp/estreat-looks-XXXXXX";
	AUTO(catalog_close) struct catalog *c = fresh(false, dir);
	AUTO(str_done) struct str info = STR_INIT;
	struct catalog_near n = { CATALOG_TALK, true, 9 };
	struct vault_stored rec;
	struct err e = ERR_INIT;
	uint64_t seqs[9];

	said(&info, "t1", "b1", "");
	add(c, 1, 1, &info, 0);
	add(c, 2, 2, &info, 0);
	rec = stored(1, VAULT_MESSAGE, &info);
	rec.time_us += CLOCK_MINUTE;
	T_EQ_INT(catalog_tied(c, &rec, &n, seqs, &e), 0);
	n.tie = CATALOG_SAME;
	T_EQ_INT(catalog_tied(c, &rec, &n, seqs, &e), 1);
}

/* --- lists -------------------------------------------------------------- */

T(times_and_what_lists_show)
{
	char dir[] = "/tmp/estreat-looks-XXXXXX";
	AUTO(catalog_close) struct catalog *c = fresh(false, dir);
	AUTO(catalog_close) struct catalog *reader = fresh(true, dir);
	AUTO(catalog_message_done)
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	static const uint64_t seqs[] = { 1, 2, 3, 9 };
	int64_t times[4];
	struct err e = ERR_INIT;

	add_talk(c, 1, 3, "b", "t", 0);
	add_copies(c, 2, 1, "Zoom", 5, 0, 0);
	add_talk(c, 3, 1, "b", "t", 1);
	T_EQ_INT(catalog_times(reader, seqs, 4, times, &e), 0);
	T_EQ_INT(times[0], MARCH + 3 * CLOCK_MINUTE);
	T_EQ_INT(times[1], INT64_MIN); /* copies are no message */
	T_EQ_INT(times[2], MARCH + CLOCK_MINUTE);
	T_EQ_INT(times[3], INT64_MIN);
	T_EQ_INT(catalog_message(reader, 3, &m, &e), 1);
	T_EQ_STR(m.kind.s, "meeting");
	T_EQ_INT(m.people, 2);
	T_EQ_INT(m.parts, 1);
}

static void expect_folders(struct catalog *c, uint64_t mailbox,
			   const char *want)
{
	AUTO(catalog_folders_free) struct catalog_folders f = { 0 };
	AUTO(str_done) struct str got = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(catalog_folders(c, mailbox, &f, &e), 0);
	for (size_t i = 0; i < f.n; i++)
		str_addf(&got, "%s %d;", f.list[i].name,
			 (int)f.list[i].messages);
	T_EQ_STR(got.s, want);
}

T(folders_and_counts_follow_what_is_moved)
{
	char dir[] = "/tmp/estreat-looks-XXXXXX";
	AUTO(catalog_close) struct catalog *c = fresh(false, dir);
	AUTO(catalog_close) struct catalog *reader = fresh(true, dir);
	struct catalog_count counts[] = { { 5, 77 }, { 6, 77 }, { 9, 77 } };
	struct err e = ERR_INIT;

	add_talk(c, 1, 1, "b", "t", 0);
	add_copies(c, 2, 1, "Zoom", 5, 0, 0);
	add_talk(c, 3, 2, "b", "t", 0);
	add_copies(c, 4, 3, "Webex", 5, 0, 0);
	add_talk(c, 5, 3, "b", "t", 0);
	add_copies(c, 6, 5, "Zoom", 5, 0, 0);
	add_copies(c, 7, 1, "Zoom", 6, 5, 1); /* a month later: to 6 */
	for (int round = 0; round < 2; round++) {
		expect_folders(c, 5, "Webex 1;Zoom 1;");
		expect_folders(reader, 5, "Webex 1;Zoom 1;");
		expect_folders(c, 6, "Zoom 1;");
		expect_folders(c, 9, "");
		T_EQ_INT(catalog_counts_of(round ? c : reader, counts, 3, &e),
			 0);
		T_EQ_INT(counts[0].messages, 2);
		T_EQ_INT(counts[1].messages, 1);
		T_EQ_INT(counts[2].messages, 0);
		T_EQ_INT(catalog_flush(c, &e), 0);
	}
}

/* "SEQ MINUTES FOLDER;" of a mailbox. */
static void expect_view(struct catalog *c, uint64_t mailbox, const char *want)
{
	AUTO(catalog_view_free) struct catalog_view v = { 0 };
	AUTO(str_done) struct str got = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(catalog_view(c, mailbox, &v, &e), 0);
	for (size_t i = 0; i < v.n; i++)
		str_addf(&got, "%d %d %s;", (int)v.list[i].seq,
			 (int)((v.list[i].time_us - MARCH) / CLOCK_MINUTE),
			 v.folders[v.list[i].folder]);
	T_EQ_STR(got.s, want);
}

static void add_copies_at(struct catalog *c, uint64_t seq, uint64_t message,
			  const char *folder, int64_t minute, int months)
{
	AUTO(str_done) struct str info = STR_INIT;
	const uint64_t boxes[] = { 5, 8 };
	struct vault_stored rec;

	info_number(&info, INFO_MESSAGE, message);
	info_text(&info, INFO_FOLDER, folder);
	info_ids(&info, INFO_MAILBOXES, boxes, 2);
	rec = stored(seq, VAULT_COPIES, &info);
	rec.time_us += minute * CLOCK_MINUTE;
	rec.stored_us += months * 31 * CLOCK_DAY;
	tell(c, &rec);
}

/* As runs were before they told where and when. */
static void forget_stood(const char *dir)
{
	AUTO(free)
	char *uri = str_printf("sqlite:%s/2026-03.db?sync=normal", dir);
	AUTO(db_close) struct db *db = NULL;
	struct err e = ERR_INIT;

	T_EQ_INT(db_open(&db, uri, &e), 0);
	T_EQ_INT(db_exec(db_sql(db, "UPDATE run SET stood = NULL", &e), &e), 0);
}

/* Before and after the epoch, out of order, told again with another folder in
   the same run, in a later one and in a later epoch. */
T(a_mailbox_as_it_stands)
{
	char dir[] = "/tmp/estreat-looks-XXXXXX";
	AUTO(catalog_close) struct catalog *c = fresh(false, dir);
	AUTO(catalog_close) struct catalog *reader = fresh(true, dir);
	static const char want[] =
		"1 90000000 Again;2 -90000000 Zoom;3 7 Late;4 5 Webex;";
	struct err e = ERR_INIT;

	for (uint64_t seq = 1; seq <= 4; seq++)
		add_talk(c, seq, 0, "b", "t", 0);
	add_copies_at(c, 5, 4, "Webex", 5, 0);
	add_copies_at(c, 6, 2, "Zoom", -90000000, 0);
	add_copies_at(c, 7, 1, "Zoom", 90000000, 0);
	add_copies_at(c, 8, 1, "Again", 90000000, 0);
	add_copies_at(c, 9, 3, "Zoom", 7, 0);
	T_EQ_INT(catalog_flush(c, &e), 0);
	expect_view(c, 5,
		    "1 90000000 Again;2 -90000000 Zoom;3 7 Zoom;"
		    "4 5 Webex;");
	add_copies_at(c, 10, 3, "Later", 7, 0);
	add_copies_at(c, 11, 3, "Late", 7, 1);
	for (int round = 0; round < 3; round++) {
		expect_view(c, 5, want);
		expect_view(c, 8, want);
		expect_view(reader, 8, want);
		expect_view(c, 7, "");
		if (round == 0)
			T_EQ_INT(catalog_flush(c, &e), 0);
		else
			forget_stood(dir);
	}
}

T(totals_go_on_from_where_they_were)
{
	char dir[] = "/tmp/estreat-looks-XXXXXX";
	AUTO(catalog_close) struct catalog *c = fresh(false, dir);
	struct catalog_totals t;
	struct err e = ERR_INIT;

	for (uint64_t seq = 1; seq < 20; seq += 2) {
		add_talk(c, seq, 0, "b", "t", seq > 9);
		add_copies_at(c, seq + 1, seq, "Zoom", 0, seq > 9);
		T_EQ_INT(catalog_totals(c, &t, &e), 0);
		T_EQ_INT(t.items, seq + 1);
		T_EQ_INT(t.messages, (seq + 1) / 2);
		T_EQ_INT(t.copies, seq + 1);
	}
	add_copies(c, 21, 1, "Zoom", 6, 5, 1); /* moved: one more, one less */
	T_EQ_INT(catalog_totals(c, &t, &e), 0);
	T_EQ_INT(t.copies, 20);
}

static int on_copies(void *ctx, const struct catalog_copies_event *ev,
		     struct err *e)
{
	(void)e;
	str_addf(ctx, "%d +%d -%d %s %s;", (int)ev->seq, (int)ev->n_mailboxes,
		 (int)ev->n_removed, ev->target, ev->place);
	return 0;
}

T(copies_of_one_message)
{
	char dir[] = "/tmp/estreat-looks-XXXXXX";
	AUTO(catalog_close) struct catalog *c = fresh(false, dir);
	AUTO(str_done) struct str got = STR_INIT;
	struct err e = ERR_INIT;

	add_talk(c, 1, 1, "b", "t", 0);
	add_copies(c, 2, 1, "Zoom", 5, 0, 0);
	add_copies(c, 3, 9, "Zoom", 5, 0, 0);
	add_copies(c, 4, 1, "Zoom", 6, 5, 1);
	T_EQ_INT(catalog_copies_of(c, 1, on_copies, &got, &e), 0);
	T_EQ_STR(got.s, "2 +1 -0 exchange 1:2;4 +1 -1 exchange 1:2;");
}

T_MAIN
