/* The rules, held against health that is made up. */
#include "watch/rules.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "t.h"
#include "watch/health.h"

#include <stdlib.h>
#include <unistd.h>

#define NOW ((int64_t)1772359200000000) /* 2026-03-01T10:00:00Z */

/* What is not said is in order. */
struct made {
	const char *label;
	struct health_connector connector;
	struct health_target target;
	struct health_directory directory;
	struct health_store store;
	struct health_disk disk;
	struct health_expiry expiry;
	struct health_channel channel;
	int64_t accounts, quarantine, lockouts;
	bool was_open;
	const char *want; /* "rule/subject/severity/minutes to wait;..." */
};

/* clang-format off */
static const struct made rows[] = {
	{ "all is well", .want = "" },
	{ "a run failed", .connector = { .has_sums = true, .last_failed = true,
		.last_error = "no" },
	  .want = "run-failed/connector c/high/0;" },
	{ "no try ends", .connector = { .failing_since_us = NOW - 1,
		.failed_tries = 3 },
	  .want = "run-failing/connector c/medium/60;" },
	{ "for more than a day", .connector = { .failing_since_us =
		NOW - 2 * CLOCK_DAY },
	  .want = "run-failing/connector c/high/60;" },
	{ "late", .connector = { .late_us = 5 },
	  .want = "run-late/connector c/medium/60;" },
	{ "open sums", .connector = { .has_sums = true },
	  .want = "run-open/connector c/high/0;" },
	{ "something left out", .connector = { .has_sums = true,
		.last.closed = true, .notices = 2 },
	  .want = "run-notice/connector c/medium/0;" },
	{ "refused and deleted", .connector = { .has_sums = true,
		.last = { .closed = true, .failed = 1, .expired = 1 } },
	  .want = "objects-failed/connector c/low/0;" },
	{ "half gone", .connector.loss = { .half = 1, .soonest_us = NOW + 1 },
	  .want = "loss/connector c/medium/0;" },
	{ "the last day", .connector.loss = { .day = 1 },
	  .want = "loss/connector c/high/0;" },
	{ "passed", .connector.loss = { .passed = 1 },
	  .want = "loss/connector c/high/0;" },
	{ "a week to go", .connector.loss = { .week = 5,
		.soonest_us = NOW + 5 * CLOCK_DAY },
	  .want = "" },
	{ "parked", .target = { .state = "parked" },
	  .want = "target-parked/target t/high/0;" },
	{ "parked for want of consent", .target = { .state = "parked",
		.no_consent = true, .consent = "missing" },
	  .want = "consent/target t/high/0;" },
	{ "waiting", .target = { .state = "waiting" },
	  .want = "target-waiting/target t/medium/60;" },
	{ "refused, stuck", .target = { .state = "ready", .refused = 1,
		.stuck = 1 },
	  .want = "target-refused/target t/medium/0;"
		  "target-stuck/target t/medium/0;" },
	{ "directory down", .directory = { .error = "away" },
	  .want = "directory/directory d/medium/60;" },
	{ "directory late", .directory = { .error = "", .late_us = 9 },
	  .want = "directory/directory d/medium/60;" },
	{ "store", .store = { .error = "away" },
	  .want = "store/store s/high/10;" },
	{ "disk 79", .disk.used = 79, .want = "" },
	{ "disk 80", .disk.used = 80, .want = "disk/disk home/low/0;" },
	{ "disk 90", .disk.used = 90, .want = "disk/disk home/medium/0;" },
	{ "disk 95", .disk.used = 95, .want = "disk/disk home/high/0;" },
	{ "wavers, was open", .disk.used = 79, .was_open = true,
	  .want = "disk/disk home/low/0;" },
	{ "is over", .disk.used = 77, .was_open = true, .want = "" },
	{ "31 days", .expiry.at_us = NOW + 31 * CLOCK_DAY, .want = "" },
	{ "30 days", .expiry.at_us = NOW + 30 * CLOCK_DAY,
	  .want = "expiry/connector c, secret/low/0;" },
	{ "14 days", .expiry.at_us = NOW + 14 * CLOCK_DAY,
	  .want = "expiry/connector c, secret/medium/0;" },
	{ "3 days", .expiry.at_us = NOW + 3 * CLOCK_DAY,
	  .want = "expiry/connector c, secret/high/0;" },
	{ "expired", .expiry.at_us = NOW - CLOCK_DAY,
	  .want = "expiry/connector c, secret/high/0;" },
	{ "a channel fails", .channel.failing_since_us = NOW - 1,
	  .want = "channel/channel x/medium/60;" },
	{ "people", .accounts = 1, .quarantine = 2, .lockouts = 3,
	  .want = "unmapped/people/medium/0;quarantine/quarantine/low/0;"
		  "lockout/accounts/medium/0;" },
};
/* clang-format on */

static void on_found(void *ctx, const struct condition *c)
{
	T_OK(c->text[0] != '\0');
	str_addf(ctx, "%s/%s/%s/%lld;", c->rule->name, c->subject,
		 severity_name(c->severity),
		 (long long)(c->wait_us / CLOCK_MINUTE));
}

static bool always(void *ctx, const char *rule, const char *subject)
{
	(void)ctx;
	T_EQ_STR(rule, "disk");
	T_EQ_STR(subject, "disk home");
	return true;
}

/* Texts that the makers of health never leave NULL. */
static void complete(struct made *m)
{
	const char **texts[] = { &m->connector.result, &m->connector.error,
				 &m->connector.notice, &m->connector.last_error,
				 &m->target.reason,    &m->target.consent,
				 &m->directory.error,  &m->store.error,
				 &m->channel.error };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (*texts[i] == NULL)
			*texts[i] = "";
	if (m->target.state == NULL)
		m->target.state = "ready";
	m->connector.name = "c";
	m->target.name = "t";
	m->directory.name = "d";
	m->store.kind = "s";
	m->disk.name = "home";
	m->disk.path = "/home";
	m->expiry.subject = "connector c";
	m->expiry.what = "secret";
	m->channel.name = "x";
}

static void find(const struct rules *rules, const struct made *row,
		 struct str *got)
{
	struct made m = *row;
	struct health h = { .taken_us = NOW,
			    .connectors = &m.connector,
			    .n_connectors = 1,
			    .targets = &m.target,
			    .n_targets = 1,
			    .directories = &m.directory,
			    .n_directories = 1,
			    .stores = &m.store,
			    .n_stores = 1,
			    .disks = &m.disk,
			    .n_disks = 1,
			    .expiries = &m.expiry,
			    .n_expiries = m.expiry.at_us != 0,
			    .channels = &m.channel,
			    .n_channels = 1,
			    .unmapped_accounts = m.accounts,
			    .quarantine = m.quarantine,
			    .lockouts = m.lockouts };
	struct finding_to to = { .ctx = got,
				 .found = on_found,
				 .open = m.was_open ? always : NULL };

	complete(&m);
	rules_apply(rules, &h, &to);
}

static void own_rules(struct rules *r)
{
	*r = (struct rules){ 0 };
	for (size_t i = 0; rule_at(i) != NULL; i++) {
		r->of[i].severity = rule_at(i)->severity;
		r->of[i].bound = rule_at(i)->bound;
	}
}

T(conditions)
{
	struct rules rules;

	own_rules(&rules);
	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;

		find(&rules, row, &got);
		T_EQ_STR(got.s, row->want);
	}
	t_label = "";
}

/* Each rule can be found by something above, and switched off. */
T(every_rule_is_met_and_can_be_silent)
{
	struct rules rules, silent;

	own_rules(&rules);
	silent = rules;
	for (size_t i = 0; rule_at(i) != NULL; i++) {
		AUTO(str_done) struct str word = STR_INIT;
		bool met = false;

		T_OK(i < RULES_MAX);
		silent.of[i].silent = true;
		str_addf(&word, "%s/", rule_at(i)->name);
		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
			met = met || str_starts(rows[k].want, word.s) ||
			      strstr(rows[k].want, word.s) != NULL;
		t_label = rule_at(i)->name;
		T_OK(met);
	}
	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;

		find(&silent, row, &got);
		T_EQ_STR(got.s, "");
	}
	t_label = "";
}

T_MAIN
