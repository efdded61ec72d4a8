/* The vault as its callers see it. */
#include "bench.h"

static struct bench_book book, other;

T(what_was_put_is_got)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v;

	memset(&book, 0, sizeof(book));
	b.cfg.follower = bench_follower(&book);
	v = bench_open(&b);
	for (uint64_t n = 1; n <= 100; n++) {
		T_EQ_INT(bench_put(v, n), n);
		if (n % 9 == 0)
			bench_commit(v);
	}
	bench_commit(v);
	T_EQ_INT(book.last, 100);
	T_OK(!book.gaps);
	for (uint64_t n = 1; n <= 100; n++)
		bench_expect(v, &book.at[n], n);
	vault_close(v);

	/* and by another who was not there */
	v = bench_open(&b);
	for (uint64_t n = 1; n <= 100; n++)
		bench_expect(v, &book.at[n], n);
	T_EQ_INT(bench_put(v, 101), 101);
	bench_commit(v);
	bench_expect(v, &book.at[101], 101);
	vault_close(v);
}

T(replay_tells_all_in_order)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault_follower f;
	struct err e = ERR_INIT;
	struct vault *v;

	for (int round = 0; round < 3; round++) { /* three packs */
		v = bench_open(&b);
		for (uint64_t n = 1; n <= 50; n++)
			(void)bench_put(v, (uint64_t)round * 50 + n);
		bench_commit(v);
		vault_close(v);
	}
	memset(&book, 0, sizeof(book));
	f = bench_follower(&book);
	v = bench_open(&b);
	T_EQ_INT(vault_replay(v, 1, &f, &e), 0);
	T_EQ_INT(book.last, 150);
	T_OK(!book.gaps);
	for (uint64_t n = 1; n <= 150; n++)
		bench_expect(v, &book.at[n], n);
	memset(&other, 0, sizeof(other));
	other.last = 70;
	f = bench_follower(&other);
	T_EQ_INT(vault_replay(v, 71, &f, &e), 0);
	T_EQ_INT(other.last, 150);
	T_OK(!other.gaps);
	vault_close(v);

	/* a follower that is behind is told when the vault is opened */
	memset(&book, 0, sizeof(book));
	book.last = 20;
	b.cfg.follower = bench_follower(&book);
	v = bench_open(&b);
	T_EQ_INT(book.last, 150);
	T_OK(!book.gaps);
	vault_close(v);
	/* one that is ahead means that records are missing */
	book.last = 151;
	T_EQ_INT(vault_open(&v, &b.cfg, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
}

T(only_one_writes_and_others_read)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v, *w = NULL, *r;
	struct vault_follower f;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	memset(&book, 0, sizeof(book));
	v = bench_open(&b);
	T_EQ_INT(vault_open(&w, &b.cfg, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	T_OK(strstr(err_str(&e, text, sizeof(text)), "vault.lock") != NULL);
	err_clear(&e);

	b.cfg.read_only = true;
	r = bench_open(&b);
	f = bench_follower(&book);
	for (uint64_t n = 1; n <= 40; n++) {
		(void)bench_put(v, n);
		if (n % 4 != 0)
			continue;
		/* not before it is committed */
		book.last = n - 4;
		T_EQ_INT(vault_replay(r, n - 3, &f, &e), 0);
		T_EQ_INT(book.last, n - 4);
		bench_commit(v);
		T_EQ_INT(vault_replay(r, n - 3, &f, &e), 0);
		T_EQ_INT(book.last, n);
		bench_expect(r, &book.at[n], n);
	}
	T_OK(!book.gaps);
	T_EQ_INT(vault_put(r, &(struct vault_record){ .kind = VAULT_RAW },
			   &(uint64_t){ 0 }, &e),
		 -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	vault_close(r);
	vault_close(v);
}

T(a_wrong_key_is_said_to_be_one)
{
	struct bench b AUTO(bench_done) = bench_new();
	uint8_t wrong[32] = { 1 };
	struct err e = ERR_INIT;
	struct vault *v = bench_open(&b);
	char text[ERR_TEXT];

	(void)bench_put(v, 1);
	bench_commit(v);
	vault_close(v);
	b.cfg.key = wrong;
	for (int ro = 0; ro < 2; ro++) {
		b.cfg.read_only = ro;
		T_EQ_INT(vault_open(&v, &b.cfg, &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
		T_OK(strstr(err_str(&e, text, sizeof(text)), "key") != NULL);
		err_clear(&e);
	}
}

T(control_lost_is_not_a_new_vault)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct err e = ERR_INIT;
	struct vault *v = bench_open(&b);

	(void)bench_put(v, 1);
	bench_commit(v);
	vault_close(v);
	free(b.control);
	b.control = str_printf("sqlite:%s/another.db", b.dir);
	b.cfg.control_uri = b.control;
	T_EQ_INT(vault_open(&v, &b.cfg, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	b.cfg.read_only = true;
	T_EQ_INT(vault_open(&v, &b.cfg, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
}

T(what_is_too_large)
{
	static const struct {
		const char *label;
		size_t content, info;
		int kind, rc;
	} rows[] = {
		{ "as much as goes", VAULT_SMALL_MAX, VAULT_INFO_MAX, 1, 0 },
		{ "content", VAULT_SMALL_MAX + 1, 0, 1, -1 },
		{ "info", 0, VAULT_INFO_MAX + 1, 1, -1 },
		{ "kind 0", 0, 0, 0, -1 },
		{ "kind 7", 0, 0, 7, -1 },
	};
	struct bench b AUTO(bench_done) = bench_new();
	AUTO(free) void *bytes = mem_alloc(1, VAULT_INFO_MAX + 1);
	struct vault *v = bench_open(&b);
	uint64_t seq = 0;

	T_EACH(row, rows) {
		struct err e = ERR_INIT;
		struct vault_record rec = { .kind = (enum vault_kind)row->kind,
					    .content = bytes,
					    .content_len = row->content,
					    .info = bytes,
					    .info_len = row->info };

		T_EQ_INT(vault_put(v, &rec, &seq, &e), row->rc);
		T_EQ_INT(e.kind, row->rc < 0 ? ERR_ITEM : ERR_NONE);
	}
	bench_commit(v);
	T_EQ_INT(seq, 1);
	vault_close(v);
}

T(a_follower_that_fails_stops_the_vault)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct err e = ERR_INIT;
	struct vault *v;

	memset(&book, 0, sizeof(book));
	b.cfg.follower = bench_follower(&book);
	v = bench_open(&b);
	(void)bench_put(v, 1);
	bench_commit(v);
	book.fails = true;
	(void)bench_put(v, 2);
	T_EQ_INT(vault_commit(v, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	err_clear(&e);
	T_EQ_INT(vault_put(v, &(struct vault_record){ .kind = VAULT_RAW },
			   &(uint64_t){ 0 }, &e),
		 -1);
	T_EQ_INT(e.kind, ERR_STORE);
	vault_close(v);
	book.fails = false; /* the record is durable and told again */
	v = bench_open(&b);
	T_EQ_INT(book.last, 2);
	bench_expect(v, &book.at[2], 2);
	vault_close(v);
}

T(uncommitted_puts_are_dropped)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v = bench_open(&b);

	T_EQ_INT(bench_put(v, 1), 1);
	T_EQ_INT(bench_put(v, 2), 2);
	vault_close(v);
	v = bench_open(&b);
	T_EQ_INT(bench_put(v, 1), 1);
	bench_commit(v);
	T_EQ_INT(bench_put(v, 2), 2);
	vault_close(v);
	v = bench_open(&b);
	T_EQ_INT(bench_put(v, 2), 2);
	vault_close(v);
}

T(workers_keep_the_order)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v;

	memset(&book, 0, sizeof(book));
	b.cfg.follower = bench_follower(&book);
	b.cfg.workers = 3;
	v = bench_open(&b);
	for (uint64_t n = 1; n <= 3000; n++) {
		T_EQ_INT(bench_put(v, n), n);
		if (n % 256 == 0 || n % 97 == 0)
			bench_commit(v);
	}
	bench_commit(v);
	T_EQ_INT(book.last, 3000);
	T_OK(!book.gaps);
	for (uint64_t n = 1; n <= 3000; n += 7)
		bench_expect(v, &book.at[n], n);
	vault_close(v);
}

T_MAIN
