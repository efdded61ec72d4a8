/*
 * form.c - one copy as a file of its own, or behind the others in an mbox.
 *
 * A file is written under a temporary name and renamed; an mbox is cut back
 * to where the last copy ended. So what a crash leaves behind is either not
 * in the journal and written again, or whole.
 */
#include "export/export-private.h"

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/info.h"
#include "catalog/record.h"
#include "export/mboxrd.h"
#include "export/name.h"
#include "stream/digest.h"
#include "stream/reader.h"
#include "stream/writer.h"
#include "vault/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TMP         ".estreat-export/tmp"
#define SUBJECT_MAX ((size_t)80)

/* --- folders
 * -------------------------------------------------------------------- */

static int make_folder(struct export *x, const char *path, struct err *e)
{
	AUTO(fd_close) int fd = -1;

	fd = file_open_folder(x->dir, path, e);
	return fd < 0 ? -1 : 0;
}

/* Is it the one made last? Else it becomes that. */
static bool is_made(struct export *x, const char *path)
{
	if (strcmp(x->folder.s, path) == 0)
		return true;
	str_cut(&x->folder, 0);
	str_add(&x->folder, path);
	return false;
}

static int make_maildir(struct export *x, const char *path, bool sub,
			struct err *e)
{
	static const char *const inner[] = { "cur", "new", "tmp" };
	AUTO(str_done) struct str mark = STR_INIT;
	AUTO(fd_close) int fd = -1;

	for (size_t i = 0; i < 3; i++) {
		AUTO(str_done) struct str folder = STR_INIT;

		str_addf(&folder, "%s/%s", path, inner[i]);
		if (make_folder(x, folder.s, e) < 0)
			return -1;
	}
	if (!sub)
		return 0;
	str_addf(&mark, "%s/maildirfolder", path);
	fd = file_open(x->dir, mark.s, O_CREAT | O_WRONLY, 0600, e);
	return fd < 0 ? -1 : 0;
}

/* --- paths
 * ---------------------------------------------------------------------- */

static int eml_path(struct export *x, const struct journal_copy *c,
		    struct str *path, struct err *e)
{
	name_mailbox(path, c->mailbox_name, c->mailbox);
	str_add(path, "/Inbox/");
	name_folder(path, c->folder);
	if (!is_made(x, path->s) && make_folder(x, path->s, e) < 0)
		return -1;
	str_addf(path, "/%010" PRIu64 "-", c->message);
	name_safe(path, c->subject, SUBJECT_MAX);
	str_add(path, ".eml");
	return 0;
}

static int maildir_path(struct export *x, const struct journal_copy *c,
			struct str *path, struct err *e)
{
	AUTO(str_done) struct str root = STR_INIT;
	int64_t seconds = c->time_us > 0 ? c->time_us / 1000000 : 0;

	name_mailbox(&root, c->mailbox_name, c->mailbox);
	str_addf(path, "%s/", root.s);
	name_maildir(path, c->folder);
	if (!is_made(x, path->s) && (make_maildir(x, root.s, false, e) < 0 ||
				     make_maildir(x, path->s, true, e) < 0))
		return -1;
	str_addf(path, "/cur/%" PRId64 ".%" PRIu64 ".estreat,S=%" PRId64 ":2,S",
		 seconds, c->message, c->size);
	return 0;
}

static int mbox_path(struct export *x, const struct journal_copy *c,
		     struct str *path, struct err *e)
{
	AUTO(str_done) struct str parent = STR_INIT;

	name_mailbox(path, c->mailbox_name, c->mailbox);
	str_add(path, "/Inbox/");
	name_folder(path, c->folder);
	str_add_len(&parent, path->s,
		    (size_t)(strrchr(path->s, '/') - path->s));
	if (!is_made(x, parent.s) && make_folder(x, parent.s, e) < 0)
		return -1;
	str_add(path, ".mbox");
	return 0;
}

/* --- bytes
 * ---------------------------------------------------------------------- */

/* Why the message cannot be exported; the error is dealt with. */
static int unreadable(struct str *why, struct err *e)
{
	char text[ERR_TEXT];

	str_add(why, err_str(e, text, sizeof(text)));
	err_clear(e);
	return 0;
}

/* The digest recorded when the message was archived. */
static int recorded_digest(struct export *x, uint64_t message,
			   uint8_t out[DIGEST_BYTES], struct err *e)
{
	AUTO(vault_got_free) struct vault_got *got = NULL;
	const struct vault_stored *rec;
	struct info_reader info;

	if (record_open(x->archive, message, &got, e) < 0)
		return -1;
	rec = vault_got_stored(got);
	info_read(&info, rec->info, rec->info_len);
	while (info_next(&info))
		if (info.tag == INFO_SHA256 && info.len == DIGEST_BYTES) {
			memcpy(out, info.bytes, DIGEST_BYTES);
			return 0;
		}
	return err_set(e, ERR_STORE, "its record names no SHA-256");
}

/* All of the message to w, compared with what was recorded. As form_put(). */
static int copy_message(struct export *x, struct journal_copy *c,
			struct writer *w, struct str *why, struct err *e)
{
	AUTO(digest_free) struct digest_ctx *ctx = digest_begin();
	AUTO(reader_free) struct reader *r = NULL;
	unsigned char buf[READER_BLOCK];
	struct digest got;
	ssize_t n;

	if (recorded_digest(x, c->message, c->sha256, e) < 0 ||
	    archive_message(x->archive, c->message, &r, e) < 0)
		return unreadable(why, e);
	while ((n = reader_read(r, buf, sizeof(buf), e)) > 0) {
		digest_add(ctx, buf, (size_t)n);
		if (w->ops->write(w, buf, (size_t)n, e) < 0)
			return -1;
	}
	if (n < 0)
		return unreadable(why, e);
	digest_end(ctx, &got);
	if (memcmp(got.bytes, c->sha256, DIGEST_BYTES) == 0)
		return 1;
	str_addf(why,
		 "it has SHA-256 %s, which is not what was recorded when it "
		 "was archived",
		 got.hex);
	return 0;
}

/* A name for a file that is there already; false: it must be written. */
static bool link_known(struct export *x, struct journal_copy *c,
		       const char *path, struct err *e)
{
	AUTO(str_done) struct str known = STR_INIT;

	if (journal_find(x->journal, c->message, &known, c->sha256, e) <= 0)
		return false;
	/* left over from a run that was cut off: not in the journal */
	(void)unlinkat(x->dir, path, 0);
	return linkat(x->dir, known.s, x->dir, path, 0) == 0;
}

static int write_file(struct export *x, struct journal_copy *c,
		      const char *path, struct str *why, struct err *e)
{
	AUTO(fd_close)
	int fd = file_open(x->dir, TMP, O_CREAT | O_TRUNC | O_WRONLY, 0600, e);
	struct timespec at[2] = {
		{ .tv_nsec = UTIME_NOW },
		{ .tv_sec = c->time_us > 0 ? c->time_us / 1000000 : 0 },
	};
	struct writer_fd to;
	int rc;

	if (fd < 0)
		return -1;
	rc = copy_message(x, c, writer_fd_init(&to, fd), why, e);
	if (rc < 0)
		return err_wrap(e, "write %s", path);
	if (rc == 0)
		return 0;
	/* mail programs take a Maildir file's time for the date received */
	if (futimens(fd, at) < 0 || renameat(x->dir, TMP, x->dir, path) < 0)
		return err_sys(e, ERR_STORE, "put %s in place", path);
	x->result.bytes += (uint64_t)c->size;
	x->batch_bytes += (uint64_t)c->size;
	return 1;
}

static int put_file(struct export *x, struct journal_copy *c, const char *path,
		    struct str *why, struct err *e)
{
	c->length = c->size;
	if (link_known(x, c, path, e))
		return 1;
	if (e->kind != ERR_NONE)
		return -1;
	return write_file(x, c, path, why, e);
}

/* --- mbox
 * ----------------------------------------------------------------------- */

static int open_mbox(struct export *x, const char *path, struct err *e)
{
	if (strcmp(x->mbox.s, path) == 0)
		return 0;
	form_close(x);
	x->mbox_fd = file_open(x->dir, path, O_CREAT | O_WRONLY, 0600, e);
	if (x->mbox_fd < 0 ||
	    journal_end(x->journal, path, &x->mbox_end, e) < 0)
		return -1;
	str_add(&x->mbox, path);
	return 0;
}

/* Take back what lies behind the last whole copy. */
static int cut_mbox(struct export *x, struct err *e)
{
	if (ftruncate(x->mbox_fd, x->mbox_end) < 0 ||
	    lseek(x->mbox_fd, x->mbox_end, SEEK_SET) < 0)
		return err_sys(e, ERR_STORE, "cut %s", x->mbox.s);
	return 0;
}

static int put_mbox(struct export *x, struct journal_copy *c, const char *path,
		    struct str *why, struct err *e)
{
	struct writer_fd to;
	struct mboxrd m;
	int rc;

	if (open_mbox(x, path, e) < 0 || cut_mbox(x, e) < 0 ||
	    mboxrd_begin(&m, writer_fd_init(&to, x->mbox_fd), c->time_us, e) <
		    0)
		return -1;
	rc = copy_message(x, c, &m.base, why, e);
	if (rc == 0)
		return cut_mbox(x, e);
	if (rc < 0 || mboxrd_end(&m, e) < 0)
		return err_wrap(e, "write %s", path);
	c->offset = x->mbox_end;
	c->length = (int64_t)m.written;
	x->mbox_end += c->length;
	x->result.bytes += (uint64_t)c->size;
	x->batch_bytes += (uint64_t)c->size;
	return 1;
}

/* --- all
 * ------------------------------------------------------------------------ */

int form_put(struct export *x, struct journal_copy *copy, struct str *path,
	     struct str *why, struct err *e)
{
	static int (*const paths[])(struct export * x,
				    const struct journal_copy *c,
				    struct str *path, struct err *e) = {
		[EXPORT_EML] = eml_path,
		[EXPORT_MAILDIR] = maildir_path,
		[EXPORT_MBOX] = mbox_path,
	};
	int rc;

	if (paths[x->order->format](x, copy, path, e) < 0)
		return -1;
	if (x->order->format == EXPORT_MBOX)
		rc = put_mbox(x, copy, path->s, why, e);
	else
		rc = put_file(x, copy, path->s, why, e);
	copy->path = path->s;
	return rc;
}

int form_sync(struct export *x, struct err *e)
{
	/* one call for many files, their names and their folders */
	if (syncfs(x->dir) < 0)
		return err_sys(e, ERR_STORE, "sync %s", x->order->dir);
	return 0;
}

void form_close(struct export *x)
{
	if (x->mbox_fd >= 0)
		(void)close(x->mbox_fd);
	x->mbox_fd = -1;
	str_cut(&x->mbox, 0);
}
