/*
 * vault-faults.c - every system call of the vault's writer fails once, in
 * four ways (faults.h), and nothing acknowledged may be lost by it.
 *
 * The same work is done again and again in a process of its own, with the
 * fault at its 1st, 2nd, 3rd ... call, until it gets through untouched. Each
 * time the vault is opened again, without faults: it must open, hold all
 * that was acknowledged with the right bytes, be free of findings, and go on.
 * By default every third call; FAULTS_STEP=1 takes them all (minutes).
 */
#include "faults.h"
#include "vault/bench.h"

#include "base/clock.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define LARGE (VAULT_SMALL_MAX + 70000)

/* What the child acknowledged, seen by the parent. */
struct word {
	uint64_t acked; /* last seq */
	long calls;
	bool went_on; /* a put succeeded after a commit had failed */
};

static struct word *word;
static struct bench_book book;

/* --- the work ----------------------------------------------------------------
 */

struct same {
	struct reader base;
	uint64_t at;
};

static uint8_t large_byte(uint64_t at)
{
	return (uint8_t)(at * 31 >> 7);
}

static ssize_t same_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct same *s = (struct same *)r;
	size_t n = LARGE - s->at < cap ? LARGE - s->at : cap;

	(void)e;
	for (size_t i = 0; i < n; i++)
		((uint8_t *)buf)[i] = large_byte(s->at + i);
	s->at += n;
	return (ssize_t)n;
}

static const struct reader_ops same_ops = { same_read, NULL };

/* Records whose number is divisible by 5 are objects; the rest as in bench. */
static int put_number(struct vault *v, uint64_t n)
{
	struct err e = ERR_INIT;
	struct same s = { .base = { &same_ops } };
	struct vault_record rec = { .kind = VAULT_ARTEFACT, .media = true };
	struct vault_stored st;
	uint8_t content[9000];
	uint64_t seq = 0;
	bool known;

	if (n % 5 == 0)
		return vault_put_stream(v, &rec, &s.base, NULL, &st, &known,
					&e);
	bench_record(n, content, &rec);
	return vault_put(v, &rec, &seq, &e);
}

/* Puts and commits; says what is acknowledged. -1 where something failed. */
static int put_some(struct vault *v, uint64_t from, uint64_t to)
{
	struct err e = ERR_INIT;
	int rc = 0;

	for (uint64_t n = from; n <= to; n++) {
		rc |= put_number(v, n);
		if (n % 3 != 0 && n != to)
			continue;
		if (rc < 0)
			return -1;
		if (vault_commit(v, &e) < 0) {
			/* it must go on failing until it is opened again */
			word->went_on |= put_number(v, n) == 0;
			return -1;
		}
		word->acked = n;
	}
	return rc;
}

static int follow(void *ctx, const struct vault_stored *recs, size_t n,
		  struct err *e)
{
	(void)ctx;
	(void)recs;
	(void)n;
	(void)e;
	return 0;
}

static uint64_t have_all(void *ctx)
{
	(void)ctx;
	return word->acked;
}

static void work(struct bench *b, enum fault_mode mode, long at)
{
	struct err e = ERR_INIT;
	struct vault *v = NULL;

	b->cfg.follower =
		(struct vault_follower){ .have = have_all, .follow = follow };
	faults_arm(mode, at, (uint64_t)at);
	if (vault_open(&v, &b->cfg, &e) == 0 && put_some(v, 1, 7) == 0) {
		faults_clock_us += 40 * CLOCK_DAY; /* a new month, a new pack */
		if (put_some(v, 8, 11) == 0) {
			vault_close(v);
			v = NULL;
			if (vault_open(&v, &b->cfg, &e) == 0)
				(void)put_some(v, 12, 14);
		}
	}
	vault_close(v);
	word->calls = faults_count();
	faults_disarm();
}

/* --- afterwards --------------------------------------------------------- */

static void expect_large(struct vault *v, const struct vault_stored *st)
{
	AUTO(vault_got_free) struct vault_got *g = NULL;
	static uint8_t buf[LARGE + 1];
	struct err e = ERR_INIT;
	struct reader *r = NULL;
	uint64_t wrong = 0;
	char text[ERR_TEXT];

	if (vault_get(v, st->pack, st->offset, &g, &e) < 0 ||
	    vault_got_content(g, 0, &r, &e) < 0 ||
	    bench_drain(r, buf, sizeof(buf), &e) != LARGE) {
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
		return;
	}
	for (uint64_t i = 0; i < LARGE; i++)
		wrong += buf[i] != large_byte(i);
	T_EQ_INT(wrong, 0);
	reader_free(r);
}

static void on_finding(void *ctx, const char *text)
{
	(void)ctx;
	T_FAIL("finding: %s", text);
}

static void verify(struct bench *b)
{
	struct vault_check check = { .finding = on_finding };
	struct err e = ERR_INIT;
	struct vault *v;
	char text[ERR_TEXT];

	memset(&book, 0, sizeof(book));
	b->cfg.follower = bench_follower(&book);
	v = bench_open(b);
	if (v == NULL)
		return;
	T_OK(!book.gaps);
	T_OK(book.last >= word->acked);
	for (uint64_t n = 1; n <= book.last; n++) {
		if (n % 5 == 0)
			expect_large(v, &book.at[n]);
		else
			bench_expect(v, &book.at[n], n);
	}
	T_EQ_INT(bench_put(v, book.last + 1), book.last + 1);
	bench_commit(v);
	vault_close(v);
	/* closed, so that all that is checked is on disk */
	b->cfg.read_only = true;
	v = bench_open(b);
	if (vault_check(v, &check, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	vault_close(v);
	b->cfg.read_only = false;
}

/* One run with a fault. Returns false where the work got through untouched. */
static bool once(enum fault_mode mode, long at)
{
	struct bench b = bench_new();
	int status = 0;
	pid_t pid;
	bool hit;

	memset(word, 0, sizeof(*word));
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		work(&b, mode, at);
		_exit(0);
	}
	T_EQ_INT(waitpid(pid, &status, 0), pid);
	hit = WIFEXITED(status) && WEXITSTATUS(status) == FAULT_EXIT;
	T_OK(hit || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
	T_OK(!word->went_on);
	if (!hit && word->calls < at)
		T_EQ_INT(word->acked, 14); /* nothing failed */
	verify(&b);
	bench_done(&b);
	return hit || word->calls >= at;
}

static void all_of(enum fault_mode mode)
{
	const char *step = getenv("FAULTS_STEP");
	long by = step != NULL ? strtol(step, NULL, 10) : 3;
	long at = 1 + (long)mode % by;
	char label[64];

	word = mmap(NULL, sizeof(*word), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (;; at += by) {
		(void)snprintf(label, sizeof(label), "call %ld", at);
		t_label = label;
		if (!once(mode, at) || t_failed > 20)
			break;
	}
	printf("# %ld calls\n", at - 1);
	T_OK(at > 30); /* it did meet the calls it is about */
	munmap(word, sizeof(*word));
	t_label = "";
}

T(an_error_at_any_call)
{
	all_of(FAULT_ONCE);
}

T(a_full_disk_from_any_call_on)
{
	all_of(FAULT_FULL);
}

T(killed_in_any_call)
{
	all_of(FAULT_KILL);
}

T(without_power_from_any_call_on)
{
	all_of(FAULT_POWER);
}

T_MAIN
