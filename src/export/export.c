#include "export/export-private.h"

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "directory/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Copies and bytes that one sync is for. */
#define BATCH_COPIES 256
#define BATCH_BYTES  ((uint64_t)64 * 1024 * 1024)

const char *export_format_name(enum export_format format)
{
	static const char *const names[] = { "eml", "maildir", "mbox" };

	return names[format];
}

/* --- the folder
 * ------------------------------------------------------------------- */

/* Other people's files are not mixed with an export. */
static int check_folder(int dir, const char *path, struct err *e)
{
	int fd = file_open(dir, ".", O_RDONLY | O_DIRECTORY, 0, e);
	bool ours = false, empty = true;
	struct dirent *entry;
	DIR *d;

	if (fd < 0)
		return -1;
	d = fdopendir(fd);
	if (d == NULL) {
		(void)close(fd);
		return err_sys(e, ERR_STORE, "read folder %s", path);
	}
	/* one thread has this DIR */
	while ((entry = readdir(d)) != NULL) { // NOLINT(concurrency-mt-unsafe)
		const char *name = entry->d_name;

		ours = ours || strcmp(name, ".estreat-export") == 0;
		empty = empty &&
			(strcmp(name, ".") == 0 || strcmp(name, "..") == 0);
	}
	(void)closedir(d);
	if (ours || empty)
		return 0;
	return err_set(e, ERR_USAGE,
		       "%s is not empty and holds no export: give an empty or "
		       "absent folder",
		       path);
}

static int open_folder(struct export *x, struct err *e)
{
	AUTO(str_done) struct str what = STR_INIT;

	x->dir = file_open_folder(AT_FDCWD, x->order->dir, e);
	if (x->dir < 0) {
		e->kind = ERR_USAGE; /* not our storage: another may do */
		return -1;
	}
	if (check_folder(x->dir, x->order->dir, e) < 0)
		return -1;
	str_addf(&what, "%s of %s", export_format_name(x->order->format),
		 archive_domain(x->archive));
	return journal_open(&x->journal, x->dir, x->order->dir, what.s, e);
}

/* --- one copy
 * ----------------------------------------------------------------------- */

static int fail_copy(struct export *x, uint64_t message, const char *why,
		     struct err *e)
{
	x->result.failed++;
	if (x->order->failed != NULL)
		x->order->failed(x->order->ctx, message, why);
	return journal_fail(x->journal, message, why, e);
}

static int commit(struct export *x, struct err *e)
{
	if (x->batch > 0 && form_sync(x, e) < 0)
		return -1;
	x->batch = 0;
	x->batch_bytes = 0;
	return journal_commit(x->journal, e);
}

static int write_copy(struct export *x, struct journal_copy *c, struct err *e)
{
	AUTO(str_done) struct str path = STR_INIT;
	AUTO(str_done) struct str why = STR_INIT;
	int rc;

	rc = form_put(x, c, &path, &why, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return fail_copy(x, c->message, why.s, e);
	if (journal_add(x->journal, c, e) < 0 ||
	    journal_fail(x->journal, c->message, NULL, e) < 0)
		return -1;
	x->result.exported++;
	x->result.copies++;
	x->batch++;
	if (x->batch >= BATCH_COPIES || x->batch_bytes >= BATCH_BYTES)
		return commit(x, e);
	return 0;
}

static int one_copy(struct export *x, uint64_t mailbox, const char *name,
		    uint64_t message, struct err *e)
{
	struct catalog *c = archive_catalog(x->archive);
	AUTO(catalog_message_done)
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	AUTO(str_done) struct str folder = STR_INIT;
	struct journal_copy copy = { .mailbox = mailbox,
				     .mailbox_name = name,
				     .message = message };
	int rc = journal_has(x->journal, mailbox, message, e);

	if (rc != 0) {
		x->result.copies += rc > 0;
		return rc < 0 ? -1 : 0;
	}
	rc = catalog_folder(c, message, mailbox, &folder, e);
	if (rc > 0)
		rc = catalog_message(c, message, &m, e);
	if (rc <= 0)
		return rc; /* moved to another mailbox meanwhile */
	copy.folder = folder.s;
	copy.size = (int64_t)m.size;
	copy.time_us = m.time_us;
	copy.message_id = m.message_id.s;
	copy.sender = m.sender.s;
	copy.subject = m.subject.s;
	return write_copy(x, &copy, e);
}

/* --- all of them
 * --------------------------------------------------------------------- */

static int count_all(struct export *x, struct err *e)
{
	for (size_t i = 0; i < x->order->n_mailboxes; i++) {
		AUTO(free) uint64_t *seqs = NULL;
		size_t n = 0;

		if (catalog_mailbox(archive_catalog(x->archive),
				    x->order->mailboxes[i], &seqs, &n, e) < 0)
			return -1;
		x->all += n;
	}
	return 0;
}

static bool is_stopped(const struct export *x)
{
	return x->order->stop != NULL && atomic_load(x->order->stop);
}

static int one_mailbox(struct export *x, uint64_t mailbox, struct err *e)
{
	AUTO(str_done) struct str name = STR_INIT;
	AUTO(free) uint64_t *seqs = NULL;
	size_t n = 0;

	if (directory_mailbox_name(x->control, mailbox, &name, e) < 0 ||
	    catalog_mailbox(archive_catalog(x->archive), mailbox, &seqs, &n,
			    e) < 0)
		return -1;
	for (size_t i = 0; i < n && !is_stopped(x); i++) {
		if (one_copy(x, mailbox, name.s, seqs[i], e) < 0)
			return err_wrap(e, "mailbox %s", name.s);
		if (x->order->tell != NULL)
			x->order->tell(x->order->ctx,
				       x->result.copies + x->result.failed,
				       x->all, name.s);
	}
	return 0;
}

static int work(struct export *x, struct err *e)
{
	if (open_folder(x, e) < 0 || count_all(x, e) < 0)
		return -1;
	for (size_t i = 0; i < x->order->n_mailboxes && !is_stopped(x); i++)
		if (one_mailbox(x, x->order->mailboxes[i], e) < 0)
			return -1;
	if (commit(x, e) < 0)
		return -1;
	if (is_stopped(x))
		return err_set(e, ERR_RETRY,
			       "stopped after %" PRIu64 " of %" PRIu64
			       " copies; the same command goes on",
			       x->result.copies, x->all);
	return manifest_write(x, e);
}

int export_run(struct archive *a, struct db *control,
	       const struct export_order *order, struct export_result *out,
	       struct err *e)
{
	struct export x = { .archive = a,
			    .control = control,
			    .order = order,
			    .dir = -1,
			    .folder = STR_INIT,
			    .mbox = STR_INIT,
			    .mbox_fd = -1 };
	int rc = work(&x, e);

	form_close(&x);
	journal_close(x.journal);
	str_done(&x.folder);
	str_done(&x.mbox);
	if (x.dir >= 0)
		(void)close(x.dir);
	if (rc < 0)
		return err_wrap(e, "export into %s", order->dir);
	*out = x.result;
	return 0;
}
