/* An alert's life: brewing, opened, told again, raised, seen, over. */
#include "watch/alerts.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "t.h"
#include "watch/channels.h"
#include "watch/health.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#define NOW ((int64_t)1772359200000000) /* 2026-03-01T10:00:00Z */

struct world {
	char *home;
	struct archive *archive;
	struct db *db;
	struct health health;
	struct health_disk disk;
	struct health_store store;
};

static void channel_make(struct world *w, const char *name,
			 const char *severity, const char *rules)
{
	struct value set[] = { { "to", "unix:/nowhere" },
			       { "severity", severity },
			       { "rules", rules } };
	struct channel_new n = { .name = name,
				 .kind = "syslog",
				 .given.settings = set,
				 .given.n_settings = rules != NULL ? 3 : 2,
				 .actor = { "test", "" } };
	struct err e = ERR_INIT;

	T_EQ_INT(channel_add(w->archive, w->db, &n, &e), 0);
}

static void world_make(struct world *w)
{
	char dir[] = "/tmp/estreat-alerts-XXXXXX";
	struct err e = ERR_INIT;

	*w = (struct world){ .disk = { .name = "home", .path = "/" } };
	T_OK(mkdtemp(dir) != NULL);
	w->home = str_printf("%s/home", dir);
	T_EQ_INT(archive_init(w->home, "archive.example", &e), 0);
	T_EQ_INT(archive_open(&w->archive, w->home, ARCHIVE_WRITE, &e), 0);
	T_EQ_INT(archive_db(w->archive, &w->db, &e), 0);
	w->health = (struct health){ .taken_us = NOW,
				     .disks = &w->disk,
				     .n_disks = 1 };
	channel_make(w, "all", "low", NULL);
}

static void world_done(struct world *w)
{
	db_close(TAKE(w->db));
	archive_close(TAKE(w->archive));
	free(w->home);
}

/* Look, and say what was queued for a channel: "event severity;...". */
static void look(struct world *w, const char *channel, const char *want)
{
	AUTO(str_done) struct str got = STR_INIT;
	struct err e = ERR_INIT;
	int64_t told = 0;
	struct db_stmt *st;

	T_EQ_INT(alerts_look(w->archive, w->db, &w->health, &told, &e), 0);
	st = db_sql(w->db,
		    "SELECT t.body FROM telling t, channel c WHERE c.name = $1"
		    " AND t.channel = c.id ORDER BY t.id",
		    &e);
	db_text(st, 1, channel);
	while (db_step(st, &e) > 0) {
		json_t *o = json_loads(db_col_text(st, 0), 0, NULL);

		T_OK(o != NULL);
		str_addf(&got, "%s %s;",
			 json_string_value(json_object_get(o, "event")),
			 json_string_value(json_object_get(o, "severity")));
		json_decref(o);
	}
	db_done(st);
	T_EQ_STR(got.s, want);
	T_EQ_INT(db_script(w->db, "DELETE FROM telling", &e), 0);
}

static int64_t number(struct world *w, const char *sql)
{
	struct err e = ERR_INIT;
	AUTO(db_done) struct db_stmt *st = db_sql(w->db, sql, &e);

	T_EQ_INT(db_step(st, &e), 1);
	return db_col_int(st, 0);
}

static void later(struct world *w, int64_t us)
{
	w->health.taken_us += us;
}

T(opened_once_and_over)
{
	struct world w;

	world_make(&w);
	look(&w, "all", "");
	w.disk.used = 85;
	look(&w, "all", "opened low;");
	later(&w, CLOCK_MINUTE);
	look(&w, "all", "");
	later(&w, CLOCK_MINUTE);
	w.disk.used = 10;
	look(&w, "all", "closed low;");
	look(&w, "all", "");
	T_EQ_INT(number(&w, "SELECT count(*) FROM alert"), 1);
	T_EQ_INT(number(&w, "SELECT state FROM alert"), ALERT_CLOSED);
	w.disk.used = 85; /* again: another one */
	look(&w, "all", "opened low;");
	T_EQ_INT(number(&w, "SELECT count(*) FROM alert"), 2);
	world_done(&w);
}

T(told_again_once_a_day)
{
	struct world w;

	world_make(&w);
	w.disk.used = 85;
	look(&w, "all", "opened low;");
	later(&w, CLOCK_DAY - CLOCK_MINUTE);
	look(&w, "all", "");
	later(&w, CLOCK_MINUTE);
	look(&w, "all", "still low;");
	look(&w, "all", "");
	later(&w, CLOCK_DAY);
	look(&w, "all", "still low;");
	world_done(&w);
}

static int64_t seen(struct world *w, int64_t id, const char *note)
{
	struct alert_seen s = { .id = id,
				.note = note,
				.actor = { "anna", "" } };
	struct err e = ERR_INIT;

	return alerts_acknowledge(w->db, &s, &e) < 0 ? e.kind : 0;
}

T(seen_is_not_told_until_it_is_worse)
{
	struct world w;
	int64_t id;

	world_make(&w);
	w.disk.used = 85;
	look(&w, "all", "opened low;");
	id = number(&w, "SELECT id FROM alert");
	T_EQ_INT(seen(&w, id, "a \"new\" disk"), 0);
	T_EQ_INT(number(&w, "SELECT count(*) FROM act WHERE verb ="
			    " 'alert acknowledge'"),
		 1);
	later(&w, 3 * CLOCK_DAY);
	look(&w, "all", "");
	w.disk.used = 92;
	look(&w, "all", "raised medium;");
	T_EQ_INT(number(&w, "SELECT seen_us FROM alert"), 0);
	w.disk.used = 85; /* better, but not over */
	look(&w, "all", "");
	w.disk.used = 10;
	look(&w, "all", "closed low;");
	T_EQ_INT(seen(&w, id, ""), ERR_USAGE);
	T_EQ_INT(seen(&w, 999, ""), ERR_USAGE);
	world_done(&w);
}

T(what_does_not_last_is_not_told)
{
	struct world w;

	world_make(&w);
	w.health.stores = &w.store;
	w.health.n_stores = 1;
	w.store = (struct health_store){ .kind = "s3", .error = "away" };
	look(&w, "all", "");
	T_EQ_INT(number(&w, "SELECT state FROM alert"), ALERT_BREWING);
	later(&w, 5 * CLOCK_MINUTE);
	w.store.error = "";
	look(&w, "all", "");
	T_EQ_INT(number(&w, "SELECT count(*) FROM alert"), 0);
	w.store.error = "away";
	look(&w, "all", "");
	later(&w, 10 * CLOCK_MINUTE);
	look(&w, "all", "opened high;");
	/* where it is known since when, nobody waits anew */
	w.health.n_stores = 0;
	look(&w, "all", "closed high;");
	w.health.n_stores = 1;
	w.store.error_since_us = w.health.taken_us - CLOCK_HOUR;
	look(&w, "all", "opened high;");
	world_done(&w);
}

T(channels_hear_what_they_want)
{
	struct world w;

	world_make(&w);
	channel_make(&w, "high", "high", NULL);
	channel_make(&w, "store", "low", "store expiry");
	w.disk.used = 85;
	look(&w, "high", "");
	w.disk.used = 96;
	look(&w, "high", "raised high;");
	w.disk.used = 85;
	look(&w, "high", "");
	w.disk.used = 10;
	/* who was told of the beginning is told of the end */
	look(&w, "high", "closed low;");
	w.disk.used = 96;
	look(&w, "store", "");
	world_done(&w);
}

T(rules_are_changed)
{
	static const struct {
		const char *label;
		struct rule_change change;
		int kind;
		const char *queued;
	} changes[] = {
		{ "a higher bound",
		  { "disk", 0, 90, false },
		  0,
		  "closed low;" },
		{ "its own again", { "disk", 0, -1, false }, 0, "opened low;" },
		{ "more severe",
		  { "disk", SEVERITY_HIGH, -1, false },
		  0,
		  "raised high;" },
		{ "silent", { "disk", 0, -1, true }, 0, "closed high;" },
		{ "no such rule", { "dusk", 0, -1, false }, ERR_USAGE, "" },
		{ "no bound", { "run-failed", 0, 3, false }, ERR_USAGE, "" },
	};
	struct world w;

	world_make(&w);
	w.disk.used = 85;
	look(&w, "all", "opened low;");
	T_EACH(row, changes) {
		struct actor actor = { "anna", "" };
		struct err e = ERR_INIT;
		int rc = alerts_rule(w.db, &row->change, actor, &e);

		T_EQ_INT(rc < 0 ? (int)e.kind : 0, row->kind);
		look(&w, "all", row->queued);
	}
	t_label = "";
	T_EQ_INT(number(&w, "SELECT count(*) FROM act WHERE verb ="
			    " 'alert set'"),
		 4);
	world_done(&w);
}

T(old_ones_are_forgotten)
{
	struct world w;

	world_make(&w);
	w.disk.used = 85;
	look(&w, "all", "opened low;");
	w.disk.used = 10;
	look(&w, "all", "closed low;");
	later(&w, ALERT_KEEP_US);
	look(&w, "all", "");
	T_EQ_INT(number(&w, "SELECT count(*) FROM alert"), 1);
	later(&w, 1);
	look(&w, "all", "");
	T_EQ_INT(number(&w, "SELECT count(*) FROM alert"), 0);
	world_done(&w);
}

T_MAIN
