/* The check: every kind of damage is found and named, health is not. */
#include "bench.h"

#include "base/clock.h"
#include "db/db.h"
#include "vault/format.h"
#include "vault/place.h"
#include "vault/scan.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB 1048576

static struct str findings = { .s = str_empty };
static int n_findings;

static void on_finding(void *ctx, const char *text)
{
	(void)ctx;
	n_findings++;
	str_addf(&findings, "%s\n", text);
}

__attribute__((format(printf, 1, 2))) static void shell(const char *fmt, ...)
{
	struct str cmd AUTO(str_done) = STR_INIT;
	va_list ap;
	FILE *p;

	va_start(ap, fmt);
	str_addv(&cmd, fmt, ap);
	va_end(ap);
	p = popen(cmd.s, "r"); // NOLINT(cert-env33-c)
	T_EQ_INT(pclose(p), 0);
}

/* Check read-only; the findings are left in `findings`. */
static int check_at(struct bench *b, struct vault_check *out)
{
	struct vault_check check = { .finding = on_finding };
	struct err e = ERR_INIT;
	struct vault *v = NULL;
	int rc = -1;
	char text[ERR_TEXT];

	str_cut(&findings, 0);
	n_findings = 0;
	b->cfg.read_only = true;
	if (vault_open(&v, &b->cfg, &e) < 0 ||
	    (rc = vault_check(v, &check, &e)) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	T_EQ_INT(rc, n_findings);
	vault_close(v);
	b->cfg.read_only = false;
	if (out != NULL)
		*out = check;
	return rc;
}

/* --- the store that is damaged ----------------------------------------------
 */

static struct bench_book book;
static uint64_t n_records;

static ssize_t zeros_read(struct reader *r, void *buf, size_t cap,
			  struct err *e)
{
	(void)r;
	(void)e;
	memset(buf, 7, cap);
	return (ssize_t)cap;
}

struct limited {
	struct reader base;
	size_t left;
};

static ssize_t limited_read(struct reader *r, void *buf, size_t cap,
			    struct err *e)
{
	struct limited *l = (struct limited *)r;
	size_t n = l->left < cap ? l->left : cap;

	l->left -= n;
	return n > 0 ? zeros_read(r, buf, n, e) : 0;
}

static const struct reader_ops limited_ops = { limited_read, NULL };

static void put_object(struct vault *v, size_t length)
{
	struct limited l = { .base = { &limited_ops }, .left = length };
	struct vault_record rec = { .kind = VAULT_ARTEFACT, .media = true };
	struct vault_stored st;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	bool known;

	if (vault_put_stream(v, &rec, &l.base, NULL, &st, &known, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
}

/* Three packs, the last with a dictionary; two objects; 700 records. */
static struct bench make_store(void)
{
	struct bench b = bench_new();
	struct err e = ERR_INIT;
	struct vault *v;
	char text[ERR_TEXT];

	memset(&book, 0, sizeof(book));
	b.cfg.follower = bench_follower(&book);
	v = bench_open(&b);
	for (uint64_t n = 1; n <= 300; n++) {
		(void)bench_put(v, n);
		if (n % 50 == 0)
			bench_commit(v);
	}
	put_object(v, 2 * MIB + 5);
	bench_commit(v);
	vault_close(v);
	v = bench_open(&b);
	for (uint64_t n = 1; n <= 200; n++)
		(void)bench_put(v, n);
	put_object(v, 300000);
	bench_commit(v);
	if (vault_train(v, &e) != 1)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	for (uint64_t n = 1; n <= 200; n++)
		(void)bench_put(v, n);
	bench_commit(v);
	vault_close(v);
	n_records = book.last;
	return b;
}

static struct bench copy_of(const struct bench *b)
{
	struct bench c = bench_new();

	shell("cp -a %s/. %s/", b->dir, c.dir);
	return c;
}

/* "2026-11/00000001.pack" and so on */
static char *pack_at(const struct bench *b, uint64_t id)
{
	char path[FORMAT_PATH];

	return str_printf("%s/packs/%s", b->packs,
			  format_pack_path(format_epoch(clock_now_us()), id,
					   path));
}

/* Places in the first pack, found by walking it. */
static struct {
	uint64_t mark, second_record, footer, size;
	uint32_t n;
} places;

static void find_places(const struct bench *b)
{
	AUTO(free) char *path = pack_at(b, 1);
	AUTO(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
	AUTO(place_close) struct place *from = place_of_fd(fd);
	AUTO(scan_close) struct scan *s = NULL;
	struct scan_batch batch;
	struct err e = ERR_INIT;
	struct stat st;

	T_EQ_INT(scan_open(&s, from, UINT64_MAX, &e), 0);
	T_EQ_INT(scan_next(s, &batch, &e), 1);
	places.n = (uint32_t)batch.n;
	places.second_record = batch.records[1].offset;
	places.mark = batch.end - format_mark_size(places.n);
	while (scan_next(s, &batch, &e) > 0)
		;
	T_EQ_STR(scan_why(s), "footer");
	places.footer = scan_end(s);
	T_EQ_INT(fstat(fd, &st), 0);
	places.size = (uint64_t)st.st_size;
}

static void flip(const char *path, uint64_t at)
{
	int fd;
	uint8_t x = 0;

	T_EQ_INT(chmod(path, 0600), 0);
	fd = open(path, O_RDWR | O_CLOEXEC);
	T_EQ_INT(pread(fd, &x, 1, (off_t)at), 1);
	x ^= 0x10;
	T_EQ_INT(pwrite(fd, &x, 1, (off_t)at), 1);
	close(fd);
}

T(a_healthy_store_has_no_findings)
{
	struct bench b AUTO(bench_done) = make_store();
	struct vault_check check;

	T_EQ_INT(check_at(&b, &check), 0);
	if (n_findings > 0)
		T_FAIL("%s", findings.s);
	T_EQ_INT(check.records, n_records);
	T_EQ_INT(check.objects, 2);
	T_OK(check.bytes > 0 && check.plain_bytes > 2 * MIB);
}

T(damage_to_packs)
{
	enum { HEADER, RECORD, NONCE, PAYLOAD, MARK, LEAF, FOOT, ENTRY, TRAIL };
	static const struct {
		const char *label;
		int place;
		const char *said;
	} rows[] = {
		{ "pack header", HEADER, "00000001.pack: " },
		{ "record header", RECORD, "at 4096" },
		{ "nonce", NONCE, "checksum at 4096" },
		{ "payload of the second record", PAYLOAD, "checksum at" },
		{ "batch mark", MARK, "batch mark" },
		{ "a leaf in it", LEAF, "batch mark with a wrong checksum" },
		{ "footer", FOOT, "footer" },
		{ "an entry of it", ENTRY, "footer" },
		{ "trailer", TRAIL, "trailer" },
	};
	struct bench store AUTO(bench_done) = make_store();

	find_places(&store);
	T_EACH(row, rows) {
		struct bench b AUTO(bench_done) = copy_of(&store);
		AUTO(free) char *path = pack_at(&b, 1);
		uint64_t at[] = { [HEADER] = 49,
				  [RECORD] = 4096 + 17,
				  [NONCE] = 4096 + 30,
				  [PAYLOAD] = places.second_record + 50,
				  [MARK] = places.mark + 5,
				  [LEAF] = places.mark + MARK_HEADER + 40,
				  [FOOT] = places.footer + 9,
				  [ENTRY] = places.footer + FOOTER_HEADER + 3,
				  [TRAIL] = places.size - 1 };

		flip(path, at[row->place]);
		T_OK(check_at(&b, NULL) > 0);
		if (strstr(findings.s, row->said) == NULL)
			T_FAIL("%s", findings.s);
		T_OK(strstr(findings.s, "00000001.pack") != NULL);
	}
}

/* Whoever can mend checksums still meets the tree and the file's digest. */
T(a_changed_root_with_a_mended_checksum)
{
	struct bench b AUTO(bench_done) = make_store();
	AUTO(free) char *path = NULL;
	AUTO(free) uint8_t *mark = NULL;
	struct mark m;
	size_t size;
	int fd;

	find_places(&b);
	path = pack_at(&b, 1);
	size = (size_t)format_mark_size(places.n);
	mark = mem_alloc(1, size);
	T_EQ_INT(chmod(path, 0600), 0);
	fd = open(path, O_RDWR | O_CLOEXEC);
	T_EQ_INT(pread(fd, mark, size, (off_t)places.mark), size);
	T_OK(format_read_mark(mark, &m));
	m.root[3] ^= 1;
	format_write_mark(&m, mark);
	T_EQ_INT(pwrite(fd, mark, size, (off_t)places.mark), size);
	close(fd);
	T_EQ_INT(check_at(&b, NULL), 2);
	T_OK(strstr(findings.s, "batch at 4096: its root") != NULL);
	T_OK(strstr(findings.s, "SHA-256 of the file") != NULL);
}

/* %s: the bench's folder; M: this month */
static const struct {
	const char *label;
	const char *command; /* run in the folder */
	const char *said;
} file_damage[] = {
	{ "pack removed", "rm vault/packs/*/00000002.pack", "00000002.pack" },
	{ "pack cut", "truncate -s -1 vault/packs/*/00000002.pack",
	  "00000002.pack" },
	{ "pack cut hard", "truncate -s 9000 vault/packs/*/00000002.pack",
	  "00000002.pack" },
	{ "pack cut to nothing", "truncate -s 0 vault/packs/*/00000002.pack",
	  "00000002.pack" },
	{ "pack grown", "cd vault/packs/*; echo x >> 00000002.pack",
	  "00000002.pack" },
	{ "pack twice", "cd vault/packs/*; cp 00000002.pack 00000009.pack",
	  "00000009.pack: no row" },
	{ "packs swapped",
	  "cd vault/packs/*; mv 00000001.pack x; "
	  "mv 00000002.pack 00000001.pack; mv x 00000002.pack",
	  "of another pack" },
	{ "stranger among packs", "cd vault/packs/*; touch notes.txt",
	  "notes.txt" },
	{ "stranger on top", "touch vault/notes.txt", "notes.txt" },
	{ "object removed", "rm $(ls vault/objects/[0-9a-f]*/* | head -1)",
	  "objects/" },
	{ "object cut",
	  "truncate -s -5 $(ls vault/objects/[0-9a-f]*/* | head -1)",
	  "objects/" },
	{ "object changed",
	  "f=$(ls -S vault/objects/[0-9a-f]*/* | head -1); chmod 600 "
	  "$f; "
	  "printf changed! | dd of=$f bs=1 seek=1500000 conv=notrunc "
	  "2>/dev/null",
	  "frame 1" },
	{ "object twice",
	  "f=$(ls vault/objects/[0-9a-f]*/* | head -1); mkdir -p "
	  "vault/objects/ff; cp $f "
	  "vault/objects/ff/ff112233445566778899aabbccddeeff.obj",
	  "no record names it" },
	{ "stranger among objects",
	  "touch $(ls -d vault/objects/[0-9a-f]* | "
	  "head -1)/x.obj",
	  "x.obj: does not belong" },
	{ "tile changed",
	  "printf zz | dd of=ledger/tile/0/000 bs=1 seek=77 "
	  "conv=notrunc 2>/dev/null",
	  "tile/0/000: does not hold" },
	{ "tile cut", "truncate -s -32 ledger/tile/0/001",
	  "tile/0/001: does not hold" },
	{ "tile removed", "rm ledger/tile/0/001", "tile/0/001: missing" },
	{ "last tile changed",
	  "f=$(ls ledger/tile/0/002.p/* | tail -1); printf zz | dd "
	  "of=$f bs=1 seek=77 conv=notrunc 2>/dev/null",
	  "tile/0/002.p/" },
	{ "last tile removed", "rm -r ledger/tile/0/002.p", "tile/0/002.p/" },
	{ "upper tile changed",
	  "f=$(ls ledger/tile/1/000.p/2); printf zz | dd of=$f bs=1 "
	  "seek=7 conv=notrunc 2>/dev/null",
	  "tile/1/000.p/2" },
	{ "tile of leaves there are not",
	  "cp ledger/tile/0/000 ledger/tile/0/007", "only" },
	{ "stranger among tiles", "touch ledger/tile/0/12",
	  "tile/0/12: does not belong" },
	{ "checkpoint changed", "sed -i 's/^7/8/' ledger/checkpoint",
	  "checkpoint" },
	{ "checkpoint removed", "rm ledger/checkpoint", "checkpoint: missing" },
	{ "public key changed", "echo x+1+y > ledger/key.pub",
	  "key.pub: changed" },
	{ "public key removed", "rm ledger/key.pub", "key.pub: missing" },
};

T(damage_to_files)
{
	struct bench store AUTO(bench_done) = make_store();

	T_EACH(row, file_damage) {
		struct bench b AUTO(bench_done) = copy_of(&store);

		shell("cd %s; chmod -R u+w .; %s", b.dir, row->command);
		T_OK(check_at(&b, NULL) > 0);
		if (strstr(findings.s, row->said) == NULL)
			T_FAIL("%s", findings.s);
	}
}

/* The column with another first byte, whatever it was. */
#define OTHER_BYTE(column)                                                     \
	"CASE substr(" #column ", 1, 1) WHEN x'00' THEN x'01' ELSE x'00' END"  \
	" || substr(" #column ", 2)"

T(damage_to_rows)
{
	static const struct {
		const char *label;
		const char *sql;
		const char *said;
	} rows[] = {
		{ "key changed",
		  "UPDATE vault_key_node SET wrapped = " OTHER_BYTE(
			  wrapped) " WHERE pack = 2",
		  "node 1 of pack 2" },
		{ "key cut",
		  "UPDATE vault_key_node SET wrapped = substr(wrapped, 2) "
		  "WHERE pack = 2",
		  "node 1 of pack 2" },
		{ "key removed", "DELETE FROM vault_key_node WHERE pack = 2",
		  "keys of 202 records of pack 2" },
		{ "keys swapped",
		  "UPDATE vault_key_node SET pack = 9 WHERE pack = 1; "
		  "UPDATE vault_key_node SET pack = 1 WHERE pack = 2; "
		  "UPDATE vault_key_node SET pack = 2 WHERE pack = 9",
		  "node 1 of pack 1" },
		{ "key of no pack",
		  "INSERT INTO vault_key_node SELECT 9, node, wrapped FROM "
		  "vault_key_node WHERE pack = 1",
		  "keys of pack 9" },
		{ "pack's row removed", "DELETE FROM vault_pack WHERE id = 2",
		  "00000002.pack: no row" },
		{ "first seq",
		  "UPDATE vault_pack SET first_seq = 7 WHERE id = 2",
		  "pack 2 begins with seq 7" },
		{ "digest",
		  "UPDATE vault_pack SET sha256 = " OTHER_BYTE(
			  sha256) " WHERE id = 2",
		  "00000002.pack: SHA-256" },
		{ "size", "UPDATE vault_pack SET bytes = 7 WHERE id = 2",
		  "00000002.pack: has not the 7 bytes" },
		{ "records", "UPDATE vault_pack SET records = 7 WHERE id = 2",
		  "pack 2" },
		{ "objects", "UPDATE vault_pack SET objects = 7 WHERE id = 2",
		  "counters of pack 2" },
		{ "dictionary",
		  "UPDATE vault_pack SET dict_offset = 4096 "
		  "WHERE id = 3",
		  "is not a dictionary" },
		{ "dictionary of a later pack",
		  "UPDATE vault_pack SET dict_pack = 3 WHERE id = 3",
		  "later pack" },
		{ "state", "UPDATE vault_pack SET state = 1 WHERE id = 1",
		  "pack 1 is said to be open" },
	};
	struct bench store AUTO(bench_done) = make_store();

	T_EACH(row, rows) {
		struct bench b AUTO(bench_done) = copy_of(&store);
		AUTO(db_close) struct db *db = NULL;
		struct err e = ERR_INIT;
		char text[ERR_TEXT];

		if (db_open(&db, b.control, &e) < 0 ||
		    db_script(db, row->sql, &e) < 0)
			T_FAIL("%s", err_str(&e, text, sizeof(text)));
		T_OK(check_at(&b, NULL) > 0);
		if (strstr(findings.s, row->said) == NULL)
			T_FAIL("%s", findings.s);
	}
}

/* --- beside a writer ---------------------------------------------------- */

static void write_until_killed(struct bench *b)
{
	struct vault *v;

	b->cfg.follower.follow = NULL;
	v = bench_open(b);
	for (uint64_t n = 1;; n++) {
		struct err e = ERR_INIT;

		(void)bench_put(v, n);
		if (n % 13 == 0)
			bench_commit(v);
		if (n % 101 == 0)
			put_object(v, VAULT_SMALL_MAX + n);
		if (n % 500 == 0) /* packs change under the reader's eyes */
			(void)vault_train(v, &e);
	}
}

T(a_living_writer_is_no_damage)
{
	struct bench b AUTO(bench_done) = make_store();
	pid_t pid = fork();
	int status;

	if (pid == 0)
		write_until_killed(&b);
	for (int i = 0; i < 12; i++)
		if (check_at(&b, NULL) != 0)
			T_FAIL("%s", findings.s);
	T_EQ_INT(kill(pid, SIGKILL), 0);
	T_EQ_INT(waitpid(pid, &status, 0), pid);
	/* nor is a dead one, before anybody has recovered anything */
	if (check_at(&b, NULL) != 0)
		T_FAIL("%s", findings.s);
}

T(the_writer_itself_may_check)
{
	struct bench b AUTO(bench_done) = make_store();
	struct vault_check check = { .finding = on_finding };
	struct err e = ERR_INIT;
	struct vault *v;

	b.cfg.follower.follow = NULL;
	v = bench_open(&b);
	for (uint64_t n = 1; n <= 500; n++) {
		(void)bench_put(v, n);
		if (n % 100 != 0)
			continue;
		bench_commit(v);
		(void)bench_put(v, n); /* and one that is not committed */
		str_cut(&findings, 0);
		T_EQ_INT(vault_check(v, &check, &e), 0);
		T_EQ_STR(findings.s, "");
	}
	vault_close(v);
}

T_MAIN
