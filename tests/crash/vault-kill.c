/*
 * vault-kill.c - SIGKILL at random moments, again and again.
 *
 *	vault-kill [CYCLES [SEED]]
 *
 * A process of its own puts records and says through a pipe what was
 * acknowledged. It is killed, the vault is opened: all that was acknowledged
 * must be there with the right bytes, seqs dense, the check content. What a
 * record holds is made from a number that its key says, so nothing needs to
 * be kept; the vault's own records (dictionaries) come in between.
 */
#include "vault/bench.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PER_STORE 20 /* cycles before a new vault is begun */

static long cycles = 100;
static uint64_t dice = 1;
static struct bench_book book;

static uint64_t roll(void)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return dice;
}

/* --- the writer --------------------------------------------------------- */

struct made {
	struct reader base;
	uint64_t n, at, length;
};

static uint64_t large_length(uint64_t n)
{
	return VAULT_SMALL_MAX + 1 + n * 7919 % 2000000;
}

static uint8_t large_byte(uint64_t n, uint64_t at)
{
	return (uint8_t)((at * 2654435761U + n) >> 11);
}

static ssize_t made_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct made *m = (struct made *)r;
	size_t n = m->length - m->at < cap ? (size_t)(m->length - m->at) : cap;

	(void)e;
	for (size_t i = 0; i < n; i++)
		((uint8_t *)buf)[i] = large_byte(m->n, m->at + i);
	m->at += n;
	return (ssize_t)n;
}

static const struct reader_ops made_ops = { made_read, NULL };

static bool is_large(uint64_t n)
{
	return n % 61 == 0;
}

/* Returns its seq. */
static uint64_t put_number(struct vault *v, uint64_t n)
{
	struct made m = { .base = { &made_ops },
			  .n = n,
			  .length = large_length(n) };
	struct vault_record rec = { .kind = VAULT_ARTEFACT, .media = true };
	struct vault_stored st;
	struct err e = ERR_INIT;
	bool known;

	if (!is_large(n))
		return bench_put(v, n);
	memcpy(rec.key, &n, sizeof(n));
	if (vault_put_stream(v, &rec, &m.base, NULL, &st, &known, &e) < 0)
		_exit(2);
	return st.seq;
}

static void write_on(struct bench *b, int out)
{
	struct vault_stats s;
	struct vault *v;
	uint64_t n, seq = 0;

	b->cfg.workers = 2;
	b->cfg.follower.follow = NULL;
	v = bench_open(b);
	vault_stats(v, &s);
	for (n = s.last_seq + 1;;) {
		struct err e = ERR_INIT;

		for (uint64_t batch = 1 + roll() % 40; batch > 0; batch--)
			seq = put_number(v, n++);
		if (vault_commit(v, &e) < 0)
			_exit(3);
		if (write(out, &seq, sizeof(seq)) != sizeof(seq))
			_exit(4);
	}
}

/* --- what is left ------------------------------------------------------- */

static void expect_large(struct vault *v, const struct vault_stored *st,
			 uint64_t n)
{
	AUTO(vault_got_free) struct vault_got *g = NULL;
	static uint8_t buf[4 << 20];
	uint64_t length = large_length(n), wrong = 0;
	struct err e = ERR_INIT;
	struct reader *r = NULL;
	char text[ERR_TEXT];

	if (vault_get(v, st->pack, st->offset, &g, &e) < 0 ||
	    vault_got_content(g, 0, &r, &e) < 0 ||
	    bench_drain(r, buf, sizeof(buf), &e) != (ssize_t)length) {
		T_FAIL("seq %llu: %s", (unsigned long long)st->seq,
		       err_str(&e, text, sizeof(text)));
		return;
	}
	for (uint64_t i = 0; i < length; i++)
		wrong += buf[i] != large_byte(n, i);
	T_EQ_INT(wrong, 0);
	reader_free(r);
}

static void on_finding(void *ctx, const char *text)
{
	(void)ctx;
	T_FAIL("finding: %s", text);
}

static void expect(struct vault *v, const struct vault_stored *st)
{
	uint64_t n;

	memcpy(&n, st->key, sizeof(n));
	if (st->kind == VAULT_DICTIONARY)
		return;
	if (is_large(n))
		expect_large(v, st, n);
	else
		bench_expect(v, st, n);
}

static void verify(struct bench *b, uint64_t acked, uint64_t from)
{
	struct vault_check check = { .finding = on_finding };
	struct err e = ERR_INIT;
	struct vault *v;

	memset(&book, 0, sizeof(book));
	b->cfg.follower = bench_follower(&book);
	v = bench_open(b);
	T_OK(!book.gaps);
	if (book.last < acked)
		T_FAIL("acknowledged %llu, there are %llu",
		       (unsigned long long)acked,
		       (unsigned long long)book.last);
	for (uint64_t seq = from; seq <= book.last && seq < BENCH_KEEP; seq++)
		expect(v, &book.at[seq]);
	T_EQ_INT(vault_check(v, &check, &e), 0);
	vault_close(v);
}

static uint64_t last_word(int in)
{
	uint64_t n, last = 0;

	while (read(in, &n, sizeof(n)) == sizeof(n))
		last = n;
	return last;
}

static void cycle(struct bench *b, uint64_t *seen)
{
	struct timespec nap = { .tv_nsec = (long)(roll() % 150000000) };
	int ends[2], status;
	uint64_t acked;
	pid_t pid;

	T_EQ_INT(pipe(ends), 0);
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		write_on(b, ends[1]);
	}
	close(ends[1]);
	/* not to wait for anything: the moment of the kill is the test */
	(void)nanosleep(&nap, NULL);
	T_EQ_INT(kill(pid, SIGKILL), 0);
	acked = last_word(ends[0]);
	T_EQ_INT(waitpid(pid, &status, 0), pid);
	T_OK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	close(ends[0]);
	verify(b, acked, *seen + 1);
	*seen = acked > *seen ? acked : *seen;
}

T(kill_and_look)
{
	uint64_t total = 0;

	for (long done = 0; done < cycles && t_failed < 20;) {
		struct bench b AUTO(bench_done) = bench_new();
		uint64_t seen = 0;

		for (int i = 0; i < PER_STORE && done < cycles; i++, done++)
			cycle(&b, &seen);
		total += seen;
	}
	printf("# %ld kills, %llu records acknowledged\n", cycles,
	       (unsigned long long)total);
}

int main(int argc, char *argv[])
{
	if (argc > 1)
		cycles = strtol(argv[1], NULL, 10);
	if (argc > 2)
		dice = strtoull(argv[2], NULL, 10) | 1;
	setvbuf(stdout, NULL, _IOLBF, 0);
	return t_run_all();
}
