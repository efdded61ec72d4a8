/* An installation: made, opened twice, written, rebuilt, read back. */
#include "catalog/archive.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/catalog.h"
#include "catalog/info.h"
#include "catalog/record.h"
#include "db/db.h"
#include "mime/skeleton.h"
#include "stream/reader.h"
#include "t.h"
#include "vault/vault.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char *fresh_home(void)
{
	char dir[] = "/tmp/estreat-archive-XXXXXX";
	struct err e = ERR_INIT;
	char *home;

	T_OK(mkdtemp(dir) != NULL);
	home = str_printf("%s/home", dir);
	T_EQ_INT(archive_init(home, "archive.example", &e), 0);
	return home;
}

static void read_all(struct reader *r, struct str *out)
{
	struct err e = ERR_INIT;
	char buf[1000];
	ssize_t n;

	while ((n = reader_read(r, buf, sizeof(buf), &e)) > 0)
		str_add_len(out, buf, (size_t)n);
	T_EQ_INT(n, 0);
}

static uint64_t put(struct archive *a, enum vault_kind kind, const char *key,
		    const void *content, size_t len)
{
	struct vault_record rec = { .kind = kind,
				    .content = content,
				    .content_len = len };
	struct digest d = digest_of(key, strlen(key));
	struct err e = ERR_INIT;
	uint64_t seq = 0;

	memcpy(rec.key, d.bytes, sizeof(rec.key));
	T_EQ_INT(vault_put(archive_vault(a), &rec, &seq, &e), 0);
	T_EQ_INT(vault_commit(archive_vault(a), &e), 0);
	return seq;
}

T(init_refuses_what_it_would_spoil)
{
	AUTO(free) char *home = fresh_home();
	AUTO(free) char *key = str_printf("%s/key", home);
	struct archive *a = NULL;
	struct err e = ERR_INIT;
	struct stat st;

	T_EQ_INT(archive_init(home, "archive.example", &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	T_EQ_INT(stat(key, &st), 0);
	T_EQ_INT(st.st_mode & 0777, 0600);
	T_EQ_INT(stat(home, &st), 0);
	T_EQ_INT(st.st_mode & 0777, 0700);
	T_EQ_INT(archive_open(&a, "/tmp/estreat-nowhere", ARCHIVE_READ, &e),
		 -1);
	T_EQ_INT(e.kind, ERR_USAGE);
}

/* Whoever lost a part is told which, and never to remove the rest. */
T(a_missing_part_is_named)
{
	static const struct {
		const char *label; /* lost, "" for nothing more */
		const char *and_lost, *want;
	} rows[] = {
		{ "control.db", "", "file \"control.db\"" },
		{ "key", "", "file \"key\"" },
		{ "key", "control.db", "file \"key\"" },
		{ "catalog", "", "`estreat catalog rebuild`" },
	};

	T_EACH(row, rows) {
		AUTO(free) char *home = fresh_home();
		AUTO(free) char *lost = str_printf("%s/%s", home, row->label);
		AUTO(free) char *away = str_printf("%s.away", lost);
		AUTO(free)
		char *also = str_printf("%s/%s", home, row->and_lost);
		struct archive *a = NULL;
		struct err e = ERR_INIT;
		char text[ERR_TEXT];

		T_EQ_INT(rename(lost, away), 0);
		if (row->and_lost[0] != '\0')
			T_EQ_INT(unlink(also), 0);
		T_EQ_INT(archive_open(&a, home, ARCHIVE_READ, &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
		(void)err_str(&e, text, sizeof(text));
		T_OK(strstr(text, row->want) != NULL);
		T_OK(strstr(text, "remove") == NULL);
		T_OK(access(lost, F_OK) < 0); /* asking made nothing anew */
		if (row->and_lost[0] != '\0')
			continue;
		T_EQ_INT(rename(away, lost), 0);
		err_clear(&e);
		T_EQ_INT(archive_open(&a, home, ARCHIVE_READ, &e), 0);
		archive_close(a);
	}
}

T(domains)
{
	static const char *const bad[] = {
		"", "UPPER.example", "a b", "-a", ".a", "a.", "a\n", "a@b"
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err e = ERR_INIT;

		t_label = bad[i];
		T_EQ_INT(archive_init("/tmp/estreat-no", bad[i], &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
	}
}

T(one_process_writes_others_read)
{
	AUTO(free) char *home = fresh_home();
	AUTO(archive_close) struct archive *writer = NULL;
	AUTO(archive_close) struct archive *reader = NULL;
	struct archive *second = NULL;
	struct err e = ERR_INIT;
	AUTO(str_done) struct str got = STR_INIT;
	uint64_t seq;

	T_OK(!archive_busy(home));
	T_EQ_INT(archive_open(&writer, home, ARCHIVE_WRITE, &e), 0);
	T_OK(archive_busy(home));
	T_EQ_INT(archive_open(&second, home, ARCHIVE_WRITE, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	T_EQ_INT(archive_open(&reader, home, ARCHIVE_READ, &e), 0);
	seq = put(writer, VAULT_RAW, "k", "hello", 5);
	T_EQ_INT(record_read(reader, seq, 100, &got, &e), 0);
	T_EQ_STR(got.s, "hello");
	T_EQ_INT(record_read(reader, seq, 4, &got, &e), -1);
	T_EQ_INT(e.kind, ERR_ITEM);
}

static void put_message(struct archive *a, uint64_t *message)
{
	AUTO(str_done) struct str skel = STR_INIT;
	struct skeleton_artefact art = { .size = 5 };
	struct digest d = digest_of("hello", 5);

	art.seq = put(a, VAULT_ARTEFACT, "art", "hello", 5);
	memcpy(art.sha256, d.bytes, sizeof(art.sha256));
	skeleton_begin(&skel);
	skeleton_literal(&skel, "Subject: x\r\n\r\n", 14);
	skeleton_attach(&skel, &art);
	*message = put(a, VAULT_MESSAGE, "msg", skel.s, skel.len);
}

T(a_message_is_put_together_and_survives_a_rebuild)
{
	static const char want[] = "Subject: x\r\n\r\naGVsbG8=\r\n";
	AUTO(free) char *home = fresh_home();
	AUTO(free) char *rm = str_printf("%s/catalog", home);
	struct archive *a = NULL;
	struct err e = ERR_INIT;
	uint64_t message = 0;

	T_EQ_INT(archive_open(&a, home, ARCHIVE_WRITE, &e), 0);
	put_message(a, &message);
	for (int round = 0; round < 2; round++) {
		AUTO(str_done) struct str got = STR_INIT;
		AUTO(reader_free) struct reader *r = NULL;

		T_EQ_INT(archive_message(a, message, &r, &e), 0);
		read_all(r, &got);
		T_EQ_STR(got.s, want);
		reader_free(TAKE(r));
		T_EQ_INT(archive_message(a, message + 1, &r, &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
		err_clear(&e);
		T_EQ_INT(archive_message(a, message - 1, &r, &e), -1);
		err_clear(&e);
		archive_close(a);
		if (round == 0) {
			AUTO(free) char *old = str_printf("%s.old", rm);

			T_EQ_INT(rename(rm, old), 0);
			T_EQ_INT(archive_open(&a, home, ARCHIVE_WRITE, &e), 0);
		}
	}
}

static void check_info(struct archive *a, uint64_t seq, unsigned int tag,
		       const char *want)
{
	AUTO(vault_got_free) struct vault_got *got = NULL;
	struct info_reader r;
	struct err e = ERR_INIT;
	bool found = false;

	T_EQ_INT(record_open(a, seq, &got, &e), 0);
	info_read(&r, vault_got_stored(got)->info,
		  vault_got_stored(got)->info_len);
	while (!found && info_next(&r))
		found = r.tag == tag;
	T_OK(found);
	T_EQ_INT(r.len, strlen(want));
	T_OK(memcmp(r.bytes, want, r.len) == 0);
}

T(acts_go_to_the_ledger_once)
{
	AUTO(free) char *home = fresh_home();
	AUTO(archive_close) struct archive *a = NULL;
	AUTO(db_close) struct db *db = NULL;
	AUTO(str_done) struct str got = STR_INIT;
	struct err e = ERR_INIT;
	uint64_t before;

	T_EQ_INT(archive_open(&a, home, ARCHIVE_WRITE, &e), 0);
	before = catalog_last(archive_catalog(a));
	T_OK(before > 0); /* init itself is an act */
	T_EQ_INT(archive_db(a, &db, &e), 0);
	T_EQ_INT(archive_act(db, (struct actor){ "anna", "192.0.2.7" },
			     "connector add", "{\"x\":1}", &e),
		 0);
	T_EQ_INT(archive_acts_store(a, db, &e), 0);
	T_EQ_INT(archive_acts_store(a, db, &e), 0);
	T_EQ_INT(catalog_last(archive_catalog(a)), before + 1);
	T_EQ_INT(record_read(a, before + 1, 100, &got, &e), 0);
	T_EQ_STR(got.s, "{\"x\":1}");
	check_info(a, before + 1, INFO_ACTOR, "anna");
	check_info(a, before + 1, INFO_ORIGIN, "192.0.2.7");
	check_info(a, before + 1, INFO_OUTCOME, "done");
	T_EQ_INT(archive_act_ended(db, ACTOR_SYSTEM, "export", ACT_REFUSED,
				   "{}", &e),
		 0);
	T_EQ_INT(archive_acts_store(a, db, &e), 0);
	check_info(a, before + 2, INFO_OUTCOME, "refused");
}

T(secrets_are_sealed_by_the_installations_key)
{
	AUTO(free) char *home = fresh_home();
	AUTO(free) char *other = fresh_home();
	AUTO(archive_close) struct archive *a = NULL;
	AUTO(archive_close) struct archive *b = NULL;
	AUTO(str_done) struct str sealed = STR_INIT;
	AUTO(str_done) struct str plain = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(archive_open(&a, home, ARCHIVE_READ, &e), 0);
	T_EQ_INT(archive_open(&b, other, ARCHIVE_READ, &e), 0);
	archive_seal(a, "p", "secret", 6, &sealed);
	T_EQ_INT(archive_unseal(a, "p", sealed.s, sealed.len, &plain, &e), 0);
	T_EQ_STR(plain.s, "secret");
	T_EQ_INT(archive_unseal(b, "p", sealed.s, sealed.len, &plain, &e), -1);
}

T_MAIN
