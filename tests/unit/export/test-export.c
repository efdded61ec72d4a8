/* Exports of an archive of a few messages, in every format. */
#include "export/export.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/info.h"
#include "db/db.h"
#include "directory/directory.h"
#include "mime/skeleton.h"
#include "t.h"
#include "vault/vault.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TIME ((int64_t)1772355600 * CLOCK_SECOND) /* 2026-03-01 09:00 */

struct world {
	char *home, *out;
	struct archive *archive;
	struct db *db;
	uint64_t anna, bo;
	uint64_t first, second; /* messages */
};

static uint64_t put(struct world *w, enum vault_kind kind, const char *key,
		    const struct str *info, const struct str *content)
{
	struct vault_record rec = { .kind = kind,
				    .time_us = TIME,
				    .info = info->s,
				    .info_len = info->len,
				    .content = content->s,
				    .content_len = content->len };
	struct digest d = digest_of(key, strlen(key));
	struct err e = ERR_INIT;
	uint64_t seq = 0;

	memcpy(rec.key, d.bytes, sizeof(rec.key));
	T_EQ_INT(vault_put(archive_vault(w->archive), &rec, &seq, &e), 0);
	T_EQ_INT(vault_commit(archive_vault(w->archive), &e), 0);
	return seq;
}

/* wrong: another digest is recorded than the bytes have. */
static uint64_t put_message(struct world *w, const char *bytes,
			    const char *subject, bool wrong)
{
	AUTO(str_done) struct str info = STR_INIT;
	AUTO(str_done) struct str skel = STR_INIT;
	struct digest d =
		digest_of(wrong ? "" : bytes, wrong ? 0 : strlen(bytes));

	skeleton_begin(&skel);
	skeleton_literal(&skel, bytes, strlen(bytes));
	info_text(&info, INFO_SUBJECT, subject);
	info_text(&info, INFO_MESSAGE_ID, "<id@x>");
	info_number(&info, INFO_SIZE, strlen(bytes));
	info_bytes(&info, INFO_SHA256, d.bytes, DIGEST_BYTES);
	return put(w, VAULT_MESSAGE, subject, &info, &skel);
}

static void put_copies(struct world *w, uint64_t message, const char *folder,
		       const uint64_t *mailboxes, size_t n)
{
	AUTO(str_done) struct str info = STR_INIT;
	AUTO(str_done) struct str nothing = STR_INIT;
	AUTO(str_done) struct str key = STR_INIT;

	str_addf(&key, "copies %llu", (unsigned long long)message);
	info_number(&info, INFO_MESSAGE, message);
	info_text(&info, INFO_FOLDER, folder);
	info_ids(&info, INFO_MAILBOXES, mailboxes, n);
	(void)put(w, VAULT_COPIES, key.s, &info, &nothing);
}

#define FIRST  "Subject: one\r\n\r\nFrom here on\r\n"
#define SECOND "Subject: two\r\n\r\nhello\r\n"

static void people(struct world *w)
{
	struct directory_import im = { 0 };
	AUTO(free) char *csv = str_printf("%s.csv", w->home);
	int fd = open(csv, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	struct err e = ERR_INIT;

	T_OK(dprintf(fd, "mailbox,address\nAnna,a@x\nb/o,b@x\n") > 0);
	(void)close(fd);
	T_EQ_INT(directory_import_csv(w->db, csv, &im, &e), 0);
	T_EQ_INT(im.added, 2);
	T_EQ_INT(directory_mailbox_named(w->db, "anna", &w->anna, &e), 1);
	T_EQ_INT(directory_mailbox_named(w->db, "b/o", &w->bo, &e), 1);
}

static struct world world_make(void)
{
	char dir[] = "/tmp/estreat-export-XXXXXX";
	struct world w = { 0 };
	struct err e = ERR_INIT;
	uint64_t both[2];

	T_OK(mkdtemp(dir) != NULL);
	w.home = str_printf("%s/home", dir);
	w.out = str_printf("%s/out", dir);
	T_EQ_INT(archive_init(w.home, "archive.example", &e), 0);
	T_EQ_INT(archive_open(&w.archive, w.home, ARCHIVE_WRITE, &e), 0);
	T_EQ_INT(archive_db(w.archive, &w.db, &e), 0);
	people(&w);
	both[0] = w.anna;
	both[1] = w.bo;
	w.first = put_message(&w, FIRST, "one: a/b", false);
	put_copies(&w, w.first, "Zoom Meetings", both, 2);
	w.second = put_message(&w, SECOND, "two", false);
	put_copies(&w, w.second, "Zoom Meetings", &w.anna, 1);
	return w;
}

static void world_done(struct world *w)
{
	db_close(w->db);
	archive_close(w->archive);
	free(w->home);
	free(w->out);
}

static int run(struct world *w, enum export_format format,
	       struct export_result *r, struct err *e)
{
	uint64_t both[2] = { w->anna, w->bo };
	struct export_order order = { .dir = w->out,
				      .format = format,
				      .mailboxes = both,
				      .n_mailboxes = 2 };

	return export_run(w->archive, w->db, &order, r, e);
}

/* "%" in a name is the message's number of ten digits, "#" the bare one. */
static char *path_of(struct world *w, const char *name, uint64_t message)
{
	struct str path = STR_INIT;

	str_addf(&path, "%s/", w->out);
	for (; *name != '\0'; name++)
		if (*name == '%')
			str_addf(&path, "%010llu", (unsigned long long)message);
		else if (*name == '#')
			str_addf(&path, "%llu", (unsigned long long)message);
		else
			str_add_char(&path, *name);
	return str_detach(&path);
}

/* The file's bytes, "" where there is none. */
static char *content(struct world *w, const char *name, uint64_t message)
{
	AUTO(free) char *path = path_of(w, name, message);
	struct err e = ERR_INIT;
	char *text = NULL;
	size_t len;

	if (file_read_all(AT_FDCWD, path, 100000, &text, &len, &e) < 0)
		return mem_strdup("");
	return text;
}

static void expect(struct world *w, const char *name, uint64_t message,
		   const char *want)
{
	AUTO(free) char *got = content(w, name, message);

	T_EQ_STR(got, want);
}

#define EML_1    "Anna/Inbox/Zoom Meetings/%-one_ a_b.eml"
#define EML_1_BO "b_o~3/Inbox/Zoom Meetings/%-one_ a_b.eml"
#define EML_2    "Anna/Inbox/Zoom Meetings/%-two.eml"

T(exact_bytes_once_and_again)
{
	struct world w = world_make();
	AUTO(free) char *path = NULL;
	struct export_result r;
	struct err e = ERR_INIT;
	struct stat st;

	for (int round = 0; round < 2; round++) {
		T_EQ_INT(run(&w, EXPORT_EML, &r, &e), 0);
		T_EQ_INT(r.copies, 3);
		T_EQ_INT(r.exported, round == 0 ? 3 : 0);
		T_EQ_INT(r.failed, 0);
		/* what several mailboxes have is written once */
		T_EQ_INT(r.bytes, round == 0 ? strlen(FIRST SECOND) : 0);
		expect(&w, EML_1, w.first, FIRST);
		expect(&w, EML_1_BO, w.first, FIRST);
		expect(&w, EML_2, w.second, SECOND);
	}
	path = path_of(&w, EML_1, w.first);
	T_EQ_INT(stat(path, &st), 0);
	T_EQ_INT(st.st_nlink, 2);
	T_EQ_INT(st.st_mtime, TIME / CLOCK_SECOND);
	T_EQ_INT(st.st_mode & 0777, 0600);
	world_done(&w);
}

#define NEW_BO "b_o~3/Inbox/A/B/%-three.eml"

static void leave_file(struct world *w, const char *folder, const char *name,
		       uint64_t message)
{
	AUTO(free) char *above = path_of(w, folder, 0);
	AUTO(free) char *path = path_of(w, name, message);
	struct err e = ERR_INIT;
	AUTO(fd_close) int dir = file_open_folder(AT_FDCWD, above, &e);
	AUTO(fd_close)
	int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	T_OK(dir >= 0);
	T_EQ_INT(dprintf(fd, "half a me"), 9);
}

T(what_is_new_is_added)
{
	struct world w = world_make();
	struct export_result r;
	struct err e = ERR_INIT;
	uint64_t third;

	T_EQ_INT(run(&w, EXPORT_EML, &r, &e), 0);
	third = put_message(&w, SECOND, "three", false);
	put_copies(&w, third, "A/B", &w.bo, 1);
	/* a leftover of a run that was cut off before it was written down */
	leave_file(&w, "b_o~3/Inbox/A/B", NEW_BO, third);
	T_EQ_INT(run(&w, EXPORT_EML, &r, &e), 0);
	T_EQ_INT(r.exported, 1);
	T_EQ_INT(r.copies, 4);
	expect(&w, NEW_BO, third, SECOND);
	world_done(&w);
}

T(maildir)
{
	struct world w = world_make();
	struct export_result r;
	struct err e = ERR_INIT;
	static const char *const folders[] = {
		"Anna/cur",
		"Anna/new",
		"Anna/tmp",
		"Anna/.INBOX.Zoom Meetings/new",
		"Anna/.INBOX.Zoom Meetings/tmp",
		"b_o~3/.INBOX.Zoom Meetings/maildirfolder",
	};

	T_EQ_INT(run(&w, EXPORT_MAILDIR, &r, &e), 0);
	T_EQ_INT(r.exported, 3);
	expect(&w,
	       "Anna/.INBOX.Zoom Meetings/cur/1772355600.#.estreat,"
	       "S=30:2,S",
	       w.first, FIRST);
	expect(&w,
	       "b_o~3/.INBOX.Zoom Meetings/cur/1772355600.#.estreat,"
	       "S=30:2,S",
	       w.first, FIRST);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		AUTO(free) char *path = NULL;
		struct stat st;

		t_label = folders[i];
		path = path_of(&w, folders[i], 0);
		T_EQ_INT(stat(path, &st), 0);
	}
	t_label = "";
	world_done(&w);
}

#define MBOX   "Anna/Inbox/Zoom Meetings.mbox"
#define LINE   "From MAILER-DAEMON Sun Mar  1 09:00:00 2026\n"
#define MBOX_1 LINE "Subject: one\n\n>From here on\n\n"
#define MBOX_2 LINE "Subject: two\n\nhello\n\n"

T(mbox)
{
	struct world w = world_make();
	AUTO(free) char *path = NULL;
	struct export_result r;
	struct err e = ERR_INIT;
	int fd;

	T_EQ_INT(run(&w, EXPORT_MBOX, &r, &e), 0);
	expect(&w, MBOX, 0, MBOX_1 MBOX_2);
	/* half a message of a run that was cut off is taken back */
	path = path_of(&w, MBOX, 0);
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	T_EQ_INT(dprintf(fd, "From half a mess"), 16);
	(void)close(fd);
	put_copies(&w, put_message(&w, SECOND, "three", false), "Zoom Meetings",
		   &w.anna, 1);
	T_EQ_INT(run(&w, EXPORT_MBOX, &r, &e), 0);
	T_EQ_INT(r.exported, 1);
	expect(&w, MBOX, 0, MBOX_1 MBOX_2 MBOX_2);
	world_done(&w);
}

static void note_failed(void *ctx, uint64_t message, const char *why)
{
	str_addf(ctx, "%llu %.14s;", (unsigned long long)message, why);
}

T(one_bad_message_stops_nothing)
{
	static const enum export_format formats[] = { EXPORT_EML,
						      EXPORT_MAILDIR,
						      EXPORT_MBOX };

	for (size_t i = 0; i < 3; i++) {
		struct world w = world_make();
		AUTO(str_done) struct str got = STR_INIT;
		AUTO(str_done) struct str want = STR_INIT;
		struct export_order order = { .dir = w.out,
					      .format = formats[i],
					      .mailboxes = &w.anna,
					      .n_mailboxes = 1,
					      .ctx = &got,
					      .failed = note_failed };
		AUTO(free) char *manifest = NULL;
		uint64_t bad = put_message(&w, SECOND, "bad", true);
		struct export_result r;
		struct err e = ERR_INIT;

		put_copies(&w, bad, "Zoom Meetings", &w.anna, 1);
		put_copies(&w, put_message(&w, SECOND, "good", false),
			   "Zoom Meetings", &w.anna, 1);
		T_EQ_INT(export_run(w.archive, w.db, &order, &r, &e), 0);
		T_EQ_INT(r.failed, 1);
		T_EQ_INT(r.exported, 3);
		str_addf(&want, "%llu it has SHA-256;",
			 (unsigned long long)bad);
		T_EQ_STR(got.s, want.s);
		manifest = content(&w, "manifest.json", 0);
		T_OK(strstr(manifest, "\"reason\":\"it has SHA-256") != NULL);
		if (formats[i] == EXPORT_MBOX)
			expect(&w, MBOX, 0, MBOX_1 MBOX_2 MBOX_2);
		world_done(&w);
	}
}

T(stopped_and_continued)
{
	struct world w = world_make();
	atomic_bool stop = true;
	struct export_order order = { .dir = w.out,
				      .mailboxes = &w.anna,
				      .n_mailboxes = 1,
				      .stop = &stop };
	struct export_result r = { 0 };
	struct err e = ERR_INIT;

	T_EQ_INT(export_run(w.archive, w.db, &order, &r, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	err_clear(&e);
	expect(&w, "manifest.csv", 0, "");
	atomic_store(&stop, false);
	T_EQ_INT(export_run(w.archive, w.db, &order, &r, &e), 0);
	T_EQ_INT(r.exported, 2);
	world_done(&w);
}

T(folders_that_are_refused)
{
	struct world w = world_make();
	struct export_result r;
	struct err e = ERR_INIT;

	T_EQ_INT(run(&w, EXPORT_EML, &r, &e), 0);
	T_EQ_INT(run(&w, EXPORT_MBOX, &r, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	/* somebody else's folder */
	free(w.out);
	w.out = mem_strdup(w.home);
	T_EQ_INT(run(&w, EXPORT_EML, &r, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	/* no folder */
	free(w.out);
	w.out = str_printf("%s/key", w.home);
	T_EQ_INT(run(&w, EXPORT_EML, &r, &e), -1);
	world_done(&w);
}

T(manifests)
{
	struct world w = world_make();
	AUTO(free) char *csv = NULL;
	AUTO(free) char *sums = NULL;
	AUTO(str_done) struct str want = STR_INIT;
	struct digest d1 = digest_of(FIRST, strlen(FIRST));
	struct export_result r;
	struct err e = ERR_INIT;

	T_EQ_INT(run(&w, EXPORT_EML, &r, &e), 0);
	csv = content(&w, "manifest.csv", 0);
	str_addf(&want,
		 "file,mailbox,folder,message_id,from,subject,message,date,"
		 "size,sha256,offset,length\r\n"
		 "Anna/Inbox/Zoom Meetings/%010llu-one_ a_b.eml,Anna,"
		 "Zoom Meetings,<id@x>,,one: a/b,%llu,2026-03-01T09:00:00Z,30,"
		 "%s,0,30\r\n",
		 (unsigned long long)w.first, (unsigned long long)w.first,
		 d1.hex);
	T_OK(str_starts(csv, want.s));
	sums = content(&w, "SHA256SUMS", 0);
	str_cut(&want, 0);
	str_addf(&want, "%s  b_o~3/Inbox/Zoom Meetings/%010llu-one_ a_b.eml\n",
		 d1.hex, (unsigned long long)w.first);
	T_OK(str_ends(sums, want.s));
	T_OK(strstr(sums, "  manifest.csv\n") != NULL);
	T_OK(strstr(sums, "  manifest.json\n") != NULL);
	world_done(&w);
}

T_MAIN
