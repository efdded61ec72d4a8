/*
 * directory.c - a directory of many persons becomes facts: how long it takes,
 * and how long whoever else writes to control has to wait for it.
 *
 *	perf-directory [PERSONS]
 *
 * Told are all for the first time; the same again; all again, of whom each
 * tenth has another name, each hundredth is there no more and each hundredth
 * has the alias of the one before; then only a thousand who changed. Beside it
 * a second thread writes to control all the time: its longest wait while all
 * are told, and while they are compared.
 */
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "directory/provider.h"
#include "directory/sync.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define LOOK_NS (10L * 1000 * 1000)

struct bench {
	struct archive *archive;
	struct db *db;
	atomic_bool ending;
	atomic_int_fast64_t longest_us; /* that the other writer waited */
	atomic_int_fast64_t writes;
};

static void must(int rc, const struct err *e)
{
	char text[ERR_TEXT];

	if (rc >= 0)
		return;
	(void)fprintf(stderr, "%s\n", err_str(e, text, sizeof(text)));
	exit(1);
}

/* --- somebody else who writes -------------------------------------------- */

static void write_once(struct bench *b, struct db *db)
{
	int64_t begun = clock_monotonic_us(), took;
	struct err e = ERR_INIT;
	struct db_stmt *st;

	must(db_begin(db, DB_WRITE, &e), &e);
	took = clock_monotonic_us() - begun;
	st = db_sql(db, "UPDATE directory SET next_us = $1 WHERE id = 1", &e);
	db_int(st, 1, begun);
	must(db_exec(st, &e), &e);
	must(db_commit(db, &e), &e);
	if (took > atomic_load(&b->longest_us))
		atomic_store(&b->longest_us, took);
	atomic_fetch_add(&b->writes, 1);
}

static void *other(void *ctx)
{
	struct timespec pause = { .tv_nsec = LOOK_NS };
	AUTO(db_close) struct db *db = NULL;
	struct bench *b = ctx;
	struct err e = ERR_INIT;

	must(archive_db(b->archive, &db, &e), &e);
	while (!atomic_load(&b->ending)) {
		write_once(b, db);
		(void)nanosleep(&pause, NULL); /* it has more to do */
	}
	return NULL;
}

/* --- the directory -------------------------------------------------------- */

enum round { ALL, CHANGED, FEW };

static void tell(struct sync *s, int64_t i, enum round round)
{
	int64_t alias = round != ALL && i % 100 == 51 ? i - 1 : i;
	bool renamed = round != ALL && i % 10 == 7, moved = alias != i;
	const char *addresses[2];
	struct provider_person p = { .addresses = addresses, .n_addresses = 2 };
	struct err e = ERR_INIT;
	char ident[40], name[40], mailbox[60], other_one[60];

	(void)snprintf(ident, sizeof(ident), "%08" PRIx64 "-%" PRId64,
		       (uint64_t)i * 2654435761U & 0xffffffffU, i);
	(void)snprintf(name, sizeof(name), "Person %" PRId64, i);
	(void)snprintf(mailbox, sizeof(mailbox), "%s%" PRId64 "@example.com",
		       renamed ? "married" : "person", i);
	(void)snprintf(other_one, sizeof(other_one), "p%" PRId64 "@example.com",
		       alias);
	p.ident = ident;
	p.name = name;
	p.mailbox = mailbox;
	addresses[0] = mailbox;
	addresses[1] = other_one;
	if (round != ALL && i % 100 == 50 && !moved)
		p.n_addresses = 1; /* the next one has it */
	must(sync_person(s, &p, &e), &e);
}

static void measure(struct bench *b, const char *what, int64_t n,
		    enum round round)
{
	AUTO(sync_free) struct sync *s = NULL;
	int64_t begun = clock_monotonic_us(), told_us;
	struct sync_result r = { 0 };
	struct rusage usage;
	struct err e = ERR_INIT;
	int64_t telling;

	atomic_store(&b->longest_us, 0);
	atomic_store(&b->writes, 0);
	must(sync_begin(&s, b->db, 1, clock_now_us(), &r, &e), &e);
	for (int64_t i = 0; i < n; i++)
		if (round == ALL || i % 100 != 99)
			tell(s, i, round);
	told_us = clock_monotonic_us();
	telling = atomic_exchange(&b->longest_us, 0);
	must(sync_end(s, round != FEW, "", &e), &e);
	(void)getrusage(RUSAGE_SELF, &usage);
	printf("%-22s %8" PRId64 " told in %5.1f s, compared in %5.1f s; "
	       "longest wait %.2f s and %.2f s of %" PRId64
	       " writes; peak %ld MiB\n",
	       what, r.told, (double)(told_us - begun) / 1e6,
	       (double)(clock_monotonic_us() - told_us) / 1e6,
	       (double)telling / 1e6, (double)atomic_load(&b->longest_us) / 1e6,
	       (int64_t)atomic_load(&b->writes), usage.ru_maxrss / 1024);
	printf("%-22s joined %" PRId64 ", left %" PRId64 ", renamed %" PRId64
	       ", began %" PRId64 ", ended %" PRId64 ", conflicts %" PRId64
	       "\n",
	       "", r.joined, r.left, r.renamed, r.began, r.ended, r.conflicts);
	(void)fflush(stdout);
}

static void begin(struct bench *b, const char *folder)
{
	AUTO(free) char *home = str_printf("%s/home", folder);
	struct err e = ERR_INIT;

	must(archive_init(home, "archive.example", &e), &e);
	must(archive_open(&b->archive, home, ARCHIVE_WRITE, &e), &e);
	must(archive_db(b->archive, &b->db, &e), &e);
	must(db_script(b->db,
		       "INSERT INTO directory(id, name, kind, removed, next_us,"
		       " synced_us, tried_us, error, cursor, round) VALUES"
		       " (1, 'ad', 'ldap', 0, 0, 0, 0, '', '', 0)",
		       &e),
	     &e);
}

int main(int argc, char **argv)
{
	int64_t n = argc > 1 ? atoll(argv[1]) : 100000;
	char folder[] = "/tmp/estreat-perf-XXXXXX";
	AUTO(free) char *remove = NULL;
	struct bench b = { 0 };
	pthread_t thread;

	if (mkdtemp(folder) == NULL)
		return 1;
	begin(&b, folder);
	if (pthread_create(&thread, NULL, other, &b) != 0)
		return 1;
	measure(&b, "first", n, ALL);
	measure(&b, "the same again", n, ALL);
	measure(&b, "changed, some gone", n, CHANGED);
	measure(&b, "only who changed", n < 1000 ? n : 1000, FEW);
	atomic_store(&b.ending, true);
	(void)pthread_join(thread, NULL);
	db_close(b.db);
	archive_close(b.archive);
	remove = str_printf("rm -r %s", folder);
	return system(remove) == 0 ? 0 : 1; /* NOLINT(cert-env33-c): ours */
}
