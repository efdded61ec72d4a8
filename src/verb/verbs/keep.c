/* keep.c - the vault and what is derived from it: checking, rebuilding. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "vault/shipping.h"
#include "vault/vault.h"
#include "verb/print.h"
#include "verb/progress.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* --- vault check
 * -------------------------------------------------------------- */

static const struct table finding_table = {
	.name = "findings",
	.n = 1,
	.columns = { { "finding", "FOUND", CELL_TEXT, true, true } },
};

struct checking {
	struct printer *out;
	struct progress *bar;
};

static void on_finding(void *ctx, const char *text)
{
	struct checking *c = ctx;
	struct err gone = ERR_INIT;

	cell_text(c->out, text);
	(void)print_row(c->out, &gone); /* kept, and told at the end */
}

static void on_progress(void *ctx, uint64_t done_bytes, uint64_t all_bytes)
{
	struct checking *c = ctx;

	progress_tell(c->bar, "checking, MB", done_bytes / 1000000,
		      all_bytes / 1000000, NULL);
}

static int check_run(struct verb_call *call, struct err *e)
{
	AUTO(progress_free) struct progress *bar = progress_new(call);
	struct checking c = { .out = call->out, .bar = bar };
	struct vault_check check = { .ctx = &c,
				     .finding = on_finding,
				     .progress = on_progress };
	struct printer *p = call->out;
	int n;

	if (call_open(call, false, e) < 0)
		return -1;
	print_table(p, &finding_table);
	n = vault_check(archive_vault(call->archive), &check, e);
	print_table_end(p);
	if (n < 0)
		return -1;
	print_int(p, "records", "Records", (int64_t)check.records);
	print_int(p, "objects", "Objects", (int64_t)check.objects);
	print_size(p, "bytes", "Read", check.bytes);
	print_size(p, "plain_bytes", "Content", check.plain_bytes);
	print_int(p, "shipped", "In the store", (int64_t)check.shipped);
	print_int(p, "unshipped", "Packs not shipped yet",
		  (int64_t)check.unshipped);
	print_int(p, "faults", "Faults", n);
	if (n == 0)
		print_say(p, "Every byte, digest and the ledger's root are as "
			     "they should be.");
	return n == 0 ? VERB_OK : VERB_NOT;
}

const struct verb verb_vault_check = {
	.name = "vault check",
	.http = "POST /vault/check",
	.right = RIGHT_OWNER,
	.help = "Read and verify everything that is stored",
	.about = "Decrypts every record and object, recomputes every digest, "
		 "and compares the\nledger's root. Files that do not belong "
		 "are told too. The exit code is 1 when\nanything is found.",
	.example = "  estreat vault check",
	.run = check_run,
};

/* --- vault stats
 * --------------------------------------------------------------- */

/* Where it lies, where there is a store. */
static int stats_stores(struct verb_call *call, struct err *e)
{
	struct vault_store_info list[VAULT_STORES_MAX];
	struct vault_shipping ship;
	struct printer *p = call->out;
	size_t n = 0;

	if (vault_stores_list(call->db, list, &n, e) < 0 ||
	    vault_shipping_state(call->db, &ship, e) < 0)
		return -1;
	print_text(p, "store", n > 0 ? "Store" : NULL,
		   n > 0 ? list[0].kind : NULL);
	print_size(p, "store_bytes", n > 0 ? "In it" : NULL,
		   n > 0 ? list[0].bytes : 0);
	print_size(p, "to_move_bytes", ship.leaving ? "To be moved" : NULL,
		   ship.to_move_bytes);
	print_size(p, "cached_bytes", n > 0 ? "In it and local" : NULL,
		   ship.cached_bytes);
	print_int(p, "waiting", n > 0 ? "Not shipped yet" : NULL,
		  (int64_t)(ship.unshipped_packs + ship.unshipped_objects));
	print_text(p, "store_error",
		   n > 0 && list[0].error[0] != '\0' ? "Hindered by" : NULL,
		   n > 0 && list[0].error[0] != '\0' ? list[0].error : NULL);
	return 0;
}

static int stats_run(struct verb_call *call, struct err *e)
{
	struct printer *p = call->out;
	struct catalog_totals totals;
	struct vault_stats s;

	if (call_open(call, false, e) < 0 ||
	    catalog_totals(archive_catalog(call->archive), &totals, e) < 0)
		return -1;
	vault_stats(archive_vault(call->archive), &s);
	print_text(p, "home", "Home", archive_home(call->archive));
	print_text(p, "domain", "Domain", archive_domain(call->archive));
	print_int(p, "messages", "Messages", (int64_t)totals.messages);
	print_int(p, "copies", "Copies in mailboxes", (int64_t)totals.copies);
	print_size(p, "message_bytes", "Messages as read", totals.bytes);
	print_int(p, "records", "Records", (int64_t)s.records);
	print_int(p, "objects", "Objects", (int64_t)s.objects);
	print_int(p, "packs", "Packs", (int64_t)s.packs);
	print_size(p, "plain_bytes", "Content", s.plain_bytes);
	print_size(p, "stored_bytes", "Stored", s.stored_bytes);
	return stats_stores(call, e) < 0 ? -1 : VERB_OK;
}

const struct verb verb_vault_stats = {
	.name = "vault stats",
	.http = "GET /vault",
	.right = RIGHT_OWNER_VIEW,
	.help = "Say how much there is, and how much room it takes",
	.example = "  estreat vault stats",
	.run = stats_run,
	.fields = VERB_FIELDS(
		{ "home", NULL, CELL_TEXT }, { "domain", NULL, CELL_TEXT },
		{ "messages", NULL, CELL_INT }, { "copies", NULL, CELL_INT },
		{ "message_bytes", NULL, CELL_SIZE },
		{ "records", NULL, CELL_INT }, { "objects", NULL, CELL_INT },
		{ "packs", NULL, CELL_INT }, { "plain_bytes", NULL, CELL_SIZE },
		{ "stored_bytes", NULL, CELL_SIZE },
		{ "store", NULL, CELL_TEXT },
		{ "store_bytes", NULL, CELL_SIZE },
		{ "to_move_bytes", NULL, CELL_SIZE },
		{ "cached_bytes", NULL, CELL_SIZE },
		{ "waiting", NULL, CELL_INT },
		{ "store_error", NULL, CELL_TEXT }),
};

/* --- catalog rebuild
 * ------------------------------------------------------------ */

/* Remove a folder of files; what is not a catalog's file is left, and fails. */
static int remove_folder(const char *path, struct err *e)
{
	AUTO(fd_close)
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : opendir(path);
	struct dirent *entry;

	if (d == NULL)
		return err_sys(e, ERR_STORE, "open folder %s", path);
	/* one thread has this DIR */
	while ((entry = readdir(d)) != NULL) // NOLINT(concurrency-mt-unsafe)
		if (strstr(entry->d_name, ".db") != NULL)
			(void)unlinkat(fd, entry->d_name, 0);
	(void)closedir(d);
	if (rmdir(path) < 0)
		return err_sys(e, ERR_STORE, "remove folder %s", path);
	return 0;
}

/*
 * The catalog follows the vault: opened without one, the archive makes it
 * again from the packs. The old one is kept aside until that has worked.
 */
static int rebuild(struct verb_call *call, struct err *e)
{
	AUTO(free) char *dir = str_printf("%s/catalog", call->home);
	AUTO(free) char *old = str_printf("%s/catalog.old", call->home);
	AUTO(free) char *key = str_printf("%s/key", call->home);
	struct stat st;

	if (stat(key, &st) < 0)
		return err_sys(e, ERR_USAGE, "there is no installation in %s",
			       call->home);
	if (archive_busy(call->home))
		return err_set(e, ERR_RETRY,
			       "another process has %s open for writing: end "
			       "`estreat serve` first",
			       call->home);
	if (stat(old, &st) == 0 && remove_folder(old, e) < 0)
		return -1;
	if (rename(dir, old) < 0 && errno != ENOENT)
		return err_sys(e, ERR_STORE, "rename %s", dir);
	if (call_open(call, true, e) < 0)
		return err_wrap(e, "the old catalog is in %s", old);
	if (stat(old, &st) == 0)
		return remove_folder(old, e);
	return 0;
}

static int rebuild_run(struct verb_call *call, struct err *e)
{
	struct catalog_totals totals;

	if (rebuild(call, e) < 0 || call_record(call, "{}", e) < 0 ||
	    catalog_flush(archive_catalog(call->archive), e) < 0 ||
	    catalog_totals(archive_catalog(call->archive), &totals, e) < 0)
		return -1;
	print_int(call->out, "records", "Records", (int64_t)totals.items);
	print_int(call->out, "messages", "Messages", (int64_t)totals.messages);
	print_int(call->out, "copies", "Copies in mailboxes",
		  (int64_t)totals.copies);
	print_say(call->out, "The catalog was made again from the packs.");
	return VERB_OK;
}

const struct verb verb_catalog_rebuild = {
	.name = "catalog rebuild",
	.right = RIGHT_OWNER,
	.help = "Make the catalog again from the packs",
	.about = "The catalog is derived: it says where everything is and what "
		 "each mailbox has,\nand holds nothing that the vault does "
		 "not. Use this when it is damaged or lost.\nNo other process "
		 "may have the installation open for writing.",
	.example = "  estreat catalog rebuild",
	.run = rebuild_run,
};
