/* rules.c - the table of rules, and what a person has changed of it. */
#include "watch/rules.h"

#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "watch/rules-private.h"

#include <string.h>

/* clang-format off */
static const struct rule table[] = {
	[RULE_RUN_FAILED] = { "run-failed", "A run failed", SEVERITY_HIGH,
		RULE_PLAIN, 0,
		"The last run of a connector ended without its work done. Its "
		"report has the reason" },
	[RULE_RUN_FAILING] = { "run-failing", "A source cannot be reached",
		SEVERITY_MEDIUM, RULE_MINUTES, 60,
		"No try of a connector has come to an end for so long; high "
		"after a day" },
	[RULE_RUN_LATE] = { "run-late", "A run is late", SEVERITY_MEDIUM,
		RULE_MINUTES, 60,
		"A time of its schedule has passed for so long and it has not "
		"run" },
	[RULE_RUN_OPEN] = { "run-open", "A run's sums do not close",
		SEVERITY_HIGH, RULE_PLAIN, 0,
		"What was listed and what became of it are not the same "
		"number: tell the makers, with the report" },
	[RULE_RUN_NOTICE] = { "run-notice", "A run left something out",
		SEVERITY_MEDIUM, RULE_PLAIN, 0,
		"The source refused a part: a scope, a user without a licence. "
		"The run's report names all" },
	[RULE_OBJECTS_FAILED] = { "objects-failed",
		"Objects could not be captured", SEVERITY_LOW, RULE_COUNT, 1,
		"The source refuses them, or deleted them first. The "
		"connector's log has each with its reason" },
	[RULE_LOSS] = { "loss", "A source will delete what is not captured",
		SEVERITY_MEDIUM, RULE_PLAIN, 0,
		"Half of the time that the source keeps them has gone by; high "
		"within the last day, and when it has passed" },
	[RULE_EXPIRY] = { "expiry", "A credential expires", SEVERITY_LOW,
		RULE_DAYS, 30,
		"Secrets, tokens, certificates: medium from 14 days on, high "
		"from 3. Make a new one and set it" },
	[RULE_UNMAPPED] = { "unmapped", "People without a mailbox",
		SEVERITY_MEDIUM, RULE_COUNT, 1,
		"Addresses of the organisation's own that nobody has: "
		"`estreat person gaps` lists them" },
	[RULE_QUARANTINE] = { "quarantine", "Copies in the quarantine",
		SEVERITY_LOW, RULE_COUNT, 1,
		"Messages of which no participant has a mailbox. They move on "
		"when a mapping appears" },
	[RULE_TARGET_WAITING] = { "target-waiting",
		"A target cannot be reached", SEVERITY_MEDIUM, RULE_MINUTES, 60,
		"Its server has been away for so long; copies wait" },
	[RULE_TARGET_PARKED] = { "target-parked", "A target is parked",
		SEVERITY_HIGH, RULE_PLAIN, 0,
		"Its server refuses us: nothing is delivered until a person "
		"has acted. Then `estreat target retry`" },
	[RULE_TARGET_REFUSED] = { "target-refused", "Copies were refused",
		SEVERITY_MEDIUM, RULE_COUNT, 1,
		"A target does not take them: `estreat target show` has the "
		"reasons" },
	[RULE_TARGET_STUCK] = { "target-stuck", "Mailboxes take no copies",
		SEVERITY_MEDIUM, RULE_COUNT, 1,
		"They are full, absent or closed to us, and wait for a person: "
		"`estreat target show`" },
	[RULE_CONSENT] = { "consent", "Consent is missing", SEVERITY_HIGH,
		RULE_PLAIN, 0,
		"A tenant has not consented, or has taken its consent back: "
		"nothing is imported there. `estreat target consent`" },
	[RULE_DIRECTORY] = { "directory", "A directory is out of date",
		SEVERITY_MEDIUM, RULE_MINUTES, 60,
		"It could not be asked for so long; mail goes by what was "
		"known" },
	[RULE_STORE] = { "store", "The store is out of reach",
		SEVERITY_HIGH, RULE_MINUTES, 10,
		"What is captured stays on the local disk until it is back" },
	[RULE_DISK] = { "disk", "A disk is nearly full", SEVERITY_LOW,
		RULE_PERCENT, 80,
		"Medium from 90, high from 95 percent on. Nothing can be "
		"stored on a full disk" },
	[RULE_LOCKOUT] = { "lockout", "Accounts are locked out",
		SEVERITY_MEDIUM, RULE_COUNT, 1,
		"Too many wrong passwords: a forgetful person, or somebody who "
		"guesses. The audit log has from where" },
	[RULE_CHANNEL] = { "channel", "Alerts cannot be told",
		SEVERITY_MEDIUM, RULE_MINUTES, 60,
		"A channel has taken none for so long; the others tell it" },
};
/* clang-format on */

#define RULES (sizeof(table) / sizeof(table[0]))

static const char *const severities[] = { "?", "low", "medium", "high" };

const char *severity_name(enum severity s)
{
	return severities[s >= SEVERITY_LOW && s <= SEVERITY_HIGH ? s : 0];
}

bool severity_find(const char *word, enum severity *out)
{
	for (int i = SEVERITY_LOW; i <= SEVERITY_HIGH; i++)
		if (strcmp(severities[i], word) == 0) {
			*out = (enum severity)i;
			return true;
		}
	return false;
}

const char *rule_unit_name(enum rule_unit u)
{
	static const char *const names[] = { "", "minutes", "objects",
					     "percent", "days" };

	return names[u];
}

const struct rule *rule_at(size_t n)
{
	return n < RULES ? &table[n] : NULL;
}

const struct rule *rule_find(const char *name, size_t *n)
{
	for (size_t i = 0; i < RULES; i++)
		if (strcmp(table[i].name, name) == 0) {
			if (n != NULL)
				*n = i;
			return &table[i];
		}
	return NULL;
}

int rules_load(struct db *db, struct rules *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT name, severity, silent, bound FROM alert_rule", e);
	size_t n = 0;
	int rc;

	*out = (struct rules){ 0 };
	for (size_t i = 0; i < RULES; i++) {
		out->of[i].severity = table[i].severity;
		out->of[i].bound = table[i].bound;
	}
	while ((rc = db_step(st, e)) > 0) {
		if (rule_find(db_col_text(st, 0), &n) == NULL)
			continue; /* of a newer program */
		if (db_col_int(st, 1) > 0)
			out->of[n].severity = (enum severity)db_col_int(st, 1);
		out->of[n].silent = db_col_int(st, 2) != 0;
		if (db_col_int(st, 3) >= 0)
			out->of[n].bound = db_col_int(st, 3);
		out->of[n].changed = true;
	}
	return rc;
}

int rules_change(struct db *db, const struct rule_change *c, struct err *e)
{
	const struct rule *r = rule_find(c->name, NULL);
	struct db_stmt *st;

	if (r == NULL)
		return err_set(e, ERR_USAGE,
			       "there is no rule \"%.60s\"; `estreat alert "
			       "rules` lists those there are",
			       c->name);
	if (c->bound >= 0 && r->unit == RULE_PLAIN)
		return err_set(e, ERR_USAGE, "the rule %s has no bound",
			       r->name);
	st = db_sql(db,
		    "INSERT INTO alert_rule(name, severity, silent, bound)"
		    " VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET"
		    " severity = $2, silent = $3, bound = $4",
		    e);
	db_text(st, 1, r->name);
	db_int(st, 2, (int64_t)c->severity);
	db_int(st, 3, c->silent);
	db_int(st, 4, c->bound);
	return db_exec(st, e);
}
