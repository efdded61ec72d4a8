/* parts.c - how each thing that was set up is: asked of its own room. */
#include "watch/health-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/stores.h"
#include "connector/connector.h"
#include "db/db.h"
#include "delivery/consent.h"
#include "delivery/delivery.h"
#include "roster/roster.h"
#include "vault/shipping.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

static const char *keep(struct taking *t, const char *text)
{
	return text == NULL ? "" : arena_strdup(t->arena, text);
}

static int64_t late(int64_t due_us, int64_t now_us)
{
	return due_us > 0 && due_us < now_us ? now_us - due_us : 0;
}

/* --- connectors ----------------------------------------------------------- */

static int on_connector(void *ctx, const struct connector_info *i,
			struct err *e)
{
	struct taking *t = ctx;
	struct health *h = &t->health;
	bool active = i->state == CONNECTOR_ACTIVE;
	bool running = strcmp(i->last_result, "running") == 0;
	struct health_connector *c;

	h->connectors = ARENA_GROW(t->arena, h->connectors, h->n_connectors);
	c = &h->connectors[h->n_connectors++];
	*c = (struct health_connector){
		.id = i->id,
		.name = keep(t, i->name),
		.source = keep(t, i->source),
		.state = active ? "active" : "paused",
		.result = keep(t, i->last_result),
		.error = keep(t, i->last_error),
		.last_run = i->last_run,
		.last_run_us = i->last_run_us,
		.next_run_us = i->next_run_us,
		.late_us = active && !running
				   ? late(i->next_run_us, h->taken_us)
				   : 0,
		.failing_since_us = i->failing_since_us,
		.failed_tries = i->failed_tries,
	};
	if (runs_of(t, c, e) < 0 || runs_reasons(t, c, e) < 0 ||
	    loss_of(t, c, e) < 0)
		return -1;
	expiry_given(t, "connector", c->name, i->settings, i->n_settings);
	return expiry_tokens(t, c, i->settings, i->n_settings, e);
}

int parts_connectors(struct taking *t, struct err *e)
{
	return connector_each(t->archive, t->db, NULL, on_connector, t, e);
}

/* --- targets -------------------------------------------------------------- */

static int on_target(void *ctx, const struct delivery_target *d, struct err *e)
{
	struct taking *t = ctx;
	struct health *h = &t->health;
	struct consent consent AUTO(consent_done);
	bool given;

	consent_init(&consent);
	if (consent_find(t->archive, t->db, d->name, &consent, e) < 0)
		return -1;
	given = consent.state == CONSENT_NOT_NEEDED ||
		consent.state == CONSENT_IN_FORCE;
	h->targets = ARENA_GROW(t->arena, h->targets, h->n_targets);
	h->targets[h->n_targets++] = (struct health_target){
		.name = keep(t, d->name),
		.kind = keep(t, d->kind),
		.state = d->state,
		.reason = keep(t, d->reason),
		.consent = consent_state_name(consent.state),
		.no_consent = !given,
		.waiting = (int64_t)d->waiting,
		.refused = (int64_t)d->refused,
		.stuck = (int64_t)d->stuck,
		.next_try_us = d->not_before_us,
	};
	expiry_given(t, "target", d->name, d->settings, d->n_settings);
	return 0;
}

int parts_targets(struct taking *t, struct err *e)
{
	return delivery_target_each(t->archive, t->db, NULL, on_target, t, e);
}

/* --- directories ---------------------------------------------------------- */

static int on_directory(void *ctx, const struct roster_info *i, struct err *e)
{
	struct taking *t = ctx;
	struct health *h = &t->health;

	(void)e;
	h->directories = ARENA_GROW(t->arena, h->directories, h->n_directories);
	h->directories[h->n_directories++] = (struct health_directory){
		.name = keep(t, i->name),
		.kind = keep(t, i->kind),
		.error = keep(t, i->error),
		.persons = i->persons,
		.conflicts = i->conflicts,
		.synced_us = i->synced_us,
		.late_us = i->running ? 0 : late(i->next_us, h->taken_us),
	};
	expiry_given(t, "directory", i->name, i->values, i->n_values);
	return 0;
}

int parts_directories(struct taking *t, struct err *e)
{
	return roster_each(t->archive, t->db, NULL, on_directory, t, e);
}

/* --- stores --------------------------------------------------------------- */

struct values_list {
	struct taking *taking;
	struct value *list;
	size_t n;
};

static void on_value(void *ctx, const char *name, const char *value)
{
	struct values_list *l = ctx;
	struct arena *a = l->taking->arena;

	if (value == NULL)
		return;
	l->list = ARENA_GROW(a, l->list, l->n);
	l->list[l->n++] =
		(struct value){ arena_strdup(a, name), arena_strdup(a, value) };
}

static int store_one(struct taking *t, const struct vault_store_info *s,
		     struct err *e)
{
	struct health *h = &t->health;
	struct values_list values = { .taking = t };

	h->stores = ARENA_GROW(t->arena, h->stores, h->n_stores);
	h->stores[h->n_stores++] = (struct health_store){
		.kind = keep(t, s->kind),
		.error = keep(t, s->error),
		.error_since_us = s->error[0] != '\0' ? s->error_us : 0,
		.files = (int64_t)s->files,
		.bytes = (int64_t)s->bytes,
	};
	if (stores_values(t->archive, t->db, s->id, on_value, &values, e) < 0)
		return -1;
	expiry_given(t, "store", s->kind, values.list, values.n);
	return 0;
}

int parts_stores(struct taking *t, struct err *e)
{
	struct vault_store_info list[VAULT_STORES_MAX];
	struct vault_shipping ship;
	size_t n = 0;

	if (vault_stores_list(t->db, list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (store_one(t, &list[i], e) < 0)
			return -1;
	if (n == 0)
		return 0;
	if (vault_shipping_state(t->db, &ship, e) < 0)
		return -1;
	t->health.unshipped =
		(int64_t)(ship.unshipped_packs + ship.unshipped_objects);
	return 0;
}

/* --- channels of alerts --------------------------------------------------- */

int parts_channels(struct taking *t, struct err *e)
{
	struct health *h = &t->health;
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(t->db,
		       "SELECT name, kind, error, failing_us, dropped,"
		       " (SELECT count(*) FROM telling WHERE channel = c.id)"
		       " FROM channel c WHERE removed = 0 ORDER BY name",
		       e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		h->channels = ARENA_GROW(t->arena, h->channels, h->n_channels);
		h->channels[h->n_channels++] = (struct health_channel){
			.name = keep(t, db_col_text(st, 0)),
			.kind = keep(t, db_col_text(st, 1)),
			.error = keep(t, db_col_text(st, 2)),
			.failing_since_us = db_col_int(st, 3),
			.dropped = db_col_int(st, 4),
			.waiting = db_col_int(st, 5),
		};
	}
	return rc;
}

/* --- disks ---------------------------------------------------------------- */

/* As df counts: what is kept for root is neither used nor free. */
static int disk_one(struct taking *t, const char *name, const char *path,
		    struct err *e)
{
	struct health *h = &t->health;
	struct statvfs fs;
	uint64_t used, all;

	if (statvfs(path, &fs) < 0)
		return err_sys(e, ERR_STORE, "look at the disk of %s", path);
	used = fs.f_blocks - fs.f_bfree;
	all = used + fs.f_bavail;
	h->disks = ARENA_GROW(t->arena, h->disks, h->n_disks);
	h->disks[h->n_disks++] = (struct health_disk){
		.name = name,
		.path = keep(t, path),
		.size = (int64_t)(fs.f_blocks * fs.f_frsize),
		.free = (int64_t)(fs.f_bavail * fs.f_frsize),
		.used = all > 0 ? (int)((used * 100 + all - 1) / all) : 0,
	};
	return 0;
}

int parts_disks(struct taking *t, struct err *e)
{
	const char *home = archive_home(t->archive);
	AUTO(free) char *vault = str_printf("%s/vault", home);
	struct stat of_home, of_vault;

	if (disk_one(t, "home", home, e) < 0)
		return -1;
	if (stat(home, &of_home) == 0 && stat(vault, &of_vault) == 0 &&
	    of_home.st_dev != of_vault.st_dev)
		return disk_one(t, "vault", vault, e);
	return 0;
}
