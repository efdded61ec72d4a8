/*
 * What an open finds after a writer died: what it mends, and what it refuses
 * to touch because something acknowledged would be lost.
 */
#include "bench.h"

#include "base/clock.h"
#include "db/db.h"
#include "vault/format.h"
#include "vault/place.h"
#include "vault/scan.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct bench_book book;

/* Three batches of ten; the writer is gone before it could close. */
static struct bench dead_writer(void)
{
	struct bench b = bench_new();
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		struct vault *v = bench_open(&b);

		for (uint64_t n = 1; n <= 30; n++) {
			(void)bench_put(v, n);
			if (n % 10 == 0)
				bench_commit(v);
		}
		_exit(t_failed);
	}
	T_EQ_INT(waitpid(pid, &status, 0), pid);
	T_EQ_INT(status, 0);
	return b;
}

static char *pack_of(const struct bench *b)
{
	char path[FORMAT_PATH];

	return str_printf("%s/packs/%s", b->packs,
			  format_pack_path(format_epoch(clock_now_us()), 1,
					   path));
}

/* Where the i-th batch begins and ends. */
static void find_batch(const char *path, int i, uint64_t *start, uint64_t *end)
{
	AUTO(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
	AUTO(place_close) struct place *from = place_of_fd(fd);
	AUTO(scan_close) struct scan *s = NULL;
	struct scan_batch b;
	struct err e = ERR_INIT;

	T_EQ_INT(scan_open(&s, from, UINT64_MAX, &e), 0);
	for (; i >= 0; i--) {
		T_EQ_INT(scan_next(s, &b, &e), 1);
		*start = b.start;
		*end = b.end;
	}
}

static void overwrite(const char *path, uint64_t at, const void *bytes,
		      size_t len)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	T_EQ_INT(pwrite(fd, bytes, len, (off_t)at), len);
	close(fd);
}

static void forget(const struct bench *b, const char *what)
{
	AUTO(free) char *cmd = str_printf("rm -r %s/%s", b->dir, what);
	FILE *p = popen(cmd, "r"); // NOLINT(cert-env33-c)

	T_EQ_INT(pclose(p), 0);
}

/* Open; `records` must be there and whole. */
static void expect_mended(struct bench *b, uint64_t records)
{
	struct vault *v;

	memset(&book, 0, sizeof(book));
	b->cfg.follower = bench_follower(&book);
	v = bench_open(b);
	T_EQ_INT(book.last, records);
	T_OK(!book.gaps);
	for (uint64_t n = 1; n <= book.last; n++)
		bench_expect(v, &book.at[n], n);
	T_EQ_INT(bench_put(v, records + 1), records + 1);
	bench_commit(v);
	T_OK(book.at[records + 1].pack > 1); /* never appended to again */
	vault_close(v);
}

static void expect_refused(struct bench *b, const char *said)
{
	struct err e = ERR_INIT;
	struct vault *v = NULL;
	char text[ERR_TEXT];

	T_EQ_INT(vault_open(&v, &b->cfg, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	if (strstr(err_str(&e, text, sizeof(text)), said) == NULL)
		T_FAIL("said: %s", text);
	vault_close(v);
}

T(a_dead_writer_loses_nothing)
{
	struct bench b AUTO(bench_done) = dead_writer();

	expect_mended(&b, 30);
}

T(what_stands_behind_the_last_batch_is_cut)
{
	static const struct {
		const char *label;
		const char *bytes;
		size_t len;
	} rows[] = {
		{ "rubbish", "rubbish, as a torn write leaves it", 34 },
		{ "a record's beginning", "EREC\0\0\0\0\x40\0\0\0\x60\0\0\0",
		  16 },
		{ "a mark's beginning", "EBAT\1\0\0\0", 8 },
		{ "a footer's beginning", "EFOT\1\0\0\0", 8 },
	};

	T_EACH(row, rows) {
		struct bench b AUTO(bench_done) = dead_writer();
		AUTO(free) char *path = pack_of(&b);
		uint64_t start = 0, end = 0;

		find_batch(path, 2, &start, &end);
		overwrite(path, end, row->bytes, row->len);
		expect_mended(&b, 30);
	}
}

/*
 * The last batch torn, as without power: there is no note of this boot, and
 * the ledger had not published it. (Both are taken away here.)
 */
T(a_torn_last_batch_is_cut)
{
	struct bench b AUTO(bench_done) = dead_writer();
	AUTO(free) char *path = pack_of(&b);
	uint64_t start = 0, end = 0;

	find_batch(path, 2, &start, &end);
	overwrite(path, start + 100, "\0\0\0\0\0\0\0", 7);
	forget(&b, "vault/vault.lock");
	forget(&b, "ledger");
	expect_mended(&b, 20);
}

T(an_acknowledged_batch_is_never_cut)
{
	struct bench b AUTO(bench_done) = dead_writer();
	AUTO(free) char *path = pack_of(&b);
	uint64_t start = 0, end = 0;

	find_batch(path, 2, &start, &end);
	overwrite(path, start + 100, "\0\0\0\0\0\0\0", 7);
	expect_refused(&b, "batches were stored up to");
	T_OK(access(path, F_OK) == 0);
}

T(damage_before_a_later_batch_is_never_cut)
{
	struct bench b AUTO(bench_done) = dead_writer();
	AUTO(free) char *path = pack_of(&b);
	uint64_t start = 0, end = 0;

	find_batch(path, 1, &start, &end);
	overwrite(path, start + 100, "\0\0\0\0\0\0\0", 7);
	forget(&b, "vault/vault.lock");
	forget(&b, "ledger");
	expect_refused(&b, "a later batch");
}

T(a_ledger_ahead_of_the_packs_is_refused)
{
	struct bench b AUTO(bench_done) = dead_writer();
	AUTO(db_close) struct db *db = NULL;
	struct err e = ERR_INIT;

	vault_close(bench_open(&b)); /* seals and publishes all */
	/* the control database and the packs set back, the ledger not */
	forget(&b, "vault/packs/*/00000001.pack");
	T_EQ_INT(db_open(&db, b.control, &e), 0);
	T_EQ_INT(db_script(db,
			   "DELETE FROM vault_pack; "
			   "DELETE FROM vault_key_node",
			   &e),
		 0);
	expect_refused(&b, "records are missing");
}

/* A leaf changed and its checksums mended: the tree still tells. */
T(a_changed_leaf_is_refused)
{
	struct bench b AUTO(bench_done) = dead_writer();
	AUTO(free) char *path = pack_of(&b);
	uint64_t start = 0, end = 0;
	uint8_t mark[MARK_HEADER + 10 * MARK_LEAF];
	struct mark m;
	int fd;

	find_batch(path, 1, &start, &end);
	fd = open(path, O_RDWR | O_CLOEXEC);
	T_EQ_INT(pread(fd, mark, sizeof(mark), (off_t)(end - sizeof(mark))),
		 sizeof(mark));
	T_OK(format_read_mark(mark, &m));
	mark[MARK_HEADER + 40] ^= 1;
	format_write_mark(&m, mark);
	T_EQ_INT(pwrite(fd, mark, sizeof(mark), (off_t)(end - sizeof(mark))),
		 sizeof(mark));
	close(fd);
	forget(&b, "ledger"); /* all leaves come from the marks then */
	expect_refused(&b, "root of the last batch mark");
}

T(a_lost_ledger_is_made_again)
{
	struct bench b AUTO(bench_done) = dead_writer();
	struct vault_check check = { 0 };
	struct err e = ERR_INIT;
	struct vault *v;

	forget(&b, "ledger");
	expect_mended(&b, 30);
	b.cfg.follower.follow = NULL;
	v = bench_open(&b);
	T_EQ_INT(vault_check(v, &check, &e), 0);
	T_EQ_INT(check.records, 31);
	vault_close(v);
}

/* A pack that was made, but never got a record: no trace of it stays. */
T(an_empty_pack_goes_away)
{
	struct bench b AUTO(bench_done) = bench_new();
	AUTO(free) char *path = pack_of(&b);
	struct vault *v;
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		v = bench_open(&b);
		(void)bench_put(v, 1); /* makes it; never committed */
		_exit(t_failed);
	}
	T_EQ_INT(waitpid(pid, &status, 0), pid);
	T_EQ_INT(status, 0);
	T_OK(access(path, F_OK) == 0);
	v = bench_open(&b);
	T_OK(access(path, F_OK) < 0);
	T_EQ_INT(bench_put(v, 1), 1);
	bench_commit(v);
	vault_close(v);
}

T(a_damaged_header_is_refused)
{
	struct bench b AUTO(bench_done) = dead_writer();
	AUTO(free) char *path = pack_of(&b);

	overwrite(path, 60, "x", 1);
	expect_refused(&b, "header");
}

T_MAIN
