/* healthz.c - is the process fit to serve? For whoever starts it again. */
#include "watch/watch.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "connector/connector.h"
#include "db/db.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* A tick is a second; what takes longer than this hangs. */
#define TICK_MAX_US (2 * CLOCK_MINUTE)
#define FREE_MIN    ((uint64_t)16 * 1024 * 1024)

static bool control_reads(struct archive *a, struct str *why)
{
	AUTO(db_close) struct db *db = NULL;
	AUTO(db_done) struct db_stmt *st = NULL;
	struct err e = ERR_INIT;
	int rc = archive_db(a, &db, &e);

	if (rc == 0) {
		st = db_sql(db, "SELECT count(*) FROM connector", &e);
		rc = db_step(st, &e);
		db_done(TAKE(st)); /* before its database is closed */
	}
	if (rc < 0)
		str_add(why, "control cannot be read\n");
	return rc >= 0;
}

static bool vault_takes(struct archive *a, struct str *why)
{
	AUTO(free) char *path = str_printf("%s/vault", archive_home(a));
	struct statvfs fs;

	if (access(path, R_OK | W_OK | X_OK) < 0 || statvfs(path, &fs) < 0) {
		str_add(why, "the vault cannot be written to\n");
		return false;
	}
	if ((uint64_t)fs.f_bavail * fs.f_frsize < FREE_MIN) {
		str_add(why, "the vault's disk is full\n");
		return false;
	}
	return true;
}

/* Those that began here once, and say nothing any more. */
static bool ticks(const char *what, int64_t at_us, struct str *why)
{
	if (at_us == 0 || clock_monotonic_us() - at_us < TICK_MAX_US)
		return true;
	str_addf(why, "%s has not moved for %" PRId64 " seconds\n", what,
		 (clock_monotonic_us() - at_us) / CLOCK_SECOND);
	return false;
}

bool watch_healthz(struct archive *a, struct str *why)
{
	bool ok = control_reads(a, why);

	ok = vault_takes(a, why) && ok;
	ok = ticks("the scheduler", connector_ticked_us(), why) && ok;
	return ticks("the watch", watch_looked_us(), why) && ok;
}
