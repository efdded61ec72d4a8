#include "catalog/archive.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"
#include "catalog/acts.h"
#include "catalog/catalog.h"
#include "catalog/control.h"
#include "catalog/home.h"
#include "catalog/seal.h"
#include "catalog/stores.h"
#include "db/db.h"
#include "db/turns.h"
#include "directory/directory.h"
#include "vault/vault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct archive {
	char *home;
	char *control_uri;
	char *domain;
	uint8_t key[SEAL_KEY];
	struct turns turns; /* of who writes to control */
	struct catalog *catalog;
	struct vault *vault;
};

/* --- paths and key ----------------------------------------------------- */

static char *below(const char *home, const char *name)
{
	return str_printf("%s/%s", home, name);
}

static char *control_uri(const char *home)
{
	return str_printf("sqlite:%s/control.db?sync=full", home);
}

/* Names in it survive loss of power. */
static int home_sync(const char *home, struct err *e)
{
	AUTO(fd_close)
	int fd = file_open(AT_FDCWD, home, O_RDONLY | O_DIRECTORY, 0, e);

	return fd < 0 ? -1 : file_sync(fd, e);
}

static int key_make(const char *home, struct err *e)
{
	AUTO(free) char *path = below(home, "key");
	AUTO(fd_close) int fd = -1;
	uint8_t key[SEAL_KEY];
	char text[2 * SEAL_KEY + 2];

	random_bytes(key, sizeof(key));
	encode_hex(key, sizeof(key), text);
	text[2 * SEAL_KEY] = '\n';
	mem_wipe(key, sizeof(key));
	fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0 ||
	    write(fd, text, 2 * SEAL_KEY + 1) != (ssize_t)(2 * SEAL_KEY + 1) ||
	    fsync(fd) < 0)
		return err_sys(e, ERR_STORE, "write %s", path);
	mem_wipe(text, sizeof(text));
	return home_sync(home, e);
}

static int key_read(const char *home, uint8_t key[SEAL_KEY], struct err *e)
{
	AUTO(free) char *path = below(home, "key");
	AUTO(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[2 * SEAL_KEY + 2] = "";
	ssize_t n;

	if (fd < 0)
		return err_sys(e, ERR_STORE, "open %s", path);
	n = read(fd, text, sizeof(text) - 1);
	if (n < 0)
		return err_sys(e, ERR_STORE, "read %s", path);
	text[strcspn(text, "\r\n")] = '\0';
	if (!decode_hex(text, key, SEAL_KEY))
		return err_set(e, ERR_USAGE,
			       "%s does not hold a key of %d hex digits", path,
			       2 * SEAL_KEY);
	mem_wipe(text, sizeof(text));
	return 0;
}

/* --- init -------------------------------------------------------------- */

static int domain_check(const char *domain, struct err *e)
{
	size_t n = strlen(domain);
	bool ok = n > 0 && n <= 253;

	for (const char *c = domain; ok && *c != '\0'; c++)
		ok = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') ||
		     (strchr(".-", *c) != NULL && c != domain && c[1] != '\0');
	if (!ok)
		return err_set(e, ERR_USAGE,
			       "\"%s\" is not a host name in lower case, such "
			       "as archive.example.com",
			       domain);
	return 0;
}

static int home_make(const char *home, struct err *e)
{
	DIR *d;
	struct dirent *entry;
	int found = 0;

	if (mkdir(home, 0700) == 0)
		return 0;
	if (errno != EEXIST)
		return err_sys(e, ERR_USAGE, "make directory %s", home);
	d = opendir(home);
	if (d == NULL)
		return err_sys(e, ERR_USAGE, "open directory %s", home);
	/* each thread has its own DIR */
	while ((entry = readdir(d)) != NULL) // NOLINT(concurrency-mt-unsafe)
		found += entry->d_name[0] != '.';
	(void)closedir(d);
	if (found > 0)
		return err_set(e, ERR_USAGE,
			       "%s is not empty: a new installation needs an "
			       "absent or empty directory",
			       home);
	return 0;
}

static int setting_put(struct db *db, const char *name, const char *value,
		       struct err *e)
{
	struct db_stmt *st = db_sql(
		db, "INSERT INTO setting(name, value) VALUES ($1, $2)", e);

	db_text(st, 1, name);
	db_text(st, 2, value);
	return db_exec(st, e);
}

static int control_open(struct db **out, const char *uri, struct err *e)
{
	AUTO(db_close) struct db *db = NULL;

	if (db_open(&db, uri, e) < 0 || control_migrate(db, e) < 0 ||
	    directory_migrate(db, e) < 0)
		return -1;
	*out = TAKE(db);
	return 0;
}

int archive_control(const char *home, struct db **out, struct err *e)
{
	AUTO(free) char *uri = control_uri(home);

	return home_check(home, e) < 0 ? -1 : control_open(out, uri, e);
}

int archive_init(const char *home, const char *domain, struct err *e)
{
	AUTO(free) char *uri = control_uri(home);
	AUTO(db_close) struct db *db = NULL;
	AUTO(archive_close) struct archive *a = NULL;

	if (domain_check(domain, e) < 0 || home_make(home, e) < 0 ||
	    key_make(home, e) < 0 || control_open(&db, uri, e) < 0)
		return -1;
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (setting_put(db, "domain", domain, e) < 0 ||
	    archive_act(db, ACTOR_SYSTEM, "init", "{}", e) < 0) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, e) < 0 ||
	    archive_open(&a, home, ARCHIVE_WRITE, e) < 0)
		return -1;
	return archive_acts_store(a, db, e);
}

/* --- open -------------------------------------------------------------- */

static int domain_read(struct archive *a, struct err *e)
{
	AUTO(db_close) struct db *db = NULL;
	AUTO(db_done) struct db_stmt *st = NULL;

	if (control_open(&db, a->control_uri, e) < 0)
		return -1;
	st = db_sql(db, "SELECT value FROM setting WHERE name = $1", e);
	db_text(st, 1, "domain");
	if (db_step(st, e) < 0)
		return -1;
	a->domain = mem_strdup(db_col_text(st, 0));
	if (a->domain[0] == '\0')
		return err_set(e, ERR_USAGE,
			       "the control.db in %s is not that of an "
			       "installation: put the right one back from your "
			       "backup; where there was none yet, remove the "
			       "folder and run `estreat init` again",
			       a->home);
	db_done(TAKE(st)); /* before its database is closed */
	return 0;
}

/* Who writes makes a lost catalog again; who reads can only say so. */
static int catalog_start(struct archive *a, enum archive_mode mode,
			 struct err *e)
{
	AUTO(free) char *dir = below(a->home, "catalog");

	if (mode == ARCHIVE_READ && access(dir, F_OK) < 0)
		return err_set(e, ERR_USAGE,
			       "the catalog is missing: `estreat catalog "
			       "rebuild` makes it again from the packs");
	return catalog_open(&a->catalog, dir, mode == ARCHIVE_READ, e);
}

static int vault_start(struct archive *a, enum archive_mode mode, struct err *e)
{
	AUTO(free) char *vault_dir = below(a->home, "vault");
	AUTO(free) char *ledger_dir = below(a->home, "ledger");
	struct vault_config cfg = {
		.dir = vault_dir,
		.control_uri = a->control_uri,
		.control_turns = &a->turns,
		.key = a->key,
		.ledger_dir = ledger_dir,
		.origin = a->domain,
		.follower = catalog_follower(a->catalog),
		.stores = stores_means(a),
		.read_only = mode == ARCHIVE_READ,
		.workers = mode == ARCHIVE_READ ? 0 : 2,
	};

	return vault_open(&a->vault, &cfg, e);
}

int archive_open(struct archive **out, const char *home, enum archive_mode mode,
		 struct err *e)
{
	AUTO(archive_close) struct archive *a = NEW(struct archive);

	turns_init(&a->turns, TURNS_PATIENCE_MS);
	a->home = mem_strdup(home);
	a->control_uri = control_uri(home);
	if (home_check(home, e) < 0)
		return -1;
	if (key_read(home, a->key, e) < 0 || domain_read(a, e) < 0 ||
	    catalog_start(a, mode, e) < 0 || vault_start(a, mode, e) < 0)
		return err_wrap(e, "open archive %s", home);
	if (mode == ARCHIVE_WRITE)
		acts_complete(a);
	*out = TAKE(a);
	return 0;
}

void archive_close(struct archive *a)
{
	if (a == NULL)
		return;
	vault_close(a->vault);
	catalog_close(a->catalog);
	mem_wipe(a->key, sizeof(a->key));
	turns_destroy(&a->turns);
	free(a->domain);
	free(a->control_uri);
	free(a->home);
	free(a);
}

bool archive_busy(const char *home)
{
	AUTO(free) char *path = below(home, "vault/vault.lock");
	AUTO(fd_close) int fd = open(path, O_RDWR | O_CLOEXEC);

	return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0 &&
	       errno == EWOULDBLOCK;
}

const char *archive_home(const struct archive *a)
{
	return a->home;
}

const char *archive_domain(const struct archive *a)
{
	return a->domain;
}

struct vault *archive_vault(struct archive *a)
{
	return a->vault;
}

struct catalog *archive_catalog(struct archive *a)
{
	return a->catalog;
}

int archive_db(struct archive *a, struct db **out, struct err *e)
{
	if (control_open(out, a->control_uri, e) < 0)
		return -1;
	db_take_turns(*out, &a->turns);
	return 0;
}

int archive_db_work(struct archive *a, unsigned int cache_mib, struct db **out,
		    struct err *e)
{
	AUTO(free)
	char *uri = str_printf("sqlite:%s/control.db?sync=normal&cache=%u",
			       a->home, cache_mib);

	if (db_open(out, uri, e) < 0)
		return -1;
	db_take_turns(*out, &a->turns);
	return 0;
}

void archive_seal(const struct archive *a, const char *purpose,
		  const void *plain, size_t len, struct str *out)
{
	seal(a->key, purpose, plain, len, out);
}

int archive_unseal(const struct archive *a, const char *purpose,
		   const void *sealed, size_t len, struct str *out,
		   struct err *e)
{
	return unseal(a->key, purpose, sealed, len, out, e);
}
