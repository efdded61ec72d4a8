/* conditions.c - the rules held against health. */
#include "watch/rules.h"

#include "base/clock.h"
#include "base/str.h"
#include "watch/health.h"
#include "watch/rules-private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What is full by so much less is full no more. */
#define DISK_SLACK 2

struct looking {
	const struct rules *rules;
	const struct health *health;
	const struct finding_to *to;
};

/* A finding of the rule, more severe than it says by itself where raised. */
struct found {
	enum rule_number rule;
	const char *kind, *name; /* the subject is both; name NULL: kind */
	enum severity raised;
	int64_t since_us, wait_us;
};

static int64_t bound(const struct looking *l, enum rule_number rule)
{
	return l->rules->of[rule].bound;
}

static void tell(const struct looking *l, const struct found *f,
		 const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void tell(const struct looking *l, const struct found *f,
		 const char *fmt, ...)
{
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(str_done) struct str subject = STR_INIT;
	enum severity own = l->rules->of[f->rule].severity;
	struct condition c = { .rule = rule_at(f->rule),
			       .severity = f->raised > own ? f->raised : own,
			       .since_us = f->since_us,
			       .wait_us = f->wait_us };
	va_list ap;

	if (l->rules->of[f->rule].silent)
		return;
	str_add(&subject, f->kind);
	if (f->name != NULL)
		str_addf(&subject, " %s", f->name);
	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	c.subject = subject.s;
	c.text = text.s;
	l->to->found(l->to->ctx, &c);
}

/* "3 hours": for texts. */
static const char *span(int64_t us, char buf[40])
{
	int64_t n = us / CLOCK_DAY;
	const char *unit = "day";

	if (n < 2) {
		n = us / CLOCK_HOUR;
		unit = "hour";
	}
	if (n < 2) {
		n = us / CLOCK_MINUTE;
		unit = "minute";
	}
	(void)snprintf(buf, 40, "%" PRId64 " %s%s", n, unit, n == 1 ? "" : "s");
	return buf;
}

/* Counts go up to a bound: beyond it nobody counts on. */
static const char *many(int64_t n, char buf[40])
{
	if (n >= HEALTH_COUNT_MAX)
		(void)snprintf(buf, 40, "%" PRId64 " or more", n);
	else
		(void)snprintf(buf, 40, "%" PRId64, n);
	return buf;
}

/* --- connectors ----------------------------------------------------------- */

static void on_tries(const struct looking *l, const struct health_connector *c)
{
	int64_t now = l->health->taken_us;
	struct found f = { .kind = "connector", .name = c->name };
	char buf[40];

	if (c->has_sums && c->last_failed) {
		f.rule = RULE_RUN_FAILED;
		tell(l, &f, "Its last run failed: %s", c->last_error);
	}
	if (c->failing_since_us > 0) {
		f.rule = RULE_RUN_FAILING;
		f.since_us = c->failing_since_us;
		f.wait_us = bound(l, f.rule) * CLOCK_MINUTE;
		f.raised = now - f.since_us > CLOCK_DAY ? SEVERITY_HIGH : 0;
		tell(l, &f,
		     "%" PRId64 " tries since then did not come to an end: %s",
		     c->failed_tries, c->error);
	}
	if (c->late_us > 0) {
		f.rule = RULE_RUN_LATE;
		f.since_us = now - c->late_us;
		f.wait_us = bound(l, f.rule) * CLOCK_MINUTE;
		f.raised = 0;
		tell(l, &f, "It has been due for %s and has not run",
		     span(c->late_us, buf));
	}
}

static void on_sums(const struct looking *l, const struct health_connector *c)
{
	struct found f = { .kind = "connector", .name = c->name };
	int64_t lost = c->last.failed + c->last.expired;

	if (c->has_sums && !c->last_failed && !c->last.closed) {
		f.rule = RULE_RUN_OPEN;
		tell(l, &f, "The sums of its last run do not close");
	}
	if (c->notices > 0) {
		f.rule = RULE_RUN_NOTICE;
		tell(l, &f, "%" PRId64 " in its last run, the first: %s",
		     c->notices, c->notice);
	}
	if (lost > 0 && lost >= bound(l, RULE_OBJECTS_FAILED)) {
		f.rule = RULE_OBJECTS_FAILED;
		tell(l, &f,
		     "Of the objects of its last run, %" PRId64
		     " are refused by the source and %" PRId64
		     " were deleted there first",
		     c->last.failed, c->last.expired);
	}
}

static void on_loss(const struct looking *l, const struct health_connector *c)
{
	const struct health_loss *x = &c->loss;
	struct found f = { .rule = RULE_LOSS,
			   .kind = "connector",
			   .name = c->name };
	char half[40], day[40], passed[40], soonest[CLOCK_TEXT];

	if (x->half == 0 && x->day == 0 && x->passed == 0)
		return;
	f.raised = x->day > 0 || x->passed > 0 ? SEVERITY_HIGH : 0;
	tell(l, &f,
	     "Not captured: %s with half of their time gone, %s to be deleted "
	     "within a day, %s whose time has passed; the next at %s",
	     many(x->half, half), many(x->day, day), many(x->passed, passed),
	     x->soonest_us > 0 ? clock_text(x->soonest_us, soonest)
			       : "no known time");
}

/* --- targets -------------------------------------------------------------- */

static void on_target(const struct looking *l, const struct health_target *t)
{
	struct found f = { .kind = "target", .name = t->name };

	if (t->no_consent) {
		f.rule = RULE_CONSENT;
		tell(l, &f, "Consent: %s; %" PRId64 " copies wait", t->consent,
		     t->waiting);
	} else if (strcmp(t->state, "parked") == 0) {
		f.rule = RULE_TARGET_PARKED;
		tell(l, &f, "%" PRId64 " copies wait: %s", t->waiting,
		     t->reason);
	}
	if (strcmp(t->state, "waiting") == 0) {
		f.rule = RULE_TARGET_WAITING;
		f.wait_us = bound(l, f.rule) * CLOCK_MINUTE;
		tell(l, &f, "%" PRId64 " copies wait: %s", t->waiting,
		     t->reason);
	}
	f.wait_us = 0;
	if (t->refused > 0 && t->refused >= bound(l, RULE_TARGET_REFUSED)) {
		f.rule = RULE_TARGET_REFUSED;
		tell(l, &f, "%" PRId64 " copies were refused", t->refused);
	}
	if (t->stuck > 0 && t->stuck >= bound(l, RULE_TARGET_STUCK)) {
		f.rule = RULE_TARGET_STUCK;
		tell(l, &f,
		     "%" PRId64 " mailboxes take none until a person "
		     "acts",
		     t->stuck);
	}
}

/* --- places --------------------------------------------------------------- */

static void on_directory(const struct looking *l,
			 const struct health_directory *d)
{
	struct found f = { .rule = RULE_DIRECTORY,
			   .kind = "directory",
			   .name = d->name,
			   .wait_us = bound(l, RULE_DIRECTORY) * CLOCK_MINUTE };
	char buf[CLOCK_TEXT];

	if (d->error[0] == '\0' && d->late_us == 0)
		return;
	tell(l, &f, "Last asked in full: %s. %s",
	     d->synced_us > 0 ? clock_text(d->synced_us, buf) : "never",
	     d->error[0] != '\0' ? d->error : "It is due and was not asked");
}

static void on_store(const struct looking *l, const struct health_store *s)
{
	struct found f = { .rule = RULE_STORE,
			   .kind = "store",
			   .name = s->kind,
			   .since_us = s->error_since_us,
			   .wait_us = bound(l, RULE_STORE) * CLOCK_MINUTE };

	if (s->error[0] != '\0')
		tell(l, &f, "%" PRId64 " packs and objects wait: %s",
		     l->health->unshipped, s->error);
}

static void on_disk(const struct looking *l, const struct health_disk *d)
{
	struct found f = { .rule = RULE_DISK, .kind = "disk", .name = d->name };
	const char *rule = rule_at(RULE_DISK)->name;
	AUTO(str_done) struct str subject = STR_INIT;
	int64_t from = bound(l, RULE_DISK);

	str_addf(&subject, "disk %s", d->name);
	if (l->to->open != NULL && l->to->open(l->to->ctx, rule, subject.s))
		from -= DISK_SLACK;
	if (d->used < from)
		return;
	f.raised = d->used >= 95   ? SEVERITY_HIGH
		   : d->used >= 90 ? SEVERITY_MEDIUM
				   : 0;
	tell(l, &f, "%s is %d%% full; %" PRId64 " MB are left", d->path,
	     d->used, d->free / 1000000);
}

static void on_expiry(const struct looking *l, const struct health_expiry *x)
{
	int64_t left = x->at_us - l->health->taken_us;
	AUTO(str_done) struct str subject = STR_INIT;
	struct found f = { .rule = RULE_EXPIRY };
	char day[CLOCK_TEXT], buf[40];

	if (left > bound(l, RULE_EXPIRY) * CLOCK_DAY)
		return;
	str_addf(&subject, "%s, %s", x->subject, x->what);
	f.kind = subject.s;
	f.raised = left <= 3 * CLOCK_DAY    ? SEVERITY_HIGH
		   : left <= 14 * CLOCK_DAY ? SEVERITY_MEDIUM
					    : 0;
	if (left <= 0)
		tell(l, &f, "The %s expired on %s", x->what,
		     clock_day(x->at_us, day));
	else
		tell(l, &f, "The %s expires on %s, in %s", x->what,
		     clock_day(x->at_us, day), span(left, buf));
}

static void on_channel(const struct looking *l, const struct health_channel *c)
{
	struct found f = { .rule = RULE_CHANNEL,
			   .kind = "channel",
			   .name = c->name,
			   .since_us = c->failing_since_us,
			   .wait_us = bound(l, RULE_CHANNEL) * CLOCK_MINUTE };

	if (c->failing_since_us > 0)
		tell(l, &f, "%" PRId64 " wait to be told: %s", c->waiting,
		     c->error);
}

static void on_people(const struct looking *l)
{
	const struct health *h = l->health;
	struct found f = { .rule = RULE_UNMAPPED, .kind = "people" };

	if (h->unmapped_accounts > 0 &&
	    h->unmapped_accounts >= bound(l, RULE_UNMAPPED))
		tell(l, &f,
		     "%" PRId64 " addresses of the organisation's own have no "
		     "mailbox: `estreat person gaps`",
		     h->unmapped_accounts);
	f = (struct found){ .rule = RULE_QUARANTINE, .kind = "quarantine" };
	if (h->quarantine > 0 && h->quarantine >= bound(l, RULE_QUARANTINE))
		tell(l, &f, "%" PRId64 " messages are there", h->quarantine);
	f = (struct found){ .rule = RULE_LOCKOUT, .kind = "accounts" };
	if (h->lockouts > 0 && h->lockouts >= bound(l, RULE_LOCKOUT))
		tell(l, &f, "%" PRId64 " accounts are locked out", h->lockouts);
}

void rules_apply(const struct rules *rules, const struct health *h,
		 const struct finding_to *to)
{
	struct looking l = { rules, h, to };

	for (size_t i = 0; i < h->n_connectors; i++) {
		on_tries(&l, &h->connectors[i]);
		on_sums(&l, &h->connectors[i]);
		on_loss(&l, &h->connectors[i]);
	}
	for (size_t i = 0; i < h->n_targets; i++)
		on_target(&l, &h->targets[i]);
	for (size_t i = 0; i < h->n_directories; i++)
		on_directory(&l, &h->directories[i]);
	for (size_t i = 0; i < h->n_stores; i++)
		on_store(&l, &h->stores[i]);
	for (size_t i = 0; i < h->n_disks; i++)
		on_disk(&l, &h->disks[i]);
	for (size_t i = 0; i < h->n_expiries; i++)
		on_expiry(&l, &h->expiries[i]);
	for (size_t i = 0; i < h->n_channels; i++)
		on_channel(&l, &h->channels[i]);
	on_people(&l);
}
