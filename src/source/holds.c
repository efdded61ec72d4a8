#include "source/holds.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "source/account.h"

#define TELL_US (3 * CLOCK_SECOND) /* longer waits are told */
/* No ration lasts longer than a day; clocks are set wrong. */
#define KEPT_US (26 * CLOCK_HOUR)

struct label {
	const char *name, *title;
	_Atomic int64_t told_us; /* the hold that was told last */
};

struct holds {
	struct account *a;
	struct rate *rate;
	_Atomic bool loaded; /* read once, by whoever comes first */
	size_t n;
	struct label *labels;
};

struct holds *holds_new(struct account *a, const struct holds_label *labels,
			size_t n)
{
	struct holds *h = NEW(struct holds);
	AUTO(free) struct rate_limit *limits = mem_alloc(n, sizeof(*limits));

	h->a = a;
	h->n = n;
	h->labels = mem_alloc(n, sizeof(*h->labels));
	for (size_t i = 0; i < n; i++) {
		h->labels[i].name = labels[i].name;
		h->labels[i].title = labels[i].limit.label;
		limits[i] = labels[i].limit;
	}
	h->rate = rate_new(limits, n);
	return h;
}

void holds_free(struct holds *h)
{
	if (h == NULL)
		return;
	rate_free(h->rate);
	free(h->labels);
	free(h);
}

static int load_one(struct holds *h, size_t i, struct err *e)
{
	const struct host *host = &h->a->host;
	struct str name AUTO(str_done) = STR_INIT;
	struct str value AUTO(str_done) = STR_INIT;
	int64_t until_us;
	int n;

	str_addf(&name, "hold-%s", h->labels[i].name);
	n = host->load(host->ctx, name.s, &value, e);
	if (n > 0 && clock_parse(value.s, &until_us) &&
	    until_us < clock_now_us() + KEPT_US)
		rate_hold(h->rate, i, until_us);
	return n < 0 ? -1 : 0;
}

static int load(struct holds *h, struct err *e)
{
	if (atomic_exchange(&h->loaded, true) || h->a->host.load == NULL)
		return 0;
	for (size_t i = 0; i < h->n; i++)
		if (load_one(h, i, e) < 0) {
			atomic_store(&h->loaded, false);
			return -1;
		}
	return 0;
}

void holds_tell(int64_t until_us, const char *reason)
{
	char text[CLOCK_TEXT];

	if (until_us - clock_now_us() >= TELL_US)
		log_event(LOG_WARN, "source.waiting",
			  "until=\"%s UTC\" reason=\"%s\"",
			  clock_text(until_us, text), reason);
}

static void tell(struct holds *h, size_t label)
{
	struct label *l = &h->labels[label];
	int64_t until_us = rate_held_until(h->rate, label);
	struct str reason AUTO(str_done) = STR_INIT;

	if (until_us - clock_now_us() > HOLDS_PATIENCE_US ||
	    atomic_exchange(&l->told_us, until_us) == until_us)
		return;
	str_addf(&reason, "the limit of %s is used up", l->title);
	holds_tell(until_us, reason.s);
}

int holds_take(struct holds *h, size_t label, struct err *e)
{
	if (load(h, e) < 0)
		return -1;
	tell(h, label);
	return rate_take(h->rate, label, HOLDS_PATIENCE_US, h->a->http, e);
}

int holds_set(struct holds *h, size_t label, int64_t wait_us, struct err *e)
{
	const struct host *host = &h->a->host;
	int64_t until_us = clock_now_us() + wait_us;
	struct str name AUTO(str_done) = STR_INIT;
	char text[CLOCK_TEXT];

	rate_hold(h->rate, label, until_us);
	if (host->save == NULL || wait_us < CLOCK_MINUTE)
		return 0;
	str_addf(&name, "hold-%s", h->labels[label].name);
	return host->save(host->ctx, name.s, clock_rfc3339(until_us, text), e);
}
