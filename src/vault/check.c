/*
 * check.c - read everything, believe nothing.
 *
 * Works beside a living writer because of the order: names first, then the
 * ledger's checkpoint, then the rows, then the packs as far as they are
 * durable. Whatever an earlier step saw, the later ones must explain; what
 * is newer they may.
 */
#include "vault/check.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

#define PROGRESS_BYTES ((uint64_t)16 * 1024 * 1024)

void check_find(struct checking *c, const char *fmt, ...)
{
	struct str text AUTO(str_done) = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	c->findings++;
	if (c->out->finding != NULL)
		c->out->finding(c->out->ctx, text.s);
}

void check_find_err(struct checking *c, const char *where, struct err *e)
{
	char text[ERR_TEXT];

	check_find(c, "%s: %s", where, err_str(e, text, sizeof(text)));
	err_clear(e);
}

static void on_ledger(void *ctx, const char *text)
{
	check_find(ctx, "%s", text);
}

void check_progress(struct checking *c, uint64_t bytes)
{
	c->out->bytes += bytes;
	if (c->out->progress == NULL ||
	    c->out->bytes < c->said_bytes + PROGRESS_BYTES)
		return;
	c->said_bytes = c->out->bytes;
	c->out->progress(c->out->ctx, c->out->bytes, c->all_bytes);
}

static void begin_ledger(struct checking *c, bool expected)
{
	struct ledger_config cfg = { .dir = c->v->ledger_dir,
				     .origin = c->v->origin,
				     .sign_seed = c->v->seed };
	struct ledger_findings to = { .ctx = c, .finding = on_ledger };
	struct err e = ERR_INIT;

	if (ledger_check_begin(&c->ledger, &cfg, expected, &to, &e) < 0)
		check_find_err(c, "ledger", &e);
}

static void check_keys(struct checking *c)
{
	AUTO(free) uint64_t *ids = NULL;
	struct err e = ERR_INIT;
	size_t n = 0;

	if (control_orphans(c->v->control, &ids, &n, &e) < 0) {
		check_find_err(c, "control", &e);
		return;
	}
	for (size_t i = 0; i < n; i++)
		check_find(c,
			   "vault_key_node: keys of pack %" PRIu64
			   ", which is in no row of vault_pack",
			   ids[i]);
}

/* Packs are sealed in order. */
static void check_states(struct checking *c, const struct pack_row *rows,
			 size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (rows[i].state != PACK_SEALED &&
		    rows[i + 1].state == PACK_SEALED)
			check_find(c,
				   "vault_pack: pack %" PRIu64
				   " is said to be open, but a later one is "
				   "sealed",
				   rows[i].id);
}

static int check_packs(struct checking *c, struct err *e)
{
	AUTO(free) struct pack_row *rows = NULL;
	int published = control_published(c->v->control, e);
	size_t n = 0;

	if (published < 0)
		return -1;
	begin_ledger(c, published > 0);
	if (control_packs(c->v->control, 0, &rows, &n, e) < 0)
		return -1;
	c->extent = vault_extent(c->v);
	for (size_t i = 0; i < n; i++)
		c->all_bytes += rows[i].bytes + rows[i].object_bytes;
	check_states(c, rows, n);
	c->whole = c->ledger != NULL;
	c->next_seq = 1;
	for (size_t i = 0; i < n; i++)
		check_pack(c, &rows[i]);
	check_keys(c);
	ledger_check_end(c->ledger, c->whole);
	c->ledger = NULL;
	return 0;
}

int vault_check(struct vault *v, struct vault_check *check, struct err *e)
{
	struct checking c = { .v = v, .out = check };
	struct check_names *names = NULL;
	int rc;

	check->records = check->objects = 0;
	check->bytes = check->plain_bytes = 0;
	check->shipped = check->unshipped = 0;
	if (check_list(&c, &names, e) < 0)
		return err_wrap(e, "check vault %s", v->name);
	c.codec = shelf_take_codec(v->shelf);
	rc = check_stores(&c, e);
	if (rc == 0)
		rc = check_packs(&c, e);
	shelf_give_codec(v->shelf, c.codec);
	if (rc == 0)
		check_strangers(&c, names, c.whole);
	check_names_free(names);
	if (rc < 0)
		return err_wrap(e, "check vault %s", v->name);
	if (check->progress != NULL)
		check->progress(check->ctx, check->bytes, check->bytes);
	return c.findings;
}
