#include "vault/vault.h"

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "vault/intake.h"
#include "vault/shipper.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- opening ------------------------------------------------------------ */

/* One folder; a writer makes it where it is absent. */
static int open_folder(const struct vault *v, int at, const char *path,
		       struct err *e)
{
	return v->read_only ? file_open(at, path, O_RDONLY | O_DIRECTORY, 0, e)
			    : file_open_folder(at, path, e);
}

static int open_folders(struct vault *v, const char *dir, struct err *e)
{
	v->dir = open_folder(v, AT_FDCWD, dir, e);
	if (v->dir < 0)
		return -1;
	v->packs = open_folder(v, v->dir, "packs", e);
	if (v->packs < 0)
		return -1;
	v->objects = open_folder(v, v->dir, "objects", e);
	if (v->objects < 0)
		return -1;
	v->fresh = open_folder(v, v->objects, "new", e);
	if (v->fresh < 0)
		return -1;
	return v->read_only ? vault_lock_open_reading(v, e)
			    : vault_lock_take(v, e);
}

/* Is there anything in packs/? A month's folder counts. */
static bool holds_packs(const struct vault *v)
{
	int fd = openat(v->packs, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	bool any = false;

	/* a DIR of our own: no other thread uses it */
	while (dir != NULL &&
	       (entry = readdir(dir)) != NULL) // NOLINT(concurrency-mt-unsafe)
		any = any || entry->d_name[0] != '.';
	if (dir != NULL)
		(void)closedir(dir);
	return any;
}

static void derive_keys(struct vault *v, const uint8_t *key)
{
	AUTO(crypt_free) struct crypt *c = crypt_new();

	crypt_derive(c, key, "estreat vault: names in footers", v->name_key);
	crypt_derive(c, key, "estreat ledger: signing key", v->seed);
}

static int open_control(struct vault *v, const struct vault_config *cfg,
			struct err *e)
{
	/* never a new identity over packs that need the old one */
	enum control_mode mode = holds_packs(v) ? CONTROL_WRITE : CONTROL_MAKE;

	if (v->read_only)
		mode = CONTROL_READ;
	if (control_open(&v->control, cfg->control_uri, cfg->key, mode, e) < 0)
		return -1;
	if (cfg->control_turns != NULL)
		control_take_turns(v->control, cfg->control_turns);
	return 0;
}

static int open_ledger(struct vault *v, struct ledger **out, struct err *e)
{
	struct ledger_config cfg = { .dir = v->ledger_dir,
				     .origin = v->origin,
				     .sign_seed = v->seed };

	return ledger_open(out, &cfg, e);
}

static int catch_up(struct vault *v, uint64_t next_seq, struct err *e)
{
	const struct vault_follower *f = &v->follower;
	uint64_t have;

	if (f->follow == NULL)
		return 0;
	have = f->have(f->ctx);
	if (have >= next_seq)
		return err_set(e, ERR_STORE,
			       "the catalog has seq %llu, the vault only %llu: "
			       "records are missing",
			       (unsigned long long)have,
			       (unsigned long long)next_seq - 1);
	return have + 1 < next_seq ? vault_replay(v, have + 1, f, e) : 0;
}

static int begin_writing(struct vault *v, const struct vault_config *cfg,
			 struct err *e)
{
	AUTO(ledger_close) struct ledger *l = NULL;
	uint64_t next_seq = 0;

	if (vault_recover_packs(v, &next_seq, e) < 0 ||
	    open_ledger(v, &l, e) < 0 ||
	    vault_recover_ledger(v, l, next_seq, e) < 0 ||
	    vault_recover_objects(v, e) < 0 || catch_up(v, next_seq, e) < 0 ||
	    intake_open(&v->intake, v, l, next_seq, cfg->workers, e) < 0)
		return -1;
	l = NULL;
	v->shipper = shipper_start(v);
	return 0;
}

static int open_all(struct vault *v, const struct vault_config *cfg,
		    struct err *e)
{
	if (open_folders(v, cfg->dir, e) < 0 || open_control(v, cfg, e) < 0)
		return -1;
	derive_keys(v, cfg->key);
	v->stores = stores_new(&cfg->stores, v->control);
	v->places = places_new(v->dir, v->control, v->stores);
	v->shelf = shelf_new(v->places, v->control);
	return v->read_only ? 0 : begin_writing(v, cfg, e);
}

int vault_open(struct vault **out, const struct vault_config *cfg,
	       struct err *e)
{
	AUTO(vault_close) struct vault *v = NEW(struct vault);

	v->name = mem_strdup(cfg->dir);
	v->ledger_dir = mem_strdup(cfg->ledger_dir);
	v->origin = mem_strdup(cfg->origin);
	v->dir = v->packs = v->objects = v->fresh = v->lock = -1;
	v->read_only = cfg->read_only;
	v->follower = cfg->follower;
	if (open_all(v, cfg, e) < 0)
		return err_wrap(e, "vault %s", cfg->dir);
	*out = TAKE(v);
	return 0;
}

static void close_fd(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}

void vault_close(struct vault *v)
{
	if (v == NULL)
		return;
	shipper_stop(v->shipper);
	intake_close(v->intake);
	shelf_free(v->shelf);
	places_free(v->places);
	stores_free(v->stores);
	control_close(v->control);
	close_fd(v->fresh);
	close_fd(v->objects);
	close_fd(v->packs);
	close_fd(v->lock);
	close_fd(v->dir);
	free(v->name);
	free(v->ledger_dir);
	free(v->origin);
	mem_wipe(v, sizeof(*v));
	free(v);
}

/* --- putting ------------------------------------------------------------ */

int vault_check_record(const struct vault *v, const struct vault_record *rec,
		       struct err *e)
{
	if (v->intake == NULL)
		return err_set(e, ERR_USAGE, "vault %s: open for reading only",
			       v->name);
	if (rec->info_len > VAULT_INFO_MAX)
		return err_set(e, ERR_ITEM,
			       "info of %zu bytes, at most %zu can be kept",
			       rec->info_len, VAULT_INFO_MAX);
	if (rec->kind < VAULT_RAW || rec->kind >= VAULT_DICTIONARY)
		return err_set(e, ERR_ITEM,
			       "record of kind %d, which callers cannot put",
			       (int)rec->kind);
	return 0;
}

int vault_put(struct vault *v, const struct vault_record *rec, uint64_t *seq,
	      struct err *e)
{
	if (vault_check_record(v, rec, e) < 0)
		return -1;
	if (rec->content_len > VAULT_SMALL_MAX)
		return err_set(e, ERR_ITEM,
			       "content of %zu bytes: beyond %zu it must come "
			       "as a stream",
			       rec->content_len, VAULT_SMALL_MAX);
	return intake_add(v->intake,
			  queued_new(rec, rec->content, rec->content_len), seq,
			  e);
}

int vault_commit(struct vault *v, struct err *e)
{
	return v->intake == NULL ? 0 : intake_commit(v->intake, e);
}
