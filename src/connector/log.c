/*
 * log.c - what happened to each object, and which mailbox got which message.
 *
 * A run's log has the objects that were listed or settled in it. States are
 * those of today; an object that a later run settled shows as pending in an
 * earlier run's log, as it was then. A copy that came to its target later
 * is in the log of the run that it was due in.
 */
#include "connector/run.h"

#include "base/encode.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/control.h"
#include "connector/connector.h"
#include "db/db.h"
#include "delivery/delivery.h"
#include "directory/directory.h"
#include "stream/digest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct logging {
	struct archive *archive;
	struct db *db;
	int64_t connector;
	int64_t run;         /* id; 0: all */
	int64_t first, last; /* seqs */
	int (*each)(void *ctx, const struct connector_log_line *line,
		    struct err *e);
	void *ctx;
	struct copy *copies; /* taken out before other calls are made */
	size_t n_copies;
};

struct copy {
	uint64_t message, mailbox;
	int64_t run, time_us, stored_us;
	char *folder, *target, *place;
	uint64_t reduced; /* bytes, 0: it is whole */
	bool removed;
	/* not there (yet): why, NULL where it is */
	char *outcome, *reason;
	bool refused;
};

static int run_scope(struct logging *l, const char *name, int64_t n,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		l->db,
		"SELECT c.id, coalesce(r.id, 0), coalesce(r.first_seq, 0),"
		" coalesce(r.last_seq, 0) FROM connector c LEFT JOIN run r"
		" ON r.connector = c.id AND r.n = $2 WHERE c.name = $1"
		" ORDER BY c.state, c.id DESC LIMIT 1",
		e);
	int rc;

	db_text(st, 1, name);
	db_int(st, 2, n);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_USAGE, "there is no connector \"%.80s\"",
			       name);
	l->connector = db_col_int(st, 0);
	l->run = db_col_int(st, 1);
	l->first = db_col_int(st, 2);
	l->last = db_col_int(st, 3) > 0 ? db_col_int(st, 3) : INT64_MAX;
	if (n != 0 && l->run == 0)
		return err_set(e, ERR_USAGE,
			       "connector \"%.80s\" has no such run", name);
	return 0;
}

static const char *state_name(const struct logging *l, struct db_stmt *st)
{
	static const char *const names[] = { "?",        "pending", "captured",
					     "archived", "failed",  "expired",
					     "excluded" };
	int64_t state = db_col_int(st, 5), settled = db_col_int(st, 14);

	if (l->run > 0 && settled > l->run)
		return "pending";
	if (state == INVENTORY_ARCHIVED && l->run > 0 && settled < l->run)
		return "unchanged";
	return state >= 1 && state <= 6 ? names[state] : names[0];
}

static int object_line(struct logging *l, struct db_stmt *st, struct err *e)
{
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	struct connector_log_line line = { 0 };
	char sha[DIGEST_HEX + 1] = "";
	int64_t message = db_col_int(st, 13);
	size_t len;
	const void *bytes = db_col_bytes(st, 12, &len);
	int rc;

	if (len == DIGEST_BYTES)
		encode_hex(bytes, len, sha);
	if (message > 0 && catalog_message(archive_catalog(l->archive),
					   (uint64_t)message, &m, e) < 0)
		return -1;
	line.run = db_col_int(st, 15);
	line.kind = db_col_text(st, 0);
	line.object = db_col_text(st, 1);
	line.version = db_col_text(st, 2);
	line.label = db_col_text(st, 3);
	line.bundle = db_col_text(st, 4);
	line.state = state_name(l, st);
	line.reason = db_col_text(st, 6);
	line.evidence = db_col_text(st, 7);
	line.found_by = db_col_text(st, 8);
	line.time_us = db_col_int(st, 9);
	line.delete_at_us = db_col_int(st, 10);
	line.size = db_col_int(st, 11);
	line.sha256 = sha;
	line.message = message > 0 ? (uint64_t)message : 0;
	line.message_id = m.message_id.s;
	line.mailbox = line.folder = line.target = line.place = "";
	rc = l->each(l->ctx, &line, e);
	catalog_message_done(&m);
	return rc;
}

static int objects(struct logging *l, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		l->db,
		"SELECT i.kind, i.object, i.version, i.label, b.name, i.state,"
		" i.reason, i.evidence, i.found_by, i.time_us, i.delete_at_us,"
		" i.size, i.sha256, i.message, i.settled_run,"
		" (SELECT n FROM run r WHERE r.id = CASE WHEN i.settled_run > 0"
		" THEN i.settled_run ELSE i.last_run END)"
		" FROM inventory i, bundle b WHERE i.connector = $1"
		" AND b.id = i.bundle AND ($2 = 0 OR i.settled_run = $2"
		" OR (i.first_run <= $2 AND i.last_run >= $2))"
		" ORDER BY i.time_us, b.name, i.kind, i.object, i.version",
		e);
	int rc;

	db_int(st, 1, l->connector);
	db_int(st, 2, l->run);
	while ((rc = db_step(st, e)) > 0)
		if (object_line(l, st, e) < 0)
			return -1;
	return rc;
}

/* --- copies -------------------------------------------------------------- */

static void copy_room(struct logging *l)
{
	if ((l->n_copies & (l->n_copies - 1)) == 0)
		l->copies = mem_resize(
			l->copies, (l->n_copies < 16 ? 32 : 2 * l->n_copies) *
					   sizeof(*l->copies));
}

static void copy_add(struct logging *l, const struct catalog_copies_event *ev,
		     uint64_t mailbox, bool removed)
{
	copy_room(l);
	l->copies[l->n_copies++] = (struct copy){
		.message = ev->message,
		.mailbox = mailbox,
		.run = ev->run,
		.time_us = ev->time_us,
		.stored_us = ev->stored_us,
		.folder = mem_strdup(ev->folder),
		.target = mem_strdup(ev->target),
		.place = mem_strdup(ev->place),
		.reduced = ev->reduced,
		.removed = removed,
	};
}

static int on_copies(void *ctx, const struct catalog_copies_event *ev,
		     struct err *e)
{
	struct logging *l = ctx;

	(void)e;
	if (l->run > 0 && ev->run != l->run)
		return 0;
	for (size_t i = 0; i < ev->n_mailboxes; i++)
		copy_add(l, ev, ev->mailboxes[i], false);
	for (size_t i = 0; i < ev->n_removed; i++)
		copy_add(l, ev, ev->removed[i], true);
	return 0;
}

static int on_open(void *ctx, const struct delivery_open *o, struct err *e)
{
	struct logging *l = ctx;

	(void)e;
	copy_room(l);
	l->copies[l->n_copies++] = (struct copy){
		.message = o->message,
		.mailbox = o->mailbox,
		.run = o->run,
		.time_us = o->time_us,
		.folder = mem_strdup(o->folder),
		.target = mem_strdup(o->target),
		.place = mem_strdup(""),
		.outcome = mem_strdup(o->outcome),
		.reason = mem_strdup(o->reason),
		.refused = o->refused,
	};
	return 0;
}

/* Its number within the connector, and whether it is one of ours. */
static int run_number(struct logging *l, int64_t id, int64_t *n, bool *ours,
		      struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(l->db, "SELECT n, connector FROM run WHERE id = $1", e);
	int rc;

	db_int(st, 1, id);
	rc = db_step(st, e);
	*n = db_col_int(st, 0);
	*ours = rc > 0 && db_col_int(st, 1) == l->connector;
	return rc;
}

static const char *copy_state(const struct copy *c)
{
	if (c->reason != NULL)
		return c->refused ? "refused" : "waiting";
	if (c->removed)
		return "moved away";
	return c->mailbox == DIRECTORY_QUARANTINE ? "quarantined" : "copied";
}

static void copy_reason(const struct copy *c, struct str *out)
{
	if (c->reason != NULL)
		str_addf(out, "%s%s%s", c->outcome,
			 *c->outcome != '\0' && *c->reason != '\0' ? ": " : "",
			 c->reason);
	else if (c->reduced > 0)
		str_addf(out,
			 "reduced to %" PRIu64 " bytes: files over the limit "
			 "are in the archive only",
			 c->reduced);
	else if (c->mailbox == DIRECTORY_QUARANTINE && !c->removed)
		str_add(out, "no participant has a mailbox");
}

static int copy_tell(struct logging *l, const struct copy *c,
		     struct connector_log_line *line, struct err *e)
{
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	AUTO(str_done) struct str mailbox = STR_INIT;
	AUTO(str_done) struct str reason = STR_INIT;
	int rc =
		catalog_message(archive_catalog(l->archive), c->message, &m, e);

	if (rc >= 0)
		rc = directory_mailbox_name(l->db, c->mailbox, &mailbox, e);
	if (rc >= 0) {
		copy_reason(c, &reason);
		line->time_us = c->time_us;
		line->label = m.subject.s;
		line->state = copy_state(c);
		line->reason = reason.s;
		line->message = c->message;
		line->message_id = m.message_id.s;
		line->mailbox = mailbox.s;
		line->folder = c->folder;
		line->target = c->target;
		line->place = c->place;
		line->copied_us = c->reason == NULL ? c->stored_us : 0;
		rc = l->each(l->ctx, line, e);
	}
	catalog_message_done(&m);
	return rc < 0 ? -1 : 0;
}

static int copy_line(struct logging *l, const struct copy *c, struct err *e)
{
	struct connector_log_line line = { .kind = "copy",
					   .object = "",
					   .version = "",
					   .bundle = "",
					   .reason = "",
					   .evidence = "",
					   .found_by = "",
					   .sha256 = "",
					   .size = -1 };
	bool ours;
	int rc = run_number(l, c->run, &line.run, &ours, e);

	if (rc < 0 || !ours)
		return rc < 0 ? -1 : 0;
	return copy_tell(l, c, &line, e);
}

static int copies(struct logging *l, struct err *e)
{
	int rc = catalog_copies_between(archive_catalog(l->archive),
					(uint64_t)l->first, (uint64_t)l->last,
					on_copies, l, e);

	if (rc == 0)
		rc = delivery_each_open(l->db, l->connector, l->run, on_open, l,
					e);
	for (size_t i = 0; i < l->n_copies; i++) {
		struct copy *c = &l->copies[i];

		if (rc == 0)
			rc = copy_line(l, c, e);
		free(c->folder);
		free(c->target);
		free(c->place);
		free(c->outcome);
		free(c->reason);
	}
	free(l->copies);
	return rc;
}

int connector_log(struct archive *a, struct db *db, const char *name,
		  int64_t run,
		  int (*each)(void *ctx, const struct connector_log_line *line,
			      struct err *e),
		  void *ctx, struct err *e)
{
	struct logging l = { .archive = a, .db = db, .each = each, .ctx = ctx };

	if (run_scope(&l, name, run, e) < 0 || objects(&l, e) < 0)
		return -1;
	return copies(&l, e);
}
