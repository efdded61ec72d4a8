/* Content of any size: streams in, streams out, and what may go wrong. */
#include "bench.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB 1048576

/* A reader over made-up bytes, in odd pieces; fails at `fail` (0: never). */
struct made {
	struct reader base;
	uint64_t at, length, fail;
};

static uint8_t made_byte(uint64_t at)
{
	return (uint8_t)((at * 0x9e3779b97f4a7c15U) >> 56);
}

static ssize_t made_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct made *m = (struct made *)r;
	uint64_t left = m->length - m->at;
	size_t n = left < cap ? (size_t)left : cap;

	if (m->fail != 0 && m->at >= m->fail)
		return err_set(e, ERR_RETRY, "the line went dead");
	if (n > 70001)
		n = 70001;
	for (size_t i = 0; i < n; i++)
		((uint8_t *)buf)[i] = made_byte(m->at + i);
	m->at += n;
	return (ssize_t)n;
}

static void made_free(struct reader *r)
{
	(void)r;
}

static const struct reader_ops made_ops = { made_read, made_free };

static struct made made_of(uint64_t length, uint64_t fail)
{
	return (struct made){ .base = { &made_ops },
			      .length = length,
			      .fail = fail };
}

static int put_made(struct vault *v, uint64_t length, struct vault_stored *st,
		    struct err *e)
{
	struct made m = made_of(length, 0);
	struct vault_record rec = { .kind = VAULT_ARTEFACT,
				    .key = "a stream",
				    .time_us = 77,
				    .info = "about it",
				    .info_len = 8,
				    .media = true };
	bool known = true;
	int rc = vault_put_stream(v, &rec, &m.base, NULL, st, &known, e);

	T_OK(rc < 0 || !known);
	return rc;
}

static int count_in(const char *dir, const char *sub)
{
	AUTO(free) char *path = str_printf("%s/objects/%s", dir, sub);
	DIR *d = opendir(path);
	int n = 0;

	for (struct dirent *x; d != NULL && (x = readdir(d)) != NULL;)
		n += x->d_name[0] != '.';
	if (d != NULL)
		closedir(d);
	return n;
}

/* In aa/ to ff/, several of which may share one. */
static int count_objects(const char *dir)
{
	char sub[3];
	int n = 0;

	for (unsigned int i = 0; i < 256; i++) {
		(void)snprintf(sub, sizeof(sub), "%02x", i);
		n += count_in(dir, sub);
	}
	return n;
}

/* Are all bytes from `from` on as made, to the very end? */
static void expect_from(struct vault_got *g, uint64_t from, uint64_t length)
{
	struct err e = ERR_INIT;
	struct reader *r = NULL;
	static uint8_t buf[300007];
	uint64_t at = from, wrong = 0;
	ssize_t n;
	char text[ERR_TEXT];

	if (vault_got_content(g, from, &r, &e) < 0) {
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
		return;
	}
	while ((n = reader_read(r, buf, sizeof(buf), &e)) > 0)
		for (ssize_t i = 0; i < n; i++)
			wrong += buf[i] != made_byte(at++);
	if (n < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	T_EQ_INT(wrong, 0);
	T_EQ_INT(at, length);
	T_EQ_INT(reader_read(r, buf, 1, &e), 0); /* and again the end */
	reader_free(r);
}

static struct bench_book book;

T(any_size_from_any_place)
{
	static const struct {
		const char *label;
		uint64_t length;
		bool object;
	} rows[] = {
		{ "nothing", 0, false },
		{ "one", 1, false },
		{ "the largest small one", VAULT_SMALL_MAX, false },
		{ "the smallest large one", VAULT_SMALL_MAX + 1, true },
		{ "almost a frame", MIB - 1, true },
		{ "a frame", MIB, true },
		{ "a frame and one", MIB + 1, true },
		{ "two frames", 2 * MIB, true },
		{ "more than all buffers", 9 * MIB + 12345, true },
	};
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v;
	int objects = 0;

	memset(&book, 0, sizeof(book));
	b.cfg.follower = bench_follower(&book);
	v = bench_open(&b);
	T_EACH(row, rows) {
		AUTO(vault_got_free) struct vault_got *g = NULL;
		struct err e = ERR_INIT;
		struct vault_stored st = { 0 };
		const struct vault_stored *got;
		uint64_t places[] = {
			0, 1, MIB - 1, MIB, MIB + 1, row->length
		};

		T_EQ_INT(put_made(v, row->length, &st, &e), 0);
		bench_commit(v);
		T_EQ_INT(st.seq, book.last);
		T_EQ_INT(st.length, row->length);
		T_EQ_INT(book.at[st.seq].length, row->length);
		T_EQ_STR(book.at[st.seq].digest.hex, st.digest.hex);
		T_EQ_INT(vault_get(v, book.at[st.seq].pack,
				   book.at[st.seq].offset, &g, &e),
			 0);
		got = vault_got_stored(g);
		T_EQ_INT(got->kind, VAULT_ARTEFACT);
		T_EQ_INT(got->info_len, 8);
		T_OK(memcmp(got->info, "about it", 8) == 0);
		T_EQ_STR(got->digest.hex, st.digest.hex);
		for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
			if (places[i] <= row->length)
				expect_from(g, places[i], row->length);
		T_EQ_INT(vault_got_content(g, row->length + 1, NULL, &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
		objects += row->object;
		T_EQ_INT(count_in(b.packs, "new"), 0);
	}
	T_EQ_INT(count_objects(b.packs), objects);
	vault_close(v);
}

/* --- known content ------------------------------------------------------ */

static uint64_t find_known(void *ctx, const struct digest *d)
{
	const struct vault_stored *st = ctx;

	return strcmp(st->digest.hex, d->hex) == 0 ? st->seq : 0;
}

T(known_content_is_dropped)
{
	static const uint64_t lengths[] = { 100, 3 * MIB };
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v = bench_open(&b);

	for (size_t i = 0; i < 2; i++) {
		struct err e = ERR_INIT;
		struct vault_stored first = { 0 }, second = { 0 };
		struct vault_known know = { .ctx = &first, .find = find_known };
		struct vault_record rec = { .kind = VAULT_RAW };
		struct made m = made_of(lengths[i], 0);
		bool known = false;

		T_EQ_INT(put_made(v, lengths[i], &first, &e), 0);
		T_EQ_INT(vault_put_stream(v, &rec, &m.base, &know, &second,
					  &known, &e),
			 0);
		T_OK(known);
		T_EQ_INT(second.seq, first.seq);
		T_EQ_STR(second.digest.hex, first.digest.hex);
		m = made_of(lengths[i] + 1, 0);
		T_EQ_INT(vault_put_stream(v, &rec, &m.base, &know, &second,
					  &known, &e),
			 0);
		T_OK(!known);
		T_EQ_INT(second.seq, first.seq + 1);
		bench_commit(v);
	}
	T_EQ_INT(count_in(b.packs, "new"), 0);
	vault_close(v);
}

/* --- what may go wrong -----------------------------------------------------
 */

T(a_reader_that_fails_leaves_nothing)
{
	static const uint64_t fails[] = { 1, 1000, VAULT_SMALL_MAX + 5, MIB,
					  3 * MIB + 7 };
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v = bench_open(&b);
	struct vault_stored st = { 0 };

	for (size_t i = 0; i < sizeof(fails) / sizeof(fails[0]); i++) {
		struct err e = ERR_INIT;
		struct made m = made_of(10 * MIB, fails[i]);
		struct vault_record rec = { .kind = VAULT_RAW };
		bool known;

		T_EQ_INT(vault_put_stream(v, &rec, &m.base, NULL, &st, &known,
					  &e),
			 -1);
		T_EQ_INT(e.kind, ERR_RETRY); /* the reader's own word */
		T_EQ_INT(count_in(b.packs, "new"), 0);
	}
	T_EQ_INT(bench_put(v, 1), 1); /* and took no number */
	vault_close(v);
}

T(uncommitted_objects_go_away)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v = bench_open(&b);
	struct vault_stored st = { 0 };
	struct err e = ERR_INIT;

	T_EQ_INT(put_made(v, 2 * MIB, &st, &e), 0);
	T_EQ_INT(count_in(b.packs, "new"), 1);
	vault_close(v);
	T_EQ_INT(count_in(b.packs, "new"), 0);
}

static char *object_of(struct bench *b, bool fresh)
{
	AUTO(free)
	char *cmd = str_printf("find %s/objects -name '*.obj' -path '*%s*'",
			       b->packs, fresh ? "/new/" : "/objects/");
	FILE *p = popen(cmd, "r"); // NOLINT(cert-env33-c)
	char line[512] = "";

	if (fgets(line, sizeof(line), p) != NULL)
		line[strcspn(line, "\n")] = '\0';
	pclose(p);
	return mem_strdup(line);
}

/* What a crash between the record's sync and the move leaves behind. */
T(recovery_settles_what_is_in_new)
{
	struct bench b AUTO(bench_done) = bench_new();
	AUTO(free) char *path = NULL;
	AUTO(free) char *moved = NULL;
	AUTO(free) char *torn = NULL;
	AUTO(vault_got_free) struct vault_got *g = NULL;
	struct vault_stored st = { 0 };
	struct err e = ERR_INIT;
	struct vault *v;
	uint8_t header[64];
	int fd;

	memset(&book, 0, sizeof(book));
	b.cfg.follower = bench_follower(&book);
	v = bench_open(&b);
	T_EQ_INT(put_made(v, 2 * MIB, &st, &e), 0);
	bench_commit(v);
	vault_close(v);
	path = object_of(&b, false);
	moved = str_printf("%s/objects/new%s", b.packs, strrchr(path, '/'));
	T_EQ_INT(rename(path, moved), 0);
	torn = str_printf("%s/objects/new/0f.tmp", b.packs);
	fd = open(moved, O_RDONLY | O_CLOEXEC);
	T_EQ_INT(read(fd, header, 64), 64);
	close(fd);
	fd = open(torn, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	T_EQ_INT(write(fd, header, 64), 64);
	close(fd);
	v = bench_open(&b);
	T_OK(access(moved, F_OK) < 0);
	T_OK(access(path, F_OK) == 0);
	T_OK(access(torn, F_OK) < 0);
	T_EQ_INT(vault_get(v, book.at[1].pack, book.at[1].offset, &g, &e), 0);
	expect_from(g, 0, 2 * MIB);
	vault_close(v);
}

/* A writer that dies with an object whole, but its record not written. */
T(recovery_removes_what_no_record_names)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault_stored st = { 0 };
	struct err e = ERR_INIT;
	struct vault *v;
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		v = bench_open(&b);
		(void)bench_put(v, 1);
		bench_commit(v);
		_exit(put_made(v, 2 * MIB, &st, &e) == 0 ? 0 : 1);
	}
	T_EQ_INT(waitpid(pid, &status, 0), pid);
	T_EQ_INT(status, 0);
	T_EQ_INT(count_in(b.packs, "new"), 1);
	v = bench_open(&b);
	T_EQ_INT(count_in(b.packs, "new"), 0);
	T_EQ_INT(bench_put(v, 2), 2);
	vault_close(v);
}

T(damage_to_an_object_is_named)
{
	static const struct {
		const char *label;
		off_t flip; /* byte to change, -1: none */
		off_t cut;  /* bytes to cut off, -1: remove the file */
		const char *said;
	} rows[] = {
		{ "header", 20, 0, "header" },
		{ "first frame", 64, 0, "frame 0" },
		{ "second frame", 64 + MIB + 16 + 5, 0, "frame 1" },
		{ "last tag", 64 + 2 * MIB + 500 + 16 * 3 - 1, 0, "frame 2" },
		{ "cut by one", -1, 1, "bytes, not" },
		{ "cut by a frame", -1, 500 + 16, "bytes, not" },
		{ "removed", -1, -1, "No such file" },
	};

	T_EACH(row, rows) {
		struct bench b AUTO(bench_done) = bench_new();
		AUTO(vault_got_free) struct vault_got *g = NULL;
		AUTO(free) char *path = NULL;
		struct vault_stored st = { 0 };
		struct err e = ERR_INIT;
		struct vault *v;
		struct reader *r = NULL;
		static uint8_t buf[3 * MIB];
		char text[ERR_TEXT];
		uint8_t x;
		int fd;

		memset(&book, 0, sizeof(book));
		b.cfg.follower = bench_follower(&book);
		v = bench_open(&b);
		T_EQ_INT(put_made(v, 2 * MIB + 500, &st, &e), 0);
		bench_commit(v);
		path = object_of(&b, false);
		chmod(path, 0600);
		fd = open(path, O_RDWR | O_CLOEXEC);
		T_OK(fd >= 0);
		if (row->flip >= 0) {
			T_EQ_INT(pread(fd, &x, 1, row->flip), 1);
			x ^= 1;
			T_EQ_INT(pwrite(fd, &x, 1, row->flip), 1);
		}
		if (row->cut > 0)
			T_EQ_INT(ftruncate(fd,
					   lseek(fd, 0, SEEK_END) - row->cut),
				 0);
		close(fd);
		if (row->cut < 0)
			unlink(path);
		T_EQ_INT(vault_get(v, book.at[1].pack, book.at[1].offset, &g,
				   &e),
			 0);
		if (vault_got_content(g, 0, &r, &e) == 0)
			T_EQ_INT(bench_drain(r, buf, sizeof(buf), &e), -1);
		T_EQ_INT(e.kind, ERR_STORE);
		if (strstr(err_str(&e, text, sizeof(text)), row->said) == NULL)
			T_FAIL("%s", text);
		reader_free(r);
		vault_close(v);
	}
}

T_MAIN
