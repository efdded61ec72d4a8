/*
 * ship-faults.c - shipping, moving and evicting, with every system call that
 * changes a file failing once, in four ways (faults.h); the vault's and the
 * stores', which are folders here.
 *
 * A vault with four packs is taken into use again: more is stored, all is
 * shipped, nearly all local files go, it is moved to a second store and then
 * back into its folder. The fault comes at the 1st, 2nd, 3rd ... call. Then,
 * without faults, everything that was acknowledged must be readable where it
 * lies, the check must find nothing, and the moves must come to their end.
 * By default every 61st call; FAULTS_STEP=1 takes them all (half an hour).
 */
#include "faults.h"
#include "vault/large.h"

#include "base/clock.h"
#include "db/db.h"
#include "store/store.h"
#include "tests/fake/fake-store.h"
#include "vault/shipping.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define BEFORE 40 /* records that are there at the beginning */
#define AFTER  50

struct word {
	uint64_t acked;
	long calls;
	int moves; /* how many were begun */
	bool through;
};

static struct word *word;
static struct bench_book book;
static struct bench base; /* the vault that each run begins with */

static void use(struct bench *b, struct fake_stores *f, struct vault *v,
		const char *kind)
{
	AUTO(db_close) struct db *db = NULL;
	AUTO(store_close) struct store *s = NULL;
	struct err e = ERR_INIT;
	uint64_t id = 0;

	if (db_open(&db, b->control, &e) < 0)
		return;
	if (kind != NULL) { /* as catalog/stores.c: tried first */
		s = fake_store_open(f, (uint64_t)word->moves + 1);
		if (vault_store_claim(v, s, (uint64_t)word->moves + 1, &e) < 0)
			return;
	}
	if (vault_store_use(db, kind, false, &id, &e) == 0)
		word->moves++;
}

static bool ship(struct vault *v)
{
	struct err e = ERR_INIT;

	/* a fault that comes once is over at the second try */
	return vault_shipped_all(v, &e) == 1 || vault_shipped_all(v, &e) == 1;
}

static uint64_t have_acked(void *ctx)
{
	(void)ctx;
	return word->acked;
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

static void put_more(struct vault *v)
{
	struct err e = ERR_INIT;

	for (uint64_t n = BEFORE + 1; n <= AFTER; n++) {
		struct large l = { .base = { &large_ops }, .n = n };
		struct vault_record rec = { .kind = VAULT_ARTEFACT,
					    .media = true };
		struct vault_stored st = { 0 };
		uint8_t content[9000];
		bool known;

		if (!is_large(n))
			bench_record(n, content, &rec);
		if (is_large(n) ? vault_put_stream(v, &rec, &l.base, NULL, &st,
						   &known, &e) < 0
				: vault_put(v, &rec, &st.seq, &e) < 0)
			return;
	}
	if (vault_commit(v, &e) == 0)
		word->acked = AFTER;
}

static void work(struct bench *b, enum fault_mode mode, long at)
{
	struct fake_stores f;
	struct err e = ERR_INIT;
	struct vault *v = NULL;

	fake_stores_init(&f, b->dir);
	f.cache_bytes = 0;
	b->cfg.stores = fake_stores_means(&f);
	b->cfg.follower =
		(struct vault_follower){ .have = have_acked, .follow = follow };
	faults_arm(mode, at, (uint64_t)at);
	if (vault_open(&v, &b->cfg, &e) == 0) {
		put_more(v);
		use(b, &f, v, "fake");
		if (word->moves == 1 && ship(v))
			use(b, &f, v, "fake");
		if (word->moves == 2 && ship(v))
			use(b, &f, v, NULL);
		if (word->moves == 3)
			word->through = ship(v);
	}
	vault_close(v);
	word->calls = faults_count();
	faults_disarm();
}

/* --- afterwards --------------------------------------------------------- */

static void on_finding(void *ctx, const char *text)
{
	(void)ctx;
	T_FAIL("finding: %s", text);
}

static void expect_all(struct vault *v)
{
	struct vault_check check = { .finding = on_finding };
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	for (uint64_t n = 1; n <= book.last; n++)
		if (!is_large(n))
			bench_expect(v, &book.at[n], n);
		else if (read_large(v, &book.at[n], &e) < 0)
			T_FAIL("%s", err_str(&e, text, sizeof(text)));
	err_clear(&e);
	if (vault_check(v, &check, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
}

static void verify(struct bench *b)
{
	struct vault_shipping s = { 0 };
	AUTO(db_close) struct db *db = NULL;
	struct fake_stores f;
	struct err e = ERR_INIT;
	struct vault *v;

	fake_stores_init(&f, b->dir);
	f.cache_bytes = 0;
	memset(&book, 0, sizeof(book));
	b->cfg.stores = fake_stores_means(&f);
	b->cfg.follower = bench_follower(&book);
	v = bench_open(b); /* as it lies, and while it is shipped */
	if (v == NULL)
		return;
	T_OK(!book.gaps && book.last >= word->acked);
	expect_all(v);
	T_EQ_INT(vault_shipped_all(v, &e), 1);
	expect_all(v);
	vault_close(v);
	T_EQ_INT(db_open(&db, b->control, &e), 0);
	T_EQ_INT(vault_shipping_state(db, &s, &e), 0);
	T_OK(!s.leaving && s.to_move == 0 && s.to_remove == 0);
	fake_stores_done(&f);
}

/* A copy of the vault that each run begins with. */
static struct bench copy(void)
{
	struct bench b = bench_new();
	AUTO(free)
	char *cmd = str_printf("cp -a %s/. %s/", base.dir, b.dir);
	FILE *p = popen(cmd, "r"); // NOLINT(cert-env33-c)

	T_EQ_INT(pclose(p), 0);
	return b;
}

static bool once(enum fault_mode mode, long at)
{
	struct bench b = copy();
	int status = 0;
	pid_t pid;
	bool hit;

	memset(word, 0, sizeof(*word));
	word->acked = BEFORE;
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(1);
		work(&b, mode, at);
		_exit(0);
	}
	T_EQ_INT(waitpid(pid, &status, 0), pid);
	hit = WIFEXITED(status) && WEXITSTATUS(status) == FAULT_EXIT;
	T_OK(hit || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
	if (!hit && word->calls < at)
		T_OK(word->through && word->acked == AFTER);
	verify(&b);
	bench_done(&b);
	return hit || word->calls >= at;
}

static void all_of(enum fault_mode mode)
{
	const char *step = getenv("FAULTS_STEP");
	long by = step != NULL ? strtol(step, NULL, 10) : 61;
	long at = 1 + (long)mode * 7 % by;
	char label[64];

	word = mmap(NULL, sizeof(*word), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	base = bench_new();
	for (uint64_t p = 0; p < 4; p++) {
		struct vault *v = bench_open(&base);

		put_pack(v, p * 10 + 1, p * 10 + 10);
		vault_close(v);
	}
	for (;; at += by) {
		(void)snprintf(label, sizeof(label), "call %ld", at);
		t_label = label;
		if (!once(mode, at) || t_failed > 20)
			break;
	}
	printf("# %ld calls\n", at - 1);
	T_OK(at > 100); /* it did meet the calls it is about */
	bench_done(&base);
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
