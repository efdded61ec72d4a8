/* The catalog, fed with records as the vault would tell them. */
#include "catalog/catalog.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/info.h"
#include "t.h"

#include <stdlib.h>
#include <unistd.h>

#define MARCH ((int64_t)1772359200000000) /* 2026-03-01T10:00:00Z */

static char *fresh_dir(void)
{
	char dir[] = "/tmp/estreat-catalog-XXXXXX";

	T_OK(mkdtemp(dir) != NULL);
	return mem_strdup(dir);
}

static struct catalog *open_at(const char *dir, bool read_only)
{
	struct err e = ERR_INIT;
	struct catalog *c = NULL;

	T_EQ_INT(catalog_open(&c, dir, read_only, &e), 0);
	return c;
}

static int tell(struct catalog *c, struct vault_stored *recs, size_t n)
{
	struct vault_follower f = catalog_follower(c);
	struct err e = ERR_INIT;

	return f.follow(f.ctx, recs, n, &e);
}

static struct vault_stored record(uint64_t seq, enum vault_kind kind,
				  const char *key, const struct str *info)
{
	struct vault_stored rec = { .seq = seq,
				    .kind = kind,
				    .time_us = MARCH,
				    .stored_us = MARCH,
				    .pack = 1,
				    .offset = seq * 100,
				    .length = 10,
				    .info = info->s,
				    .info_len = info->len };
	struct digest d = digest_of(key, strlen(key));

	memcpy(rec.key, d.bytes, sizeof(rec.key));
	rec.digest = d;
	return rec;
}

static void add_message(struct catalog *c, uint64_t seq, const char *mid)
{
	AUTO(str_done) struct str info = STR_INIT;
	struct vault_stored rec;

	info_text(&info, INFO_SUBJECT, "A subject");
	info_text(&info, INFO_MESSAGE_ID, mid);
	info_number(&info, INFO_SIZE, 1000);
	info_number(&info, INFO_CONNECTOR, 3);
	info_number(&info, INFO_RUN, 7);
	rec = record(seq, VAULT_MESSAGE, mid, &info);
	T_EQ_INT(tell(c, &rec, 1), 0);
}

static void add_copies(struct catalog *c, uint64_t seq, uint64_t message,
		       const uint64_t *ids, size_t n, const uint64_t *gone,
		       size_t n_gone)
{
	AUTO(str_done) struct str info = STR_INIT;
	struct vault_stored rec;

	info_number(&info, INFO_MESSAGE, message);
	info_number(&info, INFO_RUN, 7);
	info_text(&info, INFO_FOLDER, "Zoom Meetings");
	info_ids(&info, INFO_MAILBOXES, ids, n);
	if (n_gone > 0)
		info_ids(&info, INFO_REMOVED, gone, n_gone);
	rec = record(seq, VAULT_COPIES, "copies", &info);
	T_EQ_INT(tell(c, &rec, 1), 0);
}

static uint64_t counted(struct catalog *c, uint64_t mailbox)
{
	AUTO(free) struct catalog_count *counts = NULL;
	struct err e = ERR_INIT;
	size_t n = 0;

	T_EQ_INT(catalog_counts(c, &counts, &n, &e), 0);
	for (size_t i = 0; i < n; i++) {
		T_OK(i == 0 || counts[i - 1].mailbox < counts[i].mailbox);
		if (counts[i].mailbox == mailbox)
			return counts[i].messages;
	}
	return 0;
}

static void expect_mailbox(struct catalog *c, uint64_t mailbox,
			   const char *want)
{
	AUTO(str_done) struct str got = STR_INIT;
	struct err e = ERR_INIT;
	uint64_t *seqs = NULL;
	size_t n = 0;

	T_EQ_INT(catalog_mailbox(c, mailbox, &seqs, &n, &e), 0);
	for (size_t i = 0; i < n; i++)
		str_addf(&got, "%llu ", (unsigned long long)seqs[i]);
	T_EQ_STR(got.s, want);
	T_EQ_INT(counted(c, mailbox), n);
	free(seqs);
}

T(messages_and_copies)
{
	static const uint64_t both[] = { 5, 9 }, q[] = { 1 }, nine[] = { 9 };
	AUTO(free) char *dir = fresh_dir();
	AUTO(str_done) struct str folder = STR_INIT;
	struct catalog *c = open_at(dir, false);
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	struct catalog_totals totals;
	struct err e = ERR_INIT;
	uint64_t *ids, seq = 0;
	size_t n;

	add_message(c, 1, "abc");
	add_copies(c, 2, 1, both, 2, NULL, 0);
	add_message(c, 3, "def");
	add_copies(c, 4, 3, q, 1, NULL, 0);
	expect_mailbox(c, 5, "1 ");
	expect_mailbox(c, 9, "1 ");
	expect_mailbox(c, 1, "3 ");
	/* a mapping appears: out of the quarantine, into a mailbox */
	add_copies(c, 5, 3, nine, 1, q, 1);
	for (int round = 0; round < 3; round++) {
		/* the same from the tail, from runs, and after opening again */
		t_label = round == 0 ? "tail" : round == 1 ? "runs" : "again";
		expect_mailbox(c, 5, "1 ");
		expect_mailbox(c, 9, "1 3 ");
		expect_mailbox(c, 1, "");
		T_EQ_INT(catalog_copies(c, 3, &ids, &n, &e), 0);
		T_OK(n == 1 && ids[0] == 9);
		free(ids);
		T_EQ_INT(catalog_folder(c, 3, 9, &folder, &e), 1);
		T_EQ_STR(folder.s, "Zoom Meetings");
		T_EQ_INT(catalog_folder(c, 3, 1, &folder, &e), 0);
		T_EQ_INT(catalog_folder(c, 3, 5, &folder, &e), 0);
		T_EQ_INT(catalog_folder(c, 1, 5, &folder, &e), 1);
		if (round == 0)
			T_EQ_INT(catalog_flush(c, &e), 0);
		if (round == 1) {
			catalog_close(c);
			c = open_at(dir, false);
		}
	}
	T_EQ_INT(catalog_message(c, 1, &m, &e), 1);
	T_EQ_STR(m.subject.s, "A subject");
	T_EQ_INT(m.run, 7);
	T_EQ_INT(catalog_message(c, 2, &m, &e), 0); /* no message */
	T_EQ_INT(catalog_message(c, 99, &m, &e), 0);
	T_EQ_INT(catalog_message_named(c, "<def@archive.example>", &seq, &e),
		 1);
	T_EQ_INT(seq, 3);
	T_EQ_INT(catalog_message_named(c, "1", &seq, &e), 1);
	T_EQ_INT(seq, 1);
	T_EQ_INT(catalog_message_named(c, "nothing", &seq, &e), 0);
	T_EQ_INT(catalog_totals(c, &totals, &e), 0);
	T_EQ_INT(totals.messages, 2);
	T_EQ_INT(totals.copies, 3);
	T_EQ_INT(totals.items, 5);
	catalog_message_done(&m);
	catalog_close(c);
}

T(records_told_again_change_nothing)
{
	AUTO(free) char *dir = fresh_dir();
	AUTO(catalog_close) struct catalog *c = open_at(dir, false);
	AUTO(str_done) struct str info = STR_INIT;
	struct vault_stored recs[3];
	struct catalog_place place;
	struct err e = ERR_INIT;

	for (uint64_t i = 0; i < 3; i++)
		recs[i] = record(i + 1, VAULT_ARTEFACT, "same", &info);
	T_EQ_INT(tell(c, recs, 2), 0);
	T_EQ_INT(catalog_last(c), 2);
	T_EQ_INT(tell(c, recs, 3), 0);
	T_EQ_INT(catalog_last(c), 3);
	/* the first record with a key or a digest is the one found */
	T_EQ_INT(catalog_find_key(c, VAULT_ARTEFACT, recs[2].key, &place, &e),
		 1);
	T_EQ_INT(place.seq, 1);
	T_EQ_INT(catalog_find_key(c, VAULT_RAW, recs[2].key, &place, &e), 0);
	T_EQ_INT(catalog_find_digest(c, &recs[2].digest, &place, &e), 1);
	T_EQ_INT(place.seq, 1);
	T_EQ_INT(catalog_place(c, 3, &place, &e), 1);
	T_EQ_INT(place.offset, 300);
}

T(epochs_follow_each_other)
{
	static const uint64_t box[] = { 7 }, other[] = { 8 };
	AUTO(free) char *dir = fresh_dir();
	AUTO(catalog_close) struct catalog *c = open_at(dir, false);
	AUTO(catalog_close) struct catalog *reader = open_at(dir, true);
	AUTO(free) char *april = str_printf("%s/2026-04.db", dir);
	AUTO(str_done) struct str info = STR_INIT;
	struct vault_stored recs[2];
	struct catalog_place place;
	struct err e = ERR_INIT;

	add_message(c, 1, "march");
	add_copies(c, 2, 1, box, 1, NULL, 0);
	expect_mailbox(reader, 7, "1 "); /* when march is the newest */
	for (uint64_t i = 0; i < 2; i++)
		recs[i] = record(i + 3, VAULT_RAW, i == 0 ? "a" : "b", &info);
	recs[1].stored_us = MARCH + 31 * CLOCK_DAY;
	T_EQ_INT(tell(c, recs, 2), 0); /* one batch over the border */
	T_OK(access(april, F_OK) == 0);
	add_message(c, 5, "april"); /* a clock set back: stays in april */
	add_copies(c, 6, 5, box, 1, NULL, 0);
	T_EQ_INT(catalog_last(c), 6);
	expect_mailbox(c, 7, "1 5 ");
	T_EQ_INT(catalog_find_key(c, VAULT_RAW, recs[0].key, &place, &e), 1);
	T_EQ_INT(catalog_find_key(c, VAULT_RAW, recs[1].key, &place, &e), 1);
	/* another process, opened before all this, sees it: also what went
	   into march after it had looked there last */
	expect_mailbox(reader, 7, "1 5 ");
	T_EQ_INT(catalog_place(reader, 3, &place, &e), 1);
	T_EQ_INT(catalog_last(reader), 6);
	/* moved away in another month than it came */
	add_copies(c, 7, 1, other, 1, box, 1);
	for (int round = 0; round < 2; round++) {
		expect_mailbox(c, 7, "5 ");
		expect_mailbox(c, 8, "1 ");
		expect_mailbox(reader, 7, "5 ");
		expect_mailbox(reader, 8, "1 ");
		T_EQ_INT(catalog_flush(c, &e), 0);
	}
}

struct seen {
	uint64_t copies, events;
};

static int count(void *ctx, const struct catalog_copies_event *ev,
		 struct err *e)
{
	struct seen *s = ctx;

	(void)e;
	s->events++;
	s->copies += ev->n_mailboxes;
	return 0;
}

T(many_copies_pass_through_runs)
{
	enum { MESSAGES = 20000, BOXES = 50 };
	AUTO(free) char *dir = fresh_dir();
	AUTO(catalog_close) struct catalog *c = open_at(dir, false);
	struct err e = ERR_INIT;
	struct seen seen = { 0 };
	size_t wrong = 0;

	for (uint64_t i = 0; i < MESSAGES; i += 500) {
		static struct vault_stored recs[500];
		static struct str infos[500];

		for (uint64_t j = 0; j < 500; j++) {
			uint64_t id = (i + j) % BOXES + 2;

			infos[j] = STR_INIT;
			info_number(&infos[j], INFO_MESSAGE, i + j + 1);
			info_ids(&infos[j], INFO_MAILBOXES, &id, 1);
			recs[j] =
				record(i + j + 1, VAULT_COPIES, "k", &infos[j]);
		}
		T_EQ_INT(tell(c, recs, 500), 0);
		for (uint64_t j = 0; j < 500; j++)
			str_done(&infos[j]);
	}
	for (uint64_t box = 0; box < BOXES; box++) {
		uint64_t *seqs;
		size_t n;

		T_EQ_INT(catalog_mailbox(c, box + 2, &seqs, &n, &e), 0);
		wrong += n != MESSAGES / BOXES;
		wrong += box % 100 == 0 && counted(c, box + 2) != n;
		for (size_t i = 0; i < n; i++)
			wrong += seqs[i] != i * BOXES + box + 1;
		free(seqs);
	}
	T_EQ_INT(wrong, 0);
	T_EQ_INT(catalog_copies_between(c, 101, 200, count, &seen, &e), 0);
	T_EQ_INT(seen.events, 100);
	T_EQ_INT(seen.copies, 100);
}

T_MAIN
