#include "catalog/control.h"

#include "db/db.h"

static const char *const steps[] = {
	"CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);"

	"CREATE TABLE connector (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
	" source TEXT NOT NULL, tenant TEXT NOT NULL, state BIGINT NOT NULL,"
	" created_us BIGINT NOT NULL, next_run_us BIGINT NOT NULL,"
	" wanted_run BIGINT NOT NULL, listed_us BIGINT NOT NULL);"
	/* a removed connector's name is free again */
	"CREATE UNIQUE INDEX connector_name ON connector(name)"
	" WHERE state <> 2;"

	"CREATE TABLE connector_value (connector BIGINT NOT NULL,"
	" kind BIGINT NOT NULL, name TEXT NOT NULL, value BYTEA NOT NULL,"
	" PRIMARY KEY (connector, kind, name));"

	"CREATE TABLE run (id INTEGER PRIMARY KEY, connector BIGINT NOT NULL,"
	" n BIGINT NOT NULL, state BIGINT NOT NULL,"
	" as_of_us BIGINT NOT NULL, started_us BIGINT NOT NULL,"
	" ended_us BIGINT NOT NULL, first_seq BIGINT NOT NULL,"
	" last_seq BIGINT NOT NULL, error TEXT NOT NULL,"
	" report TEXT NOT NULL);"
	"CREATE UNIQUE INDEX run_n ON run(connector, n);"

	"CREATE TABLE notice (run BIGINT NOT NULL, level BIGINT NOT NULL,"
	" subject TEXT NOT NULL, text TEXT NOT NULL,"
	" PRIMARY KEY (run, subject, text));"

	"CREATE TABLE bundle (id INTEGER PRIMARY KEY,"
	" connector BIGINT NOT NULL, name TEXT NOT NULL,"
	" time_us BIGINT NOT NULL, ordinal BIGINT NOT NULL,"
	" settle_us BIGINT NOT NULL);"
	"CREATE UNIQUE INDEX bundle_name ON bundle(connector, name);"

	"CREATE TABLE inventory (id INTEGER PRIMARY KEY,"
	" connector BIGINT NOT NULL, bundle BIGINT NOT NULL,"
	" kind TEXT NOT NULL, object TEXT NOT NULL, version TEXT NOT NULL,"
	" label TEXT NOT NULL, state BIGINT NOT NULL, ready BIGINT NOT NULL,"
	" reason TEXT NOT NULL, evidence TEXT NOT NULL,"
	" found_by TEXT NOT NULL, time_us BIGINT NOT NULL,"
	" delete_at_us BIGINT NOT NULL, size BIGINT NOT NULL,"
	" first_run BIGINT NOT NULL, last_run BIGINT NOT NULL,"
	" settled_run BIGINT NOT NULL, seq BIGINT NOT NULL, sha256 BYTEA,"
	" name TEXT NOT NULL, media_type TEXT NOT NULL,"
	" message BIGINT NOT NULL);"
	"CREATE INDEX inventory_message ON inventory(message)"
	" WHERE message > 0;"
	"CREATE UNIQUE INDEX inventory_object"
	" ON inventory(bundle, kind, object, version);"
	"CREATE INDEX inventory_run ON inventory(connector, last_run);"
	"CREATE INDEX inventory_open ON inventory(connector, bundle)"
	" WHERE state <= 2;"

	"CREATE TABLE raw (bundle BIGINT NOT NULL, name TEXT NOT NULL,"
	" media_type TEXT NOT NULL, seq BIGINT NOT NULL,"
	" sha256 BYTEA NOT NULL, message BIGINT NOT NULL,"
	" PRIMARY KEY (bundle, name));"

	"CREATE TABLE job (id INTEGER PRIMARY KEY, connector BIGINT NOT NULL,"
	" kind BIGINT NOT NULL, subject BIGINT NOT NULL,"
	" attempts BIGINT NOT NULL, not_before_us BIGINT NOT NULL,"
	" leased_us BIGINT NOT NULL, reason TEXT NOT NULL);"
	"CREATE UNIQUE INDEX job_subject ON job(connector, kind, subject);"
	/* in the order in which they are taken */
	"CREATE INDEX job_next ON job(connector, leased_us, kind DESC, id);"

	"CREATE TABLE delivery (message BIGINT NOT NULL, run BIGINT NOT NULL,"
	" connector BIGINT NOT NULL, time_us BIGINT NOT NULL,"
	" due BIGINT NOT NULL, ids BYTEA NOT NULL,"
	" PRIMARY KEY (message, run));"
	"CREATE INDEX delivery_run ON delivery(run);"

	"CREATE TABLE gap (address TEXT NOT NULL, message BIGINT NOT NULL,"
	" run BIGINT NOT NULL, connector BIGINT NOT NULL, name TEXT NOT NULL,"
	" time_us BIGINT NOT NULL, PRIMARY KEY (address, message));"

	/* of runs asked for that did not come to an end */
	"CREATE TABLE attempt (connector BIGINT PRIMARY KEY,"
	" run BIGINT NOT NULL, ended_us BIGINT NOT NULL, error TEXT NOT NULL);"

	"CREATE TABLE act (id INTEGER PRIMARY KEY, at_us BIGINT NOT NULL,"
	" actor TEXT NOT NULL, verb TEXT NOT NULL, detail TEXT NOT NULL);",

	/* of connectors whose runs do not come to an end */
	"CREATE TABLE failure (connector BIGINT PRIMARY KEY,"
	" since_us BIGINT NOT NULL, tries BIGINT NOT NULL,"
	" error TEXT NOT NULL);",

	/* not only connectors have values (catalog/values.h) */
	"CREATE TABLE value (owner BIGINT NOT NULL, id BIGINT NOT NULL,"
	" kind BIGINT NOT NULL, name TEXT NOT NULL, value BYTEA NOT NULL,"
	" PRIMARY KEY (owner, id, kind, name));"
	"INSERT INTO value(owner, id, kind, name, value)"
	" SELECT 1, connector, kind, name, value FROM connector_value;"
	"DROP TABLE connector_value;",

	/* a bundle's answers lie side by side: they are always read together,
	   and in a feed they come far apart */
	("ALTER TABLE raw RENAME TO raw_apart;"
	 "CREATE TABLE raw (bundle BIGINT NOT NULL, name TEXT NOT NULL,"
	 " media_type TEXT NOT NULL, seq BIGINT NOT NULL,"
	 " sha256 BYTEA NOT NULL, message BIGINT NOT NULL,"
	 " PRIMARY KEY (bundle, name)) WITHOUT ROWID;"
	 "INSERT INTO raw SELECT bundle, name, media_type, seq, sha256, message"
	 " FROM raw_apart ORDER BY bundle, name;"
	 "DROP TABLE raw_apart;"),

	"ALTER TABLE act ADD COLUMN origin TEXT NOT NULL DEFAULT '';",

	"ALTER TABLE act ADD COLUMN outcome TEXT NOT NULL DEFAULT 'done';",
};

/* What delivery/ keeps. */
static const char *const delivery_steps[] = {
	"CREATE TABLE target (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
	" kind TEXT NOT NULL, state BIGINT NOT NULL,"
	" created_us BIGINT NOT NULL, changed BIGINT NOT NULL,"
	" failures BIGINT NOT NULL, not_before_us BIGINT NOT NULL,"
	" trouble BIGINT NOT NULL, reason TEXT NOT NULL);"
	/* a removed target's name is free again */
	"CREATE UNIQUE INDEX target_name ON target(name) WHERE state <> 2;"

	"CREATE TABLE outbox (target BIGINT NOT NULL, mailbox BIGINT NOT NULL,"
	" message BIGINT NOT NULL, run BIGINT NOT NULL,"
	" connector BIGINT NOT NULL, folder TEXT NOT NULL,"
	" time_us BIGINT NOT NULL, state BIGINT NOT NULL,"
	" attempts BIGINT NOT NULL, not_before_us BIGINT NOT NULL,"
	" outcome BIGINT NOT NULL, reason TEXT NOT NULL,"
	" PRIMARY KEY (target, mailbox, message));"
	"CREATE INDEX outbox_run ON outbox(run);"

	"CREATE TABLE outbox_mailbox (target BIGINT NOT NULL,"
	" mailbox BIGINT NOT NULL, held BIGINT NOT NULL,"
	" not_before_us BIGINT NOT NULL, attempts BIGINT NOT NULL,"
	" outcome BIGINT NOT NULL, reason TEXT NOT NULL,"
	" PRIMARY KEY (target, mailbox));"
	/* in the order in which they are taken */
	"CREATE INDEX outbox_mailbox_next ON"
	" outbox_mailbox(target, held, not_before_us, mailbox);",

	/* delivery/consent.h; withdrawn_us 0: it was not */
	"CREATE TABLE consent (target BIGINT PRIMARY KEY, bound TEXT NOT NULL,"
	" issuer TEXT NOT NULL, tenant TEXT NOT NULL, client TEXT NOT NULL,"
	" scopes TEXT NOT NULL, person TEXT NOT NULL, subject TEXT NOT NULL,"
	" given_us BIGINT NOT NULL, given_by TEXT NOT NULL,"
	" withdrawn_us BIGINT NOT NULL, withdrawn_by TEXT NOT NULL);",
};

static const char *const reading_steps[] = {
	/* what: the first 16 bytes of the SHA-256 of who read what, how */
	"CREATE TABLE reading (what BYTEA PRIMARY KEY, at_us BIGINT NOT NULL);"
	"CREATE INDEX reading_at ON reading(at_us);",
};

/* What watch/ keeps. The indices are over what it looks at every minute. */
static const char *const watch_steps[] = {
	"CREATE INDEX run_ended ON run(ended_us);"
	/* 1 is INVENTORY_PENDING: a partial index wants a constant */
	"CREATE INDEX inventory_loss ON inventory(connector, delete_at_us)"
	" WHERE state = 1 AND delete_at_us > 0;"
	"CREATE INDEX inventory_half ON"
	" inventory(connector, (time_us + delete_at_us))"
	" WHERE state = 1 AND delete_at_us > 0 AND time_us > 0;"

	"CREATE TABLE run_sum (run BIGINT PRIMARY KEY,"
	" connector BIGINT NOT NULL, ended_us BIGINT NOT NULL,"
	" state BIGINT NOT NULL, closed BIGINT NOT NULL,"
	" listed BIGINT NOT NULL, archived BIGINT NOT NULL,"
	" unchanged BIGINT NOT NULL, excluded BIGINT NOT NULL,"
	" pending BIGINT NOT NULL, failed BIGINT NOT NULL,"
	" expired BIGINT NOT NULL, messages BIGINT NOT NULL,"
	" copies BIGINT NOT NULL, quarantined BIGINT NOT NULL,"
	" waiting BIGINT NOT NULL, refused BIGINT NOT NULL,"
	" reduced BIGINT NOT NULL, notices BIGINT NOT NULL,"
	" notice TEXT NOT NULL, error TEXT NOT NULL);"
	"CREATE INDEX run_sum_ended ON run_sum(ended_us);"
	"CREATE INDEX run_sum_connector ON run_sum(connector, run);"

	/* why things of the last run are not archived */
	"CREATE TABLE run_reason (connector BIGINT NOT NULL,"
	" n BIGINT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,"
	" objects BIGINT NOT NULL, PRIMARY KEY (connector, n));"

	"CREATE TABLE run_total (connector BIGINT PRIMARY KEY,"
	" runs BIGINT NOT NULL, failed_runs BIGINT NOT NULL,"
	" archived BIGINT NOT NULL, failed BIGINT NOT NULL,"
	" expired BIGINT NOT NULL, messages BIGINT NOT NULL,"
	" copies BIGINT NOT NULL);"

	/* what is too dear to be counted at each look */
	"CREATE TABLE figure (name TEXT PRIMARY KEY, value BIGINT NOT NULL,"
	" at_us BIGINT NOT NULL);"

	/* severity 0, bound -1: the rule's own */
	"CREATE TABLE alert_rule (name TEXT PRIMARY KEY,"
	" severity BIGINT NOT NULL, silent BIGINT NOT NULL,"
	" bound BIGINT NOT NULL);"

	"CREATE TABLE alert (id INTEGER PRIMARY KEY, rule TEXT NOT NULL,"
	" subject TEXT NOT NULL, severity BIGINT NOT NULL,"
	" peak BIGINT NOT NULL, state BIGINT NOT NULL, text TEXT NOT NULL,"
	" opened_us BIGINT NOT NULL, changed_us BIGINT NOT NULL,"
	" told_us BIGINT NOT NULL, closed_us BIGINT NOT NULL,"
	" seen_us BIGINT NOT NULL, seen_by TEXT NOT NULL,"
	" note TEXT NOT NULL);"
	"CREATE UNIQUE INDEX alert_open ON alert(rule, subject)"
	" WHERE state <= 1;"
	"CREATE INDEX alert_closed ON alert(closed_us) WHERE state = 2;"

	"CREATE TABLE channel (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
	" kind TEXT NOT NULL, removed BIGINT NOT NULL,"
	" created_us BIGINT NOT NULL, changed BIGINT NOT NULL,"
	" failures BIGINT NOT NULL,"
	" not_before_us BIGINT NOT NULL, failing_us BIGINT NOT NULL,"
	" error TEXT NOT NULL, told_us BIGINT NOT NULL,"
	" dropped BIGINT NOT NULL, digest_us BIGINT NOT NULL);"
	"CREATE UNIQUE INDEX channel_name ON channel(name)"
	" WHERE removed = 0;"

	/* what is on its way to a channel: gone when it has taken it */
	"CREATE TABLE telling (id INTEGER PRIMARY KEY,"
	" channel BIGINT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,"
	" created_us BIGINT NOT NULL, attempts BIGINT NOT NULL);"
	"CREATE INDEX telling_next ON telling(channel, id);",
};

/*
 * What access/ keeps. The built-in groups are made here (role_group.builtin
 * 1: only its members change), and local:owner, whoever the folder belongs to.
 */
static const char *const access_steps[] = {
	"CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
	" folded TEXT NOT NULL, title TEXT NOT NULL, language TEXT NOT NULL,"
	" state BIGINT NOT NULL, password TEXT NOT NULL,"
	" must_change BIGINT NOT NULL, totp BYTEA, totp_next BYTEA,"
	" totp_step BIGINT NOT NULL, failed BIGINT NOT NULL,"
	" locked_us BIGINT NOT NULL, provider BIGINT NOT NULL,"
	" subject TEXT NOT NULL, created_us BIGINT NOT NULL,"
	" signed_in_us BIGINT NOT NULL);"
	/* a removed account's name is free again */
	"CREATE UNIQUE INDEX account_name ON account(folded) WHERE state <> 3;"
	"CREATE UNIQUE INDEX account_subject ON account(provider, subject)"
	" WHERE state <> 3 AND subject <> '';"

	"CREATE TABLE recovery_code (account BIGINT NOT NULL,"
	" digest BYTEA NOT NULL, PRIMARY KEY (account, digest));"

	"CREATE TABLE role_group (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
	" folded TEXT NOT NULL, description TEXT NOT NULL,"
	" builtin BIGINT NOT NULL, created_us BIGINT NOT NULL);"
	"CREATE UNIQUE INDEX role_group_name ON role_group(folded);"
	"CREATE TABLE role_group_role (role_group BIGINT NOT NULL,"
	" role TEXT NOT NULL, PRIMARY KEY (role_group, role));"
	/* provider 0: a person put it in; else that provider's word */
	"CREATE TABLE role_group_member (role_group BIGINT NOT NULL,"
	" account BIGINT NOT NULL, provider BIGINT NOT NULL,"
	" PRIMARY KEY (role_group, account, provider));"
	"CREATE INDEX role_group_of ON role_group_member(account);"

	"CREATE TABLE session (digest BYTEA PRIMARY KEY,"
	" account BIGINT NOT NULL, created_us BIGINT NOT NULL,"
	" used_us BIGINT NOT NULL, idle_us BIGINT NOT NULL,"
	" end_us BIGINT NOT NULL, origin TEXT NOT NULL, agent TEXT NOT NULL);"
	"CREATE INDEX session_of ON session(account);"

	"CREATE TABLE api_token (id INTEGER PRIMARY KEY,"
	" account BIGINT NOT NULL, name TEXT NOT NULL, digest BYTEA NOT NULL,"
	" roles TEXT NOT NULL, created_us BIGINT NOT NULL,"
	" end_us BIGINT NOT NULL, used_us BIGINT NOT NULL);"
	"CREATE UNIQUE INDEX api_token_digest ON api_token(digest);"
	"CREATE UNIQUE INDEX api_token_name ON api_token(account, name);"

	"CREATE TABLE identity_provider (id INTEGER PRIMARY KEY,"
	" name TEXT NOT NULL, created_us BIGINT NOT NULL,"
	" removed BIGINT NOT NULL);"

	"INSERT INTO role_group VALUES"
	" (1, 'Organization Management', 'organization management',"
	" 'Sets up the installation and says who may what', 1, 0),"
	" (2, 'Compliance Administrator', 'compliance administrator',"
	" 'Sets up the installation, sees who did what', 1, 0),"
	" (3, 'eDiscovery Manager', 'ediscovery manager',"
	" 'Finds, reads and takes out messages', 1, 0),"
	" (4, 'Global Reader', 'global reader',"
	" 'Sees how all is set up and who did what', 1, 0),"
	" (5, 'Local Operators', 'local operators',"
	" 'The command line', 0, 0);"
	"INSERT INTO role_group_role VALUES"
	" (1, 'Organization Configuration'), (1, 'View-Only Configuration'),"
	" (1, 'Role Management'), (1, 'Audit Logs'),"
	" (2, 'Organization Configuration'), (2, 'View-Only Configuration'),"
	" (2, 'Audit Logs'),"
	" (3, 'Mailbox Search'), (3, 'Preview'), (3, 'Export'),"
	" (4, 'View-Only Configuration'), (4, 'Audit Logs'),"
	" (5, 'Organization Configuration'), (5, 'View-Only Configuration'),"
	" (5, 'Role Management'), (5, 'Audit Logs'),"
	" (5, 'Mailbox Import Export'), (5, 'Data Connector Admin'),"
	" (5, 'Mailbox Search'), (5, 'Preview'), (5, 'Export');"
	"INSERT INTO account VALUES (1, 'local:owner', 'local:owner',"
	" 'Owner of the installation''s folder', '', 1, '', 0, NULL, NULL, 0,"
	" 0, 0, 0, '', 0, 0);"
	"INSERT INTO role_group_member VALUES (5, 1, 0);",
};

int control_migrate(struct db *db, struct err *e)
{
	if (db_migrate(db, "access", access_steps,
		       sizeof(access_steps) / sizeof(access_steps[0]), e) < 0)
		return -1;
	if (db_migrate(db, "catalog", steps, sizeof(steps) / sizeof(steps[0]),
		       e) < 0)
		return -1;
	if (db_migrate(db, "reading", reading_steps, 1, e) < 0)
		return -1;
	if (db_migrate(db, "delivery", delivery_steps,
		       sizeof(delivery_steps) / sizeof(delivery_steps[0]),
		       e) < 0)
		return -1;
	return db_migrate(db, "watch", watch_steps,
			  sizeof(watch_steps) / sizeof(watch_steps[0]), e);
}
