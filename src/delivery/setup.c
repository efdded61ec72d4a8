/* setup.c - targets are added, changed, removed, checked and opened. */
#include "delivery/setup.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "delivery/consent.h"
#include "delivery/delivery.h"
#include "delivery/outbox.h"
#include "directory/directory.h"
#include "target/agent.h"
#include "target/copies.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct setting delivery_settings[] = {
	{ "limit", NULL, false, false,
	  "largest message to deliver, such as 35MB; larger ones are reduced "
	  "(default: as the server says)" },
	{ "ask", "doubt", false, false,
	  "when the server is asked for a copy before it is brought: doubt "
	  "(an earlier try may have), always (after a backup was restored)" },
	{ "consent", "link", false, false,
	  "how a tenant's administrator consents, where that is needed: link "
	  "(estreat target consent) or portal (in the tenant's own)" },
	{ "consent-issuer", NULL, false, false,
	  "OpenID provider to ask for consent, where it is not Entra ID" },
	{ "portal", NULL, false, false,
	  "address of the archive's portal, named where a file was left out" },
	VALUES_SECRET_EXPIRES,
	{ NULL, NULL, false, false, NULL },
};

/* --- rows ---------------------------------------------------------------- */

struct target_row {
	int64_t id, changed;
	char *name;
	const struct agent_ops *ops;
};

static int no_such(const char *name, struct err *e)
{
	return err_set(e, ERR_USAGE,
		       "there is no target \"%.80s\"; `estreat target list` "
		       "shows those there are",
		       name);
}

int delivery_target_find(struct db *db, const char *name, int64_t *id,
			 struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT id FROM target WHERE name = $1 AND state <> 2", e);
	int rc;

	db_text(st, 1, name);
	rc = db_step(st, e);
	if (rc == 0)
		return no_such(name, e);
	if (rc < 0)
		return -1;
	*id = db_col_int(st, 0);
	return 0;
}

static int row_read(struct db *db, int64_t id, struct target_row *row,
		    struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT name, kind, changed FROM target WHERE id = $1", e);
	int rc;

	db_int(st, 1, id);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_USAGE, "there is no target %" PRId64, id);
	row->ops = agent_find(db_col_text(st, 1));
	if (row->ops == NULL)
		return err_set(e, ERR_USAGE,
			       "target \"%s\": this program has no delivery "
			       "by \"%s\"",
			       db_col_text(st, 0), db_col_text(st, 1));
	row->id = id;
	row->changed = db_col_int(st, 2);
	row->name = mem_strdup(db_col_text(st, 0));
	return 0;
}

/* --- values -------------------------------------------------------------- */

struct values_of target_values_of(const struct agent_ops *ops, int64_t id)
{
	return (struct values_of){ .owner = OWNER_TARGET,
				   .id = id,
				   .title = ops->title,
				   .own = ops->settings,
				   .more = delivery_settings };
}

int target_values_find(struct db *db, int64_t id, struct values_of *out,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT kind FROM target WHERE id = $1", e);
	const struct agent_ops *ops;
	int rc;

	db_int(st, 1, id);
	rc = db_step(st, e);
	ops = rc > 0 ? agent_find(db_col_text(st, 0)) : NULL;
	if (ops == NULL)
		return rc < 0 ? -1 : 0;
	*out = target_values_of(ops, id);
	return 1;
}

uint64_t target_limit(const char *text)
{
	static const struct {
		const char *unit;
		uint64_t bytes;
	} units[] = {
		{ "", 1 },
		{ "B", 1 },
		{ "kB", 1000 },
		{ "MB", 1000000 },
		{ "GB", 1000000000 },
		{ "KiB", 1024 },
		{ "MiB", 1024 * 1024 },
		{ "GiB", 1024 * 1024 * 1024 },
	};
	uint64_t n = 0;
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 12)
		return 0;
	for (size_t i = 0; i < digits; i++)
		n = 10 * n + (uint64_t)(text[i] - '0');
	text += digits;
	text += *text == ' ';
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (str_casecmp(text, units[i].unit) == 0 &&
		    n <= UINT64_MAX / 2 / units[i].bytes)
			return n * units[i].bytes;
	return 0;
}

static int check_own(const struct values_of *of, const struct value *v,
		     struct err *e)
{
	(void)of;
	if (strcmp(v->name, "limit") == 0 && target_limit(v->value) < 65536)
		return err_set(e, ERR_USAGE,
			       "limit=%s is not a size from 64KiB on, such as "
			       "35MB",
			       v->value);
	if (strcmp(v->name, "ask") == 0 && strcmp(v->value, "doubt") != 0 &&
	    strcmp(v->value, "always") != 0)
		return err_set(e, ERR_USAGE,
			       "ask=%.60s is neither doubt nor always",
			       v->value);
	if (strcmp(v->name, "consent") == 0 && strcmp(v->value, "link") != 0 &&
	    strcmp(v->value, "portal") != 0)
		return err_set(e, ERR_USAGE,
			       "consent=%.60s is neither link nor portal",
			       v->value);
	if (strcmp(v->name, "consent-issuer") == 0 &&
	    !consent_issuer_ok(v->value))
		return err_set(e, ERR_USAGE,
			       "consent-issuer=%.200s is not the address of an "
			       "issuer, such as https://login.example.com",
			       v->value);
	if (strcmp(v->name, "portal") == 0 &&
	    !str_starts(v->value, "https://") &&
	    !str_starts(v->value, "http://"))
		return err_set(e, ERR_USAGE,
			       "portal=%s is not an address such as "
			       "https://archive.example.com",
			       v->value);
	return 0;
}

int target_open(struct target_opened *out, struct archive *a, struct db *db,
		int64_t id, bool (*stopping)(void *ctx), void *ctx,
		struct err *e)
{
	struct target_opened t = { 0 };
	struct target_row row = { 0 };
	struct values_of of;
	const char *limit;
	int rc;

	if (row_read(db, id, &row, e) < 0)
		return -1;
	t.name = row.name;
	t.changed = row.changed;
	of = target_values_of(row.ops, id);
	rc = values_load(&t.values, a, db, &of, e);
	if (rc == 0)
		rc = values_complete(t.values, e);
	if (rc == 0) {
		limit = values_get(t.values, "limit");
		t.limit = limit != NULL ? target_limit(limit) : 0;
		t.portal = values_get(t.values, "portal");
		t.ask = strcmp(values_get(t.values, "ask"), "always") == 0;
		t.host = values_host(t.values, stopping, ctx);
		*out = t; /* the host's final place: it outlives the agent */
		rc = row.ops->open(&out->agent, &out->host, e);
	}
	if (rc < 0) {
		(void)err_wrap(e, "target %s", t.name);
		values_free(t.values);
		free(t.name);
		*out = (struct target_opened){ 0 };
	}
	return rc;
}

void target_opened_done(struct target_opened *t)
{
	agent_close(t->agent);
	values_free(t->values);
	free(t->name);
	*t = (struct target_opened){ 0 };
}

/* --- add, change --------------------------------------------------------- */

static int name_check(const char *name, struct err *e)
{
	if (values_name_check("target", name, e) < 0)
		return -1;
	if (str_casecmp(name, COPIES_EMBEDDED) == 0)
		return err_set(e, ERR_USAGE,
			       "\"%s\" is the archive's own target and always "
			       "there: choose another name",
			       COPIES_EMBEDDED);
	return 0;
}

static int name_free(struct db *db, const char *name, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT name FROM target WHERE state <> 2", e);
	int rc;

	while ((rc = db_step(st, e)) > 0)
		if (strcasecmp(db_col_text(st, 0), name) == 0)
			return err_set(e, ERR_USAGE,
				       "there is a target \"%s\" already; a "
				       "name must differ in more than "
				       "capitals, choose another",
				       db_col_text(st, 0));
	return rc;
}

static int act(struct db *db, const struct delivery_new *n, const char *verb,
	       struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	struct value who[] = { { "target", n->name }, { "kind", n->kind } };

	values_detail(who, 2, &n->given, &detail);
	return archive_act(db, n->actor, verb, detail.s, e);
}

int target_unpark(struct db *db, int64_t id, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE target SET failures = 0, not_before_us = 0,"
		       " trouble = 0, reason = '', changed = changed + 1"
		       " WHERE id = $1",
		       e);

	db_int(st, 1, id);
	return db_exec(st, e);
}

static int take(struct archive *a, struct db *db, const struct target_row *row,
		const struct delivery_new *n, struct err *e)
{
	struct values_of of = target_values_of(row->ops, row->id);
	struct values_given given = n->given;
	struct target_opened t = { 0 };
	int rc = 0;

	given.check = check_own;
	if (values_take(a, db, &of, &given, e) < 0 ||
	    target_open(&t, a, db, row->id, NULL, NULL, e) < 0)
		return -1; /* all there, and of a shape the agent takes */
	if (t.ask && row->ops->blind)
		rc = err_set(e, ERR_USAGE,
			     "ask=always: an SMTP server cannot be asked for "
			     "what it has; what was delivered since the backup "
			     "comes there once more, with the same Message-ID");
	target_opened_done(&t);
	return rc;
}

static int insert(struct db *db, const struct delivery_new *n, int64_t *id,
		  struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO target(name, kind, state, created_us, changed,"
		" failures, not_before_us, trouble, reason)"
		" VALUES ($1, $2, 0, $3, 0, 0, 0, 0, '') RETURNING id",
		e);

	db_text(st, 1, n->name);
	db_text(st, 2, n->kind);
	db_int(st, 3, clock_now_us());
	if (db_step(st, e) < 0)
		return -1;
	*id = db_col_int(st, 0);
	return 0;
}

static int no_such_kind(const char *kind, struct err *e)
{
	AUTO(str_done) struct str names = STR_INIT;

	for (size_t i = 0; agent_all()[i] != NULL; i++)
		str_addf(&names, "%s%s", i > 0 ? ", " : "",
			 agent_all()[i]->name);
	return err_set(e, ERR_USAGE,
		       "there is no kind \"%.60s\" of target; there are: %s",
		       kind, names.len > 0 ? names.s : "none");
}

static int add(struct archive *a, struct db *db, struct target_row *row,
	       const struct delivery_new *n, struct err *e)
{
	if (name_free(db, n->name, e) < 0 || insert(db, n, &row->id, e) < 0 ||
	    take(a, db, row, n, e) < 0)
		return -1;
	return act(db, n, "target add", e);
}

int delivery_target_add(struct archive *a, struct db *db,
			const struct delivery_new *n, struct err *e)
{
	struct target_row row = { .ops = agent_find(n->kind) };

	if (row.ops == NULL)
		return no_such_kind(n->kind, e);
	if (name_check(n->name, e) < 0 || db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (add(a, db, &row, n, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

static int change(struct archive *a, struct db *db,
		  const struct delivery_new *n, struct err *e)
{
	struct target_row row = { 0 };
	int64_t id = 0;
	int rc;

	if (delivery_target_find(db, n->name, &id, e) < 0 ||
	    row_read(db, id, &row, e) < 0)
		return -1;
	rc = take(a, db, &row, n, e);
	free(row.name);
	if (rc < 0 || target_unpark(db, id, e) < 0)
		return -1;
	return act(db, n, "target set", e);
}

int delivery_target_change(struct archive *a, struct db *db,
			   const struct delivery_new *n, struct err *e)
{
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (change(a, db, n, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* --- remove --------------------------------------------------------------- */

static int not_in_use(struct db *db, int64_t id, const char *name,
		      struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT c.name FROM connector c, value v WHERE c.state <> 2"
		" AND v.owner = $1 AND v.id = c.id AND v.kind = $2"
		" AND v.name = 'target' AND v.value = $3 ORDER BY c.name",
		e);
	AUTO(db_done) struct db_stmt *rows = NULL;
	int rc;

	db_int(st, 1, OWNER_CONNECTOR);
	db_int(st, 2, VALUE_SETTING);
	db_bytes(st, 3, name, strlen(name));
	rc = db_step(st, e);
	if (rc > 0)
		return err_set(e, ERR_USAGE,
			       "connector \"%s\" delivers there: give it "
			       "another target first (`estreat connector set "
			       "%s --set target=...`)",
			       db_col_text(st, 0), db_col_text(st, 0));
	rows = db_sql(db, "SELECT count(*) FROM outbox WHERE target = $1", e);
	db_int(rows, 1, id);
	if (rc < 0 || db_step(rows, e) < 0)
		return -1;
	if (db_col_int(rows, 0) > 0)
		return err_set(e, ERR_USAGE,
			       "%" PRId64 " copies have not been delivered "
			       "there yet: `estreat target show %s` says why, "
			       "`estreat target move %s --to ...` sends them "
			       "elsewhere",
			       db_col_int(rows, 0), name, name);
	return 0;
}

static int remove_it(struct db *db, const char *name, struct actor actor,
		     struct err *e)
{
	const struct delivery_new n = { .name = name, .actor = actor };
	struct values_of of = { .owner = OWNER_TARGET };
	struct db_stmt *st;

	if (delivery_target_find(db, name, &of.id, e) < 0 ||
	    not_in_use(db, of.id, name, e) < 0)
		return -1;
	st = db_sql(db, "UPDATE target SET state = 2 WHERE id = $1", e);
	db_int(st, 1, of.id);
	if (db_exec(st, e) < 0 || values_forget(db, &of, false, e) < 0)
		return -1;
	return act(db, &n, "target remove", e);
}

int delivery_target_remove(struct archive *a, struct db *db, const char *name,
			   struct actor actor, struct err *e)
{
	(void)a;
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (remove_it(db, name, actor, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* --- check, retry --------------------------------------------------------- */

struct counting {
	const struct check *to;
	int failed;
};

static void count(void *ctx, const struct finding *f)
{
	struct counting *c = ctx;

	c->failed += f->level == CHECK_FAIL;
	c->to->finding(c->to->ctx, f);
}

static int check_consent(struct db *db, const struct target_opened *t,
			 int64_t id, const struct check *to, struct err *e)
{
	struct err why = ERR_INIT;
	char text[ERR_TEXT];
	struct finding f = { .level = CHECK_FAIL,
			     .topic = "Consent",
			     .remedy = "" };

	if (consent_required(db, t, id, &why) == 0)
		return 0;
	if (why.kind != ERR_SOURCE) {
		*e = why;
		return -1;
	}
	f.text = err_str(&why, text, sizeof(text));
	to->finding(to->ctx, &f);
	return 0;
}

int delivery_target_check(struct archive *a, struct db *db, const char *name,
			  uint64_t mailbox, const struct check *to,
			  struct err *e)
{
	AUTO(str_done) struct str address = STR_INIT;
	struct counting c = { .to = to };
	struct check counted = { .ctx = &c, .finding = count };
	struct target_opened t = { 0 };
	int64_t id = 0;
	int rc;

	if (delivery_target_find(db, name, &id, e) < 0 ||
	    (mailbox != 0 &&
	     directory_mailbox_name(db, mailbox, &address, e) < 0) ||
	    target_open(&t, a, db, id, NULL, NULL, e) < 0)
		return -1;
	rc = check_consent(db, &t, id, &counted, e);
	if (rc == 0)
		rc = t.agent->ops->check(
			t.agent, mailbox != 0 ? address.s : NULL, &counted, e);
	target_opened_done(&t);
	if (rc == 0 && c.failed == 0)
		return target_unpark(db, id, e);
	return rc;
}

static int rows_waiting(struct db *db, int64_t target, uint64_t mailbox,
			uint64_t *rows, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT count(*) FROM outbox WHERE"
				    " target = $1 AND (mailbox = $2 OR $2 = 0)",
				    e);

	db_int(st, 1, target);
	db_int(st, 2, (int64_t)mailbox);
	if (db_step(st, e) < 0)
		return -1;
	*rows = (uint64_t)db_col_int(st, 0);
	return 0;
}

static int retry(struct db *db, const char *name, uint64_t mailbox,
		 struct actor actor, struct err *e)
{
	const struct delivery_new n = { .name = name, .actor = actor };
	int64_t id = 0;

	if (delivery_target_find(db, name, &id, e) < 0 ||
	    outbox_retry(db, id, mailbox, clock_now_us(), e) < 0 ||
	    target_unpark(db, id, e) < 0)
		return -1;
	return act(db, &n, "target retry", e);
}

int delivery_retry(struct db *db, const char *name, uint64_t mailbox,
		   struct actor actor, uint64_t *rows, struct err *e)
{
	int64_t id = 0;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (retry(db, name, mailbox, actor, e) < 0 ||
	    delivery_target_find(db, name, &id, e) < 0 ||
	    rows_waiting(db, id, mailbox, rows, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}
