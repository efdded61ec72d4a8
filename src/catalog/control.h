/*
 * catalog/control.h - the tables of control that catalog/ and connector/ use.
 *
 * Control is authoritative (db.h: sync=full). Numbers of the enums below are
 * stored: never reuse one.
 *
 *	connector        one configured instance of a source
 *	value            settings, secrets (sealed) and state (sealed) of
 *	                 connectors and all else that is set up (values.h)
 *	run, notice      one execution; what a person must know about it
 *	bundle           what is converted together
 *	inventory        each object in each version the source ever told
 *	raw              raw answers kept for a bundle
 *	job              what is to be done (catalog/queue.h)
 *	target           mailboxes outside of the archive (delivery/)
 *	consent          who let us write there, when, for what (consent.h)
 *	outbox           copies that are to be brought there (outbox.h)
 *	outbox_mailbox   the mailboxes these are for: held by whom, when next
 *	delivery         each import of a message: how many copies were due
 *	gap              participants of a message without a mailbox
 *	attempt          why a run that was asked for did not come to an end
 *	failure          tries of a connector since its last run that ended
 *	account, recovery_code, role_group, role_group_role,
 *	role_group_member, session, api_token, identity_provider
 *	                 who may (access/)
 *	act              acts waiting to be moved into the vault
 *	setting          of the installation
 *	run_sum, run_reason, run_total
 *	                 of runs' reports, what is looked at often (watch/)
 *	figure           what is counted now and then
 *	alert_rule       where a person changed a rule
 *	alert            what is not in order, and what was not
 *	channel          where alerts are told
 *	telling          what is on its way there
 */
#ifndef CATALOG_CONTROL_H
#define CATALOG_CONTROL_H

struct db;
struct err;

/* inventory.state */
enum inventory_state {
	INVENTORY_PENDING = 1,  /* to be fetched, or not ready: reason */
	INVENTORY_CAPTURED = 2, /* bytes in the vault, message not imported */
	INVENTORY_ARCHIVED = 3, /* its message is in the mailboxes */
	INVENTORY_FAILED = 4,   /* the source will never give it: reason */
	INVENTORY_EXPIRED = 5,  /* the source deleted it first: reason */
	INVENTORY_EXCLUDED = 6, /* left out by a setting: reason */
};

/* run.state */
enum run_state {
	RUN_LISTING = 1,
	RUN_WORKING = 2,
	RUN_DONE = 3,
	RUN_FAILED = 4,
};

int control_migrate(struct db *db, struct err *e);

#endif
