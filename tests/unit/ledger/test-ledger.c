/* The ledger as files: what survives, what is refused, what others read. */
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "ledger/ledger.h"
#include "ledger/note.h"
#include "ledger/tiles.h"
#include "t.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t seed[32] = "an ed25519 seed for tests only!";

static char *fresh(void)
{
	static char base[] = "/tmp/estreat-ledger-XXXXXX";
	static bool made;
	static int n;

	if (!made)
		T_OK(mkdtemp(base) != NULL);
	made = true;
	return str_printf("%s/%d", base, n++);
}

static struct ledger *open_at(const char *dir, struct err *e)
{
	struct ledger_config cfg = { .dir = dir,
				     .origin = "archive.example",
				     .sign_seed = seed };
	struct ledger *l = NULL;

	(void)ledger_open(&l, &cfg, e);
	return l;
}

static void append(struct ledger *l, unsigned int from, unsigned int to)
{
	for (unsigned int i = from; i < to; i++)
		ledger_append(l, &i, sizeof(i));
}

static void root_of(unsigned int n, uint8_t *root)
{
	AUTO(hasher_free) struct hasher *h = hasher_new();
	struct tree t = { 0 };
	uint8_t hash[32];

	for (unsigned int i = 0; i < n; i++) {
		hasher_leaf(h, &i, sizeof(i), hash);
		tree_append(&t, h, hash, NULL);
	}
	tree_root(&t, h, root);
}

T(grows_over_many_openings)
{
	static const unsigned int sizes[] = { 1,   2,   255,  256,   257,  300,
					      512, 513, 1000, 70000, 70001 };
	AUTO(free) char *dir = fresh();
	unsigned int done = 0;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct err e = ERR_INIT;
		AUTO(ledger_close) struct ledger *l = open_at(dir, &e);
		uint8_t got[32], want[32];

		T_OK(l != NULL);
		T_EQ_INT(ledger_size(l), done);
		append(l, done, sizes[i]);
		done = sizes[i];
		ledger_root(l, got);
		root_of(done, want);
		T_OK(memcmp(got, want, 32) == 0);
		T_EQ_INT(ledger_flush(l, 1, &e), 0);
	}
}

T(unflushed_leaves_are_forgotten)
{
	struct err e = ERR_INIT;
	AUTO(free) char *dir = fresh();
	struct ledger *l = open_at(dir, &e);
	uint8_t got[32], want[32];

	append(l, 0, 300);
	T_EQ_INT(ledger_flush(l, 1, &e), 0);
	append(l, 300, 900);
	ledger_close(l);
	l = open_at(dir, &e);
	T_EQ_INT(ledger_size(l), 300);
	append(l, 300, 900);
	ledger_root(l, got);
	root_of(900, want);
	T_OK(memcmp(got, want, 32) == 0);
	ledger_close(l);
}

T(cut)
{
	struct err e = ERR_INIT;
	AUTO(free) char *dir = fresh();
	AUTO(ledger_close) struct ledger *l = open_at(dir, &e);
	uint8_t got[32], want[32];

	append(l, 0, 260);
	T_EQ_INT(ledger_flush(l, 1, &e), 0);
	append(l, 1000, 1600); /* across a tile's end */
	T_EQ_INT(ledger_cut(l, 259, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	err_clear(&e);
	T_EQ_INT(ledger_cut(l, 861, &e), -1);
	err_clear(&e);
	T_EQ_INT(ledger_cut(l, 260, &e), 0);
	append(l, 260, 1100);
	T_EQ_INT(ledger_cut(l, 1050, &e), 0);
	append(l, 1050, 1101);
	ledger_root(l, got);
	root_of(1101, want);
	T_OK(memcmp(got, want, 32) == 0);
	T_EQ_INT(ledger_flush(l, 1, &e), 0);
	ledger_close(TAKE(l));
	l = open_at(dir, &e);
	T_OK(l != NULL && ledger_size(l) == 1101);
}

/* Appends between the two steps of a flush stay out of it. */
T(flush_in_two_steps)
{
	struct err e = ERR_INIT;
	AUTO(free) char *dir = fresh();
	struct ledger *l = open_at(dir, &e);
	struct ledger_job *job;
	uint8_t got[32], want[32];

	append(l, 0, 700);
	job = ledger_flush_begin(l, 1);
	append(l, 700, 2000);
	T_EQ_INT(ledger_flush_end(l, job, &e), 0);
	ledger_close(l);
	l = open_at(dir, &e);
	T_EQ_INT(ledger_size(l), 700);
	append(l, 700, 2000);
	T_EQ_INT(ledger_flush(l, 1, &e), 0);
	ledger_close(l);
	l = open_at(dir, &e);
	T_EQ_INT(ledger_size(l), 2000);
	ledger_root(l, got);
	root_of(2000, want);
	T_OK(memcmp(got, want, 32) == 0);
	ledger_close(l);
}

static char *slurp(const char *dir, const char *name)
{
	struct err e = ERR_INIT;
	AUTO(free) char *path = str_printf("%s/%s", dir, name);
	char *text = NULL;
	size_t len;

	if (file_read_all(AT_FDCWD, path, 1 << 20, &text, &len, &e) < 0)
		return mem_strdup("");
	return text;
}

T(checkpoint_and_key_as_others_read_them)
{
	struct err e = ERR_INIT;
	AUTO(free) char *dir = fresh();
	AUTO(ledger_close) struct ledger *l = open_at(dir, &e);
	AUTO(note_key_free)
	struct note_key *k = note_key_new("archive.example", seed);
	AUTO(free) char *text = NULL;
	AUTO(free) char *public = NULL;
	struct note_checkpoint c;
	uint8_t want[32];
	char *changed;

	append(l, 0, 8);
	T_EQ_INT(ledger_flush(l, 1767225600000000, &e), 0);
	text = slurp(dir, "checkpoint");
	public = slurp(dir, "key.pub");
	T_OK(str_starts(public, "archive.example+"));
	T_OK(str_starts(text, "archive.example\n8\n"));
	T_OK(strstr(text, "\ntime 2026-01-01T00:00:00Z\n\n\xe2\x80\x94 "
			  "archive.example ") != NULL);
	T_EQ_INT(note_read_checkpoint(text, strlen(text), "archive.example", k,
				      &c, &e),
		 0);
	root_of(8, want);
	T_EQ_INT(c.size, 8);
	T_OK(memcmp(c.root, want, 32) == 0);

	changed = strstr(text, "\n8\n");
	changed[1] = '9';
	T_EQ_INT(note_read_checkpoint(text, strlen(text), "archive.example", k,
				      &c, &e),
		 -1);
	T_EQ_INT(e.kind, ERR_STORE);
}

T(verifier_key_is_that_of_the_specification)
{
	/* RFC 8032 section 7.1, test 1: seed and public key */
	static const uint8_t rfc[32] = { 0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd,
					 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4,
					 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49,
					 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19,
					 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae,
					 0x7f, 0x60 };
	AUTO(note_key_free) struct note_key *k = note_key_new("x", rfc);
	struct str s AUTO(str_done) = STR_INIT;

	note_public(k, &s);
	/* base64 of 01 d75a980182b10ab7...; the id is hashed by openssl */
	T_OK(str_ends(s.s, "+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"));
	T_EQ_INT(s.len, 2 + 8 + 1 + 44);
}

T(damage_is_named)
{
	static const struct {
		const char *label;
		const char *file;
		off_t size;       /* cut to this, or -1 */
		const char *said; /* part of the message */
	} rows[] = {
		{ "cut tile", "tile/0/001.p/44", 100, "tile/0/001.p/44" },
		{ "changed tile", "tile/0/001.p/44", -1, "root" },
		{ "changed upper tile", "tile/1/000.p/1", -1, "root" },
		{ "cut checkpoint", "checkpoint", 20, "checkpoint" },
		{ "changed checkpoint", "checkpoint", -1, "checkpoint" },
	};

	T_EACH(row, rows) {
		struct err e = ERR_INIT;
		AUTO(free) char *dir = fresh();
		AUTO(free) char *path = str_printf("%s/%s", dir, row->file);
		struct ledger *l = open_at(dir, &e);
		char text[ERR_TEXT];
		int fd;

		append(l, 0, 300);
		T_EQ_INT(ledger_flush(l, 1, &e), 0);
		ledger_close(l);
		fd = open(path, O_RDWR | O_CLOEXEC);
		T_OK(fd >= 0);
		if (row->size >= 0)
			T_EQ_INT(ftruncate(fd, row->size), 0);
		else
			T_EQ_INT(pwrite(fd, "\x55", 1, 18), 1);
		close(fd);
		T_OK(open_at(dir, &e) == NULL);
		T_EQ_INT(e.kind, ERR_STORE);
		T_OK(strstr(err_str(&e, text, sizeof(text)), row->said) !=
		     NULL);
	}
}

T(names_that_cannot_be)
{
	static const char *const names[] = { "", "a b", "a+b", "a\n" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct err e = ERR_INIT;
		AUTO(free) char *dir = fresh();
		struct ledger_config cfg = { .dir = dir, .origin = names[i] };
		struct ledger *l = NULL;

		t_label = names[i];
		T_EQ_INT(ledger_open(&l, &cfg, &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
	}
}

T(another_origin_and_another_key)
{
	struct err e = ERR_INIT;
	AUTO(free) char *dir = fresh();
	struct ledger *l = open_at(dir, &e);
	struct ledger_config cfg = { .dir = dir, .origin = "other.example" };
	uint8_t other[32] = { 1 };

	append(l, 0, 3);
	T_EQ_INT(ledger_flush(l, 1, &e), 0);
	ledger_close(l);
	cfg.sign_seed = seed;
	l = NULL;
	T_EQ_INT(ledger_open(&l, &cfg, &e), -1);
	err_clear(&e);
	cfg.origin = "archive.example";
	cfg.sign_seed = other;
	T_EQ_INT(ledger_open(&l, &cfg, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
}

T(without_a_seed_no_checkpoint)
{
	struct err e = ERR_INIT;
	AUTO(free) char *dir = fresh();
	struct ledger_config cfg = { .dir = dir, .origin = "x" };
	struct ledger *l = NULL;
	AUTO(free) char *text = NULL;

	T_EQ_INT(ledger_open(&l, &cfg, &e), 0);
	append(l, 0, 300);
	T_EQ_INT(ledger_flush(l, 1, &e), 0);
	ledger_close(l);
	text = slurp(dir, "checkpoint");
	T_EQ_STR(text, "");
	T_EQ_INT(ledger_open(&l, &cfg, &e), 0);
	T_EQ_INT(ledger_size(l), 300);
	ledger_close(l);
}

/* Partial tiles of a tile that has filled since are gone. */
T(old_parts_are_dropped)
{
	struct err e = ERR_INIT;
	AUTO(free) char *dir = fresh();
	AUTO(free) char *part = str_printf("%s/tile/0/000.p", dir);
	AUTO(ledger_close) struct ledger *l = open_at(dir, &e);

	append(l, 0, 3);
	T_EQ_INT(ledger_flush(l, 1, &e), 0);
	T_OK(access(part, F_OK) == 0);
	append(l, 3, 256);
	T_EQ_INT(ledger_flush(l, 1, &e), 0);
	T_OK(access(part, F_OK) != 0);
}

T_MAIN
